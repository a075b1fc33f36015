"""Requests through its widgets: rows come and end, are narrowed and saved; one tells its way, headers and error."""

from __future__ import annotations

import csv
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMenu

from aicore_tray.connect.shells import BASH, CMD, FISH, POWERSHELL
from aicore_tray.dialects.errors import ErrorKind
from aicore_tray.gui import feed
from aicore_tray.gui.feed import RequestFeed
from aicore_tray.gui.models.request_cells import (
    ACCOUNT,
    API,
    CACHED,
    COLUMNS,
    FIRST,
    MODEL,
    OUTPUT,
    STATUS,
    TIME,
    TRIES,
)
from aicore_tray.gui.models.request_log import RequestLog
from aicore_tray.gui.pages.requests import RequestsPage
from aicore_tray.gui.remembered import FILE, Remembered
from aicore_tray.gui.requests.body_view import BodyView, pieces
from aicore_tray.gui.requests.course import course_of
from aicore_tray.gui.requests.criteria import Criteria
from aicore_tray.gui.requests.curl import as_curl
from aicore_tray.gui.requests.explained import explained
from aicore_tray.gui.requests.log_table import LogTable
from aicore_tray.gui.requests.way import lines_of
from aicore_tray.gui.snapshots import RunningView
from aicore_tray.sandbox.faults import Fault
from aicore_tray.usage.export import Format
from aicore_tray.usage.record import RequestRecord
from tests.gui import staged, staged_requests
from tests.gui.conftest import World, played

SONNET, HAIKU = "anthropic--claude-4.6-sonnet", "anthropic--claude-4.5-haiku"
BODY: dict[str, Any] = {"model": SONNET, "max_tokens": 50, "messages": [{"role": "user", "content": "hello"}]}


def page(world: World) -> RequestsPage:
    world.page("requests")
    return world.window.requests_page


def cell(shown: RequestsPage, row: int, column: int) -> str:
    return str(shown.rows.index(row, column).data())


async def settled(world: World, shown: RequestsPage, rows: int) -> None:
    await world.until(lambda: shown.rows.rowCount() == rows and shown.settled, f"{rows} rows")


@asynccontextmanager
async def stream(world: World, key: str) -> AsyncIterator[aiohttp.ClientResponse]:
    world.sandbox._inference._pace = 0.05
    content = "Write a text of 60 words."
    body = {**BODY, "max_tokens": 400, "stream": True, "messages": [{"role": "user", "content": content}]}
    url = f"{world.session.engine.url}/v1/messages"
    async with aiohttp.ClientSession() as client, client.post(url, json=body, headers={"x-api-key": key}) as answer:
        yield answer


# ---- rows


@played
async def test_a_request_is_seen_from_its_beginning_to_its_end(world: World) -> None:
    await world.add_account()
    key = await world.make_key("Codex")
    shown = page(world)
    async with stream(world, key) as answer:
        await world.until(lambda: shown.rows.rowCount() == 1 and cell(shown, 0, STATUS) == "Streaming")
        assert cell(shown, 0, MODEL) == SONNET
        await world.until(lambda: "Requests, 1" in world.window.list._items["requests"].accessibleName())
        shown.table.selectRow(0)
        assert shown.pane.isVisible()
        assert [line.title for line in shown.pane.overview.way.lines][-1] == "The answer is coming"
        resets = QSignalSpy(shown.rows.modelReset)
        world.page("models")
        assert not shown._tick.isActive(), "no timers while hidden"
        page(world)
        await answer.read()
    await world.until(lambda: cell(shown, 0, STATUS) == "OK")
    assert shown.rows.rowCount() == 1
    assert resets.count() == 0, "it is changed in place"
    await world.until(lambda: "200, answered" in [line.text for line in shown.pane.overview.way.lines])
    assert shown.table.currentIndex().row() == 0
    assert not shown._tick.isActive()
    assert "Requests" in world.window.list._items["requests"].accessibleName()


@played
async def test_a_hidden_page_does_nothing_and_catches_up(world: World) -> None:
    await world.add_account()
    key = await world.make_key()
    shown = page(world)
    await world.until(lambda: shown.settled)
    world.page("models")
    for _ in range(3):
        await world.ask("/v1/messages", key, BODY)
    await world.until(lambda: world.now.today.requests == 3)
    shown.show_snapshot(world.now)
    assert shown.settled
    assert shown.rows.rowCount() == 0
    page(world)
    await settled(world, shown, 3)
    assert shown.subtitle.text() == "3 today"
    assert shown.kept.text() == "kept for good · bodies are not recorded"


@played
async def test_the_filter_and_its_empty_state(world: World) -> None:
    await world.add_account()
    key = await world.make_key("mine")
    shown = page(world)
    await world.until(lambda: shown.settled)
    assert shown._empty._title.text() == "No requests yet"
    await world.ask("/v1/messages", key, BODY)
    await world.ask("/v1/messages", key, {**BODY, "model": HAIKU})
    await world.ask("/v1/messages", key, {**BODY, "model": "no-such-model"})
    await settled(world, shown, 3)
    QTest.keyClick(world.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = world.find(QLineEdit, "filter")
    assert field.hasFocus()
    QTest.keyClicks(field, "haiku")
    await settled(world, shown, 1)
    field.clear()
    await settled(world, shown, 3)
    await world.until(lambda: shown.bar.model.findData(HAIKU) > 0, "it is offered")
    await world.choose("model-filter", HAIKU)
    await settled(world, shown, 1)
    await world.choose("model-filter", "")
    await world.choose("status-filter", "failed")
    await settled(world, shown, 1)
    assert cell(shown, 0, STATUS) == "404 No model"
    await world.write("filter", "haiku")
    await settled(world, shown, 0)
    assert shown._empty._title.text() == "Nothing matches"
    QTest.mouseClick(shown._empty._button, Qt.MouseButton.LeftButton)
    await settled(world, shown, 3)
    assert not shown.bar.criteria.any


@played
async def test_what_comes_while_it_stands_still_is_counted(world: World) -> None:
    await world.add_account()
    key = await world.make_key()
    shown = page(world)
    await world.ask("/v1/messages", key, BODY)
    await settled(world, shown, 1)
    await world.click("pause")
    for _ in range(2):
        await world.ask("/v1/messages", key, BODY)
    await world.until(lambda: shown.bar.pause.text() == "Go on, 2 new")
    assert shown.rows.rowCount() == 1
    await world.click("pause")
    await settled(world, shown, 3)
    assert shown.bar.pause.text() == "Pause"


@played
async def test_scrolling_away_stops_following_and_keeps_the_place(world: World) -> None:
    shown = page(world)
    for number in range(100):
        world.session.feed.add(record(number))
    shown._take()
    bar = shown.table.verticalScrollBar()
    await world.until(lambda: bar.maximum() > 0)
    assert shown.bar.follow.isChecked()
    bar.setValue(300)
    assert not shown.bar.follow.isChecked()
    top = shown.rows.at(shown.table.indexAt(QPoint(5, 5)))
    world.session.feed.add(record(200))
    world.session.feed.add(record(201))
    shown._take()
    assert shown.rows.at(shown.table.indexAt(QPoint(5, 5))) == top
    shown.bar.follow.setChecked(True)
    assert bar.value() == 0
    world.session.feed.add(record(202))
    shown._take()
    assert bar.value() == 0
    assert world.session.remembered.memory.follow, "scrolling is no choice"


@played
async def test_earlier_runs_and_what_is_remembered(world: World) -> None:
    """Nothing is lost where the app is killed: what is remembered is written at once, and requests are in the books."""
    await world.add_account()
    key = await world.make_key()
    shown = page(world)
    await world.ask("/v1/messages", key, BODY)
    await settled(world, shown, 1)
    shown.table.set_column_wanted(TRIES, True)
    shown.table.set_column_wanted(TIME, False)
    shown.table.columns_chosen.emit()
    shown.bar.set_criteria(Criteria(words="sonnet"))
    QTest.mouseClick(shown.bar.follow, Qt.MouseButton.LeftButton, pos=QPoint(8, shown.bar.follow.height() // 2))
    shown.table.selectRow(0)
    shown.split.setSizes([200, 260])
    shown.split.splitterMoved.emit(200, 1)
    world.window.resize(1180, 700)

    def written() -> bool:
        kept = Remembered(world.session.paths.data / FILE).memory
        found = kept.columns, kept.requests_filter, kept.follow, "below" in kept.splits, bool(kept.window)
        return found == ({"time": False, "tries": True}, {"words": "sonnet"}, False, True, True)

    await world.until(written, "it is written")
    await world.close()
    await world.open()
    later = page(world)
    await world.until(lambda: later.rows.rowCount() == 1, "the books are read")
    assert later.bar.words.text() == "sonnet"
    assert not later.bar.follow.isChecked()
    await world.until(lambda: later.table.isColumnHidden(TIME) and not later.table.isColumnHidden(TRIES))
    later.table.selectRow(0)
    assert later.pane.detail is None
    assert [line.text for line in later.pane.overview.way.lines] == ["200, answered"]
    assert "in memory alone" in later.pane.overview._no_headers.text()


def test_columns_go_as_room_shrinks(qtbot: Any) -> None:
    model = RequestLog()
    table = LogTable(model)
    qtbot.addWidget(table)
    model.take([], staged_requests.ended(staged.NOW)[::-1])
    table.resize(1500, 300)
    table.show()

    def hidden() -> set[int]:
        return {each for each in range(len(COLUMNS)) if table.isColumnHidden(each)}

    qtbot.waitUntil(lambda: table.whole)
    assert hidden() == set()
    order: list[int] = []
    for width in range(1500, 350, -10):
        table.resize(width, 300)
        order += sorted(hidden() - set(order))
    assert order == [ACCOUNT, API, TRIES, CACHED, FIRST, OUTPUT]
    table.set_column_wanted(TRIES, True)
    assert TRIES not in hidden(), "whoever asks for a column sees it"
    table.set_column_wanted(TIME, False)
    table.resize(1500, 300)
    assert hidden() == {TIME}
    assert table.chosen_columns() == {"time": False, "tries": True}


@played
async def test_at_the_right_in_a_wide_window_and_f6_and_escape(world: World) -> None:
    shown = page(world)
    for each in reversed(staged_requests.ended(staged.NOW)):
        world.session.feed.add(each)
    shown._take()
    world.window.activateWindow()
    shown.table.selectRow(1)
    assert shown.split.orientation() == Qt.Orientation.Vertical
    world.window.resize(1440, 860)
    await world.until(lambda: shown.split.orientation() == Qt.Orientation.Horizontal)
    await world.until(lambda: 360 <= shown.pane.width() <= 400, "380 wide")
    seen = []
    world.window.list.focus_current()
    for _ in range(3):
        QTest.keyClick(world.window, Qt.Key.Key_F6)
        focus = QApplication.focusWidget()
        assert focus is not None
        parts = {"pane": shown.pane, "list": world.window.list, "page": shown}
        seen.append(next(name for name, part in parts.items() if part.isAncestorOf(focus)))
    assert seen == ["page", "pane", "list"]
    shown.table.setFocus()
    QTest.keyClick(shown.table, Qt.Key.Key_Escape)
    assert shown.pane.isHidden()
    assert not shown.table.currentIndex().isValid()


# ---- details


@played
async def test_the_way_over_a_deployment_that_refused(world: World) -> None:
    await world.add_account("orchestrated")
    key = await world.make_key()
    shown = page(world)
    world.sandbox.faults.add(Fault("status", model="gpt-5-mini", status=429, retry_after=30))
    await world.ask("/v1/chat/completions", key, {"model": "gpt-5-mini", "messages": BODY["messages"]})
    await settled(world, shown, 1)
    shown.table.selectRow(0)
    lines = shown.pane.overview.way.lines
    assert lines[0].title == "2 deployments could answer"
    assert "goes before orchestration" in lines[0].text
    assert lines[1].icon == "warning"
    assert lines[1].text.startswith("429 At limit; resting until ")
    assert lines[1].text.endswith("as its Retry-After asks")
    assert lines[2].text == "200, answered"
    headers = dict(shown.pane.detail.headers) if shown.pane.detail else {}
    assert key not in str(headers)
    assert headers["x-api-key"].startswith("act-")
    assert shown.pane._about.text().endswith("POST /v1/chat/completions")


@played
async def test_an_error_is_explained(world: World) -> None:
    await world.add_account()
    key = await world.make_key()
    shown = page(world)
    await world.ask("/v1/messages", key, {**BODY, "model": "no-such-model"})
    await settled(world, shown, 1)
    shown.table.selectRow(0)
    assert "No running deployment answers to no-such-model." in shown.pane.trouble.accessibleName()
    assert shown.pane._said.text()
    assert [line.title for line in shown.pane.overview.way.lines] == ["No deployment was asked"]
    await world.click("close-request")
    assert shown.pane.isHidden()


@played
async def test_bodies_are_shown_where_they_are_recorded(world: World) -> None:
    await world.add_account()
    key = await world.make_key()
    shown = page(world)
    await world.ask("/v1/messages", key, BODY)
    await settled(world, shown, 1)
    shown.table.selectRow(0)
    shown.pane.turn_to("request")
    assert "Bodies are not recorded." in shown.pane.asked._why.text()
    await world.click("show-log-bodies")
    assert world.window.page.key == "settings"
    await world.commands.set("log_bodies", True)
    page(world)
    await world.ask("/v1/messages", key, BODY)
    await settled(world, shown, 2)
    shown.table.selectRow(0)
    await world.until(lambda: '"content": "hello"' in shown.pane.asked.text.toPlainText(), "it is shown")
    assert shown.pane.asked.text.toPlainText().count("\n") > 5
    shown.pane.turn_to("answer")
    await world.until(lambda: "end_turn" in shown.pane.answer.text.toPlainText())
    QApplication.clipboard().setText("")
    await world.click("copy-as-curl")
    await world.until(lambda: "hello" in QApplication.clipboard().text(), "the body is in it")
    copied = QApplication.clipboard().text()
    assert f"{world.session.engine.url}/v1/messages" in copied
    assert "AICORE_TRAY_KEY" in copied
    assert key not in copied
    shown.table.selectRow(1)
    assert "was not recorded" in shown.pane.answer._why.text()


def test_a_long_body_comes_in_pieces(qtbot: Any) -> None:
    text = json.dumps({"text": "word " * 20_000})
    assert "".join(pieces(text)).replace("\n", "") == text
    assert max(len(line) for piece in pieces(text) for line in piece.split("\n")) <= 1000
    view = BodyView("Request body")
    qtbot.addWidget(view)
    view.show_body(staged_requests.BODY)
    qtbot.waitUntil(lambda: view.settled)
    assert view.text.toPlainText() == staged_requests.BODY.text


# ---- saving


@played
async def test_requests_are_saved_for_a_spreadsheet(world: World, tmp_path: Path) -> None:
    await world.add_account()
    key = await world.make_key("=mine")
    shown = page(world)
    await world.ask("/v1/messages", key, BODY)
    await world.ask("/v1/messages", key, {**BODY, "model": HAIKU})
    await settled(world, shown, 2)
    shown.bar.set_criteria(Criteria(words="haiku"))
    shown.save(tmp_path / "some.csv", Format.CSV, everything=False)
    await world.until(lambda: (tmp_path / "some.csv").is_file())
    rows = list(csv.DictReader((tmp_path / "some.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["model"], row["key"]) for row in rows] == [(HAIKU, "'=mine")]
    shown.save(tmp_path / "all.jsonl", Format.JSONL, everything=True)
    await world.until(lambda: (tmp_path / "all.jsonl").is_file())
    lines = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text().splitlines()]
    assert [line["model"] for line in lines] == [SONNET, HAIKU]
    await world.until(lambda: "Saved to all.jsonl." in shown.banner.accessibleName())
    shown.save(tmp_path / "nowhere" / "x.csv", Format.CSV, everything=False)
    await world.until(lambda: "x.csv cannot be written" in shown.banner.accessibleName())


@played
async def test_the_download_button_offers_both_forms(world: World) -> None:
    shown = page(world)
    await world.click("save-requests")
    menu = shown.bar.findChild(QMenu)
    assert menu is not None
    assert len(menu.actions()) == 4
    menu.actions()[1].trigger()
    menu.close()
    await world.until(lambda: any(each.isVisible() for each in world.window.findChildren(QFileDialog)))
    dialog = world.window.findChildren(QFileDialog)[0]
    assert dialog.defaultSuffix() == "jsonl"
    dialog.reject()


# ---- parts


def record(number: int, **other: Any) -> RequestRecord:
    return RequestRecord(
        id=f"r{number}", started=float(number), key="k", client="claude-cli/2", dialect="messages", asked="sonnet",
        model=SONNET, **other,
    )  # fmt: skip


def under_way(number: int, **other: Any) -> RunningView:
    return RunningView(
        number=number, id=f"r{number}", started=float(number), client="claude-cli/2", model=SONNET, **other
    )


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("state", ["", "ok", "running"])
def test_the_model_keeps_the_rules_while_requests_come_and_go(state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aicore_tray.gui.models.request_log.MOST", 40)
    model = RequestLog()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.narrow(Criteria(state=state))
    live: list[int] = []
    ended: set[int] = set()
    begun = 0
    for step in range(60):
        fresh = list(range(begun, begun + step % 7))
        begun += len(fresh)
        live += fresh
        over = live[:: 3 - step % 2]
        live = [each for each in live if each not in over]
        ended.update(over)
        model.take([under_way(each) for each in reversed(live)], [record(each) for each in over])
        newest = [each for each in range(begun) if each in ended or each in live][-40:]
        wanted = [f"r{each}" for each in reversed(newest) if not state or (state == "running") == (each in live)]
        assert [row.id for row in model.shown()] == wanted
        for place in range(model.rowCount()):
            assert isinstance(model.index(place, STATUS).data(), str)
    model.narrow(Criteria())
    assert model.rowCount() == 40
    assert tester.model() is model


def test_no_neighbour_is_chosen_when_a_row_leaves(qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aicore_tray.gui.models.request_log.MOST", 5)
    model = RequestLog()
    table = LogTable(model)
    qtbot.addWidget(table)
    model.take([], [record(number) for number in range(5)])
    table.selectRow(4)
    chosen = QSignalSpy(table.selectionModel().currentRowChanged)
    model.take([], [record(5)])
    assert not table.currentIndex().isValid()
    assert chosen.count() == 1


@pytest.mark.usefixtures("qapp")
def test_a_late_record_of_one_that_runs_is_not_shown_twice() -> None:
    model = RequestLog()
    model.take([under_way(1), under_way(0)], [])
    model.take([under_way(1)], [record(0), record(1)])
    assert [(row.id, isinstance(row, RequestRecord)) for row in model.shown()] == [("r1", True), ("r0", True)]
    model.take([under_way(1), under_way(2)], [])
    assert [row.id for row in model.shown()] == ["r2", "r1", "r0"]
    model.take([], [])
    assert [row.id for row in model.shown()] == ["r1", "r0"], "one whose end got lost is gone"


@pytest.mark.usefixtures("qapp")
def test_earlier_requests_lie_below_and_fill_what_room_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aicore_tray.gui.models.request_log.MOST", 5)
    model = RequestLog()
    model.take([], [record(10), record(11)])
    model.fill([record(number) for number in (11, 10, 9, 8, 7, 6, 5)])
    assert [row.id for row in model.shown()] == ["r11", "r10", "r9", "r8", "r7"]
    assert model.models == {SONNET}


def test_the_feed_keeps_the_last_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    found = RequestFeed()
    assert found.since(0) == ()
    for number in range(feed.MOST + 10):
        found.add(record(number))
    assert len(found.since(0)) == feed.MOST
    assert [each.id for each in found.since(found.count - 2)] == [f"r{feed.MOST + 8}", f"r{feed.MOST + 9}"]


@pytest.mark.parametrize("kind", [*ErrorKind, "internal", "unheard of"])
def test_each_error_has_a_sentence_and_a_way_out(kind: str) -> None:
    fact, way = explained(record(1, status=500, error=kind))
    assert fact.endswith(".")
    assert way.endswith(".")
    assert "{" not in fact + way
    broken = explained(record(1, status=200, complete=False, error=kind))
    assert broken[0] == "The answer broke off after it had begun."
    assert explained(record(1)) == ("", "")
    assert explained(record(1, status=499))[0].startswith("The client went away")


def test_the_way_of_an_earlier_run() -> None:
    hops = [
        {"account": "a", "deployment": "d1", "outcome": "not asked: busy", "seconds": 0.1},
        {"account": "b", "deployment": "d2", "outcome": "502 upstream", "seconds": 0.4},
        {"account": "c", "deployment": "d3", "outcome": "200", "seconds": 2.4},
    ]
    lines = lines_of(record(1, route=json.dumps(hops)), None)
    assert [(line.title, line.text, line.time) for line in lines] == [
        ("a · d1", "Not asked: it would have made the request wait for too long.", ""),
        ("b · d2", "502 SAP failed", "0.3 s"),
        ("c · d3", "200, answered", "2.0 s"),
    ]
    assert lines_of(record(1, route="no json"), None) == ()


def test_the_course_of_time_is_to_scale() -> None:
    found = staged_requests.detail(staged_requests.RETRIED)
    retried = next(each for each in staged_requests.ended(staged.NOW) if each.id == staged_requests.RETRIED)
    parts = course_of(retried, found.steps)
    assert [part.name for part in parts] == ["tried in vain", "first token", "streaming"]
    assert sum(part.seconds for part in parts) == pytest.approx(retried.duration)
    assert parts[1].told == retried.first_token
    waited = course_of(replace(retried, waited=0.5), ())
    assert waited[0].name == "held back"


@pytest.mark.parametrize(
    ("dialect", "path"),
    [
        ("messages", "/v1/messages"), ("chat_completions", "/v1/chat/completions"), ("responses", "/v1/responses"),
        ("gemini", "/v1beta/models/sonnet:generateContent"), ("ollama", "/api/chat"),
        ("completions", "/v1/completions"), ("embeddings", "/v1/embeddings"),
    ],
)  # fmt: skip
def test_curl_asks_the_same_api_and_model(dialect: str, path: str) -> None:
    row = replace(record(1), dialect=dialect)
    text = as_curl(row, None, "", "http://127.0.0.1:3001", BASH)
    assert text.startswith(f"curl 'http://127.0.0.1:3001{path}'")
    assert '-H "x-api-key: $AICORE_TRAY_KEY"' in text
    assert "sonnet" in text


@pytest.mark.parametrize(
    ("shell", "key"),
    [(BASH, "$AICORE_TRAY_KEY"), (FISH, "$AICORE_TRAY_KEY"), (POWERSHELL, "$env:AICORE_TRAY_KEY"),
     (CMD, "%AICORE_TRAY_KEY%")],
)  # fmt: skip
def test_curl_in_each_shell(shell: Any, key: str) -> None:
    found = staged_requests.detail(staged_requests.RETRIED)
    text = as_curl(record(1), found, '{"a": "it\'s"}', "http://127.0.0.1:3001", shell, authority="/tls/ca.pem")
    assert key in text
    assert "anthropic-beta: context-1m" in text
    assert "--cacert" in text
    assert "act-7Kq9vT" not in text
    assert "s" in text
