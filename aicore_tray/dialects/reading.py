"""Careful reading of request bodies: every wrong type becomes an error that names the field."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec

from aicore_tray.dialects.conversation import CacheHint, Json
from aicore_tray.dialects.errors import invalid

T = TypeVar("T")


def need(value: object, kind: type[T], path: str) -> T:
    """Return `value` if it is of `kind`, else raise the 400 that names `path`."""
    if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
        return value
    names = {str: "a string", dict: "an object", list: "an array", int: "an integer", bool: "a boolean"}
    raise invalid(f"{path}: expected {names.get(kind, kind.__name__)}", param=path)


def json_object(raw: bytes) -> Json:
    """Return a request's body; an empty one is an object without anything in it.

    Raises:
        ApiError: it is no JSON object.
    """
    try:
        body = msgspec.json.decode(raw or b"{}")
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise invalid(f"The request body is not valid JSON: {error}") from error
    except RecursionError as error:
        raise invalid("The request body is nested too deeply") from error
    if not isinstance(body, dict):
        raise invalid("The request body is not right: an object is needed")
    return body


def optional(body: Json, key: str, kind: type[T], path: str = "") -> T | None:
    """Return body[key], None where it is missing or null."""
    value = body.get(key)
    return None if value is None else need(value, kind, f"{path}.{key}" if path else key)


def number(body: Json, key: str) -> float | None:
    """Return a number field as a float, None where it is missing or null."""
    value = body.get(key)
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return float(value)
        except OverflowError as error:
            raise invalid(f"{key}: the number is too large", param=key) from error
    raise invalid(f"{key}: expected a number", param=key)


def objects(value: object, path: str) -> Iterator[tuple[str, Json]]:
    """Yield the objects of a list with their paths; None counts as empty."""
    for index, item in enumerate([] if value is None else need(value, list, path)):
        yield f"{path}.{index}", need(item, dict, f"{path}.{index}")


def text_of(body: Json, key: str, path: str) -> str:
    """Return a string that must be there."""
    return need(body.get(key), str, f"{path}.{key}" if path else key)


def strings(value: object, path: str) -> tuple[str, ...]:
    """Return one string or a list of strings as a tuple."""
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    return tuple(need(item, str, f"{path}.{index}") for index, item in enumerate(need(value, list, path)))


def cache_hint(block: Json) -> CacheHint | None:
    """Return the cache breakpoint that a block carries in Anthropic's notation."""
    control = block.get("cache_control")
    if not isinstance(control, dict):
        return None
    ttl = control.get("ttl")
    return CacheHint(ttl if ttl in ("5m", "1h") else "")


def arguments_text(value: object) -> str:
    """Return a call's arguments as JSON text; some clients send the object itself."""
    if value is None or value == "":
        return "{}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def data_uri(url: str, path: str) -> tuple[str, str] | None:
    """Return (media type, base64 data) of a data URI, None for any other address."""
    if not url.startswith("data:"):
        return None
    head, comma, data = url[5:].partition(",")
    if not comma or not head.endswith(";base64"):
        raise invalid(f"{path}: an image or file must be a base64 data URI or an https address", param=path)
    return head.removesuffix(";base64").partition(";")[0], data


def counted(usage: object, *path: str) -> int:
    """Return a token count of an upstream's usage by its path, 0 where there is none."""
    for key in path:
        usage = usage.get(key) if isinstance(usage, dict) else None
    return usage if isinstance(usage, int) else 0


def drop_nones(body: dict[str, Any]) -> dict[str, Any]:
    """Return `body` without its None values."""
    return {key: value for key, value in body.items() if value is not None}
