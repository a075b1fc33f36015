"""The orchestration service's stream: OpenAI's chunks inside an envelope, with habits of their own."""

from __future__ import annotations

import msgspec

from aicore_tray.dialects import chat_completions_stream
from aicore_tray.dialects.answer import Event, FinishReason, ThinkingDelta, ThinkingDone, Usage
from aicore_tray.dialects.conversation import Json, Origin
from aicore_tray.dialects.errors import truncated, upstream_error
from aicore_tray.dialects.orchestration_requests import signature_of
from aicore_tray.dialects.reading import counted
from aicore_tray.dialects.sse import DONE


def read_usage(usage: object, *, cached_apart: bool) -> Usage:
    """Return the counts; whether `prompt_tokens` hold the cached ones depends on the vendor."""
    prompt = counted(usage, "prompt_tokens")
    cached = counted(usage, "prompt_tokens_details", "cached_tokens")
    written = counted(usage, "prompt_tokens_details", "cache_creation_tokens")
    return Usage(
        input=prompt if cached_apart else max(0, prompt - cached - written),
        cache_read=cached,
        cache_write=written,
        output=counted(usage, "completion_tokens"),
        reasoning=counted(usage, "completion_tokens_details", "reasoning_tokens"),
    )


class _Envelope(msgspec.Struct):
    """What is read of an event; `intermediate_results`, which echo the prompt, are not even decoded."""

    final_result: Json | None = None
    orchestration_result: Json | None = None


_envelopes = msgspec.json.Decoder(_Envelope)


class Reader(chat_completions_stream.Reader):
    """Reads one stream.

    Its first event tells of the modules before the model and holds no answer. A finish_reason is "" until there is
    one; "length" may stand between thinking and answer, so that it is the end only where nothing can follow.
    Reasoning is a list, whose proof comes with its last piece.
    """

    def __init__(self, vendor: Origin | None, *, cached_apart: bool) -> None:
        super().__init__()
        self._vendor = vendor
        self._cached_apart = cached_apart
        self._thinking = False
        self._told_all = False

    def feed(self, payload: bytes) -> list[Event]:
        if payload == DONE:
            self._told_all = True
            return self.end()
        envelope = _envelopes.decode(payload)
        chunk = envelope.final_result or envelope.orchestration_result
        if chunk is None:
            return self.fail(upstream_error(200, payload))
        if not chunk.get("id") and not chunk.get("model"):
            chunk = {key: value for key, value in chunk.items() if key != "choices" or _says_something(value)}
        return self.read(chunk)

    def end(self) -> list[Event]:
        if self._finish is FinishReason.LENGTH and not self._told_all:
            return [] if self._ended else self.fail(truncated())
        return super().end()

    def read_usage(self, usage: Json) -> Usage:
        self._told_all = True  # counts come with the very last chunk
        return read_usage(usage, cached_apart=self._cached_apart)

    def read_reasoning(self, delta: Json, events: list[Event]) -> None:
        for item in delta.get("reasoning_content") or ():
            if text := item.get("content"):
                self._thinking = True
                events.append(ThinkingDelta(text))
            if signature := item.get("signature"):
                self._thinking = False
                proof = signature if self._vendor else ""
                events.append(ThinkingDone(signature=proof, origin=self._vendor))
        if self._thinking and (delta.get("content") or delta.get("tool_calls")):
            self._thinking = False
            events.append(ThinkingDone())

    def signature_of(self, call_id: str) -> str:
        return signature_of(call_id) if self._vendor is Origin.GEMINI else ""


def _says_something(choices: object) -> bool:
    return isinstance(choices, list) and any(
        choice.get("finish_reason") or any((choice.get("delta") or {}).values()) for choice in choices
    )
