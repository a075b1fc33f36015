"""A conversation made short by the asked model, with OpenAI's SDK, and gone on with on every family."""

from __future__ import annotations

import json
from typing import Any

import openai
import pytest

from tests.gateway.proxy import KEY, Proxy

MODELS = ["gpt-5", "anthropic--claude-4.5-sonnet", "gemini-2.5-flash"]
TALK: list[Any] = [
    {"role": "user", "content": "Where is the quince pie?"},
    {"type": "function_call", "call_id": "call_1", "name": "look", "arguments": '{"where": "oven"}'},
    {"type": "function_call_output", "call_id": "call_1", "output": "It is in the oven."},
    {"role": "assistant", "content": "In the oven."},
    {"role": "user", "content": "Take it out at noon."},
]


@pytest.mark.parametrize("model", MODELS)
async def test_what_is_made_short_goes_on(proxy: Proxy, model: str) -> None:
    async with openai.AsyncOpenAI(base_url=f"{proxy.url}/v1", api_key=KEY, max_retries=0) as sdk:
        short = await sdk.responses.compact(model=model, input=TALK, instructions="You are a baker.")
        asked = json.dumps(proxy.upstream_bodies()[-1])
        for part in ("You are a baker.", "Where is the quince pie?", "oven", "It is in the oven.", "at noon"):
            assert part in asked, part
        # A user's message among an answer's items is more than the SDK's types know.
        items = [item.model_dump(exclude_none=True, warnings=False) for item in short.output]
        assert [item["type"] for item in items] == ["message", "message", "compaction"]
        assert short.usage.input_tokens > 0
        sent: Any = [*items, {"role": "user", "content": "Say ok."}]
        assert (await sdk.responses.create(model=model, input=sent)).output_text
        after = json.dumps(proxy.upstream_bodies()[-1])
        assert "This conversation was made short" in after
        assert "at noon" in after
        assert "compaction" not in after
        # Once more: the summary itself is no word of the user's.
        again = await sdk.responses.compact(model=model, input=sent)
        assert [item.type for item in again.output] == ["message", "message", "message", "compaction"]


async def test_nothing_to_make_short(proxy: Proxy) -> None:
    status, told = await proxy.ask("/v1/responses/compact", {"model": "gpt-5", "input": []})
    assert (status, told["error"]["param"]) == (400, "input")
    status, told = await proxy.ask("/v1/responses/compact", {"model": "nobody", "input": TALK})
    assert status == 404
