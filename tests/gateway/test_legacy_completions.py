"""OpenAI's legacy Completions with its own SDK: what completes code in editors."""

from __future__ import annotations

import json

import openai
import pytest

from tests.gateway.proxy import KEY, Proxy

MODELS = ["anthropic--claude-4.5-sonnet", "gpt-4o", "gpt-5", "gemini-2.5-flash"]


def client(proxy: Proxy) -> openai.AsyncOpenAI:
    return openai.AsyncOpenAI(base_url=f"{proxy.url}/v1", api_key=KEY, max_retries=0)


@pytest.mark.parametrize("model", MODELS)
async def test_a_prompt_is_completed(proxy: Proxy, model: str) -> None:
    async with client(proxy) as sdk:
        whole = await sdk.completions.create(model=model, prompt="Say quince.", max_tokens=400)
        assert whole.object == "text_completion"
        assert whole.choices[0].text
        assert whole.usage is not None
        assert whole.usage.completion_tokens > 0
        streamed = await sdk.completions.create(
            model=model, prompt="Say quince.", max_tokens=400, stream=True, stream_options={"include_usage": True}
        )
        pieces = [piece async for piece in streamed]
    assert "".join(piece.choices[0].text for piece in pieces if piece.choices) == whole.choices[0].text
    assert [piece.choices[0].finish_reason for piece in pieces if piece.choices][-1] == whole.choices[0].finish_reason
    assert pieces[-1].usage == whole.usage
    assert len({piece.id for piece in pieces}) == 1


async def test_the_prompt_and_what_follows_it_are_told_apart(proxy: Proxy) -> None:
    async with client(proxy) as sdk:
        await sdk.completions.create(model="gpt-4o", prompt=["def add(a, b):"], suffix="    return total", stop="\n\n")
    body = proxy.upstream_bodies()[-1]
    assert body["messages"][-1] == {"role": "user", "content": "def add(a, b):"}
    assert "    return total" in body["messages"][0]["content"]
    assert body["stop"] == ["\n\n"]


async def test_azures_path(proxy: Proxy) -> None:
    async with openai.AsyncAzureOpenAI(azure_endpoint=proxy.url, api_key=KEY, api_version="x", max_retries=0) as sdk:
        assert (await sdk.completions.create(model="gpt-4o", prompt="Say quince.")).choices[0].text


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"n": 2}, "n:"),
        ({"best_of": 3}, "best_of:"),
        ({"prompt": [1, 2]}, "prompt:"),
        ({"prompt": ["a", "b"]}, "prompt:"),
    ],
)
async def test_what_a_chat_model_cannot_give_is_refused(proxy: Proxy, more: dict[str, object], named: str) -> None:
    status, told = await proxy.ask("/v1/completions", {"model": "gpt-4o", "prompt": "x", **more})
    assert (status, named in told["error"]["message"]) == (400, True), json.dumps(told)
    assert proxy.upstream_bodies() == []
