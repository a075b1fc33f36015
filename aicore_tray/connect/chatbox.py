"""Chatbox: a custom provider whose fields are copied one by one."""

from __future__ import annotations

from aicore_tray.connect.providers import TITLE
from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import Entry, Recipe, Target, Tool
from aicore_tray.connect.ways import certificate


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    """Return its recipe. Source: https://docs.chatboxai.app; it has not been run here."""
    return (
        Recipe(
            key="provider",
            title="In its settings",
            steps=(
                "Open Settings, Model Provider, and press Add.",
                "Fill in these fields with http:// in front, as Chatbox puts https:// there otherwise.",
            ),
            entries=(
                Entry(label="Provider name", value=TITLE),
                Entry(label="API mode", value="OpenAI API Compatible"),
                Entry(label="API key", value=target.key, secret=True),
                Entry(label="API host", value=target.openai_url),
                Entry(label="API path", value="/chat/completions"),
                Entry(label="Model", value=target.model),
                *certificate(target),
            ),
        ),
    )


TOOL = Tool(
    id="chatbox",
    name="Chatbox",
    tile="Cb",
    kind="app",
    agents=("chatbox",),
    recipes=_recipes,
    prefers=("anthropic--*sonnet*", "gpt-5*", "*"),
    programs=("chatbox", "xyz.chatboxapp.app"),
    windowed=True,
    apps=("Chatbox",),
    install="https://chatboxai.app",
)
