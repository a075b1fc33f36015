"""The neutral answer: whole, and as the stream of events that tells it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

import msgspec

from aicore_tray.dialects.conversation import Origin, Text, Thinking, ToolCall
from aicore_tray.dialects.errors import ApiError


class FinishReason(StrEnum):
    """Why the model stopped."""

    STOP = "stop"
    STOP_SEQUENCE = "stop_sequence"
    LENGTH = "length"
    TOOL_CALLS = "tool_calls"
    CONTENT_FILTER = "content_filter"
    REFUSAL = "refusal"


class Usage(msgspec.Struct, frozen=True, kw_only=True):
    """Token counts as the vendor reported them; the four kinds exclude each other.

    Attributes:
        input: fresh input tokens, without those read from or written to a cache.
        output: output tokens, reasoning included.
        reasoning: how many of the output tokens were reasoning.
    """

    input: int = 0
    cache_read: int = 0
    cache_write: int = 0
    output: int = 0
    reasoning: int = 0

    @property
    def prompt(self) -> int:
        """All input tokens, as OpenAI and Gemini count them."""
        return self.input + self.cache_read + self.cache_write

    @property
    def total(self) -> int:
        return self.prompt + self.output


AnswerPart = Text | Thinking | ToolCall


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A whole answer."""

    id: str = ""
    model: str = ""
    parts: tuple[AnswerPart, ...] = ()
    finish: FinishReason = FinishReason.STOP
    stop_sequence: str = ""
    usage: Usage = field(default_factory=Usage)


# ---------------------------------------------------------------------------------------------------------------------
# The same answer as a stream


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """The vendor accepted the request."""

    id: str = ""
    model: str = ""
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class TextDelta:
    text: str


@dataclass(frozen=True, slots=True)
class ThinkingStarted:
    """Begins a block of thinking whose vendor names it before it shows anything: OpenAI's `rs_...`."""

    id: str


@dataclass(frozen=True, slots=True)
class ThinkingDelta:
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThinkingDone:
    """Ends one block of thinking; without deltas before it, the block has no text that may be shown."""

    signature: str = ""
    origin: Origin | None = None
    redacted: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCallStarted:
    """`index` names the call in the deltas that follow."""

    index: int
    id: str
    name: str
    signature: str = ""


@dataclass(frozen=True, slots=True)
class ToolCallDelta:
    index: int
    arguments: str


@dataclass(frozen=True, slots=True)
class ToolCallDone:
    index: int


@dataclass(frozen=True, slots=True)
class UsageReported:
    """Counts so far; a later report replaces an earlier one."""

    usage: Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """The vendor's terminal marker was seen."""

    reason: FinishReason
    stop_sequence: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """The stream broke or told an error; nothing follows."""

    error: ApiError


Event = (
    Started
    | TextDelta
    | ThinkingStarted
    | ThinkingDelta
    | ThinkingDone
    | ToolCallStarted
    | ToolCallDelta
    | ToolCallDone
    | UsageReported
    | Finished
    | Failed
)

CONTENT_EVENTS = (TextDelta, ThinkingDelta, ThinkingDone, ToolCallStarted, Finished)
"""Events after which an upstream error can no longer be told as an HTTP status."""


def events_of(answer: Answer) -> Iterator[Event]:
    """Tell a whole answer as the stream that would have made it."""
    yield Started(id=answer.id, model=answer.model, usage=answer.usage)
    for index, part in enumerate(answer.parts):
        match part:
            case Text():
                yield TextDelta(part.text)
            case Thinking():
                if part.id:
                    yield ThinkingStarted(part.id)
                if part.text:
                    yield ThinkingDelta(part.text)
                yield ThinkingDone(signature=part.signature, origin=part.origin, redacted=part.redacted, id=part.id)
            case ToolCall():
                yield ToolCallStarted(index=index, id=part.id, name=part.name, signature=part.signature)
                yield ToolCallDelta(index, part.arguments)
                yield ToolCallDone(index)
    yield UsageReported(answer.usage)
    yield Finished(reason=answer.finish, stop_sequence=answer.stop_sequence)


class AnswerBuilder:
    """Collects a stream's events into the answer that they tell.

    Attributes:
        error: what went wrong, once a Failed was fed.
        finished: whether the terminal marker was seen.
    """

    def __init__(self) -> None:
        self.error: ApiError | None = None
        self.finished = False
        self._answer = Answer()
        self._parts: list[AnswerPart | int] = []
        self._calls: dict[int, ToolCall] = {}
        self._open: list[str] = []
        self._open_kind: type[Text | Thinking] | None = None

    def feed(self, event: Event) -> None:
        """Take what is told next.

        Raises:
            TypeError, KeyError: an upstream tells another thing than text, or goes on with a call that it never began.
        """
        match event:
            case Started():
                self._answer = replace(
                    self._answer, id=event.id, model=event.model, usage=event.usage or self._answer.usage
                )
            case TextDelta():
                self._append(Text, event.text)
            case ThinkingDelta():
                self._append(Thinking, event.text)
            case ThinkingDone():
                text = "".join(self._open) if self._open_kind is Thinking else ""
                if self._open_kind is Thinking:
                    self._open, self._open_kind = [], None
                self._close()
                self._parts.append(
                    Thinking(
                        text=text,
                        signature=event.signature,
                        origin=event.origin,
                        redacted=event.redacted,
                        id=event.id,
                    )
                )
            case ToolCallStarted():
                self._close()
                self._calls[event.index] = ToolCall(
                    id=event.id, name=event.name, arguments="", signature=event.signature
                )
                self._parts.append(event.index)
            case ToolCallDelta():
                call = self._calls[event.index]
                self._calls[event.index] = replace(call, arguments=call.arguments + event.arguments)
            case ToolCallDone() | ThinkingStarted():
                pass
            case UsageReported():
                self._answer = replace(self._answer, usage=event.usage)
            case Finished():
                self.finished = True
                self._answer = replace(self._answer, finish=event.reason, stop_sequence=event.stop_sequence)
            case Failed():
                self.error = event.error

    def _append(self, kind: type[Text | Thinking], text: object) -> None:
        if self._open_kind is not kind:
            self._close()
            self._open_kind = kind
        if not isinstance(text, str):  # as upstreams declare, but not always keep
            raise TypeError(f"expected a string, not {type(text).__name__}")
        self._open.append(text)

    def _close(self) -> None:
        if self._open_kind is not None:
            self._parts.append(self._open_kind(text="".join(self._open)))
        self._open, self._open_kind = [], None

    def answer(self) -> Answer:
        """Return what has been told so far."""
        self._close()
        parts = (self._calls[part] if isinstance(part, int) else part for part in self._parts)
        return replace(
            self._answer,
            parts=tuple(
                replace(part, arguments=part.arguments or "{}") if isinstance(part, ToolCall) else part
                for part in parts
            ),
        )
