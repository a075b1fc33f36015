"""The running proxy as the other commands see it: found by its state file, called with a key."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from aicore_tray.aicore.management import error_message
from aicore_tray.cli.own_key import read_own_key
from aicore_tray.cli.state import RunningProxy, running
from aicore_tray.config.configuration import DEMO_KEY
from aicore_tray.config.settings_file import load_settings
from aicore_tray.config.vault import VaultError
from aicore_tray.errors import AicoreTrayError
from aicore_tray.system.certificates import fingerprint
from aicore_tray.system.paths import Paths

KEY_VARIABLE = "AICORE_TRAY_KEY"
_HEALTH_SECONDS = 3.0
_START_HINT = "Start one with `aicore-tray serve`, or `aicore-tray --demo` without an account"
_KEY_HINT = f"Give one with --api-key or {KEY_VARIABLE}; `aicore-tray keys create NAME` makes one"


class NoProxyError(AicoreTrayError):
    """No proxy runs that this command could talk to."""


class NoKeyError(AicoreTrayError):
    """The proxy runs, but there is no key to show to it."""


class RefusedError(AicoreTrayError):
    """The proxy answered with an error.

    Attributes:
        status: the HTTP status.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy that answers, and the key for it.

    Attributes:
        url: its address without a path.
    """

    url: str
    key: str
    session: aiohttp.ClientSession

    @property
    def headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self.key}"}

    async def get_json(self, path: str) -> Any:
        """Return what a GET answers.

        Raises:
            RefusedError: an error status.
            NoProxyError: the connection broke.
        """
        try:
            async with self.session.get(self.url + path, headers=self.headers) as response:
                content = await response.read()
        except (aiohttp.ClientError, OSError) as error:
            raise lost(self.url, error) from error
        if response.status >= 400:
            raise refused(response.status, content)
        return json.loads(content)

    def post(
        self, path: str, body: bytes, headers: Mapping[str, str]
    ) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        """Send a body with exactly these headers; use the result with `async with`."""
        skipped = ("Accept", "Accept-Encoding", "User-Agent")
        return self.session.post(self.url + path, data=body, headers=headers, skip_auto_headers=skipped)


def refused(status: int, content: bytes) -> RefusedError:
    """Return the error of an answer with an error status."""
    return RefusedError(status, error_message(content) or f"The proxy answered with HTTP {status}")


def lost(url: str, error: BaseException) -> NoProxyError:
    """Return the error of a connection that broke or never came about."""
    reason = "in time" if isinstance(error, TimeoutError) else f"({type(error).__name__})"
    return NoProxyError(f"The proxy at {url} does not answer {reason}", hint=_START_HINT)


@asynccontextmanager
async def connect(arguments: argparse.Namespace) -> AsyncIterator[Proxy]:
    """Find the running proxy and a key for it; the connection is closed at the end of the block.

    Raises:
        NoProxyError: none runs.
        NoKeyError: there is no key for it.
        ConfigurationError: the settings are wrong.
    """
    paths = Paths.locate(arguments.data_dir)
    state = running(paths.state_file)
    # A kept connection may have ended while the terminal waited for its user; a new one costs nothing here.
    connector = aiohttp.TCPConnector(limit=0, force_close=True, ssl=_trusted(arguments.url, state))
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=5.0)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
        url = await _find(arguments.url, state, session)
        demo = state is not None and state.demo and state.url == url
        key = arguments.api_key or os.environ.get(KEY_VARIABLE) or (DEMO_KEY if demo else None)
        yield Proxy(url, key or await _own_key(arguments, paths), session)


async def health(arguments: argparse.Namespace) -> str:
    """Return what /health of the running proxy says in a word.

    Raises:
        NoProxyError: none runs, or it does not answer.
    """
    state = running(Paths.locate(arguments.data_dir).state_file)
    connector = aiohttp.TCPConnector(force_close=True, ssl=_trusted(arguments.url, state))
    async with aiohttp.ClientSession(connector=connector) as session:
        url = await _find(arguments.url, state, session)
        async with asyncio.timeout(_HEALTH_SECONDS), session.get(f"{url}/health") as response:
            return str((await response.json())["status"])


def _trusted(given: str | None, state: RunningProxy | None) -> aiohttp.Fingerprint | bool:
    """Return how the proxy's certificate is checked: of the one that runs here, it is the very one in its file.

    That may be issued for a name in the company's network and not for 127.0.0.1.
    """
    if given or state is None or not state.certificate:
        return True
    try:
        return fingerprint(Path(state.certificate))
    except (OSError, ValueError):
        return True


async def _find(given: str | None, state: RunningProxy | None, session: aiohttp.ClientSession) -> str:
    if given:
        url = given.rstrip("/").removesuffix("/v1").rstrip("/")
        url = url if "://" in url else f"http://{url}"
        await _check_health(url, session)
        return url
    if state is None:
        raise NoProxyError("No proxy is running", hint=_START_HINT)
    if not _is_alive(state.pid):
        raise NoProxyError("No proxy is running: the last one ended without a word", hint=_START_HINT)
    await _check_health(state.url, session)
    return state.url


async def _check_health(url: str, session: aiohttp.ClientSession) -> None:
    try:
        async with asyncio.timeout(_HEALTH_SECONDS), session.get(f"{url}/health") as response:
            content = await response.read()
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise lost(url, error) from error
    try:
        ours = "in_flight" in json.loads(content)
    except (ValueError, TypeError):
        ours = False
    if not ours:
        raise NoProxyError(f"Another program answers at {url}", hint=_START_HINT)


def _is_alive(pid: int) -> bool:
    """Tell whether a process runs; on Windows, where asking may end it, /health has to tell."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


async def _own_key(arguments: argparse.Namespace, paths: Paths) -> str:
    given: Path | None = arguments.config
    file = given if given is not None and given.suffix.lower() == ".toml" else paths.settings_file
    try:
        key = await read_own_key(paths, load_settings(file).vault_key_file)
    except VaultError as error:
        raise NoKeyError(f"No API key is known here: {error.user_message}", hint=_KEY_HINT) from error
    if key is None:
        raise NoKeyError("No API key is known here", hint=_KEY_HINT)
    return key
