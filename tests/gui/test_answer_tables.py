"""A table of an answer looks like one, however long it is and however it came."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextTable
from PySide6.QtWidgets import QApplication, QWidget

from aicore_tray.chat.conversation import Message, Role, State
from aicore_tray.gui.chat.answer import AnswerView
from aicore_tray.gui.chat.text import TextPiece, fair_shares
from aicore_tray.usage.costs import Money

HEAD = "| Name | Count | What it is |\n|---|---:|---|\n"
WIDTH = 632


def shown(blank: QWidget, text: str, *, bite: int = 10**9) -> list[TextPiece]:
    """Return the pieces of an answer that came in bites of so many characters."""

    def message(end: int) -> Message:
        state = State.RUNNING if end < len(text) else State.COMPLETE
        return Message(id="a", conversation="c", role=Role.ASSISTANT, text=text[:end], model="m", state=state)

    view = AnswerView(blank, message(0 if bite < len(text) else len(text)), ("m",), Money())
    view.set_width(WIDTH)
    view.show()
    for end in (*range(bite, len(text), bite), len(text)):
        view.show_message(message(end))
        while view.pump(time.perf_counter() + 1):
            pass
    view.resize(WIDTH, view.set_width(WIDTH))
    return [part for part in view._parts if isinstance(part, TextPiece)]


def tables(pieces: list[TextPiece]) -> list[tuple[TextPiece, QTextTable]]:
    return [
        (piece, frame)
        for piece in pieces
        for frame in piece.document().rootFrame().childFrames()
        if isinstance(frame, QTextTable)
    ]


def cells(table: QTextTable, column: int) -> list[str]:
    return [table.cellAt(row, column).firstCursorPosition().block().text() for row in range(table.rows())]


def rows(count: int) -> str:
    return "".join(f"| row {number} | {number * 37} | some `code` in a cell |\n" for number in range(count))


@pytest.mark.parametrize("bite", [10**9, 700, 61])
def test_a_long_table_has_one_head_and_all_its_rows_below_it(blank: QWidget, bite: int) -> None:
    found = tables(shown(blank, f"Look:\n\n{HEAD}{rows(60)}\nAfter it.\n", bite=bite))
    assert len(found) > 5
    assert [name for _, table in found for name in cells(table, 0)] == ["Name", *(f"row {n}" for n in range(60))]
    for (above, _), (below, _) in itertools.pairwise(found):
        assert below.y() == above.y() + above.height() - 4, "their borders lie over each other"
    assert len({piece.columns for piece, _ in found}) == 1, "each column goes on as wide as it began"
    assert sum(found[0][0].columns) == pytest.approx(1)


def test_a_short_table_is_as_wide_as_it_needs_to_be_and_its_head_stands_like_its_cells(blank: QWidget) -> None:
    ((piece, table),) = tables(shown(blank, HEAD + rows(2)))
    assert piece.columns == ()
    sides = [
        [table.cellAt(row, column).firstCursorPosition().blockFormat().alignment() for column in range(3)]
        for row in range(2)
    ]
    assert sides[0] == sides[1]
    assert sides[0][1] & Qt.AlignmentFlag.AlignRight


def test_a_table_after_a_long_one_has_its_own_head_and_columns(blank: QWidget) -> None:
    found = tables(shown(blank, f"{HEAD}{rows(30)}\nAnd:\n\n| X | Y |\n|---|---|\n| 1 | 2 |\n"))
    assert cells(found[-1][1], 0) == ["X", "1"]
    assert found[-1][0].columns == ()


def test_other_colours_leave_a_long_table_as_it_is(blank: QWidget, light_app: QApplication) -> None:
    found = tables(shown(blank, HEAD + rows(30)))
    piece = found[2][0]
    before, columns = piece.toPlainText(), piece.columns
    piece._dress_anew()
    assert (piece.toPlainText(), piece.columns) == (before, columns)


def test_parts_of_a_list_and_of_a_paragraph_lie_closer_than_blocks(blank: QWidget) -> None:
    def gaps(text: str) -> list[int]:
        pieces = shown(blank, text)
        return [below.y() - above.y() - above.height() for above, below in itertools.pairwise(pieces)]

    assert set(gaps("- an item of a list\n" * 100)) == {4}
    assert set(gaps("A sentence of some words. " * 200)) == {0}
    assert set(gaps("One.\n\nTwo.\n\nThree.")) == {10}


@given(
    st.lists(st.floats(min_value=0, max_value=2000), min_size=1, max_size=12), st.floats(min_value=50, max_value=900)
)
def test_shares_fill_the_room_and_whoever_needs_little_gets_it(needs: list[float], room: float) -> None:
    shares = fair_shares(needs, room)
    assert sum(shares) == pytest.approx(1)
    fair = room / len(needs)
    for need, share in zip(needs, shares, strict=True):
        assert share * room >= min(need, fair) - 1e-6
