"""Cohere in the sandbox: what its Chat API refuses, whole answers and the events of its stream."""

from __future__ import annotations

from typing import Any

import pytest

from aicore_tray.sandbox.faults import Fault
from aicore_tray.sandbox.server import Sandbox
from tests.sandbox.conftest import Client
from tests.sandbox.payloads import QUESTION, WEATHER, cohere, cohere_tool

COMMAND = "cohere--command-a-reasoning"
ASK: dict[str, Any] = {"role": "user", "content": "Hi"}
CALL: dict[str, Any] = {
    "id": "c1", "type": "function", "function": {"name": "get_weather", "arguments": '{"city": "Rome"}'},
}  # fmt: skip
CALLED: dict[str, Any] = {"role": "assistant", "tool_plan": "I look.", "tool_calls": [CALL]}
RESULT: dict[str, Any] = {"role": "tool", "tool_call_id": "c1", "content": "30 degrees"}
TOOLS: dict[str, Any] = {"tools": [cohere_tool()]}
PICTURE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}


def turns(*messages: Any, **more: Any) -> dict[str, Any]:
    return cohere(**more) | {"messages": list(messages)}


def form(**schema: Any) -> dict[str, Any]:
    return cohere(response_format={"type": "json_object", "json_schema": schema})


REFUSED = [
    ({"messages": [ASK]}, "model is required"),
    (cohere(top_p=0.5), "unknown field: top_p"),
    (turns(), "list of messages must not be empty"),
    (turns({"role": "developer", "content": "x"}), "Invalid role in messages at index 0."),
    (turns(ASK, {"role": "system", "content": "x"}, ASK), "system messages must come before all others"),
    (turns({"role": "assistant", "content": "x"}, ASK), "the first message"),
    (turns(ASK, {"role": "assistant", "content": "x"}), "message must be at least 1 token long or tool results"),
    (turns({"role": "user", "content": " "}), "all elements in history must have a message."),
    (turns(ASK, {"role": "assistant", "content": [{"type": "thinking", "thinking": "hm"}]}, ASK),
     "all elements in history must have a message."),
    (turns(ASK, {"role": "assistant", "content": "x", "tool_plan": "y"}, ASK), "tool_plan can only be specified"),
    (turns({"role": "user", "content": [PICTURE]}), "image content is not supported"),
    (turns({"role": "user", "content": [{"type": "file", "file": {}}]}), "content of the type 'file'"),
    (turns({"role": "user", "content": "x", "name": "y"}), "unknown field: messages.name"),
    (turns(ASK, CALLED, ASK), "all tool calls must have a corresponding tool result"),
    (turns(ASK, CALLED), "tool results must be specified"),
    (turns(ASK, RESULT), "belongs to no tool call"),
    (turns(ASK, CALLED, {**RESULT, "content": ""}), "must have the 'outputs' property specified."),
    (turns(ASK, CALLED, RESULT, ASK), "cannot specify both message and tool_results"),
    (turns(ASK, {**CALLED, "tool_calls": [{**CALL, "function": {"name": "f", "arguments": {}}}]}, RESULT),
     "arguments must be a string"),
    (cohere(tools=[cohere_tool(name="get-weather")]), "tool names can only contain certain characters (A-Za-z0-9_)"),
    (cohere(tools=[cohere_tool(strict=True)]), "unknown field: tools.function.strict"),
    (cohere(tools=[cohere_tool(parameters={"type": "string"})]), "JSON schema of the type object"),
    (cohere(tools=[cohere_tool()] * 2), "all tool names must be unique"),
    (cohere(tool_choice="REQUIRED"), "tool_choice can only be specified with tools"),
    (cohere(tool_choice="auto", **TOOLS), "tool_choice must be one of: REQUIRED, NONE"),
    (cohere(response_format={"type": "json_object"}, **TOOLS), "cannot specify response_format with tools"),
    (cohere(response_format={"type": "json_object"}), "must instruct the model to generate JSON"),
    (cohere(response_format={"type": "json_schema", "json_schema": {}}), "must be one of: text, json_object"),
    (form(type="array", items={"type": "string"}), "the type object at its top"),
    (form(type="object", properties={"a": {"type": "string"}}), "at least one required field"),
    (form(**WEATHER, additionalProperties=False), "'additionalProperties' is not supported"),
    (form(type="object", properties={"a": {"type": "integer", "minimum": 1}}, required=["a"]), "'minimum' is not"),
    (form(type="object", properties={"a": {"type": ["string", "null"]}}, required=["a"]), "type must be a string"),
    (cohere(temperature=1.5), "temperature must be between 0 and 1.0 inclusive."),
    (cohere(p=1), "p must be between 0.01 and 0.99 inclusive."),
    (cohere(k=501), "k must be between 0 and 500 inclusive."),
    (cohere(presence_penalty=-1), "presence_penalty must be between 0 and 1 inclusive."),
    (cohere(presence_penalty=0.1, frequency_penalty=0.1), "cannot specify both frequency_penalty and presence"),
    (cohere(stop_sequences=list("abcdef")), "at most 5 elements - received 6"),
    (cohere(stop_sequences=[""]), "at least 1 character long"),
    (cohere(max_tokens=0), "max_tokens must be greater than or equal to 1"),
    (cohere(thinking={"type": "adaptive"}), "thinking.type must be one of"),
    (cohere(thinking={"type": "enabled", "token_budget": 0}), "must be a positive integer"),
    (cohere("word " * 300_000), "too many tokens: total number of tokens in the prompt cannot exceed 256000"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "words"), REFUSED)
async def test_refused(client: Client, body: dict[str, Any], words: str) -> None:
    answer = await client.post(COMMAND, "v2/chat", body)
    assert answer.status == 400, answer.text[:500]
    assert words in answer.message


async def test_another_model_is_not_there(client: Client) -> None:
    assert (await client.post(COMMAND, "v2/chat", cohere() | {"model": "command-r"})).status == 404


async def test_a_tool_loop_with_thoughts_and_a_citation(client: Client) -> None:
    body = cohere(QUESTION, **TOOLS)
    first = (await client.post(COMMAND, "v2/chat", body)).json
    message = first["message"]
    assert first["finish_reason"] == "TOOL_CALL"
    assert message["content"][0]["type"] == "thinking"
    assert message["tool_calls"][0]["function"]["arguments"] == '{"city": "Paris"}'
    result = {"role": "tool", "tool_call_id": message["tool_calls"][0]["id"], "content": "21 degrees"}
    body["messages"] += [message, result]
    second = (await client.post(COMMAND, "v2/chat", body)).json
    assert second["finish_reason"] == "COMPLETE"
    assert "21 degrees" in second["message"]["content"][-1]["text"]
    (citation,) = second["message"]["citations"]
    assert citation["sources"][0]["tool_output"] == {"content": "21 degrees"}
    body["messages"][-1]["content"] = [{"type": "document", "document": {"data": {"degrees": 22}}}]
    third = (await client.post(COMMAND, "v2/chat", body)).json
    assert '"degrees":22' in third["message"]["content"][-1]["text"]


async def test_thinking_is_on_unless_it_is_turned_off(client: Client) -> None:
    kinds = []
    for thinking in (None, {"type": "disabled"}, {"type": "enabled", "token_budget": 2}):
        body = cohere("Say hello", **({"thinking": thinking} if thinking else {}))
        kinds.append((await client.post(COMMAND, "v2/chat", body)).json["message"]["content"])
    assert [[block["type"] for block in content] for content in kinds] == [["thinking", "text"], ["text"],
                                                                           ["thinking", "text"]]  # fmt: skip
    assert len(kinds[2][0]["thinking"]) < len(kinds[0][0]["thinking"])


async def test_forced_and_forbidden_tools(client: Client) -> None:
    forced = await client.post(COMMAND, "v2/chat", cohere("Hello", tool_choice="REQUIRED", **TOOLS))
    assert forced.json["message"]["tool_calls"]
    silent = await client.post(COMMAND, "v2/chat", cohere(QUESTION, tool_choice="NONE", **TOOLS))
    assert "tool_calls" not in silent.json["message"]


async def test_a_schema_is_followed(client: Client) -> None:
    answer = await client.post(COMMAND, "v2/chat", form(**WEATHER))
    assert answer.json["message"]["content"][-1]["text"].startswith('{"city": ')


async def test_counts(client: Client) -> None:
    body = cohere("Long rules. " * 1000)
    first, second = [(await client.post(COMMAND, "v2/chat", body)).json["usage"] for _ in range(2)]
    assert first["cached_tokens"] == 0
    assert second["cached_tokens"] > 1024
    assert second["tokens"]["input_tokens"] > second["billed_units"]["input_tokens"]


async def test_the_stream(client: Client) -> None:
    body = cohere(QUESTION, stream=True, thinking={"type": "disabled"}, **TOOLS)
    events = (await client.post(COMMAND, "v2/chat", body)).events
    kinds = [event["type"] for event in events]
    assert kinds[0] == "message-start"
    assert kinds[-1] == "message-end"
    assert kinds.index("tool-plan-delta") < kinds.index("tool-call-start") < kinds.index("tool-call-delta")
    fragments = [event["delta"]["message"]["tool_calls"]["function"]["arguments"]
                 for event in events if event["type"] == "tool-call-delta"]  # fmt: skip
    assert "".join(fragments) == '{"city": "Paris"}'
    assert len(fragments) > 1
    assert events[-1]["delta"]["finish_reason"] == "TOOL_CALL"
    body = turns(ASK, CALLED, RESULT, stream=True, **TOOLS)
    kinds = [event["type"] for event in (await client.post(COMMAND, "v2/chat", body)).events]
    assert kinds.count("content-start") == kinds.count("content-end") == 2
    assert "citation-start" in kinds


async def test_an_error_in_the_stream(client: Client, sandbox: Sandbox) -> None:
    sandbox.faults.add(Fault("stream_error", model=COMMAND, status=429, after_events=1))
    events = (await client.post(COMMAND, "v2/chat", cohere(stream=True))).events
    assert events[0]["type"] == "message-start"
    assert "too many requests" in events[1]["message"]
