"""Measures the slices in which a QApplication's thread works: for the window, and for the asyncio loop in it.

A slice is one uninterrupted stretch: what is done for one side, with neither the other side nor Qt's look for what is
ready in between. Qt looks by GLib's poll, in whose place the watch stands; the loop's batches and sockets are its own.
So a watch costs some microseconds a turn, and nothing an event: to watch each event of Qt's from Python makes whatever
sends many of them, a widget that is made or a window that is painted, take half as long again and more.
"""

from __future__ import annotations

import ctypes
import gc
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import shiboken6
from PySide6.QtCore import QEvent, QObject

from aicore_tray.gui import loop as gui_loop
from aicore_tray.gui.application import Application

_NAMED_MS = 0.75
_EMPTY_MS = 0.05  # Qt's own way from one thing to the next
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


@dataclass(frozen=True, slots=True)
class _Moment:
    """What this thread has had so far: seconds, nanoseconds of waiting for a core, seconds of computing, sleeps."""

    time: float
    waited: int
    cpu: float
    sleeps: int


class WatchedApplication(Application):
    """Notes every slice while `recording`. Only where Qt's loop is GLib's: on Linux."""

    def __init__(self, arguments: list[str]) -> None:
        if sys.platform != "linux":
            raise SystemExit("Slices are measured at the poll of GLib's loop, which Qt has on Linux alone.")
        super().__init__(arguments)
        self.recording = False
        self.window: list[Slice] = []
        self.loop: list[Slice] = []
        self.pauses: list[float] = []
        self._parts: list[tuple[float, str]] = []
        self._kind = ""
        self._begun = _Moment(0, 0, 0, 0)
        self._stretches: list[tuple[str, _Moment, _Moment]] = []  # of this turn of Qt's
        self._collecting = 0.0
        self._waits = os.open("/proc/thread-self/schedstat", os.O_RDONLY)

    def watch(self, loop: gui_loop.EventLoop) -> None:
        """Begin to look, before the loop runs."""
        loop._run_ready = self._as_loop(loop._run_ready)  # type: ignore[method-assign]
        gui_loop._Notifier.event = self._as_loop(gui_loop._Notifier.event)  # type: ignore[method-assign]
        glib = ctypes.CDLL("libglib-2.0.so.0")
        glib.g_main_context_default.restype = ctypes.c_void_p
        self._poll = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_uint, ctypes.c_int)(self._polls)
        self._real_poll = glib.g_poll
        self._real_poll.argtypes = (ctypes.c_void_p, ctypes.c_uint, ctypes.c_int)
        glib.g_main_context_set_poll_func.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
        glib.g_main_context_set_poll_func(glib.g_main_context_default(), ctypes.cast(self._poll, ctypes.c_void_p))
        gc.callbacks.append(self._collected)

    def take(self) -> tuple[list[Slice], list[Slice], list[float]]:
        """Return the window's slices, the loop's, and the pauses of the garbage collector in ms; begin anew."""
        taken = self.window, self.loop, self.pauses
        self.window, self.loop, self.pauses = [], [], []
        return taken

    def _polls(self, descriptors: int, count: int, timeout: int) -> int:
        self._turn_to("")
        self._note()
        found: int = self._real_poll(descriptors, count, timeout)
        self._turn_to("window")
        return found

    def _as_loop(self, step: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*arguments: Any) -> Any:
            self._turn_to("loop")
            try:
                return step(*arguments)
            finally:
                self._turn_to("window")

        return watched

    def _turn_to(self, kind: str) -> None:
        now = self._now()
        if self._kind and self.recording:
            self._stretches.append((self._kind, self._begun, now))
        self._kind, self._begun = kind, now

    def _note(self) -> None:
        """Make slices of the stretches of a turn: those of one side, with nothing in between, are one."""
        slices: list[tuple[str, _Moment, _Moment]] = []
        for kind, begun, ended in self._stretches:
            if kind == "window" and (ended.time - begun.time) * 1000 < _EMPTY_MS:
                continue
            if slices and slices[-1][0] == kind:
                begun = slices.pop()[1]
            slices.append((kind, begun, ended))
        self._stretches.clear()
        for kind, begun, ended in slices:
            parts = sorted(self._parts, reverse=True)[:4] if kind == "window" else []
            (self.loop if kind == "loop" else self.window).append(_slice(begun, ended, parts))
        self._parts = []

    def _now(self) -> _Moment:
        import resource  # which Windows lacks: the benches themselves are read there, too

        waited = int(os.pread(self._waits, 99, 0).split()[1])
        sleeps = resource.getrusage(resource.RUSAGE_THREAD).ru_nvcsw
        return _Moment(time.perf_counter(), waited, time.thread_time(), sleeps)

    def _collected(self, phase: str, _: dict[str, int]) -> None:
        if phase == "start":
            self._collecting = time.perf_counter()
        elif self.recording:
            self.pauses.append((time.perf_counter() - self._collecting) * 1000)


class NamingApplication(WatchedApplication):
    """Names the events of the window that take longest, too: to find what to mend, as it makes all of them longer."""

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self._inside = False

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        if self._inside or not self.recording:
            return super().notify(receiver, event)
        name = _namer(receiver, event)
        began = time.perf_counter()
        self._inside = True
        try:
            return super().notify(receiver, event)
        finally:
            self._inside = False
            took = (time.perf_counter() - began) * 1000
            if took > _NAMED_MS and not isinstance(receiver, gui_loop._Waker | gui_loop._Notifier):
                self._parts.append((took, name()))


def _slice(begun: _Moment, ended: _Moment, parts: list[tuple[float, str]]) -> Slice:
    wall, cpu = (ended.time - begun.time) * 1000, (ended.cpu - begun.cpu) * 1000
    return Slice(wall, (ended.waited - begun.waited) / _PER_SECOND * 1000, cpu, ended.sleeps != begun.sleeps, parts)


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
