"""API keys: one for each tool, made here, shown once, revoked at once."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu

from aicore_tray.config.key_terms import KeyLimits
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.help.shortcuts import Place, bind
from aicore_tray.gui.mending import Mending
from aicore_tray.gui.models.api_keys import EXPIRES, KEY, LAST_USED, LIMIT, MAY_USE, NAME, ApiKeysModel
from aicore_tray.gui.pages.page import Page
from aicore_tray.gui.requests.curl_maker import CurlMaker
from aicore_tray.gui.sheets.new_key import ChangeKeySheet, KeyShownSheet, NewKeySheet, RevokeSheet
from aicore_tray.gui.snapshots import KeyView, Snapshot
from aicore_tray.gui.theme import Text
from aicore_tray.gui.widgets.button import Button
from aicore_tray.gui.widgets.empty import EmptyState, IconLabel
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.table import Table
from aicore_tray.gui.wording import tr_page


class ApiKeysPage(Page):
    """The keys in a table."""

    def __init__(self, bridge: Bridge, commands: Commands, mending: Mending) -> None:
        super().__init__("keys", tr_page("API keys"), bridge)
        self._commands = commands
        self._mending = mending
        self.subtitle.set_text(self.tr("one for each tool"))
        self.revoke = Button(self.tr("Revoke…"), kind="danger")
        self.revoke.setObjectName("revoke-key")
        self.revoke.clicked.connect(self._ask_revoke)
        self.add_action(self.revoke)
        self.change = Button(self.tr("Change…"))
        self.change.setObjectName("change-key")
        self.change.clicked.connect(self._ask_change)
        self.add_action(self.change)
        self.new = Button(self.tr("New key…"), kind="default", icon="plus")
        self.new.setObjectName("new-key-button")
        self.new.clicked.connect(self.ask_new)
        self.add_action(self.new)
        self.rows = ApiKeysModel(self)
        self.table = Table(row_height=40, hugs=True)
        self.table.setObjectName("api-keys")
        self.table.setAccessibleName(self.tr("API keys"))
        self.table.setModel(self.rows)
        self.table.set_stretch(NAME)
        self.table.hide_by_priority([KEY, LAST_USED, MAY_USE, EXPIRES, LIMIT])
        # By double click or Enter.
        self.table.activated.connect(lambda _: self._ask_change())
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._menu)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._allow())
        self.rows.modelReset.connect(self._allow)
        empty = EmptyState(
            "key",
            self.tr("No API key yet"),
            self.tr("Make one for each tool, so you can tell them apart."),
            self.tr("New key…"),
        )
        empty.clicked.connect(self.ask_new)
        self.table.set_empty(empty)
        bind(self.table, Place.KEYS, {"revoke": self._ask_revoke}, Qt.ShortcutContext.WidgetShortcut)
        self.body.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(IconLabel("lock", "text_2", 16))
        foot.addWidget(
            Label(
                self.tr(
                    "Keys are kept as fingerprints that nobody can read back. Those that Connect made for tools lie "
                    "in your keyring as well."
                ),
                Text.CAPTION,
                "text_2",
                wrap=True,
            ),
            1,
        )
        self.body.addLayout(foot)
        self.body.addStretch(0)
        self.show_snapshot(bridge.snapshot)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        super().show_snapshot(snapshot)
        self.rows.take(snapshot.keys)
        self.new.setEnabled(snapshot.loaded)
        self._allow()

    @property
    def current(self) -> KeyView | None:
        """The key that is selected."""
        return self.rows.row(self.table.currentIndex())

    def _allow(self) -> None:
        view = self.current
        may = view is not None and view.stored
        for button in (self.revoke, self.change):
            button.setVisible(view is not None)
            button.setEnabled(may)
            button.setToolTip("" if may else self.tr("This key is set elsewhere and is changed there."))

    def _menu(self, place: QPoint) -> None:
        view = self.rows.row(self.table.indexAt(place))
        if view is None:
            return
        menu = QMenu(self.table)
        menu.setToolTipsVisible(True)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        change = menu.addAction(self.tr("Change…"))
        change.setEnabled(view.stored)
        change.triggered.connect(self._ask_change)
        copy = menu.addAction(self.tr("Copy name"))
        copy.triggered.connect(lambda: QApplication.clipboard().setText(view.key.name))
        curl = menu.addAction(self.tr("Copy as curl"))
        curl.setToolTip(self.tr("Lists the models that the key may use."))
        curl.triggered.connect(lambda: QApplication.clipboard().setText(CurlMaker(self.bridge).models()))
        revoke = menu.addAction(self.tr("Revoke…"))
        revoke.setEnabled(view.stored)
        revoke.triggered.connect(self._ask_revoke)
        menu.popup(self.table.viewport().mapToGlobal(place))

    def ask_new(self) -> None:
        """Open the sheet that makes a key."""
        sheet = NewKeySheet(self.window(), self.bridge, self._commands)
        sheet.made.connect(self._made)
        sheet.open_once()

    def _made(self, key: str, name: str, expires: float | None, models: tuple[str, ...], limits: KeyLimits) -> None:
        self.know()
        KeyShownSheet(self.window(), self.bridge, key, name, expires, models, limits).open_once()

    def _ask_change(self) -> None:
        view = self.current
        if view is not None and view.stored:
            ChangeKeySheet(self.window(), self.bridge, self._commands, view).open_once()

    def _ask_revoke(self) -> None:
        view = self.current
        if view is None or not view.stored:
            return
        sheet = RevokeSheet(self.window(), view)
        sheet.accepted.connect(lambda: self._revoke(view))
        sheet.accepted.connect(sheet.close_sheet)
        sheet.open_once()

    def _revoke(self, view: KeyView) -> None:
        self.table.setCurrentIndex(QModelIndex())
        self.bridge.run(
            self._commands.revoke_key(view.key.name),
            "revoke",
            done=lambda _: self.banner.show_message(
                "ok", self.tr("The key of {name} is revoked.").format(name=view.key.name)
            ),
        )
