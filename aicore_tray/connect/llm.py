"""llm: models in a YAML file of its own, and the key in the file that `llm keys` writes."""

from __future__ import annotations

import json
from pathlib import Path

from aicore_tray.connect.computer import Computer
from aicore_tray.connect.providers import PROVIDER, listed
from aicore_tray.connect.setup import Change, Setup, Value
from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import Recipe, Snippet, Target, Tool, surroundings
from aicore_tray.connect.ways import variable_lines

_FOLDER = "io.datasette.llm"


def _models(target: Target) -> str:
    """Return its models, items of a list. Source: https://llm.datasette.io, run with 0.36."""
    return "".join(
        f"- model_id: {json.dumps(f'{PROVIDER}/{model.id}')}\n"
        f"  model_name: {json.dumps(model.id)}\n"
        f"  api_base: {json.dumps(target.openai_url)}\n"
        f"  api_key_name: {PROVIDER}\n"
        "  supports_tools: true\n"
        "  supports_schema: true\n"
        "  vision: true\n"
        for model in listed(target)
    )


def _folder(computer: Computer) -> Path:
    if computer.env.get("LLM_USER_PATH", "").strip():
        return computer.folder("LLM_USER_PATH")
    return computer.data(_FOLDER)


def _setup(target: Target, computer: Computer) -> Setup:
    folder = _folder(computer)
    return Setup(
        changes=(
            # A list without a name: items of the user's stand beside ours.
            Change(
                file=folder / "extra-openai-models.yaml",
                format="lines",
                text=_models(target),
                address=target.openai_url,
            ),
            # It has no variable for this key that others do not share.
            Change(
                file=folder / "keys.json",
                format="json",
                values=(Value(path=(PROVIDER,), value=target.key, secret=True),),
            ),
        ),
        variables=surroundings(target),
        start=("llm", "-m", f"{PROVIDER}/{target.model}"),
    )


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    lines = variable_lines(target, shell, surroundings(target))
    keep = shell.command(("llm", "keys", "set", PROVIDER, "--value", target.key))
    ask = shell.command(("llm", "-m", f"{PROVIDER}/{target.model}", "Say hello."))
    return (
        Recipe(
            key="models",
            title="For good",
            steps=(
                "Put the first part into llm's list of models; llm logs path tells its folder.",
                "Run the second part once: llm keeps the key in its own file.",
            ),
            snippets=(
                Snippet(
                    title="The models",
                    text=_models(target),
                    file="extra-openai-models.yaml",
                    language="yaml",
                ),
                Snippet(title="Run once", text="\n".join([*lines, keep, ask])),
            ),
        ),
    )


TOOL = Tool(
    id="llm",
    name="llm",
    tile="ll",
    kind="code",
    agents=(),  # it says it is OpenAI's SDK; its key tells it apart
    recipes=_recipes,
    prefers=("anthropic--*sonnet*", "gpt-5*", "*"),
    setup=_setup,
    programs=("llm",),
    install="pip install llm",
)
