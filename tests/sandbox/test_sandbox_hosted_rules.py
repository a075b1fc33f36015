"""What Mistral and Perplexity refuse in the sandbox, and the habits of their answers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.conftest import Client
from tests.sandbox.payloads import QUESTION, chat, chat_tool, png

MISTRAL, SONAR = "mistralai--mistral-small", "sonar-pro"
ASK: dict[str, Any] = {"role": "user", "content": "Hi"}
SAID: dict[str, Any] = {"role": "assistant", "content": "Hello"}


def small(text: str = "Hello", **more: Any) -> dict[str, Any]:
    return chat(text, model=MISTRAL, **more)


def sonar(text: str = "Hello", **more: Any) -> dict[str, Any]:
    return chat(text, model=SONAR, **more)


def called(call_id: str) -> dict[str, Any]:
    function = {"name": "get_weather", "arguments": "{}"}
    return {
        "role": "assistant",
        "content": None,
        "tool_calls": [{"id": call_id, "type": "function", "function": function}],
    }


def result(call_id: str) -> dict[str, Any]:
    return {"role": "tool", "tool_call_id": call_id, "content": "ok"}


REFUSED = [
    (MISTRAL, chat(), "('body', 'model'), 'msg': 'Field required'"),
    (MISTRAL, {"model": MISTRAL}, "('body', 'messages'), 'msg': 'Field required'"),
    (MISTRAL, small(max_completion_tokens=5), "('body', 'max_completion_tokens'), 'msg': 'Extra inputs"),
    (MISTRAL, small(stream_options={"include_usage": True}), "Stream options can only be defined"),
    (MISTRAL, small(reasoning_effort="low"), "Input should be none or high"),
    (MISTRAL, small(max_tokens=200_000), "max_tokens must be at least 1 and at most 128000"),
    (MISTRAL, small(tools=[]), "`tools` must not be an empty array."),
    (MISTRAL, small(tool_choice="auto"), "When using `tool_choice`, `tools` must be set."),
    (MISTRAL, small(tools=[chat_tool(strict=True)]), "'tools, 0, strict'), 'msg': 'Extra inputs are not permitted'"),
    (MISTRAL, small(tools=[chat_tool(name="a.b")]), "Function name was a.b but must be"),
    (MISTRAL, small(tools=[chat_tool()], tool_choice="any"), "Input should be auto, none or required"),
    (MISTRAL, small(messages=[]), "List should have at least 1 item after validation"),
    (MISTRAL, small(messages=[{**ASK, "cache_control": {}}]), "'messages, 0, cache_control')"),
    (MISTRAL, small(messages=[ASK, called("call_1"), result("call_1")]),
     "Tool call id was call_1 but must be a-z, A-Z, 0-9, with a length of 9."),
    (MISTRAL, small(messages=[ASK, called("abcDEF123"), result("abcDEF123"), ASK]),
     "Unexpected role 'user' after role 'tool'"),
    (MISTRAL, small(messages=[ASK, SAID, {"role": "system", "content": "x"}]),
     "Unexpected role 'system' after role 'assistant'"),
    (MISTRAL, small(messages=[ASK, called("abcDEF123"), ASK]), "Not the same number of function calls and responses"),
    (MISTRAL, small(messages=[ASK, SAID]), "Expected last role User or Tool"),
    (MISTRAL, small(messages=[ASK, {**SAID, "content": ""}, ASK]), "must have either content or tool_calls"),
    (MISTRAL, small(messages=[{"role": "user", "content": [{"type": "file"}]}]), "Unknown part type: file"),
    (MISTRAL, small("word " * 120_000), "maximum context length is 128000 tokens"),
    (SONAR, sonar(tools=[chat_tool()], tool_choice="auto"),
     "perplexity does not support parameters: ['tools', 'tool_choice'], for model=sonar-pro"),
    (SONAR, sonar(response_format={"type": "json_object"}), "does not support parameters: ['response_format']"),
    (SONAR, sonar(seed=1), "('body', 'seed'), 'msg': 'Extra inputs are not permitted'"),
    (SONAR, sonar(messages=[ASK, ASK]), "should alternate with assistant message(s)."),
    (SONAR, sonar(messages=[SAID, ASK]), "should alternate with assistant message(s)."),
    (SONAR, sonar(messages=[ASK, SAID]), "Last message must have role `user` or `tool`."),
]  # fmt: skip


@pytest.mark.parametrize(("model", "body", "words"), REFUSED)
async def test_refused(client: Client, model: str, body: dict[str, Any], words: str) -> None:
    answer = await client.post(model, "chat/completions", body)
    assert answer.status == 400, answer.text[:500]
    assert answer.json["object"] == "error"
    assert words in answer.message


async def test_another_model_does_not_exist(client: Client) -> None:
    assert (await client.post(MISTRAL, "chat/completions", sonar())).status == 404
    assert (await client.post(MISTRAL, "chat/completions?api-version=x", small())).status == 200
    assert (await client.post(SONAR, "responses", {})).status == 400


async def test_mistral_says_stop_beside_its_calls(client: Client) -> None:
    body = small(QUESTION, tools=[chat_tool()], reasoning_effort="high")
    (choice,) = (await client.post(MISTRAL, "chat/completions", body)).json["choices"]
    (call,) = choice["message"]["tool_calls"]
    assert (choice["finish_reason"], len(call["id"]), call["id"].isalnum()) == ("stop", 9, True)
    assert choice["message"]["reasoning_content"]
    events = (await client.post(MISTRAL, "chat/completions", {**body, "stream": True})).events
    told = [c for event in events[:-1] for c in event["choices"]]
    (whole,) = [call for c in told for call in c["delta"].get("tool_calls", [])]
    assert whole["function"] == call["function"]
    assert (told[-1]["finish_reason"], events[-1]) == ("stop", "[DONE]")
    body["messages"] += [called(call["id"]), result(call["id"])]
    assert "ok" in (await client.post(MISTRAL, "chat/completions", body)).json["choices"][0]["message"]["content"]


async def test_sonar_tells_its_sources(client: Client) -> None:
    whole = (await client.post(SONAR, "chat/completions", sonar("Paris weather"))).json
    assert whole["citations"] == ["https://encyclopedia.example/paris", "https://news.example/weather"]
    assert [row["url"] for row in whole["search_results"]] == whole["citations"]
    events = (await client.post(SONAR, "chat/completions", sonar("Paris weather", stream=True))).events
    assert events[-2]["citations"] == whole["citations"]
    picture = {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{png(3, 2)}"}}
    seen = sonar(messages=[{"role": "user", "content": [picture]}])
    assert "3 × 2" in (await client.post(SONAR, "chat/completions", seen)).json["choices"][0]["message"]["content"]
