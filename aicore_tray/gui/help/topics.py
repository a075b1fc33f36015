"""Which page of the guide F1 opens: that of the sheet, step, group or page one is in."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from aicore_tray.gui.help.book import HOME

OF_PAGES: Mapping[str, str] = {
    "dashboard": "dashboard",
    "requests": "requests",
    "chat": "chat",
    "connect": "connect",
    "models": "models",
    "accounts": "accounts",
    "keys": "api-keys",
    "diagnostics": "diagnostics",
    "settings": "settings",
}
"""Page of the main window -> page of the guide."""
OF_GROUPS: Mapping[str, str] = {
    "general": "settings",
    "server": "server",
    "network": "network",
    "logging": "logging",
    "limits": "limits",
    "advanced": "settings",
}
"""Group of settings -> page of the guide."""
OF_STEPS: Mapping[str, str] = {
    "key": "first-steps",
    "connection": "trouble",
    "models": "models",
    "address": "api-keys",
    "tool": "connect",
    "hello": "chat",
}
"""Step of first run -> page of the guide."""
OF_SHEETS: Mapping[str, str] = {
    "write-setup-sheet": "apply",
    "new-key-sheet": "api-keys",
    "change-key-sheet": "api-keys",
    "key-shown-sheet": "api-keys",
    "revoke-sheet": "api-keys",
    "model-sheet": "models",
    "ask-quota-sheet": "deploy",
    "change-deployment-sheet": "deploy",
    "add-key-sheet": "accounts",
    "remove-account-sheet": "accounts",
    "rename-account-sheet": "accounts",
    "rename-conversation-sheet": "chat",
    "about": HOME,
}
"""Sheet, by its object's name -> page of the guide."""


def topic_of_sheet(sheet: QWidget | None) -> str:
    """Return the page of the guide for an open sheet; "" for none, or one that belongs to what lies below it."""
    return OF_SHEETS.get(sheet.objectName(), "") if sheet is not None else ""
