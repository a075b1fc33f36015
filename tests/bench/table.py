"""The table of requests while many come: python -m tests.bench.table.

The real app (window of 1100x720 on the Requests page, engine, books) without a screen. 5,000 requests are in its books
before; then so many a second begin, have their first token and end, by way of the engine's meter, as those of clients
do. The page follows them, with the details of one open in the second half. What is measured are the slices of
`tests.bench.slices` (bars: 16 ms at most, 8 at p99), and how often the table is painted (bar: 10 times a second).
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject

from aicore_tray.cli.terminal import say
from aicore_tray.dialects.answer import Usage
from aicore_tray.system.paths import Paths
from aicore_tray.usage.meter import Meter, Running
from aicore_tray.usage.record import RequestRecord
from aicore_tray.usage.store import UsageStore
from tests.bench.gui import tell_slices
from tests.bench.slices import WatchedApplication, percentile
from tests.bench.whole_app import run_watched, whole_app

ROWS = 5_000
STEP_SECONDS = 0.02
LIVES = 0.4
CLIENTS = ("claude-cli/2.1.329", "codex_cli_rs/0.169", "cline/3.60", "CherryStudio/1.7")
MODELS = (
    ("sonnet", "anthropic--claude-4.6-sonnet"), ("haiku", "anthropic--claude-4.5-haiku"), ("gpt-5.5", "gpt-5.5"),
    ("gemini-3.5-flash", "gemini-3.5-flash"),
)  # fmt: skip


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.times: list[float] = []

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.times.append(time.monotonic())
        return False


def _usage(chance: random.Random) -> Usage:
    fresh, cached, output = chance.randrange(9_000), chance.randrange(9_000), chance.randrange(2_000)
    return Usage(input=fresh, cache_read=cached, output=output)


def record(number: int, started: float, chance: random.Random) -> RequestRecord:
    asked, model = MODELS[number % len(MODELS)]
    failed = chance.random() < 0.03
    usage = Usage() if failed else _usage(chance)
    return RequestRecord(
        id=f"{number:032x}", started=started, key="bench", client=CLIENTS[number % 3], dialect="messages", asked=asked,
        model=model, account="prod-eu10", deployment="d7f3a91c5b20", status=429 if failed else 200, stream=True,
        complete=not failed, usage=usage, first_token=None if failed else chance.uniform(0.2, 2.0),
        duration=chance.uniform(0.2, 20.0), error="rate_limit" if failed else "", retries=int(chance.random() < 0.05),
    )  # fmt: skip


async def traffic(meter: Meter, rate: float, until: float, numbers: Iterator[int]) -> int:
    """Let requests begin and end, each of which lives for less than a second; return how many did.

    Args:
        numbers: of the requests; one that was there before would be no news to the table.
    """
    chance = random.Random(7)  # noqa: S311
    under_way: list[tuple[float, Running, RequestRecord]] = []
    begun, count = time.monotonic(), 0
    while (now := time.monotonic()) < until:
        while count < (now - begun) * rate:
            made = record(next(numbers), time.time(), chance)
            running = Running(
                id=made.id, started=made.started, key="bench", client=made.client, api="messages", asked=made.asked
            )
            meter.began(running).served_by(made.model, made.account)
            under_way.append((now + LIVES * chance.random(), running, made))
            count += 1
        for each in [each for each in under_way if each[0] <= now]:
            under_way.remove(each)
            if each[2].first_token is not None:
                each[1].content_came(0.1)
            meter.ended(each[2], each[1])
        await asyncio.sleep(STEP_SECONDS)
    for _, running, made in under_way:
        meter.ended(made, running)
    return count


def fill_books(paths: Paths) -> None:
    store = UsageStore(paths.usage_db)
    store.open()
    chance, now = random.Random(5), time.time()  # noqa: S311
    for number in range(ROWS):
        store.add(record(number, now - 2 * (ROWS - number), chance))
    store.flush(60)
    store.close()


async def measure(app: WatchedApplication, folder: Path, rate: float, seconds: float) -> bool:
    paths = Paths.locate(folder)
    paths.data.mkdir(parents=True, exist_ok=True)
    fill_books(paths)
    good, numbers = True, itertools.count(ROWS)
    async with whole_app(app, folder, page="requests") as (whole, session):
        whole.show_window()
        assert whole.window is not None
        page = whole.window.requests_page
        while page.rows.kept < ROWS:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        await asyncio.sleep(2)
        paints = Paints()
        page.table.viewport().installEventFilter(paints)
        for name in ("table alone", "with details"):
            if name == "with details":
                page.open_request(page.rows.shown()[3].id)
                page.bar.follow.setChecked(True)
                await asyncio.sleep(1)
            work = asyncio.get_running_loop().create_task(
                traffic(session.engine.meter, rate, time.monotonic() + seconds, numbers)
            )
            await asyncio.sleep(1)
            app.take()
            paints.times.clear()
            app.recording = True
            began = time.monotonic()
            count = await work
            app.recording = False
            lasted = time.monotonic() - began
            window, loop, pauses = app.take()
            gaps = [(b - a) * 1000 for a, b in itertools.pairwise(paints.times)]
            say(
                f"{name}: {count / seconds:.0f} requests a second for {seconds:.0f} s, {page.rows.rowCount()} rows, "
                f"painted {len(paints.times) / lasted:.1f} times a second (p99 {percentile(gaps, 0.99):.0f} ms apart)"
            )
            good &= tell_slices("window", window)
            good &= tell_slices("loop", loop)
            say(f"  garbage collection {len(pauses)} times, the longest {max(pauses, default=0):.1f} ms")
    return good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=200.0)
    parser.add_argument("--seconds", type=float, default=60.0, help="for each part")
    parser.add_argument("--names", action="store_true", help="name the longest events, which makes all of them longer")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        good = run_watched(
            lambda app: measure(app, Path(name), arguments.rate, arguments.seconds), names=arguments.names
        )
        return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
