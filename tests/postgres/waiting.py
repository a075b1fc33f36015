"""Waiting for what another replica does in its own time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable


async def until(true: Callable[[], Awaitable[bool]], seconds: float = 15.0) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not await true():
        assert time.monotonic() < end, "it never was"
        await asyncio.sleep(0.02)
