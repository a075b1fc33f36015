"""ChatWise: a provider of its own whose fields are copied one by one."""

from __future__ import annotations

from aicore_tray.connect.providers import TITLE
from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import Entry, Recipe, Target, Tool
from aicore_tray.connect.ways import certificate


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    """Return its recipe. Source: https://docs.chatwise.app; it has not been run here."""
    return (
        Recipe(
            key="provider",
            title="In its settings",
            steps=("Open Settings, Providers, press the plus, fill in these fields, and fetch the models.",),
            entries=(
                Entry(label="Provider name", value=TITLE),
                Entry(label="Provider type", value="OpenAI Compatible"),
                Entry(label="API key", value=target.key, secret=True),
                Entry(label="Base URL", value=target.openai_url),
                *certificate(target),
            ),
        ),
    )


TOOL = Tool(
    id="chatwise",
    name="ChatWise",
    tile="CW",
    kind="app",
    agents=("chatwise",),
    recipes=_recipes,
    prefers=("anthropic--*sonnet*", "gpt-5*", "*"),
    programs=("chatwise",),
    windowed=True,
    apps=("ChatWise",),
    install="https://chatwise.app",
)
