"""`/admin/keys`: local API keys are listed, created, changed and revoked over HTTP, by whoever shows an admin key."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

import msgspec
from aiohttp import web

from aicore_tray.config.key_store import Keys, LocalKey
from aicore_tray.config.key_terms import LIMITS, KeyLimits, read_expiry
from aicore_tray.dialects.conversation import Json
from aicore_tray.dialects.errors import ApiError, ErrorKind, invalid
from aicore_tray.errors import AicoreTrayError, ConfigurationError
from aicore_tray.system.postgres import DatabaseError

LIST = "/admin/keys"


class _Limits(msgspec.Struct, forbid_unknown_fields=True):
    requests_per_minute: int | None = None
    tokens_per_day: int | None = None
    tokens_per_month: int | None = None
    units_per_day: float | None = None
    units_per_month: float | None = None


class _Terms(msgspec.Struct, forbid_unknown_fields=True):
    """What a body may hold; what is left out stays as it is."""

    name: str = ""
    admin: bool = False
    expires: str | float | msgspec.UnsetType | None = msgspec.UNSET
    models: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    limits: _Limits | msgspec.UnsetType = msgspec.UNSET


class KeyRoutes:
    """Answers what is asked of the key store.

    Args:
        used: what a key with limits has used of them.
    """

    def __init__(self, keys: Keys, used: Callable[[LocalKey], Json]) -> None:
        self._keys = keys
        self._used = used

    async def list(self) -> web.Response:
        """Return all keys, without anything of which the key itself could be had."""
        return web.json_response({"keys": [self._shown(key) for key in self._keys.list()]})

    async def create(self, raw: bytes) -> web.Response:
        """Make a key; the answer alone holds it.

        Raises:
            ApiError: the body is not right, or the name is taken.
        """
        asked = _read(raw)
        if not asked.name.strip():
            raise invalid("name: what the key is to be called", param="name")
        terms = _changes(asked, KeyLimits())
        key = await self._done(lambda: self._keys.create(asked.name.strip(), admin=asked.admin, **terms), status=409)
        made = self._keys.named(asked.name.strip())
        shown = {} if made is None else self._shown(made)
        return web.json_response({"key": key, **shown}, status=201)

    async def change(self, name: str, raw: bytes) -> web.Response:
        """Give a key other terms.

        Raises:
            ApiError: the body is not right, or there is no such key.
        """
        asked = _read(raw)
        if asked.name or asked.admin:
            raise invalid("name and admin cannot be changed; create another key", param="name")
        known = self._keys.named(name)
        terms = _changes(asked, KeyLimits() if known is None else known.limits)
        changed = await self._done(lambda: self._keys.change(name, **terms), status=404)
        return web.json_response(self._shown(changed))

    async def revoke(self, name: str) -> web.Response:
        """Delete a key, which opens nothing from now on.

        Raises:
            ApiError: there is no such key.
        """
        await self._done(lambda: self._keys.revoke(name), status=404)
        return web.json_response({"revoked": name})

    def _shown(self, key: LocalKey) -> Json:
        row = {name: value for name, value in asdict(key).items() if name != "sha256"}
        return {**row, "used": self._used(key)}

    async def _done(self, change: Callable[[], Any], *, status: int) -> Any:
        try:
            return await asyncio.to_thread(change)
        except DatabaseError as error:
            raise ApiError(ErrorKind.UPSTREAM, error.line(), code="database_unavailable", status=503) from error
        except AicoreTrayError as error:
            missing = status == 404
            raise ApiError(
                ErrorKind.NOT_FOUND if missing else ErrorKind.INVALID,
                error.line(),
                param="name",
                code="key_not_found" if missing else "key_exists",
                status=status,
            ) from error


def name_in(path: str) -> str:
    """Return the key's name in a path below LIST, "" where there is none."""
    return path.removeprefix(f"{LIST}/") if path.startswith(f"{LIST}/") else ""


def _read(raw: bytes) -> _Terms:
    try:
        return msgspec.json.decode(raw or b"{}", type=_Terms)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise invalid(f"The request body is not right: {error}") from error


def _changes(asked: _Terms, limits: KeyLimits) -> dict[str, Any]:
    """Return the terms that a body names, as the key store takes them."""
    terms: dict[str, Any] = {}
    try:
        if asked.expires is not msgspec.UNSET:
            terms["expires"] = read_expiry(asked.expires) if isinstance(asked.expires, str) else asked.expires
        if asked.models is not msgspec.UNSET:
            terms["models"] = asked.models
        if isinstance(asked.limits, _Limits):
            named = {name: value for name in LIMITS if (value := getattr(asked.limits, name)) is not None}
            terms["limits"] = replace(limits, **named)
    except ConfigurationError as error:
        raise invalid("; ".join(error.problems)) from error
    return terms
