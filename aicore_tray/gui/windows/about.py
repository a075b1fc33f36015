"""About: which version this is, whether there is a newer one, whose work is in it, and that nothing is sent home."""

from __future__ import annotations

import platform

from PySide6.QtCore import Qt, QUrl, Signal, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from aicore_tray import __version__
from aicore_tray.gui import theme
from aicore_tray.gui.help.book import HOME
from aicore_tray.gui.theme import Text
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.sheet import Sheet
from aicore_tray.system.paths import licences
from aicore_tray.updates import Release

_ICON = 64


class About(Sheet):
    """The sheet behind Help, About.

    Args:
        release: the newer version that is known.
        off: what keeps the app from looking for one, as `Updates.off` says it.

    Signals:
        wants_help: the guide is to be opened; carries its page.
        wants_page: an address is to be opened.
    """

    wants_help = Signal(str)
    wants_page = Signal(QUrl)

    def __init__(self, window: QWidget, release: Release | None = None, *, off: str = "") -> None:
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
        self.news = Label(self._news(release, off), Text.CAPTION, "text_2", wrap=True)
        self.news.setObjectName("about-release")
        column.addWidget(self.news)
        column.addWidget(
            Label(self.tr("Your company's models on SAP AI Core, for every tool on this computer."), wrap=True)
        )
        made_of = f"Qt {qVersion()} · Python {platform.python_version()} · {platform.system()} {platform.machine()}"
        column.addWidget(Label(made_of, Text.CAPTION, "text_2", selectable=True))
        promise = self.tr("No telemetry: nothing about you or your use is sent to anybody.")
        column.addWidget(Label(promise, Text.CAPTION, "text_2", wrap=True))
        row.addLayout(column, 1)
        self.body.addLayout(row)
        self.wants_page.connect(QDesktopServices.openUrl)
        if release is not None:
            page = self.add_button(self.tr("Open its page…"), "plain", "action")
            page.setObjectName("about-page")
            page.clicked.connect(lambda _checked=False: self.wants_page.emit(QUrl(release.page)))
        if (folder := licences()) is not None:
            texts = self.add_button(self.tr("Licences…"), "plain", "action")
            texts.setObjectName("about-licences")
            texts.clicked.connect(lambda _checked=False: self.wants_page.emit(QUrl.fromLocalFile(str(folder))))
        guide = self.add_button(self.tr("Help…"), "plain", "help")
        guide.setObjectName("about-help")
        guide.clicked.connect(self._open_guide)
        self.add_button(self.tr("Close"), "default", "reject")

    def _news(self, release: Release | None, off: str) -> str:
        if release is not None:
            return self.tr("Version {version} is available.").format(version=release.version)
        if off == "check_updates":
            return self.tr("New versions are not looked for.")
        if off:
            return self.tr("An administrator has switched off looking for new versions.")
        return self.tr("A newer version is told of here and in the tray.")

    def _open_guide(self) -> None:
        self.close_sheet()
        self.wants_help.emit(HOME)
