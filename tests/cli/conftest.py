"""A sandbox in the test's own process."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from aicore_tray.sandbox.server import Sandbox, Tenant


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox((Tenant(name="demo"), Tenant(name="other"))) as running:
        yield running
