"""A real `serve` in trouble: a thousand streams, signals, a full disk, locked and broken books, changed files."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from aicore_tray.sandbox.faults import Fault
from aicore_tray.sandbox.server import Sandbox, Tenant
from aicore_tray.sandbox.tenants import deployment
from aicore_tray.system.limits import raise_file_limit
from tests.cli.configs import toml, write
from tests.cli.processes import REPOSITORY, Serving, command, serving
from tests.gateway.every_api import MODELS, STREAMS, WAYS, Way, way

if sys.platform == "win32":
    pytest.skip("Windows has neither these signals nor these limits", allow_module_level=True)
import resource

ENV = {"API_KEYS": "mine"}
KEY = {"x-api-key": "mine"}
MANY = 1000


def tenants(*names: str) -> tuple[Tenant, ...]:
    """Tenants that serve as much as is wanted."""
    made = tuple(deployment(model) for model in MODELS)
    plenty = dict.fromkeys(MODELS, 1_000_000)
    return tuple(
        Tenant(
            name=name,
            deployments=tuple(deployment(each.model) for each in made),
            quotas=plenty,
        )
        for name in names or ("demo",)
    )


@asynccontextmanager
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    connector = aiohttp.TCPConnector(limit=0)
    timeout = aiohttp.ClientTimeout(total=120)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout, headers=KEY) as opened:
        yield opened


def rows_of(home: Path) -> dict[str, dict[str, Any]]:
    """Return what is in the books, by the requests' ids."""
    with closing(sqlite3.connect(home / "data" / "usage.db")) as books:
        books.row_factory = sqlite3.Row
        return {row["id"]: dict(row) for row in books.execute("SELECT * FROM requests")}


@dataclass(slots=True)
class Load:
    """Clients that ask one after the other, through every API.

    Attributes:
        ended: request id -> when its answer was complete.
        failed: what was no whole answer.
        killed: when the process was killed: what is under way then fails.
    """

    proxy: Serving
    ended: dict[str, float] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    killed: float | None = None

    async def ask(self, client: aiohttp.ClientSession, asked: Way) -> None:
        async with client.post(self.proxy.url + asked.path, json=asked.body) as answer:
            raw = await answer.read()
            if answer.status == 200:
                asked.check_whole(raw)
                self.ended[answer.headers["x-request-id"]] = time.monotonic()
            else:
                self.failed.append(f"{asked.id}: {answer.status} {raw[:200]!r}")

    async def work(self, client: aiohttp.ClientSession, ways: Iterator[Way]) -> None:
        """Ask until cancelled, or until the process is gone."""
        for asked in ways:
            try:
                await self.ask(client, asked)
            except (aiohttp.ClientError, OSError) as error:
                if self.killed is None:
                    self.failed.append(f"{asked.id}: {error!r}")
                return

    @asynccontextmanager
    async def running(self, clients: int = 8) -> AsyncIterator[None]:
        async with session() as client, asyncio.TaskGroup() as group:
            ways = itertools.cycle(WAYS)
            working = [group.create_task(self.work(client, ways)) for _ in range(clients)]
            yield
            for task in working:
                task.cancel()

    async def grows(self, more: int, seconds: float = 30.0) -> None:
        """Wait until so many more requests have ended."""
        wanted, end = len(self.ended) + more, time.monotonic() + seconds
        while len(self.ended) < wanted:
            assert time.monotonic() < end, f"{len(self.ended)} of {wanted}"
            await asyncio.sleep(0.02)


@contextmanager
def limited(proxy: Serving, size: int) -> Iterator[None]:
    """Let no file of a process grow beyond a size, as where the disk is full."""
    before = resource.prlimit(proxy.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(proxy.process.pid, resource.RLIMIT_FSIZE, (size, before[1]))
    yield
    resource.prlimit(proxy.process.pid, resource.RLIMIT_FSIZE, before)


async def test_a_thousand_streams_at_once(tmp_path: Path) -> None:
    """With fewer files than that to begin with; all are under way at the same time, and each comes to its end."""
    raise_file_limit()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * MANY + 100
    assert hard == resource.RLIM_INFINITY or hard >= wanted, "this system allows too few files"
    short = [way(each.api, each.model, stream=True, text="Write a text of 12 words.") for each in STREAMS]
    ways = [short[number % len(short)] for number in range(MANY)]
    async with Sandbox(tenants(), split=False) as sandbox:
        sandbox.faults.add(Fault("silence", after_events=3, delay=10, times=MANY))
        config = toml(tmp_path, sandbox)
        home = tmp_path / "home"
        async with (
            serving(
                home,
                *("--config", config),
                env=ENV,
                before=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard)),
            ) as proxy,
            session() as client,
        ):
            load, most = Load(proxy), 0
            async with asyncio.TaskGroup() as group:
                asked = [group.create_task(load.ask(client, each)) for each in ways]
                while (await asyncio.wait(asked, timeout=0.5))[1]:
                    most = max(most, (await proxy.get("/health"))[1]["in_flight"])
            assert load.failed == []
            assert most == MANY
            assert await proxy.stop() == 0
            assert proxy.err == ""
        rows = rows_of(home)
        assert rows.keys() == load.ended.keys()
        assert {(row["status"], row["complete"], row["error"]) for row in rows.values()} == {(200, 1, "")}


async def test_sigterm_lets_every_api_finish(tmp_path: Path) -> None:
    async with Sandbox(tenants()) as sandbox:
        for model in MODELS:
            sandbox.faults.add(Fault("slow", model=model, delay=1.5, times=len(WAYS)))
        home = tmp_path / "home"
        async with serving(home, "--config", toml(tmp_path, sandbox), env=ENV) as proxy, session() as client:
            load = Load(proxy)
            async with asyncio.TaskGroup() as group:
                for each in WAYS:
                    group.create_task(load.ask(client, each))
                for _ in range(200):
                    if (await proxy.get("/health"))[1]["in_flight"] == len(WAYS):
                        break
                    await asyncio.sleep(0.02)
                assert load.ended == {}
                assert await proxy.stop() == 0
            assert load.failed == []
        rows = rows_of(home)
        assert rows.keys() == load.ended.keys()
        assert {(row["status"], row["complete"]) for row in rows.values()} == {(200, 1)}


async def test_what_ended_before_a_kill_under_load_is_in_the_books(tmp_path: Path) -> None:
    """A quarter of a second is enough; a machine that had other things to do in it gets another chance."""
    missing: set[str] = set()
    async with Sandbox(tenants()) as sandbox:
        config = toml(tmp_path, sandbox)
        for number in range(3):
            home = tmp_path / f"home{number}"
            async with serving(home, "--config", config, env=ENV) as proxy:
                load = Load(proxy)
                async with load.running():
                    await load.grows(60)
                    load.killed = killed = time.monotonic()
                    proxy.process.kill()
                    await proxy.process.wait()
            assert load.failed == []
            missing = {each for each, ended in load.ended.items() if ended < killed - 0.25} - rows_of(home).keys()
            if not missing:
                break
    assert not missing


async def test_a_full_disk_stops_no_request_and_costs_no_row(tmp_path: Path) -> None:
    """First the books cannot grow any more, then no file at all, as where it is the disk of log and state, too."""
    async with Sandbox(tenants()) as sandbox:
        home = tmp_path / "home"
        async with serving(home, "--config", toml(tmp_path, sandbox), env=ENV) as proxy:
            load = Load(proxy)
            async with load.running(2):
                await load.grows(30)
                with limited(proxy, 48_000):
                    await load.grows(20)
                    await proxy.wait_for_error("Usage cannot be written")
                    with limited(proxy, 1):
                        await load.grows(20)
                        await asyncio.sleep(1.5)
                await load.grows(10)
            assert load.failed == []
            assert await proxy.stop() == 0
            assert proxy.err.count("Usage cannot be written") == 1
            assert "Traceback" not in proxy.err
        rows = rows_of(home)
        assert load.ended.keys() <= rows.keys()
        log = (home / "logs" / "aicore-tray.log").read_text(encoding="utf-8")
        assert "Traceback" not in log
        assert next(reversed(load.ended)) in log, "the log goes on"


async def test_books_that_are_locked_and_broken_while_it_serves(tmp_path: Path) -> None:
    """Who reads them finds the damage: their writer knows what it wrote by heart."""
    async with Sandbox(tenants()) as sandbox:
        home = tmp_path / "home"
        file = home / "data" / "usage.db"
        async with serving(home, "--config", toml(tmp_path, sandbox), env=ENV) as proxy:
            admin = (await command("keys", "create", "boss", "--admin", "--data-dir", home)).out.strip()
            load = Load(proxy)
            async with load.running(2):
                await load.grows(20)
                with closing(sqlite3.connect(file, isolation_level=None, timeout=10)) as other:
                    other.execute("BEGIN IMMEDIATE")
                    await load.grows(20)
                    other.execute("ROLLBACK")
                await load.grows(20)
                before = dict(load.ended)
                for _ in range(100):
                    if before.keys() <= rows_of(home).keys():
                        break
                    await asyncio.sleep(0.1)
                assert before.keys() <= rows_of(home).keys(), "no row was lost to the lock"
                for part in (file, file.with_name(f"{file.name}-wal")):
                    with part.open("r+b") as opened:
                        opened.write(b"no database " * (part.stat().st_size // 12))
                await load.grows(20)
                status, _ = await proxy.get("/admin/usage", admin)
                assert status == 503
                line = await proxy.wait_for_error("The usage database was damaged: it is kept as ")
                await load.grows(20)
            assert load.failed == []
            assert await proxy.stop() == 0
        kept = line.partition("kept as ")[2].partition(", and")[0]
        assert file.with_name(Path(kept).name).stat().st_size > 0
        late = [each for each in load.ended if each not in before]
        assert set(late[-20:]) <= rows_of(home).keys()


async def test_files_change_under_load(tmp_path: Path) -> None:
    """Accounts come and go, balancing, limits, names and hosts change: no request fails."""
    async with Sandbox(tenants("demo", "other")) as sandbox:
        home = tmp_path / "home"
        config = toml(tmp_path, sandbox, "demo")
        versions = (
            (("demo", "other"), 'balancing = "round_robin"\nmax_requests = 100'),
            (("other",), 'aliases = { fast = "gpt-4o" }\nquota_wait = 1.0'),
            (("demo", "other"), 'balancing = "priority"\npriorities = ["other"]\nmax_body_mb = 5'),
            (("demo",), 'allowed_hosts = ["proxy.internal"]\nlog_level = "debug"\nidle_timeout = 60.0'),
        )
        async with serving(home, "--config", config, env=ENV) as proxy:
            load, said = Load(proxy), 0
            async with load.running(6):
                for names, more in versions * 2:
                    toml(tmp_path, sandbox, *names, more=more)
                    proxy.process.send_signal(signal.SIGHUP)
                    said += 1
                    for _ in range(200):
                        if proxy.err.count("the configuration was read again") == said:
                            break
                        await asyncio.sleep(0.05)
                    assert proxy.err.count("the configuration was read again") == said, proxy.err
                    await load.grows(15)
            assert load.failed == []
            assert {each.tenant for each in sandbox.requests if "/inference/" in each.path} == {"demo", "other"}
            assert await proxy.stop() == 0
        assert load.ended.keys() <= rows_of(home).keys()


_CLOCK = """
import os
import time

_time, _file = time.time, os.environ["TEST_CLOCK"]


def jumped():
    with open(_file) as opened:
        return _time() + float(opened.read() or 0)


time.time = jumped
"""


async def test_the_wall_clock_jumps_under_load(tmp_path: Path) -> None:
    """An hour forward and back and two days: tokens, rests, limits of keys and books go on as if nothing was."""
    clock = write(tmp_path / "clock", "0")
    write(tmp_path / "site" / "sitecustomize.py", _CLOCK)
    path = f"{tmp_path / 'site'}{os.pathsep}{REPOSITORY}"
    env = {**ENV, "TEST_CLOCK": str(clock), "PYTHONPATH": path}
    async with Sandbox(tenants()) as sandbox:
        home = tmp_path / "home"
        async with serving(home, "--config", toml(tmp_path, sandbox), env=env) as proxy:
            made = await command("keys", "create", "few", "--requests-per-minute", 1, "--data-dir", home)
            few = {"x-api-key": made.out.strip()}
            load = Load(proxy)
            async with load.running(4), aiohttp.ClientSession(headers=few) as limited_client:
                chat = {"model": MODELS[1], "messages": [{"role": "user", "content": "Say ok."}]}
                began = time.monotonic()
                async with limited_client.post(f"{proxy.url}/v1/chat/completions", json=chat) as answer:
                    assert answer.status == 200
                for offset in (3600, -3600, 0, 2 * 86_400, 0):
                    sandbox.faults.add(Fault("status", status=429, retry_after=1))
                    clock.write_text(str(offset))
                    await load.grows(15)
                    async with limited_client.post(f"{proxy.url}/v1/chat/completions", json=chat) as answer:
                        if time.monotonic() - began < 50:
                            assert answer.status == 429
                            assert 1 <= int(answer.headers["retry-after"]) <= 60
            assert load.failed == []
            assert await proxy.stop() == 0
            assert "Traceback" not in proxy.err
        rows = rows_of(home)
        assert load.ended.keys() <= rows.keys()
        assert all(0 <= row["duration"] < 60 for row in rows.values())
        spread = {round((row["started"] - time.time()) / 3600) for row in rows.values()}
        assert {1, -1, 0, 48} <= spread, "each is in the books under the time that the clock showed"
        tokens = [each for each in sandbox.requests if each.path == "/oauth/token"]
        assert len(tokens) <= 6, "a clock that jumps makes no storm of renewals"
