"""The sheet of a deployment: its facts, its quota, and what tools may call its model beside SAP's own name."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.models.deployments import quota_text
from aicore_tray.gui.numbers import UNKNOWN, day, price_told, short_tokens
from aicore_tray.gui.requests.curl import VARIABLE
from aicore_tray.gui.requests.curl_maker import CurlMaker
from aicore_tray.gui.snapshots import ModelView
from aicore_tray.gui.theme import Text
from aicore_tray.gui.widgets.button import Button
from aicore_tray.gui.widgets.copy_button import CopyButton
from aicore_tray.gui.widgets.copy_field import CopyField
from aicore_tray.gui.widgets.field import Field
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.limit_bar import LimitBar
from aicore_tray.gui.widgets.sheet import Sheet
from aicore_tray.gui.wording import told


class ModelSheet(Sheet):
    """Shows a deployment and the names under which its model is asked for, and takes further ones.

    Signals:
        asks_quota: SAP is to be asked for more requests a minute.
        shows_offer: a model of the catalogue is to be looked at; carries its name.
    """

    asks_quota = Signal()
    shows_offer = Signal(str)

    def __init__(self, window: QWidget, bridge: Bridge, commands: Commands, view: ModelView) -> None:
        super().__init__(window, view.model, width=512)
        self.setObjectName("model-sheet")
        self._bridge, self._commands, self._view = bridge, commands, view
        self.add_text(self._facts())
        if view.id:
            title = self.tr("Orchestration deployment") if view.through_orchestration else self.tr("Deployment")
            self.body.addWidget(Field(title, CopyField(view.id, title)))
        self.body.addLayout(self._quota())
        if view.replacements:
            self.body.addLayout(self._replacements())
        aliases = bridge.snapshot.settings.aliases
        own = [name for name, model in aliases.items() if model == view.model]
        for name in (view.model, *view.names):
            if name not in own:
                sap = name == view.model
                title = self.tr("Name in SAP AI Core") if sap else self.tr("Name in Anthropic's tools")
                self.body.addWidget(Field(title, CopyField(name, title)))
        self.names = QLineEdit(", ".join(own))
        self.names.setObjectName("own-names")
        self.names.setPlaceholderText(self.tr("my-model, team-*"))
        self._field = Field(
            self.tr("Your names"), self.names, help=self.tr("Separate several by commas; * stands for anything.")
        )
        self.body.addWidget(self._field)
        self.body.addLayout(self._curl())
        self.add_button(self.tr("Cancel"), "plain", "reject")
        self.save = self.add_button(self.tr("Save names"), "default", "accept")
        self.save.setObjectName("save-names")
        self.save.clicked.connect(self._save)
        self.set_first_focus(self.names)

    def _curl(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        words = self.tr("A small request for it, which reads your API key from the variable {name}.")
        row.addWidget(Label(words.format(name=VARIABLE), Text.CAPTION, "text_2", wrap=True), 1)
        name = self.tr("Copy a request for this model as a curl command")
        copy = CopyButton(name, word=self.tr("Copy as curl"), icon="terminal")
        copy.setObjectName("copy-model-as-curl")
        copy.clicked.connect(lambda _checked=False: copy.copy(CurlMaker(self._bridge).model(self._view)))
        row.addWidget(copy)
        return row

    def _facts(self) -> str:
        view = self._view
        price = self.tr("{price_in} in, {price_out} out").format(
            price_in=price_told(view.price_in), price_out=price_told(view.price_out)
        )
        version = view.version or UNKNOWN
        if view.newer:
            version = self.tr("{version}, {newer} is newer").format(version=version, newer=view.newer)
        return "\n".join(
            (
                self.tr("Account {account}, resource group {group}").format(
                    account=view.account, group=view.group or UNKNOWN
                ),
                self.tr("Version: {version}").format(version=version),
                self.tr("Context: {tokens} tokens").format(tokens=short_tokens(view.context)),
                self.tr("Capacity units a million tokens: {price}").format(price=price),
                self.tr("Retires: {day}").format(day=day(view.retires)),
            )
        )

    def _quota(self) -> QVBoxLayout:
        view = self._view
        whole = QVBoxLayout()
        whole.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(8)
        text = self.tr("Requests this minute: {count}").format(count=quota_text(view))
        row.addWidget(Label(text, Text.BODY, tabular=True), 1)
        more = Button(self.tr("Ask for more…"), kind="quiet")
        more.setObjectName("more-quota")
        more.clicked.connect(self._ask_quota)
        row.addWidget(more)
        whole.addLayout(row)
        if view.quota:
            whole.addWidget(LimitBar(view.quota_used, view.quota))
        return whole

    def _replacements(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Label(self.tr("SAP suggests instead:"), Text.BODY, "text_2"))
        for name in self._view.replacements:
            button = Button(name, kind="quiet")
            button.clicked.connect(lambda _=False, name=name: self._show_offer(name))
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _ask_quota(self) -> None:
        self.close_sheet()
        self.asks_quota.emit()

    def _show_offer(self, name: str) -> None:
        self.close_sheet()
        self.shows_offer.emit(name)

    def _save(self) -> None:
        names = tuple(dict.fromkeys(name.strip() for name in self.names.text().split(",") if name.strip()))
        self._bridge.run(
            self._commands.set_names(self._view.model, names),
            "name a model",
            done=lambda _: self.close_sheet(),
            failed=self._refused,
        )

    def _refused(self, error: AicoreTrayError) -> None:
        self._field.set_error(told(error))
        self.names.setFocus()
