"""What is read from the books: sums by any name, single requests a page at a time, what happened of late."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from aicore_tray.usage.books import COLUMNS, reading, record_of
from aicore_tray.usage.record import RequestRecord
from aicore_tray.usage.statistics import (
    HOUR_MINUTES,
    Booked,
    Books,
    Sums,
    after,
    days_until,
    period_start,
    start_of_day,
)

_PAGE = 1_000
_LONGEST_DAYS = 100_000

GROUPS = {
    "key": "key",
    "model": "CASE WHEN model = '' THEN asked ELSE model END",
    "account": "account",
    "deployment": "deployment",
    # Each release of a tool has a version of its own.
    "client": "CASE WHEN instr(client, '/') THEN substr(client, 1, instr(client, '/') - 1) ELSE client END",
    "dialect": "dialect",
    "hour": "strftime('%Y-%m-%d %H:00', started, 'unixepoch', 'localtime')",
    "day": "date(started, 'unixepoch', 'localtime')",
    "month": "strftime('%Y-%m', started, 'unixepoch', 'localtime')",
}
"""What usage can be grouped by -> the SQL of the group's name."""
_TIMES = ("hour", "day", "month")

# Days begin at local midnight.
_CHOSEN = """
    (:back IS NULL OR started >= CAST(strftime('%s', 'now', 'localtime', 'start of day', :back, 'utc') AS REAL))
    AND (:key IS NULL OR key = :key)
    AND (:model IS NULL OR model = :model OR asked = :model)
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which requests are meant; None leaves none out.

    Attributes:
        days: the last so many days, today included.
        key: the local key's name.
        model: the model that served, or the name that was asked for.
    """

    days: int | None = None
    key: str | None = None
    model: str | None = None

    @property
    def values(self) -> dict[str, object]:
        """What the condition asks for."""
        # SQLite knows no day before 4714 BC.
        back = None if self.days is None else f"-{min(max(0, self.days - 1), _LONGEST_DAYS)} days"
        return {"back": back, "key": self.key, "model": self.model}


EVERY = Chosen()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What a key has used since its day and its month began: tokens of prompts and answers, and capacity units."""

    tokens_per_day: int = 0
    tokens_per_month: int = 0
    units_per_day: float = 0.0
    units_per_month: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageRow:
    """Sums over the requests of one group; tokens are the upstream's own counts.

    Attributes:
        groups: the group's names, in the order in which they were asked for.
        units: SAP capacity units, of those requests whose price is known; None where no price is.
        saved: capacity units that caches saved, of the same.
        without_price: how many requests cost something that nobody knows.
    """

    groups: tuple[str, ...]
    requests: int
    errors: int
    input: int
    cache_read: int
    cache_write: int
    output: int
    reasoning: int
    average_first_token: float | None
    average_duration: float
    units: float | None
    saved: float | None
    without_price: int


def usage_by(file: Path, *groups: str, chosen: Chosen = EVERY) -> list[UsageRow]:
    """Return the sums of each group, the busiest first (times: the newest first); an absent database is empty.

    It blocks.

    Args:
        file: usage.db.
        groups: one or more of GROUPS.

    Raises:
        AicoreTrayError: the database cannot be used.
    """
    if not file.is_file():
        return []
    names = ", ".join(GROUPS[group] for group in groups)
    numbers = [str(number) for number in range(1, len(groups) + 1)]
    order = [f"{number} DESC" for number, group in zip(numbers, groups, strict=True) if group in _TIMES]
    query = f"""
        SELECT {names}, count(*) AS requests, sum(status >= 400 OR NOT complete) AS errors,
            sum(input) AS input, sum(cache_read) AS cache_read, sum(cache_write) AS cache_write,
            sum(output) AS output, sum(reasoning) AS reasoning,
            avg(first_token) AS average_first_token, avg(duration) AS average_duration,
            sum(units) AS units, sum(saved) AS saved, count(*) - count(units) AS without_price
        FROM requests WHERE {_CHOSEN}
        GROUP BY {", ".join(numbers)} ORDER BY {", ".join([*order, "requests DESC", *numbers])}
        """  # noqa: S608 - the groups and the order are ours
    with reading(file) as connection:
        rows = connection.execute(query, chosen.values).fetchall()
    sums = [(tuple(row)[: len(groups)], dict(zip(row.keys(), row, strict=True))) for row in rows]
    return [
        UsageRow(groups=names_of, **{name: values[name] for name in UsageRow.__slots__ if name != "groups"})
        for names_of, values in sums
    ]


def single_requests(file: Path, chosen: Chosen = EVERY) -> Iterator[list[dict[str, object]]]:
    """Yield every request with all that is kept of it, as it was booked, some at a time. It blocks.

    The database is let go between two pages: whoever reads slowly holds nobody up.

    Raises:
        AicoreTrayError: the database cannot be used.
    """
    if not file.is_file():
        return
    query = f"""
        SELECT rowid AS place, {", ".join(COLUMNS)} FROM requests WHERE rowid > :place AND {_CHOSEN}
        ORDER BY rowid LIMIT {_PAGE}
        """  # noqa: S608 - the columns and the condition are ours
    place: object = 0
    while True:
        with reading(file) as connection:
            rows = [dict(row) for row in connection.execute(query, {**chosen.values, "place": place})]
        if not rows:
            return
        place = rows[-1]["place"]
        for row in rows:
            del row["place"]
        yield rows


def last_requests(file: Path, count: int) -> list[RequestRecord]:
    """Return the requests that were booked last, the newest first; an absent database is empty. It blocks.

    Raises:
        AicoreTrayError: the database cannot be used.
    """
    if not file.is_file():
        return []
    query = f"SELECT {', '.join(COLUMNS)} FROM requests ORDER BY rowid DESC LIMIT ?"  # noqa: S608 - our own columns
    with reading(file) as connection:
        return [record_of(row) for row in connection.execute(query, (count,))]


def read_books(file: Path, now: float) -> Books:
    """Return what ended in the last hour and in the last thirty days; an absent database is empty. It blocks.

    Args:
        file: usage.db.
        now: Unix seconds.

    Raises:
        AicoreTrayError: the database cannot be used.
    """
    if not file.is_file():
        return Books()
    minute = int(now // 60)
    days: list[Booked] = []
    with reading(file) as connection:
        since = (minute - HOUR_MINUTES + 1) * 60.0
        minutes = tuple(_booked(connection, "CAST(ended / 60 AS INTEGER)", since, math.inf))
        for day in days_until(now):
            days += _booked(connection, str(int(day)), start_of_day(day), after(day))
    return Books(minutes=minutes, days=tuple(days))


def _booked(connection: sqlite3.Connection, slot: str, since: float, until: float) -> Iterator[Booked]:
    # The index knows when requests began; none runs for longer than a day.
    query = f"""
        SELECT {slot}, CASE WHEN model = '' THEN asked ELSE model END, key, account, count(*),
            sum(status >= 400 OR NOT complete), sum(input), sum(output), sum(cache_read), sum(cache_write),
            total(first_token), count(first_token), total(units), total(saved), count(*) - count(units)
        FROM (SELECT *, started + duration AS ended FROM requests WHERE started >= :since - 86400 AND started < :until)
        WHERE ended >= :since AND ended < :until GROUP BY 1, 2, 3, 4
        """  # noqa: S608 - the slot is ours
    for number, model, key, account, *sums in connection.execute(query, {"since": since, "until": until}):
        yield Booked(number, model, key, account, Sums(*sums))


def spent_by_key(file: Path, now: float) -> dict[str, Spent]:
    """Return what each key has used in the running day and month; an absent database is empty. It blocks.

    Args:
        now: Unix seconds.

    Raises:
        AicoreTrayError: the database cannot be used.
    """
    if not file.is_file():
        return {}
    day, month = period_start("day", now), period_start("month", now)
    query = """
        SELECT key, sum(CASE WHEN ended >= :day THEN tokens ELSE 0 END), sum(tokens),
            total(CASE WHEN ended >= :day THEN units END), total(units)
        FROM (
            SELECT key, units, started + duration AS ended, input + cache_read + cache_write + output AS tokens
            FROM requests WHERE started >= :month - 86400
        )
        WHERE ended >= :month GROUP BY key
        """
    with reading(file) as connection:
        return {
            key: Spent(tokens_per_day=today, tokens_per_month=tokens, units_per_day=units, units_per_month=all_units)
            for key, today, tokens, units, all_units in connection.execute(query, {"day": day, "month": month})
        }
