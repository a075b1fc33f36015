"""Embeddings of every family through the official OpenAI SDK, however the model behind wants to be asked."""

from __future__ import annotations

import asyncio
import base64
import math
import struct
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import openai
import pytest

from aicore_tray.config.settings import Settings
from aicore_tray.dialects.errors import ApiError, ErrorKind
from aicore_tray.gateway.fan_out import CALLS_AT_ONCE, ask_each
from aicore_tray.sandbox.faults import Fault
from aicore_tray.sandbox.server import Tenant
from aicore_tray.sandbox.tenants import deployment
from tests.gateway.proxy import KEY, Proxy, running_proxy

TITAN, GEMINI, GEMINI_2 = "amazon--titan-embed-text", "gemini-embedding", "gemini-embedding-2"
NVIDIA = "nvidia--llama-3.2-nv-embedqa-1b"
SIZES = {TITAN: 1024, GEMINI: 3072, GEMINI_2: 3072, NVIDIA: 2048}
every_model = pytest.mark.parametrize("model", list(SIZES))
TEXTS = [f"{word} and {word} number {number}" for number, word in enumerate(["sea", "mountain", "Grüße", "世界"] * 6)]


@pytest.fixture
async def proxy(tmp_path: Path) -> AsyncIterator[Proxy]:
    tenant = Tenant(name="embedding", deployments=tuple(deployment(model) for model in SIZES))
    async with running_proxy(tmp_path, tenants=(tenant,), settings=Settings(quota_wait=0)) as running:
        yield running


async def embed(proxy: Proxy, **body: Any) -> Any:
    async with openai.AsyncOpenAI(base_url=proxy.url + "/v1", api_key=KEY, max_retries=0) as client:
        return await client.embeddings.create(**body)


def length(vector: list[float]) -> float:
    return math.sqrt(sum(value * value for value in vector))


@every_model
async def test_a_list_keeps_its_order(proxy: Proxy, model: str) -> None:
    made = await embed(proxy, model=model, input=TEXTS, encoding_format="float")
    calls = len(proxy.upstream_bodies())
    assert calls == (1 if model == NVIDIA else len(TEXTS))
    assert [row.index for row in made.data] == list(range(len(TEXTS)))
    assert made.model == model
    single = [(await embed(proxy, model=model, input=text, encoding_format="float")) for text in TEXTS[:4]]
    assert [row.embedding for row in made.data[:4]] == [one.data[0].embedding for one in single]
    assert {len(row.embedding) for row in made.data} == {SIZES[model]}
    # Real counts, summed; Google's newer form tells none.
    assert made.usage.prompt_tokens == made.usage.total_tokens
    assert (made.usage.prompt_tokens > len(TEXTS)) is (model != GEMINI_2)
    assert proxy.engine.meter.by_model[model].input >= made.usage.prompt_tokens


@every_model
@pytest.mark.parametrize("size", [256, 100])
async def test_shorter_vectors_and_base64(proxy: Proxy, model: str, size: int) -> None:
    """The SDK asks for base64 by itself where nobody says a format."""
    texts = [" ".join(f"{word}{number}" for number in range(60)) for word in ("sea", "mountain")]
    made = await embed(proxy, model=model, input=texts, dimensions=size)
    floats = await embed(proxy, model=model, input=texts, dimensions=size, encoding_format="float")
    for packed, plain in zip(made.data, floats.data, strict=True):
        assert len(plain.embedding) == size
        assert length(plain.embedding) == pytest.approx(1, abs=1e-4)
        assert packed.embedding == pytest.approx(plain.embedding, abs=1e-6)
    _, raw = await proxy.ask("/v1/embeddings", {"model": model, "input": "sea", "encoding_format": "base64"})
    assert len(base64.b64decode(raw["data"][0]["embedding"])) == SIZES[model] * struct.calcsize("<f")
    asked = [body.get("dimensions") for body in proxy.upstream_bodies()[:2]]
    assert (asked[0] == 256) is (model == TITAN and size == 256), "only a size that the model knows is asked of it"


@every_model
@pytest.mark.parametrize(
    ("body", "param", "words"),
    [
        ({"input": [1, 2, 3]}, "input", "token numbers"),
        ({"input": [[1, 2], [3]]}, "input", "token numbers"),
        ({"input": ""}, "input", "empty"),
        ({"input": ["a", ""]}, "input", "empty"),
        ({"input": []}, "input", "1 to 2048 texts"),
        ({}, "input", "string"),
        ({"input": ["a", None]}, "input.1", "string"),
        ({"input": "a", "dimensions": 5000}, "dimensions", "at most"),
        ({"input": "a", "dimensions": 0}, "dimensions", "1 or more"),
        ({"input": "a", "encoding_format": "int8"}, "encoding_format", "float or base64"),
    ],
)
async def test_what_cannot_be_embedded_is_told_by_name(
    proxy: Proxy, model: str, body: dict[str, Any], param: str, words: str
) -> None:
    status, told = await proxy.ask("/v1/embeddings", {"model": model, **body})
    assert (status, told["error"]["param"]) == (400, param)
    assert words in told["error"]["message"]
    assert proxy.upstream_bodies() == []


async def test_nvidia_is_told_the_purpose(proxy: Proxy) -> None:
    await embed(proxy, model=NVIDIA, input="a")
    await embed(proxy, model=NVIDIA, input="a", extra_body={"input_type": "passage"})
    assert [body["input_type"] for body in proxy.upstream_bodies()] == ["query", "passage"]
    status, told = await proxy.ask("/v1/embeddings", {"model": NVIDIA, "input": "a", "input_type": "other"})
    assert (status, told["error"]["param"]) == (400, "input_type")


async def test_one_call_that_fails_fails_the_request(proxy: Proxy) -> None:
    proxy.sandbox.faults.add(Fault("status", model=TITAN, status=429, retry_after=1))
    with pytest.raises(openai.RateLimitError) as refused:
        await embed(proxy, model=TITAN, input=TEXTS)
    assert refused.value.response.headers["retry-after"] == "1"
    assert proxy.engine.meter.in_flight == 0
    await asyncio.sleep(1)
    assert len((await embed(proxy, model=TITAN, input=TEXTS)).data) == len(TEXTS)


async def test_a_text_that_is_too_long(proxy: Proxy) -> None:
    with pytest.raises(openai.BadRequestError, match="Too many input tokens"):
        await embed(proxy, model=TITAN, input="word " * 9000)


async def test_models_that_embed_do_not_chat(proxy: Proxy) -> None:
    status, told = await proxy.ask("/v1/chat/completions", {"model": TITAN, "messages": []})
    assert (status, told["error"]["param"]) == (400, "model")


async def test_a_few_calls_at_a_time_and_none_after_a_failure() -> None:
    running: set[int] = set()
    most, begun, ended = 0, [], 0
    full = asyncio.Event()

    async def ask(number: int) -> int:
        nonlocal most, ended
        begun.append(number)
        running.add(number)
        most = max(most, len(running))
        if len(running) == CALLS_AT_ONCE:
            full.set()
        try:
            await full.wait()
            if number == 3:
                raise ApiError(ErrorKind.RATE_LIMIT, "slowly")
            if number > 20:
                await asyncio.Event().wait()
        finally:
            running.discard(number)
            ended += 1
        return -number

    assert await ask_each(ask, range(10, 20)) == [-number for number in range(10, 20)]
    assert (most, begun) == (CALLS_AT_ONCE, list(range(10, 20)))
    begun.clear()
    with pytest.raises(ApiError, match="slowly"):
        await ask_each(ask, [*range(100, 104), 3, *range(200, 300)])
    assert len(begun) <= CALLS_AT_ONCE + 1
    assert running == set()
    assert ended == 10 + len(begun)
