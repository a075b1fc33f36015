"""Open WebUI: a connection that an admin adds in the window, or variables of its very first start."""

from __future__ import annotations

from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import Command, Entry, Recipe, Snippet, Target, Tool, surroundings
from aicore_tray.connect.ways import certificate, variable_lines


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    """Return its recipes. Source: https://docs.openwebui.com; it has not been run here."""
    variables = {"OPENAI_API_BASE_URL": target.openai_url, "OPENAI_API_KEY": target.key} | surroundings(target)
    command = Command(arguments=("open-webui", "serve"), variables=variables)
    lines = variable_lines(target, shell, command.variables)
    return (
        Recipe(
            key="connection",
            title="In its settings",
            steps=(
                "Open Admin Settings, Connections, press the plus beside OpenAI, and fill in these fields.",
                "A container has a 127.0.0.1 of its own: start it with the network of this computer.",
            ),
            entries=(
                Entry(label="URL", value=target.openai_url),
                Entry(label="API key", value=target.key, secret=True),
                *certificate(target),
            ),
        ),
        Recipe(
            key="terminal",
            title="At the first start",
            steps=("It reads these variables when it starts for the first time, and keeps them in its database.",),
            snippets=(Snippet(title="The first start", text="\n".join([*lines, shell.command(command.arguments)])),),
        ),
    )


TOOL = Tool(
    id="open-webui",
    name="Open WebUI",
    tile="OW",
    kind="app",
    agents=("open-webui", "openwebui"),
    recipes=_recipes,
    prefers=("anthropic--*sonnet*", "gpt-5*", "*"),
    programs=("open-webui",),
    install="pip install open-webui",
)
