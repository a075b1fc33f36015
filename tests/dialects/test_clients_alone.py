"""Dialects that no upstream speaks: Ollama's, and OpenAI's legacy Completions."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aicore_tray.dialects import completions, ollama
from aicore_tray.dialects.answer import Answer, events_of
from aicore_tray.dialects.conversation import Image, Role, Text, Thinking, ToolCall, ToolResult
from aicore_tray.dialects.dialect import ClientDialect
from aicore_tray.dialects.errors import ApiError, ErrorKind
from aicore_tray.dialects.sse import SseParser
from tests.dialects.strategies import QUICK, answers, tools
from tests.dialects.test_answers_survive import asked_with, without_custom
from tests.dialects.test_garbage import check_refusal

Json = dict[str, Any]
DIALECTS: tuple[ClientDialect, ...] = (ollama.CHAT, ollama.GENERATE, completions)

_leaves = st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5)
_WORDS = (
    "role", "content", "user", "assistant", "system", "tool", "images", "tool_calls", "function", "name", "arguments",
    "thinking", "tool_name", "tool_call_id", "id", "parameters", "type", "json",
)  # fmt: skip
_values = st.recursive(
    _leaves | st.sampled_from(_WORDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_WORDS), inner, max_size=5),
    max_leaves=10,
)
_FIELDS = (
    "model", "messages", "prompt", "suffix", "system", "images", "tools", "format", "think", "options", "stream",
    "stop", "max_tokens", "temperature", "n", "best_of", "stream_options", "user", "seed", "template", "raw",
    "keep_alive",
)  # fmt: skip


@pytest.mark.parametrize("dialect", DIALECTS)
@QUICK
@given(body=st.dictionaries(st.sampled_from(_FIELDS), _values, max_size=7))
def test_request_readers_refuse_by_name(dialect: ClientDialect, body: Json) -> None:
    check_refusal(lambda: dialect.read_request({"model": "m", **body}))


def pieces_of(dialect: ClientDialect, answer: Answer, asked: Any) -> list[Json]:
    writer = dialect.stream_writer(asked)
    wire = b"".join(writer.feed(event) for event in events_of(answer))
    if dialect is completions:
        return [json.loads(payload) for payload in SseParser().feed(wire) if payload != b"[DONE]"]
    return [json.loads(line) for line in wire.splitlines()]


@QUICK
@given(data=st.data(), all_tools=tools())
def test_ollamas_stream_tells_the_same_as_its_whole_answer(data: st.DataObject, all_tools: Any) -> None:
    offered = without_custom(all_tools)
    answer, asked = data.draw(answers(offered)), asked_with(offered)
    pieces = pieces_of(ollama.CHAT, answer, asked)
    whole = ollama.CHAT.write_answer(answer, asked)
    assert [piece["done"] for piece in pieces] == [False] * (len(pieces) - 1) + [True]
    messages = [piece["message"] for piece in pieces]
    assert "".join(message["content"] for message in messages) == whole["message"]["content"]
    thought = "".join(message.get("thinking", "") for message in messages)
    assert thought == whole["message"].get("thinking", "")
    calls = [call for message in messages for call in message.get("tool_calls", ())]
    assert calls == whole["message"].get("tool_calls", [])
    for name in ("done_reason", "prompt_eval_count", "eval_count"):
        assert pieces[-1][name] == whole[name]


@QUICK
@given(data=st.data())
def test_a_completion_streams_as_it_comes_whole(data: st.DataObject) -> None:
    answer, asked = data.draw(answers(())), asked_with(())
    pieces = pieces_of(completions, answer, asked)
    whole = completions.write_answer(answer, asked)
    choices = [piece["choices"][0] for piece in pieces if piece["choices"]]
    assert "".join(choice["text"] for choice in choices) == whole["choices"][0]["text"]
    assert choices[-1]["finish_reason"] == whole["choices"][0]["finish_reason"]
    assert pieces[-1]["usage"] == whole["usage"]


def test_everything_of_an_ollama_chat_is_read() -> None:
    png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    read = ollama.CHAT.read_request(
        {
            "model": "m",
            "messages": [
                {"role": "system", "content": "be"},
                {"role": "user", "content": "see", "images": [png]},
                {
                    "role": "assistant",
                    "content": "",
                    "thinking": "hm",
                    "tool_calls": [{"id": "call_7", "function": {"name": "f", "arguments": {"x": 1}}}],
                },
                {"role": "tool", "tool_call_id": "call_7", "content": "one"},
                {"role": "tool", "tool_name": "g", "content": "of nobody's"},
                {"role": "system", "content": "late"},
            ],
            "think": "high",
        }
    )
    assert read.system == (Text(text="be"),)
    assert [turn.role for turn in read.turns] == [Role.USER, Role.ASSISTANT, Role.USER, Role.SYSTEM]
    assert read.turns[0].parts == (Text(text="see"), Image(media_type="image/png", data=png))
    assert read.turns[1].parts == (Thinking(text="hm"), ToolCall(id="call_7", name="f", arguments='{"x": 1}'))
    assert read.turns[2].parts == (
        ToolResult(call_id="call_7", parts=(Text(text="one"),)),
        ToolResult(call_id="g", parts=(Text(text="of nobody's"),)),
    )
    assert read.reasoning is not None
    assert (read.reasoning.effort, read.reasoning.summary, read.stream) == ("high", "auto", True)


def test_errors_in_a_stream() -> None:
    error = ApiError(ErrorKind.OVERLOADED, "busy")
    assert json.loads(ollama.CHAT.error_event(error)) == {"error": "busy"}
    assert json.loads(SseParser().feed(completions.error_event(error))[0])["error"]["message"] == "busy"
    assert ollama.CHAT.keep_alive() == b""
