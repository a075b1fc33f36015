"""The rows of the last requests: those under way on top, then those that ended, newest first."""

from __future__ import annotations

import time
from collections.abc import Hashable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal

from aicore_tray.gui.models.request_words import Row, client_of, clock, pill_of
from aicore_tray.gui.models.rows import RowsModel
from aicore_tray.gui.numbers import UNKNOWN, duration, short_count
from aicore_tray.gui.snapshots import RunningView
from aicore_tray.gui.widgets.cells import DIM_ROLE, MEDIUM_ROLE, PILL_ROLE, Cell

__all__ = ["RecentModel", "Row"]

TIME, CLIENT, MODEL, STATUS, INPUT, OUTPUT, FIRST, TOTAL = range(8)


class RecentModel(RowsModel[Row]):
    """Requests under way and requests that ended.

    Signals:
        taken: other rows are shown, all of them.
    """

    taken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__([""] * 8, (INPUT, OUTPUT, FIRST, TOTAL), parent)
        self._titles = (
            self.tr("Last requests"),
            self.tr("Client"),
            self.tr("Model"),
            self.tr("Status"),
            self.tr("In"),
            self.tr("Out"),
            self.tr("First token"),
            self.tr("Total"),
        )

    def identity(self, row: Row) -> Hashable:
        return row.number if isinstance(row, RunningView) else (row.id, row.started)

    def ages(self, row: Row) -> bool:
        # `tick` tells of what grows older.
        return False

    def read(self, row: Row, column: int) -> Cell:
        # What runs is read anew each second, and asking for each role by itself would take long.
        return Cell(
            self._text(row, column),
            pill_of(row) if column == STATUS else None,
            None,
            mono=False,
            dim=column == TIME,
            warn=False,
            medium=column == MODEL,
            align=self.alignment(column),
            icon=None,
        )

    def take(self, rows: Sequence[Row]) -> None:
        """Show these rows; where some came and some went, the others stay what they are, with selection and place."""
        fresh = tuple(rows)
        if fresh != self.rows:
            self._take(fresh)
            self.taken.emit()

    def _take(self, fresh: tuple[Row, ...]) -> None:
        wanted = [self.identity(row) for row in fresh]
        staying = set(wanted)
        here = [self.identity(row) for row in self.rows]
        kept = [each for each in here if each in staying]
        if not kept or kept != [each for each in wanted if each in set(kept)]:
            super().take(fresh)
            return
        for number in range(len(here) - 1, -1, -1):
            if here[number] not in staying:
                self.beginRemoveRows(QModelIndex(), number, number)
                self.rows = self.rows[:number] + self.rows[number + 1 :]
                self.endRemoveRows()
        known = set(kept)
        for number, each in enumerate(wanted):
            if each not in known:
                self.beginInsertRows(QModelIndex(), number, number)
                self.rows = (*self.rows[:number], fresh[number], *self.rows[number:])
                self.endInsertRows()
        super().take(fresh)

    def tick(self) -> None:
        """Let the seconds of what runs go on."""
        running = sum(isinstance(row, RunningView) for row in self.rows)
        if running:
            self.dataChanged.emit(self.index(0, TOTAL), self.index(running - 1, TOTAL))

    def cell(self, row: Row, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == PILL_ROLE and column == STATUS:
            return pill_of(row)
        if role == MEDIUM_ROLE:
            return column == MODEL
        if role == DIM_ROLE:
            return column == TIME
        if role == Qt.ItemDataRole.ToolTipRole and column == CLIENT:
            return self.tr("{client}, with the key of {key}").format(client=row.client or UNKNOWN, key=row.key)
        return None

    # One text at a time: a row that is painted asks for each column's alone.
    def _text(self, row: Row, column: int) -> str:
        if column == TIME:
            return clock(row.started)
        if column == CLIENT:
            return client_of(row)
        if column == STATUS:
            return pill_of(row)[1]
        if column == FIRST:
            return UNKNOWN if row.first_token is None else duration(row.first_token)
        if isinstance(row, RunningView):
            return self._running_text(row, column)
        if column == MODEL:
            return row.model or row.asked
        if column == TOTAL:
            return duration(row.duration)
        usage = row.usage
        return short_count(usage.prompt if column == INPUT else usage.output) if usage.total else UNKNOWN

    @staticmethod
    def _running_text(row: RunningView, column: int) -> str:
        if column == MODEL:
            return row.model
        # Tenths would only flicker: it goes on once a second.
        return duration(max(1.0, float(round(time.time() - row.started)))) if column == TOTAL else UNKNOWN
