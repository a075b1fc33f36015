"""What the orchestration service refuses, how it answers and how it streams."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.conftest import Client
from tests.sandbox.payloads import QUESTION, WEATHER, png

Json = dict[str, Any]
CLAUDE, GPT, GEMINI, QWEN = "anthropic--claude-4.5-sonnet", "gpt-5.2", "gemini-3.5-flash", "qwen3.7-plus"
TOOL: Json = {"type": "function", "function": {"name": "get_weather", "parameters": WEATHER}}
ASK: Json = {"role": "user", "content": "Hello"}
PLACE = "config.modules.prompt_templating"


def request(model: str = GPT, text: str = "Hello", **more: Any) -> Json:
    """A body whose parts tests replace: `params`, `prompt`, `described`, `stream`, `history`, `values`, `top`."""
    prompt = {"template": [{"role": "user", "content": text}], **more.get("prompt", {})}
    described = {"name": model, "params": more.get("params", {}), **more.get("described", {})}
    config: Json = {"modules": {"prompt_templating": {"prompt": prompt, "model": described}}}
    if "stream" in more:
        config["stream"] = {"enabled": True, **more["stream"]}
    made: Json = {"config": config, **more.get("top", {})}
    if "history" in more:
        made["messages_history"] = more["history"]
    if "values" in more:
        made["placeholder_values"] = more["values"]
    return made


def called(arguments: str = "{}", content: Any = "21 degrees", call_id: str = "c1") -> list[Json]:
    call = {"id": call_id, "type": "function", "function": {"name": "get_weather", "arguments": arguments}}
    return [
        {"role": "user", "content": QUESTION},
        {"role": "assistant", "content": "", "tool_calls": [call]},
        {"role": "tool", "tool_call_id": call_id, "content": content},
    ]


async def ask(client: Client, body: Json) -> Any:
    answer = await client.post("orchestration", "v2/completion", body)
    assert answer.status == 200, answer.text[:500]
    return answer.json


REFUSED: list[tuple[Json, int, str]] = [
    ({}, 400, "'config' is a required property"),
    (request(top={"more": 1}), 400, "Additional properties are not allowed ('more' was unexpected)"),
    (
        request(prompt={"tools": [TOOL, {"type": "custom", "custom": {}}]}),
        400,
        f"400 - Request Body: 'custom' is not one of ['function'] - '{PLACE}.prompt.tools[1].type'",
    ),
    (request(prompt={"tools": [{**TOOL, "function": {"name": "a b"}}]}), 400, "'a b' does not match '^[a-zA-Z0-9-_]+"),
    (
        request(prompt={"tools": [{**TOOL, "function": {"name": "f", "parameters": {"type": "string"}}}]}),
        400,
        f"'string' is not one of ['object'] - '{PLACE}.prompt.tools[0].function.parameters.type'",
    ),
    (request(GPT, described={"timeout": 1201}), 400, "1201 is greater than the maximum of 1200 - "),
    (request(GPT, described={"max_retries": 6}), 400, "6 is greater than the maximum of 5"),
    (request(stream={"chunk_size": 0}), 400, "0 is less than the minimum of 1 - 'config.stream.chunk_size'"),
    (request(history=[{**ASK, "name": "me"}]), 400, "('name' was unexpected) - 'messages_history[0]'"),
    (request(prompt={"template": []}), 400, "Either a prompt template or messages must be defined"),
    (request(GPT, described={"name": "gpt-9"}), 400, "400 - Request Body: Model gpt-9 not supported."),
    (request(GPT, described={"version": "old"}), 400, "400 - LLM Module: Model gpt-5.2 in version old not found."),
    (request("text-embedding-3-small"), 400, "Model text-embedding-3-small not supported."),
    # Placeholders
    (request(text="{{?name}}"), 400, "Error validating parameters. Missing required parameters: ['name']."),
    (request(values={"name": "x"}), 400, "400 - Input Parameters: Error validating parameters. Unused parameters: ["),
    (request(text="{{?a.b}}"), 400, "Invalid placeholder"),
    (request(text="{{? a }}"), 400, "Invalid placeholder"),
    (request(text="{{?a"), 400, "Invalid placeholder"),
    # Parameters by vendor
    (
        request(params={"thinking": {"type": "enabled"}}),
        400,
        "400 - LLM Module: openai does not support parameters: ['thinking'], for model=gpt-5.2",
    ),
    (request(params={"top_p": 1}), 400, "openai does not support parameters: ['top_p'], for model=gpt-5.2"),
    (request(CLAUDE, params={"seed": 1}), 400, "anthropic does not support parameters: ['seed']"),
    (request(GEMINI, params={"thinking": {}}), 400, "gemini does not support parameters: ['thinking']"),
    (request(QWEN, params={"reasoning_effort": "low"}), 400, "does not support parameters: ['reasoning_effort']"),
    (request("qwen3.7-max", stream={}), 400, "400 - LLM Module: Streaming is not supported for this model"),
    # Messages by vendor
    (request(QWEN, history=[{"role": "developer", "content": "x"}]), 400, "Invalid role 'developer' in message"),
    (request(GPT, history=called("{oops")), 500, "JSONDecodeError"),
    (
        request(CLAUDE, history=called(content=[{"type": "text", "text": "x"}]), prompt={"tools": [TOOL]}),
        400,
        "Tool message content must be a string for Anthropic harmonization. Received: list.",
    ),
    (
        request(CLAUDE, history=[ASK, {"role": "assistant", "content": " "}]),
        400,
        "Assistant message has neither text nor tool_use blocks",
    ),
    (
        request(CLAUDE, history=[ASK, {"role": "assistant", "content": "a", "reasoning_content": [
            {"content": "t", "signature": "bm8="}]}]),
        400,
        "Invalid `signature` in `thinking` block",
    ),
    (request(CLAUDE, params={"temperature": 2}), 400, "400 - LLM Module: temperature: range: 0..1"),
    (request(GEMINI, history=called()), 400, "Function call is missing a thought_signature"),
    (request(GPT, params={"reasoning_effort": "huge"}), 400, "'reasoning_effort' does not support 'huge'"),
    (request(QWEN, "word " * 300_000), 400, "maximum context length is 262144 tokens"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "status", "words"), REFUSED)
async def test_refused(client: Client, body: Json, status: int, words: str) -> None:
    answer = await client.post("orchestration", "v2/completion", body)
    assert answer.status == status, answer.text[:500]
    error = answer.json["error"]
    assert words in error["message"]
    assert {"request_id", "code", "message", "location"} <= set(error)
    assert error["code"] == status


async def test_its_errors_echo_the_prompt(client: Client) -> None:
    body = request(text="my secret", params={"thinking": {}})
    error = (await client.post("orchestration", "v2/completion", body)).json["error"]
    assert error["intermediate_results"]["templating"] == [{"role": "user", "content": "my secret"}]


async def test_placeholders_are_filled_once(client: Client) -> None:
    values = {"what": "apples and {{?what}}"}
    body = request(text="Reply with exactly: {{?what}} {{never}}", values=values)
    answer = await ask(client, body)
    filled = "Reply with exactly: apples and {{?what}} {{never}}"
    assert answer["intermediate_results"]["templating"] == [{"role": "user", "content": filled}]
    assert answer["final_result"]["choices"][0]["message"]["content"] == "apples and {{?what}} {{never}}"
    template = [{"role": "user", "content": "Reply with exactly: {{?what}}"}]
    default = request(prompt={"template": template, "defaults": {"what": "pear"}})
    assert (await ask(client, default))["final_result"]["choices"][0]["message"]["content"] == "pear"


async def test_the_history_is_never_looked_into(client: Client) -> None:
    body = request(history=[{"role": "user", "content": "{{?x.y}} {{?z}}"}])
    await ask(client, body)


@pytest.mark.parametrize("model", [CLAUDE, GPT, GEMINI, QWEN])
async def test_tools_are_called_and_answered(client: Client, model: str) -> None:
    body = request(model, QUESTION, prompt={"tools": [TOOL]})
    choice = (await ask(client, body))["final_result"]["choices"][0]
    assert choice["finish_reason"] == "tool_calls"
    [call] = choice["message"]["tool_calls"]
    assert call["function"] == {"name": "get_weather", "arguments": '{"city": "Paris"}'}
    assert ("__sig_" in call["id"]) is (model == GEMINI)
    *history, last = called(call["function"]["arguments"], call_id=call["id"])
    body = request(model, history=history, prompt={"tools": [TOOL], "template": [last]})
    assert "21 degrees" in (await ask(client, body))["final_result"]["choices"][0]["message"]["content"]


async def test_a_foreign_signature_in_an_id_is_refused(client: Client) -> None:
    *history, last = called(call_id="vertex_tool_1__sig_QUJD")
    body = request(GEMINI, history=history, prompt={"tools": [TOOL], "template": [last]})
    answer = await client.post("orchestration", "v2/completion", body)
    assert "Corrupted thought signature." in answer.message


async def test_images_and_files(client: Client) -> None:
    image = {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{png(7, 5)}"}}
    for model in (CLAUDE, GPT, GEMINI):
        shown = {"template": [{"role": "user", "content": [image, {"type": "text", "text": "Describe it."}]}]}
        answer = await ask(client, request(model, prompt=shown))
        assert "7 × 5" in answer["final_result"]["choices"][0]["message"]["content"]
    sheet = {"type": "file", "file": {"file_data": "data:text/csv;base64,YQ=="}}
    body = request(CLAUDE, prompt={"template": [{"role": "user", "content": [sheet]}]})
    assert "Only PDF files" in (await client.post("orchestration", "v2/completion", body)).message


async def test_claudes_cached_tokens_are_counted_apart_and_others_within(client: Client) -> None:
    long = "All work and no play. " * 900
    mark = {"cache_control": {"type": "ephemeral"}}
    system = {"role": "system", "content": [{"type": "text", "text": long, **mark}]}
    usages = [(await ask(client, request(CLAUDE, history=[system])))["final_result"]["usage"] for _ in range(2)]
    written, read = (usage["prompt_tokens_details"] for usage in usages)
    assert (
        written["cache_creation_tokens"] == written["cache_creation_token_details"]["ephemeral_5m_input_tokens"] > 4000
    )
    assert read["cached_tokens"] == written["cache_creation_tokens"]
    assert usages[1]["prompt_tokens"] < 100
    assert usages[1]["total_tokens"] == usages[1]["prompt_tokens"] + usages[1]["completion_tokens"]
    plain = request(GPT, history=[{"role": "system", "content": long}])
    await ask(client, plain)
    usage = (await ask(client, plain))["final_result"]["usage"]
    assert usage["prompt_tokens"] > usage["prompt_tokens_details"]["cached_tokens"] > 4000


async def test_a_stream(client: Client) -> None:
    params = {"reasoning_effort": "medium", "max_tokens": 4000}
    body = request(CLAUDE, "Write a text of 60 words.", params=params, stream={"chunk_size": 40})
    answer = await client.post("orchestration", "v2/completion", body)
    first, *chunks, end = answer.events
    assert end == "[DONE]"
    assert first["intermediate_results"]["templating"][0]["content"] == "Write a text of 60 words."
    assert (first["final_result"]["id"], first["final_result"]["choices"][0]["finish_reason"]) == ("", "")
    assert all(chunk["intermediate_results"]["llm"] == chunk["final_result"] for chunk in chunks)
    choices = [chunk["final_result"]["choices"][0] for chunk in chunks]
    assert {choice["delta"]["role"] for choice in choices} == {"assistant"}
    assert [choice["finish_reason"] for choice in choices] == [""] * (len(choices) - 1) + ["stop"]
    assert ["usage" in chunk["final_result"] for chunk in chunks] == [False] * (len(chunks) - 1) + [True]
    thoughts = [item for choice in choices for item in choice["delta"].get("reasoning_content", ())]
    assert [bool(item["signature"]) for item in thoughts] == [False] * (len(thoughts) - 1) + [True]
    texts = [choice["delta"]["content"] for choice in choices if choice["delta"]["content"]]
    assert all(len(text) >= 40 for text in texts[:-1])


async def test_adaptive_thinking_ends_as_if_it_were_cut(client: Client) -> None:
    params = {"thinking": {"type": "adaptive"}}
    answer = await client.post(
        "orchestration", "v2/completion", request("anthropic--claude-4.6-sonnet", params=params, stream={})
    )
    reasons = [event["final_result"]["choices"][0]["finish_reason"] for event in answer.events[:-1]]
    assert [reason for reason in reasons if reason] == ["length", "stop"]


async def test_a_chain_of_modules_falls_back_and_lists_its_errors(client: Client) -> None:
    good, bad = request(GPT), request(GPT, params={"thinking": {}})
    chain = [bad["config"]["modules"], good["config"]["modules"]]
    answer = await ask(client, {"config": {"modules": chain}})
    assert answer["final_result"]["choices"]
    assert "thinking" in answer["intermediate_failures"][0]["message"]
    failed = await client.post("orchestration", "v2/completion", {"config": {"modules": chain[:1] * 2}})
    assert (failed.status, len(failed.json["error"])) == (400, 2)


async def test_embeddings(client: Client) -> None:
    def asked(model: str, **params: Any) -> Json:
        described = {"name": model, "params": params}
        return {"config": {"modules": {"embeddings": {"model": described}}}, "input": {"text": ["a", "b"]}}

    made = await client.post("orchestration", "v2/embeddings", asked("text-embedding-3-small", dimensions=4))
    assert [len(row["embedding"]) for row in made.json["final_result"]["data"]] == [4, 4]
    for body, words in (
        (asked(GPT), "Allowed models:"),
        (asked("text-embedding-3-small", dimensions=9999), "Invalid value for 'dimensions'"),
        (asked("text-embedding-3-small", user="x"), "('user' was unexpected)"),
    ):
        answer = await client.post("orchestration", "v2/embeddings", body)
        assert answer.status == 400
        assert words in answer.message


async def test_models_that_only_it_has_cannot_be_deployed(client: Client) -> None:
    rows = (await client.api("/v2/lm/scenarios/foundation-models/models")).json["resources"]
    scenarios = {row["model"]: [one["scenarioId"] for one in row["allowedScenarios"]] for row in rows}
    assert scenarios[QWEN] == scenarios["sap-abap-1"] == ["orchestration"]
    assert scenarios[GPT] == ["foundation-models", "orchestration"]
    wanted = {
        "name": "q", "executableId": "aicore-opensource", "scenarioId": "foundation-models",
        "parameterBindings": [{"key": "modelName", "value": QWEN}, {"key": "modelVersion", "value": "latest"}],
    }  # fmt: skip
    made = (await client.api("/v2/lm/configurations", "POST", json=wanted)).json["id"]
    refused = await client.api("/v2/lm/deployments", "POST", json={"configurationId": made})
    assert refused.json["error"]["code"] == "01510003"


@pytest.mark.parametrize("body", [[], "x", {"config": []}, {"config": {"modules": []}}, {"config": {"modules": {}}}])
async def test_nonsense_is_refused(client: Client, body: Any) -> None:
    for path in ("v2/completion", "v2/embeddings"):
        assert (await client.post("orchestration", path, body)).status == 400
    assert (await client.post("orchestration", "v2/chat", body)).status == 404
