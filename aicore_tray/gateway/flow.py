"""A stream's two ends: an upstream's body as it comes, and a client that reads it, or does not."""

from __future__ import annotations

import asyncio
import logging

import aiohttp
from aiohttp import web

from aicore_tray.gateway.alarm import Alarm

_log = logging.getLogger(__name__)

SLOW_CLIENT_SECONDS = 120.0
"""How long a client may leave unread what waits for it."""


class Source:
    """An upstream's body, read as it comes; a broken connection is its end.

    Args:
        piece: at most so many bytes are taken at a time, with a turn for others in between; -1 for all that came.
    """

    def __init__(self, content: aiohttp.StreamReader, alarm: Alarm, piece: int = -1) -> None:
        self._content = content
        self._alarm = alarm
        self._piece = piece
        self.ended = False
        self._more = False

    async def read(self, seconds: float) -> bytes | None:
        """Return what has come, b"" at the end, None after `seconds` of silence."""
        self._alarm.set(seconds)
        try:
            if self._more:
                # There is no wait for what is there already: others have their turn first.
                await asyncio.sleep(0)
            chunk = await (self._content.read(self._piece) if self._piece > 0 else self._content.readany())
        except asyncio.CancelledError:
            if self._alarm.rang():
                return None
            raise
        except (aiohttp.ClientError, ConnectionError, TimeoutError) as error:
            _log.warning("The upstream broke off a stream: %r", error)
            chunk = b""
        finally:
            self._alarm.clear()
        self.ended, self._more = not chunk, len(chunk) == self._piece
        return chunk


async def tell(out: web.StreamResponse, data: bytes, alarm: Alarm) -> None:
    """Write to a client.

    Raises:
        ConnectionResetError: it went away, or reads nothing any more: the model's answer is not kept for it.
    """
    alarm.set(SLOW_CLIENT_SECONDS)
    try:
        await out.write(data)
    except asyncio.CancelledError:
        if alarm.rang():
            raise ConnectionResetError("The client reads nothing") from None
        raise
    finally:
        alarm.clear()
