"""Every tool, in the order in which people look for them; a new one is one module and one row."""

from __future__ import annotations

from aicore_tray.connect import (
    anthropic_sdk,
    cherry_studio,
    claude_code,
    cline,
    codex,
    curl,
    cursor,
    google_sdk,
    openai_sdk,
)
from aicore_tray.connect.tool import Tool

TOOLS: dict[str, Tool] = {
    module.TOOL.id: module.TOOL
    for module in (
        claude_code,
        codex,
        cline,
        cursor,
        cherry_studio,
        openai_sdk,
        anthropic_sdk,
        google_sdk,
        curl,
    )
}
"""Every tool, by its id."""


def tool_of(agent: str) -> Tool | None:
    """Return the tool that a user agent is of, None for another client."""
    return next((tool for tool in TOOLS.values() if tool.is_client(agent)), None)
