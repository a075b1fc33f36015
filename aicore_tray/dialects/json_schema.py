"""JSON schema subsets: what a vendor takes of a schema, without loosening the rest.

Source: Gemini's Schema object (an OpenAPI 3.0 subset) as Vertex documents it; Anthropic's and OpenAI's rules for
structured output and for the parameters of functions.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

_OPENAPI_KEYS = frozenset(
    {
        "type", "format", "title", "description", "nullable", "enum", "items", "maxItems", "minItems", "properties",
        "required", "minProperties", "maxProperties", "minimum", "maximum", "minLength", "maxLength", "pattern",
        "example", "anyOf", "propertyOrdering", "default",
    }
)  # fmt: skip
_UNIONS = ("anyOf", "oneOf", "allOf")
_NAMED = ("properties", "$defs", "definitions", "patternProperties")
_NESTED = (*_UNIONS, "items", "prefixItems", "additionalProperties", "not")
# What Anthropic's output format refuses to check.
_BOUNDS = (
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "minItems",
    "maxItems", "uniqueItems", "minProperties", "maxProperties",
)  # fmt: skip
_MAX_DEPTH = 32
_OBJECT: Json = {"type": "object"}


# ---------------------------------------------------------------------------------------------------------------------
# Gemini's subset


def to_openapi(schema: Json) -> Json:
    """Return `schema` as Gemini's responseSchema takes it.

    References are written out (a recursive one ends as a plain object), `const` becomes a one-value enum, unions become
    `anyOf`, intersections become one object, null becomes `nullable`; keywords that Gemini does not know are left out.
    """
    return _OpenApi(schema).convert(schema, frozenset(), 0)


def from_openapi(schema: Json) -> Json:
    """Return Gemini's Schema object as JSON schema, as the other vendors take it.

    Types are written small, `nullable` becomes a choice with null, numbers that Google writes as text become numbers;
    what only orders properties goes.
    """
    result: Json = {}
    for key, value in schema.items():
        match key, value:
            case "type", str():
                result["type"] = value.lower()
            case (("nullable" | "propertyOrdering"), _):
                pass
            case "properties", dict():
                result[key] = {name: _from_openapi(part) for name, part in value.items()}
            case (("items" | "additionalProperties"), dict()):
                result[key] = from_openapi(value)
            case (("anyOf" | "oneOf" | "allOf" | "prefixItems"), list()):
                result[key] = [_from_openapi(part) for part in value]
            case _, str() if key in _BOUNDS and value.isdigit():
                result[key] = int(value)
            case _:
                result[key] = value
    if result.get("type") == "type_unspecified":
        del result["type"]
    if schema.get("nullable") is not True:
        return result
    if isinstance(result.get("type"), str):
        result["type"] = [result["type"], "null"]
        if isinstance(result.get("enum"), list) and None not in result["enum"]:
            result["enum"] = [*result["enum"], None]
        return result
    if isinstance(result.get("anyOf"), list):
        return {**result, "anyOf": [*result["anyOf"], {"type": "null"}]}
    return result


def _from_openapi(part: object) -> object:
    return from_openapi(part) if isinstance(part, dict) else part


class _OpenApi:
    """Converts the parts of one schema; its references point into the whole."""

    def __init__(self, root: Json) -> None:
        self._root = root

    def convert(self, schema: object, within: frozenset[str], depth: int) -> Json:
        """Return one part; `within` holds the references that are being written out around it."""
        if not isinstance(schema, dict):
            return {}
        if depth > _MAX_DEPTH:
            return dict(_OBJECT)
        if isinstance(reference := schema.get("$ref"), str):
            if reference in within:
                return dict(_OBJECT)
            beside = {key: value for key, value in schema.items() if key != "$ref"}
            return self.convert(self._resolve(reference) | beside, within | {reference}, depth + 1)
        result: Json = {key: value for key, value in schema.items() if key in _OPENAPI_KEYS}
        _convert_type(schema, result)
        _convert_values(schema, result)
        if isinstance(properties := schema.get("properties"), dict):
            result["properties"] = {name: self.convert(value, within, depth + 1) for name, value in properties.items()}
        if "items" in schema:
            result["items"] = self.convert(schema["items"], within, depth + 1)
        for key in _UNIONS:
            if isinstance(branches := schema.get(key), list):
                converted = [self.convert(branch, within, depth + 1) for branch in branches if not _is_null(branch)]
                if key == "allOf":
                    _intersect(converted, result)
                else:
                    _unite(converted, result, nullable=len(converted) < len(branches))
        return result

    def _resolve(self, reference: str) -> Json:
        return _pointed_at(self._root, reference)


def _is_null(branch: object) -> bool:
    return isinstance(branch, dict) and branch.get("type") == "null"


def _convert_type(schema: Json, result: Json) -> None:
    kinds = schema.get("type")
    if not isinstance(kinds, list):
        return
    named = [kind for kind in kinds if kind != "null"]
    if len(named) < len(kinds):
        result["nullable"] = True
    del result["type"]
    if len(named) == 1:
        result["type"] = named[0]
    elif named:
        result["anyOf"] = [{"type": kind} for kind in named]


def _convert_values(schema: Json, result: Json) -> None:
    values = [schema["const"]] if "const" in schema else schema.get("enum")
    if not isinstance(values, list):
        return
    if None in values:
        result["nullable"] = True
    # Gemini's enums are strings; other values keep their type and lose the list, which it would refuse.
    if all(isinstance(value, str) for value in values if value is not None):
        result["enum"] = [value for value in values if value is not None]
        result.setdefault("type", "string")
    else:
        result.pop("enum", None)
        note = f"One of: {', '.join(map(str, values))}."
        result["description"] = f"{result['description']} {note}" if result.get("description") else note


def _unite(branches: list[Json], result: Json, *, nullable: bool) -> None:
    if nullable:
        result["nullable"] = True
    result.pop("anyOf", None)
    if len(branches) == 1:
        kept = {key: result[key] for key in ("description", "nullable") if key in result}
        result |= branches[0] | kept
    elif branches:
        result["anyOf"] = branches


def _intersect(branches: list[Json], result: Json) -> None:
    """Let one object hold what all branches ask for together."""
    for branch in branches:
        properties = result.get("properties", {}) | branch.get("properties", {})
        required = list(dict.fromkeys([*result.get("required", ()), *branch.get("required", ())]))
        for key, value in branch.items():
            result.setdefault(key, value)
        if properties:
            result["properties"] = properties
        if required:
            result["required"] = required


# ---------------------------------------------------------------------------------------------------------------------
# Structured output at Anthropic and OpenAI


def is_strict(schema: Json) -> bool:
    """Whether OpenAI's strict mode takes a schema: only closed objects, all of whose properties are required."""
    return schema.get("type") == "object" and all(
        part.get("additionalProperties") is False and set(part.get("properties") or ()) == set(_required(part))
        for part in _parts(schema)
        if _is_object(part)
    )


def closed(schema: Json) -> Json | None:
    """Return `schema` as Anthropic's output format takes it: every object closed, bounds told in descriptions.

    None where that would change what is asked: an object that is a free map cannot be closed.
    """
    if any(_is_map(part) for part in _parts(schema)):
        return None
    return _close(schema)


def _is_map(part: Json) -> bool:
    return _is_object(part) and (part.get("additionalProperties") not in (None, False) or not part.get("properties"))


def _close(schema: Json) -> Json:
    result = {key: value for key, value in schema.items() if key not in _BOUNDS}
    if bounds := [f"{key}: {schema[key]}" for key in _BOUNDS if key in schema]:
        result["description"] = " ".join(filter(None, (schema.get("description"), f"({', '.join(bounds)})")))
    for key in _NAMED:
        if isinstance(named := schema.get(key), dict):
            result[key] = {name: _close(part) if isinstance(part, dict) else part for name, part in named.items()}
    for key in _NESTED:
        inner = schema.get(key)
        if isinstance(inner, list):
            result[key] = [_close(part) if isinstance(part, dict) else part for part in inner]
        elif isinstance(inner, dict):
            result[key] = _close(inner)
    return result | {"additionalProperties": False} if _is_object(schema) else result


def _is_object(schema: Json) -> bool:
    return schema.get("type") == "object"


def _required(schema: Json) -> list[str]:
    required = schema.get("required")
    return [name for name in required if isinstance(name, str)] if isinstance(required, list) else []


def _parts(schema: object) -> Iterator[Json]:
    """Yield a schema and every schema in it."""
    if not isinstance(schema, dict):
        return
    yield schema
    for key in _NAMED:
        if isinstance(named := schema.get(key), dict):
            for part in named.values():
                yield from _parts(part)
    for key in _NESTED:
        for part in inner if isinstance(inner := schema.get(key), list) else [inner]:
            yield from _parts(part)


# ---------------------------------------------------------------------------------------------------------------------
# The parameters of functions


def is_plain_object(schema: Json) -> bool:
    """Whether a schema is an object without unions at its top."""
    return schema.get("type") == "object" and not any(key in schema for key in _UNIONS)


def as_object(schema: Json) -> Json:
    """Return the parameters of a function as Anthropic and OpenAI take them: an object without unions at its top.

    The properties of all branches are then offered, and what only some branches require is no longer required.
    """
    unions = [union for key in _UNIONS if isinstance(union := schema.get(key), list)]
    branches = [branch for union in unions for branch in union if isinstance(branch, dict)]
    result = {key: value for key, value in schema.items() if key not in _UNIONS}
    if result.get("type") not in (None, "object"):
        result = {}
    properties = dict(result["properties"]) if isinstance(result.get("properties"), dict) else {}
    for branch in branches:
        if isinstance(more := branch.get("properties"), dict):
            properties = more | properties
    if isinstance(schema.get("allOf"), list):
        needed = [name for part in [schema, *schema["allOf"]] if isinstance(part, dict) for name in _required(part)]
        result["required"] = list(dict.fromkeys(needed))
    return {"type": "object", **result, "properties": properties}


def without_references(schema: Json) -> Json:
    """Return `schema` with its references written out, for vendors that take no definitions.

    A reference to what stands around it, or to nothing, becomes a plain object.
    """
    definitions = ("$defs", "definitions")
    root = {key: value for key, value in schema.items() if key not in definitions}
    return _written_out(root, schema, frozenset(), 0)


def _written_out(part: Json, root: Json, within: frozenset[str], depth: int) -> Json:
    if depth > _MAX_DEPTH:
        return dict(_OBJECT)
    if isinstance(reference := part.get("$ref"), str):
        if reference in within or not (target := _pointed_at(root, reference)):
            return dict(_OBJECT)
        beside = {key: value for key, value in part.items() if key != "$ref"}
        return _written_out(target | beside, root, within | {reference}, depth + 1)
    result = dict(part)
    for key in _NAMED:
        if isinstance(named := part.get(key), dict):
            result[key] = {
                name: _written_out(inner, root, within, depth + 1) if isinstance(inner, dict) else inner
                for name, inner in named.items()
            }
    for key in _NESTED:
        inner = part.get(key)
        if isinstance(inner, list):
            result[key] = [
                _written_out(item, root, within, depth + 1) if isinstance(item, dict) else item for item in inner
            ]
        elif isinstance(inner, dict):
            result[key] = _written_out(inner, root, within, depth + 1)
    return result


def _pointed_at(root: Json, reference: str) -> Json:
    """Return what a JSON pointer into a schema names, {} for anything else."""
    found: object = root
    for step in reference.removeprefix("#").split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, dict) and reference.startswith("#") else {}
