"""Cohere's chat: whole answers, what a request becomes and what is read of one that others wrote."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aicore_tray.dialects.answer import Answer, AnswerBuilder, Event, Failed, FinishReason, Started, Usage
from aicore_tray.dialects.cohere import Cohere
from aicore_tray.dialects.conversation import (
    Conversation,
    Document,
    Origin,
    OutputFormat,
    Reasoning,
    Role,
    Text,
    Thinking,
    Tool,
    ToolCall,
    ToolChoice,
    ToolMode,
    ToolResult,
    Turn,
)
from aicore_tray.dialects.errors import ApiError, ErrorKind, upstream_error
from tests.dialects.strategies import QUICK, arguments, texts

Json = dict[str, Any]
COHERE = Cohere()
USAGE: Json = {
    "billed_units": {"input_tokens": 5, "output_tokens": 7},
    "tokens": {"input_tokens": 500, "output_tokens": 9},
    "cached_tokens": 128,
}
ASK = Turn(Role.USER, (Text(text="q"),))


def whole(reason: str = "COMPLETE", **message: Any) -> Json:
    return {"id": "1", "finish_reason": reason, "message": {"role": "assistant", **message}, "usage": USAGE}


def called(name: str = "f", text: str = "{}") -> Json:
    return {"id": f"{name}_1", "type": "function", "function": {"name": name, "arguments": text}}


def written(*turns: Turn, **more: Any) -> Json:
    return COHERE.write_request(Conversation(model="m", turns=turns, **more))


def read(events: list[Json], dialect: Cohere = COHERE) -> list[Event]:
    reader = dialect.stream_reader()
    return [event for data in events for event in reader.feed(msgspec.json.encode(data))] + reader.end()


# ---------------------------------------------------------------------------------------------------------------------
# Answers


def test_a_whole_answer() -> None:
    content = [{"type": "thinking", "thinking": "hm"}, {"type": "text", "text": "hi"}]
    body = whole(content=content, citations=[{"start": 0, "end": 2, "text": "hi", "sources": []}])
    assert COHERE.read_answer(body) == Answer(
        id="1",
        parts=(Thinking(text="hm"), Text(text="hi")),
        usage=Usage(input=372, cache_read=128, output=9),
    )


def test_a_plan_is_what_is_said_before_its_calls() -> None:
    body = whole("TOOL_CALL", tool_plan="I look.", tool_calls=[called(text='{"a": 1}')])
    answer = COHERE.read_answer(body)
    assert answer.parts == (Text(text="I look."), ToolCall(id="f_1", name="f", arguments='{"a": 1}'))
    assert answer.finish is FinishReason.TOOL_CALLS


@pytest.mark.parametrize(
    ("reason", "finish"),
    [("COMPLETE", FinishReason.STOP), ("STOP_SEQUENCE", FinishReason.STOP_SEQUENCE),
     ("MAX_TOKENS", FinishReason.LENGTH), ("ERROR_TOXIC", FinishReason.CONTENT_FILTER),
     ("SOMETHING_NEW", FinishReason.STOP)],
)  # fmt: skip
def test_finish_reasons(reason: str, finish: FinishReason) -> None:
    assert COHERE.read_answer(whole(reason, content=[{"type": "text", "text": "hi"}])).finish is finish


@pytest.mark.parametrize(("reason", "kind"), [("ERROR", ErrorKind.UPSTREAM), ("TIMEOUT", ErrorKind.TIMEOUT)])
def test_an_answer_that_broke_off_is_an_error(reason: str, kind: ErrorKind) -> None:
    with pytest.raises(ApiError) as failed:
        COHERE.read_answer(whole(reason, content=[{"type": "text", "text": "hi"}]))
    assert failed.value.kind is kind
    last = read([{"type": "message-end", "delta": {"finish_reason": reason}}])[-1]
    assert isinstance(last, Failed)
    assert last.error.kind is kind


def test_tools_get_their_names_back() -> None:
    dialect = Cohere({"read_file": "read-file"})
    (call,) = dialect.read_answer(whole("TOOL_CALL", tool_calls=[called("read_file")])).parts
    assert isinstance(call, ToolCall)
    assert call.name == "read-file"
    start = {"type": "tool-call-start", "index": 0, "delta": {"message": {"tool_calls": called("read_file")}}}
    assert next(getattr(event, "name", "") for event in read([start], dialect)) == "read-file"


@QUICK
@given(thought=texts, said=st.lists(texts, max_size=4), text=arguments)
def test_a_stream_tells_what_a_whole_answer_does(thought: str, said: list[str], text: str) -> None:
    def event(kind: str, index: int, message: Json) -> Json:
        return {"type": kind, "index": index, "delta": {"message": message}}

    begun = {**called(), "function": {"name": "f", "arguments": ""}}
    events = [
        {"type": "message-start", "id": "1", "delta": {"message": {"role": "assistant"}}},
        event("content-start", 0, {"content": {"type": "thinking", "thinking": ""}}),
        event("content-delta", 0, {"content": {"thinking": thought}}),
        {"type": "content-end", "index": 0},
        event("content-start", 1, {"content": {"type": "text", "text": ""}}),
        *(event("content-delta", 1, {"content": {"text": piece}}) for piece in said),
        {"type": "content-end", "index": 1},
        event("tool-call-start", 0, {"tool_calls": begun}),
        event("tool-call-delta", 0, {"tool_calls": {"function": {"arguments": text}}}),
        {"type": "tool-call-end", "index": 0},
        {"type": "message-end", "delta": {"finish_reason": "TOOL_CALL", "usage": USAGE}},
    ]
    builder = AnswerBuilder()
    for told in read(events):
        builder.feed(told)
    content = [{"type": "thinking", "thinking": thought}, {"type": "text", "text": "".join(said)}]
    assert builder.finished
    assert builder.answer() == COHERE.read_answer(whole("TOOL_CALL", content=content, tool_calls=[called(text=text)]))


def test_nothing_is_read_behind_the_end() -> None:
    end = {"type": "message-end", "delta": {"finish_reason": "COMPLETE"}}
    events = read([{"type": "message-start", "id": "1"}, end, {"message": "late"}])
    assert events[0] == Started(id="1")
    assert len(events) == 3


def test_an_overlong_prompt_is_not_taken_for_throttling() -> None:
    told = "too many tokens: total number of tokens in the prompt cannot exceed 256000 - received 300000."
    error = upstream_error(400, {"message": told})
    assert error.kind is ErrorKind.CONTEXT_LENGTH
    assert "300000 tokens > 256000 maximum" in error.as_anthropic()["error"]["message"]
    limit = upstream_error(400, {"message": "too many tokens: max tokens must be less than or equal to 4096"})
    assert limit.kind is ErrorKind.INVALID


# ---------------------------------------------------------------------------------------------------------------------
# Requests


def test_a_tool_loop() -> None:
    call = ToolCall(id="c1", name="f", arguments='{"a": 1}')
    said = Turn(Role.ASSISTANT, (Thinking(text="hm"), Text(text="I look."), call))
    result = Turn(Role.USER, (ToolResult(call_id="c1", parts=(Text(text="one"), Text(text="two"))),))
    assert written(ASK, said, result)["messages"] == [
        {"role": "user", "content": "q"},
        {
            "role": "assistant",
            "tool_plan": "I look.",
            "content": [{"type": "thinking", "thinking": "hm"}],
            "tool_calls": [{**called(text='{"a": 1}'), "id": "c1"}],
        },
        {"role": "tool", "tool_call_id": "c1", "content": "one\ntwo"},
    ]


def test_thoughts_that_others_signed_stay_with_them() -> None:
    foreign = Thinking(text="secret", signature="c2ln", origin=Origin.ANTHROPIC)
    said = Turn(Role.ASSISTANT, (foreign, Thinking(text="mine"), Text(text="a")))
    assert written(ASK, said)["messages"][1]["content"] == [
        {"type": "thinking", "thinking": "mine"},
        {"type": "text", "text": "a"},
    ]


def test_a_named_tool_is_offered_alone() -> None:
    tools = (Tool(name="f"), Tool(name="g"))
    body = written(ASK, tools=tools, tool_choice=ToolChoice(mode=ToolMode.NAMED, name="g"))
    assert ([tool["function"]["name"] for tool in body["tools"]], body["tool_choice"]) == (["g"], "REQUIRED")
    none = written(ASK, tools=tools, tool_choice=ToolChoice(mode=ToolMode.NONE))
    assert (len(none["tools"]), none["tool_choice"]) == (2, "NONE")
    assert "tool_choice" not in written(ASK, tools=tools, tool_choice=ToolChoice(mode=ToolMode.AUTO))


@pytest.mark.parametrize(
    ("reasoning", "sent"),
    [(None, None), (Reasoning(enabled=False), {"type": "disabled"}), (Reasoning(), {"type": "enabled"}),
     (Reasoning(budget=3000, effort="high"), {"type": "enabled", "token_budget": 3000}),
     (Reasoning(effort="low"), {"type": "enabled", "token_budget": 2048}),
     (Reasoning(effort="max"), {"type": "enabled"})],
)  # fmt: skip
def test_reasoning_is_told_in_tokens(reasoning: Reasoning | None, sent: Json | None) -> None:
    assert written(ASK, reasoning=reasoning).get("thinking") == sent


def test_what_has_other_names() -> None:
    body = written(ASK, top_p=0.5, top_k=7, stop=("x",), max_tokens=9, output=OutputFormat(schema={"type": "object"}))
    assert (body["p"], body["k"], body["stop_sequences"], body["max_tokens"]) == (0.5, 7, ["x"], 9)
    assert body["response_format"] == {"type": "json_object", "json_schema": {"type": "object"}}


@pytest.mark.parametrize("inside", [False, True])
def test_documents_are_refused(inside: bool) -> None:
    pdf = Document(media_type="application/pdf", data="AA==")
    turn = Turn(Role.USER, (ToolResult(call_id="c", parts=(pdf,)) if inside else pdf,))
    with pytest.raises(ApiError, match="takes no documents") as refused:
        written(turn)
    assert refused.value.param == "messages"


def test_results_are_read_as_documents_too() -> None:
    content = [
        {"type": "document", "document": {"data": "plain"}},
        {"type": "document", "document": {"id": "1", "data": {"city": "Rom", "degrees": 30}}},
    ]
    messages = [
        {"role": "assistant", "tool_plan": "I look.", "tool_calls": [called()]},
        {"role": "tool", "tool_call_id": "f_1", "content": content},
    ]
    said, results = COHERE.read_request({"model": "m", "messages": messages}).turns
    assert said.parts[0] == Text(text="I look.")
    (result,) = results.parts
    assert isinstance(result, ToolResult)
    assert [part.text for part in result.parts if isinstance(part, Text)] == ["plain", "city: Rom\ndegrees: 30"]
