"""Whether the app starts when its user signs in: read from the operating system and kept nowhere else.

macOS: a launch agent. Windows: the user's Run key, and Task Manager's list beside it. Others: a desktop entry.
"""

from __future__ import annotations

import os
import plistlib
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol
from xml.parsers.expat import ExpatError

from aicore_tray.errors import AicoreTrayError
from aicore_tray.system.files import write_whole

BACKGROUND = "--background"
BUNDLE_ID = "io.github.aicore-tray"
_FROZEN_APP = "aicore-tray-app"
_NAME = "AI Core Tray"
_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
_APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
# What Task Manager writes: the first byte is even for what may start.
_ENABLED = bytes([2]) + bytes(11)
_PUBLIC_MODE = 0o644


class Autostart(Protocol):
    """The system's list of what starts by itself; every method raises AicoreTrayError where it cannot be used."""

    def is_on(self) -> bool: ...

    def turn_on(self) -> None: ...

    def turn_off(self) -> None: ...

    def repair(self) -> bool:
        """Put this program in place of one that is gone or has moved, if it is on; return whether that was needed."""
        ...


def own_program(env: Mapping[str, str] = os.environ) -> list[str]:
    """Return the command that starts this app, without arguments."""
    if appimage := env.get("APPIMAGE"):
        return [appimage]
    if getattr(sys, "frozen", False):
        program = Path(sys.executable)
        app = program.with_name(_FROZEN_APP + program.suffix)  # the command line's program lies beside it
        return [str(app if app.exists() else program)]
    python = Path(sys.executable)
    windowless = python.with_name("pythonw.exe")
    return [str(windowless if sys.platform == "win32" and windowless.exists() else python), "-m", "aicore_tray"]


def autostart_for(
    platform: str = sys.platform,
    *,
    env: Mapping[str, str] = os.environ,
    home: Path | None = None,
    program: Sequence[str] | None = None,
    registry: Any = None,
) -> Autostart:
    """Return the autostart of an operating system.

    Args:
        program: the command to start; `--background` is added.
        registry: what stands for Windows' `winreg`.
    """
    command = [*(own_program(env) if program is None else program), BACKGROUND]
    folder = Path.home() if home is None else home
    if platform == "darwin":
        return LaunchAgent(folder / "Library" / "LaunchAgents" / f"{BUNDLE_ID}.plist", command)
    if platform == "win32":
        if registry is None:
            import winreg

            registry = winreg
        return RunKey(registry, command)
    config = env.get("XDG_CONFIG_HOME", "")
    base = Path(config) if config.startswith("/") else folder / ".config"
    return DesktopEntry(base / "autostart" / "aicore-tray.desktop", command)


def _write(file: Path, content: bytes) -> None:
    try:
        write_whole(file, content, mode=_PUBLIC_MODE)
    except OSError as error:
        raise _unusable(file, error) from error


def _remove(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise _unusable(file, error) from error


def _unusable(place: Path | str, error: OSError) -> AicoreTrayError:
    return AicoreTrayError(
        f"Starting at login cannot be changed: {place} ({error.strerror or type(error).__name__})",
        hint="Check the rights to it; a company may manage it.",
    )


class LaunchAgent:
    """macOS: a property list that launchd reads at login."""

    def __init__(self, file: Path, command: Sequence[str]) -> None:
        self._file = file
        self._command = list(command)

    def is_on(self) -> bool:
        stored = self._stored()
        return bool(stored) and stored.get("RunAtLoad") is True and stored.get("Disabled") is not True

    def turn_on(self) -> None:
        if "/AppTranslocation/" in self._command[0]:
            raise AicoreTrayError(
                "macOS runs AI Core Tray from a temporary place, which will be gone after the next login",
                hint="Move AI Core Tray into the Applications folder, start it from there and try again.",
            )
        entry = {
            "Label": BUNDLE_ID,
            "ProgramArguments": self._command,
            "RunAtLoad": True,
            "ProcessType": "Interactive",
            "LimitLoadToSessionType": "Aqua",
            "AssociatedBundleIdentifiers": [BUNDLE_ID],
        }
        _write(self._file, plistlib.dumps(entry))

    def turn_off(self) -> None:
        _remove(self._file)

    def repair(self) -> bool:
        stored = self._stored()
        if not self.is_on() or stored.get("ProgramArguments") == self._command:
            return False
        if "/AppTranslocation/" in self._command[0]:
            return False
        self.turn_on()
        return True

    def _stored(self) -> Mapping[str, Any]:
        try:
            value = plistlib.loads(self._file.read_bytes())
        except FileNotFoundError:
            return {}
        except (plistlib.InvalidFileException, ExpatError, ValueError):
            return {}
        except OSError as error:
            raise _unusable(self._file, error) from error
        return value if isinstance(value, dict) else {}


class RunKey:
    """Windows: a value of the user's Run key, unless Task Manager has switched it off."""

    def __init__(self, registry: Any, command: Sequence[str]) -> None:
        self._registry = registry
        # The shape of a command line; `subprocess.list2cmdline` quotes only where it must, here it is always.
        self._command = " ".join([f'"{command[0]}"', *command[1:]])

    def is_on(self) -> bool:
        approved = self._read(_APPROVED)
        switched_off = isinstance(approved, bytes) and bool(approved) and approved[0] % 2 == 1
        return bool(self._read(_RUN)) and not switched_off

    def turn_on(self) -> None:
        self._write(_RUN, self._registry.REG_SZ, self._command)
        if self._read(_APPROVED) is not None:
            self._write(_APPROVED, self._registry.REG_BINARY, _ENABLED)

    def turn_off(self) -> None:
        self._delete(_RUN)
        self._delete(_APPROVED)

    def repair(self) -> bool:
        if not self.is_on() or self._read(_RUN) == self._command:
            return False
        self._write(_RUN, self._registry.REG_SZ, self._command)
        return True

    def _read(self, key: str) -> Any:
        winreg = self._registry
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_READ) as opened:
                return winreg.QueryValueEx(opened, _NAME)[0]
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unusable("the registry", error) from error

    def _write(self, key: str, kind: int, value: object) -> None:
        winreg = self._registry
        try:
            with winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE) as opened:
                winreg.SetValueEx(opened, _NAME, 0, kind, value)
        except OSError as error:
            raise _unusable("the registry", error) from error

    def _delete(self, key: str) -> None:
        winreg = self._registry
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE) as opened:
                winreg.DeleteValue(opened, _NAME)
        except FileNotFoundError:
            return
        except OSError as error:
            raise _unusable("the registry", error) from error


class DesktopEntry:
    """freedesktop.org: a desktop entry in the user's autostart folder."""

    def __init__(self, file: Path, command: Sequence[str]) -> None:
        self._file = file
        self._command = " ".join(_quoted(part) for part in command)
        self._program = command[0]

    def is_on(self) -> bool:
        stored = self._stored()
        return (
            bool(stored.get("Exec"))
            and stored.get("Hidden", "false").lower() != "true"
            and stored.get("X-GNOME-Autostart-enabled", "true").lower() != "false"
        )

    def turn_on(self) -> None:
        lines = [
            "[Desktop Entry]",
            "Type=Application",
            f"Name={_NAME}",
            f"Exec={self._command}",
            "Icon=aicore-tray",
            "Terminal=false",
            "X-GNOME-Autostart-enabled=true",
            "X-GNOME-Autostart-Delay=10",  # the tray's host has to be there first
        ]
        _write(self._file, ("\n".join(lines) + "\n").encode())

    def turn_off(self) -> None:
        _remove(self._file)

    def repair(self) -> bool:
        if not self.is_on() or self._stored().get("Exec") == self._command:
            return False
        if not (os.access(self._program, os.X_OK) or shutil.which(self._program)):
            return False
        self.turn_on()
        return True

    def _stored(self) -> Mapping[str, str]:
        try:
            text = self._file.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise _unusable(self._file, error) from error
        found: dict[str, str] = {}
        group = ""
        for line in text.splitlines():
            if line.startswith("["):
                group = line.strip()
            elif group == "[Desktop Entry]" and "=" in line and not line.startswith("#"):
                name, _, value = line.partition("=")
                found[name.strip()] = value.strip()
        return found


def _quoted(argument: str) -> str:
    """Return an argument as the Exec key wants it: in quotes, escaped for these, for the key file and for % codes."""
    reserved = set(" \t\n\"'\\><~|&;$*?#()`")
    if not reserved & set(argument):
        return argument.replace("%", "%%")
    escaped = "".join(f"\\{each}" if each in '"`$\\' else each for each in argument)
    # A backslash is written twice once more, since the whole value is a string of the key file.
    return '"' + escaped.replace("\\", "\\\\").replace("%", "%%").replace("\n", "\\n") + '"'
