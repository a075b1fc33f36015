"""What the studio's scenes are made of: a stage, a window on it, and how a scene is described."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton, QWidget

from aicore_tray.diagnostics.doctor import Stage
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.help.hints import HINTED
from aicore_tray.gui.pages.accounts import AccountsPage
from aicore_tray.gui.pages.api_keys import ApiKeysPage
from aicore_tray.gui.pages.models import ModelsPage
from aicore_tray.gui.pages.settings import SettingsPage
from aicore_tray.gui.snapshots import Snapshot
from aicore_tray.gui.widgets.sheet import Sheet
from aicore_tray.gui.widgets.steps import StepList
from aicore_tray.gui.widgets.table import Table
from aicore_tray.gui.windows.main_window import OPENS_AT, MainWindow
from tests.gui import staged

POINTS = 10.0


class Set:
    """What a scene acts in: a window around a session that says what the scene wants.

    Attributes:
        menu: photographed in place of the window, where a scene opens one.
        other: another window, photographed in place of the main one.
    """

    def __init__(
        self, folder: Path, snapshot: Snapshot, stages: Sequence[Stage], size: QSize, *, hints: bool = False
    ) -> None:
        self.session = staged.StagedSession(folder, snapshot)
        if not hints:
            self.session.remembered.memory.hints = [*HINTED]
        self.bridge = Bridge(self.session)
        self.commands = staged.StagedCommands(self.session, stages)
        self.window = MainWindow(self.bridge, self.commands)
        self.window.resize(size)
        self.window.show()
        self.menu: QMenu | None = None
        self.other: QWidget | None = None

    def models(self) -> ModelsPage:
        self.window.show_page("models")
        page = self.window.page
        assert isinstance(page, ModelsPage)
        return page

    def accounts(self) -> AccountsPage:
        self.window.show_page("accounts")
        page = self.window.page
        assert isinstance(page, AccountsPage)
        return page

    def keys(self) -> ApiKeysPage:
        self.window.show_page("keys")
        page = self.window.page
        assert isinstance(page, ApiKeysPage)
        return page

    def settings(self) -> SettingsPage:
        self.window.show_page("settings")
        page = self.window.page
        assert isinstance(page, SettingsPage)
        return page

    def click(self, name: str) -> None:
        button = self.window.findChild(QPushButton, name)
        assert button is not None, name
        button.click()

    def picture(self) -> QPixmap:
        """Return what is to be seen, with everything that moves held still."""
        for sheet in self.window.findChildren(Sheet):
            sheet.settle()
        for steps in self.window.findChildren(StepList):
            steps._timer.stop()
            for row in steps._rows.values():
                row.mark.angle = 0
        for line in self.window.findChildren(QLineEdit):
            # A cursor blinks.
            line.setReadOnly(line.isReadOnly() or line.hasFocus())
        return (self.menu or self.other or self.window).grab()

    async def aclose(self) -> None:
        await self.bridge.aclose()
        if self.menu is not None:
            self.menu.close()
        if self.other is not None:
            self.other.hide()
            self.other.deleteLater()
        self.window.hide()
        self.window.deleteLater()


Play = Callable[[Set], Awaitable[None]]


@dataclass(frozen=True)
class Scene:
    """One picture.

    Attributes:
        hints: whether pages show their hint for first use.
    """

    play: Play
    snapshot: Callable[[], Snapshot] = staged.day
    stages: Sequence[Stage] = ()
    size: QSize = field(default_factory=lambda: OPENS_AT)
    points: float = POINTS
    hints: bool = False


async def settle(times: int = 6) -> None:
    """Let Qt lay out, commands end and every row be painted."""
    for _ in range(times):
        await asyncio.sleep(0.012)
    while any(isinstance(each, Table) and each.isVisible() and not each.whole for each in QApplication.allWidgets()):  # noqa: ASYNC110
        await asyncio.sleep(0.012)


def page(key: str) -> Play:
    async def play(on: Set) -> None:
        on.window.show_page(key)
        await settle()

    return play
