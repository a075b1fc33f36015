"""The requests that have ended, for whoever shows them: what came since one last looked, without a word in between."""

from __future__ import annotations

from collections import deque
from itertools import islice

from aicore_tray.usage.record import RequestRecord

MOST = 5_000
"""So many requests are kept, and shown."""


class RequestFeed:
    """Keeps the last requests of this run; it costs nothing while nobody looks.

    Attributes:
        count: how many have ended in all.
    """

    def __init__(self) -> None:
        self._records: deque[RequestRecord] = deque(maxlen=MOST)
        self.count = 0

    def add(self, record: RequestRecord) -> None:
        """Take a request that has ended."""
        self._records.append(record)
        self.count += 1

    def since(self, count: int) -> tuple[RequestRecord, ...]:
        """Return what has ended since there were so many, the oldest first; no more than are kept."""
        fresh = min(self.count - count, len(self._records))
        return tuple(islice(self._records, len(self._records) - fresh, None)) if fresh > 0 else ()
