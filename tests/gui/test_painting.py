"""What is painted in parts, from pictures or in turns looks as if all of it had been painted at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QImage, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGridLayout, QVBoxLayout, QWidget

from aicore_tray.chat.conversation import Message, Role, State
from aicore_tray.gui import theme
from aicore_tray.gui.chat.transcript import Transcript
from aicore_tray.gui.models.requests import RecentModel
from aicore_tray.gui.pages.page import scrolling
from aicore_tray.gui.snapshots import RunningView
from aicore_tray.gui.turns import Turns
from aicore_tray.gui.widgets import table as tables
from aicore_tray.gui.widgets.card import Card
from aicore_tray.gui.widgets.door import Door
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.recent_table import RecentTable
from aicore_tray.gui.widgets.sheet import Sheet
from aicore_tray.gui.widgets.side_list import SideList
from aicore_tray.gui.widgets.stat import StatCard
from aicore_tray.usage.record import RequestRecord

BEGAN = 1_700_000_000.0


@pytest.fixture
def window(light_app: QApplication) -> Iterator[QWidget]:
    result = QWidget()
    result.resize(900, 640)
    column = QVBoxLayout(result)
    column.setContentsMargins(0, 0, 0, 0)
    result.show()
    yield result
    result.close()
    result.deleteLater()


def colors(picture: QImage) -> set[int]:
    return {picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())}


def put(window: QWidget, widget: QWidget) -> None:
    layout = window.layout()
    assert layout is not None
    layout.addWidget(widget)
    QTest.qWait(60)


def comes(condition: Callable[[], bool]) -> bool:
    """Let Qt go on until it is so, for some seconds at most."""
    deadline = time.monotonic() + 5
    while not condition():
        if time.monotonic() > deadline:
            return False
        QTest.qWait(10)
    return True


def on_screen(window: QWidget) -> QImage:
    """Return what was painted so far, in however many parts."""
    picture = window.screen().grabWindow(window.winId())
    return picture.toImage().convertToFormat(QImage.Format.Format_RGB32)


def at_once(window: QWidget) -> QImage:
    """Return what all of it looks like now."""
    return window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def is_up_to_date(window: QWidget) -> bool:
    return comes(lambda: on_screen(window) == at_once(window))


def changes(window: QWidget, before: QImage) -> bool:
    return comes(lambda: on_screen(window) != before)


def ended(*numbers: int) -> Sequence[RequestRecord]:
    return [
        RequestRecord(
            id=str(number),
            started=BEGAN + number,
            key="mine",
            client="claude-cli/2",
            dialect="messages",
            asked="x",
            model=f"anthropic--claude-4.{number}-sonnet",
            duration=number / 7,
        )
        for number in numbers
    ]


def shown(model: RecentModel) -> RecentTable:
    table = RecentTable(model)
    table.setModel(model)
    return table


class Paints(QObject):
    """Counts how often widgets are painted."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self.count = 0
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += isinstance(event, QPaintEvent)
        return False


class Strips(QObject):
    """Notes how much of a widget is painted at a time, at most, in pixels of its height."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.highest = 0
        widget.installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.highest = max(self.highest, event.rect().height())
        return False


def test_rows_that_come_and_go_are_painted_as_if_they_had_been_there(window: QWidget) -> None:
    model = RecentModel()
    table = shown(model)
    model.take(ended(3, 2, 1))
    put(window, scrolling(table))
    assert comes(lambda: table.whole)
    for numbers in ((4, 3, 2, 1), (4, 3, 1), (5, 4, 3, 1), (6, 5)):
        before = on_screen(window)
        model.take(ended(*numbers))
        assert changes(window, before)
        assert is_up_to_date(window)
    other, fresh = RecentModel(), QWidget()
    other.take(ended(6, 5))
    fresh.resize(window.size())
    column = QVBoxLayout(fresh)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(scrolling(shown(other)))
    fresh.show()
    assert comes(lambda: on_screen(fresh) == on_screen(window)), "cells kept from before are those of now"
    fresh.close()
    fresh.deleteLater()


def test_a_row_under_the_mouse_a_chosen_one_and_another_scheme_are_seen_in_cells(
    light_app: QApplication, window: QWidget
) -> None:
    model = RecentModel()
    table = shown(model)
    model.take(ended(3, 2, 1))
    put(window, table)
    assert comes(lambda: table.whole)
    seen = [on_screen(window)]
    QTest.mouseMove(table.viewport(), QPoint(200, 50))
    assert comes(lambda: on_screen(window) != seen[-1])
    assert is_up_to_date(window)
    seen.append(on_screen(window))
    table.selectRow(2)
    assert comes(lambda: on_screen(window) != seen[-1])

    def ground() -> int:
        place = table.visualRect(model.index(0, 1)).topLeft() + QPoint(2, 2)
        return on_screen(window).pixelColor(table.viewport().mapTo(window, place)).lightness()

    assert ground() > 200
    theme.install(light_app, Qt.ColorScheme.Dark)
    assert comes(lambda: ground() < 100)
    assert is_up_to_date(window)


def test_what_runs_grows_older_in_its_cell_alone(window: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [BEGAN + 5]
    monkeypatch.setattr("aicore_tray.gui.models.requests.time.time", lambda: now[0])
    model = RecentModel()
    table = shown(model)
    running = RunningView(
        number=1, id="1", started=BEGAN, key="mine", client="codex", model="gpt-5.5", first_token=None
    )  # fmt: skip
    model.take([running])
    put(window, table)
    assert comes(lambda: table.whole and is_up_to_date(window))
    before = on_screen(window)
    now[0] += 3
    model.take([running])
    QTest.qWait(30)
    assert on_screen(window) == before
    model.tick()
    assert comes(lambda: on_screen(window) != before)
    assert is_up_to_date(window)


def test_a_hidden_table_asks_for_no_turns(window: QWidget) -> None:
    table = shown(RecentModel())
    put(window, table)
    assert comes(lambda: table.whole)
    table.hide()
    table.show()
    assert comes(table._reveal.isActive)
    table.hide()
    assert not table._reveal.isActive()
    QTest.qWait(30)
    assert not table._reveal.isActive()


def test_what_changes_on_a_card_is_painted_on_its_ground(window: QWidget) -> None:
    card, label = Card(), Label("one")
    card.body.addWidget(label)
    figures = StatCard("Requests")
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.addWidget(card)
    column.addWidget(figures)
    put(window, scrolling(whole))
    for text in ("another", "", "one more that is long " * 9):
        label.set_text(text)
        figures.set(text[:5], "k", text[:20])
        assert is_up_to_date(window)
    card.selected = True
    assert is_up_to_date(window)
    card.setFixedHeight(300)
    assert is_up_to_date(window), "what lies below moved"


class Tall(QWidget):
    """Needs a height, which a layout without the room may not give it; notes with which it is painted."""

    def __init__(self, height: int) -> None:
        super().__init__()
        self.needs, self.painted = height, set[int]()

    def minimumSizeHint(self) -> QSize:
        return QSize(100, self.needs)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def paintEvent(self, _: QPaintEvent) -> None:
        self.painted.add(self.height())


def test_what_scrolls_grows_with_what_lies_on_it_and_is_never_squeezed(window: QWidget) -> None:
    model, whole, tall = RecentModel(), QWidget(), Tall(540)
    table = shown(model)
    grid = QGridLayout(whole)
    grid.addWidget(tall, 0, 0)
    grid.addWidget(table, 1, 0)
    model.take(ended(1))
    put(window, scrolling(whole, grows=True))
    assert comes(lambda: table.whole)
    for last in range(2, 9):
        model.take(ended(*range(last, 0, -1)))
        QTest.qWait(60)
        assert is_up_to_date(window)
    assert tall.painted == {540}


def test_when_it_begins_to_scroll_nothing_has_another_width(window: QWidget) -> None:
    whole, tall, transcript = QWidget(), Tall(200), Transcript()
    QVBoxLayout(whole).addWidget(tall)
    area = scrolling(whole)
    put(window, area)
    put(window, transcript)
    widths = tall.width(), transcript.viewport().width()
    assert area.verticalScrollBar().maximum() == transcript.verticalScrollBar().maximum() == 0
    bars = area.verticalScrollBar(), transcript.verticalScrollBar()
    empty = [bar.grab().toImage() for bar in bars]
    assert all(len(colors(picture)) == 1 for picture in empty), "where nothing scrolls no bar is seen"
    tall.needs = 2000
    tall.updateGeometry()
    text = "A paragraph of the answer, long enough for a line or two.\n\n" * 40
    transcript.add_message(Message(id="a", conversation="c", role=Role.ASSISTANT, text=text, model="gpt-5.5"))
    assert comes(lambda: transcript.settled)
    assert all(bar.maximum() > 0 for bar in bars)
    assert (tall.width(), transcript.viewport().width()) == widths
    assert all(len(colors(bar.grab().toImage())) > 1 for bar in bars)


def test_the_same_state_again_paints_nothing(window: QWidget) -> None:
    door, pages = Door(), SideList()
    pages.add_item("accounts", "Accounts", "accounts")
    pages.set_header(door)
    put(window, pages)
    door.set_state("ok", "Running", "127.0.0.1:3001")
    pages.set_problem("accounts", "")
    assert comes(lambda: door.switch._animation.state() == QVariantAnimation.State.Stopped)
    QTest.qWait(60)
    paints = Paints(*door.findChildren(QWidget), door, *pages.findChildren(QWidget))
    door.set_state("ok", "Running", "127.0.0.1:3001")
    pages.set_problem("accounts", "")
    QTest.qWait(60)
    assert paints.count == 0
    door.set_state("busy", "Busy", "127.0.0.1:3001")
    assert comes(lambda: paints.count > 0)
    assert is_up_to_date(window)


def test_a_sheet_comes_down_a_part_at_a_time_and_covers_all(window: QWidget) -> None:
    put(window, Label("Below"))
    before = on_screen(window)
    sheet = Sheet(window, "Rename")
    field = Label("What is it called?")
    sheet.body.addWidget(field)
    sheet.add_button("Cancel", role="reject")
    sheet.open()
    assert sheet.height() < window.height()
    assert comes(lambda: sheet.geometry() == window.rect())
    assert comes(lambda: sheet._veil.isHidden())
    assert is_up_to_date(window)
    field.set_text("Another question")
    assert is_up_to_date(window)
    window.resize(820, 560)
    assert comes(lambda: sheet.geometry() == window.rect())
    assert is_up_to_date(window)
    sheet.close_sheet()
    assert is_up_to_date(window)
    window.resize(900, 640)
    assert comes(lambda: on_screen(window) == before), "nothing of it is left"


def test_an_answer_that_grows_is_painted_as_a_whole(window: QWidget) -> None:
    transcript = Transcript()
    put(window, transcript)
    text = "Some `code` and **more** words of an answer that goes on. " * 30
    answer = Message(id="a", conversation="c", role=Role.ASSISTANT, text="", model="gpt-5.5")
    transcript.add_message(answer)
    for end in range(200, len(text), 400):
        transcript.show_message(
            Message(id="a", conversation="c", role=Role.ASSISTANT, text=text[:end], model="gpt-5.5")
        )
        assert comes(lambda: transcript.settled)
        assert is_up_to_date(window)


def test_of_an_answer_that_is_followed_only_what_is_new_is_painted(window: QWidget) -> None:
    def message(text: str) -> Message:
        return Message(
            id="a", conversation="c", role=Role.ASSISTANT, text=text, model="sonnet", state=State.RUNNING, created=BEGAN
        )

    transcript = Transcript()
    put(window, transcript)
    text = "A paragraph of the answer, long enough for a line or two of the conversation.\n\n" * 40
    transcript.add_message(message(text))
    assert comes(lambda: transcript.settled)
    bar, content = transcript.verticalScrollBar(), transcript.findChild(QWidget, "transcript-content")
    assert bar.value() == bar.maximum() > 0
    assert content is not None
    before, paints = bar.maximum(), Strips(content)
    transcript.show_message(message(text + "And a last one, which is new.\n\nNext"))
    assert comes(lambda: transcript.settled and bar.maximum() > before)
    QTest.qWait(60)
    assert bar.value() == bar.maximum()
    assert paints.highest < transcript.viewport().height() // 2, "what was there was moved, not painted again"
    assert is_up_to_date(window)


def test_a_conversation_that_is_left_is_settled(window: QWidget) -> None:
    transcript = Transcript()
    put(window, transcript)
    text = "A paragraph of the answer.\n\n" * 60
    transcript.add_message(Message(id="a", conversation="c", role=Role.ASSISTANT, text=text, model="sonnet"))
    assert comes(lambda: transcript.settled)
    transcript.clear()
    transcript.add_message(Message(id="b", conversation="c", role=Role.ASSISTANT, text=text, model="sonnet"))
    assert comes(lambda: transcript._sinks)
    transcript.hide()
    assert not transcript._sinks
    transcript.show()
    assert comes(lambda: transcript.settled)
    bar = transcript.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0


def test_each_thing_has_a_turn_of_its_own(light_app: QApplication) -> None:
    parent, done = QObject(), list[str]()
    turns = Turns(parent)
    turns.ask("one", lambda: done.append("one"))
    turns.ask("two", lambda: done.append("two, as asked for first"))
    turns.ask("two", lambda: done.append("two"))
    turns.ask("three", lambda: done.append("three"))
    assert done == []
    counts = set()
    while not turns.settled:
        light_app.processEvents()
        counts.add(len(done))
    assert done == ["one", "two", "three"]
    assert counts >= {1, 2, 3}, "never two in one turn"
    turns.ask("one", lambda: done.append("again"), rest=3600)
    QTest.qWait(30)
    assert done[3:] == [], "it rests"
    turns.ask("one", lambda: done.append("soon"))
    assert comes(lambda: turns.settled)
    turns.ask("two", lambda: done.append("at once"), rest=3600)
    turns.finish()
    assert done[3:] == ["soon", "at once"]
    assert turns.settled


def test_a_frame_has_the_corners_of_a_card(window: QWidget) -> None:
    table, card = shown(RecentModel()), Card()
    put(window, table)
    put(window, card)
    QTest.qWait(60)
    picture = at_once(window)
    size = tables._CORNER
    of_table = picture.copy(table.x(), table.y(), size, size)
    of_card = picture.copy(card.x(), card.y(), size, size)
    assert of_table == of_card
