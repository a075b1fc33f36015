"""What a request and a streamed event cost the engine on each loop, compared in one run: python -m tests.bench.relay.

The engine runs in a process of its own, the sandbox in another, the load in this one; CPU is the engine process's own
(all threads), so that a busy machine changes the rates and hardly the costs. Linux only: it reads /proc.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
from pathlib import Path

import aiohttp

from tests.bench.processes import SANDBOX, cpu_seconds, started

LOOPS = ("asyncio", "uvloop", "qt", "qasync")
CASES = {
    "json chat": ("/v1/chat/completions", {"model": "gpt-4o", "messages": [{"role": "user", "content": "Say ok."}]}),
    "json translated": (
        "/v1/messages",
        {"model": "gpt-4o", "max_tokens": 99, "messages": [{"role": "user", "content": "Say ok."}]},
    ),
    "stream forwarded": (
        "/v1/messages",
        {
            "model": "claude-sonnet-4-5",
            "max_tokens": 4000,
            "stream": True,
            "messages": [{"role": "user", "content": "Write a long text of 600 words."}],
        },
    ),
    "stream translated": (
        "/v1/responses",
        {"model": "claude-sonnet-4-5", "stream": True, "input": "Write a long text of 600 words."},
    ),
}


def serve(loop_name: str, key_file: Path, folder: Path) -> None:
    """Run an engine on the named loop until it is killed; prints its address."""
    from aicore_tray.config.configuration import load_configuration
    from aicore_tray.engine import Engine
    from aicore_tray.system.paths import Paths

    async def main() -> None:
        paths = Paths.locate(folder)
        configuration = load_configuration(paths, file=key_file, env={"API_KEYS": "bench"}, arguments={"port": 0})
        engine = Engine(configuration, paths)
        await engine.start()
        print(engine.url, flush=True)  # noqa: T201 - what the parent waits for
        await asyncio.Event().wait()

    with asyncio.Runner(loop_factory=lambda: make_loop(loop_name)) as runner:
        runner.run(main())


def make_loop(name: str) -> asyncio.AbstractEventLoop:
    if name == "uvloop":
        import uvloop

        return uvloop.new_event_loop()
    if name in ("qt", "qasync"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from PySide6.QtWidgets import QApplication

        from aicore_tray.gui.loop import EventLoop

        app = QApplication.instance() or QApplication(["bench"])
        if name == "qt":
            return EventLoop(app)
        import qasync

        stock: asyncio.AbstractEventLoop = qasync.QEventLoop(app)
        return stock
    return asyncio.new_event_loop()


async def load(url: str, path: str, body: object, seconds: float, connections: int) -> tuple[int, int]:
    """Send requests from so many connections for so long; returns how many were answered, and with how many events."""
    end = time.monotonic() + seconds
    counts = [0, 0]

    async def client(session: aiohttp.ClientSession) -> None:
        while time.monotonic() < end:
            async with session.post(url + path, json=body, headers={"x-api-key": "bench"}) as response:
                text = await response.read()
                assert response.status == 200, text
            counts[0] += 1
            counts[1] += text.count(b"data:")

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session, asyncio.TaskGroup() as group:
        for _ in range(connections):
            group.create_task(client(session))
    return counts[0], counts[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--loops", default=",".join(LOOPS))
    parser.add_argument("--seconds", type=float, default=5.0, help="for each case")
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--serve", nargs=3, metavar=("LOOP", "KEY_FILE", "FOLDER"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        serve(arguments.serve[0], Path(arguments.serve[1]), Path(arguments.serve[2]))
        return
    with tempfile.TemporaryDirectory() as name:
        key_file = Path(name) / "key.json"
        with started(*SANDBOX, str(key_file)):
            print(f"{'loop':8} {'case':18} {'req/s':>7} {'us/request':>11} {'us/event':>9}")  # noqa: T201
            for loop_name in arguments.loops.split(","):
                folder = Path(name) / loop_name
                with started("tests.bench.relay", "--serve", loop_name, str(key_file), str(folder)) as (engine, url):
                    for case, (path, body) in CASES.items():
                        asyncio.run(load(url, path, body, 0.5, 4))
                        before, began = cpu_seconds(engine), time.monotonic()
                        requests, events = asyncio.run(load(url, path, body, arguments.seconds, arguments.connections))
                        spent, took = cpu_seconds(engine) - before, time.monotonic() - began
                        each = spent / requests * 1e6
                        event = f"{spent / events * 1e6:9.1f}" if events else f"{'-':>9}"
                        print(f"{loop_name:8} {case:18} {requests / took:7.0f} {each:11.0f} {event}")  # noqa: T201


if __name__ == "__main__":
    main()
