"""What a terminal needs of the three APIs: a body that asks, the text in a stream's events, the tokens."""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, field
from typing import Any

from aicore_tray.cli.proxy import Proxy
from aicore_tray.connect.models import usual
from aicore_tray.dialects.sse import DONE, SseParser
from aicore_tray.errors import AicoreTrayError

CHAT, MESSAGES, RESPONSES = "chat", "messages", "responses"
PATHS = {CHAT: "/v1/chat/completions", MESSAGES: "/v1/messages", RESPONSES: "/v1/responses"}
_MAX_TOKENS = 4096
_NO_CHAT = ("embed",)

Json = dict[str, Any]


def body(api: str, model: str, turns: list[Json], *, stream: bool) -> Json:
    """Return a request with these turns, each with `role` and `content`."""
    match api:
        case "messages":
            return {"model": model, "max_tokens": _MAX_TOKENS, "messages": turns, "stream": stream}
        case "responses":
            return {"model": model, "input": turns, "stream": stream}
        case _:
            options = {"stream_options": {"include_usage": True}} if stream else {}
            return {"model": model, "messages": turns, "stream": stream, **options}


async def models(proxy: Proxy) -> list[str]:
    """Return the names of the models that can hold a conversation."""
    rows = (await proxy.get_json("/v1/models"))["data"]
    return [row["id"] for row in rows if not any(word in row["id"] for word in _NO_CHAT)]


async def choose_model(proxy: Proxy, arguments: argparse.Namespace) -> str:
    """Return the model that the arguments name, else a Claude Sonnet, else what comes next.

    Raises:
        AicoreTrayError: no model is served.
    """
    if arguments.model:
        return str(arguments.model)
    names = await models(proxy)
    if not names:
        raise AicoreTrayError("No model is served yet", hint="`aicore-tray doctor` says why")
    return usual(names)


@dataclass(slots=True)
class Answer:
    """An answer as it comes in.

    Attributes:
        text: what the model said so far.
        input: input tokens, None while nobody told.
        output: output tokens.
        error: what an error event in the stream said, "" for none.
    """

    text: str = ""
    input: int | None = None
    output: int | None = None
    error: str = ""
    _parser: SseParser = field(default_factory=SseParser)

    def feed(self, chunk: bytes) -> str:
        """Take a piece of a stream and return the text that it adds."""
        return "".join(self._event(payload) for payload in self._parser.feed(chunk))

    def whole(self, content: bytes) -> None:
        """Take an answer that was not streamed."""
        try:
            answer = json.loads(content)
        except ValueError:
            return
        if isinstance(answer, dict):
            self._count(answer.get("usage"))

    def tokens(self) -> str:
        """Return the tokens for people, "" where nobody told."""
        if self.input is None and self.output is None:
            return ""
        return f"{self.input or 0:,} tokens in, {self.output or 0:,} out"

    def _event(self, payload: bytes) -> str:
        if payload == DONE:
            return ""
        try:
            event = json.loads(payload)
        except ValueError:
            return ""
        if not isinstance(event, dict):
            return ""
        if isinstance(error := event.get("error"), dict) or event.get("type") == "error":
            told = error if isinstance(error, dict) else event
            self.error = str(told.get("message") or "The answer broke off")
            return ""
        for holder in (event, event.get("message"), event.get("response")):
            if isinstance(holder, dict):
                self._count(holder.get("usage"))
        if event.get("type") == "response.failed":
            self.error = str(((event.get("response") or {}).get("error") or {}).get("message") or "The answer failed")
        added = _text(event)
        self.text += added
        return added

    def _count(self, usage: object) -> None:
        if not isinstance(usage, dict):
            return
        for name in ("input_tokens", "prompt_tokens"):
            if isinstance(usage.get(name), int):
                cached = ("cache_read_input_tokens", "cache_creation_input_tokens")  # Anthropic counts them apart
                self.input = usage[name] + sum(usage.get(more) or 0 for more in cached)
        for name in ("output_tokens", "completion_tokens"):
            if isinstance(usage.get(name), int):
                self.output = usage[name]


def _text(event: Json) -> str:
    """Return the text that an event of any of the three APIs adds."""
    if event.get("type") == "response.output_text.delta":
        return str(event.get("delta", ""))
    if isinstance(delta := event.get("delta"), dict):
        return str(delta.get("text") or "")
    choices = event.get("choices")
    if isinstance(choices, list) and choices and isinstance(choices[0], dict):
        return str((choices[0].get("delta") or {}).get("content") or "")
    return ""
