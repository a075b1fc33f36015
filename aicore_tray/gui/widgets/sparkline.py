"""The sparkline: the course of a figure, without axes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from aicore_tray.gui import theme

_INSET = 3.0


class Sparkline(QWidget):
    """A line over a faint filling, from zero; flat at zero while there is nothing."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: tuple[float, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(self.sizeHint().width())

    def set_values(self, values: Sequence[float]) -> None:
        """Show other values, oldest first."""
        if tuple(values) != self._values:
            self._values = tuple(values)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(56, 24)

    def minimumSizeHint(self) -> QSize:
        # The figure beside it goes first.
        return QSize(24, 24)

    def paintEvent(self, _: QPaintEvent) -> None:
        colors = theme.roles(self)
        values = self._values if len(self._values) > 1 else (0.0, 0.0)
        highest = max(*values, 0.0) or 1.0
        width, height = self.width() - 2 * _INSET, self.height() - 2 * _INSET
        points = [
            QPointF(_INSET + width * position / (len(values) - 1), _INSET + height * (1 - max(value, 0.0) / highest))
            for position, value in enumerate(values)
        ]
        line = QPainterPath(points[0])
        for point in points[1:]:
            line.lineTo(point)
        area = QPainterPath(line)
        area.lineTo(points[-1].x(), self.height())
        area.lineTo(points[0].x(), self.height())
        area.closeSubpath()
        tint = colors.accent_fill
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillPath(area, theme.faded(tint, 0.13))
            pen = QPen(tint, 1.5)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPath(line)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tint)
            painter.drawEllipse(points[-1], 2, 2)
