"""What the proxy's books say of the chat's own requests, once they are over."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.session import Session
from aicore_tray.usage.record import RequestRecord

_WAIT_SECONDS = 3.0


class Receipts:
    """Waits for the records of requests."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def of(self, request: str) -> RequestRecord | None:
        """Return the record of a request by its id, as soon as there is one; None where none comes."""
        told = asyncio.Event()
        unsubscribe: Callable[[], object] = self._session.subscribe(told.set)
        try:
            async with asyncio.timeout(_WAIT_SECONDS):
                while (found := self._look(request)) is None:
                    await told.wait()
                    told.clear()
                return found
        except TimeoutError:
            return None
        finally:
            unsubscribe()

    def _look(self, request: str) -> RequestRecord | None:
        try:
            recent = self._session.engine.meter.recent
        except AicoreTrayError:
            return None
        return next((record for record in reversed(recent) if record.id == request), None)
