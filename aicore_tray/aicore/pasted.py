"""Texts that people paste as a service key: find the JSON in them, or say what they are instead."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping

from aicore_tray.errors import ServiceKeyError

WHERE_TO_FIND = (
    "Take it from the BTP cockpit: Instances and Subscriptions, your SAP AI Core instance, Service Keys, View, "
    "and copy all of it from { to }"
)
_FENCE = re.compile(r"\A```[\w-]*\s*\n(.*?)\n?\s*```\Z", re.DOTALL)
_PATH = re.compile(r"\A(?:file://|[~./\\]|[A-Za-z]:[\\/])?[^\n{}\"]{1,400}\Z")
_BASE64 = re.compile(r"\A[A-Za-z0-9+/_\-\s]{40,}={0,2}\s*\Z")
_CURLY_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "\u00a0": " "})
_NESTING = 3


def read_json(text: str, source: str) -> object:
    """Return the JSON value in a pasted text.

    White space, byte order mark, code fences, typographic quotes, output of `cf service-key` around it, JSON in a JSON
    string and base64 are forgiven.

    Raises:
        ServiceKeyError: there is none; says what the text is, or where the JSON breaks off.
    """
    for _ in range(_NESTING):
        text = _bare(text)
        if not text:
            raise ServiceKeyError(f"The {source} is empty", hint=f"{WHERE_TO_FIND}.")
        value = _loads(text, source)
        if not isinstance(value, str):
            return value
        text = value
    raise ServiceKeyError(f"The {source} is a text within a text, not a JSON object", hint=f"{WHERE_TO_FIND}.")


def _bare(text: str) -> str:
    text = text.replace("\ufeff", "").strip()
    if match := _FENCE.match(text):
        text = match[1].strip()
    return text


def _loads(text: str, source: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        first = error
    candidates = []
    if text.startswith('"') and ":" in text:
        candidates.append(f"{{{text.rstrip(',')}}}")  # the braces were left out when copying
    elif "{" in text and "}" in text:
        candidates.append(text[text.index("{") : text.rindex("}") + 1])
    candidates += [candidate.translate(_CURLY_QUOTES) for candidate in candidates]
    for candidate in candidates:
        try:
            return json.loads(candidate)
        except json.JSONDecodeError:
            continue
    if "{" not in text and _BASE64.match(text):
        try:
            decoded = base64.b64decode("".join(text.split()), validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            decoded = ""
        if decoded.lstrip("\ufeff \n\r\t").startswith("{"):
            return decoded
    raise _no_json(text, first, source) from None


def _no_json(text: str, error: json.JSONDecodeError, source: str) -> ServiceKeyError:
    """Say what a text is that holds no JSON; the text itself may be secret and is never repeated."""
    again = f"{WHERE_TO_FIND}."
    if text.startswith("-----BEGIN"):
        return ServiceKeyError(f"The {source} is a certificate or private key alone, not a service key", hint=again)
    if text.endswith("}") and text.count("}") > text.count("{"):
        return ServiceKeyError(
            f"The {source} does not start with {{: the beginning of the JSON was not copied", hint=again
        )
    if text.startswith(("{", "[", '"')):
        if (
            error.pos >= len(text) - 1
            or error.msg.startswith("Unterminated string")
            or text.count("{") > text.count("}")
        ):
            lines = text.count("\n") + 1
            return ServiceKeyError(
                f"The {source} ends early, in line {lines}: only a part of the JSON was copied", hint=again
            )
        return ServiceKeyError(
            f"The {source} is not valid JSON: line {error.lineno}, column {error.colno}: {error.msg}", hint=again
        )
    if "\n" not in text and _PATH.match(text) and (text.lower().endswith((".json", ".txt")) or "/" in text):
        return ServiceKeyError(
            f"The {source} is the path of a file or an address, not the contents of a service key",
            hint="Choose the file instead, or open it and paste what is in it.",
        )
    return ServiceKeyError(f"The {source} is no JSON", hint=again)


def unwrap(value: object, source: str) -> Mapping[str, object]:
    """Return the credentials inside a binding, a VCAP entry, a list of one or a whole VCAP_SERVICES."""
    for _ in range(2 * _NESTING):
        if isinstance(value, list):
            bindings = [entry for entry in value if isinstance(entry, Mapping)]
            marked = [entry for entry in bindings if _is_aicore(entry)] or bindings
            if len(marked) != 1:
                raise ServiceKeyError(
                    f"The {source} is a list of {len(value)} entries, not one service key",
                    hint="Use a single entry: the one of SAP AI Core.",
                )
            value = marked[0]
        elif isinstance(value, Mapping):
            inner = next((value[name] for name in ("credentials", "VCAP_SERVICES", "aicore") if name in value), None)
            if isinstance(inner, str) and inner.lstrip().startswith(("{", "[")):
                inner = read_json(inner, source)
            if not isinstance(inner, Mapping | list):
                return value
            value = inner
        else:
            break
    raise ServiceKeyError(
        f"The {source} is {_kind(value)}, not a JSON object with credentials", hint=f"{WHERE_TO_FIND}."
    )


def _is_aicore(entry: Mapping[object, object]) -> bool:
    return "aicore" in (entry.get("label"), entry.get("name"), entry.get("service_name")) or "aicore" in str(
        entry.get("tags", "")
    )


def _kind(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", type(None): "null", list: "a list"}
    return names.get(type(value), "a text")


def other_thing(fields: Mapping[str, object]) -> tuple[str, str] | None:
    """Tell what a JSON object without SAP AI Core's API is, as (what, hint); None where it cannot be told."""
    names = {name.lower() for name in fields}
    uaa = fields.get("uaa")
    destination = "It only points at a service: use the service key that the destination was made from."
    if {"tokenserviceurl", "destinationconfiguration"} & names or {"type", "authentication"} <= names:
        return "a BTP destination", destination
    if names & {"xsappname", "verificationkey"} and "uaa" not in names:
        return (
            "the key of an XSUAA instance (Authorization and Trust Management)",
            "SAP AI Core has service keys of its own.",
        )
    if isinstance(uaa, Mapping):
        return "the key of another service, with its credentials under uaa", "SAP AI Core has service keys of its own."
    if fields.get("type") == "service_account":
        return "a Google service account", "The proxy reaches Gemini through SAP AI Core's own service key."
    if "deploymenturl" in names or "deploymentid" in names:
        return "the description of a deployment", "Deployments are found by themselves, once the service key is there."
    if {"subaccounts", "secret_authentication_tokens"} & names or any(name.startswith("sap_") for name in names):
        return "the configuration of another proxy", "Import it as a configuration instead."
    return None
