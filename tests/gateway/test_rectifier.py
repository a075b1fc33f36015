"""What an upstream refuses and can be left out reaches no client as an error, and is left out from then on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aicore_tray.gateway import rectifier
from aicore_tray.gateway.rectifier import read_refused
from tests.gateway.proxy import Proxy, running_proxy

CLAUDE, GPT = "anthropic--claude-4.5-sonnet", "gpt-4o"
HELLO = [{"role": "user", "content": "Say quince."}]


def messages(**more: Any) -> dict[str, Any]:
    return {"model": CLAUDE, "max_tokens": 200, "messages": HELLO, **more}


async def test_every_refused_field_of_one_request_is_left_out(proxy: Proxy) -> None:
    body = {"model": GPT, "messages": HELLO, "quince": 1, "medlar": {"a": 2}, "rowan": [3]}
    status, answer = await proxy.ask("/v1/chat/completions", body)
    assert status == 200, answer
    first = len(proxy.upstream_bodies())
    assert first > 1
    assert (await proxy.ask("/v1/chat/completions", body))[0] == 200
    assert len(proxy.upstream_bodies()) == first + 1
    assert not {"quince", "medlar", "rowan"} & proxy.upstream_bodies()[-1].keys()


async def test_a_kind_of_tool_that_is_refused_is_left_out(proxy: Proxy) -> None:
    weather = {"name": "get_weather", "input_schema": {"type": "object", "properties": {}}}
    strange = {"type": "telescope_20990101", "name": "telescope"}
    body = messages(tools=[weather, strange], tool_choice={"type": "tool", "name": "telescope"})
    status, answer = await proxy.ask("/v1/messages", body)
    assert status == 200, answer
    sent = proxy.upstream_bodies()[-1]
    assert [tool["name"] for tool in sent["tools"]] == ["get_weather"]
    assert sent["tool_choice"] == {"type": "auto"}
    count = len(proxy.upstream_bodies())
    assert (await proxy.ask("/v1/messages", messages(tools=[strange])))[0] == 200
    assert len(proxy.upstream_bodies()) == count + 1
    assert "tools" not in proxy.upstream_bodies()[-1]


async def test_a_tool_that_was_called_is_never_left_out(proxy: Proxy) -> None:
    strange = {"type": "telescope_20990101", "name": "telescope"}
    history = [
        *HELLO,
        {"role": "assistant", "content": [{"type": "tool_use", "id": "toolu_1", "name": "telescope", "input": {}}]},
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "toolu_1", "content": "a star"}]},
    ]
    status, answer = await proxy.ask("/v1/messages", messages(tools=[strange], messages=history))
    assert status == 400
    assert "telescope_20990101" in answer["error"]["message"]


async def test_it_is_remembered_over_a_restart_and_asked_again_after_a_week(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = {"model": GPT, "messages": HELLO, "quince": 1}
    async with running_proxy(tmp_path) as proxy:
        assert (await proxy.ask("/v1/chat/completions", body))[0] == 200
        file, sandbox_ids = proxy.paths.refused_file, {each.id for each in proxy.engine.landscape.deployments}
    (deployment, fields), *others = read_refused(file).items()
    assert not others
    assert deployment.rpartition("/")[2] in sandbox_ids
    assert [str(field) for field in fields] == ["quince"]

    kept = rectifier.Rectifier(file)
    kept.load()
    sent = dict(body)
    kept.apply(deployment, sent)
    assert "quince" not in sent
    later = next(iter(fields.values())) + rectifier.MEMORY_SECONDS + 1
    monkeypatch.setattr("aicore_tray.gateway.rectifier.time.time", lambda: later)
    kept.apply(deployment, again := dict(body))
    assert again == body


async def test_a_broken_memory_is_learned_anew(tmp_path: Path) -> None:
    async with running_proxy(tmp_path) as proxy:
        file = proxy.paths.refused_file
    file.write_text("{]")
    async with running_proxy(tmp_path) as proxy:
        body = {"model": GPT, "messages": HELLO, "quince": 1}
        assert (await proxy.ask("/v1/chat/completions", body))[0] == 200
    assert read_refused(file)


async def test_what_would_change_the_question_is_told(proxy: Proxy) -> None:
    status, answer = await proxy.ask("/v1/messages", messages(messages=[{"role": "user", "content": []}]))
    assert status == 400, answer
