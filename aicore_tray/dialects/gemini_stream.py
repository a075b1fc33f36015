"""Gemini's generateContent as a client's stream: written, and forwarded.

Google's clients read each chunk as a whole GenerateContentResponse; a function call never comes in pieces.
"""

from __future__ import annotations

import json

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
from aicore_tray.dialects.errors import ApiError, ErrorKind, truncated, upstream_error
from aicore_tray.dialects.reading import counted, drop_nones
from aicore_tray.dialects.signatures import wrap_bytes
from aicore_tray.dialects.sse import event as sse_event
from aicore_tray.dialects.tool_names import arguments_object, custom_text

FINISH_REASONS_OUT = {
    FinishReason.STOP: "STOP",
    FinishReason.STOP_SEQUENCE: "STOP",
    FinishReason.TOOL_CALLS: "STOP",
    FinishReason.LENGTH: "MAX_TOKENS",
    FinishReason.CONTENT_FILTER: "SAFETY",
    FinishReason.REFUSAL: "STOP",  # its words stand in the text
}


def read_usage(usage: object) -> Usage:
    """Return Google's counts: promptTokenCount includes the cached, candidatesTokenCount excludes the thoughts."""
    cached, thoughts = counted(usage, "cachedContentTokenCount"), counted(usage, "thoughtsTokenCount")
    return Usage(
        input=max(0, counted(usage, "promptTokenCount") - cached),
        cache_read=cached,
        output=counted(usage, "candidatesTokenCount") + thoughts,
        reasoning=thoughts,
    )


def write_usage(usage: Usage) -> Json:
    """Return Google's counts."""
    return drop_nones(
        {
            "promptTokenCount": usage.prompt,
            "candidatesTokenCount": usage.output - usage.reasoning,
            "totalTokenCount": usage.total,
            "cachedContentTokenCount": usage.cache_read or None,
            "thoughtsTokenCount": usage.reasoning or None,
        }
    )


def shows_thinking(asked: Asked) -> bool:
    """Whether the client wants to see thoughts (`includeThoughts`)."""
    reasoning = asked.conversation.reasoning
    return reasoning is not None and bool(reasoning.summary)


def write_call(call_id: str, name: str, arguments: str, signature: str, asked: Asked) -> Json:
    """Return the part of a call, under the name that the client's tool has."""
    tool = asked.tool_names.offered(name)
    args = {"input": custom_text(arguments)} if tool.custom else arguments_object(arguments)
    part: Json = {"functionCall": {"id": call_id, "name": tool.name, "args": args}}
    return part | ({"thoughtSignature": signature} if signature else {})


def blocked_prompt(reason: str) -> ApiError:
    return ApiError(ErrorKind.CONTENT_FILTER, f"The prompt was blocked by Google's filters ({reason})")


def error_event(error: ApiError) -> bytes:
    return sse_event(json.dumps(error.as_google(), ensure_ascii=False).encode())


def tidied(payload: bytes) -> bytes:
    """Return an answer whose calls have ids, and the names that the client offered: some models prefix them."""
    if b'"functionCall"' not in payload:
        return payload
    body = msgspec.json.decode(payload)
    for candidate in body.get("candidates") or ():
        for part in (candidate.get("content") or {}).get("parts") or ():
            if isinstance(call := part.get("functionCall"), dict):
                part["functionCall"] = {"id": new_id("call_"), **call, "name": str(call["name"]).rpartition(":")[2]}
    return msgspec.json.encode(body)


class Writer:
    """Writes a stream that Google's clients take for Google's own."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._thoughts = shows_thinking(asked)
        self._head: Json = {}
        self._calls: dict[int, tuple[ToolCallStarted, list[str]]] = {}
        self._thought: list[str] = []
        self._usage = Usage()

    def feed(self, event: Event) -> bytes:
        match event:
            case Started():
                self._start(event)
                if event.usage is not None:
                    self._usage = event.usage
                return b""
            case TextDelta():
                return self._part({"text": event.text}) if event.text else b""
            case ThinkingDelta():
                self._thought.append(event.text)
                return self._part({"text": event.text, "thought": True}) if self._thoughts and event.text else b""
            case ThinkingDone():
                return self._thinking_done(event)
            case ToolCallStarted():
                self._calls[event.index] = (event, [])
                return b""
            case ToolCallDelta():
                self._calls[event.index][1].append(event.arguments)
                return b""
            case ToolCallDone():
                begun, pieces = self._calls.pop(event.index)
                return self._part(
                    write_call(begun.id, begun.name, "".join(pieces) or "{}", begun.signature, self._asked)
                )
            case UsageReported():
                self._usage = event.usage
                return b""
            case Finished():
                return self._chunk([{"text": ""}], FINISH_REASONS_OUT[event.reason])
            case Failed():
                return error_event(event.error)
            case ThinkingStarted():
                return b""

    def _start(self, event: Started) -> None:
        if not self._head:
            self._head = {
                "modelVersion": event.model or self._asked.model,
                "responseId": event.id or new_id("resp_"),
            }

    def _thinking_done(self, event: ThinkingDone) -> bytes:
        text, self._thought = "".join(self._thought), []
        if not self._thoughts or not event.signature:
            return b""
        whole = Thinking(
            text=text, signature=event.signature, origin=event.origin, redacted=event.redacted, id=event.id
        )
        return self._part({"text": "", "thought": True, "thoughtSignature": wrap_bytes(whole, Origin.GEMINI)})

    def _part(self, part: Json) -> bytes:
        return self._chunk([part])

    def _chunk(self, parts: list[Json], finish: str = "") -> bytes:
        self._start(Started())
        candidate: Json = {"content": {"role": "model", "parts": parts}, "index": 0}
        body: Json = {"candidates": [candidate], **self._head}
        if finish:
            candidate["finishReason"] = finish
            body["usageMetadata"] = write_usage(self._usage)
        return sse_event(msgspec.json.encode(body))


class Forwarder:
    """Forwards Vertex's stream; its end is a finishReason followed by the connection's end."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._finish_seen = False
        self.content = False
        self.usage = Usage()
        self.finished = False
        self.error: ApiError | None = None

    def feed(self, payload: bytes) -> bytes:
        if self.finished or self.error is not None:
            return b""
        if payload.startswith(b"["):  # as Vertex tells some errors
            payload = bytes(next(iter(_lists.decode(payload)), msgspec.Raw(b"{}")))
        chunk = _chunks.decode(payload)
        blocked = (chunk.feedback or {}).get("blockReason")
        if blocked or bytes(chunk.error) not in (b"", b"null"):
            self.error = blocked_prompt(str(blocked)) if blocked else upstream_error(200, payload)
            return error_event(self.error)
        if chunk.usage is not None:
            self.usage = read_usage(chunk.usage)
        for candidate in chunk.candidates or ():
            self._finish_seen = self._finish_seen or bool(candidate.finish)
            self.content = self.content or self._finish_seen or candidate.says_something
        return sse_event(tidied(payload))

    def feed_many(self, lines: bytes) -> bytes | None:
        return None  # its events are few and long

    def end(self) -> bytes:
        if self.finished or self.error is not None:
            return b""
        if self._finish_seen:
            self.finished = True
            return b""
        self.error = truncated()
        return error_event(self.error)


class _Content(msgspec.Struct):
    parts: list[dict[str, object]] | None = None


class _Candidate(msgspec.Struct):
    content: _Content | None = None
    finish: str | None = msgspec.field(default=None, name="finishReason")

    @property
    def says_something(self) -> bool:
        parts = self.content.parts if self.content is not None else None
        return any(part.get("text") or "functionCall" in part for part in parts or ())


class _Chunk(msgspec.Struct):
    candidates: list[_Candidate] | None = None
    usage: dict[str, object] | None = msgspec.field(default=None, name="usageMetadata")
    feedback: dict[str, object] | None = msgspec.field(default=None, name="promptFeedback")
    error: msgspec.Raw = msgspec.Raw()


_chunks = msgspec.json.Decoder(_Chunk)
_lists = msgspec.json.Decoder(list[msgspec.Raw])
