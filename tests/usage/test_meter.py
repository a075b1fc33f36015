"""Live counts."""

from __future__ import annotations

from aicore_tray.usage.meter import RECENT, Meter
from aicore_tray.usage.record import RequestRecord
from tests.usage.test_store import record


def test_counts() -> None:
    meter = Meter()
    heard: list[RequestRecord] = []
    meter.subscribe(heard.append)
    meter.began()
    meter.began()
    assert meter.in_flight == 2
    meter.ended(record(1))
    meter.ended(record(2, status=429, model="", key="other"))
    assert meter.in_flight == 0
    assert (meter.total.requests, meter.total.errors, meter.total.input, meter.total.output) == (2, 1, 20, 10)
    assert set(meter.by_key) == {"mine", "other"}
    assert set(meter.by_model) == {"gpt-5"}
    assert [each.id for each in heard] == ["r1", "r2"]


def test_a_broken_answer_is_an_error() -> None:
    meter = Meter()
    meter.began()
    meter.ended(record(complete=False))
    assert meter.total.errors == 1


def test_only_the_last_requests_are_kept() -> None:
    meter = Meter()
    for number in range(RECENT + 5):
        meter.began()
        meter.ended(record(number))
    assert len(meter.recent) == RECENT
    assert meter.recent[-1].id == f"r{RECENT + 4}"
