"""The sheet of a model's names: what tools may call it beside SAP's own name."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.snapshots import ModelView
from aicore_tray.gui.widgets.copy_field import CopyField
from aicore_tray.gui.widgets.field import Field
from aicore_tray.gui.widgets.sheet import Sheet
from aicore_tray.gui.wording import told


class ModelNamesSheet(Sheet):
    """Shows the names under which a model is asked for, and takes further ones."""

    def __init__(self, window: QWidget, bridge: Bridge, commands: Commands, view: ModelView) -> None:
        super().__init__(window, view.model)
        self.setObjectName("model-names-sheet")
        self._bridge, self._commands, self._view = bridge, commands, view
        aliases = bridge.snapshot.settings.aliases
        own = [name for name, model in aliases.items() if model == view.model]
        self.add_text(self.tr("Tools can ask for it by each of these names."))
        title = self.tr("Name in SAP AI Core")
        self.body.addWidget(Field(title, CopyField(view.model, title)))
        for name in view.names:
            if name not in own:
                title = self.tr("Name in Anthropic's tools")
                self.body.addWidget(Field(title, CopyField(name, title)))
        self.names = QLineEdit(", ".join(own))
        self.names.setObjectName("own-names")
        self.names.setPlaceholderText(self.tr("my-model, team-*"))
        self._field = Field(
            self.tr("Your names"), self.names, help=self.tr("Separate several by commas; * stands for anything.")
        )
        self.body.addWidget(self._field)
        self.add_button(self.tr("Cancel"), "plain", "reject")
        self.save = self.add_button(self.tr("Save names"), "default", "accept")
        self.save.setObjectName("save-names")
        self.save.clicked.connect(self._save)
        self.set_first_focus(self.names)

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
