"""Fields that are there to be copied: an address, and a secret that hides itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from aicore_tray.gui import theme
from aicore_tray.gui.widgets.announce import announce
from aicore_tray.gui.widgets.button import Button, IconButton
from aicore_tray.gui.widgets.icon_label import IconLabel
from aicore_tray.gui.widgets.label import Label

_COPIED_MS = 1500
_SHOWN_MS = 30_000
_PLAIN_CHARACTERS = 8
_DOT = "•"
_DOTS = 15


class CopyField(QWidget):
    """A text in fixed pitch with a button that copies it.

    Signals:
        copied: the text is in the clipboard.

    Args:
        text: what is shown and copied.
        name: what it is, for screen readers.
        prominent: the button is the view's default one and has a word, as for a key that is shown once.
    """

    copied = Signal()

    def __init__(self, text: str, name: str, *, prominent: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._name = name
        self._label = Label("", theme.Text.MONO, elide=Qt.TextElideMode.ElideMiddle, selectable=False)
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._button: QPushButton = (
            Button(self.tr("Copy"), kind="default", icon="copy") if prominent else IconButton("copy", "", size=24)
        )
        self._button.clicked.connect(self.copy)
        done = QWidget()
        row = QHBoxLayout(done)
        row.setContentsMargins(0, 0, 5, 0)
        row.setSpacing(4)
        self._check = IconLabel("check", "ok", 16)
        row.addStretch()
        row.addWidget(self._check)
        row.addWidget(Label(self.tr("Copied"), role="ok"))
        self._done = done
        self._done.hide()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(11, 3, 4, 3)
        self._row.setSpacing(6)
        self._row.addWidget(self._label, 1)
        self._row.addWidget(self._button)
        self._row.addWidget(self._done)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_COPIED_MS)
        self._timer.timeout.connect(self._restore)
        least = self._button.sizeHint().height() + 8 if prominent else 32
        self.setMinimumHeight(max(least, self._label.sizeHint().height() + 12))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._show()

    @property
    def text(self) -> str:
        return self._text

    @property
    def button(self) -> QPushButton:
        """What copies."""
        return self._button

    def set_text(self, text: str) -> None:
        """Offer another text."""
        self._text = text
        self._show()

    def copy(self) -> None:
        """Put the text in the clipboard and say so in place of the button."""
        QGuiApplication.clipboard().setText(self._text)
        had_focus = self._button.hasFocus()
        self._done.show()
        self._set_buttons_visible(False)
        if had_focus:
            # Else the next widget would get the focus while the button is away.
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._timer.start()
        announce(self, self.tr("Copied"))
        self.copied.emit()

    def paintEvent(self, _: QPaintEvent) -> None:
        colors = theme.roles(self)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(colors.sunken)
            painter.setPen(QPen(colors.line, 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _show(self) -> None:
        self._label.set_text(self._shown())
        self._label.setAccessibleName(self._spoken())
        what = self.tr("Copy {name}").format(name=self._name)
        self._button.setAccessibleName(what)
        self._button.setToolTip(what)
        self.setAccessibleName(self._name)

    def _shown(self) -> str:
        return self._text

    def _spoken(self) -> str:
        return self.tr("{name}: {text}").format(name=self._name, text=self._text)

    def _set_buttons_visible(self, visible: bool) -> None:
        self._button.setVisible(visible)

    def _restore(self) -> None:
        self._done.hide()
        self._set_buttons_visible(True)
        if self.hasFocus():
            self._button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)


class SecretField(CopyField):
    """A secret: its first characters and dots, until the eye shows all of it for half a minute."""

    def __init__(self, text: str, name: str, *, prominent: bool = False, parent: QWidget | None = None) -> None:
        self._revealed = False
        super().__init__(text, name, prominent=prominent, parent=parent)
        self._eye = IconButton("eye", "", size=24)
        self._eye.clicked.connect(lambda: self.set_revealed(not self._revealed))
        self._row.insertWidget(1, self._eye)
        # Tab goes in the order in which they came into the field.
        self._button.setParent(None)
        self._row.insertWidget(2, self._button)
        self._hide_timer = QTimer(self)
        self._hide_timer.setSingleShot(True)
        self._hide_timer.setInterval(_SHOWN_MS)
        self._hide_timer.timeout.connect(lambda: self.set_revealed(False))
        for button in (self._eye, self._button):
            button.installEventFilter(self)
        self.set_revealed(False)

    @property
    def revealed(self) -> bool:
        """Whether the whole secret is visible."""
        return self._revealed

    def set_revealed(self, revealed: bool) -> None:
        """Show the whole secret for half a minute, or hide it."""
        self._revealed = revealed
        if revealed:
            self._hide_timer.start()
        else:
            self._hide_timer.stop()
        self._eye.set_icon("eye-off" if revealed else "eye")
        text = self.tr("Hide {name}") if revealed else self.tr("Show {name}")
        self._eye.set_name(text.format(name=self._name))
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and self._revealed:
            QTimer.singleShot(0, self, self._hide_if_left)
        return super().eventFilter(watched, event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        QTimer.singleShot(0, self, self._hide_if_left)

    def hideEvent(self, event: object) -> None:
        self.set_revealed(False)

    def _hide_if_left(self) -> None:
        now = QApplication.focusWidget()
        if now is None or (now is not self and not self.isAncestorOf(now)):
            self.set_revealed(False)

    def _shown(self) -> str:
        return self._text if self._revealed or not self._text else self._text[:_PLAIN_CHARACTERS] + _DOT * _DOTS

    def _spoken(self) -> str:
        if self._revealed:
            return super()._spoken()
        beginning = self._text[:_PLAIN_CHARACTERS]
        return self.tr("{name}, hidden, begins with {beginning}").format(name=self._name, beginning=beginning)

    def _set_buttons_visible(self, visible: bool) -> None:
        super()._set_buttons_visible(visible)
        self._eye.setVisible(visible)
