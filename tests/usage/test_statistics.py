"""What is counted live is what the books hold, over minutes, midnights and changes of the clocks."""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from aicore_tray.dialects.answer import Usage
from aicore_tray.usage import books
from aicore_tray.usage.queries import read_books
from aicore_tray.usage.record import RequestRecord
from aicore_tray.usage.statistics import (
    Books,
    Counting,
    Range,
    Slice,
    Statistics,
    Sums,
    day_of,
    month_forecast,
    start_of_day,
)
from aicore_tray.usage.store import UsageStore
from tests.usage.test_store import record

NOON = datetime(2026, 3, 27, 12, tzinfo=UTC).timestamp()  # two days before the clocks change in Berlin
DAY = 86_400.0


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if sys.platform == "win32":
        pytest.skip("Windows has no tzset")
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def ended(moment: float, number: int = 0, **more: Any) -> RequestRecord:
    return record(number, started=moment - 2.0, duration=2.0, **more)


def counting(now: list[float]) -> Counting:
    return Counting(lambda: now[0])


def written(records: list[RequestRecord], now: float) -> Statistics:
    """Return what a fresh start at a moment reads from the books."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "usage.db"
        store = UsageStore(file)
        store.open()
        store.close()
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.executemany(books.INSERT, [books.row_of(each) for each in records])
        fresh = Counting(lambda: now)
        fresh.take(read_books(file, now))
        return fresh.look()


def test_where_a_request_is_counted() -> None:
    now = [NOON]
    live = counting(now)
    live.add(ended(NOON, account=""))
    live.add(ended(NOON, key="other", model="", status=500, first_token=None))
    seen = live.look()
    assert seen.hour.total == Sums(2, 1, 20, 10, 4, 2, 0.5, 1, 0.0, 0.0, 2)
    assert seen.today == replace(seen.hour, slices=())
    assert seen.week.total == seen.hour.total
    assert set(seen.hour.by_model) == {"gpt-5", "gpt"}, "what found no model counts under what was asked"
    assert set(seen.hour.by_key) == {"mine", "other"}
    assert {name: sums.requests for name, sums in seen.hour.by_account.items()} == {"demo": 1}
    assert (len(seen.hour.slices), len(seen.week.slices), len(seen.month.slices)) == (60, 7, 30)
    assert seen.hour.slices[-1].sums.requests == 2
    assert seen.hour.slices[-1].start == NOON
    assert (seen.hour.total.fresh, seen.hour.total.prompt, seen.hour.total.tokens) == (22, 26, 36)
    assert seen.hour.total.first_token == 0.5
    assert Sums().first_token is None


def test_what_does_not_change_stays_the_same_object() -> None:
    now = [NOON]
    live = counting(now)
    live.add(ended(NOON))
    one = live.look()
    now[0] += 5
    assert live.look() is one
    now[0] += 60
    other = live.look()
    assert other.hour is not one.hour
    assert other.today is one.today
    assert other.week is one.week
    assert one.hour.slices[-1].sums.requests == 1, "an old picture does not change"
    assert [each.sums.requests for each in other.hour.slices[-2:]] == [1, 0]


def test_an_hour_and_a_week_pass() -> None:
    now = [NOON]
    live = counting(now)
    live.add(ended(NOON))
    now[0] += 59 * 60
    assert live.look().hour.total.requests == 1
    now[0] += 60
    assert live.look().hour.total.requests == 0
    assert live.look().today.total.requests == 1
    now[0] = NOON + DAY
    assert live.look().today.total.requests == 0
    assert live.look().week.total.requests == 1
    now[0] = NOON + 6 * DAY
    assert live.look().week.slices[0].sums.requests == 1
    now[0] = NOON + 7 * DAY
    assert live.look().week.total.requests == 0


def test_a_clock_that_is_put_back_loses_nothing() -> None:
    now = [NOON]
    live = counting(now)
    live.add(ended(NOON))
    now[0] -= 61
    assert live.look().hour.total.requests == 0, "it lies ahead"
    live.add(ended(now[0]))
    now[0] += 61
    assert live.look().hour.total.requests == 2


@pytest.mark.usefixtures("berlin")
def test_days_are_local_ones_also_when_the_clocks_change() -> None:
    sunday = day_of(datetime(2026, 3, 29, 12, tzinfo=UTC).timestamp())
    assert start_of_day(sunday + 1) - start_of_day(sunday) == 23 * 3600
    now = [start_of_day(sunday)]
    live = counting(now)
    live.add(ended(now[0]))
    now[0] = start_of_day(sunday + 1) - 1
    live.add(ended(now[0]))
    assert live.look().today.total.requests == 2
    now[0] += 1
    seen = live.look()
    assert seen.today.total.requests == 0
    assert [each.sums.requests for each in seen.week.slices[-2:]] == [2, 0]
    assert seen.week.slices[-1].start == now[0]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no tzset")
def test_a_day_without_a_midnight(monkeypatch: pytest.MonkeyPatch) -> None:
    """In Santiago clocks go from 23:59 to 01:00."""
    monkeypatch.setenv("TZ", "America/Santiago")
    time.tzset()
    try:
        day = datetime(2026, 9, 6, tzinfo=UTC).toordinal()
        first = start_of_day(day)
        assert day_of(first) == day
        assert day_of(first - 1) == day - 1
    finally:
        monkeypatch.undo()
        time.tzset()


def test_the_books_know_when_a_request_ended(tmp_path: Path) -> None:
    over = record(1, started=start_of_day(day_of(NOON)) - 5, duration=10.0)
    seen = written([over], NOON)
    assert seen.today.total.requests == 1, "it began yesterday and ended today"
    assert read_books(tmp_path / "none.db", NOON) == Books()


_gaps = some.one_of(some.floats(0, 300), some.floats(0, 4000), some.floats(0, 100_000))
_requests = some.tuples(
    _gaps,
    some.sampled_from(["gpt-5", "claude", ""]),
    some.sampled_from(["mine", "yours"]),
    some.sampled_from(["", "prod", "dev"]),
    some.sampled_from([200, 200, 499, 500]),
    some.booleans(),
    some.one_of(some.none(), some.integers(1, 64).map(lambda eighths: eighths / 8)),
    some.tuples(*(some.integers(0, 10_000) for _ in range(4))),
)


def _same(one: Range, other: Range) -> None:
    assert one.total == other.total
    for name in ("by_model", "by_key", "by_account"):
        assert dict(getattr(one, name)) == dict(getattr(other, name)), name
    assert one.slices == other.slices


@settings(max_examples=60, deadline=None)
@given(requests=some.lists(_requests, max_size=25), last=_gaps, zone=some.sampled_from(["UTC", "Europe/Berlin"]))
def test_what_is_counted_live_is_what_the_books_hold(requests: list[Any], last: float, zone: str) -> None:
    """Random requests over hours and days, across midnights and the change of the clocks, in whole milliseconds."""
    before = os.environ.get("TZ")
    if hasattr(time, "tzset"):
        os.environ["TZ"] = zone
        time.tzset()
    try:
        now = [NOON]
        live = counting(now)
        records = []
        for number, (gap, model, key, account, status, complete, first, tokens) in enumerate(requests):
            now[0] = float(round(now[0] + gap))
            usage = Usage(input=tokens[0], output=tokens[1], cache_read=tokens[2], cache_write=tokens[3])
            one = ended(
                now[0], number, model=model, key=key, account=account, status=status, complete=complete,
                first_token=first, usage=usage,
            )  # fmt: skip
            records.append(one)
            live.add(one)
            live.look()
        now[0] = float(round(now[0] + last))
        mine, theirs = live.look(), written(records, now[0])
        for name in ("hour", "today", "week"):
            _same(getattr(mine, name), getattr(theirs, name))
    finally:
        if hasattr(time, "tzset"):
            os.environ.pop("TZ", None)
            if before is not None:
                os.environ["TZ"] = before
            time.tzset()


def test_costs_are_summed_where_they_are_known() -> None:
    now = [NOON]
    live = counting(now)
    live.add(ended(NOON, units=1.5, saved=0.5))
    live.add(ended(NOON, units=None, saved=None))
    total = live.look().today.total
    assert (total.units, total.saved, total.without_price) == (1.5, 0.5, 1)


def test_a_forecast_takes_the_pace_of_whole_days(berlin: None) -> None:
    now = datetime(2026, 4, 10, 10, tzinfo=UTC).timestamp()  # noon in Berlin; 20.5 days are left
    days = [
        Slice(start_of_day(day_of(now) - ago), Sums(1, units=units)) for ago, units in ((2, 3.0), (1, 5.0), (0, 9.0))
    ]
    before = [Slice(start_of_day(day_of(now) - ago)) for ago in (6, 5, 4, 3)]
    assert month_forecast(40.0, Range(slices=(*before, *days)), now) == pytest.approx(40.0 + 4.0 * 20.5)
    quiet = (days[0], replace(days[1], sums=Sums()), days[2])
    assert month_forecast(40.0, Range(slices=quiet), now) == pytest.approx(40.0 + 1.5 * 20.5), "a quiet day counts"
    assert month_forecast(40.0, Range(slices=(*before, days[2])), now) is None
