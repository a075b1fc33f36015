"""Zed: a provider of its own in settings.json; the variable with the key is named after the provider."""

from __future__ import annotations

from pathlib import Path

from aicore_tray.connect.computer import Computer
from aicore_tray.connect.providers import TITLE, listed
from aicore_tray.connect.setup import Change, Setup, Value
from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import Entry, Recipe, Target, Tool, surroundings
from aicore_tray.connect.ways import certificate, settings_json, with_key_beside

_KEY_VARIABLE = f"{TITLE.upper().replace(' ', '_')}_API_KEY"
_UNSEEN = "A Zed that was not started in a terminal does not see the variable: enter the key in its settings."


def _values(target: Target) -> tuple[Value, ...]:
    """Return the values of its settings. Source: https://zed.dev/docs/ai/use-api-access; it has not been run here."""
    provider = ("language_models", "openai_compatible", TITLE)
    abilities = {
        "tools": True,
        "images": True,
        "parallel_tool_calls": True,
        "prompt_cache_key": False,
        "chat_completions": True,
    }
    models = [
        {
            "name": model.id,
            "display_name": model.title,
            "max_tokens": model.context,
            "max_output_tokens": model.answer,
            "capabilities": abilities,
        }
        for model in listed(target)
    ]
    return (
        Value(path=(*provider, "api_url"), value=target.openai_url, address=True),
        Value(path=(*provider, "available_models"), value=models),
        Value(path=("agent", "default_model", "provider"), value=TITLE),
        Value(path=("agent", "default_model", "model"), value=target.model),
    )


def _variables(target: Target) -> dict[str, str]:
    return {_KEY_VARIABLE: target.key} | surroundings(target)


def _folder(computer: Computer) -> Path:
    return computer.data("Zed") if computer.platform == "win32" else computer.config("zed")


def _setup(target: Target, computer: Computer) -> Setup:
    return Setup(
        changes=(Change(file=_folder(computer) / "settings.json", format="json", values=_values(target)),),
        variables=_variables(target),
        steps=(_UNSEEN,),
    )


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    settings = settings_json("~/.config/zed/settings.json", _values(target))
    return (
        with_key_beside(
            target,
            shell,
            _variables(target),
            (settings,),
            more=(_UNSEEN,),
        ),
        Recipe(
            key="fields",
            title="In its settings",
            steps=("Run agent: open settings, press Add Provider, choose OpenAI, and fill in these fields.",),
            entries=(
                Entry(label="Provider name", value=TITLE),
                Entry(label="API URL", value=target.openai_url),
                Entry(label="API key", value=target.key, secret=True),
                Entry(label="Model name", value=target.model),
                *certificate(target),
            ),
        ),
    )


TOOL = Tool(
    id="zed",
    name="Zed",
    tile="Ze",
    kind="editor",
    agents=("zed/",),
    recipes=_recipes,
    prefers=("anthropic--*sonnet*", "gpt-5*", "*"),
    setup=_setup,
    reads=(_KEY_VARIABLE,),
    programs=("zed", "zeditor"),
    windowed=True,
    apps=("Zed",),
    install="https://zed.dev/download",
)
