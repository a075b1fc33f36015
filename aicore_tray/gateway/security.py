"""Who may speak to the local server: hosts, keys, and what a refusal says."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Iterable
from dataclasses import replace

from aiohttp import web

from aicore_tray.config.key_store import Keys, LocalKey
from aicore_tray.dialects.errors import ApiError, ErrorKind

_LOCAL_NAMES = frozenset({"localhost", "host.docker.internal"})
_MOST_SEEN = 100
_KEY_HEADERS = ("x-api-key", "api-key", "x-goog-api-key")


class HostCheck:
    """Refuses requests under a name that is not ours: a web page could have pointed its own name at 127.0.0.1."""

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        self._allowed = _LOCAL_NAMES | {name.lower() for name in allowed}
        self._seen: set[str] = set()

    def check(self, request: web.BaseRequest) -> None:
        """Raise ApiError for a Host header that is neither an address nor an allowed name."""
        host = request.headers.get("Host", "")
        if host in self._seen:
            return
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() and not host.endswith("]") else host
        name = name.strip("[]").lower()
        if name in self._allowed or _is_address(name):
            if len(self._seen) < _MOST_SEEN:
                self._seen.add(host)
            return
        raise ApiError(
            ErrorKind.PERMISSION,
            f"The host name '{name}' is not allowed; add it to allowed_hosts in the settings to serve it",
        )


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def shown_key(request: web.BaseRequest, *, in_query: bool = False) -> str:
    """Return the key that a request shows, in whichever header, or in the query where that is allowed."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return token.strip()
    for header in _KEY_HEADERS:
        if value := request.headers.get(header, "").strip():
            return value
    return request.query.get("key", "") if in_query else ""


def authenticate(store: Keys, key: str, sha256: str) -> LocalKey:
    """Return the local key that a client showed.

    Args:
        sha256: the key's digest, by which it is looked up: how long that takes tells nothing of any key.

    Raises:
        ApiError: it showed none, or one that is not known or has expired; the key itself is never repeated.
    """
    if not key:
        raise ApiError(ErrorKind.AUTHENTICATION, "No API key was sent; create one with `aicore-tray keys create NAME`")
    known = store.find_digest(sha256)
    if known is None:
        raise ApiError(ErrorKind.AUTHENTICATION, "This API key is not known here; `aicore-tray keys list` shows all")
    check_expiry(known)
    store.used(known)
    return known


def check_expiry(known: LocalKey) -> None:
    """Raise ApiError for a key that has expired."""
    if known.expires is not None and known.expires <= time.time():
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(known.expires))
        raise ApiError(
            ErrorKind.AUTHENTICATION,
            f"The API key '{known.name}' expired on {when}; create another with `aicore-tray keys create NAME`",
        )


def on_behalf_of(store: Keys, name: str) -> LocalKey:
    """Return the key in whose name requests without a key are served; what it opens beside models stays shut.

    Raises:
        ApiError: there is no key of this name any more, or it has expired.
    """
    known = store.named(name)
    if known is None:
        raise ApiError(
            ErrorKind.AUTHENTICATION, f"There is no API key '{name}', on whose behalf Ollama's clients are to be served"
        )
    check_expiry(known)
    store.used(known)
    return replace(known, admin=False)


def need_admin(key: LocalKey) -> None:
    """Raise ApiError unless the key was made with --admin."""
    if not key.admin:
        raise ApiError(
            ErrorKind.PERMISSION, "This needs an admin key; create one with `aicore-tray keys create NAME --admin`"
        )
