"""Sends a plan to a deployment: token, headers, one renewal on 401, every failure as one kind of error."""

from __future__ import annotations

import email.utils
import logging
import math
import time
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from types import TracebackType

import aiohttp
import msgspec
from multidict import CIMultiDict

from aicore_tray import __version__
from aicore_tray.aicore.account import Account
from aicore_tray.aicore.auth import TokenSource
from aicore_tray.aicore.deployment import Deployment
from aicore_tray.aicore.families.family import Plan
from aicore_tray.aicore.service_key import ServiceKey
from aicore_tray.aicore.transport import Transport
from aicore_tray.dialects.errors import ApiError, ErrorKind, upstream_error
from aicore_tray.errors import AicoreTrayError

_log = logging.getLogger(__name__)
_MAX_ERROR_BODY = 256 * 1024
AnswerContext = AbstractAsyncContextManager[aiohttp.ClientResponse]
# Whoever asks for more has another calendar.
_LONGEST_WAIT = 86_400.0


class UnreachableError(ApiError):
    """Nothing of an account can be reached: no token, or no connection."""


class Upstream:
    """Reaches deployments of all accounts."""

    def __init__(self, transport: Transport, tokens: TokenSource, accounts: Mapping[str, Account]) -> None:
        self._transport = transport
        self._tokens = tokens
        self._accounts = accounts
        # (account, resource group) -> the token that was last shown for it, and the headers that show it.
        self._shown: dict[tuple[str, str], tuple[str, CIMultiDict[str]]] = {}

    def apply(self, accounts: Mapping[str, Account]) -> None:
        """Take other accounts; requests under way keep theirs."""
        self._accounts = accounts

    def send(self, deployment: Deployment, plan: Plan) -> Sending:
        """Send a plan; `async with` yields the opened answer of status 200, and leaving early cancels upstream's work.

        Raises:
            ApiError: while entering: any other status, no token, or no connection.
        """
        return Sending(self, deployment, plan)

    async def open(self, deployment: Deployment, plan: Plan) -> tuple[AnswerContext, aiohttp.ClientResponse]:
        """Send, and once more where the token was refused; return the answer and what closes it.

        Raises:
            ApiError: see `send`.
        """
        account = self._accounts.get(deployment.account)
        if account is None:
            raise ApiError(ErrorKind.UPSTREAM, "The account that served this model was just removed")
        key = account.key
        body = msgspec.json.encode(plan.body)
        url = deployment.url + plan.path
        token = await self._token(key, deployment)
        for last_try in (False, True):
            context = self._transport.request(
                "POST",
                url,
                headers=self._headers(deployment, token),
                data=body,
                params=plan.query or None,
            )
            try:
                response = await context.__aenter__()
                if response.status == 200:
                    return context, response
                try:
                    if response.status != 401 or last_try:
                        raise _refusal(response, await _error_body(response.content))
                finally:
                    await context.__aexit__(None, None, None)
            except (aiohttp.ClientError, TimeoutError, OSError) as broken:
                raise _unreachable(broken, deployment) from broken
            self._tokens.invalidate(key, token)
            token = await self._token(key, deployment)
        raise AssertionError("unreachable")

    async def _token(self, key: ServiceKey, deployment: Deployment) -> str:
        try:
            return await self._tokens.token(key)
        except AicoreTrayError as error:
            _log.warning("No token for account %s: %s", deployment.account, error.line())
            raise UnreachableError(ErrorKind.UPSTREAM, "SAP AI Core gave no access token") from error

    def _headers(self, deployment: Deployment, token: str) -> CIMultiDict[str]:
        """Return what a request shows; the same for all of a resource group until the next token.

        No header of the client's goes upstream; its Accept would even change the framing of Bedrock's streams.
        """
        place = (deployment.account, deployment.resource_group)
        known = self._shown.get(place)
        if known is None or known[0] != token:
            headers = CIMultiDict(
                {
                    "Authorization": f"Bearer {token}",
                    "AI-Resource-Group": deployment.resource_group,
                    "AI-Client-Type": f"AI Core Tray {__version__}",
                    "Content-Type": "application/json",
                    "Accept": "*/*",
                    "Accept-Encoding": "identity",
                }
            )
            known = self._shown[place] = (token, headers)
        return known[1]


class Sending:
    """One request to a deployment, for `async with`."""

    __slots__ = ("_context", "_deployment", "_plan", "_upstream")

    def __init__(self, upstream: Upstream, deployment: Deployment, plan: Plan) -> None:
        self._upstream, self._deployment, self._plan = upstream, deployment, plan

    async def __aenter__(self) -> aiohttp.ClientResponse:
        self._context, response = await self._upstream.open(self._deployment, self._plan)
        return response

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._context.__aexit__(kind, error, traceback)


async def _error_body(content: aiohttp.StreamReader) -> bytes:
    """Read an error to its end, which may come in pieces; of one that has none so much will do."""
    body = b""
    while len(body) < _MAX_ERROR_BODY and (piece := await content.read(_MAX_ERROR_BODY - len(body))):
        body += piece
    return body


def _refusal(response: aiohttp.ClientResponse, body: bytes) -> ApiError:
    error = upstream_error(response.status, body, retry_after=retry_after(response.headers))
    if response.status == 401:
        # The client's own key was right; it must not think otherwise.
        return ApiError(ErrorKind.UPSTREAM, "SAP AI Core refused the access token that it had just given out")
    return error


def _unreachable(error: BaseException, deployment: Deployment) -> ApiError:
    _log.warning("Deployment %s of account %s: %r", deployment.id, deployment.account, error)
    if isinstance(error, TimeoutError):
        return ApiError(ErrorKind.TIMEOUT, "SAP AI Core did not answer in time")
    kind = UnreachableError if isinstance(error, aiohttp.ClientConnectorError) else ApiError
    return kind(ErrorKind.UPSTREAM, "SAP AI Core cannot be reached")


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that an answer asks to wait, from whichever header has them."""
    for name, scale in (("retry-after-ms", 0.001), ("Retry-After", 1.0), ("x-retry-after", 1.0)):
        value = headers.get(name)
        if value is None:
            continue
        try:
            seconds = float(value) * scale
        except ValueError:
            try:
                seconds = email.utils.parsedate_to_datetime(value).timestamp() - time.time()
            except (ValueError, OverflowError):
                continue
        if math.isfinite(seconds):
            return min(max(0.0, seconds), _LONGEST_WAIT)
    return None
