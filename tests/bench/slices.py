"""Measures the slices in which a QApplication's thread works: for the window, and for the asyncio loop in it.

A slice is one uninterrupted stretch: consecutive events of one side, with neither the other side nor Qt's look for what
is ready in between. It is measured around `QApplication.notify`, through which all of Qt's events go: paint, layout,
timers, queued signals, and also the loop's own batches and sockets.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import shiboken6
from PySide6.QtCore import QAbstractEventDispatcher, QEvent, QObject

from aicore_tray.gui import loop as gui_loop
from aicore_tray.gui.application import Application

_NAMED_MS = 3.0
_PER_SECOND = 1e9


@dataclass(slots=True)
class Slice:
    """One stretch of work, in milliseconds.

    Attributes:
        wall: from its beginning to its end.
        waited: so long the thread was ready to run and other processes had the core.
        cpu: so long it computed.
        slept: whether it waited for anything itself: a file, a lock, the interpreter.
        parts: the events in it that took longest, with their milliseconds.
    """

    wall: float
    waited: float
    cpu: float
    slept: bool
    parts: list[tuple[float, str]] = field(default_factory=list)

    @property
    def own(self) -> float:
        """What it takes where nobody else wants the core: computing, and waiting for files or locks.

        Where it waited for nothing, what is left of its wall time was taken by whoever lends the machine its cores.
        """
        return max(self.cpu, self.wall - self.waited) if self.slept else self.cpu


def percentile(values: list[float], share: float) -> float:
    """Return the value below which so large a share of all lies; 0 without any."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


class WatchedApplication(Application):
    """Notes every slice while `recording`."""

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self.recording = False
        self.window: list[Slice] = []
        self.loop: list[Slice] = []
        self.pauses: list[float] = []
        self.alarm: QObject | None = None
        self._inside = False
        self._kind = ""
        self._begun = self._ended = (0.0, 0, 0.0, 0)
        self._parts: list[tuple[float, str]] = []
        self._collecting = 0.0
        self._waits = os.open("/proc/thread-self/schedstat", os.O_RDONLY) if sys.platform == "linux" else -1

    def watch(self, alarm: QObject) -> None:
        """Begin to look; called once Qt's loop runs.

        Args:
            alarm: the timer of the asyncio loop.
        """
        self.alarm = alarm
        dispatcher = QAbstractEventDispatcher.instance()
        dispatcher.awake.connect(self._close)
        dispatcher.aboutToBlock.connect(self._close)
        gc.callbacks.append(self._collected)

    def take(self) -> tuple[list[Slice], list[Slice], list[float]]:
        """Return the window's slices, the loop's, and the pauses of the garbage collector in ms; begin anew."""
        self._close()
        taken = self.window, self.loop, self.pauses
        self.window, self.loop, self.pauses = [], [], []
        return taken

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        if self._inside or not self.recording:
            return super().notify(receiver, event)
        own = receiver is self.alarm or isinstance(receiver, gui_loop._Waker | gui_loop._Notifier)
        kind = "loop" if own else "window"
        name = _namer(receiver, event)
        if kind != self._kind:
            self._close()
            self._kind = kind
            self._begun = self._now()
        began = time.perf_counter()
        self._inside = True
        try:
            return super().notify(receiver, event)
        finally:
            self._inside = False
            self._ended = self._now()
            took = (self._ended[0] - began) * 1000
            if took > _NAMED_MS / 4:
                self._parts.append((took, name()))

    def _now(self) -> tuple[float, int, float, int]:
        waited = sleeps = 0
        if sys.platform == "linux":
            waited = int(os.pread(self._waits, 99, 0).split()[1])
            import resource

            sleeps = resource.getrusage(resource.RUSAGE_THREAD).ru_nvcsw
        return time.perf_counter(), waited, time.thread_time(), sleeps

    def _close(self) -> None:
        if not self._kind:
            return
        begun, ended = self._begun, self._ended
        wall, cpu = (ended[0] - begun[0]) * 1000, (ended[2] - begun[2]) * 1000
        slept = self._waits < 0 or ended[3] != begun[3]
        waited = (ended[1] - begun[1]) / _PER_SECOND * 1000 if self._waits >= 0 else max(0.0, wall - cpu)
        (self.loop if self._kind == "loop" else self.window).append(
            Slice(wall, waited, cpu, slept, sorted(self._parts, reverse=True)[:4])
        )
        self._kind, self._parts = "", []

    def _collected(self, phase: str, _: dict[str, int]) -> None:
        if phase == "start":
            self._collecting = time.perf_counter()
        elif self.recording:
            self.pauses.append((time.perf_counter() - self._collecting) * 1000)


def _namer(receiver: QObject, event: QEvent) -> Callable[[], str]:
    """Return what names an event afterwards; it may have taken its receiver away."""
    kind: Any = event.type()

    def name() -> str:
        told = kind.name if hasattr(kind, "name") else str(kind)
        if not shiboken6.isValid(receiver):
            return f"{told} {type(receiver).__name__}"
        chain: list[str] = []
        each: QObject | None = receiver
        while each is not None and len(chain) < 3:
            chain.append(f"{type(each).__name__}{'#' + each.objectName() if each.objectName() else ''}")
            if each.objectName() and len(chain) > 1:
                break
            each = each.parent()
        return f"{told} {' in '.join(chain)}"

    return name
