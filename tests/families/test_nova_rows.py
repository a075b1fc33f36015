"""Nova on Converse, row by row: roles, results, schemas, reasoning, breakpoints, media and limits."""

from __future__ import annotations

from typing import Any

import pytest

from aicore_tray.dialects import chat_completions, converse, messages, responses
from aicore_tray.dialects.errors import ApiError
from tests.families import planning
from tests.families.planning import plan

Json = dict[str, Any]
PRO, LITE, MICRO = "amazon--nova-pro", "amazon--nova-lite", "amazon--nova-micro"
FUNCTION: Json = {
    "type": "function",
    "function": {"name": "f", "parameters": {"type": "object", "properties": {"x": {"type": "integer"}}}},
}
SCHEMA: Json = {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": False}
FORMAT: Json = {"type": "json_schema", "json_schema": {"name": "n", "schema": SCHEMA}}
ASK: Json = {"role": "user", "content": "q"}


def unmarked(body: Json) -> Json:
    """Return a body without the breakpoints that are set for clients which set none."""
    messages_ = [
        {**message, "content": [block for block in message["content"] if "cachePoint" not in block]}
        for message in body["messages"]
    ]
    system = [block for block in body.get("system", ()) if "cachePoint" not in block]
    return {**body, "messages": messages_} | ({"system": system} if system else {})


def to_nova(body: Json, model: str = PRO) -> Json:
    sent = planning.to_nova(body, model)
    return sent if "cache_control" in str(body) else unmarked(sent)


def called(call_id: str, name: str = "f") -> Json:
    return {"id": call_id, "type": "function", "function": {"name": name, "arguments": '{"x": 1}'}}


LOOP: list[Json] = [
    ASK,
    {"role": "assistant", "content": "  ", "tool_calls": [called("gen/1"), called("c2", "g")]},
    {"role": "tool", "tool_call_id": "gen/1", "content": " "},
    {"role": "tool", "tool_call_id": "c2", "content": "two"},
    {"role": "user", "content": "so?"},
]


def test_paths() -> None:
    body = {"model": "m", "messages": [ASK]}
    whole, streamed = plan(PRO, body, chat_completions), plan(PRO, body | {"stream": True}, chat_completions)
    assert (whole.path, streamed.path) == ("/converse", "/converse-stream")
    assert whole.body == streamed.body
    assert unmarked(whole.body) == {"messages": [{"role": "user", "content": [{"text": "q"}]}]}
    assert whole.dialect is converse
    assert not whole.forward


def test_a_history_of_calls() -> None:
    body = to_nova({"messages": LOOP})
    user, assistant, results = body["messages"]
    assert [user["role"], assistant["role"], results["role"]] == ["user", "assistant", "user"]
    ids = [block["toolUse"]["toolUseId"] for block in assistant["content"]]
    assert ids[0].startswith("call_")
    assert ids[1] == "c2"
    assert results["content"] == [
        {"toolResult": {"toolUseId": ids[0], "content": [{"text": "(no output)"}]}},
        {"toolResult": {"toolUseId": "c2", "content": [{"text": "two"}]}},
        {"text": "so?"},
    ]


def test_calls_of_the_history_want_tools_beside_them() -> None:
    """Converse refuses toolUse without toolConfig, and has no choice of no tool."""
    alone = to_nova({"messages": LOOP})
    assert [tool["toolSpec"]["name"] for tool in alone["toolConfig"]["tools"]] == ["f", "g"]
    assert "toolChoice" not in alone["toolConfig"]
    assert "Do not call" in alone["system"][-1]["text"]
    refused = to_nova({"messages": LOOP, "tools": [FUNCTION], "tool_choice": "none"})
    assert [tool["toolSpec"]["name"] for tool in refused["toolConfig"]["tools"]] == ["f"]
    assert "Do not call" in refused["system"][-1]["text"]


def test_tools_that_may_not_be_called_are_not_offered() -> None:
    body = to_nova({"tools": [FUNCTION], "tool_choice": "none"})
    assert set(body) == {"messages"}


@pytest.mark.parametrize(
    ("choice", "sent"),
    [("auto", {"auto": {}}), ("required", {"any": {}}), (None, None),
     ({"type": "function", "function": {"name": "f"}}, {"tool": {"name": "f"}})],
)  # fmt: skip
def test_tool_choice(choice: object, sent: object) -> None:
    assert to_nova({"tools": [FUNCTION], "tool_choice": choice})["toolConfig"].get("toolChoice") == sent


def test_a_schema_has_three_keys_at_its_top() -> None:
    parameters = {
        "$schema": "s", "$defs": {"p": {"type": "object", "properties": {"again": {"$ref": "#/$defs/p"}}}},
        "type": "object", "description": "d", "additionalProperties": False, "required": ["at"],
        "properties": {"at": {"$ref": "#/$defs/p", "description": "Where."}},
    }  # fmt: skip
    tool = {"type": "function", "function": {"name": "f", "parameters": parameters}}
    (offered,) = to_nova({"tools": [tool]})["toolConfig"]["tools"]
    again = {"type": "object"}
    at = {"type": "object", "properties": {"again": again}, "description": "Where."}
    assert offered["toolSpec"] == {
        "name": "f",
        "inputSchema": {"json": {"type": "object", "required": ["at"], "properties": {"at": at}}},
    }


def test_an_answers_schema_becomes_a_forced_tool() -> None:
    made = plan(LITE, {"model": "m", "messages": [ASK], "response_format": FORMAT, "reasoning_effort": "low"},
                chat_completions)  # fmt: skip
    config = made.body["toolConfig"]
    assert made.structured_tool == config["tools"][0]["toolSpec"]["name"] == "answer_in_json"
    assert config["toolChoice"] == {"tool": {"name": "answer_in_json"}}
    assert config["tools"][0]["toolSpec"]["inputSchema"]["json"]["properties"] == SCHEMA["properties"]
    assert "additionalModelRequestFields" not in made.body, "thinking gives way"


def test_beside_tools_and_without_a_schema_the_form_is_told_in_words() -> None:
    beside = to_nova({"response_format": FORMAT, "tools": [FUNCTION]})
    assert '"additionalProperties":false' in beside["system"][-1]["text"]
    plain = to_nova({"response_format": {"type": "json_object"}})
    assert "JSON" in plain["system"][-1]["text"]
    assert "toolConfig" not in plain


@pytest.mark.parametrize(
    ("model", "asked", "effort"),
    [
        (LITE, {"reasoning_effort": "minimal"}, "low"),
        (LITE, {"reasoning_effort": "medium"}, "medium"),
        (LITE, {"reasoning_effort": "xhigh"}, "high"),
        (LITE, {"reasoning_effort": "high", "max_tokens": 1000}, "medium"),
        (LITE, {"reasoning": {"max_tokens": 2000}}, "low"),
        (LITE, {"reasoning": {"enabled": True}}, "medium"),
        (LITE, {"reasoning_effort": "none"}, None),
        (LITE, {"reasoning_effort": "low", "tools": [FUNCTION], "tool_choice": "required"}, None),
        (LITE, {}, None),
        (PRO, {"reasoning_effort": "high"}, None),
    ],
)
def test_reasoning(model: str, asked: Json, effort: str | None) -> None:
    sent = to_nova(asked, model).get("additionalModelRequestFields", {}).get("reasoningConfig")
    assert sent == ({"type": "enabled", "maxReasoningEffort": effort} if effort else None)


def test_at_its_utmost_nova_takes_no_sampling() -> None:
    body = to_nova({"reasoning_effort": "high", "temperature": 0.5, "top_k": 5, "max_tokens": 10**6}, LITE)
    assert body["additionalModelRequestFields"] == {
        "reasoningConfig": {"type": "enabled", "maxReasoningEffort": "high"}
    }
    assert "inferenceConfig" not in body


def test_limits() -> None:
    body = to_nova({"max_tokens": 10**6, "temperature": 1.7, "top_p": 0.5, "top_k": 500,
                    "stop": ["a", "\n", "b", "c", "d", "e"]})  # fmt: skip
    assert body["inferenceConfig"] == {
        "maxTokens": 8192, "temperature": 1.0, "topP": 0.5, "stopSequences": ["a", "b", "c", "d"],
    }  # fmt: skip
    assert body["additionalModelRequestFields"] == {"inferenceConfig": {"topK": 128}}


def test_the_first_turn_is_the_users() -> None:
    body = to_nova({"messages": [{"role": "assistant", "content": "hello"}, ASK]})
    assert [message["role"] for message in body["messages"]] == ["user", "assistant", "user"]


def test_breakpoints() -> None:
    """Nova has four, of one lifetime, in system and messages."""
    mark = {"cache_control": {"type": "ephemeral", "ttl": "1h"}}
    tool = {"name": "f", "input_schema": {"type": "object"}, **mark}
    text = {"type": "text", "text": "t", **mark}
    turns = [{"role": "user", "content": [text, text, text, text]}]
    asked = {"model": "m", "max_tokens": 5, "system": [text], "tools": [tool], "messages": turns}
    body = plan(PRO, asked, messages).body
    assert body["system"] == [{"text": "t"}]
    assert body["messages"][0]["content"] == [{"text": "t"}, {"cachePoint": {"type": "default"}}] * 4
    assert [list(tool) for tool in body["toolConfig"]["tools"]] == [["toolSpec"]]


IMAGE: Json = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "AA=="}}
PDF: Json = {
    "type": "document", "title": "a.pdf", "source": {"type": "base64", "media_type": "application/pdf", "data": "AA=="},
}  # fmt: skip


@pytest.mark.parametrize("block", [IMAGE, PDF])
def test_media_where_the_model_takes_them(block: Json) -> None:
    asked = {"model": "m", "max_tokens": 5, "messages": [{"role": "user", "content": [block]}]}
    content = unmarked(plan(PRO, asked, messages).body)["messages"][0]["content"]
    assert list(content[0]) == [block["type"]]
    assert (len(content) == 2) is (block is PDF), "a document has a text beside it"
    with pytest.raises(ApiError) as refused:
        plan(MICRO, asked, messages)
    assert (refused.value.status, refused.value.param) == (400, "messages")
    assert MICRO in refused.value.message


def test_pictures_in_results_are_looked_for_too() -> None:
    turns = [
        ASK,
        {"role": "assistant", "content": [{"type": "tool_use", "id": "t", "name": "f", "input": {}}]},
        {
            "role": "user",
            "content": [{"type": "tool_result", "tool_use_id": "t", "is_error": True, "content": [IMAGE]}],
        },
    ]
    asked = {"model": "m", "max_tokens": 5, "messages": turns}
    (block,) = unmarked(plan(PRO, asked, messages).body)["messages"][2]["content"]
    assert block["toolResult"]["status"] == "error"
    assert "image" in block["toolResult"]["content"][0]
    with pytest.raises(ApiError, match="pictures"):
        plan(MICRO, asked, messages)


def test_system_turns_move_into_the_system_prompt() -> None:
    body = plan(PRO, {"model": "m", "instructions": "a", "input": [
        {"role": "user", "content": "q"}, {"role": "developer", "content": "b"}]}, responses).body  # fmt: skip
    assert unmarked(body)["system"] == [{"text": "a"}, {"text": "b"}]
    assert len(body["messages"]) == 1


def test_breakpoints_for_clients_that_set_none() -> None:
    turns = [{"role": role, "content": role[0]} for role in ("user", "assistant", "user", "assistant", "user")]
    body = planning.to_nova({"messages": [{"role": "system", "content": "s"}, *turns]})
    mark = {"cachePoint": {"type": "default"}}
    assert body["system"] == [{"text": "s"}, mark]
    assert [mark in message["content"] for message in body["messages"]] == [False, False, True, False, True]
