"""Counts requests and tokens live, in memory, for the status that people look at now; and knows what runs."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from aicore_tray.dialects.answer import Usage
from aicore_tray.usage.record import RequestRecord

RECENT = 200
HOUR_MINUTES = 60
# Tools name themselves as they like; further ones are counted together.
_CLIENTS = 200
OTHERS = "others"
"""Stands for clients beyond those that are counted one by one."""


@dataclass(slots=True)
class Counts:
    """Sums over requests; tokens are the upstream's own counts.

    Attributes:
        units: SAP capacity units, of those whose price is known.
        saved: capacity units that caches saved, of the same.
        without_price: requests that cost something that nobody knows.
    """

    requests: int = 0
    errors: int = 0
    input: int = 0
    cache_read: int = 0
    cache_write: int = 0
    output: int = 0
    reasoning: int = 0
    units: float = 0.0
    saved: float = 0.0
    without_price: int = 0

    def add(self, record: RequestRecord) -> None:
        self.requests += 1
        self.errors += record.status >= 400 or not record.complete
        self.input += record.usage.input
        self.cache_read += record.usage.cache_read
        self.cache_write += record.usage.cache_write
        self.output += record.usage.output
        self.reasoning += record.usage.reasoning
        self.units += record.units or 0.0
        self.saved += record.saved or 0.0
        self.without_price += record.units is None


@dataclass(slots=True)
class Minute:
    """What ended in one minute; `start` in Unix seconds."""

    start: int
    requests: int = 0
    tokens: int = 0


@dataclass(slots=True, kw_only=True, eq=False)
class Running:
    """A request under way; the relay writes down what becomes known of it.

    Attributes:
        number: counts the requests since the engine started, so that each is told from all others.
        id: the x-request-id.
        started: Unix seconds.
        key: the name of the local API key.
        client: the user agent's first product.
        api: the API that the client speaks, as the books name it.
        asked: the model name that the client sent.
        model: SAP's name of the model that serves it now; "" while none does.
        account: the one whose deployment that is.
        first_token: seconds until the first content; None before.
    """

    number: int = 0
    id: str = ""
    started: float = field(default_factory=time.time)
    key: str = ""
    client: str = ""
    api: str = ""
    asked: str = ""
    model: str = ""
    account: str = ""
    first_token: float | None = None
    on_content: Callable[[], None] | None = None

    def served_by(self, model: str, account: str = "") -> None:
        """Note the model and the account whose deployment is tried now."""
        self.model, self.account, self.first_token = model, account, None

    def content_came(self, seconds: float) -> None:
        """Note the first content; called once a request, not with every event."""
        self.first_token = seconds
        if self.on_content is not None:
            self.on_content()


@dataclass(slots=True)
class Meter:
    """What has happened since the engine started.

    Attributes:
        running: requests under way, the oldest first.
        total: sums over all requests.
        by_model: sums a served model.
        by_key: sums a local API key.
        by_client: sums a client, without its version.
        recent: the last requests, newest last.
        price: tells what a request cost, by served model, status and counts; without it no cost is known.
        on_change: called whenever a request begins, has its first content, or ends.
    """

    since: float = field(default_factory=time.time)
    total: Counts = field(default_factory=Counts)
    by_model: dict[str, Counts] = field(default_factory=dict)
    by_key: dict[str, Counts] = field(default_factory=dict)
    by_client: dict[str, Counts] = field(default_factory=dict)
    recent: deque[RequestRecord] = field(default_factory=lambda: deque(maxlen=RECENT))
    price: Callable[[str, int, Usage], tuple[float | None, float | None]] | None = None
    on_change: Callable[[], None] | None = None
    clock: Callable[[], float] = time.time
    _minutes: deque[Minute] = field(default_factory=lambda: deque(maxlen=HOUR_MINUTES))
    _listeners: list[Callable[[RequestRecord], None]] = field(default_factory=list)
    _running: dict[int, Running] = field(default_factory=dict)
    _begun: int = 0

    @property
    def in_flight(self) -> int:
        """How many requests are under way."""
        return len(self._running)

    @property
    def running(self) -> tuple[Running, ...]:
        return tuple(self._running.values())

    @property
    def in_flight_by_model(self) -> dict[str, int]:
        """How many requests are under way a model; those that have none yet count under ""."""
        return dict(Counter(running.model for running in self._running.values()))

    @property
    def minutes(self) -> tuple[Minute, ...]:
        """The minutes of the last hour in which a request ended, the oldest first."""
        now = _minute(self.clock())
        return tuple(minute for minute in self._minutes if 0 <= now - minute.start < HOUR_MINUTES * 60)

    def subscribe(self, listener: Callable[[RequestRecord], None]) -> None:
        """Call `listener` with every finished request."""
        self._listeners.append(listener)

    def began(self, running: Running) -> Running:
        """Take note of a request that begins; `ended` has to be called for it."""
        self._begun += 1
        running.number, running.on_content = self._begun, self._tell
        self._running[running.number] = running
        self._tell()
        return running

    def cost(self, model: str, status: int, usage: Usage) -> tuple[float | None, float | None]:
        """Return what a request cost and what caches saved of it, in capacity units; None for what nobody knows."""
        return (None, None) if self.price is None else self.price(model, status, usage)

    def ended(self, record: RequestRecord, running: Running) -> None:
        """Count a request that has ended, however it did."""
        self._running.pop(running.number, None)
        self.total.add(record)
        self.by_key.setdefault(record.key, Counts()).add(record)
        if record.model:
            self.by_model.setdefault(record.model, Counts()).add(record)
        self._count_client(record)
        self._count_minute(record)
        self.recent.append(record)
        for listener in self._listeners:
            listener(record)
        self._tell()

    def _count_client(self, record: RequestRecord) -> None:
        client = record.client.partition("/")[0]
        if client not in self.by_client and len(self.by_client) >= _CLIENTS:
            client = OTHERS
        self.by_client.setdefault(client, Counts()).add(record)

    def _count_minute(self, record: RequestRecord) -> None:
        start = _minute(self.clock())
        if not self._minutes or self._minutes[-1].start != start:
            self._minutes.append(Minute(start))
        self._minutes[-1].requests += 1
        self._minutes[-1].tokens += record.usage.total

    def _tell(self) -> None:
        if self.on_change is not None:
            self.on_change()


def _minute(seconds: float) -> int:
    return int(seconds // 60) * 60
