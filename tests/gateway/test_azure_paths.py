"""Azure's own clients: the deployment stands in the path, the version in the query."""

from __future__ import annotations

import openai
import pytest

from tests.gateway.proxy import KEY, Proxy


def client(proxy: Proxy) -> openai.AsyncAzureOpenAI:
    return openai.AsyncAzureOpenAI(
        azure_endpoint=proxy.url, api_key=KEY, api_version="2024-12-01-preview", max_retries=0
    )


@pytest.mark.parametrize("model", ["gpt-4o", "gpt-5", "anthropic--claude-4.5-sonnet", "gemini-2.5-flash"])
async def test_azures_sdk_on_every_family(proxy: Proxy, model: str) -> None:
    async with client(proxy) as azure:
        whole = await azure.chat.completions.create(model=model, messages=[{"role": "user", "content": "Say quince."}])
        assert whole.choices[0].message.content
        streamed = await azure.chat.completions.create(
            model=model, messages=[{"role": "user", "content": "Say quince."}], stream=True
        )
        text = "".join([chunk.choices[0].delta.content or "" async for chunk in streamed if chunk.choices])
        assert text


async def test_embeddings(proxy: Proxy) -> None:
    async with client(proxy) as azure:
        found = await azure.embeddings.create(model="text-embedding-3-large", input=["a", "b"])
    assert len(found.data) == 2


async def test_the_path_names_the_model(proxy: Proxy) -> None:
    body = {"model": "ignored", "messages": [{"role": "user", "content": "Say ok."}]}
    for path in (
        "/openai/deployments/gpt-4o/chat/completions?api-version=x",
        "/v1/openai/deployments/gpt-4o/chat/completions/",
    ):
        status, answer = await proxy.ask(path, body)
        assert (status, answer["model"][:6]) == (200, "gpt-4o"), path
    assert (await proxy.ask("/openai/deployments/no-such/chat/completions", body))[0] == 404
    assert (await proxy.ask("/openai/deployments/gpt-4o/images/generations", body))[0] == 404
    assert (await proxy.ask("/openai/deployments/gpt-4o/chat/completions", [1]))[0] == 400
