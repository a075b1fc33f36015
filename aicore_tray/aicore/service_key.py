"""The service key of an SAP AI Core instance: read from whatever people paste, checked, its URLs put right."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from aicore_tray.aicore.pasted import WHERE_TO_FIND, other_thing, read_json, unwrap
from aicore_tray.errors import ServiceKeyError
from aicore_tray.system.network import is_loopback


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceKey:
    """Credentials of one SAP AI Core instance: a client secret, or an X.509 certificate with its private key.

    Attributes:
        client_id: the OAuth client.
        auth_url: base of the token service, without `/oauth/token` and trailing slash.
        api_url: base of the AI API, without `/v2` and trailing slash.
        client_secret: "" for X.509 keys.
        certificate: PEM chain, or "".
        private_key: PEM, or "".
        cert_url: base of the token service for certificates, or "".
        identity_zone: the sub-account's subdomain where the key tells it.
    """

    client_id: str
    auth_url: str
    api_url: str
    client_secret: str = field(default="", repr=False)
    certificate: str = field(default="", repr=False)
    private_key: str = field(default="", repr=False)
    cert_url: str = ""
    identity_zone: str = ""

    @property
    def fingerprint(self) -> str:
        """A stable id for caches: the same for every secret of the same client, and no secret can be had from it."""
        text = f"{self.client_id}\n{self.auth_url}\n{self.api_url}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def tenant(self) -> str:
        """What accounts of one tenant have in common; quotas are the tenant's."""
        return f"{self.api_url}\n{self.identity_zone or self.auth_url}"

    @property
    def token_url(self) -> str:
        return f"{self.cert_url or self.auth_url}/oauth/token"

    @property
    def region(self) -> str:
        """SAP's name of the region, such as `eu10` or `us10-001`, as the token service's host tells it; else ""."""
        for url in (self.auth_url, self.cert_url):
            if found := _REGION.search(urlsplit(url).hostname or ""):
                return found[1]
        return ""

    def to_json(self) -> str:
        """Return the key as a text that `parse_service_key` reads; it holds the secret."""
        fields = {
            "clientid": self.client_id,
            "clientsecret": self.client_secret,
            "certificate": self.certificate,
            "key": self.private_key,
            "url": self.auth_url,
            "certurl": self.cert_url,
            "identityzone": self.identity_zone,
            "serviceurls": {"AI_API_URL": self.api_url},
        }
        return json.dumps({name: value for name, value in fields.items() if value})

    def certificate_expiry(self) -> datetime | None:
        """Return when the client certificate ends (UTC), or None without a certificate that can be read."""
        if not self.certificate:
            return None
        from cryptography import x509

        try:
            return x509.load_pem_x509_certificate(self.certificate.encode()).not_valid_after_utc
        except ValueError:
            return None


# A field's spellings without case, underscores and the prefixes of environment variables.
_SPELLINGS = {
    "client_id": ("clientid",),
    "client_secret": ("clientsecret",),
    "auth_url": ("url", "authurl", "tokenurl"),
    "certificate": ("certificate", "cert", "certstr"),
    "private_key": ("key", "keystr", "privatekey"),
    "cert_url": ("certurl",),
    "api_url": ("aiapiurl", "baseurl", "apiurl"),
    "identity_zone": ("identityzone",),
}
_FIELDS = {spelling: name for name, spellings in _SPELLINGS.items() for spelling in spellings}
_REGION = re.compile(r"\.authentication\.(?:cert\.)?([a-z]{2}\d{2}(?:-\d{3})?)\.")
_PREFIX = re.compile(r"^(?:sapaicore|aicore|sap|uaa)")
_PEM = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \1-----", re.DOTALL)
# How the missing fields are called: in a service key, and in environment variables and ~/.aicore/config.json.
_KEY_NAMES = {
    "client_id": "clientid",
    "client_secret": "clientsecret (or certificate and key)",
    "auth_url": "url",
    "certificate": "certificate",
    "private_key": "key",
    "cert_url": "certurl",
    "api_url": "serviceurls.AI_API_URL",
}
_ENV_NAMES = {
    "client_id": "AICORE_CLIENT_ID",
    "client_secret": "AICORE_CLIENT_SECRET (or AICORE_CERT_STR and AICORE_KEY_STR)",
    "auth_url": "AICORE_AUTH_URL",
    "certificate": "AICORE_CERT_STR",
    "private_key": "AICORE_KEY_STR",
    "cert_url": "AICORE_CERT_URL",
    "api_url": "AICORE_BASE_URL",
}


def parse_service_key(text_or_mapping: str | Mapping[str, object], *, source: str = "service key") -> ServiceKey:
    """Read a service key in any shape that people have it in: pasted text, a binding, a VCAP entry, flat AICORE_* JSON.

    Args:
        source: what the text is called in messages, such as `service key` or a file's name.

    Raises:
        ServiceKeyError: it is something else (and what), incomplete (and what is missing) or holds a wrong URL.
    """
    value = read_json(text_or_mapping, source) if isinstance(text_or_mapping, str) else text_or_mapping
    fields = unwrap(value, source)
    found = _collect(fields, source)
    names = _ENV_NAMES if any(name.upper().startswith("AICORE_") for name in fields) else _KEY_NAMES
    if "api_url" not in found and (other := other_thing(fields)) is not None:
        what, hint = other
        raise ServiceKeyError(
            f"The {source} is {what}, not a service key of SAP AI Core: {names['api_url']} is missing",
            hint=f"{hint} {WHERE_TO_FIND}.",
        )
    with_certificate = "certificate" in found and "private_key" in found
    if with_certificate and "cert_url" not in found and ".authentication.cert." in found.get("auth_url", ""):
        found["cert_url"] = found["auth_url"]
    if with_certificate and "auth_url" not in found and "cert_url" in found:
        found["auth_url"] = found["cert_url"]
    if missing := _missing(found):
        raise ServiceKeyError(
            f"The {source} is incomplete: {', '.join(names[name] for name in missing)} missing",
            hint=f"{WHERE_TO_FIND}.",
        )
    auth_url = _url(found["auth_url"], "/oauth/token", names["auth_url"], source)
    api_url = _url(found["api_url"], "/v2", names["api_url"], source)
    if ".authentication." in _host(api_url) and _host(auth_url).startswith("api.ai."):
        raise ServiceKeyError(
            f"In the {source} the two URLs are exchanged: {names['auth_url']} holds the API's and "
            f"{names['api_url']} the token service's",
            hint="Swap them.",
        )
    # A key with both kinds of credentials is used with its secret unless it says where certificates are taken.
    use_certificate = with_certificate and "cert_url" in found
    return ServiceKey(
        client_id=found["client_id"],
        auth_url=auth_url,
        api_url=api_url,
        client_secret="" if use_certificate else found["client_secret"],
        certificate=_pem(found["certificate"], names["certificate"], source) if use_certificate else "",
        private_key=_pem(found["private_key"], names["private_key"], source) if use_certificate else "",
        cert_url=_url(found["cert_url"], "/oauth/token", names["cert_url"], source) if use_certificate else "",
        identity_zone=found.get("identity_zone", ""),
    )


def _collect(fields: Mapping[str, object], source: str) -> dict[str, str]:
    """Return the known fields that hold a text, under our own names."""
    found: dict[str, str] = {}
    nested = fields.get("serviceurls", fields.get("serviceUrls"))
    if isinstance(nested, str) and nested.lstrip().startswith("{"):  # Kubernetes secrets hold texts only
        nested = read_json(nested, source)
    entries = [*fields.items(), *(nested.items() if isinstance(nested, Mapping) else ())]
    for name, value in entries:
        plain = re.sub(r"[^a-z0-9]", "", str(name).lower())
        known = _FIELDS.get(plain) or _FIELDS.get(_PREFIX.sub("", plain))
        if known is None or value is None or value == "":
            continue
        if not isinstance(value, str):
            raise ServiceKeyError(f"In the {source} {name} is not a text", hint="Put its value in quotes.")
        if re.fullmatch(r"<[^<>]*>", value.strip()):
            raise ServiceKeyError(f"In the {source} {name} still holds a placeholder", hint=f"{WHERE_TO_FIND}.")
        found.setdefault(known, value.strip())
    return found


def _missing(found: Mapping[str, str]) -> list[str]:
    missing = [name for name in ("client_id", "auth_url", "api_url") if name not in found]
    if "client_secret" not in found:
        if "certificate" in found or "private_key" in found:
            missing += [name for name in ("certificate", "private_key", "cert_url") if name not in found]
        else:
            missing.insert(min(len(missing), 1 if "client_id" in missing else 0), "client_secret")
    return missing


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _url(value: str, ending: str, name: str, source: str) -> str:
    """Return a URL without trailing slashes and without `ending` and what follows it."""
    url = value.strip().strip("'\"").strip()
    if "://" not in url:
        url = f"https://{url}"
    url = re.sub(rf"{re.escape(ending)}(?:[/?#].*)?$", "", url.rstrip("/")).rstrip("/")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    if not host or parts.query or parts.fragment or re.search(r"\s", url):
        raise ServiceKeyError(f"In the {source} {name} is no valid URL", hint="It looks like https://host.")
    if parts.username is not None:
        raise ServiceKeyError(f"In the {source} {name} holds a user name", hint="Remove the part before @.")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        raise ServiceKeyError(
            f"In the {source} {name} does not start with https://", hint="Secrets are sent over TLS only."
        )
    return url


def _pem(value: str, name: str, source: str) -> str:
    """Return a PEM text with real line breaks: escaping twice, or an environment variable, loses them."""
    text = value.replace("\\r", "").replace("\\n", "\n").replace("\r", "")
    blocks = [
        f"-----BEGIN {match[1]}-----\n{_lines(match[2])}\n-----END {match[1]}-----" for match in _PEM.finditer(text)
    ]
    if not blocks:
        raise ServiceKeyError(
            f"In the {source} {name} is no PEM text", hint="It starts with -----BEGIN and ends with -----END ...-----."
        )
    return "\n".join(blocks) + "\n"


def _lines(body: str) -> str:
    body = body.strip()
    return body if "\n" in body else "\n".join(body.split())


def service_key_from_environment(
    env: Mapping[str, str], *, home: Path | None = None
) -> tuple[ServiceKey, str, str] | None:
    """Find the service key that SAP's own tools would use; see `aicore_tray.aicore.environment`.

    Returns:
        The key, its resource group and a description of where it came from; None where there is none.

    Raises:
        ServiceKeyError: the first source that has values is unusable.
    """
    from aicore_tray.aicore.environment import find

    return find(env, home=Path.home() if home is None else home)
