"""Requests that wait on this computer's disk until the database that replicas share is back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

from aicore_tray.system.database import open_database

_STEPS = ("CREATE TABLE waiting (entry TEXT PRIMARY KEY, row TEXT NOT NULL)",)
_PAGE = 500


class WaitingRows:
    """A SQLite file of rows, each with an `entry` of its own; all calls block and raise sqlite3.Error or OSError."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def put(self, rows: Iterable[Mapping[str, object]]) -> None:
        """Keep rows; they are on disk when this returns."""
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file.touch(mode=0o600)  # who used what is nobody else's business
        with closing(open_database(self._file, _STEPS)) as connection, connection:
            connection.executemany(
                "INSERT OR IGNORE INTO waiting VALUES (?, ?)", [(row["entry"], json.dumps(row)) for row in rows]
            )

    def page(self) -> list[dict[str, object]]:
        """Return some of the rows that wait, [] where none does."""
        if not self._file.exists():
            return []
        with closing(open_database(self._file, _STEPS)) as connection:
            found = connection.execute(f"SELECT row FROM waiting LIMIT {_PAGE}").fetchall()  # noqa: S608 - our own number
        return [json.loads(row) for (row,) in found]

    def done(self, rows: Iterable[Mapping[str, object]]) -> None:
        """Let go of rows that are written elsewhere."""
        with closing(open_database(self._file, _STEPS)) as connection, connection:
            connection.executemany("DELETE FROM waiting WHERE entry = ?", [(row["entry"],) for row in rows])
