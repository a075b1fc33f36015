"""What a key may use: requests a minute, tokens and units of day and month; and how keys are kept over HTTP."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from msgspec.structs import replace

from aicore_tray.config import key_store
from aicore_tray.config.key_store import KeyStore, LocalKey
from aicore_tray.config.key_terms import KeyLimits
from aicore_tray.config.settings import Settings
from aicore_tray.dialects.answer import Usage
from aicore_tray.dialects.errors import ApiError
from aicore_tray.gateway.allowance import Allowances
from aicore_tray.usage.queries import Spent, spent_by_key
from aicore_tray.usage.record import RequestRecord
from aicore_tray.usage.statistics import period_end
from aicore_tray.usage.store import UsageStore
from tests.gateway.proxy import ADMIN_KEY, KEY, Proxy, running_proxy

MODEL = "gpt-4o"
BODIES: dict[str, dict[str, Any]] = {
    "/v1/chat/completions": {"messages": [{"role": "user", "content": "Say ok."}]},
    "/v1/messages": {"messages": [{"role": "user", "content": "Say ok."}], "max_tokens": 50},
    "/v1/responses": {"input": "Say ok."},
}


def made(proxy: Proxy, **limits: float) -> str:
    return KeyStore(proxy.paths.keys_file).create("mine", limits=KeyLimits(**limits))  # type: ignore[arg-type]


async def ask(proxy: Proxy, key: str, path: str = "/v1/chat/completions") -> tuple[int, Any, dict[str, str]]:
    async with proxy.post(path, {"model": MODEL, **BODIES[path]}, headers={"x-api-key": key}) as response:
        return response.status, await response.json(), {k.lower(): v for k, v in response.headers.items()}


@pytest.mark.parametrize("path", BODIES)
async def test_requests_a_minute(proxy: Proxy, path: str) -> None:
    key = made(proxy, requests_per_minute=3)
    answers = await asyncio.gather(*(ask(proxy, key, path) for _ in range(5)))
    assert sorted(status for status, _, _ in answers) == [200, 200, 200, 429, 429]
    refused, headers = next((body, headers) for status, body, headers in answers if status == 429)
    assert "'mine' may send 3 requests a minute" in refused["error"]["message"]
    assert 50 <= int(headers["retry-after"]) <= 60
    assert (await ask(proxy, KEY, path))[0] == 200, "others go on"
    assert len(proxy.upstream_bodies()) == 4
    assert [each.status for each in proxy.engine.meter.recent].count(429) == 2, "refusals are in the books"


@pytest.mark.parametrize("limit", ["tokens_per_day", "tokens_per_month"])
async def test_tokens(proxy: Proxy, limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_store, "_FRESH_SECONDS", 0.0)  # else what another process changed holds some moments later
    key = made(proxy, **{limit: 1})
    assert (await ask(proxy, key))[0] == 200
    status, body, headers = await ask(proxy, key)
    assert status == 429
    period = limit.rpartition("_")[2]
    assert f"may use 1 tokens a {period} and has used" in body["error"]["message"]
    left = period_end(period, time.time()) - time.time()
    assert abs(int(headers["retry-after"]) - left) < 5
    assert headers["x-should-retry"] == ("false" if left > 130 else headers.get("x-should-retry", "false"))
    KeyStore(proxy.paths.keys_file).change("mine", limits=KeyLimits(tokens_per_day=1_000_000))
    assert (await ask(proxy, key))[0] == 200, "a raised limit holds at once"


def local(*parts: int) -> float:
    return time.mktime(time.struct_time((*parts, *(0,) * (6 - len(parts)), 0, 0, -1)))


def day_of(moment: float) -> tuple[int, ...]:
    return time.localtime(moment)[:4]


class Clock:
    def __init__(self, *parts: int) -> None:
        self.now = local(*parts)

    def __call__(self) -> float:
        return self.now


def key_with(**limits: float) -> LocalKey:
    return LocalKey(name="k", sha256="", limits=KeyLimits(**limits))  # type: ignore[arg-type]


def used(tokens: int, units: float | None = None) -> RequestRecord:
    return RequestRecord(
        id="1", started=0, key="k", client="", dialect="", asked="", usage=Usage(input=tokens), units=units
    )


def refused(allowances: Allowances, key: LocalKey) -> bool:
    try:
        allowances.admit(key)
    except ApiError:
        return True
    return False


def test_days_and_months_begin_anew() -> None:
    clock = Clock(2026, 3, 30, 23)
    allowances = Allowances(clock)
    by_day, by_month = key_with(tokens_per_day=10), key_with(units_per_month=5)
    allowances.book(used(10, 5.0))
    assert refused(allowances, by_day)
    assert refused(allowances, by_month)
    clock.now += 2 * 3600
    assert not refused(allowances, by_day)
    assert refused(allowances, by_month)
    clock.now = local(2026, 4, 1, 0, 1)
    assert not refused(allowances, by_month)


def test_a_clock_that_is_put_back_gives_nothing_again() -> None:
    clock = Clock(2026, 3, 31, 1)
    allowances = Allowances(clock)
    key = key_with(tokens_per_day=10)
    allowances.book(used(10))
    clock.now -= 3 * 3600
    assert refused(allowances, key)
    clock.now += 3 * 3600
    assert not refused(allowances, key), "the day has begun anew"


def test_what_the_books_hold_counts() -> None:
    allowances = Allowances()
    allowances.load({"k": Spent(tokens_per_day=3, tokens_per_month=9)})
    assert not refused(allowances, key_with(tokens_per_day=4))
    assert refused(allowances, key_with(tokens_per_month=9))
    assert refused(allowances, key_with(tokens_per_day=3))


def test_the_books_add_up_by_day_and_month(tmp_path: Path) -> None:
    now = local(2026, 3, 31, 12)
    store = UsageStore(tmp_path / "usage.db")
    store.open()
    for started, tokens in ((local(2026, 2, 28, 23), 1), (local(2026, 3, 1, 0, 1), 20), (local(2026, 3, 31, 1), 300)):
        store.add(replace(used(tokens, tokens / 100), id=str(started), started=started))
    # One that began yesterday and ended today is of today.
    store.add(replace(used(4000, None), id="late", started=local(2026, 3, 30, 23, 59), duration=120.0))
    store.close()
    spent = spent_by_key(tmp_path / "usage.db", now)["k"]
    assert (spent.tokens_per_day, spent.tokens_per_month) == (4300, 4320)
    assert spent.units_per_day == pytest.approx(3.0)
    assert spent.units_per_month == pytest.approx(3.2)
    assert spent_by_key(tmp_path / "none.db", now) == {}


async def test_a_restart_forgets_nothing(tmp_path: Path) -> None:
    async with running_proxy(tmp_path) as proxy:
        key = made(proxy, tokens_per_day=1)
        assert (await ask(proxy, key))[0] == 200
    async with running_proxy(tmp_path) as proxy:
        assert (await ask(proxy, key))[0] == 429


def test_units_of_unknown_price_cost_nothing() -> None:
    allowances = Allowances()
    allowances.book(used(10))
    assert not refused(allowances, key_with(units_per_day=0.0001))


def test_ends_of_periods() -> None:
    now = local(2026, 1, 31, 12)
    assert day_of(period_end("day", now)) == (2026, 2, 1, 0)
    assert day_of(period_end("month", now)) == (2026, 2, 1, 0)
    assert day_of(period_end("month", local(2026, 12, 1))) == (2027, 1, 1, 0)


async def admin(proxy: Proxy, method: str, path: str, body: object = None, key: str = ADMIN_KEY) -> tuple[int, Any]:
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, proxy.url + path, json=body, headers={"x-api-key": key}) as response,
    ):
        return response.status, await response.json()


async def test_keys_over_http(proxy: Proxy) -> None:
    terms = {"name": "of a team", "models": ["gpt-*"], "expires": "30d", "limits": {"requests_per_minute": 1}}
    status, created = await admin(proxy, "POST", "/admin/keys", terms)
    assert status == 201
    key = created["key"]
    assert created["limits"]["requests_per_minute"] == 1
    assert created["expires"] == pytest.approx(time.time() + 30 * 86_400, abs=60)
    assert [(await ask(proxy, key))[0] for _ in range(2)] == [200, 429]
    status, listed = await admin(proxy, "GET", "/admin/keys")
    row = next(each for each in listed["keys"] if each["name"] == "of a team")
    assert row["used"]["tokens_per_day"] > 0
    assert key not in json.dumps(listed)
    assert "sha256" not in row
    status, changed = await admin(proxy, "PATCH", "/admin/keys/of%20a%20team", {"limits": {"requests_per_minute": 0}})
    assert (status, changed["models"]) == (200, ["gpt-*"])
    assert (await ask(proxy, key))[0] == 200
    assert (await admin(proxy, "DELETE", "/admin/keys/of%20a%20team"))[0] == 200
    assert (await ask(proxy, key))[0] == 401


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/admin/keys", {}, 400),
        ("POST", "/admin/keys", {"name": "a", "colour": "red"}, 400),
        ("POST", "/admin/keys", {"name": "a", "expires": "soon"}, 400),
        ("POST", "/admin/keys", {"name": "a", "limits": {"tokens_per_day": -1}}, 400),
        ("POST", "/admin/keys", {"name": "test"}, 409),
        ("PATCH", "/admin/keys/nobody", {"models": []}, 404),
        ("PATCH", "/admin/keys/test", {"name": "other"}, 400),
        ("PATCH", "/admin/keys/test", {"models": []}, 404),
        ("DELETE", "/admin/keys/nobody", None, 404),
    ],
)
async def test_wrong_administration(proxy: Proxy, method: str, path: str, body: object, status: int) -> None:
    assert (await admin(proxy, method, path, body))[0] == status
    assert (await admin(proxy, method, path, body, key=KEY))[0] == 403, "only with an admin key"


async def test_who_guesses_is_slowed_down_and_known_clients_are_not(proxy: Proxy) -> None:
    for number in range(11):
        assert (await ask(proxy, f"wrong-{number}"))[0] == 401
    began = time.monotonic()
    wrong = await asyncio.gather(*(ask(proxy, f"guess-{number}") for number in range(20)))
    assert (await ask(proxy, KEY))[0] == 200, "a new right key waits for its turn"
    assert time.monotonic() - began > 5
    statuses = [status for status, _, _ in wrong]
    assert statuses.count(429) >= 5
    assert "retry-after" in next(headers for status, _, headers in wrong if status == 429)
    began = time.monotonic()
    guess = asyncio.gather(*(ask(proxy, f"more-{number}") for number in range(3)))
    for _ in range(5):
        assert (await ask(proxy, KEY))[0] == 200
    assert time.monotonic() - began < 2.5, "a key that was right before does not wait"
    await guess


async def test_a_budget_for_all_keys(tmp_path: Path) -> None:
    """What all keys use counts, those without limits, too; other keys are refused as well when it is used up."""
    async with running_proxy(tmp_path, settings=Settings(monthly_budget=0.000001)) as proxy:
        assert (await ask(proxy, KEY))[0] == 200
        status, body, headers = await ask(proxy, made(proxy))
        assert status == 429
        assert "The monthly budget of 1e-06 capacity units is used up" in body["error"]["message"]
        left = period_end("month", time.time()) - time.time()
        assert abs(int(headers["retry-after"]) - left) < 5
        assert proxy.engine.units_of_month() > 0
    # It is read from the books at the next start, and a raised one lets go on at once.
    async with running_proxy(tmp_path, settings=Settings(monthly_budget=0.000001)) as proxy:
        assert (await ask(proxy, KEY))[0] == 429
    async with running_proxy(tmp_path, settings=Settings(monthly_budget=1000)) as proxy:
        assert (await ask(proxy, KEY))[0] == 200


def test_a_budget_begins_anew_with_the_month() -> None:
    clock = Clock(2026, 3, 31, 23)
    allowances = Allowances(clock)
    allowances.budget = 5
    allowances.book(used(10, 3.0))
    assert not refused(allowances, key_with())
    allowances.take_others({"k": Spent(units_per_month=2.0)})
    assert refused(allowances, key_with()), "other replicas count"
    clock.now = local(2026, 4, 1, 0, 1)
    assert not refused(allowances, key_with())
    assert allowances.units_of_month() == 0
