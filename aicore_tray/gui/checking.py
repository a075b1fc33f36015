"""The staged check of an account, drawn: which step runs, which failed, and the one button that mends it."""

from __future__ import annotations

from collections.abc import Mapping

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from aicore_tray.aicore.account import Account
from aicore_tray.diagnostics.doctor import (
    STATE_FAILED,
    STATE_OK,
    STATE_RUNNING,
    STATE_SKIPPED,
    STATE_WARNING,
    Stage,
)
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.language import translated_message
from aicore_tray.gui.mending import Mending
from aicore_tray.gui.snapshots import Kind, Trouble
from aicore_tray.gui.theme import Text
from aicore_tray.gui.widgets.button import Button
from aicore_tray.gui.widgets.card import Card
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.steps import StepList
from aicore_tray.gui.wording import said, sentence

# Causes for which there is a sentence in the user's own terms.
_KINDS = {"add_ca": Kind.UNTRUSTED, "replace_key": Kind.KEY_REFUSED, "windows_proxy": Kind.PROXY_WINDOWS}
SHOWN = ("proxy", "dns", "tls", "token", "api", "resource groups", "deployments")


class CheckPanel(QWidget):
    """Runs the check of one account and shows it.

    Attributes:
        finished: whether no step failed.
        wants_group: a resource group is to be used in place of the present one.
        wants_key: another service key is to be brought.
        stages: name -> how it went, of the last check.

    Args:
        compact: as a part of a card or sheet, without a card of its own.
        quiet: show no steps before there is a check.
    """

    finished = Signal(bool)
    wants_group = Signal(str)
    wants_key = Signal()

    def __init__(
        self, bridge: Bridge, commands: Commands, mending: Mending, *, compact: bool = False, quiet: bool = False
    ) -> None:
        super().__init__()
        self._quiet = quiet
        self._bridge = bridge
        self._commands = commands
        self._mending = mending
        self._account: Account | None = None
        self._turn = 0
        self.stages: dict[str, Stage] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        self.title = Label(self.tr("Checking the connection"), Text.HEADING)
        self.caption = Label("", Text.CAPTION, "text_2", elide=Qt.TextElideMode.ElideRight)
        self.again = Button(self.tr("Check again"), icon="refresh")
        self.again.setObjectName("check-again")
        self.again.clicked.connect(self.check_again)
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.caption, 1)
        head.addWidget(self.again)
        column.addLayout(head)
        self.steps = StepList(compact=compact)
        self.steps.setObjectName("check-steps")
        if compact:
            column.addWidget(self.steps)
        else:
            card = Card(padding=0)
            card.body.setContentsMargins(0, 6, 0, 6)
            card.body.addWidget(self.steps)
            column.addWidget(card)
        self._reset()

    def _labels(self) -> Mapping[str, str]:
        return {
            "key": self.tr("Service key"),
            "proxy": self.tr("Proxy"),
            "dns": self.tr("DNS"),
            "tls": self.tr("TLS"),
            "token": self.tr("Sign-in"),
            "api": self.tr("AI API"),
            "resource groups": self.tr("Resource groups"),
            "deployments": self.tr("Deployments"),
        }

    def _reset(self) -> None:
        self.stages = {}
        labels = self._labels()
        self.steps.set_steps([(name, labels[name]) for name in SHOWN])
        self.steps.setVisible(not self._quiet or self._account is not None)

    def forget(self) -> None:
        """Show no check any more; one that runs is given up."""
        self._turn += 1
        self._account = None
        self._reset()
        self.caption.set_text("")

    @property
    def running(self) -> bool:
        return any(stage.state == STATE_RUNNING for stage in self.stages.values())

    def check(self, account: Account) -> None:
        """Check an account; a check that still runs is given up."""
        self._account = account
        self._turn += 1
        self._reset()
        self.caption.set_text(account.name)
        self.again.setEnabled(False)
        self._bridge.run(self._check(account, self._turn), "check", failed=self._broke)

    def check_again(self) -> None:
        """Check the same account once more."""
        if self._account is not None:
            self.check(self._account)

    async def _check(self, account: Account, turn: int) -> None:
        async for stage in self._commands.check(account):
            if self._is_over(turn):
                return
            self._show(stage)
        if self._is_over(turn):
            return
        self.again.setEnabled(True)
        self.finished.emit(not any(stage.state == STATE_FAILED for stage in self.stages.values()))

    def _is_over(self, turn: int) -> bool:
        """Tell whether nobody waits for a check any more: another one runs, or its sheet was closed."""
        return turn != self._turn or not shiboken6.isValid(self)

    def _broke(self, error: AicoreTrayError) -> None:
        if not shiboken6.isValid(self):
            return
        self.again.setEnabled(True)
        self._show(Stage(name="proxy", state=STATE_FAILED, detail=error.user_message, hint=error.hint))
        self.finished.emit(False)

    def _show(self, stage: Stage) -> None:
        self.stages[stage.name] = stage
        if stage.name not in SHOWN and stage.state in (STATE_FAILED, STATE_WARNING):
            # A step without a row of its own is told in the first one.
            stage = Stage(name="proxy", state=stage.state, detail=stage.detail, hint=stage.hint, remedy=stage.remedy)
        if stage.name not in SHOWN:
            return
        state = "waiting" if stage.state == STATE_SKIPPED else stage.state
        self.steps.update_step(stage.name, state, self._in_short(stage), stage.seconds or None)
        if stage.state == STATE_FAILED:
            fact, what = self._explained(stage)
            self.steps.open_panel(stage.name, fact, what, self._ways_out(stage), self._details(stage))

    def _in_short(self, stage: Stage) -> str:
        """Return what a step found, in the few words that a row has room for."""
        if stage.state == STATE_RUNNING:
            return self.tr("reading…")
        if stage.state == STATE_SKIPPED:
            failed = next((name for name, each in self.stages.items() if each.state == STATE_FAILED), "")
            after = SHOWN[SHOWN.index(failed) + 1 : SHOWN.index(failed) + 2] if failed in SHOWN else ()
            label = self._labels().get(failed, "")
            return self.tr("waits for {step}").format(step=label) if stage.name in after else ""
        if stage.state != STATE_OK:
            return translated_message(stage.detail)
        facts = stage.facts
        if stage.name == "proxy" and "proxy" in facts:
            return str(facts["proxy"]) or self.tr("none needed")
        if stage.name == "tls" and facts.get("issuer"):
            if facts.get("intercepted"):
                return self.tr("read by {issuer}; your computer trusts it").format(issuer=facts["issuer"])
            return self.tr("trusted, issued by {issuer}").format(issuer=facts["issuer"])
        if stage.name == "resource groups" and len(facts.get("groups", ())) > 1:
            return self.tr("{count} found").format(count=len(facts["groups"]))
        if stage.name == "deployments":
            # The names of the models stand in the details.
            count, _, more = translated_message(stage.detail).partition(": ")
            return "; ".join(part for part in (count, more.partition("; ")[2]) if part)
        words = {"token": self.tr("the key is accepted"), "api": self.tr("answers")}
        return words.get(stage.name) or translated_message(stage.detail)

    def _explained(self, stage: Stage) -> tuple[str, str]:
        """Return what is the matter as a sentence of ours, and the way out with what the engine knows of it."""
        kind = _KINDS.get(stage.remedy)
        if kind is None:
            return sentence(stage.detail), sentence(stage.hint)
        words = said(Trouble(kind=kind, subject=self._account.name if self._account is not None else ""))
        return words.fact, f"{sentence(stage.detail)} {words.what}".strip()

    def _details(self, stage: Stage) -> str:
        labels = self._labels()
        done = [
            f"{labels.get(name, name)}: {translated_message(each.detail) or each.state}"
            for name, each in self.stages.items()
            if each is not stage
        ]
        said = " ".join(translated_message(part) for part in (stage.detail, stage.hint) if part)
        return "\n".join([*done, f"{labels.get(stage.name, stage.name)}: {said}"])

    def _ways_out(self, stage: Stage) -> list[Button]:
        buttons: list[Button] = []

        def add(text: str, slot: object, name: str) -> None:
            button = Button(text, kind="default" if not buttons else "plain")
            button.setObjectName(f"remedy-{name}")
            button.clicked.connect(lambda _checked=False: slot() if callable(slot) else None)
            buttons.append(button)

        if stage.remedy in ("set_proxy", "windows_proxy"):
            add(self.tr("Set proxy…"), lambda: self._mending.open_setting("proxy"), "proxy")
        elif stage.remedy == "add_ca":
            add(self.tr("Add certificate…"), self._add_certificate, "certificate")
            add(self.tr("Copy text for IT"), lambda: self._copy_for_it(stage), "it")
        elif stage.remedy == "replace_key":
            add(self.tr("Use another key…"), self.wants_key.emit, "key")
        elif stage.remedy in ("choose_group", "deploy"):
            told = self.stages.get("resource groups", stage)
            groups = stage.facts.get("groups") or told.facts.get("groups", {})
            mine = self._account.resource_groups if self._account is not None else ()
            for group, count in groups.items():
                if group not in mine and count != 0 and len(buttons) < 3:
                    text = self.tr("Use {group}").format(group=group)
                    add(text, lambda group=group: self.wants_group.emit(group), "group")
        if not buttons:
            add(self.tr("Check again"), self.check_again, "again")
        return buttons

    def _add_certificate(self) -> None:
        self._mending.choose_certificate(then=self.check_again)

    def _copy_for_it(self, stage: Stage) -> None:
        host = self._account.key.api_url if self._account is not None else ""
        text = self.tr(
            "Hello,\n\nan application on my computer connects to SAP AI Core at {host}. Our network opens this "
            "encrypted connection, and the certificate that it shows is not trusted here:\n\n{detail}\n\n"
            "Where can I get the root certificate of our network as a .pem or .crt file?\n\nThank you"
        ).format(host=host, detail=translated_message(stage.detail))
        QApplication.clipboard().setText(text)
