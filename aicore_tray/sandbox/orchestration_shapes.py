"""The shape of orchestration's requests: closed objects nearly everywhere. Data, hardly any rules."""

from __future__ import annotations

from typing import Any

from aicore_tray.sandbox.orchestration_errors import (
    anything,
    array,
    by,
    named,
    one_of,
    refuse,
    shape,
    text_or,
    typed,
    values_of,
    within,
)

_NAME = "^[a-zA-Z0-9-_]+$"
_TEXT = typed("string")
_CACHE = shape({"type": one_of("ephemeral")}, {"ttl": one_of("5m", "1h")})
_TEXT_ITEM = shape({"type": one_of("text"), "text": _TEXT}, {"cache_control": _CACHE})
_ITEMS = by(
    "type",
    {
        "text": _TEXT_ITEM,
        "image_url": shape(
            {"type": one_of("image_url"), "image_url": shape({"url": _TEXT}, {"detail": _TEXT})},
            {"cache_control": _CACHE},
        ),
        "file": shape(
            {"type": one_of("file"), "file": shape({"file_data": _TEXT}, {"filename": _TEXT})},
            {"cache_control": _CACHE},
        ),
    },
)
_TEXTS = text_or(array(by("type", {"text": _TEXT_ITEM}), 1))
_TOOL_CALL = shape(
    {"id": _TEXT, "type": one_of("function"), "function": shape({"name": _TEXT, "arguments": _TEXT})},
)
_PLAIN = shape({"role": _TEXT, "content": _TEXTS})
_MESSAGE = by(
    "role",
    {
        "system": _PLAIN,
        "developer": _PLAIN,
        "user": shape({"role": _TEXT, "content": text_or(array(_ITEMS, 1))}),
        "assistant": shape(
            {"role": _TEXT},
            {
                "content": _TEXTS,
                "tool_calls": array(_TOOL_CALL),
                "refusal": _TEXT,
                "reasoning_content": array(shape({"content": _TEXT}, {"signature": _TEXT})),
            },
        ),
        "tool": shape({"role": _TEXT, "tool_call_id": _TEXT, "content": _TEXTS}),
    },
)
_FUNCTION = shape(
    {"name": named(_NAME, 64)},
    {
        "description": _TEXT,
        "parameters": shape({"type": one_of("object")}, open_=True),
        "strict": typed("boolean"),
    },
)
_TOOL = by("type", {"function": shape({"type": _TEXT, "function": _FUNCTION}, {"cache_control": _CACHE})})
_FORMAT = by(
    "type",
    {
        "text": shape({"type": _TEXT}),
        "json_object": shape({"type": _TEXT}),
        "json_schema": shape(
            {
                "type": _TEXT,
                "json_schema": shape(
                    {"name": named(_NAME, 64)},
                    {"description": _TEXT, "schema": typed("object"), "strict": typed("boolean")},
                ),
            }
        ),
    },
)
_MODEL = shape(
    {"name": _TEXT},
    {"version": _TEXT, "params": typed("object"), "timeout": within(1, 1200), "max_retries": within(0, 5)},
)
_PROMPT = shape(
    {},
    {
        "template": array(_MESSAGE),
        "tools": array(_TOOL),
        "response_format": _FORMAT,
        "defaults": values_of(_TEXT),
    },
)
_MODULES = shape(
    {"prompt_templating": shape({"prompt": _PROMPT, "model": _MODEL})},
    {"filtering": anything, "masking": anything, "grounding": anything, "translation": anything},
)
_STREAM = shape({}, {"enabled": typed("boolean"), "chunk_size": within(1, 10_000), "delimiters": array(_TEXT)})


def _modules(value: Any, where: str) -> None:
    """One set of modules, or a chain of them to fall back on."""
    if isinstance(value, list):
        array(_MODULES, 1)(value, where)
    else:
        _MODULES(value, where)


_COMPLETION = shape(
    {"config": shape({"modules": _modules}, {"stream": _STREAM})},
    {"placeholder_values": values_of(_TEXT), "messages_history": array(_MESSAGE)},
)
_EMBEDDINGS = shape(
    {
        "config": shape(
            {
                "modules": shape(
                    {
                        "embeddings": shape(
                            {
                                "model": shape(
                                    {"name": _TEXT},
                                    {
                                        "version": _TEXT,
                                        "params": shape(
                                            {},
                                            {
                                                "encoding_format": one_of("float", "base64", "binary"),
                                                "dimensions": typed("integer"),
                                                "normalize": typed("boolean"),
                                            },
                                        ),
                                    },
                                )
                            }
                        )
                    },
                    {"masking": anything},
                )
            }
        ),
        "input": shape(
            {"text": text_or(array(_TEXT, 1))},
            {
                "type": one_of(
                    "text", "document", "query", "search_document", "search_query", "classification", "clustering",
                    "image",
                )
            },
        ),
    }
)  # fmt: skip


def check_completion(body: Any) -> None:
    """Refuse a body of a wrong shape; silence means yes."""
    _COMPLETION(body, "")
    modules = body["config"]["modules"]
    for one in modules if isinstance(modules, list) else [modules]:
        if not one["prompt_templating"]["prompt"].get("template") and not body.get("messages_history"):
            raise refuse("Request Body", "Either a prompt template or messages must be defined")


def check_embeddings(body: Any) -> None:
    """Refuse a body of a wrong shape; silence means yes."""
    _EMBEDDINGS(body, "")
