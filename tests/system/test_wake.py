"""Sleep is noticed by the wall clock, and nothing else is taken for it."""

from __future__ import annotations

import asyncio

import pytest

from aicore_tray.system.wake import watch


@pytest.mark.parametrize(("steps", "woken"), [([5, 5, 6], 0), ([5, 3600, 5], 1), ([-3600, 5], 0), ([34, 36, 90], 2)])
async def test_jumps_of_the_clock(steps: list[float], woken: int) -> None:
    now, left, calls = 1000.0, list(steps), 0

    async def sleep(_: float) -> None:
        nonlocal now
        if not left:
            raise asyncio.CancelledError
        now += left.pop(0)

    async def on_wake() -> None:
        nonlocal calls
        calls += 1

    with pytest.raises(asyncio.CancelledError):
        await watch(on_wake, clock=lambda: now, sleep=sleep)
    assert calls == woken
