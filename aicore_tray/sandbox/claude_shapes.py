"""The allowed fields of Claude's content blocks, and the words for a field too many or too few."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from aicore_tray.sandbox.images import decode_base64, look_at
from aicore_tray.sandbox.refusals import Refusal

TOOL_ID = re.compile(r"[a-zA-Z0-9_-]+")
_BLOCK_FIELDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "text": frozenset({"type", "text", "cache_control", "citations"}),
        "image": frozenset({"type", "source", "cache_control"}),
        "document": frozenset({"type", "source", "cache_control", "citations", "title", "context"}),
        "thinking": frozenset({"type", "thinking", "signature"}),
        "redacted_thinking": frozenset({"type", "data"}),
        "tool_use": frozenset({"type", "id", "name", "input", "cache_control"}),
        "tool_result": frozenset({"type", "tool_use_id", "content", "is_error", "cache_control"}),
    }
)
_REQUIRED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "text": ("text",),
        "image": ("source",),
        "document": ("source",),
        "thinking": ("thinking", "signature"),
        "redacted_thinking": ("data",),
        "tool_use": ("id", "name", "input"),
        "tool_result": ("tool_use_id",),
    }
)
_IN_RESULT = frozenset({"text", "image", "document"})
_BY_ROLE: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "user": frozenset({"text", "image", "document", "tool_result"}),
        "assistant": frozenset({"text", "thinking", "redacted_thinking", "tool_use"}),
    }
)
_IMAGE_TYPES = ("image/jpeg", "image/png", "image/gif", "image/webp")
_TTLS = ("5m", "1h")


def refuse(message: str) -> Refusal:
    """A 400 as Bedrock words it."""
    return Refusal(400, {"message": message})


def extras(value: dict[str, Any], allowed: Collection[str], where: str) -> None:
    """Refuse the first field that is not allowed."""
    for name in value:
        if name not in allowed:
            raise refuse(f"{where}.{name}: Extra inputs are not permitted".lstrip("."))


def need(value: dict[str, Any], where: str, *names: str) -> None:
    """Refuse the first missing field."""
    for name in names:
        if value.get(name) is None:
            raise refuse(f"{where}.{name}: Field required".lstrip("."))


def check_cache_control(value: dict[str, Any], where: str) -> None:
    """Refuse anything in a breakpoint but its type and lifetime."""
    mark = value.get("cache_control")
    if mark is None:
        return
    if mark.get("type") != "ephemeral":
        raise refuse(f"{where}.cache_control.type: Input should be 'ephemeral'")
    extras(mark, {"type", "ttl"}, f"{where}.cache_control.ephemeral")
    if mark.get("ttl") not in {None, *_TTLS}:
        raise refuse(f"{where}.cache_control.ephemeral.ttl: Input should be '5m' or '1h'")


def check_block(block: Any, role: str, where: str) -> None:
    """Refuse a block that does not belong into this role's message, or has the wrong fields."""
    if not isinstance(block, dict):
        raise refuse(f"{where}: Input should be a valid dictionary")
    kind = block.get("type")
    if kind not in _BLOCK_FIELDS:
        tags = ", ".join(f"'{tag}'" for tag in sorted(_BLOCK_FIELDS))
        raise refuse(f"{where}: Input tag '{kind}' found using 'type' does not match any of the expected tags: {tags}")
    if kind not in _BY_ROLE[role]:
        raise refuse(
            f"{where}: `{kind}` blocks can only be in `{'user' if role == 'assistant' else 'assistant'}` messages"
        )
    extras(block, _BLOCK_FIELDS[kind], f"{where}.{kind}")
    need(block, f"{where}.{kind}", *_REQUIRED[kind])
    check_cache_control(block, f"{where}.{kind}")
    for name in ("id", "tool_use_id"):
        if name in block and not TOOL_ID.fullmatch(str(block[name])):
            raise refuse(f"{where}.{kind}.{name}: String should match pattern '^[a-zA-Z0-9_-]+$'")
    if kind == "tool_use" and not isinstance(block["input"], dict):
        raise refuse(f"{where}.tool_use.input: Input should be a valid dictionary")
    if kind == "image":
        _check_image(block["source"], f"{where}.image.source")
    if kind == "tool_result":
        _check_result(block.get("content"), f"{where}.tool_result.content")
    if kind == "text":
        check_text(block["text"], "messages")


def check_text(text: Any, where: str) -> None:
    """Refuse a text block without text."""
    if not isinstance(text, str):
        raise refuse(f"{where}: Input should be a valid string")
    if not text:
        raise refuse(f"{where}: text content blocks must be non-empty")
    if not text.strip():
        raise refuse(f"{where}: text content blocks must contain non-whitespace text")


def _check_result(content: Any, where: str) -> None:
    if content is None or isinstance(content, str):
        return
    for index, part in enumerate(content):
        kind = part.get("type") if isinstance(part, dict) else None
        if kind not in _IN_RESULT:
            tags = ", ".join(f"'{tag}'" for tag in sorted(_IN_RESULT))
            raise refuse(
                f"{where}.{index}: Input tag '{kind}' found using 'type' does not match any of the expected "
                f"tags: {tags}"
            )
        check_block(part, "user", f"{where}.{index}")


def _check_image(source: dict[str, Any], where: str) -> None:
    if source.get("type") != "base64":
        raise refuse(f"{where}: Input tag '{source.get('type')}' found using 'type' does not match any of the expected "
                     "tags: 'base64'")  # fmt: skip
    extras(source, {"type", "media_type", "data"}, f"{where}.base64")
    need(source, f"{where}.base64", "media_type", "data")
    if source["media_type"] not in _IMAGE_TYPES:
        known = ", ".join(f"'{kind}'" for kind in _IMAGE_TYPES[:-1]) + f" or '{_IMAGE_TYPES[-1]}'"
        raise refuse(f"{where}.base64.media_type: Input should be {known}")
    data = decode_base64(source["data"])
    if data is None:
        raise refuse(f"{where}.base64: invalid base64 data")
    picture = look_at(data)
    if picture is None:
        raise refuse("Could not process image")
    if picture.media_type != source["media_type"]:
        raise refuse(
            f"{where}.base64.media_type: The image was specified using the {source['media_type']} media type, but the "
            f"image appears to be a {picture.media_type} image"
        )
