"""The strip above every page on a desktop without a tray: closing the window ends the app there."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aicore_tray.gui.widgets.banner import Banner

_HOW_TO = "https://extensions.gnome.org/extension/615/appindicator-support/"


class NoTrayStrip(QWidget):
    """Says what is different here and how to change that."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 0)
        self.banner = Banner()
        self.banner.setObjectName("no-tray-banner")
        # First: what is shown without a parent comes up as a window of its own.
        column.addWidget(self.banner)
        self.banner.show_message(
            "warn",
            self.tr("This desktop shows no tray."),
            self.tr("Closing the window will quit; start the app again to open it."),
            self.tr("How to add one"),
            closable=True,
        )
        self.banner.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(_HOW_TO)))
        self.banner.closed.connect(self.hide)
