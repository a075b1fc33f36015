"""Step three of first run: which deployments tools may use."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.models.deployments import ACCOUNT, NAMES, PRICE, DeploymentsModel
from aicore_tray.gui.snapshots import Snapshot
from aicore_tray.gui.theme import Text
from aicore_tray.gui.widgets.empty import EmptyState
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.table import Table


class ModelsStep(QWidget):
    """The deployments, running ones switched on."""

    def __init__(self, bridge: Bridge, commands: Commands) -> None:
        super().__init__()
        self._bridge = bridge
        self.rows = DeploymentsModel(self)
        self.rows.switched.connect(lambda model, on: bridge.run(commands.set_model_on(model, on), "switch a model"))
        self.table = Table(row_height=32, hugs=True)
        self.table.setObjectName("first-run-models")
        self.table.setAccessibleName(self.tr("Models"))
        self.table.setModel(self.rows)
        self.table.set_stretch(1)
        self.table.hide_by_priority([PRICE, NAMES, ACCOUNT])
        self._empty = EmptyState(
            "models", self.tr("Looking for deployments…"), self.tr("This takes a few seconds."), ""
        )
        self.table.set_empty(self._empty)
        self._empty.clicked.connect(lambda: bridge.run(bridge.session.look_again(), "look again"))
        self.note = Label("", Text.CAPTION, "text_2", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.table, 1)
        column.addWidget(self.note)
        column.addStretch(0)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the deployments as they are now."""
        self.rows.take(snapshot.models)
        on = len(snapshot.model_names)
        self.note.set_text(
            self.tr(
                "{on} models on. A new deployment is on by itself; you can change this at any time under Models."
            ).format(on=on)
            if snapshot.models
            else ""
        )
        if snapshot.looked_at is not None and not snapshot.models:
            self._empty.set_texts(
                self.tr("Nothing is deployed here"),
                self.tr("Deploy a model in SAP AI Launchpad, or go back and choose another resource group."),
                self.tr("Look again"),
            )
