"""The asyncio loop that runs in Qt's: qasync's, with asyncio's own bookkeeping in place of a Qt timer a callback.

Stock qasync starts and kills a Qt timer for every callback, and a cancelled timer lives on until it would have fired:
measured, two to three times asyncio's cost for each request, and growing with every request. Here callbacks wait in
asyncio's own queue, which one queued call of Qt at a time empties; timers wait in asyncio's own heap, behind one
QTimer; sockets call straight from their notifiers.
"""

from __future__ import annotations

import os

os.environ.setdefault("QT_API", "pyside6")  # qasync takes the first binding that it finds, unless told

import asyncio
import heapq
import sys
import time
from asyncio import base_events
from collections import deque
from collections.abc import Callable
from typing import Any

import qasync
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSocketNotifier, Qt, QTimer, Signal

# So long may a batch of callbacks keep the window waiting; what is left comes after the window's own events.
_SLICE_SECONDS = 0.005
# Qt's timers count milliseconds in an int; nothing here waits for longer than a day without looking again.
_LONGEST_MS = 24 * 3600 * 1000


class _Waker(QObject):
    """Gets one queued call a batch, which takes turns with native events.

    No events that Python makes: Qt deletes those without Python's lock, and looks for their Python side while another
    thread may be changing the table of all of them.

    Signals:
        woken: the loop asks for a batch itself.
        called: another thread has something for the loop.

    Args:
        run: the batch.
        run_called: what another thread brought.
    """

    woken = Signal()
    called = Signal()

    def __init__(self, run: Callable[[], None], run_called: Callable[[], None]) -> None:
        super().__init__()
        self._run, self._run_called = run, run_called
        self.woken.connect(self._take_woken, Qt.ConnectionType.QueuedConnection)
        self.called.connect(self._take_called, Qt.ConnectionType.QueuedConnection)

    def _take_woken(self) -> None:
        self._run()

    def _take_called(self) -> None:
        self._run_called()


class _Notifier(QSocketNotifier):
    """Runs a handle whenever its socket is ready; kept for the next socket with the same number."""

    def __init__(self, fd: int, kind: QSocketNotifier.Type, after: Callable[[], None]) -> None:
        super().__init__(fd, kind)
        self._after = after
        self.handle: asyncio.Handle | None = None

    def event(self, event: QEvent) -> bool:
        if event.type() != QEvent.Type.SockAct:
            return super().event(event)
        if (handle := self.handle) is not None and not handle.cancelled():
            handle._run()  # noqa: SLF001 - what every asyncio loop does with its handles
            self._after()
        return True

    def watch(self, handle: asyncio.Handle) -> None:
        if self.handle is not None:
            self.handle.cancel()
        self.handle = handle
        self.setEnabled(True)

    def rest(self) -> bool:
        """Stop watching; returns whether anything was watched."""
        handle, self.handle = self.handle, None
        self.setEnabled(False)
        if handle is not None:
            handle.cancel()
        return handle is not None


class EventLoop(qasync.QEventLoop):  # type: ignore[misc]
    """An asyncio loop for `asyncio.Runner(loop_factory=…)` in a process with a QApplication.

    Never call `exec()` on a dialog from a coroutine, nor `QApplication.quit()`: both end tasks in mid-flight.
    """

    _ready: deque[asyncio.Handle]
    _scheduled: list[asyncio.TimerHandle]
    _timer_cancelled_count: int
    _clock_resolution: float

    def __init__(self, app: QCoreApplication | None = None) -> None:
        self._posted = False
        self._readers: dict[int, _Notifier] = {}
        self._writers: dict[int, _Notifier] = {}
        self._waker = _Waker(self._woken, self._called)
        self._alarm = QTimer()
        self._alarm.setSingleShot(True)
        self._alarm.setTimerType(Qt.TimerType.PreciseTimer)
        self._alarm.timeout.connect(self._called)
        self._alarm_at = float("inf")
        super().__init__(app)

    # Callbacks

    def _wake(self) -> None:
        if not self._posted:
            self._posted = True
            self._waker.woken.emit()

    def call_soon(self, callback: Callable[..., Any], *args: Any, context: Any = None) -> asyncio.Handle:
        handle = base_events.BaseEventLoop.call_soon(self, callback, *args, context=context)
        self._wake()
        return handle

    def call_soon_threadsafe(self, callback: Callable[..., Any], *args: Any, context: Any = None) -> asyncio.Handle:
        self._check_closed()
        handle = asyncio.Handle(callback, args, self, context)
        self._ready.append(handle)
        # Without a look at _posted: the loop's own thread may just be taking it back.
        self._waker.called.emit()
        return handle

    def _add_callback(self, handle: asyncio.Handle, delay: float = 0) -> None:
        """Take a handle that asyncio made itself, such as a signal's."""
        if not handle.cancelled():
            self._ready.append(handle)
            self._wake()

    # Timers

    def call_later(
        self, delay: float, callback: Callable[..., Any], *args: Any, context: Any = None
    ) -> asyncio.TimerHandle:
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(
        self, when: float, callback: Callable[..., Any], *args: Any, context: Any = None
    ) -> asyncio.TimerHandle:
        handle = base_events.BaseEventLoop.call_at(self, when, callback, *args, context=context)
        if when < self._alarm_at:
            self._set_alarm(when)
        return handle

    def _set_alarm(self, when: float) -> None:
        self._alarm_at = when
        # Rounded up, so that the timer is due when it rings.
        milliseconds = -int(-(when - self.time()) * 1000 // 1)
        self._alarm.start(max(0, min(_LONGEST_MS, milliseconds)))

    def _due(self) -> None:
        """Move timers whose time has come to the queue, as asyncio's own loop does."""
        scheduled = self._scheduled
        if len(scheduled) > 100 and self._timer_cancelled_count * 2 > len(scheduled):
            for handle in scheduled:
                handle._scheduled = not handle.cancelled()  # type: ignore[attr-defined]  # noqa: SLF001
            scheduled[:] = [handle for handle in scheduled if not handle.cancelled()]
            heapq.heapify(scheduled)
            self._timer_cancelled_count = 0
        end = self.time() + self._clock_resolution
        while scheduled and (scheduled[0].cancelled() or scheduled[0].when() < end):
            handle = heapq.heappop(scheduled)
            handle._scheduled = False  # type: ignore[attr-defined]  # noqa: SLF001
            if handle.cancelled():
                self._timer_cancelled_count -= 1
            else:
                self._ready.append(handle)

    def _woken(self) -> None:
        self._posted = False
        self._run_ready()

    def _called(self) -> None:
        """Run what is ready unless a batch is coming anyway: two in one turn would keep the window waiting twice."""
        if not self._posted:
            self._run_ready()

    def _run_ready(self) -> None:
        """Run what is ready now; what it makes ready comes in the next batch, after Qt's own events."""
        self._due()
        ready = self._ready
        deadline = time.monotonic() + _SLICE_SECONDS
        for _ in range(len(ready)):
            handle = ready.popleft()
            if not handle.cancelled():
                handle._run()  # noqa: SLF001
                if time.monotonic() > deadline:
                    break
        if ready:
            self._wake()
        if self._scheduled:
            if (first := self._scheduled[0].when()) != self._alarm_at or not self._alarm.isActive():
                self._set_alarm(first)
        elif self._alarm_at != float("inf"):
            self._alarm_at = float("inf")
            self._alarm.stop()

    def _after_socket(self) -> None:
        if self._ready:
            self._wake()

    # Threads: asyncio's own pool, whose threads end with the loop

    def run_in_executor(self, executor: Any, callback: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:
        future: asyncio.Future[Any] = base_events.BaseEventLoop.run_in_executor(self, executor, callback, *args)
        return future

    def set_default_executor(self, executor: Any) -> None:
        base_events.BaseEventLoop.set_default_executor(self, executor)

    # Sockets; Windows' completion ports come by qasync's own poller

    if sys.platform != "win32":

        def _watch(
            self, notifiers: dict[int, _Notifier], kind: QSocketNotifier.Type, fd: Any, handle: asyncio.Handle
        ) -> asyncio.Handle:
            self._check_closed()
            number = fd if isinstance(fd, int) else fd.fileno()
            notifier = notifiers.get(number)
            if notifier is None:
                notifier = notifiers[number] = _Notifier(number, kind, self._after_socket)
            notifier.watch(handle)
            return handle

        def _add_reader(self, fd: Any, callback: Callable[..., Any], *args: Any) -> asyncio.Handle:
            handle = asyncio.Handle(callback, args, self, None)
            return self._watch(self._readers, QSocketNotifier.Type.Read, fd, handle)

        def _add_writer(self, fd: Any, callback: Callable[..., Any], *args: Any) -> asyncio.Handle:
            handle = asyncio.Handle(callback, args, self, None)
            return self._watch(self._writers, QSocketNotifier.Type.Write, fd, handle)

        def _remove_reader(self, fd: Any) -> bool:
            return self._rest(self._readers, fd)

        def _remove_writer(self, fd: Any) -> bool:
            return self._rest(self._writers, fd)

        def _rest(self, notifiers: dict[int, _Notifier], fd: Any) -> bool:
            number = fd if isinstance(fd, int) else fd.fileno()
            notifier = notifiers.get(number)
            return notifier.rest() if notifier is not None else False

    def close(self) -> None:
        if self.is_closed():
            return
        super().close()
        self._alarm.stop()
        for notifier in (*self._readers.values(), *self._writers.values()):
            notifier.rest()
        self._readers.clear()
        self._writers.clear()
