"""What is found on a computer, and how a tool is started there."""

from __future__ import annotations

import plistlib
import sys
import time
from pathlib import Path

import pytest

from aicore_tray.connect.computer import Computer
from aicore_tray.connect.detection import Found, find, find_all
from aicore_tray.connect.launching import launch
from aicore_tray.connect.registry import TOOLS
from aicore_tray.connect.tool import Target
from aicore_tray.errors import AicoreTrayError

TARGET = Target(origin="http://127.0.0.1:3456", key="act-secret", model="claude-sonnet-4-6")


def program(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)
    return file


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    return Computer(tmp_path / "home", {"PATH": str(tmp_path / "bin"), "HOME": str(tmp_path / "home")}, "linux")


def test_a_program_and_its_version(computer: Computer, tmp_path: Path) -> None:
    claude = program(tmp_path / "bin" / "claude", "echo '2.1.329 (Claude Code)'")
    assert find(TOOLS["claude-code"], computer) == Found(program=claude, version="2.1.329")
    assert "codex" not in find_all(TOOLS.values(), computer)


def test_where_an_app_s_short_path_does_not_look(computer: Computer) -> None:
    program(computer.home / ".nvm/versions/node/v9.1.0/bin/codex", "echo codex-cli 0.1.0")
    newest = program(computer.home / ".nvm/versions/node/v22.3.0/bin/codex", "echo codex-cli 0.169.0")
    assert find(TOOLS["codex"], computer) == Found(program=newest, version="0.169.0")


def test_a_program_that_fails_or_says_nothing_is_found_all_the_same(computer: Computer, tmp_path: Path) -> None:
    broken = program(tmp_path / "bin" / "codex", "exit 3")
    assert find(TOOLS["codex"], computer) == Found(program=broken)


def test_a_program_with_a_window_is_not_started(computer: Computer, tmp_path: Path) -> None:
    mark = tmp_path / "started"
    cursor = program(tmp_path / "bin" / "cursor", f"touch {mark}; echo 1.9.2")
    assert find(TOOLS["cursor"], computer) == Found(program=cursor)
    assert not mark.exists()


def test_an_extension(computer: Computer) -> None:
    for version in ("3.9.0", "3.60.0"):
        (computer.home / ".vscode/extensions" / f"saoudrizwan.claude-dev-{version}").mkdir(parents=True)
    (computer.home / ".vscode/extensions/saoudrizwan.claude-dev-nightly-4.0.0").mkdir()
    assert find(TOOLS["cline"], computer) == Found(version="3.60.0", place="VS Code")


def test_an_application_of_each_system(computer: Computer, tmp_path: Path) -> None:
    (computer.home / "Applications").mkdir(parents=True)
    (computer.home / "Applications" / "Cherry-Studio-1.7.2-x86_64.AppImage").touch()
    assert find(TOOLS["cherry-studio"], computer) == Found(version="1.7.2")
    mac = Computer(tmp_path / "mac", {"PATH": ""}, "darwin")
    contents = tmp_path / "mac" / "Applications" / "Cursor.app" / "Contents"
    contents.mkdir(parents=True)
    (contents / "Info.plist").write_bytes(plistlib.dumps({"CFBundleShortVersionString": "1.9.2"}))
    assert find(TOOLS["cursor"], mac) == Found(version="1.9.2")
    windows = Computer(tmp_path / "win", {"PATH": "", "LOCALAPPDATA": str(tmp_path / "local")}, "win32")
    (tmp_path / "local" / "Programs" / "Cursor").mkdir(parents=True)
    assert find(TOOLS["cursor"], windows) == Found()


# ---- launching


def has_written(file: Path) -> str:
    end = time.monotonic() + 10
    while not (file.exists() and file.read_text().endswith("end\n")):
        assert time.monotonic() < end, "it was not started"
        time.sleep(0.02)
    return file.read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="the terminals of POSIX systems")
def test_launch_by_environment_only(computer: Computer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    seen, words = tmp_path / "seen", tmp_path / "words"
    program(tmp_path / "bin" / "claude", f'env > {seen}; pwd >> {seen}; echo "$@" >> {seen}; echo end >> {seen}')
    # A terminal that hands over to one that runs already, in another environment.
    program(
        tmp_path / "bin" / "gnome-terminal",
        f'echo "$@" > {words}; shift; env -i HOME={computer.home} SHELL=/bin/true PATH=/usr/bin:/bin '
        'ANTHROPIC_API_KEY=other "$@" &',
    )
    folder = tmp_path / "it's a project"
    folder.mkdir()
    env = {**computer.env, "PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin", "NO_PROXY": "corp.example"}
    target = Target(origin=TARGET.origin, key=TARGET.key, model=TARGET.model, around_proxy=True)
    launch(TOOLS["claude-code"], target, folder, Computer(computer.home, env, "linux"))
    told = has_written(seen).splitlines()
    assert "ANTHROPIC_BASE_URL=http://127.0.0.1:3456" in told
    assert "ANTHROPIC_AUTH_TOKEN=act-secret" in told
    assert "NO_PROXY=127.0.0.1,localhost,corp.example" in told
    assert str(folder) in told
    assert not [line for line in told if line.startswith("ANTHROPIC_API_KEY=")]
    assert "act-secret" not in words.read_text(), "the list of processes shows it to everybody"
    assert list(tmp_path.glob("aicore-tray-*")) == [], "the script deletes itself"


@pytest.mark.skipif(sys.platform == "win32", reason="the terminals of POSIX systems")
def test_what_stands_in_the_way_of_a_launch(
    computer: Computer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    with pytest.raises(AicoreTrayError, match="not found") as none:
        launch(TOOLS["claude-code"], TARGET, tmp_path, computer)
    assert "npm install" in none.value.hint
    program(tmp_path / "bin" / "claude", "true")
    with pytest.raises(AicoreTrayError, match="is gone"):
        launch(TOOLS["claude-code"], TARGET, tmp_path / "no", computer)
    with pytest.raises(AicoreTrayError, match="cannot be started"):
        launch(TOOLS["curl"], TARGET, tmp_path, computer)
    program(tmp_path / "bin" / "xterm", "exit 1")
    with pytest.raises(AicoreTrayError, match="No terminal"):
        launch(TOOLS["claude-code"], TARGET, tmp_path, computer)
    assert list(tmp_path.glob("aicore-tray-*")) == []
