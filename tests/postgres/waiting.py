"""Waiting for what another replica does in its own time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable


async def until(true: Callable[[], Awaitable[bool]], seconds: float = 15.0) -> float:
    """Wait until something is so; return how long that took."""
    began = time.monotonic()
    while not await true():
        assert time.monotonic() - began < seconds, "it never was"
        await asyncio.sleep(0.02)
    return time.monotonic() - began
