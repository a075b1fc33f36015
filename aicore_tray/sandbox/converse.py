"""Amazon Nova on Bedrock, `/converse` and `/converse-stream`: reads the request, lets the model answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from aicore_tray.sandbox import converse_rules
from aicore_tray.sandbox.converse_shapes import failure
from aicore_tray.sandbox.endpoint import Desk, Endpoint, InferenceCall, Reply, Stream, Whole
from aicore_tray.sandbox.estimates import canonical, tokens_of, tokens_of_json
from aicore_tray.sandbox.framing import Event
from aicore_tray.sandbox.gist import Answer, Gist, Said, Tool
from aicore_tray.sandbox.images import decode_base64
from aicore_tray.sandbox.model import pieces
from aicore_tray.sandbox.prompt_cache import Block, CacheUse

_STOPS = {"end": "end_turn", "tool": "tool_use", "length": "max_tokens", "stop_sequence": "stop_sequence"}
_FRAGMENT = 14  # characters of a call's input in one event
_STREAM_ERRORS = {
    400: ("validationException", "The request is not valid."),
    429: ("throttlingException", "Too many tokens, please wait before trying again."),
    503: ("serviceUnavailableException", "The service is temporarily unavailable."),
    424: ("modelStreamErrorException", "The model broke off its answer."),
}


def _answer(call: InferenceCall) -> Reply:
    body = call.body
    converse_rules.check(call.facts, body, call.desk.signer)
    blocks = list(_cache_blocks(body))
    prompt = sum(tokens_of_json(block.content) for block in blocks)
    converse_rules.check_length(call.facts, prompt)
    cache = call.desk.cache.explicit(call.owner, blocks, call.facts.cache_minimum)
    answer = call.desk.model.answer(_gist(call))
    content = list(_content(call.desk, answer))
    used = _usage(prompt, cache, answer)
    if call.path.endswith("-stream"):
        return Stream(_events(content, _STOPS[answer.stop], used), named=True)
    return Whole(
        {
            "metrics": {"latencyMs": 431},
            "output": {"message": {"content": content, "role": "assistant"}},
            "stopReason": _STOPS[answer.stop],
            "usage": used,
        }
    )


def _stream_failure(status: int) -> list[Event]:
    name, message = _STREAM_ERRORS.get(status, ("internalServerException", "The server had an error."))
    return [{name: {"message": message}}]


CONVERSE = Endpoint(answer=_answer, failure=failure, stream_failure=_stream_failure)


def _gist(call: InferenceCall) -> Gist:
    body = call.body
    config = body.get("inferenceConfig") or {}
    tool_config = body.get("toolConfig") or {}
    choice = tool_config.get("toolChoice") or {"auto": {}}
    specs = [tool["toolSpec"] for tool in tool_config.get("tools") or [] if "toolSpec" in tool]
    thinking = (body.get("additionalModelRequestFields") or {}).get("reasoningConfig") or {}
    return Gist(
        model=call.facts.title,
        conversation=tuple(_said(body["messages"])),
        tools=tuple(
            Tool(name=spec["name"], description=spec.get("description") or "", schema=spec["inputSchema"]["json"])
            for spec in specs
        ),
        forced="any" if "any" in choice else (choice.get("tool") or {}).get("name"),
        thinks=thinking.get("type") == "enabled",
        budget=config.get("maxTokens"),
        stops=tuple(config.get("stopSequences") or ()),
    )


def _said(messages: list[dict[str, Any]]) -> Iterator[Said]:
    names: dict[str, str] = {}
    for message in messages:
        for block in message["content"]:
            if use := block.get("toolUse"):
                names[use["toolUseId"]] = use["name"]
            if result := block.get("toolResult"):
                text, images = _text_and_images(result["content"])
                yield Said(kind="result", text=text, images=images, name=names.get(result["toolUseId"], ""))
        text, images = _text_and_images(message["content"])
        if text or images or message["role"] == "assistant":
            yield Said(kind=message["role"], text=text, images=images)


def _text_and_images(content: list[dict[str, Any]]) -> tuple[str, tuple[bytes, ...]]:
    texts = [block["text"] if "text" in block else canonical(block["json"])
             for block in content if "text" in block or "json" in block]  # fmt: skip
    data = [decode_base64(block["image"]["source"]["bytes"]) for block in content if "image" in block]
    return "\n".join(texts), tuple(image for image in data if image is not None)


def _cache_blocks(body: dict[str, Any]) -> Iterator[Block]:
    """The prompt in caching order: tools, system, messages; a breakpoint marks the block before it."""
    held: Any = None
    for role, part in _parts(body):
        if "cachePoint" in part:
            if held is not None:
                yield Block(held, "5m")
            held = None
            continue
        if held is not None:
            yield Block(held)
        # A picture costs its tiles, not its base64 text.
        held = [role, {"image": hash(part["image"]["source"]["bytes"])} if "image" in part else part]
    if held is not None:
        yield Block(held)


def _parts(body: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for tool in (body.get("toolConfig") or {}).get("tools") or []:
        yield "tool", tool
    for part in body.get("system") or []:
        yield "system", part
    for message in body["messages"]:
        for part in message["content"]:
            yield message["role"], part


def _content(desk: Desk, answer: Answer) -> Iterator[dict[str, Any]]:
    if answer.thinking:
        signature = desk.signer.sign("reasoning", answer.thinking)
        yield {"reasoningContent": {"reasoningText": {"text": answer.thinking, "signature": signature}}}
    if answer.text:
        yield {"text": answer.text}
    for made in answer.calls:
        yield {"toolUse": {"toolUseId": desk.new_id("tooluse_", 22), "name": made.name, "input": made.arguments}}


def _usage(prompt: int, cache: CacheUse, answer: Answer) -> dict[str, int]:
    written = tokens_of(answer.thinking) + tokens_of(answer.text)
    written += sum(tokens_of(made.name) + tokens_of_json(made.arguments) for made in answer.calls)
    fresh, written = max(prompt - cache.read - cache.created, 1), max(written, 1)
    return {
        "cacheReadInputTokens": cache.read,
        "cacheWriteInputTokens": cache.created,
        "inputTokens": fresh,
        "outputTokens": written,
        "totalTokens": fresh + cache.read + cache.created + written,
    }


def _events(content: list[dict[str, Any]], stop: str, used: dict[str, int]) -> list[Event]:
    events: list[Event] = [{"messageStart": {"role": "assistant"}}]
    for index, block in enumerate(content):
        if use := block.get("toolUse"):
            begun = {"toolUse": {"toolUseId": use["toolUseId"], "name": use["name"]}}
            events.append({"contentBlockStart": {"start": begun, "contentBlockIndex": index}})
        events += [{"contentBlockDelta": {"delta": delta, "contentBlockIndex": index}} for delta in _deltas(block)]
        events.append({"contentBlockStop": {"contentBlockIndex": index}})
    events.append({"messageStop": {"stopReason": stop, "additionalModelResponseFields": None}})
    return [*events, {"metadata": {"usage": used, "metrics": {"latencyMs": 431}}}]


def _deltas(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "text" in block:
        yield from ({"text": piece} for piece in pieces(block["text"]))
    elif "reasoningContent" in block:
        shown = block["reasoningContent"]["reasoningText"]
        yield from ({"reasoningContent": {"text": piece}} for piece in pieces(shown["text"]))
        yield {"reasoningContent": {"signature": shown["signature"]}}
    else:
        text = json.dumps(block["toolUse"]["input"], ensure_ascii=False)
        for at in range(0, len(text), _FRAGMENT):
            yield {"toolUse": {"input": text[at : at + _FRAGMENT]}}
