"""Models: every deployment over all accounts, what tools call it, and which one stands behind the short names."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QSortFilterProxyModel, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.deployment_menu import DeploymentMenu
from aicore_tray.gui.help.shortcuts import Place, bind
from aicore_tray.gui.mending import Mending
from aicore_tray.gui.models.deployments import (
    ACCOUNT,
    CONTEXT,
    MODEL,
    NAMES,
    PRICE,
    QUOTA,
    RETIRES,
    DeploymentsModel,
)
from aicore_tray.gui.numbers import moment
from aicore_tray.gui.pages.catalogue import Catalogue
from aicore_tray.gui.pages.page import Page
from aicore_tray.gui.pages.tier_map import TierMap
from aicore_tray.gui.sheets.model import ModelSheet
from aicore_tray.gui.snapshots import ModelView, Snapshot
from aicore_tray.gui.theme import Text
from aicore_tray.gui.widgets.button import Button
from aicore_tray.gui.widgets.empty import EmptyState
from aicore_tray.gui.widgets.job_list import JobList
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.search_field import SearchField
from aicore_tray.gui.widgets.table import Table
from aicore_tray.gui.wording import tr_page

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
        self.deploy = Button(self.tr("Deploy…"), kind="default")
        self.deploy.setObjectName("open-catalogue")
        self.deploy.clicked.connect(self.show_catalogue)
        self.add_action(self.deploy)
        self.stack = QStackedWidget()
        self.body.addWidget(self.stack, 1)
        self._menu = DeploymentMenu(self, bridge, commands)
        self._menu.asked.connect(self._asked)
        self.stack.addWidget(self._deployments())
        self.show_snapshot(bridge.snapshot)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue, made when it is first wanted."""
        made = Catalogue(self.bridge, self._commands)
        made.left.connect(self.show_deployments)
        self.stack.addWidget(made)
        bind(
            made,
            Place.MODELS,
            {"leave-catalogue": self.show_deployments},
            Qt.ShortcutContext.WidgetWithChildrenShortcut,
        )
        return made

    def _deployments(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.tier_map = TierMap(self.bridge, self._commands)
        column.addWidget(self.tier_map)
        self.jobs = JobList()
        self.jobs.again.connect(lambda job: self.bridge.run(self._commands.deploying.again(job), "deploy again"))
        self.jobs.forgotten.connect(self._commands.deploying.forget)
        column.addWidget(self.jobs)
        column.addLayout(self._bar())
        self.rows = DeploymentsModel(self)
        self.rows.switched.connect(self._switch)
        self._shown = _Filter(self.rows)
        self.table = Table(row_height=32, hugs=True)
        self.table.setObjectName("models")
        self.table.setAccessibleName(self.tr("Deployments"))
        self.table.setModel(self._shown)
        self.table.set_stretch(MODEL)
        self.table.hide_by_priority([QUOTA, PRICE, RETIRES, CONTEXT, NAMES, ACCOUNT])
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._open_menu)
        # By double click or Enter.
        self.table.activated.connect(self._open)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._allow())
        self._empty = EmptyState("models", "", "", "")
        self._empty.clicked.connect(self._fill_empty)
        self.table.set_empty(self._empty)
        column.addWidget(self.table, 1)
        column.addStretch(0)
        return whole

    def _bar(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.filter = SearchField(self.tr("Filter models"))
        self.filter.setObjectName("filter")
        self.filter.setMinimumWidth(160)
        self.filter.setMaximumWidth(248)
        self.filter.textChanged.connect(self._narrow)
        row.addWidget(self.filter, 1)
        self.account = QComboBox()
        self.account.setObjectName("account-filter")
        self.account.setAccessibleName(self.tr("Account"))
        self.account.currentIndexChanged.connect(self._narrow)
        row.addWidget(self.account)
        self.names = Button(self.tr("Details…"))
        self.names.setObjectName("model-names")
        self.names.clicked.connect(self._open)
        row.addWidget(self.names)
        self.manage = Button(self.tr("Manage"), icon="more")
        self.manage.setObjectName("manage-deployment")
        self.manage.clicked.connect(lambda: self._popup(self.manage.mapToGlobal(self.manage.rect().bottomLeft())))
        row.addWidget(self.manage)
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
        self.tier_map.show_snapshot(snapshot)
        self._show_empty(snapshot)
        self.jobs.show_jobs(snapshot.jobs)
        self.deploy.setEnabled(snapshot.loaded and bool(snapshot.accounts))
        if self.stack.currentIndex() > 0:
            self.catalogue.show_snapshot(snapshot)
        self._allow()

    def show_catalogue(self) -> None:
        """Show what may be deployed."""
        self.catalogue.show_snapshot(self.bridge.snapshot)
        self.deploy.hide()
        self.stack.setCurrentWidget(self.catalogue)
        self.catalogue.filter.setFocus()

    def show_deployments(self) -> None:
        """Show what is deployed."""
        self.deploy.show()
        self.stack.setCurrentIndex(0)
        self.table.setFocus()

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
                self.tr("Deploy a model, or choose another resource group of the account."),
                self.tr("Deploy…"),
            )

    def _allow(self) -> None:
        view = self.current
        for button in (self.names, self.manage):
            button.setEnabled(view is not None)
            button.setToolTip("" if view is not None else self.tr("Select a model first."))

    @property
    def topic(self) -> str:
        return "deploy" if self.stack.currentWidget() is self.catalogue else super().topic

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
            self.show_catalogue()

    def _look_again(self) -> None:
        self.refresh.setEnabled(False)
        self.refresh.setText(self.tr("Looking…"))

        def over(_: object) -> None:
            self.refresh.setEnabled(True)
            self.refresh.setText(self.tr("Refresh"))

        self.bridge.run(self.bridge.session.look_again(), "look again", done=over, failed=over)

    def _switch(self, model: str, on: bool) -> None:
        self.bridge.run(self._commands.set_model_on(model, on), "switch a model")

    def _open(self, *_: object) -> None:
        view = self.current
        if view is not None:
            self.know()
            sheet = ModelSheet(self.window(), self.bridge, self._commands, view)
            sheet.asks_quota.connect(lambda: self._menu.ask_quota(view))
            sheet.shows_offer.connect(self._show_offer)
            sheet.open_once()

    def _show_offer(self, name: str) -> None:
        self.show_catalogue()
        self.catalogue.show_model(name)

    def _open_menu(self, place: QPoint) -> None:
        if self.table.indexAt(place).isValid():
            self._popup(self.table.viewport().mapToGlobal(place))

    def _popup(self, place: QPoint) -> None:
        view = self.current
        if view is None:
            return
        menu = QMenu(self)
        menu.setObjectName("deployment-menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        details = menu.addAction(self.tr("Details…"))
        details.triggered.connect(self._open)
        menu.addSeparator()
        self._menu.fill(menu, view)
        menu.popup(place)

    def _asked(self, model: str) -> None:
        text = self.tr("SAP was asked for more requests for {model}.").format(model=model)
        self.banner.show_message("ok", text, self.tr("Its answer is shown where you asked."))
