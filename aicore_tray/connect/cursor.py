"""Cursor: its own servers make the call, so an address on this computer cannot work; what does is told instead."""

from __future__ import annotations

from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import Entry, Recipe, Target, Tool


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    return (
        Recipe(
            key="instead",
            title="What works",
            steps=(
                "In Cursor's terminal, start Claude Code or Codex from their cards: they call from this computer.",
                "In Cursor's extensions, install Cline and set it up from its card: it calls from this computer, too.",
            ),
        ),
        Recipe(
            key="public",
            title="By a public address",
            steps=(
                "If your company serves this proxy under a public https address, enter it in Cursor's settings.",
                "Your prompts then pass through Cursor's servers: ask whether that is allowed.",
                "Give the model the alias sap-model under Models; Cursor has refused names with a maker in them.",
                "Cursor's completion while you type and its terminal program go to Cursor's own models all the same.",
            ),
            entries=(
                Entry(label="Override OpenAI base URL", value="https://your-host.example.com/v1"),
                Entry(label="OpenAI API key", value=target.key, secret=True),
                Entry(label="Add custom model", value="sap-model"),
            ),
        ),
    )


TOOL = Tool(
    id="cursor",
    name="Cursor",
    tile="Cu",
    kind="editor",
    agents=("cursor",),
    recipes=_recipes,
    prefers=("gpt-5*", "anthropic--*sonnet*", "*"),
    programs=("cursor",),
    windowed=True,
    apps=("Cursor",),
    install="https://cursor.com",
    warning="Cursor's own servers make the call, not this computer. They cannot reach an address that is only here.",
)
