"""The small parts between the dialects: names, ids, signatures, estimates, framing."""

from __future__ import annotations

import base64
import json
import re
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aicore_tray.dialects.conversation import (
    Conversation,
    Document,
    Image,
    Json,
    Origin,
    Part,
    Role,
    Text,
    Thinking,
    Tool,
    ToolCall,
    ToolChoice,
    ToolMode,
    Turn,
)
from aicore_tray.dialects.errors import ErrorKind
from aicore_tray.dialects.estimate import estimate_tokens
from aicore_tray.dialects.event_stream import EventStreamParser
from aicore_tray.dialects.gemini_requests import camelized
from aicore_tray.dialects.json_schema import from_openapi
from aicore_tray.dialects.messages_stream import Reader
from aicore_tray.dialects.signatures import is_foreign, unwrap_thinking, wrap
from aicore_tray.dialects.sse import SseParser, event
from aicore_tray.dialects.tool_names import ToolNames, custom_arguments, custom_text, offered_choice, wire_id, wire_name
from tests.dialects.strategies import QUICK, texts, thoughts

# ---------------------------------------------------------------------------------------------------------------------
# Names and ids

# A name with the separator in it may mean the same with and without a namespace; nobody offers both.
names = st.text(max_size=90).filter(lambda name: "__" not in name)


@QUICK
@given(offered=st.lists(st.tuples(names, names), unique=True, min_size=2, max_size=4))
def test_names_fit_every_vendor_and_stay_apart(offered: list[tuple[str, str]]) -> None:
    flat = [wire_name(name, namespace) for name, namespace in offered]
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]{0,63}", name) for name in flat)
    ambiguous = any(name.endswith("_") or name.startswith("_") for pair in offered for name in pair)
    assert ambiguous or len(set(flat)) == len(offered)


@pytest.mark.parametrize(
    ("one", "other"), [("a.b", "a_b"), ("a b", "a.b"), ("x" * 70, "x" * 71), ("выполнить", "написать")]
)
def test_names_that_look_alike_stay_apart(one: str, other: str) -> None:
    assert wire_name(one) != wire_name(other)


def test_good_names_stay_as_they_are() -> None:
    assert [wire_name(name) for name in ("get_weather", "mcp__a__b", "x" * 64)] == [
        "get_weather",
        "mcp__a__b",
        "x" * 64,
    ]
    assert wire_name("close", "agents") == "agents__close"


def test_a_call_finds_the_tool_that_was_offered() -> None:
    tools = [Tool(name="close", namespace="agents"), Tool(name="x" * 80), Tool(name="a.b")]
    found = ToolNames(tools)
    assert [found.offered(wire_name(tool.name, tool.namespace)) for tool in tools] == tools
    assert found.offered("default_api:agents__close") == tools[0]
    assert found.offered("made_up") == Tool(name="made_up")


@QUICK
@given(ids=st.lists(st.text(max_size=90), unique=True, min_size=2, max_size=4))
def test_ids_fit_every_vendor_and_stay_apart(ids: list[str]) -> None:
    flat = [wire_id(call_id) for call_id in ids]
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,40}", call_id) for call_id in flat)
    assert len(set(flat)) == len(ids)
    assert [wire_id(call_id) for call_id in flat] == flat


@QUICK
@given(text=texts)
def test_free_form_input_survives_its_stand_in(text: str) -> None:
    assert custom_text(custom_arguments(text)) == text


@pytest.mark.parametrize("broken", ["", "no JSON", "[1]", '{"input": 5}', '{"other": "x"}'])
def test_free_form_input_of_another_shape_is_taken_as_it_is(broken: str) -> None:
    assert custom_text(broken) == broken


def test_a_choice_of_a_tool_that_is_not_there_is_free() -> None:
    tools = [Tool(name="f", namespace="n")]
    for choice in (None, ToolChoice(mode=ToolMode.ANY), ToolChoice(mode=ToolMode.NAMED, name="f", namespace="n")):
        assert offered_choice(choice, tools) is choice
    assert offered_choice(ToolChoice(mode=ToolMode.NAMED, name="g"), tools) == ToolChoice(mode=ToolMode.AUTO)


# ---------------------------------------------------------------------------------------------------------------------
# Signatures


@pytest.mark.parametrize("native", list(Origin))
@QUICK
@given(part=thoughts)
def test_a_signature_comes_back_from_every_dialect(native: Origin, part: Thinking) -> None:
    carried = wrap(part, native)
    assert bool(carried) is bool(part.signature)
    assert is_foreign(carried) is (part.origin is not None and part.origin is not native)
    if part.origin is not native:
        assert unwrap_thinking(carried, native, text=part.text, id=part.id) == part
    else:
        assert carried == part.signature


@pytest.mark.parametrize(
    "spoilt", ["aicore-tray:", "aicore-tray:openai:!!!", "aicore-tray:nobody:e30=", "aicore-tray:openai:e30="]
)
def test_a_spoilt_signature_loses_the_proof_not_the_text(spoilt: str) -> None:
    assert unwrap_thinking(spoilt, Origin.ANTHROPIC, text="so", id="x") == Thinking(text="so", id="x")


# ---------------------------------------------------------------------------------------------------------------------
# Estimates


def estimate(*parts: Part, tools: tuple[Tool, ...] = ()) -> int:
    return estimate_tokens(Conversation(model="m", turns=(Turn(Role.USER, parts),), tools=tools))


def test_estimates_are_of_the_right_size() -> None:
    prose = "The quick brown fox jumps over the lazy dog. " * 100
    assert 900 < estimate(Text(text=prose)) < 1500
    assert 400 < estimate(Text(text="天气预报说明天会下雨" * 50)) < 700
    assert 1500 < estimate(Image(media_type="image/png", data="AA==")) < 2000
    assert estimate(Document(media_type="application/pdf", data="A" * 600_000)) > 15_000
    assert estimate(ToolCall(id="c", name="f", arguments=prose)) > 900
    assert estimate(tools=(Tool(name="f", schema={"description": prose}),)) > 900
    assert estimate(Text(text=prose * 2)) > 1.8 * estimate(Text(text=prose))


def test_an_empty_conversation_costs_a_little() -> None:
    assert 0 < estimate_tokens(Conversation(model="m")) < 20


# ---------------------------------------------------------------------------------------------------------------------
# Server-sent events


@pytest.mark.parametrize(
    "wire",
    [b"data: a\n\ndata: b\n\n", b"data:a\ndata:b\n", b"data: a\r\n\r\n\r\ndata: b\r\n", b"\n\ndata: a\n\n\n\ndata: b",
     b": hello\nevent: x\nid: 1\nretry: 2\ndata: a\n\ndata: \n\ndata:  b  \n\n"],
)  # fmt: skip
def test_every_way_of_framing(wire: bytes) -> None:
    for size in range(1, len(wire) + 1):
        parser = SseParser()
        pieces = [wire[place : place + size] for place in range(0, len(wire), size)]
        payloads = [payload for piece in pieces for payload in parser.feed(piece)] + parser.end()
        assert payloads == [b"a", b"b"]


def test_an_endless_line_is_no_event_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aicore_tray.dialects.sse.MAX_LINE", 10)
    parser = SseParser()
    with pytest.raises(ValueError, match="longer than"):
        parser.feed(b"data: 123456789")


def test_the_writers_events_are_read_back() -> None:
    wire = event(b'{"a":1}', "name") + event(b"[DONE]")
    assert wire == b'event: name\ndata: {"a":1}\n\ndata: [DONE]\n\n'
    assert SseParser().feed(wire) == [b'{"a":1}', b"[DONE]"]


# ---------------------------------------------------------------------------------------------------------------------
# AWS's binary event stream


def encoded(payload: bytes, **headers: str) -> bytes:
    """One message as AWS encodes it."""
    packed = b"".join(
        bytes([len(name) + 1])
        + f":{name}".replace("_", "-").encode()
        + b"\x07"
        + struct.pack(">H", len(value))
        + value.encode()
        for name, value in headers.items()
    )
    prelude = struct.pack(">II", 12 + len(packed) + len(payload) + 4, len(packed))
    body = prelude + struct.pack(">I", zlib.crc32(prelude)) + packed + payload
    return body + struct.pack(">I", zlib.crc32(body))


def invoked(told: str) -> bytes:
    inner = base64.b64encode(told.encode()).decode()
    return encoded(json.dumps({"bytes": inner}).encode(), event_type="chunk", message_type="event")


@QUICK
@given(told=st.lists(texts, min_size=1, max_size=3), size=st.integers(1, 40))
def test_binary_messages_come_back_however_they_are_cut(told: list[str], size: int) -> None:
    wire = b"".join(invoked(json.dumps({"text": text})) for text in told) + encoded(b'{"plain": 1}')
    parser = EventStreamParser()
    payloads = [
        p for place in range(0, len(wire), size) for p in parser.feed(wire[place : place + size])
    ] + parser.end()
    assert [json.loads(payload) for payload in payloads] == [*({"text": text} for text in told), {"plain": 1}]


def test_every_damaged_byte_is_noticed() -> None:
    wire = invoked('{"text":"hi"}')
    for place in range(len(wire)):
        spoilt = bytearray(wire)
        spoilt[place] ^= 0x01
        with pytest.raises(ValueError, match="checksum"):
            EventStreamParser().feed(bytes(spoilt))


@pytest.mark.parametrize("payload", [b"[]", b"nonsense", b'{"bytes": "?"}'])
def test_payloads_without_sense_are_refused(payload: bytes) -> None:
    with pytest.raises((ValueError, TypeError)):
        EventStreamParser().feed(encoded(payload, message_type="event"))


def test_an_exception_message_is_an_error_event() -> None:
    wire = encoded(b'{"message":"Too many requests"}', exception_type="throttlingException", message_type="exception")
    (payload,) = EventStreamParser().feed(wire)
    (failed,) = Reader().feed(payload)
    error = getattr(failed, "error", None)
    assert error is not None
    assert error.kind is ErrorKind.RATE_LIMIT
    assert "Too many requests" in error.message


def test_a_message_that_is_not_whole_tells_nothing() -> None:
    parser = EventStreamParser()
    assert parser.feed(invoked("{}")[:-1]) == []
    assert parser.end() == []


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "OBJECT", "properties": {"a": {"type": "STRING"}}, "propertyOrdering": ["a"]},
         {"type": "object", "properties": {"a": {"type": "string"}}}),
        ({"type": "STRING", "nullable": True, "enum": ["x"]}, {"type": ["string", "null"], "enum": ["x", None]}),
        ({"anyOf": [{"type": "INTEGER"}, {"type": "NUMBER"}], "nullable": True},
         {"anyOf": [{"type": "integer"}, {"type": "number"}, {"type": "null"}]}),
        ({"type": "ARRAY", "items": {"type": "BOOLEAN"}, "minItems": "1"},
         {"type": "array", "items": {"type": "boolean"}, "minItems": 1}),
        ({"type": "TYPE_UNSPECIFIED", "description": "x"}, {"description": "x"}),
        ({"type": "OBJECT", "properties": {"type": {"type": "STRING"}}},
         {"type": "object", "properties": {"type": {"type": "string"}}}),
    ],
)  # fmt: skip
def test_googles_schema_becomes_json_schema(schema: Json, expected: Json) -> None:
    assert from_openapi(schema) == expected


def test_snake_case_of_googles_clients() -> None:
    body = {
        "generation_config": {"thinking_config": {"include_thoughts": True}},
        "tools": [
            {"function_declarations": [{"name": "f", "parameters": {"properties": {"my_name": {"any_of": []}}}}]}
        ],
        "contents": [{"parts": [{"function_call": {"name": "f", "args": {"my_name": {"in_here": 1}}}}]}],
    }
    assert camelized(body) == {
        "generationConfig": {"thinkingConfig": {"includeThoughts": True}},
        "tools": [{"functionDeclarations": [{"name": "f", "parameters": {"properties": {"my_name": {"anyOf": []}}}}]}],
        "contents": [{"parts": [{"functionCall": {"name": "f", "args": {"my_name": {"in_here": 1}}}}]}],
    }
