"""Settings on their way to another computer: as a text without secrets, and taken in again."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import tomlkit
from tomlkit.exceptions import TOMLKitError

from aicore_tray.config.editing import SettingsEditor
from aicore_tray.config.settings_file import load_settings
from aicore_tray.errors import ConfigurationError

_HEAD = (
    "Settings of AI Core Tray. No secret is in here: service keys, API keys and the password of a proxy stay",
    "where they are. Import the service keys of these accounts on the other computer.",
)
_IMPORTED = "the imported settings"


def export_settings(file: Path) -> str:
    """Return the settings of a file as TOML for another computer; an absent file has none.

    Raises:
        ConfigurationError: it cannot be read.
    """
    try:
        document = tomlkit.parse(file.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        document = tomlkit.document()
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise ConfigurationError([f"{file}: cannot be read ({error})"]) from error
    if isinstance(proxy := document.get("proxy"), str):
        document["proxy"] = _without_user(proxy)
    head = "".join(f"# {line}\n" for line in _HEAD)
    # An earlier export's head is not written twice.
    text = tomlkit.dumps(document)
    return head + "\n" + text.removeprefix(head).lstrip("\n")


def import_settings(file: Path, text: str, *, write: bool = True) -> tuple[str, ...]:
    """Take settings that were exported into a settings file; return a line for each change.

    Settings that the text does not name stay, and so do accounts: those of the text are added or changed.

    Args:
        write: False tells the changes alone.

    Raises:
        ConfigurationError: one line for each setting that is unknown or wrong; nothing has changed.
        AicoreTrayError: the file cannot be written.
    """
    try:
        values = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError([f"{_IMPORTED}: is not valid TOML: {error}"]) from error
    taken = load_settings(Path(_IMPORTED), env={}, text=text.removeprefix("\ufeff"))
    editor = SettingsEditor(file)
    before = editor.settings()
    told: list[str] = []
    for name, value in values.items():
        if name == "accounts":
            continue
        old, new = getattr(before, name), getattr(taken, name)
        if name in _PATHS and isinstance(value, str):
            new = (file.parent / Path(value).expanduser()).absolute()
        if old == new:
            continue
        told.append(f"{name}: {_shown(new)}, was {_shown(old)}")
        editor.set(name, value)
    for name in values.get("accounts", {}):
        entry, known = taken.accounts[name], before.accounts.get(name)
        if known is not None and entry.service_key_file is None:
            entry = replace(entry, service_key_file=known.service_key_file)  # a key that is here already stays
        if entry == known:
            continue
        told.append(f"account {name}: {'changed' if known else 'added; its service key is still to be imported'}")
        editor.set_account(
            name,
            enabled=entry.enabled,
            resource_groups=entry.resource_groups,
            deployments=entry.deployments,
            service_key_file=entry.service_key_file,
        )
    if write:
        editor.save()
    return tuple(told)


_PATHS = ("ca_file", "vault_key_file", "tls_certificate", "tls_key", "token_usage_file")


def _without_user(proxy: str) -> str:
    try:
        parts = urlsplit(proxy)
    except ValueError:
        return ""
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])) if "@" in parts.netloc else proxy


def _shown(value: object) -> str:
    match value:
        case bool():
            return "on" if value else "off"
        case Mapping():
            return ", ".join(f"{name} = {_shown(entry)}" for name, entry in value.items()) or "none"
        case tuple() | list():
            return ", ".join(str(entry) for entry in value) or "none"
        case None | "":
            return "none"
        case _:
            return str(value)
