"""A real PostgreSQL server, and an empty database for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from aicore_tray.sandbox.server import Sandbox, Tenant
from tests.postgres.server import Database, Server


@pytest.fixture(scope="session")
def _server() -> Iterator[Server]:
    made = Server.make()
    try:
        made.start()
        yield made
    finally:
        made.remove()


@pytest.fixture
def server(_server: Server) -> Iterator[Server]:
    """The server; a test that stopped it leaves it running again."""
    yield _server
    if not (_server.files / "postmaster.pid").exists():
        _server.start()


@pytest.fixture
def database(server: Server) -> Database:
    return Database(server, server.new_database())


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox((Tenant(name="demo"),)) as running:
        yield running
