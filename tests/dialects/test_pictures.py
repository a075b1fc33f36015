"""The sizes of pictures, read from their heads."""

from __future__ import annotations

import base64
import struct

import pytest

from aicore_tray.dialects.pictures import pages_of, size_of


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xdb\x00\x43" + bytes(65) + b"\xff\xc2\x00\x11\x08" + struct.pack(">HH", 600, 800) + bytes(40)
)
VP8X = b"RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00" + bytes(4) + b"\x1f\x03\x00" + b"\x57\x02\x00" + bytes(8)
VP8L = b"RIFF\x00\x00\x00\x00WEBPVP8L\x0a\x00\x00\x00\x2f" + struct.pack("<I", 799 | 599 << 14) + bytes(8)
VP8 = b"RIFF\x00\x00\x00\x00WEBPVP8 \x0a\x00\x00\x00" + b"\x00\x00\x00\x9d\x01\x2a" + struct.pack("<HH", 800, 600)
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 800, 600)
GIF = b"GIF89a" + struct.pack("<HH", 800, 600) + bytes(20)


@pytest.mark.parametrize("picture", [JPEG, VP8X, VP8L, VP8, PNG, GIF])
def test_sizes(picture: bytes) -> None:
    assert size_of(b64(picture)) == (800, 600)


@pytest.mark.parametrize("broken", [b"", b"\x89PNG", b"GIF89a", b"\xff\xd8\x00\x00" + bytes(20), b"RIFF", b"text"])
def test_what_is_no_picture_has_no_size(broken: bytes) -> None:
    assert size_of(b64(broken)) is None
    assert size_of("*not base64*") is None


def test_pages() -> None:
    assert pages_of(b64(b"%PDF-1.7 << /Type /Pages /Count 12 >>")) == 12
    assert pages_of(b64(b"%PDF-1.7 << /Type /Page >> << /Type/Page >> << /Type /Pages >>")) == 2
    assert pages_of(b64(b"%PDF-1.7 packed away")) == 0
