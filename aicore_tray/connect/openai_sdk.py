"""OpenAI's SDKs, which read address and key from the environment."""

from __future__ import annotations

import json

from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import LOOPBACK, Recipe, Snippet, Target, Tool, surroundings

_PYTHON = """\
from openai import OpenAI

client = OpenAI()  # reads OPENAI_BASE_URL and OPENAI_API_KEY
answer = client.chat.completions.create(
    model={model},
    messages=[{{"role": "user", "content": "Say hello."}}],
)
print(answer.choices[0].message.content)
"""
_JAVASCRIPT = """\
import OpenAI from "openai";

const client = new OpenAI(); // reads OPENAI_BASE_URL and OPENAI_API_KEY
const answer = await client.chat.completions.create({{
  model: {model},
  messages: [{{ role: "user", content: "Say hello." }}],
}});
console.log(answer.choices[0].message.content);
"""


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    model = json.dumps(target.model)

    def recipe(key: str, title: str, code: str, *, node: bool) -> Recipe:
        variables = {"OPENAI_BASE_URL": target.openai_url, "OPENAI_API_KEY": target.key}
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
    id="openai-sdk",
    name="OpenAI SDK",
    tile="OA",
    kind="code",
    agents=("openai/", "asyncopenai/"),
    recipes=_recipes,
    prefers=("gpt-5*", "gpt-*", "anthropic--*sonnet*", "*"),
    install="pip install openai",
)
