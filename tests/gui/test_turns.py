"""What is to be shown soon has its turn: never two things in one turn of Qt's loop, and none is forgotten."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from aicore_tray.gui.turns import TurnTimer

HEAVY = QEvent.Type(QEvent.registerEventType())


class Canvas(QWidget):
    """Notes when it is painted."""

    def __init__(self, told: list[str]) -> None:
        super().__init__()
        self.told = told

    def paintEvent(self, _: QPaintEvent) -> None:
        self.told.append("painted")


class Busy(QObject):
    """Has much to do in every turn of Qt's loop."""

    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__()
        self.work, self.ends = work, False

    def event(self, event: QEvent) -> bool:
        if event.type() != HEAVY:
            return super().event(event)
        self.work()
        if not self.ends:
            QCoreApplication.postEvent(self, QEvent(HEAVY))
        return True


def test_what_one_makes_dirty_is_painted_before_the_next_has_its_turn(light_app: QApplication) -> None:
    told = list[str]()
    canvas = Canvas(told)
    canvas.show()
    for _ in range(5):
        light_app.processEvents()

    def step(name: str) -> Callable[[], None]:
        def do() -> None:
            told.append(name)
            canvas.update()

        return do

    timers = [TurnTimer(canvas, step(name), once=True) for name in "abc"]
    told.clear()
    for timer in timers:
        timer.start()  # all of them are due at once
    while told.count("painted") < 3:
        light_app.processEvents()
    assert told == ["a", "painted", "b", "painted", "c", "painted"]
    canvas.close()
    canvas.deleteLater()


def test_a_stopped_one_has_no_turn_and_one_that_is_gone_holds_up_no_other(light_app: QApplication) -> None:
    parent, done = QObject(), list[str]()
    rung = list[TurnTimer]()
    first, second, gone, last = (
        TurnTimer(parent, lambda name=name: done.append(name), once=True)  # type: ignore[misc]
        for name in ("first", "second", "gone", "last")
    )
    for timer in (first, second, gone, last):
        timer.timeout.connect(lambda timer=timer: rung.append(timer))
        timer.start()
    while len(rung) < 4:
        light_app.processEvents()
    assert last.isActive(), "it waits for its turn"
    second.stop()
    assert not second.isActive()
    gone.setParent(None)
    gone.deleteLater()
    light_app.sendPostedEvents(gone, QEvent.Type.DeferredDelete)
    while "last" not in done:
        light_app.processEvents()
    assert done == ["first", "last"]
    second.start()
    while "second" not in done:
        light_app.processEvents()
    assert not second.isActive(), "it was to ring once"


def test_a_turn_that_is_full_already_gets_nothing_more_but_nobody_waits_for_good(light_app: QApplication) -> None:
    parent, told = QObject(), list[str]()

    def work() -> None:
        told.append("work")
        end = time.perf_counter() + 0.003
        while time.perf_counter() < end:
            pass

    busy = Busy(work)
    timer = TurnTimer(parent, lambda: told.append("step"), every=1)
    QCoreApplication.postEvent(busy, QEvent(HEAVY))
    timer.start()
    while told.count("step") < 3:
        light_app.processEvents()
    timer.stop()
    busy.ends = True
    light_app.processEvents()
    # Three turns each by itself; it is put off three times, two turns each time.
    assert told.count("work") >= 7 * 3, "it was put off, and then had its turn all the same"
