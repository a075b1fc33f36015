"""The banner under a page's title: what is the matter and the way out."""

from __future__ import annotations

import html

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from aicore_tray.gui import theme
from aicore_tray.gui.widgets.announce import announce
from aicore_tray.gui.widgets.button import Button, IconButton
from aicore_tray.gui.widgets.icon_label import IconLabel

_RADIUS = 8
_LEAVES_MS = 6000


class Banner(QWidget):
    """One message at a time; hidden while there is none.

    Signals:
        clicked: its button was pressed.
        closed: the user closed it, or it left by itself.
    """

    clicked = Signal()
    closed = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = "info"
        self._fact = ""
        self._what_to_do = ""
        self._icon = IconLabel("info", "accent", 20)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setFont(theme.font(theme.Text.BODY))
        self._button = Button("")
        self._button.clicked.connect(self.clicked)
        self._close = IconButton("close", self.tr("Close"), size=24)
        self._close.clicked.connect(self._leave)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 7, 9, 7)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        row.addWidget(self._close)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumHeight(44)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LEAVES_MS)
        self._timer.timeout.connect(self._leave)
        self.hide()

    def show_message(
        self, kind: str, fact: str, what_to_do: str = "", button: str = "", *, closable: bool = False
    ) -> None:
        """Show a message in place of the one before.

        Args:
            kind: error, warn, info or ok; ok leaves after six seconds.
            fact: what is the matter, in bold.
            what_to_do: the way out.
            button: the verb for it; `clicked` tells.
            closable: whether the user may close it.
        """
        changed = (kind, fact, what_to_do) != (self._kind, self._fact, self._what_to_do) or self.isHidden()
        self._kind, self._fact, self._what_to_do = kind, fact, what_to_do
        icon, role = {
            "error": ("error", "error"),
            "warn": ("warning", "warn"),
            "ok": ("ok", "ok"),
        }.get(kind, ("info", "accent"))
        self._icon.set_icon(icon, role)
        self._write()
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self._close.setVisible(closable)
        self.setAccessibleName(f"{fact} {what_to_do}".strip())
        self.show()
        self._timer.stop()
        if kind == "ok":
            self._timer.start()
        if changed:
            announce(self, self.accessibleName())
        self.update()

    def clear(self) -> None:
        """Take the message away."""
        self._timer.stop()
        self.hide()

    @property
    def button(self) -> Button:
        """The one button, for its menu or tooltip."""
        return self._button

    def paintEvent(self, _: QPaintEvent) -> None:
        colors = theme.roles(self)
        ground, tint = {
            "error": (colors.error_soft, colors.error),
            "warn": (colors.warn_soft, colors.warn),
            "ok": (colors.ok_soft, colors.ok),
        }.get(self._kind, (colors.accent_soft, colors.accent_fill))
        border = tint if colors.high_contrast else theme.mixed(tint, ground, 0.4)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(ground)
            painter.setPen(border)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._write()
        super().changeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._kind == "ok" and not self._timer.isActive():
            self._timer.start()

    def _write(self) -> None:
        color = theme.roles(self).text_2.name()
        rest = f' <span style="color: {color}">{html.escape(self._what_to_do)}</span>' if self._what_to_do else ""
        text = f'<span style="font-weight: 600">{html.escape(self._fact)}</span>{rest}'
        if text != self._text.text():
            self._text.setText(text)

    def _leave(self) -> None:
        self.clear()
        self.closed.emit()
