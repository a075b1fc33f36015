"""One timer for all the waits of a stream: to set up and take down one for each event costs more than the event."""

from __future__ import annotations

import asyncio

_NEVER = float("inf")


class Alarm:
    """Interrupts its task when a wait takes too long; made by the task that waits.

    `set` before the wait, `clear` after it. A wait that raised CancelledError was interrupted if `rang` says so, and
    goes on from there; else somebody else has cancelled the task, and the error has to be raised again.
    """

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        self._timer: asyncio.TimerHandle | None = None
        self._until = _NEVER
        self._rings = False

    def set(self, seconds: float) -> None:
        """Let a wait take at most so long."""
        self._until = self._loop.time() + seconds
        if self._timer is None:
            self._timer = self._loop.call_at(self._until, self._look)
        elif self._timer.when() > self._until:
            self._timer.cancel()
            self._timer = self._loop.call_at(self._until, self._look)

    def clear(self) -> None:
        """The wait is over; the timer stays for the next one."""
        self._until = _NEVER

    def rang(self) -> bool:
        """Return whether it was this alarm that has cancelled the task, and nobody else beside it."""
        if not self._rings or self._task is None:
            return False
        self._rings = False
        return self._task.uncancel() == 0

    def close(self) -> None:
        """Nothing is waited for any more."""
        self._until = _NEVER
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _look(self) -> None:
        self._timer = None
        if self._until == _NEVER or self._task is None:
            return
        if self._loop.time() < self._until:
            self._timer = self._loop.call_at(self._until, self._look)
            return
        self._rings, self._until = True, _NEVER
        self._task.cancel()
