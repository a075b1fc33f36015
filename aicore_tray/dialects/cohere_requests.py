"""Cohere's Chat API, version 2: what a request asks, written and read.

Source: Cohere's public API reference. Messages, tools and results have the form of Chat Completions, so that its module
does what both share; reasoning, plans, choices, the answer's form and sampling have words of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from aicore_tray.dialects import chat_completions
from aicore_tray.dialects.conversation import (
    Conversation,
    Document,
    Json,
    OutputFormat,
    Part,
    Reasoning,
    Role,
    Text,
    Thinking,
    Tool,
    ToolCall,
    ToolChoice,
    ToolMode,
    ToolResult,
    Turn,
)
from aicore_tray.dialects.errors import invalid
from aicore_tray.dialects.reading import drop_nones, need, number, objects, optional, strings, text_of
from aicore_tray.dialects.tool_names import flat_call, wire_id, wire_name

# What an effort comes to in tokens; there is no word for one, and the highest ones are left unlimited.
_BUDGETS = {"minimal": 512, "low": 2048, "medium": 8192, "high": 24576}
_CHOICES = {ToolMode.ANY: "REQUIRED", ToolMode.NAMED: "REQUIRED", ToolMode.NONE: "NONE"}


def budget_of(reasoning: Reasoning) -> int | None:
    """Return the tokens to think with that were asked, or those that the asked effort stands for; None for no limit."""
    return _BUDGETS.get(reasoning.effort) if reasoning.budget is None else reasoning.budget


# ---------------------------------------------------------------------------------------------------------------------
# Written


def write_request(conversation: Conversation) -> Json:
    """Return the body of a chat request.

    Raises:
        ApiError: there is a document in it, which Cohere's models do not take.
    """
    choice = conversation.tool_choice
    if choice is not None and choice.mode is ToolMode.NAMED:
        # A tool has to be called, by no name: so the one that is meant is offered alone.
        conversation = replace(conversation, tools=named_alone(conversation, choice))
    head = Conversation(model=conversation.model, system=conversation.system, tools=conversation.tools)
    plain = chat_completions.write_request(head)
    messages: list[Json] = plain["messages"]
    for turn in conversation.turns:
        messages += _write_turn(turn)
    for tool in plain.get("tools") or ():
        tool["function"].pop("strict", None)
    return drop_nones(
        {
            "model": conversation.model,
            "messages": messages,
            "tools": plain.get("tools"),
            "tool_choice": _CHOICES.get(choice.mode) if choice is not None and conversation.tools else None,
            "thinking": _write_thinking(conversation.reasoning),
            "response_format": _write_output(conversation.output),
            "max_tokens": conversation.max_tokens,
            "temperature": conversation.temperature,
            "p": conversation.top_p,
            "k": conversation.top_k,
            "stop_sequences": list(conversation.stop) or None,
            "seed": conversation.seed,
            "presence_penalty": conversation.presence_penalty,
            "frequency_penalty": conversation.frequency_penalty,
            "stream": conversation.stream or None,
        }
    )


def named_alone(conversation: Conversation, choice: ToolChoice) -> tuple[Tool, ...]:
    """Return the tool that a choice names."""
    name = wire_name(choice.name, choice.namespace)
    return tuple(tool for tool in conversation.tools if wire_name(tool.name, tool.namespace) == name)


def _write_turn(turn: Turn) -> Iterable[Json]:
    if turn.role is Role.ASSISTANT:
        return _write_assistant(turn.parts)
    inner = (part for result in turn.parts if isinstance(result, ToolResult) for part in result.parts)
    if any(isinstance(part, Document) for part in (*turn.parts, *inner)):
        raise invalid("messages: this model takes no documents", param="messages")
    messages: list[Json] = chat_completions.write_request(Conversation(model="", turns=(turn,)))["messages"]
    return messages


def _write_assistant(parts: Iterable[Part]) -> Iterator[Json]:
    thoughts: list[Json] = []
    texts: list[str] = []
    calls: list[Json] = []
    for part in parts:
        # What another vendor has signed is for its own models.
        if isinstance(part, Thinking) and part.text and not part.signature:
            thoughts.append({"type": "thinking", "thinking": part.text})
        elif isinstance(part, Text) and part.text:
            texts.append(part.text)
        elif isinstance(part, ToolCall):
            name, arguments = flat_call(part)
            function = {"name": name, "arguments": arguments}
            calls.append({"id": wire_id(part.id), "type": "function", "function": function})
    text = "\n\n".join(texts)
    if not text and not calls:
        return
    message: Json = {"role": "assistant"}
    if calls:
        # What was said before a call is the plan for it.
        message |= {"tool_plan": text} if text else {}
        message |= {"content": thoughts} if thoughts else {}
        yield message | {"tool_calls": calls}
    else:
        yield message | {"content": [*thoughts, {"type": "text", "text": text}] if thoughts else text}


def _write_thinking(reasoning: Reasoning | None) -> Json | None:
    if reasoning is None:
        return None
    if not reasoning.enabled:
        return {"type": "disabled"}
    return drop_nones({"type": "enabled", "token_budget": budget_of(reasoning)})


def _write_output(output: OutputFormat | None) -> Json | None:
    return None if output is None else drop_nones({"type": "json_object", "json_schema": output.schema})


# ---------------------------------------------------------------------------------------------------------------------
# Read


def read_request(body: Json) -> Conversation:
    """Return the neutral form of a chat request's body.

    Raises:
        ApiError: a field has the wrong type.
    """
    messages = [
        _as_chat(message, path) for path, message in objects(need(body.get("messages"), list, "messages"), "messages")
    ]
    plain = {"model": body.get("model"), "messages": messages, "tools": body.get("tools")}
    choice = {"REQUIRED": ToolMode.ANY, "NONE": ToolMode.NONE}.get(optional(body, "tool_choice", str) or "")
    return replace(
        chat_completions.read_request(plain),
        tool_choice=None if choice is None else ToolChoice(mode=choice),
        reasoning=_read_thinking(optional(body, "thinking", dict)),
        output=_read_output(optional(body, "response_format", dict)),
        max_tokens=optional(body, "max_tokens", int),
        temperature=number(body, "temperature"),
        top_p=number(body, "p"),
        top_k=optional(body, "k", int),
        stop=strings(body.get("stop_sequences"), "stop_sequences"),
        seed=optional(body, "seed", int),
        presence_penalty=number(body, "presence_penalty"),
        frequency_penalty=number(body, "frequency_penalty"),
        stream=body.get("stream") is True,
    )


def _as_chat(message: Json, path: str) -> Json:
    """Return a message as Chat Completions have it."""
    content = message.get("content")
    if message.get("role") not in ("assistant", "tool") or content is None:
        blocks: list[Json] = []
    elif isinstance(content, str):
        blocks = [{"type": "text", "text": content}] if content else []
    else:
        blocks = [block for _, block in objects(content, f"{path}.content")]
    if message.get("role") == "tool":
        return message | {"content": [_as_text(block, f"{path}.content") for block in blocks]}
    if message.get("role") != "assistant":
        return message
    thoughts = [
        {"content": text_of(block, "thinking", f"{path}.content")}
        for block in blocks
        if block.get("type") == "thinking"
    ]
    plan = optional(message, "tool_plan", str, path)
    said = [{"type": "text", "text": plan}] if plan else []
    said += [block for block in blocks if block.get("type") != "thinking"]
    return {
        "role": "assistant",
        "content": said,
        "reasoning_content": thoughts,
        "tool_calls": message.get("tool_calls"),
    }


def _as_text(block: Json, path: str) -> Json:
    """Return a result's block as text: a document holds what the tool returned."""
    if block.get("type") != "document":
        return block
    document = need(block.get("document"), dict, f"{path}.document")
    data = document.get("data")
    return {"type": "text", "text": data if isinstance(data, str) else _told(need(data, dict, f"{path}.document.data"))}


def _told(data: Json) -> str:
    return "\n".join(f"{key}: {value}" for key, value in data.items())


def _read_thinking(thinking: Json | None) -> Reasoning | None:
    if thinking is None:
        return None
    if thinking.get("type") == "disabled":
        return Reasoning(enabled=False)
    return Reasoning(budget=optional(thinking, "token_budget", int, "thinking"), summary="auto")


def _read_output(form: Json | None) -> OutputFormat | None:
    if form is None or form.get("type") != "json_object":
        return None
    return OutputFormat(schema=optional(form, "json_schema", dict, "response_format"))
