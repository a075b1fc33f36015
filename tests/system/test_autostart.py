"""Starting at login, as each operating system keeps it."""

from __future__ import annotations

import plistlib
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from aicore_tray.errors import AicoreTrayError
from aicore_tray.system.autostart import Autostart, autostart_for, own_program

RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"


class FakeRegistry:
    """The part of `winreg` that is used, over dictionaries."""

    HKEY_CURRENT_USER, KEY_READ, KEY_SET_VALUE, REG_SZ, REG_BINARY = "HKCU", 1, 2, 1, 3

    def __init__(self) -> None:
        self.keys: dict[str, dict[str, Any]] = {RUN: {}}

    @contextmanager
    def OpenKey(self, root: str, key: str, _: int, access: int) -> Iterator[dict[str, Any]]:  # noqa: N802
        assert (root, access in (1, 2)) == ("HKCU", True)
        if key not in self.keys:
            raise FileNotFoundError(2, "not found")
        yield self.keys[key]

    @contextmanager
    def CreateKeyEx(self, root: str, key: str, _: int, access: int) -> Iterator[dict[str, Any]]:  # noqa: N802
        yield self.keys.setdefault(key, {})

    def QueryValueEx(self, key: dict[str, Any], name: str) -> tuple[Any, int]:  # noqa: N802
        if name not in key:
            raise FileNotFoundError(2, "not found")
        return key[name], 1

    def SetValueEx(self, key: dict[str, Any], name: str, _: int, kind: int, value: Any) -> None:  # noqa: N802
        assert isinstance(value, str if kind == self.REG_SZ else bytes)
        key[name] = value

    def DeleteValue(self, key: dict[str, Any], name: str) -> None:  # noqa: N802
        if name not in key:
            raise FileNotFoundError(2, "not found")
        del key[name]


def made(platform: str, home: Path, program: list[str], registry: FakeRegistry | None = None) -> Autostart:
    return autostart_for(platform, env={}, home=home, program=program, registry=registry)


@pytest.mark.parametrize("platform", ["darwin", "win32", "linux"])
def test_on_off_and_moved(platform: str, tmp_path: Path) -> None:
    registry = FakeRegistry()
    autostart = made(platform, tmp_path, [sys.executable], registry)
    assert not autostart.is_on()
    assert not autostart.repair()
    autostart.turn_on()
    assert autostart.is_on()
    assert made(platform, tmp_path, ["/elsewhere/app"], registry).is_on(), "the truth is the system's"
    assert not autostart.repair()
    made(platform, tmp_path, ["/gone/app"], registry).turn_on()
    assert autostart.repair()
    assert not autostart.repair()
    autostart.turn_off()
    autostart.turn_off()
    assert not autostart.is_on()
    assert not autostart.repair(), "what is off stays off"
    assert not autostart.is_on()


def test_what_launchd_reads(tmp_path: Path) -> None:
    made("darwin", tmp_path, ["/Applications/AI Core Tray.app/Contents/MacOS/app"]).turn_on()
    [file] = (tmp_path / "Library" / "LaunchAgents").iterdir()
    entry = plistlib.loads(file.read_bytes())
    assert file.name == f"{entry['Label']}.plist"
    assert entry["ProgramArguments"] == ["/Applications/AI Core Tray.app/Contents/MacOS/app", "--background"]
    assert entry["RunAtLoad"] is True
    assert "KeepAlive" not in entry
    file.write_bytes(b"no plist")
    assert not made("darwin", tmp_path, ["/x"]).is_on()


def test_macos_translocation_is_refused(tmp_path: Path) -> None:
    autostart = made("darwin", tmp_path, ["/private/var/folders/x/AppTranslocation/1/d/AI.app/Contents/MacOS/app"])
    with pytest.raises(AicoreTrayError) as caught:
        autostart.turn_on()
    assert "Applications" in caught.value.hint
    assert not autostart.is_on()


def test_what_task_manager_says(tmp_path: Path) -> None:
    registry = FakeRegistry()
    autostart = made("win32", tmp_path, [r"C:\Program Files\AI Core Tray\aicore-tray-app.exe"], registry)
    autostart.turn_on()
    [(name, command)] = registry.keys[RUN].items()
    assert command == r'"C:\Program Files\AI Core Tray\aicore-tray-app.exe" --background'
    registry.keys[APPROVED] = {name: bytes([3]) + bytes(11)}
    assert not autostart.is_on()
    assert not autostart.repair()
    autostart.turn_on()
    assert autostart.is_on()
    autostart.turn_off()
    assert registry.keys[RUN] == {}


def test_the_desktop_entry(tmp_path: Path) -> None:
    autostart = made("linux", tmp_path, ["/opt/AI Core $Tray/100%/app"])
    autostart.turn_on()
    file = tmp_path / ".config" / "autostart" / "aicore-tray.desktop"
    text = file.read_text()
    assert r'Exec="/opt/AI Core \\$Tray/100%%/app" --background' in text.splitlines()
    assert "X-GNOME-Autostart-Delay=10" in text
    file.write_text(text + "Hidden=true\n")
    assert not autostart.is_on()
    file.write_text(text.replace("enabled=true", "enabled=false"))
    assert not autostart.is_on()


def test_where_the_desktop_entry_lies(tmp_path: Path) -> None:
    autostart = autostart_for("linux", env={"XDG_CONFIG_HOME": str(tmp_path / "c"), "APPIMAGE": "/apps/a.AppImage"})
    autostart.turn_on()
    text = (tmp_path / "c" / "autostart" / "aicore-tray.desktop").read_text()
    [line] = [line for line in text.splitlines() if line.startswith("Exec=")]
    assert shlex.split(line.removeprefix("Exec=")) == ["/apps/a.AppImage", "--background"]


def test_own_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert own_program({}) == [sys.executable, "-m", "aicore_tray"]
    assert own_program({"APPIMAGE": "/apps/a.AppImage"}) == ["/apps/a.AppImage"]
    for name in ("aicore-tray", "aicore-tray-app"):
        (tmp_path / name).touch()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "aicore-tray"))
    assert own_program({}) == [str(tmp_path / "aicore-tray-app")]


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / ".config").write_text("a file")
    with pytest.raises(AicoreTrayError, match="cannot be changed"):
        made("linux", tmp_path, ["/x"]).turn_on()
