"""Each family's happy ways: whole, streamed, with tools, thinking, images, schemas and caching."""

from __future__ import annotations

import base64
import json
import struct
from typing import Any

import pytest

from tests.sandbox import payloads
from tests.sandbox.conftest import Client

SONNET = "anthropic--claude-4.5-sonnet"
SCRIPTS = "Grüße, Привет, 你好, こんにちは, שלום, 👩‍🚀🎉"
GEMINI = "gemini-3.5-flash"
WHOLE, STREAMED = f"models/{GEMINI}:generateContent", f"models/{GEMINI}:streamGenerateContent?alt=sse"


async def test_claude_stream_is_the_whole_message_in_events(client: Client) -> None:
    body = payloads.claude(f"Reply with exactly: {SCRIPTS}")
    whole = (await client.post(SONNET, "invoke", body)).json
    assert whole["content"] == [{"type": "text", "text": SCRIPTS}]
    assert whole["id"].startswith("msg_bdrk_")
    answer = await client.post(SONNET, "invoke-with-response-stream", body)
    events = answer.events
    assert events[0]["type"] == "message_start"
    assert events[-1]["type"] == "message_stop"
    assert events[-1]["amazon-bedrock-invocationMetrics"]["outputTokenCount"] == whole["usage"]["output_tokens"]
    assert "".join(e["delta"].get("text", "") for e in events if e["type"] == "content_block_delta") == SCRIPTS
    assert answer.headers["x-request-id"]


async def test_claude_tool_loop_with_signed_thinking(client: Client) -> None:
    body = payloads.claude(
        "What is the weather in Paris and Berlin?",
        tools=[payloads.claude_tool()],
        thinking={"type": "enabled", "budget_tokens": 1024},
    )
    first = (await client.post(SONNET, "invoke", body)).json
    assert [block["type"] for block in first["content"]] == ["thinking", "tool_use", "tool_use"]
    calls = first["content"][1:]
    assert [call["input"] for call in calls] == [{"city": "Paris"}, {"city": "Berlin"}]
    assert first["stop_reason"] == "tool_use"
    results = [{"type": "tool_result", "tool_use_id": call["id"], "content": "21 degrees"} for call in calls]
    body["messages"] += [{"role": "assistant", "content": first["content"]}, {"role": "user", "content": results}]
    second = (await client.post(SONNET, "invoke", body)).json
    assert "21 degrees" in second["content"][0]["text"]
    body["messages"][1]["content"][0]["signature"] = base64.b64encode(b"x" * 44).decode()
    assert (await client.post(SONNET, "invoke", body)).message == (
        "messages.1.content.0: Invalid `signature` in `thinking` block"
    )
    del body["messages"][1]["content"][0]
    assert (await client.post(SONNET, "invoke", body)).message.startswith(
        "messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`"
    )


async def test_claude_caches_at_breakpoints(client: Client) -> None:
    mark = {"cache_control": {"type": "ephemeral"}}
    body = payloads.claude("One", system=[{"type": "text", "text": "Long rules. " * 500, **mark}])
    first = (await client.post(SONNET, "invoke", body)).json["usage"]
    body["messages"][0]["content"] = "Two"
    second = (await client.post(SONNET, "invoke", body)).json["usage"]
    assert first["cache_creation_input_tokens"] > 1400
    assert first["cache_read_input_tokens"] == 0
    assert second["cache_read_input_tokens"] == first["cache_creation_input_tokens"]
    assert second["cache_creation_input_tokens"] == 0
    assert second["input_tokens"] < 50


async def test_claude_adaptive_thinking_is_omitted_on_the_newest(client: Client) -> None:
    body = payloads.claude(thinking={"type": "adaptive"}, output_config={"effort": "high"})
    shown = (await client.post("anthropic--claude-4.6-sonnet", "invoke", body)).json["content"][0]
    hidden = (await client.post("anthropic--claude-4.8-opus", "invoke", body)).json["content"][0]
    assert shown["thinking"]
    assert (hidden["thinking"], bool(hidden["signature"])) == ("", True)


async def test_claude_sees_the_image_and_its_budget(client: Client) -> None:
    source = {"type": "base64", "media_type": "image/png", "data": payloads.png(12, 8)}
    body = payloads.claude()
    body["messages"][0]["content"] = [
        {"type": "image", "source": source},
        {"type": "text", "text": "Describe the image."},
    ]
    assert "PNG of 12 × 8 pixels" in (await client.post(SONNET, "invoke", body)).json["content"][0]["text"]
    long = payloads.claude("Write a long text of 300 words", max_tokens=50)
    cut = (await client.post(SONNET, "invoke", long)).json
    assert (cut["stop_reason"], cut["usage"]["output_tokens"]) == ("max_tokens", 50)
    stopped = payloads.claude("Reply with exactly: one END two", stop_sequences=["END"])
    ended = (await client.post(SONNET, "invoke", stopped)).json
    assert (ended["stop_reason"], ended["stop_sequence"], ended["content"][0]["text"]) == (
        "stop_sequence",
        "END",
        "one ",
    )


async def test_binary_framing_only_when_asked_for(client: Client) -> None:
    asked = {"Accept": "application/vnd.amazon.eventstream"}
    answer = await client.post(SONNET, "invoke-with-response-stream", payloads.claude("Say hello"), headers=asked)
    assert answer.headers["content-type"] == "application/vnd.amazon.eventstream"
    events, rest = [], answer.raw
    while rest:
        total, headers = struct.unpack(">II", rest[:8])
        payload = json.loads(rest[12 + headers : total - 4])
        events.append(json.loads(base64.b64decode(payload["bytes"])))
        rest = rest[total:]
    assert (events[0]["type"], events[-1]["type"]) == ("message_start", "message_stop")


async def test_chat_whole_and_streamed(client: Client) -> None:
    whole = (await client.post("gpt-4o", "chat/completions", payloads.chat(f"Say: {SCRIPTS}"))).json
    assert whole["choices"][0]["message"]["content"] == SCRIPTS
    assert "prompt_filter_results" in whole
    body = payloads.chat(f"Say: {SCRIPTS}", stream=True)
    events = (await client.post("gpt-4o", "chat/completions", body)).events
    assert (events[0]["choices"], events[0]["id"], events[-1]) == ([], "", "[DONE]")
    assert all(event["choices"] for event in events[1:-1])
    assert "".join(e["choices"][0]["delta"].get("content") or "" for e in events[1:-1]) == SCRIPTS
    counted = (
        await client.post("gpt-4o", "chat/completions", {**body, "stream_options": {"include_usage": True}})
    ).events
    assert (counted[-2]["choices"], counted[-2]["usage"]) == ([], whole["usage"])


async def test_chat_tool_loop(client: Client) -> None:
    body = payloads.chat(payloads.QUESTION, tools=[payloads.chat_tool()])
    message = (await client.post("gpt-5", "chat/completions", body)).json["choices"][0]["message"]
    call = message["tool_calls"][0]
    assert (message["content"], json.loads(call["function"]["arguments"])) == (None, {"city": "Paris"})
    streamed = (await client.post("gpt-5", "chat/completions", {**body, "stream": True})).events
    deltas = [c["delta"]["tool_calls"][0] for e in streamed[1:-1] for c in e["choices"] if "tool_calls" in c["delta"]]
    assert "".join(delta["function"]["arguments"] for delta in deltas) == '{"city": "Paris"}'
    message.pop("annotations")
    body["messages"] += [message, {"role": "tool", "tool_call_id": call["id"], "content": "21 degrees"}]
    ended = (await client.post("gpt-5", "chat/completions", body)).json
    assert "21 degrees" in ended["choices"][0]["message"]["content"]
    assert ended["usage"]["completion_tokens_details"]["reasoning_tokens"] > 0


async def test_automatic_caching_is_part_of_the_prompt(client: Client) -> None:
    body = payloads.chat("Rules upon rules. " * 400)
    first, second = [(await client.post("gpt-4o", "chat/completions", body)).json["usage"] for _ in range(2)]
    assert first["prompt_tokens_details"]["cached_tokens"] == 0
    assert 1024 <= second["prompt_tokens_details"]["cached_tokens"] <= second["prompt_tokens"]
    prompt = payloads.gemini("Rules upon rules. " * 400)
    first, second = [(await client.post(GEMINI, WHOLE, prompt)).json["usageMetadata"] for _ in range(2)]
    assert "cachedContentTokenCount" not in first
    assert 1024 <= second["cachedContentTokenCount"] <= second["promptTokenCount"]


async def test_structured_output_in_every_family(client: Client) -> None:
    schema = {
        "type": "object", "additionalProperties": False, "required": ["mood", "count", "tags"],
        "properties": {"mood": {"enum": ["calm", "wild"]}, "count": {"type": "integer", "minimum": 3},
                       "tags": {"type": "array", "items": {"$ref": "#/$defs/tag"}, "minItems": 2}},
        "$defs": {"tag": {"type": "string"}},
    }  # fmt: skip
    form = {"name": "n", "schema": schema, "strict": True}
    asked = "Be wild"
    config = {"format": {"type": "json_schema", "schema": schema}}
    spoken = await client.post("anthropic--claude-4.6-sonnet", "invoke", payloads.claude(asked, output_config=config))
    response_format = {"type": "json_schema", "json_schema": form}
    chosen = await client.post("gpt-4o", "chat/completions", payloads.chat(asked, response_format=response_format))
    text = {"format": {"type": "json_schema", **form}}
    responded = await client.post("gpt-4.1", "responses", payloads.responses(asked, text=text))
    generation = {"responseMimeType": "application/json", "responseJsonSchema": schema}
    generated = await client.post(GEMINI, WHOLE, payloads.gemini(asked, generationConfig=generation))
    texts = [
        spoken.json["content"][0]["text"],
        chosen.json["choices"][0]["message"]["content"],
        responded.json["output"][0]["content"][0]["text"],
        generated.json["candidates"][0]["content"]["parts"][0]["text"],
    ]
    for said in texts:
        made = json.loads(said)
        assert (made["mood"], made["count"], len(made["tags"])) == ("wild", 3, 2)


async def test_responses_stream_and_stateless_tool_loop(client: Client) -> None:
    more: dict[str, Any] = {
        "store": False, "include": ["reasoning.encrypted_content"], "reasoning": {"effort": "low", "summary": "auto"},
        "tools": [payloads.responses_tool()],
    }  # fmt: skip
    body = payloads.responses(payloads.QUESTION, stream=True, **more)
    events = (await client.post("gpt-5", "responses", body)).events
    assert [event["sequence_number"] for event in events] == list(range(len(events)))
    kinds = [event["type"] for event in events]
    assert kinds[:3] == ["response.created", "response.in_progress", "response.output_item.added"]
    assert "response.reasoning_summary_text.delta" in kinds
    assert kinds[-1] == "response.completed"
    output = events[-1]["response"]["output"]
    assert [item["type"] for item in output] == ["reasoning", "function_call"]
    assert events[-1]["response"]["usage"]["total_tokens"] > 0
    result = {"type": "function_call_output", "call_id": output[1]["call_id"], "output": "21 degrees"}
    items = [{"role": "user", "content": payloads.QUESTION}, *output, result]
    ended = (await client.post("gpt-5", "v1/responses", payloads.responses(items, **more))).json
    assert "21 degrees" in ended["output"][-1]["content"][0]["text"]
    output[0]["encrypted_content"] = base64.urlsafe_b64encode(b"x" * 60).decode()
    refused = await client.post("gpt-5", "responses", payloads.responses(items, **more))
    assert refused.json["error"]["code"] == "invalid_encrypted_content"
    del output[0]["encrypted_content"]
    gone = await client.post("gpt-5", "responses", payloads.responses(items, **more))
    assert (gone.status, "Items are not persisted" in gone.message) == (404, True)


async def test_responses_are_stored(client: Client) -> None:
    first = (await client.post("gpt-5", "responses", payloads.responses("Say: red"))).json
    more = payloads.responses("Hello", previous_response_id=first["id"])
    second = (await client.post("gpt-5", "responses", more)).json
    assert second["usage"]["input_tokens"] > first["usage"]["input_tokens"]
    path = f"{client.urls['gpt-5']}/responses/{first['id']}"
    assert (await client.send("GET", path)).json["output"] == first["output"]
    assert (await client.send("POST", f"{path}/cancel")).message == "Cannot cancel a synchronous response."
    assert (await client.send("DELETE", path)).json["deleted"] is True
    assert (await client.send("GET", path)).status == 404


async def test_gemini_stream_counts_upwards_and_needs_no_done(client: Client) -> None:
    thoughts = {"thinkingConfig": {"includeThoughts": True}}
    body = payloads.gemini(f"Say: {SCRIPTS}", generationConfig=thoughts)
    whole = (await client.post(GEMINI, WHOLE, body)).json
    events = (await client.post(GEMINI, STREAMED, body)).events
    parts = [event["candidates"][0]["content"]["parts"][0] for event in events]
    assert parts[0]["thought"] is True
    assert "".join(part["text"] for part in parts if not part.get("thought")) == SCRIPTS
    assert "thoughtSignature" in parts[-1]
    counts = [event["usageMetadata"].get("candidatesTokenCount", 0) for event in events]
    assert counts == sorted(counts)
    for name in ("promptTokenCount", "candidatesTokenCount", "thoughtsTokenCount", "totalTokenCount"):
        assert events[-1]["usageMetadata"][name] == whole["usageMetadata"][name]
    assert events[-1]["candidates"][0]["finishReason"] == "STOP"


async def test_gemini_tool_loop_with_signatures(client: Client) -> None:
    body = payloads.gemini(payloads.QUESTION, tools=[payloads.gemini_tool()])
    content = (await client.post(GEMINI, WHOLE, body)).json["candidates"][0]["content"]
    part = content["parts"][0]
    assert part["functionCall"] == {"name": "get_weather", "args": {"city": "Paris"}}
    result = {"functionResponse": {"name": "get_weather", "response": {"output": "21 degrees"}}}
    body["contents"] += [content, {"role": "user", "parts": [result]}]
    ended = (await client.post(GEMINI, WHOLE, body)).json
    assert "21 degrees" in ended["candidates"][0]["content"]["parts"][0]["text"]
    part["thoughtSignature"] = base64.b64encode(b"x" * 44).decode()
    assert (await client.post(GEMINI, WHOLE, body)).message == "Corrupted thought signature."
    del part["thoughtSignature"]
    refused = await client.post(GEMINI, WHOLE, body)
    assert refused.message.startswith("Function call is missing a thought_signature in functionCall parts.")


async def test_gemini_takes_snake_case(client: Client) -> None:
    body = {
        "contents": [{"role": "user", "parts": [{"text": payloads.QUESTION}]}],
        "system_instruction": {"parts": [{"text": "Be brief"}]},
        "tools": [{"function_declarations": [{"name": "get_weather", "parameters_json_schema": payloads.WEATHER}]}],
        "tool_config": {"function_calling_config": {"mode": "ANY"}},
        "generation_config": {"max_output_tokens": 500},
    }
    answer = (await client.post(GEMINI, WHOLE, body)).json
    assert "functionCall" in answer["candidates"][0]["content"]["parts"][0]


@pytest.mark.parametrize("given", ["Hello world", ["Hello", "world"], [1, 2, 3], [[1, 2], [3]]])
async def test_embeddings(client: Client, given: Any) -> None:
    body = {"input": given, "dimensions": 8}
    floats = (await client.post("text-embedding-3-small", "embeddings?api-version=x", body)).json
    packed = (await client.post("text-embedding-3-small", "embeddings", {**body, "encoding_format": "base64"})).json
    for one, other in zip(floats["data"], packed["data"], strict=True):
        assert struct.unpack("<8f", base64.b64decode(other["embedding"])) == pytest.approx(one["embedding"], rel=1e-6)
