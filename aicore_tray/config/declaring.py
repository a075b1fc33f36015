"""What a setting's declaration says beside its type: words for people, the group, and which values are right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from aicore_tray.system.network import PROXY_ENVIRONMENT, PROXY_NONE, PROXY_SYSTEM
from aicore_tray.system.postgres import Address

Group = Literal["general", "server", "network", "logging", "limits", "advanced", ""]
Kind = Literal["", "port", "host", "proxy", "file", "seconds", "price", "list", "choice", "database"]


@dataclass(frozen=True, slots=True)
class Setting:
    """The metadata of one setting.

    Attributes:
        title: a few words for people, in sentence case.
        help: one line on what it does.
        group: where windows show it; "" for settings with pages of their own.
        kind: what the value is, where its type does not say enough.
        choices: the only values, if they are few.
        minimum: the least value, None for any.
        maximum: the greatest value, None for any.
        unit: what a number counts, or "".
    """

    title: str
    help: str
    group: Group = ""
    kind: Kind = ""
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared(Setting):
    """A setting as windows need it: its metadata with name, type and default.

    Attributes:
        type: the annotation without its metadata, such as `int` or `tuple[str, ...]`.
    """

    name: str
    type: Any
    default: Any


def wrong_value(setting: Setting, value: Any) -> str:
    """Return what is wrong with a value of the right type, "" if nothing is."""
    if setting.kind == "port" and not 0 <= value <= 65535:
        return f"{value} is no port; use 0 to 65535"
    if setting.choices and value not in setting.choices:
        return f"'{value}' is none of {', '.join(setting.choices)}"
    if setting.minimum is not None and not value >= setting.minimum:
        return f"{value} is too little; the least is {setting.minimum:g}"
    if setting.maximum is not None and not value <= setting.maximum:
        return f"{value} is too much; the most is {setting.maximum:g}"
    if setting.kind == "database":
        return _wrong_database(value)
    return _wrong_proxy(value) if setting.kind == "proxy" else ""


def _wrong_database(value: str) -> str:
    if not value:
        return ""
    try:
        address = Address.read(value)
    except ValueError as error:
        return str(error)
    if address.password:
        return (
            "a password does not belong in a settings file; give it in PGPASSWORD, in .pgpass, or with the whole "
            "address in AICORE_TRAY_DATABASE"
        )
    return ""


def _wrong_proxy(value: str) -> str:
    if value in (PROXY_SYSTEM, PROXY_ENVIRONMENT, PROXY_NONE):
        return ""
    # What is wrong with it may be the password in it: it is not repeated.
    try:
        parts = urlsplit(value if "://" in value else f"http://{value}")
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "is no address; use system, environment, none or http://host:port"
    if "@" in parts.netloc:
        return (
            "a name and a password do not belong here; set the name as proxy_user, and the password in the network "
            "settings of the app, which keep it in the vault"
        )
    if parts.scheme not in ("http", "https") or not host or parts.path not in ("", "/") or parts.query:
        return "is no address; use system, environment, none or http://host:port"
    return ""
