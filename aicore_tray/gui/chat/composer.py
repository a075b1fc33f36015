"""Where a message is written: its text, what goes with it, and the buttons that send it or stop the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from aicore_tray.chat.attachment import Attachment
from aicore_tray.gui import theme
from aicore_tray.gui.chat.chips import Chips
from aicore_tray.gui.chat.entry import Entry
from aicore_tray.gui.turns import TurnTimer
from aicore_tray.gui.widgets.button import Button, IconButton
from aicore_tray.gui.widgets.label import Label

_RADIUS = 10

_SOON_MS = 300


class Composer(QWidget):
    """The field, its hint and its button.

    Signals:
        sent: a text is to be sent; its owner clears the field when it was taken.
        stopped: the answer is to be stopped.
        changed: the text is another.
        wants_way_out: the button beside the reason was pressed.
        brought: files or a picture were pasted or dropped; carries the `QMimeData`.
        wants_files: files are to be chosen.
        removed: the id of an attachment that is not to be sent.
        parameters_toggled: the panel of the parameters is to be shown, or not.
    """

    sent = Signal(str)
    stopped = Signal()
    changed = Signal()
    wants_way_out = Signal()
    brought = Signal(QMimeData)
    wants_files = Signal()
    removed = Signal(str)
    parameters_toggled = Signal(bool)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._running = False
        self._reason = ""
        self._over = False
        # The other icon of the button is drawn before it is needed, and not as a question is sent.
        self._drawing = TurnTimer(self, self._draw_ahead, every=_SOON_MS, once=True)
        self.chips = Chips(removable=True)
        self.chips.setObjectName("chat-attached")
        self.chips.removed.connect(self.removed)
        self.entry = Entry()
        self.entry.setObjectName("chat-entry")
        self.entry.setPlaceholderText(self.tr("Write a message, drop a file, paste a picture"))
        self.entry.setAccessibleName(self.tr("Message"))
        self.entry.sent.connect(self._send)
        self.entry.stopped.connect(self.stopped)
        self.entry.focused.connect(self.update)
        self.entry.textChanged.connect(self._changed)
        self.entry.brought.connect(self.brought)
        self.attach = IconButton("attach", self.tr("Attach files"))
        self.attach.setObjectName("chat-attach")
        self.attach.clicked.connect(lambda: self.wants_files.emit())
        self.parameters = Button(self.tr("Parameters"), kind="quiet", icon="settings")
        self.parameters.setObjectName("chat-parameters-button")
        self.parameters.setFont(theme.font(theme.Text.CAPTION_MEDIUM))
        self.parameters.setCheckable(True)
        self.parameters.toggled.connect(self.parameters_toggled)
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
        self.below.addWidget(self.attach)
        self.below.addWidget(self.parameters)
        self.below.addWidget(self.hint, 1)
        self.below.addWidget(self.way_out)
        self.below.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(13, 9, 9, 9)
        column.setSpacing(6)
        column.addWidget(self.chips)
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

    def show_attachments(self, attachments: Sequence[Attachment], problems: Mapping[str, str]) -> None:
        """Show what goes with the message, and of what cannot be sent the reason."""
        self.chips.show_attachments(attachments, problems)
        self._show()

    def show_parameters(self, count: int) -> None:
        """Say how many parameters are set."""
        words = self.tr("Parameters: {count} set").format(count=count) if count else self.tr("Parameters")
        self.parameters.setText(words)

    def set_over(self, over: bool) -> None:
        """Look as if something were held over it that can be dropped."""
        if over != self._over:
            self._over = over
            self.update()

    @property
    def _empty(self) -> bool:
        return not self.text.strip() and not self.chips.chips

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
        if not self._running and not self._reason and not self._empty:
            self.sent.emit(self.text)

    def _changed(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        running = self._running
        if self.button.kind != ("plain" if running else "default"):
            self.button.set_kind("plain" if running else "default", icon="stop" if running else "send")
        self.button.setText(self.tr("Stop") if running else self.tr("Send"))
        empty = self._empty
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

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._drawing.start()

    def _draw_ahead(self) -> None:
        theme.icon("stop", theme.roles(self).text)

    def paintEvent(self, _: QPaintEvent) -> None:
        colors = theme.roles(self)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(colors.accent_soft if self._over else colors.base)
            if self.entry.hasFocus() or self._over:
                painter.setPen(QPen(colors.accent if colors.dark else colors.accent_fill, 2))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _RADIUS - 1, _RADIUS - 1)
            else:
                painter.setPen(QPen(colors.line_strong, 1))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
