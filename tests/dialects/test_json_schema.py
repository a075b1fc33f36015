"""JSON schema subsets: nothing is loosened but what a vendor cannot check."""

from __future__ import annotations

import time
from typing import Any

import pytest

from aicore_tray.dialects.json_schema import as_object, closed, is_strict, to_openapi

Json = dict[str, Any]
STRING: Json = {"type": "string"}
POINT: Json = {"type": "object", "properties": {"x": {"type": "number"}}}
NODE: Json = {
    "type": "object",
    "properties": {"left": {"$ref": "#/$defs/Node"}, "right": {"$ref": "#/$defs/Node"}, "name": STRING},
}


@pytest.mark.parametrize(
    ("schema", "sent"),
    [
        (STRING | {"$schema": "x", "additionalProperties": False, "examples": [1]}, STRING),
        ({"type": ["string", "null"]}, STRING | {"nullable": True}),
        ({"type": ["string", "integer"]}, {"anyOf": [STRING, {"type": "integer"}]}),
        ({"type": ["string", "integer", "null"]}, {"anyOf": [STRING, {"type": "integer"}], "nullable": True}),
        ({"type": ["null"]}, {"nullable": True}),
        ({"anyOf": [STRING, {"type": "null"}], "description": "d"}, STRING | {"nullable": True, "description": "d"}),
        ({"oneOf": [STRING, POINT]}, {"anyOf": [STRING, POINT]}),
        ({"anyOf": [STRING | {"description": "inner"}]}, STRING | {"description": "inner"}),
        ({"const": "a"}, STRING | {"enum": ["a"]}),
        ({"const": 5, "type": "integer"}, {"type": "integer", "description": "One of: 5."}),
        ({"enum": ["a", None]}, STRING | {"enum": ["a"], "nullable": True}),
        ({"enum": [1, 2], "type": "integer", "description": "d"},
         {"type": "integer", "description": "d One of: 1, 2."}),
        ({"allOf": [POINT | {"required": ["x"]}, {"properties": {"y": STRING}, "required": ["y"]}]},
         {"type": "object", "properties": {"x": {"type": "number"}, "y": STRING}, "required": ["x", "y"]}),
        ({"type": "array", "items": {"type": ["string", "null"]}, "uniqueItems": True},
         {"type": "array", "items": STRING | {"nullable": True}}),
        ({"type": "object", "properties": {"p": {"$ref": "#/$defs/P", "description": "here"}}, "$defs": {"P": POINT}},
         {"type": "object", "properties": {"p": POINT | {"description": "here"}}}),
        ({"$ref": "#/definitions/P", "definitions": {"P": POINT}}, POINT),
        ({"$ref": "#/$defs/a~1b/properties/x", "$defs": {"a/b": POINT}}, {"type": "number"}),
        ({"$ref": "https://example.org/schema"}, {}),
        ({"$ref": "#/$defs/nowhere"}, {}),
        ({"type": "object", "properties": {"$ref": STRING, "enum": STRING}},
         {"type": "object", "properties": {"$ref": STRING, "enum": STRING}}),
    ],
)  # fmt: skip
def test_to_openapi(schema: Json, sent: Json) -> None:
    assert to_openapi(schema) == sent


def test_a_recursive_reference_ends_as_a_plain_object() -> None:
    schema = {"$ref": "#/$defs/Node", "$defs": {"Node": NODE}}
    end = {"type": "object"}
    assert to_openapi(schema) == {"type": "object", "properties": {"left": end, "right": end, "name": STRING}}
    itself = {"type": "object", "properties": {"child": {"$ref": "#"}}}
    assert to_openapi(itself)["properties"]["child"]["properties"]["child"] == end


def test_recursion_costs_nothing() -> None:
    names = [f"n{number}" for number in range(6)]
    node = {"type": "object", "properties": {name: {"$ref": f"#/$defs/{name}"} for name in names}}
    began = time.perf_counter()
    to_openapi({"$ref": "#/$defs/n0", "$defs": dict.fromkeys(names, node)})
    assert time.perf_counter() - began < 2


def test_depth_has_an_end() -> None:
    deep: Json = STRING
    for _ in range(100):
        deep = {"type": "array", "items": deep}
    assert str(to_openapi(deep)).count("array") < 40


CLOSED: Json = {"type": "object", "properties": {"a": STRING}, "required": ["a"], "additionalProperties": False}


@pytest.mark.parametrize(
    ("schema", "strict"),
    [
        (CLOSED, True),
        (CLOSED | {"required": []}, False),
        (CLOSED | {"additionalProperties": True}, False),
        ({"type": "object", "properties": {"a": STRING}, "required": ["a"]}, False),
        (CLOSED | {"properties": {"a": POINT}}, False),
        (CLOSED | {"properties": {"a": {"type": "array", "items": POINT}}}, False),
        (CLOSED | {"properties": {"a": {"type": "array", "items": CLOSED}}}, True),
        (CLOSED | {"$defs": {"P": POINT}}, False),
        ({"type": "array", "items": CLOSED}, False),
        ({}, False),
    ],
)
def test_is_strict(schema: Json, *, strict: bool) -> None:
    assert is_strict(schema) is strict


@pytest.mark.parametrize(
    ("schema", "sent"),
    [
        (CLOSED, CLOSED),
        (POINT, POINT | {"additionalProperties": False}),
        ({"anyOf": [POINT, STRING]}, {"anyOf": [POINT | {"additionalProperties": False}, STRING]}),
        ({"type": "array", "items": POINT, "maxItems": 3, "description": "All."},
         {"type": "array", "items": POINT | {"additionalProperties": False}, "description": "All. (maxItems: 3)"}),
        ({"type": "object", "properties": {"minimum": {"type": "integer", "minimum": 0}}},
         {"type": "object", "properties": {"minimum": {"type": "integer", "description": "(minimum: 0)"}},
          "additionalProperties": False}),
        ({"type": "object"}, None),
        ({"type": "object", "properties": {"m": {"type": "object", "additionalProperties": STRING}}}, None),
    ],
)  # fmt: skip
def test_closed(schema: Json, sent: Json | None) -> None:
    assert closed(schema) == sent


@pytest.mark.parametrize(
    ("schema", "sent"),
    [
        ({}, {"type": "object", "properties": {}}),
        (POINT, POINT),
        ({"properties": {"a": STRING}, "required": ["a"]},
         {"type": "object", "properties": {"a": STRING}, "required": ["a"]}),
        ({"type": "array", "items": STRING}, {"type": "object", "properties": {}}),
        ({"type": "object", "oneOf": [{"properties": {"a": STRING}}, {"properties": {"b": STRING}, "required": ["b"]}]},
         {"type": "object", "properties": {"a": STRING, "b": STRING}}),
        ({"allOf": [{"properties": {"a": STRING}, "required": ["a"]}], "required": ["b"]},
         {"type": "object", "properties": {"a": STRING}, "required": ["b", "a"]}),
    ],
)  # fmt: skip
def test_as_object(schema: Json, sent: Json) -> None:
    assert as_object(schema) == sent
