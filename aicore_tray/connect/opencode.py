"""OpenCode: a provider of its own in its configuration, which it also takes whole from one variable."""

from __future__ import annotations

import json

from aicore_tray.connect.computer import Computer
from aicore_tray.connect.providers import KEY_VARIABLE, PROVIDER, TITLE, as_tree, listed, values
from aicore_tray.connect.setup import Change, Setup, Value
from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import Command, Recipe, Target, Tool, surroundings
from aicore_tray.connect.ways import in_terminal, settings_json, with_key_beside


def configuration(target: Target) -> tuple[Value, ...]:
    """Return the values of a configuration; Kilo's, which came of OpenCode's, is the same.

    Source: https://opencode.ai/docs/config, run with 1.18.33.
    """
    provider = ("provider", PROVIDER)
    # Without limits it does not shorten long conversations by itself.
    models = {
        model.id: {"name": model.title, "limit": {"context": model.context, "output": model.answer}}
        for model in listed(target)
    }
    return (
        Value(path=("model",), value=f"{PROVIDER}/{target.model}"),
        Value(path=("small_model",), value=f"{PROVIDER}/{target.small}"),
        Value(path=(*provider, "npm"), value="@ai-sdk/openai-compatible"),
        Value(path=(*provider, "name"), value=TITLE),
        Value(path=(*provider, "options", "baseURL"), value=target.openai_url, address=True),
        Value(path=(*provider, "options", "apiKey"), value=f"{{env:{KEY_VARIABLE}}}"),
        *values((*provider, "models"), models),
    )


def variables(target: Target) -> dict[str, str]:
    """Return what the configuration wants beside it."""
    return {KEY_VARIABLE: target.key} | surroundings(target, node=True)


def inline(target: Target) -> str:
    """Return the configuration for a variable: one line."""
    return json.dumps(as_tree(configuration(target)), ensure_ascii=False, separators=(",", ":"))


def _command(target: Target) -> Command:
    return Command(arguments=("opencode",), variables=variables(target) | {"OPENCODE_CONFIG_CONTENT": inline(target)})


def _setup(target: Target, computer: Computer) -> Setup:
    file = computer.config("opencode", "opencode.json")
    return Setup(
        changes=(Change(file=file, format="json", values=configuration(target)),),
        variables=variables(target),
        start=("opencode",),
    )


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    settings = settings_json("~/.config/opencode/opencode.json", configuration(target))
    return (
        in_terminal(target, shell, _command(target)),
        with_key_beside(target, shell, variables(target), (settings,)),
    )


TOOL = Tool(
    id="opencode",
    name="OpenCode",
    tile="OC",
    kind="terminal",
    agents=("opencode/",),
    recipes=_recipes,
    prefers=("anthropic--*sonnet*", "gpt-5*", "*"),
    command=_command,
    setup=_setup,
    reads=(KEY_VARIABLE, "OPENCODE_CONFIG", "OPENCODE_CONFIG_CONTENT"),
    programs=("opencode",),
    install="npm install -g opencode-ai",
)
