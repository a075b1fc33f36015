"""`aicore-tray selftest`: whether this installation is whole; what a frozen build runs before it is shipped."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import importlib.util
import json
import os
import ssl
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp

from aicore_tray import __version__
from aicore_tray.cli.demo import demo_configuration
from aicore_tray.cli.main import COMMANDS
from aicore_tray.cli.serve import run_loop
from aicore_tray.cli.terminal import say
from aicore_tray.config.configuration import DEMO_KEY
from aicore_tray.engine import Engine
from aicore_tray.sandbox.server import Sandbox
from aicore_tray.system.network import NetworkSettings, tls_context
from aicore_tray.system.paths import Paths, licences, resources

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
_WINDOW = "--only-window"
_WINDOW_SECONDS = 60.0
_BY_NAME = ("keyring", "cryptography.hazmat.primitives.ciphers.aead", "truststore", "tomlkit", "yaml", "sqlite3")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(_WINDOW, action="store_true", help=argparse.SUPPRESS)  # what we start ourselves


def run(arguments: argparse.Namespace) -> int:
    if arguments.only_window:
        from aicore_tray.gui import selfcheck

        return selfcheck.main()
    say(f"AI Core Tray {__version__}, Python {sys.version.split()[0]}, {'frozen' if _frozen() else 'from source'}")
    checks: dict[str, Callable[[], Awaitable[str]]] = {
        "resources": _resources,
        "licences": _licences,
        "modules": _modules,
        "keyrings": _keyrings,
        "trust store": _trust_store,
        "http parser": _http_parser,
        "window": _window,
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


async def _licences() -> str:
    folder = licences()
    if folder is None:
        return "each part has its own beside it"
    return f"{len(list(folder.iterdir()))} parts"


async def _modules() -> str:
    for name in (*_BY_NAME, *(f"aicore_tray.cli.{command}" for command in COMMANDS)):
        importlib.import_module(name)
    return "all there"


async def _keyrings() -> str:
    """What the system offers is told; that it offers none is for the vault to handle."""
    from keyring import backend

    from aicore_tray.config.vault import system_keyring

    own = system_keyring()
    found = sorted({type(each).__module__.rpartition(".")[2] for each in backend.get_all_keyring()})
    return f"{type(own).__module__ if own is not None else 'none here'}, of {', '.join(found)}"


async def _http_parser() -> str:
    """Without its compiled part aiohttp reads HTTP slowly, and says nothing of it."""
    return str(importlib.import_module("aiohttp._http_parser").__name__)


async def _window() -> str:
    if not _has_qt() and not _frozen():
        return "Qt is not installed, the proxy runs without a window"
    program = [sys.executable] if _frozen() else [sys.executable, "-m", "aicore_tray"]
    process = await asyncio.create_subprocess_exec(
        *program,
        *("selftest", _WINDOW),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    out, err = await asyncio.wait_for(process.communicate(), _WINDOW_SECONDS)
    if process.returncode != 0:
        raise RuntimeError(f"ended with {process.returncode}: {err.decode(errors='replace').strip()[-500:]}")
    return out.decode(errors="replace").strip()


def _has_qt() -> bool:
    # Looked up, not imported: nothing of Qt is loaded outside gui.
    try:
        return all(importlib.util.find_spec(name) is not None for name in ("PySide6", "qasync"))
    except ValueError:
        return False


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
