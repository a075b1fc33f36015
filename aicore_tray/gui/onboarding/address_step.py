"""Step four of first run: the address and the key that tools are given."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.autostarting import AutostartSwitch
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.snapshots import Snapshot
from aicore_tray.gui.theme import Text
from aicore_tray.gui.widgets.button import Button
from aicore_tray.gui.widgets.card import Card, hairline
from aicore_tray.gui.widgets.copy_field import CopyField, SecretField
from aicore_tray.gui.widgets.disclosure import Disclosure
from aicore_tray.gui.widgets.field import Field, Row
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.switch import Switch
from aicore_tray.gui.wording import told

FIRST_KEY = "My tools"


class AddressStep(QWidget):
    """Address, first API key, and how the app is to live on."""

    def __init__(self, bridge: Bridge, commands: Commands) -> None:
        super().__init__()
        self._bridge = bridge
        self._commands = commands
        self.secret = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._door())
        column.addWidget(self._key())
        column.addWidget(self._living())
        column.addStretch(1)

    def _door(self) -> QWidget:
        card = Card(spacing=10)
        card.body.addWidget(Label(self.tr("Address"), Text.HEADING))
        text = self.tr(
            "Only this computer can reach it. OpenAI's clients take it with /v1 behind it, "
            "Anthropic's and Google's as it is."
        )
        card.body.addWidget(Label(text, role="text_2", wrap=True))
        self.address = CopyField("", self.tr("Address of the proxy"))
        self.address.setObjectName("address")
        card.body.addWidget(self.address)
        self._port = QLineEdit()
        self._port.setObjectName("port")
        self._port.setValidator(QIntValidator(0, 65535, self))
        self._port.setMaximumWidth(120)
        self._port.editingFinished.connect(self._move)
        self._port_field = Field(
            self.tr("Port"), self._port, help=self.tr("Change it only if another program needs it.")
        )
        card.body.addWidget(Disclosure(self.tr("Another port"), self._port_field))
        return card

    def _key(self) -> QWidget:
        card = Card(spacing=10)
        card.body.addWidget(Label(self.tr("API key"), Text.HEADING))
        self._key_text = Label(
            self.tr("Tools show it to the proxy, so that no other program on this computer can use your models."),
            role="text_2",
            wrap=True,
        )
        card.body.addWidget(self._key_text)
        row = QHBoxLayout()
        self.make = Button(self.tr("Make an API key"), kind="default", large=True)
        self.make.setObjectName("make-key")
        self.make.clicked.connect(self._make)
        row.addWidget(self.make, 0, Qt.AlignmentFlag.AlignLeft)
        row.addStretch(1)
        card.body.addLayout(row)
        self.shown = SecretField("", self.tr("API key"))
        self.shown.setObjectName("first-key")
        self.shown.hide()
        card.body.addWidget(self.shown)
        return card

    def _living(self) -> QWidget:
        card = Card(padding=16, spacing=0)
        card.body.setContentsMargins(16, 4, 16, 4)
        self.autostart = AutostartSwitch(self._bridge)
        self._autostart_row = Row(
            self.tr("Start at login"),
            self.tr("Your tools find the proxy running when you begin to work."),
            self.autostart,
        )
        self.autostart.failed.connect(self._autostart_row.set_error)
        card.body.addWidget(self._autostart_row)
        card.body.addWidget(hairline())
        self.keep = Switch()
        self.keep.setObjectName("keep-running")
        self.keep.toggled.connect(self._set_keep)
        self._keep_row = Row(
            self.tr("Keep running when I close the window"),
            self.tr("It stays in the tray; quit it from there."),
            self.keep,
        )
        card.body.addWidget(self._keep_row)
        return card

    def _set_keep(self, on: bool) -> None:
        if on != self._bridge.snapshot.settings.keep_running:
            self._bridge.run(self._commands.set("keep_running", on), "keep running")

    def _make(self) -> None:
        self.make.setEnabled(False)
        names = {key.key.name for key in self._bridge.snapshot.keys}
        name, number = self.tr(FIRST_KEY), 2
        while name in names:
            name, number = f"{self.tr(FIRST_KEY)} {number}", number + 1
        self._bridge.run(self._commands.create_key(name), "make a key", done=self._made, failed=self._not_made)

    def _made(self, key: str) -> None:
        self.secret = key
        self.make.hide()
        self.shown.set_text(key)
        self.shown.show()
        self.shown.set_revealed(True)
        self.shown.button.setFocus()
        self._key_text.set_text(
            self.tr("Copy it now. After this step it cannot be shown again; you can always make another.")
        )

    def _not_made(self, error: AicoreTrayError) -> None:
        self.make.setEnabled(True)
        self._key_text.set_text(told(error))

    def _move(self) -> None:
        text = self._port.text()
        if text and int(text) != self._bridge.snapshot.settings.port:
            self._port_field.set_error("")
            self._bridge.run(
                self._commands.set("port", int(text)),
                "move",
                failed=lambda error: self._port_field.set_error(told(error)),
            )

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show where the proxy listens now."""
        self.address.set_text(snapshot.proxy.url)
        if not self._port.hasFocus():
            self._port.setText(str(snapshot.settings.port))
        if self.keep.isChecked() != snapshot.settings.keep_running:
            self.keep.setChecked(snapshot.settings.keep_running)

    def show_tray(self, available: bool) -> None:
        """Without a tray there is nothing that could go on without a window."""
        self._keep_row.setVisible(available)
