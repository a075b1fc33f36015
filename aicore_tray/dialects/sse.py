"""Server-sent events: an incremental parser that takes bytes cut anywhere, and a writer.

SAP's streams are `data:`-only, with single, doubled or missing blank lines and either line end; so every `data:` line
is an event of its own here, unlike in the browser's reading of the format. No upstream splits a payload over lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import msgspec

DONE = b"[DONE]"
_BETWEEN = b"\n\ndata: "
# So many bytes of what is between two texts are looked for.
_ENOUGH = 10
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


@dataclass(frozen=True, slots=True)
class Alike:
    """Events that differ in the text of one field alone, as most of an answer's deltas do.

    Attributes:
        before: what stands before the text in each event, from `data: ` to the opening quote.
        texts: the texts, as JSON writes them.
        after: what stands behind it, from the closing quote to the blank line.
    """

    before: bytes
    texts: list[bytes]
    after: bytes

    @property
    def first(self) -> bytes:
        """The first event: whether the others are what they should be shows in it."""
        return self.before + self.texts[0] + self.after

    def named(self, name: str) -> bytes:
        """Return the events with an `event:` line each."""
        before = b"event: " + name.encode() + b"\n" + self.before
        return before + (self.after + before).join(self.texts) + self.after


def text_field(*names: str) -> re.Pattern[bytes]:
    """Return what finds the text of a field in an event that is valid JSON, whichever of these names it has."""
    return re.compile(rb'"(?:' + "|".join(names).encode() + rb')": ?"((?:[^"\\]|\\.)*)"')


def read_alike(lines: bytes, field: re.Pattern[bytes]) -> Alike | None:
    """Return whole lines as events that differ in one text alone, None where they are others.

    If the first event is valid JSON, all are: what is between two texts is compared in one go, and that each text is
    one string is checked with all of them together. It takes a fraction of the time that decoding the events takes.

    Args:
        field: finds the text; see `text_field`.
    """
    end = lines.find(b"\n\n") + 2
    found = field.search(lines, 0, end)
    if found is None or not lines.startswith(b"data: {"):
        return None
    before, after = lines[: found.start(1)], lines[found.end(1) : end]
    between = after + before
    # To search for all of what is between them takes longer than to look for its end and to compare.
    pieces = lines.split(before[-_ENOUGH:])
    texts = [piece[: _ENOUGH - len(between)] for piece in pieces[1:-1]]
    texts.append(pieces[-1][: -len(after)])
    rebuilt = [before + texts[0], *texts[1:]]
    rebuilt[-1] += after
    if between.join(rebuilt) != lines:
        return None
    try:
        strings = msgspec.json.decode(b'["' + b'","'.join(texts) + b'"]', type=list[str])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return Alike(before, texts, after) if len(strings) == len(texts) else None


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
