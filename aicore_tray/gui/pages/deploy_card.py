"""The card of a model of the catalogue: its facts, and where it is to be deployed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout

from aicore_tray.aicore.deploying import LATEST
from aicore_tray.aicore.landscape import OfferedModel
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.models.offers import Offer
from aicore_tray.gui.numbers import UNKNOWN, day, price_told, short_tokens
from aicore_tray.gui.theme import Text
from aicore_tray.gui.views import price_of
from aicore_tray.gui.widgets.button import Button
from aicore_tray.gui.widgets.card import Card
from aicore_tray.gui.widgets.field import Field
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.wording import told


class DeployCard(Card):
    """Hidden while no model is chosen.

    Signals:
        deploys: account, resource group and version in which the model is to be deployed, or the orchestration service
            where it has no deployments of its own.
        suggested: another model, which SAP suggests in its place, is to be looked at.
    """

    deploys = Signal(str, str, str)
    suggested = Signal(str)

    def __init__(self) -> None:
        super().__init__(spacing=12)
        self.setObjectName("deploy-card")
        self._offer: Offer | None = None
        self._places: dict[str, tuple[str, ...]] = {}
        self._busy = False
        head = QHBoxLayout()
        head.setSpacing(8)
        self.title = Label("", Text.PANE, elide=Qt.TextElideMode.ElideMiddle)
        self.abilities = Label("", Text.BODY, "text_2", elide=Qt.TextElideMode.ElideRight)
        head.addWidget(self.title)
        head.addWidget(self.abilities, 1)
        self.body.addLayout(head)
        self.facts = Label("", Text.BODY, "text_2", wrap=True, tabular=True)
        self.body.addWidget(self.facts)
        self.warning = Label("", Text.BODY, "warn", wrap=True)
        self._suggestions = QHBoxLayout()
        self._suggestions.setSpacing(8)
        ends = QVBoxLayout()
        ends.setSpacing(4)
        ends.addWidget(self.warning)
        ends.addLayout(self._suggestions)
        self.body.addLayout(ends)
        self.body.addLayout(self._form())
        self.hide()

    def _form(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.account = self._combo("deploy-account")
        self.account.currentIndexChanged.connect(self._show_groups)
        self.group = self._combo("deploy-group")
        self.version = self._combo("deploy-version")
        self._account_field = Field(self.tr("Account"), self.account)
        row.addWidget(self._account_field, 2)
        row.addWidget(Field(self.tr("Resource group"), self.group), 2)
        row.addWidget(Field(self.tr("Version"), self.version), 3)
        self.deploy = Button("", kind="default")
        self.deploy.setObjectName("deploy-model")
        self.deploy.clicked.connect(self._deploy)
        holder = QVBoxLayout()
        holder.addStretch(1)
        holder.addWidget(self.deploy)
        row.addLayout(holder)
        return row

    @staticmethod
    def _combo(name: str) -> QComboBox:
        combo = QComboBox()
        combo.setObjectName(name)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(8)
        return combo

    # ---- showing

    def show_places(self, places: Sequence[tuple[str, tuple[str, ...]]]) -> None:
        """Offer these accounts and their resource groups."""
        wanted = dict(places)
        if wanted == self._places:
            return
        self._places = wanted
        chosen = self.account.currentText()
        self.account.blockSignals(True)
        self.account.clear()
        self.account.addItems(list(wanted))
        self.account.setCurrentIndex(max(0, self.account.findText(chosen)))
        self.account.blockSignals(False)
        self._show_groups()
        self._allow()

    def _show_groups(self) -> None:
        groups = self._places.get(self.account.currentText(), ())
        if [self.group.itemText(row) for row in range(self.group.count())] != list(groups):
            self.group.clear()
            self.group.addItems(list(groups))

    def show_offer(self, offer: Offer | None, abilities: Sequence[str]) -> None:
        """Show a model, or nothing."""
        if offer == self._offer:
            return
        same = offer is not None and self._offer is not None and offer.model == self._offer.model
        self._offer = offer
        self.setVisible(offer is not None)
        if offer is None or same:
            return
        model = offer.model
        self._account_field.set_error("")
        self.title.set_text(model.display_name or model.name)
        self.abilities.set_text(" · ".join(part for part in (model.name, model.provider, ", ".join(abilities)) if part))
        self.facts.set_text(self._facts(model))
        self._show_end(model)
        self._show_versions(model)
        what = model.display_name or model.name if model.deployable else self.tr("orchestration")
        self.deploy.setText(self.tr("Deploy {model}").format(model=what))
        self._allow()

    def _facts(self, model: OfferedModel) -> str:
        prices = [
            (self.tr("{price} CU in"), "inputCost"),
            (self.tr("{price} CU out"), "outputCost"),
            (self.tr("{price} CU from the cache"), "cacheReadInputCost"),
            (self.tr("{price} CU into the cache"), "cacheCreationInputCost"),
        ]
        told_prices = [
            text.format(price=price_told(price))
            for text, kind in prices
            if (price := price_of(model.cost.get(kind, "")))
        ]
        parts = [
            self.tr("Context: {tokens} tokens").format(tokens=short_tokens(model.context_length)),
            self.tr("a million tokens: {prices}").format(prices=", ".join(told_prices) or UNKNOWN),
            self.tr("retires: {day}").format(day=day(model.retirement_date)),
        ]
        return " · ".join(parts)

    def _show_end(self, model: OfferedModel) -> None:
        while (item := self._suggestions.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        text = ""
        if not model.deployable:
            text = self.tr("It has no deployments of its own: the orchestration service serves it.")
        elif model.deprecated:
            text = self.tr("SAP AI Core takes it away soon.")
        elif model.replacements:
            text = self.tr("SAP AI Core suggests another model in its place.")
        self.warning.set_text(text)
        self.warning.setVisible(bool(text))
        if text and model.replacements:
            self._suggestions.addWidget(Label(self.tr("Suggested instead:"), Text.CAPTION, "text_2"))
            for name in model.replacements:
                button = Button(name, kind="quiet")
                button.clicked.connect(lambda _=False, name=name: self.suggested.emit(name))
                self._suggestions.addWidget(button)
            self._suggestions.addStretch(1)

    def _show_versions(self, model: OfferedModel) -> None:
        self.version.clear()
        newest = next((each.name for each in model.versions if each.latest), "")
        latest = self.tr("Always the latest, now {version}").format(version=newest or UNKNOWN)
        self.version.addItem(latest, LATEST)
        for each in model.versions:
            text = each.name
            if each.deprecated:
                text = self.tr("{version}, until {day}").format(version=each.name, day=day(each.retirement_date))
            self.version.addItem(text, each.name)

    def set_busy(self, busy: bool) -> None:
        """Wait for what was begun."""
        self._busy = busy
        self._allow()

    def set_error(self, error: AicoreTrayError) -> None:
        """Say why it cannot be deployed there."""
        self._account_field.set_error(told(error))

    def _allow(self) -> None:
        offer = self._offer
        served = offer is not None and offer.orchestrated and not offer.model.deployable
        self.deploy.setEnabled(bool(self._places) and not served and not self._busy)
        self.version.setEnabled(offer is not None and offer.model.deployable)
        reason = "" if self._places else self.tr("No account is ready.")
        self.deploy.setToolTip(self.tr("It can be asked for already.") if served else reason)

    def _deploy(self) -> None:
        self._account_field.set_error("")
        self.deploys.emit(self.account.currentText(), self.group.currentText(), str(self.version.currentData()))
