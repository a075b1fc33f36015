"""The sheets of API keys: make one, see it once, take it back."""

from __future__ import annotations

import time

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QWidget,
)

from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.numbers import day
from aicore_tray.gui.snapshots import KeyView
from aicore_tray.gui.theme import Text
from aicore_tray.gui.widgets.card import Card
from aicore_tray.gui.widgets.choice import ChoiceList
from aicore_tray.gui.widgets.copy_field import CopyField, SecretField
from aicore_tray.gui.widgets.field import Field
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.pill import Pill
from aicore_tray.gui.widgets.sheet import Sheet
from aicore_tray.gui.wording import told

_DAY = 86_400.0
_DAYS = (0, 7, 30, 90, 365)
_MODELS_SHOWN = 6


class NewKeySheet(Sheet):
    """Asks for a name, an end and the models.

    Attributes:
        made: the key, and what it was made with.
    """

    made = Signal(str, str, object, object)

    def __init__(self, window: QWidget, bridge: Bridge, commands: Commands) -> None:
        super().__init__(window, self.tr("New API key"))
        self.setObjectName("new-key-sheet")
        self._bridge, self._commands = bridge, commands
        self.add_text(self.tr("One for each tool, so that you can tell them apart and take one back alone."))
        self.name = QLineEdit()
        self.name.setObjectName("key-name")
        self.name.setPlaceholderText(self.tr("Claude Code"))
        self.name.textChanged.connect(self._allow)
        self._name_field = Field(self.tr("Name"), self.name)
        self.body.addWidget(self._name_field)
        self.expires = QComboBox()
        self.expires.setObjectName("key-expires")
        for days in _DAYS:
            text = self.tr("Never") if not days else self.tr("After {count} days").format(count=days)
            self.expires.addItem(text, days)
        self.body.addWidget(Field(self.tr("Expires"), self.expires))
        self.scope = ChoiceList(
            [
                ("all", self.tr("All models"), self.tr("Also those that are deployed later.")),
                ("some", self.tr("Only these"), ""),
            ],
            self.tr("May use"),
        )
        self.scope.setObjectName("key-scope")
        self.scope.set_current("all")
        self.scope.changed.connect(self._show_models)
        self.body.addWidget(Field(self.tr("May use"), self.scope))
        self.models = QListWidget()
        self.models.setObjectName("key-models")
        self.models.setAccessibleName(self.tr("Models that the key may use"))
        self.models.setFrameShape(QFrame.Shape.NoFrame)
        self.models.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = max(28, self.models.fontMetrics().height() + 10)
        for name in bridge.snapshot.model_names:
            item = QListWidgetItem(name, self.models)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setSizeHint(QSize(0, row))
        rows = min(max(self.models.count(), 1), _MODELS_SHOWN)
        self.models.setFixedHeight(rows * row + 2)
        self.models.itemChanged.connect(self._allow)
        self._models_card = Card(padding=0)
        self._models_card.body.setContentsMargins(8, 5, 4, 5)
        self._models_card.body.addWidget(self.models)
        self._models_card.hide()
        self.body.addWidget(self._models_card)
        self.add_button(self.tr("Cancel"), "plain", "reject")
        self.make = self.add_button(self.tr("Make key"), "default", "accept")
        self.make.setObjectName("create-key")
        self.make.clicked.connect(self._create)
        self.set_first_focus(self.name)
        self._allow()

    def _show_models(self, scope: str) -> None:
        self._models_card.setVisible(scope == "some")
        self._allow()

    def _chosen(self) -> tuple[str, ...]:
        if self.scope.current != "some":
            return ()
        items = (self.models.item(row) for row in range(self.models.count()))
        return tuple(item.text() for item in items if item.checkState() == Qt.CheckState.Checked)

    def _allow(self) -> None:
        named = bool(self.name.text().strip())
        enough = self.scope.current == "all" or bool(self._chosen())
        self.make.setEnabled(named and enough)
        reason = "" if named and enough else self.tr("Choose a model.") if named else self.tr("Give it a name.")
        self.make.setToolTip(reason)

    def _create(self) -> None:
        name, models = self.name.text().strip(), self._chosen()
        days = int(self.expires.currentData())
        expires = time.time() + days * _DAY if days else None
        self.make.setEnabled(False)
        self._bridge.run(
            self._commands.create_key(name, expires=expires, models=models),
            "make a key",
            done=lambda key: self._made(key, name, expires, models),
            failed=self._not_made,
        )

    def _made(self, key: str, name: str, expires: float | None, models: tuple[str, ...]) -> None:
        self.close_sheet()
        self.made.emit(key, name, expires, models)

    def _not_made(self, error: AicoreTrayError) -> None:
        self._name_field.set_error(told(error))
        self._allow()
        self.name.setFocus()


class KeyShownSheet(Sheet):
    """Shows a new key, this once."""

    def __init__(
        self, window: QWidget, bridge: Bridge, key: str, name: str, expires: float | None, models: tuple[str, ...]
    ) -> None:
        super().__init__(window, self.tr("Key for {name}").format(name=name), width=512)
        self.setObjectName("key-shown-sheet")
        self.add_to_head(Pill("ok", self.tr("Active")))
        self.add_text(
            self.tr("Copy it now. When this sheet closes it cannot be shown again; you can always make another.")
        )
        self.secret = SecretField(key, self.tr("API key"), prominent=True)
        self.secret.setObjectName("new-key")
        self.body.addWidget(Field(self.tr("API key"), self.secret))
        url = f"{bridge.snapshot.proxy.url}/v1"
        self.body.addWidget(Field(self.tr("Base URL"), CopyField(url, self.tr("Base URL"))))
        row = QHBoxLayout()
        row.setSpacing(20)
        which = ", ".join(models) if models else self.tr("all models")
        row.addWidget(Label(self.tr("May use: {models}").format(models=which), Text.CAPTION, "text_2", wrap=True), 1)
        ends = day(expires) if expires is not None else self.tr("never")
        row.addWidget(Label(self.tr("Expires: {day}").format(day=ends), Text.CAPTION, "text_2"))
        self.body.addLayout(row)
        done = self.add_button(self.tr("Done"), "plain", "accept")
        done.setObjectName("key-done")
        self.accepted.connect(self.close_sheet)
        self.set_first_focus(self.secret.button)

    def open(self) -> None:
        super().open()
        self.secret.set_revealed(True)


class RevokeSheet(Sheet):
    """Names the key and what happens to its tool."""

    def __init__(self, window: QWidget, view: KeyView) -> None:
        name = view.key.name
        super().__init__(window, self.tr("Revoke the key of {name}?").format(name=name))
        self.setObjectName("revoke-sheet")
        self.add_text(self.tr("{name} stops working at once. Its statistics stay.").format(name=name))
        keep = self.add_button(self.tr("Keep it"), "plain", "reject")
        self.set_first_focus(keep)
        self.revoke = self.add_button(self.tr("Revoke key"), "danger", "accept")
        self.revoke.setObjectName("revoke-confirm")
