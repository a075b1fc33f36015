"""Kilo Code: its terminal came of OpenCode and is set up alike; its extension's fields are copied one by one."""

from __future__ import annotations

from aicore_tray.connect.computer import Computer
from aicore_tray.connect.opencode import configuration, inline, variables
from aicore_tray.connect.providers import KEY_VARIABLE, TITLE
from aicore_tray.connect.setup import Change, Setup
from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import Command, Entry, Recipe, Target, Tool
from aicore_tray.connect.ways import certificate, in_terminal, settings_json, with_key_beside


def _command(target: Target) -> Command:
    return Command(arguments=("kilo",), variables=variables(target) | {"KILO_CONFIG_CONTENT": inline(target)})


def _setup(target: Target, computer: Computer) -> Setup:
    return Setup(
        changes=(Change(file=computer.config("kilo", "kilo.json"), format="json", values=configuration(target)),),
        variables=variables(target),
        start=("kilo",),
        steps=("This sets up Kilo in a terminal; its extension takes the fields of its own way.",),
    )


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    settings = settings_json("~/.config/kilo/kilo.json", configuration(target))
    return (
        Recipe(
            key="extension",
            title="In the editor",
            steps=("Open Kilo's Settings, Providers, Custom provider, and fill in these fields.",),
            entries=(
                Entry(label="Provider name", value=TITLE),
                Entry(label="API", value="OpenAI Compatible"),
                Entry(label="Base URL", value=target.openai_url),
                Entry(label="API key", value=target.key, secret=True),
                Entry(label="Model ID", value=target.model),
                *certificate(target),
            ),
        ),
        in_terminal(target, shell, _command(target)),
        with_key_beside(target, shell, variables(target), (settings,)),
    )


TOOL = Tool(
    id="kilo-code",
    name="Kilo Code",
    tile="Ki",
    kind="editor",
    agents=("kilo-code/",),
    recipes=_recipes,
    prefers=("anthropic--*sonnet*", "gpt-5*", "*"),
    command=_command,
    setup=_setup,
    reads=(KEY_VARIABLE, "KILO_CONFIG", "KILO_CONFIG_CONTENT"),
    programs=("kilo", "kilocode"),
    extensions=("kilocode.kilo-code",),
    install="npm install -g @kilocode/cli",
)
