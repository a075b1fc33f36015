"""What is told of a request first: its route, its time and tokens, and its headers."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from aicore_tray.gateway.journal import RequestDetail
from aicore_tray.gui import theme
from aicore_tray.gui.models.request_words import Row
from aicore_tray.gui.requests.course import course_of
from aicore_tray.gui.requests.course_bar import CourseBar
from aicore_tray.gui.requests.figures import figures_of
from aicore_tray.gui.requests.header_box import HeaderBox
from aicore_tray.gui.requests.way import lines_of, steps_of
from aicore_tray.gui.requests.way_list import WayList
from aicore_tray.gui.theme import Text
from aicore_tray.gui.widgets.label import Label
from aicore_tray.usage.costs import Money

_BESIDE = 720
_LINES_BESIDE = 44  # the same in a large font
_PADDING = 16


class Overview(QScrollArea):
    """Three parts, side by side where there is room, else below each other."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Route"))
        self.viewport().setAutoFillBackground(False)
        self.way = WayList()
        self.bar = CourseBar()
        self.headers = HeaderBox()
        self._no_headers = Label("", Text.CAPTION, "text_2", wrap=True)
        self._hidden = Label(self.tr("secrets hidden"), Text.CAPTION, "text_2")
        self._figures: list[tuple[Label, Label]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self._parts = [self._route(), self._times(), self._heads()]
        self._inner = _Inner(self._parts)
        self.setWidget(self._inner)
        # The card below shows; Qt lets a widget that scrolls have a ground of its own.
        self._inner.setAutoFillBackground(False)
        self._beside: bool | None = None
        self._arrange()

    def _route(self) -> QWidget:
        part, column = _part()
        column.addWidget(Label(self.tr("Route"), Text.HEADING))
        column.addWidget(self.way)
        column.addStretch(1)
        return part

    def _times(self) -> QWidget:
        part, column = _part()
        column.addWidget(Label(self.tr("Time and tokens"), Text.HEADING))
        column.addWidget(self.bar)
        column.addSpacing(4)
        column.addLayout(self._grid)
        column.addStretch(1)
        return part

    def _heads(self) -> QWidget:
        part, column = _part()
        head = QHBoxLayout()
        head.addWidget(Label(self.tr("Headers"), Text.HEADING), 1)
        head.addWidget(self._hidden)
        column.addLayout(head)
        column.addWidget(self.headers)
        column.addWidget(self._no_headers)
        column.addStretch(1)
        return part

    # ---- showing

    def show_request(self, row: Row, detail: RequestDetail | None, money: Money) -> None:
        """Show a request, or what has changed of it."""
        self.way.set_lines(lines_of(row, detail))
        self.bar.set_parts(course_of(row, detail.steps if detail is not None else steps_of(row)))
        self._show_figures(figures_of(row, detail, money))
        headers = detail.headers if detail is not None else ()
        self.headers.set_headers(headers)
        self.headers.setVisible(bool(headers))
        self._hidden.setVisible(bool(headers))
        self._no_headers.set_text(
            "" if headers else self.tr("Headers are kept in memory alone, of the last 1,000 requests since the start.")
        )
        self._no_headers.setVisible(not headers)

    def _show_figures(self, figures: tuple[tuple[str, str], ...]) -> None:
        while len(self._figures) < len(figures):
            row = len(self._figures)
            name = Label("", Text.BODY, "text_2")
            value = Label("", Text.BODY, tabular=True, elide=Qt.TextElideMode.ElideMiddle)
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(name, row, 0)
            self._grid.addWidget(value, row, 1)
            self._figures.append((name, value))
        for number, (name, value) in enumerate(self._figures):
            shown = number < len(figures)
            name.setVisible(shown)
            value.setVisible(shown)
            if shown:
                name.set_text(figures[number][0])
                value.set_text(figures[number][1])
                value.setAccessibleName(": ".join(figures[number]))

    # ---- room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        beside = self.width() >= max(_BESIDE, _LINES_BESIDE * self.fontMetrics().height())
        if beside != self._beside:
            self._beside = beside
            self._inner.arrange(beside=beside)


class _Inner(QWidget):
    """The parts, with hairlines between them."""

    def __init__(self, parts: list[QWidget]) -> None:
        super().__init__()
        self._parts = parts
        self._beside = True
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)

    def arrange(self, *, beside: bool) -> None:
        self._beside = beside
        for number, part in enumerate(self._parts):
            self._grid.addWidget(part, 0 if beside else number, number if beside else 0)
        for number, share in enumerate((334, 240, 269)):
            self._grid.setColumnStretch(number, share if beside else int(number == 0))
            self._grid.setRowStretch(number, int(beside and number == 0))
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        colors = theme.roles(self)
        with QPainter(self) as painter:
            for part in self._parts[1:]:
                place = part.geometry()
                if self._beside:
                    mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
                    painter.fillRect(place.right() if mirrored else place.left(), 0, 1, self.height(), colors.line)
                else:
                    painter.fillRect(_PADDING, place.top(), self.width() - 2 * _PADDING, 1, colors.line)


def _part() -> tuple[QWidget, QVBoxLayout]:
    part = QWidget()
    part.setMinimumWidth(120)
    column = QVBoxLayout(part)
    column.setContentsMargins(_PADDING, 12, _PADDING, 12)
    column.setSpacing(6)
    return part, column
