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
from aicore_tray.dialects.sse import DONE, SseParser, payloads
from aicore_tray.gateway.stops import StopCutter

# So few events are looked at one by one.
_FEW = 4
EACH_PIECE = 16_384
"""So many bytes are taken at a time where each event is decoded: all that a fast upstream has sent takes long."""


class Pipe(Protocol):
    """One stream on its way to a client.

    Attributes:
        content: content has passed: from here on an error can only be told in the stream.
        usage: counts so far.
        finished: the upstream's terminal marker was seen.
        error: how the stream failed.
        piece: so many bytes are to be fed at a time, -1 for any number.
    """

    @property
    def piece(self) -> int: ...

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

    def __init__(self, plan: Plan, dialect: SharedDialect, asked: Asked, parser: SseParser) -> None:
        self._dialect = dialect
        self._mend = plan.mend() if plan.mend else None
        self.piece = EACH_PIECE if self._mend is not None else -1
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
        if self.error is not None:
            return b""
        try:
            lines = self._parser.lines(chunk)
            if not lines.isascii():
                lines.decode()  # what is no text shall reach no client
        except ValueError:
            return self._unreadable()
        return b"".join(self._lines(lines))

    def _lines(self, lines: bytes) -> list[bytes]:
        """Pass whole lines on.

        Most of an answer is deltas, and many of them at once are hardly dearer than one. The first events are looked at
        one by one, until there is content, and so are the last ones; what else is among the deltas is found by halves.
        """
        out: list[bytes] = []
        begin = 0
        while self.error is None:
            if self._mend is not None or (few := _end_of(lines, _FEW, begin)) in (0, len(lines)):
                return [*out, self._pass(payloads(lines[begin:]))]
            if self.content:
                return out + self._many(lines, begin)
            out.append(self._pass(payloads(lines[begin:few])))
            begin = few
        return out

    def _many(self, lines: bytes, begin: int) -> list[bytes]:
        """Pass more than a few lines on, from a place in them to their end."""
        last = max(begin, _start_of_last(lines, 1))
        end = len(lines)
        if self._forwarder.feed_many(lines[last:]) is None:
            end = max(begin, _start_of_last(lines, _FEW))
        if (told := self._forwarder.feed_many(lines[begin:end])) is not None:
            return [told, self._pass(payloads(lines[end:]))] if end < len(lines) else [told]
        half = lines.find(b"\n\n", (begin + len(lines)) // 2) + 2
        if not 2 <= half < len(lines):
            return [self._pass(payloads(lines[begin:]))]
        return self._lines(lines[begin:half]) + self._lines(lines[half:])

    def end(self) -> bytes:
        out = self._pass(self._parser.end())
        if self.error is not None:
            return out
        out += self._forwarder.end()
        self._look()
        return out

    def _pass(self, events: list[bytes]) -> bytes:
        if self.error is not None:
            return b""
        try:
            out = b"".join([self._forwarder.feed(self._mended(payload)) for payload in events])
        except (ValueError, KeyError, TypeError, AttributeError, msgspec.MsgspecError):
            return self._unreadable()
        self._look()
        return out

    def _unreadable(self) -> bytes:
        self.error = unreadable()
        return self._dialect.error_event(self.error)

    def _mended(self, payload: bytes) -> bytes:
        if self._mend is None or payload == DONE:
            return payload
        return msgspec.json.encode(self._mend(msgspec.json.decode(payload)))

    def _look(self) -> None:
        self.content = self._forwarder.content
        self.error = self._forwarder.error


def _end_of(lines: bytes, count: int, place: int) -> int:
    """Return where the next so many events after a place end, 0 where there are no more than these."""
    for _ in range(count):
        place = lines.find(b"\n\n", place) + 2
        if place < 2:
            return 0
    return place


def _start_of_last(lines: bytes, count: int) -> int:
    """Return where the last so many events begin."""
    place = len(lines)
    while lines.endswith(b"\n", 0, place):
        place -= 1
    for _ in range(count):
        place = lines.rfind(b"\n\n", 0, place)
        if place < 0:
            return 0
    return place + 2


class TranslatePipe:
    """Reads events in the upstream's dialect and writes them in the client's."""

    def __init__(self, plan: Plan, dialect: ClientDialect, asked: Asked, parser: SseParser | EventStreamParser) -> None:
        self.piece = EACH_PIECE
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
