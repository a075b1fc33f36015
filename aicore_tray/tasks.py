"""The only place that creates asyncio tasks: named, referenced until done, their errors told.

A task that nobody references may be collected in mid-flight, and one whose result nobody awaits hides its error.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
_log = logging.getLogger(__name__)


class TaskGroup:
    """Tasks that belong to one owner, who ends them with `aclose`.

    Unlike `asyncio.TaskGroup` it needs no `async with` and one task's failure leaves the others running.
    """

    def __init__(self, owner: str) -> None:
        self._owner = owner
        self._tasks: set[asyncio.Task[Any]] = set()

    def __len__(self) -> int:
        return len(self._tasks)

    def spawn(self, coroutine: Coroutine[Any, Any, T], *, name: str) -> asyncio.Task[T]:
        """Start a named task; the group holds it until it is done and logs the error of one that fails."""
        task = asyncio.get_running_loop().create_task(coroutine, name=f"{self._owner}: {name}")
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("Task %s failed", task.get_name(), exc_info=error)

    async def drain(self) -> None:
        """Wait until all tasks have ended by themselves, however they end."""
        while self._tasks:
            await asyncio.wait(tuple(self._tasks))

    async def aclose(self) -> None:
        """Cancel what still runs and wait until it has ended."""
        for task in tuple(self._tasks):
            task.cancel()
        await self.drain()
