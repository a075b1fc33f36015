"""Bedrock Converse, in which SAP AI Core serves Amazon's Nova: the dialect, with its whole answers and its stream.

Source: AWS's API reference of Converse and ConverseStream. SAP's proxy writes each event of the stream as Python writes
a dict, not as JSON; it may mend that any day, and answers in AWS's binary frames where asked to.
"""

from __future__ import annotations

import ast
import base64
from collections.abc import Mapping

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
from aicore_tray.dialects.converse_requests import read_block
from aicore_tray.dialects.converse_requests import read_request as read_request
from aicore_tray.dialects.converse_requests import write_request as write_request
from aicore_tray.dialects.errors import ApiError, ErrorKind, truncated, upstream_error, upstream_message
from aicore_tray.dialects.reading import arguments_text, counted, need, objects

NAME = "converse"

STOP_REASONS = {
    "end_turn": FinishReason.STOP,
    "tool_use": FinishReason.TOOL_CALLS,
    "max_tokens": FinishReason.LENGTH,
    "model_context_window_exceeded": FinishReason.LENGTH,
    "stop_sequence": FinishReason.STOP_SEQUENCE,
    "guardrail_intervened": FinishReason.CONTENT_FILTER,
    "content_filtered": FinishReason.CONTENT_FILTER,
}
_MALFORMED = ("malformed_model_output", "malformed_tool_use")
# The exceptions that AWS's stream knows, with the status that each has outside of it.
_EXCEPTIONS: Mapping[str, int] = {
    "internalServerException": 500,
    "modelStreamErrorException": 424,
    "modelTimeoutException": 408,
    "serviceUnavailableException": 503,
    "throttlingException": 429,
    "validationException": 400,
}
_BY_LOWER = {name.lower(): name for name in _EXCEPTIONS}


def _finish(reason: str, *, called: bool) -> FinishReason:
    """Return the neutral reason.

    Raises:
        ApiError: the model wrote a call that nobody can read.
    """
    if reason in _MALFORMED:
        raise ApiError(ErrorKind.UPSTREAM, f"The model wrote a tool call that cannot be read ({reason})")
    finish = STOP_REASONS.get(reason, FinishReason.STOP)
    return FinishReason.TOOL_CALLS if called and finish is FinishReason.STOP else finish


def _read_usage(usage: object) -> Usage:
    """Return Bedrock's counts; inputTokens leave out what was read from the cache or written to it."""
    return Usage(
        input=counted(usage, "inputTokens"),
        cache_read=counted(usage, "cacheReadInputTokens"),
        cache_write=counted(usage, "cacheWriteInputTokens"),
        output=counted(usage, "outputTokens"),
    )


def read_answer(body: Json) -> Answer:
    """Return the neutral form of a Converse answer.

    Raises:
        ApiError: the model's call cannot be read.
    """
    message = need(need(body.get("output") or {}, dict, "output").get("message") or {}, dict, "output.message")
    parts: list[AnswerPart] = []
    for path, block in objects(message.get("content"), "content"):
        part = read_block(block, path)
        if isinstance(part, ToolCall) or (isinstance(part, Text) and part.text) or isinstance(part, Thinking):
            parts.append(part)
    called = any(isinstance(part, ToolCall) for part in parts)
    return Answer(
        parts=tuple(parts),
        finish=_finish(str(body.get("stopReason") or ""), called=called),
        usage=_read_usage(body.get("usage")),
    )


# ---------------------------------------------------------------------------------------------------------------------
# The stream


def read_event(payload: bytes) -> Json:
    """Return one event of the stream, written as JSON or as Python writes a dict.

    Raises:
        ValueError: it is neither.
    """
    try:
        event = msgspec.json.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError):
        try:
            event = ast.literal_eval(payload.decode())
        except (SyntaxError, ValueError, TypeError, MemoryError, RecursionError) as error:
            raise ValueError("the stream's event is neither JSON nor a dict") from error
    if not isinstance(event, dict):
        raise ValueError("the stream's event is no object")  # noqa: TRY004 - as the relay expects of what is unreadable
    return event


class Reader:
    """Reads Converse's stream; its end is messageStop, and metadata with the counts behind it."""

    def __init__(self) -> None:
        self._reason = ""
        self._ended = False
        self._calls: set[int] = set()
        self._called = False
        self._thoughts: dict[int, Thinking] = {}  # open blocks of reasoning, with the signature so far

    def feed(self, payload: bytes) -> list[Event]:
        if self._ended:
            return []
        data = read_event(payload)
        if error := _failure(data):
            self._ended = True
            return [Failed(error)]
        if "messageStart" in data:
            return [Started()]
        if start := data.get("contentBlockStart"):
            return self._block_start(start["contentBlockIndex"], start.get("start") or {})
        if delta := data.get("contentBlockDelta"):
            return self._delta(delta["contentBlockIndex"], delta["delta"])
        if stop := data.get("contentBlockStop"):
            return self._block_stop(stop["contentBlockIndex"])
        if stopped := data.get("messageStop"):
            self._reason = str(stopped.get("stopReason") or "end_turn")
            return []
        if "metadata" in data:
            usage = UsageReported(_read_usage((data["metadata"] or {}).get("usage")))
            return [usage, *(self.end() if self._reason else ())]
        return []

    def _block_start(self, index: int, start: Json) -> list[Event]:
        if use := start.get("toolUse"):
            self._calls.add(index)
            self._called = True
            return [ToolCallStarted(index=index, id=use["toolUseId"], name=use["name"])]
        return []

    def _delta(self, index: int, delta: Json) -> list[Event]:
        if text := delta.get("text"):
            return [TextDelta(text)]
        if (use := delta.get("toolUse")) and index in self._calls:
            return [ToolCallDelta(index, arguments_text(use["input"]))] if use.get("input") else []
        if thought := delta.get("reasoningContent"):
            return self._thought(index, thought)
        return []

    def _thought(self, index: int, thought: Json) -> list[Event]:
        known = self._thoughts.get(index, Thinking())
        redacted = thought.get("redactedContent") or ""
        if isinstance(redacted, bytes):  # as Python writes a blob
            redacted = base64.b64encode(redacted).decode()
        signature = known.signature + (thought.get("signature") or "") + redacted
        self._thoughts[index] = Thinking(signature=signature, redacted=known.redacted or bool(redacted))
        return [ThinkingDelta(text)] if (text := thought.get("text")) else []

    def _block_stop(self, index: int) -> list[Event]:
        if index in self._calls:
            self._calls.discard(index)
            return [ToolCallDone(index)]
        if (thought := self._thoughts.pop(index, None)) is not None:
            origin = Origin.AMAZON if thought.signature else None
            return [ThinkingDone(signature=thought.signature, origin=origin, redacted=thought.redacted)]
        return []

    def end(self) -> list[Event]:
        if self._ended:
            return []
        self._ended = True
        if not self._reason:
            return [Failed(truncated())]
        try:
            return [Finished(reason=_finish(self._reason, called=self._called))]
        except ApiError as error:
            return [Failed(error)]


def _failure(data: Json) -> ApiError | None:
    """Return the error that an event tells: AWS's exceptions by name, or that of a layer before Bedrock."""
    for name, status in _EXCEPTIONS.items():
        if name in data:
            return _exception(name, status, upstream_message(data[name]))
    if data.get("type") == "error":  # out of a binary frame, where the name stands before the message
        name, _, message = str(data.get("message") or "").partition(": ")
        if known := _BY_LOWER.get(name.lower()):
            return _exception(known, _EXCEPTIONS[known], message)
    # `message` alone is a layer's complaint; every event of Converse is an object under its own name.
    return upstream_error(200, data) if upstream_message(data) else None


def _exception(name: str, status: int, message: str) -> ApiError:
    told = upstream_error(status, {"message": message or name, "type": name[0].upper() + name[1:]})
    if status == 424:  # the model broke off; nothing was wrong with the request
        return ApiError(ErrorKind.UPSTREAM, told.message)
    return told


def stream_reader() -> Reader:
    return Reader()
