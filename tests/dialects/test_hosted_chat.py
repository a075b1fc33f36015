"""Hosted models' Chat Completions: other words for the end of an answer, and sources that are not lost."""

from __future__ import annotations

import copy
from typing import Any

import msgspec
import pytest

from aicore_tray.dialects import chat_completions
from aicore_tray.dialects.answer import AnswerBuilder, Event, FinishReason
from aicore_tray.dialects.chat_completions_stream import Forwarder
from aicore_tray.dialects.conversation import Text
from aicore_tray.dialects.errors import ApiError
from aicore_tray.dialects.hosted_chat import HostedChat, Mender
from tests.dialects.golden_streams import asked

Json = dict[str, Any]
CALL: Json = {"id": "abcDEF123", "type": "function", "function": {"name": "f", "arguments": "{}"}}
SOURCES: Json = {
    "citations": ["https://a.example"],
    "search_results": [{"title": "A", "url": "https://a.example"}, {"title": None, "url": "https://b.example"}, 5],
}
LIST = "\n\nSources:\n[1] A – https://a.example\n[2] https://b.example"


def whole(reason: str, message: Json, **more: Any) -> Json:
    choice = {"index": 0, "message": {"role": "assistant", **message}, "finish_reason": reason, "stop_reason": None}
    return {"id": "1", "model": "m", "choices": [choice], "usage": {"prompt_tokens": 3, "completion_tokens": 2}, **more}


def chunks(reason: str, *deltas: Json, **more: Any) -> list[bytes]:
    told: list[Json] = [
        {"id": "1", "choices": [{"index": 0, "delta": delta, "finish_reason": None}]} for delta in deltas
    ]
    told.append({"id": "1", "choices": [{"index": 0, "delta": {}, "finish_reason": reason}], **more})
    return [*map(msgspec.json.encode, told), b"[DONE]"]


def read(payloads: list[bytes], *, shows_sources: bool = True) -> AnswerBuilder:
    reader, builder = HostedChat(shows_sources=shows_sources).stream_reader(), AnswerBuilder()
    events: list[Event] = [event for payload in payloads for event in reader.feed(payload)] + reader.end()
    for event in events:
        builder.feed(event)
    return builder


def forwarded(payloads: list[bytes]) -> tuple[list[Json], Forwarder]:
    mend, forwarder = Mender(), chat_completions.forwarder(asked())
    out = b"".join(
        forwarder.feed(payload if payload == b"[DONE]" else msgspec.json.encode(mend(msgspec.json.decode(payload))))
        for payload in payloads
    )
    lines = [line[6:] for line in out.splitlines() if line.startswith(b"data: {")]
    return [msgspec.json.decode(line) for line in lines], forwarder


@pytest.mark.parametrize(
    ("reason", "called", "finish", "word"),
    [("stop", False, FinishReason.STOP, "stop"), ("stop", True, FinishReason.TOOL_CALLS, "tool_calls"),
     ("tool_calls", True, FinishReason.TOOL_CALLS, "tool_calls"), ("length", True, FinishReason.LENGTH, "length"),
     ("model_length", False, FinishReason.LENGTH, "length")],
)  # fmt: skip
def test_why_an_answer_ended(reason: str, called: bool, finish: FinishReason, word: str) -> None:
    calls: Json = {"tool_calls": [CALL]} if called else {"tool_calls": []}
    body = whole(reason, {"content": "x", **calls})
    assert HostedChat().read_answer(copy.deepcopy(body)).finish is finish
    assert Mender()(body)["choices"][0]["finish_reason"] == word
    payloads = chunks(reason, {"content": "x"}, {"tool_calls": [CALL | {"index": 0}]} if called else {"content": "y"})
    assert read(payloads).answer().finish is finish
    told, forwarder = forwarded(payloads)
    assert told[-1]["choices"][0]["finish_reason"] == word
    assert forwarder.finished


def test_a_whole_answer_says_what_strict_readers_insist_on() -> None:
    body = whole("stop", {"content": "x", "reasoning_content": None})
    body["usage"] |= {"prompt_tokens_details": None, "cost": None}
    mended = Mender()(body)
    assert mended["choices"][0]["message"] == {
        "role": "assistant", "content": "x", "reasoning_content": None, "refusal": None, "annotations": [],
    }  # fmt: skip
    assert mended["usage"] == {"prompt_tokens": 3, "completion_tokens": 2, "cost": None}
    refused = Mender()(whole("stop", {"refusal": "No.", "annotations": [{"type": "url_citation"}]}))
    said = refused["choices"][0]["message"]
    assert (said["content"], said["refusal"], said["annotations"]) == (None, "No.", [{"type": "url_citation"}])


def test_chunks_are_not_filled_up() -> None:
    counted = {"usage": {"prompt_tokens": 3, "completion_tokens": 2, "prompt_tokens_details": {"cached_tokens": 1}}}
    told, forwarder = forwarded(chunks("stop", {"content": "x"}, **counted))
    assert told[0]["choices"][0]["delta"] == {"content": "x"}
    assert forwarder.usage.cache_read == 1


def test_an_answer_that_ended_in_an_error_is_one() -> None:
    with pytest.raises(ApiError, match="broke off"):
        HostedChat().read_answer(whole("error", {"content": "x"}))
    payloads = chunks("error", {"content": "x"})
    assert read(payloads).error is not None
    told, forwarder = forwarded(payloads)
    assert "error" in told[-1]
    assert forwarder.error is not None
    assert not forwarder.finished


def test_sources_follow_a_translated_answer() -> None:
    body = whole("stop", {"content": "So [1]."}, **SOURCES)
    assert (
        "".join(part.text for part in HostedChat().read_answer(body).parts if isinstance(part, Text))
        == f"So [1].{LIST}"
    )
    told = read(chunks("stop", {"content": "So [1]."}, **SOURCES)).answer()
    assert [part.text for part in told.parts if isinstance(part, Text)] == [f"So [1].{LIST}"]


def test_sources_told_before_the_end_follow_it() -> None:
    """Perplexity repeats them in every chunk; bare addresses are what older answers have."""
    first = {"id": "1", "choices": [{"index": 0, "delta": {"content": "So"}}], "citations": ["https://c.example"]}
    told = read([msgspec.json.encode(first), *chunks("stop")]).answer()
    assert told.parts == (Text(text="So\n\nSources:\n[1] https://c.example"),)


def test_where_a_program_reads_the_answer_nothing_is_added() -> None:
    body = whole("stop", {"content": "{}"}, **SOURCES)
    assert HostedChat(shows_sources=False).read_answer(body).parts == (Text(text="{}"),)
    told = read(chunks("stop", {"content": "{}"}, **SOURCES), shows_sources=False).answer()
    assert told.parts == (Text(text="{}"),)


def test_sources_of_a_forwarded_answer_are_annotations_beside_the_vendors_own_fields() -> None:
    body = Mender()(whole("stop", {"content": "So [1]."}, **SOURCES))
    assert body["citations"] == SOURCES["citations"]
    cited = [each["url_citation"] for each in body["choices"][0]["message"]["annotations"]]
    assert [(each["title"], each["url"]) for each in cited] == [
        ("A", "https://a.example"),
        ("https://b.example", "https://b.example"),
    ]
    told, _ = forwarded(chunks("stop", {"content": "So [1]."}, **SOURCES))
    assert len(told[-1]["choices"][0]["delta"]["annotations"]) == 2
    assert told[-1]["search_results"] == SOURCES["search_results"]


def test_a_broken_stream_tells_no_sources() -> None:
    first = {"id": "1", "choices": [{"index": 0, "delta": {"content": "So"}}], **SOURCES}
    broken = read([msgspec.json.encode(first)])
    assert broken.error is not None
    assert broken.answer().parts == (Text(text="So"),)
