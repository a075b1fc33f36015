"""What Apply will write for each tool, word for word, and what every setup keeps to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from aicore_tray.connect.computer import Computer
from aicore_tray.connect.models import Offer
from aicore_tray.connect.registry import TOOLS
from aicore_tray.connect.setup import Change, Setup
from aicore_tray.connect.tool import LOOPBACK, Target, Tool
from tests.connect.yaml_subset import read_yaml

KEY = "act-0123456789abcdef"
ORIGIN = "http://127.0.0.1:3456"
MODEL, SMALL = "claude-sonnet-4-6", "claude-haiku-4-5"
OFFERS = (
    Offer(name="anthropic--claude-4.6-sonnet", familiar=MODEL, context=1_000_000),
    Offer(name="anthropic--claude-4.5-haiku", familiar=SMALL, context=200_000),
)
SETUPS = Path(__file__).with_name("setups.txt")
WRITABLE = [tool for tool in TOOLS.values() if tool.setup is not None]
# Their keys have no variable of their own, or are read where no shell's variables are.
WITH_KEY_IN_A_FILE = {"claude-code", "gemini-cli", "continue", "llm"}
every_setup = pytest.mark.parametrize("tool", WRITABLE, ids=lambda tool: tool.id)


def target(**values: object) -> Target:
    return Target(**({"origin": ORIGIN, "key": KEY, "model": MODEL, "offers": OFFERS} | values))  # type: ignore[arg-type]


def setup_of(tool: Tool, computer: Computer, **values: object) -> Setup:
    assert tool.setup is not None
    return tool.setup(target(**values), computer)


def jane(platform: str = "linux", **env: str) -> Computer:
    return Computer(Path("/home/jane"), env, platform)


def told(setup: Setup, computer: Computer) -> Iterator[str]:
    for change in setup.changes:
        yield f"== {computer.short(change.file)} ({change.format})"
        for value in change.values:
            marks = [word for word, on in (("address", value.address), ("secret", value.secret)) if on]
            yield " ".join([" > ".join(value.path), "=", json.dumps(value.value), *(f"<{mark}>" for mark in marks)])
        yield from change.text.splitlines()
    yield from (f"$ {name}={value}" for name, value in setup.variables.items())
    if setup.start:
        yield f"$ {' '.join(setup.start)}"


def expected() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in SETUPS.read_text(encoding="utf-8").splitlines():
        if line.startswith("#### "):
            lines = found.setdefault(line.removeprefix("#### "), [])
        else:
            lines.append(line)
    return found


@every_setup
def test_what_is_written(tool: Tool) -> None:
    assert list(told(setup_of(tool, jane()), jane())) == expected()[tool.id]


def test_no_other_setups_are_expected() -> None:
    assert list(expected()) == [tool.id for tool in WRITABLE]


def addresses(change: Change) -> list[str]:
    found = [json.dumps(value.value) for value in change.values if value.address]
    return [*found, *([change.address] if change.address else [])]


@every_setup
def test_one_address_and_the_secrets_are_marked(tool: Tool) -> None:
    setup = setup_of(tool, jane())
    (address,) = [address for change in setup.changes for address in addresses(change)]
    assert ORIGIN in address
    in_files = False
    for change in setup.changes:
        assert change.file.is_relative_to("/home/jane")
        assert bool(change.values) != bool(change.text)
        assert bool(change.values) is (change.format in ("json", "toml"))
        assert change.address in change.text
        for value in change.values:
            assert value.secret is (KEY in json.dumps(value.value)), value.path
        paths = [value.path for value in change.values]
        assert len(set(paths)) == len(paths)
        in_files |= KEY in change.text or any(value.secret for value in change.values)
    assert in_files is (tool.id in WITH_KEY_IN_A_FILE)
    assert (KEY in setup.variables.values()) is not in_files


@every_setup
def test_models_are_live(tool: Tool) -> None:
    def text(**values: object) -> str:
        return "\n".join(told(setup_of(tool, jane(), **values), jane()))

    assert MODEL in text()
    assert "another-model" in text(model="another-model")
    assert "https://127.0.0.1:9" in text(origin="https://127.0.0.1:9")


@every_setup
def test_lines_can_be_read_and_their_names_are_told(tool: Tool) -> None:
    for change in setup_of(tool, jane(), around_proxy=True).changes:
        if change.format != "lines":
            continue
        if change.file.name == ".env":
            names = [line.partition("=")[0] for line in change.text.splitlines()]
            assert names == list(change.keys)
            continue
        read = read_yaml(change.text)
        # A list has no names; what else is in it stays beside ours.
        assert (list(read) if isinstance(read, dict) else []) == list(change.keys)


@every_setup
def test_the_authority_reaches_the_tool(tool: Tool) -> None:
    setup = setup_of(tool, jane(), authority="/data/authority.pem")
    written = [value.value for change in setup.changes for value in change.values]
    assert "/data/authority.pem" in [*setup.variables.values(), *written]


def test_a_company_s_proxy_is_kept_clear_of() -> None:
    settings, env = setup_of(TOOLS["gemini-cli"], jane(), around_proxy=True).changes
    assert f"NO_PROXY={LOOPBACK}\n" in env.text
    assert all(value.value != LOOPBACK for value in settings.values)
    (claude,) = setup_of(TOOLS["claude-code"], jane(), around_proxy=True).changes
    assert claude.values[-1].path == ("env", "NO_PROXY")


FOLDERS = [
    ("claude-code", "CLAUDE_CONFIG_DIR", "settings.json"),
    ("codex", "CODEX_HOME", "aicore.config.toml"),
    ("opencode", "XDG_CONFIG_HOME", "opencode/opencode.json"),
    ("kilo-code", "XDG_CONFIG_HOME", "kilo/kilo.json"),
    ("gemini-cli", "GEMINI_CLI_HOME", ".gemini/settings.json"),
    ("continue", "CONTINUE_GLOBAL_DIR", "config.yaml"),
    ("zed", "XDG_CONFIG_HOME", "zed/settings.json"),
    ("qwen-code", "QWEN_HOME", "settings.json"),
    ("crush", "XDG_CONFIG_HOME", "crush/crush.json"),
    ("crush", "CRUSH_GLOBAL_CONFIG", "crush.json"),
    ("pi", "PI_CODING_AGENT_DIR", "models.json"),
    ("llm", "LLM_USER_PATH", "extra-openai-models.yaml"),
]


@pytest.mark.parametrize(("tool", "variable", "file"), FOLDERS)
def test_a_folder_that_the_user_gave_the_tool(tool: str, variable: str, file: str) -> None:
    named = setup_of(TOOLS[tool], jane(**{variable: "/home/jane/elsewhere"})).changes[0].file
    assert named == Path("/home/jane/elsewhere") / file


def test_other_systems() -> None:
    def files(platform: str, **env: str) -> dict[str, str]:
        return {tool.id: str(setup_of(tool, jane(platform, **env)).changes[0].file) for tool in WRITABLE}

    mac = files("darwin")
    assert mac["zed"] == "/home/jane/.config/zed/settings.json"
    assert mac["llm"] == "/home/jane/Library/Application Support/io.datasette.llm/extra-openai-models.yaml"
    windows = files("win32", APPDATA="/roaming", LOCALAPPDATA="/local")
    assert windows["zed"] == "/roaming/Zed/settings.json"
    assert windows["llm"] == "/roaming/io.datasette.llm/extra-openai-models.yaml"
    assert windows["crush"] == "/local/crush/crush.json"
    assert windows["opencode"] == "/home/jane/.config/opencode/opencode.json"


def test_a_list_of_models_has_what_was_chosen_and_what_is_deployed() -> None:
    offers = (*OFFERS, Offer(name="gpt-5"), Offer(name="gpt-9", deployed=False))
    values = {value.path: value.value for value in setup_of(TOOLS["pi"], jane(), offers=offers).changes[0].values}
    models = values["providers", "aicore", "models"]
    assert isinstance(models, list)
    # Nobody tells the window of the last one: a usual one stands for it.
    assert [(each["id"], each["contextWindow"]) for each in models] == [
        (MODEL, 1_000_000),
        (SMALL, 200_000),
        ("gpt-5", 128_000),
    ]
