"""The chat in a window of its own."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent

from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.chat.desk import ChatDesk
from aicore_tray.gui.chat.view import ChatView
from aicore_tray.gui.help.shortcuts import Place, bind
from aicore_tray.gui.help.topics import OF_PAGES
from aicore_tray.gui.widgets.banner import Banner
from aicore_tray.gui.windows.remembered_window import RememberedWindow

_OPENS_AT = QSize(880, 680)
_MINIMUM = QSize(480, 420)


class ChatWindow(RememberedWindow):
    """The chat; it shares its conversations with the main window's page.

    Signals:
        wants_help: F1 was pressed; carries the page of the guide.
    """

    wants_help = Signal(str)

    def __init__(self, bridge: Bridge, desk: ChatDesk) -> None:
        super().__init__(bridge, "chat_window", opens_at=_OPENS_AT, minimum=_MINIMUM)
        self.setObjectName("chat-window")
        self.setWindowTitle(self.tr("Chat"))
        self.view = ChatView(bridge, desk, banner=Banner())
        self.setCentralWidget(self.view)
        bridge.changed.connect(self.view.show_snapshot)
        bind(self, Place.MAIN, {"help": lambda: self.wants_help.emit(OF_PAGES["chat"]), "close": self._close})
        bind(self, Place.CHAT, {"find": self.view.focus_search})
        self.restore()

    def _close(self) -> None:
        self.close()

    def come_up(self) -> None:
        """Show the window above the others, wherever it was, ready to be typed in."""
        super().come_up()
        self.view.pane.composer.entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view.show_snapshot(self.bridge.snapshot)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.remember()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
