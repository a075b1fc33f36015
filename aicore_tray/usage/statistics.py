"""What was used in the last hour, today, in 7 and in 30 days: read from the books once, then kept up by each request.

A request is booked in the minute, and on the day, in which it ended: only then are its tokens known. Days begin at
local midnight, whatever the clocks do in between.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType

from aicore_tray.usage.record import RequestRecord

HOUR_MINUTES = 60
WEEK_DAYS = 7
MONTH_DAYS = 30
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over requests.

    Attributes:
        errors: answers that were errors or broke off.
        input: tokens that were read anew, as the upstream counts them.
        cache_read: tokens that came from its cache.
        cache_write: tokens that it put there.
        first_seconds: the times to the first token, added up.
        firsts: how many requests had one.
        units: SAP capacity units, of those requests whose price is known.
        saved: capacity units that caches saved, of the same.
        without_price: how many requests cost something that nobody knows.
    """

    requests: int = 0
    errors: int = 0
    input: int = 0
    output: int = 0
    cache_read: int = 0
    cache_write: int = 0
    first_seconds: float = 0.0
    firsts: int = 0
    units: float = 0.0
    saved: float = 0.0
    without_price: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.requests + other.requests,
            self.errors + other.errors,
            self.input + other.input,
            self.output + other.output,
            self.cache_read + other.cache_read,
            self.cache_write + other.cache_write,
            self.first_seconds + other.first_seconds,
            self.firsts + other.firsts,
            self.units + other.units,
            self.saved + other.saved,
            self.without_price + other.without_price,
        )

    @classmethod
    def of(cls, record: RequestRecord) -> Sums:
        """Return what one request adds."""
        usage, first = record.usage, record.first_token
        return cls(
            1,
            int(record.status >= 400 or not record.complete),
            usage.input,
            usage.output,
            usage.cache_read,
            usage.cache_write,
            first or 0.0,
            int(first is not None),
            record.units or 0.0,
            record.saved or 0.0,
            int(record.units is None),
        )

    @property
    def fresh(self) -> int:
        """Tokens of prompts that did not come from a cache."""
        return self.input + self.cache_write

    @property
    def prompt(self) -> int:
        """All tokens of prompts."""
        return self.input + self.cache_write + self.cache_read

    @property
    def tokens(self) -> int:
        """All tokens, in and out."""
        return self.prompt + self.output

    @property
    def first_token(self) -> float | None:
        """The average time to the first token in seconds; None where no request had one."""
        return self.first_seconds / self.firsts if self.firsts else None


NOTHING = Sums()


@dataclass(frozen=True, slots=True)
class Slice:
    """One minute or one day; `start` in Unix seconds."""

    start: float
    sums: Sums = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """What was used in a span of time.

    Attributes:
        by_model: the model that served, or the name that was asked for where none did.
        by_key: the local API key's name.
        by_account: requests that reached an account.
        slices: its minutes or days, the oldest first and the running one last.
    """

    total: Sums = NOTHING
    by_model: Mapping[str, Sums] = field(default_factory=dict)
    by_key: Mapping[str, Sums] = field(default_factory=dict)
    by_account: Mapping[str, Sums] = field(default_factory=dict)
    slices: tuple[Slice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """What was used, at one moment; parts in which nothing has changed are the same objects as before."""

    hour: Range = field(default_factory=Range)
    today: Range = field(default_factory=Range)
    week: Range = field(default_factory=Range)
    month: Range = field(default_factory=Range)


@dataclass(frozen=True, slots=True)
class Booked:
    """Sums of one combination of names in one minute (number since 1970) or on one day (its ordinal)."""

    slot: int
    model: str
    key: str
    account: str
    sums: Sums


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """What the database holds of the last hour and the last thirty days."""

    minutes: tuple[Booked, ...] = ()
    days: tuple[Booked, ...] = ()


class Counting:
    """Counts along with the requests.

    Args:
        clock: tells the time, in Unix seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._minutes = _Window(HOUR_MINUTES, _start_of_minute)
        self._days = _Window(WEEK_DAYS, start_of_day)
        self._long = _Window(MONTH_DAYS, start_of_day)
        self._now = Statistics()
        self._roll()

    def take(self, books: Books) -> None:
        """Begin with what the books hold."""
        self._minutes.take(books.minutes)
        self._days.take(books.days)
        self._long.take(books.days)
        self._roll()

    def add(self, record: RequestRecord) -> None:
        """Count a request that has just ended."""
        self._roll()
        sums, model = Sums.of(record), record.model or record.asked
        self._minutes.add(sums, model, record.key, record.account)
        self._days.add(sums, model, record.key, record.account)
        self._long.add(sums, model, record.key, record.account)

    def look(self) -> Statistics:
        """Return what is so now; it costs next to nothing where nothing has changed."""
        self._roll()
        hour, today, week = self._minutes.whole(), self._days.present(), self._days.whole()
        before = self._now
        if hour is not before.hour or today is not before.today or week is not before.week:
            self._now = Statistics(hour=hour, today=today, week=week, month=self._long.whole())
        return self._now

    def _roll(self) -> None:
        now = self._clock()
        self._minutes.roll(int(now // _MINUTE))
        self._days.roll(day_of(now))
        self._long.roll(day_of(now))


class _Window:
    """The last so many minutes or days: the running one changes, the sum of the others is kept."""

    def __init__(self, length: int, start: Callable[[int], float]) -> None:
        self._length = length
        self._start = start
        self._slot = 0
        self._bins: dict[int, _Bin] = {}
        self._past = _Bin()
        self._slices: tuple[Slice, ...] = ()
        self._whole: Range | None = None
        self._present: Range | None = None

    def take(self, booked: Iterable[Booked]) -> None:
        self._bins = {}
        for each in booked:
            self._bins.setdefault(each.slot, _Bin()).add(each.sums, each.model, each.key, each.account)
        self._settle()

    def roll(self, slot: int) -> None:
        """Go to a minute or day; one that lies ahead, after a clock was put back, waits for its time."""
        if slot != self._slot:
            self._slot = slot
            self._settle()

    def _settle(self) -> None:
        first = self._slot - self._length + 1
        self._bins = {slot: each for slot, each in self._bins.items() if slot >= first}
        self._past = _Bin()
        for slot, each in self._bins.items():
            if slot < self._slot:
                self._past.merge(each)
        self._slices = tuple(
            Slice(self._start(slot), self._bins[slot].total if slot in self._bins else NOTHING)
            for slot in range(first, self._slot)
        )
        self._whole = self._present = None

    def add(self, sums: Sums, model: str, key: str, account: str) -> None:
        self._bins.setdefault(self._slot, _Bin()).add(sums, model, key, account)
        self._whole = self._present = None

    def present(self) -> Range:
        """Return the running minute or day alone."""
        if self._present is None:
            self._present = self._bins.get(self._slot, _Bin()).range(())
        return self._present

    def whole(self) -> Range:
        """Return the whole window."""
        if self._whole is None:
            running = self._bins.get(self._slot, _Bin())
            both = _Bin()
            both.merge(self._past)
            both.merge(running)
            self._whole = both.range((*self._slices, Slice(self._start(self._slot), running.total)))
        return self._whole


class _Bin:
    """Sums that grow; what is handed out of it never changes."""

    __slots__ = ("by_account", "by_key", "by_model", "total")

    def __init__(self) -> None:
        self.total = NOTHING
        self.by_model: dict[str, Sums] = {}
        self.by_key: dict[str, Sums] = {}
        self.by_account: dict[str, Sums] = {}

    def add(self, sums: Sums, model: str, key: str, account: str) -> None:
        self.total += sums
        self.by_model[model] = self.by_model.get(model, NOTHING) + sums
        self.by_key[key] = self.by_key.get(key, NOTHING) + sums
        if account:
            self.by_account[account] = self.by_account.get(account, NOTHING) + sums

    def merge(self, other: _Bin) -> None:
        self.total += other.total
        for mine, theirs in (
            (self.by_model, other.by_model),
            (self.by_key, other.by_key),
            (self.by_account, other.by_account),
        ):
            for name, sums in theirs.items():
                mine[name] = mine.get(name, NOTHING) + sums

    def range(self, slices: tuple[Slice, ...]) -> Range:
        return Range(
            total=self.total,
            by_model=MappingProxyType(dict(self.by_model)),
            by_key=MappingProxyType(dict(self.by_key)),
            by_account=MappingProxyType(dict(self.by_account)),
            slices=slices,
        )


def day_of(seconds: float) -> int:
    """Return the ordinal of the local day at a moment."""
    return date(*time.localtime(seconds)[:3]).toordinal()


def start_of_day(ordinal: int) -> float:
    """Return the first moment of a local day, in Unix seconds."""
    day = date.fromordinal(ordinal)
    moment = datetime(day.year, day.month, day.day).astimezone().timestamp()
    while day_of(moment) < ordinal:
        # Clocks were put forward at midnight, which did not come; zones change by quarters of an hour.
        moment += 900
    return moment


def days_until(now: float) -> tuple[int, ...]:
    """Return the ordinals of the last thirty days, today last."""
    today = day_of(now)
    return tuple(range(today - MONTH_DAYS + 1, today + 1))


def _start_of_minute(minute: int) -> float:
    return float(minute * _MINUTE)


def after(ordinal: int) -> float:
    """Return the moment at which a local day is over."""
    return start_of_day((date.fromordinal(ordinal) + timedelta(days=1)).toordinal())


def month_forecast(units: float, week: Range, now: float) -> float | None:
    """Return what the running month will have cost at the pace of the last days, in capacity units.

    Whole days alone are counted, those before the first request of all are not; None before there is one.

    Args:
        units: what it has cost so far.
        week: the last seven days, today the last.
    """
    days = week.slices[:-1]
    while days and not days[0].sums.requests:
        days = days[1:]
    if not days:
        return None
    pace = sum(day.sums.units for day in days) / len(days)
    left = (period_end("month", now) - now) / 86_400
    return units + pace * left


def period_start(period: str, now: float) -> float:
    """Return the beginning of the local day or month, in Unix seconds."""
    day = date.fromordinal(day_of(now))
    return start_of_day((day if period == "day" else day.replace(day=1)).toordinal())


def period_end(period: str, now: float) -> float:
    """Return the end of the local day or month, in Unix seconds."""
    day = date.fromordinal(day_of(now))
    if period == "day":
        return after(day.toordinal())
    return start_of_day((day.replace(day=1) + timedelta(days=32)).replace(day=1).toordinal())
