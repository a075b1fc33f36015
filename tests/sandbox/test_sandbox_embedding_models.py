"""Titan's, Google's and NVIDIA's embedding models in the sandbox: what they refuse and how they answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from aicore_tray.sandbox.server import Sandbox, Tenant
from aicore_tray.sandbox.tenants import deployment
from tests.sandbox.conftest import Client

TITAN, GEMINI, GEMINI_2 = "amazon--titan-embed-text", "gemini-embedding", "gemini-embedding-2"
NVIDIA = "nvidia--llama-3.2-nv-embedqa-1b"
PATHS = {
    TITAN: "invoke",
    GEMINI: f"models/{GEMINI}:predict",
    GEMINI_2: f"models/{GEMINI_2}:embedContent",
    NVIDIA: "embeddings",
}


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    tenant = Tenant(name="demo", deployments=tuple(deployment(model) for model in PATHS))
    async with Sandbox((tenant,)) as sandbox, aiohttp.ClientSession() as session:
        made = Client(sandbox, session)
        await made.sign_in()
        yield made


REFUSED: list[tuple[str, Any, str]] = [
    (TITAN, {"inputText": ["a", "b"]}, "#/inputText: expected type: String"),
    (TITAN, {"inputText": ""}, "expected minLength: 1"),
    (TITAN, {"inputText": "a", "dimensions": 100}, "#/dimensions: 100 is not a valid enum value"),
    (TITAN, {"inputText": "a", "model": "x"}, "extraneous key [model] is not permitted"),
    (TITAN, {"inputText": "word " * 9000}, "Too many input tokens. Max input tokens: 8192"),
    (TITAN, [], "Provide a json object"),
    (GEMINI, {"instances": [{"content": "a"}, {"content": "b"}]}, "supports a batch size of 1 in this API."),
    (GEMINI, {"instances": [{"content": ""}]}, "The text content is empty."),
    (GEMINI, {"content": {"parts": []}}, 'Unknown name "content": Cannot find field.'),
    (GEMINI_2, {"instances": []}, 'Unknown name "instances": Cannot find field.'),
    (GEMINI_2, {"content": {"parts": []}}, "The text content is empty."),
    (NVIDIA, {"input": ["a"], "model": NVIDIA}, "'input_type' parameter is required"),
    (NVIDIA, {"input": ["a"], "input_type": "query"}, "body.model: Field required"),
    (NVIDIA, {"input": [[1]], "model": NVIDIA, "input_type": "query"}, "Input should be a valid string"),
    (NVIDIA, {"input": "a", "model": NVIDIA, "input_type": "query", "encoding_format": "base64"}, "only float"),
    (NVIDIA, {"input": "a", "model": NVIDIA, "input_type": "query", "x": 1}, "body.x: Extra inputs are not permitted"),
]


@pytest.mark.parametrize(("model", "body", "words"), REFUSED)
async def test_refused(client: Client, model: str, body: Any, words: str) -> None:
    answer = await client.post(model, PATHS[model], body)
    assert answer.status == 400, answer.text[:300]
    assert words in answer.message


async def test_answers(client: Client) -> None:
    titan = (await client.post(TITAN, "invoke", {"inputText": "some words", "dimensions": 256})).json
    assert (len(titan["embedding"]), titan["inputTextTokenCount"]) == (256, 3)
    predicted = (await client.post(GEMINI, PATHS[GEMINI], {"instances": [{"content": "some words"}]})).json
    (made,) = predicted["predictions"]
    assert (len(made["embeddings"]["values"]), made["embeddings"]["statistics"]["token_count"]) == (3072, 3)
    asked = {"content": {"parts": [{"text": "some words"}]}}
    assert list((await client.post(GEMINI_2, PATHS[GEMINI_2], asked)).json) == ["embedding"]
    body = {"input": ["a", "b"], "model": NVIDIA, "input_type": "passage"}
    listed = (await client.post(NVIDIA, "embeddings", body)).json
    assert [row["index"] for row in listed["data"]] == [1, 0]
