"""Sends thousands of mixed requests with faults and aborts through a proxy and tells what is left of them.

    python -m tests.bench.soak [REQUESTS]

Files, tasks and memory should be the same afterwards as after the first few hundred, which fill pools and caches; every
request is in the books, nothing is in flight, and the log holds no traceback. It ends after a minute at the latest.
"""

from __future__ import annotations

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
from pathlib import Path
from typing import Any

import aiohttp

from aicore_tray.cli.terminal import say
from aicore_tray.sandbox.faults import Fault
from aicore_tray.system import logs
from tests.gateway.proxy import KEY, Proxy, running_proxy

SECONDS = 60.0
SIDE_BY_SIDE = 40
PARTS = 4
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


async def one(proxy: Proxy, session: aiohttp.ClientSession, rng: random.Random) -> str:
    """Send a request, leave it at some moment or read it to its end; return what became of it."""
    model, path = rng.choice(MODELS), rng.choice(PATHS)
    if rng.random() < 0.2:
        proxy.sandbox.faults.add(rng.choice(FAULTS)(model))
    if rng.random() < 0.01:
        proxy.sandbox.revoke_tokens()
    leave = rng.choice((None, None, 0.0, 0.002, 0.02, 0.1))
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


async def many(proxy: Proxy, count: int, seed: int, end: float) -> Counter[str]:
    outcomes: Counter[str] = Counter()
    rng = random.Random(seed)  # noqa: S311 - a mixture, no secret
    waiting = iter(range(count))

    async def worker(session: aiohttp.ClientSession) -> None:
        for _ in waiting:
            if time.monotonic() > end:
                return
            outcomes[await one(proxy, session, rng)] += 1

    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as workers:
        for _ in range(SIDE_BY_SIDE):
            workers.create_task(worker(session))
    proxy.sandbox.faults.clear()
    proxy.sandbox.requests.clear()
    return outcomes


def descriptors() -> int:
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.is_dir() else -1


def memory() -> float:
    """Return the resident memory in MB; where only the peak is known, that."""
    with contextlib.suppress(OSError):
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


async def settled(proxy: Proxy, name: str) -> None:
    """Wait a moment for what is being closed, and print what there is."""
    await asyncio.sleep(SETTLING)
    gc.collect()
    health = proxy.engine.health()
    say(
        f"{name:>7}: {memory():7.1f} MB, {descriptors():4d} files, {len(asyncio.all_tasks()):4d} tasks,"
        f" {health['in_flight']} in flight"
    )


@contextlib.contextmanager
def watched_log(folder: Path) -> Iterator[Path]:
    logs.configure(folder=folder)
    logging.getLogger().handlers[0].setLevel(logging.CRITICAL)  # the faults' warnings are many
    yield folder / "aicore-tray.log"


async def main(count: int) -> None:
    end = time.monotonic() + SECONDS
    with tempfile.TemporaryDirectory() as folder, watched_log(Path(folder) / "logs") as log:
        async with running_proxy(Path(folder)) as proxy:
            await settled(proxy, "start")
            outcomes = await many(proxy, min(500, count // 4), 1, end)
            await settled(proxy, "warm")
            began = time.monotonic()
            for part in range(1, PARTS + 1):
                outcomes += await many(proxy, count // PARTS, 1 + part, end)
                await settled(proxy, f"part {part}")
            spent = time.monotonic() - began - PARTS * SETTLING
            served, database = proxy.engine.meter.total.requests, proxy.paths.usage_db
        with closing(sqlite3.connect(database)) as books:
            rows = books.execute("SELECT count(*), sum(status = 499), sum(complete) FROM requests").fetchone()
        told = log.read_text(encoding="utf-8")
    say(f"{sum(outcomes.values())} requests, the last {count} in {spent:.1f} s: {dict(outcomes.most_common())}")
    say(f"books: {rows[0]} rows of {served} requests, {rows[1]} left by the client, {rows[2]} complete")
    say(f"log: {told.count('Traceback')} tracebacks")
    if "Traceback" in told:
        say(told[told.index("Traceback") - 200 :][:4000])


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000))
