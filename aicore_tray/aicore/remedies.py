"""What mends an error on the way to SAP, for buttons: read from its cause, never from its words."""

from __future__ import annotations

from typing import Literal

import aiohttp

from aicore_tray.errors import AccountError, AuthError, ConfigurationError

Remedy = Literal["set_proxy", "windows_proxy", "add_ca", "replace_key", "choose_group", "deploy", "check_network", ""]
_WINDOWS = ("negotiate", "ntlm", "kerberos")
_PROXY_REFUSES = 407


def network_remedy(error: BaseException) -> Remedy:
    """Return what mends a connection that did not come about."""
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return "windows_proxy" if wants_windows_sign_in(error) else "set_proxy"
    if isinstance(error, aiohttp.ClientProxyConnectionError):
        return "set_proxy"
    if isinstance(error, aiohttp.ClientConnectorCertificateError | ConfigurationError):
        return "add_ca"
    return "check_network"


def wants_windows_sign_in(error: aiohttp.ClientHttpProxyError) -> bool:
    """Tell whether a proxy takes nothing but a sign-in of Windows, which aiohttp cannot do."""
    if error.status != _PROXY_REFUSES or error.headers is None:
        return False
    offered = " ".join(error.headers.getall("Proxy-Authenticate", [])).lower()
    return "basic" not in offered and any(scheme in offered for scheme in _WINDOWS)


def remedy_of(error: BaseException) -> Remedy:
    """Return what mends an error that SAP, or the way to it, has told."""
    cause = error.__cause__
    if isinstance(cause, aiohttp.ClientError | OSError | ConfigurationError):
        return network_remedy(cause)
    if isinstance(error, AccountError) and error.status is None:
        return "check_network"
    return "replace_key" if isinstance(error, AuthError) else ""
