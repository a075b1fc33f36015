"""Anthropic Messages as a stream: read, written and forwarded.

Every `content_block_start` has its stop, or Claude Code shows an empty answer with exit status 0; no event types but
Anthropic's own, or the AI SDK fails.
"""

from __future__ import annotations

import json
from typing import Any, Literal

import msgspec

from aicore_tray.dialects.answer import (
    Event,
    Failed,
    Finished,
    FinishReason,
    Started,
    TextDelta,
    ThinkingDelta,
    ThinkingDone,
    ThinkingStarted,
    ToolCallDelta,
    ToolCallDone,
    ToolCallStarted,
    Usage,
    UsageReported,
)
from aicore_tray.dialects.conversation import Json, Origin, Thinking
from aicore_tray.dialects.dialect import Asked, new_id
from aicore_tray.dialects.errors import ApiError, truncated, upstream_error, upstream_message
from aicore_tray.dialects.signatures import wrap
from aicore_tray.dialects.sse import as_list, named, read_alike, text_field
from aicore_tray.dialects.sse import event as sse_event

STOP_REASONS = {
    "end_turn": FinishReason.STOP,
    "max_tokens": FinishReason.LENGTH,
    "model_context_window_exceeded": FinishReason.LENGTH,
    "stop_sequence": FinishReason.STOP_SEQUENCE,
    "tool_use": FinishReason.TOOL_CALLS,
    "pause_turn": FinishReason.STOP,
    "refusal": FinishReason.REFUSAL,
}
STOP_REASONS_OUT = {
    FinishReason.STOP: "end_turn",
    FinishReason.LENGTH: "max_tokens",
    FinishReason.STOP_SEQUENCE: "stop_sequence",
    FinishReason.TOOL_CALLS: "tool_use",
    FinishReason.CONTENT_FILTER: "refusal",
    FinishReason.REFUSAL: "refusal",
}
METRICS = "amazon-bedrock-invocationMetrics"


def read_usage(usage: object, before: Usage | None = None) -> Usage:
    """Return Anthropic's counts, which exclude each other as ours do; what `usage` leaves out stays as `before`."""
    before = before or Usage()
    if not isinstance(usage, dict):
        return before

    def count(key: str, known: int) -> int:
        value = usage.get(key)
        return value if isinstance(value, int) else known

    details = usage.get("output_tokens_details")
    thinking = details.get("thinking_tokens") if isinstance(details, dict) else None
    return Usage(
        input=count("input_tokens", before.input),
        cache_read=count("cache_read_input_tokens", before.cache_read),
        cache_write=count("cache_creation_input_tokens", before.cache_write),
        output=count("output_tokens", before.output),
        reasoning=thinking if isinstance(thinking, int) else before.reasoning,
    )


def write_usage(usage: Usage) -> Json:
    return {
        "input_tokens": usage.input,
        "cache_creation_input_tokens": usage.cache_write,
        "cache_read_input_tokens": usage.cache_read,
        "cache_creation": {"ephemeral_5m_input_tokens": usage.cache_write, "ephemeral_1h_input_tokens": 0},
        "output_tokens": usage.output,
        "output_tokens_details": {"thinking_tokens": usage.reasoning},
        "server_tool_use": None,
        "service_tier": "standard",
        "inference_geo": None,
    }


def error_event(error: ApiError) -> bytes:
    return sse_event(json.dumps(error.as_anthropic(), ensure_ascii=False).encode(), "error")


def _delta_usage(usage: Usage) -> Json:
    """Return the counts as they end a stream, which tells the rest at its beginning."""
    told = write_usage(usage)
    return {key: value for key, value in told.items() if key.endswith(("_tokens", "_tokens_details"))}


def metrics_usage(metrics: object, before: Usage) -> Usage:
    """Return Bedrock's own counts, which end a stream, where the events before them told no output."""
    if not isinstance(metrics, dict) or before.output:
        return before
    return read_usage(
        {
            "input_tokens": metrics.get("inputTokenCount"),
            "output_tokens": metrics.get("outputTokenCount"),
            "cache_read_input_tokens": metrics.get("cacheReadInputTokenCount"),
            "cache_creation_input_tokens": metrics.get("cacheWriteInputTokenCount"),
        },
        before,
    )


class Reader:
    """Reads Claude's stream."""

    def __init__(self) -> None:
        self._usage = Usage()
        self._kinds: dict[int, str] = {}
        self._signatures: dict[int, str] = {}
        self._finish: Finished | None = None
        self._stopped = False
        self._failed = False

    def feed(self, payload: bytes) -> list[Event]:
        data: Json = msgspec.json.decode(payload)
        match data.get("type"):
            case "message_start":
                message = data.get("message") or {}
                self._usage = read_usage(message.get("usage"))
                return [Started(id=message.get("id") or "", model=message.get("model") or "", usage=self._usage)]
            case "content_block_start":
                return self._block_start(data["index"], data["content_block"])
            case "content_block_delta":
                return self._delta(data["index"], data["delta"])
            case "content_block_stop":
                return self._block_stop(data["index"])
            case "message_delta":
                self._usage = read_usage(data.get("usage"), self._usage)
                delta = data.get("delta") or {}
                if reason := delta.get("stop_reason"):
                    self._finish = Finished(
                        reason=STOP_REASONS.get(reason, FinishReason.STOP),
                        stop_sequence=delta.get("stop_sequence") or "",
                    )
                return [UsageReported(self._usage)]
            case "message_stop":
                self._stopped = True
                self._usage = metrics_usage(data.get(METRICS), self._usage)
                return [UsageReported(self._usage), self._finish or Finished(reason=FinishReason.STOP)]
            case "error":
                self._failed = True
                return [Failed(upstream_error(200, data))]
            case None if upstream_message(data):  # a layer below Claude speaks, in a shape of its own
                self._failed = True
                return [Failed(upstream_error(200, data))]
        return []

    def _block_start(self, index: int, block: Json) -> list[Event]:
        kind = self._kinds[index] = block.get("type", "")
        if kind == "tool_use":
            return [ToolCallStarted(index=index, id=block.get("id", ""), name=block.get("name", ""))]
        if kind == "redacted_thinking":
            self._signatures[index] = block.get("data", "")
        if kind == "text" and block.get("text"):
            return [TextDelta(block["text"])]
        return []

    def _delta(self, index: int, delta: Json) -> list[Event]:
        match delta.get("type"):
            case "text_delta":
                return [TextDelta(delta["text"])]
            case "input_json_delta" if self._kinds.get(index) == "tool_use":
                return [ToolCallDelta(index, delta["partial_json"])] if delta["partial_json"] else []
            case "thinking_delta":
                return [ThinkingDelta(delta["thinking"])] if delta["thinking"] else []
            case "signature_delta":
                self._signatures[index] = self._signatures.get(index, "") + delta["signature"]
        return []

    def _block_stop(self, index: int) -> list[Event]:
        match self._kinds.get(index):
            case "tool_use":
                return [ToolCallDone(index)]
            case "thinking" | "redacted_thinking" as kind:
                signature = self._signatures.get(index, "")
                origin = Origin.ANTHROPIC if signature else None
                redacted = kind == "redacted_thinking"
                return [ThinkingDone(signature=signature, origin=origin, redacted=redacted)]
        return []

    def end(self) -> list[Event]:
        return [] if self._stopped or self._failed else [Failed(truncated())]


def shows_thinking(asked: Asked) -> bool:
    """Whether the client asked for thinking; others would not know what to do with the blocks."""
    reasoning = asked.conversation.reasoning
    return reasoning is not None and reasoning.enabled and (reasoning.carry or bool(reasoning.summary))


class Writer:
    """Writes a stream that Anthropic's clients take for Claude's own.

    Claude's blocks never overlap. Other vendors may mix the fragments of parallel calls: what comes while a call's
    block is open, and belongs to another one, waits until it is closed.
    """

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._names = asked.tool_names
        self._shows_thinking = shows_thinking(asked)
        self._started = False
        self._index = -1
        self._open = ""  # the kind of the open text or thinking block
        self._thinking: list[str] = []
        self._call: int | None = None  # the reader's index of the call whose block is open
        self._waiting: list[Event] = []
        self._usage = Usage()

    def feed(self, event: Event) -> bytes:
        match event:
            case Started():
                return self._start(event)
            case UsageReported():
                self._usage = event.usage
                return b""
            case Finished():
                return self._finish(event)
            case Failed():
                return error_event(event.error)
            case ToolCallDelta() | ToolCallDone() if event.index == self._call:
                return self._write(event)
        if self._call is not None:
            self._waiting.append(event)
            return b""
        return self._write(event)

    def _write(self, event: Event) -> bytes:
        match event:
            case TextDelta():
                return self._block_delta("text", {"type": "text_delta", "text": event.text}) if event.text else b""
            case ThinkingStarted():
                return b""
            case ThinkingDelta() | ThinkingDone() if not self._shows_thinking:
                return b""
            case ThinkingDelta():
                out = self._block_delta("thinking", {"type": "thinking_delta", "thinking": event.text})
                self._thinking.append(event.text)
                return out
            case ThinkingDone():
                return self._thinking_done(event)
            case ToolCallStarted():
                name = self._names.offered(event.name).name
                block = {"type": "tool_use", "id": event.id or new_id("toolu_"), "name": name, "input": {}}
                self._call = event.index
                return self._start_block(block)
            case ToolCallDelta() if event.index == self._call:
                delta = {"type": "input_json_delta", "partial_json": event.arguments}
                return _event({"type": "content_block_delta", "index": self._index, "delta": delta})
            case ToolCallDone() if event.index == self._call:
                return self._call_done()
        raise ValueError(f"a part of the stream belongs to nothing that was begun: {event}")

    def _call_done(self) -> bytes:
        self._call = None
        out = _event({"type": "content_block_stop", "index": self._index})
        waiting, self._waiting = self._waiting, []
        return out + b"".join([self.feed(event) for event in waiting])

    def _start(self, event: Started) -> bytes:
        if self._started:
            return b""
        self._started = True
        message: Json = {
            "id": event.id if event.id.startswith("msg_") else new_id("msg_"),
            "type": "message",
            "role": "assistant",
            "model": event.model or self._asked.model,
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": write_usage(event.usage or Usage()),
        }
        return _event({"type": "message_start", "message": message})

    def _start_block(self, block: Json) -> bytes:
        out = self._start(Started()) + self._stop_block()
        self._index += 1
        return out + _event({"type": "content_block_start", "index": self._index, "content_block": block})

    def _stop_block(self) -> bytes:
        if not self._open:
            return b""
        self._open, self._thinking = "", []
        return _event({"type": "content_block_stop", "index": self._index})

    def _block_delta(self, kind: str, delta: Json) -> bytes:
        out = b""
        if self._open != kind:
            empty: Json = {"type": kind, kind: ""}
            out = self._start_block(empty | ({"signature": ""} if kind == "thinking" else {}))
            self._open = kind
        return out + _event({"type": "content_block_delta", "index": self._index, "delta": delta})

    def _thinking_done(self, event: ThinkingDone) -> bytes:
        text, self._thinking = "".join(self._thinking), []
        part = Thinking(text=text, signature=event.signature, origin=event.origin, redacted=event.redacted, id=event.id)
        if part.redacted and part.origin is Origin.ANTHROPIC:
            out = self._start_block({"type": "redacted_thinking", "data": part.signature})
            return out + _event({"type": "content_block_stop", "index": self._index})
        if not text and not part.signature:
            return b""
        out = b""
        if self._open != "thinking":
            out = self._start_block({"type": "thinking", "thinking": "", "signature": ""})
            self._open = "thinking"
        if signature := wrap(part, Origin.ANTHROPIC):
            delta = {"type": "signature_delta", "signature": signature}
            out += _event({"type": "content_block_delta", "index": self._index, "delta": delta})
        return out + self._stop_block()

    def _finish(self, event: Finished) -> bytes:
        out = self._start(Started())
        while self._call is not None:
            out += self._call_done()
        out += self._stop_block()
        delta = {
            "stop_reason": STOP_REASONS_OUT[event.reason],
            "stop_sequence": event.stop_sequence or None,
        }
        out += _event({"type": "message_delta", "delta": delta, "usage": _delta_usage(self._usage)})
        return out + _event({"type": "message_stop"})


def _event(data: Json) -> bytes:
    return sse_event(msgspec.json.encode(data), data["type"])


class _Typed(msgspec.Struct):
    type: str = ""


_DELTA = "content_block_delta"
_TEXT = text_field("text", "thinking", "partial_json")


class _DeltaEvent(msgspec.Struct):
    type: Literal["content_block_delta"]


class Forwarder:
    """Forwards Claude's stream: adds the `event:` lines that SAP leaves out and keeps Bedrock's metrics to itself."""

    _peek = msgspec.json.Decoder(_Typed)
    _deltas = msgspec.json.Decoder(list[_DeltaEvent])

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self.content = False
        self.usage = Usage()
        self.finished = False
        self.error: ApiError | None = None

    def feed(self, payload: bytes) -> bytes:
        kind = self._peek.decode(payload).type
        match kind:
            case "content_block_start" | "content_block_delta":
                self.content = True
            case "message_start":
                message = _decode(payload).get("message")
                self.usage = read_usage(message.get("usage") if isinstance(message, dict) else None)
            case "message_delta":
                self.usage = read_usage(_decode(payload).get("usage"), self.usage)
            case "message_stop":
                self.content = self.finished = True
                self.usage = metrics_usage(_decode(payload).get(METRICS), self.usage)
                payload = b'{"type":"message_stop"}'
            case "error":
                return self._fail(upstream_error(200, payload))
            case "":  # a layer below Claude speaks, in a shape of its own
                error = upstream_error(200, payload)
                return self._fail(error) if upstream_message(_decode(payload)) else b""
        return sse_event(payload, kind)

    def feed_many(self, lines: bytes) -> bytes | None:
        alike = read_alike(lines, _TEXT)
        try:
            self._deltas.decode(as_list(lines if alike is None else alike.first))
        except msgspec.DecodeError:
            return None
        return named(lines, _DELTA) if alike is None else alike.named(_DELTA)

    def _fail(self, error: ApiError) -> bytes:
        self.error = error
        return error_event(error)

    def end(self) -> bytes:
        if self.finished or self.error is not None:
            return b""
        return self._fail(truncated())


def _decode(payload: bytes) -> dict[str, Any]:
    value: dict[str, Any] = msgspec.json.decode(payload)
    return value
