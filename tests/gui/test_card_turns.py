"""Cards that come to be seen together are painted one a turn, and all of them in the end."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aicore_tray.gui.widgets.card import Card
from aicore_tray.gui.widgets.card_turns import CardTurns
from aicore_tray.gui.widgets.sheet import Sheet


class Painted(QObject):
    """Notes which widgets are painted."""

    def __init__(self, *watched: QWidget) -> None:
        super().__init__()
        self.widgets: list[QObject] = []
        for each in watched:
            each.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.widgets.append(watched)
        return False


def window(count: int) -> tuple[QWidget, list[Card]]:
    whole, cards = QWidget(), [Card() for _ in range(count)]
    whole.resize(500, 400)
    column = QVBoxLayout(whole)
    for card in cards:
        column.addWidget(card)
    return whole, cards


def test_each_card_waits_for_its_turn_and_a_hidden_one_for_nothing(qtbot: Any) -> None:
    whole, cards = window(4)
    qtbot.addWidget(whole)
    cards[3].hide()
    whole.show()
    qtbot.waitExposed(whole)
    turns = CardTurns(whole)
    turns.begin()
    assert [card.updatesEnabled() for card in cards] == [False, False, False, True]
    qtbot.waitUntil(lambda: not turns.isActive())
    assert all(card.updatesEnabled() for card in cards)


def test_a_card_that_is_gone_meanwhile_holds_up_no_other(qtbot: Any) -> None:
    whole, cards = window(3)
    qtbot.addWidget(whole)
    whole.show()
    turns = CardTurns(whole)
    turns.begin()
    cards.pop(0).deleteLater()
    turns.finish()
    assert all(card.updatesEnabled() for card in cards)


def test_what_a_sheet_uncovers_is_painted_in_turns(qtbot: Any) -> None:
    whole, cards = window(3)
    qtbot.addWidget(whole)
    whole.show()
    sheet = Sheet(whole, "A question")
    sheet.open()
    sheet.settle()
    qtbot.wait(50)
    painted = Painted(*cards)
    sheet.close_sheet()
    assert not any(card.updatesEnabled() for card in cards), "not all at once"
    qtbot.waitUntil(lambda: set(painted.widgets) == set(cards))
    assert all(card.updatesEnabled() for card in cards)
