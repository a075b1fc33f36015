"""What runs is known while it runs: from its beginning, with its first token, until its end, however that comes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from aicore_tray.sandbox.faults import Fault
from aicore_tray.usage.meter import Running
from tests.gateway.proxy import Proxy
from tests.gateway.test_life import PATHS, body

CLAUDE = "anthropic--claude-4.5-sonnet"
STORY = "Write a long text of 60 words."


async def until(so: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not so():  # noqa: ASYNC110 - what is waited for tells nobody
            await asyncio.sleep(0.005)


def running(proxy: Proxy) -> tuple[Running, ...]:
    return proxy.engine.meter.running


async def test_a_stream_is_seen_from_its_beginning_to_its_end(proxy: Proxy) -> None:
    told: list[tuple[int, bool]] = []
    meter = proxy.engine.meter

    def tell() -> None:
        told.append((meter.in_flight, any(each.first_token is not None for each in meter.running)))

    meter.on_change = tell
    proxy.sandbox.faults.add(Fault("silence", model=CLAUDE, after_events=6, delay=0.3))
    request = {**body("messages", "claude-sonnet-4-5", STORY), "stream": True}
    async with proxy.post(PATHS["messages"], request, headers={"User-Agent": "claude-cli/2.1 (x)"}) as response:
        await until(lambda: running(proxy) and running(proxy)[0].first_token is not None)
        one = running(proxy)[0]
        assert (one.key, one.client, one.asked, one.model) == ("test", "claude-cli/2.1", "claude-sonnet-4-5", CLAUDE)
        assert one.id == response.headers["x-request-id"]
        assert one.first_token is not None
        assert one.first_token > 0
        await response.read()
    await until(lambda: not running(proxy))
    assert told == [(1, False), (1, True), (0, False)], "it is told three times and not with every event"
    assert meter.recent[-1].first_token == one.first_token


async def test_a_client_that_goes_away_leaves_nothing_running(proxy: Proxy) -> None:
    proxy.sandbox.faults.add(Fault("silence", model=CLAUDE, after_events=6, delay=5.0))
    async with proxy.post(PATHS["messages"], {**body("messages", CLAUDE, STORY), "stream": True}) as response:
        await until(lambda: running(proxy))
        response.close()
    await until(lambda: not running(proxy))
    assert proxy.engine.meter.recent[-1].status == 499


async def test_errors_leave_nothing_running(proxy: Proxy) -> None:
    proxy.sandbox.faults.add(Fault("status", model=CLAUDE, status=500, times=9))
    for model in (CLAUDE, "no-such-model"):
        status, _ = await proxy.ask(PATHS["messages"], body("messages", model))
        assert status >= 400
        await until(lambda: not running(proxy))


async def test_two_requests_of_one_moment_are_told_apart(proxy: Proxy) -> None:
    proxy.sandbox.faults.add(Fault("silence", model=CLAUDE, after_events=6, delay=0.5, times=2))
    request = {**body("messages", CLAUDE, STORY), "stream": True}

    async def ask() -> None:
        async with proxy.post(PATHS["messages"], request, headers={"x-request-id": "mine"}) as response:
            await response.read()

    async with asyncio.TaskGroup() as group:
        for _ in range(2):
            group.create_task(ask())
        await until(lambda: len(running(proxy)) == 2)
        assert len({each.number for each in running(proxy)}) == 2
    await until(lambda: not running(proxy))
