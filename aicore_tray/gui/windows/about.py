"""About: which version this is, and that nothing is sent home."""

from __future__ import annotations

import platform

from PySide6.QtCore import Qt, Signal, qVersion
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from aicore_tray import __version__
from aicore_tray.gui import theme
from aicore_tray.gui.help.book import HOME
from aicore_tray.gui.theme import Text
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.sheet import Sheet

_ICON = 64


class About(Sheet):
    """The sheet behind Help, About.

    Signals:
        wants_help: the guide is to be opened; carries its page.
    """

    wants_help = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, self.tr("About AI Core Tray"))
        self.setObjectName("about")
        row = QHBoxLayout()
        row.setSpacing(16)
        icon = QLabel()
        icon.setPixmap(theme.app_icon().pixmap(_ICON, _ICON))
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(Label(self.tr("Version {version}").format(version=__version__), Text.HEADING))
        column.addWidget(
            Label(self.tr("Your company's models on SAP AI Core, for every tool on this computer."), wrap=True)
        )
        made_of = f"Qt {qVersion()} · Python {platform.python_version()} · {platform.system()} {platform.machine()}"
        column.addWidget(Label(made_of, Text.CAPTION, "text_2", selectable=True))
        promise = self.tr("No telemetry: it talks to SAP AI Core with your keys, and to nobody else.")
        column.addWidget(Label(promise, Text.CAPTION, "text_2", wrap=True))
        row.addLayout(column, 1)
        self.body.addLayout(row)
        guide = self.add_button(self.tr("Help…"), "plain", "help")
        guide.setObjectName("about-help")
        guide.clicked.connect(self._open_guide)
        self.add_button(self.tr("Close"), "default", "reject")

    def _open_guide(self) -> None:
        self.close_sheet()
        self.wants_help.emit(HOME)
