"""Every tool, in the order in which people look for them; a new one is one module and one row."""

from __future__ import annotations

from aicore_tray.connect import (
    aider,
    anthropic_sdk,
    chatbox,
    chatcat,
    chatwise,
    cherry_studio,
    chitchat,
    claude_code,
    claude_code_router,
    cline,
    codex,
    continue_dev,
    copilot_cli,
    crush,
    curl,
    cursor,
    gemini_cli,
    google_sdk,
    goose,
    jetbrains_ai,
    kilo_code,
    langchain,
    librechat,
    litellm,
    llm,
    lobe_chat,
    open_webui,
    openai_sdk,
    opencode,
    pi,
    qwen_code,
    roo_code,
    vercel_ai_sdk,
    vscode_copilot,
    zed,
)
from aicore_tray.connect.tool import Tool

TOOLS: dict[str, Tool] = {
    module.TOOL.id: module.TOOL
    for module in (
        claude_code,
        codex,
        opencode,
        gemini_cli,
        cline,
        cursor,
        vscode_copilot,
        copilot_cli,
        continue_dev,
        roo_code,
        kilo_code,
        zed,
        jetbrains_ai,
        aider,
        qwen_code,
        crush,
        goose,
        pi,
        claude_code_router,
        cherry_studio,
        lobe_chat,
        open_webui,
        librechat,
        chatbox,
        chatwise,
        chitchat,
        chatcat,
        openai_sdk,
        anthropic_sdk,
        google_sdk,
        langchain,
        vercel_ai_sdk,
        litellm,
        llm,
        curl,
    )
}
"""Every tool, by its id."""


def tool_of(agent: str) -> Tool | None:
    """Return the tool that a user agent is of, None for another client."""
    return next((tool for tool in TOOLS.values() if tool.is_client(agent)), None)
