"""OpenAI Responses: the dialect, with its whole answers; requests, items and streams have modules of their own.

Source: OpenAI's API reference, and what Codex, the AI SDK and OpenAI's SDKs were seen to send.
"""

from __future__ import annotations

from aicore_tray.dialects.answer import Answer, AnswerPart, Usage
from aicore_tray.dialects.conversation import Json, Text, ToolCall
from aicore_tray.dialects.dialect import EVENT_STREAM, Asked
from aicore_tray.dialects.errors import ApiError
from aicore_tray.dialects.reading import objects
from aicore_tray.dialects.responses_items import answer_item, response_object
from aicore_tray.dialects.responses_requests import functions_only as functions_only
from aicore_tray.dialects.responses_requests import read_call, read_content, read_reasoning_item
from aicore_tray.dialects.responses_requests import read_request as read_request
from aicore_tray.dialects.responses_requests import write_request as write_request
from aicore_tray.dialects.responses_stream import Forwarder, Reader, Writer, finish_reason, read_usage
from aicore_tray.dialects.responses_stream import error_event as _error_event

NAME = "responses"
STREAM_TYPE = EVENT_STREAM


def read_answer(body: Json) -> Answer:
    """Return the neutral form of a response object.

    Raises:
        ApiError: the response failed.
    """
    parts: list[AnswerPart] = []
    for path, item in objects(body.get("output"), "output"):
        match item.get("type"):
            case "message":
                parts += [part for part in read_content(item.get("content"), path) if isinstance(part, Text)]
            case "function_call" | "custom_tool_call" as kind:
                parts.append(read_call(item, path, custom=kind == "custom_tool_call"))
            case "reasoning":
                parts.append(read_reasoning_item(item, path))
    refused = any(
        block.get("type") == "refusal"
        for _, item in objects(body.get("output"), "output")
        for _, block in objects(item.get("content"), "content")
    )
    called = any(isinstance(part, ToolCall) for part in parts)
    return Answer(
        id=str(body.get("id") or ""),
        model=str(body.get("model") or ""),
        parts=tuple(parts),
        finish=finish_reason(body, called=called, refused=refused),
        usage=read_usage(body.get("usage")),
    )


def write_answer(answer: Answer, asked: Asked) -> Json:
    """Return the response object for a client."""
    items = [item for part in answer.parts for item in answer_item(part, asked)]
    return response_object(asked, answer.id, answer.model, items, answer.finish, answer.usage)


def stream_reader() -> Reader:
    return Reader()


def stream_writer(asked: Asked) -> Writer:
    return Writer(asked)


def forwarder(asked: Asked) -> Forwarder:
    return Forwarder(asked)


def usage_of(body: Json) -> Usage:
    return read_usage(body.get("usage"))


def forwarded(raw: bytes, body: Json) -> bytes:
    return raw


error_event = _error_event


def error_body(error: ApiError, request_id: str) -> Json:
    return error.as_openai()


def keep_alive() -> bytes:
    return b'event: keepalive\ndata: {"type":"keepalive","sequence_number":0}\n\n'
