"""Fixtures for tests through the proxy's sockets."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

import pytest

from aicore_tray.config.settings import Settings
from tests.gateway.proxy import Proxy, running_proxy


@pytest.fixture
async def proxy(tmp_path: Path) -> AsyncIterator[Proxy]:
    """A proxy that makes no request wait: what upstreams say of waiting goes to the client."""
    async with running_proxy(tmp_path, settings=Settings(quota_wait=0)) as running:
        yield running


if os.environ.get("AICORE_TRAY_TEST_LOOP") == "qt":
    # The same suite on the loop in which the app runs the engine.
    from PySide6.QtWidgets import QApplication

    from aicore_tray.gui.loop import EventLoop

    def _qt_loop() -> EventLoop:
        return EventLoop(QApplication.instance() or QApplication(["test"]))

    def pytest_asyncio_loop_factories(
        config: pytest.Config, item: pytest.Item
    ) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
        return {"qt": _qt_loop}
