"""Everything that an engine runs with, put together from settings, another proxy's file, a service key, environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from aicore_tray.aicore.account import Account
from aicore_tray.aicore.service_key import parse_service_key, service_key_from_environment
from aicore_tray.config.formats import read_configuration
from aicore_tray.config.key_store import LocalKey, fixed_keys
from aicore_tray.config.seed_environment import SapVariables
from aicore_tray.config.settings import Settings
from aicore_tray.config.settings_file import DATABASE_VARIABLE, ENV_PREFIX, WrongSetting, load_settings
from aicore_tray.config.vault import KEY_VARIABLE, Vault, VaultError, key_source
from aicore_tray.errors import AicoreTrayError, ConfigurationError, ServiceKeyError
from aicore_tray.system.network import NetworkSettings
from aicore_tray.system.paths import Paths
from aicore_tray.system.postgres import Address

API_KEYS_VARIABLE = "API_KEYS"
NO_ACCOUNT = "No SAP AI Core account is configured. Give a service key with --config FILE, or try --demo"
PROXY_PASSWORD = "proxy-password"  # noqa: S105 - the vault's entry for it
_ENVIRONMENT_ACCOUNT = "environment"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnusableAccount:
    """An account whose service key cannot be had.

    Attributes:
        message: a sentence without a full stop and without a secret.
        hint: what helps, or "".
        reason: the vault is `vault_locked`, `vault_absent` (no keyring) or `vault_damaged`; it opens but has `no_key`
            of this account; what should be the key is none (`wrong_key`); its `file` cannot be read.
    """

    name: str
    message: str
    hint: str
    reason: Literal["vault_locked", "vault_absent", "vault_damaged", "no_key", "wrong_key", "file"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """What an engine runs with.

    Attributes:
        keys: local keys that configuration or environment name; those of the key store come on top.
        pools: `opus`, `sonnet`, `haiku` or `*` -> deployment ids, of an aicore-proxy configuration.
        warnings: what was passed over, a line each.
        source: where the accounts came from, for people.
        unusable: accounts of the settings that are left out since their key cannot be had, by name.
        proxy_password: the password for the proxy, from the vault; "" without `proxy_user`.
        database: the PostgreSQL database that replicas share; None without one.
        wrong_settings: settings whose value is wrong, so that the default is in force, a line each.
    """

    settings: Settings
    accounts: tuple[Account, ...]
    keys: tuple[LocalKey, ...] = ()
    pools: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    source: str = ""
    unusable: Mapping[str, UnusableAccount] = field(default_factory=dict)
    wrong_settings: tuple[WrongSetting, ...] = ()
    proxy_password: str = field(default="", repr=False)
    database: Address | None = None

    @property
    def network(self) -> NetworkSettings:
        """How the internet is reached, the proxy's password included."""
        return replace(self.settings.network, proxy_password=self.proxy_password)


def vault_name(account: str) -> str:
    """Return the vault's entry for an account's service key."""
    return f"service-key:{account}"


def load_configuration(
    paths: Paths,
    *,
    file: Path | None = None,
    env: Mapping[str, str] = os.environ,
    home: Path | None = None,
    arguments: Mapping[str, Any] | None = None,
    tolerant: bool = False,
    vault_locked: bool = False,
) -> Configuration:
    """Put a configuration together.

    Args:
        file: our settings in TOML, another proxy's configuration, or a service key; None for the settings file of
            `paths`, and the environment where that names no account.
        arguments: settings from the command line.
        tolerant: leave out accounts whose key cannot be had, and settings with wrong values, and tell them in the
            configuration; of a `file` of another proxy everything is still wanted.
        vault_locked: take the vault for locked without asking the keyring.

    Raises:
        ConfigurationError: one line a problem.
    """
    keys = fixed_keys(env.get(API_KEYS_VARIABLE, "").replace(" ", "").split(","), source="API_KEYS")
    imported = read_configuration(file) if file is not None else None
    if imported is not None:
        imported = SapVariables.read(env).over(imported)
        named = {"host": imported.host, "port": imported.port}
        base = {name: value for name, value in named.items() if not env.get(ENV_PREFIX + name.upper())}
        given = {name: value for name, value in (arguments or {}).items() if value is not None}
        settings = load_settings(paths.settings_file, env=env, arguments={**base, **given})
        return Configuration(
            settings=settings,
            accounts=imported.accounts,
            keys=(
                *keys,
                *fixed_keys(imported.api_keys, source="configuration"),
                *fixed_keys(imported.admin_keys, source="configuration admin", admin=True),
            ),
            pools={**settings.pools, **imported.pools},
            warnings=imported.warnings,
            source=str(file),
            proxy_password=_required_password(settings, paths, env),
            database=database_address(settings, env),
        )
    own_file = file or paths.settings_file
    wrong: list[WrongSetting] = []
    settings = load_settings(
        own_file, env=env, arguments=arguments, must_exist=file is not None, wrong=wrong if tolerant else None
    )
    vault = _Secrets(settings, paths, env, locked=vault_locked)
    accounts, unusable = _accounts(settings, own_file, vault)
    password, problem = _proxy_password(settings, own_file, vault)
    if (unusable or problem) and not tolerant:
        raise ConfigurationError([*(_line(own_file, each) for each in unusable), *problem])
    source, warnings, pools = str(own_file), problem, settings.pools
    if not settings.accounts:
        try:
            found = _from_environment(env, home)
        except ConfigurationError as error:
            if not tolerant:
                raise
            found, warnings = None, [*problem, *error.problems]
        if found:
            accounts, source = (found.account,), found.source
            pools = {**pools, **found.pools}
    return Configuration(
        settings=settings,
        accounts=accounts,
        keys=keys,
        pools=pools,
        warnings=tuple(warnings),
        source=source,
        unusable={each.name: each for each in unusable},
        wrong_settings=tuple(wrong),
        proxy_password=password,
        database=database_address(settings, env),
    )


def database_address(settings: Settings, env: Mapping[str, str] = os.environ) -> Address | None:
    """Return where the database of the settings is, with the password that the environment's address holds."""
    if not settings.database:
        return None
    address = Address.read(settings.database)
    given = env.get(DATABASE_VARIABLE, "")
    return Address.read(given) if given and Address.read(given).url == address.url else address


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """The account that the environment names."""

    account: Account
    source: str
    pools: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def _from_environment(env: Mapping[str, str], home: Path | None) -> _Found | None:
    try:
        found = service_key_from_environment(env, home=home)
    except ServiceKeyError as error:
        raise ConfigurationError([error.line()]) from error
    if found is not None:
        key, group, source = found
        name = key.identity_zone or _ENVIRONMENT_ACCOUNT
        return _Found(account=Account(name=name, key=key, resource_groups=(group,)), source=source)
    variables = SapVariables.read(env)
    if variables.missing:
        raise ConfigurationError([f"{name} is missing beside the other SAP_* variables" for name in variables.missing])
    if variables.account is None:
        return None
    return _Found(account=variables.account, source="environment (SAP_* variables)", pools=variables.pools)


def _required_password(settings: Settings, paths: Paths, env: Mapping[str, str]) -> str:
    password, problem = _proxy_password(settings, paths.settings_file, _Secrets(settings, paths, env, locked=False))
    if problem:
        raise ConfigurationError(problem)
    return password


def _proxy_password(settings: Settings, file: Path, vault: _Secrets) -> tuple[str, list[str]]:
    """Return the password for the proxy, and why there is none."""
    if not settings.proxy_user:
        return "", []
    try:
        return vault.get(PROXY_PASSWORD), []
    except AicoreTrayError as error:
        return "", [f"{file}: proxy_user: the password is in the vault. {error.line()}"]


def _accounts(
    settings: Settings, file: Path, vault: _Secrets
) -> tuple[tuple[Account, ...], tuple[UnusableAccount, ...]]:
    """Return the accounts whose keys can be had, and the others."""
    accounts: list[Account] = []
    unusable: list[UnusableAccount] = []
    for name, entry in settings.accounts.items():
        if not entry.enabled:
            continue
        try:
            if entry.service_key_file is not None:
                text = service_key_place(file, entry.service_key_file).read_text(encoding="utf-8-sig")
            else:
                text = vault.get(vault_name(name))
            if not text and entry.service_key_file is None:
                message = "the vault has no service key of this name"
                unusable.append(
                    UnusableAccount(name=name, message=message, hint="set service_key_file", reason="no_key")
                )
                continue
            key = parse_service_key(text, source=f"{file}: accounts.{name}")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or type(error).__name__
            unusable.append(UnusableAccount(name=name, message=f"cannot be read ({reason})", hint="", reason="file"))
        except VaultError as error:
            unusable.append(
                UnusableAccount(
                    name=name, message=error.user_message, hint=error.hint, reason=_VAULT_REASONS[error.reason]
                )
            )
        except AicoreTrayError as error:
            unusable.append(UnusableAccount(name=name, message=error.user_message, hint=error.hint, reason="wrong_key"))
        else:
            account = Account(name=name, key=key, resource_groups=entry.resource_groups, pinned=entry.deployments)
            accounts.append(account)
    return tuple(accounts), tuple(unusable)


_VAULT_REASONS: Mapping[str, Literal["vault_locked", "vault_absent", "vault_damaged"]] = {
    "locked": "vault_locked",
    "absent": "vault_absent",
    "damaged": "vault_damaged",
    "other": "vault_absent",
}


class _Secrets:
    """What the vault holds, which is asked once, since each question may be a prompt."""

    def __init__(self, settings: Settings, paths: Paths, env: Mapping[str, str], *, locked: bool) -> None:
        self._settings, self._paths, self._env = settings, paths, env
        self._failure: VaultError | None = None
        if locked and self._settings.vault_key_file is None and not env.get(KEY_VARIABLE):
            self._failure = VaultError("The system's keyring does not answer", hint="Unlock it", reason="locked")
        self._entries: Mapping[str, str] | None = None

    def get(self, name: str) -> str:
        """Return an entry of the vault, "" for none.

        Raises:
            VaultError: the vault cannot be opened.
        """
        if self._failure is None and self._entries is None:
            try:
                source = key_source(self._settings.vault_key_file, self._env)
                self._entries = Vault(self._paths.vault_file, source).entries()
            except VaultError as error:
                self._failure = error
        if self._failure is not None:
            failure = self._failure
            raise VaultError(failure.user_message, hint=failure.hint, reason=failure.reason)
        return (self._entries or {}).get(name, "")


def _line(file: Path, account: UnusableAccount) -> str:
    """Return the line that the command line prints."""
    where = f"{file}: accounts.{account.name}"
    if account.reason == "no_key":
        return f"{where}: {account.message}; {account.hint}"
    if account.reason == "file":
        return f"{where}.service_key_file: {account.message}"
    return f"{where}: {account.message}. {account.hint}" if account.hint else f"{where}: {account.message}"


def service_key_place(settings_file: Path, named: Path) -> Path:
    """Return where a `service_key_file` lies: its path is relative to the settings file."""
    return (settings_file.parent / named.expanduser()).absolute()


DEMO_KEY = "demo"
"""The key of the demo, which everybody knows: it serves loopback only, and works where no keyring is."""


def with_fixed_key(configuration: Configuration, key: str, *, name: str) -> Configuration:
    """Return the configuration with one more admin key, as the demo has it."""
    made = replace(fixed_keys([key], source=name, admin=True)[0], name=name)
    return replace(configuration, keys=(*configuration.keys, made))
