"""The sheets of accounts: keep a key that was brought, remove an account, call it otherwise."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from aicore_tray.aicore.account import Account
from aicore_tray.config.imported import Imported
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.checking import CheckPanel
from aicore_tray.gui.commands import Commands, free_name
from aicore_tray.gui.mending import Mending
from aicore_tray.gui.numbers import UNKNOWN, day
from aicore_tray.gui.snapshots import AccountView, Trouble
from aicore_tray.gui.widgets.banner import Banner
from aicore_tray.gui.widgets.field import Field
from aicore_tray.gui.widgets.sheet import Sheet
from aicore_tray.gui.wording import said, sentence, told


class AddKeySheet(Sheet):
    """Shows what was brought, checks it, and keeps it under a name or in place of another key.

    Attributes:
        kept: the name under which it was kept.
    """

    kept = Signal(str)

    def __init__(
        self,
        window: QWidget,
        bridge: Bridge,
        commands: Commands,
        mending: Mending,
        imported: Imported,
        *,
        replaces: str = "",
    ) -> None:
        title = self.tr("Replace the key of {account}").format(account=replaces) if replaces else ""
        super().__init__(window, title or self.tr("Add service key"), width=560)
        self.setObjectName("add-key-sheet")
        self._bridge, self._commands, self._mending = bridge, commands, mending
        self._imported = imported
        self._trouble: Trouble | None = None
        taken = {account.name: account for account in bridge.snapshot.accounts}
        account = imported.accounts[0]
        self.add_text(self._facts(account))
        self.banner = Banner()
        self.banner.clicked.connect(self._mend)
        self.banner.hide()
        self.body.addWidget(self.banner)
        self.target = QComboBox()
        self.target.setObjectName("key-target")
        self.target.addItem(self.tr("A new account"), "")
        for name, view in taken.items():
            if not view.temporary:
                self.target.addItem(self.tr("In place of the key of {account}").format(account=name), name)
        self.target.setCurrentIndex(max(0, self.target.findData(replaces)))
        self.target.currentIndexChanged.connect(self._show_name)
        self._target_field = Field(self.tr("Use it for"), self.target)
        self.name = QLineEdit(free_name(account.name, taken))
        self.name.setObjectName("account-name")
        self._name_field = Field(self.tr("Name"), self.name, help=self.tr("What you call it here."))
        fields = QHBoxLayout()
        fields.setSpacing(12)
        for field in (self._name_field, self._target_field):
            fields.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(fields)
        # Not before it lies in the sheet: it would come up as a window of its own.
        self._target_field.setVisible(self.target.count() > 1 and not replaces and len(imported.accounts) == 1)
        self.check = CheckPanel(bridge, commands, mending, compact=True)
        self.check.wants_group.connect(self._use_group)
        self.check.wants_key.connect(self._another)
        self.check.finished.connect(self._checked)
        self.body.addWidget(self.check)
        self.add_button(self.tr("Cancel"), "plain", "reject")
        self.keep = self.add_button(self.tr("Add account"), "default", "accept")
        self.keep.setObjectName("keep-key")
        self.keep.clicked.connect(self._keep)
        self.set_first_focus(self.keep)
        self._show_name()
        self.check.check(account)

    def _facts(self, account: Account) -> str:
        if len(self._imported.accounts) > 1:
            names = ", ".join(each.name for each in self._imported.accounts)
            return self.tr("{count} accounts: {names}.").format(count=len(self._imported.accounts), names=names)
        key = account.key
        if key.certificate:
            signs = self.tr("signs in with an X.509 certificate until {day}").format(day=day(key.certificate_expiry()))
        else:
            signs = self.tr("signs in with a secret")
        return f"{key.identity_zone or UNKNOWN} · {key.region or UNKNOWN} · {signs}"

    def _show_name(self) -> None:
        new = not self.target.currentData()
        self._name_field.setVisible(new and len(self._imported.accounts) == 1)
        several = len(self._imported.accounts) > 1
        self.keep.setText(
            self.tr("Replace key") if not new else self.tr("Add accounts") if several else self.tr("Add account")
        )

    def _checked(self, good: bool) -> None:
        if not good:
            self.keep.setText(self.tr("Add without checking") if not self.target.currentData() else self.keep.text())

    def _use_group(self, group: str) -> None:
        first, *rest = self._imported.accounts
        self._imported = replace(self._imported, accounts=(replace(first, resource_groups=(group,)), *rest))
        self._show_name()
        self.check.check(self._imported.accounts[0])

    def _another(self) -> None:
        self.reject()
        self._mending.choose_key(self.target.currentData() or "")

    def _keep(self) -> None:
        target, first = self.target.currentData() or "", self._imported.accounts[0]
        if not target and not self.name.text().strip():
            self._name_field.set_error(self.tr("Give it a name."))
            return
        name = target or self.name.text().strip()
        self.keep.setEnabled(False)
        if len(self._imported.accounts) > 1:
            doing, name = self._commands.bring_in(self._imported), first.name
            self._bridge.run(doing, "add accounts", done=lambda _: self._done(name), failed=self._not_kept)
            return
        doing_one = (
            self._commands.replace_key(name, first.key)
            if target
            else self._commands.add_account(first.key, name, first.resource_groups)
        )
        self._bridge.run(doing_one, "keep a key", done=lambda _: self._done(name), failed=self._not_kept)

    def _done(self, name: str) -> None:
        self.close_sheet()
        self.kept.emit(name)

    def _not_kept(self, error: AicoreTrayError) -> None:
        self.keep.setEnabled(True)
        self._trouble = self._commands.vault_trouble(error)
        if self._trouble is not None:
            words = said(self._trouble)
            self.banner.show_message(words.level, words.fact, words.what, words.button)
        else:
            self.banner.show_message("error", sentence(error.user_message), sentence(error.hint))

    def _mend(self) -> None:
        if self._trouble is not None:
            self._mending.mend(self._trouble)
            self.banner.hide()


class RemoveAccountSheet(Sheet):
    """Names the account and what goes with it."""

    def __init__(self, window: QWidget, view: AccountView) -> None:
        super().__init__(window, self.tr("Remove {account}?").format(account=view.name))
        self.setObjectName("remove-account-sheet")
        self.add_text(
            self.tr(
                "Its service key leaves your keyring, and its {count} deployments are no longer served. "
                "Statistics stay, and nothing changes in SAP AI Core."
            ).format(count=view.deployments)
        )
        keep = self.add_button(self.tr("Keep it"), "plain", "reject")
        self.set_first_focus(keep)
        remove = self.add_button(self.tr("Remove account"), "danger", "accept")
        remove.setObjectName("remove-confirm")


class RenameAccountSheet(Sheet):
    """Asks for another name.

    Attributes:
        renamed: what it is called now.
    """

    renamed = Signal(str)

    def __init__(self, window: QWidget, bridge: Bridge, commands: Commands, view: AccountView) -> None:
        super().__init__(window, self.tr("Rename {account}").format(account=view.name))
        self.setObjectName("rename-account-sheet")
        self._bridge, self._commands, self._view = bridge, commands, view
        self.name = QLineEdit(view.name)
        self.name.setObjectName("new-account-name")
        self.name.selectAll()
        self._field = Field(self.tr("Name"), self.name)
        self.body.addWidget(self._field)
        self.add_button(self.tr("Cancel"), "plain", "reject")
        self.save = self.add_button(self.tr("Rename"), "default", "accept")
        self.save.setObjectName("rename-confirm")
        self.save.clicked.connect(self._save)
        self.set_first_focus(self.name)

    def _save(self) -> None:
        name = self.name.text().strip()
        if not name or name == self._view.name:
            self.reject()
            return
        self._bridge.run(
            self._commands.rename_account(self._view.name, name),
            "rename an account",
            done=lambda _: self._done(name),
            failed=lambda error: self._field.set_error(told(error)),
        )

    def _done(self, name: str) -> None:
        self.close_sheet()
        self.renamed.emit(name)
