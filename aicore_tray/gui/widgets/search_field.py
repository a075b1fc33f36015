"""The search field: a magnifying glass, the words, and what clears them."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QWidget

from aicore_tray.gui import theme


class SearchField(QLineEdit):
    """Takes the words by which something is searched or filtered.

    Args:
        hint: what stands in it while it is empty.
        name: what is searched, for screen readers; the hint where that says it.
    """

    def __init__(self, hint: str, name: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setAccessibleName(name or hint)
        self.setClearButtonEnabled(True)
        self._glass = QAction(self)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)

    def _tint(self) -> None:
        self._glass.setIcon(theme.icon("search", theme.roles(self).text_2, 16))
