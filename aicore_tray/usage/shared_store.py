"""Writes the books that replicas share, in batches, by one thread; while the database is away, onto our own disk."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from aicore_tray.system.postgres import DatabaseError, Postgres, UnfitError
from aicore_tray.usage.handover import Batch, Handover
from aicore_tray.usage.record import RequestRecord
from aicore_tray.usage.shared_books import STEPS, Row, entry_of, first_day, forget_spent, insert
from aicore_tray.usage.statistics import start_of_day
from aicore_tray.usage.token_log import note
from aicore_tray.usage.waiting import WaitingRows

_log = logging.getLogger(__name__)

_RETRY_SECONDS = 1.0
# How long the end of the process waits where neither database nor disk takes what is left.
_CLOSING_SECONDS = 5.0
# Requests in memory: nothing takes them, and memory must not fill up with them.
_MOST_WAITING = 100_000


class SharedUsageStore:
    """Writes into PostgreSQL; same life and same promises as `UsageStore`.

    Args:
        replica: tells this run from all others.
        waiting: where requests are kept while the database is away.
        on_warning: told a line when it is away and when it is back; any thread may call it.

    Attributes:
        token_file: where each request is written as a line, too; None for nowhere.
    """

    def __init__(
        self, postgres: Postgres, replica: str, waiting: Path, *, on_warning: Callable[[str], None] = _log.warning
    ) -> None:
        self._postgres = postgres
        self._replica = replica
        self._waiting = WaitingRows(waiting)
        self._on_warning = on_warning
        self._handover = Handover()
        self._thread: threading.Thread | None = None
        self._closing = threading.Event()
        self._lost = 0
        # Whether rows may lie on disk, and whether the last try failed.
        self._kept = True
        self._away = False
        self._next_try = 0.0
        self.token_file: Path | None = None

    def open(self) -> None:
        """Make or migrate the tables and start the writer.

        Raises:
            DatabaseError: the database cannot be used, or a newer release wrote it.
        """
        self._postgres.migrate("usage", STEPS)
        self._thread = threading.Thread(target=self._write, name="usage writer", daemon=True)
        self._thread.start()

    def add(self, record: RequestRecord) -> None:
        """Hand a request to the writer; returns at once."""
        if len(self._handover) >= _MOST_WAITING:
            self._lost += 1
            if self._lost == 1:
                _log.error("Neither database nor disk takes requests; from now on some are missing in the books")
            return
        self._handover.put(record)

    def forget(self, days: int) -> int:
        """Delete requests of more than so many days ago, today being the first; return how many. It blocks.

        Raises:
            DatabaseError: the database cannot be used.
        """
        since = start_of_day(first_day(days))
        with self._postgres.begin() as at:
            forget_spent(at, time.time())
            return at.count("DELETE FROM aicore_tray_requests WHERE started < :since", {"since": since})

    def check(self) -> None:
        """The server looks after its own files."""

    def suspect(self) -> None:
        """The server looks after its own files."""

    def flush(self, timeout: float = 5.0) -> bool:
        """Wait until all that was added is written somewhere; outside the event loop. Returns False after `timeout`."""
        return self._handover.ask().wait(timeout)

    def close(self) -> None:
        """Write what is waiting and end the writer; call it outside the event loop."""
        if self._thread is not None:
            self._closing.set()
            self._handover.end()
            self._thread.join()
            self._thread = None

    def _write(self) -> None:
        batch = Batch()
        while not batch.ended:
            # What lies on disk is tried again also where nobody asks anything.
            batch = self._handover.take(max(0.0, self._next_try - time.monotonic()) if self._kept else None)
            note(self.token_file, batch.records)
            self._store([entry_of(record, self._replica) for record in batch.records])
            if batch.written is not None:
                batch.written.set()

    def _store(self, rows: Sequence[Row]) -> None:
        """Write rows into the database or onto the disk: no count may be lost."""
        last: float | None = None
        while not (self._in_database(rows) or self._on_disk(rows)):
            if last is None and self._closing.wait(_RETRY_SECONDS):
                last = time.monotonic() + _CLOSING_SECONDS
            elif last is not None:
                time.sleep(_RETRY_SECONDS)
            if last is not None and time.monotonic() > last:
                _log.error("%d requests are missing in the books: nothing could take them", len(rows))
                return

    def _in_database(self, rows: Sequence[Row]) -> bool:
        """Write rows, and what lies on disk; return whether the rows are written."""
        if self._away and time.monotonic() < self._next_try:
            return False
        written = False
        try:
            self._insert(rows)
            written = True
            while self._kept:
                self._take_from_disk()
        except DatabaseError as error:
            if not self._away:
                self._on_warning(f"{error.user_message}. Usage is kept on this computer until it is back")
            self._away, self._next_try = True, time.monotonic() + _RETRY_SECONDS
        except (sqlite3.Error, OSError, ValueError) as error:
            _log.warning("Requests that wait on this computer cannot be read: %s", error)
            self._next_try = time.monotonic() + _RETRY_SECONDS
        else:
            if self._away:
                self._on_warning("The PostgreSQL database is back, and usage is in it")
            self._away = False
        return written

    def _take_from_disk(self) -> None:
        """Write some of what lies on disk."""
        rows = self._waiting.page()
        if rows:
            self._insert(rows)
            self._waiting.done(rows)
        self._kept = bool(rows)

    def _insert(self, rows: Sequence[Row]) -> None:
        """Write rows; what cannot be written will never be, and must not take the others with it.

        Raises:
            DatabaseError: the database is away.
        """
        if not rows and not self._away:
            return
        try:
            insert(self._postgres, rows)
        except UnfitError as error:
            if len(rows) > 1:
                for row in rows:
                    self._insert([row])
            else:
                _log.error("The request %s is missing in the books: %s", rows[0]["id"], error)

    def _on_disk(self, rows: Sequence[Row]) -> bool:
        """Keep rows on this computer; return whether that went well."""
        if not rows:
            return True
        try:
            self._waiting.put(rows)
        except (sqlite3.Error, OSError) as error:
            _log.warning("Usage cannot be kept on this computer (%s); trying again", error)
            return False
        self._kept = True
        return True
