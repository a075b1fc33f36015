"""Everything that an engine runs with, put together from settings, another proxy's file, a service key, environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from aicore_tray.aicore.account import Account
from aicore_tray.aicore.service_key import parse_service_key, service_key_from_environment
from aicore_tray.config.formats import read_configuration
from aicore_tray.config.key_store import LocalKey, fixed_keys
from aicore_tray.config.settings import ENV_PREFIX, Settings, load_settings
from aicore_tray.config.vault import Vault, key_source
from aicore_tray.errors import AicoreTrayError, ConfigurationError, ServiceKeyError
from aicore_tray.system.paths import Paths

API_KEYS_VARIABLE = "API_KEYS"
NO_ACCOUNT = "No SAP AI Core account is configured. Give a service key with --config FILE, or try --demo"
_ENVIRONMENT_ACCOUNT = "environment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """What an engine runs with.

    Attributes:
        keys: local keys that configuration or environment name; those of the key store come on top.
        pools: `opus`, `sonnet`, `haiku` or `*` -> deployment ids, of an aicore-proxy configuration.
        warnings: what was passed over, a line each.
        source: where the accounts came from, for people.
    """

    settings: Settings
    accounts: tuple[Account, ...]
    keys: tuple[LocalKey, ...] = ()
    pools: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    source: str = ""


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
) -> Configuration:
    """Put a configuration together.

    Args:
        file: our settings in TOML, another proxy's configuration, or a service key; None for the settings file of
            `paths`, and the environment where that names no account.
        arguments: settings from the command line.

    Raises:
        ConfigurationError: one line a problem.
    """
    keys = fixed_keys(env.get(API_KEYS_VARIABLE, "").replace(" ", "").split(","), source="API_KEYS")
    imported = read_configuration(file) if file is not None else None
    if imported is not None:
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
        )
    own_file = file or paths.settings_file
    settings = load_settings(own_file, env=env, arguments=arguments, must_exist=file is not None)
    accounts = _accounts(settings, own_file, paths, env)
    source = str(own_file)
    if not accounts and (found := _from_environment(env, home)):
        accounts, source = (found[0],), found[1]
    return Configuration(settings=settings, accounts=accounts, keys=keys, pools=settings.pools, source=source)


def _from_environment(env: Mapping[str, str], home: Path | None) -> tuple[Account, str] | None:
    try:
        found = service_key_from_environment(env, home=home)
    except ServiceKeyError as error:
        raise ConfigurationError([error.line()]) from error
    if found is None:
        return None
    key, group, source = found
    return Account(name=key.identity_zone or _ENVIRONMENT_ACCOUNT, key=key, resource_groups=(group,)), source


def _accounts(settings: Settings, file: Path, paths: Paths, env: Mapping[str, str]) -> tuple[Account, ...]:
    accounts: list[Account] = []
    problems: list[str] = []
    vault: Vault | None = None
    for name, entry in settings.accounts.items():
        where = f"{file}: accounts.{name}"
        try:
            if entry.service_key_file is not None:
                text = service_key_place(file, entry.service_key_file).read_text(encoding="utf-8-sig")
            else:
                vault = vault or Vault(paths.vault_file, key_source(settings.vault_key_file, env))
                text = vault.get(vault_name(name)) or ""
                if not text:
                    problems.append(f"{where}: the vault has no service key of this name; set service_key_file")
                    continue
            key = parse_service_key(text, source=where)
        except OSError as error:
            problems.append(f"{where}.service_key_file: cannot be read ({error.strerror})")
        except AicoreTrayError as error:
            problems.append(f"{where}: {error.line()}")
        else:
            account = Account(name=name, key=key, resource_groups=entry.resource_groups, pinned=entry.deployments)
            accounts.append(account)
    if problems:
        raise ConfigurationError(problems)
    return tuple(accounts)


def service_key_place(settings_file: Path, named: Path) -> Path:
    """Return where a `service_key_file` lies: its path is relative to the settings file."""
    return (settings_file.parent / named.expanduser()).absolute()


def with_fixed_key(configuration: Configuration, key: str, *, name: str) -> Configuration:
    """Return the configuration with one more admin key, as the demo has it."""
    made = replace(fixed_keys([key], source=name, admin=True)[0], name=name)
    return replace(configuration, keys=(*configuration.keys, made))
