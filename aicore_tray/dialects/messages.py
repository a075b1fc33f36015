"""Anthropic Messages: the dialect, with its whole answers; requests and streams have modules of their own.

Source: Anthropic's API reference, and what Claude Code and the AI SDK were seen to send.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from aicore_tray.dialects.answer import Answer, AnswerPart, FinishReason, Usage
from aicore_tray.dialects.conversation import Json, Origin, Text, Thinking, ToolCall
from aicore_tray.dialects.dialect import EVENT_STREAM, Asked, new_id
from aicore_tray.dialects.errors import ApiError
from aicore_tray.dialects.messages_requests import read_block
from aicore_tray.dialects.messages_requests import read_request as read_request
from aicore_tray.dialects.messages_requests import write_request as write_request
from aicore_tray.dialects.messages_stream import (
    STOP_REASONS,
    STOP_REASONS_OUT,
    Forwarder,
    Reader,
    Writer,
    read_usage,
    shows_thinking,
    write_usage,
)
from aicore_tray.dialects.messages_stream import error_event as _error_event
from aicore_tray.dialects.reading import objects
from aicore_tray.dialects.signatures import wrap
from aicore_tray.dialects.sse import event as sse_event
from aicore_tray.dialects.tool_names import arguments_object

NAME = "messages"
STREAM_TYPE = EVENT_STREAM
_CALLER = {"type": "direct"}


def read_answer(body: Json) -> Answer:
    """Return the neutral form of a Message object."""
    parts = (read_block(block, path) for path, block in objects(body.get("content"), "content"))
    return Answer(
        id=str(body.get("id") or ""),
        model=str(body.get("model") or ""),
        parts=tuple(part for part in parts if isinstance(part, Text | Thinking | ToolCall)),
        finish=STOP_REASONS.get(str(body.get("stop_reason")), FinishReason.STOP),
        stop_sequence=str(body.get("stop_sequence") or ""),
        usage=read_usage(body.get("usage")),
    )


def write_answer(answer: Answer, asked: Asked) -> Json:
    """Return the Message object for a client."""
    return {
        "id": answer.id if answer.id.startswith("msg_") else new_id("msg_"),
        "type": "message",
        "role": "assistant",
        "model": answer.model or asked.model,
        "content": [block for part in answer.parts for block in _write_answer_part(part, asked)],
        "stop_reason": STOP_REASONS_OUT[answer.finish],
        "stop_sequence": answer.stop_sequence or None,
        "stop_details": None,
        "container": None,
        "usage": write_usage(answer.usage),
    }


def _write_answer_part(part: AnswerPart, asked: Asked) -> Iterator[Json]:
    match part:
        case Text():
            if part.text:
                yield {"type": "text", "text": part.text, "citations": None}
        case Thinking() if not shows_thinking(asked):
            return
        case Thinking():
            if part.redacted and part.origin is Origin.ANTHROPIC:
                yield {"type": "redacted_thinking", "data": part.signature}
            elif part.text or part.signature:
                yield {"type": "thinking", "thinking": part.text, "signature": wrap(part, Origin.ANTHROPIC)}
        case ToolCall():
            tool = asked.tool_names.offered(part.name)
            called = {"name": tool.name, "input": arguments_object(part.arguments), "caller": dict(_CALLER)}
            yield {"type": "tool_use", "id": part.id, **called}


def usage_of(body: Json) -> Usage:
    return read_usage(body.get("usage"))


def forwarded(raw: bytes, body: Json) -> bytes:
    """Return a whole answer with what Anthropic's own API tells and Bedrock does not: strict clients need it."""
    for block in body.get("content") or ():
        if block.get("type") == "text":
            block.setdefault("citations", None)
        elif block.get("type") == "tool_use":
            block.setdefault("caller", dict(_CALLER))
    usage = write_usage(usage_of(body)) | (body.get("usage") or {})
    unset = {"stop_sequence": None, "stop_details": None, "container": None}
    return msgspec.json.encode({**unset, **body, "usage": usage})


def stream_reader() -> Reader:
    return Reader()


def stream_writer(asked: Asked) -> Writer:
    return Writer(asked)


def forwarder(asked: Asked) -> Forwarder:
    return Forwarder(asked)


error_event = _error_event


def error_body(error: ApiError, request_id: str) -> Json:
    return error.as_anthropic(request_id)


def keep_alive() -> bytes:
    return sse_event(b'{"type": "ping"}', "ping")
