"""Google's Gen AI SDKs, which read address and key from the environment."""

from __future__ import annotations

import json

from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import LOOPBACK, Recipe, Snippet, Target, Tool, surroundings

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


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    model = json.dumps(target.model)

    def recipe(key: str, title: str, code: str, *, node: bool) -> Recipe:
        variables = {"GOOGLE_GEMINI_BASE_URL": target.origin, "GEMINI_API_KEY": target.key}
        lines = shell.lines(
            variables | surroundings(target, node=node),
            without=("GOOGLE_API_KEY", "GOOGLE_GENAI_USE_VERTEXAI"),
            no_proxy=LOOPBACK if target.around_proxy else "",
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
    id="google-sdk",
    name="Google SDK",
    tile="Go",
    kind="code",
    agents=("google-genai-sdk",),
    recipes=_recipes,
    prefers=("gemini-*pro*", "gemini-*", "*"),
    install="pip install google-genai",
)
