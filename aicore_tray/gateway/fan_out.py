"""Several upstream calls for one request: a few at a time, in order, and all of them ended once one fails."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from aicore_tray.dialects.errors import ApiError
from aicore_tray.tasks import TaskGroup

Asked = TypeVar("Asked")
Told = TypeVar("Told")
CALLS_AT_ONCE = 8


async def ask_each(ask: Callable[[Asked], Awaitable[Told]], asked: Sequence[Asked]) -> list[Told]:
    """Return what `ask` tells of each, in their order.

    Raises:
        ApiError: the first that one of them raised.
    """
    told: dict[int, Told] = {}
    failures: list[ApiError] = []
    waiting = iter(enumerate(asked))

    async def work() -> None:
        for place, each in waiting:
            try:
                told[place] = await ask(each)
            except ApiError as error:
                failures.append(error)
                return

    tasks = TaskGroup("fan-out")
    running = {tasks.spawn(work(), name=str(number)) for number in range(min(CALLS_AT_ONCE, len(asked)))}
    try:
        while running and not failures:
            done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
    finally:
        await tasks.aclose()
    if failures:
        raise failures[0]
    return [told[place] for place in range(len(asked))]
