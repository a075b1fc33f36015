"""Golden streams: cut anywhere they mean the same; cut short they are never taken for finished."""

from __future__ import annotations

import itertools
import re

import msgspec
import pytest

from aicore_tray.dialects import chat_completions, converse, gemini, messages, responses
from aicore_tray.dialects.answer import Event, Failed, Finished, FinishReason, TextDelta, ThinkingDelta, ThinkingDone
from aicore_tray.dialects.conversation import Origin, Thinking
from aicore_tray.dialects.dialect import SharedDialect, UpstreamDialect
from aicore_tray.dialects.errors import ErrorKind
from aicore_tray.dialects.signatures import unwrap_thinking
from aicore_tray.dialects.sse import SseParser
from tests.dialects.golden_streams import CLIENTS, COHERE, GOLDEN, Golden, asked, forward, freeze, read, told, write

Wire = list[tuple[str, dict[str, object]]]
golden_streams = pytest.mark.parametrize("golden", GOLDEN, ids=lambda golden: golden.name)
every_client = pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.NAME)
FORWARDED = [(golden, client) for golden in GOLDEN for client in CLIENTS if client.NAME == golden.upstream.NAME]
forwarded = pytest.mark.parametrize(("golden", "client"), FORWARDED, ids=[golden.name for golden, _ in FORWARDED])


@golden_streams
def test_the_events(golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    freeze(monkeypatch)
    assert told(read(golden, [golden.wire])) == golden.expected("events")


@golden_streams
@every_client
def test_the_clients_bytes(golden: Golden, client: SharedDialect, monkeypatch: pytest.MonkeyPatch) -> None:
    freeze(monkeypatch)
    assert write(client, read(golden, [golden.wire])).decode() == golden.expected(client.NAME)


@forwarded
def test_the_forwarded_bytes(golden: Golden, client: SharedDialect, monkeypatch: pytest.MonkeyPatch) -> None:
    freeze(monkeypatch)
    assert forward(client, [golden.wire]).decode() == golden.expected("forwarded")


def _cuts(wire: bytes) -> list[list[bytes]]:
    """Two pieces, cut at every byte; every byte by itself."""
    return [[wire[:place], wire[place:]] for place in range(1, len(wire))] + [[bytes([byte]) for byte in wire]]


@golden_streams
def test_cut_anywhere_the_events_are_the_same(golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    for pieces in _cuts(golden.wire):
        freeze(monkeypatch)
        assert told(read(golden, pieces)) == golden.expected("events"), pieces


@forwarded
def test_cut_anywhere_the_forwarded_bytes_are_the_same(
    golden: Golden, client: SharedDialect, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = golden.expected("forwarded").encode()
    for pieces in _cuts(golden.wire):
        freeze(monkeypatch)
        assert forward(client, pieces) == expected, pieces


@golden_streams
@every_client
def test_events_come_one_by_one_as_the_bytes_do(
    golden: Golden, client: SharedDialect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client sees what has come so far: nothing is held back until the end."""
    freeze(monkeypatch)
    parser, reader, writer = SseParser(), golden.upstream.stream_reader(), client.stream_writer(asked())
    out = b""
    seen = 0
    for byte in golden.wire:
        for payload in parser.feed(bytes([byte])):
            for event in reader.feed(payload):
                out += writer.feed(event)
                if isinstance(event, TextDelta):
                    seen += 1
                    assert event.text.encode() in out or msgspec.json.encode(event.text)[1:-1] in out
    assert seen or not any(isinstance(event, TextDelta) for event in read(golden, [golden.wire]))


# ---------------------------------------------------------------------------------------------------------------------
# What every client may rely on


def parsed(wire: bytes) -> Wire:
    """Return (event name, data) of every event; `[DONE]` is an event without data."""
    events: Wire = []
    for block in filter(None, wire.decode().split("\n\n")):
        fields = dict(line.split(": ", 1) for line in block.split("\n"))
        data = {} if fields["data"] == "[DONE]" else msgspec.json.decode(fields["data"])
        events.append((fields.get("event", "[DONE]" if not data else ""), data))
    return events


def is_finished(client: SharedDialect, wire: bytes) -> bool:
    """Whether a client takes the stream for a whole answer."""
    names = [name or ("[DONE]" if not data else "") for name, data in parsed(wire)]
    ends = {"messages": "message_stop", "chat_completions": "[DONE]"}
    if client is responses:
        return names[-1] in ("response.completed", "response.incomplete")
    if client is gemini:
        events = [data for _, data in parsed(wire)]
        reasons = [each.get("finishReason") for data in events for each in data.get("candidates") or ()]  # type: ignore[attr-defined]
        return any(reasons) and "error" not in events[-1]
    return ends[client.NAME] in names


def is_failed(client: SharedDialect, wire: bytes) -> bool:
    """Whether the last event is the dialect's own error event."""
    name, data = parsed(wire)[-1]
    if client is messages:
        return name == "error" and data["type"] == "error"
    if client is responses:
        return name == "response.failed" and data["response"]["error"]["code"] == "server_error"  # type: ignore[index]
    return name == "" and set(data) == {"error"}


def _payloads(golden: Golden) -> list[bytes]:
    return SseParser().feed(golden.wire + b"\n")


@golden_streams
@every_client
def test_truncated_anywhere_it_is_an_error(golden: Golden, client: SharedDialect) -> None:
    payloads = _payloads(golden)
    for place in range(len(payloads) + 1):
        reader, writer = golden.upstream.stream_reader(), client.stream_writer(asked())
        events = [event for payload in payloads[:place] for event in reader.feed(payload)] + reader.end()
        wire = b"".join(writer.feed(event) for event in events)
        finished = place >= golden.terminal
        assert isinstance(events[-1], Finished if finished else Failed), place
        assert is_finished(client, wire) is finished, place
        assert is_failed(client, wire) is not finished, place


@forwarded
def test_truncated_anywhere_the_forwarded_stream_is_an_error(golden: Golden, client: SharedDialect) -> None:
    payloads = _payloads(golden)
    for place in range(len(payloads) + 1):
        forwarder = client.forwarder(asked())
        wire = b"".join(forwarder.feed(payload) for payload in payloads[:place]) + forwarder.end()
        finished = place >= golden.terminal
        assert forwarder.finished is finished, place
        assert (forwarder.error is None) is finished, place
        assert is_finished(client, wire) is finished, place
        assert is_failed(client, wire) is not finished, place


@golden_streams
def test_messages_blocks_open_and_close_in_turn(golden: Golden) -> None:
    """Claude's blocks never overlap and are numbered from 0; the message's usage comes at both ends."""
    open_block: object = None
    blocks = itertools.count()
    events = parsed(write(messages, read(golden, [golden.wire])))
    for name, data in events:
        assert name == data["type"]
        if name == "content_block_start":
            assert open_block is None
            open_block = next(blocks)
        if name.startswith("content_block"):
            assert data["index"] == open_block
        if name == "content_block_stop":
            open_block = None
        if name == "message_delta":
            assert open_block is None
    assert [name for name, _ in events][:1] + [name for name, _ in events][-2:] == [
        "message_start",
        "message_delta",
        "message_stop",
    ]
    assert "usage" in events[0][1]["message"]  # type: ignore[operator]
    assert set(events[-2][1]["usage"]) >= {"input_tokens", "output_tokens"}  # type: ignore[call-overload]


@golden_streams
def test_chat_chunks_are_openais(golden: Golden) -> None:
    chunks = [data for _, data in parsed(write(chat_completions, read(golden, [golden.wire]))) if data]
    assert len({(chunk["id"], chunk["created"], chunk["model"], chunk["object"]) for chunk in chunks}) == 1
    deltas = [chunk["choices"][0]["delta"] for chunk in chunks if chunk["choices"]]  # type: ignore[index]
    assert deltas[0]["role"] == "assistant"
    assert [set(chunk["usage"] or ()) != set() for chunk in chunks] == [False] * len(deltas) + [True]  # type: ignore[call-overload]
    for calls in (delta["tool_calls"] for delta in deltas if "tool_calls" in delta):
        assert all({"id", "type"} <= set(call) or set(call) == {"index", "function"} for call in calls)


@golden_streams
def test_responses_items_are_told_in_order(golden: Golden) -> None:
    """Every item is added, told and done; numbers rise by one; the last event holds all items."""
    events = parsed(write(responses, read(golden, [golden.wire])))
    assert [data["sequence_number"] for _, data in events] == list(range(len(events)))
    assert [name for name, _ in events][:2] == ["response.created", "response.in_progress"]
    state: dict[object, str] = {}
    for name, data in events[2:-1]:
        place = data["output_index"]
        if name == "response.output_item.added":
            assert place == len(state)
            state[place] = data["item"]["id"]  # type: ignore[index]
        elif name == "response.output_item.done":
            assert state[place] == data["item"]["id"]  # type: ignore[index]
        else:
            assert state[place] == data["item_id"], name
    final = events[-1][1]["response"]
    done = [data["item"] for name, data in events if name == "response.output_item.done"]
    assert final["output"] == done  # type: ignore[index]
    assert [item["id"] for item in done] == list(state.values())  # type: ignore[index]
    assert final["usage"]["total_tokens"] == final["usage"]["input_tokens"] + final["usage"]["output_tokens"]  # type: ignore[index]


def test_a_signature_carries_the_thought_that_it_signs() -> None:
    """Vendors without signatures end a thought by saying something else: it is no part of the next one."""
    events: list[Event] = [
        ThinkingDelta("first"),
        TextDelta("then"),
        ThinkingDelta("second"),
        ThinkingDone(signature="enc", origin=Origin.OPENAI, id="rs_1"),
        Finished(reason=FinishReason.STOP),
    ]
    deltas = [data["delta"] for name, data in parsed(write(messages, events)) if name == "content_block_delta"]
    (carried,) = [delta["signature"] for delta in deltas if delta["type"] == "signature_delta"]  # type: ignore[index]
    assert unwrap_thinking(carried, Origin.ANTHROPIC) == Thinking(
        text="second", signature="enc", origin=Origin.OPENAI, id="rs_1"
    )


# ---------------------------------------------------------------------------------------------------------------------
# Errors in the stream

_THROTTLED = (
    '{"type":"response.failed","response":{"status":"failed","error":null}}\n'
    'data: {"type":"error","error":{"type":"too_many_requests","code":"too_many_requests"}}'
)
ERRORS: list[tuple[str, UpstreamDialect, str, ErrorKind]] = [
    ("claude overloaded", messages, '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
     ErrorKind.OVERLOADED),
    ("bedrock throttles", messages, '{"type":"error","message":"ThrottlingException: Too many requests"}',
     ErrorKind.RATE_LIMIT),
    ("the gateway speaks", messages, '{"error":"BadRequest","message":"Subpath is not allowed"}', ErrorKind.UPSTREAM),
    ("azure throttles", chat_completions, '{"error":{"code":"429","message":"exceeded token rate limit"}}',
     ErrorKind.RATE_LIMIT),
    ("azure filters", chat_completions, '{"error":{"code":"content_filter","message":"The response was filtered"}}',
     ErrorKind.CONTENT_FILTER),
    ("responses throttles", responses, _THROTTLED, ErrorKind.RATE_LIMIT),
    ("responses fails", responses,
     '{"type":"response.failed","response":{"status":"failed","error":{"code":"server_error","message":"Oh"}}}',
     ErrorKind.UPSTREAM),
    ("responses is too long", responses,
     '{"type":"error","code":"context_length_exceeded","message":"Your input exceeds the context window"}',
     ErrorKind.CONTEXT_LENGTH),
    ("gemini is exhausted", gemini, '{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"Quota"}}',
     ErrorKind.RATE_LIMIT),
    ("gemini in a list", gemini, '[{"error":{"code":503,"status":"UNAVAILABLE","message":"Try later"}}]',
     ErrorKind.UPSTREAM),
    ("converse throttles", converse, "{'throttlingException': {'message': \"Don't hurry\"}}", ErrorKind.RATE_LIMIT),
    ("converse is busy", converse, '{"serviceUnavailableException": {"message": "Later"}}', ErrorKind.OVERLOADED),
    ("converse breaks off", converse, "{'modelStreamErrorException': {'message': None, 'originalStatusCode': 500}}",
     ErrorKind.UPSTREAM),
    ("converse fails", converse, "{'internalServerException': {'message': 'Oh'}}", ErrorKind.UPSTREAM),
    ("converse refuses", converse, "{'validationException': {'message': 'No'}}", ErrorKind.INVALID),
    ("converse takes too long", converse, "{'modelTimeoutException': {'message': 'Slow'}}", ErrorKind.TIMEOUT),
    ("a layer before converse", converse, '{"error":"BadRequest","message":"Subpath is not allowed"}',
     ErrorKind.UPSTREAM),
    ("cohere throttles", COHERE, '{"id":"1","message":"You have exceeded the rate limit"}', ErrorKind.RATE_LIMIT),
    ("cohere breaks off", COHERE, '{"type":"message-end","delta":{"finish_reason":"ERROR"}}', ErrorKind.UPSTREAM),
    ("cohere says why", COHERE,
     '{"type":"message-end","delta":{"finish_reason":"ERROR","error":"too many requests"}}', ErrorKind.RATE_LIMIT),
    ("cohere takes too long", COHERE, '{"type":"message-end","delta":{"finish_reason":"TIMEOUT"}}', ErrorKind.TIMEOUT),
    ("a layer before cohere", COHERE, '{"error":"BadRequest","message":"Subpath is not allowed"}', ErrorKind.UPSTREAM),
    ("gemini blocks", gemini, '{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"}}', ErrorKind.CONTENT_FILTER),
]  # fmt: skip


@pytest.mark.parametrize(("upstream", "payload", "kind"), [row[1:] for row in ERRORS], ids=[row[0] for row in ERRORS])
@every_client
def test_errors_in_a_stream_end_it(
    upstream: UpstreamDialect, payload: str, kind: ErrorKind, client: SharedDialect
) -> None:
    first = next(golden for golden in GOLDEN if golden.upstream is upstream)
    wire = first.wire.split(b"\n")[0] + f"\n\ndata: {payload}\n\n".encode()
    parser, reader = SseParser(), upstream.stream_reader()
    events: list[Event] = [event for part in parser.feed(wire) for event in reader.feed(part)] + reader.end()
    assert isinstance(events[-1], Failed)
    assert events[-1].error.kind is kind
    assert sum(isinstance(event, Failed) for event in events) == 1
    told_wire = write(client, events)
    assert not is_finished(client, told_wire)
    assert re.search(rb'"(error|response.failed)"', told_wire.splitlines()[-2])
    if client.NAME == upstream.NAME:
        forwarder = client.forwarder(asked())
        out = b"".join(forwarder.feed(part) for part in SseParser().feed(wire)) + forwarder.end()
        assert forwarder.error is not None
        assert forwarder.error.kind is kind
        assert not is_finished(client, out)
        assert forwarder.content is (client is gemini), "its first chunk has words already"


def test_forwarded_failures_carry_no_ids() -> None:
    url = (
        "https://api.ai.prod.eu-central-1.aws.ml.hana.ondemand.com/v2/inference/deployments/d0123456789abcdef/responses"
    )
    payload = msgspec.json.encode(
        {"type": "response.failed", "response": {"id": "resp_1", "status": "failed",
         "error": {"code": "server_error", "message": f"POST {url} failed"}}}
    )  # fmt: skip
    out = responses.forwarder(asked()).feed(payload)
    assert b"ondemand" not in out
    assert b"d0123456789abcdef" not in out
    assert b'"id":"resp_1"' in out
