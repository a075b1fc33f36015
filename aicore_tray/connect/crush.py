"""Crush: a provider of its own in crush.json, whose key comes from the environment."""

from __future__ import annotations

from pathlib import Path

from aicore_tray.connect.computer import Computer
from aicore_tray.connect.providers import KEY_VARIABLE, PROVIDER, TITLE, listed
from aicore_tray.connect.setup import Change, Setup, Value
from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import Recipe, Target, Tool, surroundings
from aicore_tray.connect.ways import settings_json, with_key_beside


def _values(target: Target) -> tuple[Value, ...]:
    """Return the values of its configuration. Source: its README and schema; it has not been run here."""
    provider = ("providers", PROVIDER)
    models = [
        {
            "id": model.id,
            "name": model.title,
            "context_window": model.context,
            "default_max_tokens": model.answer,
        }
        for model in listed(target)
    ]
    return (
        Value(path=(*provider, "type"), value="openai-compat"),
        Value(path=(*provider, "name"), value=TITLE),
        Value(path=(*provider, "base_url"), value=target.openai_url, address=True),
        Value(path=(*provider, "api_key"), value=f"${KEY_VARIABLE}"),
        Value(path=(*provider, "models"), value=models),
        Value(path=("models", "large", "provider"), value=PROVIDER),
        Value(path=("models", "large", "model"), value=target.model),
        Value(path=("models", "small", "provider"), value=PROVIDER),
        Value(path=("models", "small", "model"), value=target.small),
    )


def _variables(target: Target) -> dict[str, str]:
    return {KEY_VARIABLE: target.key} | surroundings(target)


def _folder(computer: Computer) -> Path:
    if computer.env.get("CRUSH_GLOBAL_CONFIG", "").strip():
        return computer.folder("CRUSH_GLOBAL_CONFIG")
    if computer.platform == "win32":
        return computer.folder("LOCALAPPDATA", "AppData", "Local") / "crush"
    return computer.config("crush")


def _setup(target: Target, computer: Computer) -> Setup:
    return Setup(
        changes=(Change(file=_folder(computer) / "crush.json", format="json", values=_values(target)),),
        variables=_variables(target),
        start=("crush",),
    )


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    settings = settings_json("~/.config/crush/crush.json", _values(target))
    return (with_key_beside(target, shell, _variables(target), (settings,)),)


TOOL = Tool(
    id="crush",
    name="Crush",
    tile="Cr",
    kind="terminal",
    agents=("crush",),
    recipes=_recipes,
    prefers=("anthropic--*sonnet*", "gpt-5*", "*"),
    setup=_setup,
    reads=(KEY_VARIABLE,),
    programs=("crush",),
    install="npm install -g @charmland/crush",
)
