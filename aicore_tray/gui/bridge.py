"""Between the session, which knows no Qt, and the windows: snapshots as a signal, commands as named tasks."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.session import Session
from aicore_tray.gui.snapshots import Snapshot
from aicore_tray.gui.turns import TurnTimer
from aicore_tray.tasks import TaskGroup

T = TypeVar("T")
_log = logging.getLogger(__name__)

_COALESCE_MS = 100
_TICK_MS = 1000
_REST_SECONDS = 2.0


class Bridge(QObject):
    """What windows and tray talk to.

    Attributes:
        changed: a new `Snapshot`, at most ten times a second.
        failed: an `AicoreTrayError` of a command that nobody else takes care of.
        session: for the commands; they are awaited by `run` alone.
    """

    changed = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.snapshot: Snapshot = session.snapshot()
        self._tasks = TaskGroup("window")
        self._closed = False
        self._worked = 0.0
        self._soon = TurnTimer(self, self._look, every=_COALESCE_MS, once=True)
        # Counters and remaining times go on by themselves; nothing is sent where nothing is different.
        self._tick = TurnTimer(self, self._look, every=_TICK_MS)
        # To take it and to show it takes some milliseconds each.
        self._next: Snapshot | None = None
        self._telling = TurnTimer(self, self._tell, once=True)
        self._unsubscribe = session.subscribe(self._news)

    def _news(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def note_work(self) -> None:
        """Say that a window is in the midst of something that may not stand still."""
        self._worked = time.monotonic()

    @property
    def rests(self) -> bool:
        """Whether for two seconds neither a request ran nor a window was at work: nobody minds a longer stretch now."""
        return not self.snapshot.proxy.in_flight and time.monotonic() - self._worked > _REST_SECONDS

    def watch(self, on: bool) -> None:
        """Look every second while a window is open."""
        if on:
            self._tick.start()
        else:
            self._tick.stop()

    def _look(self) -> None:
        self._next = self.session.snapshot()
        self._telling.start()

    def _tell(self) -> None:
        snapshot, self._next = self._next, None
        if snapshot is not None and snapshot != self.snapshot:
            if snapshot.proxy.in_flight or self.snapshot.proxy.in_flight:
                self.note_work()
            self.snapshot = snapshot
            self.changed.emit(snapshot)

    def _publish(self) -> None:
        """Tell at once what is so now."""
        self._look()
        self._tell()

    def run(
        self,
        coroutine: Coroutine[Any, Any, T],
        name: str,
        *,
        done: Callable[[T], None] | None = None,
        failed: Callable[[AicoreTrayError], None] | None = None,
    ) -> None:
        """Run a command; the window goes on meanwhile.

        Args:
            done: called with the result.
            failed: called with an error that is meant for people; `self.failed` where there is none.
        """
        if self._closed:
            # A window that is going asks for nothing more, and nobody would wait for it.
            coroutine.close()
            return
        task = self._tasks.spawn(self._run(coroutine, name, done, failed), name=name)
        # One that is cancelled before its first step never gets to await it.
        task.add_done_callback(lambda _: coroutine.close())

    async def _run(
        self,
        coroutine: Coroutine[Any, Any, T],
        name: str,
        done: Callable[[T], None] | None,
        failed: Callable[[AicoreTrayError], None] | None,
    ) -> None:
        try:
            result = await coroutine
        except AicoreTrayError as error:
            (failed or self.failed.emit)(error)
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the window goes on and says so
            _log.exception("The command %s failed", name)
            told = AicoreTrayError(f"This did not work: {type(error).__name__}", hint="The log tells more.")
            (failed or self.failed.emit)(told)
        else:
            self._publish()
            if done is not None:
                done(result)

    async def aclose(self) -> None:
        """End commands that still run; the session is closed by its owner."""
        self._closed = True
        self._tick.stop()
        self._soon.stop()
        self._telling.stop()
        self._unsubscribe()
        await self._tasks.aclose()
