"""Placeholders: `{{?name}}` in the template is replaced, and whatever only looks like one is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from aicore_tray.sandbox.orchestration_errors import refuse

_OPENED = re.compile(r"\{\{\?(.*?)(\}\}|\Z)", re.DOTALL)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_PARAMETERS = "Input Parameters"


def filled(template: list[dict[str, Any]], values: Mapping[str, str], defaults: Mapping[str, str]) -> list[Any]:
    """Return the template's messages with their placeholders replaced, once; values are never looked into."""
    wanted: list[str] = []

    def fill(text: str) -> str:
        def value(found: re.Match[str]) -> str:
            name = found[1]
            if not _NAME.fullmatch(name) or not found[2]:
                raise refuse("Templating Module", f"Invalid placeholder: {found[0]!r}", echo=template)
            wanted.append(name)
            return values.get(name, defaults.get(name, ""))

        return _OPENED.sub(value, text)

    made = [_filled(message, fill) for message in template]
    missing = [name for name in dict.fromkeys(wanted) if name not in values and name not in defaults]
    if missing:
        raise refuse(
            _PARAMETERS, f"Error validating parameters. Missing required parameters: {missing}.", echo=template
        )
    if unused := [name for name in values if name not in wanted]:
        raise refuse(_PARAMETERS, f"Error validating parameters. Unused parameters: {unused}.", echo=template)
    return made


def _filled(value: Any, fill: Any) -> Any:
    """Fill every text of a message but its role, ids and kinds."""
    if isinstance(value, str):
        return fill(value)
    if isinstance(value, list):
        return [_filled(item, fill) for item in value]
    if isinstance(value, dict):
        fixed = ("role", "type", "id", "tool_call_id", "name", "signature", "cache_control")
        return {name: part if name in fixed else _filled(part, fill) for name, part in value.items()}
    return value
