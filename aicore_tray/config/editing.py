"""Changes settings.toml as its owner would: comments and order stay, every write is whole and can be taken back."""

from __future__ import annotations

import shutil
import stat
import tomllib
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import InlineTable

from aicore_tray.config.settings import Settings
from aicore_tray.config.settings_file import load_settings, unknown_name
from aicore_tray.errors import AicoreTrayError, ConfigurationError
from aicore_tray.system.files import PRIVATE, write_whole

BACKUP_SUFFIX = ".bak"


class Kept:
    """Stands for a value that is not to be changed, where None means something."""


KEPT = Kept()


class SettingsEditor:
    """One settings file being changed; nothing is written before `save`.

    Raises:
        ConfigurationError: the file cannot be read or is wrong already.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        # A settings file may be a link into somebody's collection of them, and stays one.
        self._target = file.resolve()
        try:
            self._before: str | None = self._target.read_bytes().decode("utf-8-sig")
            self._document = tomlkit.parse(self._before)
        except FileNotFoundError:
            self._before, self._document = None, tomlkit.document()
        except TOMLKitError as error:
            raise ConfigurationError([f"{file}: is not valid TOML: {error}"]) from error
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigurationError([f"{file}: cannot be read ({error})"]) from error
        self.settings()

    def settings(self) -> Settings:
        """Return the settings of the file alone as they would be after `save`.

        Raises:
            ConfigurationError: one line a problem.
        """
        return load_settings(self._file, env={}, text=self._text())

    def has(self, name: str) -> bool:
        """Tell whether the file sets a setting."""
        return name in self._document

    def set(self, name: str, value: Any) -> None:
        """Set a setting; a table is set as a whole.

        Raises:
            ConfigurationError: there is no such setting.
        """
        known = [item.name for item in fields(Settings)]
        if name not in known:
            raise ConfigurationError([f"{name}: {unknown_name(name, known)}"])
        self._document[name] = _plain(value)

    def unset(self, name: str) -> None:
        """Let a setting have its default; one that is not set is no error."""
        if name in self._document:
            del self._document[name]

    def set_account(
        self,
        name: str,
        *,
        enabled: bool | None = None,
        resource_groups: Sequence[str] | None = None,
        deployments: Mapping[str, Sequence[str]] | None = None,
        service_key_file: Path | Kept | None = KEPT,
    ) -> None:
        """Add an account or change the one of this name.

        Args:
            enabled: whether it serves; None leaves that as it is.
            resource_groups: None leaves them as they are.
            deployments: model name -> deployment ids or URLs; None leaves them as they are.
            service_key_file: None for a service key in the vault; left out, that stays as it is.
        """
        accounts = self._table(self._document, "accounts", is_super_table=True)
        account = self._table(accounts, name)
        if service_key_file is None:
            account.pop("service_key_file", None)
        elif not isinstance(service_key_file, Kept):
            account["service_key_file"] = str(service_key_file)
        if enabled is not None:
            # What is usual is not written down.
            account.pop("enabled", None)
            if not enabled:
                account["enabled"] = False
        if resource_groups is not None:
            account["resource_groups"] = list(resource_groups)
        if deployments is not None:
            account.pop("deployments", None)
            pins = tomlkit.inline_table()
            pins.update({model: list(ids) for model, ids in deployments.items()})
            if deployments:
                account["deployments"] = pins

    def rename_account(self, old: str, new: str) -> None:
        """Call an account otherwise; what the file says of it stays.

        Raises:
            AicoreTrayError: there is none of this name, or the new one is taken.
        """
        accounts: MutableMapping[str, Any] = self._document.get("accounts", {})
        if new in accounts:
            raise AicoreTrayError(f"There is already an account called '{new}'", hint="Choose another name.")
        entry = accounts.get(old)
        self.remove_account(old)
        self._table(self._document, "accounts", is_super_table=True)[new] = entry

    def remove_account(self, name: str) -> None:
        """Take an account out.

        Raises:
            AicoreTrayError: there is none of this name.
        """
        accounts: MutableMapping[str, Any] = self._document.get("accounts", {})
        if name not in accounts:
            names = ", ".join(accounts)
            hint = f"There are: {names}" if names else "The settings name no account"
            raise AicoreTrayError(f"There is no account called '{name}' in {self._file}", hint=hint)
        del accounts[name]
        if not accounts:
            del self._document["accounts"]

    def save(self) -> bool:
        """Write the file whole, after a copy of what it held before; return whether anything has changed.

        Raises:
            ConfigurationError: the settings would be wrong.
            AicoreTrayError: another program has changed the file, or its way of writing cannot be kept.
        """
        text = self._text()
        if text == (self._before or ""):
            return False
        self.settings()
        if tomllib.loads(text) != self._document.unwrap():
            raise AicoreTrayError(f"{self._file} is written in a way that cannot be kept", hint="Change it by hand")
        now = self._target.read_bytes().decode("utf-8-sig") if self._target.exists() else None
        if now != self._before:
            raise AicoreTrayError(f"{self._file} was changed by another program meanwhile", hint="Try again")
        mode = PRIVATE
        if now is not None:
            mode = stat.S_IMODE(self._target.stat().st_mode)
            shutil.copy2(self._target, self._target.with_name(self._target.name + BACKUP_SUFFIX))
        write_whole(self._target, text.encode(), mode=mode)
        self._before = text
        return True

    def _text(self) -> str:
        return tomlkit.dumps(self._document)

    @staticmethod
    def _table(
        parent: MutableMapping[str, Any], name: str, *, is_super_table: bool = False
    ) -> MutableMapping[str, Any]:
        if name not in parent:
            inline = isinstance(parent, InlineTable)
            parent[name] = tomlkit.inline_table() if inline else tomlkit.table(is_super_table=is_super_table)
        table: MutableMapping[str, Any] = parent[name]
        return table


def _plain(value: Any) -> Any:
    """Return a value as TOML has it."""
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, tuple | list):
        return [_plain(entry) for entry in value]
    if isinstance(value, Mapping):
        return {name: _plain(entry) for name, entry in value.items()}
    return value
