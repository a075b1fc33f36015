"""The allowed content blocks of Converse, and Bedrock's words for a field too many, too few or too odd."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from aicore_tray.sandbox.images import decode_base64, look_at
from aicore_tray.sandbox.model_facts import ModelFacts
from aicore_tray.sandbox.refusals import Refusal

_NAME = re.compile(r"[a-zA-Z0-9_-]+")
_DOCUMENT_NAME = re.compile(r"[a-zA-Z0-9()\[\]-]+(?: [a-zA-Z0-9()\[\]-]+)*")
_LONGEST_NAME = 64
_LONGEST_DOCUMENT_NAME = 200
_IMAGES = ("png", "jpeg", "gif", "webp")
_DOCUMENTS = ("pdf", "csv", "doc", "docx", "xls", "xlsx", "html", "txt", "md")
_BLOCKS = frozenset({"text", "image", "document", "toolUse", "toolResult", "reasoningContent", "cachePoint"})
_IN_RESULT = frozenset({"text", "image", "document", "json"})


def refuse(message: str) -> Refusal:
    """A 400 as Bedrock words it."""
    return Refusal(400, {"message": message})


def failure(_status: int, text: str) -> dict[str, Any]:
    """Bedrock's error body."""
    return {"message": text}


def extras(value: Any, allowed: Collection[str], where: str) -> None:
    """Refuse what is no object, and the first field that is not allowed."""
    if not isinstance(value, dict):
        raise refuse(
            f"The format of the value at {where} is invalid. Provide a json object for the field and try again."
        )
    for name in value:
        if name not in allowed:
            raise refuse(
                f"Malformed input request: #/{where.replace('.', '/')}: extraneous key [{name}] is not permitted, "
                "please reformat your input and try again."
            )


def need(value: dict[str, Any], where: str, *names: str) -> None:
    """Refuse the first missing field."""
    for name in names:
        if value.get(name) is None:
            raise refuse(
                f"1 validation error detected: Value at '{where}.{name}' failed to satisfy constraint: Member must not "
                "be null"
            )


def one_of(value: Any, known: Collection[str], where: str) -> None:
    """Refuse a value outside an enumeration."""
    if value not in known:
        raise refuse(
            f"1 validation error detected: Value '{value}' at '{where}' failed to satisfy constraint: Member must "
            f"satisfy enum value set: [{', '.join(sorted(known))}]"
        )


def check_name(value: Any, where: str) -> None:
    """Refuse a tool's name or a call's id with a wrong character, or too many of them."""
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise refuse(
            f"1 validation error detected: Value '{value}' at '{where}' failed to satisfy constraint: Member must "
            "satisfy regular expression pattern: [a-zA-Z0-9_-]+"
        )
    if len(value) > _LONGEST_NAME:
        raise refuse(
            f"1 validation error detected: Value '{value}' at '{where}' failed to satisfy constraint: Member must have "
            f"length less than or equal to {_LONGEST_NAME}"
        )


def kind_of(block: Any, where: str, known: Collection[str] = _BLOCKS) -> str:
    """Return a block's only key."""
    extras(block, known, where)
    kinds = list(block)
    if len(kinds) != 1:
        raise refuse(f"The value at {where} must have exactly one member of: {', '.join(sorted(known))}.")
    return str(kinds[0])


def check_text(text: Any, where: str) -> None:
    """Refuse a text without a word."""
    if not isinstance(text, str):
        raise refuse(f"The format of the value at {where}.text is invalid. Provide a string and try again.")
    if not text.strip():
        raise refuse(
            f"The text field in the ContentBlock object at {where} is blank. Add text to the text field, and try again."
        )


def check_cache_point(point: Any, where: str) -> None:
    """Refuse anything in a breakpoint but its type: Nova has one lifetime."""
    extras(point, {"type"}, where)
    one_of(point.get("type"), {"default"}, f"{where}.type")


def check_media(facts: ModelFacts, block: dict[str, Any], where: str) -> None:
    """Refuse a picture or document of the wrong kind, or for a model that takes none."""
    kind = "image" if "image" in block else "document"
    if not facts.images:
        raise refuse(
            f"This model doesn't support the {kind} content block that you provided. Use a different content block and "
            "try again."
        )
    media, at = block[kind], f"{where}.{kind}"
    fields = {"format", "source"} if kind == "image" else {"format", "source", "name"}
    extras(media, fields, at)
    need(media, at, *sorted(fields))
    one_of(media["format"], _IMAGES if kind == "image" else _DOCUMENTS, f"{at}.format")
    extras(media["source"], {"bytes"}, f"{at}.source")
    need(media["source"], f"{at}.source", "bytes")
    data = decode_base64(media["source"]["bytes"]) if isinstance(media["source"]["bytes"], str) else None
    if data is None:
        raise refuse(f"The value at {at}.source.bytes is not valid base64.")
    if kind == "document":
        name = media["name"]
        if not isinstance(name, str) or not _DOCUMENT_NAME.fullmatch(name) or len(name) > _LONGEST_DOCUMENT_NAME:
            raise refuse(
                "The file name can only contain alphanumeric characters, whitespace characters, hyphens, parentheses, "
                "and square brackets. The name can't contain more than one consecutive whitespace character."
            )
        return
    picture = look_at(data)
    if picture is None:
        raise refuse("Could not process image")
    if picture.media_type != f"image/{media['format']}":
        raise refuse(f"The image at {at} is not a {media['format']}, as its format says.")


def check_result(facts: ModelFacts, result: Any, where: str) -> None:
    """Refuse a tool's result that is not well formed."""
    extras(result, {"toolUseId", "content", "status"}, where)
    need(result, where, "toolUseId", "content")
    check_name(result["toolUseId"], f"{where}.toolUseId")
    status = result.get("status", "success")
    one_of(status, {"success", "error"}, f"{where}.status")
    if status == "error" and not result["content"]:
        raise refuse(f"The content field at {where} cannot be empty when status value is error.")
    for index, block in enumerate(result["content"]):
        at = f"{where}.content.{index}"
        kind = kind_of(block, at, _IN_RESULT)
        if kind == "text":
            check_text(block["text"], at)
        elif kind in {"image", "document"}:
            check_media(facts, block, at)
