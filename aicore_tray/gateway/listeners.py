"""Where clients connect: the proxy's own listener, and the one for tools that know Ollama alone; both may change."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypedDict

from aicore_tray.config.key_store import Keys, LocalKey
from aicore_tray.config.settings import Settings
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gateway.https import Https
from aicore_tray.gateway.routes import Routes
from aicore_tray.gateway.security import on_behalf_of
from aicore_tray.gateway.server import MEGABYTE, PortInUseError, Server
from aicore_tray.system.network import is_loopback

_log = logging.getLogger(__name__)

CERTIFICATE_SECONDS = 43_200.0
# The settings that keep their old values where new ones cannot be had.
_PLACE = ("host", "port", "tls", "tls_certificate", "tls_key")


class Listeners:
    """Lets clients connect, as the settings say.

    Args:
        folder: where certificates are made.
        on_warning: told a line for what does not work as configured, and for what one had better know.
    """

    def __init__(
        self, routes: Routes, keys: Keys, settings: Settings, folder: Path, on_warning: Callable[[str], None]
    ) -> None:
        self._keys = keys
        self._settings = settings
        self._on_warning = on_warning
        self._https = Https(folder)
        self._server = Server(routes, keys, **_limits(settings))
        self._ollama = Server(routes, keys, keyless=self._ollama_key, **_limits(settings))
        # Listening is changed by one at a time.
        self._changing = asyncio.Lock()
        self._picked = 0

    @property
    def url(self) -> str:
        """Where the proxy listens, without a path; "" while it does not."""
        return self._server.url

    @property
    def ollama_url(self) -> str:
        """Where tools that know Ollama alone are served, "" while they are not."""
        return self._ollama.url

    @property
    def certificate(self) -> Path | None:
        """The PEM file of the certificate that is shown; None without HTTPS."""
        return self._https.certificate

    @property
    def authority(self) -> Path | None:
        """The PEM file that clients have to trust; None where the certificate is not ours."""
        return self._https.authority

    def tell_refused(self, listener: Callable[[str], None]) -> None:
        """Call `listener` with the client (its user agent's first product) whose API key is not known."""
        self._server.on_refused = listener

    async def start(self) -> None:
        """Let clients connect; nothing happens where they can already.

        Where any port will do, the one that was picked before is taken again if it is free: clients know it.

        Raises:
            PortInUseError: the port is taken.
            AicoreTrayError: the address or the certificate cannot be used.
        """
        async with self._changing:
            if self.url:
                return
            settings = self._settings
            tls = await asyncio.to_thread(self._https.context, settings)
            try:
                await self._server.start(settings.host, settings.port or self._picked, tls)
            except PortInUseError:
                if settings.port or not self._picked:
                    raise
                await self._server.start(settings.host, 0, tls)
            self._came_up(settings)
            await self._serve_ollama(settings)

    async def stop(self, grace: float) -> None:
        """Let nobody connect any more and running requests finish for up to `grace` seconds."""
        async with self._changing:
            await self._stop(grace)

    async def aclose(self, grace: float) -> None:
        """Stop, whoever else may be changing something."""
        await self._stop(grace)

    async def _stop(self, grace: float) -> None:
        await asyncio.gather(self._server.stop(grace), self._ollama.stop(grace))

    def hurry(self) -> None:
        """Let nobody wait any longer for running requests."""
        self._server.hurry()
        self._ollama.hurry()

    def limit(self, settings: Settings) -> None:
        """Take over at once what may be let in; the place is left to `move`."""
        self._settings = placed_as(self._settings, settings)
        for server in (self._server, self._ollama):
            server.apply(**_limits(settings))

    async def move(self, settings: Settings, before: Settings) -> None:
        """Listen where the settings say now, if clients can connect at all.

        Raises:
            AicoreTrayError: the address cannot be had, or the certificate not used; the old one still serves.
        """
        async with self._changing:
            if settings.port != before.port:
                self._picked = 0
            if self.url:
                await self._move(settings, before)
                if (settings.ollama_key, settings.ollama_port) != (before.ollama_key, before.ollama_port):
                    await self._serve_ollama(settings)
            self._settings = settings

    async def _move(self, settings: Settings, before: Settings) -> None:
        tls = await asyncio.to_thread(self._https.context, settings)
        if (settings.host, settings.port, settings.https) == (before.host, before.port, before.https):
            return
        # One that was picked is kept: clients know it by now.
        port = None if settings.port == before.port else settings.port
        try:
            await self._server.move(settings.host, port, tls)
        except AicoreTrayError:
            await asyncio.to_thread(self._https.context, self._settings)
            raise
        self._came_up(settings)

    def _came_up(self, settings: Settings) -> None:
        """Keep in mind a port that was picked, and say loudly where others can call, and what they could hear."""
        self._picked = 0 if settings.port else self._server.port
        if is_loopback(settings.host):
            return
        heard = "" if settings.https else " Without HTTPS, keys and prompts pass for everybody to read: set tls = true."
        self._on_warning(
            f"The proxy listens on {settings.host}: everybody who reaches this computer and has an API key can use "
            f"your company's models.{heard}"
        )

    async def _serve_ollama(self, settings: Settings) -> None:
        """Let tools that know Ollama alone connect, if the user wants it; the rest goes on where that cannot be."""
        await self._ollama.stop(0)
        if not settings.ollama_key:
            return
        try:
            await self._ollama.start("127.0.0.1", settings.ollama_port)
        except AicoreTrayError as error:
            self._on_warning(f"Ollama's API is not served: {error.user_message}. {error.hint}")
            return
        self._on_warning(
            f"{self._ollama.url} asks for no key: every program on this computer can use it as Ollama, on behalf of "
            f"the API key '{settings.ollama_key}'"
        )

    def _ollama_key(self) -> LocalKey:
        return on_behalf_of(self._keys, self._settings.ollama_key)

    async def renew_certificate(self) -> None:
        """Show a new certificate in time, for ever: ours is renewed, and theirs may have been replaced."""
        while True:
            await asyncio.sleep(CERTIFICATE_SECONDS)
            if not self.url:
                continue
            try:
                await asyncio.to_thread(self._https.context, self._settings)
            except AicoreTrayError as error:
                _log.warning("%s", error.line())


def placed_as(before: Settings, settings: Settings) -> Settings:
    """Return settings with the listener's place of before, where it stays until another one can be had."""
    return replace(settings, **{name: getattr(before, name) for name in _PLACE})


class _Limits(TypedDict):
    allowed_hosts: Sequence[str]
    origins: Sequence[str]
    max_body: int
    max_requests: int
    max_connections: int


def _limits(settings: Settings) -> _Limits:
    """Return what the server lets in."""
    return {
        "allowed_hosts": settings.allowed_hosts,
        "origins": settings.cors_origins,
        "max_body": settings.max_body_mb * MEGABYTE,
        "max_requests": settings.max_requests,
        "max_connections": settings.max_connections,
    }
