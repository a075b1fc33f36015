"""The limit bar: how much of a limit is used."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aicore_tray.gui import theme

_HEIGHT = 6
_NEAR = 0.8


class LimitBar(QWidget):
    """A bar six high; the text beside it is its owner's, who says "stopped" at the limit."""

    def __init__(self, value: float, maximum: float, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = value
        self._maximum = maximum
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set(value, maximum)

    def set(self, value: float, maximum: float) -> None:
        """Show how much of `maximum` is used."""
        self._value, self._maximum = value, maximum
        self.setAccessibleName(self.tr("{percent} % of the limit").format(percent=round(100 * self.share)))
        self.update()

    @property
    def share(self) -> float:
        """The used part, from 0 to 1."""
        return min(max(self._value / self._maximum, 0.0), 1.0) if self._maximum > 0 else 0.0

    def sizeHint(self) -> QSize:
        return QSize(64, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(32, _HEIGHT)

    def paintEvent(self, _: QPaintEvent) -> None:
        with QPainter(self) as painter:
            place = QRectF(0, (self.height() - _HEIGHT) / 2, self.width(), _HEIGHT)
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            paint_limit_bar(painter, place, self.share, theme.roles(self), mirrored=mirrored)


def paint_limit_bar(
    painter: QPainter,
    rect: QRectF,
    share: float,
    colors: theme.Roles,
    *,
    selected: bool = False,
    mirrored: bool = False,
) -> None:
    """Paint a limit bar; `share` from 0 to 1. Over 80 % it warns, at the limit it is an error."""
    fill = colors.error if share >= 1 else colors.warn if share > _NEAR else colors.accent_fill
    if selected and colors.dark and fill == colors.accent_fill:
        fill = colors.accent
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    radius = rect.height() / 2
    painter.setBrush(colors.line)
    painter.drawRoundedRect(rect, radius, radius)
    if share > 0:
        painter.setBrush(fill)
        used = QRectF(rect)
        used.setWidth(max(rect.width() * share, rect.height()))
        if mirrored:
            used.moveRight(rect.right())
        painter.drawRoundedRect(used, radius, radius)
    painter.restore()
