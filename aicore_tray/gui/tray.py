"""The tray icon and its menu: built once, its words and marks changed in place, at most once a second."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication, QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from aicore_tray.config.settings import TIERS
from aicore_tray.connect.tool import Tool
from aicore_tray.gui import theme
from aicore_tray.gui.bar import bar_is_dark
from aicore_tray.gui.numbers import short_count
from aicore_tray.gui.snapshots import ProxyState, Snapshot
from aicore_tray.gui.tool_menus import ToolMenus
from aicore_tray.gui.turns import Turns, TurnTimer
from aicore_tray.gui.wording import MILD, said

_BUSY_SECONDS = 0.4
_UPDATE_MS = 1000
_TOOLTIP = 127
_MAC = sys.platform == "darwin"


class Tray(QObject):
    """The icon near the clock.

    Args:
        icon: one that is shown already, which is taken over with its menu.

    Attributes:
        wants_page: a page's key, to be shown in the window.
        toggled_window: the icon was clicked where a click is for the window.
        wants_proxy: the proxy is to be on or off.
        wants_copy: the address is to be copied.
        wants_quit: the app is to end.
        wants_account: an account's name and whether it is to serve.
        wants_tier: a tier's word and the model for it, "" for the default.
        wants_trouble: what the problem line names is to be mended.
        wants_import: a service key is to be added.
        wants_logs: the folder of the logs is to be opened.
        wants_chat: the chat is to be opened in a window of its own.
        wants_diagnostics: the diagnostics are to be copied.
        wants_help: the guide is to be opened.
        wants_release: the page of the newer version is to be opened.
        tools: the menus that copy setups and launch tools.
    """

    wants_page = Signal(str)
    toggled_window = Signal()
    wants_proxy = Signal(bool)
    wants_copy = Signal()
    wants_quit = Signal()
    wants_account = Signal(str, bool)
    wants_tier = Signal(str, str)
    wants_trouble = Signal(object)
    wants_import = Signal()
    wants_logs = Signal()
    wants_chat = Signal()
    wants_diagnostics = Signal()
    wants_about = Signal()
    wants_help = Signal()
    wants_release = Signal()

    def __init__(self, parent: QObject | None = None, icon: QSystemTrayIcon | None = None) -> None:
        super().__init__(parent)
        self._snapshot = Snapshot()
        self._mark = ""
        self._busy_until = 0.0
        self._quitting = False
        self._shell = ""
        self._launched: Sequence[tuple[Tool, Path]] = ()
        self.menu = icon.contextMenu() if icon is not None else QMenu()
        self.menu.setObjectName("tray-menu")
        was_open = self.menu.isVisible()
        self.menu.hide()
        self.menu.clear()
        self._build()
        self.icon = icon if icon is not None else QSystemTrayIcon()
        self.icon.setParent(self)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        self._later = TurnTimer(self, self._update, once=True)
        self._turns = Turns(self)
        self._updated_at = 0.0
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._new_colours)
        self._update()
        if was_open:
            # Opened anew: it is larger now, and has to find its place.
            self.menu.popup(self.menu.pos())

    @staticmethod
    def is_available() -> bool:
        """Tell whether this desktop shows tray icons now."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def show(self) -> None:
        self.icon.show()

    def hide(self) -> None:
        self.icon.hide()

    # ---- the menu

    def _build(self) -> None:
        menu = self.menu
        self._state = self._add(menu, "tray-state", self.wants_copy.emit)
        self._today = self._add(menu, "tray-today", lambda: self.wants_page.emit("dashboard"))
        self._problem = self._add(menu, "tray-problem", self._mend)
        self._problem.setVisible(False)
        self._release = self._add(menu, "tray-release", self.wants_release.emit)
        self._release.setVisible(False)
        menu.addSeparator()
        self._toggle = self._add(menu, "tray-toggle", None, self.tr("Proxy on"))
        self._toggle.setCheckable(True)
        self._toggle.triggered.connect(lambda checked: self.wants_proxy.emit(checked))
        self._accounts = menu.addMenu(self.tr("Accounts"))
        self._accounts.menuAction().setObjectName("tray-accounts")
        self._import = QAction(self.tr("Import key…"), self)  # outlives the menu's rows
        self._import.setObjectName("tray-import")
        self._import.triggered.connect(lambda _checked=False: self.wants_import.emit())
        self._accounts.addAction(self._import)
        self._account_rows: dict[str, QAction] = {}
        self._map = menu.addMenu(self.tr("Model map"))
        self._map.menuAction().setObjectName("tray-map")
        self._tiers: dict[str, tuple[QMenu, QActionGroup]] = {}
        for tier in TIERS:
            group = QActionGroup(self)
            group.triggered.connect(lambda action, tier=tier: self.wants_tier.emit(tier, action.data()))
            sub = self._map.addMenu(tier)
            self._tiers[tier] = (sub, group)
        menu.addSeparator()
        self.tools = ToolMenus(menu, self)
        menu.addSeparator()
        pages = [
            self._add(menu, "tray-dashboard", lambda: self.wants_page.emit("dashboard"), self.tr("Dashboard…")),
            self._add(menu, "tray-chat", self.wants_chat.emit, self.tr("Chat…")),
            self._add(menu, "tray-settings", lambda: self.wants_page.emit("settings"), self.tr("Settings…")),
        ]
        help_menu = menu.addMenu(self.tr("Help"))
        self._add(help_menu, "tray-help", self.wants_help.emit, self.tr("Help…"))
        self._add(help_menu, "tray-diagnostics", lambda: self.wants_page.emit("diagnostics"), self.tr("Diagnostics…"))
        self._add(help_menu, "tray-copy-diagnostics", self.wants_diagnostics.emit, self.tr("Copy diagnostics"))
        self._add(help_menu, "tray-logs", self.wants_logs.emit, self.tr("Open logs folder"))
        self._add(help_menu, "tray-about", self.wants_about.emit, self.tr("About AI Core Tray"))
        self._ended_by_quitting = (
            *(self._today, self._problem, self._release, self._accounts.menuAction(), help_menu.menuAction()),
            *pages,
        )
        # What could not be rebuilt under the pointer is rebuilt now.
        for each in (menu, self._accounts, *(sub for sub, _ in self._tiers.values())):
            each.aboutToHide.connect(self._menu_closed)
        self._quit = self._add(menu, "tray-quit", self.wants_quit.emit, self.tr("Quit AI Core Tray"))

    def _add(self, menu: QMenu, name: str, slot: object, text: str = "") -> QAction:
        action = menu.addAction(text)
        action.setObjectName(name)
        if callable(slot):
            action.triggered.connect(lambda _checked=False: slot())
        return action

    def _menu_closed(self) -> None:
        if not self._later.isActive():
            self._later.start(0)

    def _mend(self) -> None:
        if self._snapshot.troubles:
            self.wants_trouble.emit(self._snapshot.troubles[0])

    def set_quitting(self, on: bool) -> None:
        """Say that the app is about to end."""
        self._quitting = on
        self._update()

    def note_tools(self, shell: str, launched: Sequence[tuple[Tool, Path]]) -> None:
        """Take over the chosen shell and what was launched last."""
        self._shell, self._launched = shell, launched

    def refresh(self) -> None:
        """Let the marks say again what is so: a click has moved one, and what it asked for was refused."""
        self._update()

    def update_from(self, snapshot: Snapshot) -> None:
        """Show a snapshot; a burst of them is shown once a second."""
        before, self._snapshot = self._snapshot, snapshot
        # A request may have come and gone between two snapshots.
        passed = before.loaded and snapshot.today.requests > before.today.requests
        if snapshot.proxy.in_flight or passed:
            self._busy_until = time.monotonic() + _BUSY_SECONDS
        self._update_icon()
        if not self._later.isActive():
            waited = (time.monotonic() - self._updated_at) * 1000
            self._later.start(max(0, int(_UPDATE_MS - waited)))

    def _update(self) -> None:
        self._updated_at = time.monotonic()
        snapshot = self._snapshot
        proxy = snapshot.proxy
        state = self._state_text()
        _set(self._state, state)
        self._state.setEnabled(bool(proxy.url) and not self._quitting)
        # Nothing of these is done any more.
        for action in self._ended_by_quitting:
            action.setEnabled(not self._quitting)
        today = snapshot.today
        # Whole sentences a language can order as it likes.
        line = self.tr("Today {requests} requests · {input} in · {output} out · {errors} errors").format(
            requests=short_count(today.requests),
            input=short_count(today.input + today.cache_read),
            output=short_count(today.output),
            errors=short_count(today.errors),
        )
        _set(self._today, line)
        trouble = next((each for each in snapshot.troubles), None)
        if trouble is not None:
            _set(self._problem, f"⚠ {said(trouble).short}")
        if self._problem.isVisible() != (trouble is not None):
            self._problem.setVisible(trouble is not None)
        if (release := snapshot.release) is not None:
            _set(self._release, self.tr("Update to {version} available…").format(version=release.version))
        if self._release.isVisible() != (release is not None):
            self._release.setVisible(release is not None)
        on = proxy.state in (ProxyState.RUNNING, ProxyState.STARTING)
        if self._toggle.isChecked() != on:
            self._toggle.setChecked(on)
        self._toggle.setEnabled(proxy.state is not ProxyState.STOPPING and not self._quitting)
        self._update_accounts()
        self._update_tiers()
        ready = bool(snapshot.model_names) and not self._quitting
        self.tools.show_now(self._shell, self._launched, may_copy=ready and bool(proxy.url), may_launch=ready)
        quit_text = self.tr("Quit AI Core Tray")
        if self._quitting:
            quit_text = self.tr("Quit now")
        elif proxy.in_flight == 1:
            quit_text = self.tr("Quit AI Core Tray (1 request running)")
        elif proxy.in_flight:
            quit_text = self.tr("Quit AI Core Tray ({count} requests running)").format(count=proxy.in_flight)
        _set(self._quit, quit_text)
        tooltip = f"{state}\n{line}"[:_TOOLTIP]
        if self.icon_tooltip() != tooltip:
            self.icon.setToolTip(tooltip)
        self._update_icon()

    def icon_tooltip(self) -> str:
        return self.icon.toolTip() if hasattr(self, "icon") else ""

    def _state_text(self) -> str:
        proxy = self._snapshot.proxy
        if self._quitting and not proxy.in_flight:
            return self.tr("Ending")
        if self._quitting and proxy.in_flight == 1:
            return self.tr("Ending, 1 request still running")
        if self._quitting:
            return self.tr("Ending, {count} requests still running").format(count=proxy.in_flight)
        # Shape and word, as everywhere: a menu has no room for a pill.
        words = {
            ProxyState.OFF: f"○ {self.tr('Off')}",
            ProxyState.STARTING: f"◐ {self.tr('Starting')}",
            ProxyState.RUNNING: f"● {self.tr('Running')}",
            ProxyState.STOPPING: f"◐ {self.tr('Stopping')}",
            ProxyState.FAILED: f"■ {self.tr('Cannot start')}",
            ProxyState.ELSEWHERE: f"● {self.tr('Running in a terminal')}",
        }
        word = words[proxy.state]
        return f"{word} · {proxy.address}" if proxy.address else word

    def _update_accounts(self) -> None:
        accounts = self._snapshot.accounts
        if [account.name for account in accounts] != list(self._account_rows):
            if self._accounts.isVisible():
                return
            self._accounts.removeAction(self._import)
            self._accounts.clear()
            self._account_rows = {}
            for account in accounts:
                action = self._accounts.addAction("")
                action.setObjectName(f"tray-account-{account.name}")
                action.setCheckable(True)
                name = account.name
                action.triggered.connect(lambda checked, name=name: self.wants_account.emit(name, checked))
                self._account_rows[account.name] = action
            if accounts:
                self._accounts.addSeparator()
            self._accounts.addAction(self._import)
        for account in accounts:
            action = self._account_rows[account.name]
            _set(action, f"{account.name} / {', '.join(account.groups)}" if account.groups else account.name)
            action.setEnabled(not account.temporary)
            if action.isChecked() != account.enabled:
                action.setChecked(account.enabled)

    def _update_tiers(self) -> None:
        names = self._snapshot.model_names
        chosen = self._snapshot.settings.tiers
        self._map.menuAction().setEnabled(bool(names) and not self._quitting)
        for tier, (menu, group) in self._tiers.items():
            current = chosen.get(tier, "")
            _set(
                menu.menuAction(),
                f"{tier} → {current}" if current else self.tr("{tier} → exact names only").format(tier=tier),
            )
            wanted = ["", *dict.fromkeys((*names, *([current] if current else [])))]
            if [action.data() for action in group.actions()] != wanted and not menu.isVisible():
                self._turns.ask(tier, partial(self._list_models, tier, wanted, current))
            for action in group.actions():
                if action.data() == current and not action.isChecked():
                    action.setChecked(True)

    def _list_models(self, tier: str, names: Sequence[str], current: str) -> None:
        """Offer other models for a tier.

        Args:
            names: of the models; "" for none.
            current: the one that is chosen.
        """
        menu, group = self._tiers[tier]
        if menu.isVisible():
            return
        for action in group.actions():
            group.removeAction(action)
        menu.clear()
        for name in names:
            action = menu.addAction(name or self.tr("Exact names only"))
            action.setData(name)
            action.setCheckable(True)
            action.setChecked(name == current)
            action.setObjectName(f"tray-tier-{tier}-{name}")
            group.addAction(action)

    # ---- the icon

    def _mark_now(self) -> str:
        snapshot = self._snapshot
        if snapshot.proxy.state is ProxyState.FAILED:
            return "attention"
        if snapshot.proxy.state is ProxyState.OFF:
            return "off"
        if any(trouble.kind not in MILD for trouble in snapshot.troubles):
            return "attention"
        if snapshot.proxy.state in (ProxyState.STARTING, ProxyState.STOPPING):
            return "off"
        remaining = self._busy_until - time.monotonic()
        if snapshot.proxy.in_flight or remaining > 0:
            if not snapshot.proxy.in_flight:
                QTimer.singleShot(int(remaining * 1000) + 1, self, self._update_icon)
            return "busy"
        return "on"

    def _update_icon(self) -> None:
        if not hasattr(self, "icon"):
            return
        mark = self._mark_now()
        if mark == self._mark:
            return
        self._mark = mark
        self.icon.setIcon(_drawn(mark))
        if mark == "on":
            # The first request shows them at once.
            for coming in ("busy", "attention"):
                self._turns.ask(coming, partial(_drawn, coming))

    def _new_colours(self) -> None:
        self._mark = ""
        self._update_icon()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        """On macOS the menu opens by itself; elsewhere a click is for the window, as people expect there."""
        if _MAC:
            return
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.toggled_window.emit()
        elif reason == QSystemTrayIcon.ActivationReason.DoubleClick:
            self.wants_page.emit("dashboard")


def _drawn(mark: str) -> QIcon:
    """Return a mark for the bar as it is now; drawn once, it takes no time again."""
    return theme.tray_icon(mark, light=bar_is_dark(), mask=_MAC, amber=not _MAC)


def _set(action: QAction, text: str) -> None:
    if action.text() != text:
        action.setText(text)
