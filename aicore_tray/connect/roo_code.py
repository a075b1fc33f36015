"""Roo Code: its extension keeps settings where nobody else can write, so each field is copied."""

from __future__ import annotations

from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import Entry, Recipe, Target, Tool
from aicore_tray.connect.ways import certificate


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    """Return its recipe. Source: Roo Code's documentation; it has not been run here."""
    window = (Entry(label="Context window size", value=str(target.context)),) if target.context else ()
    return (
        Recipe(
            key="extension",
            title="In the editor",
            steps=("Open Roo Code in the editor, press the gear, choose Providers, and fill in these fields.",),
            entries=(
                Entry(label="API provider", value="OpenAI Compatible"),
                Entry(label="Base URL", value=target.openai_url),
                Entry(label="API key", value=target.key, secret=True),
                Entry(label="Model", value=target.model),
                *window,
                *certificate(target),
            ),
        ),
    )


TOOL = Tool(
    id="roo-code",
    name="Roo Code",
    tile="Ro",
    kind="editor",
    agents=("roocode", "roo-code"),
    recipes=_recipes,
    prefers=("anthropic--*sonnet*", "gpt-5*", "*"),
    extensions=("rooveterinaryinc.roo-cline",),
    install="code --install-extension RooVeterinaryInc.roo-cline",
)
