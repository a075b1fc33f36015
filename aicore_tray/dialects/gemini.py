"""Gemini's generateContent as Vertex serves it and Google's clients speak it: the dialect, with its answers.

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
from aicore_tray.dialects.conversation import Json, Origin, Text, Thinking, ToolCall
from aicore_tray.dialects.dialect import EVENT_STREAM, Asked, new_id
from aicore_tray.dialects.errors import ApiError, ErrorKind, truncated, upstream_error
from aicore_tray.dialects.gemini_requests import read_part
from aicore_tray.dialects.gemini_requests import read_request as read_request
from aicore_tray.dialects.gemini_requests import write_request as write_request
from aicore_tray.dialects.gemini_stream import (
    FINISH_REASONS_OUT,
    Forwarder,
    Writer,
    blocked_prompt,
    read_usage,
    shows_thinking,
    tidied,
    write_call,
    write_usage,
)
from aicore_tray.dialects.gemini_stream import error_event as _error_event
from aicore_tray.dialects.reading import objects
from aicore_tray.dialects.signatures import wrap_bytes

NAME = "gemini"
STREAM_TYPE = EVENT_STREAM

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
        return blocked_prompt(str(reason))
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
        if (
            isinstance(read, ToolCall)
            or (isinstance(read, Text) and read.text)
            or (isinstance(read, Thinking) and (read.text or read.signature))
        ):
            parts.append(read)
    called = any(isinstance(part, ToolCall) for part in parts)
    return Answer(
        id=str(body.get("responseId") or ""),
        model=str(body.get("modelVersion") or ""),
        parts=tuple(parts),
        finish=_finish(str(candidate.get("finishReason") or ""), called=called),
        usage=read_usage(body.get("usageMetadata")),
    )


def write_answer(answer: Answer, asked: Asked) -> Json:
    """Return the GenerateContentResponse for a client."""
    thoughts = shows_thinking(asked)
    parts = [written for part in answer.parts for written in _write_part(part, asked, thoughts=thoughts)]
    return {
        "candidates": [
            {
                "content": {"role": "model", "parts": parts or [{"text": ""}]},
                "finishReason": FINISH_REASONS_OUT[answer.finish],
                "index": 0,
            }
        ],
        "usageMetadata": write_usage(answer.usage),
        "modelVersion": answer.model or asked.model,
        "responseId": answer.id or new_id("resp_"),
    }


def _write_part(part: AnswerPart, asked: Asked, *, thoughts: bool) -> list[Json]:
    match part:
        case Text():
            return [{"text": part.text}] if part.text else []
        case Thinking():
            if not thoughts or not (part.text or part.signature):
                return []
            signature = wrap_bytes(part, Origin.GEMINI)
            return [{"text": part.text, "thought": True} | ({"thoughtSignature": signature} if signature else {})]
        case ToolCall():
            return [write_call(part.id, part.name, part.arguments, part.signature, asked)]


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


def stream_writer(asked: Asked) -> Writer:
    return Writer(asked)


def forwarder(asked: Asked) -> Forwarder:
    return Forwarder(asked)


error_event = _error_event


def usage_of(body: Json) -> Usage:
    return read_usage(body.get("usageMetadata"))


def forwarded(raw: bytes, body: Json) -> bytes:
    return tidied(raw)


def error_body(error: ApiError, request_id: str) -> Json:
    return error.as_google()


def keep_alive() -> bytes:
    return b": keep-alive\n\n"
