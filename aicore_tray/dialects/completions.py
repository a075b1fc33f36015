"""OpenAI's legacy Completions, for tools that complete code: a prompt in, its continuation out.

Source: OpenAI's API reference. The models behind are chat models: the prompt is a user's turn with an instruction.
"""

from __future__ import annotations

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
from aicore_tray.dialects.chat_completions_stream import error_event as error_event
from aicore_tray.dialects.chat_completions_stream import write_usage
from aicore_tray.dialects.conversation import Conversation, Json, Role, Text, Turn
from aicore_tray.dialects.dialect import EVENT_STREAM, Asked, new_id
from aicore_tray.dialects.errors import ApiError, invalid
from aicore_tray.dialects.ollama_requests import between
from aicore_tray.dialects.reading import number, optional, strings, text_of
from aicore_tray.dialects.sse import DONE
from aicore_tray.dialects.sse import event as sse_event

NAME = "completions"
STREAM_TYPE = EVENT_STREAM

_CONTINUE = (
    "The user's message is the beginning of a text. Continue it exactly where it ends, "
    "with no explanation, no quoting and without repeating it."
)
_FINISH_REASONS = {FinishReason.LENGTH: "length", FinishReason.CONTENT_FILTER: "content_filter"}


def read_request(body: Json) -> Conversation:
    """Return the neutral form of a `/v1/completions` body.

    Raises:
        ApiError: a field has the wrong type, or asks for what a chat model cannot give (several prompts or choices).
    """
    for name in ("n", "best_of"):
        if body.get(name) not in (None, 1):
            raise invalid(f"{name}: only one choice can be asked of this model", param=name)
    prompt = body.get("prompt")
    if isinstance(prompt, list) and not all(isinstance(each, str) for each in prompt):
        raise invalid("prompt: tokens cannot be read here; send the text", param="prompt")
    prompts = strings(prompt, "prompt")
    if len(prompts) > 1:
        raise invalid("prompt: one prompt a request can be completed here; send one request for each", param="prompt")
    suffix = optional(body, "suffix", str)
    options = optional(body, "stream_options", dict) or {}
    return Conversation(
        model=text_of(body, "model", ""),
        system=(Text(text=between(suffix) if suffix else _CONTINUE),),
        turns=(Turn(Role.USER, (Text(text=prompts[0] if prompts else ""),)),),
        max_tokens=optional(body, "max_tokens", int),
        temperature=number(body, "temperature"),
        top_p=number(body, "top_p"),
        stop=strings(body.get("stop"), "stop"),
        seed=optional(body, "seed", int),
        presence_penalty=number(body, "presence_penalty"),
        frequency_penalty=number(body, "frequency_penalty"),
        user=optional(body, "user", str) or "",
        stream=body.get("stream") is True,
        stream_usage=options.get("include_usage") is True,
    )


def write_answer(answer: Answer, asked: Asked) -> Json:
    """Return the text_completion object for a client."""
    text = "".join(part.text for part in answer.parts if isinstance(part, Text))
    body = _piece(new_id("cmpl-"), asked, text, _FINISH_REASONS.get(answer.finish, "stop"))
    return body | {"usage": write_usage(answer.usage)}


def _piece(id_: str, asked: Asked, text: str, finish: str | None) -> Json:
    choice = {"text": text, "index": 0, "logprobs": None, "finish_reason": finish}
    return {
        "id": id_,
        "object": "text_completion",
        "created": asked.created,
        "model": asked.model,
        "choices": [choice],
    }


class Writer:
    """Writes a stream of text_completion objects; the count of tokens comes last, where it was asked for."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._id = new_id("cmpl-")
        self._usage = Usage()

    def feed(self, event: Event) -> bytes:
        match event:
            case Started():
                self._usage = event.usage or self._usage
            case UsageReported():
                self._usage = event.usage
            case TextDelta():
                return self._event(_piece(self._id, self._asked, event.text, None)) if event.text else b""
            case Finished():
                last = self._event(_piece(self._id, self._asked, "", _FINISH_REASONS.get(event.reason, "stop")))
                if self._asked.stream_usage:
                    counts = {"choices": [], "usage": write_usage(self._usage)}
                    last += self._event(_piece(self._id, self._asked, "", None) | counts)
                return last + sse_event(DONE)
            case Failed():
                return error_event(event.error)
            case ThinkingStarted() | ThinkingDelta() | ThinkingDone():
                pass
            case ToolCallStarted() | ToolCallDelta() | ToolCallDone():
                pass  # no tool can be offered
        return b""

    @staticmethod
    def _event(body: Json) -> bytes:
        return sse_event(msgspec.json.encode(body))


def stream_writer(asked: Asked) -> Writer:
    return Writer(asked)


def error_body(error: ApiError, request_id: str) -> Json:
    return error.as_openai()


def keep_alive() -> bytes:
    return b": keep-alive\n\n"
