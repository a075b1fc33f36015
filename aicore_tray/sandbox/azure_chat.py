"""Azure OpenAI Chat Completions: reads the request, lets the model answer, speaks with Azure's extras."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from aicore_tray.sandbox import azure_chat_rules, openai_shapes
from aicore_tray.sandbox.endpoint import Endpoint, InferenceCall, Reply, Stream, Whole
from aicore_tray.sandbox.estimates import canonical, tokens_of, tokens_of_json
from aicore_tray.sandbox.framing import Event
from aicore_tray.sandbox.gist import Answer, Gist, Said, Tool
from aicore_tray.sandbox.model import pieces
from aicore_tray.sandbox.model_facts import ModelFacts

_STOPS = {"end": "stop", "tool": "tool_calls", "length": "length", "stop_sequence": "stop"}
_FRAGMENT = 10
_MESSAGE_OVERHEAD = 3
_SAFE = {name: {"filtered": False, "severity": "safe"} for name in ("hate", "self_harm", "sexual", "violence")}
_PROMPT_FILTER = [{"prompt_index": 0, "content_filter_results": _SAFE}]
_DEFAULT_EFFORT = {"gpt-5.5": "none", "gpt-5.4": "none", "gpt-5.2": "none"}


def thinks(facts: ModelFacts, effort: str | None) -> bool:
    """Whether a reasoning model thinks at this effort; the newest ones do not unless asked to."""
    return bool(facts.efforts) and (effort or _DEFAULT_EFFORT.get(facts.name, "medium")) != "none"


def _answer(call: InferenceCall) -> Reply:
    body, facts = call.body, call.facts
    azure_chat_rules.check(facts, body)
    prompt = canonical([body.get("tools"), body["messages"]])
    tokens = tokens_of_json(body.get("tools") or "") + sum(message_tokens(m) for m in body["messages"])
    azure_chat_rules.check_length(facts, body, tokens)
    cached = min(call.desk.cache.automatic(call.owner, prompt), tokens)
    answer = call.desk.model.answer(gist_of(facts, body))
    head = {
        "created": call.desk.now(),
        "id": call.desk.new_id("chatcmpl-", 29),
        "model": facts.vendor_name,
        "object": "chat.completion",
        "system_fingerprint": "fp_5a11db0c5e",
    }
    message = _message(call, answer)
    used = usage(tokens, cached, answer)
    if body.get("stream"):
        return Stream(_events(body, head, message, answer, used))
    choices = [
        {"content_filter_results": _SAFE if answer.text else {}, "finish_reason": _finish(body, answer), "index": index,
         "logprobs": None, "message": message}
        for index in range(body.get("n") or 1)
    ]  # fmt: skip
    return Whole({"choices": choices, **head, "prompt_filter_results": _PROMPT_FILTER, "usage": used})


def stream_failure(status: int) -> list[Event]:
    """An error inside a stream that began as a 200."""
    messages = {429: "exceeded token rate limit"}
    return [{"error": {"code": str(status), "message": messages.get(status, "The server had an error.")}}]


CHAT = Endpoint(answer=_answer, failure=openai_shapes.failure, stream_failure=stream_failure)


def gist_of(facts: ModelFacts, body: dict[str, Any], *, thinking: bool | None = None) -> Gist:
    """A chat request as the model reads it; `thinking` overrules what the body says of it."""
    choice = body.get("tool_choice", "auto")
    names = {"auto": None, "none": "none", "required": "any"}
    stop = body.get("stop") or ()
    return Gist(
        model=facts.title,
        conversation=tuple(_said(body["messages"])),
        tools=tuple(
            Tool(
                name=tool["function"]["name"],
                description=tool["function"].get("description") or "",
                schema=tool["function"].get("parameters") or {},
            )
            for tool in body.get("tools") or []
        ),
        forced=names[choice] if isinstance(choice, str) else choice["function"]["name"],
        schema=output_schema(body.get("response_format")),
        thinks=thinks(facts, body.get("reasoning_effort")) if thinking is None else thinking,
        budget=body.get("max_completion_tokens") or body.get("max_tokens"),
        stops=(stop,) if isinstance(stop, str) else tuple(stop),
        parallel=body.get("parallel_tool_calls") is not False,
    )


def output_schema(form: dict[str, Any] | None) -> dict[str, Any] | None:
    """The schema that a `response_format` asks for; JSON mode is any object."""
    kind = (form or {}).get("type")
    if form and kind == "json_schema":
        schema: dict[str, Any] = form["json_schema"].get("schema") or {"type": "object"}
        return schema
    return {"type": "object"} if kind == "json_object" else None


def _said(messages: list[dict[str, Any]]) -> Iterator[Said]:
    names: dict[str, str] = {}
    for message in messages:
        role = message["role"]
        for tool_call in message.get("tool_calls") or []:
            names[tool_call["id"]] = tool_call["function"]["name"]
        text, images = _content(message.get("content"))
        if role == "tool":
            yield Said(kind="result", text=text, images=images, name=names.get(message["tool_call_id"], ""))
        elif role in {"user", "assistant"}:
            yield Said(kind=role, text=text, images=images)


def _content(content: Any) -> tuple[str, tuple[bytes, ...]]:
    if content is None or isinstance(content, str):
        return content or "", ()
    texts = [part.get("text") or part.get("refusal") or "" for part in content if part["type"] in {"text", "refusal"}]
    images = [openai_shapes.read_image(p["image_url"]["url"], "") for p in content if p["type"] == "image_url"]
    return "\n".join(texts), tuple(images)


def message_tokens(message: dict[str, Any]) -> int:
    """Tokens of one message of a prompt."""
    content = message.get("content")
    if isinstance(content, list):
        # An image costs its tiles, not its base64 text.
        bare = [part if part["type"] == "text" else part["type"] for part in content]
        pictures = sum(85 for part in content if part["type"] == "image_url")
        return tokens_of_json({**message, "content": bare}) + pictures
    return tokens_of(content or "") + tokens_of_json(message.get("tool_calls") or "") + _MESSAGE_OVERHEAD


def _message(call: InferenceCall, answer: Answer) -> dict[str, Any]:
    message: dict[str, Any] = {
        "annotations": [],
        "content": answer.text if answer.text or not answer.calls else None,
        "refusal": None,
        "role": "assistant",
    }
    if answer.calls:
        message["tool_calls"] = [
            {
                "function": {"arguments": json.dumps(made.arguments, ensure_ascii=False), "name": made.name},
                "id": call.desk.new_id("call_"),
                "type": "function",
            }
            for made in answer.calls
        ]
    return message


def _finish(body: dict[str, Any], answer: Answer) -> str:
    # OpenAI says "stop" when the caller itself named the function.
    named = isinstance(body.get("tool_choice"), dict)
    return "stop" if named and answer.stop == "tool" else _STOPS[answer.stop]


def answer_tokens(answer: Answer) -> int:
    """Tokens of what is said and called, without thoughts."""
    return tokens_of(answer.text) + sum(tokens_of(c.name) + tokens_of_json(c.arguments) for c in answer.calls)


def usage(prompt: int, cached: int, answer: Answer) -> dict[str, Any]:
    """Usage in which cached tokens are part of the prompt's."""
    reasoning = tokens_of(answer.thinking)
    completion = max(answer_tokens(answer) + reasoning, 1)
    return {
        "completion_tokens": completion,
        "completion_tokens_details": {
            "accepted_prediction_tokens": 0,
            "audio_tokens": 0,
            "reasoning_tokens": reasoning,
            "rejected_prediction_tokens": 0,
        },
        "prompt_tokens": prompt,
        "prompt_tokens_details": {"audio_tokens": 0, "cached_tokens": cached},
        "total_tokens": prompt + completion,
    }


def _events(
    body: dict[str, Any], head: dict[str, Any], message: dict[str, Any], answer: Answer, used: dict[str, Any]
) -> list[Event]:
    head = {**head, "object": "chat.completion.chunk"}
    first = {"choices": [], "created": 0, "id": "", "model": "", "object": ""}
    events: list[Event] = [{**first, "prompt_filter_results": _PROMPT_FILTER}]
    for index in range(body.get("n") or 1):
        for delta in _deltas(message):
            shown = _SAFE if delta.get("content") else {}
            events.append(_chunk(head, index, delta, shown, None))
        events.append(_chunk(head, index, {}, {}, _finish(body, answer)))
    if (body.get("stream_options") or {}).get("include_usage"):
        events.append({"choices": [], **head, "usage": used})
    return [*events, "[DONE]"]


def _chunk(head: dict[str, Any], index: int, delta: dict[str, Any], shown: Any, finish: str | None) -> dict[str, Any]:
    choice = {
        "content_filter_results": shown,
        "delta": delta,
        "finish_reason": finish,
        "index": index,
        "logprobs": None,
    }
    return {"choices": [choice], **head, "usage": None}


def _deltas(message: dict[str, Any]) -> Iterator[dict[str, Any]]:
    calls = message.get("tool_calls") or []
    opening = {"content": None if calls and not message["content"] else "", "refusal": None, "role": "assistant"}
    text = message["content"] or ""
    if text or not calls:
        yield opening
        for piece in pieces(text):
            yield {"content": piece}
    for index, made in enumerate(calls):
        function = {"arguments": "", "name": made["function"]["name"]}
        begun = {"tool_calls": [{"function": function, "id": made["id"], "index": index, "type": "function"}]}
        yield {**opening, **begun} if index == 0 and not text else begun
        arguments = made["function"]["arguments"]
        for at in range(0, len(arguments), _FRAGMENT):
            fragment = {"arguments": arguments[at : at + _FRAGMENT]}
            yield {"tool_calls": [{"function": fragment, "index": index}]}
