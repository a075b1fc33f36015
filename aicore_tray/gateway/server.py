"""The local HTTP server: listens, checks host and key, hands over to the routes, tells errors in the caller's shape."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import math
import random
import re
import socket
import ssl
import uuid
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Literal, cast

from aiohttp import web

from aicore_tray.config.key_store import Keys, LocalKey, digest
from aicore_tray.dialects import chat_completions
from aicore_tray.dialects.dialect import ClientDialect
from aicore_tray.dialects.errors import ApiError, ErrorKind, invalid
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gateway.brake import Brake, caller
from aicore_tray.gateway.routes import Context, Route, Routes
from aicore_tray.gateway.security import HostCheck, authenticate, need_admin, shown_key
from aicore_tray.system.logs import request_id

_log = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024
MAX_BODY = 256 * MEGABYTE
MAX_CONNECTIONS = 4096
# So many may come at one moment.
_BACKLOG = 2048
_BUSY_SECONDS = 1.0
# Who has not sent a whole head by then has its connection closed, and so has who asks nothing more.
_HEAD_SECONDS = 75.0
_DEFAULT_RETRY_AFTER = 5.0
# Clients wait and ask again by themselves; nobody looks at a tool that waits for the next day.
_NOT_WORTH_WAITING = 120.0
_PRODUCT = re.compile(r"[^\s/()]{1,40}(?:/[^\s()]{1,20})?")


class PortInUseError(AicoreTrayError):
    """The port belongs to somebody else.

    Attributes:
        port: which one.
        reason: `taken` by another program, `reserved` by Windows, or `forbidden` for this user.
    """

    def __init__(
        self, user_message: str, *, hint: str = "", port: int, reason: Literal["taken", "reserved", "forbidden"]
    ) -> None:
        super().__init__(user_message, hint=hint)
        self.port = port
        self.reason: Literal["taken", "reserved", "forbidden"] = reason


class Server:
    """Serves the routes on one address.

    Args:
        allowed_hosts: names beside localhost and addresses that a Host header may have.
        origins: web pages (`https://…`) that may call from a browser; none unless the user lists them.
        max_body: bytes that a request's body may have.
        max_requests: how many requests for models are served at once, 0 for any number.
        max_connections: how many connections are held at once.
        keyless: the key on whose behalf requests without one are served, for tools that can show none.

    Attributes:
        url: the address while it listens, else "".
        in_flight: requests under way.
        on_refused: told the client (its user agent's first product) whose API key is not known.
    """

    def __init__(
        self,
        routes: Routes,
        keys: Keys,
        *,
        allowed_hosts: Iterable[str] = (),
        origins: Sequence[str] = (),
        max_body: int = MAX_BODY,
        max_requests: int = 0,
        max_connections: int = MAX_CONNECTIONS,
        keyless: Callable[[], LocalKey] | None = None,
    ) -> None:
        self._keyless = keyless
        self._routes = routes
        self._brake = Brake()
        # Ids have to differ and need not be secret; the system's own source takes a call each.
        self._ids = random.Random()  # noqa: S311
        self._keys = keys
        self._serving = 0
        self.apply(
            allowed_hosts=allowed_hosts,
            origins=origins,
            max_body=max_body,
            max_requests=max_requests,
            max_connections=max_connections,
        )
        self._runner: web.ServerRunner | None = None
        self._idle = asyncio.Event()
        self._idle.set()
        self._place: tuple[str, int, ssl.SSLContext | None] = ("", 0, None)
        self.in_flight = 0
        self.url = ""
        self.on_refused: Callable[[str], None] | None = None

    def apply(
        self,
        *,
        allowed_hosts: Iterable[str],
        origins: Sequence[str],
        max_body: int,
        max_requests: int,
        max_connections: int,
    ) -> None:
        """Check requests by other names, origins and limits from now on."""
        self._max_body, self._max_requests, self._max_connections = max_body, max_requests, max_connections
        self._hosts = HostCheck(allowed_hosts)
        self._origins = frozenset(origins)

    async def start(self, host: str, port: int, tls: ssl.SSLContext | None = None) -> None:
        """Listen; port 0 picks a free one. Afterwards `url` is the address. After `stop` it can be called again.

        Args:
            tls: for HTTPS.

        Raises:
            PortInUseError: the port is taken or may not be used.
        """
        # `stop` does the waiting.
        self._runner = web.ServerRunner(_Listener(self._handle, lambda: self._max_connections), shutdown_timeout=0.1)
        await self._runner.setup()
        try:
            await self._listen(self._runner, host, port, tls)
        except AicoreTrayError:
            await self._runner.cleanup()
            self._runner = None
            raise

    @property
    def port(self) -> int:
        """The port on which it listens, or last did; 0 before."""
        return self._place[1]

    async def move(self, host: str, port: int | None, tls: ssl.SSLContext | None = None) -> None:
        """Listen on another address instead, if it listens at all; requests under way end where they began.

        Args:
            port: None for the same one.

        Raises:
            AicoreTrayError: the new address cannot be had; the old one still serves.
        """
        if self._runner is None:
            return
        old, place = tuple(self._runner.sites), self._place
        if port is None or port == place[1]:
            port = place[1]
            # The same port at another address may clash with ourselves.
            for site in old:
                await site.stop()
            try:
                await self._listen(self._runner, host, port, tls)
            except AicoreTrayError:
                await self._listen(self._runner, *place)
                raise
            return
        await self._listen(self._runner, host, port, tls)
        for site in old:
            await site.stop()

    async def _listen(self, runner: web.ServerRunner, host: str, port: int, tls: ssl.SSLContext | None) -> None:
        site = web.TCPSite(runner, host, port, ssl_context=tls, backlog=_BACKLOG)
        others = len(runner.addresses)
        try:
            await site.start()
        except OSError as error:
            if site in runner.sites:
                await site.stop()
            raise _port_error(error, host, port) from error
        bound: int = runner.addresses[others][1]
        self._place = (host, bound, tls)
        shown = "127.0.0.1" if host in ("0.0.0.0", "") else "[::1]" if host == "::" else host  # noqa: S104 - compared
        self.url = f"{'http' if tls is None else 'https'}://{shown}:{bound}"

    async def stop(self, grace: float) -> None:
        """Stop accepting, let running requests finish for up to `grace` seconds, then end them."""
        self.url = ""
        if (runner := self._runner) is None:
            return
        for site in tuple(runner.sites):
            await site.stop()
        if self.in_flight:
            _log.info("Waiting up to %.0f s for %d running requests", grace, self.in_flight)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._idle.wait(), grace)
        if self._runner is runner:  # somebody may have stopped it with less patience meanwhile
            self._runner = None
            await runner.cleanup()

    def hurry(self) -> None:
        """Let `stop` wait no longer for running requests."""
        self._idle.set()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        context_id = f"{self._ids.getrandbits(128):032x}"
        token = request_id.set(context_id)
        self.in_flight += 1
        self._idle.clear()
        try:
            return await self._answer(request, context_id)
        finally:
            request_id.reset(token)
            self.in_flight -= 1
            if self.in_flight == 0:
                self._idle.set()

    async def _answer(self, request: web.BaseRequest, context_id: str) -> web.StreamResponse:
        headers = self._headers(request, context_id)
        dialect: ClientDialect | None = None
        try:
            self._hosts.check(request)
            if request.method == "OPTIONS":
                response: web.StreamResponse = web.Response(status=204)
            elif (opened := self._routes.open(request, as_ollama=self._keyless is not None)) is not None:
                response = opened
            else:
                product = _PRODUCT.match(request.headers.get("User-Agent", ""))
                client = product[0] if product else ""
                try:
                    key = await self._key_of(request)
                except ApiError:
                    if self.on_refused is not None:
                        self.on_refused(client)
                    raise
                route = self._routes.find(request)
                dialect = route.dialect
                if route.admin:
                    need_admin(key)
                context = Context(
                    request_id=context_id,
                    key=key,
                    client=client,
                    headers=headers,
                    max_body=self._max_body,
                )
                response = await self._served(route, request, context)
        except ApiError as error:
            response = _error_response(error, dialect or self._routes.dialect_of(request), context_id)
        except web.HTTPRequestEntityTooLarge:
            too_large = ApiError(
                ErrorKind.TOO_LARGE, f"The request body is larger than {self._max_body // MEGABYTE} MB"
            )
            response = _error_response(too_large, dialect or self._routes.dialect_of(request), context_id)
        except web.RequestPayloadError:
            broken = invalid("The request body cannot be read: its Content-Encoding or its chunks are not right")
            response = _error_response(broken, dialect or self._routes.dialect_of(request), context_id)
        except ConnectionResetError:
            # The client went away while it was written to. Of an exception aiohttp would make a traceback in the log.
            if request.transport is not None:
                request.transport.abort()
            response = web.Response()
        except web.HTTPException:
            raise
        except Exception:  # noqa: BLE001 - whatever went wrong in here, the client gets an answer in its own shape
            _log.exception("Request %s failed inside the proxy", context_id)
            message = f"AI Core Tray failed with this request; its log tells more under {context_id}"
            failure = ApiError(ErrorKind.UPSTREAM, message, status=500)
            response = _error_response(failure, dialect or self._routes.dialect_of(request), context_id)
        if not response.prepared:
            response.headers.update(headers)
        return response

    async def _key_of(self, request: web.BaseRequest) -> LocalKey:
        """Return the key that a request shows, or the one on whose behalf it may be served without.

        Raises:
            ApiError: neither is there.
        """
        if self._keyless is None:
            shown = shown_key(request, in_query=request.path.startswith("/v1beta/"))
            address, sha256 = caller(request.remote), digest(shown)
            await self._brake.look(address, sha256)
            try:
                known = authenticate(self._keys, shown, sha256)
            except ApiError:
                if shown:
                    self._brake.wrong(address)
                raise
            self._brake.right(address, sha256)
            return known
        # A web page can send to this computer without being able to read the answer.
        if (origin := request.headers.get("Origin", "")) and origin not in self._origins:
            raise ApiError(
                ErrorKind.PERMISSION, f"The web page {origin} may not call; cors_origins in the settings lists those"
            )
        # Whatever key such a tool shows by habit means nothing here.
        return self._keyless()

    async def _served(self, route: Route, request: web.BaseRequest, context: Context) -> web.StreamResponse:
        """Answer a request, and count it while it is one for a model; lists and the like cost nobody anything.

        Raises:
            ApiError: there are as many as there may be.
        """
        if request.method != "POST":
            return await route.handler(request, context)
        if 0 < self._max_requests <= self._serving:
            raise ApiError(
                ErrorKind.RATE_LIMIT,
                f"AI Core Tray serves {self._max_requests} requests at once and has no place for another one now",
                retry_after=_BUSY_SECONDS,
            )
        self._serving += 1
        try:
            return await route.handler(request, context)
        finally:
            self._serving -= 1

    def _headers(self, request: web.BaseRequest, context_id: str) -> dict[str, str]:
        """Return what every answer carries: the request's id, and what a listed origin's browser asks for."""
        headers = {"x-request-id": context_id, "request-id": context_id}
        origin = request.headers.get("Origin", "")
        if origin in self._origins:
            headers |= {
                "Access-Control-Allow-Origin": origin,
                "Access-Control-Allow-Headers": "*, Authorization",
                "Access-Control-Allow-Methods": "GET, POST",
                "Vary": "Origin",
            }
        return headers


class _Listener(web.Server):
    """Accepts connections, as many as there may be; whoever goes away takes the upstream call along."""

    def __init__(
        self, handler: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]], most: Callable[[], int]
    ) -> None:
        super().__init__(handler, handler_cancellation=True, access_log=None, keepalive_timeout=_HEAD_SECONDS)
        self._most = most

    def __call__(self) -> web.RequestHandler:
        if len(self.connections) >= self._most():
            return cast(web.RequestHandler, _NoPlace())
        return _Connection(self, loop=self._loop, **self._kwargs)


class _Connection(web.RequestHandler):
    """Tells what is no HTTP in the shape of all our errors, and repeats nothing of it."""

    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Return the answer to a request that cannot be read; the connection is closed after it."""
        context_id = uuid.uuid4().hex
        token = request_id.set(context_id)
        try:
            super().handle_error(request, status, exc, message)
        finally:
            request_id.reset(token)
        text = "This is no HTTP request that can be read" if status < 500 else "AI Core Tray failed with this request"
        error = ApiError(ErrorKind.INVALID if status < 500 else ErrorKind.UPSTREAM, text, status=status)
        response = _error_response(error, chat_completions, context_id)
        response.headers.update({"x-request-id": context_id, "request-id": context_id})
        response.force_close()
        return response


class _NoPlace(asyncio.Protocol):
    """A connection too many: it is told so, whatever it asks."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        _log.warning("A connection was refused: there are as many as there may be")
        out = cast(asyncio.WriteTransport, transport)
        out.write(b"HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
        out.close()


def _error_response(error: ApiError, dialect: ClientDialect, context_id: str) -> web.Response:
    headers = {}
    if error.status == 401 or (error.retry_after or 0) > _NOT_WORTH_WAITING:
        headers["x-should-retry"] = "false"
    if error.status in (429, 529) or error.retry_after is not None:
        headers["retry-after"] = str(max(1, math.ceil(error.retry_after or _DEFAULT_RETRY_AFTER)))
    return web.json_response(dialect.error_body(error, context_id), status=error.status, headers=headers)


# WSAEACCES: Windows has reserved the port, nobody listens on it.
_RESERVED = 10013


def _port_error(error: OSError, host: str, port: int) -> AicoreTrayError:
    code = getattr(error, "winerror", None) or error.errno
    if code == _RESERVED:
        return PortInUseError(
            f"Windows has reserved port {port} for itself",
            hint="Choose another port with --port or in the settings",
            port=port,
            reason="reserved",
        )
    if error.errno == errno.EACCES:
        return PortInUseError(
            f"Port {port} may not be used by this user",
            hint="Choose one above 1023 with --port",
            port=port,
            reason="forbidden",
        )
    if error.errno == errno.EADDRINUSE or code == 10048:
        return PortInUseError(
            f"Port {port} is taken by another program",
            hint="Stop it, or choose another port with --port",
            port=port,
            reason="taken",
        )
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return AicoreTrayError(
            f"This machine has no address '{host}'", hint="Use 127.0.0.1, or 0.0.0.0 for all networks"
        )
    return AicoreTrayError(f"Cannot listen on {host}:{port}: {error.strerror or error}")
