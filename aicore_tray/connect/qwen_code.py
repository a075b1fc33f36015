"""Qwen Code: a provider of its own in its settings; a terminal alone does with OpenAI's variables."""

from __future__ import annotations

from aicore_tray.connect.computer import Computer
from aicore_tray.connect.providers import KEY_VARIABLE, PROVIDER, listed
from aicore_tray.connect.setup import Change, Setup, Value
from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import Command, Recipe, Target, Tool, surroundings
from aicore_tray.connect.ways import in_terminal, settings_json, with_key_beside


def _values(target: Target) -> tuple[Value, ...]:
    """Return the values of its settings. Source: its model-providers.md, run with 0.24.4."""
    models = [
        {
            "id": model.id,
            "name": model.title,
            "baseUrl": target.openai_url,
            "envKey": KEY_VARIABLE,
            "generationConfig": {"contextWindowSize": model.context},
        }
        for model in listed(target)
    ]
    return (
        # The kind of API; a provider's own name is refused here.
        Value(path=("security", "auth", "selectedType"), value="openai"),
        Value(path=("model", "name"), value=target.model),
        Value(path=("providerProtocol", PROVIDER), value="openai"),
        Value(path=("modelProviders", PROVIDER), value=models, address=True),
    )


def _variables(target: Target) -> dict[str, str]:
    return {KEY_VARIABLE: target.key} | surroundings(target, node=True)


def _command(target: Target) -> Command:
    variables = {
        "OPENAI_BASE_URL": target.openai_url,
        "OPENAI_API_KEY": target.key,
        "OPENAI_MODEL": target.model,
    }
    return Command(arguments=("qwen", "--auth-type", "openai"), variables=variables | surroundings(target, node=True))


def _setup(target: Target, computer: Computer) -> Setup:
    file = computer.folder("QWEN_HOME", ".qwen") / "settings.json"
    return Setup(
        changes=(Change(file=file, format="json", values=_values(target)),),
        variables=_variables(target),
        start=("qwen",),
    )


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    settings = settings_json("~/.qwen/settings.json", _values(target))
    return (
        in_terminal(target, shell, _command(target)),
        with_key_beside(target, shell, _variables(target), (settings,)),
    )


TOOL = Tool(
    id="qwen-code",
    name="Qwen Code",
    tile="Qw",
    kind="terminal",
    agents=("qwencode/",),
    recipes=_recipes,
    prefers=("anthropic--*sonnet*", "gpt-5*", "*"),
    command=_command,
    setup=_setup,
    reads=(KEY_VARIABLE, "OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENAI_MODEL"),
    programs=("qwen",),
    install="npm install -g @qwen-code/qwen-code",
)
