"""The books as the rest of the house knows them, wherever they are: one that writes them, one that reads them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from aicore_tray.usage import clients, queries
from aicore_tray.usage.clients import LastAnswer
from aicore_tray.usage.queries import EVERY, Chosen, UsageRow
from aicore_tray.usage.record import RequestRecord
from aicore_tray.usage.statistics import Books


class UsageWriter(Protocol):
    """Writes every request, see `store.UsageStore`."""

    token_file: Path | None

    def open(self) -> None: ...

    def add(self, record: RequestRecord) -> None: ...

    def forget(self, days: int) -> int: ...

    def check(self) -> None: ...

    def suspect(self) -> None: ...

    def flush(self, timeout: float = 5.0) -> bool: ...

    def close(self) -> None: ...


class UsageReader(Protocol):
    """Reads what was written, see `queries` and `clients`; all of it blocks and raises AicoreTrayError."""

    def usage_by(self, *groups: str, chosen: Chosen = EVERY) -> list[UsageRow]: ...

    def single_requests(self, chosen: Chosen = EVERY) -> Iterator[list[dict[str, object]]]: ...

    def last_requests(self, count: int) -> list[RequestRecord]: ...

    def read_books(self, now: float) -> Books: ...

    def last_answers(self) -> tuple[LastAnswer, ...]: ...


@dataclass(frozen=True, slots=True)
class LocalUsage:
    """Reads usage.db."""

    file: Path

    def usage_by(self, *groups: str, chosen: Chosen = EVERY) -> list[UsageRow]:
        return queries.usage_by(self.file, *groups, chosen=chosen)

    def single_requests(self, chosen: Chosen = EVERY) -> Iterator[list[dict[str, object]]]:
        return queries.single_requests(self.file, chosen)

    def last_requests(self, count: int) -> list[RequestRecord]:
        return queries.last_requests(self.file, count)

    def read_books(self, now: float) -> Books:
        return queries.read_books(self.file, now)

    def last_answers(self) -> tuple[LastAnswer, ...]:
        return clients.last_answers(self.file)
