"""Reasoning signatures that travel through another vendor's wire format and back.

A signature is opaque and only its own vendor can read it. In a foreign dialect it travels marked with its origin (and,
for Claude, with the thinking text that it signs, since a client may show a changed summary), so that it is unpacked
for its own vendor and never shown to another.
"""

from __future__ import annotations

import base64
import binascii
import json

from aicore_tray.dialects.conversation import Origin, Thinking

_MARK = "aicore-tray:"


def wrap(part: Thinking, native: Origin) -> str:
    """Return the signature as a dialect whose own vendor is `native` carries it; "" where there is none."""
    if not part.signature or part.origin is None:
        return ""
    if part.origin is native:
        return part.signature
    packed = json.dumps({"s": part.signature, "t": part.text, "r": part.redacted, "i": part.id}, ensure_ascii=False)
    return f"{_MARK}{part.origin}:{base64.b64encode(packed.encode()).decode()}"


def unwrap_thinking(carried: str, native: Origin, *, text: str = "", id: str = "") -> Thinking:  # noqa: A002
    """Return the reasoning that a carried signature stands for; `text` and `id` are what the dialect shows of it."""
    if not carried:
        return Thinking(text=text, id=id)
    if not carried.startswith(_MARK):
        return Thinking(text=text, signature=carried, origin=native, id=id)
    origin, _, packed = carried.removeprefix(_MARK).partition(":")
    try:
        value = json.loads(base64.b64decode(packed, validate=True))
        return Thinking(
            text=str(value["t"]),
            signature=str(value["s"]),
            origin=Origin(origin),
            redacted=value["r"] is True,
            id=str(value["i"]),
        )
    except (binascii.Error, ValueError, KeyError, TypeError):
        # A client that changed the opaque value has lost the proof, not the text.
        return Thinking(text=text, id=id)


def wrap_bytes(part: Thinking, native: Origin) -> str:
    """Return the signature for a dialect in which it is bytes, written in base64."""
    carried = wrap(part, native)
    return base64.b64encode(carried.encode()).decode() if is_foreign(carried) else carried


SKIP_SIGNATURE = "skip_thought_signature_validator"
"""Google's documented value for calls that come from elsewhere and have no signature to show."""
# Google's documented words for such calls; by chance they look like base64.
_DUMMIES = frozenset({SKIP_SIGNATURE, "context_engineering_is_the_way_to_go"})


def standard_base64(carried: str) -> str:
    """Return bytes in the alphabet of base64 that vendors write: SDKs send them back in the one for addresses."""
    return carried if carried in _DUMMIES else carried.replace("-", "+").replace("_", "/")


def unwrap_bytes(carried: str) -> str:
    """Return what `wrap_bytes` has written, as `unwrap_thinking` takes it."""
    try:
        text = base64.b64decode(standard_base64(carried), validate=True).decode()
    except (binascii.Error, ValueError):
        return carried
    return text if is_foreign(text) else carried


def is_foreign(carried: str) -> bool:
    """Whether a carried signature is another vendor's, packed for its journey."""
    return carried.startswith(_MARK)
