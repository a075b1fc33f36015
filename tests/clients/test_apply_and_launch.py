"""Real tools complete a turn by what Apply writes and by what Launch gives them; Undo gives their files back."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from aicore_tray.connect.shells import BASH
from tests.clients.conftest import KEY, Demo, Tools
from tests.clients.test_with_aider import AFTER, BEFORE
from tests.real_tools import Aider, run

pytestmark = pytest.mark.clients

MODELS = ("claude-sonnet-4-5", "gpt-5", "gemini-2.5-pro")
WORDS = "Run the shell command `printf 'quince-%d' 0x2a` and tell me what it printed."
PROOF = "quince-42"  # only a shell that really ran makes this of the words above
EDIT = 'Replace "apple" with "quince" in fruit.py.'


@dataclass(frozen=True, slots=True)
class Client:
    """One tool, as it is used here.

    Attributes:
        turn: what it takes for one turn without a person, behind what starts it.
        files: what its user has in its files before: name below the home folder -> content.
        quiet: variables that keep it from calling its makers, which this machine does not reach.
    """

    turn: tuple[str, ...]
    files: Mapping[str, str]
    quiet: Mapping[str, str]


_AIDER = (
    "--no-git", "--yes-always", "--no-check-update", "--analytics-disable", "--no-show-model-warnings",
    "--no-show-release-notes", "--no-pretty", "--no-fancy-input", "--message", EDIT, "fruit.py",
)  # fmt: skip
CLIENTS = {
    "claude-code": Client(
        turn=("-p", WORDS, "--dangerously-skip-permissions"),
        files={".claude/settings.json": '{\n    "includeCoAuthoredBy": false,\n    "env": {"MY_OWN": "1"}\n}\n'},
        quiet={"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1", "IS_SANDBOX": "1"},
    ),
    "codex": Client(
        turn=("exec", "--skip-git-repo-check", "--dangerously-bypass-approvals-and-sandbox", WORDS),
        files={
            ".codex/config.toml": "# mine\n[analytics]\nenabled = false\n\n"
            "[features]\nplugins = false\nremote_plugin = false\n"
        },
        quiet={},
    ),
    "opencode": Client(
        turn=("run", WORDS),
        files={".config/opencode/opencode.json": '{ "username": "me", "provider": {} }'},
        quiet={
            "OPENCODE_DISABLE_AUTOUPDATE": "1",
            "OPENCODE_DISABLE_MODELS_FETCH": "1",
            "OPENCODE_DISABLE_LSP_DOWNLOAD": "1",
            "OPENCODE_DISABLE_DEFAULT_PLUGINS": "1",
        },
    ),
    "gemini-cli": Client(
        turn=("--yolo", "-p", WORDS),
        files={
            ".gemini/settings.json": '{\n  "privacy": {"usageStatisticsEnabled": false},\n'
            '  "telemetry": {"enabled": false},\n'
            '  "general": {"enableAutoUpdate": false, "enableAutoUpdateNotification": false}\n}\n',
            ".gemini/.env": "MY_OWN=1\n",
        },
        quiet={"GEMINI_CLI_TRUST_WORKSPACE": "true"},
    ),
    "aider": Client(
        turn=_AIDER,
        files={".aider.conf.yml": "# mine\ndark-mode: true"},
        quiet={"LITELLM_LOCAL_MODEL_COST_MAP": "True"},
    ),
}


@dataclass(frozen=True, slots=True)
class User:
    """Somebody with a home folder in which a tool has been used before."""

    name: str
    client: Client
    home: Path
    path: str
    demo: Demo

    def connect(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `aicore-tray connect`, as this user."""
        options = ("--url", self.demo.url, "--api-key", KEY, "--data-dir", str(self.home / "aicore-tray"))
        words = (sys.executable, "-m", "aicore_tray", "connect", self.name, *options, *arguments)
        return subprocess.run(
            words, cwd=self.home / "project", env=self.env, capture_output=True, text=True, timeout=180, check=False
        )

    @property
    def env(self) -> dict[str, str]:
        return {"HOME": str(self.home), "PATH": self.path, "SHELL": "/bin/bash", **self.client.quiet}

    def files(self) -> dict[str, str]:
        return {name: (self.home / name).read_text() for name in self.client.files}

    def has_made_its_turn(self, printed: str) -> None:
        if self.name == "aider":
            assert (self.home / "project" / "fruit.py").read_text() == AFTER
        else:
            assert PROOF in printed


@pytest.fixture
def user(request: pytest.FixtureRequest, tools: Tools, aider: Aider, demo: Demo, tmp_path: Path) -> User:
    name: str = request.param
    client = CLIENTS[name]
    for file, text in client.files.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text)
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "fruit.py").write_text(BEFORE)
    # aider would fetch a list of prices; one in its cache will do, even if it names nothing.
    prices = tmp_path / ".aider" / "caches" / "model_prices_and_context_window.json"
    prices.parent.mkdir(parents=True)
    prices.write_text(json.dumps({"sample_spec": {}}))
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "aider").write_text(
        f'#!/bin/sh\nPYTHONPATH={aider.folder} exec {aider.python} -S -m aider "$@"\n', encoding="utf-8"
    )
    (programs / "aider").chmod(0o755)
    folders = (tools.folder / "node_modules" / ".bin", tools.node, programs)
    path = os.pathsep.join([*map(str, folders), os.environ["PATH"]])
    return User(name=name, client=client, home=tmp_path, path=path, demo=demo)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("user", CLIENTS, indirect=True)
def test_by_apply(user: User, model: str) -> None:
    before = user.demo.stats()["total"]
    applied = user.connect("--apply", "--yes", "--model", model, "--shell", "bash")
    assert applied.returncode == 0, applied.stderr
    assert user.demo.url in "".join(user.files().values()) or user.name == "codex"
    # The lines that it says are to be set, and the start that it tells.
    exports = [line for line in applied.stdout.splitlines() if line.startswith("export ")]
    assert KEY not in "".join(user.files().values()) or not exports
    (start,) = [line for line in applied.stderr.splitlines() if line.startswith("Start it with: ")]
    program, *options = shlex.split(start.removeprefix("Start it with: "))
    turn = user.client.turn
    if user.name == "codex":
        turn, options = (turn[0], *options, *turn[1:]), []  # a profile is named behind the command
    script = "\n".join([*exports, BASH.command((program, *options, *turn))])
    printed = run(["bash", "-ec", script], home=user.home, env=user.env)
    user.has_made_its_turn(printed)
    after = user.demo.stats()["total"]
    assert after["requests"] > before["requests"]
    assert after["errors"] == before["errors"]

    undone = user.connect("--undo", "--yes")
    assert undone.returncode == 0, undone.stderr
    now = user.files()
    for name, text in user.client.files.items():
        if now[name] != text:
            # The tool has written its own file in between: all that is in it now is its own.
            assert_only_the_tools_own(user, name, now[name], text)
    assert not (user.home / ".codex" / "aicore.config.toml").exists()


def assert_only_the_tools_own(user: User, name: str, now: str, before: str) -> None:
    assert name.endswith(".json"), f"{name} is not as it was: {now!r}"
    assert user.demo.url not in now
    assert KEY not in now
    added = {key: value for key, value in json.loads(now).items() if key not in json.loads(before)}
    kept = {key: value for key, value in json.loads(now).items() if key not in added}
    assert kept == json.loads(before)
    assert not {"env", "provider", "model", "small_model"} & set(added)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("user", CLIENTS, indirect=True)
def test_by_launch(user: User, model: str) -> None:
    before = user.demo.stats()["total"]
    if user.name == "gemini-cli":
        # How to sign in is asked once by the tool itself, before anything else.
        settings = json.loads((user.home / ".gemini" / "settings.json").read_text())
        settings["security"] = {"auth": {"selectedType": "gemini-api-key"}}
        (user.home / ".gemini" / "settings.json").write_text(json.dumps(settings))
    files = user.files()
    launched = user.connect("--launch", "--model", model, "--", *user.client.turn)
    assert launched.returncode == 0, launched.stdout[-3000:] + launched.stderr[-3000:]
    user.has_made_its_turn(launched.stdout)
    after = user.demo.stats()["total"]
    assert after["requests"] > before["requests"]
    assert after["errors"] == before["errors"]
    if user.name not in ("gemini-cli", "opencode"):  # these write their own files at times
        assert user.files() == files
    assert not any(user.demo.url in text for text in user.files().values()), "no file of it was changed"
