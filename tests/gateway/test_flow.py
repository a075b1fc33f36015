"""A stream that came all at once is taken in pieces, between which others have their turns."""

from __future__ import annotations

import asyncio
from unittest.mock import Mock

import aiohttp

from aicore_tray.gateway.alarm import Alarm
from aicore_tray.gateway.flow import Source


async def test_who_sends_fast_does_not_hold_up_the_others() -> None:
    sent = bytes(range(256)) * 1000
    protocol = Mock(_reading_paused=False)
    content = aiohttp.StreamReader(protocol, 2**20, loop=asyncio.get_running_loop())
    content.feed_data(sent)
    content.feed_eof()
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    task = asyncio.get_running_loop().create_task(other())
    alarm = Alarm()
    source = Source(content, alarm, 16_384)
    pieces = []
    while not source.ended:
        pieces.append(await source.read(5))
    alarm.close()
    task.cancel()
    assert b"".join(piece for piece in pieces if piece) == sent
    assert max(len(piece) for piece in pieces if piece) <= 16_384
    assert turns >= len(sent) // 16_384 - 1
