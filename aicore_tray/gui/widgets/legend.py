"""The legend of a chart: a square in the tint of each part, and its name."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aicore_tray.gui import theme

_SQUARE, _BETWEEN, _AFTER = 10, 6, 16


class Legend(QWidget):
    """Names beside their tints; a chart's values say the same to screen readers, so it has no name of its own."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[tuple[str, float], ...] = ()
        self.setFont(theme.font(theme.Text.CAPTION))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_parts(self, parts: tuple[tuple[str, float], ...]) -> None:
        """Show other parts: name and share of the accent."""
        if parts != self._parts:
            self._parts = parts
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        widths = [_SQUARE + _BETWEEN + metrics.horizontalAdvance(name) + 1 for name, _ in self._parts]
        return QSize(sum(widths) + _AFTER * max(0, len(widths) - 1), max(20, metrics.height()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _: QPaintEvent) -> None:
        colors, metrics = theme.roles(self), self.fontMetrics()
        left = 0.0
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self.font())
            for name, share in self._parts:
                square = self._placed(QRectF(left, (self.height() - _SQUARE) / 2, _SQUARE, _SQUARE))
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.mixed(colors.accent_fill, colors.base, share))
                painter.drawRoundedRect(square, 2, 2)
                painter.setPen(colors.text_2)
                left += _SQUARE + _BETWEEN
                width = metrics.horizontalAdvance(name) + 1
                words = self._placed(QRectF(left, 0, width, self.height()))
                painter.drawText(words, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), name)
                left += width + _AFTER

    def _placed(self, place: QRectF) -> QRectF:
        """Return where a part is, which from right to left is at the other side."""
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            place.moveLeft(self.width() - place.right())
        return place
