"""The orchestration service's habits: texts with braces, errors that echo the prompt, counts by vendor."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aicore_tray.dialects import losses
from aicore_tray.dialects.answer import Answer, AnswerBuilder, Failed, FinishReason, Usage
from aicore_tray.dialects.conversation import (
    Conversation,
    Document,
    Image,
    Origin,
    Role,
    Text,
    Thinking,
    Tool,
    ToolCall,
    ToolResult,
    Turn,
)
from aicore_tray.dialects.errors import ApiError, ErrorKind, upstream_error
from aicore_tray.dialects.orchestration import Orchestration
from aicore_tray.sandbox.orchestration_shapes import check_completion
from aicore_tray.sandbox.orchestration_templates import filled
from tests.dialects.reduction import reduce, refused_media, turn_boundaries, without_media
from tests.dialects.strategies import QUICK, conversations

Json = dict[str, Any]
CANARY = "canary-7f3a-of-the-prompt"
VENDORS = (None, *Origin)
every_vendor = pytest.mark.parametrize("vendor", VENDORS, ids=str)
# Whatever the service might take for more than a text.
_BRACES = st.sampled_from(
    [
        "{{?name}}",
        "{{?text1}}",
        "{{? spaced }}",
        "{{?a.b}}",
        "{{?",
        "}}",
        "{{bar}}",
        "{% raw %}",
        "{#",
        "{{{?x}}}",
        "{{",
    ]
)
LAST = ("user", "result", "assistant", "system", "call")
braced = st.lists(_BRACES | st.text('ab{}?#% \n"\\', max_size=5), min_size=1, max_size=5).map("".join)
visible = braced.filter(lambda text: bool(text.strip()))


def as_the_model_sees(body: Json) -> list[Json]:
    """The messages that reach the model, put together by the sandbox, which judges by itself."""
    sent = json.loads(json.dumps(body))
    check_completion(sent)
    prompt = sent["config"]["modules"]["prompt_templating"]["prompt"]
    template = filled(prompt["template"], sent.get("placeholder_values") or {}, {})
    return [*(sent.get("messages_history") or []), *template]


def texts_of(message: Json) -> list[str]:
    content = message.get("content") or []
    if message["role"] == "tool":
        return [message["content"]]
    return [content] if isinstance(content, str) else [item["text"] for item in content if item["type"] == "text"]


@every_vendor
@QUICK
@given(
    text=visible, system=visible, result=braced, last=st.sampled_from(["user", "result", "assistant", "system", "call"])
)
@example(text="{{?question}} and {{?a.b}} {{? x }}", system="{{?system}}", result="{{?result}}", last="result")
def test_no_text_is_taken_for_a_placeholder(
    vendor: Origin | None, text: str, system: str, result: str, last: str
) -> None:
    call = ToolCall(id="c1", name="f", arguments=json.dumps({"text": text}))
    results = (ToolResult(call_id="c1", parts=(Text(text=result),)),)
    tail = {
        "user": [Turn(Role.USER, (Text(text=text), Text(text=system)))],
        "result": [
            Turn(Role.ASSISTANT, (call,)),
            Turn(Role.USER, results),
        ],
        "assistant": [Turn(Role.ASSISTANT, (Text(text=text),))],
        "system": [Turn(Role.SYSTEM, (Text(text=text),))],
        "call": [Turn(Role.ASSISTANT, (Text(text=system), call))],
    }
    conversation = Conversation(
        model="m", system=(Text(text=system),), turns=(Turn(Role.USER, (Text(text=text),)), *tail[last])
    )
    seen = as_the_model_sees(Orchestration(vendor).write_request(conversation))
    told = {"user": [text, system], "result": [result], "assistant": [text], "system": [text], "call": [system]}
    assert texts_of(seen[0]) == [system]
    assert texts_of(seen[1]) == [text]
    assert texts_of(seen[-1]) == told[last]
    for message in seen:
        for made in message.get("tool_calls") or []:
            assert json.loads(made["function"]["arguments"]) == {"text": text}


@every_vendor
def test_addresses_and_file_names_are_no_placeholders_either(vendor: Origin | None) -> None:
    document = Document(media_type="application/pdf", data="AA==", name="{{?a.b}}.pdf")
    asked = Conversation(model="m", turns=(Turn(Role.USER, (Image(url="https://x/{{?y.z}}"), document)),))
    [message] = as_the_model_sees(Orchestration(vendor).write_request(asked))
    assert message["content"][0]["image_url"]["url"] == "https://x/%7B%7B?y.z}}"
    assert message["content"][1]["file"]["file_data"] == "data:application/pdf;base64,AA=="


@every_vendor
@QUICK
@given(conversation=conversations())
def test_everything_arrives_unchanged_and_in_order(vendor: Origin | None, conversation: Conversation) -> None:
    """The shape is what the service takes, and what reaches the model is the conversation, less the listed losses."""
    dialect = Orchestration(vendor)
    conversation = without_media(conversation, refused_media([losses.Feature.DOCUMENT_URLS]))
    seen = as_the_model_sees(dialect.write_request(conversation))
    expected = turn_boundaries(reduce(conversation, losses.REQUEST_LOSSES[dialect.NAME]))
    texts = [part.text for part in expected.system]
    for turn in expected.turns:
        for part in turn.parts:
            if isinstance(part, Text):
                texts.append(part.text)
            elif isinstance(part, ToolResult):
                texts.append("\n".join(inner.text for inner in part.parts if isinstance(inner, Text)))
    assert [text for message in seen for text in texts_of(message)] == texts
    calls = [part for turn in expected.turns for part in turn.parts if isinstance(part, ToolCall)]
    made = [call for message in seen for call in message.get("tool_calls") or []]
    assert [call["function"]["name"] for call in made] == [call.name for call in calls]
    assert [json.loads(call["function"]["arguments"]) for call in made] == [
        json.loads(call.arguments) for call in calls
    ]
    answered = [message["tool_call_id"] for message in seen if message["role"] == "tool"]
    assert sorted(answered) == sorted(call["id"] for call in made)
    pictures = [item["image_url"]["url"] for m in seen for item in m.get("content") or [] if "image_url" in item]
    shown = [part for turn in expected.turns for part in turn.parts if isinstance(part, Image)]
    assert pictures == [f"data:{p.media_type};base64,{p.data}" if p.data else p.url for p in shown]


def test_nothing_to_answer() -> None:
    with pytest.raises(ApiError) as refused:
        Orchestration().write_request(Conversation(model="m"))
    assert (refused.value.status, refused.value.param) == (400, "messages")


def test_a_stream_is_asked_for_in_small_pieces() -> None:
    asked = Conversation(model="m", turns=(Turn(Role.USER, (Text(text="q"),)),), stream=True)
    stream = Orchestration().write_request(asked)["config"]["stream"]
    assert stream["enabled"] is True
    assert 1 <= stream["chunk_size"] <= 20


def _loop(call_id: str, signature: str = "") -> Conversation:
    call = ToolCall(id=call_id, name="f", signature=signature)
    result = ToolResult(call_id=call_id, parts=(Text(text="r"),))
    turns = (Turn(Role.USER, (Text(text="q"),)), Turn(Role.ASSISTANT, (call,)), Turn(Role.USER, (result,)))
    return Conversation(model="m", turns=turns, tools=(Tool(name="f"),))


@pytest.mark.parametrize(
    ("vendor", "call_id", "signature", "sent"),
    [
        (Origin.GEMINI, "vertex_tool_1__sig_" + "QUJD+/8=" * 20, "", "vertex_tool_1__sig_" + "QUJD+/8=" * 20),
        (Origin.GEMINI, "vertex_tool_1__sig_QQ==", "QQ==", "vertex_tool_1__sig_QQ=="),
        (Origin.GEMINI, "call_1", "", "call_1"),
        (Origin.OPENAI, "call_1", "", "call_1"),
    ],
)
def test_ids_of_calls(vendor: Origin, call_id: str, signature: str, sent: str) -> None:
    seen = as_the_model_sees(Orchestration(vendor).write_request(_loop(call_id, signature)))
    assert seen[1]["tool_calls"][0]["id"] == seen[2]["tool_call_id"] == sent


def test_a_signature_from_elsewhere_goes_into_geminis_id() -> None:
    seen = as_the_model_sees(Orchestration(Origin.GEMINI).write_request(_loop("call_1", "QQ==")))
    made = seen[1]["tool_calls"][0]["id"]
    assert made.endswith("__sig_QQ==")
    assert seen[2]["tool_call_id"] == made


def test_foreign_ids_get_a_shape_that_all_others_take() -> None:
    seen = as_the_model_sees(Orchestration(Origin.ANTHROPIC).write_request(_loop("vertex_tool_1__sig_QUJD+/8=")))
    made = seen[1]["tool_calls"][0]["id"]
    assert made == seen[2]["tool_call_id"]
    assert len(made) <= 40
    assert made.replace("_", "").isalnum()


# ---------------------------------------------------------------------------------------------------------------------
# Answers


def _answer(usage: Json | None = None, finish: str = "stop", **message: Any) -> Json:
    choice = {"index": 0, "message": {"role": "assistant", "content": "ok", **message}, "finish_reason": finish}
    result = {"id": "x", "model": "m", "choices": [choice], "usage": usage or {}}
    echo = [{"role": "user", "content": CANARY}]
    return {"request_id": "r", "intermediate_results": {"templating": echo, "llm": result}, "final_result": result}


USAGE = {
    "completion_tokens": 4,
    "prompt_tokens": 100,
    "prompt_tokens_details": {"cached_tokens": 60, "cache_creation_tokens": 30},
    "completion_tokens_details": {"reasoning_tokens": 2},
}


@pytest.mark.parametrize(("apart", "fresh"), [(True, 100), (False, 10)])
def test_counts(apart: bool, fresh: int) -> None:
    dialect = Orchestration(Origin.ANTHROPIC if apart else Origin.OPENAI, cached_apart=apart)
    expected = Usage(input=fresh, cache_read=60, cache_write=30, output=4, reasoning=2)
    assert dialect.read_answer(_answer(USAGE)).usage == expected
    chunk = {"id": "x", "choices": [{"delta": {"content": "ok"}, "finish_reason": "stop"}], "usage": USAGE}
    assert _streamed(dialect, [{"final_result": chunk}]).usage == expected


def _streamed(dialect: Orchestration, events: list[Json]) -> Answer:
    reader, builder = dialect.stream_reader(), AnswerBuilder()
    for event in events:
        for told in reader.feed(msgspec.json.encode(event)):
            builder.feed(told)
    for told in reader.end():
        builder.feed(told)
    assert builder.error is None
    return builder.answer()


def test_reasoning_is_a_list_whose_proof_is_the_vendors() -> None:
    thoughts = [{"content": "Hm.", "signature": "s1"}, {"content": "", "signature": "s2"}]
    read = Orchestration(Origin.ANTHROPIC).read_answer(_answer(reasoning_content=thoughts)).parts
    assert read == (
        Thinking(text="Hm.", signature="s1", origin=Origin.ANTHROPIC),
        Thinking(signature="s2", origin=Origin.ANTHROPIC),
        Text(text="ok"),
    )
    unknown = Orchestration().read_answer(_answer(reasoning_content=thoughts[:1])).parts
    assert unknown == (Thinking(text="Hm."), Text(text="ok"))


def test_the_older_envelope_is_read_as_well() -> None:
    body = _answer()
    body["orchestration_result"] = body.pop("final_result")
    assert Orchestration().read_answer(body).parts == (Text(text="ok"),)


@pytest.mark.parametrize(
    ("finish", "read"), [("length", FinishReason.LENGTH), ("content_filter", FinishReason.CONTENT_FILTER)]
)
def test_why_it_ended(finish: str, read: FinishReason) -> None:
    assert Orchestration().read_answer(_answer(finish=finish)).finish is read


def test_an_answer_that_breaks_off_between_thinking_and_speaking_is_no_short_answer() -> None:
    reader = Orchestration(Origin.ANTHROPIC).stream_reader()
    thought = {"reasoning_content": [{"content": "Hm.", "signature": "s"}]}
    chunk = {"id": "x", "choices": [{"delta": thought, "finish_reason": "length"}]}
    reader.feed(msgspec.json.encode({"final_result": chunk}))
    assert isinstance(reader.end()[-1], Failed)


# ---------------------------------------------------------------------------------------------------------------------
# Errors


def _error(code: int, message: str, **more: Any) -> Json:
    echo = {"intermediate_results": {"templating": [{"role": "user", "content": CANARY}]}}
    return {"request_id": "r", "code": code, "message": message, "location": "LLM Module", **echo, **more}


SHAPES: list[tuple[Json, ErrorKind]] = [
    ({"error": _error(400, "400 - LLM Module: wrong")}, ErrorKind.INVALID),
    (_error(400, "400 - LLM Module: wrong"), ErrorKind.INVALID),
    ({"error": [_error(500, "500 - x"), _error(429, "429 - LLM Module: Too many requests.")]}, ErrorKind.RATE_LIMIT),
    ({"error": _error(408, "408 - LLM Module: Request timed out.")}, ErrorKind.TIMEOUT),
    ({"error": _error(400, "400 - Request Body: Model gpt-9 not supported.")}, ErrorKind.NOT_FOUND),
    ({"error": _error(400, "400 - LLM Module: Model gpt-5 in version wrong not found.")}, ErrorKind.NOT_FOUND),
    (
        {"error": _error(400, "400 - Filtering Module - Input Filter: Prompt filtered due to safety violations.")},
        ErrorKind.CONTENT_FILTER,
    ),
    ({"error": "BadRequest", "message": "400 - nothing"}, ErrorKind.UPSTREAM),
]


@pytest.mark.parametrize(("body", "kind"), SHAPES)
def test_errors_in_streams_tell_nothing_of_the_prompt(body: Json, kind: ErrorKind) -> None:
    [failed] = Orchestration().stream_reader().feed(msgspec.json.encode(body))
    assert isinstance(failed, Failed)
    assert failed.error.kind is kind
    assert CANARY not in repr((failed.error.as_openai(), failed.error.as_anthropic(), failed.error.as_google()))


@pytest.mark.parametrize(("body", "kind"), SHAPES)
def test_errors_in_place_of_an_answer(body: Json, kind: ErrorKind) -> None:
    with pytest.raises(ApiError) as refused:
        Orchestration().read_answer(body)
    assert refused.value.kind is kind
    assert CANARY not in str(vars(refused.value))


@pytest.mark.parametrize(
    ("headers", "wait"),
    [({"x-retry-after": "30"}, 30.0), ({"Retry-After": "2"}, 2.0), ({"x-retry-after": "soon"}, None), ("none", None)],
)
def test_the_vendors_wait_comes_inside_the_error(headers: object, wait: float | None) -> None:
    error = upstream_error(429, {"error": [_error(429, "429 - Too many requests.", headers=headers)]})
    assert error.retry_after == wait
    assert upstream_error(429, {"error": _error(429, "x", headers=headers)}, retry_after=1.0).retry_after == 1.0


def test_a_body_may_lack_all_that_is_optional() -> None:
    dialect = Orchestration()
    body = dialect.write_request(Conversation(model="m", turns=(Turn(Role.USER, (Text(text="q"),)),)))
    assert set(body) == {"config"}
    bare = replace(Conversation(model="m"), turns=(Turn(Role.USER, (Text(text="q"),)),))
    assert dialect.read_request(body) == bare
