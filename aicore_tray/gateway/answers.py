"""Whole answers of upstreams: read, and told from errors under status 200 and from what is no answer at all."""

from __future__ import annotations

import aiohttp
import msgspec

from aicore_tray.aicore.families.family import Plan
from aicore_tray.dialects.answer import Answer
from aicore_tray.dialects.conversation import Json
from aicore_tray.dialects.errors import ApiError, ErrorKind, truncated, upstream_error
from aicore_tray.gateway.pipes import unreadable

# What an answer of each dialect has; an error under status 200 has none of it.
_ANSWERS = frozenset({"choices", "output", "content", "candidates", "data", "embedding", "predictions"})


async def read_whole(response: aiohttp.ClientResponse) -> bytes:
    """Return a body to its end.

    Raises:
        ApiError: it breaks off before.
    """
    try:
        return await response.read()
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise truncated() from error


def answered(raw: bytes) -> Json:
    """Return a whole answer's body.

    Raises:
        ApiError: it is an error under status 200, or no answer at all.
    """
    try:
        body = msgspec.json.decode(raw)
    except msgspec.MsgspecError as error:
        raise unreadable() from error
    if not isinstance(body, dict):
        raise unreadable()
    if isinstance(body.get("error"), dict | list) and _ANSWERS.isdisjoint(body):
        raise upstream_error(200, body)
    return body


def read_answer(plan: Plan, body: Json) -> Answer:
    """Return what a whole answer says.

    Raises:
        ApiError: it is no answer; that its fields are wrong is nothing that the client could be blamed for.
    """
    try:
        return plan.dialect.read_answer(body)
    except ApiError as error:
        raise unreadable() if error.kind is ErrorKind.INVALID else error from error
    except (AttributeError, TypeError, KeyError, ValueError) as error:
        raise unreadable() from error
