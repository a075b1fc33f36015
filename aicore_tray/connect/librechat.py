"""LibreChat: a custom endpoint in its server's librechat.yaml, whose key comes from the server's .env."""

from __future__ import annotations

import json

from aicore_tray.connect.providers import KEY_VARIABLE, TITLE, listed
from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import Recipe, Snippet, Target, Tool, surroundings


def _endpoint(target: Target) -> str:
    """Return its endpoint. Source: https://www.librechat.ai/docs/configuration; it has not been run here."""
    names = ", ".join(json.dumps(model.id) for model in listed(target))
    return (
        "endpoints:\n"
        "  custom:\n"
        f'    - name: "{TITLE}"\n'
        f'      apiKey: "${{{KEY_VARIABLE}}}"\n'
        f"      baseURL: {json.dumps(target.openai_url)}\n"
        "      models:\n"
        f"        default: [{names}]\n"
        "        fetch: true\n"
        "      titleConvo: true\n"
        f"      titleModel: {json.dumps(target.small)}\n"
    )


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    variables = {KEY_VARIABLE: target.key} | surroundings(target, node=True)
    lines = "".join(f"{name}={value}\n" for name, value in variables.items())
    return (
        Recipe(
            key="server",
            title="On its server",
            steps=(
                "Put the first part into librechat.yaml and the second one into .env, and start LibreChat again.",
                "A container has a 127.0.0.1 of its own: start it with the network of this computer.",
            ),
            snippets=(
                Snippet(title="The settings", text=_endpoint(target), file="librechat.yaml", language="yaml"),
                Snippet(title="The key", text=lines, file=".env", language="dotenv"),
            ),
        ),
    )


TOOL = Tool(
    id="librechat",
    name="LibreChat",
    tile="Li",
    kind="app",
    agents=("librechat",),
    recipes=_recipes,
    prefers=("anthropic--*sonnet*", "gpt-5*", "*"),
    install="https://www.librechat.ai/docs/local",
)
