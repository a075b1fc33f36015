"""curl: one request by hand, to see that it works."""

from __future__ import annotations

import json

from aicore_tray.connect.shells import CMD, POWERSHELL, Shell
from aicore_tray.connect.tool import Recipe, Snippet, Target, Tool


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    body = json.dumps({"model": target.model, "messages": [{"role": "user", "content": "Say hello."}]})
    url = f"{target.openai_url}/chat/completions"
    if shell is POWERSHELL:
        trust: list[str] = []
        text = "\n".join(
            (
                f"Invoke-RestMethod {url} -Method Post -ContentType application/json `",
                f"  -Headers @{{ Authorization = {shell.quote(f'Bearer {target.key}')} }} `",
                f"  -Body {shell.quote(body)}",
            )
        )
    else:
        # cmd knows double quotes alone, and backslashes keep those inside.
        escaped = body.replace('"', '\\"')
        quote = (lambda word: f'"{word}"') if shell is CMD else shell.quote
        trust = ["--cacert", quote(target.authority)] if target.authority else []
        around = ["--noproxy", "127.0.0.1"] if target.around_proxy else []
        text = " ".join(
            (
                "curl",
                *around,
                *trust,
                url,
                "-H",
                quote(f"Authorization: Bearer {target.key}"),
                "-H",
                quote("Content-Type: application/json"),
                "-d",
                quote(escaped if shell is CMD else body),
            )
        )
    return (
        Recipe(
            key="request",
            title="One request",
            steps=("Paste this into a terminal; the model answers in JSON.",),
            snippets=(Snippet(title="One request", text=text),),
        ),
    )


TOOL = Tool(
    id="curl",
    name="curl",
    tile="cu",
    kind="code",
    agents=("curl/",),
    recipes=_recipes,
    prefers=("anthropic--*haiku*", "gpt-*-mini", "*"),
    programs=("curl",),
)
