"""Orchestration's errors, which echo the prompt, and the words of its JSON schema validator."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aicore_tray.sandbox.refusals import Refusal

Check = Callable[[Any, str], None]
LLM = "LLM Module"
BODY = "Request Body"
_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "string": str,
    "boolean": bool,
    "object": dict,
    "array": list,
    "integer": int,
}


def error(location: str, message: str, status: int = 400, echo: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """One error; `echo` is the prompt as far as it was put together."""
    made: dict[str, Any] = {
        "request_id": str(uuid.uuid4()),
        "code": status,
        "message": f"{status} - {location}: {message}",
        "location": location,
    }
    if echo:
        made["intermediate_results"] = {"templating": list(echo)}
        made["headers"] = {"Content-Type": "application/json"}
    return made


def refuse(location: str, message: str, status: int = 400, echo: Sequence[dict[str, Any]] = ()) -> Refusal:
    """The service's refusal."""
    return Refusal(status, {"error": error(location, message, status, echo)})


def failure(status: int, text: str) -> dict[str, Any]:
    """The body of an answer that failed for no fault of the request's."""
    return {"error": error(LLM, text, status)}


def invalid(message: str, where: str) -> Refusal:
    """A refusal of the validator."""
    return refuse(BODY, f"{message} - '{where}'" if where else message)


# ---------------------------------------------------------------------------------------------------------------------
# The validator's parts


def typed(kind: str) -> Check:
    """A value of a JSON type."""

    def check(value: Any, where: str) -> None:
        if not isinstance(value, _TYPES[kind]) or (kind == "integer" and isinstance(value, bool)):
            raise invalid(f"{value!r:.200} is not of type '{kind}'", where)

    return check


def anything(_value: Any, _where: str) -> None:
    """No rule."""


def one_of(*known: str) -> Check:
    """One of some words."""

    def check(value: Any, where: str) -> None:
        if value not in known:
            raise invalid(f"{value!r} is not one of {list(known)}", where)

    return check


def within(low: int, high: int) -> Check:
    """A whole number in a range."""

    def check(value: Any, where: str) -> None:
        typed("integer")(value, where)
        if value > high:
            raise invalid(f"{value} is greater than the maximum of {high}", where)
        if value < low:
            raise invalid(f"{value} is less than the minimum of {low}", where)

    return check


def named(pattern: str, most: int) -> Check:
    """A string of a pattern and length."""

    def check(value: Any, where: str) -> None:
        typed("string")(value, where)
        if not re.search(pattern, value):
            raise invalid(f"{value!r} does not match '{pattern}'", where)
        if len(value) > most:
            raise invalid(f"{value!r} is too long", where)

    return check


def array(item: Check, least: int = 0) -> Check:
    """A list of one kind of thing."""

    def check(value: Any, where: str) -> None:
        typed("array")(value, where)
        if len(value) < least:
            raise invalid(f"{value!r} should be non-empty", where)
        for index, one in enumerate(value):
            item(one, f"{where}[{index}]")

    return check


def shape(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None, *, open_: bool = False) -> Check:
    """An object, closed unless `open_`."""
    fields = {**required, **(optional or {})}

    def check(value: Any, where: str) -> None:
        typed("object")(value, where)
        for name in required:
            if name not in value:
                raise invalid(f"'{name}' is a required property", where)
        unexpected = [name for name in value if name not in fields]
        if unexpected and not open_:
            names = ", ".join(f"'{name}'" for name in unexpected)
            verb = "was" if len(unexpected) == 1 else "were"
            raise invalid(f"Additional properties are not allowed ({names} {verb} unexpected)", where)
        for name, rule in fields.items():
            if name in value:
                rule(value[name], f"{where}.{name}" if where else name)

    return check


def by(key: str, cases: Mapping[str, Check]) -> Check:
    """An object whose kind a field tells."""

    def check(value: Any, where: str) -> None:
        shape({key: one_of(*cases)}, open_=True)(value, where)
        cases[value[key]](value, where)

    return check


def text_or(other: Check) -> Check:
    """A string, or something else."""
    return lambda value, where: None if isinstance(value, str) else other(value, where)


def values_of(item: Check) -> Check:
    """An object with any names and one kind of value."""

    def check(value: Any, where: str) -> None:
        typed("object")(value, where)
        for name, one in value.items():
            item(one, f"{where}.{name}")

    return check
