"""The AI SDK of Vercel: its provider for OpenAI's API at other addresses."""

from __future__ import annotations

from aicore_tray.connect.providers import PROVIDER
from aicore_tray.connect.sdk import sdk_recipes
from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import Recipe, Target, Tool

_JAVASCRIPT = f"""\
import {{{{ createOpenAICompatible }}}} from "@ai-sdk/openai-compatible";
import {{{{ generateText }}}} from "ai";

const provider = createOpenAICompatible({{{{
  name: "{PROVIDER}",
  baseURL: process.env.OPENAI_BASE_URL,
  apiKey: process.env.OPENAI_API_KEY,
  includeUsage: true,
  supportsStructuredOutputs: true,
}}}});
const {{{{ text }}}} = await generateText({{{{ model: provider({{model}}), prompt: "Say hello." }}}});
console.log(text);
"""


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    variables = {"OPENAI_BASE_URL": target.openai_url, "OPENAI_API_KEY": target.key}
    return sdk_recipes(target, shell, variables, {"javascript": _JAVASCRIPT})


TOOL = Tool(
    id="vercel-ai-sdk",
    name="Vercel AI SDK",
    tile="Ve",
    kind="code",
    agents=("ai/", "ai-sdk-"),
    recipes=_recipes,
    prefers=("anthropic--*sonnet*", "gpt-5*", "*"),
    reads=("OPENAI_BASE_URL", "OPENAI_API_KEY"),
    install="npm install ai @ai-sdk/openai-compatible",
)
