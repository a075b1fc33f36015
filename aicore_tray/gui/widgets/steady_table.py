"""A table whose columns are as wide as what may ever stand in them, for rows that come and go many times a second."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from aicore_tray.gui.widgets.table import Table

PADDING, EDGE = 17, 9
"""What a cell has around its text, and how much more at the edges of the table."""


class SteadyTable(Table):
    """Measures samples, and no cell: that would hold up the streams each time."""

    def __init__(
        self, *, row_height: int = 32, dense: bool = False, framed: bool = True, parent: QWidget | None = None
    ) -> None:
        self._widths: Mapping[int, int] = {}
        super().__init__(row_height=row_height, dense=dense, framed=framed, parent=parent)

    @abstractmethod
    def measured(self) -> Mapping[int, int]:
        """Return how wide each column has to be, by samples."""

    def sizeHintForColumn(self, column: int) -> int:
        if not self._widths:
            self._widths = self.measured()
        return self._widths.get(column, 80)

    def _measure(self) -> Iterator[None]:
        # Nothing depends on what stands in the cells.
        return iter(())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._widths = {}
        super().changeEvent(event)
