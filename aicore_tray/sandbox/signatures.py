"""Seals for what a model emits and wants back unchanged: thinking, encrypted reasoning, thought signatures."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets

_NONCE = 12


class Signer:
    """Signs texts with a key that lives as long as the sandbox."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def sign(self, kind: str, text: str) -> str:
        """Return a base64 seal; two seals of one text differ, as the real ones do."""
        nonce = secrets.token_bytes(_NONCE)
        return base64.b64encode(nonce + self._digest(kind, nonce, text)).decode()

    def verify(self, kind: str, text: str, seal: str) -> bool:
        """Whether this sandbox made the seal for exactly this text."""
        try:
            raw = base64.b64decode(seal, validate=True)
        except (binascii.Error, ValueError):
            return False
        return hmac.compare_digest(raw[_NONCE:], self._digest(kind, raw[:_NONCE], text))

    def wrap(self, kind: str, text: str) -> str:
        """Return a seal that carries its text, so that it can be opened without having it."""
        nonce = secrets.token_bytes(_NONCE)
        return base64.urlsafe_b64encode(nonce + self._digest(kind, nonce, text) + text.encode()).decode()

    def unwrap(self, kind: str, packed: str) -> str | None:
        """Return the text of a wrapped seal, or None for a foreign or altered one."""
        try:
            raw = base64.b64decode(packed, altchars=b"-_", validate=True)
            nonce, digest, text = raw[:_NONCE], raw[_NONCE : _NONCE + 32], raw[_NONCE + 32 :].decode()
        except (binascii.Error, ValueError):
            return None
        return text if hmac.compare_digest(digest, self._digest(kind, nonce, text)) else None

    def _digest(self, kind: str, nonce: bytes, text: str) -> bytes:
        return hmac.new(self._key, kind.encode() + b"\0" + nonce + text.encode(), hashlib.sha256).digest()
