"""Where conversations are kept while the app runs: the store, asked in threads, and what is still to be written."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any, TypeVar

from aicore_tray.chat.conversation import Conversation
from aicore_tray.chat.store import ChatStore
from aicore_tray.errors import AicoreTrayError
from aicore_tray.tasks import TaskGroup

T = TypeVar("T")
_END_SECONDS = 5.0


class Shelf:
    """Owns the store.

    Args:
        file: the database.
        begin: called before the first thing is done with it.
        tell: called with what could not be read or written.
    """

    def __init__(
        self, file: Path | None, *, begin: Callable[[], None], tell: Callable[[AicoreTrayError], None]
    ) -> None:
        self.store = ChatStore(file)
        self.over = False
        self._begin = begin
        self._tell = tell
        self._opened = asyncio.Event()
        self._writing = asyncio.Lock()
        self._tasks = TaskGroup("chat")

    # ---- life

    async def open(self) -> list[Conversation]:
        """Open the store and return what is in it; where it cannot be used, one in memory takes its place."""
        try:
            await asyncio.to_thread(self.store.open)
            found = await asyncio.to_thread(self.store.conversations)
        except AicoreTrayError as error:
            self.store = ChatStore(None)
            await asyncio.to_thread(self.store.open)
            self._tell(error)
            found = []
        self._opened.set()
        self.spawn(self._catch_up(), "make conversations searchable")
        return found

    async def _catch_up(self) -> None:
        """Take what was said before into the index; a little a time, so that others can write meanwhile."""
        more = True
        while more and not self.over:
            try:
                more = await asyncio.to_thread(self.store.catch_up)
            except AicoreTrayError:
                return  # what is said from now on is found all the same

    async def aclose(self) -> None:
        """Wait until all is written, if it was said a moment ago, too; then let go of the file."""
        self.over = True
        if self._opened.is_set():
            await asyncio.wait([self._tasks.spawn(self._quiet(), name="end")], timeout=_END_SECONDS)
        await self._tasks.aclose()

    async def end_store(self) -> None:
        """Erase what was deleted, and close the file."""
        await asyncio.to_thread(self._end)

    async def _quiet(self) -> None:
        """Wait until nothing but this is left to do."""
        while len(self._tasks) > 1:  # noqa: ASYNC110 - writes may come from the answers that end
            await asyncio.sleep(0.005)

    def _end(self) -> None:
        try:
            self.store.purge()
        except AicoreTrayError:
            pass  # it is purged when it is opened the next time
        finally:
            self.store.close()

    # ---- doing

    def spawn(self, coroutine: Coroutine[Any, Any, None], name: str) -> None:
        """Do something unless the app ends."""
        if self.over:
            coroutine.close()
        else:
            _ = self.insist(coroutine, name)

    def insist(self, coroutine: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        """Do something that is waited for at the end of the app."""
        self._begin()
        task = self._tasks.spawn(coroutine, name=name)
        task.add_done_callback(lambda _: coroutine.close())
        return task

    async def write(self, write: Callable[..., None], *values: object) -> None:
        """Write in a thread, one after the other; what cannot be written is told, and stays with who has it."""
        await self._opened.wait()
        async with self._writing:
            try:
                await asyncio.to_thread(write, *values)
            except AicoreTrayError as error:
                self._tell(error)

    async def read(self, read: Callable[[], Sequence[T]]) -> Sequence[T]:
        """Read in a thread; what cannot be read is told, and is empty."""
        await self._opened.wait()
        try:
            return await asyncio.to_thread(read)
        except AicoreTrayError as error:
            self._tell(error)
            return ()
