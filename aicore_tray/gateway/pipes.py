"""From an upstream's bytes to a client's: forwarded where both speak the same dialect, else translated."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Protocol

import msgspec

from aicore_tray.aicore.families.family import Plan
from aicore_tray.dialects.answer import (
    CONTENT_EVENTS,
    Answer,
    AnswerBuilder,
    Event,
    Failed,
    Finished,
    FinishReason,
    Started,
    TextDelta,
    ToolCallDelta,
    ToolCallDone,
    ToolCallStarted,
    Usage,
    UsageReported,
)
from aicore_tray.dialects.conversation import Text, ToolCall
from aicore_tray.dialects.dialect import Asked, ClientDialect, SharedDialect
from aicore_tray.dialects.errors import ApiError, ErrorKind
from aicore_tray.dialects.event_stream import EventStreamParser
from aicore_tray.dialects.sse import DONE, SseParser
from aicore_tray.gateway.stops import StopCutter


class Pipe(Protocol):
    """One stream on its way to a client.

    Attributes:
        content: content has passed: from here on an error can only be told in the stream.
        usage: counts so far.
        finished: the upstream's terminal marker was seen.
        error: how the stream failed.
    """

    @property
    def content(self) -> bool: ...

    @property
    def usage(self) -> Usage: ...

    @property
    def finished(self) -> bool: ...

    @property
    def error(self) -> ApiError | None: ...

    def feed(self, chunk: bytes) -> bytes: ...

    def end(self) -> bytes: ...


def unreadable() -> ApiError:
    return ApiError(
        ErrorKind.UPSTREAM, "The model's answer cannot be read: the upstream sent something else than events"
    )


class ForwardPipe:
    """Passes events on in the dialect in which they came."""

    def __init__(self, plan: Plan, dialect: SharedDialect, asked: Asked, parser: SseParser | EventStreamParser) -> None:
        self._dialect = dialect
        self._mend = plan.mend() if plan.mend else None
        self._forwarder = dialect.forwarder(asked)
        self._parser = parser
        self.content = False
        self.error: ApiError | None = None

    @property
    def usage(self) -> Usage:
        return self._forwarder.usage

    @property
    def finished(self) -> bool:
        return self._forwarder.finished

    def feed(self, chunk: bytes) -> bytes:
        return self._pass(lambda: self._parser.feed(chunk))

    def end(self) -> bytes:
        out = self._pass(self._parser.end)
        if self.error is not None:
            return out
        out += self._forwarder.end()
        self._look()
        return out

    def _pass(self, parse: Callable[[], list[bytes]]) -> bytes:
        if self.error is not None:
            return b""
        try:
            out = b"".join([self._forwarder.feed(self._mended(payload)) for payload in parse()])
        except (ValueError, KeyError, TypeError, AttributeError, msgspec.MsgspecError):
            self.error = unreadable()
            return self._dialect.error_event(self.error)
        self._look()
        return out

    def _mended(self, payload: bytes) -> bytes:
        if self._mend is None or payload == DONE:
            return payload
        return msgspec.json.encode(self._mend(msgspec.json.decode(payload)))

    def _look(self) -> None:
        self.content = self._forwarder.content
        self.error = self._forwarder.error


class TranslatePipe:
    """Reads events in the upstream's dialect and writes them in the client's."""

    def __init__(self, plan: Plan, dialect: ClientDialect, asked: Asked, parser: SseParser | EventStreamParser) -> None:
        self._dialect = dialect
        self._reader = plan.dialect.stream_reader()
        self._writer = dialect.stream_writer(asked)
        self._parser = parser
        self._unwrap = _StructuredText(plan.structured_tool) if plan.structured_tool else None
        self._cut = StopCutter(plan.stops) if plan.stops else None
        self._builder = AnswerBuilder()
        self.content = False
        self.usage = Usage()
        self.finished = False
        self.error: ApiError | None = None

    def feed(self, chunk: bytes) -> bytes:
        return self._pass(
            lambda: [event for payload in self._parser.feed(chunk) for event in self._reader.feed(payload)]
        )

    def end(self) -> bytes:
        last = self._pass(lambda: self._events(self._parser.end()))
        return last + self._pass(self._reader.end)

    def _events(self, payloads: Iterable[bytes]) -> list[Event]:
        return [event for payload in payloads for event in self._reader.feed(payload)]

    def answer(self) -> Answer:
        """Return what was told, for the recall."""
        return self._builder.answer()

    def _pass(self, read: Callable[[], list[Event]]) -> bytes:
        if self._over():
            return b""
        out: list[bytes] = []
        try:
            events: Iterable[Event] = read()
            for stage in (self._unwrap, self._cut):
                events = stage.feed(events) if stage is not None else events
            for event in events:
                self._note(event)
                out.append(self._writer.feed(event))
                if self._over():
                    break
        except (ValueError, KeyError, TypeError, AttributeError, msgspec.MsgspecError):
            self.error = unreadable()
            out.append(self._writer.feed(Failed(self.error)))
        return b"".join(out)

    def _over(self) -> bool:
        return self.finished or self.error is not None

    def _note(self, event: Event) -> None:
        self._builder.feed(event)
        if isinstance(event, CONTENT_EVENTS):
            self.content = True
        match event:
            case Started(usage=Usage() as usage) | UsageReported(usage):
                self.usage = usage
            case Finished():
                self.finished = True
            case Failed(error):
                self.error = error


class _StructuredText:
    """Turns the call of the stand-in tool for a JSON schema back into the text that was asked for."""

    def __init__(self, tool: str) -> None:
        self._tool = tool
        self._calls: set[int] = set()

    def feed(self, events: Iterable[Event]) -> Iterable[Event]:
        for event in events:
            match event:
                case ToolCallStarted(index=index, name=name) if name == self._tool:
                    self._calls.add(index)
                case ToolCallDelta(index, arguments) if index in self._calls:
                    yield TextDelta(arguments)
                case ToolCallDone(index) if index in self._calls:
                    pass
                case Finished(reason=FinishReason.TOOL_CALLS) if self._calls:
                    yield Finished(reason=FinishReason.STOP)
                case _:
                    yield event


def unwrap_structured(answer: Answer, tool: str) -> Answer:
    """Return a whole answer with the stand-in tool's call as its text."""
    if not any(isinstance(part, ToolCall) and part.name == tool for part in answer.parts):
        return answer
    parts = tuple(
        Text(text=part.arguments) if isinstance(part, ToolCall) and part.name == tool else part for part in answer.parts
    )
    return replace(answer, parts=parts, finish=FinishReason.STOP)
