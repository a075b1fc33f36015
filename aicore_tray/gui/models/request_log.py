"""The requests of the table: those that run and those that ended, by their beginning, the newest on top.

Rows come on top, change in place and go at the bottom, so that as little as possible is done for each: at 200 requests
a second nothing here may depend on how many there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from aicore_tray.gui.feed import MOST
from aicore_tray.gui.models.request_cells import ALIGNED, COLUMNS, TOTAL, cells_of_request, tip_of, titles
from aicore_tray.gui.models.request_words import Row, client_of, names_of
from aicore_tray.gui.models.row_list import RowList
from aicore_tray.gui.requests.criteria import Criteria
from aicore_tray.gui.snapshots import RunningView
from aicore_tray.gui.widgets.cells import CELL_ROLE, ROW_ROLE, Cell, Cells
from aicore_tray.usage.record import RequestRecord

Index = QModelIndex | QPersistentModelIndex
# A window full of rows, and what was in it before.
_CELLS = 200
_FEW = 500
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RequestLog(QAbstractTableModel):
    """Up to 5,000 requests, of which those are rows that fit the criteria.

    Signals:
        came: so many rows came on top.
        named: clients or models are there that were not.
    """

    came = Signal(int)
    named = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.criteria = Criteria()
        self.clients: set[str] = set()
        self.models: set[str] = set()
        self._all = RowList()
        self._shown = self._all
        self._known: set[str] = set()
        self._cells: dict[str, tuple[Row, Cells]] = {}
        self._titles = titles()

    # ---- what there is

    @property
    def kept(self) -> int:
        """How many requests there are, shown or not."""
        return len(self._all)

    def at(self, index: Index) -> Row | None:
        """Return the request of an index."""
        number = len(self._shown) - 1 - index.row()
        return self._shown.rows[number] if index.isValid() and 0 <= number < len(self._shown) else None

    def shown(self) -> tuple[Row, ...]:
        """Return the requests that are shown, the newest first."""
        return tuple(reversed(self._shown.rows))

    def place_of(self, request_id: str) -> QModelIndex:
        """Return where a request is, an invalid index where it is not shown."""
        rows = self._shown.rows
        found = next((number for number in range(len(rows) - 1, -1, -1) if rows[number].id == request_id), -1)
        return self.index(len(rows) - 1 - found, 0) if found >= 0 else QModelIndex()

    # ---- what comes

    def take(self, running: Sequence[RunningView], ended: Sequence[RequestRecord]) -> None:
        """Take over what runs now and what has ended since the last time.

        Args:
            ended: the oldest first.
        """
        fresh: dict[str, Row] = {}
        for record in ended:
            key = record.id
            if key not in self._known:
                fresh[key] = record
            elif self._all.find(key) >= 0:
                self._change(key, record)
        over = {record.id for record in ended}
        now = set()
        for view in running:
            key = view.id
            now.add(key)
            if key not in self._known:
                if key not in over:
                    fresh[key] = view
            elif (place := self._all.find(key)) >= 0 and self._all.rows[place] != view:
                self._change(key, view)
        for key in self._all.running:
            if key not in now and key not in over:
                # Its end got lost with many others, while nobody looked.
                self._lose(key)
        if fresh:
            self._add(sorted(fresh.values(), key=lambda row: row.started))

    def fill(self, records: Iterable[RequestRecord]) -> None:
        """Take requests of earlier runs, as far as there is room; they are older than all others.

        Args:
            records: in any order.
        """
        older = sorted((row for row in records if row.id not in self._known), key=lambda row: row.started)
        older = older[max(0, len(older) - (MOST - len(self._all))) :] if len(self._all) < MOST else []
        if not older:
            return
        self.beginResetModel()
        self._all.put_before(list(older))
        if self._shown is not self._all:
            self._shown.fill(self._all.rows, self.criteria.fits)
        self._note(older)
        self.endResetModel()

    def narrow(self, criteria: Criteria) -> None:
        """Show what fits these criteria."""
        if criteria == self.criteria:
            return
        self.beginResetModel()
        self.criteria = criteria
        if criteria.any:
            self._shown = RowList()
            self._shown.fill(self._all.rows, criteria.fits)
        else:
            self._shown = self._all
        self.endResetModel()

    def tick(self) -> None:
        """Let the seconds of what runs go on."""
        places = [self._shown.find(key) for key in self._shown.running]
        if places:
            last = len(self._shown) - 1
            self.dataChanged.emit(self.index(last - max(places), TOTAL), self.index(last - min(places), TOTAL))

    def _add(self, fresh: list[Row]) -> None:
        fresh = fresh[-MOST:]
        shown = fresh if self._shown is self._all else [row for row in fresh if self.criteria.fits(row)]
        if len(shown) > _FEW:
            # So many at once are dearer one by one than all anew.
            self.beginResetModel()
            self._append(fresh, shown)
            self._drop(tell=False)
            self.endResetModel()
        else:
            if shown:
                self.beginInsertRows(QModelIndex(), 0, len(shown) - 1)
            self._append(fresh, shown)
            if shown:
                self.endInsertRows()
            self._drop(tell=True)
        if shown:
            self.came.emit(len(shown))

    def _append(self, fresh: list[Row], shown: list[Row]) -> None:
        self._all.append(fresh)
        if self._shown is not self._all:
            self._shown.append(shown)
        self._note(fresh)

    def _drop(self, *, tell: bool) -> None:
        """Let the oldest go that are too many."""
        over = len(self._all) - MOST
        if over <= 0:
            return
        if self._shown is self._all:
            less = over
        else:
            gone = {row.id for row in self._all.rows[:over]}
            less = next((n for n, row in enumerate(self._shown.rows) if row.id not in gone), len(self._shown))
        if tell and less:
            self.beginRemoveRows(QModelIndex(), len(self._shown) - less, len(self._shown) - 1)
        for row in self._all.drop_oldest(over):
            self._known.discard(row.id)
        if self._shown is not self._all:
            self._shown.drop_oldest(less)
        if tell and less:
            self.endRemoveRows()

    def _change(self, key: str, row: Row) -> None:
        """Let a request that ran say what it is now; by that it may come to fit, or fit no more."""
        self._cells.pop(key, None)
        place, everything = self._shown.find(key), self._shown is self._all
        fits = everything or self.criteria.fits(row)
        if not everything:
            self._all.replace(self._all.find(key), row)
        number = len(self._shown) - 1 - place
        if place >= 0 and fits:
            self._shown.replace(place, row)
            self.dataChanged.emit(self.index(number, 0), self.index(number, len(COLUMNS) - 1))
        elif place >= 0:
            self.beginRemoveRows(QModelIndex(), number, number)
            self._shown.remove(place)
            self.endRemoveRows()
        elif fits:
            place = self._shown.place_for(row)
            number = len(self._shown) - place
            self.beginInsertRows(QModelIndex(), number, number)
            self._shown.insert(place, row)
            self.endInsertRows()
        self._name([row])

    def _lose(self, key: str) -> None:
        place = self._shown.find(key)
        number = len(self._shown) - 1 - place
        if place >= 0:
            self.beginRemoveRows(QModelIndex(), number, number)
            self._shown.remove(place)
            self.endRemoveRows()
        if (place := self._all.find(key)) >= 0:
            self._all.remove(place)
        self._known.discard(key)

    def _note(self, rows: Iterable[Row]) -> None:
        self._known.update(row.id for row in rows)
        self._name(rows)

    def _name(self, rows: Iterable[Row]) -> None:
        before = len(self.clients), len(self.models)
        for row in rows:
            self.clients.add(client_of(row))
            # What no deployment served are names that clients made up.
            if row.model:
                self.models.add(names_of(row)[1])
        if before != (len(self.clients), len(self.models)):
            self.named.emit()

    # ---- as Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        return RIGHT if role == Qt.ItemDataRole.TextAlignmentRole and section in ALIGNED else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.at(index)
        if row is None:
            return None
        if role == ROW_ROLE:
            return self._cells_of(row)
        if role == CELL_ROLE:
            return self._cells_of(row).each[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            cell = self._cells_of(row).each[index.column()]
            return cell.pill[1] if cell.pill is not None else cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_of(row, index.column())
        return RIGHT if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in ALIGNED else None

    def cells_of_row(self, row: int) -> tuple[Cell, ...]:
        return self._cells_of(self._shown.rows[len(self._shown) - 1 - row]).each

    def _cells_of(self, row: Row) -> Cells:
        key = row.id
        found = self._cells.get(key)
        if found is not None and found[0] is row and not isinstance(row, RunningView):
            return found[1]
        if len(self._cells) >= _CELLS:
            self._cells.clear()
        cells = cells_of_request(row)
        self._cells[key] = row, cells
        return cells
