"""Claude Code: Anthropic's Messages API, pointed elsewhere by environment variables."""

from __future__ import annotations

import json

from aicore_tray.connect.computer import Computer
from aicore_tray.connect.setup import Change, Setup, Value
from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import LOOPBACK, Command, Recipe, Snippet, Target, Tool, surroundings

# The tiers that Claude Code asks for by name, and the variable that says which model each is.
# Source: https://docs.claude.com/en/docs/claude-code/model-config
_TIERS = {
    "ANTHROPIC_DEFAULT_OPUS_MODEL": "opus",
    "ANTHROPIC_DEFAULT_SONNET_MODEL": "sonnet",
    "ANTHROPIC_DEFAULT_HAIKU_MODEL": "haiku",
}
# With both a key and a token set it asks which one to use.
_WITHOUT = ("ANTHROPIC_API_KEY",)


def _variables(target: Target) -> dict[str, str]:
    variables = {
        "ANTHROPIC_BASE_URL": target.origin,
        "ANTHROPIC_AUTH_TOKEN": target.key,
        "ANTHROPIC_MODEL": target.model,
    }
    for variable, tier in _TIERS.items():
        # A tier that is not deployed would be asked for all the same, for titles and summaries.
        variables[variable] = target.tier(tier) or target.model
    # Versions before 2.1 know the small one by this alone.
    variables["ANTHROPIC_SMALL_FAST_MODEL"] = variables["ANTHROPIC_DEFAULT_HAIKU_MODEL"]
    return variables | surroundings(target, node=True)


def _command(target: Target) -> Command:
    return Command(arguments=("claude",), variables=_variables(target), without=_WITHOUT)


def _setup(target: Target, computer: Computer) -> Setup:
    variables = _variables(target) | ({"NO_PROXY": LOOPBACK} if target.around_proxy else {})
    return Setup(
        changes=(
            Change(
                file=computer.folder("CLAUDE_CONFIG_DIR", ".claude") / "settings.json",
                format="json",
                values=tuple(
                    Value(
                        path=("env", name),
                        value=value,
                        secret=name == "ANTHROPIC_AUTH_TOKEN",
                        address=name == "ANTHROPIC_BASE_URL",
                    )
                    for name, value in variables.items()
                ),
            ),
        ),
        start=("claude",),
    )


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    variables = _variables(target)
    no_proxy = LOOPBACK if target.around_proxy else ""
    lines = [*shell.lines(variables, without=_WITHOUT, no_proxy=no_proxy), "claude"]
    kept = variables | ({"NO_PROXY": LOOPBACK} if no_proxy else {})
    return (
        Recipe(
            key="terminal",
            title="In a terminal",
            steps=("Paste this into a terminal. It holds for that terminal alone and changes no file.",),
            snippets=(Snippet(title="For this terminal", text="\n".join(lines)),),
        ),
        Recipe(
            key="settings",
            title="For good",
            steps=("Merge this into Claude Code's settings file; the key then lies in that file.",),
            snippets=(
                Snippet(
                    title="For every terminal and the editor's extension",
                    text=json.dumps({"env": kept}, indent=2, ensure_ascii=False),
                    file="~/.claude/settings.json",
                    language="json",
                ),
            ),
        ),
    )


TOOL = Tool(
    id="claude-code",
    name="Claude Code",
    tile="CC",
    kind="terminal",
    agents=("claude-cli", "claude-code"),
    recipes=_recipes,
    prefers=("anthropic--*sonnet*", "anthropic--*opus*", "anthropic--*", "gpt-*", "*"),
    command=_command,
    setup=_setup,
    api="messages",
    reads=("ANTHROPIC_", "CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX", "CLAUDE_CODE_USE_FOUNDRY"),
    programs=("claude",),
    install="npm install -g @anthropic-ai/claude-code",
)
