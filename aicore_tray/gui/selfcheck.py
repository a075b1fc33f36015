"""What `aicore-tray selftest` asks of Qt, in a process of its own: Qt ends the process where it cannot start."""

from __future__ import annotations

import asyncio
import os
import sys

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6 import __version__
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImageReader
from PySide6.QtNetwork import QLocalServer
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from aicore_tray.gui import theme
from aicore_tray.gui.language import ENGLISH, LANGUAGES, Language
from aicore_tray.gui.loop import EventLoop
from aicore_tray.gui.snapshots import ProxyState, ProxyView, Snapshot
from aicore_tray.gui.tray import Tray
from aicore_tray.gui.windows.main_window import MainWindow
from aicore_tray.system.paths import resources

_SIZE = 22


def check() -> str:
    """Start Qt, draw every picture, speak every language, make the tray, run Qt's loop; return what was found.

    Raises:
        RuntimeError: something is missing.
    """
    app = QApplication(["aicore-tray"])
    theme.install(app)
    formats = {bytes(each.data()).decode() for each in QImageReader.supportedImageFormats()}
    if not {"svg", "png"} <= formats:
        raise RuntimeError(f"pictures of these kinds alone can be read: {', '.join(sorted(formats))}")
    names = sorted(file.stem for file in (resources() / "icons").glob("*.svg"))
    empty = [name for name in names if theme.icon(name, theme.roles(app.palette()).text).pixmap(_SIZE).isNull()]
    if not names or empty or theme.app_icon().pixmap(_SIZE).isNull():
        raise RuntimeError(f"icons that cannot be drawn: {', '.join(empty) or 'all'}")
    language = Language(app)
    for name in LANGUAGES:
        language.use(name)
        ours = QCoreApplication.translate("Language", ENGLISH)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        of_qt = box.buttons()[0].text()
        if ours != name or ("Cancel" in of_qt) != (name == ENGLISH):
            raise RuntimeError(f"translations are missing: {name}")
    tray = Tray()
    tray.update_from(Snapshot(proxy=ProxyView(state=ProxyState.RUNNING, url="http://127.0.0.1:3001")))
    if tray.icon.icon().isNull() or not tray.menu.actions():
        raise RuntimeError("the tray's icon or menu is empty")
    QLocalServer().close()
    with asyncio.Runner(loop_factory=lambda: EventLoop(app)) as runner:
        if runner.run(asyncio.sleep(0, MainWindow.__name__)) != "MainWindow":
            raise RuntimeError("the loop does not run")
    return f"PySide6 {__version__}, {len(names)} icons, {len(LANGUAGES)} languages"


def main() -> int:
    """Print what was found; an error goes to stderr and makes the exit code 1."""
    try:
        found = check()
    except RuntimeError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{found}\n")
    sys.stdout.flush()
    return 0
