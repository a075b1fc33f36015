"""What the recall keeps over a restart: a client that goes on tomorrow needs today's reasoning back.

What models thought is the user's own: the file is readable by its owner alone and what is old leaves it.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import msgspec

from aicore_tray.dialects.conversation import Thinking
from aicore_tray.system.database import NewerDatabaseError, open_database

_log = logging.getLogger(__name__)

MAX_CALLS = 20_000
MAX_AGE_SECONDS = 14 * 86_400.0
# What is read into memory at the start.
READ_BYTES = 8 * 1024 * 1024
_MIGRATIONS = (
    """
    CREATE TABLE calls (
        id TEXT PRIMARY KEY,
        thinking BLOB NOT NULL,
        signature TEXT NOT NULL,
        at REAL NOT NULL
    );
    CREATE INDEX calls_by_time ON calls (at)
    """,
)


@dataclass(frozen=True, slots=True)
class Remembered:
    """The reasoning of one tool call.

    Attributes:
        thinking: what was thought before it, signed.
        signature: what the call itself carries, Gemini's.
    """

    thinking: tuple[Thinking, ...]
    signature: str

    @property
    def size(self) -> int:
        """Characters of it."""
        return len(self.signature) + sum(len(item.text) + len(item.signature) for item in self.thinking)


class RecallStore:
    """The file; every call blocks: make it in a thread. It is a cache: one that is broken is set aside."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def read(self) -> list[tuple[str, Remembered]]:
        """Return the newest calls, the oldest of them first; [] where nothing can be read."""
        if not self._file.exists():
            return []
        try:
            with closing(open_database(self._file, _MIGRATIONS)) as connection:
                newest = list(self._newest(connection))
        except (sqlite3.Error, msgspec.MsgspecError, NewerDatabaseError) as error:
            self._set_aside(error)
            return []
        return newest[::-1]

    @staticmethod
    def _newest(connection: sqlite3.Connection) -> Iterator[tuple[str, Remembered]]:
        size = 0
        rows = connection.execute("SELECT id, thinking, signature FROM calls ORDER BY at DESC, rowid DESC")
        for call_id, thinking, signature in rows:
            known = Remembered(msgspec.json.decode(thinking, type=tuple[Thinking, ...]), signature)
            size += known.size
            if size > READ_BYTES:
                return
            yield call_id, known

    def write(self, calls: Sequence[tuple[str, Remembered]]) -> None:
        """Put calls down and let old ones go; a failure is logged, since requests go on without."""
        try:
            self._write(calls)
        except (sqlite3.Error, NewerDatabaseError, OSError) as error:
            if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
                self._set_aside(error)
            else:
                _log.warning("The reasoning of %d calls could not be put down: %s", len(calls), error)

    def _write(self, calls: Iterable[tuple[str, Remembered]]) -> None:
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file.touch(mode=0o600)
        now = time.time()
        rows = [
            (call_id, msgspec.json.encode([asdict(item) for item in known.thinking]), known.signature, now)
            for call_id, known in calls
        ]
        with closing(open_database(self._file, _MIGRATIONS)) as connection, connection:
            connection.executemany("INSERT OR REPLACE INTO calls VALUES (?, ?, ?, ?)", rows)
            connection.execute("DELETE FROM calls WHERE at < ?", (now - MAX_AGE_SECONDS,))
            connection.execute(
                "DELETE FROM calls WHERE id IN (SELECT id FROM calls ORDER BY at DESC LIMIT -1 OFFSET ?)", (MAX_CALLS,)
            )

    def delete(self) -> None:
        """Leave nothing of it on disk; a failure is logged."""
        for ending in ("", "-wal", "-shm"):
            try:
                self._file.with_name(self._file.name + ending).unlink(missing_ok=True)
            except OSError as error:
                _log.warning("%s could not be deleted: %s", self._file, error)

    def _set_aside(self, error: Exception) -> None:
        aside = self._file.with_suffix(".broken")
        _log.warning("%s cannot be read (%s); it is set aside as %s", self._file, error, aside.name)
        with suppress(OSError):
            self._file.replace(aside)
        for ending in ("-wal", "-shm"):
            self._file.with_name(self._file.name + ending).unlink(missing_ok=True)
