"""What the proxy adds, side by side with a bare relay and with no relay at all: python -m tests.bench.overhead [PART…].

Upstream, bare relay, proxy and load run in processes of their own; the proxy is `aicore-tray serve` as users start it,
with keys, routing, quotas and accounting. CPU is that of a whole process, all threads, and so does not hang on what
else the computer does. Parts: cpu, latency, throughput, streams, idle. Linux only: it reads /proc.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from aicore_tray.cli.serve import run_loop
from aicore_tray.cli.terminal import say
from aicore_tray.system.limits import raise_file_limit
from tests.bench.bare import PLACES
from tests.bench.canned import CLAUDE, GPT
from tests.bench.processes import cpu_seconds, memory_mb, started

KEY = "bench-key"
HEADERS = {"x-api-key": KEY, "Content-Type": "application/json"}
BEARER = {"Authorization": "Bearer token", "AI-Resource-Group": "default"}
TEXT = "Write a long text of 600 words."
_CONTENT = re.compile(rb'"(?:content|text)": ?"[^"]')


@dataclass(frozen=True, slots=True)
class Case:
    """A way to ask.

    Attributes:
        path: what the proxy is asked.
        bare: what the bare relay is asked, which copies the same upstream answer.
        bar: how many times the bare relay's CPU may be spent.
        packed: bytes of an upstream's piece, 0 for an event each.
    """

    name: str
    path: str
    body: Mapping[str, Any]
    bare: str
    bare_body: Mapping[str, Any]
    bar: float
    packed: int = 0


def asked(model: str, *, stream: bool = False, text: str = "Say ok.") -> dict[str, Any]:
    made: dict[str, Any] = {"model": model, "messages": [{"role": "user", "content": text}]}
    if model == CLAUDE:
        made["max_tokens"] = 4000
    return made | ({"stream": True} if stream else {})


CASES = (
    Case("chat, same dialect", "/v1/chat/completions", asked(GPT), "/v1/chat/completions", asked(GPT), 1.5),
    Case("messages, same dialect", "/v1/messages", asked(CLAUDE), "/v1/messages", asked(CLAUDE), 1.5),
    Case(
        "chat stream, same dialect",
        "/v1/chat/completions",
        asked(GPT, stream=True, text=TEXT) | {"stream_options": {"include_usage": True}},
        "/v1/chat/completions",
        asked(GPT, stream=True, text=TEXT),
        1.5,
    ),
    Case(
        "messages stream, same dialect",
        "/v1/messages",
        asked(CLAUDE, stream=True, text=TEXT),
        "/v1/messages/stream",
        asked(CLAUDE, text=TEXT),
        1.5,
    ),
    Case(
        "chat stream, packed",
        "/v1/chat/completions",
        asked(GPT, stream=True, text=TEXT) | {"stream_options": {"include_usage": True}},
        "/v1/chat/completions",
        asked(GPT, stream=True, text=TEXT),
        2.0,
        packed=16_384,
    ),
    Case(
        "messages stream, packed",
        "/v1/messages",
        asked(CLAUDE, stream=True, text=TEXT),
        "/v1/messages/stream",
        asked(CLAUDE, text=TEXT),
        2.0,
        packed=16_384,
    ),
    Case(
        "chat stream of Claude",
        "/v1/chat/completions",
        asked(CLAUDE, stream=True, text=TEXT),
        "/v1/messages/stream",
        asked(CLAUDE, text=TEXT),
        3.0,
    ),
    Case(
        "messages stream of GPT",
        "/v1/messages",
        asked(GPT, stream=True, text=TEXT) | {"max_tokens": 4000},
        "/v1/chat/completions",
        asked(GPT, stream=True, text=TEXT),
        3.0,
    ),
    Case(
        "responses stream of Claude",
        "/v1/responses",
        {"model": CLAUDE, "input": TEXT, "stream": True},
        "/v1/messages/stream",
        asked(CLAUDE, text=TEXT),
        3.0,
    ),
)


class Failures:
    """Which bars were missed."""

    def __init__(self) -> None:
        self.missed: list[str] = []

    def bar(self, name: str, value: float, most: float, unit: str = "") -> str:
        """Return a value with its bar, and note where it is missed."""
        kept = value <= most
        if not kept:
            self.missed.append(name)
        return f"{value:.2f}{unit} (bar {most:g}{unit}){'' if kept else '  <-- missed'}"


@contextmanager
def served(key_file: Path, folder: Path) -> Iterator[tuple[int, str]]:
    arguments = ("aicore_tray", "serve", "--config", str(key_file), "--port", "0", "--data-dir", str(folder))
    with started(*arguments, env={"API_KEYS": KEY}) as running:
        time.sleep(2)  # until the deployments are found
        yield running


async def pace(session: aiohttp.ClientSession, upstream: str, **values: float) -> None:
    async with session.post(f"{upstream}/pace", json=values) as response:
        assert response.status == 200


async def many(
    session: aiohttp.ClientSession, url: str, body: bytes, seconds: float, clients: int, headers: Mapping[str, str]
) -> int:
    """Ask from so many clients for so long; return how many answers came."""
    end = time.monotonic() + seconds
    count = 0

    async def client() -> None:
        nonlocal count
        while time.monotonic() < end:
            async with session.post(url, data=body, headers=headers) as response:
                content = await response.read()
                assert response.status == 200, content
            count += 1

    async with asyncio.TaskGroup() as group:
        for _ in range(clients):
            group.create_task(client())
    return count


async def spent(
    session: aiohttp.ClientSession,
    pid: int,
    url: str,
    body: Mapping[str, Any],
    seconds: float,
    headers: Mapping[str, str],
) -> float:
    """Return the CPU seconds of a process for a request."""
    raw = json.dumps(body).encode()
    await many(session, url, raw, 0.3, 4, headers)
    before = cpu_seconds(pid)
    count = await many(session, url, raw, seconds, 16, headers)
    return (cpu_seconds(pid) - before) / count


async def cpu_part(session: aiohttp.ClientSession, place: Places, failures: Failures, seconds: float) -> None:
    say(f"{'CPU of a request':30} {'bare relay':>12} {'proxy':>12}")
    for case in CASES:
        await pace(session, place.upstream, packed=case.packed)
        ours: list[float] = []
        bares: list[float] = []
        for _ in range(3):  # alternately, as the computer's speed changes
            bares.append(await spent(session, place.bare_pid, place.bare + case.bare, case.bare_body, seconds, HEADERS))
            ours.append(await spent(session, place.proxy_pid, place.proxy + case.path, case.body, seconds, HEADERS))
        bare, our = statistics.median(bares), statistics.median(ours)
        ratio = failures.bar(case.name, our / bare, case.bar, "x")
        say(f"{case.name:30} {bare * 1e6:9.0f} us {our * 1e6:9.0f} us  {ratio}")
    await pace(session, place.upstream)


async def first_content(session: aiohttp.ClientSession, url: str, body: bytes, headers: Mapping[str, str]) -> float:
    """Return the seconds until the first words of an answer are there: what comes before is the same for everybody."""
    began = time.perf_counter()
    took = 0.0
    async with session.post(url, data=body, headers=headers) as response:
        read = b""
        async for piece in response.content.iter_any():
            read += piece
            if not took and _CONTENT.search(read):
                took = time.perf_counter() - began
    return took


async def added(
    session: aiohttp.ClientSession, direct: str, proxied: str, body: bytes, direct_body: bytes, times: int
) -> tuple[float, float]:
    """Return the medians of the time to the first byte without and with the proxy, in seconds."""
    without, through = [], []
    for _ in range(times):
        without.append(
            await first_content(session, direct, direct_body, {**BEARER, "Content-Type": "application/json"})
        )
        through.append(await first_content(session, proxied, body, HEADERS))
    return statistics.median(without), statistics.median(through)


async def latency_part(session: aiohttp.ClientSession, place: Places, failures: Failures, seconds: float) -> None:
    await pace(session, place.upstream, step=0.001)
    long = "All work and no play. " * (850_000 // 22)
    for name, stream, text, bar in (
        ("first content", False, "Say ok.", 3.0),
        ("first content of a stream", True, TEXT, 3.0),
        ("850 KB prompt", False, long, 15.0),
    ):
        for model, path in ((GPT, "/v1/chat/completions"), (CLAUDE, "/v1/messages")):
            body = json.dumps(asked(model, stream=stream, text=text)).encode()
            bare = PLACES[path + "/stream" if stream and model == CLAUDE else path]
            without, through = await added(
                session, place.upstream + bare, place.proxy + path, body, body, 30 if text is long or stream else 200
            )
            said = failures.bar(f"{name} {path}", (through - without) * 1e3, bar, " ms")
            say(f"{name + ' ' + path:46} direct {without * 1e3:6.2f} ms, proxy {through * 1e3:6.2f} ms, adds {said}")
    await pace(session, place.upstream)


async def throughput_part(session: aiohttp.ClientSession, place: Places, failures: Failures, seconds: float) -> None:
    await pace(session, place.upstream, delay=0.2)
    body = json.dumps(asked(GPT)).encode()
    rates = {}
    direct = (place.upstream + PLACES["/v1/chat/completions"], BEARER)
    for name, (url, headers) in {
        "direct": direct,
        "proxy": (place.proxy + "/v1/chat/completions", HEADERS),
        "again": direct,
    }.items():
        began = time.monotonic()
        rates[name] = await many(session, url, body, 2 * seconds, 50, headers) / (time.monotonic() - began)
    share = rates["proxy"] / max(rates["direct"], rates["again"])
    if share < 0.95:
        failures.missed.append("throughput")
    missed = "" if share >= 0.95 else "  <-- missed"
    say(f"50 clients, 200 ms to the first token: direct {rates['direct']:.0f} requests/s, proxy {rates['proxy']:.0f}, "
        f"{share:.1%} (bar 95 %){missed}")  # fmt: skip
    await pace(session, place.upstream)


async def streams_part(session: aiohttp.ClientSession, place: Places, failures: Failures, seconds: float) -> None:
    """A thousand streams at once, all of them to their end."""
    await pace(session, place.upstream, step=0.02, delay=0.2)
    body = json.dumps(asked(CLAUDE, stream=True, text=TEXT)).encode()
    most = 0.0
    ended = asyncio.Event()

    async def watch() -> None:
        nonlocal most
        while not ended.is_set():
            most = max(most, memory_mb(place.proxy_pid))
            await asyncio.sleep(0.1)

    async def one() -> bool:
        async with session.post(f"{place.proxy}/v1/messages", data=body, headers=HEADERS) as response:
            content = await response.read()
            return response.status == 200 and content.rstrip().endswith(b'{"type":"message_stop"}')

    began = time.monotonic()
    async with asyncio.TaskGroup() as group:
        group.create_task(watch())
        whole = sum(await asyncio.gather(*(one() for _ in range(1000))))
        ended.set()
    if whole < 1000:
        failures.missed.append("streams")
    took = time.monotonic() - began
    say(f"1,000 streams at once: {whole} whole in {took:.0f} s, memory {failures.bar('memory', most, 300, ' MB')}")
    await pace(session, place.upstream)


async def books_part(session: aiohttp.ClientSession, place: Places, failures: Failures, seconds: float) -> None:
    """What writing usage costs: the CPU of all threads but the loop's."""
    body = json.dumps(asked(GPT)).encode()
    whole, loop = cpu_seconds(place.proxy_pid), cpu_seconds(place.proxy_pid, thread=place.proxy_pid)
    await many(session, place.proxy + "/v1/chat/completions", body, 3 * seconds, 16, HEADERS)
    whole, loop = cpu_seconds(place.proxy_pid) - whole, cpu_seconds(place.proxy_pid, thread=place.proxy_pid) - loop
    say(f"writing usage: {failures.bar('books', (whole - loop) / whole * 100, 5, ' %')} of the CPU")


@dataclass(frozen=True, slots=True)
class Places:
    upstream: str
    bare: str
    bare_pid: int
    proxy: str
    proxy_pid: int


Part = Callable[[aiohttp.ClientSession, Places, Failures, float], Awaitable[None]]
PARTS: Mapping[str, Part] = {
    "cpu": cpu_part,
    "latency": latency_part,
    "throughput": throughput_part,
    "streams": streams_part,
    "books": books_part,
}


async def measured(parts: list[str], place: Places, failures: Failures, seconds: float) -> None:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        for name in parts:
            await PARTS[name](session, place, failures, seconds)


def idle_part(key_file: Path, folder: Path, failures: Failures) -> None:
    """How fast it is there, and how little it needs then."""
    times, used = [], 0.0
    for run in range(5):
        began = time.monotonic()
        arguments = ("aicore_tray", "serve", "--config", str(key_file), "--port", "0")
        with started(*arguments, "--data-dir", str(folder / f"idle{run}"), env={"API_KEYS": KEY}) as (pid, _):
            times.append(time.monotonic() - began)
            time.sleep(3)
            used = memory_mb(pid)
    say(f"ready after {failures.bar('ready', min(times), 0.7, ' s')} (best of five), "
        f"idle {failures.bar('idle memory', used, 60, ' MB')}")  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=[*PARTS, "idle"])
    parser.add_argument("--seconds", type=float, default=3.0, help="for each measurement")
    arguments = parser.parse_args()
    raise_file_limit()
    failures = Failures()
    with tempfile.TemporaryDirectory() as name:
        folder, key_file = Path(name), Path(name) / "key.json"
        with (
            started("tests.bench.canned", str(key_file)) as (_, upstream),
            started("tests.bench.bare", upstream) as (bare_pid, bare),
        ):
            parts = [part for part in arguments.parts if part in PARTS]
            if parts:
                with served(key_file, folder / "data") as (proxy_pid, proxy):
                    place = Places(upstream, bare, bare_pid, proxy, proxy_pid)
                    run_loop(lambda: measured(parts, place, failures, arguments.seconds))
            if "idle" in arguments.parts:
                idle_part(key_file, folder, failures)
    say("All bars were kept." if not failures.missed else f"Missed: {', '.join(failures.missed)}.")
    return 1 if failures.missed else 0


if __name__ == "__main__":
    sys.exit(main())
