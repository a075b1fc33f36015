"""Answers for clients of every dialect, whole and as streams, come back as they went in, less the listed losses."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import permutations
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aicore_tray.dialects import chat_completions, gemini, messages, responses
from aicore_tray.dialects.answer import Answer, AnswerBuilder, AnswerPart, events_of
from aicore_tray.dialects.conversation import Conversation, Reasoning, Thinking, Tool, ToolCall
from aicore_tray.dialects.dialect import Asked, SharedDialect
from aicore_tray.dialects.losses import ANSWER_LOSSES, STREAM_LOSSES, AnswerFeature
from aicore_tray.dialects.signatures import unwrap_thinking
from aicore_tray.dialects.sse import SseParser
from aicore_tray.dialects.tool_names import ToolNames, custom_text
from tests.dialects.reduction import in_order, reduce_answer
from tests.dialects.strategies import QUICK, answers, tools

CLIENTS: tuple[SharedDialect, ...] = (messages, chat_completions, responses, gemini)


def asked_with(offered: tuple[Tool, ...]) -> Asked:
    """A request that asks to see and to keep all reasoning."""
    conversation = Conversation(model="asked", tools=offered, reasoning=Reasoning(summary="auto", carry=True))
    return Asked(model="asked", conversation=lambda: conversation, stream_usage=True)


def offered_in(dialect: SharedDialect, offered: tuple[Tool, ...]) -> tuple[Tool, ...]:
    """The tools that a client of the dialect can have offered."""
    if dialect in (messages, gemini):
        return tuple(replace(tool, namespace="") for tool in offered if not tool.custom)
    return offered if dialect is responses else tuple(replace(tool, namespace="") for tool in offered)


def as_client_sees(answer: Answer, offered: tuple[Tool, ...]) -> Answer:
    """Calls have the names of the client's own tools, free-form ones their plain input."""
    names = ToolNames(offered)

    def seen(call: ToolCall) -> ToolCall:
        tool = names.offered(call.name)
        arguments = custom_text(call.arguments) if tool.custom else call.arguments
        return replace(call, name=tool.name, namespace=tool.namespace, custom=tool.custom, arguments=arguments)

    return replace(answer, parts=tuple(seen(part) if isinstance(part, ToolCall) else part for part in answer.parts))


def comparable(answer: Answer) -> Answer:
    """Made ids are random, and where a text was cut says nothing."""
    made = {AnswerFeature.ID, AnswerFeature.THINKING_IDS, AnswerFeature.BLOCK_BOUNDARIES}
    return reduce_answer(answer, made)


def whole(dialect: SharedDialect, answer: Answer, asked: Asked) -> Answer:
    return dialect.read_answer(msgspec.json.decode(msgspec.json.encode(dialect.write_answer(answer, asked))))


def streamed(dialect: SharedDialect, answer: Answer, asked: Asked) -> Answer:
    writer, reader, parser, builder = (
        dialect.stream_writer(asked),
        dialect.stream_reader(),
        SseParser(),
        AnswerBuilder(),
    )
    wire = b"".join(writer.feed(event) for event in events_of(answer))
    for payload in (*parser.feed(wire), *parser.end()):
        for event in reader.feed(payload):
            builder.feed(event)
    for event in reader.end():
        builder.feed(event)
    assert builder.finished
    assert builder.error is None
    answer = builder.answer()
    return replace(answer, parts=tuple(_unpacked(part) for part in answer.parts))


def _unpacked(part: AnswerPart) -> AnswerPart:
    """Readers read upstreams, none of which packs another vendor's reasoning; a client's request is unpacked."""
    if not isinstance(part, Thinking) or part.origin is None or part.redacted:
        return part
    return unwrap_thinking(part.signature, part.origin, text=part.text, id=part.id)


def without_custom(offered: tuple[Tool, ...]) -> tuple[Tool, ...]:
    """Answers' readers know functions alone: no upstream that we ask calls anything else in a stream."""
    return tuple(replace(tool, namespace="") for tool in offered if not tool.custom)


@pytest.mark.parametrize("dialect", CLIENTS, ids=lambda dialect: dialect.NAME)
@QUICK
@given(data=st.data(), all_tools=tools())
def test_a_whole_answer_comes_back(dialect: SharedDialect, data: st.DataObject, all_tools: tuple[Tool, ...]) -> None:
    offered = offered_in(dialect, all_tools)
    answer = data.draw(answers(offered))
    lost = ANSWER_LOSSES[dialect.NAME]
    back = whole(dialect, answer, asked_with(offered))
    assert comparable(back) == reduce_answer(as_client_sees(answer, offered), lost)


@pytest.mark.parametrize("dialect", CLIENTS, ids=lambda dialect: dialect.NAME)
@QUICK
@given(data=st.data(), all_tools=tools())
def test_a_stream_tells_the_same(dialect: SharedDialect, data: st.DataObject, all_tools: tuple[Tool, ...]) -> None:
    offered = without_custom(all_tools)
    answer = data.draw(answers(offered))
    lost = STREAM_LOSSES[dialect.NAME]
    back = streamed(dialect, answer, asked_with(offered))
    if AnswerFeature.ORDER in lost:
        back = in_order(back, joint="")  # the stream itself has the blank lines between two thoughts
    assert comparable(back) == reduce_answer(as_client_sees(answer, offered), lost)


@pytest.mark.parametrize(("first", "second"), list(permutations(CLIENTS, 2)), ids=lambda dialect: dialect.NAME)
@QUICK
@given(data=st.data(), all_tools=tools())
def test_an_answer_goes_through_two_dialects(
    first: SharedDialect, second: SharedDialect, data: st.DataObject, all_tools: tuple[Tool, ...]
) -> None:
    offered = without_custom(all_tools)
    asked = asked_with(offered)
    answer = as_client_sees(data.draw(answers(offered)), offered)
    there = whole(second, whole(first, answer, asked), asked)
    lost = ANSWER_LOSSES[second.NAME]
    expected = reduce_answer(reduce_answer(answer, ANSWER_LOSSES[first.NAME]), lost)
    assert comparable(there) == expected


@pytest.mark.parametrize("dialect", CLIENTS, ids=lambda dialect: dialect.NAME)
@QUICK
@given(data=st.data(), all_tools=tools())
def test_stream_and_whole_answer_agree(
    dialect: SharedDialect, data: st.DataObject, all_tools: tuple[Tool, ...]
) -> None:
    """Both forms of one answer make a client believe the same, custom tools and namespaces included."""
    offered = offered_in(dialect, all_tools)
    answer, asked = data.draw(answers(offered)), asked_with(offered)
    writer = dialect.stream_writer(asked)
    wire = b"".join(writer.feed(event) for event in events_of(answer))
    payloads = [msgspec.json.decode(payload) for payload in SseParser().feed(wire) if payload != b"[DONE]"]
    calls = [
        (part.name, part.namespace, part.arguments)
        for part in whole(dialect, answer, asked).parts
        if isinstance(part, ToolCall)
    ]
    assert _calls_in_stream(dialect, payloads) == calls


def _calls_in_stream(dialect: SharedDialect, payloads: list[dict[str, object]]) -> list[tuple[str, str, str]]:
    """Collect calls as a client does, without our own readers."""
    collect = {"messages": _messages_calls, "chat_completions": _chat_calls, "responses": _responses_calls}
    collect["gemini"] = _gemini_calls
    return collect[dialect.NAME](payloads)


def _messages_calls(payloads: list[dict[str, object]]) -> list[tuple[str, str, str]]:
    calls: dict[object, list[str]] = {}
    for event in payloads:
        block, delta = event.get("content_block"), event.get("delta")
        if isinstance(block, dict) and block["type"] == "tool_use":
            calls[event["index"]] = [block["name"], ""]
        if isinstance(delta, dict) and delta.get("type") == "input_json_delta":
            calls[event["index"]][1] += delta["partial_json"]
    return [(name, "", arguments) for name, arguments in calls.values()]


def _chat_calls(payloads: list[dict[str, object]]) -> list[tuple[str, str, str]]:
    calls: dict[int, list[str]] = {}
    for chunk in payloads:
        choices = chunk["choices"]
        assert isinstance(choices, list)
        for call in [call for choice in choices for call in choice["delta"].get("tool_calls", ())]:
            inner = call.get("function") or call.get("custom")
            known = calls.setdefault(call["index"], ["", ""])
            known[0] += inner.get("name", "")
            known[1] += inner.get("arguments", inner.get("input", ""))
    return [(name, "", arguments) for name, arguments in calls.values()]


def _gemini_calls(payloads: list[dict[str, object]]) -> list[tuple[str, str, str]]:
    candidates = [candidate for chunk in payloads for candidate in _list(chunk["candidates"])]
    calls = [part["functionCall"] for each in candidates for part in each["content"]["parts"] if "functionCall" in part]
    return [(call["name"], "", json.dumps(call["args"], ensure_ascii=False)) for call in calls]


def _list(value: object) -> list[dict[str, Any]]:
    assert isinstance(value, list)
    return value


def _responses_calls(payloads: list[dict[str, object]]) -> list[tuple[str, str, str]]:
    done = [event["item"] for event in payloads if event["type"] == "response.output_item.done"]
    final = payloads[-1]["response"]
    assert isinstance(final, dict)
    assert final["output"] == done
    return [
        (item["name"], item.get("namespace", ""), item.get("arguments", item.get("input")))
        for item in final["output"]
        if item["type"] in ("function_call", "custom_tool_call")
    ]
