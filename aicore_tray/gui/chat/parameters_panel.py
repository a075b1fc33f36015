"""The parameters of a conversation: only those that its model takes; what stands at the model's own is not sent."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QHBoxLayout, QSizePolicy, QSpinBox, QVBoxLayout, QWidget

from aicore_tray.chat.ability import Ability
from aicore_tray.chat.parameters import Parameters
from aicore_tray.gui import theme
from aicore_tray.gui.numbers import short_tokens
from aicore_tray.gui.widgets.button import Button
from aicore_tray.gui.widgets.field import Field
from aicore_tray.gui.widgets.label import Label

_HOTTEST = 2.0
_STEP = 0.1
_TOKENS_STEP = 1024
_UNKNOWN_MOST = 1_000_000
_RADIUS = 10


class ParametersPanel(QWidget):
    """The panel above the composer.

    Signals:
        changed: the `Parameters` as they are now.
        done: it can be folded away.
    """

    changed = Signal(object)
    done = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chat-parameters")
        self._parameters = Parameters()
        self._ability: Ability | None = None
        self._showing = False
        own = self.tr("Model's own")
        self.temperature = QDoubleSpinBox()
        self.temperature.setObjectName("chat-temperature")
        self.temperature.setRange(-_STEP, _HOTTEST)
        self.temperature.setSingleStep(_STEP)
        self.temperature.setDecimals(1)
        self.temperature.setSpecialValueText(own)
        self.tokens = QSpinBox()
        self.tokens.setObjectName("chat-max-tokens")
        self.tokens.setSingleStep(_TOKENS_STEP)
        self.tokens.setSpecialValueText(own)
        self.tokens.setGroupSeparatorShown(True)
        self.effort = QComboBox()
        self.effort.setObjectName("chat-effort")
        self._fields = (
            Field(self.tr("Temperature"), self.temperature),
            Field(self.tr("Maximum tokens"), self.tokens),
            Field(self.tr("Reasoning effort"), self.effort),
        )
        self.temperature.valueChanged.connect(lambda _: self._take())
        self.tokens.valueChanged.connect(lambda _: self._take())
        self.effort.currentIndexChanged.connect(lambda _: self._take())
        title = Label(self.tr("Parameters"), theme.Text.BODY_MEDIUM)
        self.about = Label("", theme.Text.CAPTION, "text_2", elide=Qt.TextElideMode.ElideRight)
        self.reset = Button(self.tr("Reset"), kind="quiet")
        self.reset.setObjectName("chat-parameters-reset")
        self.reset.clicked.connect(self._reset)
        close = Button(self.tr("Done"))
        close.setObjectName("chat-parameters-done")
        close.clicked.connect(self.done)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(title)
        head.addWidget(self.about, 1)
        head.addWidget(self.reset)
        head.addWidget(close)
        row = QHBoxLayout()
        row.setSpacing(12)
        for field in self._fields:
            row.addWidget(field, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 10, 14)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_parameters(self, parameters: Parameters, model: str, ability: Ability) -> None:
        """Show what a conversation has, and offer what its model takes."""
        self._showing = True
        self._parameters = parameters
        short = model.rpartition("--")[2]
        if ability != self._ability:
            self._ability = ability
            self._offer(ability)
        fitted = ability.fitted(parameters)
        self.temperature.setValue(-_STEP if fitted.temperature is None else fitted.temperature)
        self.tokens.setValue(fitted.max_tokens or 0)
        self.effort.setCurrentIndex(max(0, self.effort.findData(fitted.effort)))
        takes_none = not ability.temperature and not ability.efforts
        words = (
            self.tr("{model} sets its temperature itself.") if takes_none else self.tr("Kept with this conversation.")
        )
        self.about.set_text(words.format(model=short))
        self.reset.setEnabled(bool(parameters.count))
        self._showing = False

    def _offer(self, ability: Ability) -> None:
        temperature, tokens, effort = self._fields
        temperature.setVisible(ability.temperature)
        effort.setVisible(bool(ability.efforts))
        self.tokens.setRange(0, ability.max_output or _UNKNOWN_MOST)
        most = self.tr("At most {limit}").format(limit=short_tokens(ability.max_output)) if ability.max_output else ""
        tokens.editor.setToolTip(most)
        self.effort.clear()
        self.effort.addItem(self.tr("Model's own"), "")
        words = {
            "none": self.tr("None"),
            "minimal": self.tr("Minimal"),
            "low": self.tr("Low"),
            "medium": self.tr("Medium"),
            "high": self.tr("High"),
            "xhigh": self.tr("Very high"),
            "max": self.tr("Highest"),
        }
        for each in ability.efforts:
            self.effort.addItem(words.get(each, each), each)

    def _take(self) -> None:
        if self._showing or self._ability is None:
            return
        heat, tokens = round(self.temperature.value(), 1), self.tokens.value()
        ability, known = self._ability, self._parameters
        # What this model does not take stays as it is for the next one.
        self._parameters = replace(
            known,
            temperature=(heat if heat >= 0 else None) if ability.temperature else known.temperature,
            max_tokens=tokens or None,
            effort=str(self.effort.currentData() or "") if ability.efforts else known.effort,
        )
        self.reset.setEnabled(bool(self._parameters.count))
        self.changed.emit(self._parameters)

    def _reset(self) -> None:
        self._parameters = Parameters()
        self.changed.emit(self._parameters)

    def paintEvent(self, _: QPaintEvent) -> None:
        colors = theme.roles(self)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(colors.base)
            painter.setPen(colors.line)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
