"""Embedding models beside OpenAI's: Titan takes one text a call, Gemini's one of two forms, NVIDIA's a purpose."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aicore_tray.sandbox import converse_shapes, gemini_shapes, hosted_chat_rules
from aicore_tray.sandbox.embeddings import vector_of
from aicore_tray.sandbox.endpoint import Endpoint, InferenceCall, Reply, Whole
from aicore_tray.sandbox.estimates import tokens_of
from aicore_tray.sandbox.refusals import Refusal

_TITAN_SIZES = (256, 512, 1024)
_MOST_TOKENS = 8192
_MOST_TITAN_CHARACTERS = 50_000
_NVIDIA_FIELDS = frozenset({"input", "model", "input_type", "encoding_format", "truncate", "dimensions", "user"})
_PURPOSES = ("query", "passage")


def _titan(call: InferenceCall) -> Reply:
    body = call.body
    converse_shapes.extras(body, {"inputText", "dimensions", "normalize", "embeddingTypes"}, "")
    text = body.get("inputText")
    if not isinstance(text, str):
        raise converse_shapes.refuse(
            "Malformed input request: #/inputText: expected type: String, found: "
            f"{type(text).__name__}, please reformat your input and try again."
        )
    if not text:
        raise converse_shapes.refuse(
            "Malformed input request: expected minLength: 1, actual: 0, please reformat your input and try again."
        )
    if tokens_of(text) > _MOST_TOKENS or len(text) > _MOST_TITAN_CHARACTERS:
        raise converse_shapes.refuse(
            f"400 Bad Request: Too many input tokens. Max input tokens: {_MOST_TOKENS}, request input token count: "
            f"{tokens_of(text)}"
        )
    size = body.get("dimensions", call.facts.dimensions)
    if size not in _TITAN_SIZES:
        raise converse_shapes.refuse(
            f"Malformed input request: #/dimensions: {size} is not a valid enum value, please reformat your input and "
            "try again."
        )
    return Whole({"embedding": vector_of(text, size), "inputTextTokenCount": tokens_of(text)})


def _predict(call: InferenceCall) -> Reply:
    body = call.body
    _only(body, {"instances", "parameters"})
    instances = body.get("instances")
    if not isinstance(instances, list) or len(instances) != 1:
        raise gemini_shapes.refuse(f"{call.facts.name} supports a batch size of 1 in this API.")
    _only(instances[0], {"content", "task_type", "title"})
    text = instances[0].get("content")
    _check_text(text)
    statistics = {"truncated": False, "token_count": tokens_of(text)}
    made = {"values": vector_of(text, call.facts.dimensions), "statistics": statistics}
    return Whole({"predictions": [{"embeddings": made}], "metadata": {"billableCharacterCount": len(text)}})


def _embed_content(call: InferenceCall) -> Reply:
    body = call.body
    _only(body, {"content", "taskType", "title", "outputDimensionality"})
    content = body.get("content")
    _only(content, {"parts", "role"})
    parts = content.get("parts") or []
    text = "\n".join(part["text"] for part in parts)
    _check_text(text)
    return Whole({"embedding": {"values": vector_of(text, call.facts.dimensions)}})


def _only(value: Any, known: set[str]) -> None:
    for name in value if isinstance(value, dict) else {"a value that is no object": None}:
        if name not in known:
            raise gemini_shapes.refuse(f'Invalid JSON payload received. Unknown name "{name}": Cannot find field.')


def _check_text(text: Any) -> None:
    if not isinstance(text, str) or not text:
        raise gemini_shapes.refuse("The text content is empty.")


def _nvidia(call: InferenceCall) -> Reply:
    body = call.body
    for name in body:
        if name not in _NVIDIA_FIELDS:
            raise _nvidia_refusal(f"body.{name}: Extra inputs are not permitted")
    for name in ("input", "model"):
        if body.get(name) is None:
            raise _nvidia_refusal(f"body.{name}: Field required")
    if body.get("input_type") not in _PURPOSES:
        raise _nvidia_refusal("'input_type' parameter is required for asymmetric models: query or passage")
    if body.get("encoding_format", "float") != "float":
        raise _nvidia_refusal("body.encoding_format: only float is served")
    texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
    if not texts or not all(isinstance(text, str) and text for text in texts):
        raise _nvidia_refusal("body.input: Input should be a valid string")
    data = [
        {"object": "embedding", "index": index, "embedding": vector_of(text, call.facts.dimensions)}
        for index, text in enumerate(texts)
    ]
    count = sum(tokens_of(text) for text in texts)
    used = {"prompt_tokens": count, "total_tokens": count}
    # Nobody promises an order.
    return Whole({"object": "list", "data": data[::-1], "model": body["model"], "usage": used})


def _nvidia_refusal(message: str) -> Refusal:
    return Refusal(400, hosted_chat_rules.failure(400, message))


def _endpoint(answer: Callable[[InferenceCall], Reply], failure: Callable[[int, str], dict[str, Any]]) -> Endpoint:
    return Endpoint(answer=answer, failure=failure, stream_failure=lambda _status: [])


TITAN = _endpoint(_titan, converse_shapes.failure)
PREDICT = _endpoint(_predict, gemini_shapes.failure)
EMBED_CONTENT = _endpoint(_embed_content, gemini_shapes.failure)
NVIDIA = _endpoint(_nvidia, hosted_chat_rules.failure)
