"""Brings in for good what another program's configuration says: vault first, then settings, then local keys."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from aicore_tray.aicore.account import DEFAULT_RESOURCE_GROUP, Account
from aicore_tray.aicore.service_key import ServiceKey, parse_service_key
from aicore_tray.config.configuration import database_address, service_key_place, vault_name
from aicore_tray.config.editing import SettingsEditor
from aicore_tray.config.imported import Imported
from aicore_tray.config.settings import AccountSettings
from aicore_tray.config.settings_file import load_settings
from aicore_tray.config.shared_keys import opened_keys
from aicore_tray.config.vault import Vault, VaultError, key_source
from aicore_tray.errors import ConfigurationError, ServiceKeyError
from aicore_tray.system.paths import Paths


class Importer:
    """Changes one settings file, and vault and key store beside it.

    Raises:
        ConfigurationError: the settings file cannot be used.
    """

    def __init__(self, paths: Paths, file: Path, env: Mapping[str, str] = os.environ) -> None:
        self._file = file
        self._editor = SettingsEditor(file)
        settings = load_settings(file, env=env)
        self._accounts = settings.accounts
        self._vault = Vault(paths.vault_file, key_source(settings.vault_key_file, env))
        self._keys_file = paths.keys_file
        self._database = database_address(settings, env)
        self._secrets: dict[str, str] = {}
        self._told: list[str] = []

    def bring_in(self, imported: Imported, *, replace: bool = False) -> tuple[bool, tuple[str, ...]]:
        """Bring everything in or, where something is refused, nothing.

        Args:
            replace: take the new service key, resource groups and deployments of an account that is there already.

        Returns:
            Whether anything has changed, and a line for each part; none holds a secret.

        Raises:
            ConfigurationError: an account is there already with another key; one line each.
            VaultError: the vault cannot be used.
        """
        refused = [line for account in imported.accounts if (line := self._plan(account, replace=replace))]
        if refused:
            raise ConfigurationError(refused)
        if imported.pools:
            self._plan_pools(imported.pools)
        if imported.aliases:
            self._plan_aliases(imported.aliases)
        for name, value in (("host", imported.host), ("port", imported.port), ("balancing", imported.strategy)):
            if value is None:
                continue
            if not self._editor.has(name):
                self._editor.set(name, value)
                self._told.append(f"{name}: {value}")
            elif (kept := getattr(self._editor.settings(), name)) != value:
                self._told.append(f"{name}: the settings keep {kept}, not {value}")
        if self._secrets:
            self._vault.update(self._secrets)
        changed = self._editor.save() or bool(self._secrets)
        keys = [(key, False) for key in imported.api_keys] + [(key, True) for key in imported.admin_keys]
        for name, new in self._stored(keys) if keys else ():
            self._told.append(f"API key '{name}': " + ("stored" if new else "is there already"))
            changed |= new
        return changed, tuple(self._told)

    def _stored(self, keys: list[tuple[str, bool]]) -> tuple[tuple[str, bool], ...]:
        with opened_keys(self._keys_file, self._database) as store:
            return store.bring_in(keys)

    def remove(self, name: str) -> None:
        """Take an account out of the settings, and its service key out of the vault.

        Raises:
            AicoreTrayError: there is no such account, or the vault cannot be used.
        """
        entry = self._accounts.get(name)
        self._editor.remove_account(name)
        if entry is not None and entry.service_key_file is None:
            self._vault.delete(vault_name(name))
        self._editor.save()

    def rename(self, old: str, new: str) -> None:
        """Call an account otherwise, in the settings and in the vault.

        Raises:
            AicoreTrayError: there is no such account, the name is taken, or the vault cannot be used.
        """
        entry = self._accounts.get(old)
        self._editor.rename_account(old, new)
        in_vault = entry is not None and entry.service_key_file is None
        text = self._vault.get(vault_name(old)) if in_vault else None
        if text is not None:
            self._vault.set(vault_name(new), text)
        self._editor.save()
        if text is not None:
            self._vault.delete(vault_name(old))

    def _plan(self, account: Account, *, replace: bool) -> str:
        """Note what an account needs; return why it is refused, else ""."""
        entry = self._accounts.get(account.name)
        groups: tuple[str, ...] | None = account.resource_groups
        if entry is None:
            self._note(account, groups, "added")
            return ""
        # A bare service key names no resource groups and must not undo those that were chosen since.
        groups = None if groups == (DEFAULT_RESOURCE_GROUP,) else groups
        same_key = self._key_of(account.name, entry) == account.key
        same_rest = (groups is None or groups == entry.resource_groups) and (
            not account.pinned or dict(account.pinned) == entry.deployments
        )
        if same_key and same_rest:
            self._told.append(f"account {account.name}: is there already")
            return ""
        if not replace:
            what = "resource groups or deployments" if same_key else "service key"
            return (
                f"account {account.name}: is there already with another {what}; "
                "give --replace, or --name for an account beside it"
            )
        self._note(account, groups, "replaced", keep_file=entry.service_key_file if same_key else None)
        return ""

    def _note(
        self, account: Account, groups: tuple[str, ...] | None, done: str, *, keep_file: Path | None = None
    ) -> None:
        if keep_file is None:
            self._secrets[vault_name(account.name)] = account.key.to_json()
        pinned = account.pinned or None
        self._editor.set_account(account.name, resource_groups=groups, deployments=pinned, service_key_file=keep_file)
        parts = [f"account {account.name}: {done}"]
        parts += [f"resource groups {', '.join(groups)}"] if groups else []
        parts += [f"deployments pinned for {', '.join(account.pinned)}"] if account.pinned else []
        self._told.append("; ".join(parts))

    def _key_of(self, name: str, entry: AccountSettings) -> ServiceKey | None:
        """Return an account's present key, None where it cannot be read and so is another one.

        Raises:
            VaultError: the vault cannot be opened, so that nobody can tell.
        """
        try:
            if entry.service_key_file is None:
                text = self._vault.get(vault_name(name)) or ""
            else:
                text = service_key_place(self._file, entry.service_key_file).read_text(encoding="utf-8-sig")
            return parse_service_key(text)
        except VaultError:
            raise
        except (OSError, UnicodeDecodeError, ServiceKeyError):
            return None

    def _plan_aliases(self, aliases: Mapping[str, str]) -> None:
        known = self._editor.settings().aliases
        missing = {name: model for name, model in aliases.items() if name not in known}
        if missing:
            self._editor.set("aliases", {**known, **missing})
            self._told.append(f"aliases: {len(missing)} added")
        for name, model in aliases.items():
            if name in known and known[name] != model:
                self._told.append(f"alias {name}: is another one in the settings, which stays")

    def _plan_pools(self, pools: Mapping[str, tuple[str, ...]]) -> None:
        known = self._editor.settings().pools
        missing = {word: ids for word, ids in pools.items() if word not in known}
        if missing:
            self._editor.set("pools", {**known, **missing})
        for word, ids in pools.items():
            same = "is there already" if known.get(word) == ids else "is another one in the settings, which stays"
            self._told.append(f"pool {word}: " + ("added" if word in missing else same))
