"""Codex: OpenAI's Responses API, by a provider of its own that is given on the command line or in a profile."""

from __future__ import annotations

from aicore_tray.connect.computer import Computer
from aicore_tray.connect.providers import KEY_VARIABLE, PROVIDER
from aicore_tray.connect.setup import Change, Setup
from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import LOOPBACK, Command, Recipe, Snippet, Target, Tool, surroundings

_PROFILE = PROVIDER


def _arguments(target: Target) -> tuple[str, ...]:
    """Return the provider as overrides: TOML, with its other kind of quotes, which no shell reads as its own."""
    provider = f"{{name='SAP AI Core', base_url='{target.openai_url}', env_key='{KEY_VARIABLE}', wire_api='responses'}}"
    overrides = [f"model_provider={_PROFILE}", f"model_providers.{_PROFILE}={provider}"]
    if target.context:
        overrides.append(f"model_context_window={target.context}")
    return ("-m", target.model, *(part for override in overrides for part in ("-c", override)))


def _command(target: Target) -> Command:
    variables = {KEY_VARIABLE: target.key} | surroundings(target)
    return Command(arguments=("codex", *_arguments(target)), variables=variables)


def _profile(target: Target) -> str:
    window = [f"model_context_window = {target.context}"] if target.context else []
    lines = [
        f'model = "{target.model}"',
        f'model_provider = "{_PROFILE}"',
        *window,
        "",
        f"[model_providers.{_PROFILE}]",
        'name = "SAP AI Core"',
        f'base_url = "{target.openai_url}"',
        f'env_key = "{KEY_VARIABLE}"',
        'wire_api = "responses"',
    ]
    return "\n".join(lines) + "\n"


def _setup(target: Target, computer: Computer) -> Setup:
    file = computer.folder("CODEX_HOME", ".codex") / f"{_PROFILE}.config.toml"
    return Setup(
        changes=(Change(file=file, format="whole", text=_profile(target), address=target.openai_url),),
        variables={KEY_VARIABLE: target.key} | surroundings(target),
        start=("codex", "--profile", _PROFILE),
    )


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    command = _command(target)
    lines = shell.lines(command.variables, no_proxy=LOOPBACK if target.around_proxy else "")
    return (
        Recipe(
            key="terminal",
            title="In a terminal",
            steps=("Paste this into a terminal. It holds for that terminal alone and changes no file.",),
            snippets=(Snippet(title="For this terminal", text="\n".join([*lines, shell.command(command.arguments)])),),
        ),
        Recipe(
            key="profile",
            title="For good",
            steps=(
                "Save the first part as a profile of Codex; it holds no secret.",
                "Set the key where your shell sets its variables, and start Codex with the profile.",
            ),
            snippets=(
                Snippet(
                    title="A profile of its own",
                    text=_profile(target),
                    file=f"~/.codex/{_PROFILE}.config.toml",
                    language="toml",
                ),
                Snippet(title="The key, and the start", text="\n".join([*lines, f"codex --profile {_PROFILE}"])),
            ),
        ),
    )


TOOL = Tool(
    id="codex",
    name="Codex",
    tile="Cx",
    kind="terminal",
    agents=("codex",),
    recipes=_recipes,
    prefers=("gpt-5*", "gpt-*", "anthropic--*sonnet*", "*"),
    command=_command,
    setup=_setup,
    api="responses",
    reads=(KEY_VARIABLE,),
    programs=("codex",),
    install="npm install -g @openai/codex",
)
