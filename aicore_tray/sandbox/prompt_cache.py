"""Simulated prompt caching: explicit breakpoints as Claude has them, automatic prefixes as OpenAI and Gemini do."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from aicore_tray.sandbox.estimates import CHARACTERS_PER_TOKEN, canonical, tokens_of

_LOOK_BACK = 20  # blocks before a breakpoint in which an older entry is still found
_STEP = 128  # automatic caches grow in steps of so many tokens
_AUTOMATIC_MINIMUM = 1024
_LIFETIMES = {"5m": 300.0, "1h": 3600.0}


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a prompt in the order in which it is cached; `ttl` marks a breakpoint."""

    content: Any
    ttl: str | None = None

    @property
    def tokens(self) -> int:
        """What it takes of the prompt: a text as it is, a structure by its parts."""
        return max(1, _tokens(self.content))


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheUse:
    """How many prompt tokens were read from the cache and written to it (by lifetime)."""

    read: int = 0
    written: dict[str, int] = field(default_factory=lambda: {"5m": 0, "1h": 0})

    @property
    def created(self) -> int:
        """All tokens that were written."""
        return sum(self.written.values())


class PromptCache:
    """Remembers prefixes for as long as their lifetime says; one owner never sees another's."""

    def __init__(self) -> None:
        self._ends: dict[str, float] = {}

    def explicit(self, owner: str, blocks: Sequence[Block], minimum: int) -> CacheUse:
        """Use breakpoints: read the longest known prefix, write what follows up to the last breakpoint."""
        marks = [index for index, block in enumerate(blocks) if block.ttl]
        if not marks:
            return CacheUse()
        prefixes = list(_prefixes(owner, blocks))
        read = 0
        for index in range(marks[-1], -1, -1):
            key, tokens = prefixes[index]
            if self._known(key) and any(index <= mark <= index + _LOOK_BACK for mark in marks):
                read = tokens
                break
        written, done = {"5m": 0, "1h": 0}, read
        for mark in marks:
            key, tokens = prefixes[mark]
            ttl = blocks[mark].ttl or "5m"
            if tokens < minimum:
                continue
            self._ends[key] = time.monotonic() + _LIFETIMES[ttl]
            if tokens > done:
                written[ttl] += tokens - done
                done = tokens
        return CacheUse(read=read, written=written)

    def automatic(self, owner: str, prompt: str) -> int:
        """Return how many leading tokens of the prompt were seen before, and remember all of it."""
        size = _STEP * CHARACTERS_PER_TOKEN
        digest = hashlib.sha256(owner.encode())
        cached, end = 0, time.monotonic() + _LIFETIMES["5m"]
        for count in range(1, len(prompt) // size + 1):
            digest.update(prompt[(count - 1) * size : count * size].encode())
            key = digest.hexdigest()
            if cached == count - 1 and self._known(key):
                cached = count
            self._ends[key] = end
        return cached * _STEP if cached * _STEP >= _AUTOMATIC_MINIMUM else 0

    def _known(self, key: str) -> bool:
        return self._ends.get(key, 0.0) > time.monotonic()


def _prefixes(owner: str, blocks: Sequence[Block]) -> Iterator[tuple[str, int]]:
    digest, tokens = hashlib.sha256(owner.encode()), 0
    for block in blocks:
        text = canonical(block.content)
        digest.update(text.encode() + b"\0")
        tokens += block.tokens
        yield digest.hexdigest(), tokens


def _tokens(value: Any) -> int:
    if isinstance(value, dict):
        return sum(_tokens(key) + _tokens(each) for key, each in value.items())
    if isinstance(value, list):
        return sum(map(_tokens, value))
    return tokens_of(str(value))
