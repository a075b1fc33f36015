"""Steps one and two of first run: bring the service key, and see that the connection stands."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from aicore_tray.aicore.account import Account
from aicore_tray.aicore.environment import Found, find_all
from aicore_tray.config.imported import Imported
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.checking import CheckPanel
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.mending import Mending
from aicore_tray.gui.numbers import UNKNOWN, day
from aicore_tray.gui.theme import Text
from aicore_tray.gui.widgets.button import Button
from aicore_tray.gui.widgets.card import Card, hairline
from aicore_tray.gui.widgets.drop_zone import DropZone
from aicore_tray.gui.widgets.empty import IconLabel
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.wording import said_of_file


class BringStep(QWidget):
    """The key and its check.

    Attributes:
        brought: a key was read and is being checked.
        checked: whether the check found everything in order.
        began_again: another key is wanted.
        imported: what was read; None before.
    """

    brought = Signal()
    checked = Signal(bool)
    began_again = Signal()

    def __init__(self, bridge: Bridge, commands: Commands, mending: Mending) -> None:
        super().__init__()
        self._bridge = bridge
        self._commands = commands
        self.imported: Imported | None = None
        self.zone = DropZone(
            self.tr("Drop your service key here"),
            self.tr(
                "The JSON file from BTP cockpit, instance aicore. It is kept in this computer's keyring, nowhere else."
            ),
            beside=True,
        )
        self.zone.setObjectName("drop-zone")
        self.zone.file_dropped.connect(self.bring_file)
        self.zone.text_dropped.connect(self.bring_text)
        self.zone.clicked.connect(self._choose)
        paste = Button(self.tr("Paste"), icon="copy", large=True)
        paste.setObjectName("paste")
        paste.clicked.connect(self._paste)
        choose = Button(self.tr("Choose file…"), kind="default", large=True)
        choose.setObjectName("choose")
        choose.clicked.connect(self._choose)
        self.zone.add_button(paste)
        self.zone.add_button(choose)
        self._found = Card(padding=0, spacing=0)
        self._found.setObjectName("found")
        self.check = CheckPanel(bridge, commands, mending)
        self.check.finished.connect(self.checked.emit)
        self.check.wants_key.connect(self.begin_again)
        self.check.wants_group.connect(self._use_group)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._bringing())
        self._stack.addWidget(self._checking())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def _bringing(self) -> QWidget:
        widget = QWidget()
        column = QVBoxLayout(widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.zone)
        column.addSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(self.tr("Found on this computer"), Text.HEADING))
        promise = self.tr("nothing leaves it until you choose one")
        head.addWidget(Label(promise, Text.CAPTION, "text_2", elide=Qt.TextElideMode.ElideRight), 1)
        column.addLayout(head)
        column.addWidget(self._found)
        column.addStretch(1)
        return widget

    def _checking(self) -> QWidget:
        widget = QWidget()
        column = QVBoxLayout(widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        card = Card()
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addWidget(IconLabel("ok", "ok", 20))
        self._facts = Facts()
        row.addWidget(self._facts, 1)
        self.another = Button(self.tr("Use another…"))
        self.another.setObjectName("use-another")
        self.another.clicked.connect(self.begin_again)
        row.addWidget(self.another)
        card.body.addLayout(row)
        column.addWidget(card)
        column.addWidget(self.check)
        column.addStretch(1)
        return widget

    # ---- what is there already

    def look_around(self) -> None:
        """List the service keys that other tools left on this computer."""
        self._bridge.run(self._look(), "look for service keys")

    async def _look(self) -> None:
        found = find_all(os.environ, home=Path.home())
        while (item := self._found.body.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        usable = [each for each in found if each.key is not None]
        demo = self._demo_account()
        if demo is not None:
            self._add_row(self.tr("The built-in sandbox"), self.tr("a demo tenant, no account needed"), demo)
        for each in usable:
            self._add_found(each)
        if not usable and demo is None:
            row = QHBoxLayout()
            row.setContentsMargins(16, 12, 16, 12)
            row.addWidget(Label(self.tr("Nothing found. Drop the file, or paste it."), role="text_2", wrap=True))
            holder = QWidget()
            holder.setLayout(row)
            self._found.body.addWidget(holder)

    def _demo_account(self) -> Account | None:
        configuration = self._bridge.session.configuration
        if not self._bridge.session.demo or configuration is None:
            return None
        return next(iter(configuration.accounts), None)

    def _add_found(self, found: Found) -> None:
        if found.key is None:
            return
        key = found.key
        name = key.identity_zone or key.region or "aicore"
        with_what = (
            self.tr("signs in with an X.509 certificate") if key.certificate else self.tr("signs in with a secret")
        )
        account = Account(name=name, key=key, resource_groups=(found.resource_group,))
        parts = [_at_home(found.source), key.region, with_what]
        self._add_row(name, " · ".join(part for part in parts if part), account)

    def _add_row(self, name: str, what: str, account: Account) -> None:
        if self._found.body.count():
            self._found.body.addWidget(hairline())
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(16, 8, 12, 8)
        row.setSpacing(12)
        row.addWidget(IconLabel("key", "text_2", 18))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(Label(name, Text.BODY_MEDIUM))
        texts.addWidget(Label(what, Text.CAPTION, "text_2", elide=Qt.TextElideMode.ElideMiddle))
        row.addLayout(texts, 1)
        use = Button(self.tr("Use this"))
        use.setObjectName("use-found")
        use.setAccessibleName(self.tr("Use {name}").format(name=name))
        use.clicked.connect(lambda _checked=False: self.take(Imported(accounts=(account,))))
        row.addWidget(use)
        self._found.body.addWidget(holder)

    # ---- what is brought

    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose a service key"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Service keys (*.json *.txt)"), self.tr("All files (*)")])
        dialog.finished.connect(dialog.deleteLater)
        dialog.fileSelected.connect(lambda name: self.bring_file(Path(name)))
        dialog.open()

    def _paste(self) -> None:
        text = QApplication.clipboard().text()
        if text.strip():
            self.bring_text(text)
        else:
            self.zone.refuse(self.tr("The clipboard is empty"), self.tr("Copy the whole JSON in BTP cockpit first."))

    def bring_file(self, file: Path) -> None:
        """Read a file that was dropped or chosen."""
        self._bridge.run(self._commands.read_file(file), "read service key", done=self.take, failed=self._refuse)

    def bring_text(self, text: str) -> None:
        """Read a text that was dropped or pasted."""
        self._bridge.run(self._commands.read_text(text), "read service key", done=self.take, failed=self._refuse)

    def _refuse(self, error: AicoreTrayError) -> None:
        self.begin_again()
        self.zone.refuse(*said_of_file(error))

    def take(self, imported: Imported) -> None:
        """Go on with what was read: show what it is, and check it."""
        if not imported.accounts:
            self._refuse(AicoreTrayError("There is no service key in it", hint="Choose the JSON from BTP cockpit."))
            return
        self.zone.reset()
        self.imported = imported
        account = imported.accounts[0]
        self._show_facts(account)
        self._stack.setCurrentIndex(1)
        self.brought.emit()
        self.check.check(account)

    def _show_facts(self, account: Account) -> None:
        key = account.key
        expiry = key.certificate_expiry()
        until = self.tr("X.509 until {day}").format(day=day(expiry)) if key.certificate else self.tr("a secret")
        facts = (
            (self.tr("Service key"), account.name),
            (self.tr("Subaccount"), key.identity_zone or UNKNOWN),
            (self.tr("Region"), key.region or UNKNOWN),
            (self.tr("Signs in with"), until),
        )
        self._facts.show_facts(facts)

    def _use_group(self, group: str) -> None:
        if self.imported is not None:
            first, *rest = self.imported.accounts
            self.take(replace(self.imported, accounts=(replace(first, resource_groups=(group,)), *rest)))

    def begin_again(self) -> None:
        """Wait for another key."""
        self.imported = None
        self._stack.setCurrentIndex(0)
        self.began_again.emit()


class Facts(QWidget):
    """Facts side by side, each under its title; in two rows where there is no room for one."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(28)
        self._grid.setVerticalSpacing(2)
        self._labels: list[tuple[Label, Label]] = []
        self._columns = 0

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show these in place of those before."""
        for pair in self._labels:
            for label in pair:
                self._grid.removeWidget(label)
                label.deleteLater()
        self._labels = []
        for title, value in facts:
            shown = Label(value, Text.BODY_MEDIUM, elide=Qt.TextElideMode.ElideMiddle)
            shown.setAccessibleName(title)
            name = Label(title, Text.CAPTION, "text_2", elide=Qt.TextElideMode.ElideRight)
            self._labels.append((name, shown))
        self._columns = 0
        self._lay_out()

    def minimumSizeHint(self) -> QSize:
        return QSize(120, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        needed = sum(max(label.sizeHint().width() for label in pair) + 28 for pair in self._labels)
        columns = len(self._labels) if needed <= self.width() + 28 else 2
        if columns == self._columns:
            return
        self._columns = columns
        for number, pair in enumerate(self._labels):
            row, column = divmod(number, columns)
            for part, label in enumerate(pair):
                self._grid.addWidget(label, 3 * row + part, column)
        self._grid.setRowMinimumHeight(2, 6 if columns < len(self._labels) else 0)
        for column in range(len(self._labels) + 1):
            self._grid.setColumnStretch(column, 1 if column == len(self._labels) and columns > 2 else 0)
        self.updateGeometry()


def _at_home(source: str) -> str:
    """Return where something was found, short: ~ for the home folder."""
    return source.removeprefix("file ").replace(str(Path.home()), "~")
