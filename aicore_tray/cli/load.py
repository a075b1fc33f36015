"""Many requests to the running proxy, some of them at once: how many were answered, and how fast."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

import aiohttp

from aicore_tray.aicore.management import error_message
from aicore_tray.cli.answers import PATHS, Answer, body
from aicore_tray.cli.proxy import Proxy
from aicore_tray.cli.terminal import coloured, say
from aicore_tray.tasks import TaskGroup

_SLOW = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked, and how often.

    Attributes:
        text: each request has its number behind it, so that they are as many conversations.
        times: requests in all.
        at_once: at most.
    """

    api: str
    model: str
    text: str
    stream: bool
    times: int
    at_once: int


@dataclass(frozen=True, slots=True)
class _Outcome:
    """One request.

    Attributes:
        failure: why it was not answered, "" where it was.
        first: seconds to its first byte.
        total: seconds to its end.
    """

    failure: str
    first: float
    total: float
    input: int = 0
    output: int = 0


async def run(proxy: Proxy, asked: Asked) -> int:
    """Send all requests and tell what came of them; returns the exit code, 1 where one failed."""
    many = f"{asked.times:,} requests to {asked.model}, {min(asked.at_once, asked.times):,} at once"
    say(coloured(f"POST {PATHS[asked.api]}: {many}", "bold"))
    outcomes: list[_Outcome] = []
    numbers = count(1)

    async def worker() -> None:
        while (number := next(numbers)) <= asked.times:
            outcomes.append(await _one(proxy, asked, number))

    tasks, started = TaskGroup("load"), time.monotonic()
    try:
        workers = [tasks.spawn(worker(), name="worker") for _ in range(min(asked.at_once, asked.times))]
        await asyncio.gather(*workers)
    finally:
        await tasks.aclose()
    for line in _report(outcomes, time.monotonic() - started):
        say(line)
    return 1 if any(outcome.failure for outcome in outcomes) else 0


async def _one(proxy: Proxy, asked: Asked, number: int) -> _Outcome:
    turns = [{"role": "user", "content": f"{asked.text} ({number})"}]
    sent = json.dumps(body(asked.api, asked.model, turns, stream=asked.stream)).encode()
    headers = {"Content-Type": "application/json", **proxy.headers}
    answer, content, first, started = Answer(), b"", 0.0, time.monotonic()
    try:
        async with proxy.post(PATHS[asked.api], sent, headers) as response:
            streamed = response.content_type == "text/event-stream"
            async for chunk in response.content.iter_any():
                first = first or time.monotonic() - started
                if streamed:
                    answer.feed(chunk)
                else:
                    content += chunk
    except (aiohttp.ClientError, OSError) as error:
        return _Outcome(f"the connection broke ({type(error).__name__})", first, time.monotonic() - started)
    total = time.monotonic() - started
    if not streamed:
        answer.whole(content)
    failure = answer.error
    if response.status >= 400:
        failure = f"HTTP {response.status}: {error_message(content) or response.reason}"
    return _Outcome(failure, first, total, answer.input or 0, answer.output or 0)


def _report(outcomes: Sequence[_Outcome], seconds: float) -> Iterator[str]:
    good = [outcome for outcome in outcomes if not outcome.failure]
    failed = Counter(outcome.failure for outcome in outcomes if outcome.failure)
    ends = f"{len(good):,} answered, {failed.total():,} failed"
    yield f"{ends} in {seconds:.2f} s, {len(outcomes) / seconds:.1f} a second"
    for name, times in (
        ("First byte", sorted(outcome.first for outcome in good)),
        ("Whole answer", sorted(outcome.total for outcome in good)),
    ):
        if times:
            middle, slow = times[len(times) // 2], times[min(len(times) - 1, int(len(times) * _SLOW))]
            yield f"{name}: {middle:.3f} s in the middle, {slow:.3f} s at 95 %, {times[-1]:.3f} s at most"
    tokens = sum(outcome.input for outcome in good), sum(outcome.output for outcome in good)
    if any(tokens):
        yield f"Tokens: {tokens[0]:,} in, {tokens[1]:,} out"
    for failure, number in failed.most_common():
        yield f"{number:,} x {failure}"
