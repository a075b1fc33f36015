"""Nova in the sandbox: what Converse refuses, and the three forms of its stream."""

from __future__ import annotations

import ast
import json
import struct
from typing import Any

import pytest

from aicore_tray.sandbox.faults import Fault
from aicore_tray.sandbox.server import Sandbox
from tests.sandbox.conftest import Answer, Client
from tests.sandbox.payloads import WEATHER, converse, converse_tool, png

PRO, LITE = "amazon--nova-pro", "amazon--nova-lite"
USE: dict[str, Any] = {"toolUse": {"toolUseId": "tooluse_1", "name": "get_weather", "input": {}}}
RESULT: dict[str, Any] = {"toolResult": {"toolUseId": "tooluse_1", "content": [{"text": "ok"}]}}
ASK: dict[str, Any] = {"role": "user", "content": [{"text": "Hi"}]}
CALL: dict[str, Any] = {"role": "assistant", "content": [USE]}
POINT: dict[str, Any] = {"cachePoint": {"type": "default"}}
TOOLS: dict[str, Any] = {"toolConfig": {"tools": [converse_tool()]}}


def said(*content: Any, **more: Any) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": list(content)}], **more}


def turns(*messages: Any, **more: Any) -> dict[str, Any]:
    return {"messages": list(messages), **more}


def image(form: str, data: str) -> dict[str, Any]:
    return {"image": {"format": form, "source": {"bytes": data}}}


def document(name: str) -> dict[str, Any]:
    return {"document": {"format": "pdf", "name": name, "source": {"bytes": "AA=="}}}


def offered(**schema: Any) -> dict[str, Any]:
    return converse(toolConfig={"tools": [converse_tool(inputSchema={"json": schema})]})


REFUSED = [
    (converse(model="x"), "extraneous key [model] is not permitted"),
    ({}, "Value at '.messages' failed to satisfy constraint: Member must not be null"),
    (turns(), "A conversation must start with a user message."),
    (turns(CALL, **TOOLS), "A conversation must start with a user message."),
    (turns(ASK, ASK), "A conversation must alternate between user and assistant roles."),
    (said(), "The content field in the Message object at messages.0 is empty."),
    (said({"text": " "}), "The text field in the ContentBlock object at messages.0.content.0 is blank."),
    (said({"text": "a", "image": {}}), "must have exactly one member"),
    (said(USE, **TOOLS), "is not allowed in a message of the role user."),
    (turns(ASK, CALL, {"role": "user", "content": [RESULT]}), "The toolConfig field must be defined"),
    (turns(ASK, CALL, ASK, **TOOLS), "messages.2.content for the following Ids: tooluse_1"),
    (turns(ASK, CALL, **TOOLS), "Expected toolResult blocks at messages.2.content"),
    (said({"text": "a"}, RESULT, **TOOLS), "exceeds the number of toolUse blocks of previous turn."),
    (turns(ASK, {"role": "assistant", "content": [{"toolUse": {**USE["toolUse"], "toolUseId": "a:b"}}]}, **TOOLS),
     "Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+"),
    (turns(ASK, {"role": "assistant", "content": [{"toolUse": {**USE["toolUse"], "toolUseId": "a" * 65}}]}, **TOOLS),
     "Member must have length less than or equal to 64"),
    (turns(ASK, {"role": "assistant", "content": [{"toolUse": {**USE["toolUse"], "input": "{}"}}]}, **TOOLS),
     "Provide a json object for the field and try again."),
    (turns(ASK, CALL, {"role": "user", "content": [
        {"toolResult": {"toolUseId": "tooluse_1", "content": [], "status": "error"}}]}, **TOOLS),
     "The content field at messages.2.content.0.toolResult cannot be empty when status value is error."),
    (turns(ASK, {"role": "assistant", "content": [{"reasoningContent": {"redactedContent": "AA=="}}]}),
     "This model doesn't support the reasoningContent content block"),
    (converse(toolConfig={"tools": []}), "Member must have length greater than or equal to 1"),
    (converse(toolConfig={"tools": [converse_tool()] * 2}), "The tool get_weather is already defined"),
    (converse(toolConfig={"tools": [converse_tool(), POINT]}), "extraneous key [cachePoint] is not permitted"),
    (converse(toolConfig={"tools": [converse_tool(name="a.b")]}), "pattern: [a-zA-Z0-9_-]+"),
    (converse(toolConfig={"tools": [converse_tool(description="")]}), "greater than or equal to 1"),
    (converse(toolConfig={"tools": [converse_tool()], "toolChoice": {"none": {}}}), "extraneous key [none]"),
    (converse(toolConfig={"tools": [converse_tool()], "toolChoice": {"tool": {"name": "x"}}}), "is not in toolConfig"),
    (offered(type="string"), "inputSchema.json.type must be one of the following: object."),
    (offered(**WEATHER, additionalProperties=False), "extraneous key [additionalProperties] is not permitted"),
    (converse(inferenceConfig={"maxTokens": 9000}), "you requested exceeds the model limit of 8192."),
    (converse(inferenceConfig={"temperature": 1.5}), "Value '1.5' at 'inferenceConfig.temperature'"),
    (converse(inferenceConfig={"topK": 5}), "extraneous key [topK] is not permitted"),
    (converse(inferenceConfig={"stopSequences": ["\n"]}), "The stopSequences field has a blank value."),
    (converse(inferenceConfig={"stopSequences": list("abcde")}), "at most 4 stop sequences"),
    (converse(additionalModelRequestFields={"inferenceConfig": {"topK": 500}}), "500 is not less or equal to 128"),
    (converse(additionalModelRequestFields={"reasoningConfig": {"type": "disabled"}}), "key [reasoningConfig]"),
    (converse(system=[{"text": ""}]), "The text field in the ContentBlock object at system.0 is blank."),
    (said(POINT, {"text": "a"}), "has no content before it."),
    (said({"text": "a"}, {"cachePoint": {"type": "default", "ttl": "1h"}}), "extraneous key [ttl] is not permitted"),
    (said(*[{"text": "a"}, POINT] * 5), "A maximum of 4 cachePoint blocks may be provided. Found 5."),
    (said(image("bmp", "AA==")), "Member must satisfy enum value set: [gif, jpeg, png, webp]"),
    (said(image("png", "no base64!")), "is not valid base64."),
    (said(image("jpeg", png(2, 2))), "is not a jpeg"),
    (said(image("png", "AAAA")), "Could not process image"),
    (said({"image": {"format": "png", "source": {"url": "https://x"}}}), "extraneous key [url] is not permitted"),
    (said(document("a")), "A text block must be included in the message when a document is provided."),
    (said(document("a.pdf"), {"text": "a"}), "The file name can only contain alphanumeric characters"),
    (said(document("a"), document("a"), {"text": "a"}), "must have unique names."),
    (converse("word " * 300_000), "Input is too long for requested model"),
]  # fmt: skip
LITE_REFUSED = [
    ({"reasoningConfig": {"type": "enabled"}}, {}, "Member must not be null"),
    ({"reasoningConfig": {"type": "enabled", "maxReasoningEffort": "max"}}, {}, "enum value set: [high, low, medium]"),
    ({"reasoningConfig": {"type": "enabled", "maxReasoningEffort": "high"}}, {"maxTokens": 5},
     "The maxTokens field must be unset when maxReasoningEffort is high."),
]  # fmt: skip


@pytest.mark.parametrize(("body", "words"), REFUSED)
async def test_refused(client: Client, body: dict[str, Any], words: str) -> None:
    answer = await client.post(PRO, "converse", body)
    assert answer.status == 400, answer.text[:500]
    assert words in answer.message


@pytest.mark.parametrize(("fields", "config", "words"), LITE_REFUSED)
async def test_reasoning_has_rules(client: Client, fields: Any, config: Any, words: str) -> None:
    answer = await client.post(LITE, "converse", converse(additionalModelRequestFields=fields, inferenceConfig=config))
    assert (answer.status, words in answer.message) == (400, True), answer.text[:500]


def lines(answer: Answer) -> list[str]:
    return [line.removeprefix("data: ") for line in answer.text.replace("\r\n", "\n").split("\n") if line]


async def test_a_tool_loop_with_signed_thoughts(client: Client) -> None:
    thinking = {"reasoningConfig": {"type": "enabled", "maxReasoningEffort": "low"}}
    body = converse("What is the weather in Paris?", additionalModelRequestFields=thinking, **TOOLS)
    first = (await client.post(LITE, "converse", body)).json
    thought, call = first["output"]["message"]["content"]
    assert (first["stopReason"], call["toolUse"]["input"]) == ("tool_use", {"city": "Paris"})
    result = {"toolResult": {"toolUseId": call["toolUse"]["toolUseId"], "content": [{"text": "21 degrees"}]}}
    body["messages"] += [first["output"]["message"], {"role": "user", "content": [result]}]
    second = (await client.post(LITE, "converse", body)).json
    assert "21 degrees" in str(second["output"])
    thought["reasoningContent"]["reasoningText"]["text"] = "Something else"
    assert "signature" in (await client.post(LITE, "converse", body)).message


async def test_caching_at_breakpoints(client: Client) -> None:
    body = converse("One", system=[{"text": "Long rules. " * 500}, POINT])
    first, second = [(await client.post(PRO, "converse", body)).json["usage"] for _ in range(2)]
    assert first["cacheWriteInputTokens"] > 1400
    assert second["cacheReadInputTokens"] == first["cacheWriteInputTokens"]
    assert second["totalTokens"] == sum(second.values()) - second["totalTokens"]
    assert second["inputTokens"] < 50


async def test_the_stream_is_written_as_python_writes_it(client: Client) -> None:
    body = converse('Reply with exactly: it\'s "so" – 世界')
    answer = await client.post(PRO, "converse-stream", body)
    assert answer.headers["content-type"].startswith("text/event-stream")
    written = lines(answer)
    with pytest.raises(ValueError, match="Expecting"):
        json.loads(written[0])
    events = [ast.literal_eval(line) for line in written]
    assert [str(event) for event in events] == written
    assert events[-2] == {"messageStop": {"stopReason": "end_turn", "additionalModelResponseFields": None}}
    text = "".join(event["contentBlockDelta"]["delta"]["text"] for event in events if "contentBlockDelta" in event)
    assert text == 'it\'s "so" – 世界'


async def test_json_when_the_switch_is_thrown(client: Client, sandbox: Sandbox) -> None:
    sandbox.faults.add(Fault("json", model=PRO))
    events = (await client.post(PRO, "converse-stream", converse("Say hello"))).events
    assert events[0] == {"messageStart": {"role": "assistant"}}
    assert "metadata" in events[-1]
    again = await client.post(PRO, "converse-stream", converse("Say hello"))
    assert lines(again)[0].startswith("{'")


async def test_binary_frames_name_their_events_in_headers(client: Client, sandbox: Sandbox) -> None:
    asked = {"Accept": "application/vnd.amazon.eventstream"}
    answer = await client.post(PRO, "converse-stream", converse("Say hello"), headers=asked)
    names, rest = [], answer.raw
    while rest:
        total, size = struct.unpack(">II", rest[:8])
        head, payload = rest[12 : 12 + size], json.loads(rest[12 + size : total - 4])
        at = head.index(b":event-type") + len(b":event-type")
        (length,) = struct.unpack(">H", head[at + 1 : at + 3])
        names.append(head[at + 3 : at + 3 + length].decode())
        assert "bytes" not in payload
        rest = rest[total:]
    assert (names[0], names[-1]) == ("messageStart", "metadata")
    assert "contentBlockDelta" in names
    sandbox.faults.add(Fault("stream_error", model=PRO, status=400))
    failed = await client.post(PRO, "converse-stream", converse("Say hello"), headers=asked)
    assert b":exception-type" in failed.raw
    assert b"validationException" in failed.raw


@pytest.mark.parametrize(
    ("status", "name"),
    [(429, "throttlingException"), (500, "internalServerException"), (424, "modelStreamErrorException")],
)
async def test_exceptions_in_the_stream(client: Client, sandbox: Sandbox, status: int, name: str) -> None:
    sandbox.faults.add(Fault("stream_error", model=PRO, status=status, after_events=1))
    events = [ast.literal_eval(line) for line in lines(await client.post(PRO, "converse-stream", converse()))]
    assert [list(event) for event in events] == [["messageStart"], [name]]
