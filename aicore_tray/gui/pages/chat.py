"""Chat: talk to any deployed model, without a tool."""

from __future__ import annotations

from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.chat.desk import ChatDesk
from aicore_tray.gui.chat.view import ChatView
from aicore_tray.gui.pages.page import Page
from aicore_tray.gui.snapshots import Snapshot, Trouble
from aicore_tray.gui.wording import SERIOUS, tr_page


class ChatPage(Page):
    """The chat as a page of the main window; it has a head of its own in place of the title."""

    def __init__(self, bridge: Bridge, desk: ChatDesk) -> None:
        super().__init__("chat", tr_page("Chat"), bridge, bleeds=True)
        self.desk = desk
        head, body = self.title.parentWidget(), self.banner.parentWidget()
        self.view = ChatView(bridge, desk, banner=self.banner, hint=self.hint)
        for widget in (head, body):
            if widget is not None:
                widget.hide()
        whole = self.layout()
        if whole is not None:
            whole.addWidget(self.view)
        self.show_snapshot(bridge.snapshot)

    def _mend(self) -> None:
        # The banner has one button, which takes a deletion back while it tells of one.
        if not self.view.tells_deletion:
            super()._mend()

    def cares(self, trouble: Trouble) -> bool:
        return trouble.kind in SERIOUS

    def has_learned(self, snapshot: Snapshot) -> bool:
        return bool(self.desk.conversations())

    def show_snapshot(self, snapshot: Snapshot) -> None:
        super().show_snapshot(snapshot)
        self.view.show_snapshot(snapshot)

    def new(self) -> None:
        """Begin a conversation."""
        self.view.new()

    def ask(self, text: str) -> None:
        """Ask at once, in a conversation of its own."""
        self.view.ask(text)
