"""Many events at once are told as each by itself would be, whatever their texts hold."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aicore_tray.dialects import chat_completions, messages
from aicore_tray.dialects.dialect import Asked, SharedDialect
from aicore_tray.dialects.sse import payloads


def _chat(text: str, **more: Any) -> bytes:
    choice = {"delta": {"content": text}, "finish_reason": None, "index": 0}
    return json.dumps({"choices": [choice], "id": "c1", "usage": None} | more, ensure_ascii=False).encode()


def _claude(text: str, kind: str = "text_delta", name: str = "text") -> bytes:
    told = {"type": "content_block_delta", "index": 0, "delta": {"type": kind, name: text}}
    return json.dumps(told, separators=(",", ":"), ensure_ascii=False).encode()


def _lines(events: list[bytes]) -> bytes:
    return b"".join(b"data: " + event + b"\n\n" for event in events)


def _asked() -> Asked:
    return Asked(model="m", conversation=lambda: pytest.fail("nothing of the request is needed"))


def _at_once(dialect: SharedDialect, lines: bytes) -> bytes | None:
    return dialect.forwarder(_asked()).feed_many(lines)


def _one_by_one(dialect: SharedDialect, lines: bytes) -> bytes:
    forwarder = dialect.forwarder(_asked())
    return b"".join([forwarder.feed(payload) for payload in payloads(lines)])


TEXTS = st.lists(st.text(st.sampled_from('ab "\\{}[],:\n\u00e9')) | st.text(), min_size=1, max_size=8)


@given(TEXTS)
def test_deltas_of_any_texts_are_told_as_each_by_itself(texts: list[str]) -> None:
    for dialect, make in ((chat_completions, _chat), (messages, _claude)):
        lines = _lines([make(text) for text in texts])
        assert _at_once(dialect, lines) == _one_by_one(dialect, lines)


@pytest.mark.parametrize(
    "odd",
    [
        b'{"choices":[{"delta":{"content":"a"b"},"finish_reason":null}]}',
        _chat("x").replace(b'"x"', b'"x\\"'),
        _chat("x").replace(b'"x"', b'"x'),
        _chat("x").replace(b'"x"', b'"\\q"'),
        _chat("x").replace(b'"x"', b'"x\x01"'),
        _chat("x")[:-1],
        b"",
        b"[DONE]",
    ],
)
def test_what_is_no_json_among_many_is_not_passed_over(odd: bytes) -> None:
    for place in range(4):
        events = [_chat(str(number)) for number in range(3)]
        events.insert(place, odd)
        assert _at_once(chat_completions, _lines(events)) is None


@pytest.mark.parametrize(
    "odd",
    [
        _chat("x", usage={"prompt_tokens": 1, "completion_tokens": 2}),
        _chat("x", error={"message": "broken"}),
        _chat("x", choices=[]),
        _chat("x", choices=[{"delta": {}, "finish_reason": "stop", "index": 0}]),
    ],
)
def test_what_has_to_be_looked_at_is_found_among_deltas(odd: bytes) -> None:
    for place in range(4):
        events = [_chat(str(number)) for number in range(3)]
        events.insert(place, odd)
        assert _at_once(chat_completions, _lines(events)) is None


def test_events_of_another_kind_are_found_among_deltas_of_claude() -> None:
    for odd in (b'{"type":"message_stop"}', b'{"type":"error","error":{"message":"x"}}', b"{}"):
        for place in range(4):
            events = [_claude(str(number)) for number in range(3)]
            events.insert(place, odd)
            assert _at_once(messages, _lines(events)) is None


def test_deltas_of_several_kinds_are_told_at_once() -> None:
    lines = _lines([_claude("a"), _claude("b", "thinking_delta", "thinking"), _claude("{", "input_json_delta", "p")])
    assert _at_once(messages, lines) == _one_by_one(messages, lines)
