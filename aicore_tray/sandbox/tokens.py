"""The token endpoint's side of the sandbox: client credentials in, short-lived bearer tokens out."""

from __future__ import annotations

import base64
import binascii
import secrets
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

from aicore_tray.sandbox.refusals import Refusal
from aicore_tray.sandbox.tenants import Landscape, Tenant


@dataclass(frozen=True, slots=True)
class _Grant:
    tenant: Tenant
    ends: float


class TokenOffice:
    """Issues bearer tokens to tenants and recognises them until they expire or are revoked."""

    def __init__(self, landscape: Landscape, lifetime: float) -> None:
        self._landscape = landscape
        self._lifetime = lifetime
        self._grants: dict[str, _Grant] = {}
        self._refused = 0

    def issue(self, form: Mapping[str, str], authorization: str, *, certificate: bool) -> tuple[Tenant, dict[str, Any]]:
        """Answer a token request; a client certificate stands in for the secret."""
        client_id, secret = _basic(authorization) or (form.get("client_id", ""), form.get("client_secret", ""))
        if form.get("grant_type") != "client_credentials":
            raise Refusal(400, {"error": "invalid_request", "error_description": "Missing or unsupported grant type"})
        tenant = self._landscape.by_client_id(client_id)
        if tenant is None or (
            not certificate and not secrets.compare_digest(secret.encode(), tenant.client_secret.encode())
        ):
            raise Refusal(
                401,
                {"error": "invalid_client", "error_description": "Bad credentials"},
                WWW_Authenticate='Basic realm="UAA/client", error="unauthorized", error_description="Bad credentials"',
                Cache_Control="no-store",
            )
        token = f"eyJhbGciOiJSUzI1NiJ9.{secrets.token_urlsafe(60)}.{secrets.token_urlsafe(40)}"
        self._grants[token] = _Grant(tenant, time.monotonic() + self._lifetime)
        scope = f"{tenant.client_id.rpartition('|')[2]}.inference.read uaa.resource"
        return tenant, {
            "access_token": token,
            "token_type": "bearer",
            "expires_in": int(self._lifetime),
            "scope": scope,
            "jti": uuid.uuid4().hex,
        }

    def tenant(self, authorization: str) -> Tenant:
        """Return whose token this is, or refuse in one of the three ways that the mesh has of saying 401."""
        scheme, _, token = authorization.partition(" ")
        grant = self._grants.get(token.strip()) if scheme.lower() == "bearer" else None
        if grant is not None and grant.ends > time.monotonic():
            return grant.tenant
        self._refused += 1
        expired = grant is not None
        bodies: tuple[dict[str, Any] | str, ...] = (
            {"error": "Unauthorized", "message": "Token expired" if expired else "Invalid token"},
            "Jwt is expired" if expired else "Authentication Failed. Issuer Is Invalid.",
            "",
        )
        raise Refusal(401, bodies[(self._refused - 1) % len(bodies)], WWW_Authenticate='Bearer realm="aicore"')

    def revoke_all(self) -> None:
        """Forget every token."""
        self._grants.clear()


def _basic(authorization: str) -> tuple[str, str] | None:
    scheme, _, packed = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        user, colon, secret = base64.b64decode(packed, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    # RFC 6749 has both halves form-encoded; most clients send them raw, and XSUAA takes both.
    if colon and "%" in user:
        user, secret = unquote_plus(user), unquote_plus(secret)
    return (user, secret) if colon else None
