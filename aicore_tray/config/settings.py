"""Our own settings: each declared once with its type, default and help; read from TOML, without any secret.

Precedence: argument, environment, file, default.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any, get_origin, get_type_hints

import msgspec

from aicore_tray.errors import ConfigurationError
from aicore_tray.system.network import NetworkSettings

ENV_PREFIX = "AICORE_TRAY_"
DEFAULT_PORT = 3001
TIERS = ("opus", "sonnet", "haiku", "gpt")
EVERY_MODEL = "*"
POOLS = ("opus", "sonnet", "haiku", EVERY_MODEL)


@dataclass(frozen=True, slots=True)
class WrongSetting:
    """A setting that cannot be taken as it is written.

    Attributes:
        name: the setting; "" for the file as a whole.
        line: the place, what is wrong and how to mend it, for people.
        entry: the one entry of a table that is wrong, "" for all of the setting.
    """

    name: str
    line: str
    entry: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSettings:
    """One account in the settings; its service key lies in the vault, or in a file that it names."""

    service_key_file: Annotated[Path | None, "A service key JSON; without it the key is in the vault"] = None
    resource_groups: Annotated[tuple[str, ...], "The resource groups whose deployments are served"] = ("default",)
    deployments: Annotated[
        dict[str, tuple[str, ...]], "Model name -> deployment ids or URLs, served in place of what discovery finds"
    ] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that a person can set; `help_of` tells what each value means."""

    host: Annotated[str, "The address to listen on; 0.0.0.0 opens the proxy to the network"] = "127.0.0.1"
    port: Annotated[int, "The port to listen on; 0 picks a free one"] = DEFAULT_PORT
    tls: Annotated[bool, "Serve HTTPS with a certificate that is made here"] = False
    tls_certificate: Annotated[Path | None, "Serve HTTPS with this PEM certificate and its chain"] = None
    tls_key: Annotated[Path | None, "The key of tls_certificate, where that file does not hold it"] = None
    allowed_hosts: Annotated[tuple[str, ...], "Further names under which clients may call (containers, proxies)"] = ()
    cors_origins: Annotated[tuple[str, ...], "Web pages that may call from a browser, such as https://chat.local"] = ()
    proxy: Annotated[str, "The way out: system, none, or http://host:port"] = "system"
    ca_file: Annotated[Path | None, "A PEM file of further certificate authorities"] = None
    connect_timeout: Annotated[float, "Seconds for a connection to SAP, TLS included"] = 15.0
    idle_timeout: Annotated[float, "Seconds without a byte until an answer counts as dead"] = 300.0
    discovery_interval: Annotated[float, "Seconds between two looks for deployments"] = 300.0
    vault_key_file: Annotated[Path | None, "Keeps the vault's key in this file where there is no keyring"] = None
    aliases: Annotated[
        dict[str, str], "Name or pattern (claude-*) -> the model that is meant; the one that spells out most counts"
    ] = field(default_factory=dict)
    tiers: Annotated[dict[str, str], "opus, sonnet, haiku or gpt -> the model for unknown names that hold the word"] = (
        field(default_factory=dict)
    )
    hidden_models: Annotated[tuple[str, ...], "Names or patterns of models that are neither listed nor served"] = ()
    pools: Annotated[
        dict[str, tuple[str, ...]],
        "opus, sonnet, haiku or * -> deployment ids, for model names that nothing else knows",
    ] = field(default_factory=dict)
    accounts: Annotated[dict[str, AccountSettings], "SAP AI Core accounts by name"] = field(default_factory=dict)
    models: Annotated[dict[str, dict[str, Any]], "Model facts that override the shipped catalogue"] = field(
        default_factory=dict
    )

    @property
    def https(self) -> bool:
        return self.tls or self.tls_certificate is not None

    @property
    def network(self) -> NetworkSettings:
        return NetworkSettings(
            proxy=self.proxy,
            ca_file=self.ca_file,
            connect_timeout=self.connect_timeout,
            idle_timeout=self.idle_timeout,
        )


def help_of() -> Mapping[str, str]:
    """Return setting -> what it means."""
    hints = get_type_hints(Settings, include_extras=True)
    return {name: hint.__metadata__[0] for name, hint in hints.items()}


_NAMES = [item.name for item in fields(Settings)]
_TYPES = get_type_hints(Settings)
# Tables are for the file alone.
_FROM_ENVIRONMENT = [name for name in _NAMES if get_origin(_TYPES[name]) is not dict]
_LISTS = [name for name in _NAMES if get_origin(_TYPES[name]) is tuple]


def load_settings(
    file: Path,
    *,
    env: Mapping[str, str] = os.environ,
    arguments: Mapping[str, Any] | None = None,
    must_exist: bool = False,
    text: str | None = None,
    wrong: list[WrongSetting] | None = None,
) -> Settings:
    """Read the settings file and lay environment and arguments over it.

    Args:
        file: settings.toml; it may be missing unless `must_exist`.
        arguments: setting -> value from the command line; None values do not count.
        text: what the file is about to hold, in place of what it holds.
        wrong: takes the settings with wrong values, whose defaults are in force then, in place of an error.

    Raises:
        ConfigurationError: one line a problem: the file, the key, what is wrong, how to mend it.
    """
    values, unreadable = _read(file, text, must_exist=must_exist)
    problems = [WrongSetting("", line) for line in unreadable]
    for name in list(values):
        if name not in _NAMES:
            problems.append(WrongSetting(name, f"{file}: {name}: {unknown_name(name, _NAMES)}"))
            del values[name]
    problems += _unknown_of_accounts(file, values.get("accounts"))
    places = {name: f"{file}: {name}" for name in values}
    for name in _FROM_ENVIRONMENT:
        if given_text := env.get(ENV_PREFIX + name.upper()):
            places[name] = ENV_PREFIX + name.upper()
            values[name] = [part.strip() for part in given_text.split(",")] if name in _LISTS else given_text
    given = {name: value for name, value in (arguments or {}).items() if value is not None}
    values |= given
    places |= {name: f"--{name.replace('_', '-')}" for name in given}
    made: dict[str, Any] = {}
    for item in fields(Settings):
        if item.name not in values:
            continue
        if item.name == "accounts" and wrong is not None:
            values["accounts"] = _sound_accounts(values["accounts"], places["accounts"], problems)
        # What came from the environment is text, whatever the type.
        lax = isinstance(values[item.name], str)
        try:
            made[item.name] = msgspec.convert(values[item.name], _TYPES[item.name], strict=not lax, dec_hook=_path)
        except msgspec.ValidationError as error:
            problems.append(WrongSetting(item.name, f"{places[item.name]}: {error}"))
    problems += _out_of_bounds(made, places)
    problems += _wrong_names(made, places)
    if problems and wrong is None:
        raise ConfigurationError([problem.line for problem in problems])
    if wrong is not None:
        wrong += problems
        for problem in problems:
            # Of a table the rest holds.
            if (table := made.get(problem.name)) and isinstance(table, dict):
                table.pop(problem.entry, None)
            else:
                made.pop(problem.name, None)
    for name in ("ca_file", "vault_key_file", "tls_certificate", "tls_key"):
        if made.get(name):
            made[name] = (file.parent / made[name].expanduser()).absolute()
    return Settings(**made)


def _sound_accounts(table: object, place: str, problems: list[WrongSetting]) -> object:
    """Return the accounts that can be read each by itself; one that cannot takes none of the others with it."""
    if not isinstance(table, dict):
        return table
    sound = {}
    for account, entry in table.items():
        try:
            msgspec.convert(entry, AccountSettings, dec_hook=_path)
        except msgspec.ValidationError as error:
            problems.append(WrongSetting("accounts", f"{place}.{account}: {error}", account))
        else:
            sound[account] = entry
    return sound


def _out_of_bounds(made: Mapping[str, Any], places: Mapping[str, str]) -> list[WrongSetting]:
    """Return the settings whose values have the right type and are wrong all the same."""
    problems = []
    if not 0 <= made.get("port", 0) <= 65535:
        line = f"{places['port']}: {made['port']} is no port; use 0 to 65535"
        problems.append(WrongSetting("port", line))
    if "tls_key" in made and "tls_certificate" not in made:
        problems.append(WrongSetting("tls_key", f"{places['tls_key']}: needs tls_certificate beside it"))
    return problems


def _wrong_names(made: Mapping[str, Any], places: Mapping[str, str]) -> list[WrongSetting]:
    """Return what is wrong with the tables of names for models."""
    problems = []
    for name, known in (("tiers", TIERS), ("pools", POOLS)):
        problems += [
            WrongSetting(name, f"{places[name]}.{word}: {unknown_name(word, known)} ({', '.join(known)})", word)
            for word in made.get(name, {})
            if word not in known
        ]
    for name in ("aliases", "tiers"):
        problems += [
            WrongSetting(name, f"{places[name]}.{word}: names no model", word)
            for word, to in made.get(name, {}).items()
            if not to
        ]
    return problems


def _unknown_of_accounts(file: Path, accounts: object) -> list[WrongSetting]:
    known = [item.name for item in fields(AccountSettings)]
    return [
        WrongSetting(f"accounts.{account}.{name}", f"{file}: accounts.{account}.{name}: {unknown_name(name, known)}")
        for account, entry in (accounts.items() if isinstance(accounts, dict) else ())
        for name in (entry if isinstance(entry, dict) else ())
        if name not in known
    ]


def _path(kind: type, value: object) -> object:
    if kind is Path and isinstance(value, str):
        return Path(value)
    raise msgspec.ValidationError(f"expected a path, got {type(value).__name__}")


def _read(file: Path, text: str | None, *, must_exist: bool) -> tuple[dict[str, Any], list[str]]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig") if text is None else text), []
    except FileNotFoundError:
        return {}, [f"{file}: there is no such file"] if must_exist else []
    except tomllib.TOMLDecodeError as error:
        return {}, [f"{file}: is not valid TOML: {error}"]
    except (OSError, UnicodeDecodeError) as error:
        return {}, [f"{file}: cannot be read ({error})"]


def unknown_name(name: str, known: Sequence[str]) -> str:
    """Return what to say of a key that does not exist."""
    near = difflib.get_close_matches(name, known, n=1)
    return f"there is no such setting; did you mean {near[0]}?" if near else "there is no such setting"
