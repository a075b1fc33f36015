"""A captured body: a long text that is put in a piece a turn, so that nothing waits for it."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QStackedLayout, QVBoxLayout, QWidget

from aicore_tray.gateway.journal import BodyText
from aicore_tray.gui import theme
from aicore_tray.gui.turns import TURN_MS, TurnTimer
from aicore_tray.gui.widgets.button import Button
from aicore_tray.gui.widgets.copy_button import CopyButton
from aicore_tray.gui.widgets.label import Label

_PIECE = 3_000
# Of a longer line the layout takes too long.
_LONGEST_LINE = 1_000


class BodyView(QWidget):
    """Shows one of the two bodies, or says why there is none.

    Signals:
        wants_setting: the user wants to see the setting by which bodies are recorded.

    Args:
        name: what it is, such as "Request body".
    """

    wants_setting = Signal()

    def __init__(self, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._body: BodyText | None = None
        self._left: list[str] = []
        self._turn = TurnTimer(self, self._put, every=TURN_MS)
        self.note = Label("", theme.Text.CAPTION, "text_2")
        self.copy = CopyButton(self.tr("Copy: {title}").format(title=name))
        self.copy.clicked.connect(lambda _checked=False: self.copy.copy(self._body.plain if self._body else ""))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.text.setFont(theme.font(theme.Text.MONO))
        self.text.setAccessibleName(name)
        self.text.setTabChangesFocus(True)
        self.text.setUndoRedoEnabled(False)
        self._why = Label("", role="text_2", wrap=True)
        self.setting = Button(self.tr("Show the setting"))
        self.setting.setObjectName("show-log-bodies")
        self.setting.clicked.connect(self.wants_setting)
        self._places = QStackedLayout(self)
        self._places.addWidget(self._whole())
        self._places.addWidget(self._nothing())

    def _whole(self) -> QWidget:
        place = QWidget()
        column = QVBoxLayout(place)
        column.setContentsMargins(16, 6, 8, 8)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(self.note, 1)
        head.addWidget(self.copy)
        column.addLayout(head)
        column.addWidget(self.text, 1)
        return place

    def _nothing(self) -> QWidget:
        place = QWidget()
        column = QVBoxLayout(place)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self._why)
        row = QHBoxLayout()
        row.addWidget(self.setting)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        return place

    def show_nothing(self, why: str, *, setting: bool) -> None:
        """Say why there is no body.

        Args:
            setting: offer the way to the setting.
        """
        self._turn.stop()
        self._body = None
        self._why.set_text(why)
        self.setting.setVisible(setting)
        self._places.setCurrentIndex(1)

    def show_body(self, body: BodyText) -> None:
        """Show a body from its beginning."""
        self._places.setCurrentIndex(0)
        if self._body is not None and body == self._body:
            return
        self._body = body
        count = QLocale().toString
        note = self.tr("{count} characters, secrets hidden").format(count=count(len(body.plain)))
        if body.cut:
            note = self.tr("the first {count} characters of it, {cut} bytes more were not kept; secrets hidden").format(
                count=count(len(body.plain)), cut=count(body.cut)
            )
        self.note.set_text(note)
        self.text.clear()
        self._left = pieces(body.text)
        self._put()
        self._turn.start()

    @property
    def settled(self) -> bool:
        """Whether all of it is shown."""
        return not self._turn.isActive()

    def _put(self) -> None:
        if not self._left:
            self._turn.stop()
            return
        cursor = QTextCursor(self.text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(self._left.pop(0))


def pieces(text: str) -> list[str]:
    """Return a text in pieces, of which no line is very long."""
    found: list[str] = []
    piece: list[str] = []
    size = 0
    for line in text.split("\n"):
        for at in range(0, max(1, len(line)), _LONGEST_LINE):
            part = line[at : at + _LONGEST_LINE]
            piece.append(part)
            size += len(part) + 1
            if size >= _PIECE:
                found.append("\n".join(piece) + "\n")
                piece, size = [], 0
    if piece:
        found.append("\n".join(piece))
    return found
