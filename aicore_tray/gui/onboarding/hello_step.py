"""Step six of first run: a first question in the chat, by the same address that the tools use."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from aicore_tray.gui import theme
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.chat.desk import ChatDesk
from aicore_tray.gui.chat.pane import ChatPane
from aicore_tray.gui.numbers import duration
from aicore_tray.gui.snapshots import Snapshot
from aicore_tray.gui.theme import Text
from aicore_tray.gui.widgets.card import Card
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.pill import Pill

_LEAST_HEIGHT = 320
_MODEL_WIDTH = 240


class _Frame(Card):
    """A card on whose ground the chat does not stand out."""

    def ground(self, colors: theme.Roles) -> QColor:
        return colors.window


class HelloStep(QWidget):
    """A small chat, and what it proves.

    Signals:
        answered: an answer came.

    Attributes:
        asked: whether one has come already.
    """

    answered = Signal()

    def __init__(self, bridge: Bridge, desk: ChatDesk) -> None:
        super().__init__()
        self._desk = desk
        self.asked = False
        self.pane = ChatPane(
            bridge, desk, prompt=self.tr("Say hello, and tell me in one sentence what you can do."), examples=False
        )
        self.pane.answered.connect(self._answered)
        self.pane.shown.connect(self._show_models)
        self.model = QComboBox()
        self.model.setObjectName("hello-model")
        self.model.setAccessibleName(self.tr("Model"))
        self.model.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.model.setMinimumContentsLength(8)
        self.model.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.model.setMaximumWidth(max(_MODEL_WIDTH, self.fontMetrics().averageCharWidth() * 34))
        self.model.activated.connect(lambda row: self.pane.set_model(self.model.itemText(row)))
        label = Label(self.tr("Model"), Text.CAPTION, "text_2")
        label.setBuddy(self.model)
        self._pill = Pill("off", self.tr("Not asked yet"))
        self._pill.setObjectName("hello-light")
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 0)
        head.setSpacing(8)
        head.addWidget(label)
        head.addWidget(self.model, 100)
        head.addStretch(1)
        head.addWidget(self._pill)
        card = _Frame(padding=1, spacing=0)
        card.body.addLayout(head)
        card.body.addWidget(self.pane, 1)
        card.setMinimumHeight(_LEAST_HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card, 1)
        self.show_snapshot(bridge.snapshot)

    def _answered(self, seconds: float) -> None:
        self.asked = True
        self._pill.set("ok", self.tr("First token after {time}").format(time=duration(seconds)))
        self.answered.emit()

    def _show_models(self) -> None:
        names = list(self._desk.models)
        if [self.model.itemText(row) for row in range(self.model.count())] != names:
            self.model.clear()
            self.model.addItems(names)
        self.model.setCurrentText(self.pane.model)

    def show_snapshot(self, _: Snapshot) -> None:
        """Show what is so now."""
        self._show_models()
        if self.pane.running and self._pill.kind != "busy":
            self._pill.set("busy", self.tr("Streaming"))
