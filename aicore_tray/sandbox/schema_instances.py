"""Makes a value that a JSON schema accepts, with the help of hints about what its strings should say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Schema = dict[str, Any]
Hint = Callable[[str, Schema], Any]
_DEPTH = 8
_FORMATS = {
    "date": "2026-02-02",
    "date-time": "2026-02-02T08:15:00Z",
    "time": "08:15:00Z",
    "email": "someone@example.com",
    "uri": "https://example.com/",
    "uuid": "3f2b8a52-8d7c-4f7e-9a39-0d0b4c1f2a11",
    "ipv4": "192.0.2.1",
}


def no_hint(_name: str, _schema: Schema) -> Any:
    """A hint that knows nothing."""
    return None


class InstanceMaker:
    """Builds one instance; all optional properties without a hint are left out.

    Attributes:
        optional: whether optional properties are filled as well.
    """

    def __init__(self, root: Schema, hint: Hint = no_hint, *, optional: bool = False) -> None:
        self._root = root
        self._hint = hint
        self.optional = optional

    def make(self) -> Any:
        """An instance of the whole schema."""
        return self._value("", self._root, 0)

    def _value(self, name: str, schema: Any, depth: int) -> Any:
        schema = self._resolved(schema)
        for key in ("const", "default"):
            if key in schema and not (key == "default" and self._hint(name, schema) is not None):
                return schema[key]
        if schema.get("enum"):
            hinted = self._hint(name, schema)
            return hinted if hinted in schema["enum"] else schema["enum"][0]
        for key in ("anyOf", "oneOf"):
            if schema.get(key):
                branches = [self._resolved(branch) for branch in schema[key]]
                chosen = next((b for b in branches if b.get("type") != "null"), branches[0])
                return self._value(name, {**_without(schema, key), **chosen}, depth)
        kind = _kind(schema)
        makers: dict[str, Callable[[], Any]] = {
            "object": lambda: self._object(schema, depth),
            "array": lambda: self._array(name, schema, depth),
            "string": lambda: self._string(name, schema),
            "integer": lambda: int(self._number(name, schema)),
            "number": lambda: self._number(name, schema),
            "boolean": lambda: bool(self._hint(name, schema) or False),
        }
        return makers[kind]() if kind in makers else None

    def _resolved(self, schema: Any) -> Schema:
        hops = 0
        if not isinstance(schema, dict):  # `true` accepts everything
            return {"type": "string"}
        while "$ref" in schema and hops < _DEPTH:
            target: Any = self._root
            for step in schema["$ref"].removeprefix("#").strip("/").split("/"):
                step = step.replace("~1", "/").replace("~0", "~")
                target = target.get(step, {}) if isinstance(target, dict) and step else target
            schema, hops = {**_without(schema, "$ref"), **target}, hops + 1
        if schema.get("allOf"):
            merged: Schema = _without(schema, "allOf")
            for part in schema["allOf"]:
                extra = self._resolved(part)
                merged["properties"] = {**merged.get("properties", {}), **extra.get("properties", {})}
                merged["required"] = [*merged.get("required", []), *extra.get("required", [])]
                merged = {**_without(extra, "properties", "required"), **merged}
            return merged
        resolved: Schema = schema
        return resolved

    def _object(self, schema: Schema, depth: int) -> dict[str, Any]:
        required = schema.get("required") or []
        made: dict[str, Any] = {}
        for name, part in (schema.get("properties") or {}).items():
            wanted = name in required or (self.optional and depth < _DEPTH // 2)
            if wanted or self._hint(name, self._resolved(part)) is not None:
                made[name] = self._value(name, part, depth + 1) if depth < _DEPTH else None
        return made

    def _array(self, name: str, schema: Schema, depth: int) -> list[Any]:
        hinted = self._hint(name, schema)
        if isinstance(hinted, list):
            return hinted
        count = max(int(schema.get("minItems", 0)), 1)
        if depth >= _DEPTH:
            return []
        prefix = schema.get("prefixItems") or []
        items = [self._value(name, prefix[i] if i < len(prefix) else schema.get("items", {}), depth + 1)
                 for i in range(max(count, len(prefix)))]  # fmt: skip
        if schema.get("uniqueItems") and len(items) > 1 and all(isinstance(item, str) for item in items):
            items = [f"{item} {index + 1}" for index, item in enumerate(items)]
        return items

    def _string(self, name: str, schema: Schema) -> str:
        hinted = self._hint(name, schema)
        text = str(hinted) if hinted is not None else _FORMATS.get(schema.get("format", ""), name or "text")
        least, most = int(schema.get("minLength", 0)), schema.get("maxLength")
        text = text if len(text) >= least else (text or "x") * (least // max(len(text), 1) + 1)
        return text[: int(most)] if most is not None else text

    def _number(self, name: str, schema: Schema) -> float:
        hinted = self._hint(name, schema)
        value = hinted if isinstance(hinted, int | float) and not isinstance(hinted, bool) else 1
        step = schema.get("multipleOf")
        low = schema.get("minimum", schema.get("exclusiveMinimum"))
        high = schema.get("maximum", schema.get("exclusiveMaximum"))
        if low is not None and value <= low:
            value = low if "minimum" in schema else low + (step or 1)
        if high is not None and value >= high:
            value = high if "maximum" in schema else high - (step or 1)
        if step:
            value = -(-value // step) * step
        return value


def _kind(schema: Schema) -> str:
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next((k for k in kind if k != "null"), "null")
    if isinstance(kind, str):
        return kind.lower()  # Gemini's own schemas write STRING
    if "properties" in schema:
        return "object"
    return "array" if "items" in schema else "string"


def _without(schema: Schema, *keys: str) -> Schema:
    return {key: value for key, value in schema.items() if key not in keys}
