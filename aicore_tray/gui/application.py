"""The QApplication, which hands over what would end Qt's loop under a live engine.

An event filter would do so, too, but see every event of every widget: 2 us each, of hundreds as a page is shown.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from aicore_tray.system.autostart import BUNDLE_ID


def name_program() -> None:
    """Tell Windows which program this is, before the first window: the installer's shortcut says the same."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(BUNDLE_ID)


class Application(QApplication):
    """Tells of events of its own.

    Attributes:
        on_quit: called in place of ending Qt's loop: Cmd+Q, the Dock, a logout.
        on_activate: called when its user comes back to it.
    """

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self.on_quit: Callable[[], None] | None = None
        self.on_activate: Callable[[], None] | None = None

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Quit and self.on_quit is not None:
            self.on_quit()
            return True
        if event.type() == QEvent.Type.ApplicationActivate and self.on_activate is not None:
            self.on_activate()
        return super().event(event)
