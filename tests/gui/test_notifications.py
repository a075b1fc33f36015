"""What is worth a notification, and how often it is told."""

from __future__ import annotations

import time
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from aicore_tray.gui import numbers
from aicore_tray.gui.language import Language
from aicore_tray.gui.notifications import Notifications
from aicore_tray.gui.snapshots import Kind, ProxyState, ProxyView, Snapshot, Trouble
from aicore_tray.usage.record import RequestRecord

REFUSED = Trouble(kind=Kind.KEY_REFUSED, subject="prod-eu10")
TAKEN = Trouble(kind=Kind.PORT_TAKEN, subject="node (4711)", port=3001, other_port=3002)


class Icon(QSystemTrayIcon):
    """Notes what it is asked to show: no desktop here would show it."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def isVisible(self) -> bool:
        return True

    def showMessage(self, title: str, *_: Any) -> None:
        self.told.append(title)


@pytest.fixture
def icon(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Icon:
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", staticmethod(lambda: True))
    return Icon()


def throttled(count: int, *, ago: float = 1.0) -> Snapshot:
    record = RequestRecord(
        id="r", started=time.time() - ago, key="k", client="c", dialect="messages", asked="gpt-5", status=429
    )
    return Snapshot(recent=tuple(replace(record, id=str(number)) for number in range(count)))


def test_a_refused_key_is_told_once_until_it_comes_back(icon: Icon) -> None:
    notifications = Notifications(icon)
    for _ in range(3):
        notifications.look_at(Snapshot(troubles=(REFUSED,)), seen=False)
    assert len(icon.told) == 1
    notifications.look_at(Snapshot(), seen=False)
    notifications.look_at(Snapshot(troubles=(REFUSED,)), seen=False)
    assert len(icon.told) == 2


def test_what_the_window_shows_is_not_told_again(icon: Icon) -> None:
    notifications = Notifications(icon)
    notifications.look_at(Snapshot(troubles=(REFUSED,)), seen=True)
    notifications.look_at(Snapshot(troubles=(REFUSED,)), seen=False)
    assert icon.told == []


def test_a_start_that_failed_is_told_and_mild_troubles_are_not(icon: Icon) -> None:
    notifications = Notifications(icon)
    mild = (Trouble(kind=Kind.NO_ACCOUNT), Trouble(kind=Kind.OFFLINE), Trouble(kind=Kind.CERTIFICATE_ENDS, subject="a"))
    notifications.look_at(Snapshot(troubles=mild), seen=False)
    assert icon.told == []
    failed = Snapshot(proxy=ProxyView(state=ProxyState.FAILED), troubles=(TAKEN,))
    notifications.look_at(failed, seen=False)
    assert len(icon.told) == 1


def test_a_burst_of_429_is_told_once_in_ten_minutes(icon: Icon) -> None:
    notifications = Notifications(icon)
    notifications.look_at(throttled(4), seen=False)
    notifications.look_at(throttled(9, ago=300), seen=False)
    assert icon.told == []
    for _ in range(3):
        notifications.look_at(throttled(5), seen=False)
    assert len(icon.told) == 1


def test_numbers_follow_the_language(qapp: QApplication) -> None:
    language = Language(qapp)
    language.use("de")
    try:
        assert numbers.duration(1.5) == "1,5 s"
    finally:
        language.use("en")
    assert numbers.duration(1.5) == "1.5 s"
