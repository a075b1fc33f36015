"""How this machine reaches the internet: which proxy, which certificate authorities, which timeouts."""

from __future__ import annotations

import fnmatch
import ipaddress
import logging
import os
import ssl
import sys
import tempfile
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from aicore_tray.errors import ConfigurationError

PROXY_SYSTEM = "system"
PROXY_ENVIRONMENT = "environment"
PROXY_NONE = "none"
# Companies set these for other tools; the authorities in them are added to the system's own, never put in their place.
_CA_VARIABLES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkSettings:
    """What the user chose for the way out.

    Attributes:
        proxy: `system` (environment variables, else the system's settings), `environment` (its variables alone),
            `none`, or `http://host:port`; an explicit one holds for every host but loopback and `no_proxy`.
        no_proxy: hosts that never use a proxy: a name stands for its subdomains, too, and `*` for anything.
        proxy_user: the user name for a proxy whose address names none.
        proxy_password: its password.
        ca_file: PEM file of further certificate authorities, in addition to the system's.
        connect_timeout: seconds for the name, the connection and the TLS handshake.
        idle_timeout: seconds without a byte until an answer counts as dead.
    """

    proxy: str = PROXY_SYSTEM
    no_proxy: tuple[str, ...] = ()
    proxy_user: str = ""
    proxy_password: str = field(default="", repr=False)
    ca_file: Path | None = None
    connect_timeout: float = 15.0
    idle_timeout: float = 300.0


def is_loopback(host: str) -> bool:
    """Tell whether a host name or address can only be this machine."""
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def tls_context(
    settings: NetworkSettings,
    *,
    certificate: str = "",
    private_key: str = "",
    env: Mapping[str, str] = os.environ,
) -> ssl.SSLContext:
    """Return a verifying client context: the system's trust store, the user's authorities, a client certificate.

    Args:
        certificate: PEM chain that the client shows (mutual TLS), or "".
        private_key: PEM of its unencrypted private key.

    Raises:
        ConfigurationError: `ca_file` cannot be read, or the certificate and its key do not fit together.
    """
    import truststore

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for variable in _CA_VARIABLES:
        extra = env.get(variable, "")
        if not extra:
            continue
        try:
            context.load_verify_locations(cafile=extra)
        except OSError as error:  # ssl.SSLError is one
            _log.warning("The certificate authorities of %s cannot be used: %s", variable, error)
    if settings.ca_file is not None:
        try:
            context.load_verify_locations(cafile=settings.ca_file)
        except OSError as error:
            raise ConfigurationError(
                [f"{settings.ca_file}: no usable PEM file of certificate authorities ({_reason(error)})"]
            ) from error
    if certificate:
        _load_client_certificate(context, certificate, private_key)
    return context


def _load_client_certificate(context: ssl.SSLContext, certificate: str, private_key: str) -> None:
    """OpenSSL reads client certificates from files only: write one that nobody else can read, remove it at once."""
    handle, name = tempfile.mkstemp(suffix=".pem")  # created with mode 0600
    path = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="ascii", errors="replace") as file:
            file.write(f"{certificate.strip()}\n{private_key.strip()}\n")
        # A password is given so that OpenSSL does not ask for one on the terminal.
        context.load_cert_chain(path, password="-")  # noqa: S106
    except OSError as error:
        raise ConfigurationError(
            [f"The certificate of the service key and its private key cannot be used ({_reason(error)})"]
        ) from error
    finally:
        path.unlink(missing_ok=True)


def _reason(error: OSError) -> str:
    """Return the reason without the path, which the message names already."""
    return (getattr(error, "reason", None) or error.strerror or type(error).__name__).replace("_", " ").lower()


def proxy_for(settings: NetworkSettings, url: str, env: Mapping[str, str] = os.environ) -> str | None:
    """Return the URL of the HTTP proxy that `url` is to be fetched through, or None for the direct way.

    Loopback is never proxied, nor what `no_proxy` names. NO_PROXY and the system's exceptions hold for `system` and
    `environment` alone: who names a proxy means it.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if not host or is_loopback(host) or settings.proxy == PROXY_NONE:
        return None
    if any(_is_meant(host, entry) for entry in settings.no_proxy):
        return None
    if settings.proxy not in (PROXY_SYSTEM, PROXY_ENVIRONMENT):
        return _http_proxy(settings.proxy)
    with_system = settings.proxy == PROXY_SYSTEM
    return _http_proxy(_system_proxy(parts.scheme, host, parts.port, env, with_system=with_system))


def _is_meant(host: str, entry: str) -> bool:
    """Tell whether an entry of `no_proxy` names a host."""
    name = entry.strip().lower().removeprefix("*.").strip("[].")
    host = host.lower().strip("[].")
    return bool(name) and (fnmatch.fnmatchcase(host, name) or host.endswith(f".{name}"))


def _system_proxy(scheme: str, host: str, port: int | None, env: Mapping[str, str], *, with_system: bool) -> str:
    named = {
        name.lower()[: -len("_proxy")]: value
        for name, value in sorted(env.items())  # upper case sorts first, so that lower case wins, as with curl
        if name.lower().endswith("_proxy") and value
    }
    target = f"{host}:{port}" if port is not None else host
    if any(name in named for name in ("http", "https", "all")):
        if urllib.request.proxy_bypass_environment(target, named):  # type: ignore[attr-defined,unused-ignore]
            return ""
        return named.get(scheme) or named.get("all", "")
    if with_system and sys.platform in ("darwin", "win32"):
        if urllib.request.proxy_bypass(target):
            return ""
        return urllib.request.getproxies().get(scheme, "")
    return ""


def _http_proxy(value: str) -> str | None:
    """Return a proxy as a URL, or None where there is none or it speaks something else than HTTP."""
    value = value.strip().rstrip("/")
    if not value:
        return None
    if "://" not in value:
        value = f"http://{value}"
    if urlsplit(value).scheme not in ("http", "https"):
        _log.warning("Only HTTP proxies can be used; the %s proxy is left out", urlsplit(value).scheme)
        return None
    return value
