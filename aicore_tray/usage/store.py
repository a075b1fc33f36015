"""Writes the books: every request in SQLite, in batches, by one thread that loses none of them.

WAL lets `aicore-tray usage` read while the proxy writes.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from aicore_tray.errors import AicoreTrayError
from aicore_tray.usage.books import (
    INSERT,
    DamagedBooksError,
    connect,
    is_damage,
    is_whole,
    reading,
    refuse_other,
    row_of,
    set_aside,
)
from aicore_tray.usage.record import RequestRecord
from aicore_tray.usage.token_log import append

_log = logging.getLogger(__name__)

BATCH_SECONDS = 0.1
"""How long a request waits for others to be written with it."""
_LOOK_SECONDS = 0.02
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
        # What waits for the writer, who is woken once for all that comes within a moment: to wake a thread costs more
        # than all else that a request takes here.
        self._waiting: deque[RequestRecord | threading.Event | None] = deque()
        self._called = threading.Event()
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
        self._hand_over(record)

    def _hand_over(self, item: RequestRecord | threading.Event | None) -> None:
        self._waiting.append(item)
        if not self._called.is_set():
            self._called.set()

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
        self._hand_over(threading.Event())

    def flush(self, timeout: float = 5.0) -> bool:
        """Wait until all that was added is on disk; call it outside the event loop. Returns False after `timeout`."""
        written = threading.Event()
        self._hand_over(written)
        return written.wait(timeout)

    def close(self) -> None:
        """Write what is waiting and end the writer; call it outside the event loop."""
        if self._thread is not None:
            self._closing.set()
            self._hand_over(None)
            self._thread.join()
            self._thread = None

    def _write(self) -> None:
        try:
            while True:
                batch, flushed, ended = self._take()
                self._insert(batch)
                self._note(batch)
                for event in flushed:
                    event.set()
                if ended:
                    return
        finally:
            self._disconnect()

    def _take(self) -> tuple[list[RequestRecord], list[threading.Event], bool]:
        """Wait for the first entry, then gather what comes within a moment."""
        self._called.wait()
        deadline = time.monotonic() + BATCH_SECONDS
        batch: list[RequestRecord] = []
        while True:
            # Whatever is handed over from here on calls again.
            self._called.clear()
            while self._waiting:
                item = self._waiting.popleft()
                if item is None or isinstance(item, threading.Event):
                    if self._waiting:
                        self._called.set()
                    return batch, [] if item is None else [item], item is None
                batch.append(item)
            left = deadline - time.monotonic()
            if not batch or left <= 0:
                return batch, [], False
            # Nobody is in a hurry for less than a batch, but for the end and for whoever waits to see it written.
            time.sleep(min(left, _LOOK_SECONDS))

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
                    connection.executemany(INSERT, rows)
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

    def _note(self, batch: Sequence[RequestRecord]) -> None:
        """Write lines into the token file; what is missing there is in the books."""
        file = self.token_file
        if file is None or not batch:
            return
        try:
            append(file, batch)
        except OSError as error:
            _log.warning("%d requests are missing in %s: %s", len(batch), file, error)
