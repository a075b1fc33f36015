"""Token counts as the sandbox's models see them: an estimate, the same for every family."""

from __future__ import annotations

import json
from typing import Any

CHARACTERS_PER_TOKEN = 4


def tokens_of(text: str) -> int:
    """About four characters a token; scripts outside Latin need about one token a character."""
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
