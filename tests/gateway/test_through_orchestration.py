"""Models without a deployment through the orchestration service, and its standing in for deployments that fail."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest

from aicore_tray.config.settings import Settings
from aicore_tray.sandbox.faults import Fault
from aicore_tray.sandbox.server import Tenant
from aicore_tray.sandbox.tenants import deployment
from tests.gateway.proxy import Proxy, running_proxy

Json = dict[str, Any]
# Nobody has deployed these.
CLAUDE, GPT, GEMINI, QWEN, UNSTREAMED = (
    "anthropic--claude-4.5-opus", "gpt-5.2", "gemini-3.1-flash-lite", "qwen3.7-plus", "qwen3.7-max",
)  # fmt: skip
DEPLOYED = "gpt-4o"
CANARY = "canary-4b1d-of-the-prompt"
SCHEMA: Json = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
    "required": ["city", "days"],
    "additionalProperties": False,
}
WEATHER: Json = {"type": "function", "function": {"name": "get_weather", "parameters": SCHEMA}}
PATHS = {
    "messages": "/v1/messages",
    "chat": "/v1/chat/completions",
    "responses": "/v1/responses",
    "gemini": "/v1beta/models/{model}:generateContent",
}
every_api = pytest.mark.parametrize("api", list(PATHS))
every_vendor = pytest.mark.parametrize("model", [CLAUDE, GPT, GEMINI, QWEN])
both_ways = pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])


def body(api: str, model: str, text: str, **more: Any) -> Json:
    match api:
        case "responses":
            return {"model": model, "input": text, **more}
        case "gemini":
            more.pop("stream", None)
            return {"contents": [{"role": "user", "parts": [{"text": text}]}], **more}
    made: Json = {"model": model, "messages": [{"role": "user", "content": text}], **more}
    return made | ({"max_tokens": 1000} if api == "messages" else {})


def path(api: str, model: str, *, stream: bool = False) -> str:
    found = PATHS[api].format(model=model)
    return found.replace(":generateContent", ":streamGenerateContent?alt=sse") if stream else found


async def received(proxy: Proxy, api: str, model: str, text: str, *, stream: bool) -> tuple[int, str]:
    async with proxy.post(path(api, model, stream=stream), body(api, model, text, stream=stream)) as response:
        return response.status, (await response.read()).decode()


async def chat(proxy: Proxy, model: str, text: str = "Say hello.", **more: Any) -> tuple[int, Any]:
    return await proxy.ask(PATHS["chat"], body("chat", model, text, **more))


def used(proxy: Proxy) -> list[str]:
    """The sub-paths of the inference requests, oldest first."""
    paths = [request.path for request in proxy.sandbox.requests if "/v2/inference/" in request.path]
    return [path.split("/", 5)[5] for path in paths]


def sent(proxy: Proxy, place: int = -1) -> Json:
    """What went to the model in an orchestration request."""
    found: Json = proxy.upstream_bodies()[place]["config"]["modules"]["prompt_templating"]
    return found


def refused(message: str, code: int = 400, **more: Any) -> Json:
    echo = {"templating": [{"role": "user", "content": CANARY}]}
    error = {"request_id": "r", "code": code, "message": message, "location": "LLM Module", **more}
    return {"error": {**error, "intermediate_results": echo}}


def only_orchestration(name: str = "only") -> Tenant:
    return Tenant(name=name, deployments=(deployment(None),))


# ---------------------------------------------------------------------------------------------------------------------
# What is offered


async def test_it_is_listed_for_everybody(proxy: Proxy) -> None:
    for headers in ({}, {"anthropic-version": "2023-06-01"}):
        async with proxy.get("/v1/models", headers=headers) as response:
            names = [row["id"] for row in (await response.json())["data"]]
        assert {CLAUDE, "claude-opus-4-5", GPT, GEMINI, QWEN, "sap-abap-1", DEPLOYED} <= set(names)
        assert len(names) == len(set(names))
    async with proxy.get("/v1/models?client_version=1.0.0") as response:
        assert {CLAUDE, GPT, QWEN} <= {row["slug"] for row in (await response.json())["models"]}
    async with proxy.get("/v1beta/models") as response:
        assert f"models/{QWEN}" in [row["name"] for row in (await response.json())["models"]]
    async with proxy.get("/v1/models") as response:
        rows = {row["id"]: row for row in (await response.json())["data"]}
    told = {name: (rows[name]["served_by"], rows[name]["owned_by"]) for name in (CLAUDE, QWEN, DEPLOYED)}
    assert told == {
        CLAUDE: ("orchestration", "anthropic"), QWEN: ("orchestration", "sap"), DEPLOYED: ("deployment", "openai"),
    }  # fmt: skip
    assert rows[QWEN]["context_window"] == 262_144  # SAP's catalogue knows


async def test_the_rows_invent_no_deployments(proxy: Proxy) -> None:
    rows = proxy.engine.models()
    service = next(row for row in rows if row.scenario == "orchestration" and not row.model)
    through = {row.model: row for row in rows if row.through_orchestration}
    assert {CLAUDE, GPT, GEMINI, QWEN} <= through.keys()
    assert {(row.id, row.status, row.served) for row in through.values()} == {(service.id, "RUNNING", True)}
    assert DEPLOYED not in through
    # One that was stopped is still told, beside what takes its place.
    told = {(row.status, row.served) for row in rows if row.model == "gpt-4.1-mini"}
    assert told == {("RUNNING", True), ("STOPPED", False)}


async def test_it_can_be_switched_off(tmp_path: Path) -> None:
    async with running_proxy(tmp_path, settings=Settings(orchestration=False)) as proxy:
        status, answer = await chat(proxy, QWEN)
        assert (status, answer["error"]["code"]) == (404, "model_not_found")
        assert not any(row.through_orchestration for row in proxy.engine.models())
        proxy.sandbox.faults.add(Fault("status", model=DEPLOYED, status=500))
        assert (await chat(proxy, DEPLOYED))[0] == 502
        assert set(used(proxy)) == {"chat/completions"}
        told = [stage.detail async for stage in proxy.engine.check("demo") if stage.name == "models"][-1]
        assert "'orchestration' is off" in told


async def test_the_check_counts_what_it_serves(proxy: Proxy) -> None:
    told = [stage.detail async for stage in proxy.engine.check("demo") if stage.name == "models"][-1]
    through = {row.model for row in proxy.engine.models() if row.through_orchestration}
    assert f"{len(through)} without a deployment are served through orchestration" in told


async def test_a_hidden_model_is_hidden_there_too(tmp_path: Path) -> None:
    async with running_proxy(tmp_path, settings=Settings(hidden_models=("qwen*",))) as proxy:
        assert (await chat(proxy, QWEN))[0] == 404
        [row] = [row for row in proxy.engine.models() if row.model == QWEN]
        assert (row.hidden, row.served) == (True, False)


# ---------------------------------------------------------------------------------------------------------------------
# Answers


@every_api
@every_vendor
@both_ways
async def test_braces_reach_the_model_as_they_are(proxy: Proxy, api: str, model: str, stream: bool) -> None:
    text = "a {{?name}} b {{?a.b}} c {{? d }} e {{f}} {% g %} {# h #}"
    status, answer = await received(proxy, api, model, f"Reply with exactly: {text}", stream=stream)
    assert status == 200, answer
    assert used(proxy) == ["v2/completion"]
    values: dict[str, str] = proxy.upstream_bodies()[0]["placeholder_values"]
    assert list(values.values()) == [f"Reply with exactly: {text}"]
    assert "}} {%" in answer or stream
    assert "{{?a.b}}" in answer or stream


@every_vendor
async def test_structured_output(proxy: Proxy, model: str) -> None:
    form = {"type": "json_schema", "json_schema": {"name": "trip", "schema": SCHEMA, "strict": True}}
    status, answer = await chat(proxy, model, "Plan a trip.", response_format=form)
    assert status == 200, answer
    message = answer["choices"][0]["message"]
    assert set(json.loads(message["content"])) == {"city", "days"}
    assert "tool_calls" not in message
    status, answer = await chat(proxy, model, "Plan a trip.", response_format=form, tools=[WEATHER])
    assert status == 200, answer
    status, answer = await chat(proxy, model, "Plan a trip in JSON.", response_format={"type": "json_object"})
    assert status == 200, answer
    assert "JSON" in str(sent(proxy)) + str(proxy.upstream_bodies()[-1])


@every_api
async def test_a_model_that_does_not_stream_is_told_as_a_stream(proxy: Proxy, api: str) -> None:
    for asked in (2, 3):  # it is asked for a stream once only
        status, answer = await received(proxy, api, UNSTREAMED, "Reply with exactly: slow but whole", stream=True)
        assert status == 200
        assert answer.startswith(("event:", "data:"))
        assert "slow but whole" in answer
        assert {"messages": "message_stop", "chat": "[DONE]", "responses": "response.completed", "gemini": "STOP"}[
            api
        ] in answer
        assert len(used(proxy)) == asked
    streams = ["stream" in request["config"] for request in proxy.upstream_bodies()]
    assert streams == [True, False, False]
    await received(proxy, "chat", QWEN, "Say hello.", stream=True)
    assert "stream" in proxy.upstream_bodies()[-1]["config"]  # the others still stream


async def test_embeddings(tmp_path: Path) -> None:
    async with running_proxy(tmp_path, tenants=(only_orchestration(),)) as proxy:
        asked = {"model": "text-embedding-3-small", "input": ["{{?a}}", "b"], "dimensions": 8, "user": "u"}
        status, answer = await proxy.ask("/v1/embeddings", asked)
        assert status == 200
        assert [len(row["embedding"]) for row in answer["data"]] == [8, 8]
        assert answer["usage"]["prompt_tokens"] > 0
        assert set(answer) == {"object", "data", "model", "usage"}
        status, answer = await proxy.ask("/v1/embeddings", asked | {"input": [[1, 2]]})
        assert (status, answer["error"]["param"]) == (400, "input")
        assert (await chat(proxy, "text-embedding-3-small"))[0] == 400


async def test_breakpoints_of_results_are_kept_on_the_text_before_them(proxy: Proxy) -> None:
    mark = {"cache_control": {"type": "ephemeral", "ttl": "1h"}}
    messages = [
        {"role": "user", "content": "Look."},
        {"role": "assistant", "content": [{"type": "tool_use", "id": "t1", "name": "look", "input": {}}]},
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t1", "content": "seen", **mark}]},
    ]
    tools = [{"name": "look", "input_schema": {"type": "object"}}]
    asked = {"model": CLAUDE, "max_tokens": 100, "messages": messages, "tools": tools}
    assert (await proxy.ask(PATHS["messages"], asked))[0] == 200
    history = proxy.upstream_bodies()[-1]["messages_history"]
    assert history[0]["content"] == [{"type": "text", "text": "Look.", **mark}]


# ---------------------------------------------------------------------------------------------------------------------
# Failures


@every_api
@both_ways
async def test_it_stands_in_for_a_deployment_that_fails(proxy: Proxy, api: str, stream: bool) -> None:
    kind = Fault("stream_error", model=DEPLOYED, status=429) if stream else Fault("status", model=DEPLOYED, status=429)
    proxy.sandbox.faults.add(kind)
    native = "responses" if api == "responses" else "chat/completions"
    for _ in range(2):  # while the deployment rests, too
        status, answer = await received(proxy, api, DEPLOYED, "Reply with exactly: here", stream=stream)
        assert status == 200, answer
        assert "here" in answer
    assert used(proxy) == [native, "v2/completion", "v2/completion"]


async def test_a_deployment_of_its_own_comes_first(proxy: Proxy) -> None:
    for number in range(12):  # conversations that would be spread over equals
        assert (await chat(proxy, DEPLOYED, prompt_cache_key=f"conversation {number}"))[0] == 200
    assert set(used(proxy)) == {"chat/completions"}
    # What the question itself is to blame for is told, not tried elsewhere.
    status, _ = await chat(proxy, DEPLOYED, tools=[{"type": "function", "function": {"name": "wrong name"}}])
    assert status == 400
    assert used(proxy)[-1] == "chat/completions"


async def test_it_is_tried_after_however_many_deployments(tmp_path: Path) -> None:
    deployments = (*(deployment(DEPLOYED) for _ in range(6)), deployment(None))
    async with running_proxy(tmp_path, tenants=(Tenant(name="many", deployments=deployments),)) as proxy:
        proxy.sandbox.faults.add(Fault("status", path="chat/completions", status=500, times=99))
        assert (await chat(proxy, DEPLOYED))[0] == 200
        assert used(proxy)[-1] == "v2/completion"


async def test_what_the_stand_in_refuses_says_nothing_of_the_deployment(proxy: Proxy) -> None:
    proxy.sandbox.faults.add(Fault("status", model=DEPLOYED, status=429, retry_after=9))
    proxy.sandbox.faults.add(
        Fault("status", model=DEPLOYED, status=400, body=refused("400 - Request Body: Model gpt-4o not supported."))
    )
    async with proxy.post(PATHS["chat"], body("chat", DEPLOYED, "Hi")) as response:
        assert (response.status, response.headers["retry-after"]) == (429, "9")


async def test_a_model_that_it_does_not_have_is_a_clear_404(proxy: Proxy) -> None:
    for message in (f"400 - Request Body: Model {QWEN} not supported.", "400 - LLM Module: Model x not found."):
        proxy.sandbox.faults.add(Fault("status", model=QWEN, status=400, body=refused(message)))
        status, answer = await chat(proxy, QWEN)
        assert (status, answer["error"]["code"], answer["error"]["param"]) == (404, "model_not_found", "model")
        assert QWEN in answer["error"]["message"]
        assert "no running deployment of its own" in answer["error"]["message"]


async def test_another_account_may_have_the_model(tmp_path: Path) -> None:
    async with running_proxy(tmp_path, tenants=(only_orchestration("one"), only_orchestration("two"))) as proxy:
        proxy.sandbox.faults.add(
            Fault("status", model=QWEN, status=400, body=refused(f"400 - Request Body: Model {QWEN} not supported."))
        )
        for _ in range(2):
            assert (await chat(proxy, QWEN))[0] == 200
        tenants = [request.tenant for request in proxy.sandbox.requests if "/v2/inference/" in request.path]
        assert len(set(tenants[:2])) == 2
        assert tenants[2] == tenants[1]  # the one that has it is asked first from now on


async def test_a_throttled_model_rests_alone(proxy: Proxy) -> None:
    error = {"request_id": "r", "code": 429, "message": "429 - LLM Module: Too many requests.", "location": "LLM"}
    listed = {"error": [error | {"headers": {"x-retry-after": "31"}}]}
    proxy.sandbox.faults.add(Fault("status", model=QWEN, status=429, body=listed))
    async with proxy.post(PATHS["chat"], body("chat", QWEN, "Hi")) as response:
        assert (response.status, response.headers["retry-after"]) == (429, "31")
    resting = {row.model for row in proxy.engine.models() if row.resting_until}
    assert resting == {QWEN}
    assert (await chat(proxy, GPT))[0] == 200


@every_api
@pytest.mark.parametrize("kind", ["status", "stream_error", "late"])
async def test_the_prompt_in_its_errors_goes_nowhere(
    proxy: Proxy, api: str, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    after = 6 if kind == "late" else 1
    fault = Fault(
        "status" if kind == "status" else "stream_error",
        model=CLAUDE, status=500, body=refused("500 - LLM Module: broken", 500), after_events=after,
    )  # fmt: skip
    proxy.sandbox.faults.add(fault)
    _, answer = await received(proxy, api, CLAUDE, "Write a long text of 80 words.", stream=kind != "status")
    assert "broken" in answer
    assert CANARY not in answer
    assert "intermediate_results" not in answer
    assert not [record for record in caplog.records if CANARY in record.getMessage()]


@pytest.mark.parametrize("kind", ["truncate", "reset"])
async def test_a_stream_that_breaks_off_is_no_answer(proxy: Proxy, kind: str) -> None:
    proxy.sandbox.faults.add(Fault(kind, model=CLAUDE, after_events=8))
    status, answer = await received(proxy, "messages", CLAUDE, "Write a long text of 80 words.", stream=True)
    assert status == 200
    assert "event: error" in answer
    assert "message_stop" not in answer


@pytest.mark.parametrize(
    ("message", "field"),
    [
        ("1200 is greater than the maximum of 600 - 'config.modules.prompt_templating.model.timeout'", "timeout"),
        ("openai does not support parameters: ['seed', 'top_p'], for model=gpt-5.2", "seed"),
    ],
)
async def test_what_it_refuses_is_left_out_from_then_on(proxy: Proxy, message: str, field: str) -> None:
    def fields(place: int = -1) -> set[str]:
        model = sent(proxy, place)["model"]
        return {*model, *model["params"]}

    proxy.sandbox.faults.add(Fault("status", model=GPT, status=400, body=refused(f"400 - Request Body: {message}")))
    for _ in range(2):
        assert (await chat(proxy, GPT, seed=1))[0] == 200
    assert [field in fields(place) for place in range(3)] == [True, False, False]
    await chat(proxy, "gpt-4.1-mini", seed=1)
    assert field in fields()  # remembered of that model alone
