"""Requests on their way from the loop to the thread that writes them: handed over one by one, taken in batches."""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass, field

from aicore_tray.usage.record import RequestRecord

BATCH_SECONDS = 0.1
"""How long a request waits for others to be written with it."""


@dataclass(slots=True)
class Batch:
    """What is to be written together.

    Attributes:
        written: somebody waits for it to be set, once the records are on disk.
        ended: there will be no further batch.
    """

    records: list[RequestRecord] = field(default_factory=list)
    written: threading.Event | None = None
    ended: bool = False


class Handover:
    """Between the loop, which hands over and goes on, and one thread, which takes.

    The thread is woken once for all that comes within a moment: to wake one costs more than all else that a request
    takes here.
    """

    def __init__(self) -> None:
        self._waiting: deque[RequestRecord | threading.Event | None] = deque()
        self._called = threading.Event()
        # Somebody waits to see it written, or there is an end: nothing more is gathered.
        self._hurried = threading.Event()

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, record: RequestRecord) -> None:
        """Hand a request over; returns at once."""
        self._hand_over(record)

    def ask(self) -> threading.Event:
        """Wake the thread; what is returned is set when all that was handed over before is written."""
        written = threading.Event()
        self._hand_over(written)
        return written

    def end(self) -> None:
        """Let the next batch be the last."""
        self._hand_over(None)

    def _hand_over(self, item: RequestRecord | threading.Event | None) -> None:
        self._waiting.append(item)
        if not self._called.is_set():
            self._called.set()
        if not isinstance(item, RequestRecord):
            self._hurried.set()

    def take(self, timeout: float | None = None) -> Batch:
        """Wait for the first request, then gather what comes within a moment.

        Args:
            timeout: return an empty batch after so many seconds without one; None waits for ever.
        """
        batch = Batch()
        if not self._called.wait(timeout):
            return batch
        deadline = time.monotonic() + BATCH_SECONDS
        while True:
            # Whatever is handed over from here on calls again.
            self._called.clear()
            self._hurried.clear()
            while self._waiting:
                item = self._waiting.popleft()
                if isinstance(item, RequestRecord):
                    batch.records.append(item)
                    continue
                if self._waiting:
                    self._called.set()
                    self._hurried.set()
                batch.written, batch.ended = item, item is None
                return batch
            left = deadline - time.monotonic()
            if not batch.records or left <= 0:
                return batch
            self._hurried.wait(left)
