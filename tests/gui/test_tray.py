"""The tray's icon and menu, as its user reads and clicks them."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from aicore_tray.connect.registry import TOOLS
from aicore_tray.gui import theme
from aicore_tray.gui.snapshots import Kind, ProxyState, ProxyView, Snapshot, Trouble
from aicore_tray.gui.tray import Tray
from aicore_tray.usage.statistics import Sums
from tests.gui import staged

URL = "http://127.0.0.1:3001"
SIGNALS = (
    *("wants_page", "wants_proxy", "wants_copy", "wants_quit", "wants_account", "wants_tier", "wants_trouble"),
    *("wants_import", "wants_logs", "wants_about", "wants_help", "wants_chat", "wants_diagnostics"),
)


@pytest.fixture
def tray(qapp: QApplication) -> Iterator[Tray]:
    theme.install(qapp)
    made = Tray()
    yield made
    made.hide()
    made.deleteLater()


def day(state: ProxyState = ProxyState.RUNNING, in_flight: int = 0, *troubles: Trouble) -> Snapshot:
    shown = replace(staged.day(), troubles=troubles)
    return replace(shown, proxy=ProxyView(state=state, url=URL, in_flight=in_flight))


def show(qtbot: QtBot, tray: Tray, snapshot: Snapshot) -> None:
    """Show a snapshot and wait until the menu tells it."""
    tray.update_from(snapshot)
    qtbot.wait(1100)


def action(tray: Tray, name: str) -> QAction:
    return next(each for each in every_action(tray.menu) if each.objectName() == name)


def every_action(menu: QMenu) -> list[QAction]:
    found: list[QAction] = []
    for each in menu.actions():
        found.append(each)
        below = each.menu()
        if isinstance(below, QMenu):
            found += every_action(below)
    return found


def picture(tray: Tray) -> QImage:
    return tray.icon.icon().pixmap(QSize(22, 22)).toImage()


def shape(image: QImage) -> tuple[bool, ...]:
    """Return which points are covered, in whatever colour."""
    return tuple(image.pixelColor(x, y).alpha() > 100 for y in range(image.height()) for x in range(image.width()))


@pytest.mark.parametrize(
    ("state", "text", "on"),
    [
        (ProxyState.OFF, "○ Off · 127.0.0.1:3001", False),
        (ProxyState.STARTING, "◐ Starting · 127.0.0.1:3001", True),
        (ProxyState.RUNNING, "● Running · 127.0.0.1:3001", True),
        (ProxyState.STOPPING, "◐ Stopping · 127.0.0.1:3001", False),
        (ProxyState.FAILED, "■ Cannot start · 127.0.0.1:3001", False),
        (ProxyState.ELSEWHERE, "● Running in a terminal · 127.0.0.1:3001", False),
    ],
)
def test_the_first_line_and_the_toggle(qtbot: QtBot, tray: Tray, state: ProxyState, text: str, on: bool) -> None:
    show(qtbot, tray, day(state))
    assert action(tray, "tray-state").text() == text
    toggle = action(tray, "tray-toggle")
    assert (toggle.text(), toggle.isChecked()) == ("Proxy on", on)
    assert toggle.isEnabled() is (state is not ProxyState.STOPPING)
    assert len(tray.icon.toolTip()) <= 127
    assert tray.icon.toolTip().startswith(text)


def test_the_day_in_a_line(qtbot: QtBot, tray: Tray) -> None:
    show(qtbot, tray, day())
    text = action(tray, "tray-today").text()
    assert text.startswith("Today 214 requests")
    assert text.endswith("2 errors")
    long = replace(day(), today=Sums(requests=10**9, errors=10**9, input=10**12, output=10**12))
    long = replace(long, proxy=replace(long.proxy, url="https://" + "long-name." * 20 + ":3001"))
    show(qtbot, tray, long)
    assert len(tray.icon.toolTip()) <= 127


def test_every_state_has_a_shape_of_its_own(qtbot: QtBot, tray: Tray) -> None:
    shapes = {}
    marks = {
        "off": day(ProxyState.OFF),
        "on": day(),
        "busy": day(ProxyState.RUNNING, 1),
        "attention": day(ProxyState.FAILED, 0, Trouble(kind=Kind.PORT_TAKEN, port=3001)),
    }
    for name, snapshot in marks.items():
        tray.update_from(snapshot)
        qtbot.wait(20)
        shapes[name] = shape(picture(tray))
        assert any(shapes[name]), name
    assert len(set(shapes.values())) == len(marks)


def test_a_short_request_is_seen(qtbot: QtBot, tray: Tray) -> None:
    tray.update_from(day())
    idle = shape(picture(tray))
    tray.update_from(day(ProxyState.RUNNING, 1))
    began = time.monotonic()
    tray.update_from(day())
    assert shape(picture(tray)) != idle
    qtbot.waitUntil(lambda: shape(picture(tray)) == idle, timeout=3000)
    assert 0.35 < time.monotonic() - began < 2
    # One that came and went between two pictures.
    more = replace(day(), today=replace(day().today, requests=215))
    tray.update_from(more)
    assert shape(picture(tray)) != idle
    qtbot.waitUntil(lambda: shape(picture(tray)) == idle, timeout=3000)


def test_what_is_mild_is_no_reason_for_alarm(tray: Tray) -> None:
    tray.update_from(day())
    calm = shape(picture(tray))
    tray.update_from(day(ProxyState.RUNNING, 0, Trouble(kind=Kind.NO_ACCOUNT)))
    assert shape(picture(tray)) == calm
    tray.update_from(day(ProxyState.RUNNING, 0, Trouble(kind=Kind.KEY_REFUSED, subject="prod")))
    assert shape(picture(tray)) != calm


def test_the_problem_line(qtbot: QtBot, tray: Tray) -> None:
    problem = action(tray, "tray-problem")
    assert not problem.isVisible()
    refused = Trouble(kind=Kind.KEY_REFUSED, subject="prod-eu10")
    show(qtbot, tray, day(ProxyState.RUNNING, 0, refused, Trouble(kind=Kind.CERTIFICATE_ENDS, subject="dev", days=3)))
    assert problem.isVisible()
    assert problem.text() == "⚠ Key of prod-eu10 refused: fix…"
    with qtbot.waitSignal(tray.wants_trouble) as told:
        problem.trigger()
    assert told.args == [refused]
    show(qtbot, tray, day())
    assert not problem.isVisible()


def test_words_change_in_place_and_at_most_once_a_second(qtbot: QtBot, tray: Tray) -> None:
    show(qtbot, tray, day())
    before, changes = every_action(tray.menu), list[float]()
    action(tray, "tray-today").changed.connect(lambda: changes.append(time.monotonic()))
    end, count = time.monotonic() + 2.5, 300
    while time.monotonic() < end:
        count += 1
        tray.update_from(replace(day(), today=Sums(requests=count)))
        qtbot.wait(20)
    assert 2 <= len(changes) <= 4, len(changes)
    assert all(later - earlier > 0.9 for earlier, later in itertools.pairwise(changes))
    assert every_action(tray.menu) == before
    qtbot.waitUntil(lambda: action(tray, "tray-today").text().startswith(f"Today {count} "), timeout=2000)


def test_nothing_is_touched_where_nothing_is_new(qtbot: QtBot, tray: Tray) -> None:
    """Each change is a message to the panel, which draws its menu anew."""
    show(qtbot, tray, day())
    changed: list[str] = []
    for each in every_action(tray.menu):
        each.changed.connect(lambda each=each: changed.append(each.objectName()))
    show(qtbot, tray, day())
    assert changed == []


def test_accounts_and_models_are_listed_anew_only_when_they_are_others(qtbot: QtBot, tray: Tray) -> None:
    show(qtbot, tray, day())
    first = action(tray, "tray-account-prod-eu10")
    assert first.text() == "prod-eu10 / default"
    assert first.isChecked()
    now = day()
    resting = (replace(now.accounts[0], enabled=False, state="off"), *now.accounts[1:])
    show(qtbot, tray, replace(now, accounts=resting))
    assert action(tray, "tray-account-prod-eu10") is first
    assert not first.isChecked()
    show(qtbot, tray, replace(now, accounts=now.accounts[1:]))
    names = [each.objectName() for each in every_action(tray.menu)]
    assert "tray-account-prod-eu10" not in names
    assert "tray-account-dev-us10" in names
    assert names.count("tray-import") == 1
    show(qtbot, tray, replace(now, models=now.models[:1]))
    assert "tray-tier-opus-gpt-5.5" not in [each.objectName() for each in every_action(tray.menu)]


def test_an_open_menu_is_not_rebuilt_under_the_pointer(qtbot: QtBot, tray: Tray) -> None:
    show(qtbot, tray, day())
    accounts = action(tray, "tray-accounts").menu()
    assert isinstance(accounts, QMenu)
    accounts.popup(tray.menu.pos())
    before = accounts.actions()
    show(qtbot, tray, replace(day(), accounts=day().accounts[1:]))
    assert accounts.actions() == before
    accounts.hide()
    qtbot.waitUntil(lambda: accounts.actions() != before, timeout=3000)


def test_a_tier_that_is_set_to_a_model_that_is_gone(qtbot: QtBot, tray: Tray) -> None:
    now = day()
    settings = replace(now.settings, tiers={"opus": "gone-model"})
    show(qtbot, tray, replace(now, settings=settings))
    assert action(tray, "tray-tier-opus-gone-model").isChecked()
    show(qtbot, tray, replace(now, settings=replace(settings, tiers={})))
    assert action(tray, "tray-tier-opus-").isChecked()


def test_a_mark_that_was_refused_goes_back(qtbot: QtBot, tray: Tray) -> None:
    show(qtbot, tray, day())
    action(tray, "tray-tier-gpt-gemini-3.5-flash").trigger()
    action(tray, "tray-account-dev-us10").trigger()
    tray.refresh()
    assert action(tray, "tray-tier-gpt-gpt-5.5").isChecked()
    assert not action(tray, "tray-tier-gpt-gemini-3.5-flash").isChecked()
    assert action(tray, "tray-account-dev-us10").isChecked()


@pytest.mark.parametrize(
    "snapshot",
    [
        Snapshot(),
        staged.fresh(),
        day(),
        day(ProxyState.OFF),
        day(ProxyState.FAILED, 0, Trouble(kind=Kind.PORT_TAKEN, port=3001)),
    ],
)
def test_no_entry_is_dead(qtbot: QtBot, tray: Tray, snapshot: Snapshot) -> None:
    show(qtbot, tray, snapshot)
    told: list[tuple[Any, ...]] = []
    for name in SIGNALS:
        getattr(tray, name).connect(lambda *values, name=name: told.append((name, *values)))
    for signal in (tray.tools.wants_setup, tray.tools.wants_page, tray.tools.wants_shell, tray.tools.wants_launch):
        signal.connect(lambda *values: told.append(values))
    top = [each for each in tray.menu.actions() if each.isVisible() and not each.isSeparator()]
    assert len(top) <= 14
    for each in every_action(tray.menu):
        if each.menu() is not None or each.isSeparator() or not each.isEnabled() or not each.isVisible():
            continue
        told.clear()
        each.trigger()
        assert len(told) == 1, each.text()
        assert each.text(), each.objectName()


def test_what_entries_ask_for(qtbot: QtBot, tray: Tray) -> None:
    show(qtbot, tray, day())
    for name, signal, values in (
        ("tray-state", tray.wants_copy, []),
        ("tray-today", tray.wants_page, ["dashboard"]),
        ("tray-toggle", tray.wants_proxy, [False]),
        ("tray-account-dev-us10", tray.wants_account, ["dev-us10", False]),
        ("tray-tier-haiku-gpt-5.5", tray.wants_tier, ["haiku", "gpt-5.5"]),
        ("tray-tier-opus-", tray.wants_tier, ["opus", ""]),
        ("tray-chat", tray.wants_chat, []),
        ("tray-diagnostics", tray.wants_page, ["diagnostics"]),
        ("tray-copy-diagnostics", tray.wants_diagnostics, []),
        ("tray-copy-claude-code", tray.tools.wants_setup, ["claude-code"]),
        ("tray-copy-cline", tray.tools.wants_setup, ["cline"]),
        ("tray-copy-cherry-studio", tray.tools.wants_page, ["cherry-studio"]),
        ("tray-copy-cursor", tray.tools.wants_page, ["cursor"]),
        ("tray-shell-fish", tray.tools.wants_shell, ["fish"]),
        ("tray-launch-codex", tray.tools.wants_launch, ["codex", ""]),
        ("tray-settings", tray.wants_page, ["settings"]),
        ("tray-quit", tray.wants_quit, []),
    ):
        with qtbot.waitSignal(signal) as told:
            action(tray, name).trigger()
        assert told.args == values, name


def test_what_was_launched_last(qtbot: QtBot, tray: Tray) -> None:
    tray.note_tools(
        "zsh", ((TOOLS["codex"], Path("/src/shop")), (TOOLS["claude-code"], Path("/src/a-very" + "-long" * 12)))
    )
    show(qtbot, tray, day())
    assert action(tray, "tray-shell-zsh").isChecked()
    assert action(tray, "tray-launch-recent-0").text() == "Codex in shop"
    assert action(tray, "tray-launch-recent-1").text().endswith("…")
    with qtbot.waitSignal(tray.tools.wants_launch) as told:
        action(tray, "tray-launch-recent-0").trigger()
    assert told.args == ["codex", "/src/shop"]
    tray.note_tools("fish", ())
    show(qtbot, tray, day())
    assert action(tray, "tray-shell-fish").isChecked()
    assert not [each for each in every_action(tray.menu) if each.objectName().startswith("tray-launch-recent")]


def test_without_models_there_is_nothing_to_set_up(qtbot: QtBot, tray: Tray) -> None:
    show(qtbot, tray, staged.fresh())
    assert not action(tray, "tray-copy-setup").isEnabled()
    assert not action(tray, "tray-launch").isEnabled()
    show(qtbot, tray, day(ProxyState.OFF))
    assert action(tray, "tray-copy-setup").isEnabled(), "its address is known, and it can be started"


def test_clicks_on_the_icon(qtbot: QtBot, tray: Tray) -> None:
    with qtbot.waitSignal(tray.toggled_window):
        tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    with qtbot.waitSignal(tray.wants_page) as told:
        tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.DoubleClick)
    assert told.args == ["dashboard"]
    with qtbot.assertNotEmitted(tray.toggled_window):
        tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Context)


def test_while_it_ends_only_quitting_at_once_is_left(qtbot: QtBot, tray: Tray) -> None:
    show(qtbot, tray, day(ProxyState.RUNNING, 2))
    assert action(tray, "tray-quit").text() == "Quit AI Core Tray (2 requests running)"
    tray.set_quitting(True)
    assert action(tray, "tray-state").text() == "Ending, 2 requests still running"
    enabled = [each.objectName() for each in tray.menu.actions() if each.isEnabled() and not each.isSeparator()]
    assert enabled == ["tray-quit"]
    assert action(tray, "tray-quit").text() == "Quit now"
