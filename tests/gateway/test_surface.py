"""The HTTP surface: paths, keys, hosts, lists, and errors in the caller's shape."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
import anthropic
import openai
import pytest

from aicore_tray.config.settings import Settings
from tests.gateway.proxy import ADMIN_KEY, KEY, Proxy, running_proxy

CLAUDE = "anthropic--claude-4.5-sonnet"
CHAT = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Say ok."}]}
MESSAGES = {**CHAT, "model": CLAUDE, "max_tokens": 100}
RESPONSES = {"model": "gpt-5", "input": "Say ok."}


async def call(
    proxy: Proxy, method: str, path: str, *, headers: dict[str, str] | None = None, body: object = None
) -> tuple[int, Any, dict[str, str]]:
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, proxy.url + path, json=body, headers=headers or {}) as response,
    ):
        text = await response.text()
        parsed = json.loads(text) if text.startswith(("{", "[")) else text
        return response.status, parsed, {name.lower(): value for name, value in response.headers.items()}


@pytest.mark.parametrize("prefix", ["", "/v1", "/v1/v1", "/openai/v1", "//v1", "/v1/"])
@pytest.mark.parametrize("end", ["", "/"])
async def test_paths_with_and_without_v1(proxy: Proxy, prefix: str, end: str) -> None:
    for path, body in (
        ("/chat/completions", CHAT),
        ("/chat/completion", CHAT),
        ("/messages", MESSAGES),
        ("/responses", RESPONSES),
    ):
        status, _ = await proxy.ask(prefix + path + end, body)
        assert status == 200, path
    status, listed, _ = await call(proxy, "GET", f"{prefix}/models{end}", headers={"x-api-key": KEY})
    assert status == 200
    assert listed["data"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": f"Bearer {KEY}"},
        {"authorization": f"bearer {KEY}"},
        {"x-api-key": KEY},
        {"api-key": KEY},
        {"x-goog-api-key": KEY},
    ],
)
async def test_the_key_comes_in_any_header(proxy: Proxy, headers: dict[str, str]) -> None:
    status, _, _ = await call(proxy, "POST", "/v1/messages?beta=true", headers=headers, body=MESSAGES)
    assert status == 200


@pytest.mark.parametrize("key", [None, "wrong-key", "act-test-keyy"])
async def test_without_the_right_key_nothing_is_served(proxy: Proxy, key: str | None) -> None:
    headers = {"x-api-key": key} if key else {}
    for method, path in (
        ("POST", "/v1/messages"),
        ("POST", "/v1/chat/completions"),
        ("GET", "/v1/models"),
        ("GET", "/x"),
    ):
        status, answer, sent = await call(
            proxy, method, path, headers=headers, body=MESSAGES if method == "POST" else None
        )
        assert status == 401
        assert sent["x-should-retry"] == "false"
        assert key is None or key not in json.dumps(answer)
    assert proxy.upstream_bodies() == []


async def test_the_key_in_the_query_is_for_gemini_paths_alone(proxy: Proxy) -> None:
    status, _, _ = await call(proxy, "GET", f"/v1/models?key={KEY}")
    assert status == 401
    status, _, _ = await call(proxy, "GET", f"/v1beta/models?key={KEY}")
    assert status == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:3001", "127.0.0.1.evil.example"])
async def test_foreign_hosts_are_refused(proxy: Proxy, host: str) -> None:
    status, answer, _ = await call(proxy, "GET", "/v1/models", headers={"Host": host, "x-api-key": KEY})
    assert status == 403
    assert "allowed_hosts" in answer["error"]["message"]
    assert (await call(proxy, "GET", "/health", headers={"Host": host}))[0] == 403


async def test_allowed_hosts_and_origins(tmp_path: Path) -> None:
    settings = replace(Settings(), allowed_hosts=("proxy.internal",), cors_origins=("https://chat.local",))
    async with running_proxy(tmp_path, settings=settings) as proxy:
        for host in ("proxy.internal:3001", "localhost:1", "[::1]:3001", "127.0.0.1"):
            status, _, sent = await call(proxy, "GET", "/v1/models", headers={"Host": host, "x-api-key": KEY})
            assert status == 200
            assert "access-control-allow-origin" not in sent
        listed = {"Origin": "https://chat.local", "x-api-key": KEY}
        assert (await call(proxy, "GET", "/v1/models", headers=listed))[2]["access-control-allow-origin"] == (
            "https://chat.local"
        )
        foreign = {"Origin": "https://evil.example", "x-api-key": KEY}
        assert "access-control-allow-origin" not in (await call(proxy, "OPTIONS", "/v1/models", headers=foreign))[2]


async def test_what_needs_no_key(proxy: Proxy) -> None:
    assert (await call(proxy, "HEAD", "/"))[0] == 200
    assert (await call(proxy, "HEAD", "/api/hello"))[0] == 200
    assert (await call(proxy, "GET", "/"))[0] == 200
    status, health, _ = await call(proxy, "GET", "/health")
    assert status == 200
    assert health["status"] == "ok"
    assert health["accounts"] == {"configured": 1, "with_problems": 0}
    assert proxy.sandbox.service_key("demo")["clientsecret"] not in json.dumps(health)


async def test_admin_paths_need_an_admin_key(proxy: Proxy) -> None:
    for path in ("/stats", "/admin/keys", "/admin/deployments", "/admin/configurations"):
        assert (await call(proxy, "GET", path, headers={"x-api-key": KEY}))[0] == 403
        assert (await call(proxy, "GET", path, headers={"x-api-key": ADMIN_KEY}))[0] == 200
    await proxy.ask("/v1/chat/completions", CHAT)
    stats = (await call(proxy, "GET", "/stats", headers={"x-api-key": ADMIN_KEY}))[1]
    assert stats["total"]["requests"] == 1
    assert stats["by_model"]["gpt-4o"]["output"] > 0
    assert stats["by_key"]["test"]["requests"] == 1


async def test_model_lists_for_three_audiences(proxy: Proxy) -> None:
    key = {"x-api-key": KEY}
    listed = (await call(proxy, "GET", "/v1/models", headers=key))[1]
    names = [row["id"] for row in listed["data"]]
    assert {"claude-sonnet-4-5", CLAUDE, "gpt-5", "gemini-2.5-pro", "text-embedding-3-small"} <= set(names)
    assert len(names) == len(set(names))
    by_name = {deployment.model: deployment.created_at for deployment in proxy.engine.landscape.deployments}
    created = datetime.fromisoformat(by_name["gpt-5"]).timestamp()
    assert next(row["created"] for row in listed["data"] if row["id"] == "gpt-5") == created
    assert "models" not in listed
    anthropics = (
        await call(proxy, "GET", "/v1/models?limit=1000", headers={**key, "anthropic-version": "2023-06-01"})
    )[1]
    assert anthropics["has_more"] is False
    assert all(row["display_name"] and row["type"] == "model" for row in anthropics["data"])
    codex = (await call(proxy, "GET", "/v1/models?client_version=0.169.0", headers=key))[1]
    assert codex["object"] == "list"
    assert {"slug", "context_window", "base_instructions", "shell_type"} <= set(codex["models"][0])
    one = (await call(proxy, "GET", "/v1/models/claude-sonnet-4-5", headers=key))[1]
    assert one["id"] == "claude-sonnet-4-5"


async def test_the_sdks_read_the_lists(proxy: Proxy) -> None:
    async with anthropic.AsyncAnthropic(base_url=proxy.url, api_key=KEY) as client:
        assert CLAUDE in [model.id async for model in client.models.list()]
        counted = await client.messages.count_tokens(
            model="claude-sonnet-4-5", messages=[{"role": "user", "content": "Say hello to the world."}]
        )
        assert 5 < counted.input_tokens < 40
    async with openai.AsyncOpenAI(base_url=proxy.url + "/v1", api_key=KEY) as client:
        assert "gpt-5" in [model.id async for model in client.models.list()]


@pytest.mark.parametrize(
    ("asked", "served"),
    [
        ("claude-sonnet-4-5", CLAUDE),
        ("claude-sonnet-4-5-20250929", CLAUDE),
        ("claude-sonnet-4-5[1m]", CLAUDE),
        ("anthropic/claude-sonnet-4.5", CLAUDE),
        ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", CLAUDE),
        ("ANTHROPIC--Claude-4.5-Sonnet", CLAUDE),
        ("4.5-sonnet", CLAUDE),
        ("claude-opus-4-8-latest", "anthropic--claude-4.8-opus"),
        ("openai/gpt-5", "gpt-5"),
        ("gpt-4o-2024-11-20", "gpt-4o"),
        ("models/gemini-2.5-pro", "gemini-2.5-pro"),
    ],
)
async def test_names_that_clients_use(proxy: Proxy, asked: str, served: str) -> None:
    status, _ = await proxy.ask("/v1/chat/completions", CHAT | {"model": asked})
    assert status == 200
    assert proxy.engine.meter.recent[-1].model == served


async def test_unknown_model_is_404_with_near_matches(proxy: Proxy) -> None:
    status, answer = await proxy.ask("/v1/chat/completions", CHAT | {"model": "gpt-5-nano"})
    assert status == 404
    assert answer["error"]["code"] == "model_not_found"
    assert "gpt-5-mini" in answer["error"]["message"]
    status, answer = await proxy.ask("/v1/messages", MESSAGES | {"model": "claude-sonnet-9"})
    assert status == 404
    assert answer["type"] == "error"
    assert answer["error"]["type"] == "not_found_error"
    assert proxy.upstream_bodies() == []


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/v1/chat/completions", {"model": "gpt-4o", "messages": "hi"}, "messages"),
        (
            "/v1/messages",
            {"model": "gpt-4o", "max_tokens": 5, "messages": [{"role": "x", "content": "hi"}]},
            "messages.0.role",
        ),
        ("/v1/messages", {"model": "gpt-4o", "max_tokens": "5", "messages": []}, "max_tokens"),
        ("/v1/responses", {"model": CLAUDE, "input": [{"type": "unheard_of"}]}, "input.0"),
        ("/v1/responses", {"model": CLAUDE, "input": "hi", "previous_response_id": "resp_1"}, "previous_response_id"),
        ("/v1/chat/completions", {"model": CLAUDE, "messages": [], "n": 3}, "n"),
        ("/v1/chat/completions", {"messages": []}, "model"),
        ("/v1/chat/completions", {"model": "text-embedding-3-small", "messages": []}, "text-embedding-3-small"),
        ("/v1/embeddings", {"model": "gpt-4o", "input": "x"}, "gpt-4o"),
    ],
)
async def test_wrong_bodies_are_told_which_field(proxy: Proxy, path: str, body: dict[str, Any], field: str) -> None:
    # Models of another vendor, so that this side reads the body.
    if body.get("model") == "gpt-4o" and path == "/v1/chat/completions":
        body = body | {"model": CLAUDE}
    status, answer = await proxy.ask(path, body)
    assert status == 400
    assert field in answer["error"]["message"]
    assert proxy.upstream_bodies() == []


async def test_broken_json(proxy: Proxy) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.post(proxy.url + "/v1/messages", data=b'{"model": "x", ', headers={"x-api-key": KEY}) as response,
    ):
        assert response.status == 400
        assert "not valid JSON" in (await response.json())["error"]["message"]


async def test_unknown_paths_and_methods(proxy: Proxy) -> None:
    status, answer, _ = await call(proxy, "GET", "/v1/nothing", headers={"x-api-key": KEY})
    assert status == 404
    assert "error" in answer
    status, answer, _ = await call(proxy, "GET", "/v1/messages", headers={"x-api-key": KEY})
    assert status == 405
    assert "POST" in answer["error"]["message"]


async def test_websockets_are_answered_with_426(proxy: Proxy) -> None:
    headers = {"x-api-key": KEY, "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    status, _, _ = await call(proxy, "GET", "/v1/responses", headers=headers)
    assert status == 426


async def test_every_answer_has_an_id(proxy: Proxy) -> None:
    ids = set()
    for headers in ({"x-api-key": KEY}, {}):
        for path in ("/v1/models", "/health", "/v1/nothing"):
            ids.add((await call(proxy, "GET", path, headers=headers))[2]["x-request-id"])
    async with proxy.post("/v1/chat/completions", CHAT | {"stream": True}) as response:
        ids.add(response.headers["x-request-id"])
        await response.read()
    assert len(ids) == 7
    assert proxy.engine.meter.recent[-1].id in ids


async def test_errors_hold_no_ids_of_the_upstream(proxy: Proxy) -> None:
    from aicore_tray.sandbox.faults import Fault

    deployment = next(found for found in proxy.engine.landscape.deployments if found.model == "gpt-4o")
    text = f"Deployment {deployment.id} at {deployment.url} of 0f2d3283-1fb0-4e2e-8069-d5f8e8048081 is not well"
    proxy.sandbox.faults.add(Fault("status", model="gpt-4o", status=400, body={"error": {"message": text}}))
    status, answer = await proxy.ask("/v1/chat/completions", CHAT)
    assert status == 400
    told = json.dumps(answer)
    assert "is not well" in told
    for secret in (deployment.id, deployment.url, "0f2d3283"):
        assert secret not in told


@pytest.mark.parametrize("form", ["base64", "float"])
async def test_embeddings(proxy: Proxy, form: str) -> None:
    async with openai.AsyncOpenAI(base_url=proxy.url + "/v1", api_key=KEY) as client:
        made = await client.embeddings.create(
            model="text-embedding-3-small",
            input=["one", "two"],
            dimensions=64,
            encoding_format="float" if form == "float" else openai.omit,
        )
        assert [len(row.embedding) for row in made.data] == [64, 64]
        tokens = await client.embeddings.create(model="text-embedding-3-small", input=[[1, 2, 3], [4, 5]])
        assert len(tokens.data) == 2
    record = proxy.engine.meter.recent[-1]
    assert record.dialect == "embeddings"
    assert record.usage.input == 5


async def test_cursor_posts_responses_bodies_to_chat(proxy: Proxy) -> None:
    tool = {
        "type": "function",
        "name": "get_weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
    }
    for model in (CLAUDE, "gpt-4o", "gpt-5"):
        body = {
            "model": model,
            "input": [{"role": "user", "content": "What is the weather in Paris?"}],
            "tools": [tool],
            "stream": True,
        }
        async with proxy.post("/v1/chat/completions", body) as response:
            assert response.status == 200
            text = (await response.read()).decode()
        assert "chat.completion.chunk" in text
        assert '"name":"get_weather"' in text
        assert text.rstrip().endswith("data: [DONE]")


async def test_structured_output_on_every_family(proxy: Proxy) -> None:
    schema = {
        "type": "object",
        "properties": {"title": {"type": "string"}, "words": {"type": "integer"}},
        "required": ["title", "words"],
        "additionalProperties": False,
    }
    for model in (CLAUDE, "anthropic--claude-4.8-opus", "gpt-5", "gpt-4.1", "gemini-2.5-pro", "amazon--nova-lite"):
        for stream in (False, True):
            chat = CHAT | {
                "model": model,
                "stream": stream,
                "response_format": {
                    "type": "json_schema",
                    "json_schema": {"name": "t", "schema": schema, "strict": True},
                },
            }
            text = await answer_text(proxy, "/v1/chat/completions", chat)
            assert set(json.loads(text)) == {"title", "words"}, (model, stream)
            messages = MESSAGES | {
                "model": model,
                "stream": stream,
                "output_config": {"format": {"type": "json_schema", "schema": schema}},
            }
            text = await answer_text(proxy, "/v1/messages", messages)
            assert set(json.loads(text)) == {"title", "words"}, (model, stream)


async def answer_text(proxy: Proxy, path: str, body: dict[str, Any]) -> str:
    async with proxy.post(path, body) as response:
        raw = (await response.read()).decode()
        assert response.status == 200, raw
    if not body["stream"]:
        answer = json.loads(raw)
        if path.endswith("messages"):
            return "".join(block["text"] for block in answer["content"] if block["type"] == "text")
        return str(answer["choices"][0]["message"]["content"])
    events = [json.loads(line[5:]) for line in raw.splitlines() if line.startswith("data: {")]
    if path.endswith("messages"):
        return "".join(event["delta"].get("text", "") for event in events if event["type"] == "content_block_delta")
    return "".join(choice["delta"].get("content") or "" for event in events for choice in event["choices"])


async def raw_answer(proxy: Proxy, request: bytes) -> tuple[int, str]:
    """Send bytes as they are and return status and body of the answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(proxy.url.rpartition(":")[2]))
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    length = int(head.partition("content-length:")[2].split()[0])
    body = (await reader.readexactly(length)).decode()
    writer.close()
    return int(head.split()[1]), body


async def test_a_key_that_is_no_text_is_an_unknown_key(proxy: Proxy) -> None:
    status, told = await raw_answer(proxy, b"GET /v1/models HTTP/1.1\r\nHost: localhost\r\nx-api-key: \xff\xfe\r\n\r\n")
    assert status == 401
    assert "not known" in told


@pytest.mark.parametrize("model", [CLAUDE, "gpt-4o", "gemini-2.5-flash"])
@pytest.mark.parametrize(
    ("messages", "told"),
    [
        (b'[{"role": "user", "content": "a\xff\xfeb"}]', "not valid JSON"),
        (b'[{"role": "user", "content": "a\\ud83d b"}]', "not valid JSON"),
        (b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
    ],
    ids=["bytes that are no text", "half a character", "too deep"],
)
async def test_what_is_no_json_inside(proxy: Proxy, model: str, messages: bytes, told: str) -> None:
    body = b'{"model": "%s", "max_tokens": 9, "messages": %s}' % (model.encode(), messages)
    for path in ("/v1/chat/completions", "/v1/messages", "/v1/messages/count_tokens"):
        async with (
            aiohttp.ClientSession() as session,
            session.post(proxy.url + path, data=body, headers={"x-api-key": KEY}) as response,
        ):
            assert response.status == 400
            assert told in (await response.json())["error"]["message"]
    assert proxy.upstream_bodies() == []


async def test_a_body_that_is_not_compressed_as_it_says(proxy: Proxy) -> None:
    head = f"POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nx-api-key: {KEY}\r\nContent-Encoding: gzip\r\n"
    status, told = await raw_answer(proxy, head.encode() + b"Content-Length: 5\r\n\r\nhello")
    assert status == 400
    assert "Content-Encoding" in told


async def test_streams_carry_the_headers_of_every_answer(tmp_path: Path) -> None:
    settings = replace(Settings(), cors_origins=("https://chat.local",))
    async with (
        running_proxy(tmp_path, settings=settings) as proxy,
        proxy.post("/v1/messages", MESSAGES | {"stream": True}, headers={"Origin": "https://chat.local"}) as response,
    ):
        assert response.headers["request-id"] == response.headers["x-request-id"]
        assert response.headers["access-control-allow-origin"] == "https://chat.local"


async def test_a_client_whose_name_is_no_text_is_in_the_books(proxy: Proxy) -> None:
    body = json.dumps(CHAT).encode()
    head = (
        f"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nx-api-key: {KEY}\r\nContent-Length: {len(body)}\r\n"
    )
    for agent in (b"caf\xe9/1.0", b"curl/8"):
        status, _ = await raw_answer(proxy, head.encode() + b"User-Agent: " + agent + b"\r\n\r\n" + body)
        assert status == 200
    await proxy.engine.aclose(grace=0)
    with closing(sqlite3.connect(proxy.paths.usage_db)) as connection:
        clients = [row[0] for row in connection.execute("SELECT client FROM requests ORDER BY started")]
    assert clients == ["caf?/1.0", "curl/8"]


async def test_a_body_that_is_too_large(tmp_path: Path) -> None:
    async with running_proxy(tmp_path, settings=Settings(max_body_mb=2)) as proxy:
        for path, shape in (
            ("/v1/messages", {"type": "error"}),
            ("/v1/chat/completions", {}),
            ("/v1/responses", {}),
        ):
            status, told = await proxy.ask(path, {"model": CLAUDE, "input": "a" * 3_000_000, "messages": []})
            assert status == 413
            assert shape.items() <= told.items()
            assert "2 MB" in told["error"]["message"]
            assert "request_too_large" in (told["error"].get("type"), told["error"].get("code"))
        assert proxy.upstream_bodies() == []


@pytest.mark.parametrize("header", ["session-id", "anthropic-beta", "anthropic-version", "Origin", "X-Other"])
async def test_headers_that_are_no_text_do_no_harm(proxy: Proxy, header: str) -> None:
    for body, path in (
        (MESSAGES, "/v1/messages"),
        (MESSAGES | {"model": "gpt-4o"}, "/v1/messages"),
        (CHAT, "/chat/completions"),
    ):
        content = json.dumps(body).encode()
        head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nx-api-key: {KEY}\r\nContent-Length: {len(content)}\r\n"
        status, told = await raw_answer(proxy, f"{head}{header}: caf".encode() + b"\xe9\r\n\r\n" + content)
        assert status == 200, told


async def test_words_of_other_vendors_for_tool_choice_leave_the_choice_to_the_model(proxy: Proxy) -> None:
    function = {"name": "get_weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}}
    for model in ("gemini-3.5-flash", "gpt-4o", "gpt-5", CLAUDE):
        body = {
            "model": model,
            "messages": [{"role": "user", "content": "What is the weather in Rome?"}],
            "tools": [{"type": "function", "function": function}],
            "tool_choice": "validated",
        }
        status, answer = await proxy.ask("/v1/chat/completions", body)
        assert status == 200, answer
        assert answer["choices"][0]["finish_reason"] == "tool_calls"
