"""Live counts."""

from __future__ import annotations

from aicore_tray.dialects.answer import Usage
from aicore_tray.usage.meter import OTHERS, RECENT, Meter, Running
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


def test_what_requests_cost_is_added_up() -> None:
    meter = Meter(price=lambda model, status, usage: (None if model == "new" else 1.5, 0.25))
    for model in ("gpt-5", "gpt-5", "new"):
        units, saved = meter.cost(model, 200, Usage())
        meter.ended(record(model=model, units=units, saved=saved), meter.began(Running()))
    assert (meter.total.units, meter.total.saved, meter.total.without_price) == (3.0, 0.75, 1)
    assert (meter.by_model["gpt-5"].without_price, meter.by_model["new"].without_price) == (0, 1)


def test_clients_are_counted_without_their_versions_and_not_without_end() -> None:
    meter = Meter()
    for client in ("claude-cli/2.1", "claude-cli/2.2", "", *(f"tool{number}" for number in range(500))):
        meter.ended(record(client=client), meter.began(Running()))
    assert meter.by_client["claude-cli"].requests == 2
    assert meter.by_client[""].requests == 1
    assert len(meter.by_client) == 201
    assert meter.by_client[OTHERS].requests == 302


def test_the_minutes_of_the_last_hour() -> None:
    now = [36_000.0]
    meter = Meter(clock=lambda: now[0])
    for moment in (36_000.0, 36_059.0, 36_060.0, 37_800.0):
        now[0] = moment
        meter.ended(record(), meter.began(Running()))
    assert [(each.start, each.requests, each.tokens) for each in meter.minutes] == [
        (36_000, 2, 36), (36_060, 1, 18), (37_800, 1, 18),
    ]  # fmt: skip
    now[0] = 36_000.0 + 3_600
    assert [each.start for each in meter.minutes] == [36_060, 37_800]
    now[0] = 36_000.0
    meter.ended(record(), meter.began(Running()))
    assert meter.minutes[-1].requests == 1, "a clock that was put back counts for its own minute"


def test_what_runs_by_model() -> None:
    meter = Meter()
    one, _ = meter.began(Running()), meter.began(Running())
    one.served_by("gpt-5")
    assert meter.in_flight_by_model == {"gpt-5": 1, "": 1}
