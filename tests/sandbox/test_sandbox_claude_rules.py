"""What Claude refuses, and the words that it has for it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.conftest import Client
from tests.sandbox.payloads import claude, claude_tool, png

SONNET, OPUS = "anthropic--claude-4.5-sonnet", "anthropic--claude-4.8-opus"
USE = {"type": "tool_use", "id": "toolu_1", "name": "get_weather", "input": {"city": "Paris"}}
RESULT = {"type": "tool_result", "tool_use_id": "toolu_1", "content": "fine"}
TEXT = {"type": "text", "text": "Hello"}
THINK = {"type": "enabled", "budget_tokens": 2000}
MARK = {"type": "ephemeral"}


def said(*turns: Any, **more: Any) -> dict[str, Any]:
    """A Claude request with these turns, the person's first."""
    roles = ("user", "assistant")
    messages = [{"role": roles[i % 2], "content": turn} for i, turn in enumerate(turns)]
    return {**claude(**more), "messages": messages}


def image(media_type: str, data: str) -> list[dict[str, Any]]:
    return [{"type": "image", "source": {"type": "base64", "media_type": media_type, "data": data}}]


CLAUDE = [
    (SONNET, claude(model="x"), "model: Extra inputs are not permitted"),
    (SONNET, claude(metadata={}), "metadata: Extra inputs are not permitted"),
    (SONNET, claude(context_management={}), "context_management: Extra inputs are not permitted"),
    (SONNET, claude(output_config={"effort": "low"}), "output_config: Extra inputs are not permitted"),
    (SONNET, claude(max_tokens=None), "max_tokens: Field required"),
    (
        SONNET,
        claude(max_tokens=70_000),
        "max_tokens: 70000 > 64000, which is the maximum allowed number of output tokens",
    ),
    (SONNET, claude(anthropic_version=None), "anthropic_version: Field required"),
    (SONNET, claude(anthropic_beta=["prompt-caching-2024-07-31"]), "invalid beta flag"),
    (
        SONNET,
        claude(tools=[claude_tool(defer_loading=True)]),
        "tools.0.custom.defer_loading: Extra inputs are not permitted",
    ),
    (
        SONNET,
        claude(tools=[claude_tool(eager_input_streaming=True)]),
        "tools.0.custom.eager_input_streaming: Extra inputs",
    ),
    (SONNET, claude(tools=[claude_tool(name="a.b")]), "tools.0.custom.name: String should match pattern"),
    (SONNET, claude(tools=[claude_tool(input_schema={})]), "tools.0.custom.input_schema.type: Field required"),
    (SONNET, claude(tools=[claude_tool(), claude_tool()]), "tools: Tool names must be unique."),
    (
        SONNET,
        claude(tools=[{"type": "web_search_20250305", "name": "web_search"}]),
        "Input tag 'web_search_20250305' found",
    ),
    (SONNET, claude(tool_choice={"type": "any"}), "`tool_choice` may only be specified while providing `tools`."),
    (
        SONNET,
        claude(tools=[claude_tool()], tool_choice={"type": "tool", "name": "x"}),
        "Tool 'x' not found in provided tools",
    ),
    (
        SONNET,
        claude(system=[{**TEXT, "cache_control": {**MARK, "scope": "global"}}]),
        "system.0.cache_control.ephemeral.scope: Extra inputs are not permitted",
    ),
    (
        SONNET,
        said([{**TEXT, "cache_control": MARK}] * 5),
        "A maximum of 4 blocks with cache_control may be provided. Found 5.",
    ),
    (SONNET, claude(thinking={"type": "adaptive"}), "adaptive thinking is not supported on this model"),
    (OPUS, claude(thinking=THINK), '"thinking.type.enabled" is not supported for this model.'),
    (SONNET, claude(thinking={**THINK, "budget_tokens": 500}), "Input should be greater than or equal to 1024"),
    (
        SONNET,
        claude(thinking={**THINK, "budget_tokens": 4000}),
        "`max_tokens` must be greater than `thinking.budget_tokens`",
    ),
    (SONNET, claude(thinking=THINK, temperature=0.5), "`temperature` may only be set to 1 when thinking is enabled"),
    (
        SONNET,
        claude(thinking=THINK, tools=[claude_tool()], tool_choice={"type": "any"}),
        "Thinking may not be enabled when tool_choice forces tool use.",
    ),
    (SONNET, claude(temperature=0.5, top_p=0.5), "`temperature` and `top_p` cannot both be specified for this model."),
    (SONNET, claude(temperature=1.5), "temperature: range: 0..1"),
    (OPUS, claude(temperature=0.5), "`temperature` is deprecated for this model."),
    (
        OPUS,
        claude(output_config={"format": {"type": "json_schema", "schema": {"type": "object"}}}),
        "'additionalProperties' must be explicitly set to false",
    ),
    (OPUS, claude(output_config={"effort": "none"}), "output_config.effort: Input should be 'low', 'medium'"),
    (SONNET, {**claude(), "messages": []}, "messages: at least one message is required"),
    (
        SONNET,
        {**claude(), "messages": [{"role": "system", "content": "x"}]},
        "role 'system' is not supported on this model",
    ),
    (
        SONNET,
        {**claude(), "messages": [{"role": "assistant", "content": "x"}]},
        'first message must use the "user" role',
    ),
    (SONNET, said(" \n"), "text content blocks must contain non-whitespace text"),
    (SONNET, said("Hi", "", "Hi"), "messages.1: all messages must have non-empty content"),
    (
        SONNET,
        said("Hi", [USE], "Hi"),
        "messages.1: `tool_use` ids were found without `tool_result` blocks immediately after",
    ),
    (SONNET, said("Hi", [USE], [TEXT, RESULT]), "messages.1: `tool_use` ids were found without `tool_result` blocks"),
    (
        SONNET,
        said("Hi", "Ho", [RESULT]),
        "messages.2.content.0: unexpected `tool_use_id` found in `tool_result` blocks",
    ),
    (SONNET, said("Hi", [USE], [RESULT, RESULT]), "each tool_use must have a single result"),
    (SONNET, said("Hi", [{**USE, "id": "a|b"}]), "messages.1.content.0.tool_use.id: String should match pattern"),
    (
        SONNET,
        said("Hi", [{**USE, "caller": {}}]),
        "messages.1.content.0.tool_use.caller: Extra inputs are not permitted",
    ),
    (
        SONNET,
        said("Hi", [USE], [{**RESULT, "content": [{"type": "tool_reference"}]}]),
        "Input tag 'tool_reference' found",
    ),
    (SONNET, said("Hi", "Ho "), "final assistant content cannot end with trailing whitespace"),
    (OPUS, said("Hi", "Ho"), "This model does not support assistant message prefill."),
    (SONNET, said(image("image/bmp", "AAAA")), "image.source.base64.media_type: Input should be 'image/jpeg'"),
    (SONNET, said(image("image/png", "%%%")), "image.source.base64: invalid base64 data"),
    (SONNET, said(image("image/jpeg", png(1, 1))), "but the image appears to be a image/png image"),
    (SONNET, claude("word " * 170_000), "prompt is too long: "),
]


@pytest.mark.parametrize(("model", "body", "words"), CLAUDE)
async def test_refused(client: Client, model: str, body: dict[str, Any], words: str) -> None:
    answer = await client.post(model, "invoke", body)
    assert answer.status == 400, answer.text[:500]
    assert words in answer.message


async def test_a_long_context_beta_widens_the_window(client: Client) -> None:
    body = claude("word " * 170_000)
    assert (await client.post(SONNET, "invoke", body)).status == 400
    body["anthropic_beta"] = ["context-1m-2025-08-07"]
    assert (await client.post(SONNET, "invoke", body)).status == 200
