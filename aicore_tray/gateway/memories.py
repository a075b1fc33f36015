"""What is learned of models from requests and kept over a restart: reasoning, refused fields, how they count."""

from __future__ import annotations

import asyncio
import logging

from aicore_tray.gateway.counting import Counting
from aicore_tray.gateway.recall import Recall
from aicore_tray.gateway.recall_store import RecallStore
from aicore_tray.gateway.rectifier import Rectifier
from aicore_tray.system.files import write_whole
from aicore_tray.system.paths import Paths
from aicore_tray.usage.calibration import Calibration

_log = logging.getLogger(__name__)

_SECONDS = 1.0


class Memories:
    """Keeps what was learned on disk.

    Attributes:
        recall: reasoning by tool call.
        rectifier: what upstreams refused.
        counting: tokens before a request, put right by what models counted.
        keep_reasoning: reasoning is kept on disk, too.
    """

    def __init__(self, paths: Paths, *, keep_reasoning: bool) -> None:
        self.recall = Recall()
        self.rectifier = Rectifier(paths.refused_file)
        calibration = Calibration(paths.counting_file)
        self.counting = Counting(calibration)
        self.keep_reasoning = keep_reasoning
        self._reasoning = RecallStore(paths.recall_db)
        self._learned = ((self.rectifier, paths.refused_file), (calibration, paths.counting_file))

    async def load(self) -> None:
        """Take over what an earlier run has put down."""
        if self.keep_reasoning:
            self.recall.load(await asyncio.to_thread(self._reasoning.read))
        else:
            await asyncio.to_thread(self._reasoning.delete)
        for memory, _ in self._learned:
            await asyncio.to_thread(memory.load)

    async def apply(self, *, keep_reasoning: bool) -> None:
        """Keep reasoning from now on, or delete what is kept of it."""
        before, self.keep_reasoning = self.keep_reasoning, keep_reasoning
        if before and not keep_reasoning:
            await asyncio.to_thread(self._reasoning.delete)

    async def keep(self) -> None:
        """Put down what is learned, for ever."""
        while True:
            await asyncio.sleep(_SECONDS)
            await self.write()

    async def write(self) -> None:
        """Put down what was learned since the last time."""
        for memory, file in self._learned:
            if memory.changed:
                try:
                    await asyncio.to_thread(write_whole, file, memory.written())
                except OSError as error:
                    _log.warning("%s could not be written: %s", file, error)
        if (calls := self.recall.unwritten()) and self.keep_reasoning:
            await asyncio.to_thread(self._reasoning.write, calls)
