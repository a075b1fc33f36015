"""OpenAI Chat Completions: the dialect, with its whole answers; requests and streams have modules of their own.

Source: OpenAI's API reference; reasoning_content and cache_control are the field's widely used additions to it.
"""

from __future__ import annotations

from aicore_tray.dialects.answer import Answer, FinishReason, Usage
from aicore_tray.dialects.chat_completions_requests import read_assistant
from aicore_tray.dialects.chat_completions_requests import read_request as read_request
from aicore_tray.dialects.chat_completions_requests import write_request as write_request
from aicore_tray.dialects.chat_completions_stream import (
    FINISH_REASONS,
    FINISH_REASONS_OUT,
    Forwarder,
    Reader,
    Writer,
    read_usage,
    write_usage,
)
from aicore_tray.dialects.chat_completions_stream import error_event as _error_event
from aicore_tray.dialects.conversation import Json, Text, Thinking, ToolCall
from aicore_tray.dialects.dialect import EVENT_STREAM, Asked, new_id
from aicore_tray.dialects.errors import ApiError
from aicore_tray.dialects.reading import need, objects
from aicore_tray.dialects.tool_names import custom_text

NAME = "chat_completions"
STREAM_TYPE = EVENT_STREAM


def read_answer(body: Json) -> Answer:
    """Return the neutral form of a chat.completion object."""
    choices = list(objects(body.get("choices"), "choices"))
    choice = choices[0][1] if choices else {}
    message = need(choice.get("message") or {}, dict, "choices.0.message")
    parts = tuple(part for part in read_assistant(message, "message") if isinstance(part, Text | Thinking | ToolCall))
    finish = FINISH_REASONS.get(str(choice.get("finish_reason")), FinishReason.STOP)
    if finish is FinishReason.STOP and any(isinstance(part, ToolCall) for part in parts):
        finish = FinishReason.TOOL_CALLS
    if finish is FinishReason.STOP and message.get("refusal"):
        finish = FinishReason.REFUSAL
    return Answer(
        id=str(body.get("id") or ""),
        model=str(body.get("model") or ""),
        parts=parts,
        finish=finish,
        usage=read_usage(body.get("usage")),
    )


def write_answer(answer: Answer, asked: Asked) -> Json:
    """Return the chat.completion object for a client."""
    names = asked.tool_names
    text = "".join(part.text for part in answer.parts if isinstance(part, Text))
    reasoning = "\n\n".join(part.text for part in answer.parts if isinstance(part, Thinking) and part.text)
    calls: list[Json] = []
    for part in answer.parts:
        if not isinstance(part, ToolCall):
            continue
        tool = names.offered(part.name)
        if tool.custom:
            custom = {"name": tool.name, "input": custom_text(part.arguments)}
            calls.append({"id": part.id, "type": "custom", "custom": custom})
        else:
            function = {"name": tool.name, "arguments": part.arguments}
            calls.append({"id": part.id, "type": "function", "function": function})
    refused = answer.finish is FinishReason.REFUSAL and bool(text)
    message: Json = {
        "role": "assistant",
        "content": None if refused else text or None,
        "refusal": text if refused else None,
        "annotations": [],
    }
    if reasoning:
        message["reasoning_content"] = reasoning
    if calls:
        message["tool_calls"] = calls
    return {
        "id": answer.id if answer.id.startswith("chatcmpl-") else new_id("chatcmpl-"),
        "object": "chat.completion",
        "created": asked.created,
        "model": answer.model or asked.model,
        "choices": [
            {
                "index": 0,
                "message": message,
                "logprobs": None,
                "finish_reason": "stop" if refused else FINISH_REASONS_OUT[answer.finish],
            }
        ],
        "usage": write_usage(answer.usage),
    }


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
    return b": keep-alive\n\n"
