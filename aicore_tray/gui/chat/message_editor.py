"""Edits what was said: in the place of its bubble, with what went along; sending it replaces all that came after."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aicore_tray.chat.attachment import Attachment
from aicore_tray.gui import theme
from aicore_tray.gui.chat.chips import Chips
from aicore_tray.gui.chat.entry import Entry
from aicore_tray.gui.widgets.button import Button
from aicore_tray.gui.widgets.label import Label

_RADIUS = 12
_LINES = 14


class MessageEditor(QWidget):
    """The editor of one message.

    Signals:
        resized: its height may be another.
        sent: the text and the attachments that it is to have.
        cancelled: it stays as it was.

    Args:
        later: how many messages came after it.
    """

    resized = Signal()
    sent = Signal(str, object)
    cancelled = Signal()

    def __init__(self, parent: QWidget, text: str, attachments: Sequence[Attachment], later: int) -> None:
        super().__init__(parent)
        self.setObjectName("chat-editor")
        self._attachments = tuple(attachments)
        self.chips = Chips(removable=True)
        self.chips.show_attachments(attachments)
        self.chips.removed.connect(self._remove)
        self.entry = Entry(most_lines=_LINES)
        self.entry.setObjectName("chat-editor-entry")
        self.entry.setAccessibleName(self.tr("Edit the message"))
        self.entry.setPlainText(text)
        self.entry.can_stop = True
        self.entry.sent.connect(self._send)
        self.entry.stopped.connect(self.cancelled)
        self.entry.textChanged.connect(self._changed)
        self.entry.brought.connect(self._refuse)
        words = (
            self.tr("Sending it replaces the {count} messages after it.").format(count=later)
            if later > 1
            else self.tr("Sending it replaces the answer.")
        )
        self.about = Label(words, theme.Text.CAPTION, "text_2", elide=Qt.TextElideMode.ElideRight)
        cancel = Button(self.tr("Cancel"))
        cancel.setObjectName("chat-editor-cancel")
        cancel.clicked.connect(self.cancelled)
        self.send = Button(self.tr("Send"), kind="default", icon="send")
        self.send.setObjectName("chat-editor-send")
        self.send.clicked.connect(self._send)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.about, 1)
        row.addWidget(cancel)
        row.addWidget(self.send)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 10, 10)
        column.setSpacing(6)
        column.addWidget(self.chips)
        column.addWidget(self.entry)
        column.addLayout(row)
        cursor = self.entry.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.entry.setTextCursor(cursor)

    def height_for(self, width: int) -> int:
        """Return how high it is at a width."""
        margins = self.contentsMargins() if (layout := self.layout()) is None else layout.contentsMargins()
        inner = width - margins.left() - margins.right()
        chips = self.chips.height_for(inner) + 6 if self.chips.chips else 0
        height = chips + self.entry.height() + 6 + self.send.sizeHint().height()
        return height + margins.top() + margins.bottom()

    def _changed(self) -> None:
        self.send.setEnabled(bool(self.entry.toPlainText().strip() or self._attachments))
        self.resized.emit()

    def _remove(self, which: str) -> None:
        self._attachments = tuple(each for each in self._attachments if each.id != which)
        self.chips.show_attachments(self._attachments)
        self._changed()

    def _refuse(self, _: QMimeData) -> None:
        """New files belong into a new message; here they may only go."""
        self.about.set_text(self.tr("Attach new files to a new message."))

    def _send(self) -> None:
        text = self.entry.toPlainText()
        if text.strip() or self._attachments:
            self.sent.emit(text, self._attachments)

    def paintEvent(self, _: QPaintEvent) -> None:
        colors = theme.roles(self)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(colors.base)
            painter.setPen(colors.accent if colors.dark else colors.accent_fill)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
