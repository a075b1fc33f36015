"""Counts requests and tokens live, in memory, for the status that people look at now."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from aicore_tray.usage.record import RequestRecord

RECENT = 200


@dataclass(slots=True)
class Counts:
    """Sums over requests; tokens are the upstream's own counts."""

    requests: int = 0
    errors: int = 0
    input: int = 0
    cache_read: int = 0
    cache_write: int = 0
    output: int = 0
    reasoning: int = 0

    def add(self, record: RequestRecord) -> None:
        self.requests += 1
        self.errors += record.status >= 400 or not record.complete
        self.input += record.usage.input
        self.cache_read += record.usage.cache_read
        self.cache_write += record.usage.cache_write
        self.output += record.usage.output
        self.reasoning += record.usage.reasoning


@dataclass(slots=True)
class Meter:
    """What has happened since the engine started.

    Attributes:
        in_flight: requests under way.
        total: sums over all requests.
        by_model: sums a served model.
        by_key: sums a local API key.
        recent: the last requests, newest last.
        on_change: called whenever a request begins or ends.
    """

    in_flight: int = 0
    since: float = field(default_factory=time.time)
    total: Counts = field(default_factory=Counts)
    by_model: dict[str, Counts] = field(default_factory=dict)
    by_key: dict[str, Counts] = field(default_factory=dict)
    recent: deque[RequestRecord] = field(default_factory=lambda: deque(maxlen=RECENT))
    on_change: Callable[[], None] | None = None
    _listeners: list[Callable[[RequestRecord], None]] = field(default_factory=list)

    def subscribe(self, listener: Callable[[RequestRecord], None]) -> None:
        """Call `listener` with every finished request."""
        self._listeners.append(listener)

    def began(self) -> None:
        self.in_flight += 1
        if self.on_change is not None:
            self.on_change()

    def ended(self, record: RequestRecord) -> None:
        self.in_flight -= 1
        self.total.add(record)
        self.by_key.setdefault(record.key, Counts()).add(record)
        if record.model:
            self.by_model.setdefault(record.model, Counts()).add(record)
        self.recent.append(record)
        for listener in self._listeners:
            listener(record)
        if self.on_change is not None:
            self.on_change()
