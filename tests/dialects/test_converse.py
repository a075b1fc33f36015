"""Bedrock Converse: three forms of one stream, and what a request becomes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aicore_tray.dialects import converse
from aicore_tray.dialects.answer import Answer, Event, Failed, FinishReason, Usage
from aicore_tray.dialects.conversation import (
    CacheHint,
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
from aicore_tray.dialects.errors import ApiError, ErrorKind
from aicore_tray.dialects.event_stream import EventStreamParser
from aicore_tray.dialects.sse import SseParser
from tests.dialects.strategies import QUICK, texts
from tests.dialects.test_small_parts import encoded

Json = dict[str, Any]


def stream_of(words: list[str], arguments: str) -> list[Json]:
    """A stream that says some words and calls a tool."""
    events: list[Json] = [{"messageStart": {"role": "assistant"}}]
    events += [{"contentBlockDelta": {"delta": {"text": text}, "contentBlockIndex": 0}} for text in words]
    tool = {"toolUse": {"toolUseId": "tooluse_1", "name": "f"}}
    return [
        *events,
        {"contentBlockStop": {"contentBlockIndex": 0}},
        {"contentBlockStart": {"start": tool, "contentBlockIndex": 1}},
        {"contentBlockDelta": {"delta": {"toolUse": {"input": arguments}}, "contentBlockIndex": 1}},
        {"contentBlockStop": {"contentBlockIndex": 1}},
        {"messageStop": {"stopReason": "tool_use", "additionalModelResponseFields": None}},
        {"metadata": {"usage": {"inputTokens": 3, "outputTokens": 4, "totalTokens": 7}}},
    ]


def as_repr(event: Json) -> bytes:
    return f"data: {event}\n\n".encode()


def as_json(event: Json) -> bytes:
    return f"data: {json.dumps(event)}\n\n".encode()


def as_frame(event: Json) -> bytes:
    """AWS puts the event's name into a header and what stands under it into the payload."""
    ((name, inner),) = event.items()
    return encoded(json.dumps(inner).encode(), event_type=name, message_type="event")


def read(wire: bytes, parser: SseParser | EventStreamParser) -> list[Event]:
    reader = converse.stream_reader()
    return [event for payload in parser.feed(wire) for event in reader.feed(payload)] + reader.end()


@QUICK
@given(words=st.lists(texts, max_size=4), arguments=st.dictionaries(texts, texts, max_size=2).map(json.dumps))
def test_the_three_forms_tell_the_same(words: list[str], arguments: str) -> None:
    events = stream_of(words, arguments)
    expected = read(b"".join(map(as_json, events)), SseParser())
    assert "".join(getattr(event, "text", "") for event in expected) == "".join(words)
    assert "".join(getattr(event, "arguments", "") for event in expected) == arguments
    assert read(b"".join(map(as_repr, events)), SseParser()) == expected
    assert read(b"".join(map(as_frame, events)), EventStreamParser()) == expected


@pytest.mark.parametrize(
    "payload",
    [b"{'a': __import__('os').getcwd()}", b"{'a': 1", b"('a', 1)", b"[1]", b"None", b"\xff", b"(" * 9000],
)
def test_what_is_neither_json_nor_a_dict_is_never_run(payload: bytes) -> None:
    with pytest.raises(ValueError, match=r"the stream.s event"):
        converse.read_event(payload)


def test_a_blob_is_told_in_base64() -> None:
    events: list[Json] = [
        {"contentBlockDelta": {"delta": {"reasoningContent": {"redactedContent": b"red"}}, "contentBlockIndex": 0}},
        {"contentBlockStop": {"contentBlockIndex": 0}},
        {"messageStop": {"stopReason": "end_turn"}},
    ]
    done = read(b"".join(map(as_repr, events)), SseParser())[0]
    assert getattr(done, "signature", "") == "cmVk"


@pytest.mark.parametrize(
    ("name", "kind"),
    [("throttlingException", ErrorKind.RATE_LIMIT), ("validationException", ErrorKind.INVALID),
     ("ModelStreamErrorException", ErrorKind.UPSTREAM)],
)  # fmt: skip
def test_exceptions_in_frames(name: str, kind: ErrorKind) -> None:
    (failed,) = read(
        encoded(b'{"message":"because"}', exception_type=name, message_type="exception"), EventStreamParser()
    )
    assert isinstance(failed, Failed)
    assert (failed.error.kind, failed.error.message) == (kind, "because")


@pytest.mark.parametrize(
    ("reason", "finish"),
    [("end_turn", FinishReason.STOP), ("stop_sequence", FinishReason.STOP_SEQUENCE),
     ("max_tokens", FinishReason.LENGTH), ("guardrail_intervened", FinishReason.CONTENT_FILTER),
     ("content_filtered", FinishReason.CONTENT_FILTER), ("something_new", FinishReason.STOP)],
)  # fmt: skip
def test_a_whole_answer(reason: str, finish: FinishReason) -> None:
    content = [
        {"reasoningContent": {"reasoningText": {"text": "hm", "signature": "s"}}},
        {"text": "hi"},
        {"text": ""},
    ]
    body = {
        "output": {"message": {"role": "assistant", "content": content}},
        "stopReason": reason,
        "usage": {"inputTokens": 2, "outputTokens": 3, "cacheReadInputTokens": 4, "cacheWriteInputTokens": 5},
    }
    thought = Thinking(text="hm", signature="s", origin=Origin.AMAZON)
    usage = Usage(input=2, output=3, cache_read=4, cache_write=5)
    assert converse.read_answer(body) == Answer(parts=(thought, Text(text="hi")), finish=finish, usage=usage)


@pytest.mark.parametrize("reason", ["malformed_tool_use", "malformed_model_output"])
def test_a_call_that_nobody_can_read_is_an_error(reason: str) -> None:
    with pytest.raises(ApiError) as failed:
        converse.read_answer({"output": {"message": {"content": []}}, "stopReason": reason})
    assert failed.value.kind is ErrorKind.UPSTREAM
    (told,) = read(as_json({"messageStop": {"stopReason": reason}}), SseParser())
    assert isinstance(told, Failed)


def test_breakpoints_follow_what_they_end() -> None:
    hint = CacheHint()
    conversation = Conversation(
        model="m",
        system=(Text(text="s", cache=hint),),
        tools=(Tool(name="f", cache=CacheHint("1h")),),
        turns=(
            Turn(Role.USER, (Text(text="q", cache=hint),)),
            Turn(Role.ASSISTANT, (ToolCall(id="c", name="f"),)),
            Turn(Role.USER, (Text(text="so"), ToolResult(call_id="c", parts=(Text(text="r"),), cache=hint))),
        ),
    )
    body = converse.write_request(conversation)
    point = {"cachePoint": {"type": "default"}}
    assert body["system"] == [{"text": "s"}, point]
    assert body["messages"][0]["content"] == [{"text": "q"}, point]
    assert body["toolConfig"]["tools"][1] == {"cachePoint": {"type": "default", "ttl": "1h"}}
    result, after, text = body["messages"][2]["content"]
    assert (result["toolResult"]["toolUseId"], after, text) == ("c", point, {"text": "so"})


def test_documents_have_names_that_bedrock_takes() -> None:
    pdf = Document(media_type="application/pdf", data="AA==", name="Bericht_ü 2.pdf")
    turn = Turn(Role.USER, (pdf, pdf, Document(media_type="text/csv", data="AA==")))
    content = converse.write_request(Conversation(model="m", turns=(turn,)))["messages"][0]["content"]
    told = [(block["document"]["format"], block["document"]["name"]) for block in content]
    assert told == [("pdf", "1 Bericht 2"), ("pdf", "2 Bericht 2"), ("csv", "3 document")]


@pytest.mark.parametrize(
    "part",
    [Image(media_type="image/tiff", data="AA=="), Image(url="https://example.org/a.png"),
     Document(media_type="application/zip", data="AA=="), Document(url="https://example.org/a.pdf")],
)  # fmt: skip
def test_media_that_bedrock_cannot_take_are_refused_by_name(part: Image | Document) -> None:
    write: Callable[[], object] = lambda: converse.write_request(  # noqa: E731 - raised inside
        Conversation(model="m", turns=(Turn(Role.USER, (part,)),))
    )
    with pytest.raises(ApiError) as refused:
        write()
    assert (refused.value.status, refused.value.param) == (400, "messages")
