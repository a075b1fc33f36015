"""All pairs of client API and model family through the official SDKs, streaming and not, orchestration included."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import AsyncIterator

import pytest

from tests.gateway.drivers import DRIVERS, Driver, Json
from tests.gateway.proxy import Proxy

# Nobody has deployed these: they are served through orchestration.
ORCHESTRATED = ["anthropic--claude-4.5-opus", "gemini-3.1-flash-lite"]
MORE_ORCHESTRATED = ["anthropic--claude-4.7-opus", "gpt-5.2", "gpt-5.4", "qwen3.7-plus", "qwen3.7-max", "sap-abap-1"]
NATIVE = ["anthropic--claude-4.5-sonnet", "gpt-5", "gemini-3.5-flash", "amazon--nova-lite", "mistralai--mistral-small"]
MODELS = [*NATIVE, *ORCHESTRATED]
# Neither Bedrock nor Mistral counts thoughts apart.
UNCOUNTED = ("anthropic--", "amazon--", "mistralai--")
MORE_NATIVE = [
    "anthropic--claude-4.8-opus", "gpt-4.1", "gpt-5.5", "gemini-2.5-pro", "amazon--nova-pro",
    "cohere--command-a-reasoning",
]  # fmt: skip
MORE_MODELS = [*MORE_NATIVE, *MORE_ORCHESTRATED]
WEATHER: Json = {
    "name": "get_weather",
    "description": "Tells the weather of a city.",
    "schema": {
        "type": "object",
        "properties": {"city": {"type": "string"}, "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]}},
        "required": ["city"],
        "additionalProperties": False,
    },
}
CLOCK: Json = {
    "name": "get_time",
    "description": "Tells the time in a city.",
    "schema": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}
SCRIPTS = "Grüße, 世界! Привет, мир. مرحبا بالعالم – नमस्ते 👩‍🔬 “quotes” \\ back\tslash"

both_ways = pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])


@pytest.fixture(params=list(DRIVERS))
def api(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=MODELS)
def model(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def driver(proxy: Proxy, api: str, model: str) -> AsyncIterator[Driver]:
    made: Driver = DRIVERS[api](proxy.url, model)
    yield made
    await made.aclose()


def png(width: int, height: int) -> str:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x20\x60\xa0" * width for _ in range(height))
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return base64.b64encode(
        b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    ).decode()


@both_ways
async def test_text_of_any_script_comes_back_whole(driver: Driver, stream: bool) -> None:
    reply = await driver.ask([driver.user(f"Reply with exactly: {SCRIPTS}")], stream=stream)
    assert reply.text.strip() == SCRIPTS
    assert reply.finish == driver.finish_words["stop"]
    assert reply.prompt > 0
    assert reply.output > 0
    assert reply.calls == []
    assert not stream or reply.chunks > 1


@both_ways
async def test_system_prompt_and_earlier_turns_reach_the_model(proxy: Proxy, driver: Driver, stream: bool) -> None:
    first = await driver.ask([driver.user("Say apple.")], stream=stream, system="You sell fruit.")
    history = [driver.user("Say apple."), *first.turn, driver.user("Reply with exactly: pear")]
    second = await driver.ask(history, stream=stream, system="You sell fruit.")
    assert second.text.strip() == "pear"
    sent = str(proxy.upstream_bodies()[-1])
    assert "You sell fruit." in sent
    assert "Say apple." in sent
    assert first.text in sent


@both_ways
async def test_parallel_tool_calls_and_their_results(driver: Driver, stream: bool) -> None:
    question = driver.user("What is the weather in Paris and Berlin?")
    options: Json = {"tools": driver.tools([WEATHER, CLOCK])}
    asked = await driver.ask([question], stream=stream, **options)
    assert asked.finish == driver.finish_words["tools"]
    assert [name for _, name, _ in asked.calls] == ["get_weather", "get_weather"]
    assert [arguments["city"] for _, _, arguments in asked.calls] == ["Paris", "Berlin"]
    assert len({call_id for call_id, _, _ in asked.calls}) == 2
    results = [(call_id, f"{arguments['city']}: 21 degrees") for call_id, _, arguments in asked.calls]
    answer = await driver.ask([question, *asked.turn, *driver.results(results)], stream=stream, **options)
    assert answer.finish == driver.finish_words["stop"]
    assert "Paris: 21 degrees" in answer.text
    assert "Berlin: 21 degrees" in answer.text


@both_ways
async def test_forced_tool(driver: Driver, stream: bool) -> None:
    options: Json = {"tools": driver.tools([WEATHER, CLOCK])}
    named = await driver.ask([driver.user("Hello")], stream=stream, tool_choice=driver.forced("get_time"), **options)
    assert [name for _, name, _ in named.calls] == ["get_time"]
    assert isinstance(named.calls[0][2]["city"], str)
    anything = await driver.ask([driver.user("Hello")], stream=stream, tool_choice=driver.forced(None), **options)
    assert anything.calls


@both_ways
async def test_images_are_seen(driver: Driver, stream: bool) -> None:
    reply = await driver.ask([driver.user("Describe the image.", ("image/png", png(7, 5)))], stream=stream)
    assert "7" in reply.text
    assert "5" in reply.text


@both_ways
async def test_the_token_limit_is_told(driver: Driver, stream: bool) -> None:
    reply = await driver.ask([driver.user("Write a long text of 500 words.")], stream=stream, max_tokens=40)
    assert reply.finish == driver.finish_words["length"]
    assert 0 < reply.output <= 60


@both_ways
async def test_repeated_prompts_are_counted_as_cached(driver: Driver, api: str, model: str, stream: bool) -> None:
    long_prompt = "All work and no play makes a dull day. " * 900
    system: object = long_prompt
    if api == "messages":
        system = [{"type": "text", "text": long_prompt, "cache_control": {"type": "ephemeral"}}]
    replies = [await driver.ask([driver.user("Say ok.")], stream=stream, system=system) for _ in range(2)]
    if model.startswith("mistralai"):
        assert replies[1].cached == 0  # Mistral counts none
        return
    assert replies[0].cached == 0
    assert replies[1].cached > 1000
    # Orchestration does not tell in streams what it wrote to a cache.
    untold = stream and model in ORCHESTRATED and model.startswith("anthropic")
    assert untold or replies[1].prompt < replies[0].prompt


@both_ways
async def test_thinking_goes_there_and_back(proxy: Proxy, driver: Driver, api: str, model: str, stream: bool) -> None:
    question = driver.user("What is the weather in Rome?")
    options: Json = {"tools": driver.tools([WEATHER]), "think": True}
    asked = await driver.ask([question], stream=stream, **options)
    assert asked.calls
    # Azure's Chat Completions keep the reasoning to themselves; its tokens are counted all the same.
    hidden = api == "chat" and model == "gpt-5"
    assert hidden or asked.thinking
    assert asked.reasoning > 0 or api == "messages" or model.startswith(UNCOUNTED)
    results = driver.results([(asked.calls[0][0], "Rome: 30 degrees")])
    answer = await driver.ask([question, *asked.turn, *results], stream=stream, **options)
    assert "Rome: 30 degrees" in answer.text
    # The reasoning went back to the model that it came from, whether or not the client could carry it.
    sent = str(proxy.upstream_bodies()[-1])
    proof = {
        "anthropic--claude-4.5-sonnet": "'signature'",
        "gpt-5": "'encrypted_content'",
        "gemini-3.5-flash": "'thoughtSignature'",
        "amazon--nova-lite": "'reasoningContent'",
        "mistralai--mistral-small": "",  # takes none back
        "anthropic--claude-4.5-opus": "'signature'",
        "gemini-3.1-flash-lite": "__sig_",
    }
    assert hidden or proof[model] in sent


@pytest.mark.parametrize("model", MORE_MODELS, indirect=False)
@both_ways
async def test_other_generations_of_each_family(proxy: Proxy, api: str, model: str, stream: bool) -> None:
    driver: Driver = DRIVERS[api](proxy.url, model)
    try:
        question = driver.user("What is the weather in Oslo?")
        options: Json = {"tools": driver.tools([WEATHER]), "think": model not in ("gpt-4.1", "amazon--nova-pro")}
        asked = await driver.ask([question], stream=stream, **options)
        assert [name for _, name, _ in asked.calls] == ["get_weather"]
        results = driver.results([(asked.calls[0][0], "Oslo: snow")])
        answer = await driver.ask([question, *asked.turn, *results], stream=stream, **options)
        assert "Oslo: snow" in answer.text
    finally:
        await driver.aclose()
