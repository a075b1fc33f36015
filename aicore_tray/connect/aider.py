"""aider: its own variables, which stand for its options, and a configuration in YAML."""

from __future__ import annotations

import json

from aicore_tray.connect.computer import Computer
from aicore_tray.connect.setup import Change, Setup
from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import Command, Recipe, Snippet, Target, Tool, surroundings
from aicore_tray.connect.ways import in_terminal, with_key_beside

_FILE = ".aider.conf.yml"
# Every option has a variable of aider's own, so that OPENAI_API_KEY stays what it is for others. Run with 0.86.2.
_KEY_VARIABLE = "AIDER_OPENAI_API_KEY"


def _options(target: Target) -> dict[str, str]:
    return {
        "openai-api-base": target.openai_url,
        "model": f"openai/{target.model}",
        "weak-model": f"openai/{target.small}",
    }


def _lines(target: Target) -> str:
    # A text as JSON quotes it is one in YAML, too.
    return "".join(f"{name}: {json.dumps(value)}\n" for name, value in _options(target).items())


def _variables(target: Target) -> dict[str, str]:
    return {_KEY_VARIABLE: target.key} | surroundings(target)


def _command(target: Target) -> Command:
    options = {f"AIDER_{name.upper().replace('-', '_')}": value for name, value in _options(target).items()}
    return Command(arguments=("aider",), variables=options | _variables(target))


def _setup(target: Target, computer: Computer) -> Setup:
    change = Change(
        file=computer.home / _FILE,
        format="lines",
        text=_lines(target),
        keys=tuple(_options(target)),
        address=target.openai_url,
    )
    return Setup(changes=(change,), variables=_variables(target), start=("aider",))


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    settings = Snippet(title="The settings", text=_lines(target), file=f"~/{_FILE}", language="yaml")
    return (
        in_terminal(target, shell, _command(target)),
        with_key_beside(target, shell, _variables(target), (settings,)),
    )


TOOL = Tool(
    id="aider",
    name="aider",
    tile="ai",
    kind="terminal",
    agents=(),  # it says it is OpenAI's SDK; its key tells it apart
    recipes=_recipes,
    prefers=("anthropic--*sonnet*", "gpt-5*", "*"),
    command=_command,
    setup=_setup,
    reads=("AIDER_OPENAI_", "AIDER_MODEL", "AIDER_WEAK_MODEL"),
    programs=("aider",),
    install="python -m pip install aider-install && aider-install",
)
