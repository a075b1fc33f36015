"""The drop zone: takes a file or a text by dropping, pasting or choosing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QEnterEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from aicore_tray.gui import theme
from aicore_tray.gui.widgets.announce import announce
from aicore_tray.gui.widgets.button import Button
from aicore_tray.gui.widgets.icon_label import IconLabel
from aicore_tray.gui.widgets.label import Label

_RADIUS = 12


class _Content(QVBoxLayout):
    """Keeps its content in the middle without asking for all the room that the zone's neighbours leave."""

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal


class DropZone(QPushButton):
    """A place for a file or a text, which is a button, too. Its owner reads what came.

    Signals:
        file_dropped: a pathlib.Path.
        text_dropped: the text, also one that was pasted while the zone has the focus.
        clicked: from QPushButton; the owner shows its file dialog.

    Args:
        title: what to drop, in body 500.
        text: the other ways, beneath.
        compact: without the title's weight and with less air, for the end of a list.
        beside: the icon at the left, the buttons at the right, for a zone that is as wide as a page.
    """

    file_dropped = Signal(object)
    text_dropped = Signal(str)

    def __init__(
        self, title: str, text: str, *, compact: bool = False, beside: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._beside = beside
        self._title_text = title
        self._text_text = text
        self._state = "idle"
        self.setAcceptDrops(True)
        self.setAutoDefault(False)
        self.setProperty("focusRing", True)
        self.setProperty("focusRadius", 14)
        self._icon = IconLabel("download", "accent", 20 if compact else 32 if beside else 24)
        style = theme.Text.BODY if compact else theme.Text.PANE if beside else theme.Text.BODY_MEDIUM
        self._title = Label(title, style, wrap=True)
        self._text = Label(text, theme.Text.CAPTION if compact else theme.Text.BODY, "text_2", wrap=True)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch()
        self._buttons.addStretch()
        for label in (self._icon, self._title, self._text):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            label.setAlignment(Qt.AlignmentFlag.AlignLeft if beside else Qt.AlignmentFlag.AlignHCenter)
        self._layout = _Content(self)
        self._lay_out()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        # 96 with a title of its own; a compact one is as high as its texts.
        self.setMinimumHeight(84 if compact else 124 if beside else 96)
        self._show()

    def _lay_out(self) -> None:
        if self._beside:
            texts = QVBoxLayout()
            texts.setSpacing(2)
            texts.addWidget(self._title)
            texts.addWidget(self._text)
            row = QHBoxLayout()
            row.setContentsMargins(20, 4, 16, 4)
            row.setSpacing(24)
            row.addWidget(self._icon)
            row.addLayout(texts, 1)
            row.addLayout(self._buttons)
            self._layout.addStretch()
            self._layout.addLayout(row)
            self._layout.addStretch()
            return
        self._layout.setContentsMargins(12, 12, 12, 12)
        self._layout.setSpacing(2)
        self._layout.addStretch()
        self._layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        self._layout.addSpacing(4)
        self._layout.addWidget(self._title)
        self._layout.addWidget(self._text)
        self._layout.addLayout(self._buttons)
        self._layout.addStretch()

    @property
    def state(self) -> str:
        """idle, over or refused."""
        return self._state

    def add_button(self, button: Button) -> None:
        """Put a button beneath the text, or at the right of it."""
        if self._buttons.count() == 2 and not self._beside:
            self._buttons.setContentsMargins(0, 10, 0, 0)
        self._buttons.insertWidget(self._buttons.count() - 1, button)

    def set_texts(self, title: str, text: str) -> None:
        """Say something else while idle."""
        self._title_text = title
        self._text_text = text
        self._show()

    def refuse(self, title: str, text: str) -> None:
        """Say what the file is and why it is not what is needed, until the next drop or `reset`."""
        self._state = "refused"
        self._show(title, text)
        announce(self, f"{title}. {text}")

    def reset(self) -> None:
        """Wait for a drop again."""
        self._state = "idle"
        self._show()

    def set_over(self, over: bool) -> None:
        """Look as if something were held over the zone: for a drag over the whole window."""
        self._state = "over" if over else "idle"
        self._show()

    def offer(self, data: QMimeData) -> bool:
        """Take what was dropped anywhere in the window, or pasted; tells whether it was anything."""
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        text = data.text().strip()
        self.reset()
        if paths:
            self.file_dropped.emit(paths[0])
        elif text:
            self.text_dropped.emit(text)
        return bool(paths or text)

    def sizeHint(self) -> QSize:
        hint = self._layout.totalSizeHint()
        return QSize(max(hint.width(), 120), hint.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(100, self._layout.totalMinimumSize().height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._layout.totalHeightForWidth(width)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()
            self.set_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.set_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.offer(event.mimeData())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.offer(QGuiApplication.clipboard().mimeData())
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, _: QPaintEvent) -> None:
        colors = theme.roles(self)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._state == "over":
                painter.setPen(QPen(colors.accent if colors.dark else colors.accent_fill, 1.5))
                painter.setBrush(colors.accent_soft)
            elif self._state == "refused":
                painter.setPen(QPen(colors.error, 1.5))
                painter.setBrush(colors.error_soft)
            else:
                pen = QPen(colors.line_strong, 1.5 if self.devicePixelRatioF() > 1 else 1)
                pen.setDashPattern([3, 2.5])
                painter.setPen(pen)
                hovered = self.underMouse()
                painter.setBrush(colors.sunken if hovered else colors.base)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)

    def _show(self, title: str = "", text: str = "") -> None:
        if self._state == "over":
            title, text = self.tr("Let go to read it"), ""
        elif self._state == "idle":
            title, text = self._title_text, self._text_text
        self._icon.set_icon(*(("error", "error") if self._state == "refused" else ("download", "accent")))
        self._title.set_text(title)
        self._text.set_text(text)
        # Kept in the layout while over, so that nothing jumps under the pointer.
        self._text.setVisible(bool(text) or self._state == "over")
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.updateGeometry()
        self.update()
