"""Continue: one configuration in YAML for its extensions and its terminal, with the key in a file beside it."""

from __future__ import annotations

import json

from aicore_tray.connect.computer import Computer
from aicore_tray.connect.providers import KEY_VARIABLE, TITLE, listed
from aicore_tray.connect.setup import Change, Setup
from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import Recipe, Snippet, Target, Tool, surroundings
from aicore_tray.connect.ways import variable_lines

_HEAD = f'name: "{TITLE}"\nversion: 1.0.0\nschema: v1\nmodels:\n'


def _configuration(target: Target) -> str:
    """Return its configuration. Source: https://docs.continue.dev/reference, run with its terminal, 1.5.47."""
    models = [
        f"  - name: {json.dumps(model.title)}\n"
        "    provider: openai\n"
        f"    model: {json.dumps(model.id)}\n"
        f"    apiBase: {json.dumps(target.openai_url)}\n"
        f'    apiKey: "${{{{ secrets.{KEY_VARIABLE} }}}}"\n'
        "    roles: [chat, edit, apply]\n"
        "    capabilities: [tool_use, image_input]\n"
        for model in listed(target)
    ]
    return _HEAD + "".join(models)


def _secret(target: Target) -> str:
    return f"{KEY_VARIABLE}={target.key}\n"


def _setup(target: Target, computer: Computer) -> Setup:
    folder = computer.folder("CONTINUE_GLOBAL_DIR", ".continue")
    return Setup(
        changes=(
            Change(
                file=folder / "config.yaml",
                format="lines",
                text=_configuration(target),
                keys=("name", "version", "schema", "models"),
                address=target.openai_url,
            ),
            # An editor that was started by a click does not know the variables of a shell.
            Change(file=folder / ".env", format="lines", text=_secret(target), keys=(KEY_VARIABLE,)),
        ),
        variables=surroundings(target, node=True),
        steps=("Choose a model of SAP AI Core below Continue's chat.",),
    )


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    around = surroundings(target, node=True)
    trust = (Snippet(title="The environment", text="\n".join(variable_lines(target, shell, around))),) if around else ()
    return (
        Recipe(
            key="settings",
            title="For good",
            steps=(
                "Save the first part as Continue's configuration, or put its models below those that are there.",
                "The second part holds the key and lies beside it.",
            ),
            snippets=(
                Snippet(
                    title="The settings",
                    text=_configuration(target),
                    file="~/.continue/config.yaml",
                    language="yaml",
                ),
                Snippet(title="The key", text=_secret(target), file="~/.continue/.env", language="dotenv"),
                *trust,
            ),
        ),
    )


TOOL = Tool(
    id="continue",
    name="Continue",
    tile="Co",
    kind="editor",
    agents=("continue",),
    recipes=_recipes,
    prefers=("anthropic--*sonnet*", "gpt-5*", "*"),
    setup=_setup,
    reads=(KEY_VARIABLE,),
    programs=("cn",),
    extensions=("continue.continue",),
    install="npm install -g @continuedev/cli",
)
