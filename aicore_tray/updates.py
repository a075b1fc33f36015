"""Whether a newer release is there: GitHub is asked once a day at most, and nothing is ever fetched but that answer.

It is off by the setting `check_updates`, by AICORE_TRAY_NO_UPDATE_CHECK, and by a company's policy file.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import sys
import time
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import msgspec

from aicore_tray import __version__
from aicore_tray.aicore.transport import Transport
from aicore_tray.config.configuration import Configuration
from aicore_tray.config.settings import Settings
from aicore_tray.errors import AicoreTrayError
from aicore_tray.system.files import write_whole
from aicore_tray.system.network import is_loopback

NO_CHECK_VARIABLE = "AICORE_TRAY_NO_UPDATE_CHECK"
DAY = 86_400.0
# The start has other things to do, and so has the network after it.
FIRST_SECONDS = 30.0
_LOOK_SECONDS = 3600.0
_READ_SECONDS = 15.0
_MOST_BYTES = 1_000_000
_HEADERS = {"Accept": "application/vnd.github+json", "User-Agent": f"aicore-tray/{__version__}"}
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A release that is newer than this one.

    Attributes:
        page: where a browser shows it.
    """

    version: str
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Noted:
    """What the file says of the last look."""

    looked_at: float = 0.0
    repository: str = ""
    version: str = ""
    page: str = ""


class _Answer(msgspec.Struct):
    """What is read of GitHub's answer."""

    tag_name: str
    html_url: str = ""
    draft: bool = False
    prerelease: bool = False


def policy_file(platform: str = sys.platform, env: Mapping[str, str] = os.environ) -> Path:
    """Return the file in which an administrator of this computer says `check_updates = false` for all its users."""
    if platform == "win32":
        return Path(env.get("ProgramData") or r"C:\ProgramData") / "aicore-tray" / "policy.toml"
    if platform == "darwin":
        return Path("/Library/Application Support/aicore-tray/policy.toml")
    return Path("/etc/aicore-tray/policy.toml")


def forbidden(env: Mapping[str, str] = os.environ, policy: Path | None = None) -> str:
    """Return who forbids the check whatever the settings say, "" for nobody: the variable's name or the policy file."""
    if env.get(NO_CHECK_VARIABLE, "").strip().lower() not in ("", "0", "false", "no"):
        return NO_CHECK_VARIABLE
    file = policy or policy_file(env=env)
    try:
        allowed = tomllib.loads(file.read_text(encoding="utf-8-sig")).get("check_updates", True)
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        # Whoever wrote it meant something by it; what it says cannot be read, so nothing is done.
        _log.warning("%s cannot be read (%s): no look for a new version", file, type(error).__name__)
        return str(file)
    return "" if allowed is True else str(file)


def api_address(repository: str) -> str:
    """Return where a repository's latest release is told of: GitHub's own API, or that of a company's GitHub.

    Raises:
        AicoreTrayError: the address names no repository.
    """
    parts = urlsplit(repository.rstrip("/").removesuffix(".git"))
    names = [name for name in parts.path.split("/") if name]
    safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
    if not safe or not parts.hostname or len(names) != 2:
        raise AicoreTrayError(
            f"{repository} names no repository",
            hint="Give update_repository as https://github.com/OWNER/NAME.",
        )
    base = "https://api.github.com" if parts.hostname == "github.com" else f"{parts.scheme}://{parts.netloc}/api/v3"
    return f"{base}/repos/{names[0]}/{names[1]}/releases/latest"


def newer(version: str, than: str = __version__) -> bool:
    """Tell whether a version is newer; one that is no plain sequence of numbers is not."""
    found, own = _numbers(version), _numbers(than)
    return bool(found) and bool(own) and found > own


def _numbers(version: str) -> tuple[int, ...]:
    plain = re.fullmatch(r"v?(\d+(?:\.\d+)*)", version.strip())
    numbers = [int(part) for part in plain[1].split(".")] if plain else []
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers) if numbers else (0,) if plain else ()


class Updates:
    """What is known of newer releases.

    Args:
        file: keeps when it was looked, and what was seen.
        configuration: returns the configuration in force, None while there is none.
    """

    def __init__(
        self,
        file: Path,
        configuration: Callable[[], Configuration | None],
        *,
        clock: Callable[[], float] = time.time,
        env: Mapping[str, str] = os.environ,
        policy: Path | None = None,
    ) -> None:
        self._file = file
        self._configuration = configuration
        self._clock = clock
        self._env, self._policy = env, policy
        self._noted = _read(file)
        # Looked up anew with each look: whoever shows what is known asks ten times a second.
        self._forbidden = forbidden(env, policy)

    @property
    def release(self) -> Release | None:
        """The newer release that the last look saw, also of an earlier run; None where looking is switched off."""
        configuration = self._configuration()
        return None if configuration is None else self._known(configuration.settings)

    def _known(self, settings: Settings) -> Release | None:
        noted = self._noted
        if self.off(settings) or noted.repository != settings.update_repository or not newer(noted.version):
            return None
        return Release(version=noted.version, page=noted.page)

    def off(self, settings: Settings) -> str:
        """Return what keeps it from looking: `check_updates`, or who forbids it; "" for nothing."""
        return self._forbidden or ("" if settings.check_updates else "check_updates")

    async def look(self) -> bool:
        """Look for a newer release if a day has passed since the last time; tell whether there is other news now.

        A look that fails is only logged: it is tried again the next day.
        """
        configuration = self._configuration()
        if configuration is None:
            return False
        self._forbidden = await asyncio.to_thread(forbidden, self._env, self._policy)
        if self.off(configuration.settings):
            return False
        repository, now = configuration.settings.update_repository, self._clock()
        same = self._noted.repository == repository
        if same and 0 <= now - self._noted.looked_at < DAY:
            return False
        before = self._known(configuration.settings)
        # What was seen holds on while nobody can be asked.
        seen = self._noted if same else _Noted(repository=repository)
        noted = replace(seen, looked_at=now)
        try:
            answer = await _ask(configuration, repository)
            noted = _Noted(looked_at=now, repository=repository, version=answer.version, page=answer.page)
        except (AicoreTrayError, aiohttp.ClientError, msgspec.MsgspecError, OSError) as error:
            told = error.user_message if isinstance(error, AicoreTrayError) else type(error).__name__
            _log.info("No look for a new version: %s", told)
        self._noted = noted
        await asyncio.to_thread(_write, self._file, noted)
        return self._known(configuration.settings) != before

    async def watch(self, tell: Callable[[], None], *, first: float = FIRST_SECONDS) -> None:
        """Look once a day as long as the app runs.

        Args:
            tell: called when there is news.
            first: seconds before the first look.
        """
        await asyncio.sleep(first)
        while True:
            if await self.look():
                tell()
            await asyncio.sleep(_LOOK_SECONDS)


async def _ask(configuration: Configuration, repository: str) -> Release:
    """Return the latest release of a repository, newer or not."""
    address = api_address(repository)
    transport = Transport(configuration.network)
    try:
        async with transport.request("GET", address, headers=_HEADERS, read_timeout=_READ_SECONDS) as response:
            content = await response.content.read(_MOST_BYTES)
            status = response.status
    finally:
        await transport.aclose()
    if status != 200:
        raise AicoreTrayError(f"{urlsplit(address).hostname} answered with HTTP {status}")
    answer = msgspec.json.decode(content, type=_Answer)
    page = answer.html_url
    if not page.startswith(f"{repository.rstrip('/')}/"):
        page = f"{repository.rstrip('/')}/releases"
    version = "" if answer.draft or answer.prerelease else answer.tag_name.strip().removeprefix("v")
    return Release(version=version if _numbers(version) else "", page=page)


def known_release(file: Path, version: str = __version__) -> Release | None:
    """Return the newer release that an earlier look saw, without looking."""
    noted = _read(file)
    return Release(version=noted.version, page=noted.page) if newer(noted.version, version) else None


def _read(file: Path) -> _Noted:
    try:
        return msgspec.json.decode(file.read_bytes(), type=_Noted)
    except FileNotFoundError:
        return _Noted()
    except (OSError, msgspec.MsgspecError) as error:
        _log.info("%s cannot be read (%s)", file, type(error).__name__)
        return _Noted()


def _write(file: Path, noted: _Noted) -> None:
    try:
        write_whole(file, msgspec.json.encode(noted))
    except OSError as error:
        _log.warning("%s cannot be written (%s)", file, error.strerror)
