"""What our SQLite files have in common: WAL, and steps that take an older file to the newest form."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

BUSY_SECONDS = 10.0


class NewerDatabaseError(Exception):
    """A newer release has written the file."""


def open_database(file: Path | str, steps: Sequence[str], *, check_same_thread: bool = True) -> sqlite3.Connection:
    """Open a database in WAL, in its newest form.

    Args:
        file: the file, or `:memory:`.
        check_same_thread: refuse calls from other threads; whoever allows them makes one at a time.
        steps: statements, divided by semicolons, that take it from version n to n + 1; none holds a semicolon itself.

    Raises:
        NewerDatabaseError: it knows more steps than these.
        sqlite3.Error: it cannot be used.
    """
    connection = sqlite3.connect(file, timeout=BUSY_SECONDS, check_same_thread=check_same_thread)
    try:
        _to_wal(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        _migrate(connection, steps)
    except BaseException:
        connection.close()
        raise
    return connection


def _migrate(connection: sqlite3.Connection, steps: Sequence[str]) -> None:
    version = _version(connection)
    if version > len(steps):
        raise NewerDatabaseError
    if version == len(steps):
        return
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        # Another process may have done it while this one waited for the lock.
        done = _version(connection)
        for number, step in enumerate(steps[done:], start=done + 1):
            for statement in step.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")


def _to_wal(connection: sqlite3.Connection) -> None:
    """Change to WAL; unlike everything else this does not wait by itself for another process that does the same."""
    end = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
        except sqlite3.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)
        else:
            return


def _version(connection: sqlite3.Connection) -> int:
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return found
