"""The common part of our table models: rows with an identity, changed in place so that selection and place stay."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Hashable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from aicore_tray.gui.widgets.cells import CELL_ROLE, ROW_ROLE, Cell, Cells, horizontal

Index = QModelIndex | QPersistentModelIndex
R = TypeVar("R", bound=Hashable)
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RowsModel(QAbstractTableModel, Generic[R]):
    """A table of immutable rows.

    Args:
        titles: of the columns.
        right: the columns whose numbers stand at the right.
    """

    def __init__(self, titles: Sequence[str], right: Sequence[int] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[R, ...] = ()
        self._titles = tuple(titles)
        self._right = frozenset(right)
        # Asked for each time that a column is measured or a row painted.
        self._cells: dict[R, Cells] = {}
        self.dataChanged.connect(self._forget_rows)

    @abstractmethod
    def identity(self, row: R) -> Hashable:
        """Return what makes a row the same one in a later snapshot."""

    @abstractmethod
    def cell(self, row: R, column: int, role: int) -> Any:
        """Return a cell's value for a role; None for none."""

    def ages(self, row: R) -> bool:
        """Whether a row says something else as time goes by, without having changed."""
        return True

    def row(self, index: Index) -> R | None:
        """Return the row of an index."""
        return self.rows[index.row()] if index.isValid() and index.row() < len(self.rows) else None

    def take(self, rows: Sequence[R]) -> None:
        """Show these rows; those that only changed are changed in place."""
        fresh = tuple(rows)
        for row in [row for row in self._cells if self.ages(row)]:
            del self._cells[row]
        if fresh == self.rows:
            return
        # As long as all of them are the same nothing is looked up: that takes long with hundreds of rows.
        here = frozenset(fresh)
        for row in [row for row in self._cells if row not in here]:
            del self._cells[row]
        if [self.identity(row) for row in fresh] != [self.identity(row) for row in self.rows]:
            self.beginResetModel()
            self.rows = fresh
            self.endResetModel()
            return
        before, self.rows = self.rows, fresh
        for number, (old, new) in enumerate(zip(before, fresh, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(number, 0), self.index(number, self.columnCount() - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._titles):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        return RIGHT if role == Qt.ItemDataRole.TextAlignmentRole and section in self._right else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index)
        if row is None:
            return None
        if role in (ROW_ROLE, CELL_ROLE):
            found = self._cells.get(row)
            if found is None:
                found = self._cells[row] = Cells(tuple(self.read(row, each) for each in range(len(self._titles))))
            return found if role == ROW_ROLE else found.each[index.column()]
        return self._value(row, index.column(), role)

    def alignment(self, column: int) -> int:
        """Return where a cell's text stands."""
        return horizontal(RIGHT if column in self._right else None).value

    def _forget_rows(self, first: QModelIndex, last: QModelIndex) -> None:
        for row in self.rows[first.row() : last.row() + 1]:
            self._cells.pop(row, None)

    def read(self, row: R, column: int) -> Cell:
        """Return all that makes a cell's look."""
        return Cell.read(lambda role: self._value(row, column, role))

    def _value(self, row: R, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column in self._right else None
        return self.cell(row, column, role)
