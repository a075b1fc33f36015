"""How stream events become bytes: SSE lines, AWS event-stream messages, and writes cut at awkward places."""

from __future__ import annotations

import base64
import json
import random
import struct
import zlib
from collections.abc import Iterator
from typing import Any

EVENT_STREAM = "application/vnd.amazon.eventstream"
Event = dict[str, Any] | list[Any] | str


def json_text(event: Event) -> str:
    """The event's payload; a string (`[DONE]`) stays as it is."""
    return event if isinstance(event, str) else json.dumps(event, ensure_ascii=False, separators=(",", ":"))


class SseFraming:
    """Writes `data:` lines, and untidily so when asked to.

    Attributes:
        untidy: whether lines may end in CRLF and blank lines may be doubled.
        python: whether events are written as Python writes them, which is how SAP's proxy passes Converse's on.
    """

    content_type = "text/event-stream"

    def __init__(self, rng: random.Random, *, untidy: bool, python: bool = False) -> None:
        self.python = python
        self._rng = rng
        self._end = b"\r\n" if untidy and rng.random() < 0.25 else b"\n"
        self.untidy = untidy

    def frame(self, event: Event) -> bytes:
        """One event with the blank line that ends it."""
        blank = self._end * 2 if self.untidy and self._rng.random() < 0.15 else self._end
        text = str(event) if self.python else json_text(event)
        return b"data: " + text.encode() + self._end + blank


class EventStreamFraming:
    """Writes Bedrock's binary messages: prelude, headers, payload, two checksums.

    Attributes:
        named: whether an event's name stands in its header, and what is under it in the payload.
    """

    content_type = EVENT_STREAM

    def __init__(self, *, named: bool = False) -> None:
        self.named = named

    def frame(self, event: Event) -> bytes:
        """One event as a `chunk` message; an error event becomes an exception message."""
        if self.named and isinstance(event, dict):
            ((name, inner),) = event.items()
            failed = name.endswith("Exception")
            kind = {":exception-type": name} if failed else {":event-type": name}
            headers = {**kind, ":content-type": "application/json"}
            return event_stream_message(
                {**headers, ":message-type": "exception" if failed else "event"}, json_text({**inner, "p": "abcd"})
            )
        if isinstance(event, dict) and event.get("type") == "error":
            message = event.get("message") or event.get("error", {}).get("message", "")
            headers = {":message-type": "exception", ":exception-type": "throttlingException"}
            return event_stream_message(
                {**headers, ":content-type": "application/json"}, json_text({"message": message})
            )
        packed = base64.b64encode(json_text(event).encode()).decode()
        headers = {":event-type": "chunk", ":content-type": "application/json", ":message-type": "event"}
        return event_stream_message(headers, json_text({"bytes": packed, "p": "abcdefghij"}))


def event_stream_message(headers: dict[str, str], payload: str) -> bytes:
    """Encode one message of the AWS event-stream format with string headers."""
    head = b""
    for name, value in headers.items():
        raw = value.encode()
        head += bytes([len(name)]) + name.encode() + b"\x07" + struct.pack(">H", len(raw)) + raw
    body = payload.encode()
    prelude = struct.pack(">II", 16 + len(head) + len(body), len(head))
    message = prelude + struct.pack(">I", zlib.crc32(prelude)) + head + body
    return message + struct.pack(">I", zlib.crc32(message))


class Splitter:
    """Cuts frames where careless readers break, and holds some tails back to join the next frame.

    A cut falls inside `data:`, inside a UTF-8 sequence, inside a CRLF, or anywhere.
    """

    def __init__(self, rng: random.Random, *, active: bool) -> None:
        self._rng = rng
        self._active = active
        self._held = b""

    def feed(self, frame: bytes) -> Iterator[bytes]:
        """The writes that one frame leads to."""
        if not self._active:
            yield frame
            return
        data, self._held = self._held + frame, b""
        cuts = sorted(set(self._cuts(data)))
        pieces = [data[a:b] for a, b in zip([0, *cuts], [*cuts, len(data)], strict=True) if a < b]
        if len(pieces) > 1 and self._rng.random() < 0.25:
            self._held = pieces.pop()
        yield from pieces

    def flush(self) -> bytes:
        """What is still held back."""
        held, self._held = self._held, b""
        return held

    def _cuts(self, data: bytes) -> Iterator[int]:
        inside = [at for at in range(1, len(data)) if data[at] & 0xC0 == 0x80]
        if inside:
            yield self._rng.choice(inside)
        if self._rng.random() < 0.3:
            yield self._rng.randrange(1, 6) if len(data) > 6 else 1
        if self._rng.random() < 0.3:
            yield self._rng.randrange(1, len(data)) if len(data) > 1 else 1
        if self._rng.random() < 0.2 and (crlf := data.find(b"\r\n")) >= 0:
            yield crlf + 1
