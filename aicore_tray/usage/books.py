"""The file of the books: its tables, how a request becomes a row, and what is done when the file is damaged."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Any

from aicore_tray.dialects.answer import Usage
from aicore_tray.errors import AicoreTrayError
from aicore_tray.system.database import NewerDatabaseError, open_database
from aicore_tray.usage.record import RequestRecord

_LONGEST_TEXT = 300
_LONGEST_ROUTE = 2_000
# What belongs to a database's file, the last of them being the file itself.
_PARTS = ("-wal", "-shm", "")
_HINT = "Move it away to start a new one, or give another folder with --data-dir"
_MAGIC = b"SQLite format 3\0"
# A busy or full file is no damaged one.
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

# Each step takes the database from version n to n + 1; steps are only ever added. No statement holds a semicolon.
MIGRATIONS = (
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
    """
    ALTER TABLE requests ADD COLUMN retries INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE requests ADD COLUMN route TEXT NOT NULL DEFAULT '';
    ALTER TABLE requests ADD COLUMN waited REAL NOT NULL DEFAULT 0;
    ALTER TABLE requests ADD COLUMN units REAL;
    ALTER TABLE requests ADD COLUMN saved REAL;
    """,
)

COLUMNS = (
    "id", "started", "key", "client", "dialect", "asked", "model", "account", "deployment", "status", "stream",
    "complete", "input", "cache_read", "cache_write", "output", "reasoning", "first_token", "duration", "error",
    "retries", "route", "waited", "units", "saved",
)  # fmt: skip
"""All that is kept of a request."""

_VALUES = f"({', '.join('?' * len(COLUMNS))})"
INSERT = f"INSERT INTO requests ({', '.join(COLUMNS)}) VALUES {_VALUES}"  # noqa: S608 - our own column names
# So many rows have fewer values than every SQLite takes in a statement, which is 999.
_ROWS_AT_ONCE = 32

_OF_USAGE = ("input", "cache_read", "cache_write", "output", "reasoning")
_values_of = attrgetter(*(f"usage.{name}" if name in _OF_USAGE else name for name in COLUMNS))
_ROUTE = COLUMNS.index("route")


class DamagedBooksError(AicoreTrayError):
    """The file is no database, or no whole one any more."""


def row_of(record: RequestRecord) -> tuple[object, ...]:
    """Return a request as INSERT takes it."""
    row = [
        _text(value) if isinstance(value, str) and not (value.isascii() and len(value) <= _LONGEST_TEXT) else value
        for value in _values_of(record)
    ]
    row[_ROUTE] = _fitted(record.route)
    return tuple(row)


def insert(connection: sqlite3.Connection, rows: Sequence[tuple[object, ...]]) -> None:
    """Write rows, many with one statement.

    With each statement the thread lets go of Python's lock and has to wait until the loop gives it back: that takes
    both of them longer than a row does.
    """
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        some = rows[start : start + _ROWS_AT_ONCE]
        connection.execute(f"{INSERT}{f', {_VALUES}' * (len(some) - 1)}", tuple(chain.from_iterable(some)))


def record_of(row: Mapping[str, Any]) -> RequestRecord:
    """Return a row as the request that it was made of."""
    kept = {name: row[name] for name in COLUMNS if name not in _OF_USAGE}
    usage = Usage(**{name: row[name] for name in _OF_USAGE})
    return RequestRecord(**kept | {"stream": bool(row["stream"]), "complete": bool(row["complete"]), "usage": usage})


def _text(value: str) -> str:
    """Return a text that SQLite takes: bytes of a header that are no UTF-8 arrive as lone surrogates.

    A name may be a whole book.
    """
    return value[:_LONGEST_TEXT] if value.isascii() else value.encode(errors="replace").decode()[:_LONGEST_TEXT]


def _fitted(route: str) -> str:
    """Return a route in the room that there is for it: the first and the last tries tell most."""
    if not route.isascii():
        route = route.encode(errors="replace").decode()
    if len(route) <= _LONGEST_ROUTE:
        return route
    try:
        hops = json.loads(route)
    except ValueError:
        return ""
    while len(route) > _LONGEST_ROUTE:
        del hops[len(hops) // 2]
        route = json.dumps(hops, ensure_ascii=False, separators=(",", ":"))
    return route


def connect(file: Path) -> sqlite3.Connection:
    """Open the books, in their newest form.

    Raises:
        DamagedBooksError: the file is no database, or no whole one.
        AicoreTrayError: it cannot be used, or a newer release wrote it.
    """
    try:
        return open_database(file, MIGRATIONS)
    except NewerDatabaseError as error:
        raise AicoreTrayError(
            f"The usage database {file} was written by a newer AI Core Tray", hint="Update this installation"
        ) from error
    except sqlite3.DatabaseError as error:
        kind = DamagedBooksError if is_damage(error) else AicoreTrayError
        raise kind(f"The usage database {file} cannot be used: {error}", hint=_HINT) from error


def refuse_other(file: Path) -> None:
    """Look whether a file is a database at all: of one that is none, SQLite would delete the log beside it.

    Only where this process has no connection to it: closing a file gives up the locks that SQLite holds on it.

    Raises:
        DamagedBooksError: it is none.
    """
    if not file.is_file():
        return
    try:
        with file.open("rb") as opened:
            head = opened.read(len(_MAGIC))
    except OSError:
        return  # SQLite will tell
    log = file.with_name(f"{file.name}-wal")
    if head != _MAGIC and (head or (log.exists() and log.stat().st_size)):
        raise DamagedBooksError(f"The usage database {file} cannot be used: file is not a database", hint=_HINT)


@contextmanager
def reading(file: Path) -> Iterator[sqlite3.Connection]:
    """Open the books for a look, with rows that know their columns.

    Raises:
        DamagedBooksError: the file is no database, or no whole one.
        AicoreTrayError: it cannot be used.
    """
    with closing(connect(file)) as connection:
        connection.row_factory = sqlite3.Row
        try:
            yield connection
        except sqlite3.DatabaseError as error:
            kind = DamagedBooksError if is_damage(error) else AicoreTrayError
            raise kind(f"The usage database {file} cannot be read: {error}") from error


def is_damage(error: Exception) -> bool:
    """Tell whether an error means that the file is broken, and not that it is busy or the disk full."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return isinstance(error, DamagedBooksError) or code & 0xFF in _DAMAGE


def is_whole(file: Path) -> bool:
    """Tell whether a file's pages hold together; all of it is read.

    Raises:
        AicoreTrayError: it cannot be looked at now.
    """
    try:
        with reading(file) as connection:
            return [row[0] for row in connection.execute("PRAGMA quick_check(1)")] == ["ok"]
    except DamagedBooksError:
        return False


def set_aside(file: Path) -> Path:
    """Give a damaged database another name, so that a new one can begin; nothing is deleted. Returns the new place.

    Raises:
        OSError: it cannot be moved; Windows lets nobody while another program reads it.
    """
    day = time.strftime("%Y-%m-%d")
    number = 1
    while True:
        name = f"{file.stem}.damaged-{day}{f'-{number}' if number > 1 else ''}{file.suffix}"
        place = file.with_name(name)
        if not any(place.with_name(name + part).exists() for part in _PARTS):
            break
        number += 1
    # The file itself goes last: its log, left alone, would be taken for that of the new one.
    for part in _PARTS:
        old = file.with_name(file.name + part)
        if old.exists():
            old.rename(place.with_name(name + part))
    return place
