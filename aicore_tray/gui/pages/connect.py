"""Connect: a card for each tool, and the recipes of the one that is chosen."""

from __future__ import annotations

import time

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from aicore_tray.connect.registry import TOOLS
from aicore_tray.connect.shells import SHELLS
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.mending import Mending
from aicore_tray.gui.pages.page import Page, scrolling
from aicore_tray.gui.snapshots import Snapshot
from aicore_tray.gui.theme import Text
from aicore_tray.gui.tool_panel import ToolPanel
from aicore_tray.gui.tool_states import caption_of, pill_of
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.tool_card import ToolCard, ToolGrid
from aicore_tray.gui.wording import tr_page

_LOOK_SECONDS = 60.0


class ConnectPage(Page):
    """Every tool that can talk to the proxy."""

    def __init__(self, bridge: Bridge, commands: Commands, mending: Mending) -> None:
        super().__init__("connect", tr_page("Connect"), bridge, bleeds=True, needs_proxy=True)
        self._connecting = commands.connecting
        self._looked_at = -_LOOK_SECONDS
        self.shell = QComboBox()
        self.shell.setObjectName("shell")
        for shell in SHELLS.values():
            self.shell.addItem(shell.name, shell.id)
        self.shell.setCurrentIndex(self.shell.findData(self._connecting.shell.id))
        self.shell.activated.connect(self._use_shell)
        label = Label(self.tr("Shell"), Text.CAPTION, "text_2")
        label.setBuddy(self.shell)
        self.shell.setAccessibleName(label.text())
        self.add_action(label)
        self.add_action(self.shell)
        self.grid = ToolGrid()
        self.grid.setAccessibleName(self.tr("Tools"))
        for tool in TOOLS.values():
            self.grid.add(ToolCard(tool.id, tool.name, tool.tile))
        self.grid.chosen.connect(self.show_tool)
        self.panel = ToolPanel(bridge, commands, mending)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.grid)
        column.addWidget(self.panel)
        self.body.addWidget(scrolling(whole), 1)
        self.show_tool(bridge.session.remembered.memory.tool)

    def show_tool(self, key: str) -> None:
        """Show a tool's recipes; an unknown one is the first."""
        tool = TOOLS.get(key) or next(iter(TOOLS.values()))
        if key:
            self.bridge.session.remembered.note(tool=tool.id)
        self.grid.choose(tool.id)
        self.panel.show_tool(tool)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        super().show_snapshot(snapshot)
        views = {view.id: view for view in snapshot.tools}
        found, looked = self._connecting.found, self._connecting.looked
        for key, view in views.items():
            tool = TOOLS[key]
            kind, words = pill_of(tool, view, found.get(key), looked=looked)
            self.grid.cards[key].set_state(kind, words, caption_of(tool, found.get(key)))
        talking = sum(1 for view in views.values() if view.answered is not None)
        self.subtitle.set_text(
            self.tr("{count} of {all} tools talk to the proxy").format(count=talking, all=len(views))
            if talking
            else self.tr("Choose a tool and copy what it needs")
        )
        self.panel.show_snapshot(snapshot)

    def has_learned(self, snapshot: Snapshot) -> bool:
        return any(view.answered is not None for view in snapshot.tools)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if time.monotonic() - self._looked_at > _LOOK_SECONDS:
            self._looked_at = time.monotonic()
            self.bridge.run(
                self._connecting.look(), "look for tools", done=lambda _: self.show_snapshot(self.bridge.snapshot)
            )

    def _use_shell(self, row: int) -> None:
        self._connecting.use_shell(self.shell.itemData(row))
        self.panel.show_snapshot(self.bridge.snapshot)
