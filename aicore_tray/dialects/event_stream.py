"""AWS's binary event stream, in which Bedrock answers when asked to: a decoder, in case SAP's proxy ever chooses it.

Source: AWS's published encoding: prelude (total length, headers length, CRC), headers, payload, CRC. The payload of
/invoke is {"bytes": base64 of the JSON event}, that of /converse-stream the event whose name a header tells, that of
errors is the error itself under an exception header.
"""

from __future__ import annotations

import base64
import json
import struct
import zlib

CONTENT_TYPE = "application/vnd.amazon.eventstream"
_PRELUDE = 12
_MAX_MESSAGE = 24 * 1024 * 1024


class EventStreamParser:
    """Cuts a byte stream into the JSON payloads of its messages."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, chunk: bytes) -> list[bytes]:
        """Return the payloads that `chunk` completes.

        Raises:
            ValueError: a checksum is wrong, or headers make no sense; the stream cannot be read any further.
            TypeError: a payload is no JSON object.
        """
        self._rest += chunk
        payloads: list[bytes] = []
        while len(self._rest) >= _PRELUDE:
            total, headers, crc = struct.unpack_from(">III", self._rest)
            if zlib.crc32(self._rest[:8]) != crc or not _PRELUDE + headers + 4 <= total <= _MAX_MESSAGE:
                raise ValueError("the event stream's checksum is wrong")
            if len(self._rest) < total:
                break
            message, self._rest = self._rest[:total], self._rest[total:]
            if zlib.crc32(message[:-4]) != struct.unpack_from(">I", message, total - 4)[0]:
                raise ValueError("the event stream's checksum is wrong")
            try:
                told = _headers(message[_PRELUDE : _PRELUDE + headers])
            except (IndexError, struct.error) as error:
                raise ValueError("the event stream's headers cannot be read") from error
            payloads.append(_payload(message[_PRELUDE + headers : -4], told))
        return payloads

    def end(self) -> list[bytes]:
        """Return nothing: a message that is not whole tells nothing."""
        return []


def _payload(payload: bytes, headers: dict[str, str]) -> bytes:
    body = json.loads(payload) if payload else {}
    if not isinstance(body, dict):
        raise TypeError("the event stream's payload is no object")
    if exception := headers.get(":exception-type") or headers.get(":error-code"):
        text = f"{exception}: {body.get('message', '')}"
        return json.dumps({"type": "error", "message": text}, ensure_ascii=False).encode()
    if isinstance(body.get("bytes"), str):
        return base64.b64decode(body["bytes"], validate=True)
    name = headers.get(":event-type", "chunk")
    named = name != "chunk" and name not in body
    return json.dumps({name: body}, ensure_ascii=False).encode() if named else payload


def _headers(headers: bytes) -> dict[str, str]:
    """Return the string headers of a message."""
    found: dict[str, str] = {}
    place = 0
    while place < len(headers):
        length = headers[place]
        name = headers[place + 1 : place + 1 + length].decode("utf-8", "replace")
        place += 1 + length
        kind = headers[place]
        if kind != 7:  # only strings carry what is looked for, and AWS sends no others here
            break
        (size,) = struct.unpack_from(">H", headers, place + 1)
        found[name] = headers[place + 3 : place + 3 + size].decode("utf-8", "replace")
        place += 3 + size
    return found
