"""`aicore-tray request`: one demo request to the running proxy, shown in full; or many of them, counted and timed."""

from __future__ import annotations

import argparse
import asyncio
import codecs
import json
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

import aiohttp

from aicore_tray import __version__
from aicore_tray.cli import load
from aicore_tray.cli.answers import CHAT, MESSAGES, PATHS, Answer, body, choose_model
from aicore_tray.cli.proxy import Proxy, connect, lost
from aicore_tray.cli.terminal import coloured, say, write
from aicore_tray.errors import ConfigurationError

_REDACTED = "[redacted]"
_KEY_HEADERS = ("authorization", "x-api-key")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", metavar="TEXT", help="what is asked")
    parser.add_argument("--model", metavar="M", help="the model; a Claude Sonnet where there is one")
    parser.add_argument("--api", choices=tuple(PATHS), default=CHAT, help="the API that is spoken (chat)")
    parser.add_argument("--no-stream", action="store_true", help="ask for the answer in one piece")
    parser.add_argument("--times", type=int, default=1, metavar="N", help="send it so often and tell how fast it was")
    parser.add_argument("--at-once", type=int, default=1, metavar="M", help="so many of them at the same time")


def run(arguments: argparse.Namespace) -> int:
    for name in ("times", "at_once"):
        if getattr(arguments, name) < 1:
            raise ConfigurationError([f"--{name.replace('_', '-')}: must be at least 1"])
    return asyncio.run(_run(arguments))


async def _run(arguments: argparse.Namespace) -> int:
    async with connect(arguments) as proxy:
        model = await choose_model(proxy, arguments)
        if arguments.times > 1:
            asked = load.Asked(
                api=arguments.api,
                model=model,
                text=arguments.text,
                stream=not arguments.no_stream,
                times=arguments.times,
                at_once=arguments.at_once,
            )
            return await load.run(proxy, asked)
        turns = [{"role": "user", "content": arguments.text}]
        sent = body(arguments.api, model, turns, stream=not arguments.no_stream)
        return await _send(proxy, arguments.api, json.dumps(sent, ensure_ascii=False, indent=2).encode())


async def _send(proxy: Proxy, api: str, sent: bytes) -> int:
    headers = _headers(proxy, api, sent)
    say(coloured(f"POST {PATHS[api]} HTTP/1.1", "bold"))
    _show_headers(headers)
    say(f"\n{sent.decode()}\n")
    answer, started = Answer(), time.monotonic()
    first: float | None = None
    content = b""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    try:
        async with proxy.post(PATHS[api], sent, headers) as response:
            say(coloured(f"HTTP/1.1 {response.status} {response.reason}", "bold"))
            _show_headers(response.headers)
            say()
            streamed = response.content_type == "text/event-stream"
            async for chunk in response.content.iter_any():
                first = time.monotonic() - started if first is None else first
                write(decoder.decode(chunk))
                if streamed:
                    answer.feed(chunk)
                else:
                    content += chunk
    except (aiohttp.ClientError, OSError) as error:
        say()
        raise lost(proxy.url, error) from error
    if not streamed:
        answer.whole(content)
        say()
    say(coloured(_summary(answer, first, time.monotonic() - started), "dim"))
    return 1 if response.status >= 400 or answer.error else 0


def _headers(proxy: Proxy, api: str, sent: bytes) -> Mapping[str, str]:
    key = {"x-api-key": proxy.key, "anthropic-version": "2023-06-01"} if api == MESSAGES else proxy.headers
    return {
        "Host": urlsplit(proxy.url).netloc,
        "User-Agent": f"aicore-tray/{__version__}",
        "Content-Type": "application/json",
        "Content-Length": str(len(sent)),
        **key,
    }


def _show_headers(headers: Mapping[str, str]) -> None:
    for name, value in headers.items():
        shown = value
        if name.lower() in _KEY_HEADERS:
            shown = f"Bearer {_REDACTED}" if value.startswith("Bearer ") else _REDACTED
        say(f"{name}: {shown}")


def _summary(answer: Answer, first: float | None, total: float) -> str:
    parts = [answer.error, answer.tokens(), f"first byte after {first:.2f} s" if first is not None else "no byte came"]
    return ", ".join([*filter(None, parts), f"{total:.2f} s in all"])
