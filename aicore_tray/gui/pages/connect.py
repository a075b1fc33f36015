"""Connect: a card for each tool, and the recipes of the one that is chosen."""

from __future__ import annotations

import time

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from aicore_tray.connect.registry import TOOLS
from aicore_tray.connect.shells import SHELLS
from aicore_tray.connect.standing import Standing
from aicore_tray.connect.tool import Tool
from aicore_tray.gui.applying import Ready
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.mending import Mending
from aicore_tray.gui.pages.page import Page, scrolling
from aicore_tray.gui.snapshots import Snapshot, ToolView
from aicore_tray.gui.theme import Text
from aicore_tray.gui.tool_panel import ToolPanel
from aicore_tray.gui.tool_states import caption_of, pill_of
from aicore_tray.gui.widgets.button import Button
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.segments import Segments
from aicore_tray.gui.widgets.tab_order import follow
from aicore_tray.gui.widgets.tool_card import ToolGrid, card_makers
from aicore_tray.gui.wording import tr_page

HERE = "here"
_FIRST = 6
_LOOK_SECONDS = 60.0


class ConnectPage(Page):
    """Every tool that can talk to the proxy."""

    def __init__(self, bridge: Bridge, commands: Commands, mending: Mending) -> None:
        super().__init__("connect", tr_page("Connect"), bridge, bleeds=True, needs_proxy=True)
        self._connecting, self._applying = commands.connecting, commands.applying
        self._address = ""
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
        self.update_tools = Button("")
        self.update_tools.setObjectName("update-tools")
        self.update_tools.clicked.connect(lambda _checked=False: self._update_tools())
        self.update_tools.hide()
        self.add_action(self.update_tools)
        self.add_action(label)
        self.add_action(self.shell)
        self.grid = ToolGrid(card_makers(TOOLS.values()))
        self.grid.setAccessibleName(self.tr("Tools"))
        self.grid.chosen.connect(self.show_tool)
        self.panel = ToolPanel(bridge, commands, mending)
        self.panel.written.connect(lambda: self.show_snapshot(self.bridge.snapshot))
        self._kind = HERE
        self.kinds = Segments(
            [
                (HERE, self.tr("On this computer")),
                ("terminal", self.tr("Terminals")),
                ("editor", self.tr("Editors")),
                ("app", self.tr("Apps")),
                ("code", self.tr("Programs")),
            ],
            self.tr("Which tools"),
        )
        self.kinds.setObjectName("tool-kinds")
        self.kinds.changed.connect(self.show_kind)
        row = QHBoxLayout()
        row.addWidget(self.kinds)
        row.addStretch(1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(row)
        column.addWidget(self.grid)
        column.addWidget(self.panel)
        self.body.addWidget(scrolling(whole), 1)
        self.show_kind(HERE)
        self.show_tool(bridge.session.remembered.memory.tool)

    def show_tool(self, key: str) -> None:
        """Show a tool's recipes; an unknown one is the first."""
        tool = TOOLS.get(key) or next(iter(TOOLS.values()))
        if key:
            self.bridge.session.remembered.note(tool=tool.id)
        self.grid.choose(tool.id)
        self.panel.show_tool(tool)
        if tool.id not in self._keys():
            self.show_kind(tool.kind)
        self._show_those()

    def show_kind(self, kind: str) -> None:
        """Show the tools of a kind, or HERE: those that are on this computer."""
        self._kind = kind
        self.kinds.set_current(kind)
        self._show_those()
        self._show_cards(self.bridge.snapshot)

    def _show_those(self) -> None:
        before = self.grid.shown
        self.grid.show_only(self._keys())
        if self.grid.shown != before:
            follow(self.kinds, *self.grid.shown, self.panel)

    def _show_cards(self, snapshot: Snapshot) -> None:
        found, looked = self._connecting.found, self._connecting.looked
        views = {view.id: view for view in snapshot.tools}
        for key, card in self.grid.cards.items():
            tool, view = TOOLS[key], views.get(key, ToolView(id=key))
            kind, words = pill_of(tool, view, found.get(key), self._applying.status(tool), looked=looked)
            card.set_state(kind, words, caption_of(tool, found.get(key)))

    def _keys(self) -> list[str]:
        """Return the tools that are shown."""
        if self._kind != HERE:
            return [tool.id for tool in TOOLS.values() if tool.kind == self._kind]
        found, seen = self._connecting.found, {view.id: view for view in self.bridge.snapshot.tools}
        here = {tool.id for tool in TOOLS.values() if tool.id in found or self._is_used(tool, seen.get(tool.id))}
        # Where nothing is found, those that most people have; and always the one whose recipes are shown.
        here = (here or set(list(TOOLS)[:_FIRST])) | {self.panel.tool.id}
        return [key for key in TOOLS if key in here]

    def _is_used(self, tool: Tool, view: ToolView | None) -> bool:
        status = self._applying.status(tool)
        called = view is not None and (view.waiting or bool(view.failed) or view.answered is not None)
        return called or (status is not None and status.standing is not Standing.NONE)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        super().show_snapshot(snapshot)
        self._show_those()
        self._show_cards(snapshot)
        talking = sum(1 for view in snapshot.tools if view.answered is not None)
        self.subtitle.set_text(
            self.tr("{count} of {all} tools talk to the proxy").format(count=talking, all=len(TOOLS))
            if talking
            else self.tr("Choose a tool and copy what it needs")
        )
        stale = self._applying.stale
        self.update_tools.setVisible(bool(stale))
        if stale:
            self.update_tools.setText(self.tr("Update %n tool(s)…", "", len(stale)))
            self.update_tools.setToolTip(", ".join(tool.name for tool in stale))
        self.panel.show_snapshot(snapshot)
        if snapshot.proxy.url != self._address and self.isVisible():
            self._look(snapshot)

    def has_learned(self, snapshot: Snapshot) -> bool:
        return any(view.answered is not None for view in snapshot.tools)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if time.monotonic() - self._looked_at > _LOOK_SECONDS:
            self._looked_at = time.monotonic()
            self.bridge.run(
                self._connecting.look(), "look for tools", done=lambda _: self.show_snapshot(self.bridge.snapshot)
            )
            self._look(self.bridge.snapshot)

    def _look(self, snapshot: Snapshot) -> None:
        """Look into the tools' files."""
        self._address = snapshot.proxy.url
        self.bridge.run(
            self._applying.look(snapshot), "look at tools", done=lambda _: self.show_snapshot(self.bridge.snapshot)
        )

    def _update_tools(self) -> None:
        """Show what brings every tool up to date that was set up for another address or model."""

        async def planned() -> list[Ready]:
            return [await self._applying.plan(tool, self.bridge.snapshot) for tool in self._applying.stale]

        self.bridge.run(planned(), "plan a setup", done=self.panel.show_plans, failed=self.panel.show_error)

    def _use_shell(self, row: int) -> None:
        self._connecting.use_shell(self.shell.itemData(row))
        self.panel.show_snapshot(self.bridge.snapshot)
