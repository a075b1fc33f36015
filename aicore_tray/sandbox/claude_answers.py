"""What Claude on Bedrock says: message bodies, stream events, usage, errors."""

from __future__ import annotations

import json
from typing import Any

from aicore_tray.sandbox.endpoint import Desk
from aicore_tray.sandbox.estimates import tokens_of, tokens_of_json
from aicore_tray.sandbox.framing import Event
from aicore_tray.sandbox.gist import Answer
from aicore_tray.sandbox.model import pieces
from aicore_tray.sandbox.model_facts import ModelFacts
from aicore_tray.sandbox.prompt_cache import CacheUse

_STOPS = {"end": "end_turn", "tool": "tool_use", "length": "max_tokens", "stop_sequence": "stop_sequence"}
_FRAGMENT = 12  # characters of tool arguments in one delta
_STREAM_ERRORS = {
    429: {"type": "error", "message": "ThrottlingException: Too many tokens, please wait before trying again."},
    503: {"type": "error", "message": "ServiceUnavailableException: The service is temporarily unavailable."},
}
OVERLOADED = {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}


def content_blocks(desk: Desk, answer: Answer, *, omit_thinking: bool) -> list[dict[str, Any]]:
    """The answer as Anthropic content blocks; omitted thinking leaves its signature behind."""
    blocks: list[dict[str, Any]] = []
    if answer.thinking:
        shown = "" if omit_thinking else answer.thinking
        blocks.append({"type": "thinking", "thinking": shown, "signature": desk.signer.sign("thinking", shown)})
    if answer.text:
        blocks.append({"type": "text", "text": answer.text})
    blocks += [
        {"type": "tool_use", "id": desk.new_id("toolu_bdrk_01", 22), "name": call.name, "input": call.arguments}
        for call in answer.calls
    ]
    return blocks


def usage(prompt: int, cache: CacheUse, answer: Answer) -> dict[str, Any]:
    """Usage in which cached tokens are no part of `input_tokens`."""
    written = tokens_of(answer.thinking) + tokens_of(answer.text)
    written += sum(tokens_of(call.name) + tokens_of_json(call.arguments) for call in answer.calls)
    return {
        "input_tokens": max(prompt - cache.read - cache.created, 1),
        "cache_creation_input_tokens": cache.created,
        "cache_read_input_tokens": cache.read,
        "cache_creation": {
            "ephemeral_5m_input_tokens": cache.written["5m"],
            "ephemeral_1h_input_tokens": cache.written["1h"],
        },
        "output_tokens": max(written, 1),
    }


def message(
    desk: Desk, facts: ModelFacts, answer: Answer, blocks: list[dict[str, Any]], used: dict[str, Any]
) -> dict[str, Any]:
    """The whole message."""
    return {
        "id": desk.new_id("msg_bdrk_01", 22),
        "type": "message",
        "role": "assistant",
        "model": facts.vendor_name,
        "content": blocks,
        "stop_reason": _STOPS[answer.stop],
        "stop_sequence": answer.stop_sequence,
        "usage": used,
    }


def stream_events(whole: dict[str, Any]) -> list[Event]:
    """The same message as events; the last one carries Bedrock's metrics."""
    used = whole["usage"]
    start = {**whole, "content": [], "stop_reason": None, "stop_sequence": None, "usage": {**used, "output_tokens": 1}}
    events: list[Event] = [{"type": "message_start", "message": start}]
    for index, block in enumerate(whole["content"]):
        empty, deltas = _block_deltas(block)
        events.append({"type": "content_block_start", "index": index, "content_block": empty})
        events += [{"type": "content_block_delta", "index": index, "delta": delta} for delta in deltas]
        events.append({"type": "content_block_stop", "index": index})
    stopped = {"stop_reason": whole["stop_reason"], "stop_sequence": whole["stop_sequence"]}
    events.append({"type": "message_delta", "delta": stopped, "usage": {"output_tokens": used["output_tokens"]}})
    metrics = {
        "inputTokenCount": used["input_tokens"],
        "outputTokenCount": used["output_tokens"],
        "invocationLatency": 812,
        "firstByteLatency": 431,
        "cacheReadInputTokenCount": used["cache_read_input_tokens"],
        "cacheWriteInputTokenCount": used["cache_creation_input_tokens"],
    }
    events.append({"type": "message_stop", "amazon-bedrock-invocationMetrics": metrics})
    return events


def _block_deltas(block: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    if block["type"] == "text":
        return {"type": "text", "text": ""}, [{"type": "text_delta", "text": part} for part in pieces(block["text"])]
    if block["type"] == "thinking":
        thoughts = [{"type": "thinking_delta", "thinking": part} for part in pieces(block["thinking"])]
        signed = {"type": "signature_delta", "signature": block["signature"]}
        return {"type": "thinking", "thinking": "", "signature": ""}, [*thoughts, signed]
    text = json.dumps(block["input"], ensure_ascii=False)
    fragments = ["", *(text[at : at + _FRAGMENT] for at in range(0, len(text), _FRAGMENT))]
    if not block["input"]:
        fragments = [""]
    return {**block, "input": {}}, [{"type": "input_json_delta", "partial_json": part} for part in fragments]


def failure(_status: int, text: str) -> dict[str, Any]:
    """Bedrock's error body."""
    return {"message": text}


def stream_failure(status: int) -> list[Event]:
    """An error inside a stream that began as a 200."""
    return [_STREAM_ERRORS.get(status, OVERLOADED)]
