"""Reasoning by tool-call id, for clients that cannot carry it: kept over a restart, and no request fails without it."""

from __future__ import annotations

import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from aicore_tray.config.settings import Settings
from aicore_tray.sandbox.server import Sandbox
from tests.gateway.proxy import Proxy, running_proxy

TOOL = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}
ASK = {"role": "user", "content": "What is the weather in Walldorf? Use the tool get_weather."}


def body(model: str, messages: list[Any]) -> dict[str, Any]:
    return {"model": model, "messages": messages, "tools": [TOOL], "reasoning_effort": "medium", "max_tokens": 6000}


async def called(proxy: Proxy, model: str) -> list[Any]:
    """Let a model think and call; return the history as a client that drops reasoning sends it."""
    status, answer = await proxy.ask("/v1/chat/completions", body(model, [ASK]))
    assert status == 200, answer
    calls = answer["choices"][0]["message"]["tool_calls"]
    result = {"role": "tool", "tool_call_id": calls[0]["id"], "content": "17 degrees"}
    return [ASK, {"role": "assistant", "content": None, "tool_calls": calls}, result]


async def go_on(proxy: Proxy, model: str, history: list[Any]) -> dict[str, Any]:
    status, answer = await proxy.ask("/v1/chat/completions", body(model, history))
    assert status == 200, answer
    assert "17 degrees" in answer["choices"][0]["message"]["content"]
    return proxy.upstream_bodies()[-1]


def reasoning_of(sent: dict[str, Any]) -> list[str]:
    """Return the signatures that went upstream."""
    blocks = [
        block for message in sent.get("messages", ()) for block in message["content"] or () if isinstance(block, dict)
    ]
    claude = [block["signature"] for block in blocks if block.get("type") == "thinking"]
    parts = [part for content in sent.get("contents", ()) for part in content["parts"]]
    gemini = [part["thoughtSignature"] for part in parts if "thoughtSignature" in part]
    gpt = [item["encrypted_content"] for item in sent.get("input", ()) if item.get("type") == "reasoning"]
    return claude + gemini + gpt


@pytest.mark.parametrize("model", ["anthropic--claude-4.5-sonnet", "gemini-3.5-flash", "gpt-5.5"])
async def test_reasoning_survives_a_restart(tmp_path: Path, model: str) -> None:
    async with Sandbox() as sandbox:
        async with running_proxy(tmp_path, behind=sandbox) as proxy:
            history = await called(proxy, model)
            before = reasoning_of(await go_on(proxy, model, history))
            file = proxy.paths.recall_db
        assert before
        if sys.platform != "win32":
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
        async with running_proxy(tmp_path, behind=sandbox) as proxy:
            assert reasoning_of(await go_on(proxy, model, history)) == before


@pytest.mark.parametrize("model", ["anthropic--claude-4.5-sonnet", "gemini-3.5-flash", "gpt-5.5"])
async def test_reasoning_that_is_not_taken_back_is_left_out(tmp_path: Path, model: str) -> None:
    async with running_proxy(tmp_path) as proxy:
        history = await called(proxy, model)
    # Another sandbox has other keys, and takes back no signature of the first one's.
    async with running_proxy(tmp_path) as proxy:
        await go_on(proxy, model, history)
        refused, taken = proxy.upstream_bodies()
        assert set(reasoning_of(refused)).isdisjoint(reasoning_of(taken))


async def test_without_it_the_turn_goes_on_without_thinking(tmp_path: Path) -> None:
    model = "anthropic--claude-4.5-sonnet"
    async with running_proxy(tmp_path / "one") as proxy:
        history = await called(proxy, model)
    async with running_proxy(tmp_path / "other") as proxy:
        sent = await go_on(proxy, model, history)
    assert reasoning_of(sent) == []
    assert "thinking" not in sent


async def test_a_broken_file_is_set_aside(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    model = "anthropic--claude-4.5-sonnet"
    async with Sandbox() as sandbox:
        async with running_proxy(tmp_path, behind=sandbox) as proxy:
            file = proxy.paths.recall_db
            await called(proxy, model)
        file.write_bytes(b"no database" * 1000)
        async with running_proxy(tmp_path, behind=sandbox) as proxy:
            history = await called(proxy, model)
        assert "set aside" in caplog.text
        assert file.with_suffix(".broken").read_bytes().startswith(b"no database")
        async with running_proxy(tmp_path, behind=sandbox) as proxy:
            assert reasoning_of(await go_on(proxy, model, history))


async def test_whoever_wants_nothing_on_disk_has_nothing(tmp_path: Path) -> None:
    model = "anthropic--claude-4.5-sonnet"
    async with Sandbox() as sandbox:
        async with running_proxy(tmp_path, behind=sandbox) as proxy:
            await called(proxy, model)
            file = proxy.paths.recall_db
        assert file.exists()
        async with running_proxy(tmp_path, behind=sandbox, settings=Settings(keep_reasoning=False)) as proxy:
            assert not file.exists()
            history = await called(proxy, model)
            assert reasoning_of(await go_on(proxy, model, history))
        assert not file.exists()
