"""The tray's two menus for tools: copy a setup, and launch with the proxy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from aicore_tray.connect.registry import TOOLS
from aicore_tray.connect.shells import BASH, SHELLS
from aicore_tray.connect.tool import Recipe, Target, Tool

_NAME_LENGTH = 40
_FIRST = 8
_ANY = Target(origin="http://127.0.0.1", key="", model="")


class ToolMenus(QObject):
    """Two menus, built once; what was launched last is kept up while they are closed.

    Signals:
        wants_setup: a tool's id; its setup is to be copied.
        wants_page: a tool's id, of one whose setup is more than one text.
        wants_shell: the id of the shell whose setups are copied.
        wants_launch: a tool's id and the folder to start it in; "" lets the user choose one.
    """

    wants_setup = Signal(str)
    wants_page = Signal(str)
    wants_shell = Signal(str)
    wants_launch = Signal(str, str)

    def __init__(self, menu: QMenu, parent: QObject) -> None:
        super().__init__(parent)
        self.copy = menu.addMenu(self.tr("Copy setup for"))
        self.copy.menuAction().setObjectName("tray-copy-setup")
        self.launch = menu.addMenu(self.tr("Launch with proxy"))
        self.launch.menuAction().setObjectName("tray-launch")
        self._shells = QActionGroup(self)
        self._recent: tuple[tuple[str, str], ...] = ()
        self._rows: list[QAction] = []
        self._fill_copy()
        self._fill_launch()

    def _fill_copy(self) -> None:
        more = QMenu(self.tr("More tools"), self.copy)
        for number, tool in enumerate(TOOLS.values()):
            whole = snippet_of(tool)
            menu = self.copy if number < _FIRST else more
            action = menu.addAction(tool.name if whole else self.tr("{tool}…").format(tool=tool.name))
            action.setObjectName(f"tray-copy-{tool.id}")
            asked = self.wants_setup if whole else self.wants_page
            action.triggered.connect(lambda _checked=False, asked=asked, name=tool.id: asked.emit(name))
        self.copy.addMenu(more)
        self.copy.addSeparator()
        shells = self.copy.addMenu(self.tr("Shell"))
        for shell in SHELLS.values():
            action = shells.addAction(shell.name)
            action.setObjectName(f"tray-shell-{shell.id}")
            action.setCheckable(True)
            action.setData(shell.id)
            action.triggered.connect(lambda _checked=False, name=shell.id: self.wants_shell.emit(name))
            self._shells.addAction(action)

    def _fill_launch(self) -> None:
        for tool in TOOLS.values():
            if tool.command is None:
                continue
            action = self.launch.addAction(self.tr("{tool}…").format(tool=tool.name))
            action.setObjectName(f"tray-launch-{tool.id}")
            action.triggered.connect(lambda _checked=False, name=tool.id: self.wants_launch.emit(name, ""))
        self._divider = self.launch.addSeparator()
        self._divider.setVisible(False)

    def show_now(self, shell: str, launched: Sequence[tuple[Tool, Path]], *, may_copy: bool, may_launch: bool) -> None:
        """Show the chosen shell and what was launched last.

        Args:
            may_copy: there is an address to copy.
            may_launch: there are models; launching starts the proxy by itself.
        """
        for menu, may in ((self.copy, may_copy), (self.launch, may_launch)):
            if menu.menuAction().isEnabled() != may:
                menu.menuAction().setEnabled(may)
        for action in self._shells.actions():
            if action.data() == shell and not action.isChecked():
                action.setChecked(True)
        recent = tuple((tool.id, str(folder)) for tool, folder in launched)
        if recent == self._recent or self.launch.isVisible():
            return
        self._recent = recent
        self._show_recent(launched)

    def _show_recent(self, launched: Iterable[tuple[Tool, Path]]) -> None:
        for action in self._rows:
            self.launch.removeAction(action)
            action.deleteLater()
        self._rows = []
        for number, (tool, folder) in enumerate(launched):
            name = folder.name or str(folder)
            short = name if len(name) <= _NAME_LENGTH else f"{name[: _NAME_LENGTH - 1]}…"
            action = QAction(self.tr("{tool} in {folder}").format(tool=tool.name, folder=short), self)
            action.setObjectName(f"tray-launch-recent-{number}")
            action.setToolTip(str(folder))
            action.triggered.connect(
                lambda _checked=False, name=tool.id, folder=str(folder): self.wants_launch.emit(name, folder)
            )
            self.launch.addAction(action)
            self._rows.append(action)
        self._divider.setVisible(bool(self._rows))


def snippet_of(tool: Tool) -> str:
    """Return the key of the recipe that is copied as one text, "" where a tool has none."""

    def is_one_text(recipe: Recipe) -> bool:
        # What belongs in a file makes no sense beside what is pasted into a terminal.
        return len(recipe.snippets) == 1 or not any(snippet.file for snippet in recipe.snippets)

    return next((each.key for each in tool.recipes(_ANY, BASH) if each.snippets and is_one_text(each)), "")
