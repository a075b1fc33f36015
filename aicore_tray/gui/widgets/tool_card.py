"""The card of a tool: its tile, its name and version, and a pill for its state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from aicore_tray.connect.tool import Tool
from aicore_tray.gui import theme
from aicore_tray.gui.widgets.card import Card
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.pill import Pill

_TILE = 28
_GAP = 12
_LEAST = 150


class Tile(QWidget):
    """Two letters in a square, in place of a vendor's logo."""

    def __init__(self, letters: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letters = letters
        self.raised = False
        self.setFont(theme.font(theme.Text.CAPTION_MEDIUM))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = max(_TILE, self.fontMetrics().height() + 10)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _: QPaintEvent) -> None:
        colors = theme.roles(self)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(colors.base if self.raised else colors.sunken)
            painter.setPen(colors.line)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
            painter.setPen(colors.text_2)
            painter.setFont(self.font())
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._letters)


class ToolCard(Card):
    """One tool among others; `clicked` chooses it."""

    def __init__(self, key: str, name: str, letters: str, *, parent: QWidget | None = None) -> None:
        super().__init__(padding=12, spacing=8, parent=parent)
        self.key = key
        self._name = name
        self._title = Label(name, theme.Text.HEADING, elide=Qt.TextElideMode.ElideRight)
        self.setObjectName(f"tool-{key}")
        self.set_clickable(True)
        self._tile = Tile(letters)
        self._caption = Label("", theme.Text.CAPTION, "text_2", elide=Qt.TextElideMode.ElideRight)
        self._pill = Pill()
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._title)
        texts.addWidget(self._caption)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._tile, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(texts, 1)
        self.body.addLayout(row)
        self.body.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignLeft)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def whole_width(self) -> int:
        """What it takes to show its name whole."""
        return self._title.sizeHint().width() + self._tile.sizeHint().width() + 8 + 2 * 12 + 2

    @property
    def state(self) -> tuple[str, str]:
        """The kind and the words of the pill."""
        return self._pill.kind, self._pill.text()

    def set_state(self, kind: str, words: str, caption: str) -> None:
        """Show how the tool is.

        Args:
            kind: of the pill.
            words: in the pill.
            caption: its version, or where it is.
        """
        self._caption.set_text(caption)
        if (kind, words) != self.state:
            self._pill.set(kind, words)
        # An empty line would leave the name hanging in the upper half.
        self._caption.setVisible(bool(caption))
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(". ".join(part for part in (caption, words) if part))

    def set_chosen(self, on: bool) -> None:
        """Show it as the one whose recipes are shown."""
        if self.selected != on:
            self.selected = on
            self._pill.on_selected = on
            self._tile.raised = on
            self._tile.update()


class ToolGrid(QWidget):
    """Cards in as many columns as there is room for; arrow keys go from one to the next.

    A card is made when it is first shown: there are many tools, and most people look at a few.

    Signals:
        chosen: the key of a card.

    Args:
        makers: key -> what makes its card.

    Attributes:
        cards: those that were made.
    """

    chosen = Signal(str)

    def __init__(self, makers: Mapping[str, Callable[[QWidget], ToolCard]], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._makers = makers
        self.cards: dict[str, ToolCard] = {}
        self._shown: list[ToolCard] = []
        self._chosen = ""
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _card(self, key: str) -> ToolCard:
        if key not in self.cards:
            card = self.cards[key] = self._makers[key](self)
            card.clicked.connect(lambda: self.chosen.emit(key))
            card.set_chosen(key == self._chosen)
        return self.cards[key]

    def show_only(self, keys: list[str]) -> None:
        """Show these cards alone, in this order."""
        wanted = [self._card(key) for key in keys]
        if self._shown == wanted:
            return
        for card in self.cards.values():
            self._grid.removeWidget(card)
            card.setVisible(card in wanted)
        self._shown, self._columns = wanted, 0
        self._lay_out()
        # At once: whoever is told where things are must not be told where they were.
        self._grid.activate()

    @property
    def shown(self) -> tuple[ToolCard, ...]:
        """The cards that are shown, in order."""
        return tuple(self._shown)

    def choose(self, key: str) -> None:
        """Show one card as chosen."""
        self._chosen = key
        for card in self.cards.values():
            card.set_chosen(card.key == key)

    def minimumSizeHint(self) -> QSize:
        # One column is the least: those of now would not let it become narrower.
        return QSize(_LEAST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shown = self._shown
        here = next((i for i, card in enumerate(shown) if card.hasFocus()), -1)
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._columns,
            Qt.Key.Key_Down: self._columns,
        }
        step = steps.get(Qt.Key(event.key()), 0)
        if here < 0 or not step or not 0 <= here + step < len(shown):
            super().keyPressEvent(event)
            return
        theme.set_keyboard_focus(shown[here + step])

    def _lay_out(self) -> None:
        least = max([_LEAST, *(card.whole_width for card in self._shown)])
        columns = max(1, (self.width() + _GAP) // (least + _GAP))
        # Rows as long as each other, so that no card is left alone in the last one.
        rows = -(-len(self._shown) // columns)
        columns = max(1, -(-len(self._shown) // max(1, rows)))
        if columns == self._columns:
            return
        for column in range(self._columns):
            self._grid.setColumnStretch(column, 0)
        self._columns = columns
        for place, card in enumerate(self._shown):
            self._grid.addWidget(card, place // columns, place % columns)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)


def card_makers(tools: Iterable[Tool]) -> dict[str, Callable[[QWidget], ToolCard]]:
    """Return what makes the card of each tool, by the tool's id."""
    return {tool.id: partial(_card, tool) for tool in tools}


def _card(tool: Tool, parent: QWidget) -> ToolCard:
    return ToolCard(tool.id, tool.name, tool.tile, parent=parent)
