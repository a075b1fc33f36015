"""Azure OpenAI embeddings: equal words give near vectors, so that a demo's search finds something."""

from __future__ import annotations

import base64
import hashlib
import math
import re
import struct
from typing import Any

from aicore_tray.sandbox import openai_shapes
from aicore_tray.sandbox.endpoint import Endpoint, InferenceCall, Reply, Whole
from aicore_tray.sandbox.estimates import tokens_of
from aicore_tray.sandbox.openai_shapes import missing_parameters, one_of, refuse, unknown_parameters

_FIELDS = frozenset({"input", "model", "encoding_format", "dimensions", "user", "input_type"})
_MOST_INPUTS = 2048
_MOST_TOKENS = 8192
_PLACES_PER_WORD = 16


def _answer(call: InferenceCall) -> Reply:
    body = call.body
    if not isinstance(body, dict):
        raise refuse("We could not parse the JSON body of your request.")
    unknown_parameters(body, _FIELDS, "")
    missing_parameters(body, "", "input")
    form = body.get("encoding_format") or "float"
    one_of(form, ("float", "base64"), "encoding_format")
    size = body.get("dimensions") or call.facts.dimensions
    if not 1 <= size <= call.facts.dimensions:
        raise refuse(
            f"Invalid value for 'dimensions' = {size}. Must be less than or equal to {call.facts.dimensions}.",
            "dimensions",
        )
    inputs = _inputs(body["input"])
    counts = [len(one) if isinstance(one, list) else tokens_of(one) for one in inputs]
    if max(counts) > _MOST_TOKENS:
        raise refuse(
            f"This model's maximum context length is {_MOST_TOKENS} tokens, however you requested {max(counts)} tokens "
            f"({max(counts)} in your prompt; 0 for the completion). Please reduce your prompt; or completion length."
        )
    data = [
        {"embedding": _packed(vector_of(one, size), form), "index": index, "object": "embedding"}
        for index, one in enumerate(inputs)
    ]
    used = {"prompt_tokens": sum(counts), "total_tokens": sum(counts)}
    return Whole({"data": data, "model": call.facts.vendor_name, "object": "list", "usage": used})


EMBED = Endpoint(answer=_answer, failure=openai_shapes.failure, stream_failure=lambda _status: [])


def _inputs(given: Any) -> list[str | list[int]]:
    """One or many texts, or one or many lists of token numbers."""
    inputs: list[Any] = given if isinstance(given, list) else [given]
    if inputs and all(isinstance(one, int) for one in inputs):
        inputs = [inputs]
    if not inputs or len(inputs) > _MOST_INPUTS:
        raise refuse(f"Invalid 'input': expected 1 to {_MOST_INPUTS} inputs, but got {len(inputs)}.", "input")
    for one in inputs:
        numbers = isinstance(one, list) and all(isinstance(number, int) for number in one)
        if not isinstance(one, str) and not numbers:
            raise refuse("'$.input' is invalid. Please check the API reference.")
        if not one:
            raise refuse("'$.input' is invalid. Please check the API reference: an input cannot be empty.")
    return inputs


def vector_of(one: str | list[int], size: int) -> list[float]:
    """A vector of length 1, near to those of texts with the same words."""
    words = re.findall(r"\w+", one.lower()) or [one] if isinstance(one, str) else [str(number) for number in one]
    vector = [0.0] * size
    for word in words:
        for at, value in struct.iter_unpack(">Hh", hashlib.shake_128(word.encode()).digest(4 * _PLACES_PER_WORD)):
            vector[at % size] += value / 32_768
    length = math.sqrt(sum(value * value for value in vector)) or 1.0
    return [round(value / length, 8) for value in vector]


def _packed(vector: list[float], form: str) -> list[float] | str:
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode() if form == "base64" else vector
