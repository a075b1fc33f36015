"""Whether window and streams leave each other their turns: python -m tests.bench.gui.

Engine and window run in Qt's loop in this process, sandbox and clients in others. While so many streams run, a timer
of 16 ms says how late the window's own events come, and the clients say how far apart the events of a stream are.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import itertools

import aiohttp
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from aicore_tray.aicore.service_key import parse_service_key
from aicore_tray.cli.terminal import say
from aicore_tray.gui import theme
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.loop import EventLoop
from aicore_tray.gui.session import Session
from aicore_tray.gui.windows.main_window import MainWindow
from aicore_tray.system.paths import Paths
from tests.bench.relay import started

TICK_MS = 16
BAR_MS = 33.0
PACE = 0.02
BODY = {
    "model": "claude-sonnet-4-5",
    "max_tokens": 4000,
    "stream": True,
    "messages": [{"role": "user", "content": "Write a long text of 300 words."}],
}


def spread(values: list[float]) -> str:
    ordered = sorted(values)
    p50, p99 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
    return f"p50 {p50:.1f}  p99 {p99:.1f}  max {ordered[-1]:.1f} ms"


async def clients(url: str, key: str, streams: int, seconds: float) -> list[float]:
    """Read streams one after the other in so many places; return the gaps between events in milliseconds."""
    gaps: list[float] = []
    end = time.monotonic() + seconds

    async def one(session: aiohttp.ClientSession) -> None:
        while time.monotonic() < end:
            async with session.post(f"{url}/v1/messages", json=BODY, headers={"x-api-key": key}) as answer:
                assert answer.status == 200, await answer.text()
                last = 0.0
                async for line in answer.content:
                    if line.startswith(b"data:"):
                        now = time.monotonic()
                        if last:
                            gaps.append((now - last) * 1000)
                        last = now

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session, asyncio.TaskGroup() as group:
        for _ in range(streams):
            group.create_task(one(session))
    return gaps


async def measure(service_key: str, folder: Path, streams: int, seconds: float) -> bool:
    session = Session(Paths.locate(folder), arguments={"port": 0})
    bridge = Bridge(session)
    commands = Commands(session)
    window = MainWindow(bridge, commands)
    window.come_up()
    await session.open()
    await commands.keep_keys_in_file()
    key = parse_service_key(json.loads(service_key))
    await commands.add_account(key, "bench", ("default",))
    await session.look_again()
    local = await commands.create_key("bench")
    ticks: list[float] = []
    timer = QTimer(interval=TICK_MS)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: ticks.append(time.monotonic()))
    good = True
    for name, count in (("idle", 0), (f"{streams} streams", streams)):
        ticks.clear()
        timer.start()
        if count:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.bench.gui", "--clients", session.engine.url, local, str(count)),
                *("--seconds", str(seconds)),
                stdout=asyncio.subprocess.PIPE,
            )
            out, _ = await process.communicate()
            told = out.decode().strip()
        else:
            await asyncio.sleep(min(5.0, seconds))
            told = ""
        timer.stop()
        late = [max(0.0, (b - a) * 1000 - TICK_MS) for a, b in itertools.pairwise(ticks)]
        say(f"{name:12} the window is late by {spread(late)}")
        if told:
            say(f"{'':12} gaps between events {told}, sent every {PACE * 1000:.0f} ms")
        good &= sorted(late)[int(len(late) * 0.99)] < BAR_MS
    window.hide()
    await bridge.aclose()
    await session.aclose(0)
    return good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--streams", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--clients", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.clients:
        url, key, count = arguments.clients
        say(spread(asyncio.run(clients(url, key, int(count), arguments.seconds))))
        return 0
    app = QApplication(["bench"])
    app.setQuitOnLastWindowClosed(False)
    theme.install(app)
    with tempfile.TemporaryDirectory() as name:
        key_file = Path(name) / "key.json"
        sandbox = ("aicore_tray.sandbox", "--tidy", "--pace", str(PACE), "--key-file", str(key_file))
        with started(*sandbox), asyncio.Runner(loop_factory=lambda: EventLoop(app)) as runner:
            good = runner.run(
                measure(key_file.read_text(encoding="utf-8"), Path(name) / "home", arguments.streams, arguments.seconds)
            )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
