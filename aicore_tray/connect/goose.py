"""goose: OpenAI's provider, pointed elsewhere by variables; it writes its own file anew, so nothing is put there."""

from __future__ import annotations

from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import Command, Recipe, Target, Tool, surroundings
from aicore_tray.connect.ways import in_terminal


def _command(target: Target) -> Command:
    """Return its start. Source: goose's documentation of providers; it has not been run here."""
    variables = {
        "GOOSE_PROVIDER": "openai",
        "GOOSE_MODEL": target.model,
        # Host and path are two variables: a path in the first one is lost.
        "OPENAI_HOST": target.origin,
        "OPENAI_BASE_PATH": "v1/chat/completions",
        "OPENAI_API_KEY": target.key,
    }
    return Command(arguments=("goose", "session"), variables=variables | surroundings(target))


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    return (in_terminal(target, shell, _command(target)),)


TOOL = Tool(
    id="goose",
    name="goose",
    tile="go",
    kind="terminal",
    agents=("goose",),
    recipes=_recipes,
    prefers=("anthropic--*sonnet*", "gpt-5*", "*"),
    command=_command,
    reads=("GOOSE_PROVIDER", "GOOSE_MODEL", "OPENAI_HOST", "OPENAI_BASE_PATH", "OPENAI_API_KEY"),
    programs=("goose",),
    install="brew install block-goose-cli",
)
