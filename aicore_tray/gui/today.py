"""What was used since midnight: read from the books once, kept up live, and begun anew at midnight."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from aicore_tray.usage.record import RequestRecord
from aicore_tray.usage.store import Today as Books
from aicore_tray.usage.store import TodayRow


class Today:
    """TodayRow in total, by local key and by account, since the local midnight.

    Args:
        clock: tells the time, in Unix seconds.

    Attributes:
        total: all requests.
        by_key: key name -> counts.
        by_account: account name -> counts.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._day = self._now()
        self.total = TodayRow()
        self.by_key: dict[str, TodayRow] = {}
        self.by_account: dict[str, TodayRow] = {}

    def take(self, books: Books) -> None:
        """Begin with what the books hold."""
        self.total, self.by_key, self.by_account = books.total, dict(books.by_key), dict(books.by_account)

    def add(self, record: RequestRecord) -> None:
        """Count a request that has just ended."""
        self.roll()
        self.total = _plus(self.total, record)
        self.by_key[record.key] = _plus(self.by_key.get(record.key, TodayRow()), record)
        if record.account:
            self.by_account[record.account] = _plus(self.by_account.get(record.account, TodayRow()), record)

    def roll(self) -> None:
        """Begin anew after midnight."""
        if self._day != (now := self._now()):
            self._day = now
            self.take(Books())

    def _now(self) -> tuple[int, int]:
        now = time.localtime(self._clock())
        return now.tm_year, now.tm_yday


def _plus(counts: TodayRow, record: RequestRecord) -> TodayRow:
    usage = record.usage
    return replace(
        counts,
        requests=counts.requests + 1,
        errors=counts.errors + (record.status >= 400 or not record.complete),
        input=counts.input + usage.input,
        output=counts.output + usage.output,
        cache_read=counts.cache_read + usage.cache_read,
    )
