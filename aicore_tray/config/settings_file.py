"""Reads our settings: the file in TOML, over it the environment, over that the command line."""

from __future__ import annotations

import difflib
import math
import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, get_origin

import msgspec

from aicore_tray.config.declaring import wrong_value
from aicore_tray.config.settings import POOLS, PRICES, TIERS, AccountSettings, Settings, declared
from aicore_tray.errors import ConfigurationError
from aicore_tray.system.postgres import Address

ENV_PREFIX = "AICORE_TRAY_"
DATABASE_VARIABLE = "AICORE_TRAY_DATABASE"
"""May hold the database's password, which the settings never do."""
_SETTINGS = {each.name: each for each in declared()}
# Tables are for the file alone.
_FROM_ENVIRONMENT = [name for name, each in _SETTINGS.items() if get_origin(each.type) is not dict]
_LISTS = [name for name, each in _SETTINGS.items() if get_origin(each.type) is tuple]
_FILES = [name for name, each in _SETTINGS.items() if each.type == Path | None]


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
        if name not in _SETTINGS:
            problems.append(WrongSetting(name, f"{file}: {name}: {unknown_name(name, list(_SETTINGS))}"))
            del values[name]
    problems += _unknown_of_accounts(file, values.get("accounts"))
    places = {name: f"{file}: {name}" for name in values}
    for name in _FROM_ENVIRONMENT:
        if given_text := env.get(ENV_PREFIX + name.upper()):
            places[name] = ENV_PREFIX + name.upper()
            values[name] = [part.strip() for part in given_text.split(",")] if name in _LISTS else given_text
    if DATABASE_VARIABLE in places.values():
        values["database"] = _without_password(values["database"])
    given = {name: value for name, value in (arguments or {}).items() if value is not None}
    values |= given
    places |= {name: f"--{name.replace('_', '-')}" for name in given}
    if wrong is not None and "accounts" in values:
        values["accounts"] = _sound_accounts(values["accounts"], places["accounts"], problems)
    made = _converted(values, places, problems)
    problems += _out_of_bounds(made, places)
    problems += _wrong_names(made, places)
    problems += _wrong_prices(made, places)
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
    for name in _FILES:
        if made.get(name):
            made[name] = (file.parent / made[name].expanduser()).absolute()
    return Settings(**made)


def _converted(values: Mapping[str, Any], places: Mapping[str, str], problems: list[WrongSetting]) -> dict[str, Any]:
    """Return the values that have the right types."""
    made: dict[str, Any] = {}
    for name, setting in _SETTINGS.items():
        if name not in values:
            continue
        # What came from the environment is text, whatever the type.
        lax = isinstance(values[name], str)
        try:
            made[name] = msgspec.convert(values[name], setting.type, strict=not lax, dec_hook=_path)
        except msgspec.ValidationError as error:
            problems.append(WrongSetting(name, f"{places[name]}: {error}"))
    return made


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
    problems = [
        WrongSetting(name, f"{places[name]}: {said}")
        for name, value in made.items()
        if (said := wrong_value(_SETTINGS[name], value))
    ]
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
    problems += [
        WrongSetting("weights", f"{places['weights']}.{name}: {weight:g} is no share; use a number above 0", name)
        for name, weight in made.get("weights", {}).items()
        if not 0 < weight < math.inf
    ]
    for name in ("aliases", "tiers"):
        problems += [
            WrongSetting(name, f"{places[name]}.{word}: names no model", word)
            for word, to in made.get(name, {}).items()
            if not to
        ]
    return problems


def _wrong_prices(made: Mapping[str, Any], places: Mapping[str, str]) -> list[WrongSetting]:
    """Return what is wrong with the user's own prices."""
    problems = []
    for model, prices in made.get("prices", {}).items():
        place = f"{places['prices']}.{model}"
        for kind, price in prices.items():
            if kind not in PRICES:
                said = f"{unknown_name(kind, PRICES)} ({', '.join(PRICES)})"
            elif not 0 <= price < math.inf:
                said = f"{price} is no price; use 0 or more"
            else:
                continue
            problems.append(WrongSetting("prices", f"{place}.{kind}: {said}", model))
    return problems


def _unknown_of_accounts(file: Path, accounts: object) -> list[WrongSetting]:
    known = [item.name for item in fields(AccountSettings)]
    return [
        WrongSetting(f"accounts.{account}.{name}", f"{file}: accounts.{account}.{name}: {unknown_name(name, known)}")
        for account, entry in (accounts.items() if isinstance(accounts, dict) else ())
        for name in (entry if isinstance(entry, dict) else ())
        if name not in known
    ]


def _without_password(text: str) -> str:
    """Return a database's address without its password; one that cannot be read is refused with the others."""
    try:
        return Address.read(text).url
    except ValueError:
        return text


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
