"""What connections to SAP do: answers in pieces, connections that died in the pool, pauses as long as a night."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from aicore_tray.config.settings import Settings
from aicore_tray.sandbox.faults import Fault
from aicore_tray.system import wake
from tests.gateway.proxy import Proxy, running_proxy
from tests.gateway.raw_upstream import CHAT_ANSWER, RawUpstream, answer

CHAT = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Say hello."}]}
WELL = [answer(CHAT_ANSWER)]


async def test_an_error_that_comes_in_pieces_is_told_whole(tmp_path: Path) -> None:
    refusal = answer({"error": {"message": "Invalid value for 'seed'", "code": "invalid_value", "param": "seed"}}, 400)
    pieces = [refusal[:150], refusal[150:160], refusal[160:]]
    async with (
        RawUpstream(pieces, WELL) as upstream,
        running_proxy(tmp_path, pinned={"gpt-4o": (upstream.deployment_url,)}) as proxy,
    ):
        status, told = await proxy.ask("/v1/chat/completions", CHAT)
        assert status == 400
        assert told["error"]["message"] == "Invalid value for 'seed'"
        # It was read to its end, so that its connection serves the next request.
        assert (await proxy.ask("/v1/chat/completions", CHAT))[0] == 200
        assert upstream.connections == 1


async def test_a_connection_that_died_in_the_pool_costs_nobody_a_request(tmp_path: Path) -> None:
    async with (
        RawUpstream(WELL, [], WELL) as upstream,
        running_proxy(tmp_path, pinned={"gpt-4o": (upstream.deployment_url,)}) as proxy,
    ):
        for _ in range(2):
            status, told = await proxy.ask("/v1/chat/completions", CHAT)
            assert status == 200
            assert told["choices"][0]["message"]["content"] == "Hello."
        assert upstream.requests == 3
        assert upstream.connections == 2


async def test_a_new_connection_that_breaks_is_no_reason_to_ask_twice(tmp_path: Path) -> None:
    """It may have been the request that broke it, and each one costs."""
    async with (
        RawUpstream([], WELL) as upstream,
        running_proxy(tmp_path, pinned={"gpt-4o": (upstream.deployment_url,)}) as proxy,
    ):
        status, _ = await proxy.ask("/v1/chat/completions", CHAT)
        assert status == 502
        assert upstream.requests == 1


async def test_after_a_pause_connections_are_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock that aiohttp goes by stands still while a computer sleeps; the wall clock does not."""
    async with (
        RawUpstream(WELL, WELL, WELL) as upstream,
        running_proxy(tmp_path, pinned={"gpt-4o": (upstream.deployment_url,)}) as proxy,
    ):
        for _ in range(2):
            assert (await proxy.ask("/v1/chat/completions", CHAT))[0] == 200
        assert upstream.connections == 1
        night = time.time() + 8 * 3600
        monkeypatch.setattr(time, "time", lambda: night)
        assert (await proxy.ask("/v1/chat/completions", CHAT))[0] == 200
        assert upstream.connections == 2


async def test_connections_are_used_again(proxy: Proxy) -> None:
    upstream_connections: set[object] = set()
    for stream in (False, True, False, True, True):
        async with proxy.post("/v1/chat/completions", CHAT | {"stream": stream}) as response:
            await response.read()
        connector = proxy.sandbox._runners[0].server
        assert connector is not None
        upstream_connections.update(connector.connections)
    assert len(upstream_connections) == 1


@pytest.mark.parametrize(("asked", "told"), [("inf", 2), ("1e12", 86_400), ("-3", 5), ("7.2", 8)])
async def test_strange_times_to_wait(tmp_path: Path, asked: str, told: int) -> None:
    refusal = answer({"error": {"message": "Too many requests"}}, 429).replace(
        b"\r\n", f"\r\nRetry-After: {asked}\r\n".encode(), 1
    )
    async with (
        RawUpstream([refusal]) as upstream,
        running_proxy(
            tmp_path, pinned={"gpt-4o": (upstream.deployment_url,)}, settings=Settings(quota_wait=0)
        ) as proxy,
        proxy.post("/v1/chat/completions", CHAT) as response,
    ):
        assert response.status == 429
        assert int(response.headers["retry-after"]) == told


THROTTLED = {"error": {"message": "Too many requests", "code": "429"}}


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/messages", "/v1/responses"])
@pytest.mark.parametrize(
    ("given", "told"),
    [
        (answer(THROTTLED), 429),
        (b"HTTP/1.1 204 x\r\n\r\n", 502),
        (b"HTTP/1.1 302 x\r\nLocation: https://sso.corp/\r\nContent-Length: 0\r\n\r\n", 502),
        (b"HTTP/1.1 407 x\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>", 502),
        (answer(None), 502),
        (answer([1]), 502),
        (b"HTTP/1.1 200 x\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>", 502),
        (b"no HTTP\r\n\r\n", 502),
    ],
    ids=["error as 200", "nothing", "redirect", "proxy", "null", "list", "page", "no HTTP"],
)
async def test_what_is_no_answer_is_the_upstreams_fault(tmp_path: Path, path: str, given: bytes, told: int) -> None:
    """Neither an empty answer nor a mistake of the client's."""
    async with (
        RawUpstream([given]) as upstream,
        running_proxy(
            tmp_path, pinned={"gpt-4o": (upstream.deployment_url,)}, settings=Settings(quota_wait=0)
        ) as proxy,
    ):
        status, answered = await proxy.ask(path, CHAT | {"input": "Say hello.", "max_tokens": 9})
        assert status == told
        assert "sso.corp" not in str(answered)


async def test_the_first_request_after_sleep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pooled connection leads nowhere and nobody says so; the request must not wait for it."""
    watched = wake.watch
    jumps = iter([0.0, 3600.0])
    last = 0.0

    def clock() -> float:
        nonlocal last
        last = next(jumps, last)
        return last

    looked = asyncio.Event()

    async def sleep(_: float) -> None:
        await (looked.wait() if last == 0.0 else asyncio.sleep(3600))

    monkeypatch.setattr(wake, "watch", lambda on_wake: watched(on_wake, clock=clock, sleep=sleep))
    async with (
        RawUpstream(WELL, WELL) as upstream,
        running_proxy(tmp_path, pinned={"gpt-4o": (upstream.deployment_url,)}) as proxy,
    ):
        assert (await proxy.ask("/v1/chat/completions", CHAT))[0] == 200
        upstream.go_silent()
        before = proxy.engine.landscape.refreshed_at
        looked.set()
        await asyncio.sleep(0.05)
        status, _ = await asyncio.wait_for(proxy.ask("/v1/chat/completions", CHAT), 5)
        assert status == 200
        assert upstream.connections == 2
        for _ in range(200):
            if proxy.engine.landscape.refreshed_at != before:
                break
            await asyncio.sleep(0.05)
        assert proxy.engine.landscape.refreshed_at != before, "deployments are looked for again"


async def test_a_request_under_way_outlives_a_wake(proxy: Proxy) -> None:
    proxy.sandbox.faults.add(Fault("slow", model="gpt-4o", delay=0.4))
    asking = asyncio.gather(proxy.ask("/v1/chat/completions", CHAT))
    await asyncio.sleep(0.1)
    await proxy.engine.wake()
    assert (await asking)[0][0] == 200
