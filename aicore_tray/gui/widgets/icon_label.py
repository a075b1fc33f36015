"""A line icon as a label."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QLabel, QWidget

from aicore_tray.gui import theme


class IconLabel(QLabel):
    """A line icon that follows the colours; read out only if it is given a name."""

    def __init__(self, icon: str, role: str = "text_2", size: int = 16, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._role = role
        self._size = size
        self.setFixedSize(QSize(size, size))
        self._tint()

    def set_icon(self, icon: str, role: str = "") -> None:
        """Show another icon, in another role where one is named."""
        self._icon = icon
        self._role = role or self._role
        self._tint()

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.DevicePixelRatioChange, QEvent.Type.Show):
            self._tint()
        return super().event(event)

    def _tint(self) -> None:
        color = theme.roles(self).named(self._role)
        self.setPixmap(theme.pixmap(self._icon, color, self._size, self.devicePixelRatioF()))
