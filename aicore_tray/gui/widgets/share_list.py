"""The list of shares: names with bars, the largest first, and a line for those that are not shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from aicore_tray.gui import theme
from aicore_tray.gui.numbers import short_count

_ROW, _BAR, _GAP = 26, 6, 18
_SHOWN = 5
_SHORTEST_BAR = 40


class ShareList(QWidget):
    """Rows of a name, a bar and a number, painted in one piece; it never has a widget a row."""

    def __init__(self, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._rows: tuple[tuple[str, int], ...] = ()
        self._empty = ""
        self._loading = False
        self.setFont(theme.font(theme.Text.BODY, tabular=True))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    @property
    def rows(self) -> tuple[tuple[str, int], ...]:
        """All names with their numbers, in the order in which they are shown."""
        return self._rows

    def set_rows(self, rows: Sequence[tuple[str, int]], empty: str, *, loading: bool = False) -> None:
        """Show other shares; equal ones keep the order of their names.

        Args:
            empty: what is said where there is none.
            loading: hold the places of rows that are on their way.
        """
        ordered = tuple(sorted((row for row in rows if row[1] > 0), key=lambda row: (-row[1], row[0].lower())))
        if (ordered, empty, loading) == (self._rows, self._empty, self._loading):
            return
        before = self._lines(self._rows)
        self._rows, self._empty, self._loading = ordered, empty, loading
        self.setAccessibleDescription("; ".join(f"{name}: {short_count(count)}" for name, count in ordered) or empty)
        if self._lines(ordered) != before:
            self.updateGeometry()
        self.update()

    def _lines(self, rows: Sequence[tuple[str, int]]) -> int:
        if not rows and not self._loading:
            return 1
        return max(4, min(len(rows), _SHOWN + 1))

    def _row_height(self) -> int:
        return max(_ROW, self.fontMetrics().height() + 8)

    def sizeHint(self) -> QSize:
        return QSize(220, self._row_height() * self._lines(self._rows))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def _shown(self) -> tuple[tuple[str, int], ...]:
        return self._rows[:_SHOWN]

    def _name_width(self, numbers: int) -> int:
        longest = max((self.fontMetrics().horizontalAdvance(name) for name, _ in self._shown()), default=0)
        return min(longest + 2, self.width() - numbers - 2 * _GAP - _SHORTEST_BAR)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = event.pos().y() // self._row_height()
            shown = self._shown()
            if 0 <= number < len(shown):
                QToolTip.showText(event.globalPos(), f"{shown[number][0]}: {short_count(shown[number][1])}", self)
            elif number == len(shown) and len(self._rows) > _SHOWN:
                rest = "\n".join(f"{name}: {short_count(count)}" for name, count in self._rows[_SHOWN:])
                QToolTip.showText(event.globalPos(), rest, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def paintEvent(self, _: QPaintEvent) -> None:
        colors, height = theme.roles(self), self._row_height()
        metrics, mirrored = self.fontMetrics(), self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        start, end = (right, left) if mirrored else (left, right)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self.font())
            shown = self._shown()
            if not shown:
                self._paint_nothing(painter, colors, height)
                return
            numbers = max(metrics.horizontalAdvance(short_count(count)) for _, count in shown) + 2
            numbers = max(numbers, metrics.horizontalAdvance("1.27 M"))
            names = self._name_width(numbers)
            most = max(count for _, count in shown)
            for number, (name, count) in enumerate(shown):
                row = QRectF(0, number * height, self.width(), height)
                painter.setPen(colors.text)
                text = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, names)
                painter.drawText(row, int(start | Qt.AlignmentFlag.AlignVCenter), text)
                painter.setPen(colors.text_2)
                painter.drawText(row, int(end | Qt.AlignmentFlag.AlignVCenter), short_count(count))
                bar = QRectF(names + _GAP, row.center().y() - _BAR / 2, self.width() - names - numbers - 2 * _GAP, _BAR)
                if bar.width() > _BAR:
                    self._paint_bar(painter, bar, count / most, colors, mirrored=mirrored)
            if len(self._rows) > _SHOWN:
                painter.setPen(colors.text_2)
                row = QRectF(0, len(shown) * height, self.width(), height)
                more = self.tr("and {count} more").format(count=len(self._rows) - _SHOWN)
                painter.drawText(row, int(start | Qt.AlignmentFlag.AlignVCenter), more)

    def _paint_nothing(self, painter: QPainter, colors: theme.Roles, height: int) -> None:
        if not self._loading:
            painter.setPen(colors.text_2)
            row = QRectF(0, 0, self.width(), height)
            painter.drawText(row, int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter), self._empty)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.line)
        for number, width in enumerate((0.44, 0.3, 0.36)):
            middle = number * height + height / 2
            painter.drawRoundedRect(QRectF(0, middle - 5, self.width() * width, 10), 5, 5)

    def _paint_bar(
        self, painter: QPainter, place: QRectF, share: float, colors: theme.Roles, *, mirrored: bool
    ) -> None:
        if mirrored:
            place.moveRight(self.width() - place.left())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.sunken)
        painter.drawRoundedRect(place, 3, 3)
        painter.setBrush(colors.accent_fill)
        filled = QRectF(place)
        filled.setWidth(max(_BAR, place.width() * share))
        if mirrored:
            filled.moveRight(place.right())
        painter.drawRoundedRect(filled, 3, 3)
