"""Cline: its extension keeps settings where nobody else can write, so each field is copied; its CLI has a command.

That command writes providers.json, and nobody else should: Cline 3.0 throws the whole file away where one entry is not
complete, and changes a part of ours with every use, so that taking back the rest would cost the user all the others.
"""

from __future__ import annotations

from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import LOOPBACK, Entry, Recipe, Snippet, Target, Tool, surroundings
from aicore_tray.connect.ways import certificate


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    window = (Entry(label="Context window size", value=str(target.context)),) if target.context else ()
    words = ("cline", "auth", "openai-compatible", "-k", target.key, "-m", target.model, "-b", target.openai_url)
    lines = shell.lines(surroundings(target, node=True), no_proxy=LOOPBACK if target.around_proxy else "")
    return (
        Recipe(
            key="extension",
            title="In the editor",
            steps=("Open Cline in the editor, press the gear, and fill in these fields.",),
            entries=(
                Entry(label="API provider", value="OpenAI Compatible"),
                Entry(label="Base URL", value=target.openai_url),
                Entry(label="API key", value=target.key, secret=True),
                Entry(label="Model ID", value=target.model),
                *window,
                *certificate(target),
            ),
        ),
        Recipe(
            key="terminal",
            title="In a terminal",
            steps=("This tells the Cline of the terminal once; it keeps the key in its own settings.",),
            snippets=(Snippet(title="Run once", text="\n".join([*lines, shell.command(words)])),),
        ),
    )


TOOL = Tool(
    id="cline",
    name="Cline",
    tile="Cl",
    kind="editor",
    agents=("cline", "ai-sdk/openai-compatible"),
    recipes=_recipes,
    prefers=("anthropic--*sonnet*", "gpt-5*", "*"),
    programs=("cline",),
    extensions=("saoudrizwan.claude-dev",),
    install="npm install -g cline",
)
