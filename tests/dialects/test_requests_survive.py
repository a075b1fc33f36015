"""Requests through every dialect and every pair of dialects come back as they went in, less the listed losses."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, settings

from aicore_tray.dialects import chat_completions, converse, gemini, messages, responses
from aicore_tray.dialects.cohere import Cohere
from aicore_tray.dialects.conversation import Conversation, Origin, Role, Text, ToolCall, ToolResult, Turn
from aicore_tray.dialects.dialect import UpstreamDialect
from aicore_tray.dialects.errors import ApiError, ErrorKind
from aicore_tray.dialects.losses import ANSWER_LOSSES, REQUEST_LOSSES, STREAM_LOSSES, AnswerFeature, Feature
from aicore_tray.dialects.orchestration import Orchestration
from tests.dialects.reduction import (
    ANSWER_STEPS,
    STEPS,
    has_media,
    reduce,
    refused_media,
    turn_boundaries,
    without_media,
)
from tests.dialects.strategies import QUICK, conversations

CLIENTS: tuple[UpstreamDialect, ...] = (messages, chat_completions, responses, gemini)
BEHIND_ORCHESTRATION = tuple(Orchestration(vendor) for vendor in (None, *Origin))
DIALECTS: tuple[UpstreamDialect, ...] = (*CLIENTS, converse, Cohere(), *BEHIND_ORCHESTRATION)
PAIRS = [(first, second) for first in CLIENTS for second in DIALECTS if first is not second]


def through(dialect: UpstreamDialect, conversation: Conversation) -> Conversation:
    """Write, send over the wire, read."""
    body = dialect.write_request(conversation)
    return dialect.read_request(msgspec.json.decode(msgspec.json.encode(body)))


def reduced(dialect: UpstreamDialect, conversation: Conversation) -> Conversation:
    return reduce(conversation, REQUEST_LOSSES[dialect.NAME])


def comparable(conversation: Conversation, *dialects: UpstreamDialect) -> Conversation:
    """Ids that Gemini's dialect makes are random; what matters is which result belongs to which call."""
    made = any(Feature.CALL_IDS in REQUEST_LOSSES[dialect.NAME] for dialect in dialects)
    return reduce(turn_boundaries(conversation), [Feature.CALL_IDS] if made else [])


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.NAME)
@QUICK
@given(conversation=conversations())
def test_a_request_comes_back(dialect: UpstreamDialect, conversation: Conversation) -> None:
    kinds = refused_media(REQUEST_LOSSES[dialect.NAME])
    if has_media(conversation, kinds):
        with pytest.raises(ApiError) as refused:
            dialect.write_request(conversation)
        assert (refused.value.kind, refused.value.param) == (ErrorKind.INVALID, "messages")
        conversation = without_media(conversation, kinds)
    expected = reduced(dialect, conversation)
    assert comparable(through(dialect, conversation), dialect) == comparable(expected, dialect)


@pytest.mark.parametrize(("first", "second"), PAIRS, ids=lambda dialect: dialect.NAME)
@settings(QUICK, max_examples=25)
@given(conversation=conversations())
def test_a_request_goes_to_another_dialect_and_back(
    first: UpstreamDialect, second: UpstreamDialect, conversation: Conversation
) -> None:
    kinds = refused_media((*REQUEST_LOSSES[first.NAME], *REQUEST_LOSSES[second.NAME], Feature.DOCUMENT_URLS))
    conversation = without_media(conversation, kinds)
    there = through(second, through(first, conversation))
    back = through(first, there)
    expected = reduced(second, reduced(first, conversation))
    assert comparable(there, first, second) == comparable(expected, first, second)
    assert comparable(back, first, second) == comparable(reduced(first, expected), first, second)


def test_the_table_names_every_feature_and_only_what_the_tests_understand() -> None:
    assert {feature for lost in REQUEST_LOSSES.values() for feature in lost} == set(Feature) == set(STEPS)
    listed = {feature for lost in (*ANSWER_LOSSES.values(), *STREAM_LOSSES.values()) for feature in lost}
    assert listed == set(AnswerFeature) == set(ANSWER_STEPS)
    assert set(REQUEST_LOSSES) == {dialect.NAME for dialect in DIALECTS}


def test_messages_put_results_first() -> None:
    """Claude takes results only at the beginning of the message after the calls."""
    call, result = ToolCall(id="c", name="f"), ToolResult(call_id="c", parts=(Text(text="ok"),))
    turns = (
        Turn(Role.USER, (Text(text="q"),)),
        Turn(Role.ASSISTANT, (call,)),
        Turn(Role.USER, (Text(text="and"),)),
        Turn(Role.USER, (Text(text="so"), result)),
    )
    written = messages.write_request(Conversation(model="m", turns=turns))["messages"]
    assert [message["role"] for message in written] == ["user", "assistant", "user"]
    assert [block["type"] for block in written[-1]["content"]] == ["tool_result", "text", "text"]


def test_a_turn_that_holds_nothing_is_not_written() -> None:
    empty = replace(Conversation(model="m"), turns=())
    for dialect in CLIENTS:
        assert all(turn.role is Role.USER for turn in through(dialect, empty).turns)
