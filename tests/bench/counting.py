"""How far counts of tokens are off before and after models have answered: python -m tests.bench.counting.

Every model of the sandbox counts by a skew of its own, which the engine cannot know. For each model prompts of prose,
code, JSON and other scripts, with and without tools, are counted by `/v1/messages/count_tokens` and then sent; the
errors are those of prompts that were not learned from.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aicore_tray.cli.terminal import say
from aicore_tray.sandbox.server import Sandbox
from tests.gateway.proxy import Proxy, running_proxy

MODELS = (
    "anthropic--claude-4.5-sonnet", "anthropic--claude-4.5-haiku", "gpt-4o", "gpt-5", "gemini-2.5-flash",
)  # fmt: skip
LEARNED, JUDGED = 20, 12
BEFORE, AFTER = 0.15, 0.05
_WORDS = "the of and a to in is you that it he was for on are as with his they at be this have from quince".split()  # noqa: SIM905
_CJK = "天气预报说明天会下雨所以我们带伞去市场买木瓜"


@dataclass(frozen=True, slots=True)
class Errors:
    """The mean relative errors of one model's counts."""

    model: str
    before: float
    after: float


def prompts(seed: int) -> Iterator[dict[str, Any]]:
    """Yield bodies without a model, ever others."""
    rng = random.Random(seed)  # noqa: S311 - prompts, no secrets
    while True:
        size = rng.randint(80, 1500)
        prose = " ".join(rng.choice(_WORDS) for _ in range(size))
        code = "\n".join(f"    value_{n} = compute({n}, scale={rng.random():.3f})" for n in range(size // 12))
        rows = json.dumps([{"id": n, "name": rng.choice(_WORDS)} for n in range(size // 12)])
        wide = "".join(rng.choice(_CJK) for _ in range(size // 2))
        turns = [{"role": "user", "content": text} for text in rng.sample([prose, code, rows, wide], 2)]
        body = {"max_tokens": 64, "messages": [turns[0], {"role": "assistant", "content": "Go on."}, turns[1]]}
        if rng.random() < 0.4:
            body["system"] = prose[: rng.randint(50, 2000)]
        if rng.random() < 0.4:
            fields = {f"field_{n}": {"type": "string", "description": prose[:80]} for n in range(rng.randint(1, 8))}
            schema = {"type": "object", "properties": fields}
            body["tools"] = [
                {"name": f"tool_{n}", "description": prose[:200], "input_schema": schema}
                for n in range(rng.randint(1, 6))
            ]
        yield body


async def _count(proxy: Proxy, body: dict[str, Any]) -> int:
    status, told = await proxy.ask("/v1/messages/count_tokens", body)
    assert status == 200, told
    return int(told["input_tokens"])


async def _real(proxy: Proxy, body: dict[str, Any]) -> int:
    status, told = await proxy.ask("/v1/messages", body)
    assert status == 200, told
    usage = told["usage"]
    return int(usage["input_tokens"] + usage["cache_read_input_tokens"] + usage["cache_creation_input_tokens"])


async def errors_of(proxy: Proxy, model: str, seed: int) -> Errors:
    """Return how far counts are off before and after the model has answered so many requests."""
    source = prompts(seed)
    judged = [{"model": model, **next(source)} for _ in range(JUDGED)]
    first = [await _count(proxy, body) for body in judged]
    for _ in range(LEARNED):
        await _real(proxy, {"model": model, **next(source)})
    last = [await _count(proxy, body) for body in judged]
    real = [await _real(proxy, body) for body in judged]

    def mean(counts: list[int]) -> float:
        return sum(abs(count - true) / true for count, true in zip(counts, real, strict=True)) / JUDGED

    return Errors(model, mean(first), mean(last))


async def measure(folder: Path, models: tuple[str, ...] = MODELS) -> list[Errors]:
    async with Sandbox(skewed=True) as sandbox, running_proxy(folder, behind=sandbox) as proxy:
        return [await errors_of(proxy, model, seed) for seed, model in enumerate(models)]


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        found = asyncio.run(measure(Path(name)))
    for each in found:
        good = each.before > BEFORE and each.after < AFTER
        say(f"{each.model:32} off by {each.before:6.1%} before, {each.after:6.1%} after {LEARNED} requests"
            f"{'' if good else '  <-- not good enough'}")  # fmt: skip
    return 0 if all(each.before > BEFORE and each.after < AFTER for each in found) else 1


if __name__ == "__main__":
    sys.exit(main())
