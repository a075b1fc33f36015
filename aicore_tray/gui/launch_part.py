"""Launch, as a part of a tool's panel: the folder to work in, and the button that starts it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aicore_tray.connect.tool import Tool
from aicore_tray.gui.theme import Text
from aicore_tray.gui.widgets.button import Button
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.snippet import SnippetBox


class LaunchPart(QWidget):
    """What Launch needs for one tool.

    Signals:
        folder_wanted: another folder is to be chosen.
        launch_wanted: the tool is to be started.

    Args:
        folder: where it is started.
        missing: it was looked for and is not on this computer.
    """

    folder_wanted = Signal()
    launch_wanted = Signal()

    def __init__(self, tool: Tool, folder: Path, *, missing: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        text = self.tr("Opens a terminal in which {tool} talks to this proxy. None of its files is changed.")
        column.addWidget(Label(text.format(tool=tool.name), role="text_2", wrap=True))
        if missing:
            column.addWidget(Label(self.tr("{tool} was not found on this computer.").format(tool=tool.name), wrap=True))
            box = SnippetBox(self.tr("Install it in a terminal"), tool.install)
            box.copy.setObjectName("copy-install")
            box.wanted.connect(lambda: box.copy.copy(tool.install))
            column.addWidget(box)
            return
        row = QHBoxLayout()
        row.setSpacing(8)
        place = Label(_short(folder), Text.MONO, elide=Qt.TextElideMode.ElideMiddle)
        place.setObjectName("launch-folder")
        choose = Button(self.tr("Choose folder…"))
        choose.setObjectName("choose-folder")
        choose.clicked.connect(lambda _checked=False: self.folder_wanted.emit())
        start = Button(self.tr("Launch {tool}").format(tool=tool.name), kind="default")
        start.setObjectName("launch")
        start.clicked.connect(lambda _checked=False: self.launch_wanted.emit())
        row.addWidget(Label(self.tr("Folder"), role="text_2"))
        row.addWidget(place, 1)
        row.addWidget(choose)
        row.addWidget(start)
        column.addLayout(row)


def _short(folder: Path) -> str:
    """Return a folder as people write it, with ~ for their own."""
    home = Path.home()
    return str(Path("~") / folder.relative_to(home)) if folder.is_relative_to(home) else str(folder)
