"""The ways out: what the buttons of banners, menus and panels do, in one place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMainWindow

from aicore_tray.config.imported import Imported
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.snapshots import Trouble
from aicore_tray.gui.wording import Action, said


class Mending(QObject):
    """Takes the way out of a trouble.

    Attributes:
        shows_page: a page's key.
        brought: a service key or configuration was read and waits for its user's word; carries the `Imported`, and the
            account whose key it replaces or "".
        refused: what was brought cannot be used; carries the error.
        opens_setting: a setting's name, to be shown and focused.
    """

    shows_page = Signal(str)
    brought = Signal(object, str)
    refused = Signal(object)
    opens_setting = Signal(str)

    def __init__(self, window: QMainWindow, bridge: Bridge, commands: Commands) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = bridge
        self._commands = commands

    def mend(self, trouble: Trouble) -> None:
        """Do what the trouble's button says."""
        session, commands, run = self._bridge.session, self._commands, self._bridge.run
        action = said(trouble).action
        doings: dict[Action, Callable[[], object]] = {
            Action.UNLOCK: lambda: run(commands.unlock(), "unlock"),
            Action.KEEP_IN_FILE: lambda: run(commands.keep_keys_in_file(), "keep keys in a file"),
            Action.NEW_VAULT: lambda: run(commands.new_vault(), "new vault"),
            Action.USE_PORT: lambda: run(commands.use_port(trouble.other_port), "use another port"),
            Action.USE_OTHER: session.leave_to_other,
            Action.START: lambda: run(session.start_proxy(), "start"),
            Action.SHOW_SETTINGS_FILE: lambda: open_folder(session.paths.config),
            Action.SET_PROXY: lambda: self.open_setting("proxy"),
            Action.ADD_CA: self.choose_certificate,
            Action.CHECK_AGAIN: lambda: run(session.look_again(), "look again"),
            Action.REPLACE_KEY: lambda: self.choose_key(trouble.subject),
            Action.CHOOSE_GROUP: lambda: self.shows_page.emit("accounts"),
            Action.OPEN_ACCOUNT: lambda: self.shows_page.emit("accounts"),
            Action.ADD_ACCOUNT: self.choose_key,
            Action.SET_BUDGET: lambda: self.open_setting("monthly_budget"),
            Action.DISMISS: lambda: session.dismiss(trouble.detail),
        }
        if action in doings:
            doings[action]()

    def open_setting(self, name: str) -> None:
        """Show a setting."""
        self.shows_page.emit("settings")
        self.opens_setting.emit(name)

    # ---- service keys

    def choose_key(self, replaces: str = "") -> None:
        """Let the user choose the file of a service key.

        Args:
            replaces: the account whose key it is to replace; "" adds an account.
        """
        dialog = self._dialog(self.tr("Choose a service key"), self.tr("Service keys (*.json *.txt);;All files (*)"))
        dialog.fileSelected.connect(lambda name: self.bring_file(Path(name), replaces))
        dialog.open()

    def bring_file(self, file: Path, replaces: str = "") -> None:
        """Read a file that was dropped or chosen; `brought` or `refused` tells."""
        self._bridge.run(
            self._commands.read_file(file),
            "read service key",
            done=lambda imported: self._brought(imported, replaces),
            failed=self.refused.emit,
        )

    def bring_text(self, text: str, replaces: str = "") -> None:
        """Read a text that was dropped or pasted."""
        self._bridge.run(
            self._commands.read_text(text),
            "read service key",
            done=lambda imported: self._brought(imported, replaces),
            failed=self.refused.emit,
        )

    def _brought(self, imported: Imported, replaces: str) -> None:
        if not imported.accounts:
            self.refused.emit(
                AicoreTrayError("There is no service key in it", hint="Choose the JSON from BTP cockpit.")
            )
            return
        self.brought.emit(imported, replaces)

    # ---- certificates

    def choose_certificate(self, then: Callable[[], None] | None = None) -> None:
        """Let the user choose the certificate of the company's network; it is trusted beside the system's.

        Args:
            then: called once it is trusted.
        """
        dialog = self._dialog(
            self.tr("Choose your company's certificate"), self.tr("Certificates (*.pem *.crt *.cer);;All files (*)")
        )
        dialog.fileSelected.connect(
            lambda name: self._bridge.run(
                self._commands.set("ca_file", Path(name)),
                "add certificate",
                done=lambda _: then() if then is not None else None,
            )
        )
        dialog.open()

    def _dialog(self, title: str, filters: str) -> QFileDialog:
        """Return a dialog that does not stop the loop: its `exec` would stop every request."""
        dialog = QFileDialog(self._window, title)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(filters.split(";;"))
        dialog.finished.connect(dialog.deleteLater)
        return dialog


def open_folder(folder: Path) -> None:
    """Show a folder in the system's file manager."""
    folder.mkdir(parents=True, exist_ok=True)
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
