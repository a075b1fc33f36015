"""Another colour scheme while the app runs: what was shown before looks as if it were made just now."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from aicore_tray.chat.conversation import Message, Role
from aicore_tray.gui import theme
from aicore_tray.gui.chat.code import CodeCard
from aicore_tray.gui.chat.text import TextPiece
from aicore_tray.gui.chat.transcript import Transcript
from aicore_tray.gui.widgets.area_chart import AreaChart
from aicore_tray.gui.widgets.chart_picture import ChartData, Moment
from aicore_tray.gui.widgets.legend import Legend
from aicore_tray.gui.widgets.snippet import SnippetBox
from aicore_tray.gui.widgets.tool_card import ToolCard

_ANSWER = """## A heading

Some `code`, a [link](https://example.org), and a [second](https://example.com) one.

| One | Two |
|---|---|
| `a` | b |

> Quoted with `code`.

```python
def get(n: int = 4) -> str:  # a comment
    return "text"
```

Done.
"""


def document(parent: QWidget) -> QWidget:
    piece = TextPiece(parent)
    piece.set_markdown(_ANSWER.partition("```")[0])
    piece.resize(560, piece.height_for(560))
    piece.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # no cursor in it
    return piece


def conversation(parent: QWidget) -> QWidget:
    transcript = Transcript(parent=parent)
    transcript.resize(680, 700)
    transcript.show()
    question = Message(id="q", conversation="c", role=Role.USER, text="What is a heading? " * 12)
    answer = Message(
        id="a", conversation="c", role=Role.ASSISTANT, text=_ANSWER, model="gpt-5.5", input=12, output=40,
        first_token=0.8, duration=2.0,
    )  # fmt: skip
    transcript.show_messages((question, answer), ("gpt-5.5",))
    assert comes(lambda: transcript.settled and len(transcript.turns) == 2)
    assert transcript.findChild(CodeCard) is not None
    return transcript


def snippet(parent: QWidget) -> QWidget:
    box = SnippetBox("For this terminal", "export A='b'\nclaude", "~/.zshrc")
    box.setParent(parent)
    box.resize(500, box.sizeHint().height())
    return box


def tool(parent: QWidget) -> QWidget:
    card = ToolCard("codex", "Codex", "Cx", parent=parent)
    card.set_state("ok", "Answered 14:31", "0.169.0")
    card.set_chosen(True)
    card.resize(200, 84)
    return card


def chart(parent: QWidget) -> QWidget:
    drawn = AreaChart()
    drawn.setParent(parent)
    moments = tuple(Moment(f"{n}", str(n) if n % 4 == 0 else "", (n * 40, n * 20, n * 9)) for n in range(12))
    drawn.set_data(ChartData(parts=("In, from cache", "In, new", "Out"), moments=moments, summary="Some"), at_once=True)
    drawn.resize(500, 200)
    return drawn


def legend(parent: QWidget) -> QWidget:
    shown = Legend()
    shown.setParent(parent)
    shown.set_parts((("Out", 1.0), ("In, new", 0.6)))
    shown.resize(shown.sizeHint())
    return shown


Make = Callable[[QWidget], QWidget]


def grabbed(make: Make) -> tuple[QWidget, QWidget]:
    window = QWidget()
    window.resize(720, 760)
    window.show()
    widget = make(window)
    widget.show()
    QTest.qWait(20)
    return window, widget


def image(widget: QWidget) -> QImage:
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def looks_like(widget: QWidget, wanted: QImage) -> bool:
    return image(widget) == wanted


def comes(condition: Callable[[], bool]) -> bool:
    """Let Qt go on until it is so, for some seconds at most."""
    deadline = time.monotonic() + 5
    while not condition():
        if time.monotonic() > deadline:
            return False
        QTest.qWait(10)
    return True


@pytest.mark.parametrize("make", [document, conversation, snippet, tool, chart, legend])
def test_another_scheme_restyles_what_is_shown(light_app: QApplication, make: Make) -> None:
    window, widget = grabbed(make)
    light = image(widget)
    for scheme in (Qt.ColorScheme.Dark, Qt.ColorScheme.Light):
        theme.install(light_app, scheme)
        other, fresh = grabbed(make)
        wanted = image(fresh)
        assert (wanted == light) is (scheme is Qt.ColorScheme.Light)
        # Some dress themselves anew after they were painted.
        assert comes(functools.partial(looks_like, widget, wanted))
        other.close()
        other.deleteLater()
    window.close()
    window.deleteLater()
