"""Cohere's Command, row by row: speakers, results, names, schemas, thinking, ranges and media."""

from __future__ import annotations

from typing import Any

import pytest

from aicore_tray.aicore.catalogue import Catalogue
from aicore_tray.aicore.families.cohere_schemas import fitted_schema
from aicore_tray.dialects import chat_completions, messages
from aicore_tray.dialects.cohere import Cohere
from aicore_tray.dialects.errors import ApiError
from tests.families.planning import facts, plan, to_cohere

Json = dict[str, Any]
COMMAND = "cohere--command-a-reasoning"
ASK: Json = {"role": "user", "content": "q"}
PARAMETERS: Json = {"type": "object", "properties": {"x": {"type": "integer"}}}
SCHEMA: Json = {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": False}
FORMAT: Json = {"type": "json_schema", "json_schema": {"name": "n", "schema": SCHEMA}}


def function(name: str) -> Json:
    return {"type": "function", "function": {"name": name, "parameters": PARAMETERS}}


def called(call_id: str, name: str = "f") -> Json:
    return {"id": call_id, "type": "function", "function": {"name": name, "arguments": '{"x": 1}'}}


def test_the_plan() -> None:
    made = plan(COMMAND, {"model": "m", "messages": [ASK], "stream": True}, chat_completions)
    assert made.path == "/v2/chat"
    assert made.body == {"model": COMMAND, "messages": [ASK], "stream": True}
    assert isinstance(made.dialect, Cohere)
    assert not made.forward


def test_what_is_known_of_the_model() -> None:
    row = facts(COMMAND)
    assert (row.vendor, row.context, row.max_output, row.thinking, row.vision) == (
        "cohere", 256_000, 32_000, "budget", False,
    )  # fmt: skip


def test_the_reranker_is_no_chat_model() -> None:
    """Its name says no vendor, and its executable is that of models which answer."""
    assert Catalogue.load().family_of("cohere-reranker", "aicore-cohere") == ""
    assert Catalogue.load().family_of("my-command", "aicore-cohere") == "cohere"


def test_the_order_of_speakers() -> None:
    loop = [
        {"role": "assistant", "content": "Hi."},
        ASK,
        {"role": "assistant", "content": " ", "tool_calls": [called("c1")]},
        {"role": "tool", "tool_call_id": "c1", "content": " "},
        {"role": "developer", "content": "Be brief."},
        {"role": "user", "content": "so?"},
        {"role": "assistant", "content": "So it is."},
    ]
    sent = to_cohere({"messages": loop})["messages"]
    assert [message["role"] for message in sent] == [
        "system", "user", "assistant", "user", "assistant", "tool", "assistant", "user", "assistant", "user",
    ]  # fmt: skip
    assert sent[0]["content"] == "Be brief."
    assert "tool_plan" not in sent[4]
    assert sent[5]["content"] == "(no output)"
    assert sent[6]["content"] == "I have the results."


def test_names_have_no_hyphens_and_come_back() -> None:
    tools = [function("read-file"), function("a-b"), function("a_b")]
    history = [ASK, {"role": "assistant", "tool_calls": [called("c1", "read-file")]},
               {"role": "tool", "tool_call_id": "c1", "content": "text"}]  # fmt: skip
    made = plan(COMMAND, {"model": "m", "messages": history, "tools": tools}, chat_completions)
    first, second, third = (tool["function"]["name"] for tool in made.body["tools"])
    assert (first, third) == ("read_file", "a_b")
    assert second.startswith("a_b_")
    assert made.body["messages"][1]["tool_calls"][0]["function"]["name"] == "read_file"
    dialect = made.dialect
    assert isinstance(dialect, Cohere)
    assert dialect.names == {"read_file": "read-file", second: "a-b"}


def test_a_form_beside_tools_is_told_in_words() -> None:
    body = to_cohere({"tools": [function("f")], "response_format": FORMAT})
    assert "response_format" not in body
    assert '"additionalProperties":false' in body["messages"][0]["content"]
    silent = to_cohere({"tools": [function("f")], "tool_choice": "none", "response_format": FORMAT})
    assert {"tools", "tool_choice"}.isdisjoint(silent)
    assert silent["response_format"]["json_schema"]["required"] == ["a"]


def test_any_object_is_asked_for_in_words_as_well() -> None:
    body = to_cohere({"response_format": {"type": "json_object"}})
    assert body["response_format"] == {"type": "json_object"}
    assert "JSON" in body["messages"][0]["content"]


def test_a_schema_that_has_no_form_here_is_told_in_words() -> None:
    free = {"type": "json_schema", "json_schema": {"name": "n", "schema": {"type": "object"}}}
    body = to_cohere({"response_format": free})
    assert body["response_format"] == {"type": "json_object"}
    assert '{"type":"object"}' in body["messages"][0]["content"]


@pytest.mark.parametrize(
    ("part", "fitted"),
    [
        ({"type": "integer", "minimum": 1, "description": "d"}, {"type": "integer", "description": "d"}),
        ({"type": ["string", "null"], "maxLength": 3}, {"anyOf": [{"type": "string"}, {"type": "null"}]}),
        ({"oneOf": [{"type": "string"}, {"const": 1}]}, {"anyOf": [{"type": "string"}, {"const": 1}]}),
        ({"type": "array", "items": {"$ref": "#/$defs/t"}}, {"type": "array", "items": {"type": "string"}}),
        ({"type": "string", "format": "date"}, {"type": "string", "format": "date"}),
        ({"type": "string", "format": "email"}, {"type": "string"}),
        ({"type": "array"}, None), ({}, None), ({"anyOf": [{"type": "string"}, {}]}, None),
        ({"type": "object", "additionalProperties": {"type": "string"}}, None),
    ],
)  # fmt: skip
def test_schemas(part: Json, fitted: Json | None) -> None:
    schema = {"type": "object", "properties": {"p": part}, "$defs": {"t": {"type": "string"}}, "required": ["p", "q"]}
    whole = {"type": "object", "properties": {"p": fitted}, "required": ["p"]}
    assert fitted_schema(schema) == (None if fitted is None else whole)


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ({}, None),
        ({"max_tokens": 32_000}, {"type": "enabled", "token_budget": 30_976}),
        ({"max_tokens": 5000}, {"type": "enabled", "token_budget": 3976}),
        ({"max_tokens": 1200}, {"type": "disabled"}),
        ({"reasoning_effort": "none", "max_tokens": 5000}, {"type": "disabled"}),
        ({"reasoning_effort": "xhigh"}, {"type": "enabled"}),
        ({"reasoning_effort": "medium"}, {"type": "enabled", "token_budget": 8192}),
        ({"reasoning_effort": "medium", "max_tokens": 3024}, {"type": "enabled", "token_budget": 2000}),
        ({"reasoning": {"max_tokens": 90_000}}, {"type": "enabled", "token_budget": 31_000}),
    ],
)
def test_thinking_leaves_room_for_the_answer(asked: Json, sent: Json | None) -> None:
    assert to_cohere(asked).get("thinking") == sent


def test_a_model_that_does_not_think_is_asked_for_nothing() -> None:
    assert "thinking" not in to_cohere({"reasoning_effort": "high"}, "cohere--command-a")


def test_ranges() -> None:
    body = to_cohere({
        "max_tokens": 90_000, "temperature": 1.7, "top_p": 1.0, "top_k": 900, "stop": ["a", " ", *"bcdef"],
        "frequency_penalty": -1.0, "presence_penalty": 1.5,
    })  # fmt: skip
    told = {key: body.get(key) for key in ("max_tokens", "temperature", "p", "k", "stop_sequences", "presence_penalty")}
    assert told == {
        "max_tokens": 32_000, "temperature": 1.0, "p": 0.99, "k": 500, "stop_sequences": list("abcde"),
        "presence_penalty": 1.0,
    }  # fmt: skip
    assert "frequency_penalty" not in body
    both = to_cohere({"frequency_penalty": 0.5, "presence_penalty": 0.5})
    assert both["frequency_penalty"] == 0.5
    assert "presence_penalty" not in both, "one of the two at most"


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ({"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "AA=="}}, "no pictures"),
        ({"type": "document", "source": {"type": "base64", "media_type": "application/pdf", "data": "AA=="}},
         "no documents"),
    ],
)  # fmt: skip
def test_media_are_refused_by_name(block: Json, words: str) -> None:
    body = {"model": "m", "max_tokens": 100, "messages": [{"role": "user", "content": [block]}]}
    with pytest.raises(ApiError, match=words) as refused:
        plan(COMMAND, body, messages)
    assert refused.value.param == "messages"
    assert COMMAND in refused.value.message
