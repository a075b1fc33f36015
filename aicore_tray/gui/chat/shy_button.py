"""An icon button that is seen only while the mouse is over its row, or while it has the focus."""

from __future__ import annotations

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from aicore_tray.gui.widgets.button import IconButton


class ShyButton(IconButton):
    """A button for what is seldom done with each of many rows; Tab and screen readers find it all the same."""

    def __init__(self, icon: str, name: str, parent: QWidget) -> None:
        super().__init__(icon, name, size=24, role="text_3", parent=parent)

    def paintEvent(self, event: QPaintEvent) -> None:
        row = self.parentWidget()
        if self.hasFocus() or (row is not None and row.underMouse()):
            super().paintEvent(event)
