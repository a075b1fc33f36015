"""The Gemini API's own shapes around a conversation: model and verb in the path, its lists of models.

Source: Google's REST reference; its SDKs write `/v1beta/models/{model}:{verb}`, with another base address also
`/models/{model}:{verb}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec

from aicore_tray.dialects.conversation import Json
from aicore_tray.dialects.errors import invalid
from aicore_tray.dialects.gemini_requests import camelized
from aicore_tray.dialects.reading import json_object, need, objects, optional, text_of
from aicore_tray.gateway.routing import ServedModel

GENERATE, STREAM, COUNT = "generateContent", "streamGenerateContent", "countTokens"
EMBED, EMBED_MANY = "embedContent", "batchEmbedContents"
_CALL = re.compile(r"^(?:/v1(?:beta|alpha)?\d*)*(?:/publishers/[\w-]+)?/models/(?P<model>.+):(?P<verb>\w+)/?$")
_LIST = re.compile(r"^(?P<own>/v1(?:beta|alpha)\d*)?(?:/v1)?/models(?:/(?P<model>[^:]+?))?/?$")
# Its SDKs leave the version out of the path where they are given an address.
_SDK_HEADER = "x-goog-api-client"
_METHODS = {"chat": [GENERATE, COUNT], "embedding": [EMBED]}


@dataclass(frozen=True, slots=True)
class GoogleCall:
    """What a path asks for."""

    model: str
    verb: str


def read_call(path: str) -> GoogleCall | None:
    """Return what a path of the Gemini API asks of a model, None for any other path."""
    found = _CALL.match(path)
    return GoogleCall(found["model"], found["verb"]) if found else None


def read_list(path: str, headers: Mapping[str, str]) -> str | None:
    """Return the model that a path of the Gemini API asks about, "" for all of them, None for any other path."""
    found = _LIST.match(path)
    if found is None or (found["own"] is None and _SDK_HEADER not in headers):
        return None
    return found["model"] or ""


def with_path(raw: bytes, call: GoogleCall) -> bytes:
    """Return a body with the model and whether it is to be streamed, which stand in the path.

    Raises:
        ApiError: the body is no JSON object.
    """
    body = need(camelized(json_object(raw)), dict, "body")
    # countTokens may hold a whole request.
    if isinstance(inner := body.get("generateContentRequest"), dict):
        body = inner
    return msgspec.json.encode({**body, "model": call.model, "stream": call.verb == STREAM})


def google_model(name: str, model: ServedModel) -> Json:
    """Return a model as the Gemini API tells of it."""
    facts = model.facts
    return {
        "name": f"models/{name}",
        "baseModelId": name,
        "version": "001",
        "displayName": f"{name} (SAP AI Core)",
        "inputTokenLimit": facts.context or None,
        "outputTokenLimit": facts.max_output or None,
        "supportedGenerationMethods": _METHODS[facts.kind],
    }


def google_list(models: Iterable[tuple[str, ServedModel]]) -> Json:
    """Return the models as the Gemini API lists them."""
    return {"models": [google_model(name, model) for name, model in models]}


def embedding_request(raw: bytes, call: GoogleCall) -> Json:
    """Return OpenAI's request for what one of Google's asks to embed.

    Raises:
        ApiError: it is not right, or asks for another thing than text.
    """
    body = need(camelized(json_object(raw)), dict, "body")
    asked = list(objects(body.get("requests"), "requests")) if call.verb == EMBED_MANY else [("", body)]
    sizes = {optional(each, "outputDimensionality", int, path) for path, each in asked}
    if len(sizes) > 1:
        raise invalid("requests: all of them need the same outputDimensionality", param="requests")
    texts = [_text(each, f"{path}.content".lstrip(".")) for path, each in asked]
    size = sizes.pop() if sizes else None
    return {"model": call.model, "input": texts, "encoding_format": "float"} | ({"dimensions": size} if size else {})


def embedding_answer(found: Json, call: GoogleCall) -> Json:
    """Return Google's answer for OpenAI's."""
    vectors = [{"values": row["embedding"]} for row in found["data"]]
    return {"embeddings": vectors} if call.verb == EMBED_MANY else {"embedding": vectors[0]}


def _text(request: Json, path: str) -> str:
    content = need(request.get("content"), dict, path)
    return "\n".join(text_of(part, "text", place) for place, part in objects(content.get("parts"), f"{path}.parts"))
