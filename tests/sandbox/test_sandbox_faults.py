"""Faults strike when and where they were told to, and then no more."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import aiohttp
import pytest

from aicore_tray.sandbox.faults import Fault
from aicore_tray.sandbox.server import Sandbox
from tests.sandbox import payloads
from tests.sandbox.conftest import Client

HAIKU, FLASH = "anthropic--claude-4.5-haiku", "gemini-2.5-flash"
STREAMS: list[tuple[str, str, dict[str, Any]]] = [
    (HAIKU, "invoke-with-response-stream", payloads.claude()),
    ("gpt-4o", "chat/completions", payloads.chat(stream=True)),
    ("gpt-5", "responses", payloads.responses(stream=True)),
    (FLASH, f"models/{FLASH}:streamGenerateContent", payloads.gemini()),
]


@pytest.mark.parametrize(
    ("status", "body"),
    [(429, {"message": "Too many requests, please wait before trying again."}), (503, None), (500, {"message": None})],
)
async def test_status(client: Client, status: int, body: Any) -> None:
    client.sandbox.faults.add(Fault("status", model=HAIKU, status=status, retry_after=7, times=2))
    assert (await client.post("gpt-4o", "chat/completions", payloads.chat())).status == 200
    for _ in range(2):
        answer = await client.post(HAIKU, "invoke", payloads.claude())
        assert (answer.status, answer.headers["retry-after"]) == (status, "7")
        assert answer.text.startswith("upstream connect error") if body is None else set(answer.json) == set(body)
    assert (await client.post(HAIKU, "invoke", payloads.claude())).status == 200


@pytest.mark.parametrize(("model", "path", "body"), STREAMS)
async def test_error_inside_a_stream(client: Client, model: str, path: str, body: dict[str, Any]) -> None:
    client.sandbox.faults.add(Fault("stream_error", after_events=1, status=429))
    answer = await client.post(model, path, body)
    assert answer.status == 200
    last = answer.events[-1]
    last = last[0] if isinstance(last, list) else last
    assert "error" in {*last, last.get("type")}
    assert "[DONE]" not in answer.events
    assert len(answer.events) <= 3
    assert len((await client.post(model, path, body)).events) > 3


@pytest.mark.parametrize(("model", "path", "body"), STREAMS)
async def test_truncated_and_reset(client: Client, model: str, path: str, body: dict[str, Any]) -> None:
    client.sandbox.faults.add(Fault("truncate", after_events=2))
    assert len((await client.post(model, path, body)).events) == 2
    client.sandbox.faults.add(Fault("reset", after_events=2))
    with pytest.raises(aiohttp.ClientError):
        await client.post(model, path, body)


async def test_a_stream_fault_waits_for_a_stream(client: Client) -> None:
    client.sandbox.faults.add(Fault("truncate", after_events=99))
    assert (await client.post("gpt-4o", "chat/completions", payloads.chat())).status == 200
    assert len(client.sandbox.faults) == 1
    cut = await client.post("gpt-4o", "chat/completions", payloads.chat(stream=True))
    assert cut.events[-1] != "[DONE]"


async def test_slow_and_silent(client: Client) -> None:
    for kind in ("slow", "silence"):
        client.sandbox.faults.add(Fault(kind, after_events=2, delay=0.15))
        begun = time.monotonic()
        answer = await client.post("gpt-4o", "chat/completions", payloads.chat(stream=True))
        assert time.monotonic() - begun >= 0.15
        assert answer.events[-1] == "[DONE]"


async def test_token_and_api(client: Client) -> None:
    client.sandbox.faults.add(Fault("token", status=500))
    client.sandbox.faults.add(Fault("api", path="configurations", status=503))
    assert (await client.api("/oauth/token", "POST", data={})).status == 500
    assert (await client.api("/v2/lm/deployments")).status == 200
    struck = await client.api("/v2/lm/configurations")
    assert (struck.status, struck.json["error"]["code"]) == (503, "01510000")


async def test_no_answer_and_a_client_that_leaves(client: Client) -> None:
    client.sandbox.faults.add(Fault("no_answer"))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await client.post(HAIKU, "invoke", payloads.claude())
    for _ in range(100):
        if client.sandbox.requests[-1].aborted:
            break
        await asyncio.sleep(0.01)
    assert client.sandbox.requests[-1].aborted


async def test_closing_ends_what_hangs() -> None:
    async with aiohttp.ClientSession() as session:
        sandbox = Sandbox()
        await sandbox.start()
        client = Client(sandbox, session)
        await client.sign_in()
        sandbox.faults.add(Fault("no_answer"))
        asked = asyncio.gather(client.post(HAIKU, "invoke", payloads.claude()), return_exceptions=True)
        await asyncio.sleep(0.05)
        begun = time.monotonic()
        await sandbox.aclose()
        assert time.monotonic() - begun < 2
        assert isinstance((await asked)[0], aiohttp.ClientError)


async def test_faults_over_http(client: Client) -> None:
    told = await client.api("/sandbox/faults", "POST", json={"kind": "status", "status": 418, "body": "teapot"})
    assert told.json["faults"][0]["kind"] == "status"
    answer = await client.post("gpt-4o", "chat/completions", payloads.chat())
    assert (answer.status, answer.text) == (418, "teapot")
    assert (await client.api("/sandbox/faults", "POST", json={"kind": "nonsense"})).status == 400
    assert (await client.api("/sandbox/faults", "POST", json=[{"kind": "slow"}, {"kind": "token"}])).status == 200
    assert (await client.api("/sandbox/faults", "DELETE")).json == {"faults": []}
