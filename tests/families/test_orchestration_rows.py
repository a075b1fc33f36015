"""The orchestration service, row by row: parameters by vendor and model, reasoning, schemas, caching, signatures."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aicore_tray.aicore.families.family import Plan
from aicore_tray.dialects import chat_completions, messages
from aicore_tray.dialects.dialect import ClientDialect
from tests.families.planning import CATALOGUE, OPUS_47, SONNET, SONNET_46
from tests.families.planning import plan as planned

Json = dict[str, Any]
GPT, GPT_55, GPT_56, GPT_41 = "gpt-5", "gpt-5.5", "gpt-5.6-sol", "gpt-4.1"
FLASH, FLASH_25, QWEN, ABAP = "gemini-3.5-flash", "gemini-2.5-flash", "qwen3.7-plus", "sap-abap-1"
FUNCTION: Json = {"type": "function", "function": {"name": "f", "parameters": {"type": "object", "properties": {}}}}
SCHEMA: Json = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"],
                "additionalProperties": False}  # fmt: skip
FORMAT: Json = {"type": "json_schema", "json_schema": {"name": "n", "schema": SCHEMA, "strict": True}}


def plan(model: str, body: Json, dialect: ClientDialect = chat_completions) -> Plan:
    asked = {"model": "m", "messages": [{"role": "user", "content": "hi"}], **body}
    return planned(model, asked, dialect, through_orchestration=True)


def model_of(made: Plan) -> Json:
    found: Json = made.body["config"]["modules"]["prompt_templating"]["model"]
    return found


def params(model: str, body: Json, dialect: ClientDialect = chat_completions) -> Json:
    found: Json = model_of(plan(model, body, dialect))["params"]
    return found


def prompt(model: str, body: Json, dialect: ClientDialect = chat_completions) -> Json:
    found: Json = plan(model, body, dialect).body["config"]["modules"]["prompt_templating"]["prompt"]
    return found


def test_the_facts_are_the_models_own() -> None:
    for model, vendor, apart in ((SONNET, "anthropic", True), (GPT, "openai", False), (FLASH, "google", False)):
        through, native = CATALOGUE.facts(model, "orchestration"), CATALOGUE.facts(model)
        assert (through.family, through.vendor, through.cached_apart) == ("orchestration", vendor, apart)
        assert (through.context, through.efforts, through.thinking) == (native.context, native.efforts, native.thinking)
        assert native.family != "orchestration"
    for unknown in (QWEN, ABAP):
        assert (CATALOGUE.facts(unknown, "orchestration").family, CATALOGUE.facts(unknown).family) == (
            "orchestration", "",
        )  # fmt: skip
    assert CATALOGUE.facts(ABAP, "orchestration").max_output == 4096


def test_where_it_goes() -> None:
    made = plan(QWEN, {})
    assert made.path == "/v2/completion"
    assert model_of(made) == {"name": QWEN, "params": {}, "timeout": 1200, "max_retries": 1}
    assert made.body["config"]["modules"]["prompt_templating"]["prompt"]["template"] == [
        {"role": "user", "content": "hi"}
    ]
    assert "stream" not in made.body["config"]
    assert made.unstreamed is None
    assert not made.forward


def test_streams_and_the_way_back_from_them() -> None:
    made = plan(GPT, {"stream": True})
    assert made.body["config"]["stream"]["enabled"] is True
    assert model_of(made)["params"]["stream_options"] == {"include_usage": True}
    assert made.unstreamed is not None
    whole = made.unstreamed()
    assert whole.whole
    assert "stream" not in whole.body["config"]
    assert "stream_options" not in model_of(whole)["params"]
    assert model_of(whole)["timeout"] == 1200


EVERYTHING: Json = {
    "max_tokens": 500, "temperature": 0.5, "top_p": 0.5, "top_k": 5, "stop": ["x"], "seed": 1, "presence_penalty": 1,
    "frequency_penalty": 1, "verbosity": "low", "user": "u", "prompt_cache_key": "k", "reasoning_effort": "medium",
    "parallel_tool_calls": False, "tools": [FUNCTION],
}  # fmt: skip


@pytest.mark.parametrize(
    ("model", "sent"),
    [
        (SONNET, {"max_tokens": 500, "temperature": 0.5, "top_k": 5, "stop": ["x"], "tool_choice": "auto"}),
        (OPUS_47, {"max_tokens": 500, "stop": ["x"], "tool_choice": "auto", "thinking": {"type": "adaptive"},
                   "output_config": {"effort": "medium"}}),
        (GPT, {"max_completion_tokens": 500, "seed": 1, "reasoning_effort": "medium", "tool_choice": "auto",
               "parallel_tool_calls": False}),
        (GPT_55, {"max_completion_tokens": 500, "seed": 1, "tool_choice": "auto", "parallel_tool_calls": False}),
        (GPT_56, {"max_completion_tokens": 500, "seed": 1, "parallel_tool_calls": False}),
        (GPT_41, {"max_tokens": 500, "temperature": 0.5, "top_p": 0.5, "stop": ["x"], "seed": 1,
                  "presence_penalty": 1.0, "frequency_penalty": 1.0, "tool_choice": "auto",
                  "parallel_tool_calls": False}),
        (FLASH, {"max_tokens": 500, "temperature": 0.5, "top_p": 0.5, "top_k": 5, "stop": ["x"], "seed": 1,
                 "reasoning_effort": "medium", "tool_choice": "auto"}),
        (QWEN, {"max_tokens": 500, "temperature": 0.5, "top_p": 0.5, "stop": ["x"], "tool_choice": "auto"}),
    ],
)  # fmt: skip
def test_parameters_by_model(model: str, sent: Json) -> None:
    got = params(model, EVERYTHING)
    got.get("thinking", {}).pop("display", None)
    assert got == sent


@pytest.mark.parametrize(
    ("model", "limit", "sent"),
    [(ABAP, 10**6, 4096), (SONNET, 10**6, 64000), (GPT_41, 10**6, 32768), (QWEN, 10**6, 10**6)],
)
def test_limits(model: str, limit: int, sent: int) -> None:
    assert params(model, {"max_tokens": limit})["max_tokens"] == sent


@pytest.mark.parametrize(
    ("model", "asked", "sent"),
    [
        (SONNET, {"type": "enabled", "budget_tokens": 2048}, {"type": "enabled", "budget_tokens": 2048}),
        (SONNET_46, {"type": "adaptive"}, {"type": "adaptive"}),
        (SONNET, {"type": "disabled"}, None),
    ],
)
def test_claudes_thinking(model: str, asked: Json, sent: Json | None) -> None:
    assert params(model, {"max_tokens": 8000, "thinking": asked}, messages).get("thinking") == sent


@pytest.mark.parametrize(
    ("model", "asked", "sent"),
    [
        (GPT, "none", "minimal"), (GPT_55, "none", "none"), (GPT_55, "max", "xhigh"), (FLASH, "xhigh", "high"),
        (FLASH_25, "low", "low"), (GPT_41, "high", None), (QWEN, "high", None),
    ],
)  # fmt: skip
def test_efforts(model: str, asked: str, sent: str | None) -> None:
    assert params(model, {"reasoning_effort": asked}).get("reasoning_effort") == sent


def test_a_budget_becomes_an_effort_for_other_vendors() -> None:
    asked = {"max_tokens": 50000, "thinking": {"type": "enabled", "budget_tokens": 10000}}
    assert params(FLASH, asked, messages)["reasoning_effort"] == "medium"


@pytest.mark.parametrize(("asked", "sent"), [
    ("auto", "auto"), ("none", "none"), ("required", "required"),
    ({"type": "function", "function": {"name": "f"}}, {"type": "function", "function": {"name": "f"}}),
])  # fmt: skip
def test_choices(asked: object, sent: object) -> None:
    for model in (SONNET, GPT, FLASH, QWEN):
        assert params(model, {"tools": [FUNCTION], "tool_choice": asked})["tool_choice"] == sent
    assert "tool_choice" not in params(QWEN, {"tool_choice": asked})


@pytest.mark.parametrize("model", [GPT, GPT_41, FLASH, QWEN])
def test_a_schema_is_the_services_own(model: str) -> None:
    assert prompt(model, {"response_format": FORMAT})["response_format"] == FORMAT


def test_an_older_claude_calls_a_stand_in_for_a_schema() -> None:
    made = plan(SONNET, {"response_format": FORMAT, "reasoning_effort": "high"})
    told = made.body["config"]["modules"]["prompt_templating"]
    assert made.structured_tool == told["prompt"]["tools"][0]["function"]["name"]
    assert told["prompt"]["tools"][0]["function"]["parameters"] == SCHEMA
    assert told["model"]["params"]["tool_choice"]["function"]["name"] == made.structured_tool
    assert "thinking" not in told["model"]["params"]
    assert "response_format" not in told["prompt"]


def test_a_newer_claude_takes_a_schema_as_a_parameter() -> None:
    made = plan(SONNET_46, {"response_format": FORMAT})
    assert model_of(made)["params"]["output_config"]["format"] == {"type": "json_schema", "schema": SCHEMA}
    assert made.structured_tool == ""


@pytest.mark.parametrize("model", [SONNET, FLASH])
def test_beside_tools_a_schema_is_told_in_words(model: str) -> None:
    made = plan(model, {"response_format": FORMAT, "tools": [FUNCTION]})
    assert made.structured_tool == ""
    assert '"additionalProperties":false' in made.body["messages_history"][0]["content"]
    assert "response_format" not in made.body["config"]["modules"]["prompt_templating"]["prompt"]


@pytest.mark.parametrize(("model", "form"), [(SONNET, None), (GPT, {"type": "json_object"})])
def test_plain_json_is_asked_for_in_words_too(model: str, form: Json | None) -> None:
    made = plan(model, {"response_format": {"type": "json_object"}})
    assert "JSON" in made.body["messages_history"][0]["content"]
    assert made.body["config"]["modules"]["prompt_templating"]["prompt"].get("response_format") == form


def test_late_system_messages() -> None:
    late = {"messages": [{"role": "user", "content": "q"}, {"role": "system", "content": "late"},
                         {"role": "user", "content": "r"}]}  # fmt: skip
    for model, roles in ((GPT, ["user", "system"]), (SONNET, ["system", "user"]), (QWEN, ["system", "user"])):
        assert [message["role"] for message in plan(model, late).body["messages_history"]] == roles


def _loop(call_id: str) -> list[Json]:
    calls = [{"id": i, "type": "function", "function": {"name": "f", "arguments": "{}"}} for i in (call_id, "c2")]
    results = [{"role": "tool", "tool_call_id": call["id"], "content": "r"} for call in calls]
    return [{"role": "user", "content": "q"}, {"role": "assistant", "tool_calls": calls}, *results]


def test_the_first_call_of_a_step_shows_a_signature_where_the_model_insists() -> None:
    def ids(model: str, call_id: str) -> list[str]:
        history = plan(model, {"messages": _loop(call_id), "tools": [FUNCTION]}).body["messages_history"]
        return [call["id"] for call in history[1]["tool_calls"]]

    first, second = ids(FLASH, "c1")
    assert first.endswith("__sig_skip_thought_signature_validator")
    assert second == "c2"
    assert ids(FLASH, "vertex_tool_1__sig_QQ==")[0] == "vertex_tool_1__sig_QQ=="
    assert ids(FLASH_25, "c1") == ids(GPT, "c1") == ["c1", "c2"]


def test_cache_breakpoints_are_claudes_alone() -> None:
    mark = {"type": "ephemeral"}
    asked = {
        "max_tokens": 100,
        "system": [{"type": "text", "text": "s", "cache_control": mark}],
        "tools": [{"name": "f", "input_schema": {"type": "object"}, "cache_control": mark}],
    }
    body = json.dumps(plan(SONNET, asked, messages).body)
    assert body.count('"cache_control"') == 2
    for model in (GPT, FLASH, QWEN):
        assert "cache_control" not in json.dumps(plan(model, asked, messages).body)
