"""The start: one instance and an icon that is there at once; then comes what the app is made of.

Reading the engine takes longer than all of Qt. So it is read in a thread while the icon's menu says that it starts.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING

# qasync would prefer another binding where one is installed.
os.environ["QT_API"] = "pyside6"

from PySide6.QtCore import QObject
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

from aicore_tray import __version__
from aicore_tray.gui import theme
from aicore_tray.gui.application import Application, name_program
from aicore_tray.gui.bar import bar_is_dark
from aicore_tray.gui.language import Language
from aicore_tray.gui.loop import EventLoop
from aicore_tray.gui.single_instance import SingleInstance
from aicore_tray.system.paths import Paths
from aicore_tray.system.signals import on_end

if TYPE_CHECKING:
    from aicore_tray.gui.session import Session

Opened = Callable[[], AbstractAsyncContextManager["Session"]]
_MAC = sys.platform == "darwin"
# Python's own 5 ms let a thread that computes stop window and streams for as long at each of a paint's many turns.
SWITCH_SECONDS = 0.001


@dataclass(frozen=True, slots=True)
class Start:
    """How the app was started.

    Attributes:
        background: without a window, as at login.
        listening: told each address at which the proxy begins to listen.
        ended: told when the proxy no longer listens.
    """

    background: bool
    listening: Callable[[Session], None]
    ended: Callable[[], None]


class Starting(QObject):
    """What is there of the app before it is made: its icon, and what was asked of it meanwhile.

    Attributes:
        language: what its menu speaks, and later the app.
        wants_window: somebody has asked for the window.
        wants_end: somebody has asked for the end.
    """

    def __init__(self, app: QApplication, instance: SingleInstance) -> None:
        super().__init__()
        self._app = app
        self._instance = instance
        self.language = Language(app)
        self.wants_window = False
        self.wants_end = False
        self.menu = QMenu()
        self.menu.setObjectName("tray-menu")
        self.icon = QSystemTrayIcon(self)
        self.icon.setIcon(theme.tray_icon("off", light=bar_is_dark(), mask=_MAC))
        self.icon.setToolTip("AI Core Tray")
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        instance.asked.connect(self.ask_window)
        app.commitDataRequest.connect(self._log_out)
        if isinstance(app, Application):
            app.on_quit = self.end
            app.on_activate = self.ask_window if _MAC else None

    def show(self) -> None:
        """Show the icon, where this desktop has a place for it by now."""
        if QSystemTrayIcon.isSystemTrayAvailable():
            self.icon.show()

    def speak(self, language: str) -> None:
        """Fill the menu, in the user's language."""
        self.language.use(language)
        self.menu.clear()
        state = self.menu.addAction(f"◐ {self.tr('Starting')}")
        state.setObjectName("tray-state")
        state.setEnabled(False)
        self.menu.addSeparator()
        quitting = self.menu.addAction(self.tr("Quit AI Core Tray"))
        quitting.setObjectName("tray-quit")
        quitting.triggered.connect(lambda _checked=False: self.end())

    def ask_window(self) -> None:
        self.wants_window = True

    def end(self) -> None:
        self.wants_end = True
        self.icon.hide()

    def hand_over(self) -> QSystemTrayIcon:
        """Give the icon with its menu away: to the desktop another one would be another program's."""
        self.icon.activated.disconnect(self._activated)
        self._instance.asked.disconnect(self.ask_window)
        self._app.commitDataRequest.disconnect(self._log_out)
        return self.icon

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        clicks = (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick)
        if not _MAC and reason in clicks:
            self.ask_window()

    def _log_out(self, manager: QSessionManager) -> None:
        manager.setRestartHint(QSessionManager.RestartHint.RestartNever)
        self.end()


def run(make: Callable[[], Opened], start: Start, *, paths: Paths, argv: Sequence[str]) -> int:
    """Run the app until its user quits it; a second one shows the first one's window and ends.

    Args:
        make: reads, in a thread, what the session is made of, and returns what makes it, with all that has to live
            as long as it does.
        paths: where the settings lie, and the data folder that no two apps may share.
    """
    name_program()
    app = Application(["aicore-tray", *argv])
    app.setApplicationName("aicore-tray")
    app.setApplicationDisplayName("AI Core Tray")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("aicore-tray")
    app.setQuitOnLastWindowClosed(False)
    theme.install(app)
    instance = SingleInstance(paths.data)
    if not instance.is_first(background=start.background):
        return 0

    async def main() -> None:
        sys.setswitchinterval(SWITCH_SECONDS)
        starting = Starting(app, instance)
        on_end(starting.end)
        starting.show()
        starting.speak(await asyncio.to_thread(_language, paths))
        app.setWindowIcon(theme.app_icon())
        opened = await asyncio.to_thread(make)
        # What it is made of is read by now, but for its own rooms.
        from aicore_tray.gui.app import App

        async with opened() as session:
            if not starting.wants_end:
                await App(app, session, instance, start, starting).run()

    try:
        with asyncio.Runner(loop_factory=lambda: EventLoop(app)) as runner:
            runner.run(main())
    finally:
        instance.close()
    return 0


def _language(paths: Paths) -> str:
    from aicore_tray.config.settings_file import load_settings

    return load_settings(paths.settings_file, wrong=[]).language
