"""Where a message is written: it grows with what is typed, Enter sends, Esc stops the answer that comes."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from aicore_tray.gui import theme
from aicore_tray.gui.widgets.button import Button
from aicore_tray.gui.widgets.label import Label

_LINES = 8
_RADIUS = 10


class _Entry(QPlainTextEdit):
    """The text itself.

    Signals:
        sent: Enter was pressed.
        stopped: Esc was pressed.
        focused: it got or lost the focus.
    """

    sent = Signal()
    stopped = Signal()
    focused = Signal()

    def __init__(self) -> None:
        super().__init__()
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
        while block.isValid() and lines < _LINES:
            self.blockBoundingGeometry(block)  # lays it out
            lines += max(1, block.layout().lineCount())
            block = block.next()
        height = round(QFontMetricsF(self.font()).lineSpacing() * min(max(lines, 1), _LINES)) + 6
        if height != self.height() or height != self.minimumHeight():
            self.setFixedHeight(height)
        wanted = Qt.ScrollBarPolicy.ScrollBarAsNeeded if lines >= _LINES else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if wanted != self.verticalScrollBarPolicy():
            self.setVerticalScrollBarPolicy(wanted)

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


class Composer(QWidget):
    """The field, its hint and its button.

    Signals:
        sent: a text is to be sent; its owner clears the field when it was taken.
        stopped: the answer is to be stopped.
        changed: the text is another.
        wants_way_out: the button beside the reason was pressed.
    """

    sent = Signal(str)
    stopped = Signal()
    changed = Signal()
    wants_way_out = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._running = False
        self._reason = ""
        self.entry = _Entry()
        self.entry.setObjectName("chat-entry")
        self.entry.setPlaceholderText(self.tr("Write a message"))
        self.entry.setAccessibleName(self.tr("Message"))
        self.entry.sent.connect(self._send)
        self.entry.stopped.connect(self.stopped)
        self.entry.focused.connect(self.update)
        self.entry.textChanged.connect(self._changed)
        self.hint = Label("", theme.Text.CAPTION, "text_2", elide=Qt.TextElideMode.ElideRight)
        self.hint.setObjectName("chat-hint")
        self.way_out = Button("")
        self.way_out.setObjectName("chat-way-out")
        self.way_out.hide()
        self.way_out.clicked.connect(self.wants_way_out)
        self.button = Button("", kind="default", icon="send")
        self.button.setObjectName("chat-send")
        self.button.clicked.connect(self._press)
        self.below = QHBoxLayout()
        self.below.setSpacing(8)
        self.below.addWidget(self.hint, 1)
        self.below.addWidget(self.way_out)
        self.below.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(13, 9, 9, 9)
        column.setSpacing(6)
        column.addWidget(self.entry)
        column.addLayout(self.below)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._show()

    @property
    def text(self) -> str:
        """What is written."""
        return self.entry.toPlainText()

    def set_text(self, text: str) -> None:
        """Write another text; the cursor goes to its end."""
        if text != self.text:
            self.entry.setPlainText(text)
            cursor = self.entry.textCursor()
            cursor.movePosition(cursor.MoveOperation.End)
            self.entry.setTextCursor(cursor)

    def set_running(self, running: bool) -> None:
        """Say whether an answer comes, which can be stopped."""
        if running != self._running:
            self._running = self.entry.can_stop = running
            self._show()

    def set_reason(self, reason: str, button: str = "") -> None:
        """Say why nothing can be sent, with the word on the button that mends it; "" where something can."""
        self.way_out.setText(button)
        self.way_out.setVisible(bool(button))
        if reason != self._reason:
            self._reason = reason
            self._show()

    def _press(self) -> None:
        if self._running:
            self.stopped.emit()
        else:
            self._send()

    def _send(self) -> None:
        if not self._running and not self._reason and self.text.strip():
            self.sent.emit(self.text)

    def _changed(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        running = self._running
        if self.button.kind != ("plain" if running else "default"):
            self.button.set_kind("plain" if running else "default")
        self.button.set_icon("stop" if running else "send")
        self.button.setText(self.tr("Stop") if running else self.tr("Send"))
        empty = not self.text.strip()
        self.button.setEnabled(running or not (self._reason or empty))
        why = self._reason or (self.tr("Write something first.") if empty else "")
        self.button.setToolTip("" if self.button.isEnabled() else why)
        usual = self.tr("Esc stops the answer") if running else self.tr("Enter sends, Shift+Enter new line")
        told = self._reason if self._reason and not running else usual
        self.hint.set_text(told)
        self.hint.setAlignment(
            (Qt.AlignmentFlag.AlignLeft if self._reason and not running else Qt.AlignmentFlag.AlignRight)
            | Qt.AlignmentFlag.AlignVCenter
        )
        self.entry.setAccessibleDescription(told)

    def paintEvent(self, _: QPaintEvent) -> None:
        colors = theme.roles(self)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(colors.base)
            if self.entry.hasFocus():
                painter.setPen(QPen(colors.accent if colors.dark else colors.accent_fill, 2))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _RADIUS - 1, _RADIUS - 1)
            else:
                painter.setPen(QPen(colors.line_strong, 1))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
