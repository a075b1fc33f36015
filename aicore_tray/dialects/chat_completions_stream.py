"""OpenAI Chat Completions as a stream: read, written and forwarded."""

from __future__ import annotations

import json
from typing import Annotated

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
from aicore_tray.dialects.conversation import Json
from aicore_tray.dialects.dialect import Asked, new_id
from aicore_tray.dialects.errors import ApiError, truncated, upstream_error
from aicore_tray.dialects.reading import counted
from aicore_tray.dialects.sse import DONE, as_list, read_alike, text_field
from aicore_tray.dialects.sse import event as sse_event
from aicore_tray.dialects.tool_names import custom_text

FINISH_REASONS = {
    "stop": FinishReason.STOP,
    "length": FinishReason.LENGTH,
    "tool_calls": FinishReason.TOOL_CALLS,
    "function_call": FinishReason.TOOL_CALLS,
    "content_filter": FinishReason.CONTENT_FILTER,
}
FINISH_REASONS_OUT = {
    FinishReason.STOP: "stop",
    FinishReason.STOP_SEQUENCE: "stop",
    FinishReason.LENGTH: "length",
    FinishReason.TOOL_CALLS: "tool_calls",
    FinishReason.CONTENT_FILTER: "content_filter",
    FinishReason.REFUSAL: "content_filter",  # a refusal's text has gone out as content when this is known
}


def read_usage(usage: object) -> Usage:
    """Return OpenAI's counts; their prompt_tokens include what was read from the cache."""
    cached = counted(usage, "prompt_tokens_details", "cached_tokens")
    written = counted(usage, "prompt_tokens_details", "cache_write_tokens")
    return Usage(
        input=max(0, counted(usage, "prompt_tokens") - cached - written),
        cache_read=cached,
        cache_write=written,
        output=counted(usage, "completion_tokens"),
        reasoning=counted(usage, "completion_tokens_details", "reasoning_tokens"),
    )


def write_usage(usage: Usage) -> Json:
    return {
        "prompt_tokens": usage.prompt,
        "completion_tokens": usage.output,
        "total_tokens": usage.total,
        "prompt_tokens_details": {"cached_tokens": usage.cache_read, "cache_write_tokens": usage.cache_write},
        "completion_tokens_details": {"reasoning_tokens": usage.reasoning},
    }


def error_event(error: ApiError) -> bytes:
    return sse_event(json.dumps(error.as_openai(), ensure_ascii=False).encode())


def is_complete_json(text: str) -> bool:
    """Return whether a call's arguments are whole."""
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


class Reader:
    """Reads Azure's stream, and that of other vendors with OpenAI's wire format.

    Terminal marker: a finish_reason; `[DONE]` is optional, and the usage chunk comes between the two.
    """

    def __init__(self) -> None:
        self._started = False
        self._finish: FinishReason | None = None
        self._refused = False
        self._ended = False
        self._arguments: dict[int, str] = {}  # open calls
        self._known: set[int] = set()

    def feed(self, payload: bytes) -> list[Event]:
        if payload == DONE:
            return self.end()
        if self._ended:
            return []
        data: Json = msgspec.json.decode(payload)
        if data.get("error") and not data.get("choices"):
            return self.fail(upstream_error(200, data))
        return self.read(data)

    def fail(self, error: ApiError) -> list[Event]:
        """End the stream with what went wrong."""
        self._ended = True
        return [Failed(error)]

    def read(self, data: Json) -> list[Event]:
        """Return the events that one decoded chunk tells."""
        if self._ended:
            return []
        events: list[Event] = []
        if not self._started and (data.get("id") or data.get("choices")):
            self._started = True
            events.append(Started(id=data.get("id") or "", model=data.get("model") or ""))
        for choice in data.get("choices") or ():
            self._read_choice(choice, events)
        if data.get("usage"):
            events.append(UsageReported(self.read_usage(data["usage"])))
        return events

    def read_usage(self, usage: Json) -> Usage:
        return read_usage(usage)

    def read_reasoning(self, delta: Json, events: list[Event]) -> None:
        """Add what a delta tells of the model's reasoning."""
        reasoning = delta.get("reasoning_content") or delta.get("reasoning")
        if isinstance(reasoning, str) and reasoning:
            events.append(ThinkingDelta(reasoning))

    def signature_of(self, call_id: str) -> str:
        """Return the signature that a call's id carries; OpenAI's carry none."""
        return ""

    def _read_choice(self, choice: Json, events: list[Event]) -> None:
        delta: Json = choice.get("delta") or {}
        self.read_reasoning(delta, events)
        if content := delta.get("content"):
            events.append(TextDelta(content))
        if refusal := delta.get("refusal"):
            self._refused = True
            events.append(TextDelta(refusal))
        for call in delta.get("tool_calls") or ():
            self._read_call(call, events)
        if reason := choice.get("finish_reason"):
            self._finish = FINISH_REASONS.get(reason, FinishReason.STOP)

    def _read_call(self, call: Json, events: list[Event]) -> None:
        index, function = call.get("index") or 0, call.get("function") or {}
        if index not in self._known:
            # Vendors send calls one after the other; an open one whose arguments are whole gets no more.
            events.extend(self._close([open_ for open_, text in self._arguments.items() if is_complete_json(text)]))
            self._known.add(index)
            self._arguments[index] = ""
            call_id = call.get("id") or new_id("call_")
            signature = self.signature_of(call_id)
            name = function.get("name") or ""
            events.append(ToolCallStarted(index=index, id=call_id, name=name, signature=signature))
        if (arguments := function.get("arguments")) and index in self._arguments:
            self._arguments[index] += arguments
            events.append(ToolCallDelta(index, arguments))

    def _close(self, indexes: list[int]) -> list[Event]:
        for index in indexes:
            del self._arguments[index]
        return [ToolCallDone(index) for index in indexes]

    def end(self) -> list[Event]:
        if self._ended:
            return []
        self._ended = True
        if self._finish is None:
            return [Failed(truncated())]
        events = self._close(list(self._arguments))
        reason = self._finish
        if reason is FinishReason.STOP and self._known:
            reason = FinishReason.TOOL_CALLS
        if reason is FinishReason.STOP and self._refused:
            reason = FinishReason.REFUSAL
        return [*events, Finished(reason=reason)]


class Writer:
    """Writes a stream that OpenAI's clients take for OpenAI's own."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._names = asked.tool_names
        self._head: Json = {}
        self._calls: dict[int, int] = {}  # the reader's index of a call -> the client's
        self._custom: dict[int, str] = {}  # arguments so far of calls to free-form tools
        self._silent: set[int] = set()  # calls without arguments so far
        self._thought = False
        self._gap = ""  # between the blocks of thinking, which are one text here
        self._usage = Usage()

    def feed(self, event: Event) -> bytes:
        match event:
            case Started():
                return self._start(event)
            case TextDelta():
                return self._delta({"content": event.text}) if event.text else b""
            case ThinkingDelta():
                return self._thinking(event.text)
            case ToolCallStarted():
                return self._call_started(event)
            case ToolCallDelta():
                if event.index in self._custom:
                    self._custom[event.index] += event.arguments
                    return b""
                self._silent.discard(event.index)
                return self._call_delta(event.index, {"function": {"arguments": event.arguments}})
            case ToolCallDone():
                if (arguments := self._custom.pop(event.index, None)) is not None:
                    return self._call_delta(event.index, {"custom": {"input": custom_text(arguments)}})
                # Clients parse the arguments, so a call without any still needs an object.
                silent = event.index in self._silent
                return self._call_delta(event.index, {"function": {"arguments": "{}"}}) if silent else b""
            case UsageReported():
                self._usage = event.usage
                return b""
            case Finished():
                return self._finish(event)
            case Failed():
                return error_event(event.error)
            case ThinkingStarted():
                return b""
            case ThinkingDone():
                self._gap = "\n\n" if self._thought else ""
                return b""

    def _thinking(self, text: str) -> bytes:
        gap, self._gap, self._thought = self._gap, "", True
        return self._delta({"reasoning_content": gap + text})

    def _start(self, event: Started) -> bytes:
        if self._head:
            return b""
        self._head = {
            "id": event.id if event.id.startswith("chatcmpl-") else new_id("chatcmpl-"),
            "object": "chat.completion.chunk",
            "created": self._asked.created,
            "model": event.model or self._asked.model,
        }
        return self._delta({"role": "assistant", "content": ""})

    def _delta(self, delta: Json, finish: str | None = None) -> bytes:
        start = b"" if self._head else self._start(Started())
        return start + self._chunk({"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})

    def _chunk(self, body: Json) -> bytes:
        if self._asked.stream_usage:
            body.setdefault("usage", None)
        return sse_event(msgspec.json.encode(self._head | body))

    def _call_started(self, event: ToolCallStarted) -> bytes:
        index = self._calls[event.index] = len(self._calls)
        tool = self._names.offered(event.name)
        call: Json = {"index": index, "id": event.id}
        if tool.custom:
            self._custom[event.index] = ""
            return self._delta({"tool_calls": [call | {"type": "custom", "custom": {"name": tool.name, "input": ""}}]})
        self._silent.add(event.index)
        return self._delta(
            {"tool_calls": [call | {"type": "function", "function": {"name": tool.name, "arguments": ""}}]}
        )

    def _call_delta(self, index: int, part: Json) -> bytes:
        return self._delta({"tool_calls": [{"index": self._calls[index], **part}]})

    def _finish(self, event: Finished) -> bytes:
        out = self._delta({}, FINISH_REASONS_OUT[event.reason])
        if self._asked.stream_usage:
            out += self._chunk({"choices": [], "usage": write_usage(self._usage)})
        return out + sse_event(DONE)


class Forwarder:
    """Forwards Azure's stream.

    Two kinds of chunks have no choices: Azure's first, with the prompt's filter results, on which clients that index
    `choices[0]` crash; and the usage chunk, which only those get who asked for it.
    """

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._finish_seen = False
        self.content = False
        self.usage = Usage()
        self.finished = False
        self.error: ApiError | None = None

    def feed(self, payload: bytes) -> bytes:
        if payload == DONE:
            return self.end()
        chunk = _decode(payload)
        if bytes(chunk.error) not in (b"", b"null") and not chunk.choices:
            self.error = upstream_error(200, payload)
            return error_event(self.error)
        if chunk.usage is not None:
            self.usage = read_usage(chunk.usage)
        if not chunk.choices:
            wanted = chunk.usage is not None and self._asked.stream_usage
            return sse_event(payload) if wanted else b""
        told = False
        for choice in chunk.choices:
            self._finish_seen = self._finish_seen or bool(choice.finish_reason)
            self.content = self.content or self._finish_seen or bool(choice.delta and choice.delta.says_something)
            told = told or choice.delta is not None or bool(choice.finish_reason)
        # Azure's late filter results are choices without a delta, which clients do not expect either.
        return sse_event(payload) if told or chunk.usage is not None else b""

    def feed_many(self, lines: bytes) -> bytes | None:
        alike = read_alike(lines, _TEXT)
        try:
            _plain_chunks.decode(as_list(lines if alike is None else alike.first))
        except msgspec.DecodeError:
            return None
        return lines if lines.endswith(b"\n\n") and lines.startswith(b"d") else lines.strip(b"\n") + b"\n\n"

    def end(self) -> bytes:
        if self.finished or self.error is not None:
            return b""
        if self._finish_seen:
            self.finished = True
            return sse_event(DONE)
        self.error = truncated()
        return error_event(self.error)


class _Delta(msgspec.Struct):
    content: object = None
    tool_calls: list[msgspec.Raw] | None = None
    refusal: str | None = None
    reasoning_content: str | None = None

    @property
    def says_something(self) -> bool:
        return bool(self.content or self.tool_calls or self.refusal or self.reasoning_content)


class _Choice(msgspec.Struct):
    delta: _Delta | None = None
    finish_reason: str | None = None


class _Chunk(msgspec.Struct):
    choices: list[_Choice] | None = None
    usage: dict[str, object] | None = None
    error: msgspec.Raw = msgspec.Raw()


_chunks = msgspec.json.Decoder(_Chunk)


class _AnyDelta(msgspec.Struct):
    pass


class _PlainChoice(msgspec.Struct):
    delta: _AnyDelta
    finish_reason: None = None


class _PlainChunk(msgspec.Struct):
    """A chunk that can only be passed on."""

    choices: Annotated[list[_PlainChoice], msgspec.Meta(min_length=1)]
    usage: None = None
    error: None = None


_plain_chunks = msgspec.json.Decoder(list[_PlainChunk])
_TEXT = text_field("content", "arguments")


def _decode(payload: bytes) -> _Chunk:
    return _chunks.decode(payload)
