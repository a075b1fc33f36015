"""OpenAI's embeddings: read for models that are asked in another way, and written as every client takes them.

Source: OpenAI's API reference. What a vendor cannot do itself, a shorter vector or base64, is done here.
"""

from __future__ import annotations

import base64
import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from aicore_tray.dialects.conversation import Json
from aicore_tray.dialects.errors import invalid
from aicore_tray.dialects.reading import need, optional, text_of

MOST_INPUTS = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddingRequest:
    """What a client asks.

    Attributes:
        texts: one or more, none of them empty.
        dimensions: the length of the vectors; None for the model's own.
        packed: vectors are wanted in base64.
        purpose: "query" or "passage", "" where the client says neither.
    """

    texts: tuple[str, ...]
    dimensions: int | None = None
    packed: bool = False
    purpose: str = ""


def read_request(body: Json) -> EmbeddingRequest:
    """Return the neutral form of a `/v1/embeddings` body for a model that takes texts.

    Raises:
        ApiError: a field is wrong, or the input is token numbers, which only OpenAI's own models understand.
    """
    given = body.get("input")
    rows = given if isinstance(given, list) else [given]
    if any(isinstance(row, int | list) and not isinstance(row, bool) for row in rows):
        raise invalid("input: this model takes texts, not token numbers: they are another vendor's", param="input")
    if not 1 <= len(rows) <= MOST_INPUTS:
        raise invalid(f"input: expected 1 to {MOST_INPUTS} texts, not {len(rows)}", param="input")
    path = "input.{}" if isinstance(given, list) else "input"
    texts = tuple(need(row, str, path.format(place)) for place, row in enumerate(rows))
    if not all(text.strip() for text in texts):
        raise invalid("input: a text is empty", param="input")
    form = optional(body, "encoding_format", str) or "float"
    if form not in ("float", "base64"):
        raise invalid("encoding_format: use float or base64", param="encoding_format")
    dimensions = optional(body, "dimensions", int)
    if dimensions is not None and dimensions < 1:
        raise invalid("dimensions: expected 1 or more", param="dimensions")
    purpose = text_of(body, "input_type", "") if body.get("input_type") is not None else ""
    return EmbeddingRequest(
        texts=texts,
        dimensions=dimensions,
        packed=form == "base64",
        purpose=purpose.replace("document", "passage"),
    )


def write_answer(request: EmbeddingRequest, model: str, vectors: Sequence[Sequence[float]], tokens: int) -> Json:
    """Return the list that a client takes.

    Args:
        vectors: in the order of the request's texts.
        tokens: of all texts, 0 where the vendor counts none.
    """
    data = [
        {"object": "embedding", "index": index, "embedding": _written(vector, request)}
        for index, vector in enumerate(vectors)
    ]
    return {
        "object": "list",
        "data": data,
        "model": model,
        "usage": {"prompt_tokens": tokens, "total_tokens": tokens},
    }


def _written(vector: Sequence[float], request: EmbeddingRequest) -> list[float] | str:
    values = list(vector)
    if request.dimensions is not None and request.dimensions < len(values):
        values = _shortened(values, request.dimensions)
    if request.packed:
        return base64.b64encode(struct.pack(f"<{len(values)}f", *values)).decode()
    return values


def _shortened(vector: list[float], size: int) -> list[float]:
    """Return the head of a vector at length 1: what models are trained for that offer several sizes."""
    head = vector[:size]
    length = math.sqrt(sum(value * value for value in head)) or 1.0
    return [value / length for value in head]
