"""The card of the company's proxy: how to find it, how to sign in to it, and whether it lets us through."""

from __future__ import annotations

import time

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from aicore_tray.diagnostics.doctor import STATE_FAILED, Stage
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.numbers import duration
from aicore_tray.gui.snapshots import Snapshot
from aicore_tray.gui.theme import Text
from aicore_tray.gui.widgets.button import Button
from aicore_tray.gui.widgets.card import Card, hairline
from aicore_tray.gui.widgets.choice import ChoiceList
from aicore_tray.gui.widgets.empty import IconLabel
from aicore_tray.gui.widgets.field import Field, Row
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.wording import refusal, sentence, told
from aicore_tray.system.network import PROXY_ENVIRONMENT, PROXY_NONE, PROXY_SYSTEM, NetworkSettings, proxy_for

_HERE = "here"
_ANY_SAP_HOST = "https://api.ai.prod.eu-central-1.aws.ml.hana.ondemand.com"
# As far as the proxy is concerned the way is free once one of these has passed.
_FAR_ENOUGH = frozenset({"tls", "token", "api"})


class ProxyCard(Card):
    """Modes, address, name, password, test."""

    def __init__(self, bridge: Bridge, commands: Commands) -> None:
        super().__init__(padding=20, spacing=12)
        self.body.setContentsMargins(20, 16, 20, 16)
        self.setObjectName("proxy-card")
        self._bridge, self._commands = bridge, commands
        self._mode = ""
        self.body.addWidget(Label(self.tr("Proxy to SAP AI Core"), Text.HEADING))
        self.modes = ChoiceList(
            [
                (PROXY_SYSTEM, self.tr("As this computer is set"), ""),
                (PROXY_ENVIRONMENT, self.tr("As the environment says"), self.tr("HTTPS_PROXY and NO_PROXY")),
                (_HERE, self.tr("Set here…"), ""),
                (PROXY_NONE, self.tr("None"), ""),
            ],
            self.tr("Proxy"),
        )
        self.modes.setObjectName("proxy-mode")
        self.modes.changed.connect(self._choose)
        self.body.addWidget(self.modes)
        self.modes.put_under(_HERE, self._here())
        self.no_proxy = QLineEdit()
        self.no_proxy.setObjectName("no_proxy")
        self.no_proxy.setFixedWidth(220)
        self.no_proxy.setPlaceholderText("*.corp.example")
        self.no_proxy.editingFinished.connect(self._set_exceptions)
        self.exceptions = Row(
            self.tr("Hosts that never use the proxy"),
            self.tr("127.0.0.1 and localhost are always on this list."),
            self.no_proxy,
        )
        rows = QVBoxLayout()
        rows.setSpacing(0)
        rows.addWidget(hairline())
        rows.addWidget(self.exceptions)
        rows.addWidget(hairline())
        self.body.addLayout(rows)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.test = Button(self.tr("Test"))
        self.test.setObjectName("test-proxy")
        self.test.clicked.connect(self._test)
        row.addWidget(self.test)
        self._mark = IconLabel("ok", "ok", 16)
        self._mark.hide()
        row.addWidget(self._mark)
        self.result = Label("", Text.BODY, wrap=True)
        self.result.setObjectName("proxy-result")
        row.addWidget(self.result, 1)
        self.body.addLayout(row)

    def _here(self) -> QWidget:
        self.own = QWidget()
        column = QVBoxLayout(self.own)
        column.setContentsMargins(24, 6, 0, 4)
        column.setSpacing(8)
        self.address = QLineEdit()
        self.address.setObjectName("proxy-address")
        self.address.setPlaceholderText("http://proxy.corp.example:8080")
        self.address.editingFinished.connect(self._set_address)
        self._address_field = Field(self.tr("Address"), self.address)
        column.addWidget(self._address_field)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.user = QLineEdit()
        self.user.setObjectName("proxy-user")
        self.user.editingFinished.connect(self._set_user)
        row.addWidget(Field(self.tr("Name"), self.user, help=self.tr("Empty if it wants none.")))
        self.password = QLineEdit()
        self.password.setObjectName("proxy-password")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText("••••••••")
        self.password.editingFinished.connect(self._set_password)
        self._password_field = Field(self.tr("Password"), self.password, help=self.tr("Kept in your keyring."))
        row.addWidget(self._password_field)
        column.addLayout(row)
        return self.own

    # ---- showing

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show what is in force."""
        settings = snapshot.settings
        proxy = settings.proxy
        known = (PROXY_SYSTEM, PROXY_ENVIRONMENT, PROXY_NONE)
        mode = proxy if proxy in known else _HERE
        if mode != self._mode:
            self._mode = mode
            self.modes.set_current(mode)
            self.own.setVisible(mode == _HERE)
        found = proxy_for(NetworkSettings(), _ANY_SAP_HOST)
        self.modes.set_help(
            PROXY_SYSTEM, self.tr("uses {proxy}").format(proxy=found) if found else self.tr("uses no proxy now")
        )
        if mode == _HERE and not self.address.hasFocus():
            self.address.setText(proxy)
        if not self.user.hasFocus():
            self.user.setText(settings.proxy_user)
        if not self.no_proxy.hasFocus():
            self.no_proxy.setText(", ".join(settings.no_proxy))

    def focus_address(self) -> None:
        """Put the cursor where the proxy is entered."""
        self.modes.set_current(_HERE)
        self._choose(_HERE)
        self.address.setFocus()

    # ---- doing

    def _choose(self, mode: str) -> None:
        self._mode = mode
        self.own.setVisible(mode == _HERE)
        self._forget()
        if mode == _HERE:
            # Nothing changes before there is an address.
            self.address.setFocus()
            return
        self._bridge.run(self._commands.set("proxy", mode), "set proxy", failed=self._tell)

    def _set_address(self) -> None:
        text = self.address.text().strip()
        self._address_field.set_error("")
        if not text or text == self._bridge.snapshot.settings.proxy:
            return
        text = text if "://" in text else f"http://{text}"
        self._forget()
        self._bridge.run(
            self._commands.set("proxy", text),
            "set proxy",
            failed=lambda error: self._address_field.set_error(refusal(error, "proxy")),
        )

    def _set_user(self) -> None:
        user = self.user.text().strip()
        if user != self._bridge.snapshot.settings.proxy_user:
            self._bridge.run(self._commands.set("proxy_user", user), "set proxy user", failed=self._tell)

    def _set_password(self) -> None:
        if not self.password.isModified():
            return
        self.password.setModified(False)
        self._bridge.run(
            self._commands.set_proxy_password(self.password.text()),
            "keep proxy password",
            done=lambda _: self._kept(),
            failed=lambda error: self._password_field.set_error(error.line()),
        )

    def _kept(self) -> None:
        self._password_field.set_error("")
        self._password_field.set_help(self.tr("Kept in your keyring."))
        self.password.clear()

    def _set_exceptions(self) -> None:
        hosts = tuple(host.strip() for host in self.no_proxy.text().split(",") if host.strip())
        self.exceptions.set_error("")
        if hosts != self._bridge.snapshot.settings.no_proxy:
            self._bridge.run(
                self._commands.set("no_proxy", hosts),
                "set exceptions",
                failed=lambda error: self.exceptions.set_error(refusal(error, "no_proxy")),
            )

    # ---- the test

    def _forget(self) -> None:
        self._mark.hide()
        self.result.set_text("")

    def _test(self) -> None:
        accounts = [account.name for account in self._bridge.snapshot.accounts if account.sign_in]
        account = self._commands.account(accounts[0]) if accounts else None
        if account is None:
            self.result.set_text(self.tr("Add a service key first; the test goes to its addresses."))
            return
        self.test.setEnabled(False)
        self._mark.hide()
        self.result.set_text(self.tr("Testing…"))

        async def check() -> tuple[Stage | None, float]:
            started = time.monotonic()
            passed = False
            async for stage in self._commands.check(account):
                if stage.state == STATE_FAILED:
                    return stage, time.monotonic() - started
                passed = passed or stage.name in _FAR_ENOUGH
            return None, time.monotonic() - started

        self._bridge.run(check(), "test proxy", done=self._tested, failed=self._tell)

    def _tested(self, outcome: tuple[Stage | None, float]) -> None:
        failure, seconds = outcome
        self.test.setEnabled(True)
        self._mark.set_icon("ok" if failure is None else "error", "ok" if failure is None else "error")
        self._mark.show()
        if failure is None:
            self.result.set_text(self.tr("Reached SAP AI Core in {time}.").format(time=duration(seconds)))
        else:
            self.result.set_text(f"{sentence(failure.detail)} {sentence(failure.hint)}".strip())

    def _tell(self, error: AicoreTrayError) -> None:
        self.test.setEnabled(True)
        self._mark.set_icon("error", "error")
        self._mark.show()
        self.result.set_text(told(error))
        self.show_snapshot(self._bridge.snapshot)
