"""Asks the proxy as a tool would: by the tool's API, with its address, key and model, for a word or two."""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import aiohttp

from aicore_tray.connect.edits import CannotEditError
from aicore_tray.connect.setup import Setup
from aicore_tray.connect.standing import Standing, Status
from aicore_tray.connect.texts import EDITING
from aicore_tray.connect.tool import Api, Target
from aicore_tray.errors import AicoreTrayError

_SECONDS = 120.0
_WORDS = "Reply with one short sentence."
_TOKENS = 400
_LONGEST = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """An answer.

    Attributes:
        model: the model that was asked.
        words: the beginning of what it said.
        seconds: how long it took.
    """

    model: str
    words: str
    seconds: float


def as_written(setup: Setup, target: Target, status: Status) -> Target:
    """Return a target with the key that the tool's own file holds, where one of ours is in it. It blocks."""
    if status.standing is not Standing.OURS:
        return target
    for change in setup.changes:
        for value in change.values:
            if value.secret:
                try:
                    there = EDITING[change.format].read(change.file.read_text(encoding="utf-8"), value.path)
                except (OSError, UnicodeDecodeError, CannotEditError):
                    return target
                return replace(target, key=there) if isinstance(there, str) else target
    return target


async def try_out(api: Api, target: Target) -> Tried:
    """Ask the proxy once.

    Raises:
        AicoreTrayError: it does not answer, or refuses; the message says why.
    """
    path, headers, body = _request(api, target)
    trust: ssl.SSLContext | bool = ssl.create_default_context(cafile=target.authority) if target.authority else True
    begun = time.monotonic()
    try:
        timeout = aiohttp.ClientTimeout(total=_SECONDS)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(target.origin + path, json=body, headers=headers, ssl=trust) as response,
        ):
            content = await response.content.read(_LONGEST)
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise AicoreTrayError(
            f"{target.origin} does not answer ({type(error).__name__})", hint="Is the proxy on?"
        ) from error
    if response.status >= 400:
        raise AicoreTrayError(_reason(content) or f"HTTP {response.status}", hint=_mend(response.status))
    try:
        words = _words(api, json.loads(content))
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise AicoreTrayError(f"{target.origin} does not speak this tool's API") from error
    return Tried(model=target.model, words=words.strip()[:200], seconds=time.monotonic() - begun)


def _mend(status: int) -> str:
    """Return what people can do about an answer of this status."""
    match status:
        case 401:
            return "Apply its setup again: its key was revoked or has ended."
        case 403:
            return "Look at what its API key may ask for."
        case 404:
            return "Choose a model that is served."
    return ""


def _request(api: Api, target: Target) -> tuple[str, Mapping[str, str], Mapping[str, object]]:
    turn = [{"role": "user", "content": _WORDS}]
    bearer = {"Authorization": f"Bearer {target.key}"}
    match api:
        case "messages":
            body: dict[str, object] = {"model": target.model, "max_tokens": _TOKENS, "messages": turn}
            return "/v1/messages", {"x-api-key": target.key, "anthropic-version": "2023-06-01"}, body
        case "responses":
            return "/v1/responses", bearer, {"model": target.model, "input": _WORDS, "store": False}
        case "gemini":
            contents = [{"role": "user", "parts": [{"text": _WORDS}]}]
            return (
                f"/v1beta/models/{target.model}:generateContent",
                {"x-goog-api-key": target.key},
                {"contents": contents},
            )
        case "chat":
            return "/v1/chat/completions", bearer, {"model": target.model, "messages": turn}


def _words(api: Api, answer: Any) -> str:
    match api:
        case "messages":
            return "".join(block.get("text", "") for block in answer["content"])
        case "responses":
            parts = [part for item in answer["output"] if item["type"] == "message" for part in item["content"]]
            return "".join(part.get("text", "") for part in parts)
        case "gemini":
            return "".join(part.get("text", "") for part in answer["candidates"][0]["content"]["parts"])
        case "chat":
            return str(answer["choices"][0]["message"]["content"] or "")


def _reason(content: bytes) -> str:
    try:
        error = json.loads(content)["error"]
        return str(error["message"] if isinstance(error, dict) else error).rstrip(".")
    except (ValueError, KeyError, TypeError):
        return ""
