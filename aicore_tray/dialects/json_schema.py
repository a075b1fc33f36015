"""JSON schema subsets: what a vendor takes of a schema, without loosening the rest.

Source: Gemini's Schema object (an OpenAPI 3.0 subset) as Vertex documents it.
"""

from __future__ import annotations

from aicore_tray.dialects.conversation import Json

_OPENAPI_KEYS = frozenset(
    {
        "type", "format", "title", "description", "nullable", "enum", "items", "maxItems", "minItems", "properties",
        "required", "minProperties", "maxProperties", "minimum", "maximum", "minLength", "maxLength", "pattern",
        "example", "anyOf", "propertyOrdering", "default",
    }
)  # fmt: skip
_MAX_DEPTH = 32


def to_openapi(schema: Json) -> Json:
    """Return `schema` as Gemini's responseSchema takes it.

    References are written out (a recursive one ends as a plain object), `const` becomes a one-value enum, unions become
    `anyOf`, null becomes `nullable`; keywords that Gemini does not know are left out.
    """
    definitions = {
        f"#/{key}/{name}": value
        for key in ("$defs", "definitions")
        for name, value in (schema.get(key) or {}).items()
        if isinstance(value, dict)
    }
    return _convert(schema, definitions, 0)


def _convert(schema: object, definitions: dict[str, Json], depth: int) -> Json:
    if not isinstance(schema, dict) or depth > _MAX_DEPTH:
        return {"type": "object"} if depth > _MAX_DEPTH else {}
    if isinstance(reference := schema.get("$ref"), str):
        beside = {key: value for key, value in schema.items() if key != "$ref"}
        return _convert(definitions.get(reference, {}) | beside, definitions, depth + 1)
    result: Json = {key: value for key, value in schema.items() if key in _OPENAPI_KEYS}
    _convert_type(schema, result)
    _convert_values(schema, result)
    if isinstance(properties := schema.get("properties"), dict):
        result["properties"] = {name: _convert(value, definitions, depth + 1) for name, value in properties.items()}
    if "items" in schema:
        result["items"] = _convert(schema["items"], definitions, depth + 1)
    branches = schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf")
    if isinstance(branches, list):
        _convert_branches(branches, result, definitions, depth)
    return result


def _convert_type(schema: Json, result: Json) -> None:
    kinds = schema.get("type")
    if not isinstance(kinds, list):
        return
    named = [kind for kind in kinds if kind != "null"]
    if len(named) < len(kinds):
        result["nullable"] = True
    if len(named) == 1:
        result["type"] = named[0]
    else:
        del result["type"]
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


def _convert_branches(branches: list[object], result: Json, definitions: dict[str, Json], depth: int) -> None:
    converted = [
        _convert(branch, definitions, depth + 1)
        for branch in branches
        if not (isinstance(branch, dict) and branch.get("type") == "null")
    ]
    if len(converted) < len(branches):
        result["nullable"] = True
    if len(converted) == 1:
        result.pop("anyOf", None)
        result |= converted[0] | {key: value for key, value in result.items() if key in ("description", "nullable")}
    else:
        result["anyOf"] = converted
