"""The dashboard through its widgets: figures follow requests, spans switch, what runs is shown, the chart is read."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import aiohttp
import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QRadioButton, QWidget

from aicore_tray.gui import spans
from aicore_tray.gui.models.requests import FIRST, MODEL, STATUS, TOTAL, RecentModel
from aicore_tray.gui.money import cost
from aicore_tray.gui.pages.dashboard import DashboardPage
from aicore_tray.gui.snapshots import ProxyState, Snapshot
from aicore_tray.gui.widgets.area_chart import AreaChart
from aicore_tray.gui.widgets.banner import Banner
from aicore_tray.gui.widgets.chart_picture import ChartData, Moment
from aicore_tray.gui.widgets.curve import nice_axis, sampled
from aicore_tray.gui.widgets.share_list import ShareList
from aicore_tray.usage.costs import Money
from aicore_tray.usage.statistics import Sums
from tests.gui import staged
from tests.gui.conftest import World, played
from tests.gui.scenes_overview import busy, quiet

MODEL_NAME = "anthropic--claude-4.6-sonnet"
BODY = {"model": MODEL_NAME, "max_tokens": 50, "messages": [{"role": "user", "content": "hello"}]}


def page(world: World) -> DashboardPage:
    world.page("dashboard")
    found = world.window.page
    assert isinstance(found, DashboardPage)
    return found


def said(world: World, card: str) -> str:
    return world.find(QWidget, f"stat-{card}").accessibleName()


def cell(shown: DashboardPage, row: int, column: int) -> str:
    return str(shown.recent.index(row, column).data())


async def choose(world: World, shown: DashboardPage, title: str) -> None:
    button = next(each for each in shown.span.findChildren(QRadioButton) if each.text() == title)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    await world.until(lambda: shown.settled)


@played
async def test_figures_follow_requests(world: World) -> None:
    await world.add_account()
    key = await world.make_key("mine")
    shown = page(world)
    assert said(world, "requests").endswith("unknown"), "nothing is not zero"
    for _ in range(2):
        assert (await world.ask("/v1/messages", key, BODY))[0] == 200
    assert (await world.ask("/v1/messages", key, {**BODY, "model": "no-such-model"}))[0] == 404
    await world.until(lambda: said(world, "requests").endswith("3") and shown.settled, "they are counted")
    usage = world.now.statistics.today.total
    assert usage.output > 0
    assert spans.figures(usage, 0, Money())["output"][0] in said(world, "output")
    assert said(world, "errors") == "Errors: 33.3 %"
    assert shown.cards["errors"].accessibleDescription() == "1 of 3"
    assert said(world, "cost") == f"Cost: {cost(usage.units, Money())}"
    assert usage.units > 0
    assert "first token after" in shown._chart_span.text()
    by_model, by_key = world.find(ShareList, "by-model"), world.find(ShareList, "by-key")
    assert by_model.rows == ((MODEL_NAME, usage.tokens),), "what used no token is not in it"
    assert by_key.rows == (("mine", 3),)
    assert [cell(shown, row, STATUS) for row in range(3)] == ["404 No model", "OK", "OK"]
    await world.until(lambda: any(shown.chart.data.moments[-1].values), "the chart goes along")
    assert sum(shown.chart.data.moments[-1].values) == usage.tokens
    assert "at most" in shown.chart.accessibleName()
    assert "so far: Out" in shown.chart.accessibleDescription()


@played
async def test_spans_switch_and_are_remembered(world: World) -> None:
    await world.add_account()
    key = await world.make_key()
    shown = page(world)
    await world.ask("/v1/messages", key, BODY)
    await world.until(lambda: said(world, "requests").endswith("1"))
    assert shown.span.current == "today"
    assert len(shown.chart.data.moments) == 60
    await choose(world, shown, "7 days")
    assert len(shown.chart.data.moments) == 7
    assert shown.chart.data.columns
    assert sum(shown.chart.data.moments[-1].values) == world.now.statistics.week.total.tokens
    assert said(world, "requests").endswith("1")
    await choose(world, shown, "30 days")
    assert len(shown.chart.data.moments) == 30
    assert [moment.label for moment in shown.chart.data.moments[-6:]].count("") == 4, "each fifth day has its name"
    assert sum(shown.chart.data.moments[-1].values) == world.now.statistics.month.total.tokens
    await choose(world, shown, "Now")
    assert len(shown.chart.data.moments) == 60
    assert world.session.remembered.memory.span == "now"
    await world.close()
    await world.open()
    assert page(world).span.current == "now"
    await world.until(lambda: said(world, "requests").endswith("1"), "the books remember, too")


@played
async def test_what_runs_is_shown_until_it_ends(world: World) -> None:
    await world.add_account()
    key = await world.make_key("Codex")
    world.sandbox._inference._pace = 0.05
    shown = page(world)
    body = {**BODY, "max_tokens": 400, "stream": True}
    body["messages"] = [{"role": "user", "content": "Write a text of 60 words."}]
    async with aiohttp.ClientSession() as client:
        url = f"{world.session.engine.url}/v1/messages"
        async with client.post(url, json=body, headers={"x-api-key": key}) as answer:
            assert answer.status == 200
            await world.until(lambda: shown.recent.rowCount() == 1 and cell(shown, 0, STATUS) == "Streaming")
            assert cell(shown, 0, MODEL) == MODEL_NAME
            assert cell(shown, 0, FIRST) != "–"
            assert cell(shown, 0, TOTAL) == "1.0 s"
            assert shown._tick.isActive()
            await world.until(lambda: shown.settled)
            assert shown.cards["requests"].accessibleDescription() == "1 running now"
            world.page("models")
            assert not shown._tick.isActive(), "no timers while hidden"
            page(world)
            await answer.read()
    await world.until(lambda: cell(shown, 0, STATUS) == "OK")
    assert shown.recent.rowCount() == 1
    assert not shown._tick.isActive()


@played
async def test_the_proxy_is_off_and_started_here(world: World) -> None:
    await world.add_account()
    shown = page(world)
    await world.session.stop_proxy()
    await world.until(lambda: shown.banner.isVisible())
    assert "The proxy is off." in shown.banner.accessibleName()
    assert world.find(Banner, "banner").button.text() == "Start"
    QTest.mouseClick(shown.banner.button, Qt.MouseButton.LeftButton)
    await world.until(lambda: world.now.proxy.state is ProxyState.RUNNING)
    await world.until(lambda: not shown.banner.isVisible())


@played
async def test_a_request_and_the_errors_lead_to_the_page_of_requests(world: World) -> None:
    await world.add_account()
    key = await world.make_key("mine")
    shown = page(world)
    assert (await world.ask("/v1/messages", key, BODY))[0] == 200
    assert (await world.ask("/v1/messages", key, {**BODY, "model": "no-such-model"}))[0] == 404
    await world.until(lambda: shown.recent.rowCount() == 2 and shown.settled)
    shown.table.selectRow(1)
    QTest.keyClick(shown.table, Qt.Key.Key_Return)
    requests = world.window.requests_page
    await world.until(lambda: requests.pane.isVisible(), "its details are open")
    assert requests.pane.row is not None
    assert requests.pane.row.asked == MODEL_NAME
    page(world)
    await world.until(lambda: shown.cards["errors"].focusPolicy() != Qt.FocusPolicy.NoFocus)
    QTest.mouseClick(shown.cards["errors"], Qt.MouseButton.LeftButton)
    assert world.window.page is requests
    await world.until(lambda: requests.rows.rowCount() == 1 and requests.settled, "it is the one that failed")


@played
async def test_the_empty_page_helps_to_begin(world: World) -> None:
    shown = page(world)
    asked: list[str] = []
    world.window.mending.shows_page.connect(asked.append)
    await world.until(lambda: shown.settled)
    assert shown._empty._button.text() == "Add service key…"
    await world.add_account()
    await world.until(lambda: shown._empty._button.text() == "Connect a tool")
    QTest.mouseClick(shown._empty._button, Qt.MouseButton.LeftButton)
    assert asked == ["connect"]


@played
async def test_nothing_is_done_where_nothing_changed(world: World) -> None:
    shown = page(world)
    picture = busy()
    shown.show_snapshot(picture)
    changes = QSignalSpy(shown.recent.dataChanged), QSignalSpy(shown.recent.modelReset)
    before = shown.by_model.rows, shown.chart._next
    for _ in range(5):
        shown.show_snapshot(replace(picture, looked_at=1.0))
    assert [spy.count() for spy in changes] == [0, 0]
    assert before[0] is shown.by_model.rows
    assert before[1] is shown.chart._next


@played
async def test_a_snapshot_is_taken_in_one_turn_and_shown_in_another(world: World) -> None:
    order, take = list[str](), world.session.snapshot

    def taken() -> Snapshot:
        order.append("taken")
        QTimer.singleShot(0, lambda: order.append("whatever else is due"))
        return take()

    world.session.snapshot = taken  # type: ignore[method-assign]
    world.bridge.changed.connect(lambda _: order.append("shown"))
    world.session.demo = not world.session.demo
    world.session.tell()
    await world.until(lambda: "shown" in order)
    at = order.index("shown")
    assert order[at - 2 : at] == ["taken", "whatever else is due"]


@played
async def test_rows_that_move_are_painted_after_what_moved_them(world: World) -> None:
    await world.add_account()
    key = await world.make_key()
    shown = page(world)
    moved = list[bool]()
    shares = shown.by_model.updateGeometry
    shown.by_model.updateGeometry = lambda: (shares(), QTimer.singleShot(0, look))[0]  # type: ignore[method-assign]

    def look() -> None:
        moved.append(shown.table.whole)

    await world.ask("/v1/messages", key, BODY)
    await world.until(lambda: shown.by_model.rows)
    await world.until(lambda: moved and shown.table.whole, "they are painted in the end")
    assert moved == [False]


# ---- the rows


@pytest.mark.usefixtures("qapp")
def test_rows_come_and_go_one_by_one() -> None:
    model = RecentModel()
    recent, running = staged.recent(), staged.running(staged.NOW)
    model.take((*running, *recent[:5]))
    resets, inserted, removed = (
        QSignalSpy(model.modelReset), QSignalSpy(model.rowsInserted), QSignalSpy(model.rowsRemoved),
    )  # fmt: skip
    ended = msgspec.structs.replace(recent[0], id="new")
    model.take((running[1], ended, *recent[:4]))
    assert model.rows == (running[1], ended, *recent[:4])
    assert (resets.count(), inserted.count(), removed.count()) == (0, 1, 2)


@pytest.mark.usefixtures("qapp")
def test_unknown_is_a_dash() -> None:
    texts = spans.figures(Sums(), 2, Money())
    assert {figure for figure, _, _ in texts.values()} == {"–"}
    assert texts["requests"][2] == "2 running now"
    unpriced = spans.figures(Sums(requests=1, without_price=1), 0, Money())["cost"]
    assert unpriced == ("–", "", "no prices known")
    empty = quiet().statistics
    assert spans.hour_chart(empty.hour).summary == "No requests in the last hour"
    assert spans.days_chart(empty.week).summary == "No requests in the last 7 days"


@played
async def test_requests_by_account_and_the_month(world: World) -> None:
    await world.add_account("prod")
    await world.add_account("dev")
    key = await world.make_key("mine")
    shown = page(world)
    assert not shown.month.isVisible(), "nothing was used this month"
    assert (await world.ask("/v1/messages", key, BODY))[0] == 200
    assert (await world.ask("/v1/messages", key, {**BODY, "model": "gpt-5-mini"}))[0] == 200
    by_key = world.find(ShareList, "by-key")
    await world.until(lambda: by_key.rows == (("mine", 2),), "by key at first")
    account = next(each for each in shown.group.findChildren(QRadioButton) if each.text() == "Account")
    account.click()
    await world.until(lambda: set(by_key.rows) == {("dev", 1), ("prod", 1)}, "and by account")
    await world.until(shown.month.isVisible, "the month has begun")
    used = world.now.units_of_month
    await world.until(lambda: shown.month.spent.text() == cost(used, Money()), "what it has cost")
    assert shown.month.forecast.text() == "no forecast before a whole day has passed"
    await world.commands.set("currency", "EUR")
    await world.commands.set("unit_price", 2.0)
    await world.commands.set("monthly_budget", 100.0)
    told = f"{cost(used, Money(currency='EUR', unit_price=2.0))} of 200.00 EUR"
    await world.until(lambda: shown.month.spent.text() == told, "in the user's money, of the budget")
    await world.click("set-budget")
    assert world.window.page.key == "settings"


@pytest.mark.parametrize(
    ("units", "text"),
    [
        (None, "–"),
        (0.0, "0.00 CU"),
        (0.000012, "0.00001 CU"),
        (0.42, "0.42 CU"),
        (3.44, "3.4 CU"),
        (12.0, "12 CU"),
        (4321.7, "4,322 CU"),
        (1_804_000.0, "1.80 M CU"),
    ],
)
def test_a_little_is_never_shown_as_nothing(units: float | None, text: str) -> None:
    assert cost(units, Money()).replace("\u2009", " ") == text
    assert cost(3.0, Money(currency="EUR", unit_price=0.5)) == "1.50 EUR"


# ---- the chart


@pytest.mark.parametrize("highest", [1, 2, 3, 7, 22_500, 30_000, 30_001, 999_999, 12_345_678])
def test_an_axis_has_three_round_numbers_that_reach_the_top(highest: int) -> None:
    axis = nice_axis(highest)
    assert len(axis) == 3
    assert axis[-1] >= highest
    assert highest <= 3 or axis[-1] < 3 * highest
    assert all(value == int(value) for value in axis)
    assert axis[1] == 2 * axis[0]


def test_no_axis_for_nothing() -> None:
    assert nice_axis(0) == ()


@pytest.mark.parametrize(
    "heights", [[0, 0, 5, 0, 0], [1, 9, 9, 1], [0, 1, 100, 101, 3], [5], [], [3, 3, 3], [10, 0, 10, 0]]
)
def test_a_curve_never_leaves_what_lies_between_its_points(heights: list[float]) -> None:
    found = sampled(heights, 8)
    assert len(found) == max(0, 8 * (len(heights) - 1) + bool(heights))
    for number, (left, right) in enumerate(pairwise(heights)):
        part = found[8 * number : 8 * number + 9]
        assert min(part) >= min(left, right) - 1e-9
        assert max(part) <= max(left, right) + 1e-9


def data(scale: int = 1) -> ChartData:
    moments = tuple(Moment(f"m{number}", "", (number * scale, 2, 1)) for number in range(5))
    return ChartData(parts=("cached", "new", "out"), moments=moments, summary="five", empty="none")


def chosen(chart: AreaChart) -> str:
    return chart.chosen.title if chart.chosen is not None else ""


def test_the_chart_by_keyboard_and_mouse(qtbot: Any) -> None:
    chart = AreaChart()
    qtbot.addWidget(chart)
    chart.resize(500, 180)
    chart.set_data(data())
    chart.show()
    assert chosen(chart) == ""
    for key, expected in (
        (Qt.Key.Key_Left, "m4"), (Qt.Key.Key_Left, "m3"), (Qt.Key.Key_Home, "m0"), (Qt.Key.Key_Left, "m0"),
        (Qt.Key.Key_Right, "m1"), (Qt.Key.Key_End, "m4"), (Qt.Key.Key_Right, "m4"),
    ):  # fmt: skip
        QTest.keyClick(chart, key)
        assert chosen(chart) == expected
    picture = chart._ready()

    def hovered() -> bool:
        # Where the mouse is already, moving there tells nobody anything.
        QTest.mouseMove(chart, QPoint(200, 60))
        QTest.mouseMove(chart, QPoint(260, 60))
        return chosen(chart) == "m2"

    qtbot.waitUntil(hovered)
    chart.grab()
    assert chart._ready() is picture, "what the mouse shows computes no curve anew"
    QTest.keyClick(chart, Qt.Key.Key_Escape)
    assert chosen(chart) == ""
    assert chart.accessibleName() == "five"
    assert "m1: out 1, new 2, cached 1" in chart.accessibleDescription()


def test_the_chart_takes_new_data_once_a_second_and_only_while_seen(qtbot: Any) -> None:
    chart = AreaChart()
    qtbot.addWidget(chart)
    chart.set_data(data())
    assert not chart._rest.isActive(), "not while hidden"
    chart.show()
    assert chart.data == data()
    chart.set_data(data(2))
    chart.set_data(data(3))
    assert chart.data == data(), "not yet"
    assert chart._rest.isActive()
    assert 500 < chart._rest.remainingTime() <= 1100, "a coarse timer may take a little longer"
    chart.hide()
    assert not chart._rest.isActive()
    chart.show()
    assert chart.data == data(3)
    chart.set_data(data(4), at_once=True)
    assert chart.data == data(4), "what the user asks for does not wait"


def test_a_chart_without_values_says_so(qtbot: Any) -> None:
    chart = AreaChart()
    qtbot.addWidget(chart)
    chart.set_data(ChartData(parts=("a",), moments=(Moment("m", "now", (0,)),), empty="none", summary="nothing"))
    chart.show()
    chart.grab()
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.chosen is None
    assert chart._ready().tops == ()


def test_shares_are_ordered_and_the_rest_is_counted(qtbot: Any) -> None:
    shares = ShareList("By model")
    qtbot.addWidget(shares)
    shares.set_rows([("b", 5), ("a", 5), ("c", 9), ("zero", 0), *((f"x{n}", 1) for n in range(4))], "nothing")
    assert [name for name, _ in shares.rows] == ["c", "a", "b", "x0", "x1", "x2", "x3"]
    shares.resize(300, shares.sizeHint().height())
    shares.grab()
    before = shares.sizeHint().height()
    shares.set_rows([], "nothing")
    assert shares.accessibleDescription() == "nothing"
    assert shares.sizeHint().height() < before
