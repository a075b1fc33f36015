"""ChitChat: a chat client that takes OpenAI's API from another address; its fields are copied one by one."""

from __future__ import annotations

from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import Entry, Recipe, Target, Tool
from aicore_tray.connect.ways import certificate


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    """Return its recipe: what every client of OpenAI's API asks for, as its own names are not known here."""
    return (
        Recipe(
            key="provider",
            title="In its settings",
            steps=("Choose OpenAI or OpenAI-compatible in its settings, and fill in these fields.",),
            entries=(
                Entry(label="Base URL", value=target.openai_url),
                Entry(label="API key", value=target.key, secret=True),
                Entry(label="Model", value=target.model),
                *certificate(target),
            ),
        ),
    )


TOOL = Tool(
    id="chitchat",
    name="ChitChat",
    tile="CI",
    kind="app",
    agents=("chitchat",),
    recipes=_recipes,
    prefers=("anthropic--*sonnet*", "gpt-5*", "*"),
    programs=("chitchat",),
    windowed=True,
    apps=("ChitChat",),
)
