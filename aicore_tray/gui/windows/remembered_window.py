"""A window that comes up where it was and as large as it was."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow

from aicore_tray.gui import theme
from aicore_tray.gui.bridge import Bridge


class RememberedWindow(QMainWindow):
    """Keeps place and size among what is remembered.

    Args:
        field: of `remembered.Memory`, for this window.
    """

    def __init__(self, bridge: Bridge, field: str, *, opens_at: QSize, minimum: QSize) -> None:
        super().__init__()
        self.bridge = bridge
        self._field = field
        self.setWindowIcon(theme.app_icon())
        self.setMinimumSize(minimum)
        self.resize(opens_at)

    def restore(self) -> None:
        """Be where it was when it was last used."""
        if geometry := getattr(self.bridge.session.remembered.memory, self._field):
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))

    def remember(self) -> None:
        """Keep place and size for the next time."""
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self.bridge.session.remembered.note(**{self._field: geometry})

    def come_up(self) -> None:
        """Show the window above the others, wherever it was."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.remember()
        event.accept()
