"""How large a picture is and how many pages a PDF has, from their own bytes: vendors count tokens by that.

Source: the formats' specifications; only heads are read, nothing is decoded.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct

# A JPEG's size stands behind its tables, of which a camera writes many.
_HEAD = 256 * 1024
_JPEG_SIZES = frozenset({*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)})
_PAGES = re.compile(rb"/Type\s*/Page(?![a-zA-Z])")
_COUNT = re.compile(rb"/Count\s+(\d+)")


def size_of(data: str) -> tuple[int, int] | None:
    """Return width and height in pixels of a base64 PNG, JPEG, GIF or WebP; None for anything else."""
    head = _decoded(data, _HEAD)
    try:
        if head.startswith(b"\x89PNG"):
            width, height = struct.unpack(">II", head[16:24])
        elif head.startswith(b"GIF8"):
            width, height = struct.unpack("<HH", head[6:10])
        elif head.startswith(b"\xff\xd8"):
            return _jpeg(head)
        elif head[:4] == b"RIFF" and head[8:12] == b"WEBP":
            width, height = _webp(head)
        else:
            return None
    except struct.error:
        return None
    return width, height


def pages_of(data: str) -> int:
    """Return the pages of a base64 PDF, 0 where its catalogue is packed away."""
    raw = _decoded(data, len(data))
    counted = max((int(count) for count in _COUNT.findall(raw)), default=0)
    return max(counted, len(_PAGES.findall(raw)))


def _decoded(data: str, length: int) -> bytes:
    try:
        return base64.b64decode(data[: length - length % 4])
    except (binascii.Error, ValueError):
        return b""


def _jpeg(head: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(head):
        if head[at] != 0xFF:
            return None
        marker, length = head[at + 1], int.from_bytes(head[at + 2 : at + 4])
        if marker in _JPEG_SIZES:
            height, width = struct.unpack(">HH", head[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None


def _webp(head: bytes) -> tuple[int, int]:
    kind = head[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if kind == b"VP8L":
        (bits,) = struct.unpack("<I", head[21:25])
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack("<HH", head[26:30])
    return width & 0x3FFF, height & 0x3FFF
