"""Server-sent events: an incremental parser that takes bytes cut anywhere, and a writer.

SAP's streams are `data:`-only, with single, doubled or missing blank lines and either line end; so every `data:` line
is an event of its own here, unlike in the browser's reading of the format. No upstream splits a payload over lines.
"""

from __future__ import annotations

DONE = b"[DONE]"
_BETWEEN = b"\n\ndata: "
MAX_LINE = 64 * 1024 * 1024


class SseParser:
    """Cuts a byte stream into the payloads of its `data:` lines."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, chunk: bytes) -> list[bytes]:
        """Return the payloads that `chunk` completes, in order; comments and other fields are passed over.

        Raises:
            ValueError: a line grows beyond 64 MiB; this is no event stream.
        """
        return payloads(self.lines(chunk))

    def lines(self, chunk: bytes) -> bytes:
        """Return the lines that `chunk` completes, as they came.

        Raises:
            ValueError: a line grows beyond 64 MiB; this is no event stream.
        """
        buffered = self._rest + chunk if self._rest else chunk
        end = buffered.rfind(b"\n") + 1
        self._rest = buffered[end:]
        if len(self._rest) > MAX_LINE:
            raise ValueError("a stream line is longer than 64 MiB")
        return buffered[:end]

    def end(self) -> list[bytes]:
        """Return the payload of a last line that no line end followed."""
        rest, self._rest = self._rest, b""
        payload = _payload(rest)
        return [payload] if payload else []


def payloads(lines: bytes) -> list[bytes]:
    """Return the payloads of whole lines."""
    return [payload for line in lines.split(b"\n") if (payload := _payload(line))]


def as_list(lines: bytes) -> bytes:
    """Return the payloads of whole lines as one JSON list, to be looked at in one go; b"" where they are untidy.

    Tidy are events of a `data:` line with an object and a blank line each. Whatever else there is makes the list no
    JSON, since no line end can stand within a payload.
    """
    tidy = lines.strip(b"\n")
    if not tidy.startswith(b"data: {"):
        return b""
    return b"[" + tidy[6:].replace(_BETWEEN, b",") + b"]"


def named(lines: bytes, name: str) -> bytes:
    """Return tidy events with an `event:` line each, all of one name."""
    label = b"event: " + name.encode() + b"\ndata: "
    return label + lines.strip(b"\n")[6:].replace(_BETWEEN, b"\n\n" + label) + b"\n\n"


def _payload(line: bytes) -> bytes:
    return line[5:].strip() if line.startswith(b"data:") else b""


def event(payload: bytes, name: str = "") -> bytes:
    """Return one event; with `name` it has an `event:` line, as Anthropic's and OpenAI's Responses clients need."""
    if name:
        return b"event: " + name.encode() + b"\ndata: " + payload + b"\n\n"
    return b"data: " + payload + b"\n\n"
