"""OpenAI's SDKs, which read address and key from the environment."""

from __future__ import annotations

from aicore_tray.connect.sdk import sdk_recipes
from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import Recipe, Target, Tool

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
_PROGRAMS = {"python": _PYTHON, "javascript": _JAVASCRIPT}


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    variables = {"OPENAI_BASE_URL": target.openai_url, "OPENAI_API_KEY": target.key}
    return sdk_recipes(target, shell, variables, _PROGRAMS)


TOOL = Tool(
    id="openai-sdk",
    name="OpenAI SDK",
    tile="OA",
    kind="code",
    agents=("openai/", "asyncopenai/"),
    recipes=_recipes,
    prefers=("gpt-5*", "gpt-*", "anthropic--*sonnet*", "*"),
    reads=("OPENAI_",),
    install="pip install openai",
)
