"""The few fields that routing needs of a body: the rest stays bytes until a family asks for it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from aiohttp import web

from aicore_tray.dialects.errors import invalid

# Headers in which clients name the session that a request belongs to; the value never leaves this process.
_SESSION_HEADERS = ("x-claude-code-session-id", "session-id", "session_id", "thread-id", "x-session-affinity")

_FIRST_WORDS = 2000


class Peek(msgspec.Struct):
    """The few fields that routing needs of a body."""

    model: str
    stream: bool | None = None
    prompt_cache_key: str | None = None
    input: msgspec.Raw = msgspec.Raw()
    messages: msgspec.Raw = msgspec.Raw()
    contents: msgspec.Raw = msgspec.Raw()
    max_tokens: msgspec.Raw = msgspec.Raw()
    thread: object = None
    stream_options: dict[str, object] | None = None


_decoder = msgspec.json.Decoder(Peek)


def read_peek(raw: bytes) -> Peek:
    """Return what routing needs of a body.

    Raises:
        ApiError: it is no JSON, or names no model.
    """
    try:
        return _decoder.decode(raw)
    except msgspec.ValidationError as error:
        raise invalid(f"The request body is not right: {error}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise invalid(f"The request body is not valid JSON: {error}") from error
    except RecursionError as error:
        raise invalid("The request body is nested too deeply") from error


def affinity(request: web.BaseRequest, peek: Peek) -> str:
    """Return what requests of one conversation have in common, "" if nothing tells.

    Clients name their sessions, or else a conversation is told by what the user said first: system prompts change with
    every request of some clients, and marks of caches wander through the messages.
    """
    for header in _SESSION_HEADERS:
        if value := request.headers.get(header):
            return value
    return peek.prompt_cache_key or _first_words(peek)


def _first_words(peek: Peek) -> str:
    for raw in (peek.messages, peek.input, peek.contents):
        if not bytes(raw):
            continue
        try:
            turns = msgspec.json.decode(raw, type=list[msgspec.Raw] | str)
            if isinstance(turns, str):
                return turns[:_FIRST_WORDS]
            for each in turns:
                turn = msgspec.json.decode(each)
                if isinstance(turn, dict) and turn.get("role", "user") == "user":
                    return "".join(_texts(turn.get("content") or turn.get("parts")))[:_FIRST_WORDS]
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return ""  # whoever reads it whole tells the client
    return ""


def _texts(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, list):
        for part in content:
            if isinstance(part, dict) and isinstance(text := part.get("text"), str):
                yield text
