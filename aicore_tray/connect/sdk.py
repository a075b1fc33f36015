"""What the SDKs have in common: address and key from the environment, and a program that needs no secret."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import LOOPBACK, Recipe, Snippet, Target, surroundings


def sdk_recipes(
    target: Target,
    shell: Shell,
    variables: Mapping[str, str],
    programs: Mapping[str, str],
    without: Sequence[str] = (),
) -> tuple[Recipe, ...]:
    """Return a recipe for each language of an SDK.

    Args:
        variables: what the SDK reads address and key from.
        programs: `python` and `javascript` -> a program with `{model}` in it.
        without: variables that would make the SDK go elsewhere.
    """
    titles = {"python": "Python", "javascript": "JavaScript"}
    model = json.dumps(target.model)

    def recipe(language: str, program: str) -> Recipe:
        around = surroundings(target, node=language == "javascript")
        no_proxy = LOOPBACK if target.around_proxy else ""
        lines = shell.lines({**variables, **around}, without=without, no_proxy=no_proxy)
        return Recipe(
            key=language,
            title=titles[language],
            steps=("Set address and key where the program starts; the code itself holds no secret.",),
            snippets=(
                Snippet(title="The environment", text="\n".join(lines)),
                Snippet(title="The program", text=program.format(model=model), language=language),
            ),
        )

    return tuple(recipe(language, program) for language, program in programs.items())
