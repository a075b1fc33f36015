"""The model catalogue of SAP, as a part of the page of models: what may be deployed, and the deploying."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.models.offers import ABILITIES, CONTEXT, MODEL, PRICE, PROVIDER, RETIRES, Offer, OffersModel
from aicore_tray.gui.pages.deploy_card import DeployCard
from aicore_tray.gui.snapshots import Snapshot
from aicore_tray.gui.theme import Text
from aicore_tray.gui.widgets.button import Button
from aicore_tray.gui.widgets.empty import EmptyState
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.search_field import SearchField
from aicore_tray.gui.widgets.table import Table

Index = QModelIndex | QPersistentModelIndex


class _Filter(QSortFilterProxyModel):
    """Lets through what fits the words, and hides what SAP takes away soon unless it is wanted."""

    def __init__(self, rows: OffersModel) -> None:
        super().__init__(rows)
        self._rows = rows
        self._words: tuple[str, ...] = ()
        self._deprecated = False
        self.setSourceModel(rows)

    def choose(self, words: str, *, deprecated: bool) -> None:
        chosen = tuple(words.lower().split()), deprecated
        if chosen != (self._words, self._deprecated):
            self._words, self._deprecated = chosen
            self.invalidate()

    def filterAcceptsRow(self, row: int, _parent: Index) -> bool:
        model = self._rows.rows[row].model
        if model.deprecated and not self._deprecated:
            return False
        text = " ".join((model.name, model.display_name, model.provider, *self._rows.abilities(model))).lower()
        return all(word in text for word in self._words)


class Catalogue(QWidget):
    """The catalogue in a table, and beneath it the model that is chosen, ready to be deployed.

    Signals:
        left: the user is done here.
    """

    left = Signal()

    def __init__(self, bridge: Bridge, commands: Commands) -> None:
        super().__init__()
        self.setObjectName("catalogue")
        self._bridge, self._commands = bridge, commands
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(self._bar())
        self.rows = OffersModel(self)
        self._shown = _Filter(self.rows)
        self.table = Table(row_height=32, hugs=True)
        self.table.setObjectName("offers")
        self.table.setAccessibleName(self.tr("Model catalogue"))
        self.table.setModel(self._shown)
        self.table.set_stretch(MODEL)
        self.table.hide_by_priority([ABILITIES, PROVIDER, RETIRES, CONTEXT, PRICE])
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._choose())
        self._shown.modelReset.connect(self._choose)
        self._empty = EmptyState("models", "", "", "")
        self._empty.clicked.connect(self.filter.clear)
        self.table.set_empty(self._empty)
        column.addWidget(self.table, 1)
        self.card = DeployCard()
        self.card.deploys.connect(self._deploy)
        self.card.suggested.connect(self.show_model)
        column.addWidget(self.card)
        column.addStretch(0)

    def _bar(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        back = "chevron-right" if self.isRightToLeft() else "chevron-left"
        self.back = Button(self.tr("Deployments"), kind="quiet", icon=back)
        self.back.setObjectName("leave-catalogue")
        self.back.clicked.connect(self.left)
        row.addWidget(self.back)
        self.filter = SearchField(self.tr("Filter models"), self.tr("Filter the catalogue"))
        self.filter.setObjectName("filter-offers")
        self.filter.setMinimumWidth(160)
        self.filter.setMaximumWidth(248)
        self.filter.textChanged.connect(self._narrow)
        row.addWidget(self.filter, 1)
        self.deprecated = QCheckBox(self.tr("Deprecated ones too"))
        self.deprecated.setObjectName("deprecated-offers")
        self.deprecated.toggled.connect(self._narrow)
        row.addWidget(self.deprecated)
        self.note = Label("", Text.CAPTION, "text_2", elide=Qt.TextElideMode.ElideRight)
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.note, 2)
        return row

    # ---- showing

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show what SAP offers now, and what of it is there already."""
        running = [row for row in snapshot.models if row.status == "RUNNING"]
        own = Counter(row.model for row in running if not row.through_orchestration)
        through = {row.model for row in running if row.through_orchestration}
        self.rows.take([Offer(model, own[model.name], model.name in through) for model in snapshot.catalogue])
        known = snapshot.looked_at is not None
        self._empty.set_texts(
            *(
                (self.tr("Nothing matches"), self.tr("No model fits the filter."), self.tr("Clear the filter"))
                if snapshot.catalogue
                else (self.tr("No catalogue"), self.tr("SAP AI Core has not told which models it offers."), "")
                if known
                else (self.tr("Looking for models…"), self.tr("This takes a few seconds."), "")
            )
        )
        self.note.set_text(
            self.tr("{count} models, prices in capacity units a million tokens").format(count=len(snapshot.catalogue))
            if snapshot.catalogue
            else ""
        )
        self.card.show_places([(view.name, view.groups) for view in snapshot.accounts if view.state == "ready"])
        self._choose()

    def show_model(self, name: str) -> None:
        """Choose a model, whatever is filtered."""
        self.filter.clear()
        row = next((number for number, each in enumerate(self.rows.rows) if each.model.name == name), -1)
        if row < 0:
            return
        if self.rows.rows[row].model.deprecated:
            self.deprecated.setChecked(True)
        index = self._shown.mapFromSource(self.rows.index(row, MODEL))
        self.table.setCurrentIndex(index)
        self.table.scrollTo(index)

    @property
    def current(self) -> Offer | None:
        """The model that is chosen."""
        return self.rows.row(self._shown.mapToSource(self.table.currentIndex()))

    def _choose(self) -> None:
        offer = self.current
        self.card.show_offer(offer, self.rows.abilities(offer.model) if offer is not None else ())

    def _narrow(self) -> None:
        self._shown.choose(self.filter.text(), deprecated=self.deprecated.isChecked())

    # ---- doing

    def _deploy(self, account: str, group: str, version: str) -> None:
        offer = self.current
        if offer is None:
            return
        self.card.set_busy(True)

        def begun(_: object) -> None:
            self.card.set_busy(False)
            self.left.emit()

        def refused(error: AicoreTrayError) -> None:
            self.card.set_busy(False)
            self.card.set_error(error)

        model = offer.model.name if offer.model.deployable else ""
        command = self._commands.deploying.deploy(account, group, model, version)
        self._bridge.run(command, "deploy a model", done=begun, failed=refused)
