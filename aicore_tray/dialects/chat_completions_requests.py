"""OpenAI Chat Completions: what a request asks, read and written."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator

from aicore_tray.dialects.conversation import (
    CacheHint,
    Conversation,
    Document,
    Image,
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
    without_billing_header,
)
from aicore_tray.dialects.errors import invalid
from aicore_tray.dialects.json_schema import is_strict
from aicore_tray.dialects.reading import (
    arguments_text,
    cache_hint,
    data_uri,
    drop_nones,
    need,
    number,
    objects,
    optional,
    strings,
    text_of,
)
from aicore_tray.dialects.tool_names import flat_call, function_schema, offered_choice, wire_id, wire_name

_log = logging.getLogger(__name__)


def read_request(body: Json) -> Conversation:
    """Return the neutral form of a `/v1/chat/completions` body.

    Raises:
        ApiError: a field has the wrong type, or asks for what no other vendor can give (several choices, audio).
    """
    if body.get("n") not in (None, 1):
        raise invalid("n: only one choice can be asked of this model", param="n")
    options = optional(body, "stream_options", dict) or {}
    system, turns = _read_messages(body)
    max_tokens = optional(body, "max_completion_tokens", int)
    tools = tuple(_read_tools(body))
    return Conversation(
        model=text_of(body, "model", ""),
        system=without_billing_header(system),
        turns=tuple(turns),
        tools=tools,
        tool_choice=offered_choice(read_tool_choice(body.get("tool_choice")), tools),
        parallel_tools=optional(body, "parallel_tool_calls", bool),
        reasoning=_read_reasoning(body),
        output=_read_output(body),
        max_tokens=optional(body, "max_tokens", int) if max_tokens is None else max_tokens,
        temperature=number(body, "temperature"),
        top_p=number(body, "top_p"),
        top_k=optional(body, "top_k", int),
        stop=strings(body.get("stop"), "stop"),
        seed=optional(body, "seed", int),
        presence_penalty=number(body, "presence_penalty"),
        frequency_penalty=number(body, "frequency_penalty"),
        verbosity=optional(body, "verbosity", str) or "",
        user=optional(body, "user", str) or "",
        cache_key=optional(body, "prompt_cache_key", str) or "",
        stream=body.get("stream") is True,
        stream_usage=options.get("include_usage") is True,
    )


def _read_messages(body: Json) -> tuple[list[Text], list[Turn]]:
    system: list[Text] = []
    turns: list[Turn] = []
    for path, message in objects(need(body.get("messages"), list, "messages"), "messages"):
        role = text_of(message, "role", path)
        content = message.get("content")
        match role:
            case "system" | "developer":
                texts = _texts(content, f"{path}.content")
                if turns:
                    turns.append(Turn(Role.SYSTEM, tuple(texts)))
                else:
                    system += texts
            case "user":
                turns.append(Turn(Role.USER, tuple(_read_content(content, f"{path}.content"))))
            case "assistant":
                turns.append(Turn(Role.ASSISTANT, tuple(read_assistant(message, path))))
            case "tool":
                result = ToolResult(
                    call_id=text_of(message, "tool_call_id", path),
                    parts=tuple(_read_content(content, f"{path}.content")),
                    cache=cache_hint(message),
                )
                _add_result(turns, result)
            case _:
                raise invalid(f"{path}.role: '{role}' is not a role", param=f"{path}.role")
    return system, turns


def _add_result(turns: list[Turn], result: ToolResult) -> None:
    """Results of parallel calls come as messages of their own and belong to one turn."""
    if turns and turns[-1].role is Role.USER and all(isinstance(part, ToolResult) for part in turns[-1].parts):
        turns[-1] = Turn(Role.USER, (*turns[-1].parts, result))
    else:
        turns.append(Turn(Role.USER, (result,)))


def _texts(content: object, path: str) -> list[Text]:
    return [part for part in _read_content(content, path) if isinstance(part, Text)]


def _read_content(content: object, path: str) -> Iterator[Text | Image | Document]:
    if content is None:
        return
    if isinstance(content, str):
        if content:
            yield Text(text=content)
        return
    for place, block in objects(content, path):
        cache = cache_hint(block)
        match block.get("type", "text"):
            case "text" | "input_text" | "output_text":
                yield Text(text=text_of(block, "text", place), cache=cache)
            case "refusal":
                yield Text(text=text_of(block, "refusal", place))
            case "image_url":
                yield _read_image(block.get("image_url"), f"{place}.image_url", cache)
            case "file":
                yield _read_file(need(block.get("file"), dict, f"{place}.file"), f"{place}.file", cache)
            case kind:
                raise invalid(f"{place}: content of type '{kind}' is not supported by this model", param=place)


def _read_image(value: object, path: str, cache: CacheHint | None) -> Image:
    image = {"url": value} if isinstance(value, str) else need(value, dict, path)
    url, detail = text_of(image, "url", path), str(image.get("detail") or "")
    if inline := data_uri(url, f"{path}.url"):
        return Image(media_type=inline[0], data=inline[1], detail=detail, cache=cache)
    return Image(url=url, detail=detail, cache=cache)


def _read_file(file: Json, path: str, cache: CacheHint | None) -> Document:
    data = file.get("file_data")
    if not isinstance(data, str):
        raise invalid(f"{path}: send the file itself as file_data; stored files are not reachable here", param=path)
    media_type, encoded = data_uri(data, f"{path}.file_data") or ("application/pdf", data)
    return Document(media_type=media_type, data=encoded, name=str(file.get("filename") or ""), cache=cache)


def read_assistant(message: Json, path: str) -> Iterator[Part]:
    reasoning = message.get("reasoning_content") or message.get("reasoning")
    if isinstance(reasoning, str) and reasoning:
        yield Thinking(text=reasoning)
    elif isinstance(reasoning, list):  # with proofs, as SAP's orchestration service has it; whose they are it knows
        for _, item in objects(reasoning, f"{path}.reasoning_content"):
            yield Thinking(text=str(item.get("content") or ""), signature=str(item.get("signature") or ""))
    yield from _read_content(message.get("content"), f"{path}.content")
    if isinstance(refusal := message.get("refusal"), str) and refusal:
        yield Text(text=refusal)
    for place, call in objects(message.get("tool_calls"), f"{path}.tool_calls"):
        call_id = text_of(call, "id", place)
        if call.get("type") == "custom":
            custom = need(call.get("custom"), dict, f"{place}.custom")
            yield ToolCall(
                id=call_id,
                name=text_of(custom, "name", f"{place}.custom"),
                arguments=optional(custom, "input", str, f"{place}.custom") or "",
                custom=True,
            )
        else:
            function = need(call.get("function"), dict, f"{place}.function")
            yield ToolCall(
                id=call_id,
                name=text_of(function, "name", f"{place}.function"),
                arguments=arguments_text(function.get("arguments")),
                cache=cache_hint(call),
            )


def _read_tools(body: Json) -> Iterator[Tool]:
    for path, tool in objects(body.get("tools"), "tools"):
        match tool.get("type", "function"):
            # Cursor and others send the flat form of the Responses API here as well.
            case "function":
                function = need(tool.get("function", tool), dict, f"{path}.function")
                yield Tool(
                    name=text_of(function, "name", f"{path}.function"),
                    description=str(function.get("description") or ""),
                    schema=need(function.get("parameters") or {}, dict, f"{path}.function.parameters"),
                    strict=function.get("strict") if isinstance(function.get("strict"), bool) else None,
                    cache=cache_hint(tool),
                )
            case "custom":
                custom = need(tool.get("custom", tool), dict, f"{path}.custom")
                form = custom.get("format")
                grammar = form if isinstance(form, dict) and form.get("type") == "grammar" else {}
                yield Tool(
                    name=text_of(custom, "name", f"{path}.custom"),
                    description=str(custom.get("description") or ""),
                    custom=True,
                    grammar=optional(grammar, "grammar", dict, f"{path}.custom.format") or grammar or None,
                )
            case kind:
                _log.info("Dropped the tool %s: no model on SAP AI Core offers it", kind)


def read_tool_choice(choice: object) -> ToolChoice | None:
    """Return OpenAI's tool_choice, of Chat Completions or of Responses.

    A word that OpenAI does not have leaves the choice to the model: Copilot sends Gemini's `validated` here.
    """
    modes = {"none": ToolMode.NONE, "required": ToolMode.ANY, "any": ToolMode.ANY}
    if choice is None:
        return None
    if isinstance(choice, str):
        return ToolChoice(mode=modes.get(choice, ToolMode.AUTO))
    if isinstance(choice, dict):
        inner = choice.get("function") or choice.get("custom") or choice
        if choice.get("type") == "allowed_tools":
            allowed = need(choice.get("allowed_tools") or choice, dict, "tool_choice.allowed_tools")
            return read_tool_choice(str(allowed.get("mode") or "auto"))
        if isinstance(inner, dict) and isinstance(name := inner.get("name"), str):
            return ToolChoice(mode=ToolMode.NAMED, name=name, namespace=str(inner.get("namespace") or ""))
        if isinstance(choice.get("type"), str):  # a server tool by its type: dropped with the tool
            return ToolChoice(mode=ToolMode.AUTO)
    raise invalid("tool_choice: use auto, none, required or a function's name", param="tool_choice")


def _read_reasoning(body: Json) -> Reasoning | None:
    asked = optional(body, "reasoning", dict) or {}
    effort = optional(body, "reasoning_effort", str) or asked.get("effort")
    thinking = optional(body, "thinking", dict) or {}  # Anthropic's field, which gateways take here as well
    budget = asked.get("max_tokens") or thinking.get("budget_tokens")
    if effort == "none" or asked.get("enabled") is False or thinking.get("type") == "disabled":
        return Reasoning(enabled=False)
    if not effort and not asked and not thinking:
        return None
    return Reasoning(effort=str(effort or ""), budget=budget if isinstance(budget, int) else None, summary="auto")


def _read_output(body: Json) -> OutputFormat | None:
    form = optional(body, "response_format", dict) or {}
    match form.get("type"):
        case "json_object":
            return OutputFormat()
        case "json_schema":
            return read_json_schema(need(form.get("json_schema"), dict, "response_format.json_schema"))
    return None


def read_json_schema(form: Json) -> OutputFormat:
    """Return OpenAI's json_schema format, of Chat Completions or of Responses."""
    return OutputFormat(
        schema=need(form.get("schema") or {}, dict, "json_schema.schema"),
        name=str(form.get("name") or ""),
        description=str(form.get("description") or ""),
        strict=form.get("strict") if isinstance(form.get("strict"), bool) else None,
    )


def write_request(conversation: Conversation) -> Json:
    """Return the body of a Chat Completions request as OpenAI's newest models take it."""
    messages = [{"role": "system", "content": text.text} for text in conversation.system if text.text]
    for turn in conversation.turns:
        messages += _write_turn(turn)
    return drop_nones(
        {
            "model": conversation.model,
            "messages": messages,
            "tools": [_write_tool(tool) for tool in conversation.tools] or None,
            "tool_choice": _write_tool_choice(conversation.tool_choice) if conversation.tools else None,
            "parallel_tool_calls": conversation.parallel_tools if conversation.tools else None,
            "reasoning_effort": _write_effort(conversation.reasoning),
            "response_format": _write_output(conversation.output),
            "max_completion_tokens": conversation.max_tokens,
            "temperature": conversation.temperature,
            "top_p": conversation.top_p,
            "stop": list(conversation.stop) or None,
            "seed": conversation.seed,
            "presence_penalty": conversation.presence_penalty,
            "frequency_penalty": conversation.frequency_penalty,
            "verbosity": conversation.verbosity or None,
            "user": conversation.user or None,
            "prompt_cache_key": conversation.cache_key or None,
            "stream": conversation.stream or None,
            "stream_options": {"include_usage": True} if conversation.stream and conversation.stream_usage else None,
        }
    )


def _write_turn(turn: Turn) -> Iterator[Json]:
    if turn.role is Role.ASSISTANT:
        yield from _write_assistant(turn.parts)
        return
    if turn.role is Role.SYSTEM:
        texts = [part.text for part in turn.parts if isinstance(part, Text) and part.text]
        yield from ({"role": "system", "content": text} for text in texts)
        return
    shown: list[Text | Image | Document] = []
    for part in turn.parts:
        if isinstance(part, ToolResult):
            text = "\n".join(inner.text for inner in part.parts if isinstance(inner, Text))
            yield {"role": "tool", "tool_call_id": wire_id(part.call_id), "content": text}
            # A tool message holds text alone: what it showed follows as a user message.
            shown += [inner for inner in part.parts if not isinstance(inner, Text)]
        elif isinstance(part, Text | Image | Document):
            shown.append(part)
    if content := [_write_content(part) for part in shown if not isinstance(part, Text) or part.text]:
        only = content[0]
        yield {"role": "user", "content": only["text"] if len(content) == 1 and "text" in only else content}


def _write_assistant(parts: Iterable[Part]) -> Iterator[Json]:
    texts: list[str] = []
    calls: list[Json] = []
    for part in parts:
        if isinstance(part, Text) and part.text:
            texts.append(part.text)
        elif isinstance(part, ToolCall):
            name, arguments = flat_call(part)
            function = {"name": name, "arguments": arguments}
            calls.append({"id": wire_id(part.id), "type": "function", "function": function})
    if texts or calls:
        message: Json = {"role": "assistant", "content": "\n\n".join(texts) or None}
        yield message | ({"tool_calls": calls} if calls else {})


def _write_content(part: Text | Image | Document) -> Json:
    match part:
        case Text():
            return {"type": "text", "text": part.text}
        case Image():
            url = f"data:{part.media_type};base64,{part.data}" if part.data else part.url
            return {"type": "image_url", "image_url": {"url": url} | ({"detail": part.detail} if part.detail else {})}
        case Document():
            if not part.data:
                raise invalid("messages: this model takes documents themselves, not their addresses", param="messages")
            name = part.name or "document.pdf"
            data = f"data:{part.media_type};base64,{part.data}"
            return {"type": "file", "file": {"filename": name, "file_data": data}}


def _write_tool(tool: Tool) -> Json:
    function = {
        "name": wire_name(tool.name, tool.namespace),
        "description": tool.description or None,
        "parameters": function_schema(tool),
        "strict": takes_strict(tool.strict, tool.schema),
    }
    return {"type": "function", "function": drop_nones(function)}


def _write_tool_choice(choice: ToolChoice | None) -> object:
    match choice:
        case None:
            return None
        case ToolChoice(mode=ToolMode.NAMED):
            return {"type": "function", "function": {"name": wire_name(choice.name, choice.namespace)}}
        case _:
            return {ToolMode.AUTO: "auto", ToolMode.NONE: "none", ToolMode.ANY: "required"}[choice.mode]


# Where a thinking budget meets a vendor that knows efforts alone: the budgets below which an effort is meant.
EFFORT_BY_BUDGET = ((4096, "low"), (16384, "medium"))


def effort_of(reasoning: Reasoning) -> str:
    """Return the effort that was asked, or the one nearest to the budget that was asked; "" for neither."""
    if reasoning.effort or reasoning.budget is None:
        return reasoning.effort
    return next((effort for limit, effort in EFFORT_BY_BUDGET if reasoning.budget <= limit), "high")


def _write_effort(reasoning: Reasoning | None) -> str | None:
    if reasoning is None:
        return None
    return (effort_of(reasoning) or None) if reasoning.enabled else "none"


def _write_output(output: OutputFormat | None) -> Json | None:
    if output is None:
        return None
    if output.schema is None:
        return {"type": "json_object"}
    return {"type": "json_schema", "json_schema": {"name": output.name or "answer"} | write_json_schema(output)}


def write_json_schema(output: OutputFormat) -> Json:
    """Return what Chat Completions and Responses share of a json_schema format."""
    strict = takes_strict(output.strict, output.schema or {})
    return drop_nones({"schema": output.schema, "description": output.description or None, "strict": strict})


def takes_strict(strict: bool | None, schema: Json) -> bool | None:
    """Return the strictness to ask for: OpenAI refuses schemas in strict mode that other vendors take."""
    return strict and is_strict(schema)
