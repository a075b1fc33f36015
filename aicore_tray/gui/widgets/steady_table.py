"""A table whose columns are as wide as what may ever stand in them, for rows that come and go many times a second."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping

from PySide6.QtCore import QAbstractItemModel, QEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from aicore_tray.gui.widgets.cells import Look
from aicore_tray.gui.widgets.table import Table

PADDING, EDGE = 17, 9
"""What a cell has around its text, and how much more at the edges of the table."""


class SteadyTable(Table):
    """Measures samples, and no cell: that would hold up the streams each time. All rows are enabled."""

    def __init__(
        self, *, row_height: int = 32, dense: bool = False, framed: bool = True, parent: QWidget | None = None
    ) -> None:
        self._widths: Mapping[int, int] = {}
        self._was_empty: bool | None = None
        self._looks: dict[tuple[str, bool], Look] = {}
        super().__init__(row_height=row_height, dense=dense, framed=framed, parent=parent)

    @abstractmethod
    def measured(self) -> Mapping[int, int]:
        """Return how wide each column has to be, by samples."""

    def setModel(self, model: QAbstractItemModel | None) -> None:
        self._was_empty = None
        super().setModel(model)

    def set_stretch(self, column: int) -> None:
        super().set_stretch(column)
        # Sections that follow their contents are asked about with each row that comes.
        for number in range(self.model().columnCount()):
            if number != column:
                self.horizontalHeader().setSectionResizeMode(number, QHeaderView.ResizeMode.Fixed)
        self._share()

    def sizeHintForColumn(self, column: int) -> int:
        if not self._widths:
            self._widths = self.measured()
        return self._widths.get(column, 80)

    def _measure(self) -> Iterator[None]:
        # Nothing depends on what stands in the cells.
        return iter(())

    def _measure_anew(self) -> None:
        return

    def _show_emptiness(self) -> None:
        empty = self.model() is None or self.model().rowCount() == 0
        if empty != self._was_empty:
            self._was_empty = empty
            super()._show_emptiness()

    def _fit_columns(self) -> None:
        super()._fit_columns()
        self._share()

    def _share(self) -> None:
        if self.model() is None or self._stretch < 0:
            return
        header = self.horizontalHeader()
        for column in range(header.count()):
            if column != self._stretch and not header.isSectionHidden(column):
                width = self._need(column)
                if header.sectionSize(column) != width:
                    header.resizeSection(column, width)

    def _look(self, row: int) -> Look:
        selected = row in self._selected_rows
        kind = self.row_ground(row, selected=selected), selected
        found = self._looks.get(kind)
        if found is None:
            found = self._looks[kind] = Look(kind[0], selected, True)
        return found

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._widths = {}
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_columns()
