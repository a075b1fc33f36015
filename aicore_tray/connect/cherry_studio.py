"""Cherry Studio: a chat client whose fields are copied one by one."""

from __future__ import annotations

from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import Entry, Recipe, Target, Tool
from aicore_tray.connect.ways import certificate


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    return (
        Recipe(
            key="provider",
            title="In its settings",
            steps=(
                "Open Settings, Model Provider, and press Add.",
                "Fill in these fields, press Manage, and add the models that it finds.",
            ),
            entries=(
                Entry(label="Provider name", value="SAP AI Core"),
                Entry(label="Provider type", value="OpenAI"),
                Entry(label="API key", value=target.key, secret=True),
                Entry(label="API host", value=target.origin),
                *certificate(target),
            ),
        ),
    )


TOOL = Tool(
    id="cherry-studio",
    name="Cherry Studio",
    tile="Ch",
    kind="app",
    agents=("cherrystudio", "cherry-studio"),
    recipes=_recipes,
    prefers=("anthropic--*sonnet*", "gpt-5*", "*"),
    programs=("cherry-studio", "cherrystudio"),
    windowed=True,
    apps=("Cherry Studio", "CherryStudio"),
    install="https://www.cherry-ai.com",
)
