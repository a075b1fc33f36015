"""The few things worth a notification: a failed start, a refused key, throttling, the first close to the tray."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSystemTrayIcon

from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui import theme
from aicore_tray.gui.snapshots import Kind, ProxyState, Snapshot, Trouble
from aicore_tray.gui.wording import SERIOUS, said

_SHOWN_MS = 8000
_COPIED_MS = 2000
_THROTTLED = 429
_BURST, _BURST_SECONDS, _AGAIN_SECONDS = 5, 60.0, 600.0
_REFUSED = frozenset({Kind.KEY_REFUSED, Kind.KEY_UNREADABLE})
_MONEY = frozenset({Kind.BUDGET_NEAR, Kind.BUDGET_SPENT})


class Notifications(QObject):
    """Speaks through the tray icon; silent about success.

    Attributes:
        clicked: the page that the last notification was about.
    """

    clicked = Signal(str)

    def __init__(self, icon: QSystemTrayIcon, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._told: set[Trouble] = set()
        self._told_money: set[Kind] = set()
        self._page = "dashboard"
        self._told_throttling = 0.0
        icon.messageClicked.connect(lambda: self.clicked.emit(self._page))

    def look_at(self, snapshot: Snapshot, *, seen: bool) -> None:
        """Tell of new troubles that are worth it.

        Args:
            seen: the user looks at the window, which says it already.
        """
        now = set(snapshot.troubles)
        for trouble in snapshot.troubles:
            serious = trouble.kind in SERIOUS and snapshot.proxy.state is ProxyState.FAILED
            if trouble in self._told or not (serious or trouble.kind in _REFUSED):
                continue
            self._told.add(trouble)
            if not seen:
                words = said(trouble)
                title = self.tr("The proxy cannot start") if serious else self.tr("Credentials rejected")
                self._show(title, f"{words.fact} {words.what}".strip(), "dashboard" if serious else "accounts")
        # What is over may be told again when it comes back.
        self._told &= now
        self._look_at_budget(snapshot, seen=seen)
        self._look_for_throttling(snapshot)

    def _look_at_budget(self, snapshot: Snapshot, *, seen: bool) -> None:
        """Tell once of each: nearly used up, and used up."""
        now = {trouble.kind: trouble for trouble in snapshot.troubles if trouble.kind in _MONEY}
        for kind in now.keys() - self._told_money:
            if not seen:
                words = said(now[kind])
                self._show(self.tr("Budget"), f"{words.fact} {words.what}", "dashboard")
        self._told_money = set(now)

    def _look_for_throttling(self, snapshot: Snapshot) -> None:
        """Tell once in ten minutes that SAP turns requests away."""
        now = time.time()
        refused = [
            record
            for record in snapshot.recent
            if record.status == _THROTTLED and now - record.started < _BURST_SECONDS
        ]
        if len(refused) < _BURST or now - self._told_throttling < _AGAIN_SECONDS:
            return
        self._told_throttling = now
        model = refused[0].model or refused[0].asked
        self._show(
            self.tr("Requests are turned away"),
            self.tr("{model} is at its limit in SAP AI Core. Tools that wait and try again go on.").format(model=model),
            "dashboard",
        )

    def closed_to_tray(self) -> None:
        """Tell once that closing the window did not end the app."""
        self._show(
            self.tr("AI Core Tray is still running"),
            self.tr("Your tools keep working. Quit it from its icon here; Settings can end it with the window."),
            "settings",
        )

    def copied(self, text: str) -> None:
        """Confirm what was put on the clipboard from the menu, which closes at once."""
        self._show(self.tr("Copied"), text, "dashboard", _COPIED_MS)

    def failed(self, error: AicoreTrayError) -> None:
        """Tell of a command from the menu that did not work."""
        self._show(self.tr("This did not work"), error.line(), "dashboard")

    def _show(self, title: str, text: str, page: str, milliseconds: int = _SHOWN_MS) -> None:
        self._page = page
        if self._icon.isVisible() and QSystemTrayIcon.supportsMessages():
            self._icon.showMessage(title, text, theme.app_icon(), milliseconds)
