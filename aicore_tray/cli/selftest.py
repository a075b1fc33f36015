"""`aicore-tray selftest`: whether this installation is whole; what a frozen build runs before it is shipped."""

from __future__ import annotations

import argparse
import importlib
import json
import ssl
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp

from aicore_tray import __version__
from aicore_tray.cli.demo import demo_configuration
from aicore_tray.cli.main import COMMANDS
from aicore_tray.cli.proxy import DEMO_KEY
from aicore_tray.cli.serve import run_loop
from aicore_tray.cli.terminal import say
from aicore_tray.engine import Engine
from aicore_tray.sandbox.server import Sandbox
from aicore_tray.system.network import NetworkSettings, tls_context
from aicore_tray.system.paths import Paths, resources

_WORDS = "Reply with exactly: selftest"
# One streamed answer through each API, each from another family.
_REQUESTS: dict[str, dict[str, object]] = {
    "/v1/messages": {
        "model": "gpt-5",
        "max_tokens": 500,
        "messages": [{"role": "user", "content": _WORDS}],
    },
    "/v1/chat/completions": {"model": "gemini-2.5-flash", "messages": [{"role": "user", "content": _WORDS}]},
    "/v1/responses": {"model": "claude-sonnet-4-5", "input": _WORDS},
}
_ENDS = {"/v1/messages": "message_stop", "/v1/chat/completions": "[DONE]", "/v1/responses": "response.completed"}
# What is found by name at run time, so that a build can forget it unnoticed.
_BY_NAME = ("keyring", "cryptography.hazmat.primitives.ciphers.aead", "truststore", "tomlkit", "sqlite3")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Needs none of its own."""


def run(arguments: argparse.Namespace) -> int:
    say(f"AI Core Tray {__version__}, Python {sys.version.split()[0]}, {'frozen' if _frozen() else 'from source'}")
    checks: dict[str, Callable[[], Awaitable[str]]] = {
        "resources": _resources,
        "modules": _modules,
        "trust store": _trust_store,
        "requests": lambda: _requests(arguments),
    }
    failed = False
    for name, check in checks.items():
        try:
            say(f"ok      {name}: {run_loop(check)}")
        except Exception as error:  # noqa: BLE001 - whatever is missing, the other checks still tell something
            failed = True
            say(f"FAILED  {name}: {type(error).__name__}: {error}")
    return 1 if failed else 0


def _frozen() -> bool:
    return bool(getattr(sys, "frozen", False))


async def _resources() -> str:
    return str(resources())


async def _modules() -> str:
    for name in (*_BY_NAME, *(f"aicore_tray.cli.{command}" for command in COMMANDS)):
        importlib.import_module(name)
    import keyring

    return f"all there, keyring by {type(keyring.get_keyring()).__module__}"


async def _trust_store() -> str:
    context = tls_context(NetworkSettings())
    return f"{type(context).__module__}, {ssl.OPENSSL_VERSION}"


async def _requests(arguments: argparse.Namespace) -> str:
    with tempfile.TemporaryDirectory() as folder:
        arguments.data_dir, arguments.host, arguments.port = Path(folder), "127.0.0.1", 0
        async with Sandbox() as sandbox:
            engine = Engine(demo_configuration(sandbox, arguments), Paths.locate(Path(folder)))
            await engine.start()
            try:
                async with aiohttp.ClientSession(headers={"x-api-key": DEMO_KEY}) as session:
                    for path, body in _REQUESTS.items():
                        await _ask(session, engine.url + path, body, _ENDS[path])
            finally:
                await engine.aclose(grace=0)
    return f"{len(_REQUESTS)} APIs answered"


async def _ask(session: aiohttp.ClientSession, url: str, body: dict[str, object], end: str) -> None:
    async with session.post(url, json={**body, "stream": True}) as response:
        text = await response.text()
    told = "".join(
        str(piece)
        for line in text.splitlines()
        if line.startswith("data: {")
        for piece in _pieces(json.loads(line.removeprefix("data: ")))
    )
    if response.status != 200 or "selftest" not in told or end not in text:
        raise RuntimeError(f"{url} answered {response.status}: {text[-300:]}")


def _pieces(event: dict[str, object]) -> list[object]:
    """Return the texts of an event of whichever API."""
    delta, choices = event.get("delta"), event.get("choices")
    found = [delta] if isinstance(delta, str) else [delta.get("text", "")] if isinstance(delta, dict) else []
    listed = choices if isinstance(choices, list) else []
    return found + [choice["delta"].get("content") or "" for choice in listed]
