"""Claude on Bedrock, row by row: what is dropped, kept, renamed, moved or clamped of a Messages body."""

from __future__ import annotations

from typing import Any

import pytest

from aicore_tray.aicore.families.claude import BEDROCK_VERSION
from aicore_tray.aicore.families.family import STRUCTURED_TOOL
from aicore_tray.dialects import chat_completions, messages
from aicore_tray.dialects.conversation import Origin, Thinking
from aicore_tray.dialects.errors import ApiError
from aicore_tray.dialects.signatures import wrap
from tests.families.planning import OPUS_47, OPUS_48, SONNET, SONNET_46, plan, to_claude

Json = dict[str, Any]
HI: Json = {"messages": [{"role": "user", "content": "hi"}]}
TOOL: Json = {"name": "f", "description": "does", "input_schema": {"type": "object", "properties": {}}}
EPHEMERAL: Json = {"type": "ephemeral"}
CLOSED: Json = {
    "type": "object",
    "properties": {"a": {"type": "string"}},
    "required": ["a"],
    "additionalProperties": False,
}


def text(words: str, **more: Any) -> Json:
    return {"type": "text", "text": words, **more}


@pytest.mark.parametrize(
    "field",
    ["metadata", "service_tier", "container", "mcp_servers", "context_management", "inference_geo", "speed", "betas",
     "safeguards", "anthropic_beta"],
)  # fmt: skip
def test_fields_of_anthropics_own_service_go(field: str) -> None:
    assert set(to_claude(HI | {field: [{"a": 1}]})) == {"anthropic_version", "max_tokens", "messages"}


def test_what_bedrock_takes_stays() -> None:
    kept = {"stop_sequences": ["END"], "temperature": 0.5, "top_k": 5, "tool_choice": {"type": "auto"}}
    body = to_claude(HI | kept | {"tools": [TOOL], "system": "Be kind.", "stream": True, "model": "m"})
    assert {key: body[key] for key in kept} == kept
    assert body["anthropic_version"] == BEDROCK_VERSION
    assert body["system"] == [text("Be kind.")]
    assert body["tools"] == [TOOL]
    assert not {"model", "stream"} & set(body)


@pytest.mark.parametrize("key", ["temperature", "system", "tools", "thinking", "top_k"])
def test_null_is_nothing(key: str) -> None:
    assert key not in to_claude(HI | {key: None})


def test_the_path_says_whether_it_is_a_stream() -> None:
    assert plan(SONNET, HI | {"model": "m", "stream": True}).path == "/invoke-with-response-stream"
    assert plan(SONNET, HI | {"model": "m"}).path == "/invoke"


@pytest.mark.parametrize(
    ("asked", "model", "sent"),
    [(None, SONNET, 64000), (100, SONNET, 100), (128000, SONNET, 64000), (128000, OPUS_47, 128000)],
)
def test_max_tokens_is_there_and_within_the_models_limit(asked: int | None, model: str, sent: int) -> None:
    assert to_claude(HI | {"max_tokens": asked}, model)["max_tokens"] == sent


@pytest.mark.parametrize(
    ("asked", "model", "sent"),
    [
        (("claude-code-20250219", "prompt-caching-2024-07-31", "unheard-of"), SONNET, ["claude-code-20250219"]),
        (("advanced-tool-use-2025-11-20",), SONNET, ["tool-search-tool-2025-10-19"]),
        (("interleaved-thinking-2025-05-14", "interleaved-thinking-2025-05-14"), SONNET,
         ["interleaved-thinking-2025-05-14"]),
        (("context-1m-2025-08-07",), SONNET, ["context-1m-2025-08-07"]),
        (("context-1m-2025-08-07",), SONNET_46, None),
        (("structured-outputs-2025-12-15",), SONNET, None),
    ],
)  # fmt: skip
def test_only_good_betas_pass(asked: tuple[str, ...], model: str, sent: list[str] | None) -> None:
    assert to_claude(HI, model, asked).get("anthropic_beta") == sent


# ---------------------------------------------------------------------------------------------------------------------
# Messages and blocks


def test_cache_breakpoints_stay_everywhere_without_their_scope() -> None:
    mark = {"type": "ephemeral", "ttl": "1h", "scope": "global"}
    body = to_claude(
        {
            "system": [text("s", cache_control=mark)],
            "messages": [{"role": "user", "content": [text("u", cache_control=mark)]}],
            "tools": [TOOL | {"cache_control": mark}],
        }
    )
    kept = {"type": "ephemeral", "ttl": "1h"}
    assert body["system"][0]["cache_control"] == kept
    assert body["messages"][0]["content"][0]["cache_control"] == kept
    assert body["tools"][0]["cache_control"] == kept


def test_empty_texts_and_messages_go() -> None:
    body = to_claude(
        {
            "system": [text(" \n"), text("x")],
            "messages": [
                {"role": "user", "content": [text("a"), text("  ")]},
                {"role": "assistant", "content": "\n"},
                {"role": "user", "content": "b"},
            ],
        }
    )
    assert body["system"] == [text("x")]
    assert body["messages"] == [{"role": "user", "content": [text("a"), text("b")]}]


def test_system_messages_move_into_the_system_prompt() -> None:
    body = to_claude(
        {
            "system": "first",
            "messages": [
                {"role": "user", "content": "hi"},
                {
                    "role": "system",
                    "content": [text("second", cache_control=EPHEMERAL)],
                    "output_config": {"effort": "low"},
                },
                {"role": "system", "content": "third"},
            ],
        }
    )
    assert body["system"] == [text("first"), text("second", cache_control=EPHEMERAL), text("third")]
    assert [message["role"] for message in body["messages"]] == ["user"]


def test_the_billing_header_would_spoil_every_cache() -> None:
    body = to_claude(HI | {"system": [text("x-anthropic-billing-header: cc_version=2;"), text("You are")]})
    assert body["system"] == [text("You are")]


CALL: Json = {"type": "tool_use", "id": "toolu_1", "name": "f", "input": {}}
RESULT: Json = {"type": "tool_result", "tool_use_id": "toolu_1", "content": "ok"}


def test_tool_results_come_first() -> None:
    image = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "AA=="}}
    body = to_claude(
        {
            "messages": [
                {"role": "user", "content": "q"},
                {"role": "assistant", "content": [CALL]},
                {"role": "user", "content": [text("and"), image]},
                {"role": "user", "content": [RESULT]},
            ]
        }
    )
    assert [block["type"] for block in body["messages"][-1]["content"]] == ["tool_result", "text", "image"]


def test_foreign_call_ids_are_made_fit_and_still_match() -> None:
    call, result = CALL | {"id": "gen/1:ä"}, RESULT | {"tool_use_id": "gen/1:ä"}
    body = to_claude(
        {"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": [call]},
                      {"role": "user", "content": [result]}]}
    )  # fmt: skip
    made = body["messages"][1]["content"][0]["id"]
    assert made == body["messages"][2]["content"][0]["tool_use_id"]
    assert made.startswith("call_")


def test_tool_references_become_text_and_server_blocks_go() -> None:
    body = to_claude(
        {
            "messages": [
                {"role": "user", "content": "q"},
                {"role": "assistant", "content": [{"type": "server_tool_use", "id": "s"}, text("found"), CALL]},
                {"role": "user", "content": [RESULT | {"content": [{"type": "tool_reference", "tool_name": "Fetch"}]}]},
            ]
        }
    )  # fmt: skip
    assert [block["type"] for block in body["messages"][1]["content"]] == ["text", "tool_use"]
    assert body["messages"][2]["content"][0]["content"] == [text("Tool Fetch is now available.")]


def test_thinking_goes_back_only_as_claude_signed_it() -> None:
    own = {"type": "thinking", "thinking": "so", "signature": "U2ln"}
    foreign = wrap(Thinking(text="x", signature="enc", origin=Origin.OPENAI, id="rs_1"), Origin.ANTHROPIC)
    blocks = [own, {"type": "thinking", "thinking": "x", "signature": foreign},
              {"type": "thinking", "thinking": "y", "signature": ""}, {"type": "redacted_thinking", "data": "cmVk"},
              text("ok")]  # fmt: skip
    body = to_claude(
        {"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": blocks},
                      {"role": "user", "content": "r"}]}
    )  # fmt: skip
    assert body["messages"][1]["content"] == [own, {"type": "redacted_thinking", "data": "cmVk"}, text("ok")]


# ---------------------------------------------------------------------------------------------------------------------
# Tools


def test_tools_lose_what_bedrock_refuses() -> None:
    more = {"type": "custom", "defer_loading": True, "input_examples": [], "strict": True,
            "eager_input_streaming": True, "allowed_callers": []}  # fmt: skip
    assert to_claude(HI | {"tools": [TOOL | more]})["tools"] == [TOOL]


@pytest.mark.parametrize(
    "kind", ["web_search_20250305", "web_fetch_20250910", "code_execution_20250825", "tool_search_tool_regex_20251119"]
)
def test_server_tools_go_and_a_choice_of_them_too(kind: str) -> None:
    server = {"type": kind, "name": "server"}
    choice = {"type": "tool", "name": "server", "disable_parallel_tool_use": True}
    body = to_claude(HI | {"tools": [server, TOOL], "tool_choice": choice})
    assert body["tools"] == [TOOL]
    assert body["tool_choice"] == {"type": "auto", "disable_parallel_tool_use": True}
    assert not {"tools", "tool_choice"} & set(to_claude(HI | {"tools": [server], "tool_choice": choice}))


def test_anthropics_client_tools_stay() -> None:
    tool = {"type": "text_editor_20250728", "name": "str_replace_based_edit_tool"}
    assert to_claude(HI | {"tools": [tool]})["tools"] == [tool]


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"a": {"type": "string"}}},
        {"type": "object", "anyOf": [{"properties": {"a": {"type": "string"}}, "required": ["a"]}]},
    ],
)
def test_schemas_are_objects_without_unions_at_their_top(schema: Json) -> None:
    sent = to_claude(HI | {"tools": [TOOL | {"input_schema": schema}]})["tools"][0]["input_schema"]
    assert sent == {"type": "object", "properties": {"a": {"type": "string"}}}


# ---------------------------------------------------------------------------------------------------------------------
# Thinking by model

ENABLED: Json = {"type": "enabled", "budget_tokens": 2048}
ADAPTIVE: Json = {"type": "adaptive"}
SHOWN: Json = {"display": "summarized"}


@pytest.mark.parametrize(
    ("model", "thinking", "more", "sent", "effort"),
    [
        (SONNET, ENABLED, {}, ENABLED, None),
        (SONNET, ADAPTIVE, {"max_tokens": 64000}, {"type": "enabled", "budget_tokens": 24000}, None),
        (SONNET, ADAPTIVE, {"output_config": {"effort": "low"}, "max_tokens": 64000},
         {"type": "enabled", "budget_tokens": 4096}, None),
        (SONNET, {"type": "disabled"}, {}, None, None),
        (SONNET_46, ENABLED, {}, ENABLED, None),
        (SONNET_46, ADAPTIVE | {"display": "omitted"}, {}, ADAPTIVE, None),
        (SONNET_46, ADAPTIVE, {"output_config": {"effort": "xhigh"}}, ADAPTIVE, "high"),
        (OPUS_47, ENABLED, {}, ADAPTIVE | SHOWN, "low"),
        (OPUS_47, ENABLED | {"budget_tokens": 60000}, {}, ADAPTIVE | SHOWN, "high"),
        (OPUS_47, ENABLED | {"display": "omitted"}, {}, ADAPTIVE | {"display": "omitted"}, "low"),
        (OPUS_47, ADAPTIVE | {"display": "summarized"}, {"output_config": {"effort": "max"}},
         ADAPTIVE | {"display": "summarized"}, "max"),
        (OPUS_48, ADAPTIVE, {"tools": [TOOL], "tool_choice": {"type": "any"}}, ADAPTIVE, None),
        (OPUS_47, ADAPTIVE, {"tools": [TOOL], "tool_choice": {"type": "any"}}, None, None),
        (SONNET, ENABLED, {"tools": [TOOL], "tool_choice": {"type": "tool", "name": "f"}}, None, None),
        (SONNET, ENABLED, {"tools": [TOOL], "tool_choice": {"type": "auto"}}, ENABLED, None),
        (SONNET, ENABLED | {"budget_tokens": 31999}, {"max_tokens": 8000}, ENABLED | {"budget_tokens": 7999}, None),
        (SONNET, ENABLED | {"budget_tokens": 10}, {}, ENABLED | {"budget_tokens": 1024}, None),
        (SONNET, ENABLED, {"max_tokens": 1024}, None, None),
        (SONNET, ENABLED, {"max_tokens": 1025}, ENABLED | {"budget_tokens": 1024}, None),
        ("anthropic--claude-3-haiku", ENABLED, {}, None, None),
    ],
)  # fmt: skip
def test_thinking(model: str, thinking: Json, more: Json, sent: Json | None, effort: str | None) -> None:
    body = to_claude(HI | {"thinking": thinking} | more, model)
    assert body.get("thinking") == sent
    assert (body.get("output_config") or {}).get("effort") == effort


LOOP = [
    {"role": "user", "content": "q"},
    {"role": "assistant", "content": [CALL]},
    {"role": "user", "content": [RESULT]},
]
SIGNED: Json = {"type": "thinking", "thinking": "so", "signature": "U2ln"}


def _second(call_id: str) -> list[Json]:
    return [
        {"role": "assistant", "content": [CALL | {"id": call_id}]},
        {"role": "user", "content": [RESULT | {"tool_use_id": call_id}]},
    ]


@pytest.mark.parametrize(
    ("conversation", "thinks"),
    [
        (LOOP, False),
        ([LOOP[0], {"role": "assistant", "content": [SIGNED, CALL]}, LOOP[2]], True),
        # Within one tool loop Claude need not think again.
        ([LOOP[0], {"role": "assistant", "content": [SIGNED, CALL]}, LOOP[2], *_second("toolu_2")], True),
        ([*LOOP, {"role": "assistant", "content": [SIGNED, CALL | {"id": "toolu_2"}]}, _second("toolu_2")[1]], False),
        # A finished loop does not matter any more.
        ([*LOOP, {"role": "assistant", "content": "done"}, {"role": "user", "content": "next"}], True),
        ([{"role": "user", "content": "q"}, {"role": "assistant", "content": "The answer"}], False),
    ],
)
def test_a_loop_that_began_without_thinking_ends_without_it(conversation: list[Json], thinks: bool) -> None:
    body = to_claude({"messages": conversation, "thinking": ENABLED, "tools": [TOOL]})
    assert ("thinking" in body) is thinks


@pytest.mark.parametrize(
    ("model", "asked", "sent"),
    [
        (SONNET, {"temperature": 0.3, "top_p": 0.9}, {"temperature": 0.3}),
        (SONNET, {"top_p": 0.9}, {"top_p": 0.9}),
        (SONNET, {"temperature": 1.7}, {"temperature": 1}),
        ("anthropic--claude-4-sonnet", {"temperature": 0.3, "top_p": 0.9}, {"temperature": 0.3, "top_p": 0.9}),
        (OPUS_47, {"temperature": 0.3, "top_p": 0.9, "top_k": 5}, {}),
        (SONNET, {"thinking": ENABLED, "temperature": 0.3, "top_p": 0.5, "top_k": 5}, {}),
        (SONNET, {"thinking": ENABLED, "top_p": 0.97}, {"top_p": 0.97}),
        (SONNET, {"stop_sequences": ["\n", "END", "  "]}, {"stop_sequences": ["END"]}),
        (SONNET, {"stop_sequences": ["\n"]}, {}),
    ],
)
def test_sampling(model: str, asked: Json, sent: Json) -> None:
    body = to_claude(HI | asked, model)
    names = ("temperature", "top_p", "top_k", "stop_sequences")
    assert {key: body[key] for key in names if key in body} == sent


# ---------------------------------------------------------------------------------------------------------------------
# Structured output


def schema_of(schema: Json) -> Json:
    return {"output_config": {"format": {"type": "json_schema", "schema": schema}}}


def test_newer_models_take_the_schema_with_objects_closed() -> None:
    opened = {"type": "object", "properties": {"a": {"type": "string", "minLength": 2}}, "required": ["a"]}
    made = plan(SONNET_46, HI | schema_of(opened) | {"model": "m"})
    sent = made.body["output_config"]["format"]["schema"]
    assert sent["additionalProperties"] is False
    assert sent["properties"]["a"] == {"type": "string", "description": "(minLength: 2)"}
    assert (made.structured_tool, made.forward) == ("", True)


def test_a_schema_that_cannot_be_closed_is_told_in_words() -> None:
    free = {"type": "object", "properties": {"map": {"type": "object", "additionalProperties": {"type": "string"}}}}
    body = to_claude(HI | schema_of(free), SONNET_46)
    assert "format" not in body.get("output_config", {})
    assert '"additionalProperties"' in body["system"][-1]["text"]


def test_older_models_call_a_tool_instead() -> None:
    made = plan(SONNET, HI | schema_of(CLOSED) | {"model": "m", "thinking": ENABLED, "max_tokens": 4096})
    assert made.body["tools"] == [
        {"name": STRUCTURED_TOOL, "description": "Give the answer in this form.", "input_schema": CLOSED}
    ]
    assert made.body["tool_choice"] == {"type": "tool", "name": STRUCTURED_TOOL}
    assert not {"output_config", "thinking"} & set(made.body)
    assert (made.structured_tool, made.forward) == (STRUCTURED_TOOL, False)


def test_beside_other_tools_the_schema_is_told_in_words() -> None:
    made = plan(SONNET, HI | schema_of(CLOSED) | {"model": "m", "tools": [TOOL]})
    assert made.body["tools"] == [TOOL]
    assert made.structured_tool == ""
    assert "JSON schema" in made.body["system"][-1]["text"]


def test_any_json_object_is_asked_for_in_words() -> None:
    body = {"model": "m", "messages": [{"role": "user", "content": "hi"}], "response_format": {"type": "json_object"}}
    sent = plan(SONNET_46, body, chat_completions).body
    assert "output_config" not in sent
    assert "JSON object" in sent["system"][-1]["text"]


# ---------------------------------------------------------------------------------------------------------------------


def test_fields_never_heard_of_survive_in_blocks_and_body() -> None:
    """The rectifier learns what is refused; nothing else is lost on the way."""
    body = to_claude(
        HI | {"future_field": 1, "messages": [{"role": "user", "content": [{"type": "future", "x": 1}, text("q")]}]}
    )
    assert body["future_field"] == 1
    assert body["messages"][0]["content"][0] == {"type": "future", "x": 1}


@pytest.mark.parametrize(
    ("spoilt", "param"),
    [
        ({"messages": "hi"}, "messages"),
        ({"messages": [5]}, "messages.0"),
        ({"messages": [{"content": "x"}]}, "messages.0.role"),
        ({"tools": {"a": 1}}, "tools"),
        ({"thinking": "yes"}, "thinking"),
        ({"temperature": "hot"}, "temperature"),
        ({"output_config": []}, "output_config"),
    ],
)
def test_wrong_types_are_refused_by_name(spoilt: Json, param: str) -> None:
    with pytest.raises(ApiError) as refused:
        to_claude(HI | spoilt)
    assert (refused.value.status, refused.value.param) == (400, param)


def test_only_its_own_dialect_is_forwarded() -> None:
    own = plan(SONNET, HI | {"model": "m"}, messages)
    other = plan(SONNET, HI | {"model": "m"}, chat_completions)
    assert (own.forward, other.forward) == (True, False)
