"""Streams whose events carry the moment at which they were sent: the sandbox that stamps, the clients that compare.

Both run in processes of their own, by the clock that all processes of a computer share. An event is late by the time
between its sending upstream and its reading by the client, so that the sandbox's own drift is no part of it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from typing import Any

import aiohttp

from aicore_tray.sandbox import __main__ as sandbox
from aicore_tray.sandbox.delivery import Delivery

_ASKED = [{"role": "user", "content": "Write a long text of 300 words."}]
# By turns: one whose events are forwarded, one whose events are translated.
STREAMS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/v1/messages", {"model": "claude-sonnet-4-5", "max_tokens": 4000, "stream": True, "messages": _ASKED}),
    ("/v1/chat/completions", {"model": "claude-sonnet-4-5", "stream": True, "messages": _ASKED}),
)
SHORT = ("gpt-4o", "claude-sonnet-4-5", "gemini-2.5-pro", "no-such-model")
CLIENTS = ("claude-cli/2.0", "codex_cli_rs/0.4", "bench/1")


def stamping() -> None:
    """Let every piece of text that Claude streams be the moment of its sending."""
    write: Any = Delivery._write  # the sandbox is to know nothing of this

    async def stamped(self: Delivery, response: Any, event: Any) -> None:
        if isinstance(event, dict) and "text" in (delta := event.get("delta") or {}):
            event = {**event, "delta": {**delta, "text": f"{time.monotonic_ns()} "}}
        await write(self, response, event)

    Delivery._write = stamped  # type: ignore[method-assign]


def _stamp(line: bytes) -> int:
    """Return when an event was sent, 0 where it carries no text."""
    if not line.startswith(b"data: {"):
        return 0
    event = json.loads(line[6:])
    delta = event.get("delta") or next((choice.get("delta") for choice in event.get("choices") or ()), None) or {}
    text = str(delta.get("text") or delta.get("content") or "").strip()
    return int(text) if text.isdecimal() else 0


async def read(url: str, keys: list[str], streams: int, rate: float, seconds: float) -> dict[str, Any]:
    """Read so many streams at a time, and send short requests at a rate; return how late events were, in ms."""
    late: list[float] = []
    counts = {"streams": 0, "short": 0}
    end = time.monotonic() + seconds

    async def one(session: aiohttp.ClientSession, number: int) -> None:
        path, body = STREAMS[number % len(STREAMS)]
        headers = {"x-api-key": keys[number % len(keys)], "user-agent": CLIENTS[number % len(CLIENTS)]}
        # Not all in one beat.
        await asyncio.sleep(number * 0.0137)
        while time.monotonic() < end:
            async with session.post(url + path, json=body, headers=headers) as answer:
                assert answer.status == 200, await answer.text()
                async for line in answer.content:
                    if sent := _stamp(line):
                        late.append((time.monotonic_ns() - sent) / 1e6)
            counts["streams"] += 1

    async def short(session: aiohttp.ClientSession, number: int) -> None:
        body = {"model": SHORT[number % len(SHORT)], "messages": [{"role": "user", "content": "Say ok."}]}
        headers = {"x-api-key": keys[number % len(keys)], "user-agent": CLIENTS[number % len(CLIENTS)]}
        async with session.post(url + "/v1/chat/completions", json=body, headers=headers) as answer:
            await answer.read()
        counts["short"] += 1

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session, asyncio.TaskGroup() as group:
        for number in range(streams):
            group.create_task(one(session, number))
        number = 0
        while rate and time.monotonic() < end:
            group.create_task(short(session, number))
            number += 1
            await asyncio.sleep(1 / rate)
    return {"late": late, **counts}


def main() -> int:
    if sys.argv[1:2] == ["--sandbox"]:
        del sys.argv[1]
        stamping()
        sandbox.main()
        return 0
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("keys", help="separated by commas")
    parser.add_argument("--streams", type=int, default=32)
    parser.add_argument("--rate", type=float, default=10.0, help="short requests a second")
    parser.add_argument("--seconds", type=float, default=20.0)
    arguments = parser.parse_args()
    keys = arguments.keys.split(",")
    told = asyncio.run(read(arguments.url, keys, arguments.streams, arguments.rate, arguments.seconds))
    json.dump(told, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
