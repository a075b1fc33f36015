"""The user's bubble shows each of its letters, however narrow it is and whichever way its text runs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from aicore_tray.chat.conversation import Message, Role
from aicore_tray.gui.chat.bubble import Bubble, parts_of
from aicore_tray.gui.chat.text import TextPiece
from aicore_tray.gui.chat.transcript import Transcript


@given(st.lists(st.sampled_from(["a", " ", "\n", "word " * 150, "x" * 900, "line\n" * 90])))
def test_the_parts_of_a_long_text_make_all_of_it(pieces: list[str]) -> None:
    text, at = "".join(pieces), 0
    for number, part in enumerate(parts_of(text)):
        assert len(part) <= 800
        if number and text[at : at + 1] == "\n" and not text.startswith(part, at):
            at += 1  # the end of a line between two parts is none of their own
        assert text.startswith(part, at)
        at += len(part)
    assert text[at:] in ("", "\n")


def test_a_long_text_is_cut_at_the_end_of_a_line_or_word() -> None:
    assert {len(part) for part in parts_of("x" * 2000)} == {800, 400}
    assert all(part.endswith("word ") for part in parts_of("word " * 400))
    assert all(part.endswith("line") for part in list(parts_of("line\n" * 400))[:-1])
    assert list(parts_of("")) == [""]


@pytest.mark.parametrize("width", [160, 320, 632])
@pytest.mark.parametrize(
    "text", ["Say hello, and tell me in one sentence what you can do.", "Hi", "שלום, מה אתה יכול לעשות?", "a " * 600]
)
def test_no_letter_of_a_question_is_cut(blank: QWidget, width: int, text: str) -> None:
    bubble = Bubble(blank, text, "You")
    bubble.set_width(100)  # as a pane tells that is not laid out yet
    bubble.resize(width, bubble.set_width(width))
    bubble.show()
    QTest.qWait(1)
    for piece in bubble.findChildren(TextPiece):
        bar = piece.horizontalScrollBar()
        assert (bar.value(), bar.maximum()) == (0, 0)
        block = piece.document().begin()
        for at in range(block.layout().lineCount()):
            line = block.layout().lineAt(at).naturalTextRect()
            assert piece.x() + line.left() >= 0
            assert piece.x() + line.right() <= width


def test_a_question_that_is_made_as_its_answer_begins_cannot_be_edited(blank: QWidget) -> None:
    transcript = Transcript(parent=blank)
    transcript.resize(blank.size())
    transcript.show()
    transcript.set_state(running=False, undo=False)
    transcript.add_message(Message(id="q", conversation="c", role=Role.USER, text="Hello"))
    for _ in range(1000):
        if transcript._made is not None:
            break
        QTest.qWait(1)
    assert transcript._made is not None
    transcript.set_state(running=True, undo=False)
    while not transcript.settled:
        QTest.qWait(1)
    (bubble,) = transcript.turns
    assert isinstance(bubble, Bubble)
    assert not bubble.edit_button.isEnabled()
