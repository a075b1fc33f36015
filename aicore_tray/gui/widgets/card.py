"""The card: a raised ground with a border, and the hairline that divides it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from aicore_tray.gui import theme

RADIUS = 8


class Card(QFrame):
    """A container with a layout of its own, `body`.

    Signals:
        clicked: someone chose the card; only after `set_clickable(True)`.

    Args:
        padding: between the border and what lies inside; 12 for small cards, 0 for tables.
        spacing: between the things in the body.
    """

    clicked = Signal()

    def __init__(self, *, padding: int = 16, spacing: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selected = False
        self._error = False
        self._clickable = False
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, padding, padding, padding)
        self.body.setSpacing(spacing)

    @property
    def selected(self) -> bool:
        """Whether it has the accent's border and ground."""
        return self._selected

    @selected.setter
    def selected(self, selected: bool) -> None:
        if selected != self._selected:
            self._selected = selected
            self.update()

    @property
    def error(self) -> bool:
        """Whether it has the border of an error."""
        return self._error

    @error.setter
    def error(self, error: bool) -> None:
        if error != self._error:
            self._error = error
            self.update()

    def set_clickable(self, clickable: bool) -> None:
        """Let it be chosen with the mouse, Space and Enter."""
        if clickable == self._clickable:
            return
        self._clickable = clickable
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if clickable else Qt.FocusPolicy.NoFocus)
        self.setProperty("focusRing", clickable)
        self.setProperty("focusRadius", 10)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover, clickable)

    def ground(self, colors: theme.Roles) -> QColor:
        """Return the colour beneath what lies on the card."""
        hovered = self._clickable and self.underMouse()
        return colors.accent_soft if self._selected else colors.sunken if hovered else colors.base

    def border(self, colors: theme.Roles) -> QColor:
        """Return the colour of the border."""
        if self._error:
            return colors.error
        if self._selected:
            return colors.accent if colors.dark else colors.accent_fill
        return colors.line

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.roles(self)
        with QPainter(self) as painter:
            if self.rect().adjusted(RADIUS, RADIUS, -RADIUS, -RADIUS).contains(event.rect()):
                # Something on it changed; round shapes take long even where only their middle is asked for.
                painter.fillRect(event.rect(), self.ground(colors))
                return
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(self.ground(colors))
            painter.setPen(self.border(colors))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self.rect().contains(event.position().toPoint())
        if self._clickable and inside and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()
            return
        super().mouseReleaseEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._clickable:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._clickable and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.clicked.emit()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)


class _Hairline(QWidget):
    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.roles(self).line)


def hairline(parent: QWidget | None = None) -> QWidget:
    """Return a line across a card."""
    return _Hairline(parent)
