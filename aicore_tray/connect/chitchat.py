"""ChitChat: a chat client that takes OpenAI's API from another address; its fields are copied one by one."""

from __future__ import annotations

from aicore_tray.connect.tool import Tool
from aicore_tray.connect.ways import in_its_settings

TOOL = Tool(
    id="chitchat",
    name="ChitChat",
    tile="CI",
    kind="app",
    agents=("chitchat",),
    recipes=in_its_settings,
    prefers=("anthropic--*sonnet*", "gpt-5*", "*"),
    programs=("chitchat",),
    windowed=True,
    apps=("ChitChat",),
)
