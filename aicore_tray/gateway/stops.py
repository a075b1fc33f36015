"""Stop sequences for models that take none: the answer is cut here, where the model would have ended it.

The rest of the answer is still read, since the counts of tokens come at its end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from aicore_tray.dialects.answer import (
    Answer,
    AnswerPart,
    Event,
    Failed,
    Finished,
    FinishReason,
    Started,
    TextDelta,
    UsageReported,
)
from aicore_tray.dialects.conversation import Text


class StopCutter:
    """Cuts a stream's text at the first stop sequence; what may be its beginning is held back."""

    def __init__(self, stops: Iterable[str]) -> None:
        self._stops = tuple(stop for stop in stops if stop)
        self._held = ""
        self._found = ""

    def feed(self, events: Iterable[Event]) -> Iterator[Event]:
        """Yield the events of the answer as far as it goes."""
        for event in events:
            match event:
                case Started() | UsageReported() | Failed():
                    yield event
                case Finished():
                    yield from self._let_go()
                    ended = Finished(reason=FinishReason.STOP_SEQUENCE, stop_sequence=self._found)
                    yield ended if self._found else event
                case TextDelta() if not self._found:
                    yield from self._take(event.text)
                case _ if not self._found:
                    yield from self._let_go()
                    yield event

    def _take(self, text: str) -> Iterator[Event]:
        text, self._held = self._held + text, ""
        place, self._found = first_stop(text, self._stops)
        if self._found:
            text = text[:place]
        else:
            keep = max((_overlap(text, stop) for stop in self._stops), default=0)
            text, self._held = text[: len(text) - keep], text[len(text) - keep :]
        if text:
            yield TextDelta(text)

    def _let_go(self) -> Iterator[Event]:
        if self._held and not self._found:
            yield TextDelta(self._held)
        self._held = ""


def first_stop(text: str, stops: Iterable[str]) -> tuple[int, str]:
    """Return where the first stop sequence begins and which it is; "" where none is in the text."""
    found = [(place, -len(stop), stop) for stop in stops if (place := text.find(stop)) >= 0]
    place, _, stop = min(found, default=(0, 0, ""))
    return place, stop


def _overlap(text: str, stop: str) -> int:
    """Return how many characters at the end of a text may be the beginning of a stop sequence."""
    longest = min(len(stop) - 1, len(text))
    return next((length for length in range(longest, 0, -1) if text.endswith(stop[:length])), 0)


def cut(answer: Answer, stops: tuple[str, ...]) -> Answer:
    """Return a whole answer as far as its first stop sequence."""
    kept: list[AnswerPart] = []
    for part in answer.parts:
        if isinstance(part, Text):
            place, stop = first_stop(part.text, stops)
            if stop:
                if place:
                    kept.append(Text(text=part.text[:place]))
                return replace(answer, parts=tuple(kept), finish=FinishReason.STOP_SEQUENCE, stop_sequence=stop)
        kept.append(part)
    return answer
