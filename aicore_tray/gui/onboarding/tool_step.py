"""Step five of first run: the tool that one works with, and the light that turns green at its first request."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aicore_tray.connect.registry import TOOLS
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.mending import Mending
from aicore_tray.gui.snapshots import Snapshot
from aicore_tray.gui.tool_panel import ToolPanel
from aicore_tray.gui.tool_states import caption_of, pill_of
from aicore_tray.gui.widgets.tool_card import ToolCard, ToolGrid


class ToolStep(QWidget):
    """The tools, those that are on this computer first, and the recipes of the one that is chosen."""

    def __init__(self, bridge: Bridge, commands: Commands, mending: Mending) -> None:
        super().__init__()
        self._bridge = bridge
        self._connecting = commands.connecting
        self._chosen = ""
        self.grid = ToolGrid()
        self.grid.setAccessibleName(self.tr("Tools"))
        for tool in TOOLS.values():
            self.grid.add(ToolCard(tool.id, tool.name, tool.tile))
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
        self.grid.show_only([*here, *(key for key in TOOLS if key not in here)])
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
        for view in snapshot.tools:
            tool = TOOLS[view.id]
            kind, words = pill_of(tool, view, found.get(tool.id), looked=looked)
            self.grid.cards[tool.id].set_state(kind, words, caption_of(tool, found.get(tool.id)))
        self.panel.show_snapshot(snapshot)
