"""Mistral and Perplexity, row by row: ids of calls, the order of speakers, fields, tools told in words."""

from __future__ import annotations

from typing import Any

import pytest

from aicore_tray.aicore.families.openai_like import short_id
from aicore_tray.dialects import chat_completions, messages
from aicore_tray.dialects.errors import ApiError
from tests.families.planning import plan

Json = dict[str, Any]
SMALL, LARGE, SONAR = "mistralai--mistral-small", "mistralai--mistral-large-instruct", "sonar-pro"
ASK: Json = {"role": "user", "content": "q"}
FUNCTION: Json = {
    "type": "function",
    "function": {"name": "f", "strict": True, "parameters": {"type": "object", "properties": {}}},
}
SCHEMA: Json = {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": False}
FORMAT: Json = {"type": "json_schema", "json_schema": {"name": "n", "schema": SCHEMA}}


def to(model: str, **body: Any) -> Json:
    """Return what a Chat Completions request becomes."""
    return plan(model, {"model": "m", "messages": [ASK], **body}, chat_completions).body


def called(call_id: str) -> Json:
    return {"id": call_id, "type": "function", "function": {"name": "f", "arguments": "{}"}}


LOOP: list[Json] = [
    ASK,
    {"role": "assistant", "content": None, "tool_calls": [called("call_of_another_vendor"), called("abcDEF123")]},
    {"role": "tool", "tool_call_id": "abcDEF123", "content": ""},
    {"role": "tool", "tool_call_id": "call_of_another_vendor", "content": "two"},
    {"role": "user", "content": "so?"},
]


def test_ids_have_nine_letters_and_digits_and_still_match() -> None:
    _, assistant, first, second, bridge, question = to(SMALL, messages=LOOP)["messages"]
    ids = [call["id"] for call in assistant["tool_calls"]]
    assert ids[1] == "abcDEF123", "one of the model's own stays"
    assert (len(ids[0]), ids[0].isalnum()) == (9, True)
    assert (first["tool_call_id"], second["tool_call_id"]) == (ids[1], ids[0])
    assert first["content"] == "(no output)"
    assert (bridge["role"], question["role"]) == ("assistant", "user"), "no user speaks after a tool"
    assert len({short_id(f"call_{number}", 9) for number in range(10_000)}) == 10_000


def test_fields_are_an_allow_list() -> None:
    body = to(SMALL, max_completion_tokens=10**6, user="u", store=True, verbosity="low", prompt_cache_key="k", seed=1,
              temperature=0.5, n=2, logit_bias={"1": 2}, tools=[FUNCTION], parallel_tool_calls=False, new_field=1,
              search_mode="web")  # fmt: skip
    assert body == {
        "model": SMALL, "messages": [ASK], "max_tokens": 128_000, "seed": 1, "temperature": 0.5, "n": 2,
        "logit_bias": {"1": 2}, "parallel_tool_calls": False,
        "tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "object", "properties": {}}}}],
    }  # fmt: skip


def test_messages_lose_what_only_others_know() -> None:
    turns = [
        {"role": "system", "content": "a"},
        {"role": "user", "content": [{"type": "text", "text": "q", "cache_control": {"type": "ephemeral"}}]},
        {"role": "assistant", "content": "x", "reasoning_content": "hm", "annotations": []},
        {"role": "assistant", "content": ""},
        {"role": "developer", "content": "b"},
        ASK,
    ]
    assert to(SMALL, messages=turns)["messages"] == [
        {"role": "system", "content": "a\n\nb"},
        {"role": "user", "content": "q"},
        {"role": "assistant", "content": "x"},
        ASK,
    ]


def test_clients_of_the_dialect_get_the_answer_as_it_is() -> None:
    assert plan(SMALL, {"model": "m", "messages": [ASK], "tools": [FUNCTION]}, chat_completions).forward
    renamed = {"type": "function", "function": {"name": "a.b"}}
    custom = {"type": "custom", "custom": {"name": "patch"}}
    for tool in (renamed, custom):
        assert not plan(SMALL, {"model": "m", "messages": [ASK], "tools": [tool]}, chat_completions).forward
    assert not plan(SMALL, {"model": "m", "max_tokens": 5, "messages": [ASK]}, messages).forward


def test_counts_are_always_asked_for() -> None:
    assert to(SMALL, stream=True)["stream_options"] == {"include_usage": True}
    assert "stream_options" not in to(SMALL)


@pytest.mark.parametrize(
    ("model", "effort", "sent"),
    [(SMALL, "none", "none"), (SMALL, "minimal", "high"), (SMALL, "medium", "high"), (LARGE, "high", None)],
)
def test_efforts(model: str, effort: str, sent: str | None) -> None:
    assert to(model, reasoning_effort=effort).get("reasoning_effort") == sent


def test_the_last_word_is_not_the_models() -> None:
    for model in (SMALL, SONAR):
        sent = to(model, messages=[ASK, {"role": "assistant", "content": "half a sen"}])["messages"]
        assert [message["role"] for message in sent] == ["user", "assistant", "user"]


def test_sonar_takes_turns_and_no_tools(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    body = to(SONAR, messages=[{"role": "assistant", "content": "hello"}, *LOOP], tools=[FUNCTION], tool_choice="auto")
    assert "Left out 1 tools: sonar-pro takes none" in caplog.text
    assert set(body) == {"model", "messages"}
    roles = [message["role"] for message in body["messages"]]
    assert roles == ["user", "assistant", "user", "assistant", "user"]
    assert "[Called f with {}]" in body["messages"][3]["content"]
    told = body["messages"][4]["content"]
    assert "[f returned:]\n\ntwo" in "\n\n".join(block["text"] for block in told) if isinstance(told, list) else told


def test_sonars_own_fields_pass() -> None:
    body = to(SONAR, search_recency_filter="week", web_search_options={"search_context_size": "low"}, seed=1, n=2)
    assert body == {
        "model": SONAR, "messages": [ASK], "search_recency_filter": "week",
        "web_search_options": {"search_context_size": "low"},
    }  # fmt: skip


def test_a_form_is_asked_for_where_it_is_taken_and_told_elsewhere() -> None:
    assert to(SMALL, response_format=FORMAT)["response_format"]["json_schema"]["schema"] == SCHEMA
    told = to(SONAR, response_format=FORMAT)
    assert "response_format" not in told
    assert '"additionalProperties":false' in told["messages"][0]["content"]


@pytest.mark.parametrize(
    ("model", "block"),
    [(LARGE, {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}),
     (SMALL, {"type": "file", "file": {"file_data": "data:application/pdf;base64,AA=="}})],
)  # fmt: skip
def test_media_that_a_model_cannot_take_are_refused_by_name(model: str, block: Json) -> None:
    with pytest.raises(ApiError) as refused:
        to(model, messages=[{"role": "user", "content": [block]}])
    assert (refused.value.status, refused.value.param) == (400, "messages")
    assert model in refused.value.message
