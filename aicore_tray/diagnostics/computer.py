"""What this computer is like, as far as it matters to the proxy: versions, keyring, files. All of it blocks."""

from __future__ import annotations

import getpass
import os
import platform
import socket
import ssl
import sys
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

from aicore_tray import __version__

# Named where they are set, without their values.
_VARIABLES = (
    "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS",
    "ANTHROPIC_BASE_URL", "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "OPENAI_BASE_URL", "OPENAI_API_KEY",
    "GEMINI_API_KEY", "AICORE_SERVICE_KEY", "AICORE_CLIENT_ID",
)  # fmt: skip
_MEGABYTE = 1024 * 1024


def versions() -> Mapping[str, str]:
    """Return what runs, by name."""
    return {
        "AI Core Tray": __version__,
        "Python": f"{platform.python_version()}{' (frozen)' if getattr(sys, 'frozen', False) else ''}",
        "aiohttp": _installed("aiohttp"),
        "OpenSSL": ssl.OPENSSL_VERSION.removeprefix("OpenSSL ").partition(" ")[0],
        "System": operating_system(),
        "Desktop": desktop(os.environ),
    }


def _installed(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"


def operating_system() -> str:
    """Return the system as its users name it."""
    system = platform.system()
    if system == "Linux":
        try:
            told = platform.freedesktop_os_release()
        except OSError:
            return f"Linux {platform.release()}"
        return f"{told.get('PRETTY_NAME', 'Linux')}, {platform.machine()}"
    if system == "Darwin":
        return f"macOS {platform.mac_ver()[0]}, {platform.machine()}"
    return f"{system} {platform.release()} {platform.version()}, {platform.machine()}"


def desktop(env: Mapping[str, str]) -> str:
    """Return desktop and kind of session; "" where there is none, as on Windows and macOS."""
    parts = (env.get("XDG_CURRENT_DESKTOP", ""), env.get("XDG_SESSION_TYPE", ""))
    return ", ".join(part for part in parts if part)


def keyring_name() -> str:
    """Return the keyring that is used; it is not asked for anything, so that a locked one cannot hold this up."""
    try:
        import keyring

        backend = keyring.get_keyring()
    except Exception as error:  # noqa: BLE001 - a broken backend is what is to be told
        return f"cannot be used ({type(error).__name__})"
    module = type(backend).__module__.removeprefix("keyring.backends.")
    return "none" if module in ("fail", "null") else f"{module} ({type(backend).__name__})"


def variables(env: Mapping[str, str]) -> tuple[str, ...]:
    """Return the variables that are set and change how tools or we connect, without their values."""
    named = {name.upper(): name for name in env if env[name]}
    return tuple(named[name] for name in _VARIABLES if name in named)


def bytes_of(file: Path) -> int | None:
    """Return the size of a file, of a database with what is still beside it; None where there is none."""
    total, found = 0, False
    for path in (file, file.with_name(f"{file.name}-wal")):
        try:
            total += path.stat().st_size
            found = True
        except OSError:
            continue
    return total if found else None


def size_of(file: Path) -> str:
    """Return the size of a file as the text of diagnostics tells it."""
    total = bytes_of(file)
    if total is None:
        return "not there yet"
    return f"{total / _MEGABYTE:.1f} MB" if total >= _MEGABYTE / 10 else f"{max(1, round(total / 1024))} KB"


def last_lines(file: Path, count: int) -> tuple[str, ...]:
    """Return the last lines of a log; a file that is not there has none."""
    try:
        with file.open("rb") as log:
            log.seek(0, os.SEEK_END)
            log.seek(max(0, log.tell() - 400 * count))
            text = log.read().decode("utf-8", errors="replace")
    except OSError as error:
        return () if isinstance(error, FileNotFoundError) else (f"The log cannot be read: {error.strerror}",)
    return tuple(text.splitlines()[-count:])


def user_and_host() -> tuple[str, str]:
    """Return the names that must not be told."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        user = Path.home().name
    return user, socket.gethostname()
