"""What an image's own header says: its format and size, without decoding a pixel."""

from __future__ import annotations

import base64
import binascii
import struct
from dataclasses import dataclass

# Start-of-frame markers of JPEG; the gaps are other tables.
_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})


@dataclass(frozen=True, slots=True)
class Picture:
    """An image's media type and size in pixels."""

    media_type: str
    width: int
    height: int

    @property
    def label(self) -> str:
        """The format as people call it."""
        return self.media_type.removeprefix("image/").upper()


def decode_base64(text: str) -> bytes | None:
    """Return the bytes, or None for what is no strict base64."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def read_data_url(url: str) -> tuple[str, bytes | None]:
    """Split `data:TYPE;base64,...` into its media type and bytes (None where they do not decode)."""
    head, _, packed = url.removeprefix("data:").partition(",")
    media_type, _, encoding = head.partition(";")
    return media_type, decode_base64(packed) if encoding == "base64" else None


def look_at(data: bytes) -> Picture | None:
    """Read the header of a PNG, JPEG, GIF or WebP; None for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        return Picture("image/png", *struct.unpack(">II", data[16:24]))
    if data[:6] in {b"GIF87a", b"GIF89a"} and len(data) >= 10:
        return Picture("image/gif", *struct.unpack("<HH", data[6:10]))
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data)
    return _jpeg(data) if data.startswith(b"\xff\xd8") else None


def _webp(data: bytes) -> Picture:
    if data[12:16] == b"VP8X" and len(data) >= 30:
        width, height = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
        return Picture("image/webp", width, height)
    return Picture("image/webp", 0, 0)


def _jpeg(data: bytes) -> Picture:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return Picture("image/jpeg", width, height)
        at += 2 + length
    return Picture("image/jpeg", 0, 0)
