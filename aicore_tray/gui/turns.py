"""What is to be shown soon, one thing a turn of the loop: painted all at once it would hold up the streams."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

TURN_MS = 4
"""How long the streams have between two things that are painted."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    due: float
    step: Callable[[], None]


class Turns(QObject):
    """Does what it is asked for, each thing in a turn of its own.

    What one thing makes dirty is painted before the next is done, and the streams have their turn in between.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: dict[str, _Waiting] = {}
        self._done: dict[str, float] = {}
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._turn)

    @property
    def settled(self) -> bool:
        """Whether nothing waits."""
        return not self._waiting

    def ask(self, name: str, step: Callable[[], None], *, rest: float = 0.0) -> None:
        """Do something when its turn comes.

        Args:
            name: the thing; asked for again before its turn, it is done once, as it was asked for last.
            step: does it.
            rest: so many seconds after it was last done at the earliest; nobody reads figures faster.
        """
        due, before = self._done.get(name, 0.0) + rest, self._waiting.get(name)
        self._waiting[name] = _Waiting(min(due, before.due) if before is not None else due, step)
        # Whoever asks has had a turn of its own just now.
        self._start()

    def finish(self) -> None:
        """Do at once what waits."""
        self._timer.stop()
        for name in tuple(self._waiting):
            self._do(name)

    def _turn(self) -> None:
        now = time.monotonic()
        ready = next((name for name, each in self._waiting.items() if each.due <= now), None)
        if ready is not None:
            self._do(ready)
        self._start()

    def _do(self, name: str) -> None:
        waiting = self._waiting.pop(name)
        self._done[name] = time.monotonic()
        waiting.step()

    def _start(self) -> None:
        """Come again when the next thing is due, after a turn of the streams."""
        if not self._waiting:
            return
        wait = min(each.due for each in self._waiting.values()) - time.monotonic()
        wait = max(TURN_MS, round(wait * 1000))
        if not self._timer.isActive() or self._timer.remainingTime() > wait:
            self._timer.start(wait)
