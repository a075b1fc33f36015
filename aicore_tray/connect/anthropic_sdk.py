"""Anthropic's SDKs, which read address and key from the environment."""

from __future__ import annotations

from aicore_tray.connect.sdk import sdk_recipes
from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import Recipe, Target, Tool

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
_PROGRAMS = {"python": _PYTHON, "javascript": _JAVASCRIPT}


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    variables = {"ANTHROPIC_BASE_URL": target.origin, "ANTHROPIC_API_KEY": target.key}
    return sdk_recipes(target, shell, variables, _PROGRAMS)


TOOL = Tool(
    id="anthropic-sdk",
    name="Anthropic SDK",
    tile="An",
    kind="code",
    agents=("anthropic/", "asyncanthropic/"),
    recipes=_recipes,
    prefers=("anthropic--*sonnet*", "anthropic--*", "gpt-5*", "*"),
    api="messages",
    reads=("ANTHROPIC_",),
    install="pip install anthropic",
)
