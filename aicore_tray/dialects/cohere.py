"""Cohere's Chat API, version 2, in which SAP AI Core serves Command: the dialect, its whole answers and its stream.

Source: Cohere's public API reference. Citations are passed over: without documents of the client's they point only at
results of tools, which the client has itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

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
from aicore_tray.dialects.cohere_requests import read_request, write_request
from aicore_tray.dialects.conversation import Conversation, Json, Text, Thinking, ToolCall
from aicore_tray.dialects.errors import ApiError, ErrorKind, truncated, upstream_error, upstream_message
from aicore_tray.dialects.reading import arguments_text, counted, need, objects, text_of
from aicore_tray.dialects.sse import DONE

NAME = "cohere"

FINISH_REASONS: Mapping[str, FinishReason] = {
    "COMPLETE": FinishReason.STOP,
    "STOP_SEQUENCE": FinishReason.STOP_SEQUENCE,
    "MAX_TOKENS": FinishReason.LENGTH,
    "ERROR_LIMIT": FinishReason.LENGTH,
    "TOOL_CALL": FinishReason.TOOL_CALLS,
    "ERROR_TOXIC": FinishReason.CONTENT_FILTER,
}
_FAILURES: Mapping[str, tuple[ErrorKind, str]] = {
    "ERROR": (ErrorKind.UPSTREAM, "The model broke off its answer with an error"),
    "TIMEOUT": (ErrorKind.TIMEOUT, "The model did not finish its answer in time"),
}
_NO_NAMES: Mapping[str, str] = MappingProxyType({})


def _finish(reason: str, *, called: bool) -> FinishReason:
    """Return the neutral reason.

    Raises:
        ApiError: the model broke off.
    """
    if reason in _FAILURES:
        raise ApiError(*_FAILURES[reason])
    finish = FINISH_REASONS.get(reason, FinishReason.STOP)
    return FinishReason.TOOL_CALLS if called and finish is FinishReason.STOP else finish


def _read_usage(usage: object) -> Usage:
    """Return Cohere's counts: all tokens, not only the billed ones; cached ones are among the input's."""
    cached = counted(usage, "cached_tokens")
    return Usage(
        input=max(counted(usage, "tokens", "input_tokens") - cached, 0),
        cache_read=cached,
        output=counted(usage, "tokens", "output_tokens"),
    )


class Cohere:
    """The dialect.

    Attributes:
        names: what a tool is called on this wire -> its name on all others.
    """

    def __init__(self, names: Mapping[str, str] = _NO_NAMES) -> None:
        self.NAME = NAME
        self.names = names

    def read_request(self, body: Json) -> Conversation:
        return read_request(body)

    def write_request(self, conversation: Conversation) -> Json:
        return write_request(conversation)

    def read_answer(self, body: Json) -> Answer:
        """Return the neutral form of a chat answer.

        Raises:
            ApiError: the model broke off.
        """
        message = need(body.get("message") or {}, dict, "message")
        thoughts: list[AnswerPart] = []
        texts: list[AnswerPart] = []
        if plan := message.get("tool_plan"):
            texts.append(Text(text=need(plan, str, "message.tool_plan")))
        for path, block in objects(message.get("content"), "message.content"):
            if block.get("type") == "thinking":
                thoughts.append(Thinking(text=text_of(block, "thinking", path)))
            elif text := block.get("text"):
                texts.append(Text(text=need(text, str, path)))
        calls = [self._read_call(call, path) for path, call in objects(message.get("tool_calls"), "message.tool_calls")]
        return Answer(
            id=str(body.get("id") or ""),
            parts=(*thoughts, *texts, *calls),
            finish=_finish(str(body.get("finish_reason") or ""), called=bool(calls)),
            usage=_read_usage(body.get("usage")),
        )

    def _read_call(self, call: Json, path: str) -> ToolCall:
        function = need(call.get("function"), dict, f"{path}.function")
        name = text_of(function, "name", f"{path}.function")
        return ToolCall(
            id=text_of(call, "id", path),
            name=self.names.get(name, name),
            arguments=arguments_text(function.get("arguments")),
        )

    def stream_reader(self) -> Reader:
        return Reader(self.names)


class Reader:
    """Reads the stream; its end is message-end, with the reason and the counts."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._ended = False
        self._thinking: set[int] = set()  # blocks of thinking that are open
        self._calls: set[int] = set()
        self._called = False

    def feed(self, payload: bytes) -> list[Event]:
        if self._ended:
            return []
        if payload == DONE:
            return self.end()
        data = msgspec.json.decode(payload)
        kind = data.get("type")
        message = (data.get("delta") or {}).get("message") or {}
        match kind:
            case "message-start":
                return [Started(id=str(data.get("id") or ""))]
            case "content-start" | "content-delta":
                return self._content(data["index"], message.get("content") or {})
            case "content-end":
                return self._content_end(data["index"])
            case "tool-plan-delta":
                return [TextDelta(plan)] if (plan := message.get("tool_plan")) else []
            case "tool-call-start" | "tool-call-delta":
                return self._call(data["index"], message.get("tool_calls") or {})
            case "tool-call-end":
                return self._call_end(data["index"])
            case "message-end":
                return self._message_end(data.get("delta") or {})
        # No event has a message at its top: it is a complaint, of Cohere's or of a layer's before it.
        if upstream_message(data):
            self._ended = True
            return [Failed(upstream_error(200, data))]
        return []

    def _content(self, index: int, content: Json) -> list[Event]:
        if content.get("type") == "thinking" or "thinking" in content:
            self._thinking.add(index)
            return [ThinkingDelta(text)] if (text := content.get("thinking")) else []
        return [TextDelta(text)] if (text := content.get("text")) else []

    def _content_end(self, index: int) -> list[Event]:
        if index not in self._thinking:
            return []
        self._thinking.discard(index)
        return [ThinkingDone()]

    def _call(self, index: int, call: Json) -> list[Event]:
        function = call.get("function") or {}
        events: list[Event] = []
        if "id" in call and index not in self._calls:
            self._calls.add(index)
            self._called = True
            name = function["name"]
            events.append(ToolCallStarted(index=index, id=call["id"], name=self._names.get(name, name)))
        if index in self._calls and (arguments := function.get("arguments")):
            events.append(ToolCallDelta(index, arguments))
        return events

    def _call_end(self, index: int) -> list[Event]:
        if index not in self._calls:
            return []
        self._calls.discard(index)
        return [ToolCallDone(index)]

    def _message_end(self, delta: Json) -> list[Event]:
        self._ended = True
        usage = UsageReported(_read_usage(delta.get("usage")))
        try:
            return [usage, Finished(reason=_finish(str(delta.get("finish_reason") or ""), called=self._called))]
        except ApiError as error:
            told = delta.get("error")
            return [usage, Failed(upstream_error(200, {"message": told}) if isinstance(told, str) and told else error)]

    def end(self) -> list[Event]:
        if self._ended:
            return []
        self._ended = True
        return [Failed(truncated())]
