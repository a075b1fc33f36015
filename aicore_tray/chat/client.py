"""Asks our own HTTP address for an answer and hands it out as it comes; the only client of the proxy within the app."""

from __future__ import annotations

import asyncio
import json
import ssl
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import aiohttp

from aicore_tray.chat.question import PATH, Question, body_of
from aicore_tray.dialects.sse import DONE, SseParser
from aicore_tray.errors import AicoreTrayError
from aicore_tray.system.certificates import fingerprint

_CONNECT_SECONDS = 5.0
# The proxy itself gives up a silent upstream after five minutes, and says so.
_SILENCE_SECONDS = 600.0
_LONGEST_BODY = 65_536
_TURN_SECONDS = 0.004


class Cause(StrEnum):
    """Why there is no answer, or not all of it."""

    OFF = "off"
    KEY = "key"
    MODEL = "model"
    LIMIT = "limit"
    TOO_LONG = "too long"
    REFUSED = "refused"
    SERVER = "server"
    BROKEN = "broken"


class ChatError(AicoreTrayError):
    """There is no answer, or its end is missing.

    Attributes:
        cause: what it is, for a button that fits.
    """

    def __init__(self, cause: Cause, user_message: str, *, hint: str = "") -> None:
        super().__init__(user_message, hint=hint)
        self.cause = cause


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where the proxy listens.

    Attributes:
        url: without a path.
        key: the API key that is shown to it.
        authority: PEM file of the authority to trust, where its certificate is ours.
        certificate: PEM file of the certificate itself, where it is not: it may be issued for another name.
    """

    url: str
    key: str
    authority: Path | None = None
    certificate: Path | None = None


@dataclass(frozen=True, slots=True)
class Began:
    """The proxy answers; carries the request's id, by which its books know it."""

    request: str


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Reasoning:
    """A piece of what the model thought before."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """The answer is complete.

    Attributes:
        cut: it ends at the model's limit of output tokens.
        filtered: the content filter ended it.
        input: tokens, None where nobody told.
    """

    cut: bool = False
    filtered: bool = False
    input: int | None = None
    cached: int | None = None
    output: int | None = None


Event = Began | Text | Reasoning | Ended


class ChatClient:
    """One HTTP session for all conversations, made at the first question."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None
        self._trust: dict[tuple[str, int], ssl.SSLContext | aiohttp.Fingerprint] = {}

    async def aclose(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def ask(self, address: Address, question: Question) -> AsyncIterator[Event]:
        """Yield the answer as it comes, `Ended` last; leaving early closes the connection and ends the work upstream.

        Raises:
            ChatError: there is no answer, or its end is missing; what was yielded before holds.
        """
        if not address.url:
            raise _off("")
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_SECONDS, sock_read=_SILENCE_SECONDS)
            # Never by a proxy: it is this computer.
            connector = aiohttp.TCPConnector(limit=0)
            self._session = aiohttp.ClientSession(timeout=timeout, connector=connector, trust_env=False)
        try:
            async with self._session.post(
                address.url + PATH,
                data=await _encoded(question),
                headers={"Authorization": f"Bearer {address.key}", "Content-Type": "application/json"},
                ssl=await self._trusted(address),
            ) as response:
                if response.status >= 400:
                    raise _refused(response, await response.content.read(_LONGEST_BODY), question.model)
                if known := response.headers.get("x-request-id"):
                    yield Began(known)
                async for event in _events(response.content):
                    yield event
        except (aiohttp.ClientConnectorError, aiohttp.InvalidURL) as error:
            raise _off(address.url) from error
        except (aiohttp.ClientError, OSError) as error:
            raise _broken() from error

    async def _trusted(self, address: Address) -> ssl.SSLContext | aiohttp.Fingerprint | bool:
        file = address.authority or address.certificate
        if not address.url.startswith("https:") or file is None:
            return True
        try:
            # Read again when it is renewed.
            which = (str(file), (await asyncio.to_thread(file.stat)).st_mtime_ns)
            if which not in self._trust:
                make = _context if address.authority else fingerprint
                self._trust = {which: await asyncio.to_thread(make, file)}
        except (OSError, ValueError) as error:
            raise ChatError(
                Cause.OFF,
                f"The certificate in {file} cannot be read",
                hint="Turn the proxy off and on again.",
            ) from error
        return self._trust[which]


def _context(file: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(file))


async def _encoded(question: Question) -> bytes:
    """Return the body; in a thread where there are files in it."""
    large = any(message.attachments for message in question.messages)
    return await asyncio.to_thread(_body, question) if large else _body(question)


def _body(question: Question) -> bytes:
    return json.dumps(body_of(question), ensure_ascii=False).encode()


async def _events(content: aiohttp.StreamReader) -> AsyncIterator[Event]:
    parser, finish = SseParser(), ""
    usage: dict[str, Any] = {}
    async for chunk in content.iter_any():
        until = time.perf_counter() + _TURN_SECONDS
        for data in parser.feed(chunk):
            if time.perf_counter() > until:
                # Much came at once, and it all happens on the window's thread.
                await asyncio.sleep(0)
                until = time.perf_counter() + _TURN_SECONDS
            if data == DONE:
                yield _ended(finish, usage)
                return
            try:
                event = json.loads(data)
            except ValueError:
                continue
            if not isinstance(event, dict):
                continue
            if event.get("error"):
                raise _told(event["error"])
            usage = event.get("usage") or usage
            for choice in event.get("choices") or ():
                finish = choice.get("finish_reason") or finish
                delta = choice.get("delta") or {}
                if thought := delta.get("reasoning_content") or delta.get("reasoning"):
                    yield Reasoning(str(thought))
                if text := delta.get("content"):
                    yield Text(str(text))
    raise _broken()


def _ended(finish: str, usage: dict[str, Any]) -> Ended:
    details = usage.get("prompt_tokens_details") or {}
    return Ended(
        cut=finish == "length",
        filtered=finish == "content_filter",
        input=usage.get("prompt_tokens"),
        cached=details.get("cached_tokens"),
        output=usage.get("completion_tokens"),
    )


def _off(url: str) -> ChatError:
    where = f"Nothing answers at {url}" if url else "The proxy is off"
    return ChatError(Cause.OFF, where, hint="Start the proxy and try again.")


def _broken() -> ChatError:
    return ChatError(Cause.BROKEN, "The answer broke off in the middle", hint="What came so far is kept.")


def _told(error: Any) -> ChatError:
    """Return the error of an event in the midst of a stream."""
    message = str(error.get("message") or "") if isinstance(error, dict) else str(error)
    limited = isinstance(error, dict) and str(error.get("code") or error.get("type")) in ("rate_limit_exceeded", "429")
    return ChatError(
        Cause.LIMIT if limited else Cause.BROKEN,
        f"The answer broke off: {message.rstrip('.')}" if message else "The answer broke off in the middle",
        hint="What came so far is kept.",
    )


def _refused(response: aiohttp.ClientResponse, content: bytes, model: str) -> ChatError:
    status, message, code = response.status, "", ""
    try:
        error = json.loads(content).get("error") or {}
        message, code = str(error.get("message") or "").rstrip("."), str(error.get("code") or "")
    except (ValueError, AttributeError):
        pass
    match status:
        case 401 | 403:
            return ChatError(
                Cause.KEY,
                message or "The proxy does not know the chat's key",
                hint="Another program may listen on this port. Turn the proxy off and on again.",
            )
        case 404:
            return ChatError(Cause.MODEL, f"{model} is not served any more", hint="Choose another model.")
        case 429:
            wait = response.headers.get("Retry-After", "")
            seconds = wait if wait.isdigit() else ""
            return ChatError(
                Cause.LIMIT,
                f"{model} is at its limit",
                hint=f"Try again in {seconds} seconds, or choose another model."
                if seconds
                else "Try again in a moment, or choose another model.",
            )
        case 413:
            return _too_long(message)
        case 400 if code == "context_length_exceeded":
            return _too_long(message)
        case _ if status < 500:
            return ChatError(Cause.REFUSED, message or f"{model} refused the question (HTTP {status})")
        case _:
            return ChatError(
                Cause.SERVER,
                message or f"SAP AI Core answered with an error (HTTP {status})",
                hint="Try again, or choose another model.",
            )


def _too_long(message: str) -> ChatError:
    return ChatError(
        Cause.TOO_LONG,
        message or "The conversation is too long for this model",
        hint="Start a new conversation or choose a model with more room.",
    )
