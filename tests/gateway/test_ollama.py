"""Ollama's API with its own Python client, on every family, and the listener that asks for no key."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import ollama
import pytest

from aicore_tray.config.settings import Settings
from tests.gateway.proxy import KEY, Proxy, running_proxy

MODELS = ["anthropic--claude-4.5-sonnet", "gpt-4o", "gpt-5", "gemini-2.5-flash"]
WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The weather of a city",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}
PIXEL = base64.b64encode(
    base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
).decode()


@pytest.fixture
async def client(proxy: Proxy) -> AsyncIterator[ollama.AsyncClient]:
    async with ollama.AsyncClient(host=proxy.url, headers={"Authorization": f"Bearer {KEY}"}) as client:
        yield client


@pytest.mark.parametrize("model", MODELS)
async def test_a_chat_streams_and_ends_with_its_counts(client: ollama.AsyncClient, model: str) -> None:
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Say quince."}]
    whole = await client.chat(model=model, messages=messages)
    assert whole.message.content
    assert whole.done
    assert (whole.prompt_eval_count or 0) > 0
    assert (whole.eval_count or 0) > 0
    pieces = [piece async for piece in await client.chat(model=model, messages=messages, stream=True)]
    assert "".join(piece.message.content or "" for piece in pieces) == whole.message.content
    assert [piece.done for piece in pieces].count(True) == 1
    assert pieces[-1].done_reason == "stop"
    assert pieces[-1].eval_count == whole.eval_count


@pytest.mark.parametrize("model", MODELS)
async def test_a_tool_is_called_and_its_result_is_read(client: ollama.AsyncClient, model: str) -> None:
    messages: list[Any] = [{"role": "user", "content": "What is the weather in Walldorf? Use the tool get_weather."}]
    asked = await client.chat(model=model, messages=messages, tools=[WEATHER])
    assert asked.message.tool_calls
    call = asked.message.tool_calls[0]
    assert call.function.name == "get_weather"
    assert isinstance(call.function.arguments, dict)
    # As older clients send it back: without the call's id.
    messages += [
        {"role": "assistant", "content": "", "tool_calls": [{"function": dict(call.function)}]},
        {"role": "tool", "tool_name": "get_weather", "content": "17 degrees and quince-coloured skies"},
    ]
    pieces = [piece async for piece in await client.chat(model=model, messages=messages, tools=[WEATHER], stream=True)]
    assert "17 degrees" in "".join(piece.message.content or "" for piece in pieces)


async def test_results_without_ids_answer_calls_by_name_and_order(proxy: Proxy, client: ollama.AsyncClient) -> None:
    calls = [{"function": {"name": name, "arguments": {"n": n}}} for n, name in enumerate(("a", "b", "a"))]
    messages: list[Any] = [
        {"role": "user", "content": "Go on."},
        {"role": "assistant", "content": "", "tool_calls": calls},
        *({"role": "tool", "tool_name": name, "content": text} for name, text in (("b", "2"), ("a", "1"), ("a", "3"))),
    ]
    tools = [{"type": "function", "function": {"name": name, "parameters": {"type": "object"}}} for name in "ab"]
    await client.chat(model=MODELS[0], messages=messages, tools=tools)
    sent = proxy.upstream_bodies()[-1]["messages"]
    ids = {block["id"]: block["input"]["n"] + 1 for block in sent[1]["content"]}
    results = {ids[block["tool_use_id"]]: block["content"] for block in sent[2]["content"]}
    assert {place: json.dumps(content) for place, content in results.items()}.keys() == {1, 2, 3}
    assert all(str(place) in json.dumps(content) for place, content in results.items())


async def test_options_and_formats_arrive(proxy: Proxy, client: ollama.AsyncClient) -> None:
    schema = {"type": "object", "properties": {"fruit": {"type": "string"}}, "required": ["fruit"]}
    answer = await client.chat(
        model="gpt-4o",
        messages=[{"role": "user", "content": "A fruit, as JSON."}],
        format=schema,
        options={"temperature": 0.25, "top_p": 0.5, "num_predict": 99, "stop": ["END"], "seed": 7, "num_ctx": 8192},
    )
    assert isinstance(json.loads(answer.message.content or "")["fruit"], str)
    body = proxy.upstream_bodies()[-1]
    assert body["response_format"]["json_schema"]["schema"]["properties"] == schema["properties"]
    assert (body["temperature"], body["top_p"], body["seed"], body["stop"]) == (0.25, 0.5, 7, ["END"])
    assert 99 in (body.get("max_tokens"), body.get("max_completion_tokens"))
    assert "num_ctx" not in json.dumps(body)


async def test_thinking_is_shown_apart(client: ollama.AsyncClient) -> None:
    answer = await client.chat(
        model="anthropic--claude-4.5-sonnet", messages=[{"role": "user", "content": "Think about quinces."}], think=True
    )
    assert answer.message.thinking
    assert answer.message.content
    assert answer.message.thinking not in answer.message.content


async def test_pictures_need_no_media_type(proxy: Proxy, client: ollama.AsyncClient) -> None:
    await client.chat(model=MODELS[0], messages=[{"role": "user", "content": "What is this?", "images": [PIXEL]}])
    blocks = proxy.upstream_bodies()[-1]["messages"][0]["content"]
    assert [block["source"] for block in blocks if block["type"] == "image"] == [
        {"type": "base64", "media_type": "image/png", "data": PIXEL}
    ]
    status, told = await proxy.ask(
        "/api/chat",
        {"model": MODELS[0], "messages": [{"role": "user", "content": "?", "images": ["bm90IGEgcGljdHVyZQ=="]}]},
    )
    assert status == 400
    assert "messages.0.images.0" in told["error"]


async def test_generate(client: ollama.AsyncClient, proxy: Proxy) -> None:
    whole = await client.generate(model="gpt-4o", prompt="Say quince.", system="Be brief.")
    assert whole.response
    pieces = [piece async for piece in await client.generate(model="gpt-4o", prompt="Say quince.", stream=True)]
    assert "".join(piece.response or "" for piece in pieces)
    assert pieces[-1].done
    await client.generate(model="gpt-4o", prompt="def add(a, b):", suffix="\n    return total")
    assert "return total" in json.dumps(proxy.upstream_bodies()[-1])
    loaded = await client.generate(model="gpt-4o", prompt="")
    assert (loaded.done, loaded.done_reason) == (True, "load")


async def test_what_clients_ask_before_they_ask(client: ollama.AsyncClient, proxy: Proxy) -> None:
    listed = [model.model for model in (await client.list()).models]
    assert {"gpt-4o", "claude-sonnet-4-5", "anthropic--claude-4.5-sonnet"} <= set(listed)
    shown = await client.show("anthropic--claude-4.5-sonnet")
    assert set(shown.capabilities or ()) == {"completion", "tools", "vision", "thinking"}
    assert (shown.modelinfo or {})["claude.context_length"] == 200_000
    assert (await client.show("text-embedding-3-large")).capabilities == ["embedding"]
    assert (await client.ps()).models == []
    assert (await client.pull("gpt-4o")).status == "success"
    with pytest.raises(ollama.ResponseError, match="nothing can be pulled"):
        await client.pull("llama3.2")
    # Ollama's clients write a tag.
    assert (await client.chat(model="gpt-4o:latest", messages=[{"role": "user", "content": "Hi."}])).message.content


async def test_embeddings(client: ollama.AsyncClient) -> None:
    found = await client.embed(model="text-embedding-3-large", input=["one", "two"])
    assert len(found.embeddings) == 2
    assert (found.prompt_eval_count or 0) > 0
    assert len((await client.embeddings(model="text-embedding-3-large", prompt="one")).embedding) > 100


async def test_errors_are_told_in_its_words(client: ollama.AsyncClient, proxy: Proxy) -> None:
    with pytest.raises(ollama.ResponseError, match="no running deployment of the model 'llama3'") as told:
        await client.chat(model="llama3", messages=[{"role": "user", "content": "Hi."}])
    assert told.value.status_code == 404
    for body in ({"model": "gpt-4o", "messages": [{"role": "judge"}]}, {"model": "gpt-4o", "messages": 1}, {}):
        status, answer = await proxy.ask("/api/chat", body)
        assert status == 400, body
        assert isinstance(answer["error"], str)


# ----------------------------------------------------------------------------------------------------------------------
# The listener without a key


@asynccontextmanager
async def keyless(folder: Path, name: str = "imported") -> AsyncIterator[Proxy]:
    async with running_proxy(folder, settings=Settings(ollama_key=name, ollama_port=0)) as proxy:
        yield proxy


async def get(url: str, **headers: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as response:
        return response.status, await response.text()


async def test_there_is_no_listener_unless_it_is_wanted(proxy: Proxy) -> None:
    assert proxy.engine.ollama_url == ""


async def test_the_listener_needs_no_key_and_says_so(tmp_path: Path) -> None:
    async with running_proxy(tmp_path) as first:
        name = first.engine.keys.list()[0].name
    async with keyless(tmp_path, name) as proxy:
        url = proxy.engine.ollama_url
        assert url.startswith("http://127.0.0.1:")
        assert await get(url) == (200, "Ollama is running")
        async with ollama.AsyncClient(host=url) as client:
            assert (await client.chat(model="gpt-4o", messages=[{"role": "user", "content": "Hi."}])).message.content
        assert proxy.engine.meter.by_key.keys() == {name}
        # The other listener asks for it as before.
        assert (await get(f"{proxy.url}/api/tags"))[0] == 401
        assert any("asks for no key" in line for line in proxy.warnings)
        # What is not there for Ollama's clients is not open either.
        assert (await get(f"{url}/stats"))[0] == 403
        assert (await get(f"{url}/api/tags", Origin="https://evil.example"))[0] == 403
        assert (await get(f"{url}/api/tags", Host="evil.example"))[0] == 403
        # Off again, and on again, while it runs.
        configuration = proxy.engine._configuration
        off = replace(configuration, settings=replace(configuration.settings, ollama_key=""))
        await proxy.engine.apply(off)
        assert proxy.engine.ollama_url == ""
        with pytest.raises(aiohttp.ClientError):
            await get(url)
        await proxy.engine.apply(configuration)
        assert (await get(proxy.engine.ollama_url))[0] == 200


async def test_an_admins_key_opens_no_more_than_others(tmp_path: Path) -> None:
    async with keyless(tmp_path, "admin") as proxy:
        assert (await get(f"{proxy.engine.ollama_url}/api/tags"))[0] == 200
        assert (await get(f"{proxy.engine.ollama_url}/stats"))[0] == 403


async def test_a_key_that_is_gone_opens_nothing(tmp_path: Path) -> None:
    async with keyless(tmp_path, "nobody") as proxy:
        status, text = await get(f"{proxy.engine.ollama_url}/api/tags")
        assert status == 401
        assert "nobody" in json.loads(text)["error"]


async def test_a_taken_port_stops_nothing_else(tmp_path: Path) -> None:
    taken = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = taken.sockets[0].getsockname()[1]
    try:
        async with running_proxy(tmp_path, settings=Settings(ollama_key="x", ollama_port=port)) as proxy:
            assert proxy.engine.ollama_url == ""
            assert any(f"Port {port} is taken" in line for line in proxy.warnings)
            assert (await get(f"{proxy.url}/health"))[0] == 200
    finally:
        taken.close()
        await taken.wait_closed()
