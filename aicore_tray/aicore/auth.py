"""Tokens of SAP's token service: fetched once however many wait, kept, renewed before they end."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlencode, urlsplit

import aiohttp
import msgspec

from aicore_tray.aicore.service_key import ServiceKey
from aicore_tray.aicore.transport import Transport, explain
from aicore_tray.errors import AuthError, ConfigurationError
from aicore_tray.system.logs import redact
from aicore_tray.tasks import TaskGroup

# A token is renewed this long before its end, or a tenth of its life before where that is shorter.
_MAX_SKEW_SECONDS = 300.0
_SKEW_SHARE = 0.1
# Where the answer does not tell how long its token lives.
_DEFAULT_LIFETIME_SECONDS = 600.0
# A failure is handed to everybody who asks within this time: enough to calm a burst, too short to outlive a repair.
_FAILURE_SECONDS = 1.0
_READ_TIMEOUT_SECONDS = 30.0
_NEW_KEY = "Create a new service key in the BTP cockpit and use that one in place of this"
_log = logging.getLogger(__name__)


class TokenHostError(AuthError):
    """The token service could not be reached at all: the network, not the credentials, is at fault."""


@dataclass(frozen=True, slots=True)
class _Token:
    """A token and its times in seconds of the wall clock, which goes on while a laptop sleeps."""

    text: str = field(repr=False)
    renew_at: float
    expires_at: float


class _TokenAnswer(msgspec.Struct):
    access_token: str
    expires_in: float | str | None = None


class _ErrorAnswer(msgspec.Struct):
    error: str = ""
    error_description: str = ""


class TokenSource:
    """Hands out bearer tokens; every key has at most one request under way.

    Args:
        clock: wall clock in seconds, because a monotonic one may stop while the computer sleeps.
    """

    def __init__(self, transport: Transport, *, clock: Callable[[], float] = time.time) -> None:
        self._transport = transport
        self._clock = clock
        self._tasks = TaskGroup("tokens")
        # The whole key is the index, not its fingerprint: a corrected secret must not find the old one's token.
        self._tokens: dict[ServiceKey, _Token] = {}
        self._failures: dict[ServiceKey, tuple[AuthError, float]] = {}
        self._renewals: dict[ServiceKey, asyncio.Task[_Token | AuthError]] = {}

    async def token(self, key: ServiceKey) -> str:
        """Return a token that is valid now.

        One that nears its end is renewed in the background while it is still handed out, so that a token service that
        is slow or down costs nobody anything before the token has really ended.

        Raises:
            AuthError: none could be had; says whether the secret, the host or the certificate is at fault.
        """
        now = self._clock()
        token = self._tokens.get(key)
        if token is not None and now < token.renew_at:
            return token.text
        failure = self._failures.get(key)
        recent = failure is not None and 0 <= now - failure[1] < _FAILURE_SECONDS
        if token is not None and now < token.expires_at:
            if not recent:
                _ = self._renewal(key)
            return token.text
        if failure is not None and recent:
            raise _again(failure[0])
        return await self._wait(key)

    async def renew(self, key: ServiceKey) -> str:
        """Fetch a new token whatever is kept, to prove that the key still works.

        Raises:
            AuthError: as `token`; what is kept stays.
        """
        return await self._wait(key)

    def invalidate(self, key: ServiceKey, token: str) -> None:
        """Forget a token that SAP refused, unless another one has taken its place already."""
        kept = self._tokens.get(key)
        if kept is not None and kept.text == token:
            del self._tokens[key]

    def expires_at(self, key: ServiceKey) -> float | None:
        """Return when the token that is kept for a key ends, in seconds of the wall clock; None without one."""
        token = self._tokens.get(key)
        return None if token is None else token.expires_at

    def forget_old(self) -> None:
        """Forget tokens that are due for renewal, and failures: the computer has slept."""
        now = self._clock()
        self._tokens = {key: token for key, token in self._tokens.items() if now < token.renew_at}
        self.try_again()

    def try_again(self) -> None:
        """Forget failures: the way to the token service has changed."""
        self._failures.clear()

    async def aclose(self) -> None:
        """End the renewals that are under way."""
        await self._tasks.aclose()

    async def _wait(self, key: ServiceKey) -> str:
        # Shielded: one caller that gives up does not take the token from the others.
        outcome = await asyncio.shield(self._renewal(key))
        if isinstance(outcome, AuthError):
            raise _again(outcome)
        return outcome.text

    def _renewal(self, key: ServiceKey) -> asyncio.Task[_Token | AuthError]:
        """Return the renewal under way, or start one."""
        task = self._renewals.get(key)
        if task is None:
            task = self._tasks.spawn(self._renew(key), name=f"renew {key.fingerprint}")
            self._renewals[key] = task
            task.add_done_callback(lambda _: self._renewals.pop(key, None))
        return task

    async def _renew(self, key: ServiceKey) -> _Token | AuthError:
        """Return the outcome, an error too: several may wait for it, or nobody."""
        try:
            token = await self._fetch(key)
        except AuthError as error:
            _log.info("No token for %s: %s", key.fingerprint, error.user_message)
            self._failures[key] = (error, self._clock())
            return error
        self._failures.pop(key, None)
        self._tokens[key] = token
        return token

    async def _fetch(self, key: ServiceKey) -> _Token:
        form = {"grant_type": "client_credentials", "client_id": key.client_id}
        if not key.certificate:
            form["client_secret"] = key.client_secret
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        asked_at = self._clock()
        try:
            async with self._transport.request(
                "POST",
                key.token_url,
                headers=headers,
                data=urlencode(form).encode(),
                key=key,
                read_timeout=_READ_TIMEOUT_SECONDS,
            ) as response:
                status, body = response.status, await response.read()
        except (aiohttp.ClientError, OSError, ConfigurationError) as error:  # TimeoutError is an OSError
            if (ended := self._ended_certificate(key)) is not None:
                raise ended from error
            message, hint = explain(error, key.token_url)
            raise TokenHostError(message, hint=hint) from error
        if status != 200:
            raise self._ended_certificate(key) or _refusal(status, body, key)
        try:
            answer = msgspec.json.decode(body, type=_TokenAnswer)
            lifetime = float(answer.expires_in or _DEFAULT_LIFETIME_SECONDS)
        except (msgspec.MsgspecError, UnicodeDecodeError, ValueError):
            raise _strange(key) from None
        if not answer.access_token:
            raise _strange(key)
        # Counted from when it was asked for, so that a slow answer does not make a token look younger than it is.
        skew = min(_MAX_SKEW_SECONDS, _SKEW_SHARE * lifetime)
        return _Token(answer.access_token, asked_at + lifetime - skew, asked_at + lifetime)

    def _ended_certificate(self, key: ServiceKey) -> AuthError | None:
        expiry = key.certificate_expiry()
        if expiry is None or expiry > datetime.fromtimestamp(self._clock(), UTC):
            return None
        return AuthError(f"The certificate of the service key expired on {expiry:%Y-%m-%d}", hint=f"{_NEW_KEY}.")


def _again(error: AuthError) -> AuthError:
    """Return an error of its own for each who waits: raising one object many times would pile up tracebacks."""
    again = type(error)(error.user_message, hint=error.hint)
    again.__cause__ = error.__cause__
    return again


def _strange(key: ServiceKey) -> AuthError:
    return AuthError(
        f"{urlsplit(key.token_url).hostname} answered without a token",
        hint="A captive portal or a company proxy may have answered in its place; check the service key's url, too.",
    )


def _refusal(status: int, body: bytes, key: ServiceKey) -> AuthError:
    """Return what an answer of the token service other than 200 means."""
    host = urlsplit(key.token_url).hostname or ""
    try:
        answer = msgspec.json.decode(body, type=_ErrorAnswer)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        answer = _ErrorAnswer()
    # The description comes from outside: it must neither flood a line nor carry what was sent.
    reason = " ".join((answer.error_description or answer.error).split())[:200]
    if key.client_secret and key.client_secret in reason:
        reason = ""
    reason = redact(reason)
    said = f" ({reason})" if reason else ""
    answered = f"{status}{said}"
    match status:
        case 400 | 401 | 403 if key.certificate:
            return AuthError(f"The certificate of the service key was refused{said}", hint=f"{_NEW_KEY}.")
        case 400 | 401 | 403:
            return AuthError(
                f"The client ID or secret of the service key was refused{said}",
                hint=f"It was perhaps deleted or copied incompletely. {_NEW_KEY}.",
            )
        case 404:
            return AuthError(
                f"There is no token service at {host}: its subdomain {host.partition('.')[0]} is not known",
                hint="Check the url of the service key; the sub-account may have been deleted.",
            )
        case 429:
            return AuthError(f"{host} was asked for too many tokens{said}", hint="Wait a minute and try again.")
        case _ if status >= 500:
            return AuthError(f"The token service {host} is out of order (HTTP {status}){said}", hint="Try again later.")
        case _:
            return AuthError(
                f"The token service {host} answered with HTTP {answered}", hint="Check the url of the service key."
            )
