"""What is read from the books that replicas share: the same questions as `queries` and `clients` ask of SQLite."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator

from aicore_tray.system.postgres import Postgres, Transaction
from aicore_tray.usage.books import COLUMNS, record_of
from aicore_tray.usage.clients import LastAnswer
from aicore_tray.usage.queries import EVERY, Chosen, UsageRow
from aicore_tray.usage.record import RequestRecord
from aicore_tray.usage.shared_books import first_day
from aicore_tray.usage.statistics import (
    HOUR_MINUTES,
    Booked,
    Books,
    Sums,
    after,
    days_until,
    start_of_day,
)

_PAGE = 1_000
_DAY_SECONDS = 86_400.0
_LAST_ANSWER_DAYS = 90
_MODEL = "CASE WHEN model = '' THEN asked ELSE model END"
_ERRORS = "count(*) FILTER (WHERE status >= 400 OR complete = 0)"
_LOCAL = "to_char(to_timestamp(started + {offset}) AT TIME ZONE 'UTC', '{form}')"
# The group's time -> how it is written, as SQLite writes it.
_TIMES = {"hour": "YYYY-MM-DD HH24:00", "day": "YYYY-MM-DD", "month": "YYYY-MM"}
_NAMES = {
    "key": "key",
    "model": _MODEL,
    "account": "account",
    "deployment": "deployment",
    "client": "split_part(client, '/', 1)",
    "dialect": "dialect",
}
_CHOSEN = """
    (CAST(:since AS double precision) IS NULL OR started >= :since)
    AND (CAST(:key AS text) IS NULL OR key = :key)
    AND (CAST(:model AS text) IS NULL OR model = :model OR asked = :model)
    """


class SharedUsage:
    """Reads the books of a database; all of it blocks and raises DatabaseError where it cannot be used."""

    def __init__(self, postgres: Postgres) -> None:
        self._postgres = postgres

    def usage_by(self, *groups: str, chosen: Chosen = EVERY) -> list[UsageRow]:
        """Return the sums of each group, the busiest first (times: the newest first)."""
        numbers = [str(number) for number in range(1, len(groups) + 1)]
        order = [f"{number} DESC" for number, group in zip(numbers, groups, strict=True) if group in _TIMES]
        with self._postgres.begin() as at:
            offset = _local_offset(at) if order else ""
            names = ", ".join(_name(group, offset) for group in groups)
            query = f"""
                SELECT {names}, count(*) AS requests, {_ERRORS} AS errors,
                    CAST(sum(input) AS bigint) AS input, CAST(sum(cache_read) AS bigint) AS cache_read,
                    CAST(sum(cache_write) AS bigint) AS cache_write, CAST(sum(output) AS bigint) AS output,
                    CAST(sum(reasoning) AS bigint) AS reasoning, avg(first_token) AS average_first_token,
                    avg(duration) AS average_duration, sum(units) AS units, sum(saved) AS saved,
                    count(*) - count(units) AS without_price
                FROM aicore_tray_requests WHERE {_CHOSEN}
                GROUP BY {", ".join(numbers)} ORDER BY {", ".join([*order, "requests DESC", *numbers])}
                """  # noqa: S608 - the groups and the order are ours
            rows = at.run(query, _values(chosen))
        sums = [name for name in UsageRow.__slots__ if name != "groups"]
        return [
            UsageRow(groups=tuple(row[: len(groups)]), **dict(zip(sums, row[len(groups) :], strict=True)))
            for row in rows
        ]

    def single_requests(self, chosen: Chosen = EVERY) -> Iterator[list[dict[str, object]]]:
        """Yield every request with all that is kept of it, as it was booked, some at a time."""
        query = f"""
            SELECT place, {", ".join(COLUMNS)} FROM aicore_tray_requests WHERE place > :place AND {_CHOSEN}
            ORDER BY place LIMIT {_PAGE}
            """  # noqa: S608 - the columns and the condition are ours
        place = 0
        while True:
            with self._postgres.begin() as at:
                rows = at.run(query, {**_values(chosen), "place": place})
            if not rows:
                return
            place = rows[-1][0]
            yield [dict(zip(COLUMNS, row[1:], strict=True)) for row in rows]

    def last_requests(self, count: int) -> list[RequestRecord]:
        """Return the requests that were booked last, the newest first."""
        query = f"SELECT {', '.join(COLUMNS)} FROM aicore_tray_requests ORDER BY place DESC LIMIT :count"  # noqa: S608 - our own columns
        with self._postgres.begin() as at:
            rows = at.run(query, {"count": count})
        return [record_of(dict(zip(COLUMNS, row, strict=True))) for row in rows]

    def read_books(self, now: float) -> Books:
        """Return what ended in the last hour and in the last thirty days."""
        minute = int(now // 60)
        days: list[Booked] = []
        with self._postgres.begin() as at:
            since = (minute - HOUR_MINUTES + 1) * 60.0
            minutes = tuple(_booked(at, "CAST(floor(ended / 60) AS bigint)", since, math.inf))
            for day in days_until(now):
                days += _booked(at, str(int(day)), start_of_day(day), after(day))
        return Books(minutes=minutes, days=tuple(days))

    def last_answers(self) -> tuple[LastAnswer, ...]:
        """Return the last answer to each client under each key in the last months, the oldest first."""
        query = """
            SELECT DISTINCT ON (key, client) key, client, started, model, first_token FROM aicore_tray_requests
            WHERE started >= :since AND status < 400 ORDER BY key, client, started DESC
            """
        with self._postgres.begin() as at:
            rows = at.run(query, {"since": time.time() - _LAST_ANSWER_DAYS * _DAY_SECONDS})
        answers = [
            LastAnswer(key=key, client=client, started=started, model=model, first_token=first)
            for key, client, started, model, first in rows
        ]
        return tuple(sorted(answers, key=lambda answer: answer.started))


def _values(chosen: Chosen) -> dict[str, object]:
    since = None if chosen.days is None else start_of_day(first_day(chosen.days))
    return {"since": since, "key": chosen.key, "model": chosen.model}


def _name(group: str, offset: str) -> str:
    if group in _TIMES:
        return _LOCAL.format(offset=offset, form=_TIMES[group])
    return _NAMES[group]


def _local_offset(at: Transaction) -> str:
    """Return the SQL of how many seconds this computer's clock was ahead of UTC when a request began.

    The server may stand elsewhere, and knows not every name of a zone.
    """
    oldest = at.run("SELECT min(started) FROM aicore_tray_requests")[0][0]
    now = time.time()
    moment = now if oldest is None else min(oldest, now)
    known, parts = _ahead(moment), []
    while moment < now + _DAY_SECONDS:
        later = moment + _DAY_SECONDS
        if _ahead(later) != known:
            changed = _change(moment, later)
            parts.append(f"WHEN started < {changed!r} THEN {known}")
            known = _ahead(later)
        moment = later
    return f"CASE {' '.join(parts)} ELSE {known} END" if parts else str(known)


def _change(before: float, later: float) -> float:
    """Return the moment between two at which the clocks were changed."""
    while later - before > 1:
        middle = (before + later) // 2
        if _ahead(middle) == _ahead(before):
            before = middle
        else:
            later = middle
    return later


def _ahead(moment: float) -> int:
    return time.localtime(moment).tm_gmtoff


def _booked(at: Transaction, slot: str, since: float, until: float) -> Iterator[Booked]:
    # The index knows when requests began; none runs for longer than a day.
    query = f"""
        SELECT {slot}, {_MODEL}, key, account, count(*), {_ERRORS}, CAST(sum(input) AS bigint),
            CAST(sum(output) AS bigint), CAST(sum(cache_read) AS bigint), CAST(sum(cache_write) AS bigint),
            coalesce(sum(first_token), 0), count(first_token), coalesce(sum(units), 0), coalesce(sum(saved), 0),
            count(*) - count(units)
        FROM (
            SELECT *, started + duration AS ended FROM aicore_tray_requests
            WHERE started >= CAST(:since AS double precision) - 86400 AND started < :until
        ) AS near
        WHERE ended >= :since AND ended < :until GROUP BY 1, 2, 3, 4
        """  # noqa: S608 - the slot is ours
    for number, model, key, account, *sums in at.run(query, {"since": since, "until": until}):
        yield Booked(number, model, key, account, Sums(*sums))
