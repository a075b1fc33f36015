"""Google's Gen AI SDKs, which read address and key from the environment."""

from __future__ import annotations

from aicore_tray.connect.sdk import sdk_recipes
from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import Recipe, Target, Tool

_PYTHON = """\
from google import genai

client = genai.Client()  # reads GOOGLE_GEMINI_BASE_URL and GEMINI_API_KEY
answer = client.models.generate_content(model={model}, contents="Say hello.")
print(answer.text)
"""
_JAVASCRIPT = """\
import {{ GoogleGenAI }} from "@google/genai";

const ai = new GoogleGenAI({{
  apiKey: process.env.GEMINI_API_KEY,
  httpOptions: {{ baseUrl: process.env.GOOGLE_GEMINI_BASE_URL }},
}});
const answer = await ai.models.generateContent({{ model: {model}, contents: "Say hello." }});
console.log(answer.text);
"""
_PROGRAMS = {"python": _PYTHON, "javascript": _JAVASCRIPT}
_ELSEWHERE = ("GOOGLE_API_KEY", "GOOGLE_GENAI_USE_VERTEXAI")


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    variables = {"GOOGLE_GEMINI_BASE_URL": target.origin, "GEMINI_API_KEY": target.key}
    return sdk_recipes(target, shell, variables, _PROGRAMS, _ELSEWHERE)


TOOL = Tool(
    id="google-sdk",
    name="Google SDK",
    tile="Go",
    kind="code",
    agents=("google-genai-sdk",),
    recipes=_recipes,
    prefers=("gemini-*pro*", "gemini-*", "*"),
    api="gemini",
    reads=("GOOGLE_GEMINI_BASE_URL", "GEMINI_API_KEY", *_ELSEWHERE),
    install="pip install google-genai",
)
