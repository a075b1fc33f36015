"""What a dialect module offers: the two sides of one wire format, for requests, answers and streams."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from functools import cached_property
from typing import Protocol

from aicore_tray.dialects.answer import Answer, Event, Usage
from aicore_tray.dialects.conversation import Conversation, Json
from aicore_tray.dialects.errors import ApiError
from aicore_tray.dialects.tool_names import ToolNames

EVENT_STREAM = "text/event-stream; charset=utf-8"
"""What a stream of server-sent events is called."""


class Asked:
    """What the writer of an answer must know of the request.

    Attributes:
        model: the name that the client asked for; answers carry it where the upstream names none.
        stream_usage: the client wants the token counts at the end of a Chat Completions stream.
        created: Unix seconds.
        began: monotonic nanoseconds, for how long an answer took.
    """

    def __init__(self, *, model: str, conversation: Callable[[], Conversation], stream_usage: bool = False) -> None:
        self.model = model
        self.stream_usage = stream_usage
        self.created = int(time.time())
        self.began = time.monotonic_ns()
        self._conversation = conversation

    @cached_property
    def conversation(self) -> Conversation:
        """The request in neutral form; read on demand, since forwarding needs none."""
        return self._conversation()

    @cached_property
    def tool_names(self) -> ToolNames:
        return ToolNames(self.conversation.tools)


class StreamReader(Protocol):
    """Turns the payloads of an upstream's stream into events."""

    def feed(self, payload: bytes) -> list[Event]:
        """Return the events that one payload tells."""
        ...

    def end(self) -> list[Event]:
        """Return the last events once the upstream closed: Finished, or Failed where the terminal marker is missing."""
        ...


class StreamWriter(Protocol):
    """Turns events into the bytes of a client's stream."""

    def feed(self, event: Event) -> bytes: ...


class Forwarder(Protocol):
    """Passes an upstream's stream on to a client of the same dialect with the least possible work.

    Attributes:
        content: content has passed, so that an error can no longer become an HTTP status.
        usage: the counts seen so far.
        finished: the terminal marker was seen.
        error: what the stream told or how it broke; the client is told by `error_event`.
    """

    content: bool
    usage: Usage
    finished: bool
    error: ApiError | None

    def feed(self, payload: bytes) -> bytes: ...

    def feed_many(self, lines: bytes) -> bytes | None:
        """Return what a client is told of whole lines that hold nothing but deltas; None for `feed` to look at each."""
        ...

    def end(self) -> bytes: ...


class UpstreamDialect(Protocol):
    """A wire format as an upstream speaks it; modules of this package are its instances."""

    NAME: str

    def read_request(self, body: Json) -> Conversation: ...
    def write_request(self, conversation: Conversation) -> Json: ...
    def read_answer(self, body: Json) -> Answer: ...
    def stream_reader(self) -> StreamReader: ...


class ClientDialect(Protocol):
    """A wire format as clients speak it."""

    NAME: str
    STREAM_TYPE: str

    def read_request(self, body: Json) -> Conversation: ...
    def write_answer(self, answer: Answer, asked: Asked) -> Json: ...
    def stream_writer(self, asked: Asked) -> StreamWriter: ...
    def error_body(self, error: ApiError, request_id: str) -> Json: ...
    def error_event(self, error: ApiError) -> bytes: ...
    def keep_alive(self) -> bytes: ...


class SharedDialect(ClientDialect, UpstreamDialect, Protocol):
    """A wire format that both sides speak, so that an answer can be forwarded, as a stream or whole."""

    def forwarder(self, asked: Asked) -> Forwarder: ...

    def usage_of(self, body: Json) -> Usage:
        """Return what a whole answer counts."""
        ...

    def forwarded(self, raw: bytes, body: Json) -> bytes:
        """Return a whole answer with what an upstream leaves out of it and clients need.

        Args:
            raw: as it came.
            body: the same, read; it may be changed.
        """
        ...


def new_id(prefix: str) -> str:
    """Return a fresh id such as `msg_0123…`."""
    return prefix + uuid.uuid4().hex
