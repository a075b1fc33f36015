"""What Claude Code and Codex send, on all three families: accepted by strict upstreams, answered as they need it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.gateway.client_requests import (
    APPLY_PATCH,
    CLAUDE_CODE_HEADERS,
    CODEX_HEADERS,
    EXEC,
    NAMESPACE,
    TOOL_SEARCH,
    WEB_SEARCH,
    claude_code,
    codex,
    reminder,
)
from tests.gateway.proxy import Proxy
from tests.gateway.test_sdk_matrix import png

Json = dict[str, Any]
MODELS = [
    "claude-sonnet-4-5",
    "anthropic--claude-4.6-sonnet",
    "anthropic--claude-4.8-opus",
    "gpt-5",
    "gpt-5.5",
    "gpt-4.1",
    "gemini-2.5-pro",
    "gemini-3.5-flash",
    "amazon--nova-lite",
]

every_model = pytest.mark.parametrize("model", MODELS)


async def events(proxy: Proxy, path: str, body: Json, headers: dict[str, str]) -> list[Json]:
    """Return a stream's events after checking that each has the `event:` line of its type."""
    async with proxy.post(path, body, headers=headers) as response:
        text = (await response.read()).decode()
        assert response.status == 200, text
    told: list[Json] = []
    for block in text.strip().split("\n\n"):
        name, data = block.split("\n")
        event = json.loads(data.removeprefix("data: "))
        assert name == f"event: {event['type']}"
        told.append(event)
    return told


async def claude_turn(proxy: Proxy, body: Json) -> Json:
    """Run one turn as Claude Code reads it: return the message that its stream makes."""
    told = await events(proxy, "/v1/messages?beta=true", body, CLAUDE_CODE_HEADERS)
    assert {event["type"] for event in told} <= {
        "message_start",
        "content_block_start",
        "content_block_delta",
        "content_block_stop",
        "message_delta",
        "message_stop",
        "ping",
    }
    assert told[0]["type"] == "message_start"
    assert "usage" in told[0]["message"]
    assert told[-1]["type"] == "message_stop"
    blocks: dict[int, Json] = {}
    stopped = set()
    final: Json = {}
    for event in told:
        match event["type"]:
            case "content_block_start":
                blocks[event["index"]] = event["content_block"] | {"json": ""}
            case "content_block_delta":
                assert event["index"] not in stopped
                delta, block = event["delta"], blocks[event["index"]]
                for kind, key in (("text", "text"), ("thinking", "thinking"), ("signature", "signature")):
                    block[key] = block.get(key, "") + delta.get(kind, "") if kind in delta else block.get(key, "")
                block["json"] += delta.get("partial_json", "")
            case "content_block_stop":
                stopped.add(event["index"])
            case "message_delta":
                final = event
    assert stopped == set(blocks)
    assert final["usage"]["output_tokens"] > 0
    content = []
    for _, block in sorted(blocks.items()):
        arguments = block.pop("json")
        if block["type"] == "tool_use":
            content.append(
                {key: block[key] for key in ("type", "id", "name")} | {"input": json.loads(arguments or "{}")}
            )
        elif block["type"] == "thinking":
            content.append({key: block.get(key, "") for key in ("type", "thinking", "signature")})
        else:
            content.append({"type": "text", "text": block["text"]})
    return {"content": content, "stop_reason": final["delta"]["stop_reason"]}


def result_for(content: list[Json], result: Any) -> Json:
    call = next(block for block in content if block["type"] == "tool_use")
    block = {"tool_use_id": call["id"], "type": "tool_result", "content": result, "is_error": False}
    return {"role": "user", "content": [block | {"cache_control": {"type": "ephemeral"}}]}


@every_model
@pytest.mark.parametrize("known", [True, False], ids=["known-name", "unknown-name"])
async def test_claude_code_runs_a_command(proxy: Proxy, model: str, known: bool) -> None:
    asked = await claude_turn(proxy, claude_code(model, known=known))
    assert asked["stop_reason"] == "tool_use"
    call = asked["content"][-1]
    assert (call["name"], call["input"]["command"]) == ("Bash", "echo fig-$((6*7))")
    turns = [{"role": "assistant", "content": asked["content"]}, result_for(asked["content"], "fig-42")]
    answer = await claude_turn(proxy, claude_code(model, *turns, known=known))
    assert answer["stop_reason"] == "end_turn"
    assert "fig-42" in answer["content"][-1]["text"]
    for sent in proxy.upstream_bodies():
        assert "x-anthropic-billing-header" not in json.dumps(sent)


async def test_claude_code_hits_the_prompt_cache(proxy: Proxy) -> None:
    for number in ("f01", "a98"):  # the billing header changes with every request
        body = claude_code("claude-sonnet-4-5", thinking={"type": "disabled"})
        body["system"][0]["text"] = f"x-anthropic-billing-header: cc_version=2.1.329.{number};"
        body["tools"][1] = body["tools"][1] | {"cache_control": {"type": "ephemeral", "ttl": "1h"}}
        await claude_turn(proxy, body)
    sent = proxy.upstream_bodies()[-1]
    assert [block["cache_control"] for block in sent["system"]] == [{"type": "ephemeral"}, {"type": "ephemeral"}]
    assert sent["tools"][1]["cache_control"] == {"type": "ephemeral", "ttl": "1h"}
    assert sent["anthropic_beta"] == [
        "claude-code-20250219",
        "interleaved-thinking-2025-05-14",
        "tool-search-tool-2025-10-19",
        "effort-2025-11-24",
    ]
    assert proxy.engine.meter.recent[-1].usage.cache_read > 500


@every_model
async def test_claude_code_reads_an_image(proxy: Proxy, model: str) -> None:
    call = {"type": "tool_use", "id": "toolu_01", "name": "Read", "input": {"file_path": "/home/user/dot.png"}}
    source = {"type": "base64", "media_type": "image/png", "data": png(3, 2)}
    result = [{"type": "image", "source": source}, reminder("Many tokens left")]
    turns = [{"role": "assistant", "content": [call]}, result_for([call], result)]
    body = claude_code(model, *turns, thinking={"type": "disabled"})
    answer = await claude_turn(proxy, body)
    assert answer["stop_reason"] == "end_turn"
    assert png(3, 2) in json.dumps(proxy.upstream_bodies()[-1])


@every_model
async def test_claude_code_finds_tools(proxy: Proxy, model: str) -> None:
    call = {"type": "tool_use", "id": "toolu_02", "name": "ToolSearch", "input": {"query": "select:WebFetch"}}
    search = {"name": "ToolSearch", "description": "Finds tools.", "input_schema": {"type": "object", "properties": {}}}
    result = [{"type": "tool_reference", "tool_name": "WebFetch"}]
    found = result_for([call], result)
    found["content"].append({"type": "text", "text": "Tool loaded."})
    body = claude_code(model, {"role": "assistant", "content": [call]}, found, thinking={"type": "disabled"})
    body["tools"].append(search)
    await claude_turn(proxy, body)
    sent = json.dumps(proxy.upstream_bodies()[-1])
    assert "WebFetch is now available" in sent
    assert "defer_loading" not in sent
    assert "Fetches a page." in sent


@every_model
async def test_claude_code_names_a_session(proxy: Proxy, model: str) -> None:
    schema = {
        "type": "object",
        "properties": {"title": {"type": "string"}},
        "required": ["title"],
        "additionalProperties": False,
    }
    body = claude_code(
        model,
        thinking={"type": "disabled"},
        temperature=1,
        output_config={"format": {"type": "json_schema", "schema": schema}},
    )
    del body["tools"]
    answer = await claude_turn(proxy, body)
    assert answer["stop_reason"] == "end_turn"
    assert set(json.loads(answer["content"][-1]["text"])) == {"title"}


@every_model
async def test_claude_code_searches_the_web_in_vain(proxy: Proxy, model: str) -> None:
    body = claude_code(
        model,
        tools=[{"type": "web_search_20250305", "name": "web_search", "max_uses": 8}],
        tool_choice={"type": "tool", "name": "web_search"},
        thinking={"type": "disabled"},
        temperature=1,
        safeguards=[{"type": "dangerous_tool_use"}],
    )
    answer = await claude_turn(proxy, body)
    assert answer["stop_reason"] == "end_turn"
    assert "web_search" not in json.dumps(proxy.upstream_bodies()[-1])


async def test_claude_code_falls_back_to_an_unstreamed_request(proxy: Proxy) -> None:
    for model in MODELS:
        status, answer = await proxy.ask(
            "/v1/messages?beta=true", claude_code(model, stream=False), headers=CLAUDE_CODE_HEADERS
        )
        assert status == 200
        assert answer["stop_reason"] == "tool_use"


async def test_claude_code_counts_tokens_in_a_burst(proxy: Proxy) -> None:
    body = claude_code("claude-sonnet-4-5")
    for key in ("max_tokens", "stream", "metadata"):
        del body[key]
    status, answer = await proxy.ask("/v1/messages/count_tokens?beta=true", body, headers=CLAUDE_CODE_HEADERS)
    assert status == 200
    assert 800 < answer["input_tokens"] < 3000
    assert proxy.upstream_bodies() == []


# ----------------------------------------------------------------------------------------------------------------------
# Codex


async def codex_turn(proxy: Proxy, body: Json) -> list[Json]:
    """Run one turn as Codex reads it: return the finished items."""
    told = await events(proxy, "/v1/responses", body, CODEX_HEADERS)
    assert [event["type"] for event in told[:2]] == ["response.created", "response.in_progress"]
    numbers = [event["sequence_number"] for event in told if event["type"] != "keepalive"]
    assert numbers == sorted(set(numbers))
    done = [event["item"] for event in told if event["type"] == "response.output_item.done"]
    added = [event["item"] for event in told if event["type"] == "response.output_item.added"]
    assert [item["id"] for item in added] == [item["id"] for item in done]
    completed = told[-1]
    assert completed["type"] == "response.completed"
    assert completed["response"]["id"].startswith("resp_")
    assert completed["response"]["usage"]["total_tokens"] > 0
    assert [item["id"] for item in completed["response"]["output"]] == [item["id"] for item in done]
    return done


def call_of(items: list[Json]) -> Json:
    return next(item for item in items if item["type"] in ("function_call", "custom_tool_call"))


def text_of(items: list[Json]) -> str:
    return "".join(part["text"] for item in items if item["type"] == "message" for part in item["content"])


@every_model
async def test_codex_runs_a_command_and_keeps_its_reasoning(proxy: Proxy, model: str) -> None:
    items = await codex_turn(proxy, codex(model))
    call = call_of(items)
    assert (call["type"], call["name"], json.loads(call["arguments"])["cmd"]) == (
        "function_call",
        "exec_command",
        "echo fig-$((6*7))",
    )
    if model != "gpt-4.1":
        assert any(item["type"] == "reasoning" for item in items)
    output = {"type": "function_call_output", "id": "fco_1", "call_id": call["call_id"], "output": "Exit 0\nfig-42"}
    answer = await codex_turn(proxy, codex(model, *items, output))
    assert "fig-42" in text_of(answer)


@every_model
async def test_codex_tools_of_a_namespace(proxy: Proxy, model: str) -> None:
    body = codex(model, words="Use the multi_agent_v1__close_agent tool.")
    items = await codex_turn(proxy, body)
    call = call_of(items)
    assert (call["name"], call["namespace"]) == ("close_agent", "multi_agent_v1")
    assert json.loads(call["arguments"])["target"]
    output = {"type": "function_call_output", "call_id": call["call_id"], "output": "closed-42"}
    answer = await codex_turn(proxy, codex(model, *items, output, words="Use the multi_agent_v1__close_agent tool."))
    assert "closed-42" in text_of(answer)
    assert all("namespace" not in json.dumps(sent) for sent in proxy.upstream_bodies())


@every_model
async def test_codex_custom_tools(proxy: Proxy, model: str) -> None:
    tools = [EXEC, APPLY_PATCH, TOOL_SEARCH, WEB_SEARCH]
    words = "Use the apply_patch tool."
    items = await codex_turn(proxy, codex(model, words=words, tools=tools))
    call = call_of(items)
    assert (call["type"], call["name"]) == ("custom_tool_call", "apply_patch")
    assert call["input"]
    assert not call["input"].startswith("{")
    output = {"type": "custom_tool_call_output", "id": "ctco_1", "call_id": call["call_id"], "output": "patched-42"}
    answer = await codex_turn(proxy, codex(model, *items, output, words=words, tools=tools))
    assert "patched-42" in text_of(answer)
    sent = json.dumps(proxy.upstream_bodies()[-1])
    assert "*** Begin Patch" in sent  # the grammar is told to the model


@every_model
async def test_codex_tools_inside_the_input(proxy: Proxy, model: str) -> None:
    extra = {"type": "additional_tools", "id": "at_1", "role": "developer"}
    functions = {"type": "namespace", "name": "functions", "description": "", "tools": [EXEC, APPLY_PATCH]}
    body = codex(model)
    del body["tools"]
    body["input"].insert(0, extra | {"tools": [functions, NAMESPACE]})
    call = call_of(await codex_turn(proxy, body))
    assert (call["name"], call["namespace"]) == ("exec_command", "functions")
    assert json.loads(call["arguments"])["cmd"] == "echo fig-$((6*7))"


@every_model
async def test_codex_names_and_compacts(proxy: Proxy, model: str) -> None:
    schema = {
        "type": "object",
        "properties": {"title": {"type": "string", "minLength": 1, "maxLength": 36}},
        "required": ["title"],
        "additionalProperties": False,
    }
    form = {"type": "json_schema", "strict": True, "name": "codex_output_schema", "schema": schema}
    title = await codex_turn(proxy, codex(model, words="Name this task.", tools=[], text={"format": form}))
    assert set(json.loads(text_of(title))) == {"title"}
    earlier = {
        "type": "message",
        "id": "msg_7b77",
        "role": "assistant",
        "status": "completed",
        "content": [{"type": "output_text", "text": "Done.", "annotations": []}],
    }
    compact = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Write a short summary."}]}
    summary = await codex_turn(proxy, codex(model, earlier, compact, tools=[], parallel_tool_calls=False))
    assert text_of(summary)
