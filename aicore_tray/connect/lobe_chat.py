"""LobeChat: OpenAI's provider with another address, in the window or by variables of its server."""

from __future__ import annotations

from aicore_tray.connect.providers import listed
from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import Entry, Recipe, Snippet, Target, Tool, surroundings
from aicore_tray.connect.ways import certificate, variable_lines


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    """Return its recipes. Source: https://lobehub.com/docs; it has not been run here."""
    names = ",".join(f"+{model.id}" for model in listed(target))
    variables = {
        "OPENAI_PROXY_URL": target.openai_url,
        "OPENAI_API_KEY": target.key,
        "OPENAI_MODEL_LIST": names,
    } | surroundings(target, node=True)
    return (
        Recipe(
            key="settings",
            title="In its settings",
            steps=("Open Settings, AI Service Provider, OpenAI, fill in these fields, and add the models by name.",),
            entries=(
                Entry(label="API key", value=target.key, secret=True),
                Entry(label="API proxy URL", value=target.openai_url),
                Entry(label="Model ID", value=target.model),
                *certificate(target),
            ),
        ),
        Recipe(
            key="server",
            title="On its server",
            steps=(
                "Set these variables where its server starts.",
                "A container has a 127.0.0.1 of its own: start it with the network of this computer.",
            ),
            snippets=(Snippet(title="The environment", text="\n".join(variable_lines(target, shell, variables))),),
        ),
    )


TOOL = Tool(
    id="lobechat",
    name="LobeChat",
    tile="Lo",
    kind="app",
    agents=("lobechat", "lobehub"),
    recipes=_recipes,
    prefers=("anthropic--*sonnet*", "gpt-5*", "*"),
    programs=("lobehub-desktop",),
    windowed=True,
    apps=("LobeHub", "LobeChat"),
    install="https://lobehub.com/download",
)
