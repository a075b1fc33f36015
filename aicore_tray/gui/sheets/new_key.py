"""The sheets of API keys: make one, see it once, change its terms, take it back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from aicore_tray.config.key_terms import KeyLimits
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.key_words import limits_line, used_line
from aicore_tray.gui.numbers import day
from aicore_tray.gui.requests.curl_maker import CurlMaker
from aicore_tray.gui.sheets.key_terms import KeyTermsForm
from aicore_tray.gui.snapshots import KeyView
from aicore_tray.gui.theme import Text
from aicore_tray.gui.widgets.copy_button import CopyButton
from aicore_tray.gui.widgets.copy_field import CopyField, SecretField
from aicore_tray.gui.widgets.field import Field
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.pill import Pill
from aicore_tray.gui.widgets.sheet import Sheet
from aicore_tray.gui.wording import told


class NewKeySheet(Sheet):
    """Asks for a name, an end, the models and limits.

    Attributes:
        made: the key, and what it was made with.
    """

    made = Signal(str, str, object, object, object)

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
        self.terms = KeyTermsForm(bridge.snapshot.model_names)
        self.terms.changed.connect(self._allow)
        self.body.addWidget(self.terms)
        self.add_button(self.tr("Cancel"), "plain", "reject")
        self.make = self.add_button(self.tr("Make key"), "default", "accept")
        self.make.setObjectName("create-key")
        self.make.clicked.connect(self._create)
        self.set_first_focus(self.name)
        self._allow()

    def _allow(self) -> None:
        named = bool(self.name.text().strip())
        enough = self.terms.complete
        self.make.setEnabled(named and enough)
        reason = "" if named and enough else self.tr("Choose a model.") if named else self.tr("Give it a name.")
        self.make.setToolTip(reason)

    def _create(self) -> None:
        name, models, expires, limits = self.name.text().strip(), self.terms.chosen, self.terms.ends, self.terms.limits
        self.make.setEnabled(False)
        self._bridge.run(
            self._commands.create_key(name, expires=expires, models=models, limits=limits),
            "make a key",
            done=lambda key: self._made(key, name, expires, models, limits),
            failed=self._not_made,
        )

    def _made(self, key: str, name: str, expires: float | None, models: tuple[str, ...], limits: KeyLimits) -> None:
        self.close_sheet()
        self.made.emit(key, name, expires, models, limits)

    def _not_made(self, error: AicoreTrayError) -> None:
        self._name_field.set_error(told(error))
        self._allow()
        self.name.setFocus()


class ChangeKeySheet(Sheet):
    """Changes the terms of a key; what uses it goes on with it."""

    def __init__(self, window: QWidget, bridge: Bridge, commands: Commands, view: KeyView) -> None:
        super().__init__(window, self.tr("Key of {name}").format(name=view.key.name))
        self.setObjectName("change-key-sheet")
        self._bridge, self._commands, self._view = bridge, commands, view
        self.add_text(self.tr("The key stays the same. New terms hold from the next request on."))
        if view.key.limits:
            self.add_text(used_line(view))
        key = view.key
        self.terms = KeyTermsForm(
            bridge.snapshot.model_names, expires=key.expires, chosen=key.models, limits=key.limits
        )
        self.terms.changed.connect(self._allow)
        self.body.addWidget(self.terms)
        self._problem = Label("", Text.CAPTION, "error", wrap=True)
        self._problem.hide()
        self.body.addWidget(self._problem)
        self.add_button(self.tr("Cancel"), "plain", "reject")
        self.save = self.add_button(self.tr("Save"), "default", "accept")
        self.save.setObjectName("save-key")
        self.save.clicked.connect(self._save)
        self.set_first_focus(self.terms.expires)
        self._allow()

    def _allow(self) -> None:
        self.save.setEnabled(self.terms.complete)
        self.save.setToolTip("" if self.terms.complete else self.tr("Choose a model."))

    def _save(self) -> None:
        terms = self.terms
        self._bridge.run(
            self._commands.change_key(
                self._view.key.name, expires=terms.ends, models=terms.chosen, limits=terms.limits
            ),
            "change a key",
            done=lambda _: self.close_sheet(),
            failed=self._refused,
        )

    def _refused(self, error: AicoreTrayError) -> None:
        self._problem.set_text(told(error))
        self._problem.show()


class KeyShownSheet(Sheet):
    """Shows a new key, this once."""

    def __init__(
        self,
        window: QWidget,
        bridge: Bridge,
        key: str,
        name: str,
        expires: float | None,
        models: tuple[str, ...],
        limits: KeyLimits,
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
        if limits:
            text = self.tr("Limit: {limits}").format(limits=limits_line(limits))
            row.addWidget(Label(text, Text.CAPTION, "text_2", wrap=True), 1)
        self.body.addLayout(row)
        copy = CopyButton(
            self.tr("Copy as a curl command that lists the models of this key"),
            word=self.tr("Copy as curl"),
            icon="terminal",
        )
        copy.setObjectName("copy-key-as-curl")
        copy.clicked.connect(lambda _checked=False: copy.copy(CurlMaker(bridge).models()))
        self.body.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeading)
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
