"""LiteLLM's SDK: OpenAI's API at the address that its environment names."""

from __future__ import annotations

from aicore_tray.connect.sdk import sdk_recipes
from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import Recipe, Target, Tool

_PYTHON = """\
import litellm

answer = litellm.completion(  # reads OPENAI_API_BASE and OPENAI_API_KEY
    model="openai/" + {model},
    messages=[{{"role": "user", "content": "Say hello."}}],
)
print(answer.choices[0].message.content)
"""


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    variables = {"OPENAI_API_BASE": target.openai_url, "OPENAI_API_KEY": target.key}
    # The newer name of the address goes before the older one.
    return sdk_recipes(target, shell, variables, {"python": _PYTHON}, ("OPENAI_BASE_URL",))


TOOL = Tool(
    id="litellm",
    name="LiteLLM",
    tile="LL",
    kind="code",
    agents=("litellm",),
    recipes=_recipes,
    prefers=("anthropic--*sonnet*", "gpt-5*", "*"),
    reads=("OPENAI_BASE_URL", "OPENAI_API_BASE", "OPENAI_API_KEY"),
    install="pip install litellm",
)
