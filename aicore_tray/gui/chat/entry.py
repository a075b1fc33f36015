"""The field in which a message is written: it grows with its text, and gives away what is no text."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy

from aicore_tray.gui import theme
from aicore_tray.gui.dropped import dropped_files

_LINES = 8


class Entry(QPlainTextEdit):
    """The text itself.

    Signals:
        sent: Enter was pressed.
        stopped: Esc was pressed while `can_stop`.
        focused: it got or lost the focus.
        brought: files or a picture were pasted or dropped; carries the `QMimeData`, which is gone after it.
    """

    sent = Signal()
    stopped = Signal()
    focused = Signal()
    brought = Signal(QMimeData)

    def __init__(self, *, most_lines: int = _LINES) -> None:
        super().__init__()
        self._most = most_lines
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.viewport().setAutoFillBackground(False)
        self.setFont(theme.font(theme.Text.BODY))
        self.document().setDocumentMargin(2)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.can_stop = False
        # After its own layout: only then are the lines known.
        self.textChanged.connect(self._grow)
        self._grow()

    def _grow(self) -> None:
        lines = 0
        block = self.document().begin()
        while block.isValid() and lines < self._most:
            self.blockBoundingGeometry(block)  # lays it out
            lines += max(1, block.layout().lineCount())
            block = block.next()
        height = round(QFontMetricsF(self.font()).lineSpacing() * min(max(lines, 1), self._most)) + 6
        if height != self.height() or height != self.minimumHeight():
            self.setFixedHeight(height)
        many = lines >= self._most
        wanted = Qt.ScrollBarPolicy.ScrollBarAsNeeded if many else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if wanted != self.verticalScrollBarPolicy():
            self.setVerticalScrollBarPolicy(wanted)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return bool(dropped_files(source)) or source.hasImage() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        # Programs put a picture beside a text that says the same; a browser's picture has an address beside it.
        picture = source.hasImage() and not source.text().strip()
        if dropped_files(source) or picture or (source.hasImage() and source.hasUrls()):
            self.brought.emit(source)
        else:
            super().insertFromMimeData(source)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            QTimer.singleShot(0, self, self._grow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shifted = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not shifted:
            if not event.isAutoRepeat():
                self.sent.emit()
        elif key == Qt.Key.Key_Escape and self.can_stop:
            self.stopped.emit()
        elif key == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit()
