"""Our own settings: each declared once with its type, default and help; read from TOML, without any secret.

Precedence: argument, environment, file, default.
"""

from __future__ import annotations

import difflib
import math
import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any, get_origin, get_type_hints

import msgspec

from aicore_tray.config.declaring import Declared, Setting, wrong_value
from aicore_tray.errors import ConfigurationError
from aicore_tray.system.network import PROXY_SYSTEM, NetworkSettings
from aicore_tray.system.postgres import Address

__all__ = ["AccountSettings", "Declared", "Setting", "Settings", "WrongSetting", "declared", "help_of", "load_settings"]

ENV_PREFIX = "AICORE_TRAY_"
DATABASE_VARIABLE = "AICORE_TRAY_DATABASE"
"""May hold the database's password, which the settings never do."""
DEFAULT_PORT = 3001
TIERS = ("opus", "sonnet", "haiku", "gpt")
EVERY_MODEL = "*"
BALANCINGS = ("least_busy", "round_robin", "priority")
PRICES = ("input", "output", "cache_read", "cache_write")
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
    enabled: Annotated[bool, "Whether it serves; false lets it rest with all its settings"] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that a person can set; `help_of` tells what each value means."""

    start_hidden: Annotated[
        bool, Setting("Start without a window", "Open no window at the start; the tray icon shows it", "general")
    ] = False
    keep_running: Annotated[
        bool, Setting("Keep running in the tray", "Closing the window leaves the proxy running", "general")
    ] = True
    language: Annotated[
        str,
        Setting(
            "Language", "Texts are English so far; numbers and dates follow this", "general", "choice", ("system", "en")
        ),
    ] = "system"
    host: Annotated[
        str, Setting("Address", "The address to listen on; 0.0.0.0 opens the proxy to the network", "server", "host")
    ] = "127.0.0.1"
    port: Annotated[
        int,
        Setting("Port", "The port to listen on; 0 picks a free one", "server", "port", minimum=0, maximum=65535),
    ] = DEFAULT_PORT
    tls: Annotated[bool, Setting("HTTPS", "Serve HTTPS with a certificate that is made here", "server")] = False
    tls_certificate: Annotated[
        Path | None,
        Setting("Certificate", "Serve HTTPS with this PEM certificate and its chain", "server", "file"),
    ] = None
    tls_key: Annotated[
        Path | None,
        Setting("Key of the certificate", "Where the certificate's file does not hold it", "server", "file"),
    ] = None
    allowed_hosts: Annotated[
        tuple[str, ...],
        Setting("Further names", "Further names under which clients may call (containers, proxies)", "server", "list"),
    ] = ()
    cors_origins: Annotated[
        tuple[str, ...],
        Setting("Web pages", "Web pages that may call from a browser, such as https://chat.local", "server", "list"),
    ] = ()
    ollama_key: Annotated[
        str,
        Setting(
            "Ollama's API",
            "The API key (its name) on whose behalf tools that know Ollama alone are served without one; empty for off",
            "server",
        ),
    ] = ""
    ollama_port: Annotated[
        int,
        Setting(
            "Ollama's port",
            "Where such tools look for it, on 127.0.0.1 alone",
            "server",
            "port",
            minimum=0,
            maximum=65535,
        ),
    ] = 11434
    proxy: Annotated[
        str, Setting("Proxy", "The way out: system, environment, none, or http://host:port", "network", "proxy")
    ] = PROXY_SYSTEM
    no_proxy: Annotated[
        tuple[str, ...],
        Setting(
            "Without the proxy", "Hosts that never use the proxy: names, endings, patterns with *", "network", "list"
        ),
    ] = ()
    proxy_user: Annotated[
        str, Setting("Proxy user", "The user name for the proxy; its password is in the vault", "network")
    ] = ""
    ca_file: Annotated[
        Path | None,
        Setting("Certificate authorities", "A PEM file of further certificate authorities", "network", "file"),
    ] = None
    connect_timeout: Annotated[
        float,
        Setting(
            "Connecting takes at most",
            "Seconds for a connection to SAP, TLS included",
            "network",
            "seconds",
            minimum=0.1,
            maximum=600,
            unit="s",
        ),
    ] = 15.0
    idle_timeout: Annotated[
        float,
        Setting(
            "Silence lasts at most",
            "Seconds without a byte until an answer counts as dead",
            "network",
            "seconds",
            minimum=0.1,
            maximum=86_400,
            unit="s",
        ),
    ] = 300.0
    log_level: Annotated[
        str, Setting("Detail", "How much the log tells", "logging", "choice", ("warning", "info", "debug"))
    ] = "info"
    log_bodies: Annotated[
        bool,
        Setting(
            "Prompts and answers",
            "Write what clients ask and models answer into the log: for the search of a fault, and off again after it",
            "logging",
        ),
    ] = False
    log_days: Annotated[
        int,
        Setting(
            "Keep logs for", "Days after which log files are deleted", "logging", minimum=1, maximum=3650, unit="days"
        ),
    ] = 7
    usage_days: Annotated[
        int,
        Setting(
            "Keep usage for",
            "Days after which usage is deleted; 0 keeps all of it",
            "logging",
            minimum=0,
            maximum=36_500,
            unit="days",
        ),
    ] = 0
    currency: Annotated[
        str,
        Setting("Currency", "In which costs are told beside SAP's capacity units, such as EUR", "logging"),
    ] = ""
    unit_price: Annotated[
        float,
        Setting(
            "Price of a capacity unit",
            "What one capacity unit of SAP AI Core costs you in your currency; 0 tells costs in units alone",
            "logging",
            "price",
            minimum=0,
            maximum=1_000_000,
        ),
    ] = 0.0
    token_usage_file: Annotated[
        Path | None,
        Setting(
            "Token log",
            "Also writes each request as a line of JSON into this file, as sap-ai-core-llm-proxy does",
            "logging",
            "file",
        ),
    ] = None
    keep_reasoning: Annotated[
        bool,
        Setting(
            "Keep reasoning",
            "Keep what models thought before they called a tool for two weeks: tools that cannot send it back need it",
            "logging",
        ),
    ] = True
    max_body_mb: Annotated[
        int,
        Setting("Largest request", "Megabytes of a request's body", "limits", minimum=1, maximum=2048, unit="MB"),
    ] = 256
    max_requests: Annotated[
        int,
        Setting(
            "Requests at once",
            "Requests under way at once; further ones are told to wait (429). 0 sets no limit",
            "limits",
            minimum=0,
            maximum=100_000,
        ),
    ] = 0
    balancing: Annotated[
        str,
        Setting(
            "Several deployments",
            "Which deployment of a model a request goes to: the least busy (a conversation stays where it is), "
            "one after the other, or the first in order of priority",
            "advanced",
            "choice",
            BALANCINGS,
        ),
    ] = BALANCINGS[0]
    max_connections: Annotated[
        int,
        Setting(
            "Connections at once",
            "Connections that are held at once; further ones are refused (503)",
            "limits",
            minimum=8,
            maximum=100_000,
        ),
    ] = 4096
    quota_wait: Annotated[
        float,
        Setting(
            "Wait for quota at most",
            "Seconds for which a request may wait until SAP takes more of its model, in place of a 429; 0 never waits",
            "limits",
            "seconds",
            minimum=0,
            maximum=600,
            unit="s",
        ),
    ] = 10.0
    nearest_version: Annotated[
        bool,
        Setting(
            "Nearest version",
            "Serve a model whose version is not deployed by the nearest version of the same family; "
            "otherwise such names are told that there is none",
            "advanced",
        ),
    ] = False
    default_model: Annotated[
        str,
        Setting("Default model", "The model for names that nothing else knows; empty for none", "advanced"),
    ] = ""
    orchestration: Annotated[
        bool,
        Setting(
            "Orchestration",
            "Serve models that have no deployment through SAP's orchestration service, where one runs; "
            "it also stands in for deployments that fail",
            "advanced",
        ),
    ] = True
    discovery_interval: Annotated[
        float,
        Setting(
            "Look for deployments every",
            "Seconds between two looks for deployments",
            "advanced",
            "seconds",
            minimum=0.1,
            maximum=86_400,
            unit="s",
        ),
    ] = 300.0
    vault_key_file: Annotated[
        Path | None,
        Setting("Vault's key file", "Keeps the vault's key in this file where there is no keyring", "advanced", "file"),
    ] = None
    database: Annotated[
        str,
        Setting(
            "Database",
            "PostgreSQL for several replicas that share keys, limits and usage: postgresql://user@host:5432/name; "
            "from the next start on. Empty for files of our own",
            "advanced",
            "database",
        ),
    ] = ""
    aliases: Annotated[
        dict[str, str],
        Setting(
            "Aliases",
            "Name or pattern (claude-*) -> the model that is meant; the one that spells out most counts",
        ),
    ] = field(default_factory=dict)
    tiers: Annotated[
        dict[str, str],
        Setting("Tiers", "opus, sonnet, haiku or gpt -> the model for unknown names that hold the word"),
    ] = field(default_factory=dict)
    hidden_models: Annotated[
        tuple[str, ...],
        Setting("Hidden models", "Names or patterns of models that are neither listed nor served", kind="list"),
    ] = ()
    pools: Annotated[
        dict[str, tuple[str, ...]],
        Setting("Pools", "opus, sonnet, haiku or * -> deployment ids, for model names that nothing else knows"),
    ] = field(default_factory=dict)
    weights: Annotated[
        dict[str, float],
        Setting("Weights", "Account or deployment id -> its share of the requests, where others have 1"),
    ] = field(default_factory=dict)
    priorities: Annotated[
        tuple[str, ...],
        Setting(
            "Priorities", "Accounts and deployment ids, the first choice first; others come after", "advanced", "list"
        ),
    ] = ()
    accounts: Annotated[dict[str, AccountSettings], Setting("Accounts", "SAP AI Core accounts by name")] = field(
        default_factory=dict
    )
    models: Annotated[
        dict[str, dict[str, Any]], Setting("Model facts", "Model facts that override the shipped catalogue")
    ] = field(default_factory=dict)
    prices: Annotated[
        dict[str, dict[str, float]],
        Setting(
            "Prices",
            "Model -> input, output, cache_read, cache_write: capacity units for 1,000 tokens, where SAP tells none",
        ),
    ] = field(default_factory=dict)

    @property
    def https(self) -> bool:
        return self.tls or self.tls_certificate is not None

    @property
    def network(self) -> NetworkSettings:
        return NetworkSettings(
            proxy=self.proxy,
            no_proxy=self.no_proxy,
            proxy_user=self.proxy_user,
            ca_file=self.ca_file,
            connect_timeout=self.connect_timeout,
            idle_timeout=self.idle_timeout,
        )


def declared() -> tuple[Declared, ...]:
    """Return every setting with all that is declared of it, in the order of the declarations."""
    return tuple(
        Declared(
            *(getattr(_DECLARED[item.name], part.name) for part in fields(Setting)),
            name=item.name,
            type=_TYPES[item.name],
            default=item.default_factory() if item.default_factory is not MISSING else item.default,
        )
        for item in fields(Settings)
    )


def help_of() -> Mapping[str, str]:
    """Return setting -> what it means."""
    return {name: setting.help for name, setting in _DECLARED.items()}


_NAMES = [item.name for item in fields(Settings)]
_TYPES = get_type_hints(Settings)
_DECLARED: Mapping[str, Setting] = {
    name: hint.__metadata__[0] for name, hint in get_type_hints(Settings, include_extras=True).items()
}
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
    for name in ("ca_file", "vault_key_file", "tls_certificate", "tls_key", "token_usage_file"):
        if made.get(name):
            made[name] = (file.parent / made[name].expanduser()).absolute()
    return Settings(**made)


def _converted(values: Mapping[str, Any], places: Mapping[str, str], problems: list[WrongSetting]) -> dict[str, Any]:
    """Return the values that have the right types."""
    made: dict[str, Any] = {}
    for item in fields(Settings):
        if item.name not in values:
            continue
        # What came from the environment is text, whatever the type.
        lax = isinstance(values[item.name], str)
        try:
            made[item.name] = msgspec.convert(values[item.name], _TYPES[item.name], strict=not lax, dec_hook=_path)
        except msgspec.ValidationError as error:
            problems.append(WrongSetting(item.name, f"{places[item.name]}: {error}"))
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
        if (said := wrong_value(_DECLARED[name], value))
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
