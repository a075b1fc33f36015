"""What keys with limits have used of them, and all keys together of the month's budget."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from aicore_tray.config.key_store import LocalKey
from aicore_tray.dialects.errors import ApiError, ErrorKind
from aicore_tray.usage.queries import Spent
from aicore_tray.usage.record import RequestRecord
from aicore_tray.usage.statistics import period_end, period_start

_MINUTE = 60.0
_NOTHING = Spent()


@dataclass(slots=True)
class _Use:
    """What a key has used.

    Attributes:
        minute: when its last requests began, as many as it may send in a minute.
        used: limit -> what counts against it.
    """

    minute: deque[float] = field(default_factory=deque)
    used: dict[str, float] = field(default_factory=dict)


class Allowances:
    """Lets keys use as much as they may; what other replicas count is told by `take_others`.

    Attributes:
        budget: capacity units that all keys together may use in a month; 0 for any number.

    Args:
        clock: Unix seconds, of the calendar.
        ticks: seconds that only grow, for minutes.
    """

    def __init__(self, clock: Callable[[], float] = time.time, ticks: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._ticks = ticks
        self.budget = 0.0
        self._keys: dict[str, _Use] = {}
        # Of the month, all keys together: the budget is looked at with every request.
        self._units = self._units_of_others = 0.0
        self._others: Mapping[str, Spent] = {}
        self._begun = _periods(clock())
        self._until = period_end("day", clock())

    def load(self, spent: Mapping[str, Spent]) -> None:
        """Go on from what the books hold: key's name -> what it has used."""
        self._keys = {}
        for name, sums in spent.items():
            used = self._of(name).used
            used |= {limit: getattr(sums, limit) for limit in Spent.__dataclass_fields__}
        self._units = sum(sums.units_per_month for sums in spent.values())

    def take_others(self, spent: Mapping[str, Spent]) -> None:
        """Take over what other replicas have used: key's name -> its sums, without what is counted here."""
        self._turn()
        self._others = spent
        self._units_of_others = sum(sums.units_per_month for sums in spent.values())

    def admit(self, key: LocalKey) -> None:
        """Let a request begin.

        Raises:
            ApiError: the key has used all that it may, or all have used the budget; it says when they may go on.
        """
        self.check_budget()
        if not key.limits:
            return
        self.check_sums(key)
        if (wait := self.minute_left(key)) is not None:
            raise refused_minute(key, wait)
        self.count_request(key)

    def check_budget(self) -> None:
        """Look at what all keys have used of the month's budget.

        Raises:
            ApiError: all of it; it says when they may go on.
        """
        if not self.budget or self.units_of_month() < self.budget:
            return
        now = self._clock()
        until = period_end("month", now)
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(until))
        raise ApiError(
            ErrorKind.RATE_LIMIT,
            f"The monthly budget of {self.budget:,g} capacity units is used up; requests go on at {when}, or when "
            "monthly_budget in the settings is raised",
            retry_after=max(1.0, until - now),
        )

    def units_of_month(self) -> float:
        """Return the capacity units that all keys together have used since the month began."""
        self._turn()
        return self._units + self._units_of_others

    def check_sums(self, key: LocalKey) -> None:
        """Look at what a key has used of its day and month.

        Raises:
            ApiError: that is all that it may; it says when it may go on.
        """
        if not key.limits:
            return
        used = self.used(key)
        for limit in Spent.__dataclass_fields__:
            allowed = getattr(key.limits, limit)
            if allowed and used[limit] >= allowed:
                raise self._refused(key, limit, used[limit], allowed)

    def minute_left(self, key: LocalKey) -> float | None:
        """Return the seconds until a key may send its next request; None if it may do so now."""
        if not (per_minute := key.limits.requests_per_minute):
            return None
        minute = self._minute(key.name)
        return minute[-per_minute] + _MINUTE - self._ticks() if len(minute) >= per_minute else None

    def count_request(self, key: LocalKey) -> None:
        """Count a request that begins."""
        if key.limits.requests_per_minute:
            self._minute(key.name).append(self._ticks())

    def _minute(self, name: str) -> deque[float]:
        """Return when a key's requests of the last minute began."""
        minute, now = self._of(name).minute, self._ticks()
        while minute and minute[0] <= now - _MINUTE:
            minute.popleft()
        return minute

    def book(self, record: RequestRecord) -> None:
        """Count what a request used."""
        self._turn()
        used = self._of(record.key).used
        units = record.units or 0.0
        self._units += units
        if tokens := record.usage.total:
            used["tokens_per_day"] = used.get("tokens_per_day", 0) + tokens
            used["tokens_per_month"] = used.get("tokens_per_month", 0) + tokens
        if units:
            used["units_per_day"] = used.get("units_per_day", 0) + units
            used["units_per_month"] = used.get("units_per_month", 0) + units

    def used(self, key: LocalKey) -> dict[str, float]:
        """Return what a key has used of what can be limited by day and month."""
        self._turn()
        used, others = self._of(key.name).used, self._others.get(key.name, _NOTHING)
        return {limit: used.get(limit, 0) + getattr(others, limit) for limit in Spent.__dataclass_fields__}

    def _of(self, name: str) -> _Use:
        if (known := self._keys.get(name)) is None:
            known = self._keys[name] = _Use()
        return known

    def _turn(self) -> None:
        """Begin anew with a new day or month; a clock that is put back gives nobody anything again."""
        now = self._clock()
        if self._begun["day"] <= now < self._until:
            return
        before, self._begun = self._begun, _periods(now)
        self._until = period_end("day", now)
        over = tuple(f"_per_{period}" for period, start in self._begun.items() if start > before[period])
        if over:
            # The others begin anew, too; what they have used since comes in a moment.
            self._others, self._units_of_others = {}, 0.0
        if "_per_month" in over:
            self._units = 0.0
        for use in self._keys.values():
            use.used = {limit: used for limit, used in use.used.items() if not over or not limit.endswith(over)}

    def _refused(self, key: LocalKey, limit: str, used: float, allowed: float) -> ApiError:
        sums = {
            "tokens_per_day": "tokens a day",
            "tokens_per_month": "tokens a month",
            "units_per_day": "capacity units a day",
            "units_per_month": "capacity units a month",
        }
        what = sums.get(limit, limit)
        until = period_end(limit.rpartition("_per_")[2], self._clock())
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(until))
        return ApiError(
            ErrorKind.RATE_LIMIT,
            f"The API key '{key.name}' may use {allowed:,g} {what} and has used {used:,.6g}; it may go on at {when}",
            retry_after=max(1.0, until - self._clock()),
        )


def refused_minute(key: LocalKey, wait: float) -> ApiError:
    """Return what a key is told that has sent all its requests of a minute, and may go on in so many seconds."""
    message = f"The API key '{key.name}' may send {key.limits.requests_per_minute:,} requests a minute"
    return ApiError(ErrorKind.RATE_LIMIT, message, retry_after=wait)


def _periods(now: float) -> dict[str, float]:
    return {period: period_start(period, now) for period in ("day", "month")}
