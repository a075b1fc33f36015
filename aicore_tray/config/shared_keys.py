"""The local API keys that several replicas share, in PostgreSQL; those that are known hold while it is away."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import msgspec

from aicore_tray.config.key_store import Keys, KeyStore, LocalKey
from aicore_tray.system.postgres import HASTE_SECONDS, Address, Postgres, Transaction

_STEPS = (
    """
    CREATE TABLE aicore_tray_keys (
        sha256 TEXT PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        shown TEXT NOT NULL,
        admin BOOLEAN NOT NULL,
        created DOUBLE PRECISION NOT NULL,
        expires DOUBLE PRECISION,
        models TEXT NOT NULL,
        limits TEXT NOT NULL,
        last_used DOUBLE PRECISION NOT NULL
    );
    CREATE TABLE aicore_tray_keys_version (number BIGINT NOT NULL);
    INSERT INTO aicore_tray_keys_version VALUES (1);
    """,
)
_COLUMNS = ("sha256", "name", "shown", "admin", "created", "expires", "models", "limits", "last_used")
_INSERT = f"""
    INSERT INTO aicore_tray_keys ({", ".join(_COLUMNS)}) VALUES ({", ".join(":" + name for name in _COLUMNS)})
    ON CONFLICT (sha256) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[1:])}
    """  # noqa: S608 - our own column names
# Whoever changes keys holds this row, which also tells the others to look.
_CHANGED = "UPDATE aicore_tray_keys_version SET number = number + 1 RETURNING number"


class SharedKeys(Keys):
    """Keys of a database. Requests ask what was last read of it; `look` reads it again where it has changed."""

    def __init__(self, postgres: Postgres, fixed: Iterable[LocalKey] = ()) -> None:
        super().__init__(fixed)
        self._postgres = postgres
        self._version = 0
        self._put_down: dict[str, float] = {}
        # Nobody may put an older reading in the place of a newer one.
        self._lock = threading.Lock()

    def open(self) -> None:
        """Make the tables where there are none and read the keys; blocks.

        Raises:
            DatabaseError: the database cannot be used.
        """
        self._postgres.migrate("keys", _STEPS)
        self.look()

    def look(self) -> None:
        """Take over what other replicas have changed; blocks.

        Raises:
            DatabaseError: the database cannot be used.
        """
        with self._lock, self._postgres.begin(HASTE_SECONDS) as at:
            version = at.run("SELECT number FROM aicore_tray_keys_version")[0][0]
            if version != self._version:
                self._stored, self._version = _load(at), version

    def write_use(self) -> None:
        news = {sha256: last for sha256, last in tuple(self._used.items()) if self._put_down.get(sha256) != last}
        if not news:
            return
        with self._postgres.begin(HASTE_SECONDS) as at:
            # First, as every change does: two replicas must not wait for each other.
            at.run(_CHANGED)
            for sha256, last in news.items():
                at.run(
                    "UPDATE aicore_tray_keys SET last_used = :at WHERE sha256 = :sha256 AND last_used < :at",
                    {"sha256": sha256, "at": last},
                )
        self._put_down |= news

    def _refresh(self, fresh: float = 0.0) -> None:
        """Nothing on a request's path waits for the database."""

    @contextmanager
    def _changing(self) -> Iterator[dict[str, LocalKey]]:
        with self._lock:
            with self._postgres.begin(HASTE_SECONDS) as at:
                version = at.run(_CHANGED)[0][0]
                before = _load(at)
                stored = dict(before)
                yield stored
                for sha256 in before.keys() - stored.keys():
                    at.run("DELETE FROM aicore_tray_keys WHERE sha256 = :sha256", {"sha256": sha256})
                for sha256, key in stored.items():
                    if before.get(sha256) != key:
                        at.run(_INSERT, _row(key))
            self._stored, self._version = stored, version


def _load(at: Transaction) -> dict[str, LocalKey]:
    found = [
        dict(zip(_COLUMNS, row, strict=True))
        for row in at.run(f"SELECT {', '.join(_COLUMNS)} FROM aicore_tray_keys")  # noqa: S608 - our own column names
    ]
    rows = [{**row, "models": json.loads(row["models"]), "limits": json.loads(row["limits"])} for row in found]
    return {key.sha256: key for key in msgspec.convert(rows, list[LocalKey])}


def _row(key: LocalKey) -> Mapping[str, Any]:
    row = asdict(key)
    return {**row, "models": json.dumps(row["models"]), "limits": json.dumps(row["limits"])}


@contextmanager
def opened_keys(file: Path, database: Address | None) -> Iterator[Keys]:
    """Open the keys for a command: those of the database where there is one, else those of the file.

    Raises:
        DatabaseError: the database cannot be used.
    """
    if database is None:
        yield KeyStore(file)
        return
    postgres = Postgres(database)
    try:
        keys = SharedKeys(postgres)
        keys.open()
        yield keys
    finally:
        postgres.close()
