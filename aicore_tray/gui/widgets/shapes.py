"""The five shapes of a state, told apart without colour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from aicore_tray.gui import theme

SIZE = 10


def shape_color(kind: str, colors: theme.Roles) -> QColor:
    """Return the colour of a kind of state: ok, busy, warn, error or off."""
    return {"ok": colors.ok, "busy": colors.accent, "warn": colors.warn, "error": colors.error}.get(kind, colors.text_2)


def paint_shape(painter: QPainter, rect: QRectF, kind: str, colors: theme.Roles) -> None:
    """Paint the shape of a state: filled circle, half-filled ring, triangle, square or hollow circle."""
    color = shape_color(kind, colors)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(color)
    painter.setPen(Qt.PenStyle.NoPen)
    unit = rect.width() / SIZE
    center = rect.center()
    if kind == "ok":
        painter.drawEllipse(center, 4.5 * unit, 4.5 * unit)
    elif kind == "warn":
        pen = QPen(color, 1.2 * unit)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        top, left, right = (
            QPointF(center.x() + x * unit, center.y() + y * unit) for x, y in ((0, -4), (-4.4, 3.8), (4.4, 3.8))
        )
        painter.drawPolygon(QPolygonF([top, right, left]))
    elif kind == "error":
        square = QRectF(0, 0, 9 * unit, 9 * unit)
        square.moveCenter(center)
        painter.drawRoundedRect(square, 1.5 * unit, 1.5 * unit)
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color, 1.5 * unit))
        painter.drawEllipse(center, 3.9 * unit, 3.9 * unit)
        if kind == "busy":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            half = QRectF(center.x() - 4 * unit, center.y() - 4 * unit, 8 * unit, 8 * unit)
            painter.drawPie(half, -90 * 16, 180 * 16)
    painter.restore()
