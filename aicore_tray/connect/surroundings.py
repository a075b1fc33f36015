"""What surrounds a tool on this computer: the company's proxy, and the hosts that are reached without it."""

from __future__ import annotations

import os
import sys
import urllib.request
from collections.abc import Mapping

from aicore_tray.connect.tool import LOOPBACK
from aicore_tray.system.network import PROXY_ENVIRONMENT, PROXY_NONE, PROXY_SYSTEM


def goes_by_proxy(setting: str, env: Mapping[str, str] = os.environ) -> bool:
    """Tell whether programs of this user reach the network by a company's proxy, as far as can be seen from here."""
    named = any(name.lower() in ("http_proxy", "https_proxy", "all_proxy") and value for name, value in env.items())
    if named or setting not in (PROXY_SYSTEM, PROXY_ENVIRONMENT, PROXY_NONE):
        return True
    if setting == PROXY_SYSTEM and sys.platform in ("darwin", "win32"):
        return bool(urllib.request.getproxies())
    return False


def loopback_hosts(env: Mapping[str, str]) -> dict[str, str]:
    """Return variables that put this computer in front of the hosts that are reached without a proxy."""
    return {name: ",".join(part for part in (LOOPBACK, env.get(name, "")) if part) for name in ("NO_PROXY", "no_proxy")}
