"""Notices that the computer slept: the wall clock went further than a wait lasted."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable


async def watch(
    on_wake: Callable[[], Awaitable[None]],
    *,
    every: float = 5.0,
    jump: float = 30.0,
    clock: Callable[[], float] = time.time,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Call `on_wake` each time after the computer slept, until this is cancelled.

    A clock that was set forward looks the same, and the same is right then; one that was set back is no sleep.

    Args:
        every: seconds between two looks.
        jump: so many seconds more than these count as sleep; a busy loop or a slow machine must not.
    """
    while True:
        before = clock()
        await sleep(every)
        if clock() - before > every + jump:
            await on_wake()
