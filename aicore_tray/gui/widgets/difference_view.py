"""A change of a file, line by line: what comes, what goes, and a little of what stays around it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from aicore_tray.connect.difference import Line, Sign
from aicore_tray.gui import theme
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.snippet import CodeText
from aicore_tray.gui.widgets.sunken_box import SunkenBox

_SIGNS: dict[Sign, str] = {"same": " ", "added": "+", "removed": "−", "gap": "⋯"}
_SHARE = 0.16
_INSET = 12


class _Lines(CodeText):
    """The lines, each on a ground that tells its sign, which stands before it for those who see no colours."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._signs: tuple[Sign, ...] = tuple(line.sign for line in lines)
        super().__init__("\n".join(f"{_SIGNS[line.sign]} {line.text.expandtabs(4)}" for line in lines))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def heightForWidth(self, width: int) -> int:
        return super().heightForWidth(width - 2 * _INSET)

    def paintEvent(self, _: QPaintEvent) -> None:
        colors = theme.roles(self)
        grounds: dict[Sign, QColor] = {
            "added": theme.faded(colors.ok, _SHARE),
            "removed": theme.faded(colors.error, _SHARE),
        }
        laid_out, height = self._lines(self.width() - 2 * _INSET)
        with QPainter(self) as painter:
            for number, ((layout, top), sign) in enumerate(zip(laid_out, self._signs, strict=False)):
                below = laid_out[number + 1][1] if number + 1 < len(laid_out) else height
                if sign in grounds:
                    painter.fillRect(QRectF(0, top, self.width(), below - top), grounds[sign])
                painter.setPen(colors.text if sign in grounds else colors.text_2)
                layout.draw(painter, QPointF(_INSET, top))


class DifferenceView(SunkenBox):
    """A sunken box with the file's name and its changed lines.

    Args:
        name: the file, as people write it.
        what: what becomes of it, such as "new"; "" where it is changed.
        lines: what changes.
    """

    def __init__(self, name: str, what: str, lines: Sequence[Line], *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._text = _Lines(lines)
        self.setAccessibleName(name)
        self.setAccessibleDescription(self._text.text)
        self.head.setContentsMargins(12, 6, 12, 6)
        title = Label(
            f"{name} ({what})" if what else name,
            theme.Text.MONO,
            "text_2",
            elide=Qt.TextElideMode.ElideMiddle,
            selectable=True,
        )
        self.head.addWidget(title)
        self.body.setContentsMargins(0, 6, 0, 6)
        self.body.addWidget(self._text)

    @property
    def text(self) -> str:
        """What is shown, a sign before each line."""
        return self._text.text
