"""What the user said: a bubble at the right; a very long text is shown from its beginning until asked for."""

from __future__ import annotations

import time

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from aicore_tray.gui import theme
from aicore_tray.gui.chat.text import TextPiece
from aicore_tray.gui.numbers import short_count
from aicore_tray.gui.widgets.button import LinkButton

_WIDEST = 460
_PAD_X, _PAD_Y = 14, 9
_RADIUS = 12
_PART = 4000
_AT_ONCE = 1000


class Bubble(QWidget):
    """One message of the user.

    Signals:
        resized: its height is another.
        busy: there is something to `pump`.
    """

    resized = Signal()
    busy = Signal()

    def __init__(self, parent: QWidget, text: str, name: str) -> None:
        super().__init__(parent)
        self.setObjectName("chat-question")
        self.setAccessibleName(name)
        self._waiting = [text[at : at + _PART] for at in range(0, len(text), _PART)] or [""]
        self._parts: list[TextPiece] = []
        self._width = 0
        self._place = QRectF()
        self._height = 0
        self.more: LinkButton | None = None
        self._open = False
        # A long one is laid out in a turn of its own.
        if len(text) <= _AT_ONCE:
            self._add()
        if len(text) > _PART:
            more = self.tr("Show all {count} characters").format(count=short_count(len(text)))
            self.more = LinkButton(more, parent=self)
            self.more.setObjectName("chat-show-all")
            self.more.clicked.connect(self._show_all)

    def _add(self) -> None:
        part = TextPiece(self)
        part.setObjectName("chat-question-text")
        part.set_plain(self._waiting.pop(0))
        part.show()
        self._parts.append(part)

    def _show_all(self) -> None:
        self._open = True
        if self.more is not None:
            self.more.hide()
        self.busy.emit()

    @property
    def is_empty(self) -> bool:
        """Whether it waits for its first `pump`."""
        return not self._parts

    def pump(self, deadline: float) -> bool:
        """Show what is asked for until the time is up; tell whether there is more."""
        if self.is_empty:
            self._add()
            self.set_width(self._width)
        while self._open and self._waiting and time.perf_counter() < deadline:
            self._add()
            self.set_width(self._width)
        return self._open and bool(self._waiting)

    def set_width(self, width: int) -> int:
        """Lay it out in a column of a width; return its height."""
        self._width = width
        room = max(80, min(_WIDEST, round(width * 0.85)) - 2 * _PAD_X)
        heights = [part.height_for(room) for part in self._parts]
        inner = min(room, max((part.natural_width for part in self._parts), default=0))
        if self.more is not None and not self.more.isHidden():
            inner = max(inner, self.more.sizeHint().width())
        left, top = width - inner - _PAD_X, _PAD_Y
        for part, height in zip(self._parts, heights, strict=True):
            # As wide as it was laid out for, past the bubble: a narrower one could scroll, and cut its first letters.
            part.setGeometry(left, top, room, height)
            top += height
        if self.more is not None and not self.more.isHidden():
            size = self.more.sizeHint()
            self.more.setGeometry(left, top + 2, size.width(), size.height())
            top += size.height() + 2
        height = top + _PAD_Y
        self._place = QRectF(left - _PAD_X, 0, inner + 2 * _PAD_X, height)
        if height != self._height:
            self._height = height
            self.resized.emit()
        self.update()
        return height

    def paintEvent(self, _: QPaintEvent) -> None:
        colors = theme.roles(self)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(colors.accent_soft)
            painter.setPen(colors.line_strong if colors.high_contrast else colors.accent_soft)
            painter.drawRoundedRect(self._place.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
