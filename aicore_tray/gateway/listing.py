"""`/v1/models` for its three audiences: OpenAI's clients, Anthropic's, and Codex's catalogue."""

from __future__ import annotations

import calendar
import time
from collections.abc import Iterable

from aicore_tray.dialects.conversation import Json
from aicore_tray.gateway.routing import ServedModel

_EPOCH = "1970-01-01T00:00:00Z"
# What Codex's parser needs beside the facts: an instruction of our own, tools as its newest client has them.
_CODEX_INSTRUCTIONS = "You are a coding agent. Work in the user's project with the tools that you are given."


def openai_list(models: Iterable[tuple[str, ServedModel]]) -> Json:
    return {"object": "list", "data": [openai_model(name, model) for name, model in models]}


def openai_model(name: str, model: ServedModel) -> Json:
    facts = model.facts
    return {
        "id": name,
        "object": "model",
        "created": _created(model),
        "owned_by": facts.vendor or "sap",
        "context_window": facts.context or None,
        "max_output_tokens": facts.max_output or None,
        "served_by": "orchestration" if model.through_orchestration else "deployment",
    }


def _created(model: ServedModel) -> int:
    text = model.deployments[0].created_at if model.deployments else ""
    try:
        return calendar.timegm(time.strptime(text, "%Y-%m-%dT%H:%M:%SZ"))
    except ValueError:
        return 0


def anthropic_list(models: Iterable[tuple[str, ServedModel]]) -> Json:
    data = [anthropic_model(name, model) for name, model in models if model.facts.kind == "chat"]
    return {
        "data": data,
        "has_more": False,
        "first_id": data[0]["id"] if data else None,
        "last_id": data[-1]["id"] if data else None,
    }


def anthropic_model(name: str, model: ServedModel) -> Json:
    created = model.deployments[0].created_at if model.deployments else ""
    return {"type": "model", "id": name, "display_name": f"{name} (SAP AI Core)", "created_at": created or _EPOCH}


def codex_models(models: Iterable[tuple[str, ServedModel]]) -> list[Json]:
    """Return the catalogue entries that Codex reads with `?client_version=`."""
    return [
        {
            "slug": name,
            "display_name": f"{name} (SAP AI Core)",
            "supported_reasoning_levels": [
                {"effort": effort, "description": effort} for effort in model.facts.efforts if effort != "none"
            ],
            "shell_type": "unified_exec",
            "visibility": "list",
            "supported_in_api": True,
            "priority": priority,
            "support_verbosity": False,
            "truncation_policy": {"mode": "tokens", "limit": 10000},
            "experimental_supported_tools": [],
            "base_instructions": _CODEX_INSTRUCTIONS,
            "context_window": model.facts.context or 128000,
        }
        for priority, (name, model) in enumerate(models)
        if model.facts.kind == "chat"
    ]
