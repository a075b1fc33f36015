"""A session that lives: real engine, real sandbox on loopback, a keyring in memory."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import keyring
from keyring.backend import KeyringBackend

from aicore_tray.aicore.service_key import ServiceKey, parse_service_key
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.session import Session
from aicore_tray.gui.snapshots import Kind, Trouble
from aicore_tray.sandbox.server import Sandbox, Tenant
from aicore_tray.sandbox.tenants import default_deployments
from aicore_tray.system.paths import Paths

SECONDS = 15.0
STORY = "Write a text of 60 words."


class MemoryKeyring(KeyringBackend):
    """A keyring of the test's own.

    Attributes:
        open: cleared while its owner does not answer.
    """

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.entries: dict[tuple[str, str], str] = {}
        self.open = threading.Event()
        self.open.set()

    def get_password(self, service: str, username: str) -> str | None:
        self.open.wait(60)
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.open.wait(60)
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.entries.pop((service, username), None)


def with_keyring() -> MemoryKeyring:
    """Use a keyring in memory; the tests' own fixture puts the old one back."""
    made = MemoryKeyring()
    keyring.set_keyring(made)
    return made


@dataclass(slots=True)
class Living:
    """A session that was opened, and what a client sees of it."""

    session: Session
    commands: Commands
    key: str = ""

    @property
    def url(self) -> str:
        return self.session.engine.url

    def troubles(self) -> dict[Kind, Trouble]:
        return {trouble.kind: trouble for trouble in self.session.snapshot().troubles}

    async def until(self, so: Callable[[], object], seconds: float = SECONDS) -> None:
        """Wait until something is so."""
        await until(so, seconds)

    async def ask(self, model: str = "gpt-4o", *, key: str | None = None) -> tuple[int, Any]:
        """Ask a model as a client does."""
        body = {"model": model, "messages": [{"role": "user", "content": "hello"}]}
        headers = {"x-api-key": self.key if key is None else key}
        async with (
            aiohttp.ClientSession() as client,
            client.post(f"{self.url}/v1/chat/completions", json=body, headers=headers) as answer,
        ):
            return answer.status, await answer.json()

    async def names(self) -> set[str]:
        """Return the models that a client is offered."""
        async with (
            aiohttp.ClientSession() as client,
            client.get(f"{self.url}/v1/models", headers={"x-api-key": self.key}) as answer,
        ):
            return {model["id"] for model in (await answer.json())["data"]}

    @asynccontextmanager
    async def stream(self) -> AsyncIterator[aiohttp.ClientResponse]:
        """Begin a stream that takes a while."""
        body = {
            "model": "claude-sonnet-4-5",
            "max_tokens": 900,
            "stream": True,
            "messages": [{"role": "user", "content": STORY}],
        }
        async with (
            aiohttp.ClientSession() as client,
            client.post(f"{self.url}/v1/messages", json=body, headers={"x-api-key": self.key}) as answer,
        ):
            assert answer.status == 200, await answer.text()
            yield answer


async def until(so: Callable[[], object], seconds: float = SECONDS) -> None:
    end = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < end, "it did not come to be so"
        await asyncio.sleep(0.02)


@asynccontextmanager
async def opened(paths: Paths, **options: Any) -> AsyncIterator[Living]:
    """Open a session, with a key for its clients, and close it."""
    session = Session(paths, **options)
    try:
        await session.open()
        living = Living(session, Commands(session))
        # Its books must be in a state that a key can be put into.
        known = {key.name for key in session.engine.keys.list()}
        living.key = await living.commands.create_key(f"test-{len(known)}")
        if session.configuration is not None and session.configuration.accounts:
            await session.look_again()
        yield living
    finally:
        await session.aclose(0)


@asynccontextmanager
async def two_tenants(*, pace: float = 0.0) -> AsyncIterator[Sandbox]:
    """Run a sandbox with the accounts `one` and `two`; the second has the resource group team-b as well."""
    two = Tenant(name="two", resource_groups=("default", "team-b"), deployments=default_deployments())
    async with Sandbox((Tenant(name="one"), two), pace=pace) as sandbox:
        yield sandbox


def key_of(sandbox: Sandbox, tenant: str, **other: Any) -> ServiceKey:
    return parse_service_key({**sandbox.service_key(tenant), **other})


def key_file(paths: Paths, name: str, key: Mapping[str, Any]) -> str:
    """Write a service key beside the settings and return its path relative to them."""
    paths.config.mkdir(parents=True, exist_ok=True)
    (paths.config / f"{name}.json").write_text(json.dumps(key), encoding="utf-8")
    return f"{name}.json"


def write_settings(paths: Paths, accounts: Mapping[str, str] | None = None, text: str = "port = 0\n") -> None:
    """Write the settings file.

    Args:
        accounts: name -> service key file, "" for one whose key lies in the vault.
    """
    paths.config.mkdir(parents=True, exist_ok=True)
    for name, file in (accounts or {}).items():
        text += f"\n[accounts.{name}]\n" + (f'service_key_file = "{file}"\n' if file else "")
    paths.settings_file.write_text(text, encoding="utf-8")


def with_files(paths: Paths, sandbox: Sandbox, *names: str, text: str = "port = 0\n") -> None:
    """Set up accounts whose keys lie in files."""
    write_settings(paths, {name: key_file(paths, name, sandbox.service_key(name)) for name in names}, text)


def locate(folder: Path) -> Paths:
    return Paths.locate(folder / "home")
