"""A request as a command for a terminal: to the address that serves now, with a variable in place of the API key."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from aicore_tray.connect.shells import CMD, POWERSHELL, Shell
from aicore_tray.gateway.journal import RequestDetail
from aicore_tray.gui.models.request_words import Row
from aicore_tray.gui.snapshots import RunningView

VARIABLE = "AICORE_TRAY_KEY"
"""Whoever pastes the line puts the API key into it."""
_HELLO = "Say hello."
_TOKENS = 200
# What changes the answer; of the others each client sets its own.
_KEPT = ("anthropic-version", "anthropic-beta", "openai-beta")
_LONGEST_FOR_CMD = 7_000


def as_curl(row: Row, detail: RequestDetail | None, body: str, url: str, shell: Shell, *, authority: str = "") -> str:
    """Return the command for a request that was made.

    Args:
        body: the captured one; "" asks for a word of the same model by the same API.
        url: where the proxy listens.
        authority: the PEM file that has to be trusted, "" where the system does.
    """
    path, small = least(row.api if isinstance(row, RunningView) else row.dialect, row.asked)
    if shell is CMD and len(body) > _LONGEST_FOR_CMD:
        body = ""  # longer than a line may be there
    if body and detail is not None and detail.path:
        path = detail.path
    sent = {name.lower(): value for name, value in detail.headers} if detail is not None else {}
    headers = [f"{name}: {sent[name]}" for name in _KEPT if sent.get(name)]
    if "/v1/messages" in path and "anthropic-version" not in sent:
        headers.append("anthropic-version: 2023-06-01")
    return command(url + path, shell, data=body or json.dumps(small), headers=headers, authority=authority)


def command(url: str, shell: Shell, *, data: str = "", headers: Sequence[str] = (), authority: str = "") -> str:
    """Return a request as a command; the API key is read from VARIABLE.

    Args:
        data: the JSON that is sent; without it something is only asked for.
        authority: the PEM file that has to be trusted, "" where the system does.
    """
    program = "curl.exe" if shell is POWERSHELL else "curl"
    parts = [f"{program} {_word(url, shell)}"]
    if authority:
        parts.append(f"--cacert {_word(authority, shell)}")
    # The first one holds the variable, so that it stands in double quotes.
    parts.append(f'-H "x-api-key: {_key(shell)}"')
    if data:
        parts += [f"-H {_word(header, shell)}" for header in ("content-type: application/json", *headers)]
        parts.append(f"-d {_word(data, shell)}")
    joint = {"powershell": " `\n  ", "cmd": " ^\n  "}.get(shell.id, " \\\n  ")
    return joint.join(parts)


def _key(shell: Shell) -> str:
    return {"powershell": f"$env:{VARIABLE}", "cmd": f"%{VARIABLE}%"}.get(shell.id, f"${VARIABLE}")


def _word(text: str, shell: Shell) -> str:
    if shell is CMD:
        escaped = text.replace("\\", "\\\\").replace('"', '\\"') if '"' in text else text
        return f'"{escaped}"'
    return shell.quote(text)


def least(api: str, asked: str) -> tuple[str, dict[str, Any]]:
    """Return path and body of a small request to a model by an API, as the books name it."""
    turns = [{"role": "user", "content": _HELLO}]
    if api == "messages":
        return "/v1/messages", {"model": asked, "max_tokens": _TOKENS, "messages": turns}
    if api == "responses":
        return "/v1/responses", {"model": asked, "input": _HELLO}
    if api == "completions":
        return "/v1/completions", {"model": asked, "prompt": _HELLO, "max_tokens": _TOKENS}
    if api == "embeddings":
        return "/v1/embeddings", {"model": asked, "input": _HELLO}
    if api == "gemini":
        path = f"/v1beta/models/{quote(asked, safe='')}:generateContent"
        return path, {"contents": [{"role": "user", "parts": [{"text": _HELLO}]}]}
    if api == "ollama":
        return "/api/chat", {"model": asked, "messages": turns, "stream": False}
    return "/v1/chat/completions", {"model": asked, "messages": turns}
