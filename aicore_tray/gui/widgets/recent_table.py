"""The table of the last requests: as high as its rows, its columns as wide as what may ever stand in them."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QSizePolicy, QWidget

from aicore_tray.gui import theme
from aicore_tray.gui.models.requests import CLIENT, FIRST, INPUT, MODEL, OUTPUT, STATUS, TIME, TOTAL, RecentModel
from aicore_tray.gui.widgets.pill import pill_width
from aicore_tray.gui.widgets.table import Table

_LEAST_EMPTY = 190
_PADDING, _EDGE = 17, 9


class RecentTable(Table):
    """Rows come and go many times a second: measuring every cell each time would hold up the streams."""

    def __init__(self, model: RecentModel, *, parent: QWidget | None = None) -> None:
        self._widths: dict[int, int] = {}
        super().__init__(row_height=32, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setModel(model)
        self.set_stretch(MODEL)
        self.hide_by_priority([CLIENT, INPUT, OUTPUT, TIME])
        # Once for all rows that come and go at a time: each other height lays out the page.
        model.taken.connect(self._resize)
        self._resize()

    def _resize(self) -> None:
        height = self._height()
        if self.minimumHeight() != height:
            self.setFixedHeight(height)

    def _height(self) -> int:
        empty = self.model() is None or self.model().rowCount() == 0
        return max(_LEAST_EMPTY, 11 * self.fontMetrics().height()) if empty else self.content_height()

    def sizeHint(self) -> QSize:
        return QSize(400, self._height())

    def sizeHintForColumn(self, column: int) -> int:
        if not self._widths:
            self._widths = self._measured()
        return self._widths.get(column, 80)

    def _measure(self) -> Iterator[None]:
        # Nothing depends on what stands in the cells.
        return iter(())

    def _measured(self) -> dict[int, int]:
        body = QFontMetrics(theme.font(theme.Text.BODY, tabular=True))
        pill = QFontMetrics(theme.font(theme.Text.CAPTION_MEDIUM, tabular=True))
        words = max(pill_width(pill, self.tr(word)) for word in ("Streaming", "Waiting", "Broke off", "Error 500"))
        samples = {TIME: "23:59:59", CLIENT: "Cherry Studio", INPUT: "99,999", OUTPUT: "9,999", FIRST: "14.6 s"}
        widths = {column: body.horizontalAdvance(text) + _PADDING for column, text in samples.items()}
        widths[TOTAL] = body.horizontalAdvance("14.6 s") + _PADDING + _EDGE
        widths[TIME] += _EDGE
        widths[STATUS] = words + _PADDING
        widths[MODEL] = body.horizontalAdvance("gemini-3.5-flash-preview")
        return widths

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._widths = {}
        super().changeEvent(event)
