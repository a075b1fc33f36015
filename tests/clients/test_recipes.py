"""What Connect offers to paste, pasted into a real shell: the tools and the SDKs complete a turn by it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from aicore_tray.connect.computer import Computer
from aicore_tray.connect.models import Offer
from aicore_tray.connect.registry import TOOLS
from aicore_tray.connect.shells import BASH
from aicore_tray.connect.tool import Recipe, Target
from tests.clients.conftest import KEY, Demo, Tools
from tests.real_tools import Aider

pytestmark = pytest.mark.clients

OFFERS = (
    Offer(name="anthropic--claude-4.6-sonnet", familiar="claude-sonnet-4-6", context=1_000_000),
    Offer(name="anthropic--claude-4.5-haiku", familiar="claude-haiku-4-5", context=200_000),
    Offer(name="gpt-5.5", context=400_000),
    Offer(name="gemini-2.5-pro", context=1_000_000),
)
WORDS = "Run the shell command `echo quince-$((6*7))` and tell me what it printed."
PROOF = "quince-42"
# What each tool takes for one turn without a person; the recipe itself starts a conversation.
_TURN = {
    "claude-code": ("claude", "claude -p --dangerously-skip-permissions '{words}'"),
    "codex": ("codex ", "codex exec --skip-git-repo-check --dangerously-bypass-approvals-and-sandbox {rest} '{words}'"),
    "opencode": ("opencode", "opencode run '{words}'"),
}


def target(demo: Demo, tool: str) -> Target:
    return Target(origin=demo.url, key=KEY, model=TOOLS[tool].suggest(OFFERS), offers=OFFERS, around_proxy=True)


def paste(script: str, tools: Tools, home: Path) -> str:
    """Run what was pasted in a shell that knows nothing else, and return what it printed."""
    (home / "project").mkdir(exist_ok=True)
    path = os.pathsep.join([str(tools.folder / "node_modules" / ".bin"), str(tools.node), os.environ["PATH"]])
    env = {
        "PATH": path,
        "HOME": str(home),
        "IS_SANDBOX": "1",
        "ANTHROPIC_API_KEY": "a key of somebody else",
        "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
        "HTTP_PROXY": "http://127.0.0.1:9",  # nobody listens there: NO_PROXY must keep clear of it
        "http_proxy": "http://127.0.0.1:9",
    }
    done = subprocess.run(
        ["bash", "-e"],
        input=script,
        cwd=home / "project",
        env=env,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


@pytest.mark.parametrize("name", list(_TURN))
def test_a_pasted_recipe_makes_a_turn(tools: Tools, demo: Demo, tmp_path: Path, name: str) -> None:
    recipe = next(each for each in TOOLS[name].recipes(target(demo, name), BASH) if each.key == "terminal")
    *lines, start = recipe.snippets[0].text.splitlines()
    program, turn = _TURN[name]
    assert start.startswith(program)
    lines.append(turn.format(words=WORDS, rest=start.removeprefix(program)))
    assert PROOF in paste("\n".join(lines), tools, tmp_path)


def test_codex_s_profile(tools: Tools, demo: Demo, tmp_path: Path) -> None:
    recipe = next(each for each in TOOLS["codex"].recipes(target(demo, "codex"), BASH) if each.key == "profile")
    profile, start = recipe.snippets
    file = Path(profile.file.replace("~", str(tmp_path)))
    file.parent.mkdir(parents=True)
    file.write_text(profile.text)
    *lines, command = start.text.splitlines()
    assert command == "codex --profile aicore"
    lines.append(
        f"codex exec --profile aicore --skip-git-repo-check --dangerously-bypass-approvals-and-sandbox '{WORDS}'"
    )
    assert PROOF in paste("\n".join(lines), tools, tmp_path)


def test_claude_code_s_settings(tools: Tools, demo: Demo, tmp_path: Path) -> None:
    recipe = next(
        each for each in TOOLS["claude-code"].recipes(target(demo, "claude-code"), BASH) if each.key == "settings"
    )
    (tmp_path / ".claude").mkdir()
    (tmp_path / ".claude" / "settings.json").write_text(recipe.snippets[0].text)
    assert PROOF in paste(
        f"unset ANTHROPIC_API_KEY\nclaude -p --dangerously-skip-permissions '{WORDS}'", tools, tmp_path
    )


def save(recipe: Recipe, home: Path) -> list[str]:
    """Put what belongs in files there, and return the lines for the terminal."""
    lines: list[str] = []
    for snippet in recipe.snippets:
        if snippet.file:
            file = Path(snippet.file.replace("~", str(home)))
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(snippet.text, encoding="utf-8")
        else:
            lines += snippet.text.splitlines()
    return lines


def settings(demo: Demo, tool: str) -> Recipe:
    return next(each for each in TOOLS[tool].recipes(target(demo, tool), BASH) if each.key == "settings")


def test_opencode_s_settings(tools: Tools, demo: Demo, tmp_path: Path) -> None:
    lines = save(settings(demo, "opencode"), tmp_path)
    assert PROOF in paste("\n".join([*lines, f"opencode run '{WORDS}'"]), tools, tmp_path)


@pytest.mark.parametrize("way", ["settings", "terminal"])
def test_gemini_cli(tools: Tools, demo: Demo, tmp_path: Path, way: str) -> None:
    """It takes no command with `$(`, and reads its files in folders alone that are trusted."""
    recipes = {each.key: each for each in TOOLS["gemini-cli"].recipes(target(demo, "gemini-cli"), BASH)}
    files = save(recipes["settings"], tmp_path)
    assert files == [], "the key lies in a file"
    lines = ["export GEMINI_CLI_TRUST_WORKSPACE=true"]
    if way == "terminal":
        (tmp_path / ".gemini" / ".env").unlink()
        *variables, start = save(recipes["terminal"], tmp_path)
        assert start == "gemini"
        lines += variables
    else:
        # The file is no place for a shell's variables: a proxy that is set there is kept clear of by itself.
        assert "NO_PROXY=127.0.0.1,localhost" in (tmp_path / ".gemini" / ".env").read_text(encoding="utf-8")
    words = "Run the shell command `printf quince-%d 0x2a` and tell me what it printed."
    assert PROOF in paste("\n".join([*lines, f"gemini --yolo -p '{words}'"]), tools, tmp_path)


@pytest.mark.parametrize("way", ["settings", "terminal"])
def test_aider(aider: Aider, demo: Demo, tmp_path: Path, way: str) -> None:
    tool = TOOLS["aider"]
    made = target(demo, "aider")
    assert tool.setup is not None
    assert tool.command is not None
    variables = tool.command(made).variables
    if way == "settings":
        save(settings(demo, "aider"), tmp_path)
        variables = tool.setup(made, Computer(tmp_path, {}, sys.platform)).variables
    # It would fetch a list of prices from the net; one in its cache will do, even if it names nothing.
    prices = tmp_path / ".aider" / "caches" / "model_prices_and_context_window.json"
    prices.parent.mkdir(parents=True)
    prices.write_text(json.dumps({"sample_spec": {}}), encoding="utf-8")
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "fruit.py").write_text('FRUIT = "apple"\n', encoding="utf-8")
    quiet = ["--no-git", "--yes-always", "--no-check-update", "--analytics-disable", "--no-show-model-warnings"]
    words = 'Replace "apple" with "quince" in fruit.py.'
    aider.run([*quiet, "--message", words, "fruit.py"], home=tmp_path, env=dict(variables))
    assert (tmp_path / "project" / "fruit.py").read_text(encoding="utf-8") == 'FRUIT = "quince"\n'


@pytest.mark.parametrize("name", ["openai-sdk", "anthropic-sdk", "google-sdk"])
def test_a_pasted_program_of_an_sdk(tools: Tools, demo: Demo, tmp_path: Path, name: str) -> None:
    recipe = next(each for each in TOOLS[name].recipes(target(demo, name), BASH) if each.key == "python")
    environment, program = recipe.snippets
    (tmp_path / "hello.py").write_text(program.text)
    assert paste(f"{environment.text}\n{sys.executable} {tmp_path / 'hello.py'}", tools, tmp_path).strip()


def test_curl(tools: Tools, demo: Demo, tmp_path: Path) -> None:
    recipe = TOOLS["curl"].recipes(target(demo, "curl"), BASH)[0]
    assert '"choices"' in paste(recipe.snippets[0].text, tools, tmp_path)
