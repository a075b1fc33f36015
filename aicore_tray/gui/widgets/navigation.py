"""A plain list of places, one of them current: the groups of settings."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QStyle, QVBoxLayout, QWidget

from aicore_tray.gui import theme

_WIDTH = 168
_HEIGHT = 32
_PAD = 12


class NavigationList(QWidget):
    """The places, one under the other; the arrow keys move through them.

    Signals:
        chosen: the key of the place that the user chose.
    """

    chosen = Signal(str)

    def __init__(self, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFixedWidth(_WIDTH)
        self._places: dict[str, _Place] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self._layout.addStretch(1)

    def add(self, key: str, label: str) -> None:
        """Append a place."""
        place = _Place(label)
        place.setObjectName(f"group-{key}")
        place.clicked.connect(lambda _checked=False: self.chosen.emit(key))
        self._places[key] = place
        self._layout.insertWidget(self._layout.count() - 1, place)
        self.setFixedWidth(max(_WIDTH, *(each.sizeHint().width() for each in self._places.values())))

    def set_current(self, key: str) -> None:
        """Mark a place as current; "" marks none."""
        for name, place in self._places.items():
            place.setChecked(name == key)
            # One stop of Tab: the current one, or the first where none is.
            stop = name == key or (key not in self._places and name == next(iter(self._places)))
            place.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stop else Qt.FocusPolicy.NoFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        keys = list(self._places)
        current = next((number for number, key in enumerate(keys) if self._places[key].isChecked()), 0)
        if step is None or not 0 <= current + step < len(keys):
            super().keyPressEvent(event)
            return
        key = keys[current + step]
        self.chosen.emit(key)
        self._places[key].setFocus(Qt.FocusReason.OtherFocusReason)


class _Place(QAbstractButton):
    """One row."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self.setText(label)
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setFont(theme.font(theme.Text.BODY))
        self.setProperty("focusRing", True)
        self.setProperty("focusRadius", 6)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        width = QFontMetrics(theme.font(theme.Text.BODY_MEDIUM)).horizontalAdvance(self.text())
        return QSize(width + 2 * _PAD + 2, max(_HEIGHT, self.fontMetrics().height() + 12))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def nextCheckState(self) -> None:
        """Stay as it is: its list decides which one is current."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self.update()
        return super().event(event)

    def paintEvent(self, _: QPaintEvent) -> None:
        colors = theme.roles(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colors.accent_soft if self.isChecked() else colors.hover)
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        painter.setPen(colors.accent if self.isChecked() else colors.text_2)
        painter.setFont(theme.font(theme.Text.BODY_MEDIUM) if self.isChecked() else self.font())
        room = self.rect().adjusted(_PAD, 0, -_PAD, 0)
        alignment = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.drawText(room, QStyle.visualAlignment(self.layoutDirection(), alignment), self.text())
