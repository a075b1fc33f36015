"""Gemini CLI: Google's Gemini API, pointed elsewhere by variables that it also reads from a file of its own."""

from __future__ import annotations

from pathlib import Path

from aicore_tray.connect.computer import Computer
from aicore_tray.connect.setup import Change, Setup, Value
from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import LOOPBACK, Command, Recipe, Snippet, Target, Tool, surroundings
from aicore_tray.connect.ways import in_terminal, settings_json

# Each of these leads it to another of Google's services.
_WITHOUT = ("GOOGLE_API_KEY", "GOOGLE_GENAI_USE_VERTEXAI", "GOOGLE_GENAI_USE_GCA")
_SETTINGS = (Value(path=("security", "auth", "selectedType"), value="gemini-api-key"),)


def _variables(target: Target) -> dict[str, str]:
    # GEMINI_MODEL goes before the settings' own model, so that what the user chose there stays.
    return {"GOOGLE_GEMINI_BASE_URL": target.origin, "GEMINI_API_KEY": target.key, "GEMINI_MODEL": target.model}


def _kept(target: Target) -> dict[str, str]:
    return _variables(target) | ({"NO_PROXY": LOOPBACK} if target.around_proxy else {})


def _lines(target: Target) -> str:
    return "".join(f"{name}={value}\n" for name, value in _kept(target).items())


def _command(target: Target) -> Command:
    return Command(
        arguments=("gemini",), variables=_variables(target) | surroundings(target, node=True), without=_WITHOUT
    )


def _folder(computer: Computer) -> Path:
    return computer.folder("GEMINI_CLI_HOME") / ".gemini"


def _setup(target: Target, computer: Computer) -> Setup:
    folder = _folder(computer)
    return Setup(
        changes=(
            Change(file=folder / "settings.json", format="json", values=_SETTINGS),
            Change(
                file=folder / ".env",
                format="lines",
                text=_lines(target),
                keys=tuple(_kept(target)),
                address=target.origin,
            ),
        ),
        # Node reads it before the file.
        variables=surroundings(target, node=True),
        start=("gemini",),
        steps=(
            "Gemini CLI reads that file in folders that you trust; in others it asks first.",
            "In a project with a .env file of its own it reads that one alone.",
        ),
    )


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    return (
        in_terminal(
            target, shell, _command(target), more=("Where it asks how to sign in, choose Use Gemini API Key.",)
        ),
        Recipe(
            key="settings",
            title="For good",
            steps=(
                "Merge both parts into Gemini CLI's files; the key then lies in the second one.",
                "Gemini CLI reads that file in folders that you trust; in others it asks first.",
            ),
            snippets=(
                settings_json("~/.gemini/settings.json", _SETTINGS),
                Snippet(title="Its variables", text=_lines(target), file="~/.gemini/.env", language="dotenv"),
            ),
        ),
    )


TOOL = Tool(
    id="gemini-cli",
    name="Gemini CLI",
    tile="Ge",
    kind="terminal",
    agents=("geminicli",),
    recipes=_recipes,
    prefers=("gemini-*pro*", "gemini-*", "anthropic--*sonnet*", "*"),
    command=_command,
    setup=_setup,
    api="gemini",
    reads=("GOOGLE_GEMINI_BASE_URL", "GEMINI_API_KEY", "GEMINI_MODEL", *_WITHOUT),
    programs=("gemini",),
    install="npm install -g @google/gemini-cli",
)
