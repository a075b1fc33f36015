"""The one pooled HTTP client through which everything of SAP is reached, and what its failures mean."""

from __future__ import annotations

import asyncio
import base64
import io
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from urllib.parse import quote, unquote, urlencode, urlsplit, urlunsplit

import aiohttp
from aiohttp import hdrs
from aiohttp.client_proto import ResponseHandler
from multidict import CIMultiDict
from yarl import URL

from aicore_tray.aicore.remedies import wants_windows_sign_in
from aicore_tray.aicore.service_key import ServiceKey
from aicore_tray.errors import ConfigurationError
from aicore_tray.system.network import NetworkSettings, proxy_for, tls_context

# Load balancers close idle connections after a minute or so; ours has to be the first to let go.
_KEEPALIVE_SECONDS = 30.0
# aiohttp warns above 1 MB of bytes; a stream of the same bytes is written in pieces.
_LARGE_BODY = 1_000_000
# The system's proxy settings are asked anew after a while: a laptop moves between networks.
_PROXY_SECONDS = 30.0
_MOST_ROUTES = 1000


@dataclass(slots=True)
class _Pool:
    """A session and how many of its requests are under way; a retired one is closed by the last of them.

    Attributes:
        used_at: when a request last began or ended, by the wall clock, which goes on while a laptop sleeps.
    """

    session: aiohttp.ClientSession
    connector: _Connector
    in_flight: int = 0
    retired: bool = False
    used_at: float = field(default_factory=time.time)


class _Connector(aiohttp.TCPConnector):
    """Knows which requests went over a connection that others had used before.

    Attributes:
        fresh: the tasks for which a connection was made.
    """

    def __init__(self) -> None:
        super().__init__(limit=0, keepalive_timeout=_KEEPALIVE_SECONDS, ttl_dns_cache=60)
        self.fresh: set[asyncio.Task[object] | None] = set()

    async def _create_connection(self, *arguments: Any, **named: Any) -> ResponseHandler:
        self.fresh.add(asyncio.current_task())
        return await super()._create_connection(*arguments, **named)


class _Call:
    """One request: counts itself in its pool as long as its answer is read.

    One that went over a pooled connection which the other side had closed in the meantime is sent again, once, over a
    new one: nobody has seen it.
    """

    __slots__ = ("_arguments", "_key", "_method", "_pool", "_response", "_transport", "_url")

    def __init__(
        self, transport: Transport, method: str, url: URL, arguments: dict[str, Any], key: ServiceKey | None
    ) -> None:
        self._transport, self._key = transport, key
        self._method, self._url, self._arguments = method, url, arguments

    async def __aenter__(self) -> aiohttp.ClientResponse:
        if self._url.scheme == "https":
            self._arguments["ssl"] = await self._transport.trust(self._key)
        if self._transport.has_old_connections:
            await self._transport.reset()
        pool = self._transport.open()
        task = asyncio.current_task()
        try:
            return await self._enter(pool)
        except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError) as error:
            if task in pool.connector.fresh or isinstance(error, aiohttp.ClientConnectorError):
                raise
        finally:
            pool.connector.fresh.discard(task)
        # The others in the pool are as old.
        await self._transport.reset()
        pool = self._transport.open()
        try:
            return await self._enter(pool)
        finally:
            pool.connector.fresh.discard(task)

    async def _enter(self, pool: _Pool) -> aiohttp.ClientResponse:
        self._pool = pool
        pool.in_flight += 1
        pool.used_at = time.time()
        try:
            self._response = await pool.session.request(self._method, self._url, **self._arguments)
        except BaseException:
            await self._leave()
            raise
        return self._response

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            if not self._response.closed:  # else it has let go of its connection already
                await self._response.__aexit__(kind, error, traceback)
        finally:
            await self._leave()

    async def _leave(self) -> None:
        self._pool.in_flight -= 1
        self._pool.used_at = time.time()
        if self._pool.retired and self._pool.in_flight == 0:
            await self._pool.session.close()


class _Request(aiohttp.ClientRequest):
    """A request whose headers are told whole by whoever makes it."""

    def update_headers(self, headers: Any) -> None:
        """Take the headers, which the session has just copied for this request; aiohttp would copy them once more."""
        if not isinstance(headers, CIMultiDict):
            super().update_headers(headers)
            return
        self.headers = headers
        headers.setdefault(hdrs.HOST, self.url.host_port_subcomponent or "")


@dataclass(slots=True)
class _Route:
    """An address, and the proxy through which it is reached.

    Attributes:
        address: with its query, parsed.
        until: the monotonic time from which on the system is asked for its proxy again.
    """

    address: URL
    proxy: str | None
    headers: Mapping[str, str] | None = field(repr=False)
    until: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How an address is reached.

    Attributes:
        proxy: through which; None for directly.
        headers: what the proxy is to be shown.
        context: who is trusted.
    """

    proxy: str | None
    headers: Mapping[str, str] | None = field(repr=False)
    context: ssl.SSLContext


class Transport:
    """One connection pool a process; starts with the first request and can be used again after `reset`."""

    def __init__(self, network: NetworkSettings = NetworkSettings()) -> None:  # noqa: B008 - it is frozen
        self._network = network
        self._pool: _Pool | None = None
        self._contexts: dict[tuple[str, str], ssl.SSLContext] = {}
        self._trusting = asyncio.Lock()
        # By URL and query, since these are few.
        self._routes: dict[tuple[object, ...], _Route] = {}
        self._timeouts: dict[float | None, aiohttp.ClientTimeout] = {}

    @property
    def network(self) -> NetworkSettings:
        return self._network

    async def start(self) -> None:
        """Open the pool now instead of with the first request."""
        self.open()

    def open(self) -> _Pool:
        """Return the pool for the next request."""
        if self._pool is None:
            connector = _Connector()
            session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=self._timeout(None),
                request_class=_Request,
            )
            self._pool = _Pool(session, connector)
        return self._pool

    def _timeout(self, read: float | None) -> aiohttp.ClientTimeout:
        if (known := self._timeouts.get(read)) is None:
            known = self._timeouts[read] = aiohttp.ClientTimeout(
                total=None,
                sock_connect=self._network.connect_timeout,
                sock_read=min(self._network.idle_timeout, read or float("inf")),
            )
        return known

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        data: bytes | None = None,
        params: Mapping[str, str] | None = None,
        key: ServiceKey | None = None,
        read_timeout: float | None = None,
    ) -> _Call:
        """Send a request; use the result with `async with`. Leaving it early closes the connection.

        Args:
            key: show this key's client certificate (token calls of X.509 keys only).
            read_timeout: seconds without a byte, where the network settings' idle timeout is not shorter.

        Raises:
            ConfigurationError: the CA file or the client certificate cannot be used.
            aiohttp.ClientError, TimeoutError, OSError: while entering or reading; see `explain`. Redirects are not
                followed: the secrets are meant for this host.
        """
        route = self._route(url, params)
        arguments = {
            "headers": headers,
            "data": io.BytesIO(data) if data is not None and len(data) > _LARGE_BODY else data,
            "ssl": True,
            "proxy": route.proxy,
            "proxy_headers": route.headers,
            "allow_redirects": False,
            "timeout": self._timeout(read_timeout),
        }
        return _Call(self, method, route.address, arguments, key)

    def proxy(self, url: str) -> str | None:
        """Return the proxy that `url` is fetched through, without its password, or None."""
        return self._route(url).proxy

    async def way(self, url: str) -> Way:
        """Return how an address outside of SAP is reached.

        Raises:
            ConfigurationError: the CA file cannot be used.
        """
        route = self._route(url)
        return Way(proxy=route.proxy, headers=route.headers, context=await self.trust(None))

    async def peer_certificate(self, url: str) -> bytes:
        """Return the certificate (DER) that the host of a URL shows us, through the proxy where there is one.

        It is b"" where none can be had: the connection has been checked before, this is to tell who vouches for it.
        """
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or 443
        route = self._route(url)
        way = urlsplit(route.proxy) if route.proxy else None
        if parts.scheme != "https" or (way is not None and way.scheme != "http"):
            return b""
        there = (way.hostname, way.port or 80) if way is not None else (host, port)
        try:
            async with asyncio.timeout(self._network.connect_timeout):
                reader, writer = await asyncio.open_connection(*there)
                try:
                    if way is not None:
                        await _tunnel(reader, writer, f"{host}:{port}", route.headers or {})
                    await writer.start_tls(await self.trust(None), server_hostname=host)
                    secured = writer.get_extra_info("ssl_object")
                    return (secured.getpeercert(binary_form=True) if secured is not None else None) or b""
                finally:
                    writer.transport.abort()
        except (OSError, EOFError, asyncio.LimitOverrunError, ConfigurationError):  # TimeoutError is an OSError
            return b""

    def _route(self, url: str, params: Mapping[str, str] | None = None) -> _Route:
        now = time.monotonic()
        place = (url, *params.items()) if params else (url,)
        route = self._routes.get(place)
        if route is None or route.until < now:
            if len(self._routes) > _MOST_ROUTES:
                self._routes.clear()
            parts = urlsplit(url)
            origin = f"{parts.scheme}://{parts.netloc}"
            address = URL(f"{url}?{urlencode(params, quote_via=quote)}" if params else url)
            route = _read_route(address, proxy_for(self._network, origin), self._network, now + _PROXY_SECONDS)
            self._routes[place] = route
        return route

    async def trust(self, key: ServiceKey | None) -> ssl.SSLContext:
        """Return the TLS context, made when it is first needed, in a thread: reading a store takes a tenth of a second.

        Args:
            key: whose client certificate is shown; None for none.

        Raises:
            ConfigurationError: the CA file or the client certificate cannot be used.
        """
        names = (key.certificate, key.private_key) if key is not None else ("", "")
        if (context := self._contexts.get(names)) is not None:
            return context
        async with self._trusting:
            while (context := self._contexts.get(names)) is None:
                network = self._network
                made = await asyncio.to_thread(tls_context, network, certificate=names[0], private_key=names[1])
                if network is self._network:
                    self._contexts[names] = made
        return context

    async def apply(self, network: NetworkSettings) -> None:
        """Take other network settings; requests under way go on as they began."""
        if network != self._network:
            self._network = network
            self._contexts.clear()
            self._timeouts.clear()
            await self.reset()

    @property
    def has_old_connections(self) -> bool:
        """Whether there was a pause, by the wall clock, after which connections had better be new.

        aiohttp's clock may stand still while the computer sleeps: it would use connections that are long dead, and
        where nobody refuses them a request over one waits in vain.
        """
        return self._pool is not None and time.time() - self._pool.used_at > _KEEPALIVE_SECONDS

    async def reset(self) -> None:
        """Let go of pooled connections (after sleep, or in another network); requests under way go on."""
        self._routes.clear()
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.retired = True
            if pool.in_flight == 0:
                await pool.session.close()

    async def aclose(self) -> None:
        """Close every connection, those of requests under way too."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.session.close()


async def _tunnel(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, target: str, headers: Mapping[str, str]
) -> None:
    lines = [f"CONNECT {target} HTTP/1.1", f"Host: {target}", *(f"{name}: {value}" for name, value in headers.items())]
    writer.write("\r\n".join([*lines, "", ""]).encode("latin-1"))
    head = await reader.readuntil(b"\r\n\r\n")
    if b" 200" not in head.split(b"\r\n", 1)[0]:
        raise ConnectionError("the proxy refused")


def _read_route(address: URL, proxy: str | None, network: NetworkSettings, until: float) -> _Route:
    """Split the credentials off a proxy's URL: aiohttp takes them as a header of the CONNECT request."""
    if proxy is None:
        return _Route(address, None, None, until)
    parts = urlsplit(proxy)
    if parts.username is not None:
        user, password = unquote(parts.username), unquote(parts.password or "")
        proxy = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    else:
        user, password = network.proxy_user, network.proxy_password
    if not user:
        return _Route(address, proxy, None, until)
    secret = base64.b64encode(f"{user}:{password}".encode()).decode("ascii")
    return _Route(address, proxy, {"Proxy-Authorization": f"Basic {secret}"}, until)


def refused_by_proxy(response: aiohttp.ClientResponse) -> aiohttp.ClientHttpProxyError:
    """Return the error that a refusal is which a proxy has answered in the place of a host without TLS."""
    return aiohttp.ClientHttpProxyError(
        response.request_info, (), status=response.status, message=response.reason or "", headers=response.headers
    )


def explain(error: BaseException, url: str) -> tuple[str, str]:
    """Return what a failed request means for a person: a sentence and a hint, both without secrets.

    Args:
        error: what `request` raised.
        url: where the request went; only its host is told.
    """
    host = urlsplit(url).hostname or url
    match error:
        case ConfigurationError():
            return str(error), "Check the certificate authorities in the network settings, and the service key."
        case aiohttp.ClientHttpProxyError():
            return _explain_proxy(error, host)
        case aiohttp.ClientProxyConnectionError():
            return (
                f"The proxy {error.host}:{error.port} cannot be reached",
                "Check the proxy in the network settings, or choose no proxy.",
            )
        case aiohttp.ClientConnectorCertificateError():
            return _explain_certificate(error.certificate_error, host)
        case aiohttp.ClientConnectorSSLError() | ssl.SSLError():
            return (
                f"No secure connection to {host} came about ({_reason(error)})",
                "A company proxy may intercept the connection, or a client certificate was refused.",
            )
        case aiohttp.ClientConnectorDNSError():
            return (
                f"The host {error.host} was not found",
                "Check the address, the network and the VPN; in some networks only the proxy finds outside names.",
            )
        case TimeoutError():
            return (
                f"{host} did not answer in time",
                "Check the network connection and the VPN; where a proxy is needed, set it in the network settings.",
            )
        case aiohttp.InvalidURL():
            return f"{host} is not a valid address", "Check the URLs of the service key."
        case aiohttp.ClientConnectorError() if isinstance(error.os_error, ConnectionRefusedError):
            return (
                f"{host} refused the connection",
                "Check the address and its port; a firewall may be in the way.",
            )
        case aiohttp.ClientConnectorError():
            return f"{host} cannot be reached ({_reason(error.os_error)})", "Check the network connection and the VPN."
        case _:
            return f"The connection to {host} broke ({_reason(error)})", "Try again; check the network connection."


def _explain_proxy(error: aiohttp.ClientHttpProxyError, host: str) -> tuple[str, str]:
    if error.status != 407:
        return (
            f"The proxy refused to connect to {host} (HTTP {error.status})",
            "Ask the network's administrators to allow this host, or choose another proxy in the network settings.",
        )
    if wants_windows_sign_in(error):
        return (
            f"Your company's proxy wants a Windows sign-in (407) for {host}, which this app cannot do",
            "Run Px or cntlm and enter http://127.0.0.1:3128 as the proxy.",
        )
    if "Proxy-Authorization" in error.request_info.headers:
        return (
            f"The proxy refused the user name or the password (407) before it connects to {host}",
            "Correct the proxy's user name and password in the network settings.",
        )
    return (
        f"The proxy wants a user name and password (407) before it connects to {host}",
        "Enter the proxy's user name and password in the network settings.",
    )


def _explain_certificate(error: Exception, host: str) -> tuple[str, str]:
    reason = getattr(error, "verify_message", "") or _reason(error)
    if "expired" in reason or "not yet valid" in reason:
        return f"The certificate of {host} is not valid now ({reason})", "Check this computer's date and time."
    if "mismatch" in reason:
        return (
            f"The certificate of {host} belongs to another host ({reason})",
            "Check the address; a captive portal or a proxy may have answered in its place.",
        )
    return (
        f"The certificate of {host} was issued by an authority that this computer does not trust ({reason})",
        "A company proxy probably intercepts it: name its root certificate, a PEM file, as ca_file in the settings.",
    )


def _reason(error: BaseException) -> str:
    """Return the core of a network error: its own text, else its kind."""
    text = getattr(error, "reason", None) or getattr(error, "strerror", None)
    if isinstance(error, asyncio.IncompleteReadError):
        text = "the answer ended early"
    return str(text).replace("_", " ").lower() if isinstance(text, str) else str(error) or type(error).__name__
