"""A change of a file, line by line: what comes, what goes, and a little of what stays around it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from aicore_tray.connect.difference import Line, Sign
from aicore_tray.gui import theme
from aicore_tray.gui.widgets.card import hairline
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.snippet import CodeText

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


class DifferenceView(QWidget):
    """A sunken box with the file's name and its changed lines.

    Args:
        name: the file, as people write it.
        what: what becomes of it, such as "new"; "" where it is changed.
        lines: what changes.
    """

    def __init__(self, name: str, what: str, lines: Sequence[Line], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = _Lines(lines)
        self.setAccessibleName(name)
        self.setAccessibleDescription(self._text.text)
        head = QVBoxLayout()
        head.setContentsMargins(12, 6, 12, 6)
        title = f"{name} ({what})" if what else name
        head.addWidget(Label(title, theme.Text.MONO, "text_2", elide=Qt.TextElideMode.ElideMiddle, selectable=True))
        body = QVBoxLayout()
        body.setContentsMargins(0, 6, 0, 6)
        body.addWidget(self._text)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(hairline())
        column.addLayout(body)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def text(self) -> str:
        """What is shown, a sign before each line."""
        return self._text.text

    def paintEvent(self, _: QPaintEvent) -> None:
        colors = theme.roles(self)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(colors.sunken)
            painter.setPen(colors.line)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
