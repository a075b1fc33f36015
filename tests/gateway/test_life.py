"""A request's life: faults of the upstream, failover, retries, cancellation, and what the books say afterwards."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import aiohttp
import anthropic
import pytest

from aicore_tray.sandbox.faults import Fault
from aicore_tray.sandbox.server import Tenant
from aicore_tray.sandbox.tenants import deployment
from tests.gateway.proxy import KEY, Proxy, running_proxy

CLAUDE, GPT, GEMINI = "anthropic--claude-4.5-sonnet", "gpt-5", "gemini-2.5-flash"
NOVA = "amazon--nova-pro"
PATHS = {"messages": "/v1/messages", "chat": "/v1/chat/completions", "responses": "/v1/responses"}

every_api = pytest.mark.parametrize("api", list(PATHS))
every_model = pytest.mark.parametrize("model", [CLAUDE, GPT, GEMINI, NOVA])
both_ways = pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])


def body(api: str, model: str, text: str = "Say hello.", **more: Any) -> dict[str, Any]:
    if api == "responses":
        return {"model": model, "input": text, **more}
    made: dict[str, Any] = {"model": model, "messages": [{"role": "user", "content": text}], **more}
    return made | ({"max_tokens": 1000} if api == "messages" else {})


async def stream_text(proxy: Proxy, api: str, request: dict[str, Any]) -> tuple[int, str]:
    async with proxy.post(PATHS[api], request | {"stream": True}) as response:
        return response.status, (await response.read()).decode()


def message_of(answer: dict[str, Any]) -> str:
    return str(answer["error"]["message"])


async def books(proxy: Proxy, count: int = 1) -> list[dict[str, Any]]:
    """Wait until so many rows are in the books and return them, oldest first."""
    rows: list[dict[str, Any]] = []
    for _ in range(100):
        with closing(sqlite3.connect(proxy.paths.usage_db)) as connection:
            connection.row_factory = sqlite3.Row
            rows = [dict(row) for row in connection.execute("SELECT * FROM requests ORDER BY started")]
        if len(rows) >= count:
            return rows
        await asyncio.sleep(0.02)
    raise AssertionError(f"the books have {len(rows)} rows, not {count}")


@every_api
@every_model
@both_ways
async def test_throttling_becomes_429_with_retry_after(proxy: Proxy, api: str, model: str, stream: bool) -> None:
    # The model's own deployment and the orchestration service that stands in for it.
    proxy.sandbox.faults.add(Fault("status", model=model, status=429, retry_after=7, times=2))
    async with proxy.post(PATHS[api], body(api, model, stream=stream)) as response:
        answer = await response.json()
        assert response.status == 429
        assert response.headers["retry-after"] == "7"
    error = answer["error"]
    assert error["type"] == "rate_limit_error"
    assert api == "messages" or error["code"] == "rate_limit_exceeded"


@every_api
@every_model
async def test_error_at_the_start_of_a_200_stream_is_an_http_error(proxy: Proxy, api: str, model: str) -> None:
    proxy.sandbox.faults.add(Fault("stream_error", model=model, after_events=1 if model == GPT else 0, times=2))
    async with proxy.post(PATHS[api], body(api, model, stream=True)) as response:
        assert response.status == 429
        assert int(response.headers["retry-after"]) > 0
        assert "error" in await response.json()


@every_api
@every_model
@pytest.mark.parametrize("kind", ["stream_error", "truncate", "reset"])
async def test_stream_that_breaks_midway_ends_with_an_error_event(
    proxy: Proxy, api: str, model: str, kind: str
) -> None:
    events = {CLAUDE: 6, GPT: 9, GEMINI: 3, NOVA: 6}[model]
    proxy.sandbox.faults.add(Fault(kind, model=model, after_events=events))
    text = "Write a long text of 80 words."
    status, received = await stream_text(proxy, api, body(api, model, text))
    assert status == 200
    last = [line for line in received.splitlines() if line.startswith("data:")][-1]
    told = json.loads(last.removeprefix("data:"))
    match api:
        case "messages":
            assert told["type"] == "error"
            assert "event: error" in received
            assert "message_stop" not in received
        case "chat":
            assert told["error"]["message"]
            assert "[DONE]" not in received
            assert '"finish_reason":"stop"' not in received
        case "responses":
            assert told["type"] == "response.failed"
            assert told["response"]["error"]["message"]
            assert "response.completed" not in received
    row = (await books(proxy))[0]
    assert row["complete"] == 0
    assert row["error"]
    assert row["status"] == 200


@every_model
async def test_expired_token_is_renewed_once(proxy: Proxy, model: str) -> None:
    for _ in range(3):  # the sandbox words its 401s differently each time
        proxy.sandbox.revoke_tokens()
        status, _ = await proxy.ask(PATHS["chat"], body("chat", model))
        assert status == 200


async def test_two_deployments_share_the_work_and_the_failures(tmp_path: Path) -> None:
    tenant = Tenant(name="two", deployments=(deployment("gpt-4.1"), deployment("gpt-4.1")))
    async with running_proxy(tmp_path, tenants=(tenant,)) as proxy:
        proxy.sandbox.faults.add(Fault("status", status=500))
        status, _ = await proxy.ask(PATHS["chat"], body("chat", "gpt-4.1"))
        assert status == 200
        used = [request.path for request in proxy.sandbox.requests if "/inference/" in request.path]
        assert len(used) == 2
        assert used[0] != used[1]
        # The one that failed rests: the next requests go to the other one alone.
        for _ in range(3):
            await proxy.ask(PATHS["chat"], body("chat", "gpt-4.1"))
        used = [request.path for request in proxy.sandbox.requests if "/inference/" in request.path]
        assert set(used[2:]) == {used[1]}


async def test_a_deployment_that_breaks_off_streams_rests(tmp_path: Path) -> None:
    tenant = Tenant(name="two", deployments=(deployment("gpt-4.1"), deployment("gpt-4.1")))
    async with running_proxy(tmp_path, tenants=(tenant,)) as proxy:
        proxy.sandbox.faults.add(Fault("truncate", after_events=6))
        await stream_text(proxy, "chat", body("chat", "gpt-4.1", "Write a text of 60 words."))
        for _ in range(3):
            await proxy.ask(PATHS["chat"], body("chat", "gpt-4.1"))
        used = [request.path for request in proxy.sandbox.requests if "/inference/" in request.path]
        assert used[0] not in used[1:]


async def test_failover_from_one_account_to_another(tmp_path: Path) -> None:
    tenants = tuple(Tenant(name=name, deployments=(deployment("gpt-4.1"),)) for name in ("one", "two"))
    async with running_proxy(tmp_path, tenants=tenants) as proxy:
        proxy.sandbox.faults.add(Fault("stream_error", after_events=0))
        status, received = await stream_text(proxy, "chat", body("chat", "gpt-4.1"))
        assert status == 200
        assert "[DONE]" in received
        inference = [request for request in proxy.sandbox.requests if "/inference/" in request.path]
        assert {request.tenant for request in inference} == {"one", "two"}
        rows = await books(proxy)
        assert len(rows) == 1  # one request of the client's, whatever it took
        assert (rows[0]["status"], rows[0]["complete"], rows[0]["error"]) == (200, 1, "")
        assert rows[0]["account"] == inference[-1].tenant


async def test_conversation_stays_with_its_deployment(tmp_path: Path) -> None:
    tenant = Tenant(name="many", deployments=tuple(deployment("gpt-4.1") for _ in range(4)))
    async with running_proxy(tmp_path, tenants=(tenant,)) as proxy:
        for session in ("a", "b", "c", "d", "e", "f"):
            for _ in range(3):
                await proxy.ask(PATHS["chat"], body("chat", "gpt-4.1"), headers={"session-id": session})
        used = [request.path for request in proxy.sandbox.requests if "/inference/" in request.path]
        chosen = [set(used[start : start + 3]) for start in range(0, len(used), 3)]
        assert all(len(deployments) == 1 for deployments in chosen)
        assert len(set.union(*chosen)) > 1


async def test_deployment_that_has_gone_is_looked_for_again(proxy: Proxy) -> None:
    gone = {"error": "NotFound", "message": "gone"}
    proxy.sandbox.faults.add(Fault("status", model=GPT, status=404, body=gone, times=2))
    before = len([request for request in proxy.sandbox.requests if request.path == "/v2/lm/deployments"])
    status, answer = await proxy.ask(PATHS["chat"], body("chat", GPT))
    assert status == 404
    assert "gone" in message_of(answer)
    for _ in range(600):
        after = len([request for request in proxy.sandbox.requests if request.path == "/v2/lm/deployments"])
        if after > before:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("nobody looked again")


@every_api
async def test_client_that_leaves_takes_the_upstream_call_with_it(proxy: Proxy, api: str) -> None:
    proxy.sandbox.faults.add(Fault("silence", model=CLAUDE, after_events=5, delay=60))
    request = body(api, CLAUDE, "Write a long text of 300 words.", stream=True)
    async with aiohttp.ClientSession() as session:
        response = await session.post(proxy.url + PATHS[api], json=request, headers={"x-api-key": KEY})
        await response.content.readany()
        response.close()
    upstream = next(sent for sent in reversed(proxy.sandbox.requests) if "/inference/" in sent.path)
    for _ in range(300):
        if upstream.aborted:
            break
        await asyncio.sleep(0.01)
    assert upstream.aborted
    row = (await books(proxy))[0]
    assert row["status"] == 499
    assert row["complete"] == 0
    assert row["input"] + row["cache_read"] + row["cache_write"] > 0  # what was known is recorded


async def test_unknown_field_is_dropped_once_and_remembered(proxy: Proxy) -> None:
    request = body("messages", CLAUDE, brand_new_option={"on": True})
    status, _ = await proxy.ask(PATHS["messages"], request)
    assert status == 200
    assert ["brand_new_option" in sent for sent in proxy.upstream_bodies()] == [True, False]
    await proxy.ask(PATHS["messages"], request)
    assert "brand_new_option" not in proxy.upstream_bodies()[-1]
    assert len(proxy.upstream_bodies()) == 3


async def test_refusal_of_the_question_itself_is_told_and_not_mended(proxy: Proxy) -> None:
    request = body("messages", "anthropic--claude-4.6-sonnet")
    request["messages"].append({"role": "assistant", "content": "The answer is"})
    status, answer = await proxy.ask(PATHS["messages"], request)
    assert status == 400
    assert "does not support assistant message prefill" in message_of(answer)
    assert len(proxy.upstream_bodies()) == 1


@every_model
async def test_overlong_prompt_is_told_in_the_clients_words(proxy: Proxy, model: str) -> None:
    text = "word " * 900_000
    status, answer = await proxy.ask(PATHS["messages"], body("messages", model, text))
    assert status == 400
    assert answer["error"]["type"] == "invalid_request_error"
    assert re.match(r"prompt is too long: \d+ tokens > \d+ maximum", message_of(answer))
    status, answer = await proxy.ask(PATHS["responses"], body("responses", model, text))
    assert status == 400
    assert answer["error"]["code"] == "context_length_exceeded"


async def test_the_books_hold_every_request(proxy: Proxy) -> None:
    agent = {"User-Agent": "claude-cli/2.1.0 (external, cli)"}
    status, answer = await proxy.ask(PATHS["messages"], body("messages", "claude-sonnet-4-5"), headers=agent)
    assert status == 200
    await stream_text(proxy, "chat", body("chat", GPT))
    await proxy.ask(PATHS["chat"], body("chat", "no-such-model"))
    rows = await books(proxy, 3)
    first, second, third = rows
    assert (first["key"], first["client"], first["dialect"]) == ("test", "claude-cli/2.1.0", "messages")
    assert (first["asked"], first["model"], first["account"]) == ("claude-sonnet-4-5", CLAUDE, "demo")
    assert first["deployment"].startswith("d")
    assert (first["input"], first["output"]) == (
        answer["usage"]["input_tokens"],
        answer["usage"]["output_tokens"],
    )
    assert 0 < first["first_token"] <= first["duration"]
    assert (second["stream"], second["complete"], second["status"]) == (1, 1, 200)
    assert second["reasoning"] > 0
    assert (third["status"], third["error"], third["model"]) == (404, "not_found", "")
    assert proxy.engine.meter.total.requests == 3
    assert proxy.engine.meter.total.errors == 1
    assert proxy.engine.meter.in_flight == 0


@every_api
async def test_silent_streams_are_kept_alive(proxy: Proxy, api: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aicore_tray.gateway.relay.KEEP_ALIVE_SECONDS", 0.05)
    proxy.sandbox.faults.add(Fault("silence", model=CLAUDE, after_events=6, delay=0.4))
    status, received = await stream_text(proxy, api, body(api, CLAUDE, "Write a long text of 60 words."))
    assert status == 200
    marks = {"messages": "event: ping", "chat": ": keep-alive", "responses": "event: keepalive"}
    assert received.count(marks[api]) >= 2


@every_api
async def test_slow_first_token_does_not_hold_back_the_head(
    proxy: Proxy, api: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aicore_tray.gateway.relay.PEEK_SECONDS", 0.05)
    monkeypatch.setattr("aicore_tray.gateway.relay.KEEP_ALIVE_SECONDS", 0.05)
    proxy.sandbox.faults.add(Fault("silence", model=CLAUDE, after_events=1, delay=0.3))
    status, received = await stream_text(proxy, api, body(api, CLAUDE))
    assert status == 200
    assert "ello" in received


async def test_a_conversation_that_a_server_should_hold_is_sent_whole(proxy: Proxy) -> None:
    """Anthropic's SDK asks the server to hold a conversation; here it has to send all of it every time."""

    @anthropic.beta_async_tool
    async def get_weather(city: str) -> str:
        """Get the weather.

        Args:
            city: the city
        """
        return f"It is sunny in {city}."

    question = "What is the weather in Paris?"
    async with anthropic.AsyncAnthropic(base_url=proxy.url, api_key=KEY, max_retries=0) as client:
        for model in (CLAUDE, GPT, GEMINI):
            runner = client.beta.messages.tool_runner(
                model=model, max_tokens=1000, tools=[get_weather], messages=[{"role": "user", "content": question}]
            )
            answers = [message async for message in runner]
            assert [answer.stop_reason for answer in answers] == ["tool_use", "end_turn"]
        assert all(question in json.dumps(sent) for sent in proxy.upstream_bodies())
        with pytest.raises(anthropic.NotFoundError) as caught:
            await client.beta.messages.create(
                model=CLAUDE,
                max_tokens=100,
                messages=[{"role": "user", "content": "And in Rome?"}],
                thread={"type": "continue", "previous_message_id": "msg_1"},
            )
    assert caught.value.body["error"]["details"] == {"error_code": "thread_not_found"}  # type: ignore[index]


async def test_a_reference_to_earlier_answers_is_never_dropped(proxy: Proxy) -> None:
    refusal = {"error": {"message": "Unknown parameter: 'previous_response_id'.", "type": "invalid_request_error"}}
    proxy.sandbox.faults.add(Fault("status", model=GPT, status=400, body=refusal))
    status, _ = await proxy.ask(PATHS["responses"], body("responses", GPT, previous_response_id="resp_1"))
    assert status == 400
    assert len(proxy.upstream_bodies()) == 1


async def test_clients_that_leave_are_no_errors(proxy: Proxy, caplog: pytest.LogCaptureFixture) -> None:
    request = body("chat", CLAUDE, "Write a long text of 200 words.", stream=True)

    async def leave(session: aiohttp.ClientSession, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with (
                asyncio.timeout(seconds),
                session.post(proxy.url + PATHS["chat"], json=request, headers={"x-api-key": KEY}) as response,
            ):
                await response.read()

    async with aiohttp.ClientSession() as session:
        # Side by side, so that some are written to in the very moment in which they leave.
        await asyncio.gather(*(leave(session, 0.004 * number) for number in range(1, 100)))
    for _ in range(200):
        if proxy.engine.meter.in_flight == 0:
            break
        await asyncio.sleep(0.01)
    assert [record for record in caplog.records if record.exc_info or record.levelname == "ERROR"] == []
    assert proxy.engine.meter.in_flight == 0


async def test_reasoning_is_remembered_for_a_client_that_hangs_up_on_the_last_event(proxy: Proxy) -> None:
    tool = {"name": "get_weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}}
    request = body("chat", "gemini-3.5-flash", "What is the weather in Rome?", stream=True, reasoning_effort="low")
    request["tools"] = [{"type": "function", "function": tool}]
    text = ""
    async with aiohttp.ClientSession() as session:
        response = await session.post(proxy.url + PATHS["chat"], json=request, headers={"x-api-key": KEY})
        while "[DONE]" not in text:
            text += (await response.content.readany()).decode()
        response.close()
    chunks = [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: {")]
    calls = [call for chunk in chunks for call in chunk["choices"][0]["delta"].get("tool_calls", ())]
    call = {
        "id": calls[0]["id"],
        "type": "function",
        "function": {"name": "get_weather", "arguments": '{"city":"Rome"}'},
    }
    request["messages"] += [
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": call["id"], "content": "30 degrees"},
    ]
    status, _ = await proxy.ask(PATHS["chat"], request | {"stream": False})
    assert status == 200
    sent = json.dumps(proxy.upstream_bodies()[-1])
    assert "thoughtSignature" in sent
    assert "skip_thought_signature_validator" not in sent


@every_api
async def test_novas_stream_is_read_as_json_too(proxy: Proxy, api: str) -> None:
    """SAP's proxy writes it as Python does, and may mend that any day."""
    request = body(api, NOVA, 'Reply with exactly: it\'s "so"')
    status, python = await stream_text(proxy, api, request)
    proxy.sandbox.faults.add(Fault("json", model=NOVA))
    again, mended = await stream_text(proxy, api, request)
    assert (status, again, len(proxy.sandbox.faults)) == (200, 200, 0)
    for received in (python, mended):
        told = [json.loads(line[5:]) for line in received.splitlines() if line.startswith("data: {")]
        assert "".join(_words(event) for event in told) == 'it\'s "so"'
    rows = await books(proxy, 2)
    assert [row["complete"] for row in rows] == [1, 1]
    assert rows[0]["output"] == rows[1]["output"] > 0


def _words(event: dict[str, Any]) -> str:
    """The words of a stream's event, whichever the API."""
    delta = event["choices"][0]["delta"] if event.get("choices") else event.get("delta")
    if isinstance(delta, str):
        return delta if event["type"] == "response.output_text.delta" else ""
    return (delta or {}).get("text") or (delta or {}).get("content") or ""


async def test_a_request_asks_nothing_but_its_model(proxy: Proxy) -> None:
    """No token, no list and no quota is asked for on a request's way."""
    await proxy.ask(PATHS["chat"], body("chat", GPT))
    for api in PATHS:
        for model in (CLAUDE, GPT, GEMINI):
            before = len(proxy.sandbox.requests)
            assert (await proxy.ask(PATHS[api], body(api, model)))[0] == 200
            (asked,) = proxy.sandbox.requests[before:]
            assert "/v2/inference/deployments/" in asked.path
