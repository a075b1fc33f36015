"""A list of requests, oldest first, that finds those that run however many came after them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable

from aicore_tray.gui.models.request_words import Row
from aicore_tray.gui.snapshots import RunningView


def _start(row: Row) -> float:
    return row.started


class RowList:
    """Requests by their beginning.

    Attributes:
        rows: the oldest first; changed by the methods alone.
    """

    def __init__(self) -> None:
        self.rows: list[Row] = []
        # Of those that run, their places, counted from a first row that may have gone long since.
        self._at: dict[str, int] = {}
        self._gone = 0

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def running(self) -> list[str]:
        """The ids of those that run."""
        return list(self._at)

    def find(self, key: str) -> int:
        """Return the place of one that runs, by its id; -1 for none."""
        place = self._at.get(key)
        return -1 if place is None else place - self._gone

    def place_for(self, row: Row) -> int:
        """Return where a row belongs that is not the last one."""
        return bisect_left(self.rows, row.started, key=_start)

    def append(self, rows: Iterable[Row]) -> None:
        """Add the newest ones."""
        for row in rows:
            if isinstance(row, RunningView):
                self._at[row.id] = len(self.rows) + self._gone
            self.rows.append(row)

    def put_before(self, rows: list[Row]) -> None:
        """Add older ones, of which none runs."""
        self.rows[:0] = rows
        self._gone -= len(rows)

    def insert(self, place: int, row: Row) -> None:
        """Add one that others came after."""
        self.rows.insert(place, row)
        self._renumber()

    def replace(self, place: int, row: Row) -> None:
        """Let a row say something else, such as that it has ended."""
        key = self.rows[place].id
        self.rows[place] = row
        if not isinstance(row, RunningView):
            self._at.pop(key, None)

    def remove(self, place: int) -> None:
        """Take one away."""
        del self.rows[place]
        self._renumber()

    def drop_oldest(self, count: int) -> list[Row]:
        """Take the oldest ones away and return them."""
        gone = self.rows[:count]
        del self.rows[:count]
        self._gone += count
        for row in gone:
            if isinstance(row, RunningView):
                self._at.pop(row.id, None)
        return gone

    def fill(self, rows: Iterable[Row], fits: Callable[[Row], bool]) -> None:
        """Hold those of these rows alone that fit."""
        self.rows = [row for row in rows if fits(row)]
        self._renumber()

    def _renumber(self) -> None:
        self._gone = 0
        self._at = {row.id: place for place, row in enumerate(self.rows) if isinstance(row, RunningView)}
