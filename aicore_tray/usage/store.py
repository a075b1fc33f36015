"""Writes the books: every request in SQLite, in batches, by one thread that loses none of them.

WAL lets `aicore-tray usage` read while the proxy writes.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from aicore_tray.errors import AicoreTrayError
from aicore_tray.usage.books import (
    DamagedBooksError,
    connect,
    insert,
    is_damage,
    is_whole,
    reading,
    refuse_other,
    row_of,
    set_aside,
)
from aicore_tray.usage.handover import Batch, Handover
from aicore_tray.usage.record import RequestRecord
from aicore_tray.usage.token_log import note

_log = logging.getLogger(__name__)

_RETRY_SECONDS = 1.0
# How long the end of the process waits for a file that somebody else holds.
_CLOSING_SECONDS = 5.0
# So many old requests are deleted at once: new ones wait as long.
_FORGOTTEN_AT_ONCE = 2_000


class UsageStore:
    """Owns usage.db: one writer thread, started by `open` and ended by `close`.

    Args:
        on_warning: told a line where the file was damaged and a new one begun; any thread may call it.

    Attributes:
        token_file: where each request is written as a line, too; None for nowhere.
    """

    def __init__(self, file: Path, *, on_warning: Callable[[str], None] = _log.warning) -> None:
        self._file = file
        self._on_warning = on_warning
        self._handover = Handover()
        self._thread: threading.Thread | None = None
        self._connection: sqlite3.Connection | None = None
        self._closing = threading.Event()
        self._suspected = threading.Event()
        self.token_file: Path | None = None

    def open(self) -> None:
        """Create or migrate the database and start the writer; one that is damaged is set aside.

        Raises:
            AicoreTrayError: the file cannot be used, or a newer release wrote it.
        """
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            refuse_other(self._file)
            self._begin()
        except DamagedBooksError as error:
            try:
                self._replace()
            except OSError as refused:
                moved = f"{error.user_message}, and cannot be moved: {refused}"
                raise AicoreTrayError(moved, hint=error.hint) from error
        self._disconnect()  # a connection belongs to the thread that made it
        self._closing.clear()
        self._thread = threading.Thread(target=self._write, name="usage writer", daemon=True)
        self._thread.start()

    def add(self, record: RequestRecord) -> None:
        """Hand a request to the writer; returns at once."""
        self._handover.put(record)

    def forget(self, days: int) -> int:
        """Delete requests of more than so many days ago, today being the first; return how many. It blocks.

        Raises:
            AicoreTrayError: the database cannot be used.
        """
        since = "strftime('%s', 'now', 'localtime', 'start of day', :back, 'utc')"
        old = f"SELECT rowid FROM requests WHERE started < CAST({since} AS REAL) LIMIT {_FORGOTTEN_AT_ONCE}"  # noqa: S608 - no value is in it
        query, back = f"DELETE FROM requests WHERE rowid IN ({old})", f"-{max(0, days - 1)} days"  # noqa: S608 - the same
        gone = 0
        try:
            with reading(self._file) as connection:
                while True:
                    with connection:
                        deleted = connection.execute(query, {"back": back}).rowcount
                    gone += deleted
                    if deleted < _FORGOTTEN_AT_ONCE:
                        break
                if gone:
                    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except DamagedBooksError:
            self.suspect()
            raise
        return gone

    def check(self) -> None:
        """Read the whole file; one that is damaged is set aside by the writer. It blocks.

        Raises:
            AicoreTrayError: it cannot be looked at now.
        """
        if not is_whole(self._file):
            self.suspect()

    def suspect(self) -> None:
        """Let the writer look whether the file is damaged; returns at once."""
        self._suspected.set()
        self._handover.ask()

    def flush(self, timeout: float = 5.0) -> bool:
        """Wait until all that was added is on disk; call it outside the event loop. Returns False after `timeout`."""
        return self._handover.ask().wait(timeout)

    def close(self) -> None:
        """Write what is waiting and end the writer; call it outside the event loop."""
        if self._thread is not None:
            self._closing.set()
            self._handover.end()
            self._thread.join()
            self._thread = None

    def _write(self) -> None:
        try:
            batch = Batch()
            while not batch.ended:
                batch = self._handover.take()
                self._insert(batch.records)
                note(self.token_file, batch.records)
                if batch.written is not None:
                    batch.written.set()
        finally:
            self._disconnect()

    def _insert(self, batch: Sequence[RequestRecord]) -> None:
        """Write a batch; a full disk or a locked file is waited out, a damaged one replaced: no count may be lost."""
        rows = [row_of(record) for record in batch]
        told, doubts = False, 0
        last: float | None = None
        while rows or self._suspected.is_set():
            try:
                if self._suspected.is_set():
                    self._look(sure=doubts > 1)
                connection = self._connection = self._connection or connect(self._file)
                with connection:
                    insert(connection, rows)
            except (UnicodeEncodeError, OverflowError) as error:
                # What cannot be written will never be: it must not take the others with it.
                if len(rows) > 1:
                    for record in batch:
                        self._insert([record])
                else:
                    _log.error("The request %s is missing in %s: %s", batch[0].id, self._file, error)
                return
            except (sqlite3.DatabaseError, AicoreTrayError, OSError) as error:
                self._disconnect()
                if is_damage(error) and doubts < 2:
                    doubts += 1
                    self._suspected.set()
                    continue
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

    def _look(self, *, sure: bool) -> None:
        """Set the file aside if it is damaged: another process may have done so already.

        Args:
            sure: it failed again after it had been found whole.

        Raises:
            AicoreTrayError: it cannot be looked at now.
            OSError: it cannot be moved now.
        """
        self._disconnect()
        if sure or not is_whole(self._file):
            self._replace()
        self._suspected.clear()

    def _replace(self) -> None:
        """Set the damaged file aside and begin a new one."""
        place = set_aside(self._file)
        self._begin()
        self._on_warning(f"The usage database was damaged: it is kept as {place}, and a new one was begun")

    def _begin(self) -> None:
        self._file.touch(mode=0o600)  # who used what is nobody else's business
        self._connection = connect(self._file)

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
