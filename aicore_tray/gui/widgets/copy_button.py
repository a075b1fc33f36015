"""Buttons that copy a text and say so in their own place for a moment."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from aicore_tray.gui.widgets.announce import announce
from aicore_tray.gui.widgets.button import Button, IconButton

_COPIED_MS = 1500


class CopyButton(Button):
    """A word that becomes "Copied".

    Whoever is told `clicked` calls `copy`, at once or when the text is there.

    Args:
        name: what is copied, for screen readers.
        word: what the button says, "Copy" unless given.
        icon: the line icon before it.
    """

    def __init__(
        self, name: str, *, word: str = "", kind: str = "quiet", icon: str = "copy", parent: QWidget | None = None
    ) -> None:
        super().__init__("", kind=kind, icon=icon, parent=parent)
        self._own_icon = icon
        self._word = word or self.tr("Copy")
        self.setText(self._word)
        self.setAccessibleName(name)
        self._timer = QTimer(self, singleShot=True, interval=_COPIED_MS)
        self._timer.timeout.connect(self._restore)

    def copy(self, text: str) -> None:
        """Put a text on the clipboard."""
        QGuiApplication.clipboard().setText(text)
        self.setText(self.tr("Copied"))
        self.set_icon("check")
        announce(self, self.tr("Copied"))
        self._timer.start()

    def _restore(self) -> None:
        self.setText(self._word)
        self.set_icon(self._own_icon)


class CopyIconButton(IconButton):
    """An icon that becomes a check mark.

    Attributes:
        text_to_copy: what a click puts on the clipboard.
    """

    def __init__(self, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__("copy", name, size=24, parent=parent)
        self.text_to_copy = ""
        self.clicked.connect(lambda _checked=False: self._copy())
        self._timer = QTimer(self, singleShot=True, interval=_COPIED_MS)
        self._timer.timeout.connect(lambda: self.set_icon("copy"))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text_to_copy)
        self.set_icon("check")
        announce(self, self.tr("Copied"))
        self._timer.start()
