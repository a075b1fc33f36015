"""How much the server takes at once and how large a request may be, changed while it runs."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from aicore_tray.config.settings import Settings
from aicore_tray.sandbox.faults import Fault
from tests.gateway.proxy import Proxy, begun, running_proxy

MODEL = "gpt-4o"
PATHS = ["/v1/messages", "/v1/chat/completions", "/v1/responses"]


def body(size: int = 1) -> dict[str, object]:
    text = "Say hello." * size
    return {"model": MODEL, "max_tokens": 9, "messages": [{"role": "user", "content": text}], "input": text}


async def change(proxy: Proxy, **settings: Any) -> None:
    configuration = proxy.engine._configuration
    await proxy.engine.apply(replace(configuration, settings=replace(configuration.settings, **settings)))


@pytest.mark.parametrize("path", PATHS)
async def test_requests_at_once(proxy: Proxy, path: str) -> None:
    await change(proxy, max_requests=1)
    proxy.sandbox.faults.add(Fault("slow", model=MODEL, delay=0.5))
    first = asyncio.gather(proxy.ask(PATHS[1], {name: value for name, value in body().items() if name != "input"}))
    await begun(proxy)
    async with proxy.post(path, body()) as response:
        told = await response.json()
        assert (response.status, response.headers["retry-after"]) == (429, "1")
    assert told.get("type") == ("error" if path == PATHS[0] else None)
    assert told["error"]["type"] == "rate_limit_error"
    async with proxy.post(path, body()) as response:
        assert response.status == 429, "one that was refused takes no place"
    assert (await first)[0][0] == 200
    assert (await proxy.ask(PATHS[1], body() | {"input": None}))[0] != 429


async def test_no_limit_unless_set(proxy: Proxy) -> None:
    asked = [proxy.ask("/v1/messages", body() | {"input": None}) for _ in range(5)]
    assert 429 not in [status for status, _ in await asyncio.gather(*asked)]


async def test_the_size_changes_at_once(proxy: Proxy) -> None:
    large = {"model": MODEL, "messages": [{"role": "user", "content": "a" * 1_500_000}]}
    assert (await proxy.ask("/v1/chat/completions", large))[0] != 413
    await change(proxy, max_body_mb=1)
    status, told = await proxy.ask("/v1/chat/completions", large)
    assert status == 413
    assert "1 MB" in told["error"]["message"]


async def test_old_usage_goes_at_the_start_and_when_it_is_asked_for(tmp_path: Path) -> None:
    async with running_proxy(tmp_path) as proxy:
        await proxy.ask("/v1/messages", body())
        usage = proxy.paths.usage_db
    with closing(sqlite3.connect(usage)) as connection, connection:
        connection.execute("UPDATE requests SET started = started - 10 * 86400")

    def rows() -> int:
        with closing(sqlite3.connect(usage)) as connection:
            return int(connection.execute("SELECT count(*) FROM requests").fetchone()[0])

    async with running_proxy(tmp_path) as proxy:
        assert rows() == 1, "all of it is kept"
        await change(proxy, usage_days=20)
        await asyncio.sleep(0.1)
        assert rows() == 1
        await change(proxy, usage_days=9)
        for _ in range(100):
            if rows() == 0:
                break
            await asyncio.sleep(0.02)
        assert rows() == 0
    async with running_proxy(tmp_path, settings=Settings(usage_days=1)):
        assert rows() == 0
