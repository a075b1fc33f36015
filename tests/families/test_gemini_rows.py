"""Gemini on Vertex, row by row: thinking by model, signatures, schemas, results and pictures."""

from __future__ import annotations

from typing import Any

import pytest

from aicore_tray.dialects import chat_completions, messages
from aicore_tray.dialects.errors import ApiError
from tests.families.planning import plan, to_gemini

Json = dict[str, Any]
PRO_25, FLASH_25, FLASH_3 = "gemini-2.5-pro", "gemini-2.5-flash", "gemini-3.5-flash"
FUNCTION: Json = {
    "type": "function",
    "function": {"name": "f", "parameters": {"type": "object", "properties": {"x": {"const": 1}}, "$schema": "s"}},
}
SCHEMA: Json = {"type": "object", "properties": {"a": {"type": ["string", "null"]}}, "additionalProperties": False}
FORMAT: Json = {"type": "json_schema", "json_schema": {"name": "n", "schema": SCHEMA}}


def test_paths() -> None:
    body = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}
    assert plan(FLASH_3, body, chat_completions).path == f"/models/{FLASH_3}:generateContent"
    streamed = plan(FLASH_3, body | {"stream": True}, chat_completions)
    assert (streamed.path, streamed.query) == (f"/models/{FLASH_3}:streamGenerateContent", {"alt": "sse"})
    assert "model" not in streamed.body


@pytest.mark.parametrize(
    ("model", "effort", "sent"),
    [
        (PRO_25, "none", {"thinkingBudget": 128}),
        (PRO_25, "low", {"includeThoughts": True, "thinkingBudget": 1024}),
        (PRO_25, "high", {"includeThoughts": True, "thinkingBudget": 24576}),
        (PRO_25, "xhigh", {"includeThoughts": True, "thinkingBudget": 32768}),
        (FLASH_25, "none", {"thinkingBudget": 0}),
        (FLASH_25, "xhigh", {"includeThoughts": True, "thinkingBudget": 24576}),
        (FLASH_3, "none", {"thinkingLevel": "minimal"}),
        (FLASH_3, "medium", {"includeThoughts": True, "thinkingLevel": "medium"}),
        (FLASH_3, "xhigh", {"includeThoughts": True, "thinkingLevel": "high"}),
        ("gemini-2.0-flash", "high", None),
    ],
)
def test_thinking_by_effort(model: str, effort: str, sent: Json | None) -> None:
    assert to_gemini({"reasoning_effort": effort}, model).get("generationConfig", {}).get("thinkingConfig") == sent


@pytest.mark.parametrize(
    ("model", "budget", "sent"),
    [
        (PRO_25, 2048, {"includeThoughts": True, "thinkingBudget": 2048}),
        (PRO_25, 60000, {"includeThoughts": True, "thinkingBudget": 32768}),
        (FLASH_3, 2048, {"includeThoughts": True, "thinkingLevel": "low"}),
        (FLASH_3, 10000, {"includeThoughts": True, "thinkingLevel": "medium"}),
        (FLASH_3, 31999, {"includeThoughts": True, "thinkingLevel": "high"}),
    ],
)
def test_thinking_by_budget(model: str, budget: int, sent: Json) -> None:
    body = {
        "model": "m",
        "messages": [{"role": "user", "content": "hi"}],
        "thinking": {"type": "enabled", "budget_tokens": budget},
    }
    assert plan(model, body, messages).body["generationConfig"]["thinkingConfig"] == sent


def test_sampling_and_limits() -> None:
    asked = {
        "max_tokens": 10**6,
        "temperature": 0.5,
        "top_p": 0.5,
        "stop": ["x"],
        "seed": 1,
        "presence_penalty": 1,
        "frequency_penalty": 1,
    }
    assert to_gemini(asked, FLASH_3)["generationConfig"] == {
        "maxOutputTokens": 65536, "temperature": 0.5, "topP": 0.5, "stopSequences": ["x"], "seed": 1,
    }  # fmt: skip


def test_tool_schemas_travel_whole_at_the_top_level() -> None:
    body = to_gemini({"tools": [FUNCTION], "tool_choice": {"type": "function", "function": {"name": "f"}}}, FLASH_3)
    declared = body["tools"][0]["functionDeclarations"][0]
    assert declared["parametersJsonSchema"]["properties"]["x"] == {"const": 1}
    assert "parameters" not in declared
    assert declared["description"]
    assert body["toolConfig"] == {"functionCallingConfig": {"mode": "ANY", "allowedFunctionNames": ["f"]}}


def test_an_answers_schema_is_reduced_to_googles_subset() -> None:
    config = to_gemini({"response_format": FORMAT}, FLASH_3)["generationConfig"]
    assert config["responseMimeType"] == "application/json"
    assert config["responseSchema"] == {"type": "object", "properties": {"a": {"type": "string", "nullable": True}}}


def test_beside_tools_a_schema_is_told_in_words() -> None:
    body = to_gemini({"response_format": FORMAT, "tools": [FUNCTION]}, FLASH_3)
    assert "generationConfig" not in body
    assert '"additionalProperties":false' in body["systemInstruction"]["parts"][-1]["text"]


def _call(call_id: str, name: str = "f") -> Json:
    return {"id": call_id, "type": "function", "function": {"name": name, "arguments": '{"x": 1}'}}


LOOP: list[Json] = [
    {"role": "user", "content": "q"},
    {"role": "assistant", "tool_calls": [_call("c1"), _call("c2")]},
    {"role": "tool", "tool_call_id": "c2", "content": "two"},
    {"role": "tool", "tool_call_id": "c1", "content": [{"type": "text", "text": "one"}]},
]


def test_results_find_their_function_and_keep_the_order_of_the_calls() -> None:
    contents = to_gemini({"messages": LOOP}, FLASH_25)["contents"]
    assert [content["role"] for content in contents] == ["user", "model", "user"]
    assert contents[2]["parts"] == [
        {"functionResponse": {"name": "f", "response": {"output": "one"}}},
        {"functionResponse": {"name": "f", "response": {"output": "two"}}},
    ]


def test_the_first_call_of_a_step_shows_a_signature_where_the_model_insists() -> None:
    signed = to_gemini({"messages": LOOP}, FLASH_3)["contents"][1]["parts"]
    assert [part.get("thoughtSignature") for part in signed] == ["skip_thought_signature_validator", None]
    unsigned = to_gemini({"messages": LOOP}, FLASH_25)["contents"][1]["parts"]
    assert not any("thoughtSignature" in part for part in unsigned)


def test_errors_and_pictures_in_results() -> None:
    image = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "AA=="}}
    result = {
        "type": "tool_result",
        "tool_use_id": "t",
        "is_error": True,
        "content": [image, {"type": "text", "text": "no"}],
    }
    body = {"model": "m", "max_tokens": 10, "messages": [
        {"role": "user", "content": [image, {"type": "text", "text": "look"}]},
        {"role": "assistant", "content": [{"type": "tool_use", "id": "t", "name": "f", "input": {}}]},
        {"role": "user", "content": [{"type": "text", "text": "so?"}, result]},
    ]}  # fmt: skip
    contents = plan(FLASH_25, body, messages).body["contents"]
    inline = {"inlineData": {"mimeType": "image/png", "data": "AA=="}}
    assert contents[0]["parts"] == [inline, {"text": "look"}]
    assert contents[2]["parts"] == [
        {"functionResponse": {"name": "f", "response": {"error": "no"}}}, inline, {"text": "so?"},
    ]  # fmt: skip


def test_a_result_without_a_call_is_refused_by_name() -> None:
    with pytest.raises(ApiError) as refused:
        to_gemini({"messages": [{"role": "tool", "tool_call_id": "lost", "content": "x"}]}, FLASH_3)
    assert (refused.value.status, refused.value.param) == (400, "messages")
    assert "lost" in refused.value.message


def test_system_turns_join_the_instruction() -> None:
    body = to_gemini(
        {"messages": [{"role": "system", "content": "a"}, {"role": "user", "content": "q"},
                      {"role": "developer", "content": "b"}]}, FLASH_3,
    )  # fmt: skip
    assert body["systemInstruction"] == {"parts": [{"text": "a"}, {"text": "b"}]}
    assert [content["role"] for content in body["contents"]] == ["user"]
