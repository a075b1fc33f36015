"""Ten minutes of mixed requests with faults and clients that leave: python -m tests.bench.soak [--minutes N].

Afterwards memory, files and tasks have to be what they were after the first minute, which fills pools and caches; the
books have to balance: as many rows as clients had requests, as many requests upstream as the rows tell; nothing is in
flight, and the log holds no traceback. Exits 1 where one of these is not so.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import logging
import os
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from aicore_tray.cli.terminal import say
from aicore_tray.config.settings import Settings
from aicore_tray.sandbox.faults import Fault
from aicore_tray.sandbox.server import Tenant
from aicore_tray.system import logs
from tests.bench.processes import memory_mb
from tests.gateway.proxy import KEY, Proxy, running_proxy

SIDE_BY_SIDE = 40
PARTS = 9
SETTLING = 1.5
MODELS = ("anthropic--claude-4.5-sonnet", "gpt-5", "gpt-4o", "gemini-2.5-flash")
PATHS = ("/v1/messages", "/v1/chat/completions", "/v1/responses")
# Faults that the upstream answers at once; one that is silent would only make the run longer.
FAULTS: tuple[Callable[[str], Fault], ...] = (
    lambda model: Fault("status", model=model, status=500),
    lambda model: Fault("status", model=model, status=429, retry_after=1),
    lambda model: Fault("stream_error", model=model, after_events=0),
    lambda model: Fault("stream_error", model=model, after_events=7),
    lambda model: Fault("truncate", model=model, after_events=5),
    lambda model: Fault("reset", model=model, after_events=5),
    lambda model: Fault("silence", model=model, after_events=4, delay=0.2),
    lambda model: Fault("slow", model=model, delay=0.2),
)


def body(path: str, model: str, *, stream: bool) -> dict[str, Any]:
    text = "Write a text of 60 words."
    if path.endswith("responses"):
        # What the sandbox stores would look like a leak of ours.
        return {"model": model, "input": text, "stream": stream, "store": False}
    turns = [{"role": "user", "content": text}]
    return {"model": model, "messages": turns, "stream": stream, "max_tokens": 1000}


@dataclass(slots=True)
class Tally:
    """What clients saw, and how many requests reached the upstream."""

    outcomes: Counter[str] = field(default_factory=Counter)
    upstream: int = 0


@dataclass(frozen=True, slots=True)
class Level:
    """What is in use at one moment."""

    memory: float
    files: int
    tasks: int


async def one(proxy: Proxy, session: aiohttp.ClientSession, rng: random.Random, *, rough: bool) -> str:
    """Send a request, leave it at some moment or read it to its end; return what became of it."""
    model, path = rng.choice(MODELS), rng.choice(PATHS)
    if rough and rng.random() < 0.2:
        proxy.sandbox.faults.add(rng.choice(FAULTS)(model))
    if rough and rng.random() < 0.01:
        proxy.sandbox.revoke_tokens()
    leave = rng.choice((None, None, 0.0, 0.002, 0.02, 0.1)) if rough else None
    request = body(path, model, stream=rng.random() < 0.7)
    try:
        async with (
            asyncio.timeout(leave),
            session.post(proxy.url + path, json=request, headers={"x-api-key": KEY}) as response,
        ):
            await response.read()
            return str(response.status)
    except TimeoutError:
        return "left"
    except aiohttp.ClientError as error:
        return type(error).__name__


async def many(proxy: Proxy, seed: int, seconds: float, tally: Tally, *, rough: bool = True) -> None:
    """Send requests from many clients for so long.

    Args:
        rough: with faults, and clients that leave.
    """
    rng = random.Random(seed)  # noqa: S311 - a mixture, no secret
    end = time.monotonic() + seconds

    async def worker(session: aiohttp.ClientSession) -> None:
        while time.monotonic() < end:
            tally.outcomes[await one(proxy, session, rng, rough=rough)] += 1

    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as workers:
        for _ in range(SIDE_BY_SIDE):
            workers.create_task(worker(session))
    proxy.sandbox.faults.clear()
    tally.upstream += len(proxy.upstream_bodies())
    proxy.sandbox.requests.clear()


def descriptors() -> int:
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.is_dir() else -1


def memory() -> float:
    """Return the resident memory in MB; where only the peak is known, that."""
    with contextlib.suppress(OSError):
        return memory_mb(os.getpid())
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


async def settled(proxy: Proxy, name: str) -> Level:
    """Wait a moment for what is being closed, and print what there is."""
    await asyncio.sleep(SETTLING)
    gc.collect()
    level = Level(memory(), descriptors(), len(asyncio.all_tasks()))
    say(
        f"{name:>9}: {level.memory:7.1f} MB, {level.files:4d} files, {level.tasks:4d} tasks, "
        f"{proxy.engine.health()['in_flight']} in flight"
    )
    return level


@contextlib.contextmanager
def watched_log(folder: Path) -> Iterator[Path]:
    logs.configure(folder=folder)
    logging.getLogger().handlers[0].setLevel(logging.CRITICAL)  # the faults' warnings are many
    yield folder / "aicore-tray.log"


def booked(database: Path) -> tuple[int, int, int]:
    """Return the rows, and how many requests upstream they tell of: at least, and with those that left, at most."""
    asked = "(instr(route, '\"outcome\"') > 0 OR status = 499)"
    query = f"""
        SELECT count(*), total(CASE WHEN {asked} AND status <> 499 THEN retries + 1 END),
            total(CASE WHEN {asked} THEN retries + 1 END)
        FROM requests
        """  # noqa: S608 - our own condition
    with closing(sqlite3.connect(database)) as books:
        rows, least, most = books.execute(query).fetchone()
    return int(rows), int(least), int(most)


async def main(minutes: float) -> int:
    tenant = Tenant(name="soak", quotas=dict.fromkeys(MODELS, 10_000_000))
    part = minutes * 60 / (PARTS + 1)
    rough, even = Tally(), Tally()
    with tempfile.TemporaryDirectory() as folder, watched_log(Path(folder) / "logs") as log:
        async with running_proxy(Path(folder), tenants=(tenant,), settings=Settings(quota_wait=0.5)) as proxy:
            proxy.sandbox.requests.clear()
            start = await settled(proxy, "start")
            await many(proxy, 1, part, rough)
            warm = last = await settled(proxy, "warm")
            for number in range(1, PARTS + 1):
                await many(proxy, 1 + number, part, rough)
                last = await settled(proxy, f"part {number}")
            await asyncio.sleep(61)  # until nothing rests, and pooled connections are closed
            quiet = await settled(proxy, "quiet")
            proxy.sandbox.requests.clear()
            before = booked(proxy.paths.usage_db)
            await many(proxy, 99, min(20.0, part), even, rough=False)
            await asyncio.sleep(1)
            after = booked(proxy.paths.usage_db)
            served, in_flight = proxy.engine.meter.total.requests, proxy.engine.meter.in_flight
            database = proxy.paths.usage_db
        rows, *_ = booked(database)
        told = log.read_text(encoding="utf-8")
    sent = sum(rough.outcomes.values()) + sum(even.outcomes.values())
    say(f"{sum(rough.outcomes.values())} rough requests: {dict(rough.outcomes.most_common())}")
    say(f"{sum(even.outcomes.values())} even requests: {dict(even.outcomes.most_common())}")
    say(f"books: {rows} rows of {served} requests that reached the proxy, {sent} were begun by clients")
    say(f"upstream, rough: {rough.upstream} requests, the books tell of {before[1]} to {before[2]}")
    say(f"upstream, even: {even.upstream} requests, the books tell of {after[1] - before[1]}")
    # Who left at once may never have reached the proxy.
    unseen = sent - rows
    checks = {
        "rows": rows == served and 0 <= unseen <= rough.outcomes["left"],
        "upstream of the rough part": before[1] <= rough.upstream <= before[2],
        "upstream of the even part": even.upstream == after[1] - before[1] == sum(even.outcomes.values()),
        "in flight": in_flight == 0,
        "tasks": quiet.tasks <= start.tasks + 2,
        "files": quiet.files <= start.files + 5,
        "memory": last.memory <= warm.memory * 1.1 + 5,
        "log": "Traceback" not in told,
    }
    problems = [name for name, good in checks.items() if not good]
    if "Traceback" in told:
        say(told[told.index("Traceback") - 200 :][:4000])
    say("All is well." if not problems else f"Not right: {', '.join(problems)}.")
    return 1 if problems else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    sys.exit(asyncio.run(main(parser.parse_args().minutes)))
