"""Claude on Bedrock, `/invoke` and `/invoke-with-response-stream`: reads the request, lets the model answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aicore_tray.sandbox import claude_answers, claude_rules
from aicore_tray.sandbox.endpoint import Endpoint, InferenceCall, Reply, Stream, Whole
from aicore_tray.sandbox.gist import Gist, Said, Tool
from aicore_tray.sandbox.images import decode_base64
from aicore_tray.sandbox.prompt_cache import Block

_FORCED = {"auto": None, "any": "any", "none": "none"}
_INTERLEAVED = "interleaved-thinking-2025-05-14"
_TOOL_OVERHEAD = 300  # tokens that Anthropic adds once when tools are offered


def _answer(call: InferenceCall) -> Reply:
    body = call.body
    claude_rules.check(call.facts, body, call.desk.signer)
    blocks = list(cache_blocks(body))
    prompt = sum(block.tokens for block in blocks)
    claude_rules.check_length(call.facts, body, prompt)
    cache = call.desk.cache.explicit(call.owner, blocks, call.facts.cache_minimum)
    answer = call.desk.model.answer(_gist(call))
    thinking = body.get("thinking") or {}
    omit = call.facts.omits_thinking and thinking.get("display") != "summarized"
    content = claude_answers.content_blocks(
        call.desk, answer, omit_thinking=omit or thinking.get("display") == "omitted"
    )
    overhead = _TOOL_OVERHEAD if body.get("tools") else 0
    used = claude_answers.usage(prompt + overhead, cache, answer)
    whole = claude_answers.message(call.desk, call.facts, answer, content, used)
    return Stream(claude_answers.stream_events(whole)) if "stream" in call.path else Whole(whole)


INVOKE = Endpoint(answer=_answer, failure=claude_answers.failure, stream_failure=claude_answers.stream_failure)


def _gist(call: InferenceCall) -> Gist:
    body = call.body
    choice = body.get("tool_choice") or {"type": "auto"}
    form = (body.get("output_config") or {}).get("format") or {}
    said = tuple(_said(body["messages"]))
    return Gist(
        model=call.facts.title,
        conversation=said,
        tools=tuple(
            Tool(name=tool["name"], description=tool.get("description") or "", schema=tool.get("input_schema") or {})
            for tool in body.get("tools") or []
        ),
        forced=choice.get("name") if choice["type"] == "tool" else _FORCED[choice["type"]],
        schema=form.get("schema"),
        thinks=_thinks(body, said),
        budget=body["max_tokens"],
        stops=tuple(body.get("stop_sequences") or ()),
        parallel=not choice.get("disable_parallel_tool_use", False),
    )


def _thinks(body: dict[str, Any], said: tuple[Said, ...]) -> bool:
    kind = (body.get("thinking") or {}).get("type")
    if kind == "adaptive" or _INTERLEAVED in (body.get("anthropic_beta") or []):
        return kind in {"adaptive", "enabled"}
    # Without interleaving it thinks once, before the turn's first tool call.
    return kind == "enabled" and said[-1].kind != "result"


def _said(messages: list[dict[str, Any]]) -> Iterator[Said]:
    names: dict[str, str] = {}
    for message in messages:
        content = message["content"]
        blocks = [{"type": "text", "text": content}] if isinstance(content, str) else content
        for block in blocks:
            if block["type"] == "tool_use":
                names[block["id"]] = block["name"]
            if block["type"] == "tool_result":
                text, images = _text_and_images(block.get("content") or "")
                yield Said(kind="result", text=text, images=images, name=names.get(block["tool_use_id"], ""))
        text, images = _text_and_images(blocks)
        if text or images or message["role"] == "assistant":
            yield Said(kind=message["role"], text=text, images=images)


def _text_and_images(content: str | list[dict[str, Any]]) -> tuple[str, tuple[bytes, ...]]:
    if isinstance(content, str):
        return content, ()
    texts = [block["text"] for block in content if block["type"] == "text"]
    data = [decode_base64(block["source"]["data"]) for block in content if block["type"] == "image"]
    return "\n".join(texts), tuple(image for image in data if image is not None)


def cache_blocks(body: dict[str, Any]) -> Iterator[Block]:
    """The prompt in caching order: tools, system, messages."""
    for tool in body.get("tools") or []:
        yield _block("tool", tool)
    system = body.get("system") or []
    for part in [{"type": "text", "text": system}] if isinstance(system, str) else system:
        yield _block("system", part)
    for message in body["messages"]:
        content = message["content"]
        for part in [{"type": "text", "text": content}] if isinstance(content, str) else content:
            yield _block(message["role"], part)


def _block(role: str, part: dict[str, Any]) -> Block:
    mark = part.get("cache_control")
    bare = {key: value for key, value in part.items() if key != "cache_control"}
    if part.get("type") == "image":
        bare = {"type": "image", "data": hash(part["source"].get("data"))}
    return Block([role, bare], (mark.get("ttl") or "5m") if mark else None)
