"""Token counts as the sandbox's models see them: an estimate, the same for every family, or each with its own skew."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

CHARACTERS_PER_TOKEN = 4
_skew: ContextVar[float] = ContextVar("skew", default=1.0)


@contextmanager
def counting_as(model: str) -> Iterator[None]:
    """Count within a block as this model's own tokenizer does: a quarter to nearly a half less or more than others."""
    drawn = hashlib.sha256(model.encode()).digest()
    size = 0.28 + drawn[0] / 255 * 0.17
    token = _skew.set(1 + size if drawn[1] % 2 else 1 - size)
    try:
        yield
    finally:
        _skew.reset(token)


def tokens_of(text: str) -> int:
    """About four characters a token; scripts outside Latin need about one token a character."""
    return round(_plain_tokens(text) * _skew.get())


def _plain_tokens(text: str) -> int:
    plain = sum(1 for character in text if character < "\u0250") if not text.isascii() else len(text)
    return -(-plain // CHARACTERS_PER_TOKEN) + (len(text) - plain)


def tokens_of_json(value: Any) -> int:
    """The tokens of a structure as the model would read it."""
    return tokens_of(canonical(value))


def canonical(value: Any) -> str:
    """JSON with a fixed order of keys, so that equal prompts are equal texts."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def first_tokens(text: str, count: int) -> str:
    """The beginning of a text that fits into so many tokens."""
    if tokens_of(text) <= count:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if tokens_of(text[:middle]) <= count else (low, middle - 1)
    return text[:low]
