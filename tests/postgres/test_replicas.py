"""Two replicas behind no balancer, in front of one sandbox: keys, limits, usage and quotas are one."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from aicore_tray.config.settings import Settings
from aicore_tray.sandbox.server import Sandbox, Tenant
from aicore_tray.sandbox.tenants import deployment
from aicore_tray.system.postgres import Address
from tests.gateway.proxy import ADMIN_KEY, KEY, Proxy, running_proxy
from tests.postgres.server import Database, Server
from tests.postgres.waiting import until

pytestmark = pytest.mark.postgres

MODEL = "gpt-4o"
CHAT = {"model": MODEL, "messages": [{"role": "user", "content": "Say ok."}]}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two replicas of one database."""

    one: Proxy
    two: Proxy
    database: Database

    def __iter__(self) -> Any:
        return iter((self.one, self.two))


@pytest.fixture
async def pair(tmp_path: Path, database: Database) -> AsyncIterator[Pair]:
    shared = Address.read(database.url)

    def replica(name: str) -> AbstractAsyncContextManager[Proxy]:
        return running_proxy(tmp_path / name, behind=sandbox, database=shared)

    # No refusal of SAP's is to be taken for one of ours.
    tenants = (Tenant(name="demo", quotas={MODEL: 10**6}),)
    async with Sandbox(tenants) as sandbox, replica("one") as one, replica("two") as two:
        yield Pair(one, two, database)


async def ask(proxy: Proxy, key: str = KEY) -> int:
    return (await proxy.ask("/v1/chat/completions", CHAT, headers={"x-api-key": key}))[0]


async def admin(proxy: Proxy, method: str, path: str, body: object = None) -> tuple[int, Any]:
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, proxy.url + path, json=body, headers={"x-api-key": ADMIN_KEY}) as answer,
    ):
        return answer.status, await answer.json()


async def create(proxy: Proxy, name: str = "mine", **limits: Any) -> str:
    status, made = await admin(proxy, "POST", "/admin/keys", {"name": name, "limits": limits})
    assert status == 201, made
    key: str = made["key"]
    return key


async def answers(proxy: Proxy, key: str, status: int) -> None:
    async def as_wanted() -> bool:
        return await ask(proxy, key) == status

    await until(as_wanted)


async def test_keys_hold_at_once_here_and_soon_there(pair: Pair) -> None:
    key = await create(pair.one)
    assert await ask(pair.one, key) == 200
    await answers(pair.two, key, 200)
    listed = (await admin(pair.two, "GET", "/admin/keys"))[1]["keys"]
    assert [row["name"] for row in listed] == ["test", "admin", "mine"]
    assert (await admin(pair.two, "POST", "/admin/keys", {"name": "mine"}))[0] == 409
    assert (await admin(pair.two, "PATCH", "/admin/keys/mine", {"models": ["claude-*"]}))[0] == 200
    assert await ask(pair.two, key) == 403
    await answers(pair.one, key, 403)
    assert (await admin(pair.two, "DELETE", "/admin/keys/mine"))[0] == 200
    assert await ask(pair.two, key) == 401
    await answers(pair.one, key, 401)
    assert (await admin(pair.one, "DELETE", "/admin/keys/mine"))[0] == 404
    assert not pair.one.paths.keys_file.exists()


async def test_one_name_is_one_key_however_many_make_it_at_once(pair: Pair) -> None:
    made = await asyncio.gather(
        *(admin(proxy, "POST", "/admin/keys", {"name": "same"}) for proxy in (pair.one, pair.two) for _ in range(4))
    )
    assert sorted(status for status, _ in made) == [201] + [409] * 7


async def test_when_a_key_was_last_used_is_known_to_all(pair: Pair) -> None:
    key = await create(pair.one)
    assert await ask(pair.one, key) == 200
    await asyncio.to_thread(pair.one.engine.keys.write_use)

    async def known() -> bool:
        rows = (await admin(pair.two, "GET", "/admin/keys"))[1]["keys"]
        return bool([row for row in rows if row["name"] == "mine" and row["last_used"] > time.time() - 60])

    await until(known)


async def test_requests_a_minute_are_exact_over_all(pair: Pair) -> None:
    key = await create(pair.one, requests_per_minute=7)
    await answers(pair.two, key, 200)
    got = await asyncio.gather(*(ask(proxy, key) for proxy in pair for _ in range(10)))
    assert sorted(got) == [200] * 6 + [429] * 14
    async with pair.two.post("/v1/chat/completions", CHAT, headers={"x-api-key": key}) as response:
        assert 1 <= int(response.headers["retry-after"]) <= 60
        assert "'mine' may send 7 requests a minute" in (await response.json())["error"]["message"]
    assert await ask(pair.two) == 200, "others go on"
    # Sixty seconds later, as the server sees it.
    pair.database.ask("UPDATE aicore_tray_minutes SET times = ARRAY(SELECT t - 61 FROM unnest(times) AS t)")
    got = await asyncio.gather(*(ask(proxy, key) for proxy in pair for _ in range(10)))
    assert sorted(got) == [200] * 7 + [429] * 13
    assert pair.database.ask("SELECT cardinality(times) FROM aicore_tray_minutes") == [(7,)]


async def test_keys_without_such_a_limit_are_not_counted_there(pair: Pair) -> None:
    key = await create(pair.one, tokens_per_day=10**9)
    assert await ask(pair.one, key) == await ask(pair.one) == 200
    assert pair.database.ask("SELECT count(*) FROM aicore_tray_minutes") == [(0,)]


@pytest.mark.parametrize("limit", ["tokens_per_day", "tokens_per_month"])
async def test_what_is_used_here_counts_there(pair: Pair, limit: str) -> None:
    key = await create(pair.one, "mine", **{limit: 1})
    assert await ask(pair.one, key) == 200
    assert await ask(pair.one, key) == 429, "at once where it was used"
    await answers(pair.two, key, 429)
    each = [sum(record.usage.total for record in proxy.engine.meter.recent) for proxy in pair]

    async def counted_once() -> bool:
        shown = [(await admin(proxy, "GET", "/admin/keys"))[1]["keys"][-1]["used"][limit] for proxy in pair]
        return shown == [sum(each)] * 2

    await until(counted_once)
    await admin(pair.two, "PATCH", "/admin/keys/mine", {"limits": {limit: 10**6}})
    assert await ask(pair.two, key) == 200


async def test_a_restart_forgets_nothing(tmp_path: Path, database: Database) -> None:
    async with running_proxy(tmp_path, database=Address.read(database.url)) as proxy:
        key = await create(proxy, tokens_per_day=1)
        assert await ask(proxy, key) == 200
    async with running_proxy(tmp_path, database=Address.read(database.url)) as proxy:
        assert await ask(proxy, key) == 429


async def test_books_are_one(pair: Pair) -> None:
    for proxy in (pair.one, pair.one, pair.two):
        assert await ask(proxy) == 200

    async def written() -> bool:
        return pair.database.ask("SELECT count(*) FROM aicore_tray_requests") == [(3,)]

    await until(written)
    rows = [(await admin(proxy, "GET", "/admin/usage?group_by=model"))[1] for proxy in pair]
    assert rows[0] == rows[1]
    assert [(row["model"], row["requests"], row["errors"]) for row in rows[0]] == [(MODEL, 3, 0)]
    async with pair.two.get("/admin/usage?format=jsonl", headers={"x-api-key": ADMIN_KEY}) as answer:
        lines = [json.loads(line) for line in (await answer.text()).splitlines()]
    assert [line["model"] for line in lines] == [MODEL] * 3
    assert not pair.one.paths.usage_db.exists()


async def test_quotas_are_shared_by_those_that_live(tmp_path: Path, database: Database) -> None:
    tenants = (Tenant(name="one", deployments=(deployment(MODEL),), quotas={MODEL: 12}, admin=True),)
    shared, settings = Address.read(database.url), Settings(quota_wait=0)

    def replica(name: str) -> AbstractAsyncContextManager[Proxy]:
        return running_proxy(tmp_path / name, tenants=tenants, behind=sandbox, database=shared, settings=settings)

    async with Sandbox(tenants) as sandbox, replica("one") as one:
        # One that has not been seen for a while is dead.
        database.ask("INSERT INTO aicore_tray_replicas VALUES ('old', now() - interval '1 minute')")
        async with replica("two") as two:

            async def both() -> bool:
                return [(await admin(proxy, "GET", "/stats"))[1]["replicas"] for proxy in (one, two)] == [2, 2]

            await until(both)
            got = await asyncio.gather(*(ask(proxy) for proxy in (one, two) for _ in range(10)))
            assert sorted(got) == [200] * 12 + [429] * 8
            assert not [each for each in sandbox.requests if each.status == 429], "the upstream refused none"
            assert [row.limit for proxy in (one, two) for row in proxy.engine.quotas()] == [6, 6]

        async def alone() -> bool:
            return [row.limit for row in one.engine.quotas()] == [12]

        assert database.ask("SELECT count(*) FROM aicore_tray_replicas") == [(2,)], "one that leaves says so"
        await until(alone)


async def is_said(proxy: Proxy, status: str) -> bool:
    async with proxy.get("/health") as answer:
        said: str = (await answer.json())["status"]
        return said == status


async def load(proxy: Proxy, key: str, seconds: float) -> list[int]:
    end, got = time.monotonic() + seconds, []
    while time.monotonic() < end:
        got.append(await ask(proxy, key))
    return got


async def test_no_request_notices_that_the_database_is_away(pair: Pair, server: Server) -> None:
    """It is stopped and started while requests run: none fails, no row is lost, unknown keys stay out."""
    plain, counted = await create(pair.one, "plain"), await create(pair.one, "counted", requests_per_minute=10**6)
    await answers(pair.two, counted, 200)
    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(load(proxy, key, 6.0)) for proxy in pair for key in (KEY, plain, counted)]
        await asyncio.sleep(0.5)
        await asyncio.to_thread(server.stop)
        await asyncio.sleep(2.5)
        assert await ask(pair.two, "act-unknown") == 401
        assert (await admin(pair.one, "POST", "/admin/keys", {"name": "more"}))[0] == 503
        assert (await admin(pair.one, "GET", "/admin/usage"))[0] == 503
        await until(partial(is_said, pair.one, "degraded"))
        await asyncio.to_thread(server.start)
    got = [status for task in running for status in task.result()]
    assert set(got) == {200}
    await until(partial(is_said, pair.one, "ok"))
    ended = sum(proxy.engine.meter.total.requests for proxy in pair)

    async def complete() -> bool:
        (found,) = pair.database.ask("SELECT count(*), count(DISTINCT id) FROM aicore_tray_requests")
        return found == (ended, ended)

    await until(complete)

    async def told() -> bool:
        return "The PostgreSQL database is back, and usage is in it" in pair.one.warnings

    await until(told)
    warnings = "\n".join([*pair.one.warnings, *pair.two.warnings])
    assert "Usage is kept on this computer until it is back" in warnings
    assert "w0rd-of" not in warnings
    key = await create(pair.one, "after")
    await answers(pair.two, key, 200)


async def test_while_the_database_is_away_each_counts_by_itself(pair: Pair, server: Server) -> None:
    key = await create(pair.one, requests_per_minute=5)
    assert await ask(pair.one, key) == 200
    await answers(pair.two, key, 200)
    server.stop()
    got = await asyncio.gather(*(ask(pair.one, key) for _ in range(10)))
    assert sorted(got) == [200] * 4 + [429] * 6


async def test_no_request_notices_that_the_database_hangs(pair: Pair, server: Server) -> None:
    """It neither answers nor hangs up. Requests are on disk all the same, and each is in the books once."""
    counted = await create(pair.one, "counted", requests_per_minute=10**6)
    await answers(pair.two, counted, 200)
    server.freeze(on=True)
    try:
        async with asyncio.TaskGroup() as tasks:
            running = [tasks.create_task(load(proxy, key, 8.0)) for proxy in pair for key in (KEY, counted)]
        await until(partial(is_said, pair.one, "degraded"))

        async def on_disk() -> bool:
            return pair.one.paths.waiting_db.exists() and pair.two.paths.waiting_db.exists()

        await until(on_disk)
    finally:
        server.freeze(on=False)
    assert {status for task in running for status in task.result()} == {200}
    ended = sum(proxy.engine.meter.total.requests for proxy in pair)

    async def complete() -> bool:
        (found,) = pair.database.ask("SELECT count(*), count(DISTINCT id) FROM aicore_tray_requests")
        return found == (ended, ended)

    await until(complete)
    key = await create(pair.one, "after")
    await answers(pair.two, key, 200)
