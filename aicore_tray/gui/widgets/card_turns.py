"""Cards that come to be seen together, each painted in a turn of its own: all at once would hold up the streams."""

from __future__ import annotations

import shiboken6
from PySide6.QtWidgets import QWidget

from aicore_tray.gui.turns import TURN_MS, TurnTimer
from aicore_tray.gui.widgets.card import Card


class CardTurns(TurnTimer):
    """Lets the cards on a widget wait for their turns.

    Args:
        owner: on which they lie, at any depth.
    """

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner, self._paint_next, every=TURN_MS)
        self._owner = owner
        self._unpainted: list[Card] = []

    def begin(self) -> None:
        """Let what is to be painted now be painted without the cards, and these one a turn after it."""
        self.finish()
        self._unpainted = [card for card in self._owner.findChildren(Card) if card.isVisibleTo(self._owner)]
        for card in self._unpainted:
            card.setUpdatesEnabled(False)
        self.start()

    def finish(self) -> None:
        """Let all that still wait be painted."""
        while self._unpainted:
            self._paint_next()
        self.stop()

    def _paint_next(self) -> None:
        if self._unpainted:
            card = self._unpainted.pop(0)
            if shiboken6.isValid(card):
                card.setUpdatesEnabled(True)
        if not self._unpainted:
            self.stop()
