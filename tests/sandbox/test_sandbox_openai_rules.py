"""What Chat Completions and Responses refuse, and the words that they have for it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.conftest import Client
from tests.sandbox.payloads import chat, chat_tool, responses, responses_tool

MARK = {"type": "ephemeral"}
TEXT = {"type": "text", "text": "Hello"}
CALL = {"id": "call_1", "type": "function", "function": {"name": "get_weather", "arguments": "{}"}}
ASSISTANT = {"role": "assistant", "content": None, "tool_calls": [CALL]}
USER = {"role": "user", "content": "Hi"}
TOOL = {"role": "tool", "tool_call_id": "call_1", "content": "fine"}
LOOSE = {"type": "object", "properties": {"a": {"type": "string"}}}
PARTIAL = {**LOOSE, "additionalProperties": False, "required": []}

CHAT = [
    ("gpt-4o", chat(beta=True), "Unrecognized request argument supplied: beta"),
    ("gpt-4o", chat(thinking={}), "Unrecognized request argument supplied: thinking"),
    ("gpt-4o", chat(reasoning_effort="low"), "Unrecognized request argument supplied: reasoning_effort"),
    ("gpt-5", chat(max_tokens=5), "Unsupported parameter: 'max_tokens' is not supported with this model."),
    ("gpt-5", chat(temperature=0.2), "Unsupported value: 'temperature' does not support 0.2 with this model."),
    ("gpt-5", chat(top_p=0.9), "Unsupported parameter: 'top_p' is not supported with this model."),
    ("gpt-5", chat(reasoning_effort="none"), "'reasoning_effort' does not support 'none' with this model."),
    (
        "gpt-5.5",
        chat(reasoning_effort="low", tools=[chat_tool()]),
        "Function tools with reasoning_effort are not supported for gpt-5.5 in /v1/chat/completions.",
    ),
    ("gpt-4o", chat(tools=[]), "Invalid 'tools': empty array."),
    ("gpt-4o", chat(tool_choice="auto"), "'tool_choice' is only allowed when 'tools' are specified."),
    ("gpt-4o", chat(tools=[chat_tool(name="a.b")]), "Invalid 'tools[0].function.name': string does not match pattern."),
    ("gpt-4o", chat(tools=[chat_tool(name="a" * 65)]), "Invalid 'tools[0].function.name': string too long."),
    ("gpt-4o", chat(tools=[chat_tool(cache_control=MARK)]), "Unknown parameter: 'tools[0].function.cache_control'."),
    (
        "gpt-4o",
        chat(tools=[chat_tool(parameters=LOOSE, strict=True)]),
        "'additionalProperties' is required to be supplied",
    ),
    ("gpt-4o", chat(tools=[chat_tool(parameters=PARTIAL, strict=True)]), "Missing 'a'."),
    (
        "gpt-4o",
        chat(tools=[chat_tool()], tool_choice={"type": "function", "function": {"name": "x"}}),
        "Tool choice 'x'",
    ),
    (
        "gpt-4o",
        chat(stream_options={"include_usage": True}),
        "'stream_options' parameter is only allowed when 'stream'",
    ),
    ("gpt-4o", chat(response_format={"type": "json_object"}), "'messages' must contain the word 'json' in some form"),
    (
        "gpt-4o",
        chat(response_format={"type": "json_schema", "json_schema": {"name": "n", "schema": LOOSE, "strict": True}}),
        "Invalid schema for response_format 'n': In context=(), 'additionalProperties' is required",
    ),
    ("gpt-4o", chat(max_tokens=20_000), "max_tokens is too large: 20000. This model supports at most 16384"),
    ("gpt-4o", {"messages": [USER, TOOL]}, "messages with role 'tool' must be a response to a preceeding message"),
    ("gpt-4o", {"messages": [USER, ASSISTANT, USER]}, "did not have response messages: call_1"),
    ("gpt-4o", {"messages": [{**USER, "content": None}]}, "Invalid value for 'content': expected a string, got null."),
    (
        "gpt-4o",
        {"messages": [{**USER, "reasoning_content": ""}]},
        "Unknown parameter: 'messages[0].reasoning_content'.",
    ),
    (
        "gpt-4o",
        {"messages": [{**USER, "content": [{**TEXT, "cache_control": MARK}]}]},
        "Unknown parameter: 'messages[0].content[0].cache_control'.",
    ),
    (
        "gpt-4o",
        {
            "messages": [
                {**USER, "content": [{"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}]}
            ]
        },
        "You uploaded an unsupported image.",
    ),
    ("gpt-4o", chat("word " * 110_000), "This model's maximum context length is 128000 tokens."),
]

FUNCTION_CALL = {"type": "function_call", "call_id": "call_1", "name": "get_weather", "arguments": "{}"}
OUTPUT = {"type": "function_call_output", "call_id": "call_1", "output": "fine"}

RESPONSES = [
    ("gpt-5", responses(foo=1), "Unknown parameter: 'foo'."),
    ("gpt-5", responses(client_metadata={}), "Unknown parameter: 'client_metadata'."),
    ("gpt-5", responses(model="my-alias"), "The requested model 'my-alias' does not exist."),
    ("gpt-5", responses(temperature=1), "Unsupported parameter: 'temperature' is not supported with this model."),
    ("gpt-5", responses(max_output_tokens=5), "Expected a value >= 16, but got 5 instead."),
    ("gpt-4.1", responses(reasoning={"effort": "low"}), "Unsupported parameter: 'reasoning.effort' is not supported"),
    (
        "gpt-4.1",
        responses(include=["reasoning.encrypted_content"]),
        "Encrypted content is not supported with this model.",
    ),
    (
        "gpt-5",
        responses(tools=[{"type": "namespace"}, {"type": "web_search"}]),
        "The following tools are not allowed for model 'gpt-5': namespace and web_search.",
    ),
    ("gpt-5", responses(tools=[{"type": "custom"}]), "The following tool is not allowed for model 'gpt-5': custom."),
    ("gpt-5", responses(tools=[responses_tool(defer_loading=True)]), "Unknown parameter: 'tools[0].defer_loading'."),
    ("gpt-5", responses(tools=[responses_tool(name=None)]), "Missing required parameter: 'tools[0].name'."),
    ("gpt-5", responses([OUTPUT]), "No tool call found for function call output with call_id call_1."),
    ("gpt-5", responses([USER, FUNCTION_CALL]), "No tool output found for function call call_1."),
    (
        "gpt-5",
        responses([USER, {**FUNCTION_CALL, "id": "call_1"}, OUTPUT]),
        "Invalid 'input[1].id': 'call_1'. Expected an ID that begins with 'fc'.",
    ),
    ("gpt-5", responses([{**USER, "foo": 1}]), "Unknown parameter: 'input[0].foo'."),
    (
        "gpt-5",
        responses([USER, {"role": "assistant", "content": [{"type": "input_text", "text": "x"}]}]),
        "Invalid value: 'input_text'. Supported values are: 'output_text' and 'refusal'.",
    ),
    ("gpt-5", responses([{"type": "additional_tools", "tools": []}]), "Invalid value: 'additional_tools'."),
    ("gpt-5", responses(previous_response_id="resp_x"), "Previous response with id 'resp_x' not found."),
    (
        "gpt-5",
        responses(text={"format": {"type": "json_schema", "name": "n", "schema": LOOSE, "strict": True}}),
        "Invalid schema for response_format 'n'",
    ),
    ("gpt-5", responses("word " * 330_000), "Your input exceeds the context window of this model."),
]


@pytest.mark.parametrize(("model", "body", "words"), CHAT)
async def test_chat_refused(client: Client, model: str, body: dict[str, Any], words: str) -> None:
    answer = await client.post(model, "chat/completions", body)
    assert answer.status == 400, answer.text[:500]
    assert words in answer.message


@pytest.mark.parametrize(("model", "body", "words"), RESPONSES)
async def test_responses_refused(client: Client, model: str, body: dict[str, Any], words: str) -> None:
    answer = await client.post(model, "responses", body)
    assert answer.status == 400, answer.text[:500]
    assert words in answer.message
