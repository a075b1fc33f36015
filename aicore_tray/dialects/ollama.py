"""Ollama's API as its clients read it: answers to /api/chat and /api/generate, whole and as lines of JSON.

Source: Ollama's API reference and its Python client. It has no upstream side: nothing behind SAP AI Core speaks it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec

from aicore_tray.dialects.answer import (
    Answer,
    Event,
    Failed,
    Finished,
    FinishReason,
    Started,
    TextDelta,
    ThinkingDelta,
    ThinkingDone,
    ThinkingStarted,
    ToolCallDelta,
    ToolCallDone,
    ToolCallStarted,
    Usage,
    UsageReported,
)
from aicore_tray.dialects.conversation import Conversation, Json, Text, Thinking, ToolCall
from aicore_tray.dialects.dialect import Asked
from aicore_tray.dialects.errors import ApiError
from aicore_tray.dialects.ollama_requests import read_chat, read_generate
from aicore_tray.dialects.tool_names import arguments_object

NAME = "ollama"
_REASONS = {FinishReason.LENGTH: "length"}  # everything else ends with "stop", tool calls too


class Ollama:
    """One of the two conversations of Ollama's API.

    Args:
        read: its request.
        message: where an answer's text stands: in a message (chat) or in `response` (generate).
    """

    NAME = NAME
    STREAM_TYPE = "application/x-ndjson"

    def __init__(self, read: Callable[[Json], Conversation], *, message: bool) -> None:
        self._read = read
        self._message = message

    def read_request(self, body: Json) -> Conversation:
        return self._read(body)

    def write_answer(self, answer: Answer, asked: Asked) -> Json:
        thought = "\n\n".join(part.text for part in answer.parts if isinstance(part, Thinking) and part.text)
        text = "".join(part.text for part in answer.parts if isinstance(part, Text))
        calls = [_call(part, asked) for part in answer.parts if isinstance(part, ToolCall)]
        return self.said(asked, text, thought, calls) | ended(asked, answer.finish, answer.usage)

    def said(self, asked: Asked, text: str = "", thought: str = "", calls: list[Json] | None = None) -> Json:
        """Return an answer, or a piece of one, that goes on."""
        shown = {"thinking": thought} if thought else {}
        spoken: Json
        if self._message:
            message = {"role": "assistant", "content": text, **shown}
            spoken = {"message": message | ({"tool_calls": calls} if calls else {})}
        else:
            spoken = {"response": text, **shown}
        return {"model": asked.model, "created_at": _now(), **spoken, "done": False}

    def stream_writer(self, asked: Asked) -> Writer:
        return Writer(self, asked)

    def error_body(self, error: ApiError, request_id: str) -> Json:
        return {"error": error.message}

    def error_event(self, error: ApiError) -> bytes:
        return _line({"error": error.message})

    def keep_alive(self) -> bytes:
        # Its clients take every line for an answer.
        return b""


class Writer:
    """Writes a stream of JSON lines; a call comes in one piece."""

    def __init__(self, dialect: Ollama, asked: Asked) -> None:
        self._dialect = dialect
        self._asked = asked
        self._usage = Usage()
        self._thought = False
        self._between = ""  # two thoughts are told apart
        self._calls: dict[int, tuple[ToolCallStarted, list[str]]] = {}

    def feed(self, event: Event) -> bytes:
        said = self._dialect.said
        match event:
            case Started():
                self._usage = event.usage or self._usage
            case UsageReported():
                self._usage = event.usage
            case TextDelta():
                return _line(said(self._asked, event.text)) if event.text else b""
            case ThinkingDelta() if event.text:
                told, self._between, self._thought = self._between + event.text, "", True
                return _line(said(self._asked, thought=told))
            case ThinkingDone() if self._thought:
                self._between = "\n\n"
            case ToolCallStarted():
                self._calls[event.index] = (event, [])
            case ToolCallDelta():
                self._calls[event.index][1].append(event.arguments)
            case ToolCallDone():
                begun, pieces = self._calls.pop(event.index)
                call = ToolCall(id=begun.id, name=begun.name, arguments="".join(pieces) or "{}")
                return _line(said(self._asked, calls=[_call(call, self._asked)]))
            case Finished():
                return _line(said(self._asked) | ended(self._asked, event.reason, self._usage))
            case Failed():
                return self._dialect.error_event(event.error)
            case ThinkingStarted() | ThinkingDelta() | ThinkingDone():
                pass
        return b""


def ended(asked: Asked, finish: FinishReason, usage: Usage) -> Json:
    """Return what the end of an answer tells; durations are in nanoseconds."""
    took = time.monotonic_ns() - asked.began
    return {
        "done": True,
        "done_reason": _REASONS.get(finish, "stop"),
        "total_duration": took,
        "load_duration": 0,
        "prompt_eval_count": usage.prompt,
        "prompt_eval_duration": 0,
        "eval_count": usage.output,
        "eval_duration": took,
    }


def _call(part: ToolCall, asked: Asked) -> Json:
    function = {"name": asked.tool_names.offered(part.name).name, "arguments": arguments_object(part.arguments)}
    return {"id": part.id, "function": function}


def _line(body: Json) -> bytes:
    return msgspec.json.encode(body) + b"\n"


def _now() -> str:
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")


CHAT = Ollama(read_chat, message=True)
GENERATE = Ollama(read_generate, message=False)
