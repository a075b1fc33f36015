"""What a local key may do: until when, with which models, and when it was last used."""

from __future__ import annotations

import json
import time
from typing import Any

import aiohttp
import pytest

from aicore_tray.config.key_store import KeyStore
from tests.gateway.proxy import ADMIN_KEY, Proxy

CLAUDE = "anthropic--claude-4.5-sonnet"
FAMILIAR = "claude-sonnet-4-5"
CHAT = {"messages": [{"role": "user", "content": "hello"}], "max_tokens": 50}
PATHS: dict[str, dict[str, Any]] = {
    "/v1/chat/completions": CHAT,
    "/v1/messages": CHAT,
    "/v1/responses": {"input": "hello"},
    "/v1/messages/count_tokens": CHAT,
}


def made(proxy: Proxy, *, expires: float | None = None, models: tuple[str, ...] = ()) -> str:
    return KeyStore(proxy.paths.keys_file).create("mine", expires=expires, models=models)


async def ask(proxy: Proxy, key: str, path: str, model: str) -> tuple[int, Any]:
    return await proxy.ask(path, {"model": model, **PATHS[path]}, headers={"x-api-key": key})


async def get(proxy: Proxy, key: str, path: str, **headers: str) -> tuple[int, Any]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(proxy.url + path, headers={"x-api-key": key, **headers}) as response,
    ):
        return response.status, await response.json()


async def test_an_expired_key_says_so(proxy: Proxy) -> None:
    key = made(proxy, expires=time.time() + 30)
    assert (await ask(proxy, key, "/v1/messages", CLAUDE))[0] == 200
    KeyStore(proxy.paths.keys_file).revoke("mine")
    key = made(proxy, expires=time.time() - 1)
    for headers, kind in (({}, "invalid_request_error"), ({"anthropic-version": "1"}, "authentication_error")):
        status, body = await get(proxy, key, "/v1/models", **headers)
        assert (status, body["error"]["type"]) == (401, kind)
        assert "'mine' expired on" in body["error"]["message"]


@pytest.mark.parametrize("path", PATHS)
async def test_a_model_that_is_not_allowed(proxy: Proxy, path: str) -> None:
    key = made(proxy, models=("GPT-*",))
    status, body = await ask(proxy, key, path, FAMILIAR)
    assert status == 403
    said = body["error"]
    assert said["type"] == ("permission_error" if "messages" in path else said["type"])
    assert f"may not use the model '{FAMILIAR}'" in said["message"]
    assert (await ask(proxy, key, path, "gpt-4.1"))[0] == 200
    assert all("gpt" in request.path or "claude" not in json.dumps(request.body) for request in proxy.sandbox.requests)


@pytest.mark.parametrize("pattern", [FAMILIAR, CLAUDE, "claude-*-4-5", "anthropic--*-sonnet"])
async def test_either_name_of_a_model_allows_it(proxy: Proxy, pattern: str) -> None:
    key = made(proxy, models=("nothing", pattern))
    for name in (FAMILIAR, CLAUDE, f"{FAMILIAR}-20250929"):
        assert (await ask(proxy, key, "/v1/messages", name))[0] == 200
    assert (await ask(proxy, key, "/v1/messages", "gpt-4.1"))[0] == 403


async def test_lists_and_hints_leave_out_what_is_not_allowed(proxy: Proxy) -> None:
    key = made(proxy, models=("gpt-4.1",))
    every: tuple[dict[str, str], ...] = ({}, {"anthropic-version": "2023-06-01"})
    for headers in every:
        _, body = await get(proxy, key, "/v1/models", **headers)
        assert [row["id"] for row in body["data"]] == ["gpt-4.1"]
    _, body = await get(proxy, key, "/v1/models?client_version=1")
    assert [row["slug"] for row in body["models"]] == ["gpt-4.1"]
    assert (await get(proxy, key, f"/v1/models/{CLAUDE}"))[0] == 403
    status, body = await ask(proxy, key, "/v1/messages", "claude-sonnet-4-4")
    assert status == 404
    assert "sonnet-4.5" not in body["error"]["message"].replace("4-4", "")


async def test_last_used_is_told_and_written_at_the_end(proxy: Proxy) -> None:
    key = made(proxy, models=("gpt-*",))
    before = time.time()
    await get(proxy, key, "/v1/models")
    status, body = await get(proxy, ADMIN_KEY, "/admin/keys")
    assert status == 200
    row = next(row for row in body["keys"] if row["name"] == "mine")
    assert before <= row["last_used"] <= time.time()
    assert row["models"] == ["gpt-*"]
    assert "sha256" not in row
    assert KeyStore(proxy.paths.keys_file).list()[0].last_used == 0.0
    await proxy.engine.aclose(grace=0)
    assert KeyStore(proxy.paths.keys_file).list()[0].last_used == pytest.approx(row["last_used"], abs=2)
