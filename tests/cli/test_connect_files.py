"""`connect --apply`, `--undo`, `--test` against a running demo: nothing is written unseen, and all of it comes back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.demo_process import Demo, running_demo
from tests.cli.processes import COMMAND, Ended, command, environment

OWN = '{\n  "permissions": {"allow": ["Bash"]}\n}\n'


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with running_demo(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.fixture
def user(tmp_path: Path) -> Path:
    (tmp_path / ".claude").mkdir()
    (tmp_path / ".claude" / "settings.json").write_text(OWN)
    return tmp_path


async def connect(demo: Demo, user: Path, *arguments: str, **env: str) -> Ended:
    found = {"HOME": str(user), "USERPROFILE": str(user), "SHELL": "/bin/bash", **env}
    return await command("connect", *arguments, "--data-dir", demo.home, env=found)


async def test_apply_and_undo(demo: Demo, user: Path) -> None:
    file = user / ".claude" / "settings.json"
    ended = await connect(demo, user, "claude-code", "--apply", "--yes", ANTHROPIC_API_KEY="sk-ant-secret")
    assert ended.code == 0, ended.err
    assert ended.out.startswith("~/.claude/settings.json\n")
    assert f'+     "ANTHROPIC_BASE_URL": "{demo.url}",' in ended.out
    assert "Claude Code is set up" in ended.out
    assert "ANTHROPIC_API_KEY is set in the environment; Claude Code may go by that" in ended.err
    assert "sk-ant-secret" not in ended.out + ended.err
    settings = json.loads(file.read_text())
    assert settings["permissions"] == {"allow": ["Bash"]}
    assert settings["env"]["ANTHROPIC_AUTH_TOKEN"] == "demo"
    again = await connect(demo, user, "claude-code", "--apply", "--yes")
    assert "is set up already" in again.out
    tested = await connect(demo, user, "claude-code", "--test")
    assert (tested.code, "answered in" in tested.out) == (0, True)
    assert f"Claude Code: set up, {demo.url}" in tested.err
    listed = await connect(demo, user)
    assert any(line.startswith("claude-code") and line.split()[-1].count("-") == 2 for line in listed.out.splitlines())
    undone = await connect(demo, user, "claude-code", "--undo", "--yes")
    assert (undone.code, file.read_text()) == (0, OWN)
    assert f'-     "ANTHROPIC_BASE_URL": "{demo.url}",' in undone.out


async def test_a_profile_holds_no_key_and_says_what_is_left(demo: Demo, user: Path) -> None:
    ended = await connect(demo, user, "codex", "--apply", "--yes", "--shell", "fish")
    profile = (user / ".codex" / "aicore.config.toml").read_text()
    provider = tomllib.loads(profile)["model_providers"]["aicore"]
    assert provider["base_url"] == f"{demo.url}/v1"
    assert "demo" not in profile
    assert "set -gx AICORE_TRAY_KEY 'demo'" in ended.out
    assert "Start it with: codex --profile aicore" in ended.err
    # Without a tool's name, all of them.
    await connect(demo, user, "claude-code", "--apply", "--yes")
    ended = await connect(demo, user, "--undo", "--yes")
    assert "Codex is as it was before." in ended.out
    assert "Claude Code is as it was before." in ended.out
    assert not (user / ".codex").exists()
    assert (await connect(demo, user, "--undo")).out == "Nothing is written into tools' files.\n"


async def test_nothing_is_written_where_nobody_can_be_asked(demo: Demo, user: Path) -> None:
    ended = await connect(demo, user, "claude-code", "--apply")
    assert ended.code == 1
    assert "Give --yes to write it" in ended.err
    assert "ANTHROPIC_BASE_URL" in ended.out, "it is shown all the same"
    assert (user / ".claude" / "settings.json").read_text() == OWN


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
@pytest.mark.parametrize(("answer", "written"), [("n", False), ("", False), ("y", True)])
def test_a_person_is_asked(demo: Demo, user: Path, answer: str, *, written: bool) -> None:
    import pty

    person, terminal = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "connect", "claude-code", "--apply", "--data-dir", str(demo.home)],
        stdin=terminal,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment({"HOME": str(user)}),
    ) as process:
        os.write(person, f"{answer}\n".encode())
        _, err = process.communicate(timeout=30)
    os.close(terminal)
    os.close(person)
    assert b"Write this for Claude Code? [y/N]" in err
    assert (process.returncode == 0) is written
    assert ("ANTHROPIC" in (user / ".claude" / "settings.json").read_text()) is written
    subprocess.run(
        [*COMMAND, "connect", "--undo", "--yes", "--data-dir", str(demo.home)],
        env=environment({"HOME": str(user)}),
        check=True,
        capture_output=True,
    )


async def test_what_was_changed_since_is_named(demo: Demo, user: Path) -> None:
    file = user / ".claude" / "settings.json"
    await connect(demo, user, "claude-code", "--apply", "--yes")
    file.write_text(file.read_text().replace(demo.url, "https://mine"))
    ended = await connect(demo, user, "claude-code", "--undo", "--yes")
    assert "~/.claude/settings.json: env.ANTHROPIC_BASE_URL was changed since, and stays" in ended.err
    assert json.loads(file.read_text())["env"] == {"ANTHROPIC_BASE_URL": "https://mine"}


async def test_a_file_with_comments_is_left_alone(demo: Demo, user: Path) -> None:
    file = user / ".claude" / "settings.json"
    file.write_text("// mine\n{}")
    ended = await connect(demo, user, "claude-code", "--apply", "--yes")
    assert ended.code == 1
    assert "is not plain JSON" in ended.err
    assert "Copy the values into it by hand" in ended.err
    assert file.read_text() == "// mine\n{}"


async def test_a_tool_without_files_of_its_own(demo: Demo, user: Path) -> None:
    ended = await connect(demo, user, "cherry-studio", "--apply", "--yes")
    assert ended.code == 1
    assert "keeps its settings where nobody else can write" in ended.err
    tested = await connect(demo, user, "cherry-studio", "--test")
    assert "answered in" in tested.out
