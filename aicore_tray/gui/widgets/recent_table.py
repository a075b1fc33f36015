"""The table of the last requests: as high as its rows, its columns as wide as what may ever stand in them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QSizePolicy, QWidget

from aicore_tray.gui import theme
from aicore_tray.gui.models.request_words import widest_words
from aicore_tray.gui.models.requests import CLIENT, FIRST, INPUT, MODEL, OUTPUT, STATUS, TIME, TOTAL, RecentModel
from aicore_tray.gui.widgets.pill import pill_width
from aicore_tray.gui.widgets.steady_table import EDGE, PADDING, SteadyTable

_LEAST_EMPTY = 190


class RecentTable(SteadyTable):
    """The rows of the dashboard."""

    def __init__(self, model: RecentModel, *, parent: QWidget | None = None) -> None:
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

    def measured(self) -> Mapping[int, int]:
        body = QFontMetrics(theme.font(theme.Text.BODY, tabular=True))
        pill = QFontMetrics(theme.font(theme.Text.CAPTION_MEDIUM, tabular=True))
        words = max(pill_width(pill, word) for word in widest_words())
        samples = {TIME: "23:59:59", CLIENT: "Cherry Studio", INPUT: "99,999", OUTPUT: "9,999", FIRST: "14.6 s"}
        widths = {column: body.horizontalAdvance(text) + PADDING for column, text in samples.items()}
        widths[TOTAL] = body.horizontalAdvance("14.6 s") + PADDING + EDGE
        widths[TIME] += EDGE
        widths[STATUS] = words + PADDING
        widths[MODEL] = body.horizontalAdvance("gemini-3.5-flash-preview")
        return widths
