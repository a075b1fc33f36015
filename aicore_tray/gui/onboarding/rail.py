"""The rail at the left of first run: which steps there are, which are done, where one is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from aicore_tray.gui import theme
from aicore_tray.gui.theme import Text
from aicore_tray.gui.widgets.button import LinkButton
from aicore_tray.gui.widgets.label import Label

WIDTH = 240
_ROW = 40
_MARK = 20
_ICON = 38


class Rail(QWidget):
    """The steps.

    Attributes:
        chosen: a step that is done was clicked.
        skipped: first run is to be left.
    """

    chosen = Signal(str)
    skipped = Signal()

    def __init__(self, steps: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(self.tr("Steps of the set-up"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 24, 16, 20)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 0, 0)
        head.setSpacing(12)
        icon = QLabel()
        icon.setPixmap(theme.app_icon().pixmap(QSize(_ICON, _ICON), 2.0))
        icon.setFixedSize(_ICON, _ICON)
        icon.setScaledContents(True)
        head.addWidget(icon)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(Label("AI Core Tray", Text.PANE))
        names.addWidget(Label(self.tr("Set up, about 3 minutes"), Text.CAPTION, "text_2", wrap=True))
        head.addLayout(names, 1)
        column.addLayout(head)
        column.addSpacing(24)
        self._rows: dict[str, _Step] = {}
        for number, (key, label) in enumerate(steps, start=1):
            row = _Step(number, label)
            row.setObjectName(f"step-{key}")
            row.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self._rows[key] = row
            column.addWidget(row)
        column.addStretch(1)
        skip = LinkButton(self.tr("Skip for now"))
        skip.setObjectName("skip")
        skip.clicked.connect(self.skipped.emit)
        foot = QHBoxLayout()
        foot.setContentsMargins(10, 0, 0, 0)
        foot.addWidget(skip)
        foot.addStretch(1)
        column.addLayout(foot)

    def show_at(self, key: str, *, problem: bool = False, busy: bool = False) -> None:
        """Show where one is; what lies before is done and may be gone back to."""
        states = list(self._rows)
        here = states.index(key) if key in states else len(states)
        for number, (_, row) in enumerate(self._rows.items()):
            state = "done" if number < here else "later" if number > here else "here"
            row.tell(state, problem=problem and number == here, busy=busy and number == here)

    def paintEvent(self, _: QPaintEvent) -> None:
        colors = theme.roles(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), colors.sidebar)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), colors.line)


class _Step(QAbstractButton):
    """One row of the rail."""

    def __init__(self, number: int, label: str) -> None:
        super().__init__()
        self._number = number
        self._state, self._problem, self._busy = "later", False, False
        self.setText(label)
        self.setFont(theme.font(Text.BODY_MEDIUM))
        self.setMinimumHeight(max(_ROW, self.fontMetrics().height() + 14))
        self.setProperty("focusRing", True)
        self.setProperty("focusRadius", 6)

    def tell(self, state: str, *, problem: bool, busy: bool) -> None:
        self._state, self._problem, self._busy = state, problem, busy
        self.setEnabled(state == "done")
        words = {
            "done": self.tr("{step}, done"),
            "here": self.tr("{step}, now"),
            "later": self.tr("{step}, later"),
        }
        self.setAccessibleName(words[state].format(step=self.text()))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, self.minimumHeight())

    def paintEvent(self, _: QPaintEvent) -> None:
        colors = theme.roles(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._state == "here":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colors.accent_soft)
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        mark = QRectF(12, (self.height() - _MARK) / 2, _MARK, _MARK)
        name, color = "", colors.text_2
        if self._problem:
            name, color = "error", colors.error
        elif self._state == "done":
            name, color = "ok", colors.ok
        if name:
            painter.drawPixmap(mark.topLeft(), theme.pixmap(name, color, _MARK, self.devicePixelRatioF()))
        elif self._busy:
            painter.setPen(QPen(colors.line_strong, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = mark.adjusted(2, 2, -2, -2)
            painter.drawEllipse(ring)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colors.accent)
            painter.drawPie(ring, -90 * 16, 180 * 16)
        else:
            edge = colors.accent if self._state == "here" else colors.line_strong
            painter.setPen(QPen(edge, 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(mark.adjusted(0.5, 0.5, -0.5, -0.5))
            painter.setPen(colors.accent if self._state == "here" else colors.text_2)
            painter.setFont(theme.font(Text.CAPTION))
            painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, str(self._number))
        painter.setFont(self.font())
        painter.setPen(colors.text_2 if self._state == "later" else colors.text)
        room = self.rect().adjusted(12 + _MARK + 12, 0, -8, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
