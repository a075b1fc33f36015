"""OpenAI's error bodies and the checks that Chat Completions and Responses share."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

from aicore_tray.sandbox.images import decode_base64, look_at, read_data_url
from aicore_tray.sandbox.refusals import Refusal

NAME = re.compile(r"[a-zA-Z0-9_-]+")
_LONGEST_NAME = 64


def refuse(message: str, param: str | None = None, code: str | None = None, *, status: int = 400) -> Refusal:
    """An error as OpenAI words it."""
    return Refusal(
        status, {"error": {"message": message, "type": "invalid_request_error", "param": param, "code": code}}
    )


def failure(status: int, text: str) -> dict[str, Any]:
    """The body of an answer that failed for no fault of the request's."""
    return {"error": {"code": str(status), "message": text}}


def listed(values: Sequence[str]) -> str:
    """Values as OpenAI enumerates them."""
    quoted = [f"'{value}'" for value in values]
    if len(quoted) < 3:
        return " and ".join(quoted)
    return ", ".join(quoted[:-1]) + f", and {quoted[-1]}"


def unknown_parameters(value: dict[str, Any], allowed: Collection[str], where: str) -> None:
    """Refuse the first nested field that OpenAI does not know."""
    for name in value:
        if name not in allowed:
            path = f"{where}.{name}" if where else name
            raise refuse(f"Unknown parameter: '{path}'.", path, "unknown_parameter")


def missing_parameters(value: dict[str, Any], where: str, *names: str) -> None:
    """Refuse the first field that has to be there."""
    for name in names:
        if value.get(name) is None:
            path = f"{where}.{name}" if where else name
            raise refuse(f"Missing required parameter: '{path}'.", path, "missing_required_parameter")


def one_of(value: Any, known: Sequence[str], where: str) -> None:
    """Refuse a value outside an enumeration."""
    if value not in known:
        raise refuse(f"Invalid value: '{value}'. Supported values are: {listed(known)}.", where, "invalid_value")


def check_name(name: Any, where: str) -> None:
    """Refuse a function or schema name with a wrong character or too many of them."""
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise refuse(
            f"Invalid '{where}': string does not match pattern. Expected a string that matches the pattern "
            "'^[a-zA-Z0-9_-]+$'.", where, "invalid_value",
        )  # fmt: skip
    if len(name) > _LONGEST_NAME:
        raise refuse(
            f"Invalid '{where}': string too long. Expected a string with maximum length {_LONGEST_NAME}, but got a "
            f"string with length {len(name)} instead.", where, "string_above_max_length",
        )  # fmt: skip


def check_function_schema(name: str, schema: Any, where: str, *, strict: bool) -> None:
    """Refuse parameters that are no object schema, or that break the rules of strict mode."""
    if schema is None:
        return
    kind = schema.get("type") if isinstance(schema, dict) else None
    subject = f"function '{name}'"
    if kind != "object":
        raise refuse(
            f"Invalid schema for {subject}: schema must be a JSON Schema of 'type: \"object\"', got 'type: "
            f"\"{kind}\"'.",
            where, "invalid_function_parameters",
        )  # fmt: skip
    _check_schema(schema, (), subject, where, "invalid_function_parameters", strict=strict)


def check_output_schema(name: str, schema: Any, where: str, *, strict: bool) -> None:
    """Refuse an answer schema that breaks the rules of strict mode."""
    subject = f"response_format '{name}'"
    if strict and schema.get("type") != "object":
        raise refuse(
            f"Invalid schema for {subject}: schema must be a JSON Schema of 'type: \"object\"', got "
            f"'type: \"{schema.get('type')}\"'.", where, None,
        )  # fmt: skip
    _check_schema(schema, (), subject, where, None, strict=strict)


def _check_schema(
    schema: Any, context: tuple[str, ...], subject: str, where: str, code: str | None, *, strict: bool
) -> None:
    if not isinstance(schema, dict):
        return
    shown = "(" + ", ".join(f"'{step}'" for step in context) + ("," if len(context) == 1 else "") + ")"
    prefix = f"Invalid schema for {subject}: In context={shown}, "
    kind = schema.get("type")
    properties = schema.get("properties")
    if kind == "object" and properties is None and "additionalProperties" not in schema and not context:
        raise refuse(f"{prefix}object schema missing properties.", where, code)
    if kind == "array" and "items" not in schema:
        raise refuse(f"{prefix}array schema missing items.", where, code)
    if strict and kind == "object":
        if schema.get("additionalProperties") is not False:
            raise refuse(f"{prefix}'additionalProperties' is required to be supplied and to be false.", where, code)
        required = schema.get("required") or []
        for name in properties or {}:
            if name not in required:
                raise refuse(
                    f"{prefix}'required' is required to be supplied and to be an array including every key in "
                    f"properties. Missing '{name}'.", where, code,
                )  # fmt: skip
    for name, part in (properties or {}).items():
        _check_schema(part, (*context, "properties", name), subject, where, code, strict=strict)
    if "items" in schema:
        _check_schema(schema["items"], (*context, "items"), subject, where, code, strict=strict)
    for key in ("anyOf", "$defs", "definitions"):
        parts = schema.get(key) or []
        pairs = parts.items() if isinstance(parts, dict) else enumerate(parts)
        for name, part in pairs:
            _check_schema(part, (*context, key, str(name)), subject, where, code, strict=strict)


def read_image(url: Any, where: str) -> bytes:
    """Return an image's bytes, or refuse what is none."""
    if not isinstance(url, str):
        raise refuse(f"Invalid type for '{where}': expected a string.", where, "invalid_type")
    if not url.startswith("data:"):
        raise refuse(f"Timeout while downloading {url}.", where, "invalid_image_url")
    media_type, data = read_data_url(url)
    if data is None:
        raise refuse("Invalid base64 image_url.", where, "invalid_base64")
    if not media_type.startswith("image/") or look_at(data) is None:
        raise refuse(
            "You uploaded an unsupported image. Please make sure your image has of one the following formats: "
            "['png', 'jpeg', 'gif', 'webp'].", where, "invalid_image_format",
        )  # fmt: skip
    return data


def read_file(data_url: Any) -> bytes | None:
    """The bytes of an inline file."""
    if not isinstance(data_url, str):
        return None
    return read_data_url(data_url)[1] if data_url.startswith("data:") else decode_base64(data_url)
