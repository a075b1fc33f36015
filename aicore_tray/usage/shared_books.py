"""The books that several replicas share, in PostgreSQL: their tables, and how requests become rows, each once."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from aicore_tray.system.postgres import HASTE_SECONDS, Postgres, Transaction
from aicore_tray.usage.books import COLUMNS, row_of
from aicore_tray.usage.queries import Spent
from aicore_tray.usage.record import RequestRecord
from aicore_tray.usage.statistics import day_of, period_start

Row = Mapping[str, object]
"""What is kept of a request: COLUMNS, and `entry`, `replica` and `day`."""

# Texts are ordered by their bytes, as SQLite does.
STEPS = (
    """
    CREATE TABLE aicore_tray_requests (
        place BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        entry UUID NOT NULL UNIQUE,
        replica TEXT NOT NULL,
        day TEXT NOT NULL,
        id TEXT NOT NULL,
        started DOUBLE PRECISION NOT NULL,
        key TEXT COLLATE "C" NOT NULL,
        client TEXT COLLATE "C" NOT NULL,
        dialect TEXT COLLATE "C" NOT NULL,
        asked TEXT COLLATE "C" NOT NULL,
        model TEXT COLLATE "C" NOT NULL,
        account TEXT COLLATE "C" NOT NULL,
        deployment TEXT COLLATE "C" NOT NULL,
        status INTEGER NOT NULL,
        stream INTEGER NOT NULL,
        complete INTEGER NOT NULL,
        input BIGINT NOT NULL,
        cache_read BIGINT NOT NULL,
        cache_write BIGINT NOT NULL,
        output BIGINT NOT NULL,
        reasoning BIGINT NOT NULL,
        first_token DOUBLE PRECISION,
        duration DOUBLE PRECISION NOT NULL,
        error TEXT NOT NULL,
        retries INTEGER NOT NULL,
        route TEXT NOT NULL,
        waited DOUBLE PRECISION NOT NULL,
        units DOUBLE PRECISION,
        saved DOUBLE PRECISION
    );
    CREATE INDEX aicore_tray_requests_started ON aicore_tray_requests (started);
    CREATE TABLE aicore_tray_spent (
        key TEXT NOT NULL,
        day TEXT NOT NULL,
        replica TEXT NOT NULL,
        tokens NUMERIC NOT NULL,
        units DOUBLE PRECISION NOT NULL,
        PRIMARY KEY (day, key, replica)
    );
    """,
)

_TYPES = {
    "entry": "uuid",
    **dict.fromkeys(("started", "first_token", "duration", "waited", "units", "saved"), "double precision"),
    **dict.fromkeys(("status", "stream", "complete", "retries"), "integer"),
    **dict.fromkeys(("input", "cache_read", "cache_write", "output", "reasoning"), "bigint"),
}
_ALL = ("entry", "replica", "day", *COLUMNS)
# Sums that limits ask for are kept beside the rows, in the same breath: nobody adds up a month each second.
_INSERT = f"""
    WITH news AS (
        INSERT INTO aicore_tray_requests ({", ".join(_ALL)})
        SELECT {", ".join(_ALL)}
        FROM json_to_recordset(CAST(:rows AS json)) AS row ({", ".join(f"{n} {_TYPES.get(n, 'text')}" for n in _ALL)})
        ON CONFLICT (entry) DO NOTHING
        RETURNING key, day, replica, CAST(input AS numeric) + cache_read + cache_write + output AS tokens, units
    )
    INSERT INTO aicore_tray_spent AS known (key, day, replica, tokens, units)
    SELECT key, day, replica, sum(tokens), coalesce(sum(units), 0) FROM news GROUP BY key, day, replica
    ON CONFLICT (day, key, replica)
    DO UPDATE SET tokens = known.tokens + excluded.tokens, units = known.units + excluded.units
    """  # noqa: S608 - our own column names
_SPENT = """
    SELECT key, sum(CASE WHEN day = :day THEN tokens ELSE 0 END), sum(tokens),
        sum(CASE WHEN day = :day THEN units ELSE 0 END), sum(units)
    FROM aicore_tray_spent WHERE day >= :month AND replica <> :replica GROUP BY key
    """
# Sums of this month and of the one before are kept.
_KEPT_DAYS = 62
_DAY_SECONDS = 86_400.0
# Computers know no day before it, whatever their zone.
_FIRST_DAY = date(1970, 1, 2).toordinal()


def entry_of(record: RequestRecord, replica: str) -> Row:
    """Return a request as it is written, at whichever try: its entry tells it from all others."""
    row = {name: _storable(value) for name, value in zip(COLUMNS, row_of(record), strict=True)}
    return {"entry": str(uuid.uuid4()), "replica": replica, "day": _day(record.started + record.duration), **row}


def insert(postgres: Postgres, rows: Sequence[Row]) -> None:
    """Write rows; those that are there already stay as they are.

    Raises:
        UnfitError: one of them holds a value that cannot be stored; none is written.
        DatabaseError: the database cannot be used.
    """
    with postgres.begin(HASTE_SECONDS) as at:
        at.run(_INSERT, {"rows": json.dumps(rows)})


def spent_by_others(at: Transaction, replica: str, now: float) -> dict[str, Spent]:
    """Return what each key has used in the running day and month at all replicas but one."""
    since = {"day": _day(now), "month": _day(period_start("month", now)), "replica": replica}
    return {
        key: Spent(
            tokens_per_day=int(today), tokens_per_month=int(tokens), units_per_day=units, units_per_month=all_units
        )
        for key, today, tokens, units, all_units in at.run(_SPENT, since)
    }


def forget_spent(at: Transaction, now: float) -> None:
    """Delete sums that no limit asks for any more."""
    at.run("DELETE FROM aicore_tray_spent WHERE day < :day", {"day": _day(now - _KEPT_DAYS * _DAY_SECONDS)})


def first_day(days: int) -> int:
    """Return the ordinal of the first of the last so many days, today being the last."""
    return max(_FIRST_DAY, day_of(time.time()) - max(0, days - 1))


def _day(seconds: float) -> str:
    """Return the day of the computer's own calendar."""
    return time.strftime("%Y-%m-%d", time.localtime(seconds))


def _storable(value: object) -> object:
    """Return a value as PostgreSQL takes it: it has no zero bytes, and no truth among numbers."""
    if isinstance(value, str):
        return value.replace("\0", "�")
    return int(value) if isinstance(value, bool) else value
