"""The empty state: what is not there yet, and the one thing to do about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aicore_tray.gui import theme
from aicore_tray.gui.widgets.button import Button
from aicore_tray.gui.widgets.icon_label import IconLabel
from aicore_tray.gui.widgets.label import Label

__all__ = ["EmptyState", "IconLabel"]


class EmptyState(QWidget):
    """Icon, title, one line and at most one default button, in the middle.

    Signals:
        clicked: the button was pressed.
    """

    clicked = Signal()

    def __init__(self, icon: str, title: str, text: str, button: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel(icon, size=32)
        self._title = Label(title, theme.Text.PANE)
        self._text = Label(text, role="text_2", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._text.setMaximumWidth(420)
        self._title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._title.setWordWrap(True)
        self._button = Button(button, kind="default")
        self._button.clicked.connect(self.clicked)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch()
        self._buttons.addWidget(self._button)
        self._buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(4)
        layout.addStretch()
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(6)
        layout.addWidget(self._title)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._text, 100)
        middle.addStretch(1)
        layout.addLayout(middle)
        layout.addSpacing(8)
        layout.addLayout(self._buttons)
        layout.addStretch()
        self._button.setVisible(bool(button))

    def set_texts(self, title: str, text: str, button: str = "") -> None:
        """Say something else, such as that a filter matches nothing."""
        self._title.set_text(title)
        self._text.set_text(text)
        self._icon.setVisible(bool(title))
        self._button.setText(button)
        self._button.setVisible(bool(button))

    def add_button(self, button: Button) -> None:
        """Put another button after the first."""
        self._buttons.insertWidget(self._buttons.count() - 1, button)
