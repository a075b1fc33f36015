"""The ways that many tools are set up in: by a terminal alone, and by a settings file whose key lies elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from aicore_tray.connect.providers import as_tree
from aicore_tray.connect.setup import Value
from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import LOOPBACK, Command, Entry, Recipe, Snippet, Target


def in_terminal(target: Target, shell: Shell, command: Command, *, more: tuple[str, ...] = ()) -> Recipe:
    """Return the recipe that starts a tool with environment only.

    Args:
        more: what else has to be said, sentences of ours.
    """
    lines = variable_lines(target, shell, command.variables, command.without)
    return Recipe(
        key="terminal",
        title="In a terminal",
        steps=("Paste this into a terminal. It holds for that terminal alone and changes no file.", *more),
        snippets=(Snippet(title="For this terminal", text="\n".join([*lines, shell.command(command.arguments)])),),
    )


def with_key_beside(
    target: Target,
    shell: Shell,
    variables: Mapping[str, str],
    settings: Sequence[Snippet],
    *,
    more: tuple[str, ...] = (),
) -> Recipe:
    """Return the recipe of settings that hold no secret: the key comes from a variable.

    Args:
        variables: the key, and what else the tool needs beside its settings.
        settings: what goes into its files.
        more: what else has to be said, sentences of ours.
    """
    lines = variable_lines(target, shell, variables)
    return Recipe(
        key="settings",
        title="For good",
        steps=(
            "Merge this into the tool's settings; they hold no secret.",
            "Set the key where your shell sets its variables.",
            *more,
        ),
        snippets=(*settings, Snippet(title="The key", text="\n".join(lines))),
    )


def settings_json(file: str, found: Iterable[Value]) -> Snippet:
    """Return the values of a settings file for people who merge them by hand."""
    text = json.dumps(as_tree(found), indent=2, ensure_ascii=False)
    return Snippet(title="The settings", text=text, file=file, language="json")


def variable_lines(
    target: Target, shell: Shell, variables: Mapping[str, str], without: Sequence[str] = ()
) -> list[str]:
    """Return the lines that set variables, and keep clear of a company's proxy where there is one."""
    return shell.lines(variables, without=without, no_proxy=LOOPBACK if target.around_proxy else "")


def in_its_settings(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    """Return the recipe of a client of OpenAI's API whose own names for things are not known here."""
    return (
        Recipe(
            key="provider",
            title="In its settings",
            steps=("Choose OpenAI or OpenAI-compatible in its settings, and fill in these fields.",),
            entries=(
                Entry(label="Base URL", value=target.openai_url),
                Entry(label="API key", value=target.key, secret=True),
                Entry(label="Model", value=target.model),
                *certificate(target),
            ),
        ),
    )


def certificate(target: Target) -> tuple[Entry, ...]:
    """Return what programs that take no variables have to be told where the proxy serves HTTPS."""
    return (Entry(label="Certificate to trust", value=target.authority),) if target.authority else ()
