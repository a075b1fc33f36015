"""How late the loop comes: window and streams share it, so what holds up one holds up the other."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass

INTERVAL = 0.05
WINDOW_SECONDS = 60
FINE_MS = 16.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LagReport:
    """How late sleeps ended within the last minute, in milliseconds.

    Attributes:
        samples: how many there were; with none, nothing is known.
        series: the longest of each second, the oldest first.
    """

    samples: int = 0
    p50: float = 0.0
    p99: float = 0.0
    longest: float = 0.0
    series: tuple[float, ...] = ()

    @property
    def fine(self) -> bool:
        """Whether nobody would notice."""
        return self.p99 < FINE_MS


class LagSampler:
    """Measures while somebody looks."""

    def __init__(self, interval: float = INTERVAL) -> None:
        self._interval = interval
        self._turn = 0
        self._samples: deque[tuple[float, float]] = deque()

    async def run(self) -> None:
        """Measure until `stop` or the next `run`."""
        self._turn += 1
        turn = self._turn
        while turn == self._turn:
            due = time.perf_counter() + self._interval
            await asyncio.sleep(self._interval)
            self.note(time.perf_counter(), max(0.0, time.perf_counter() - due) * 1000)

    def stop(self) -> None:
        """End the measuring with its next sample."""
        self._turn += 1

    def note(self, at: float, late: float) -> None:
        """Take a sample: when it was taken, in seconds of `perf_counter`, and how late it was in milliseconds."""
        self._samples.append((at, late))
        while self._samples[0][0] < at - WINDOW_SECONDS:
            self._samples.popleft()

    def report(self, now: float | None = None) -> LagReport:
        """Return what the last minute was like."""
        now = time.perf_counter() if now is None else now
        seen = [(at, late) for at, late in self._samples if at > now - WINDOW_SECONDS]
        if not seen:
            return LagReport()
        ordered = sorted(late for _, late in seen)
        seconds: dict[int, float] = {}
        for at, late in seen:
            second = int(at)
            seconds[second] = max(late, seconds.get(second, 0.0))
        return LagReport(
            samples=len(ordered),
            p50=ordered[len(ordered) // 2],
            p99=ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))],
            longest=ordered[-1],
            series=tuple(seconds[second] for second in sorted(seconds)),
        )

    async def measured(self, seconds: float = 1.0) -> LagReport:
        """Return a report; where nobody has looked, after having measured for a moment."""
        if not self.report().samples:
            try:
                async with asyncio.timeout(seconds):
                    await self.run()
            except TimeoutError:
                pass
        return self.report()
