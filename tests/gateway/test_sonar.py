"""Perplexity through the official SDKs: it knows no tools, and its sources reach every client."""

from __future__ import annotations

import anthropic
import openai
import pytest

from tests.gateway.drivers import DRIVERS, Driver
from tests.gateway.proxy import KEY, Proxy
from tests.gateway.test_sdk_matrix import WEATHER, png

SONAR = "sonar-pro"
FOUND = ["https://encyclopedia.example/reply", "https://news.example/with"]
both_ways = pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])


@both_ways
@pytest.mark.parametrize("api", list(DRIVERS))
async def test_every_client_talks_to_it(proxy: Proxy, api: str, stream: bool) -> None:
    driver: Driver = DRIVERS[api](proxy.url, SONAR)
    try:
        first = await driver.ask([driver.user("Say apple.")], stream=stream, system="You sell fruit.")
        history = [driver.user("Say apple."), *first.turn, driver.user("Reply with exactly: 世界")]
        reply = await driver.ask(history, stream=stream, system="You sell fruit.", tools=driver.tools([WEATHER]))
        assert reply.text.startswith("世界")
        assert reply.finish == driver.finish_words["stop"]
        assert (reply.calls, reply.prompt > 0, reply.output > 0) == ([], True, True)
        seen = await driver.ask([driver.user("Describe the image.", ("image/png", png(7, 5)))], stream=stream)
        assert "7 × 5" in seen.text
    finally:
        await driver.aclose()


@both_ways
async def test_openais_clients_get_annotations_and_the_vendors_own_fields(proxy: Proxy, stream: bool) -> None:
    async with openai.AsyncOpenAI(base_url=proxy.url + "/v1", api_key=KEY, max_retries=0) as client:
        asked = {"model": SONAR, "messages": [{"role": "user", "content": "Reply with exactly: so"}]}
        if stream:
            told = [chunk async for chunk in await client.chat.completions.create(**asked, stream=True)]  # type: ignore[call-overload]
            text = "".join(chunk.choices[0].delta.content or "" for chunk in told)
            last = told[-1].model_dump()
            annotations = last["choices"][0]["delta"]["annotations"]
        else:
            whole = await client.chat.completions.create(**asked)  # type: ignore[call-overload]
            last, text = whole.model_dump(), whole.choices[0].message.content
            annotations = last["choices"][0]["message"]["annotations"]
    assert text == "so"
    assert last["citations"] == FOUND
    assert [each["url_citation"]["url"] for each in annotations] == FOUND


@both_ways
async def test_other_clients_get_a_list(proxy: Proxy, stream: bool) -> None:
    async with anthropic.AsyncAnthropic(base_url=proxy.url, api_key=KEY, max_retries=0) as client:
        asked = {
            "model": SONAR,
            "max_tokens": 1000,
            "messages": [{"role": "user", "content": "Reply with exactly: so"}],
        }
        if stream:
            async with client.messages.stream(**asked) as opened:  # type: ignore[arg-type]
                message = await opened.get_final_message()
        else:
            message = await client.messages.create(**asked)  # type: ignore[call-overload]
    (block,) = message.content
    assert block.type == "text"
    assert block.text == f"so\n\nSources:\n[1] About reply – {FOUND[0]}\n[2] About with – {FOUND[1]}"


async def test_a_search_can_be_narrowed(proxy: Proxy) -> None:
    body = {"model": SONAR, "messages": [{"role": "user", "content": "hi"}], "search_recency_filter": "week", "seed": 5}
    status, _ = await proxy.ask("/v1/chat/completions", body)
    assert status == 200
    assert proxy.upstream_bodies()[-1]["search_recency_filter"] == "week"
