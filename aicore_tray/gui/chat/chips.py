"""Several attachments beside one another, in as many rows as they need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aicore_tray.chat.attachment import Attachment
from aicore_tray.gui.chat.chip import Chip

_GAP = 8


class Chips(QWidget):
    """The attachments of a message.

    Signals:
        removed: the id of the attachment whose button was pressed.

    Args:
        removable: whether each has a button that removes it.
    """

    removed = Signal(str)

    def __init__(self, *, removable: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._removable = removable
        self._shown: tuple[object, ...] = ()
        self.chips: list[Chip] = []
        self._height = 0
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self.hide()

    def show_attachments(self, attachments: Sequence[Attachment], problems: Mapping[str, str] | None = None) -> None:
        """Show these.

        Args:
            problems: id -> why it cannot be sent.
        """
        problems = problems or {}
        shown = tuple((each.id, problems.get(each.id, "")) for each in attachments)
        if shown == self._shown:
            return
        self._shown = shown
        for chip in self.chips:
            chip.hide()
            chip.deleteLater()
        self.chips = []
        for each in attachments:
            chip = Chip(each, removable=self._removable, problem=problems.get(each.id, ""), parent=self)
            chip.removed.connect(lambda which=each.id: self.removed.emit(which))
            chip.show()
            self.chips.append(chip)
        self.setVisible(bool(attachments))
        self._place(self.width())

    def height_for(self, width: int) -> int:
        """Return how high they are in a width."""
        return self._lines(width)[1]

    def natural_width(self, width: int) -> int:
        """Return how far they reach in a width."""
        return max((left + size.width() for left, _, size in self._lines(width)[0]), default=0)

    def _lines(self, width: int) -> tuple[list[tuple[int, int, QSize]], int]:
        found: list[tuple[int, int, QSize]] = []
        left = top = height = 0
        for chip in self.chips:
            size = chip.sizeHint().boundedTo(QSize(max(80, width), 999))
            if left and left + size.width() > width:
                left, top = 0, top + height + _GAP
                height = 0
            found.append((left, top, size))
            left += size.width() + _GAP
            height = max(height, size.height())
        return found, top + height

    def _place(self, width: int) -> None:
        places, height = self._lines(width)
        for chip, (left, top, size) in zip(self.chips, places, strict=True):
            at = width - left - size.width() if self.isRightToLeft() else left
            chip.setGeometry(at, top, size.width(), size.height())
        if height != self._height:
            self._height = height
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._place(event.size().width())
