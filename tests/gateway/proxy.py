"""A proxy in front of the sandbox, both on real sockets, for one test."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import aiohttp

from aicore_tray.aicore.account import Account
from aicore_tray.aicore.service_key import parse_service_key
from aicore_tray.config.configuration import Configuration, with_fixed_key
from aicore_tray.config.key_store import fixed_keys
from aicore_tray.config.settings import Settings
from aicore_tray.engine import Engine
from aicore_tray.sandbox.server import Sandbox, Tenant
from aicore_tray.system.paths import Paths
from aicore_tray.system.postgres import Address

KEY = "act-test-key"
ADMIN_KEY = "act-admin-key"


@dataclass(slots=True)
class Proxy:
    """What a test sees: the proxy's address, and the sandbox behind it."""

    engine: Engine
    sandbox: Sandbox
    paths: Paths
    warnings: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.engine.url

    def upstream_bodies(self) -> list[dict[str, Any]]:
        """Return the bodies of the inference requests that reached SAP, oldest first."""
        return [request.body for request in self.sandbox.requests if "/v2/inference/" in request.path]

    @asynccontextmanager
    async def post(
        self, path: str, body: object, *, headers: dict[str, str] | None = None
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """Send a body with the test's key and yield the opened answer."""
        async with (
            aiohttp.ClientSession() as session,
            session.post(
                self.url + path,
                data=io.BytesIO(json.dumps(body).encode()),
                headers={"x-api-key": KEY, "Content-Type": "application/json", **(headers or {})},
            ) as response,
        ):
            yield response

    @asynccontextmanager
    async def get(self, path: str, *, headers: dict[str, str] | None = None) -> AsyncIterator[aiohttp.ClientResponse]:
        """Ask with the test's key and yield the opened answer."""
        shown = {"x-api-key": KEY, **(headers or {})}
        async with aiohttp.ClientSession() as session, session.get(self.url + path, headers=shown) as response:
            yield response

    async def ask(self, path: str, body: object, *, headers: dict[str, str] | None = None) -> tuple[int, Any]:
        """Return status and parsed JSON of an answer."""
        async with self.post(path, body, headers=headers) as response:
            return response.status, await response.json()


@asynccontextmanager
async def running_proxy(
    folder: Path,
    *,
    tenants: tuple[Tenant, ...] | None = None,
    settings: Settings | None = None,
    split: bool = True,
    pinned: Mapping[str, tuple[str, ...]] | None = None,
    pools: Mapping[str, str] | None = None,
    behind: Sandbox | None = None,
    others: tuple[Account, ...] = (),
    database: Address | None = None,
) -> AsyncIterator[Proxy]:
    """Start sandbox and proxy, wait until the deployments are known, and close both afterwards.

    Args:
        behind: a sandbox that runs already and goes on.
        others: accounts beside those of the sandbox.
        database: the PostgreSQL database that this replica shares with others.
        pools: a word in unknown names -> the model whose deployments serve them.
        pinned: model name -> inference URLs that stand in for the sandbox's deployments.
    """
    async with AsyncExitStack() as stack:
        sandbox = behind if behind is not None else await stack.enter_async_context(Sandbox(tenants, split=split))
        names = [tenant.name for tenant in tenants] if tenants else ["demo"]
        accounts = tuple(
            Account(name=name, key=parse_service_key(sandbox.service_key(name)), pinned=pinned or {}) for name in names
        )
        configuration = Configuration(
            settings=replace(settings or Settings(), host="127.0.0.1", port=0),
            accounts=(*accounts, *others),
            keys=fixed_keys([KEY], source="test"),
            pools={
                word: tuple(
                    each.id for each in sandbox._landscape.deployments(names[0], "default") if each.model == model
                )
                for word, model in (pools or {}).items()
            },
            database=database,
        )
        paths = Paths.locate(folder)
        warnings: list[str] = []
        engine = Engine(with_fixed_key(configuration, ADMIN_KEY, name="admin"), paths, on_warning=warnings.append)
        await engine.start()
        try:
            await engine.discovery.refresh()
            yield Proxy(engine, sandbox, paths, warnings)
        finally:
            await engine.aclose(grace=0)


async def begun(proxy: Proxy) -> None:
    """Wait until a request for a model is under way."""
    started = asyncio.Event()
    proxy.engine.meter.on_change = started.set
    if not proxy.engine.meter.in_flight:
        await asyncio.wait_for(started.wait(), 10)
