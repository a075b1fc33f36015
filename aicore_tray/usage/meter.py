"""Counts requests and tokens live, in memory, for the status that people look at now; and knows what runs."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, fields
from typing import TypeVar

from aicore_tray.dialects.answer import Usage
from aicore_tray.usage.record import RequestRecord

RECENT = 200
HOUR_MINUTES = 60
# Tools name themselves as they like; further ones are counted together.
_CLIENTS = 200
OTHERS = "others"
"""Stands for clients beyond those that are counted one by one."""

Label = TypeVar("Label", bound=Hashable)


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
        usage = record.usage
        self.requests += 1
        self.errors += record.status >= 400 or not record.complete
        self.input += usage.input
        self.cache_read += usage.cache_read
        self.cache_write += usage.cache_write
        self.output += usage.output
        self.reasoning += usage.reasoning
        self.units += record.units or 0.0
        self.saved += record.saved or 0.0
        self.without_price += record.units is None

    def take_in(self, other: Counts) -> None:
        """Add other requests."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


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
        recent: the last requests, newest last.
        price: tells what a request cost, by served model, status and counts; without it no cost is known.
        on_change: called whenever a request begins, has its first content, or ends.
    """

    since: float = field(default_factory=time.time)
    recent: deque[RequestRecord] = field(default_factory=lambda: deque(maxlen=RECENT))
    price: Callable[[str, int, Usage], tuple[float | None, float | None]] | None = None
    on_change: Callable[[], None] | None = None
    clock: Callable[[], float] = time.time
    # (served model, key, client) -> sums: a request is counted once, and sums are made for whoever looks.
    _counts: dict[tuple[str, str, str], Counts] = field(default_factory=dict)
    _clients: set[str] = field(default_factory=set)
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

    def sums(self, label: Callable[[str, str, str], Label | None]) -> dict[Label, Counts]:
        """Return sums over the requests of each label.

        Args:
            label: of the requests of a served model ("" for none), a key and a client without its version; None leaves
                them out.
        """
        found: dict[Label, Counts] = {}
        for place, counts in self._counts.items():
            if (name := label(*place)) is not None:
                found.setdefault(name, Counts()).take_in(counts)
        return found

    @property
    def total(self) -> Counts:
        """Sums over all requests."""
        return self.sums(lambda *_: "").get("") or Counts()

    @property
    def by_model(self) -> dict[str, Counts]:
        """Sums a served model."""
        return self.sums(lambda model, key, client: model or None)

    @property
    def by_key(self) -> dict[str, Counts]:
        """Sums a local API key."""
        return self.sums(lambda model, key, client: key)

    @property
    def by_client(self) -> dict[str, Counts]:
        """Sums a client, without its version."""
        return self.sums(lambda model, key, client: client)

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
        place = (record.model, record.key, self._client(record))
        if (counts := self._counts.get(place)) is None:
            counts = self._counts[place] = Counts()
        counts.add(record)
        self._count_minute(record)
        self.recent.append(record)
        for listener in self._listeners:
            listener(record)
        self._tell()

    def _client(self, record: RequestRecord) -> str:
        """Return the client as which a request is counted."""
        client = record.client.partition("/")[0]
        if client not in self._clients:
            if len(self._clients) >= _CLIENTS:
                return OTHERS
            self._clients.add(client)
        return client

    def _count_minute(self, record: RequestRecord) -> None:
        start = _minute(self.clock())
        if not self._minutes or self._minutes[-1].start != start:
            self._minutes.append(Minute(start))
        minute = self._minutes[-1]
        minute.requests += 1
        minute.tokens += record.usage.total

    def _tell(self) -> None:
        if self.on_change is not None:
            self.on_change()


def _minute(seconds: float) -> int:
    return int(seconds // 60) * 60
