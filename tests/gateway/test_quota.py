"""Requests a minute: no more goes upstream than SAP allows, waits are short and told, and keys share fairly."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from aicore_tray.config.key_store import KeyStore
from aicore_tray.config.settings import Settings
from aicore_tray.dialects.errors import ApiError
from aicore_tray.gateway import quota
from aicore_tray.gateway.quota import Bucket
from aicore_tray.sandbox.faults import Fault
from aicore_tray.sandbox.server import Sandbox, Tenant
from aicore_tray.sandbox.tenants import deployment
from aicore_tray.tasks import TaskGroup
from tests.gateway.proxy import KEY, Proxy, running_proxy

MODEL = "gpt-4.1"
CHAT = {"model": MODEL, "messages": [{"role": "user", "content": "Say ok."}], "max_tokens": 50}
MINUTE = 2.0
LIMIT = 12


@pytest.fixture(autouse=True)
def short_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quota, "MINUTE", MINUTE)


@asynccontextmanager
async def proxy_with(
    folder: Path, *tenants: Tenant, limit: int = LIMIT, admin: bool = True, **settings: Any
) -> AsyncIterator[Proxy]:
    if not tenants:
        tenants = (Tenant(name="one", deployments=(deployment(MODEL),), quotas={MODEL: limit}, admin=admin),)
    async with (
        # Requests may be on their way for different times on a busy computer.
        Sandbox(tenants, minute=0.8 * MINUTE) as sandbox,
        running_proxy(folder, tenants=tenants, behind=sandbox, settings=Settings(**settings)) as proxy,
    ):
        yield proxy


async def asked(proxy: Proxy, key: str = KEY) -> tuple[int, float, Any]:
    """Return status, the seconds that the answer says it waited, and its body."""
    async with proxy.post("/v1/chat/completions", CHAT, headers={"x-api-key": key}) as response:
        return response.status, float(response.headers.get("x-aicore-tray-waited", 0)), await response.json()


def refused_upstream(proxy: Proxy) -> int:
    return sum("/v2/inference/" in each.path and each.status == 429 for each in proxy.sandbox.requests)


async def test_more_than_a_minute_takes_waits_and_is_never_refused(tmp_path: Path) -> None:
    async with proxy_with(tmp_path) as proxy:
        answers = await asyncio.gather(*(asked(proxy) for _ in range(LIMIT * 2)))
        assert [status for status, _, _ in answers] == [200] * LIMIT * 2
        assert refused_upstream(proxy) == 0
        waited = [waited for _, waited, _ in answers]
        assert sum(each > 0 for each in waited) == LIMIT
        assert max(waited) <= 2 * MINUTE
        (row,) = proxy.engine.quotas()
        assert (row.limit, row.learned, row.accounts) == (LIMIT, False, ("one",))
        assert row.text == f"{MODEL}: {row.used} of {LIMIT} this minute"


async def test_a_wait_that_would_be_too_long_is_a_429_with_the_true_time(tmp_path: Path) -> None:
    async with proxy_with(tmp_path, quota_wait=0.1) as proxy:
        began = time.monotonic()
        answers = await asyncio.gather(*(asked(proxy) for _ in range(LIMIT)))
        assert [status for status, _, _ in answers] == [200] * LIMIT
        async with proxy.post("/v1/chat/completions", CHAT) as response:
            assert response.status == 429
            assert 1 <= int(response.headers["retry-after"]) <= 3
            assert "used up" in (await response.json())["error"]["message"]
            assert time.monotonic() - began < 10, "it was told at once"
        sent = len(proxy.upstream_bodies())
        assert sent == LIMIT, "the upstream was not asked"
        await asyncio.sleep(float(response.headers["retry-after"]) + 0.1)
        assert (await asked(proxy))[0] == 200


async def test_keys_share_what_there_is(tmp_path: Path) -> None:
    """One key that sends all it can leaves another as much as that one was seen to need."""
    async with proxy_with(tmp_path, quota_wait=30) as proxy:
        modest = KeyStore(proxy.paths.keys_file).create("modest")
        tasks = TaskGroup("greedy")

        async def greedy() -> None:
            while True:
                await asked(proxy)

        for number in range(20):
            tasks.spawn(greedy(), name=str(number))
        waits = []
        for _ in range(8):
            status, waited, _ = await asked(proxy, modest)
            assert status == 200
            waits.append(waited)
            await asyncio.sleep(MINUTE / 4)
        await tasks.aclose()
        # Twenty are in the queue before it each time, nearly two minutes' worth.
        assert max(waits) < 1.2 * MINUTE, waits
        assert sum(wait == 0 for wait in waits) >= 2, waits
        counts = proxy.engine.meter.by_key
        assert counts["test"].requests > 2 * counts["modest"].requests


async def test_accounts_of_other_tenants_help_out(tmp_path: Path) -> None:
    tenants = tuple(
        Tenant(name=name, deployments=(deployment(MODEL),), quotas={MODEL: LIMIT}) for name in ("one", "two")
    )
    async with proxy_with(tmp_path, *tenants, quota_wait=0) as proxy:
        answers = await asyncio.gather(*(asked(proxy) for _ in range(2 * LIMIT)))
        assert [status for status, _, _ in answers] == [200] * 2 * LIMIT
        by_tenant = Counter(each.tenant for each in proxy.sandbox.requests if "/v2/inference/" in each.path)
        assert by_tenant == {"one": LIMIT, "two": LIMIT}


async def test_the_limit_is_learned_where_the_key_may_not_ask_for_it(tmp_path: Path) -> None:
    async with proxy_with(tmp_path, admin=False, quota_wait=60) as proxy:
        # More than two of the upstream's minutes take, if they should come in both.
        answers = await asyncio.gather(*(asked(proxy) for _ in range(2 * LIMIT + 4)))
        assert {status for status, _, _ in answers} == {200}
        assert refused_upstream(proxy) >= 1
        (row,) = proxy.engine.quotas()
        assert row.learned
        assert row.limit is not None
        assert row.limit <= 2 * LIMIT, "by now it may be tried out upwards"
        assert "about" in row.text


@pytest.mark.parametrize("stream", [False, True])
async def test_a_short_rest_is_waited_for(tmp_path: Path, stream: bool) -> None:
    async with proxy_with(tmp_path) as proxy:
        proxy.sandbox.faults.add(Fault("status", status=429, retry_after=1))
        async with proxy.post("/v1/chat/completions", CHAT | {"stream": stream}) as response:
            assert response.status == 200
            assert float(response.headers["x-aicore-tray-waited"]) == pytest.approx(1, abs=0.2)
            await response.read()


async def test_a_long_rest_is_told_and_the_upstream_left_alone(tmp_path: Path) -> None:
    async with proxy_with(tmp_path) as proxy:
        proxy.sandbox.faults.add(Fault("status", status=429, retry_after=50))
        for _ in range(3):
            async with proxy.post("/v1/chat/completions", CHAT) as response:
                assert response.status == 429
                assert 48 <= int(response.headers["retry-after"]) <= 50
        assert len(proxy.upstream_bodies()) == 1


async def test_after_a_rest_one_request_tries(tmp_path: Path) -> None:
    async with proxy_with(tmp_path, limit=1000) as proxy:
        proxy.sandbox.faults.add(Fault("status", status=429, retry_after=1))
        first = TaskGroup("test").spawn(asked(proxy), name="first")
        await asyncio.sleep(0.3)
        proxy.sandbox.faults.add(Fault("status", status=429, retry_after=1))
        answers = await asyncio.gather(first, *(asked(proxy) for _ in range(10)))
        assert [status for status, _, _ in answers] == [200] * 11
        assert refused_upstream(proxy) == 2, "the second refusal met the one that tried, not all eleven"


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


async def test_no_sixty_seconds_hold_more_than_the_limit() -> None:
    clock = Clock()
    bucket = Bucket(clock)
    bucket.tell(5)
    taken: list[float] = []
    refusals: list[ApiError] = []
    for _ in range(400):
        try:
            await bucket.take("a", 0)
        except ApiError as refused:
            refusals.append(refused)
            clock.now += 0.03
        else:
            taken.append(clock.now)
    assert len(taken) > 20
    assert all(later - earlier >= MINUTE for earlier, later in zip(taken, taken[5:], strict=False))
    assert all(each.retry_after is not None and 0 < each.retry_after <= 1.1 * MINUTE for each in refusals)


async def test_a_learned_limit_is_tried_out_and_forgotten() -> None:
    clock = Clock()
    bucket = Bucket(clock)
    for _ in range(9):
        await bucket.take("a", 0)
    bucket.refused()
    assert (bucket.limit, bucket.learned) == (8, True)
    clock.now += 1.5 * MINUTE
    await bucket.take("a", 0)
    assert bucket.limit == 10
    clock.now += 20 * MINUTE
    await bucket.take("a", 0)
    assert bucket.limit is None


async def test_the_refusals_of_one_burst_teach_together_what_was_let_through() -> None:
    clock = Clock()
    bucket = Bucket(clock)
    for _ in range(28):
        await bucket.take("a", 0)
    for _ in range(16):
        bucket.refused()
    assert bucket.limit == 12
    clock.now += 1.5 * MINUTE
    for _ in range(14):
        await bucket.take("a", 0)
    bucket.refused()
    assert bucket.limit == 13, "those of the minute before count no more"


async def test_a_refusal_of_something_else_teaches_nothing() -> None:
    bucket = Bucket(Clock())
    for _ in range(3):
        await bucket.take("a", 0)
    bucket.refused()
    assert bucket.limit is None


async def test_who_stops_waiting_takes_nothing(tmp_path: Path) -> None:
    async with proxy_with(tmp_path, limit=2, quota_wait=30) as proxy:
        await asyncio.gather(asked(proxy), asked(proxy))
        left = TaskGroup("test").spawn(asked(proxy), name="left")
        await asyncio.sleep(0.2)
        assert proxy.engine.quotas()[0].waiting == 1
        left.cancel()
        with pytest.raises(asyncio.CancelledError):
            await left
        await asyncio.sleep(0.2)
        assert proxy.engine.quotas()[0].waiting == 0
        assert proxy.engine.meter.in_flight == 0
