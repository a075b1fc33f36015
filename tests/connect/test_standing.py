"""How tools stand, what is in their way, what a plan shows, and whether the proxy answers as a tool would ask."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from aicore_tray.config.settings import Settings
from aicore_tray.connect.computer import Computer
from aicore_tray.connect.conflicts import ENVIRONMENT, Conflict, assignments, find_conflicts
from aicore_tray.connect.difference import Line, difference
from aicore_tray.connect.ledger import Ledger
from aicore_tray.connect.patches import plan_apply, plan_undo, write
from aicore_tray.connect.registry import TOOLS
from aicore_tray.connect.setup import Change, Setup
from aicore_tray.connect.standing import Standing, Status, status_of
from aicore_tray.connect.tool import HIDDEN, Api, Target
from aicore_tray.connect.trying import as_written, try_out
from aicore_tray.errors import AicoreTrayError
from tests.gateway.proxy import KEY, running_proxy

TARGET = Target(origin="http://127.0.0.1:3001", key="act-0123456789abcdef", model="claude-sonnet-4-6")
SHOWN = replace(TARGET, key=f"act-0123{HIDDEN}")
CLAUDE, CODEX = TOOLS["claude-code"], TOOLS["codex"]


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    (tmp_path / "home").mkdir()
    return Computer(tmp_path / "home", {}, "linux")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "data" / "connected.json", tmp_path / "data" / "backups")


def setup_of(tool: str, target: Target, computer: Computer) -> Setup:
    made = TOOLS[tool].setup
    assert made is not None
    return made(target, computer)


def status(tool: str, ledger: Ledger, computer: Computer, target: Target = SHOWN) -> Status:
    return status_of(setup_of(tool, target, computer), ledger.of(tool), target.key)


@pytest.mark.parametrize("tool", ["claude-code", "codex"])
def test_a_tool_comes_and_goes(tool: str, ledger: Ledger, computer: Computer) -> None:
    assert status(tool, ledger, computer).standing is Standing.NONE
    write(plan_apply(tool, setup_of(tool, TARGET, computer), ledger), ledger)
    now = status(tool, ledger, computer)
    assert (now.standing, now.written) == (Standing.OURS, True)
    assert now.address.startswith(TARGET.origin)
    assert now.since > 0
    moved = replace(SHOWN, origin="http://127.0.0.1:4000")
    since = status(tool, ledger, computer, moved)
    assert (since.standing, since.address) == (Standing.STALE, now.address)
    other = status(tool, ledger, computer, replace(SHOWN, model="claude-opus-4-6"))
    assert other.standing is Standing.STALE
    write(plan_undo(tool, ledger), ledger)
    assert status(tool, ledger, computer) == Status(standing=Standing.NONE)


def test_one_that_goes_elsewhere_is_told_without_its_password(ledger: Ledger, computer: Computer) -> None:
    file = computer.home / ".claude" / "settings.json"
    file.parent.mkdir()
    file.write_text(json.dumps({"env": {"ANTHROPIC_BASE_URL": "https://me:secret@gateway.corp/x?key=1"}}))
    assert status("claude-code", ledger, computer) == Status(
        standing=Standing.ELSEWHERE, address="https://gateway.corp/x"
    )
    profile = computer.home / ".codex" / "aicore.config.toml"
    profile.parent.mkdir()
    profile.write_text('base_url = "https://elsewhere/v1"\n')
    assert status("codex", ledger, computer).standing is Standing.ELSEWHERE


def test_a_file_with_comments_is_closed(ledger: Ledger, computer: Computer) -> None:
    file = computer.home / ".claude" / "settings.json"
    file.parent.mkdir()
    file.write_text("{ // mine\n}")
    now = status("claude-code", ledger, computer)
    assert now.standing is Standing.CLOSED
    assert now.why is not None
    assert "settings.json" in now.why.line()


def test_lines_that_stand_elsewhere_in_the_file(ledger: Ledger, computer: Computer) -> None:
    file = computer.home / ".env"
    change = Change(file=file, format="lines", text="URL=http://x\n", keys=("URL",), address="http://x")
    setup = Setup(changes=(change,))
    assert status_of(setup, (), "").standing is Standing.NONE
    file.write_text("URL=https://theirs\n")
    assert status_of(setup, (), "") == Status(standing=Standing.ELSEWHERE, address="https://theirs")
    file.write_text("A=1\n")
    write(plan_apply("x", setup, ledger), ledger)
    assert status_of(setup, ledger.of("x"), "").standing is Standing.OURS


# ---- what is in the way


def test_variables_are_found_with_their_source(computer: Computer) -> None:
    home = computer.home
    (home / ".zshrc").write_text("# x\nexport ANTHROPIC_API_KEY='sk-ant-secret'\nexport PATH=$PATH:/x\n")
    (home / ".config" / "fish" / "conf.d").mkdir(parents=True)
    (home / ".config" / "fish" / "conf.d" / "a.fish").write_text("set -gx ANTHROPIC_BASE_URL https://a:b@c.d/e?f\n")
    (home / ".bashrc").write_text('export ANTHROPIC_MODEL="$OTHER"\nexport OPENAI_API_KEY=1\nANTHROPIC_X is no line\n')
    env = {"ANTHROPIC_API_KEY": "sk-ant-secret", "CLAUDE_CODE_USE_BEDROCK": "1", "HOME": "/x"}
    found = find_conflicts(CLAUDE, {}, assignments(replace(computer, env=env)))
    # The environment has the first from the file, where it can be changed; that is not told twice.
    assert set(found) == {
        Conflict(variable="ANTHROPIC_API_KEY", source="~/.zshrc", line=2),
        Conflict(variable="ANTHROPIC_BASE_URL", source="~/.config/fish/conf.d/a.fish", line=1, value="https://c.d/e"),
        Conflict(variable="CLAUDE_CODE_USE_BEDROCK", source=ENVIRONMENT),
    }
    assert "secret" not in repr(found)


def test_what_says_the_same_is_in_nobodys_way(computer: Computer) -> None:
    wanted = setup_of("claude-code", TARGET, computer).says
    env = {"ANTHROPIC_BASE_URL": TARGET.origin, "ANTHROPIC_AUTH_TOKEN": "another"}
    assert find_conflicts(CLAUDE, wanted, assignments(replace(computer, env=env))) == ()
    env["ANTHROPIC_BASE_URL"] = "http://127.0.0.1:9"
    (found,) = find_conflicts(CLAUDE, wanted, assignments(replace(computer, env=env)))
    assert found.value == "http://127.0.0.1:9"
    assert find_conflicts(TOOLS["openai-sdk"], {}, assignments(replace(computer, env=env))) == ()


def test_the_registry_and_profiles_of_windows(computer: Computer) -> None:
    windows = replace(computer, platform="win32")
    folder = computer.home / "Documents" / "PowerShell"
    folder.mkdir(parents=True)
    (folder / "Microsoft.PowerShell_profile.ps1").write_text('$env:ANTHROPIC_BASE_URL = "https://p"\n')
    registry = [("HKCU\\Environment", "ANTHROPIC_MODEL", "opus"), ("HKCU\\Environment", "TEMP", "x")]
    found = find_conflicts(CLAUDE, {}, assignments(windows, lambda: registry))
    assert {(each.source, each.variable, each.value) for each in found} == {
        ("~/Documents/PowerShell/Microsoft.PowerShell_profile.ps1", "ANTHROPIC_BASE_URL", "https://p"),
        ("HKCU\\Environment", "ANTHROPIC_MODEL", "opus"),
    }


# ---- what is shown


def test_a_plan_is_shown_without_secrets(ledger: Ledger, computer: Computer) -> None:
    file = computer.home / ".claude" / "settings.json"
    file.parent.mkdir()
    lines = [f'  "k{number}": {number},' for number in range(20)]
    file.write_text(
        "\n".join(["{", *lines, '  "apiKey": "sk-ant-theirs",', '  "env": {', '    "X": "1"', "  }", "}", ""])
    )
    (plan,) = plan_apply("claude-code", setup_of("claude-code", TARGET, computer), ledger).files
    shown = difference(plan, (TARGET.key,))
    assert (shown.file, shown.made, shown.gone) == (file, False, False)
    text = "\n".join(f"{line.sign} {line.text}" for line in shown.lines)
    assert "theirs" not in text
    assert TARGET.key not in text
    assert f'added     "ANTHROPIC_AUTH_TOKEN": "act-0123{HIDDEN}",' in text
    assert 'added     "ANTHROPIC_BASE_URL": "http://127.0.0.1:3001",' in text
    assert shown.lines[0] == Line("gap", "")
    assert '"k15"' not in text, "only what is around it is shown"
    write(plan_apply("claude-code", setup_of("claude-code", TARGET, computer), ledger), ledger)
    (back,) = plan_undo("claude-code", ledger).files
    assert TARGET.key not in repr(difference(back))


def test_a_name_of_a_variable_is_no_secret(ledger: Ledger, computer: Computer) -> None:
    (plan,) = plan_apply("codex", setup_of("codex", TARGET, computer), ledger).files
    shown = difference(plan, (TARGET.key,))
    assert shown.made
    assert Line("added", 'env_key = "AICORE_TRAY_KEY"') in shown.lines
    assert {line.sign for line in shown.lines} == {"added"}


# ---- asking as a tool would


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Target]:
    async with running_proxy(tmp_path, settings=Settings(quota_wait=0)) as running:
        yield Target(origin=running.url, key=KEY, model="claude-sonnet-4-5")


@pytest.mark.parametrize("api", ["messages", "responses", "chat", "gemini"])
async def test_every_api_answers(served: Target, api: Api) -> None:
    tried = await try_out(api, served)
    assert tried.model == served.model
    assert tried.words
    assert tried.seconds > 0


async def test_what_is_refused_says_why(served: Target) -> None:
    with pytest.raises(AicoreTrayError) as caught:
        await try_out("messages", replace(served, key="act-wrong"))
    assert "Apply its setup again" in caught.value.hint
    with pytest.raises(AicoreTrayError, match="no-such") as caught:
        await try_out("chat", replace(served, model="no-such"))
    with pytest.raises(AicoreTrayError, match="does not answer"):
        await try_out("chat", replace(served, origin="http://127.0.0.1:9"))


def test_the_key_that_lies_in_the_file_is_tried(ledger: Ledger, computer: Computer) -> None:
    write(plan_apply("claude-code", setup_of("claude-code", TARGET, computer), ledger), ledger)
    setup = setup_of("claude-code", SHOWN, computer)
    assert as_written(setup, SHOWN, status("claude-code", ledger, computer)).key == TARGET.key
    assert as_written(setup, SHOWN, Status(standing=Standing.NONE)).key == SHOWN.key
