"""A question as it goes over HTTP: an OpenAI Chat Completions body."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aicore_tray.chat.attachment import Attachment, Kind
from aicore_tray.chat.conversation import Message
from aicore_tray.chat.parameters import Parameters

PATH = "/v1/chat/completions"
Json = dict[str, Any]
_TICKS = re.compile(r"`{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked.

    Attributes:
        system: the system prompt, "" for none.
        messages: all that was said, the question last; what was sent along has its data.
        parameters: what is not set is not sent.
    """

    model: str
    system: str
    messages: tuple[Message, ...]
    parameters: Parameters = field(default_factory=Parameters)


def encoded(attachment: Attachment) -> str:
    """Return a file's bytes as base64."""
    return base64.b64encode(attachment.data).decode("ascii")


def body_of(question: Question, encode: Callable[[Attachment], str] = encoded) -> Json:
    """Return the body of a streamed request.

    Args:
        encode: writes the bytes of a picture or PDF.
    """
    turns: list[Json] = [{"role": "system", "content": question.system}] if question.system else []
    turns += [
        {"role": str(message.role), "content": _content(message, encode)}
        for message in question.messages
        # An answer that never began is nothing that was said.
        if message.text or message.attachments
    ]
    asked = question.parameters
    body: Json = {
        "model": question.model,
        "messages": turns,
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": asked.temperature,
        "max_completion_tokens": asked.max_tokens,
        "reasoning_effort": asked.effort or None,
    }
    return {name: value for name, value in body.items() if value is not None}


def _content(message: Message, encode: Callable[[Attachment], str]) -> str | list[Json]:
    if not message.attachments:
        return message.text
    parts = [_part(each, encode) for each in message.attachments]
    return [*parts, {"type": "text", "text": message.text}] if message.text else parts


def _part(attachment: Attachment, encode: Callable[[Attachment], str]) -> Json:
    match attachment.kind:
        case Kind.PICTURE:
            return {
                "type": "image_url",
                "image_url": {"url": f"data:{attachment.media_type};base64,{encode(attachment)}"},
            }
        case Kind.PDF:
            data = f"data:{attachment.media_type};base64,{encode(attachment)}"
            return {"type": "file", "file": {"filename": attachment.name, "file_data": data}}
        case Kind.TEXT:
            text = attachment.text
            fence = "`" * max(3, *(len(ticks) + 1 for ticks in _TICKS.findall(text)), 3)
            end = "" if text.endswith("\n") else "\n"
            return {"type": "text", "text": f"{attachment.name}:\n{fence}\n{text}{end}{fence}"}
