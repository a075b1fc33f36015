"""Gemini's generateContent as Vertex serves it: the dialect, with its answers, whole and streamed.

Source: Google's API reference; which fields SAP's proxy refuses is the family's affair.
"""

from __future__ import annotations

import msgspec

from aicore_tray.dialects.answer import (
    Answer,
    AnswerPart,
    Event,
    Failed,
    Finished,
    FinishReason,
    Started,
    TextDelta,
    ThinkingDelta,
    ThinkingDone,
    ToolCallDelta,
    ToolCallDone,
    ToolCallStarted,
    Usage,
    UsageReported,
)
from aicore_tray.dialects.conversation import Json, Text, Thinking, ToolCall
from aicore_tray.dialects.errors import ApiError, ErrorKind, truncated, upstream_error
from aicore_tray.dialects.gemini_requests import read_part
from aicore_tray.dialects.gemini_requests import read_request as read_request
from aicore_tray.dialects.gemini_requests import write_request as write_request
from aicore_tray.dialects.reading import counted, objects

NAME = "gemini"

FINISH_REASONS = {
    "STOP": FinishReason.STOP,
    "MAX_TOKENS": FinishReason.LENGTH,
    "SAFETY": FinishReason.CONTENT_FILTER,
    "RECITATION": FinishReason.CONTENT_FILTER,
    "LANGUAGE": FinishReason.CONTENT_FILTER,
    "BLOCKLIST": FinishReason.CONTENT_FILTER,
    "PROHIBITED_CONTENT": FinishReason.CONTENT_FILTER,
    "SPII": FinishReason.CONTENT_FILTER,
    "IMAGE_SAFETY": FinishReason.CONTENT_FILTER,
}
_MALFORMED = "MALFORMED_FUNCTION_CALL"


def read_usage(usage: object) -> Usage:
    """Return Google's counts: promptTokenCount includes the cached, candidatesTokenCount excludes the thoughts."""
    cached, thoughts = counted(usage, "cachedContentTokenCount"), counted(usage, "thoughtsTokenCount")
    return Usage(
        input=max(0, counted(usage, "promptTokenCount") - cached),
        cache_read=cached,
        output=counted(usage, "candidatesTokenCount") + thoughts,
        reasoning=thoughts,
    )


def _finish(reason: str, *, called: bool) -> FinishReason:
    """Return the neutral reason; STOP stays STOP upstream even for calls.

    Raises:
        ApiError: the model wrote a call that nobody can read.
    """
    if reason in (_MALFORMED, "UNEXPECTED_TOOL_CALL"):
        raise ApiError(ErrorKind.UPSTREAM, f"The model wrote a tool call that cannot be read ({reason})")
    finish = FINISH_REASONS.get(reason, FinishReason.STOP)
    return FinishReason.TOOL_CALLS if called and finish is FinishReason.STOP else finish


def _blocked(body: Json) -> ApiError | None:
    feedback = body.get("promptFeedback") or {}
    if reason := feedback.get("blockReason"):
        return ApiError(ErrorKind.CONTENT_FILTER, f"The prompt was blocked by Google's filters ({reason})")
    return None


def read_answer(body: Json) -> Answer:
    """Return the neutral form of a GenerateContentResponse.

    Raises:
        ApiError: the prompt was blocked, or the model's call cannot be read.
    """
    if error := _blocked(body):
        raise error
    candidate = next((found for _, found in objects(body.get("candidates"), "candidates")), {})
    content = candidate.get("content") or {}
    parts: list[AnswerPart] = []
    for path, part in objects(content.get("parts"), "content.parts"):
        read = read_part(part, path)
        if isinstance(read, Text | Thinking | ToolCall) and (isinstance(read, ToolCall) or read.text):
            parts.append(read)
    called = any(isinstance(part, ToolCall) for part in parts)
    return Answer(
        id=str(body.get("responseId") or ""),
        model=str(body.get("modelVersion") or ""),
        parts=tuple(parts),
        finish=_finish(str(candidate.get("finishReason") or ""), called=called),
        usage=read_usage(body.get("usageMetadata")),
    )


class Reader:
    """Reads the stream of answers; its end is a finishReason followed by the connection's end."""

    def __init__(self) -> None:
        self._started = False
        self._ended = False
        self._thinking = False
        self._calls = 0
        self._reason = ""

    def feed(self, payload: bytes) -> list[Event]:
        if self._ended:
            return []
        data = msgspec.json.decode(payload)
        if isinstance(data, list):
            data = data[0] if data else {}
        if "error" in data:
            self._ended = True
            return [Failed(upstream_error(200, data))]
        if error := _blocked(data):
            self._ended = True
            return [Failed(error)]
        events: list[Event] = []
        if not self._started:
            self._started = True
            events.append(Started(id=data.get("responseId") or "", model=data.get("modelVersion") or ""))
        for candidate in data.get("candidates") or ():
            for part in (candidate.get("content") or {}).get("parts") or ():
                self.read_part(part, events)
            self._reason = candidate.get("finishReason") or self._reason
        if data.get("usageMetadata"):
            events.append(UsageReported(read_usage(data["usageMetadata"])))
        return events

    def read_part(self, part: Json, events: list[Event]) -> None:
        if part.get("thought") is True and part.get("text"):
            self._thinking = True
            events.append(ThinkingDelta(part["text"]))
            return
        if "functionCall" not in part and not part.get("text"):
            return
        if self._thinking:
            self._thinking = False
            events.append(ThinkingDone())
        if "functionCall" not in part:
            events.append(TextDelta(part["text"]))
            return
        call = read_part(part, "functionCall")
        if isinstance(call, ToolCall):
            index, self._calls = self._calls, self._calls + 1
            events.append(ToolCallStarted(index=index, id=call.id, name=call.name, signature=call.signature))
            events += [ToolCallDelta(index, call.arguments), ToolCallDone(index)]

    def end(self) -> list[Event]:
        if self._ended:
            return []
        self._ended = True
        if not self._reason:
            return [Failed(truncated())]
        events: list[Event] = [ThinkingDone()] if self._thinking else []
        try:
            return [*events, Finished(reason=_finish(self._reason, called=self._calls > 0))]
        except ApiError as error:
            return [Failed(error)]


def stream_reader() -> Reader:
    return Reader()
