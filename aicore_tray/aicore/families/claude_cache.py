"""Prompt-cache breakpoints for clients that set none: OpenAI's and Google's caches need no marks, Claude's does.

Source: Anthropic's documentation of prompt caching: at most four marks; a prefix is read again up to the last of them
that was written before. So one stands after the tools, one after the system prompt, and two at the last user turns: the
next request finds this one's end.
"""

from __future__ import annotations

from collections.abc import Iterator

from aicore_tray.dialects.conversation import Json

_MARK = {"type": "ephemeral"}
_TURNS = 2
# Reasoning takes no mark.
_MARKABLE = ("text", "image", "document", "tool_use", "tool_result")


def mark(body: Json) -> None:
    """Set the breakpoints of a Messages body that has none, in place."""
    if any("cache_control" in block for block in _markable(body)):
        return
    if tools := body.get("tools"):
        tools[-1]["cache_control"] = dict(_MARK)
    if system := body.get("system"):
        system[-1]["cache_control"] = dict(_MARK)
    users = [message for message in body["messages"] if message["role"] == "user"]
    for message in users[-_TURNS:]:
        if last := next((block for block in reversed(message["content"]) if block["type"] in _MARKABLE), None):
            last["cache_control"] = dict(_MARK)


def _markable(body: Json) -> Iterator[Json]:
    yield from body.get("tools") or ()
    yield from body.get("system") or ()
    for message in body["messages"]:
        yield from message["content"]
