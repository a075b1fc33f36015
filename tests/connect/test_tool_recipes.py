"""Every tool's recipes in every shell: live values in them, one secret, nothing that a shell would read otherwise."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aicore_tray.connect.models import Offer, best
from aicore_tray.connect.registry import TOOLS
from aicore_tray.connect.shells import BASH, CMD, FISH, POWERSHELL, SHELLS, ZSH, Shell, own_shell
from aicore_tray.connect.tool import Recipe, Target, Tool

ORIGIN = "http://127.0.0.1:3456"
KEY = "act-0123456789abcdef"
OFFERS = (
    Offer(name="anthropic--claude-4.5-sonnet", familiar="claude-sonnet-4-5", context=200_000),
    Offer(name="anthropic--claude-4.6-sonnet", familiar="claude-sonnet-4-6", context=1_000_000),
    Offer(name="anthropic--claude-4.5-haiku", familiar="claude-haiku-4-5", context=200_000),
    Offer(name="gpt-5", context=272_000),
    Offer(name="gpt-5.5", context=400_000),
    Offer(name="gpt-5.5-mini", context=400_000),
)
every_tool = pytest.mark.parametrize("tool", TOOLS.values(), ids=lambda tool: tool.id)
every_shell = pytest.mark.parametrize("shell", SHELLS.values(), ids=lambda shell: shell.id)


def target(tool: Tool, **values: object) -> Target:
    made = {"origin": ORIGIN, "key": KEY, "model": tool.suggest(OFFERS), "offers": OFFERS} | values
    return Target(**made)  # type: ignore[arg-type]


def texts(recipes: tuple[Recipe, ...]) -> str:
    return "\n".join(
        part
        for recipe in recipes
        for part in (*(each.text for each in recipe.snippets), *(each.value for each in recipe.entries))
    )


@every_tool
@every_shell
def test_live_values(tool: Tool, shell: Shell) -> None:
    recipes = tool.recipes(target(tool), shell)
    assert recipes
    assert len({recipe.key for recipe in recipes}) == len(recipes)
    assert all(recipe.steps for recipe in recipes)
    text = texts(recipes)
    assert KEY in text
    # Whoever looks at Cursor's card must not take an address that cannot work.
    assert (ORIGIN in text) is (tool.id != "cursor")
    assert bool(tool.warning) is (tool.id == "cursor")
    for recipe in recipes:
        for entry in recipe.entries:
            assert entry.secret is (entry.value == KEY), entry.label


@every_tool
@every_shell
def test_around_a_proxy(tool: Tool, shell: Shell) -> None:
    """Where a company's proxy is set, what goes into a shell keeps clear of it; elsewhere nobody is bothered."""
    plain = texts(tool.recipes(target(tool), shell))
    assert "no_proxy" not in plain.lower()
    assert "--noproxy" not in plain
    around = tool.recipes(target(tool, around_proxy=True), shell)
    lines = [
        snippet.text
        for recipe in around
        for snippet in recipe.snippets
        if snippet.language == "shell" and KEY in snippet.text
    ]
    for text in lines:
        if tool.id != "curl" or shell is not POWERSHELL:  # which never asks a proxy for loopback
            assert "127.0.0.1,localhost" in text or "--noproxy 127.0.0.1" in text or "(string join" in text, text


@every_tool
def test_the_authority_of_our_https(tool: Tool) -> None:
    text = texts(tool.recipes(target(tool, authority="/data/tls/authority.pem"), BASH))
    if tool.id not in ("cursor", "cherry-studio"):
        assert "/data/tls/authority.pem" in text


@given(
    value=st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=40),
    before=st.sampled_from(["", "corp.example"]),
)
def test_a_posix_shell_reads_what_was_meant(value: str, before: str) -> None:
    lines = BASH.lines({"VALUE": value}, without=("GONE",), no_proxy="127.0.0.1,localhost")
    lines.append('printf "%s\\0%s\\0%s\\0" "$VALUE" "${GONE-unset}" "$NO_PROXY"')
    env = {"GONE": "x", **({"NO_PROXY": before} if before else {})}
    told = subprocess.run(["/bin/sh"], input="\n".join(lines).encode(), env=env, capture_output=True, check=True)
    named = "127.0.0.1,localhost" + (f",{before}" if before else "")
    assert told.stdout.decode().split("\0")[:3] == [value, "unset", named]
    assert ZSH.lines({"VALUE": value}) == BASH.lines({"VALUE": value})


@given(st.lists(st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=20), max_size=4))
def test_a_posix_shell_splits_a_command_as_it_was_meant(words: list[str]) -> None:
    line = BASH.command(["printf", "%s\\0", *words])
    told = subprocess.run(["/bin/sh"], input=line.encode(), capture_output=True, check=True)
    assert told.stdout.decode().split("\0")[:-1] == (words or [""])


def test_the_other_shells() -> None:
    lines = {shell.id: shell.lines({"A": "it's"}, without=("B",), no_proxy="h,i") for shell in SHELLS.values()}
    assert lines["fish"][:2] == ["set -e B", "set -gx A 'it\\'s'"]
    assert lines["fish"][2] == "set -gx NO_PROXY (string join , h i $NO_PROXY)"
    assert lines["powershell"] == [
        "Remove-Item Env:B -ErrorAction SilentlyContinue",
        "$env:A = 'it''s'",
        '$env:NO_PROXY = (@("h,i", $env:NO_PROXY) -ne $null) -join ","',
    ]
    assert lines["cmd"] == [
        'set "B="',
        'set "A=it\'s"',
        'if defined NO_PROXY (set "NO_PROXY=h,i,%NO_PROXY%") else (set "NO_PROXY=h,i")',
    ]
    assert FISH.command(["codex", "-c", "a={b='c d'}"]) == CMD.command(["codex", "-c", "a={b='c d'}"])


def test_whose_shell() -> None:
    assert own_shell({"SHELL": "/usr/bin/fish"}, "linux").id == "fish"
    assert own_shell({}, "linux").id == "bash"
    assert own_shell({"SHELL": "/bin/tcsh"}, "darwin").id == "zsh"
    assert own_shell({"SHELL": "/bin/bash"}, "win32").id == "powershell"


def test_files_that_are_pasted_can_be_read() -> None:
    for tool in TOOLS.values():
        for recipe in tool.recipes(target(tool, around_proxy=True), BASH):
            for snippet in recipe.snippets:
                if snippet.language == "json":
                    assert json.loads(snippet.text)
                if snippet.language == "toml":
                    profile = tomllib.loads(snippet.text)
                    assert KEY not in snippet.text, "the key comes from the environment"
                    assert profile["model_context_window"] == 400_000
                if snippet.language == "python":
                    compile(snippet.text, tool.id, "exec")
                    assert KEY not in snippet.text


def test_claude_code_knows_its_models() -> None:
    tool = TOOLS["claude-code"]
    text = texts(tool.recipes(target(tool), BASH)[:1])
    assert "ANTHROPIC_MODEL='claude-sonnet-4-6'" in text
    assert "ANTHROPIC_DEFAULT_HAIKU_MODEL='claude-haiku-4-5'" in text
    # No Opus runs here: its tier goes to what does, since titles and plans ask for it all the same.
    assert "ANTHROPIC_DEFAULT_OPUS_MODEL='claude-sonnet-4-6'" in text
    assert "DISABLE" not in text, "its own switches are left alone"
    only = Target(origin=ORIGIN, key=KEY, model="gpt-5", offers=(Offer(name="gpt-5"),))
    assert re.findall(r"_MODEL='([^']+)'", texts(tool.recipes(only, BASH)[:1])) == ["gpt-5"] * 5


def test_the_model_that_suits() -> None:
    assert TOOLS["claude-code"].suggest(OFFERS) == "claude-sonnet-4-6"
    assert TOOLS["codex"].suggest(OFFERS) == "gpt-5.5"
    assert TOOLS["codex"].suggest(OFFERS[:3]) == "claude-sonnet-4-6"
    assert TOOLS["codex"].suggest(()) == ""
    assert best((Offer(name="zzz"),), ("gpt-*",)) == Offer(name="zzz")
    newer = Offer(name="gpt-9", deployed=False)  # through orchestration
    assert best((newer, Offer(name="gpt-5")), ("gpt-*",)) == Offer(name="gpt-5")
    assert best((newer, Offer(name="zzz")), ("gpt-*",)) == newer


def test_who_calls() -> None:
    assert TOOLS["claude-code"].is_client("claude-cli/2.1.329")
    assert TOOLS["codex"].is_client("codex_exec/0.169.0")
    assert TOOLS["openai-sdk"].is_client("OpenAI/Python")
    assert not TOOLS["codex"].is_client("claude-cli/2.1.329")
    assert not any(tool.is_client("") for tool in TOOLS.values())
