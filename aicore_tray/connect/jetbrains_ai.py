"""JetBrains AI Assistant: a third-party provider in the IDE's settings, whose fields are copied one by one."""

from __future__ import annotations

from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import Entry, Recipe, Target, Tool
from aicore_tray.connect.ways import certificate


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    """Return its recipe. Source: JetBrains' documentation; it has not been run here."""
    return (
        Recipe(
            key="settings",
            title="In its settings",
            steps=(
                "Open Settings, Tools, AI Assistant, Providers & API keys, and choose OpenAI-compatible.",
                "Fill in these fields, turn tool calling on, and press Test Connection.",
            ),
            entries=(
                Entry(label="URL", value=target.openai_url),
                Entry(label="API key", value=target.key, secret=True),
                Entry(label="Model", value=target.model),
                *certificate(target),
            ),
        ),
    )


TOOL = Tool(
    id="jetbrains-ai",
    name="JetBrains AI",
    tile="JB",
    kind="editor",
    agents=("jetbrains",),
    recipes=_recipes,
    prefers=("anthropic--*sonnet*", "gpt-5*", "*"),
    programs=("idea", "pycharm", "webstorm", "goland", "rider", "clion", "phpstorm"),
    windowed=True,
    apps=("IntelliJ IDEA", "IntelliJ IDEA CE", "PyCharm", "PyCharm CE", "WebStorm", "GoLand", "Rider", "CLion"),
    install="https://www.jetbrains.com/ai-assistant",
)
