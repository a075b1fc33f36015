"""Whether a request costs as much after a minute as in the beginning: python -m tests.bench.steady.

The engine on Qt's loop beside the engine on asyncio's, by turns a slice each, so that a busy machine meets both.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from aicore_tray.cli.terminal import say
from tests.bench.processes import SANDBOX, cpu_seconds, started
from tests.bench.relay import CASES, load

LOOPS = ("asyncio", "qt")
GROWTH, RATIO = 1.15, 1.5


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--slices", type=int, default=6)
    parser.add_argument("--seconds", type=float, default=10.0, help="for each slice")
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--case", choices=list(CASES), default="json chat")
    arguments = parser.parse_args()
    path, body = CASES[arguments.case]
    costs: dict[str, list[float]] = {name: [] for name in LOOPS}
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        key_file = Path(name) / "key.json"
        stack.enter_context(started(*SANDBOX, str(key_file)))
        engines = {
            loop: stack.enter_context(
                started("tests.bench.relay", "--serve", loop, str(key_file), str(Path(name) / loop))
            )
            for loop in LOOPS
        }
        for _, url in engines.values():
            asyncio.run(load(url, path, body, 1.0, 4))
        for _ in range(arguments.slices):
            for loop, (pid, url) in engines.items():
                before = cpu_seconds(pid)
                requests, _ = asyncio.run(load(url, path, body, arguments.seconds, arguments.connections))
                costs[loop].append((cpu_seconds(pid) - before) / requests * 1e6)
    for loop, each in costs.items():
        say(f"{loop:8} us/request by slice: {' '.join(f'{cost:.0f}' for cost in each)}  x{each[-1] / each[0]:.2f}")
    ratio = sum(costs["qt"]) / sum(costs["asyncio"])
    say(f"qt costs {ratio:.2f} times what asyncio costs")
    return 0 if ratio < RATIO and costs["qt"][-1] / costs["qt"][0] < GROWTH else 1


if __name__ == "__main__":
    sys.exit(main())
