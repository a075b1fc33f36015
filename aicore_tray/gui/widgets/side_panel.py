"""The ground of what stands at the side of a window, with a hairline towards the rest."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from aicore_tray.gui import theme


class SidePanel(QWidget):
    """Paints its ground; what is in it is its owner's."""

    def paintEvent(self, _: QPaintEvent) -> None:
        colors = theme.roles(self)
        edge = 0 if self.isRightToLeft() else self.width() - 1
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colors.sidebar)
            painter.fillRect(edge, 0, 1, self.height(), colors.line)
