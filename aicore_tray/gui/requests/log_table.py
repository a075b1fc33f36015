"""The table of requests: dense, steady while hundreds come a second, and following the newest or staying put."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from aicore_tray.gui import theme
from aicore_tray.gui.models.request_cells import (
    ACCOUNT,
    API,
    CACHED,
    CLIENT,
    COLUMNS,
    FIRST,
    INPUT,
    MODEL,
    OUTPUT,
    STATUS,
    TIME,
    TOTAL,
    TRIES,
)
from aicore_tray.gui.models.request_log import RequestLog
from aicore_tray.gui.models.request_words import tr, widest_words
from aicore_tray.gui.widgets.pill import pill_width
from aicore_tray.gui.widgets.steady_table import EDGE, PADDING, SteadyTable

Index = QModelIndex | QPersistentModelIndex
_GOES_FIRST = (ACCOUNT, API, TRIES, CACHED, FIRST, OUTPUT)


class LogTable(SteadyTable):
    """The rows of the Requests page.

    Attributes:
        follows: the newest row stays in sight; else what is looked at stays where it is.

    Signals:
        left: the user scrolled away from the newest row while it was followed.
    """

    left = Signal()

    def __init__(self, model: RequestLog, *, parent: QWidget | None = None) -> None:
        super().__init__(row_height=28, dense=True, parent=parent)
        self.follows = True
        self._moving = False
        self.setModel(model)
        self.set_stretch(MODEL)
        self.hide_by_priority(_GOES_FIRST)
        model.came.connect(self._came)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def follow(self, on: bool) -> None:
        """Keep the newest row in sight from now on, or stay put."""
        self.follows = on
        if on:
            self._move_to(0)

    def choose_columns(self, chosen: Mapping[str, bool]) -> None:
        """Show and hide columns as they were chosen before, by their names."""
        for name, wanted in chosen.items():
            if name in COLUMNS:
                self.set_column_wanted(COLUMNS.index(name), wanted)

    def chosen_columns(self) -> dict[str, bool]:
        """Return which columns were chosen, by their names."""
        return {COLUMNS[column]: wanted for column, wanted in sorted(self.choices.items())}

    def rowsAboutToBeRemoved(self, parent: Index, start: int, end: int) -> None:
        # Qt would choose a neighbour, and with each row that leaves another one.
        if start <= self.currentIndex().row() <= end:
            self.setCurrentIndex(QModelIndex())
        super().rowsAboutToBeRemoved(parent, start, end)

    def _came(self, count: int) -> None:
        # At once, so that it is not painted a second time after Qt's own.
        self.executeDelayedItemsLayout()
        bar = self.verticalScrollBar()
        if self.follows:
            self._move_to(0)
        elif bar.value() > 0:
            # Else what is read would run away below the eyes.
            self._move_to(bar.value() + count * self.verticalHeader().defaultSectionSize())

    def _move_to(self, value: int) -> None:
        self._moving = True
        self.verticalScrollBar().setValue(value)
        self._moving = False

    def _scrolled(self, value: int) -> None:
        if self.follows and not self._moving and value > 0:
            self.follows = False
            self.left.emit()

    def measured(self) -> Mapping[int, int]:
        caption = QFontMetrics(theme.font(theme.Text.CAPTION, tabular=True))
        pill = QFontMetrics(theme.font(theme.Text.CAPTION_MEDIUM, tabular=True))
        words = widest_words()
        samples = {
            TIME: "23:59:59", CLIENT: "Claude Code", API: tr("Chat Completions"), MODEL: "anthropic--claude-4.6-sonnet",
            ACCOUNT: "prod-eu10", INPUT: "99,999", CACHED: "99,999", OUTPUT: "9,999", FIRST: "14.6 s",
            TOTAL: "14.6 s", TRIES: "9",
        }  # fmt: skip
        widths = {column: caption.horizontalAdvance(text) + PADDING for column, text in samples.items()}
        widths[TIME] += EDGE
        # What was asked for stands before what served, of which the middle may be left out.
        widths[MODEL] = caption.horizontalAdvance("sonnet") + round(0.8 * widths[MODEL]) + 2 * PADDING
        retried = pill_width(pill, tr("OK")) + 8 + caption.horizontalAdvance(tr("2nd try"))
        widths[STATUS] = max(retried, *(pill_width(pill, word) for word in words)) + PADDING
        # Either may be the last one.
        widths[TOTAL] += EDGE
        widths[TRIES] += EDGE
        return widths
