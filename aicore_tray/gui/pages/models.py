"""Models: every deployment over all accounts, what tools call it, and which one stands behind the short names."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from aicore_tray.config.settings import TIERS
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui import theme
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.mending import Mending
from aicore_tray.gui.models.deployments import ACCOUNT, CONTEXT, MODEL, NAMES, PRICE, RETIRES, DeploymentsModel
from aicore_tray.gui.numbers import moment
from aicore_tray.gui.pages.page import Page
from aicore_tray.gui.sheets.model_names import ModelNamesSheet
from aicore_tray.gui.snapshots import ModelView, Snapshot
from aicore_tray.gui.theme import Text
from aicore_tray.gui.widgets.button import Button
from aicore_tray.gui.widgets.card import Card
from aicore_tray.gui.widgets.empty import EmptyState
from aicore_tray.gui.widgets.field import Field
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.table import Table
from aicore_tray.gui.wording import sentence, tr_page

Index = QModelIndex | QPersistentModelIndex


class _Filter(QSortFilterProxyModel):
    """Lets through what fits the words and the account."""

    def __init__(self, rows: DeploymentsModel) -> None:
        super().__init__(rows)
        self._rows = rows
        self._words: tuple[str, ...] = ()
        self._account = ""
        self.setSourceModel(rows)

    def choose(self, words: str, account: str) -> None:
        chosen = tuple(words.lower().split()), account
        if chosen != (self._words, self._account):
            self._words, self._account = chosen
            self.invalidate()

    def filterAcceptsRow(self, row: int, _parent: Index) -> bool:
        view = self._rows.rows[row]
        text = " ".join((view.model, view.account, *view.names)).lower()
        return (not self._account or view.account == self._account) and all(word in text for word in self._words)


class ModelsPage(Page):
    """The deployments in a table, the map of short names above it."""

    def __init__(self, bridge: Bridge, commands: Commands, mending: Mending) -> None:
        super().__init__("models", tr_page("Models"), bridge)
        self._commands = commands
        self._mending = mending
        self.refresh = Button(self.tr("Refresh"), icon="refresh")
        self.refresh.setObjectName("refresh-models")
        self.refresh.clicked.connect(self._look_again)
        self.add_action(self.refresh)
        self.body.addWidget(self._map())
        self.body.addLayout(self._bar())
        self.rows = DeploymentsModel(self)
        self.rows.switched.connect(self._switch)
        self._shown = _Filter(self.rows)
        self.table = Table(row_height=32, hugs=True)
        self.table.setObjectName("models")
        self.table.setAccessibleName(self.tr("Deployments"))
        self.table.setModel(self._shown)
        self.table.set_stretch(MODEL)
        self.table.hide_by_priority([PRICE, RETIRES, CONTEXT, NAMES, ACCOUNT])
        # By double click or Enter.
        self.table.activated.connect(self._open)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._allow())
        self._empty = EmptyState("models", "", "", "")
        self._empty.clicked.connect(self._fill_empty)
        self.table.set_empty(self._empty)
        self.body.addWidget(self.table, 1)
        self.body.addStretch(0)
        self.show_snapshot(bridge.snapshot)

    def _map(self) -> QWidget:
        card = Card(padding=12, spacing=8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(self.tr("When a tool asks for"), Text.HEADING))
        head.addWidget(
            Label(
                self.tr("these short names are what Claude Code, Codex and others send"),
                Text.CAPTION,
                "text_2",
                elide=Qt.TextElideMode.ElideRight,
            ),
            1,
        )
        card.body.addLayout(head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        self.tiers: dict[str, QComboBox] = {}
        self._tier_fields: dict[str, Field] = {}
        for column, tier in enumerate(TIERS):
            combo = QComboBox()
            combo.setObjectName(f"tier-{tier}")
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(10)
            combo.activated.connect(lambda _index, tier=tier: self._choose_tier(tier))
            self.tiers[tier] = combo
            field = Field(tier, combo)
            self._tier_fields[tier] = field
            grid.addWidget(field, 0, column)
            grid.setColumnStretch(column, 1)
        card.body.addLayout(grid)
        return card

    def _bar(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.filter = QLineEdit()
        self.filter.setObjectName("filter")
        self.filter.setPlaceholderText(self.tr("Filter models"))
        self.filter.setAccessibleName(self.tr("Filter models"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMinimumWidth(160)
        self.filter.setMaximumWidth(248)
        glass = QAction(self)
        glass.setIcon(theme.icon("search", theme.roles(self).text_2, 16))
        self.filter.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)
        self.filter.textChanged.connect(self._narrow)
        row.addWidget(self.filter, 1)
        self.account = QComboBox()
        self.account.setObjectName("account-filter")
        self.account.setAccessibleName(self.tr("Account"))
        self.account.currentIndexChanged.connect(self._narrow)
        row.addWidget(self.account)
        self.names = Button(self.tr("Names…"))
        self.names.setObjectName("model-names")
        self.names.clicked.connect(self._open)
        row.addWidget(self.names)
        self.note = Label("", Text.CAPTION, "text_2", elide=Qt.TextElideMode.ElideRight)
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.note, 2)
        return row

    # ---- showing

    def show_snapshot(self, snapshot: Snapshot) -> None:
        super().show_snapshot(snapshot)
        self.rows.take(snapshot.models)
        accounts = [account.name for account in snapshot.accounts]
        through = sum(row.through_orchestration for row in snapshot.models)
        counts = self.tr("{deployments} deployments, {accounts} accounts").format(
            deployments=len(snapshot.models) - through, accounts=len(accounts)
        )
        if through:
            counts += self.tr(", {count} models more through orchestration").format(count=through)
        self.subtitle.set_text(counts if snapshot.models else "")
        on = sum(row.on for row in snapshot.models)
        parts = [self.tr("{on} of {count} on").format(on=on, count=len(snapshot.models))]
        if any(account.trouble is not None and account.state != "ready" for account in snapshot.accounts):
            # What is shown may be old then.
            parts += [self.tr("as of {time}").format(time=moment(snapshot.looked_at))] if snapshot.looked_at else []
        if not self.table.isColumnHidden(PRICE):
            parts.append(self.tr("prices in capacity units a million tokens"))
        self.note.set_text(" · ".join(parts) if snapshot.models else "")
        self._show_accounts(accounts)
        self._show_tiers(snapshot)
        self._show_empty(snapshot)
        self._allow()

    def _show_accounts(self, accounts: list[str]) -> None:
        wanted = ["", *accounts]
        if [self.account.itemData(row) for row in range(self.account.count())] == wanted:
            return
        chosen = self.account.currentData()
        self.account.blockSignals(True)
        self.account.clear()
        for name in wanted:
            self.account.addItem(name or self.tr("All accounts"), name)
        self.account.setCurrentIndex(max(0, self.account.findData(chosen)))
        self.account.blockSignals(False)
        self.account.setVisible(len(accounts) > 1)
        self._narrow()

    def _show_tiers(self, snapshot: Snapshot) -> None:
        for tier, combo in self.tiers.items():
            current = snapshot.settings.tiers.get(tier, "")
            wanted = ["", *dict.fromkeys((*snapshot.model_names, *([current] if current else [])))]
            if combo.view().isVisible():
                continue
            if [combo.itemData(row) for row in range(combo.count())] != wanted:
                combo.clear()
                for name in wanted:
                    combo.addItem(name or self.tr("Exact names only"), name)
            if combo.currentData() != current:
                combo.setCurrentIndex(combo.findData(current))
            combo.setToolTip(self._what_it_does(tier, current))

    def _what_it_does(self, tier: str, model: str) -> str:
        if model:
            text = self.tr("Names with “{tier}” in them that no deployment has are answered by {model}.")
            return text.format(tier=tier, model=model)
        return self.tr("Names with “{tier}” in them that no deployment has are refused.").format(tier=tier)

    def _show_empty(self, snapshot: Snapshot) -> None:
        if self.filter.text() or self.account.currentData():
            self._empty.set_texts(
                self.tr("Nothing matches"), self.tr("No deployment fits the filter."), self.tr("Clear the filter")
            )
        elif not snapshot.accounts and snapshot.loaded:
            self._empty.set_texts(
                self.tr("No deployments yet"),
                self.tr("Bring the service key of your SAP AI Core instance first."),
                self.tr("Add service key…"),
            )
        elif snapshot.looked_at is None:
            self._empty.set_texts(self.tr("Looking for deployments…"), self.tr("This takes a few seconds."))
        else:
            groups = ", ".join(dict.fromkeys(group for account in snapshot.accounts for group in account.groups))
            self._empty.set_texts(
                self.tr("No deployments in {group}").format(group=groups or "default"),
                self.tr("Deploy a model in SAP AI Launchpad, or choose another resource group."),
                self.tr("Show accounts"),
            )

    def _allow(self) -> None:
        view = self.current
        self.names.setEnabled(view is not None)
        self.names.setToolTip("" if view is not None else self.tr("Select a model first."))

    @property
    def current(self) -> ModelView | None:
        """The deployment that is selected."""
        return self.rows.row(self._shown.mapToSource(self.table.currentIndex()))

    # ---- doing

    def _narrow(self) -> None:
        self._shown.choose(self.filter.text(), self.account.currentData() or "")
        self._show_empty(self.bridge.snapshot)

    def _fill_empty(self) -> None:
        if self.filter.text() or self.account.currentData():
            self.filter.clear()
            self.account.setCurrentIndex(0)
        elif not self.bridge.snapshot.accounts:
            self._mending.choose_key()
        else:
            self._mending.shows_page.emit("accounts")

    def _look_again(self) -> None:
        self.refresh.setEnabled(False)
        self.refresh.setText(self.tr("Looking…"))

        def over(_: object) -> None:
            self.refresh.setEnabled(True)
            self.refresh.setText(self.tr("Refresh"))

        self.bridge.run(self.bridge.session.look_again(), "look again", done=over, failed=over)

    def _switch(self, model: str, on: bool) -> None:
        self.bridge.run(self._commands.set_model_on(model, on), "switch a model")

    def _choose_tier(self, tier: str) -> None:
        model = self.tiers[tier].currentData() or ""
        self._tier_fields[tier].set_error("")
        if model != self.bridge.snapshot.settings.tiers.get(tier, ""):
            self.bridge.run(
                self._commands.set_tier(tier, model), "choose a tier", failed=lambda error: self._not_set(tier, error)
            )

    def _not_set(self, tier: str, error: AicoreTrayError) -> None:
        self._tier_fields[tier].set_error(sentence(error.user_message))
        self._show_tiers(self.bridge.snapshot)

    def _open(self, *_: object) -> None:
        view = self.current
        if view is not None:
            ModelNamesSheet(self.window(), self.bridge, self._commands, view).open_once()
