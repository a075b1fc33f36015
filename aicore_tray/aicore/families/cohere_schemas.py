"""An answer's JSON schema as Cohere takes it: objects with something required, and few keywords.

Source: Cohere's guide to structured outputs. What a keyword would have bounded is then unbounded; what has no form
without it is left to words.
"""

from __future__ import annotations

from aicore_tray.dialects.conversation import Json
from aicore_tray.dialects.json_schema import as_object, without_references

_KEPT = ("type", "description", "enum", "const")
_FORMATS = ("date-time", "date", "time", "uuid")


def fitted_schema(schema: Json) -> Json | None:
    """Return a schema that Cohere takes, whose answers fit `schema` but for its bounds; None where there is none."""
    return _fitted(as_object(without_references(schema)))


def _fitted(part: object) -> Json | None:
    if not isinstance(part, dict):
        return None
    branches = part.get("anyOf") or part.get("oneOf")
    if isinstance(kinds := part.get("type"), list):
        # `type` is one word here: each kind becomes a branch with what belongs to it.
        branches = [_of_kind(part, kind) for kind in kinds]
    if branches:
        return _fitted_branches(part, branches)
    fitted = {key: part[key] for key in _KEPT if key in part}
    kind = part.get("type")
    if kind == "object" or "properties" in part:
        return _fitted_object(part, fitted)
    if kind == "array":
        items = _fitted(part.get("items"))
        return None if items is None else fitted | {"items": items}
    if part.get("format") in _FORMATS:
        fitted["format"] = part["format"]
    return fitted if "type" in fitted or "enum" in fitted or "const" in fitted else None


def _of_kind(part: Json, kind: object) -> Json:
    if kind == "null":
        return {"type": "null"}
    return {key: value for key, value in part.items() if key not in ("anyOf", "oneOf")} | {"type": kind}


def _fitted_branches(part: Json, branches: object) -> Json | None:
    fitted = [_fitted(branch) for branch in (branches if isinstance(branches, list) else [])]
    if not fitted or any(branch is None for branch in fitted):
        return None
    told = {"description": part["description"]} if "description" in part else {}
    return told | {"anyOf": fitted}


def _fitted_object(part: Json, fitted: Json) -> Json | None:
    properties = part.get("properties")
    if not isinstance(properties, dict) or not properties:
        return None  # an object of anything
    inner = {name: _fitted(value) for name, value in properties.items()}
    if any(value is None for value in inner.values()):
        return None
    named = part.get("required")
    required = [name for name in (named if isinstance(named, list) else ()) if name in inner]
    # One thing at least has to be required; with an optional one present the answer fits as well.
    return fitted | {"type": "object", "properties": inner, "required": required or [next(iter(inner))]}
