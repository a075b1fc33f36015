"""Runs the sandbox by itself: `python -m aicore_tray.sandbox [--port N] [--pace S] [--quota N] [--key-file FILE]`."""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
from pathlib import Path

from aicore_tray.sandbox.model_facts import KNOWN
from aicore_tray.sandbox.server import Sandbox, Tenant


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m aicore_tray.sandbox", description="A local SAP AI Core to try things on."
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 picks a free one")
    parser.add_argument("--pace", type=float, default=0.02, help="seconds between two stream events")
    parser.add_argument("--seed", type=int, default=0, help="of the untidiness")
    parser.add_argument("--tidy", action="store_true", help="write each stream event in one piece")
    parser.add_argument("--quota", type=int, help="requests a minute of each model, in place of the usual ones")
    parser.add_argument("--key-file", type=Path, help="where the service key goes instead of standard output")
    return parser.parse_args()


async def _run(options: argparse.Namespace) -> None:
    quotas = {} if options.quota is None else dict.fromkeys(KNOWN, options.quota)
    sandbox = Sandbox(
        (Tenant(name="demo", quotas=quotas),),
        host=options.host,
        port=options.port,
        pace=options.pace,
        seed=options.seed,
        split=not options.tidy,
    )
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:  # Windows: Ctrl-C raises KeyboardInterrupt instead
            break
    async with sandbox:
        key = json.dumps(sandbox.service_key("demo"), indent=2)
        if options.key_file is not None:
            await asyncio.to_thread(options.key_file.write_text, key, "utf-8")
        sys.stdout.write(f"Sandbox on {sandbox.url}\n" + (f"{key}\n" if options.key_file is None else ""))
        sys.stdout.flush()
        await stop.wait()


def main() -> None:
    """Run until interrupted."""
    try:
        asyncio.run(_run(_arguments()))
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
