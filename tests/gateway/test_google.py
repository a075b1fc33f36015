"""The Gemini API as Google's own SDK calls it, on a model of each family."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import aiohttp
import pytest
from google import genai
from google.genai import errors, types

from tests.gateway.proxy import KEY, Proxy

# Of the SDK's own making.
pytestmark = pytest.mark.filterwarnings("ignore:Inheritance class AiohttpClientSession:DeprecationWarning")

MODELS = (
    "anthropic--claude-4.5-sonnet",
    "gpt-5",
    "gpt-4o",
    "gemini-2.5-flash",
    "gemini-3.5-flash",
    "amazon--nova-lite",
)
every_model = pytest.mark.parametrize("model", MODELS)
both_ways = pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
WEATHER = types.Tool(
    function_declarations=[
        types.FunctionDeclaration(
            name="get_weather",
            description="The weather of a city.",
            parameters=types.Schema(
                type=types.Type.OBJECT, properties={"city": types.Schema(type=types.Type.STRING)}, required=["city"]
            ),
        )
    ]
)


@contextmanager
def client(proxy: Proxy) -> Iterator[genai.client.AsyncClient]:
    made = genai.Client(api_key=KEY, http_options=types.HttpOptions(base_url=proxy.url))
    yield made.aio


async def ask(
    proxy: Proxy, model: str, contents: Any, *, stream: bool, **config: Any
) -> tuple[str, list[types.Part], types.GenerateContentResponse]:
    """Return the text, all parts, and the last response."""
    with client(proxy) as sdk:
        options = types.GenerateContentConfig(**config)
        if not stream:
            whole = await sdk.models.generate_content(model=model, contents=contents, config=options)
            chunks = [whole]
        else:
            opened = await sdk.models.generate_content_stream(model=model, contents=contents, config=options)
            chunks = [chunk async for chunk in opened]
        await sdk.aclose()
    parts = [part for chunk in chunks for part in _parts(chunk)]
    text = "".join(part.text for part in parts if part.text and not part.thought)
    return text, parts, chunks[-1]


def _parts(chunk: types.GenerateContentResponse) -> list[types.Part]:
    content = chunk.candidates[0].content if chunk.candidates else None
    return list(content.parts or ()) if content is not None else []


@every_model
@both_ways
async def test_a_text(proxy: Proxy, model: str, stream: bool) -> None:
    text, _, last = await ask(
        proxy, model, "Say the word quince.", stream=stream, system_instruction="Be brief.", max_output_tokens=2000
    )
    assert text
    assert last.candidates is not None
    assert last.candidates[0].finish_reason is types.FinishReason.STOP
    usage = last.usage_metadata
    assert usage is not None
    assert usage.prompt_token_count
    assert usage.candidates_token_count
    records = proxy.engine.meter.recent
    assert (records[-1].dialect, records[-1].status, records[-1].complete) == ("gemini", 200, True)
    assert records[-1].usage.output


@every_model
@both_ways
async def test_a_tool_round_trip(proxy: Proxy, model: str, stream: bool) -> None:
    question = types.Content(role="user", parts=[types.Part(text="What is the weather in Cologne? Use the tool.")])
    options: dict[str, Any] = {"tools": [WEATHER], "max_output_tokens": 3000}
    _, parts, _ = await ask(proxy, model, [question], stream=stream, **options)
    calls = [part for part in parts if part.function_call is not None]
    assert [(part.function_call.name) for part in calls if part.function_call] == ["get_weather"]
    call = calls[0].function_call
    assert call is not None
    assert call.args is not None
    assert set(call.args) == {"city"}
    result = types.Part(
        function_response=types.FunctionResponse(
            id=call.id, name="get_weather", response={"output": "21 degrees, sunny"}
        )
    )
    history = [question, types.Content(role="model", parts=parts), types.Content(role="user", parts=[result])]
    text, _, _ = await ask(proxy, model, history, stream=stream, **options)
    assert "21" in text


@every_model
async def test_thoughts_are_shown_where_they_are_asked_for(proxy: Proxy, model: str) -> None:
    asked = types.ThinkingConfig(include_thoughts=True, thinking_budget=2048)
    thinking = None if model == "gpt-4o" else asked  # which does not think
    for shown in (thinking, None):
        _, parts, _ = await ask(
            proxy, model, "How many r are in strawberry?", stream=True, max_output_tokens=6000, thinking_config=shown
        )
        assert any(part.thought for part in parts) is (shown is not None), model


@every_model
async def test_json_by_a_schema(proxy: Proxy, model: str) -> None:
    text, _, _ = await ask(
        proxy,
        model,
        "Name a fruit.",
        stream=False,
        max_output_tokens=3000,
        response_mime_type="application/json",
        response_schema=types.Schema(
            type=types.Type.OBJECT, properties={"name": types.Schema(type=types.Type.STRING)}, required=["name"]
        ),
    )
    assert isinstance(json.loads(text)["name"], str)


async def test_what_stays_as_it_is_on_its_way_to_gemini(proxy: Proxy) -> None:
    """Fields that nobody here has heard of survive; what stands in the path or SAP refuses does not."""
    status, _ = await proxy.ask(
        "/v1beta/models/gemini-2.5-flash:generateContent",
        {
            "contents": [{"parts": [{"text": "Say ok."}]}],
            "safetySettings": [{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"}],
            "generationConfig": {"mediaResolution": "MEDIA_RESOLUTION_LOW", "maxOutputTokens": 99},
            "tools": [{"googleSearch": {}}],
        },
    )
    assert status == 200
    sent = proxy.upstream_bodies()[-1]
    assert sent["safetySettings"]
    assert sent["generationConfig"]["mediaResolution"] == "MEDIA_RESOLUTION_LOW"
    assert set(sent) == {"contents", "safetySettings", "generationConfig"}
    assert sent["contents"][0]["role"] == "user"


async def test_paths_of_every_spelling(proxy: Proxy) -> None:
    body = {"contents": [{"role": "user", "parts": [{"text": "Say ok."}]}]}
    for path in (
        "/v1beta/models/gpt-4o:generateContent",
        "/v1/models/gpt-4o:generateContent",
        "/models/gpt-4o:generateContent",
        "/v1alpha/models/gpt-4o:generateContent",
        "/v1beta1/publishers/google/models/gpt-4o:generateContent",
        "/v1beta/models/claude-sonnet-4-5:generateContent",
    ):
        assert (await proxy.ask(path, body))[0] == 200, path
    status, counted = await proxy.ask("/v1beta/models/gpt-4o:countTokens", body)
    assert (status, counted["totalTokens"] > 0) == (200, True)
    status, counted = await proxy.ask("/v1beta/models/gpt-4o:countTokens", {"generateContentRequest": body})
    assert (status, counted["totalTokens"] > 0) == (200, True)


async def test_the_key_in_the_query_is_taken_under_v1beta_alone(proxy: Proxy) -> None:
    body = {"contents": [{"role": "user", "parts": [{"text": "Say ok."}]}]}
    async with aiohttp.ClientSession() as session:
        for prefix, status in (("/v1beta", 200), ("/v1", 401)):
            url = f"{proxy.url}{prefix}/models/gpt-4o:generateContent?key={KEY}"
            async with session.post(url, json=body) as answer:
                assert answer.status == status
        async with session.get(f"{proxy.url}/v1beta/models?key={KEY}") as answer:
            listed = (await answer.json())["models"]
    names = {model["name"] for model in listed}
    assert {"models/gpt-5", "models/claude-sonnet-4-5", "models/gemini-2.5-flash"} <= names
    methods = {model["name"]: model["supportedGenerationMethods"] for model in listed}
    assert methods["models/text-embedding-3-large"] == ["embedContent"]
    assert "generateContent" in methods["models/gpt-5"]
    with client(proxy) as sdk:
        shown = await sdk.models.get(model="gpt-5")
        await sdk.aclose()
    assert shown.input_token_limit


async def test_errors_in_googles_words(proxy: Proxy) -> None:
    with client(proxy) as sdk:
        with pytest.raises(errors.ClientError) as unknown:
            await sdk.models.generate_content(model="no-such-model", contents="hi")
        with pytest.raises(errors.ClientError) as wrong:
            await sdk.models.embed_content(model="gpt-5", contents="hi")
        await sdk.aclose()
    assert (unknown.value.code, unknown.value.status) == (404, "NOT_FOUND")
    assert wrong.value.code == 400
    status, told = await proxy.ask("/v1beta/models/gpt-5:generateContent", {"contents": "hi"})
    assert (status, told["error"]["status"]) == (400, "INVALID_ARGUMENT")
    async with aiohttp.ClientSession() as session:
        url = f"{proxy.url}/v1beta/models/gpt-5:generateContent"
        async with session.post(url, data=b"[", headers={"x-goog-api-key": KEY}) as answer:
            assert answer.status == 400
        async with session.post(url, json={}, headers={"x-goog-api-key": "wrong"}) as answer:
            assert (answer.status, (await answer.json())["error"]["status"]) == (401, "UNAUTHENTICATED")


async def test_embeddings(proxy: Proxy) -> None:
    with client(proxy) as sdk:
        found = await sdk.models.embed_content(model="text-embedding-3-large", contents=["one", "two"])
        small = await sdk.models.embed_content(
            model="text-embedding-3-large", contents="one", config=types.EmbedContentConfig(output_dimensionality=256)
        )
        await sdk.aclose()
    assert found.embeddings is not None
    assert [len(each.values or ()) for each in found.embeddings] == [3072, 3072]
    assert small.embeddings is not None
    assert len(small.embeddings[0].values or ()) == 256
    one = {"content": {"parts": [{"text": "one"}]}}
    status, told = await proxy.ask("/v1beta/models/text-embedding-3-large:embedContent", one)
    assert (status, len(told["embedding"]["values"])) == (200, 3072)
    mixed = {"requests": [one, {**one, "outputDimensionality": 256}]}
    assert (await proxy.ask("/v1beta/models/text-embedding-3-large:batchEmbedContents", mixed))[0] == 400
    picture = {"content": {"parts": [{"inlineData": {"mimeType": "image/png", "data": "AA=="}}]}}
    assert (await proxy.ask("/v1beta/models/text-embedding-3-large:embedContent", picture))[0] == 400
