"""pi: a provider of its own in models.json, and which model it begins with in settings.json."""

from __future__ import annotations

from aicore_tray.connect.computer import Computer
from aicore_tray.connect.providers import KEY_VARIABLE, PROVIDER, listed
from aicore_tray.connect.setup import Change, Setup, Value
from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import Recipe, Target, Tool, surroundings
from aicore_tray.connect.ways import settings_json, with_key_beside


def _models(target: Target) -> tuple[Value, ...]:
    """Return the values of models.json. Source: its docs/models.md, run with 0.74.2."""
    provider = ("providers", PROVIDER)
    models = [
        {
            "id": model.id,
            "name": model.title,
            "reasoning": True,
            "input": ["text", "image"],
            "contextWindow": model.context,
            "maxTokens": model.answer,
        }
        for model in listed(target)
    ]
    return (
        Value(path=(*provider, "baseUrl"), value=target.openai_url, address=True),
        Value(path=(*provider, "api"), value="openai-completions"),
        Value(path=(*provider, "apiKey"), value=KEY_VARIABLE),  # the variable's name, not the key
        Value(path=(*provider, "models"), value=models),
    )


def _settings(target: Target) -> tuple[Value, ...]:
    return (
        Value(path=("defaultProvider",), value=PROVIDER),
        Value(path=("defaultModel",), value=target.model),
    )


def _variables(target: Target) -> dict[str, str]:
    return {KEY_VARIABLE: target.key} | surroundings(target, node=True)


def _setup(target: Target, computer: Computer) -> Setup:
    folder = computer.folder("PI_CODING_AGENT_DIR", ".pi", "agent")
    return Setup(
        changes=(
            Change(file=folder / "models.json", format="json", values=_models(target)),
            Change(file=folder / "settings.json", format="json", values=_settings(target)),
        ),
        variables=_variables(target),
        start=("pi",),
    )


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    settings = (
        settings_json("~/.pi/agent/models.json", _models(target)),
        settings_json("~/.pi/agent/settings.json", _settings(target)),
    )
    return (with_key_beside(target, shell, _variables(target), settings),)


TOOL = Tool(
    id="pi",
    name="pi",
    tile="pi",
    kind="terminal",
    agents=(),  # it says it is OpenAI's SDK; its key tells it apart
    recipes=_recipes,
    prefers=("anthropic--*sonnet*", "gpt-5*", "*"),
    setup=_setup,
    reads=(KEY_VARIABLE,),
    programs=("pi",),
    install="npm install -g @earendil-works/pi-coding-agent",
)
