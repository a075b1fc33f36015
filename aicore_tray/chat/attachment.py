"""Pictures and files that go with a message: what they are by their own bytes, and which can be sent at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from aicore_tray.errors import AicoreTrayError

MOST = 20
"""So many may go with one message."""
_MB = 1024 * 1024
_MARKS = (
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# What no text has; a form feed and an escape are in some.
_BINARY = frozenset(range(32)) - {9, 10, 12, 13, 27}


class Kind(StrEnum):
    """What goes with a message."""

    PICTURE = "picture"
    PDF = "pdf"
    TEXT = "text"


LIMITS = {Kind.PICTURE: 5 * _MB, Kind.PDF: 20 * _MB, Kind.TEXT: _MB}
"""Bytes; more than these is refused by some vendor, or would fill the context window by itself."""


class AttachmentError(AicoreTrayError):
    """A file cannot go with a message.

    Attributes:
        too_large: the kind of file whose limit it is over; None where it is of no kind that can be sent.
    """

    def __init__(self, name: str, too_large: Kind | None = None, size: int = 0) -> None:
        self.name, self.too_large, self.size = name, too_large, size
        super().__init__(
            f"{name} is too large to be sent" if too_large else f"{name} is no picture, PDF or text",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One picture or file.

    Attributes:
        name: the file's name, without its folder.
        media_type: as HTTP writes it.
        size: bytes.
        data: the file itself; empty where it is still in the store.
        thumbnail: a small PNG of a picture; empty for all else.
    """

    id: str
    name: str
    kind: Kind
    media_type: str
    size: int
    data: bytes = field(default=b"", repr=False)
    thumbnail: bytes = field(default=b"", repr=False)

    @property
    def text(self) -> str:
        """What a text file says."""
        return _decoded(self.data) or ""


def recognise(id: str, name: str, data: bytes) -> Attachment:  # noqa: A002 - what it becomes
    """Return a file as it can be sent.

    Raises:
        AttachmentError: it is of no kind that can be sent, or too large.
    """
    kind, media_type = _kind_of(data)
    if kind is None:
        raise AttachmentError(name)
    if len(data) > LIMITS[kind]:
        raise AttachmentError(name, kind, len(data))
    return Attachment(id=id, name=name, kind=kind, media_type=media_type, size=len(data), data=data)


def _kind_of(data: bytes) -> tuple[Kind | None, str]:
    for mark, media_type in _MARKS:
        if data.startswith(mark):
            return Kind.PICTURE, media_type
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Kind.PICTURE, "image/webp"
    if data.startswith(b"%PDF-"):
        return Kind.PDF, "application/pdf"
    return (Kind.TEXT, "text/plain") if _decoded(data) is not None else (None, "")


def _decoded(data: bytes) -> str | None:
    """Return bytes as the text that they are; None where they are none."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _read(data, encoding)
    if not _BINARY.isdisjoint(data[:8192]) or b"\0" in data:
        return None
    # Windows' own encoding reads nearly everything, so it comes last.
    found = _read(data, "utf-8")
    return found if found is not None else _read(data, "cp1252")


def _read(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
