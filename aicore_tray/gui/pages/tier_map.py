"""The map of short names: which model stands behind opus, sonnet, haiku and gpt."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout

from aicore_tray.config.settings import TIERS
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.snapshots import Snapshot
from aicore_tray.gui.theme import Text
from aicore_tray.gui.widgets.card import Card
from aicore_tray.gui.widgets.field import Field
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.wording import sentence


class TierMap(Card):
    """A combo box for each tier."""

    def __init__(self, bridge: Bridge, commands: Commands) -> None:
        super().__init__(padding=12, spacing=8)
        self._bridge, self._commands = bridge, commands
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(self.tr("When a tool asks for"), Text.HEADING))
        head.addWidget(
            Label(
                self.tr("these short names are what Claude Code, Codex and others send"),
                Text.CAPTION,
                "text_2",
                elide=Qt.TextElideMode.ElideRight,
            ),
            1,
        )
        self.body.addLayout(head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        self.tiers: dict[str, QComboBox] = {}
        self._fields: dict[str, Field] = {}
        for column, tier in enumerate(TIERS):
            combo = QComboBox()
            combo.setObjectName(f"tier-{tier}")
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(10)
            combo.activated.connect(lambda _index, tier=tier: self._choose(tier))
            self.tiers[tier] = combo
            field = Field(tier, combo)
            self._fields[tier] = field
            grid.addWidget(field, 0, column)
            grid.setColumnStretch(column, 1)
        self.body.addLayout(grid)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the models that there are, and which are chosen."""
        for tier, combo in self.tiers.items():
            current = snapshot.settings.tiers.get(tier, "")
            wanted = ["", *dict.fromkeys((*snapshot.model_names, *([current] if current else [])))]
            if combo.view().isVisible():
                continue
            if [combo.itemData(row) for row in range(combo.count())] != wanted:
                combo.clear()
                for name in wanted:
                    combo.addItem(name or self.tr("Exact names only"), name)
            if combo.currentData() != current:
                combo.setCurrentIndex(combo.findData(current))
            combo.setToolTip(self._what_it_does(tier, current))

    def _what_it_does(self, tier: str, model: str) -> str:
        if model:
            text = self.tr("Names with “{tier}” in them that no deployment has are answered by {model}.")
            return text.format(tier=tier, model=model)
        return self.tr("Names with “{tier}” in them that no deployment has are refused.").format(tier=tier)

    def _choose(self, tier: str) -> None:
        model = self.tiers[tier].currentData() or ""
        self._fields[tier].set_error("")
        if model != self._bridge.snapshot.settings.tiers.get(tier, ""):
            self._bridge.run(
                self._commands.set_tier(tier, model), "choose a tier", failed=lambda error: self._not_set(tier, error)
            )

    def _not_set(self, tier: str, error: AicoreTrayError) -> None:
        self._fields[tier].set_error(sentence(error.user_message))
        self.show_snapshot(self._bridge.snapshot)
