"""GitHub Copilot CLI: a provider of one's own by environment variables; it needs no account at GitHub then."""

from __future__ import annotations

from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import Command, Recipe, Target, Tool, surroundings
from aicore_tray.connect.ways import in_terminal


def _command(target: Target) -> Command:
    """Return its start. Source: `copilot help providers`, run with 1.0.102."""
    variables = {
        "COPILOT_PROVIDER_BASE_URL": target.openai_url,
        "COPILOT_PROVIDER_API_KEY": target.key,
        "COPILOT_MODEL": target.model,
    }
    return Command(arguments=("copilot",), variables=variables | surroundings(target, node=True))


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    return (in_terminal(target, shell, _command(target)),)


TOOL = Tool(
    id="copilot-cli",
    name="GitHub Copilot CLI",
    tile="GC",
    kind="terminal",
    agents=(),  # it says it is OpenAI's SDK; its key tells it apart
    recipes=_recipes,
    prefers=("anthropic--*sonnet*", "gpt-5*", "*"),
    command=_command,
    reads=("COPILOT_PROVIDER_", "COPILOT_MODEL"),
    programs=("copilot",),
    install="npm install -g @github/copilot",
)
