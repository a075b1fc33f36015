"""The books: every request in SQLite, written in batches by one thread, read by anyone.

WAL lets `aicore-tray usage` read while the proxy writes.
"""

from __future__ import annotations

import logging
import math
import queue
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from aicore_tray.errors import AicoreTrayError
from aicore_tray.system.database import NewerDatabaseError, open_database
from aicore_tray.usage.record import RequestRecord
from aicore_tray.usage.statistics import HOUR_MINUTES, Booked, Books, Sums, after, days_until, start_of_day

_log = logging.getLogger(__name__)

BATCH_SECONDS = 0.2
_RETRY_SECONDS = 1.0
_LONGEST_TEXT = 300
# How long the end of the process waits for a file that somebody else holds.
_CLOSING_SECONDS = 5.0

# Each step takes the database from version n to n + 1; steps are only ever added. No statement holds a semicolon.
_MIGRATIONS = (
    """
    CREATE TABLE requests (
        id TEXT NOT NULL,
        started REAL NOT NULL,
        key TEXT NOT NULL,
        client TEXT NOT NULL,
        dialect TEXT NOT NULL,
        asked TEXT NOT NULL,
        model TEXT NOT NULL,
        account TEXT NOT NULL,
        deployment TEXT NOT NULL,
        status INTEGER NOT NULL,
        stream INTEGER NOT NULL,
        complete INTEGER NOT NULL,
        input INTEGER NOT NULL,
        cache_read INTEGER NOT NULL,
        cache_write INTEGER NOT NULL,
        output INTEGER NOT NULL,
        reasoning INTEGER NOT NULL,
        first_token REAL,
        duration REAL NOT NULL,
        error TEXT NOT NULL
    );
    CREATE INDEX requests_started ON requests (started);
    """,
)

_COLUMNS = (
    "id", "started", "key", "client", "dialect", "asked", "model", "account", "deployment", "status", "stream",
    "complete", "input", "cache_read", "cache_write", "output", "reasoning", "first_token", "duration", "error",
)  # fmt: skip
_INSERT = f"INSERT INTO requests ({', '.join(_COLUMNS)}) VALUES ({', '.join(':' + name for name in _COLUMNS)})"  # noqa: S608 - our own column names

GROUPS = {
    "key": "key",
    "model": "CASE WHEN model = '' THEN asked ELSE model END",
    "account": "account",
    "day": "date(started, 'unixepoch', 'localtime')",
}
"""What usage can be grouped by -> the SQL of the group's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageRow:
    """Sums over the requests of one group; tokens are the upstream's own counts."""

    group: str
    requests: int
    errors: int
    input: int
    cache_read: int
    cache_write: int
    output: int
    reasoning: int
    average_first_token: float | None
    average_duration: float


class UsageStore:
    """Owns usage.db: one writer thread, started by `open` and ended by `close`."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._queue: queue.SimpleQueue[RequestRecord | threading.Event | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closing = threading.Event()

    def open(self) -> None:
        """Create or migrate the database and start the writer.

        Raises:
            AicoreTrayError: the file cannot be used, or a newer release wrote it.
        """
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file.touch(mode=0o600)  # who used what is nobody else's business
        with closing(_connect(self._file)):
            pass
        self._thread = threading.Thread(target=self._write, name="usage writer", daemon=True)
        self._thread.start()

    def add(self, record: RequestRecord) -> None:
        """Hand a request to the writer; returns at once."""
        self._queue.put(record)

    def forget(self, days: int) -> int:
        """Delete requests of more than so many days ago, today being the first; return how many. It blocks.

        Raises:
            AicoreTrayError: the database cannot be used.
        """
        since = "strftime('%s', 'now', 'localtime', 'start of day', :back, 'utc')"
        query = f"DELETE FROM requests WHERE started < CAST({since} AS REAL)"  # noqa: S608 - no value is in it
        with closing(_connect(self._file)) as connection:
            try:
                with connection:
                    gone = connection.execute(query, {"back": f"-{max(0, days - 1)} days"}).rowcount
                if gone:
                    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except sqlite3.DatabaseError as error:
                raise AicoreTrayError(f"Old usage cannot be deleted from {self._file} ({error})") from error
        return gone

    def flush(self, timeout: float = 5.0) -> bool:
        """Wait until all that was added is on disk; call it outside the event loop. Returns False after `timeout`."""
        written = threading.Event()
        self._queue.put(written)
        return written.wait(timeout)

    def close(self) -> None:
        """Write what is waiting and end the writer; call it outside the event loop."""
        if self._thread is not None:
            self._closing.set()
            self._queue.put(None)
            self._thread.join()
            self._thread = None

    def _write(self) -> None:
        connection = _connect(self._file)
        try:
            while True:
                batch, flushed, ended = self._take()
                self._insert(connection, batch)
                for event in flushed:
                    event.set()
                if ended:
                    return
        finally:
            connection.close()

    def _take(self) -> tuple[list[RequestRecord], list[threading.Event], bool]:
        """Wait for the first entry, then gather what comes within a moment."""
        batch: list[RequestRecord] = []
        item = self._queue.get()
        deadline = time.monotonic() + BATCH_SECONDS
        while True:
            if item is None:
                return batch, [], True
            if isinstance(item, threading.Event):
                return batch, [item], False
            batch.append(item)
            try:
                item = self._queue.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                return batch, [], False

    def _insert(self, connection: sqlite3.Connection, batch: list[RequestRecord]) -> None:
        """Write a batch; a full disk, a locked or a damaged file is waited out, since no count may be lost."""
        rows = [_row(record) for record in batch]
        told = False
        last: float | None = None
        while rows:
            try:
                with connection:
                    connection.executemany(_INSERT, rows)
            except (UnicodeEncodeError, OverflowError) as error:
                # What cannot be written will never be: it must not take the others with it.
                if len(rows) > 1:
                    for record in batch:
                        self._insert(connection, [record])
                else:
                    _log.error("The request %s is missing in %s: %s", batch[0].id, self._file, error)
                return
            except sqlite3.DatabaseError as error:
                if not told:
                    _log.warning("Usage cannot be written to %s (%s); trying again", self._file, error)
                    told = True
                if last is None and self._closing.wait(_RETRY_SECONDS):
                    last = time.monotonic() + _CLOSING_SECONDS
                elif last is not None:
                    time.sleep(_RETRY_SECONDS)
                if last is not None and time.monotonic() > last:
                    _log.error("%d requests are missing in %s: it could not be written", len(rows), self._file)
                    return
            else:
                return


def _row(record: RequestRecord) -> dict[str, object]:
    row = asdict(record)
    row = {**row, **row.pop("usage")}
    # Bytes of a header that are no UTF-8 arrive as lone surrogates, which SQLite refuses; a name may be a whole book.
    return {
        name: value.encode(errors="replace").decode()[:_LONGEST_TEXT] if isinstance(value, str) else value
        for name, value in row.items()
    }


def _connect(file: Path) -> sqlite3.Connection:
    try:
        return open_database(file, _MIGRATIONS)
    except NewerDatabaseError as error:
        raise AicoreTrayError(
            f"The usage database {file} was written by a newer AI Core Tray", hint="Update this installation"
        ) from error
    except sqlite3.DatabaseError as error:
        raise AicoreTrayError(
            f"The usage database {file} cannot be used: {error}",
            hint="Move it away to start a new one, or give another folder with --data-dir",
        ) from error


@contextmanager
def reading(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(_connect(file)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def usage_by(file: Path, group: str, *, days: int | None = None) -> list[UsageRow]:
    """Return the sums of each group, the busiest first (days: the newest first); an absent database is empty.

    Args:
        file: usage.db.
        group: one of GROUPS.
        days: only the last so many days, today included; None for all.
    """
    if not file.is_file():
        return []
    name = GROUPS[group]
    order = "1 DESC" if group == "day" else "requests DESC, 1"
    # Days begin at local midnight.
    since = "strftime('%s', 'now', 'localtime', 'start of day', :back, 'utc')"
    query = f"""
        SELECT {name} AS "group", count(*) AS requests, sum(status >= 400 OR NOT complete) AS errors,
            sum(input) AS input, sum(cache_read) AS cache_read, sum(cache_write) AS cache_write,
            sum(output) AS output, sum(reasoning) AS reasoning,
            avg(first_token) AS average_first_token, avg(duration) AS average_duration
        FROM requests
        WHERE :back IS NULL OR started >= CAST({since} AS REAL)
        GROUP BY 1 ORDER BY {order}
        """  # noqa: S608 - the group and the order are ours
    back = None if days is None else f"-{max(0, days - 1)} days"
    with reading(file) as connection:
        return [UsageRow(**dict(row)) for row in connection.execute(query, {"back": back})]


def read_books(file: Path, now: float) -> Books:
    """Return what ended in the last hour and in the last seven days; an absent database is empty. It blocks.

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
            total(first_token), count(first_token)
        FROM (SELECT *, started + duration AS ended FROM requests WHERE started >= :since - 86400 AND started < :until)
        WHERE ended >= :since AND ended < :until GROUP BY 1, 2, 3, 4
        """  # noqa: S608 - the slot is ours
    for number, model, key, account, *sums in connection.execute(query, {"since": since, "until": until}):
        yield Booked(number, model, key, account, Sums(*sums))
