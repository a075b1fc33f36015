"""What the user said: a bubble at the right, with what went along; it can be copied and edited.

A very long text is shown from its beginning until asked for.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from aicore_tray.chat.attachment import Attachment
from aicore_tray.gui import theme
from aicore_tray.gui.chat.chips import Chips
from aicore_tray.gui.chat.message_editor import MessageEditor
from aicore_tray.gui.chat.shy_button import ShyButton
from aicore_tray.gui.chat.text import TextPiece
from aicore_tray.gui.numbers import short_count
from aicore_tray.gui.widgets.announce import announce
from aicore_tray.gui.widgets.button import LinkButton
from aicore_tray.gui.widgets.label import Label

_WIDEST = 460
_PAD_X, _PAD_Y = 14, 9
_RADIUS = 12
_PART = 800
_AT_ONCE = 200


class Bubble(QWidget):
    """One message of the user.

    Signals:
        resized: its height is another.
        busy: there is something to `pump`.
        wants_edit: it is to be edited.
        edited: the text and the attachments that it is to have from now on.

    Args:
        was_edited: it was put in place of another message.
    """

    resized = Signal()
    busy = Signal()
    wants_edit = Signal()
    edited = Signal(str, object)

    def __init__(
        self,
        parent: QWidget,
        text: str,
        name: str,
        *,
        attachments: Sequence[Attachment] = (),
        was_edited: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("chat-question")
        self.setAccessibleName(name)
        self.text = text
        self.attachments = tuple(attachments)
        self.editor: MessageEditor | None = None
        self._chips: Chips | None = None
        if attachments:
            self._chips = Chips(parent=self)
            self._chips.show_attachments(attachments)
        self.copy_button = ShyButton("copy", self.tr("Copy message"), self)
        self.copy_button.setObjectName("copy-message")
        self.copy_button.clicked.connect(self._copy)
        self.edit_button = ShyButton("pencil", self.tr("Edit message"), self)
        self.edit_button.setObjectName("edit-message")
        self.edit_button.clicked.connect(self.wants_edit)
        self._buttons = (self.copy_button, self.edit_button)
        self._note: Label | None = None
        if was_edited:
            self._note = Label(self.tr("Edited"), theme.Text.CAPTION, "text_3", parent=self)
        self._waiting = [*parts_of(text)]
        self._parts: list[TextPiece] = []
        self._spare: TextPiece | None = None  # made, and without its text
        self._width = 0
        self._place = QRectF()
        self._height = 0
        self.more: LinkButton | None = None
        self._open = False
        # A long one is laid out in a turn of its own.
        if len(text) <= _AT_ONCE:
            self._add()
        if len(self._waiting) + len(self._parts) > 1:
            more = self.tr("Show all {count} characters").format(count=short_count(len(text)))
            self.more = LinkButton(more, parent=self)
            self.more.setObjectName("chat-show-all")
            self.more.clicked.connect(self._show_all)

    def _add(self) -> None:
        part, self._spare = self._spare or TextPiece(self), None
        part.setObjectName("chat-question-text")
        # Laid out for the right width at once.
        part.height_for(self._room(self._width))
        part.set_plain(self._waiting.pop(0))
        part.show()
        self._parts.append(part)

    def _show_all(self) -> None:
        self._open = True
        if self.more is not None:
            self.more.hide()
        self.busy.emit()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text)
        announce(self, self.tr("Copied"))

    # ---- editing

    def begin_edit(self, later: int) -> None:
        """Put an editor in its place.

        Args:
            later: how many messages came after it.
        """
        if self.editor is not None:
            return
        self.editor = MessageEditor(self, self.text, self.attachments, later)
        self.editor.resized.connect(lambda: self.set_width(self._width))
        self.editor.cancelled.connect(self.end_edit)
        self.editor.sent.connect(self.edited)
        self._show_parts(False)
        self.editor.show()
        self.set_width(self._width)
        self.editor.entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def end_edit(self) -> None:
        """Take the editor away; nothing has changed."""
        if self.editor is not None:
            self.editor.hide()
            self.editor.deleteLater()
            self.editor = None
            self._show_parts(True)
            self.set_width(self._width)
            self.edit_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_parts(self, shown: bool) -> None:
        for each in (*self._parts, *self._buttons, self._chips, self._note):
            if each is not None:
                each.setVisible(shown)

    def set_editable(self, editable: bool) -> None:
        """Say whether it can be edited now: not while an answer comes."""
        self.edit_button.setEnabled(editable)
        self.edit_button.setToolTip(self.tr("Edit message") if editable else self.tr("Stop the answer first."))

    @property
    def is_empty(self) -> bool:
        """Whether it waits for its first `pump`."""
        return not self._parts

    def pump(self, deadline: float) -> bool:
        """Show what is asked for until the time is up; tell whether there is more."""
        if self.is_empty:
            if self._spare is None:
                self._spare = TextPiece(self)
                return True
            self._add()
            self.set_width(self._width)
        while self._open and self._waiting and time.perf_counter() < deadline:
            self._add()
            self.set_width(self._width)
        return self._open and bool(self._waiting)

    def set_width(self, width: int) -> int:
        """Lay it out in a column of a width; return its height."""
        self._width = width
        height = self._place_editor(width) if self.editor is not None else self._place_parts(width)
        if height != self._height:
            self._height = height
            self.resized.emit()
        self.update()
        return height

    def _place_editor(self, width: int) -> int:
        assert self.editor is not None  # noqa: S101 - for the type checker
        height = self.editor.height_for(width)
        self.editor.setGeometry(0, 0, width, height)
        return height

    @staticmethod
    def _room(width: int) -> int:
        """Return how wide the text may be in a column of a width."""
        return max(80, min(_WIDEST, round(width * 0.85)) - 2 * _PAD_X)

    def _place_parts(self, width: int) -> int:
        room = self._room(width)
        parts = self._parts if self.text else []
        heights = [part.height_for(room) for part in parts]
        inner = min(room, max((part.natural_width for part in parts), default=0))
        chips = self._chips.height_for(room) if self._chips is not None else 0
        if self._chips is not None:
            inner = max(inner, min(room, self._chips.natural_width(room)))
        if self.more is not None and not self.more.isHidden():
            inner = max(inner, self.more.sizeHint().width())
        left, top = width - inner - _PAD_X, _PAD_Y
        if self._chips is not None:
            self._chips.setGeometry(left, top, inner, chips)
            top += chips + (8 if parts else 0)
        for part, height in zip(parts, heights, strict=True):
            # As wide as it was laid out for, past the bubble: a narrower one could scroll, and cut its first letters.
            part.setGeometry(left, top, room, height)
            top += height
        if self.more is not None and not self.more.isHidden():
            size = self.more.sizeHint()
            self.more.setGeometry(left, top + 2, size.width(), size.height())
            top += size.height() + 2
        height = top + _PAD_Y
        self._place = QRectF(left - _PAD_X, 0, inner + 2 * _PAD_X, height)
        at = left - _PAD_X - 4
        for button in self._buttons[::-1]:
            at -= button.width() or 24
            button.setGeometry(at, max(0, (min(height, 56) - 24) // 2), 24, 24)
        if self._note is not None:
            size = self._note.sizeHint()
            self._note.setGeometry(width - size.width() - 2, height + 2, size.width(), size.height())
            height += size.height() + 2
        return height

    def enterEvent(self, event: QEnterEvent) -> None:
        self._refresh()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._refresh()
        super().leaveEvent(event)

    def _refresh(self) -> None:
        for button in self._buttons:
            button.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        if self.editor is not None:
            return
        colors = theme.roles(self)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(colors.accent_soft)
            painter.setPen(colors.line_strong if colors.high_contrast else colors.accent_soft)
            painter.drawRoundedRect(self._place.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)


def parts_of(text: str) -> Iterator[str]:
    """Yield a text in parts that are laid out one by one: cut at the end of a line, of a word, or where need be."""
    at = 0
    while at < len(text) or not at:
        end = at + _PART
        if end < len(text):
            line, word = text.rfind("\n", at + _PART // 2, end), text.rfind(" ", at + _PART // 2, end)
            end = line if line >= 0 else word + 1 if word >= 0 else end
        yield text[at:end]
        at = end + (text[end : end + 1] == "\n")
        if not text:
            return
