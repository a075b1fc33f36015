"""VS Code's Copilot Chat: models of one's own by a custom endpoint, which VS Code adds itself as it keeps the key."""

from __future__ import annotations

import json

from aicore_tray.connect.providers import TITLE, listed
from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import Entry, Recipe, Snippet, Target, Tool
from aicore_tray.connect.ways import certificate


def _models(target: Target) -> str:
    """Return its models. Source: VS Code's documentation of language models; it has not been run here."""
    url = f"{target.openai_url}/chat/completions"  # whole, it appends nothing
    models = [
        {
            "id": model.id,
            "name": model.title,
            "url": url,
            "toolCalling": True,  # without it a model is not offered to the agent
            "vision": True,
            "maxInputTokens": model.context - model.answer,
            "maxOutputTokens": model.answer,
        }
        for model in listed(target)
    ]
    return json.dumps(models, indent=2, ensure_ascii=False)


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    return (
        Recipe(
            key="endpoint",
            title="In the editor",
            steps=(
                "Run Chat: Manage Language Models, press Add Models, choose Custom Endpoint, and fill in these fields.",
                "VS Code then opens chatLanguageModels.json: put this in place of the entry's models.",
            ),
            snippets=(
                Snippet(
                    title="The models",
                    text=_models(target),
                    file="chatLanguageModels.json",
                    language="json",
                ),
            ),
            entries=(
                Entry(label="Name", value=TITLE),
                Entry(label="API key", value=target.key, secret=True),
                Entry(label="API type", value="Chat Completions"),
                *certificate(target),
            ),
        ),
    )


TOOL = Tool(
    id="vscode-copilot",
    name="VS Code Copilot",
    tile="VS",
    kind="editor",
    agents=("githubcopilotchat",),
    recipes=_recipes,
    prefers=("anthropic--*sonnet*", "gpt-5*", "*"),
    extensions=("github.copilot-chat",),
    install="code --install-extension GitHub.copilot-chat",
)
