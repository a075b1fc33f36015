"""Step five of first run: the tool that one works with, and the light that turns green at its first request."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aicore_tray.connect.registry import TOOLS
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.mending import Mending
from aicore_tray.gui.snapshots import Snapshot, ToolView
from aicore_tray.gui.tool_panel import ToolPanel
from aicore_tray.gui.tool_states import caption_of, pill_of
from aicore_tray.gui.widgets.tab_order import follow
from aicore_tray.gui.widgets.tool_card import ToolGrid, card_makers

# What is not here can still be wanted; the page Connect has all of them.
_FEWEST = 6


class ToolStep(QWidget):
    """The tools, those that are on this computer first, and the recipes of the one that is chosen."""

    def __init__(self, bridge: Bridge, commands: Commands, mending: Mending) -> None:
        super().__init__()
        self._bridge = bridge
        self._connecting = commands.connecting
        self._chosen = ""
        self.grid = ToolGrid(card_makers(TOOLS.values()))
        self.grid.setAccessibleName(self.tr("Tools"))
        self.grid.show_only(list(TOOLS)[:_FEWEST])
        self.grid.chosen.connect(self._choose)
        self.panel = ToolPanel(bridge, commands, mending)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.grid)
        column.addWidget(self.panel)
        column.addStretch(1)
        self.show_tool(next(iter(TOOLS)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._connecting.looked:
            self._bridge.run(self._connecting.look(), "look for tools", done=lambda _: self._looked())

    def _looked(self) -> None:
        # Everybody has curl; it is not what one works with.
        here = [key for key, tool in TOOLS.items() if key in self._connecting.found and tool.kind != "code"]
        others = [key for key in TOOLS if key not in here][: max(0, _FEWEST - len(here))]
        self.grid.show_only([*here, *others])
        first, *rest = self.grid.shown
        follow(first, *rest, self.panel)
        if not self._chosen and here:
            self.show_tool(here[0])
        self.show_snapshot(self._bridge.snapshot)

    def _choose(self, key: str) -> None:
        self._chosen = key
        self.show_tool(key)

    def show_tool(self, key: str) -> None:
        """Show a tool's recipes."""
        self.grid.choose(key)
        self.panel.show_tool(TOOLS[key])

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show what is so now."""
        found, looked = self._connecting.found, self._connecting.looked
        views = {view.id: view for view in snapshot.tools}
        for key, card in self.grid.cards.items():
            tool = TOOLS[key]
            kind, words = pill_of(tool, views.get(key, ToolView(id=key)), found.get(key), looked=looked)
            card.set_state(kind, words, caption_of(tool, found.get(key)))
        self.panel.show_snapshot(snapshot)
