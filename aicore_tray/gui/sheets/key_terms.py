"""The form of a key's terms: until when it holds, which models it may use, and how much."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDoubleSpinBox,
    QFrame,
    QGridLayout,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from aicore_tray.config.key_terms import KeyLimits
from aicore_tray.gui.numbers import day
from aicore_tray.gui.widgets.card import Card
from aicore_tray.gui.widgets.choice import ChoiceList
from aicore_tray.gui.widgets.disclosure import Disclosure
from aicore_tray.gui.widgets.field import Field
from aicore_tray.gui.widgets.tab_order import follow

_DAY = 86_400.0
_DAYS = (0, 7, 30, 90, 365)
_AS_IT_IS = -1
_MODELS_SHOWN = 6
_MOST_TOKENS = 2_000_000_000
_MOST_UNITS = 1_000_000_000.0


class KeyTermsForm(QWidget):
    """Edits terms; `changed` tells that they are others now.

    Args:
        models: that can be chosen.
        expires: when the key ends as it is; None for never.
        chosen: the models that it may use; () for all.
    """

    changed = Signal()

    def __init__(
        self,
        models: Sequence[str],
        *,
        expires: float | None = None,
        chosen: Sequence[str] = (),
        limits: KeyLimits | None = None,
    ) -> None:
        super().__init__()
        self._expires_now = expires
        self._limits = limits or KeyLimits()
        self._names, self._ticked = tuple(dict.fromkeys((*chosen, *models))), tuple(chosen)
        # Made when they are wanted: a sheet with all of it takes too long to come up.
        self.models: QListWidget | None = None
        self._models_card = Card(padding=0)
        self._models_card.body.setContentsMargins(8, 5, 4, 5)
        self._spins: dict[str, QSpinBox | QDoubleSpinBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(Field(self.tr("Expires"), self._expiry()))
        self.scope = ChoiceList(
            [
                ("all", self.tr("All models"), self.tr("Also those that are deployed later.")),
                ("some", self.tr("Only these"), ""),
            ],
            self.tr("May use"),
        )
        self.scope.setObjectName("key-scope")
        self.scope.set_current("some" if chosen else "all")
        self.scope.changed.connect(self._show_models)
        column.addWidget(Field(self.tr("May use"), self.scope))
        column.addWidget(self._models_card)
        self._limits_widget = QWidget()
        self.folded = Disclosure(self.tr("Limits"), self._limits_widget)
        self.folded.setObjectName("key-limits")
        self.folded.toggled.connect(self._show_limits)
        self.folded.set_open(bool(self._limits))
        column.addWidget(self.folded)
        self._show_models(self.scope.current)

    def _expiry(self) -> QComboBox:
        self.expires = QComboBox()
        self.expires.setObjectName("key-expires")
        if self._expires_now is not None:
            self.expires.addItem(self.tr("On {day}, as it is").format(day=day(self._expires_now)), _AS_IT_IS)
        for days in _DAYS:
            text = self.tr("Never") if not days else self.tr("After {count} days").format(count=days)
            self.expires.addItem(text, days)
        self.expires.currentIndexChanged.connect(self.changed)
        return self.expires

    def _model_list(self) -> QListWidget:
        models = QListWidget()
        models.setObjectName("key-models")
        models.setAccessibleName(self.tr("Models that the key may use"))
        models.setFrameShape(QFrame.Shape.NoFrame)
        models.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = max(28, models.fontMetrics().height() + 10)
        for name in self._names:
            item = QListWidgetItem(name, models)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if name in self._ticked else Qt.CheckState.Unchecked)
            item.setSizeHint(QSize(0, row))
        rows = min(max(models.count(), 1), _MODELS_SHOWN)
        models.setFixedHeight(rows * row + 2)
        models.itemChanged.connect(lambda _: self.changed.emit())
        return models

    def _limit_grid(self) -> QGridLayout:
        """Return the limits, the day's beside the month's."""
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(10)
        places = (
            ("requests_per_minute", self.tr("Requests a minute"), 0, 0),
            ("tokens_per_day", self.tr("Tokens a day"), 1, 0),
            ("tokens_per_month", self.tr("Tokens a month"), 1, 1),
            ("units_per_day", self.tr("Capacity units a day"), 2, 0),
            ("units_per_month", self.tr("Capacity units a month"), 2, 1),
        )
        for name, title, row, place in places:
            spin = self._spin(name)
            grid.addWidget(Field(title, spin), row, place)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _spin(self, name: str) -> QSpinBox | QDoubleSpinBox:
        spin: QSpinBox | QDoubleSpinBox
        value = getattr(self._limits, name)
        if name.startswith("units"):
            spin = QDoubleSpinBox()
            spin.setDecimals(2)
            spin.setMaximum(_MOST_UNITS)
            spin.setValue(value)
        else:
            spin = QSpinBox()
            spin.setMaximum(_MOST_TOKENS)
            # What was set elsewhere may be more than the box can hold.
            spin.setValue(min(int(value), _MOST_TOKENS))
        spin.setObjectName(f"limit-{name}")
        spin.setGroupSeparatorShown(True)
        spin.setSpecialValueText(self.tr("no limit"))
        spin.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        spin.valueChanged.connect(self.changed)
        self._spins[name] = spin
        return spin

    def _show_limits(self, unfolded: bool) -> None:
        if unfolded and self._limits_widget.layout() is None:
            self._limits_widget.setLayout(self._limit_grid())
            follow(self.folded.button, self._limits_widget)

    def _show_models(self, scope: str) -> None:
        if scope == "some" and self.models is None:
            self.models = self._model_list()
            self._models_card.body.addWidget(self.models)
            follow(self.folded.button, self._models_card, self.folded.button)
        self._models_card.setVisible(scope == "some")
        self.changed.emit()

    # ---- what was chosen

    @property
    def complete(self) -> bool:
        """Whether a model is chosen where only some may be used."""
        return self.scope.current == "all" or bool(self.chosen)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The models that the key may use; () for all."""
        models = self.models
        if self.scope.current != "some" or models is None:
            return ()
        items = (models.item(row) for row in range(models.count()))
        return tuple(item.text() for item in items if item.checkState() == Qt.CheckState.Checked)

    @property
    def ends(self) -> float | None:
        """When the key ends, in Unix seconds; None for never."""
        days = int(self.expires.currentData())
        if days == _AS_IT_IS:
            return self._expires_now
        return time.time() + days * _DAY if days else None

    @property
    def limits(self) -> KeyLimits:
        """How much it may use; a value that nobody touched stays what it was."""
        values: dict[str, Any] = {}
        for name, spin in self._spins.items():
            before = getattr(self._limits, name)
            shown = min(before, spin.maximum()) if before else 0
            now = spin.value()
            values[name] = before if abs(now - shown) < 0.005 else now
        return replace(self._limits, **values)
