"""First run: one step after the other, Back everywhere, resumed where it was left, skipped at will."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.chat.desk import ChatDesk
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.mending import Mending
from aicore_tray.gui.onboarding.address_step import AddressStep
from aicore_tray.gui.onboarding.bring_step import BringStep
from aicore_tray.gui.onboarding.hello_step import HelloStep
from aicore_tray.gui.onboarding.models_step import ModelsStep
from aicore_tray.gui.onboarding.rail import Rail
from aicore_tray.gui.onboarding.tool_step import ToolStep
from aicore_tray.gui.snapshots import Kind, Snapshot, Trouble
from aicore_tray.gui.theme import Text
from aicore_tray.gui.widgets.banner import Banner
from aicore_tray.gui.widgets.button import Button
from aicore_tray.gui.widgets.card import hairline
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.wording import SERIOUS, said, sentence

KEY, CONNECTION, MODELS, ADDRESS, TOOL, HELLO = "key", "connection", "models", "address", "tool", "hello"
# From here on the account is kept, and each step can be gone to by itself.
_LATER = (MODELS, ADDRESS, TOOL, HELLO)
_TOLD = SERIOUS | {Kind.KEYRING_LOCKED, Kind.KEYRING_ABSENT, Kind.VAULT_DAMAGED}


class FirstRun(QWidget):
    """The steps in their frame.

    Attributes:
        finished: it came to its end, or was skipped.
    """

    finished = Signal()

    def __init__(self, bridge: Bridge, commands: Commands, mending: Mending, desk: ChatDesk) -> None:
        super().__init__()
        self.setObjectName("first-run")
        self._bridge = bridge
        self._commands = commands
        self._mending = mending
        self._trouble: Trouble | None = None
        self.step = KEY
        self._passed = False
        self._begun = False
        self.rail = Rail(
            [
                (KEY, self.tr("Service key")),
                (CONNECTION, self.tr("Connection")),
                (MODELS, self.tr("Models")),
                (ADDRESS, self.tr("Local address")),
                (TOOL, self.tr("First tool")),
                (HELLO, self.tr("Say hello")),
            ]
        )
        self.rail.skipped.connect(self.finished.emit)
        self.rail.chosen.connect(self._go)
        self.title = Label("", Text.WELCOME, wrap=True)
        self.subtitle = Label("", Text.BODY, "text_2", wrap=True)
        self.banner = Banner()
        self.banner.setObjectName("first-run-banner")
        self.banner.clicked.connect(self._mend)
        self.bring = BringStep(bridge, commands, mending)
        self.bring.brought.connect(self._brought)
        self.bring.checked.connect(self._checked)
        self.bring.began_again.connect(lambda: self._enter(KEY))
        self.models = ModelsStep(bridge, commands)
        self.address = AddressStep(bridge, commands)
        self.tool = ToolStep(bridge, commands, mending)
        self.hello = HelloStep(bridge, desk)
        self.hello.answered.connect(self._say)
        self._widgets: dict[str, QWidget] = {
            KEY: self.bring,
            CONNECTION: self.bring,
            MODELS: self.models,
            ADDRESS: self.address,
            TOOL: self.tool,
            HELLO: self.hello,
        }
        self._stack = QStackedWidget()
        for widget in dict.fromkeys(self._widgets.values()):
            self._stack.addWidget(widget)
        self.back = Button(self.tr("Back"), large=True)
        self.back.setObjectName("back")
        self.back.clicked.connect(self._back)
        self.without = Button(self.tr("Continue without checking"), large=True)
        self.without.setObjectName("without-checking")
        self.without.clicked.connect(self._keep)
        self.next = Button(self.tr("Continue"), kind="default", large=True)
        self.next.setObjectName("continue")
        self.next.clicked.connect(self._forward)
        self._lay_out()
        self._enter(KEY)

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(32, 28, 32, 24)
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addWidget(self.subtitle)
        column.addSpacing(12)
        column.addWidget(self.banner)
        column.addSpacing(4)
        column.addWidget(self._stack, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        footer = QHBoxLayout()
        footer.setContentsMargins(32, 16, 32, 16)
        footer.setSpacing(8)
        footer.addWidget(self.back)
        footer.addStretch(1)
        footer.addWidget(self.without)
        footer.addWidget(self.next)
        self._right = QWidget()
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(area, 1)
        right.addWidget(hairline())
        right.addLayout(footer)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(self._right, 1)

    def parts(self) -> list[QWidget]:
        """Return the parts that F6 goes to one after the other."""
        return [self.rail, self._right]

    # ---- going

    def resume(self, step: str) -> None:
        """Begin, or go on where it was left: a key that was not kept has to be brought again."""
        self._begun = True
        if self.step in (KEY, CONNECTION):
            self._enter(step if step in _LATER else KEY)
        self.bring.look_around()

    def brought_file(self, file: Path) -> None:
        """A file was dropped somewhere on the window."""
        self.bring.bring_file(file)

    def brought_text(self, text: str) -> None:
        """A text was dropped or pasted somewhere on the window."""
        self.bring.bring_text(text)

    def _go(self, step: str) -> None:
        if step in (KEY, CONNECTION):
            if step == KEY or self.bring.imported is None:
                self.bring.begin_again()
            else:
                self._enter(CONNECTION)
            return
        self._enter(step)

    def _enter(self, step: str) -> None:
        self.step = step
        if self._begun:
            self._bridge.session.remembered.note(first_run=step)
        self._stack.setCurrentWidget(self._widgets[step])
        self.banner.hide()
        self._trouble = None
        self._say()
        self.show_snapshot(self._bridge.snapshot)

    def _say(self) -> None:
        step = self.step
        failed = (
            step == CONNECTION and not self._passed and not self.bring.check.running and bool(self.bring.check.stages)
        )
        busy = step == CONNECTION and self.bring.check.running
        titles = {
            KEY: (
                self.tr("Bring your SAP AI Core key"),
                self.tr("Your coding tools will talk to your company's models through this computer."),
            ),
            CONNECTION: (
                self.tr("Checking your key"),
                self.tr("From this computer to SAP AI Core, step by step."),
            ),
            MODELS: (
                self.tr("Pick your models"),
                self.tr("These deployments run in your account. Tools see those that are on."),
            ),
            ADDRESS: (
                self.tr("Your local address"),
                self.tr("Tools find the proxy here, and show it an API key."),
            ),
            TOOL: (
                self.tr("Connect your first tool"),
                self.tr("Copy what it needs, or launch it from here. The light turns green at its first request."),
            ),
            HELLO: (
                self.tr("Say hello"),
                self.tr("The chat asks by the same address as your tools, so it shows that everything works."),
            ),
        }
        title, subtitle = titles[step]
        if step == CONNECTION and self._passed:
            title, subtitle = self.tr("The connection stands"), self.tr("Your key works from this computer.")
        elif failed:
            title, subtitle = (
                self.tr("One thing stands in the way"),
                self.tr("Mend it below; the check goes on by itself."),
            )
        self.title.set_text(title)
        self.subtitle.set_text(subtitle)
        self.rail.show_at(step, problem=failed, busy=busy)
        self.back.setVisible(step != KEY)
        self.without.setVisible(failed)
        self.next.setText(self.tr("Finish") if step == HELLO else self.tr("Continue"))
        ready = step in _LATER or (step == CONNECTION and self._passed)
        self.next.setEnabled(ready)
        reason = (
            "" if ready else self.tr("Bring a service key first.") if step == KEY else self.tr("The check is not over.")
        )
        self.next.setToolTip(reason)
        if step == HELLO and not self.hello.asked:
            self.hello.pane.composer.entry.setFocus()
        elif ready:
            self.next.setFocus()

    def _brought(self) -> None:
        self._passed = False
        self._enter(CONNECTION)

    def _checked(self, good: bool) -> None:
        self._passed = good
        self._say()

    def _back(self) -> None:
        before = {CONNECTION: KEY, MODELS: CONNECTION, ADDRESS: MODELS, TOOL: ADDRESS, HELLO: TOOL}.get(self.step, KEY)
        self._go(before)

    def _forward(self) -> None:
        if self.step == CONNECTION:
            self._keep()
        elif self.step == HELLO:
            self.finished.emit()
        elif self.step in _LATER:
            self._enter(_LATER[_LATER.index(self.step) + 1])

    def _keep(self) -> None:
        """Keep the account, unless it came with the demo, and go on."""
        imported = self.bring.imported
        if imported is None:
            self.bring.begin_again()
            return
        temporary = {account.name for account in self._bridge.snapshot.accounts if account.temporary}
        if {account.name for account in imported.accounts} <= temporary:
            self._enter(MODELS)
            return
        self.next.setEnabled(False)
        self._bridge.run(
            self._commands.bring_in(imported, replace_key=True),
            "keep the account",
            done=lambda _: self._enter(MODELS),
            failed=self._not_kept,
        )

    def _not_kept(self, error: AicoreTrayError) -> None:
        self._say()
        trouble = self._commands.vault_trouble(error)
        if trouble is not None:
            self._show_trouble(trouble)
        else:
            self.banner.show_message("error", sentence(error.user_message), sentence(error.hint), "", closable=True)

    def _mend(self) -> None:
        if self._trouble is not None:
            self._mending.mend(self._trouble)
            self.banner.hide()

    def _show_trouble(self, trouble: Trouble) -> None:
        self._trouble = trouble
        words = said(trouble)
        self.banner.show_message(words.level, words.fact, words.what, words.button)

    # ---- showing

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show what is so now."""
        if self.step == MODELS:
            self.models.show_snapshot(snapshot)
        if self.step == ADDRESS:
            self.address.show_snapshot(snapshot)
        if self.step == TOOL:
            self.tool.show_snapshot(snapshot)
        if self.step == HELLO:
            self.hello.show_snapshot(snapshot)
        if self.step == KEY and snapshot.loaded and snapshot.demo:
            self._offer_demo()
        trouble = next((each for each in snapshot.troubles if each.kind in _TOLD), None)
        if trouble is not None and trouble != self._trouble:
            self._show_trouble(trouble)
        elif trouble is None and self._trouble is not None and self._trouble.kind in SERIOUS:
            self._trouble = None
            self.banner.hide()

    def _offer_demo(self) -> None:
        if self.findChild(QWidget, "use-found") is None:
            self.bring.look_around()

    def show_tray(self, available: bool) -> None:
        """Tell the last step whether this desktop has a tray."""
        self.address.show_tray(available)
