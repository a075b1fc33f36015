"""What a model thought before its answer, folded away; its text is laid out only while it is unfolded."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from aicore_tray.chat.conversation import Message, State
from aicore_tray.gui import theme
from aicore_tray.gui.chat.text import TextPiece
from aicore_tray.gui.numbers import duration
from aicore_tray.gui.widgets.disclosure import DisclosureButton

_PIECE = 900
_LEFT = 14
_GAP = 6


class ThinkingView(QWidget):
    """The thoughts of one answer.

    Signals:
        resized: its height may be another.
    """

    resized = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("chat-thinking")
        self._text = ""
        self._begin = self._shown = 0  # where the last piece begins and ends
        self._full = True  # the next text begins another piece
        self._parts: list[TextPiece] = []
        self._heights: list[int] = []
        self._width = 0
        self.button = DisclosureButton("", parent=self)
        self.button.setObjectName("chat-thinking-button")
        self.button.setFont(theme.font(theme.Text.BODY))
        self.button.toggled.connect(self._toggle)

    def show_message(self, message: Message) -> None:
        """Say how long was thought; what is new of it is shown by `pump`."""
        self._text = message.thinking
        if message.thought is None and message.state is State.RUNNING:
            words = self.tr("Thinking…")
        elif message.thought is None:
            words = self.tr("Thoughts")
        else:
            words = self.tr("Thought for {time}").format(time=duration(message.thought))
        if words != self.button.text():
            self.button.setText(words)
            self._place()

    @property
    def is_open(self) -> bool:
        """Whether its text is shown."""
        return self.button.isChecked()

    @property
    def is_behind(self) -> bool:
        """Whether there is text to show."""
        return self.is_open and self._shown < len(self._text)

    def pump(self) -> None:
        """Show a piece more of it."""
        if not self.is_behind:
            return
        if self._full:
            self._begin, self._full = self._shown, False
            part = TextPiece(self)
            part.set_role("text_2")
            self._parts.append(part)
            self._heights.append(0)
            part.show()
        text = self._text[self._begin : self._begin + _PIECE]
        if len(text) == _PIECE:
            self._full = True
            # A piece ends where a line or at least a word does.
            at = text.rfind("\n", _PIECE // 2) if "\n" in text[_PIECE // 2 :] else text.rfind(" ", _PIECE // 2)
            text = text[: at + 1] or text
        self._shown = self._begin + len(text)
        part = self._parts[-1]
        part.set_plain(text.removesuffix("\n") if self._full else text)
        self._heights[-1] = part.height_for(max(80, self._width - _LEFT))
        self._place()

    def _toggle(self, shown: bool) -> None:
        if not shown:
            for part in self._parts:
                part.hide()
                part.deleteLater()
            self._parts, self._heights = [], []
            self._begin = self._shown = 0
            self._full = True
        self._place()
        self.resized.emit()

    def height_for(self, width: int) -> int:
        """Return how high it is at a width."""
        if width != self._width:
            self._width = width
            self._heights = [part.height_for(max(80, width - _LEFT)) for part in self._parts]
            self._place()
        return self._height

    @property
    def _height(self) -> int:
        height = self.button.sizeHint().height()
        return height + (_GAP + sum(self._heights) if self._parts else 0)

    def _place(self) -> None:
        size = self.button.sizeHint()
        mirrored = self.isRightToLeft()
        self.button.setGeometry(self._width - size.width() if mirrored else 0, 0, size.width(), size.height())
        top = size.height() + _GAP
        for part, height in zip(self._parts, self._heights, strict=True):
            part.setGeometry(0 if mirrored else _LEFT, top, max(80, self._width - _LEFT), height)
            top += height
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        if self._parts:
            top = self.button.sizeHint().height() + _GAP
            left = self.width() - 6 if self.isRightToLeft() else 4
            with QPainter(self) as painter:
                painter.fillRect(left, top, 2, self.height() - top, theme.roles(self).line)
