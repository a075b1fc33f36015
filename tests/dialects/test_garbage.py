"""Garbage in: request readers answer with a 400 that names a field, stream readers with errors that the relay knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aicore_tray.dialects import chat_completions, converse, gemini, messages, responses
from aicore_tray.dialects.answer import AnswerBuilder
from aicore_tray.dialects.cohere import Cohere
from aicore_tray.dialects.dialect import UpstreamDialect
from aicore_tray.dialects.errors import ApiError
from tests.dialects.golden_streams import CLIENTS, asked
from tests.dialects.strategies import QUICK, conversations
from tests.dialects.test_requests_survive import DIALECTS

Json = dict[str, Any]
KNOWN = (ValueError, KeyError, TypeError, AttributeError, msgspec.MsgspecError)
every_dialect = pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.NAME)

_leaves = (
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5)
)
# Words of the wire formats, so that random values reach beyond the first check.
_WORDS = (
    "type", "role", "content", "text", "id", "name", "input", "output", "arguments", "function", "custom", "tool_calls",
    "tool_call_id", "call_id", "tool_use_id", "source", "data", "url", "image_url", "file", "file_data", "media_type",
    "summary", "encrypted_content", "signature", "thinking", "format", "schema", "json_schema", "mode", "effort",
    "user", "assistant", "system", "developer", "tool", "model", "message", "tool_use", "tool_result", "image",
    "document", "base64", "function_call", "function_call_output", "reasoning", "custom_tool_call", "namespace",
    "tools", "grammar", "auto", "any", "named", "allowed_tools", "json_object", "adaptive", "enabled", "parts",
    "functionCall", "functionResponse", "response", "inlineData", "fileData", "mimeType", "fileUri", "args",
    "functionDeclarations", "parameters", "toolUse", "toolUseId", "toolResult", "toolSpec", "inputSchema", "json",
    "cachePoint", "reasoningContent", "reasoningText", "bytes", "toolChoice", "reasoningConfig", "topK",
    "input_tokens", "input_tokens_details", "prompt_tokens_details",
    "input_text", "output_text", "input_image", "input_file", "refusal",
    "tool_plan", "token_budget", "REQUIRED", "disabled",
    "cache_control", "ttl", "item", "delta", "index", "output_index", "usage", "choices", "finish_reason", "error",
    "content_block", "partial_json", "candidates", "usageMetadata", "additional_tools", "item_reference",
)  # fmt: skip
_values = st.recursive(
    _leaves | st.sampled_from(_WORDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_WORDS), inner, max_size=5),
    max_leaves=12,
)
_FIELDS = {
    "messages": ("model", "messages", "system", "tools", "tool_choice", "thinking", "output_config", "metadata",
                 "max_tokens", "stop_sequences", "temperature", "stream", "output_format"),
    "chat_completions": ("model", "messages", "tools", "tool_choice", "response_format", "reasoning", "thinking",
                         "reasoning_effort", "stop", "n", "stream_options", "max_tokens", "user", "seed", "top_p"),
    "responses": ("model", "input", "instructions", "tools", "tool_choice", "text", "reasoning", "include", "user",
                  "previous_response_id", "max_output_tokens", "temperature"),
    "converse": ("messages", "system", "toolConfig", "inferenceConfig", "additionalModelRequestFields"),
    "cohere": ("model", "messages", "tools", "tool_choice", "thinking", "response_format", "stop_sequences", "p", "k"),
    "gemini": ("contents", "systemInstruction", "tools", "toolConfig", "generationConfig"),
}  # fmt: skip
_ORCHESTRATION_FIELDS = ("config", "messages_history", "placeholder_values")


def _spoil(draw: st.DrawFn, value: Any) -> Any:
    """Put a random value in some place of a good body."""
    if isinstance(value, dict) and value and draw(st.integers(0, 4)):
        key = draw(st.sampled_from(sorted(value)))
        if draw(st.integers(0, 5)) == 0:
            return {name: kept for name, kept in value.items() if name != key}
        return value | {key: _spoil(draw, value[key])}
    if isinstance(value, list) and value and draw(st.integers(0, 4)):
        place = draw(st.integers(0, len(value) - 1))
        return [*value[:place], _spoil(draw, value[place]), *value[place + 1 :]]
    return draw(_values)


@st.composite
def bodies(draw: st.DrawFn, dialect: UpstreamDialect) -> Json:
    """Bodies of random values in known fields, and good bodies with one thing wrong."""
    if draw(st.booleans()):
        fields = _FIELDS.get(dialect.NAME, _ORCHESTRATION_FIELDS)
        return draw(st.dictionaries(st.sampled_from(fields), _values, max_size=6))
    try:
        good = dialect.write_request(draw(conversations()))
    except ApiError:
        return {}
    spoilt = _spoil(draw, good)
    return spoilt if isinstance(spoilt, dict) else {}


@every_dialect
@settings(QUICK, max_examples=100)
@given(data=st.data())
def test_request_readers_refuse_by_name(dialect: UpstreamDialect, data: st.DataObject) -> None:
    body = data.draw(bodies(dialect))
    check_refusal(lambda: dialect.read_request(body))


@settings(QUICK, max_examples=100)
@given(body=bodies(responses))
def test_functions_only_refuses_by_name(body: Json) -> None:
    check_refusal(lambda: responses.functions_only(body))


def check_refusal(read: Callable[[], object]) -> None:
    """Read; what is raised is a 400 whose message begins with the field that is to blame."""
    refused: ApiError | None = None
    try:
        read()
    except ApiError as error:
        refused = error
    if refused is not None:
        assert refused.status == 400
        assert refused.param
        assert refused.param.split(".")[0] in refused.message


_EVENTS = (
    "message_start", "content_block_start", "content_block_delta", "content_block_stop", "message_delta",
    "message_stop", "error", "ping", "response.created", "response.output_item.added", "response.output_item.done",
    "response.output_text.delta", "response.function_call_arguments.delta", "response.completed",
    "response.incomplete", "response.failed", "response.reasoning_summary_part.added",
    "response.reasoning_summary_text.delta", "response.refusal.delta",
    "message-start", "content-start", "content-delta", "content-end", "tool-plan-delta", "tool-call-start",
    "tool-call-delta", "tool-call-end", "message-end",
)  # fmt: skip
_CONVERSE = ("messageStart", "contentBlockStart", "contentBlockDelta", "contentBlockStop", "messageStop", "metadata")
_EVENT_FIELDS = (
    "contentBlockIndex",
    "start",
    "stopReason",
    "index",
    "output_index",
    "delta",
    "item",
    "response",
    "content_block",
    "message",
    "usage",
)
_payloads = st.lists(
    st.one_of(
        st.binary(max_size=12),
        st.just(b"[DONE]"),
        _values.map(msgspec.json.encode),
        st.builds(
            lambda kind, rest: msgspec.json.encode(rest | {"type": kind}),
            st.sampled_from(_EVENTS),
            st.dictionaries(
                st.sampled_from(_EVENT_FIELDS),
                _values,
                max_size=4,
            ),
        ),
        st.builds(
            lambda name, rest, write: write({name: rest}).encode(),
            st.sampled_from(_CONVERSE),
            st.dictionaries(st.sampled_from(_EVENT_FIELDS), _values, max_size=4),
            st.sampled_from([str, lambda event: msgspec.json.encode(event).decode()]),
        ),
    ),
    max_size=6,
)  # fmt: skip


@every_dialect
@settings(QUICK, max_examples=100)
@given(payloads=_payloads)
def test_stream_readers_fail_as_the_relay_expects(dialect: UpstreamDialect, payloads: list[bytes]) -> None:
    reader, builder = dialect.stream_reader(), AnswerBuilder()
    writers = [client.stream_writer(asked()) for client in CLIENTS]
    try:
        for payload in payloads:
            for event in reader.feed(payload):
                builder.feed(event)
                for writer in writers:
                    writer.feed(event)
        reader.end()
        builder.answer()
    except KNOWN:
        pass


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.NAME)
@settings(QUICK, max_examples=100)
@given(payloads=_payloads)
def test_forwarders_fail_as_the_relay_expects(client: Any, payloads: list[bytes]) -> None:
    forwarder = client.forwarder(asked())
    try:
        for payload in payloads:
            forwarder.feed(payload)
        forwarder.end()
    except (ValueError, KeyError, TypeError, msgspec.MsgspecError):
        pass


@every_dialect
@settings(QUICK, max_examples=100)
@given(body=st.dictionaries(st.sampled_from(_WORDS), _values, max_size=6))
def test_answer_readers_fail_as_the_relay_expects(dialect: UpstreamDialect, body: Json) -> None:
    try:
        dialect.read_answer(body)
    except (*KNOWN, ApiError):
        pass


@pytest.mark.parametrize(
    ("dialect", "body", "param"),
    [
        (messages, {"model": "m"}, "messages"),
        (messages, {"messages": []}, "model"),
        (messages, {"model": "m", "messages": [{"role": "user", "content": 5}]}, "messages.0.content"),
        (messages, {"model": "m", "messages": [{"role": "tool", "content": ""}]}, "messages.0.role"),
        (chat_completions, {"model": "m", "messages": "hi"}, "messages"),
        (chat_completions, {"model": "m", "messages": [], "n": 2}, "n"),
        (chat_completions, {"model": "m", "messages": [], "temperature": "hot"}, "temperature"),
        (chat_completions, {"model": "m", "messages": [{"role": "tool", "content": ""}]}, "messages.0.tool_call_id"),
        (responses, {"model": "m"}, "input"),
        (responses, {"model": "m", "input": [{"type": "message", "role": "user", "content": [{"type": "x"}]}]},
         "input.0.content.0"),
        (responses, {"model": "m", "input": "", "previous_response_id": "resp_1"}, "previous_response_id"),
        (converse, {}, "messages"),
        (converse, {"messages": [{"role": "system", "content": []}]}, "messages.0.role"),
        (converse, {"messages": [{"role": "user", "content": [{"video": {}}]}]}, "messages.0.content.0"),
        (converse, {"messages": [], "inferenceConfig": {"topP": "x"}}, "inferenceConfig.topP"),
        (Cohere(), {"model": "m"}, "messages"),
        (Cohere(), {"model": "m", "messages": [{"role": "assistant", "content": 5}]}, "messages.0.content"),
        (Cohere(), {"model": "m", "messages": [], "thinking": {"token_budget": "x"}}, "thinking.token_budget"),
        (gemini, {"contents": [{"parts": [{"functionResponse": {"name": "f"}}]}]}, "contents.0.parts.0"),
    ],
)  # fmt: skip
def test_the_field_is_named(dialect: UpstreamDialect, body: Json, param: str) -> None:
    with pytest.raises(ApiError) as refused:
        dialect.read_request(body)
    assert (refused.value.status, refused.value.param) == (400, param)
    assert param.split(".")[0] in refused.value.message
