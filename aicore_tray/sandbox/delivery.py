"""Sends an inference answer: whole, or event by event, with whatever a fault does to it on the way."""

from __future__ import annotations

import asyncio
import random
import uuid
from collections.abc import Callable

from aiohttp import web

from aicore_tray.sandbox.endpoint import Stream
from aicore_tray.sandbox.faults import Fault
from aicore_tray.sandbox.framing import EVENT_STREAM, Event, EventStreamFraming, Splitter, SseFraming

_UNTIL_CLOSED = 3600.0


def answer_headers() -> dict[str, str]:
    """The headers that every inference answer carries."""
    return {
        "x-request-id": str(uuid.uuid4()),
        "ai-inference-id": str(uuid.uuid4()),
        "x-upstream-service-time": "431",
    }


def framing_for(
    accept: str, *, bedrock: bool, rng: random.Random, untidy: bool, named: bool = False, mended: bool = False
) -> SseFraming | EventStreamFraming:
    """Bedrock's binary framing comes only to whom asks for exactly that; `mended` has JSON where Python's words are."""
    if bedrock and EVENT_STREAM in accept:
        return EventStreamFraming(named=named)
    return SseFraming(rng, untidy=untidy, python=named and not mended)


class Delivery:
    """Writes one stream to one client.

    Attributes:
        pace: seconds between two events.
    """

    def __init__(self, framing: SseFraming | EventStreamFraming, splitter: Splitter, pace: float) -> None:
        self._framing = framing
        self._splitter = splitter
        self.pace = pace

    async def send(
        self, request: web.Request, reply: Stream, fault: Fault | None, failure: Callable[[int], list[Event]]
    ) -> web.StreamResponse:
        """Write the events, paced and cut, and let the fault strike where it should."""
        response = web.StreamResponse(headers={**answer_headers(), "Content-Type": self._framing.content_type})
        await response.prepare(request)
        for index, event in enumerate(_spoiled(reply.events, fault, failure)):
            if fault is not None and fault.kind == "silence" and index == fault.after_events:
                await self._flush(response)
                await asyncio.sleep(fault.delay)
            await self._write(response, event)
        if fault is not None and fault.kind == "reset":
            await self._flush(response)
            await asyncio.sleep(0.01)  # what was written should arrive before the connection dies
            if request.transport is not None:
                request.transport.abort()
            return response
        await self._flush(response)
        await response.write_eof()
        return response

    async def _write(self, response: web.StreamResponse, event: Event) -> None:
        for piece in self._splitter.feed(self._framing.frame(event)):
            await response.write(piece)
            await asyncio.sleep(0)  # a write of its own, not one half of the next
        if self.pace:
            await asyncio.sleep(self.pace)

    async def _flush(self, response: web.StreamResponse) -> None:
        if held := self._splitter.flush():
            await response.write(held)


def _spoiled(events: list[Event], fault: Fault | None, failure: Callable[[int], list[Event]]) -> list[Event]:
    if fault is None or fault.kind in {"silence", "json"}:
        return events
    # The last event is the terminal one: a broken stream never gets that far.
    kept = events[: min(fault.after_events, len(events) - 1)]
    if fault.kind != "stream_error":
        return kept
    return [*kept, *(failure(fault.status or 429) if fault.body is None else [fault.body])]


async def hang(closing: asyncio.Event) -> None:
    """Never answer; only the sandbox's end ends it."""
    try:
        await asyncio.wait_for(closing.wait(), _UNTIL_CLOSED)
    except TimeoutError:
        return
