"""OpenAI's models on Azure, row by row: both doors, and what each takes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aicore_tray.aicore.families import FAMILIES
from aicore_tray.aicore.families.family import ClientRequest
from aicore_tray.dialects import chat_completions, messages, responses
from aicore_tray.dialects.conversation import Origin, Thinking
from aicore_tray.dialects.dialect import ClientDialect
from aicore_tray.dialects.errors import ApiError
from aicore_tray.dialects.signatures import wrap
from aicore_tray.dialects.tool_names import wire_name
from tests.families.planning import CATALOGUE, facts, plan, to_chat, to_responses

Json = dict[str, Any]
HI: Json = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}
FUNCTION: Json = {"type": "function", "function": {"name": "f", "parameters": {"type": "object", "properties": {}}}}
FLAT: Json = {"type": "function", "name": "f", "parameters": {"type": "object", "properties": {}}}
CUSTOM: Json = {"type": "custom", "name": "apply_patch", "description": "Patches",
                "format": {"type": "grammar", "syntax": "lark", "definition": "start: X"}}  # fmt: skip
SPACE: Json = {"type": "namespace", "name": "agents", "description": "", "tools": [FLAT | {"name": "close"}]}
CARRY = "reasoning.encrypted_content"


@pytest.mark.parametrize(
    ("model", "client", "more", "path"),
    [
        ("gpt-5.5", chat_completions, {}, "/chat/completions"),
        ("gpt-5.5", chat_completions, {"tools": [FUNCTION]}, "/chat/completions"),
        ("gpt-5.5", chat_completions, {"tools": [FUNCTION], "reasoning_effort": "high"}, "/responses"),
        ("gpt-5.5", chat_completions, {"tools": [FUNCTION], "reasoning": {"effort": "high"}}, "/responses"),
        ("gpt-5", chat_completions, {"tools": [FUNCTION], "reasoning_effort": "high"}, "/chat/completions"),
        ("gpt-5.3-codex", chat_completions, {}, "/responses"),
        ("gpt-5.5", messages, {}, "/responses"),
        ("gpt-4.1", messages, {}, "/chat/completions"),
        ("o3", messages, {}, "/chat/completions"),
    ],
)
def test_the_door(model: str, client: ClientDialect, more: Json, path: str) -> None:
    made = plan(model, HI | more, client)
    assert made.path == path
    assert made.query == {"api-version": "2024-12-01-preview"}
    assert made.forward is (client is chat_completions and path == "/chat/completions")


def test_a_responses_client_goes_through_its_own_door() -> None:
    made = plan("gpt-5.5", {"model": "m", "input": "hi"}, responses)
    assert (made.path, made.forward) == ("/responses", True)
    with_chat_alone = plan("o3", {"model": "m", "input": "hi"}, responses)
    assert (with_chat_alone.path, with_chat_alone.forward) == ("/chat/completions", False)


# ---------------------------------------------------------------------------------------------------------------------
# Chat Completions


@pytest.mark.parametrize(
    ("model", "asked", "sent"),
    [
        ("gpt-5.5", {"max_tokens": 100}, {"max_completion_tokens": 100}),
        ("gpt-5.5", {"max_completion_tokens": 10**7}, {"max_completion_tokens": 128000}),
        ("gpt-4o", {"max_completion_tokens": 100}, {"max_tokens": 100}),
        ("gpt-4o", {"max_tokens": 10**6}, {"max_tokens": 16384}),
        ("gpt-5.5", {"temperature": 0.2, "top_p": 0.5, "presence_penalty": 1, "frequency_penalty": 1, "logprobs": True,
                     "top_logprobs": 2, "logit_bias": {}, "stop": ["x"]}, {}),
        ("gpt-4o", {"temperature": 0.2, "top_p": 0.5}, {"temperature": 0.2, "top_p": 0.5}),
        ("gpt-4o", {"stop": ["x"]}, {"stop": ["x"]}),
        ("gpt-5", {"reasoning_effort": "none"}, {"reasoning_effort": "minimal"}),
        ("gpt-5", {"reasoning_effort": "xhigh"}, {"reasoning_effort": "high"}),
        ("gpt-5.5", {"reasoning_effort": "minimal"}, {"reasoning_effort": "none"}),
        ("gpt-5", {"reasoning": {"effort": "low"}}, {"reasoning_effort": "low"}),
        ("gpt-4o", {"reasoning_effort": "high", "verbosity": "low"}, {}),
        ("gpt-5.5", {"verbosity": "low"}, {"verbosity": "low"}),
        ("gpt-5.5", {"tools": [], "tool_choice": "auto", "parallel_tool_calls": True}, {}),
        ("gpt-5.5", {"thinking": {"type": "enabled"}, "top_k": 5}, {}),
        ("gpt-5.5", {"service_tier": "auto", "safety_identifier": "x"}, {}),
        ("gpt-4o", {"stream_options": {"include_usage": True}}, {}),
        ("gpt-4o", {"stream": True}, {"stream": True, "stream_options": {"include_usage": True}}),
        ("gpt-4o", {"stream": True, "stream_options": {"include_obfuscation": False}},
         {"stream": True, "stream_options": {"include_obfuscation": False, "include_usage": True}}),
        ("gpt-4o", {"future_field": 1}, {"future_field": 1}),
    ],
)  # fmt: skip
def test_chat_fields(model: str, asked: Json, sent: Json) -> None:
    body = to_chat(asked, model)
    assert {key: value for key, value in body.items() if key != "messages"} == sent


def test_what_other_vendors_clients_put_into_messages_goes() -> None:
    mark = {"cache_control": {"type": "ephemeral"}}
    message = {
        "role": "assistant",
        "content": [{"type": "text", "text": "a", **mark}],
        "reasoning_content": "r",
        **mark,
    }
    body = to_chat({"messages": [message], "tools": [FUNCTION | mark]}, "gpt-4o")
    assert body["messages"] == [{"role": "assistant", "content": [{"type": "text", "text": "a"}]}]
    assert body["tools"] == [FUNCTION]


def test_embeddings_pass_as_they_are() -> None:
    body = {"model": "m", "input": [[1, 2]], "encoding_format": "base64"}
    request = ClientRequest(chat_completions, json.dumps(body).encode(), kind="embedding")
    made = FAMILIES["azure"](CATALOGUE.families["azure"]).plan(request, facts("text-embedding-3-small"))
    assert (made.path, made.body, made.forward) == (
        "/embeddings",
        {"input": [[1, 2]], "encoding_format": "base64"},
        True,
    )


# ---------------------------------------------------------------------------------------------------------------------
# Responses


@pytest.mark.parametrize(
    ("model", "asked", "sent"),
    [
        ("gpt-5.5", {"max_output_tokens": 1}, {"max_output_tokens": 16}),
        ("gpt-4.1", {"max_output_tokens": 10**6}, {"max_output_tokens": 32768}),
        ("gpt-5.5", {"tools": [], "tool_choice": "auto", "parallel_tool_calls": True}, {}),
        ("gpt-5.5", {"temperature": 0.5, "top_p": 0.5, "top_logprobs": 2}, {}),
        ("gpt-4.1", {"temperature": 0.5}, {"temperature": 0.5}),
        ("gpt-5.5", {"reasoning": {"effort": "minimal"}}, {"reasoning": {"effort": "none"}}),
        ("gpt-5.5", {"reasoning": {"effort": None, "summary": "auto"}}, {"reasoning": {"summary": "auto"}}),
        ("gpt-4.1", {"reasoning": {"effort": "high"}, "include": [CARRY, "x"], "text": {"verbosity": "low"}},
         {"include": ["x"], "text": {}}),
        ("gpt-5.5", {"include": [CARRY]}, {"include": [CARRY]}),
        ("gpt-5.5", {"text": {"verbosity": "low"}}, {"text": {"verbosity": "low"}}),
        ("gpt-5.5", {"client_metadata": {"a": "b"}, "service_tier": "auto"}, {}),
        ("gpt-5.5", {"future_field": 1, "store": False}, {"future_field": 1, "store": False}),
    ],
)  # fmt: skip
def test_responses_fields(model: str, asked: Json, sent: Json) -> None:
    body = to_responses(asked, model)
    assert body.pop("model") == model
    assert body.pop("input") == "hi"
    assert body == sent


def test_plain_functions_stay_as_they_are() -> None:
    tool = FLAT | {"strict": True, "future": 1}
    made = plan(
        "gpt-5.5",
        {"model": "m", "input": "hi", "tools": [tool], "tool_choice": {"type": "function", "name": "f"}},
        responses,
    )
    assert made.body["tools"] == [tool]
    assert made.body["tool_choice"] == {"type": "function", "name": "f"}
    assert made.forward


@pytest.mark.parametrize("kind", ["web_search", "web_search_preview", "tool_search", "local_shell", "image_generation"])
def test_server_tools_go_quietly(kind: str) -> None:
    made = plan(
        "gpt-5.5",
        {"model": "m", "input": "hi", "tools": [{"type": kind}, FLAT], "tool_choice": {"type": kind}},
        responses,
    )
    assert made.body["tools"] == [FLAT]
    assert made.body["tool_choice"] == "auto"
    assert made.forward
    assert not {"tools", "tool_choice"} & set(to_responses({"tools": [{"type": kind}], "tool_choice": "auto"}))


def test_custom_tools_and_namespaces_become_functions() -> None:
    items = [
        {"type": "additional_tools", "id": "at_1", "role": "developer", "tools": [SPACE]},
        {"type": "message", "role": "user", "content": "go"},
        {"type": "custom_tool_call", "id": "ctc_1", "call_id": "c1", "name": "apply_patch", "input": "*** Begin"},
        {"type": "custom_tool_call_output", "id": "ctco_1", "call_id": "c1", "output": "done"},
        {
            "type": "function_call",
            "id": "fc_2",
            "call_id": "c2",
            "name": "close",
            "namespace": "agents",
            "arguments": "{}",
        },
        {"type": "function_call_output", "call_id": "c2", "output": "ok"},
        {"type": "tool_search_call", "call_id": "c3", "arguments": {}},
        {"type": "tool_search_output", "call_id": "c3", "tools": []},
    ]
    choice = {"type": "custom", "name": "apply_patch"}
    made = plan("gpt-5.5", {"model": "m", "input": items, "tools": [CUSTOM], "tool_choice": choice}, responses)
    assert not made.forward
    assert [(tool["type"], tool["name"]) for tool in made.body["tools"]] == [
        ("function", "apply_patch"),
        ("function", wire_name("close", "agents")),
    ]
    assert "start: X" in made.body["tools"][0]["parameters"]["properties"]["input"]["description"]
    assert made.body["tool_choice"] == {"type": "function", "name": "apply_patch"}
    assert made.body["input"] == [
        items[1],
        {"type": "function_call", "call_id": "c1", "name": "apply_patch", "arguments": '{"input": "*** Begin"}'},
        {"type": "function_call_output", "call_id": "c1", "output": "done"},
        {"type": "function_call", "call_id": "c2", "name": "agents__close", "arguments": "{}"},
        items[5],
    ]


def test_a_choice_among_some_tools_keeps_those_that_are_left() -> None:
    allowed = [{"type": "function", "name": "f"}, {"type": "web_search"}]
    body = {
        "tools": [FLAT, {"type": "web_search"}],
        "tool_choice": {"type": "allowed_tools", "mode": "required", "tools": allowed},
    }
    assert to_responses(body)["tool_choice"] == {"type": "allowed_tools", "mode": "required", "tools": allowed[:1]}
    only = body | {"tool_choice": {"type": "allowed_tools", "mode": "auto", "tools": [{"type": "web_search"}]}}
    assert to_responses(only)["tool_choice"] == "auto"


def test_item_ids_of_other_kinds_go() -> None:
    items = [
        {"type": "message", "id": "it_1", "role": "user", "content": "q"},
        {"type": "message", "id": "msg_1", "role": "assistant", "content": []},
        {"type": "function_call", "id": "it_2", "call_id": "c", "name": "f", "arguments": "{}"},
        {"type": "function_call_output", "id": "fco_1", "call_id": "c", "output": ""},
    ]
    assert [item.get("id") for item in to_responses({"input": items})["input"]] == [None, "msg_1", None, "fco_1"]


def _reasoning(**fields: Any) -> Json:
    return {"type": "reasoning", "summary": [], **fields}


def test_only_its_own_reasoning_goes_back() -> None:
    foreign = wrap(Thinking(text="x", signature="s", origin=Origin.ANTHROPIC), Origin.OPENAI)
    kept = _reasoning(id="rs_1", encrypted_content="ZW5j")
    said = {"type": "message", "role": "assistant", "content": []}
    broken_off = _reasoning(id="rs_4", encrypted_content="ZW5j")
    question = {"type": "message", "role": "user", "content": "q"}
    items = [kept, _reasoning(id="rs_2", encrypted_content=foreign), _reasoning(id="rs_3"), said, broken_off, question]
    sent = to_responses({"input": items, "store": False})["input"]
    assert sent == [kept, said, question]


def test_a_translated_request_stores_nothing_and_carries_its_reasoning() -> None:
    body = plan("gpt-5.5", HI | {"max_tokens": 100}, messages).body
    assert (body["store"], body["include"]) == (False, [CARRY])


def test_json_is_named_where_openai_insists() -> None:
    body = HI | {"output_config": {"format": {"type": "json_schema", "schema": {"type": "object"}}}}
    sent = plan("gpt-4o", body, messages).body
    assert sent["response_format"] == {"type": "json_object"}
    assert "JSON" in sent["messages"][0]["content"]


@pytest.mark.parametrize(
    ("client", "spoilt", "param"),
    [
        (chat_completions, {"messages": 5}, "messages"),
        (chat_completions, {"stream": True, "stream_options": 5}, "stream_options"),
        (responses, {"input": [5], "tools": 5}, "tools"),
        (responses, {"input": "x", "include": 5, "_model": "gpt-4.1"}, "include"),
    ],
)
def test_wrong_types_are_refused_by_name(client: ClientDialect, spoilt: Json, param: str) -> None:
    model = spoilt.pop("_model", "gpt-4o")
    with pytest.raises(ApiError) as refused:
        plan(model, HI | spoilt, client)
    assert (refused.value.status, refused.value.param) == (400, param)
