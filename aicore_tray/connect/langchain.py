"""LangChain: its OpenAI package, which reads address and key from the environment."""

from __future__ import annotations

from aicore_tray.connect.sdk import sdk_recipes
from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import Recipe, Target, Tool

_PYTHON = """\
from langchain_openai import ChatOpenAI

model = ChatOpenAI(model={model})  # reads OPENAI_BASE_URL and OPENAI_API_KEY
print(model.invoke("Say hello.").text)
"""
_JAVASCRIPT = """\
import {{ ChatOpenAI }} from "@langchain/openai";

const model = new ChatOpenAI({{ model: {model} }}); // reads OPENAI_BASE_URL and OPENAI_API_KEY
console.log((await model.invoke("Say hello.")).content);
"""
_PROGRAMS = {"python": _PYTHON, "javascript": _JAVASCRIPT}


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    variables = {"OPENAI_BASE_URL": target.openai_url, "OPENAI_API_KEY": target.key}
    # The older name of the address goes before the newer one.
    return sdk_recipes(target, shell, variables, _PROGRAMS, ("OPENAI_API_BASE",))


TOOL = Tool(
    id="langchain",
    name="LangChain",
    tile="LC",
    kind="code",
    agents=("langchain",),
    recipes=_recipes,
    prefers=("anthropic--*sonnet*", "gpt-5*", "*"),
    reads=("OPENAI_BASE_URL", "OPENAI_API_BASE", "OPENAI_API_KEY"),
    install="pip install langchain-openai",
)
