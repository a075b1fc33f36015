"""What is to be shown soon, one thing a turn of the loop: shown or painted all at once it would hold up the streams."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

TURN_MS = 4
"""How long the streams have between two things that are painted."""

_BETWEEN_MS = 1
_BUSY_SECONDS = 0.0015
_PUT_OFF = 3


class TurnTimer(QTimer):
    """A timer whose step is never done in the same turn of Qt's loop as that of another one.

    Timers of Qt's own that are due at once ring one after the other, and what they made dirty is painted all together:
    some milliseconds each, for which no stream goes on. Here what the one made dirty is painted before the next one's
    step is done.

    Signals:
        turned: it has its turn. That the step is a slot of it, and no attribute, leaves its owner free to go: a method
            that is kept keeps its object.

    Args:
        step: done whenever it rings.
        every: milliseconds.
        once: it rings once for each start.
    """

    turned = Signal()

    def __init__(self, parent: QObject, step: Callable[[], None], *, every: int = 0, once: bool = False) -> None:
        super().__init__(parent, interval=every, singleShot=once)
        self._due = False
        self.turned.connect(step)
        self.timeout.connect(self._ring)

    def isActive(self) -> bool:
        """Tell whether it will ring, or has rung and waits for its turn."""
        return self._due or super().isActive()

    def stop(self) -> None:
        """Let it neither ring nor have the turn that it waits for."""
        self._due = False
        super().stop()

    def _ring(self) -> None:
        if not self._due:
            self._due = True
            _order().take(self)

    def have_turn(self) -> None:
        """Do the step, unless it was stopped since it rang."""
        if self._due:
            self._due = False
            self.turned.emit()


class _Order(QObject):
    """Whose turn is when, in the whole app."""

    def __init__(self, parent: QObject | None) -> None:
        super().__init__(parent)
        self._waiting: deque[TurnTimer] = deque()
        self._timer = QTimer(self, singleShot=True, interval=_BETWEEN_MS)
        self._timer.timeout.connect(self._ask)
        # It rings behind all that is to be laid out and painted in the next turn of Qt's loop.
        self._behind = QTimer(self, singleShot=True, interval=0)
        self._behind.timeout.connect(self._give)
        self._asked = 0.0
        self._put_off = 0

    def take(self, timer: TurnTimer) -> None:
        self._waiting.append(timer)
        self._go_on()

    def _go_on(self) -> None:
        if self._waiting and not self._timer.isActive() and not self._behind.isActive():
            self._timer.start()

    def _ask(self) -> None:
        self._asked = time.perf_counter()
        self._behind.start()

    def _give(self) -> None:
        if time.perf_counter() - self._asked > _BUSY_SECONDS and self._put_off < _PUT_OFF:
            # That was much; whoever waits gets a turn with less.
            self._put_off += 1
            self._timer.start()
        else:
            self._put_off = 0
            self._next()

    def _next(self) -> None:
        while self._waiting:
            timer = self._waiting.popleft()
            if shiboken6.isValid(timer):
                timer.have_turn()
                break
        self._go_on()


_orders: list[_Order] = []


def _order() -> _Order:
    """Return the only one, of the application that is there now."""
    if not _orders or not shiboken6.isValid(_orders[0]):
        _orders[:] = [_Order(QCoreApplication.instance())]
    return _orders[0]


@dataclass(frozen=True, slots=True)
class _Waiting:
    due: float
    step: Callable[[], object]


class Turns(QObject):
    """Does what it is asked for, each thing in a turn of its own.

    What one thing makes dirty is painted before the next is done, and the streams have their turn in between.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: dict[str, _Waiting] = {}
        self._done: dict[str, float] = {}
        self._timer = TurnTimer(self, self._turn, once=True)

    @property
    def settled(self) -> bool:
        """Whether nothing waits."""
        return not self._waiting

    def ask(self, name: str, step: Callable[[], object], *, rest: float = 0.0) -> None:
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
