"""Live counts."""

from __future__ import annotations

from aicore_tray.usage.meter import RECENT, Meter, Running
from aicore_tray.usage.record import RequestRecord
from tests.usage.test_store import record


def test_counts() -> None:
    meter = Meter()
    heard: list[RequestRecord] = []
    meter.subscribe(heard.append)
    one, other = meter.began(Running(id="r1")), meter.began(Running(id="r1"))
    assert meter.in_flight == 2
    meter.ended(record(1), one)
    assert meter.running == (other,), "two requests may have one id"
    meter.ended(record(2, status=429, model="", key="other"), other)
    assert meter.in_flight == 0
    assert (meter.total.requests, meter.total.errors, meter.total.input, meter.total.output) == (2, 1, 20, 10)
    assert set(meter.by_key) == {"mine", "other"}
    assert set(meter.by_model) == {"gpt-5"}
    assert [each.id for each in heard] == ["r1", "r2"]


def test_a_broken_answer_is_an_error() -> None:
    meter = Meter()
    meter.ended(record(complete=False), meter.began(Running()))
    assert meter.total.errors == 1


def test_only_the_last_requests_are_kept() -> None:
    meter = Meter()
    for number in range(RECENT + 5):
        meter.ended(record(number), meter.began(Running()))
    assert len(meter.recent) == RECENT
    assert meter.recent[-1].id == f"r{RECENT + 4}"


def test_a_request_tells_of_its_beginning_its_first_content_and_its_end() -> None:
    meter = Meter()
    told: list[tuple[int, float | None]] = []

    def tell() -> None:
        told.append((meter.in_flight, meter.running[0].first_token if meter.running else None))

    meter.on_change = tell
    running = meter.began(Running(id="r1", asked="gpt"))
    running.served_by("gpt-5")
    running.content_came(0.4)
    meter.ended(record(1), running)
    assert told == [(1, None), (1, 0.4), (0, None)]
    running.served_by("gpt-5")
    assert running.first_token is None, "what a deployment that failed has told no longer counts"
