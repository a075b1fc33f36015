"""Anthropic's SDKs, which read address and key from the environment."""

from __future__ import annotations

import json

from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import LOOPBACK, Recipe, Snippet, Target, Tool, surroundings

_PYTHON = """\
from anthropic import Anthropic

client = Anthropic()  # reads ANTHROPIC_BASE_URL and ANTHROPIC_API_KEY
answer = client.messages.create(
    model={model},
    max_tokens=1024,
    messages=[{{"role": "user", "content": "Say hello."}}],
)
print(answer.content[0].text)
"""
_JAVASCRIPT = """\
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic(); // reads ANTHROPIC_BASE_URL and ANTHROPIC_API_KEY
const answer = await client.messages.create({{
  model: {model},
  max_tokens: 1024,
  messages: [{{ role: "user", content: "Say hello." }}],
}});
console.log(answer.content[0].text);
"""


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    model = json.dumps(target.model)

    def recipe(key: str, title: str, code: str, *, node: bool) -> Recipe:
        variables = {"ANTHROPIC_BASE_URL": target.origin, "ANTHROPIC_API_KEY": target.key}
        lines = shell.lines(
            variables | surroundings(target, node=node), no_proxy=LOOPBACK if target.around_proxy else ""
        )
        return Recipe(
            key=key,
            title=title,
            steps=("Set address and key where the program starts; the code itself holds no secret.",),
            snippets=(
                Snippet(title="The environment", text="\n".join(lines)),
                Snippet(title="The program", text=code.format(model=model), language=key),
            ),
        )

    return (
        recipe("python", "Python", _PYTHON, node=False),
        recipe("javascript", "JavaScript", _JAVASCRIPT, node=True),
    )


TOOL = Tool(
    id="anthropic-sdk",
    name="Anthropic SDK",
    tile="An",
    kind="code",
    agents=("anthropic/", "asyncanthropic/"),
    recipes=_recipes,
    prefers=("anthropic--*sonnet*", "anthropic--*", "gpt-5*", "*"),
    install="pip install anthropic",
)
