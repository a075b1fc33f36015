"""What a person changes through the windows: accounts, models, keys, settings. Written first, then applied live."""

from __future__ import annotations

import asyncio
import os
import stat
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any, TypeVar

from aicore_tray.aicore.account import Account
from aicore_tray.aicore.service_key import ServiceKey
from aicore_tray.config import exchange
from aicore_tray.config.configuration import vault_name
from aicore_tray.config.editing import SettingsEditor
from aicore_tray.config.formats import read_configuration, read_pasted
from aicore_tray.config.imported import Imported
from aicore_tray.config.importing import Importer
from aicore_tray.config.key_terms import KeyLimits
from aicore_tray.config.settings_file import ENV_PREFIX
from aicore_tray.config.vault import Vault, VaultError, key_source
from aicore_tray.config.waiting import in_time
from aicore_tray.diagnostics.doctor import Stage
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.applying import Applying
from aicore_tray.gui.connecting import Connecting
from aicore_tray.gui.deployment_commands import DeploymentCommands
from aicore_tray.gui.session import UNLOCK_SECONDS, Session
from aicore_tray.gui.snapshots import Kind, Trouble
from aicore_tray.system.files import write_whole

T = TypeVar("T")
Undo = Callable[[], Coroutine[Any, Any, None]]
# No service key comes near it; a video that was dropped by mistake must not fill the memory.
_LARGEST = 4 * 1024 * 1024
VAULT_KEY_FILE = "vault.key"


class Commands:
    """Changes one user's settings, vault and keys, and lets the session go on with them.

    Attributes:
        connecting: what sets tools up.
        applying: what writes setups into tools' files.
        deploying: what changes deployments.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.connecting = Connecting(session)
        self.applying = Applying(session, self.connecting)
        self.deploying = DeploymentCommands(session)

    # ---- reading what is brought

    async def read_file(self, file: Path) -> Imported:
        """Return what a dropped or chosen file holds.

        Raises:
            AicoreTrayError: it is no service key and no configuration that is known here; it says what it is.
        """

        def read() -> Imported:
            if file.is_dir():
                raise AicoreTrayError(f"{file.name} is a folder", hint="Drop the JSON file of the service key.")
            if file.stat().st_size > _LARGEST:
                raise AicoreTrayError(f"{file.name} is no service key", hint="A service key is a small JSON file.")
            imported = read_configuration(file)
            if imported is None:
                raise AicoreTrayError(
                    f"{file.name} is a settings file of AI Core Tray", hint="Bring it in under Settings, Advanced."
                )
            return imported

        try:
            return await asyncio.to_thread(read)
        except OSError as error:
            raise AicoreTrayError(f"{file.name} cannot be read ({error.strerror})") from error

    async def read_text(self, text: str) -> Imported:
        """Return what was pasted or dropped as text."""
        return await asyncio.to_thread(read_pasted, text)

    # ---- accounts

    async def bring_in(self, imported: Imported, *, replace_key: bool = False) -> tuple[str, ...]:
        """Keep accounts for good; return a line for each part."""
        paths = self._session.paths
        _, lines = await self._vaulted(
            lambda: Importer(paths, paths.settings_file).bring_in(imported, replace=replace_key)
        )
        await self._session.reload()
        return lines

    async def add_account(self, key: ServiceKey, name: str, groups: tuple[str, ...]) -> None:
        """Add an account under a name of its own."""
        await self.bring_in(Imported(accounts=(Account(name=name, key=key, resource_groups=groups),)))

    async def replace_key(self, name: str, key: ServiceKey) -> None:
        """Give an account another key; its name, groups and settings stay."""
        entry = self._session.settings.accounts.get(name)
        groups = entry.resource_groups if entry is not None else ("default",)
        account = Account(name=name, key=key, resource_groups=groups)
        await self.bring_in(Imported(accounts=(account,)), replace_key=True)

    async def remove_account(self, name: str) -> Undo:
        """Take an account out, its key out of the vault; return what brings both back as they were."""
        paths = self._session.paths
        entry = self._session.settings.accounts.get(name)
        in_vault = entry is not None and entry.service_key_file is None

        def remove(vault: Vault) -> str:
            kept = vault.get(vault_name(name)) if in_vault else None
            Importer(paths, paths.settings_file).remove(name)
            return kept or ""

        kept = await self._in_vault(remove)
        await self._session.reload()

        async def undo() -> None:
            if entry is None:
                return
            if kept:
                await self._in_vault(lambda vault: vault.set(vault_name(name), kept))
            await self._edit(
                lambda editor: editor.set_account(
                    name,
                    enabled=entry.enabled,
                    resource_groups=entry.resource_groups,
                    deployments=entry.deployments or None,
                    service_key_file=entry.service_key_file,
                )
            )

        return undo

    async def enable_account(self, name: str, on: bool) -> None:
        """Let an account serve or rest."""
        await self._edit(lambda editor: editor.set_account(name, enabled=on))

    async def set_groups(self, name: str, groups: tuple[str, ...]) -> None:
        """Use other resource groups of an account."""
        await self._edit(lambda editor: editor.set_account(name, resource_groups=groups))

    async def rename_account(self, old: str, new: str) -> None:
        """Call an account otherwise; everything else stays.

        Raises:
            AicoreTrayError: the name is taken.
        """
        paths = self._session.paths
        await self._vaulted(lambda: Importer(paths, paths.settings_file).rename(old, new))
        await self._session.reload()

    async def check(self, account: Account) -> AsyncIterator[Stage]:
        """Check an account stage by stage, also one that is not in the settings yet."""
        async for stage in self._session.engine.check(account):
            yield stage

    def account(self, name: str) -> Account | None:
        """Return an account that serves."""
        configuration = self._session.configuration
        accounts = configuration.accounts if configuration is not None else ()
        return next((account for account in accounts if account.name == name), None)

    async def groups(self, name: str) -> dict[str, int]:
        """Return the resource groups that an account's key may list, with their numbers of running deployments.

        Raises:
            AicoreTrayError: it may not list them.
        """
        return dict(await self._session.engine.resource_groups(name))

    # ---- models

    async def set_tier(self, tier: str, model: str) -> None:
        """Serve a tier by a model; "" for none: then only names that are deployed count."""
        tiers = {name: value for name, value in self._session.settings.tiers.items() if name != tier}
        await self.set("tiers", {**tiers, tier: model} if model else tiers)

    async def set_model_on(self, model: str, on: bool) -> None:
        """Offer a model to tools or hide it."""
        hidden = self._session.settings.hidden_models
        rest = tuple(name for name in hidden if name != model)
        await self.set("hidden_models", rest if on else (*rest, model))

    async def set_names(self, model: str, names: tuple[str, ...]) -> None:
        """Let a model answer to these further names, and to no earlier ones.

        Raises:
            AicoreTrayError: a name is another model's.
        """
        aliases = self._session.settings.aliases
        for name in names:
            if aliases.get(name, model) != model:
                raise AicoreTrayError(f"'{name}' already stands for {aliases[name]}", hint="Choose another name.")
        others = {name: to for name, to in aliases.items() if to != model}
        await self.set("aliases", {**others, **dict.fromkeys(names, model)})

    # ---- keys

    async def create_key(
        self, name: str, *, expires: float | None = None, models: tuple[str, ...] = (), limits: KeyLimits | None = None
    ) -> str:
        """Make a local API key and return it; it cannot be read again."""
        keys = self._session.engine.keys
        made = await asyncio.to_thread(keys.create, name, expires=expires, models=models, limits=limits or KeyLimits())
        self._session.tell()
        return made

    async def change_key(self, name: str, *, expires: float | None, models: tuple[str, ...], limits: KeyLimits) -> None:
        """Give a key other terms; they hold for the next request."""
        change = self._session.engine.keys.change
        await asyncio.to_thread(change, name, expires=expires, models=models, limits=limits)
        self._session.tell()

    async def revoke_key(self, name: str) -> None:
        """Let nobody in with a key from now on."""
        await asyncio.to_thread(self._session.engine.keys.revoke, name)
        self._session.tell()

    # ---- settings

    async def set(self, name: str, value: Any) -> None:
        """Change a setting for good and at once.

        Raises:
            AicoreTrayError: the value cannot be used; the old one stays in force and in the file.
        """
        variable = ENV_PREFIX + name.upper()
        if os.environ.get(variable):
            raise AicoreTrayError(f"The variable {variable} decides this", hint="Unset it to change this here.")
        file = self._session.paths.settings_file
        before = await asyncio.to_thread(_content, file)
        await asyncio.to_thread(self._write, lambda editor: editor.set(name, value))
        written = await asyncio.to_thread(_content, file)
        hold = self._session.release(name)
        try:
            await self._session.reload()
        except AicoreTrayError:
            hold()
            # Unless somebody else has written it meanwhile, it becomes what it was, to the letter.
            if await asyncio.to_thread(_content, file) == written:
                await asyncio.to_thread(_put_back, file, before)
            await self._session.reload()
            raise

    async def use_port(self, port: int) -> None:
        """Listen on another port, and start if the proxy is to be on."""
        await self.set("port", port)
        await self._session.start_proxy()

    async def set_proxy_password(self, password: str) -> None:
        """Keep the password for the company's proxy in the vault; "" forgets it."""
        await self._in_vault(
            lambda vault: vault.set("proxy-password", password) if password else vault.delete("proxy-password")
        )
        await self._session.reload()

    async def export_settings(self, file: Path) -> None:
        """Write the settings without any secret."""
        source = self._session.paths.settings_file
        try:
            text = await asyncio.to_thread(exchange.export_settings, source)
            await asyncio.to_thread(file.write_text, text, encoding="utf-8")
        except OSError as error:
            raise AicoreTrayError(f"{file.name} cannot be written ({error.strerror})") from error

    async def import_settings(self, file: Path) -> tuple[str, ...]:
        """Take over the settings of a file that was exported; return a line for each change."""
        target = self._session.paths.settings_file
        try:
            text = await asyncio.to_thread(file.read_text, encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise AicoreTrayError(f"{file.name} cannot be read") from error
        lines = await asyncio.to_thread(exchange.import_settings, target, text)
        await self._session.reload()
        return lines

    # ---- the vault

    def vault_trouble(self, error: AicoreTrayError) -> Trouble | None:
        """Return the trouble that an error of the vault is; None for another error."""
        kinds = {"locked": Kind.KEYRING_LOCKED, "absent": Kind.KEYRING_ABSENT, "damaged": Kind.VAULT_DAMAGED}
        kind = kinds.get(error.reason) if isinstance(error, VaultError) else None
        return None if kind is None else Trouble(kind=kind, detail=error.user_message, hint=error.hint)

    async def unlock(self) -> None:
        """Ask the keyring again; its own question appears."""
        await self._session.reload()

    async def keep_keys_in_file(self) -> None:
        """Keep the vault's key in a file of the data folder, where no keyring is."""
        await self.set("vault_key_file", self._session.paths.data / VAULT_KEY_FILE)

    async def new_vault(self) -> None:
        """Begin with an empty vault; the one that does not open is kept beside it."""
        file = self._session.paths.vault_file

        def move() -> None:
            if file.exists():
                file.rename(file.with_name(f"{file.name}.{time.strftime('%Y-%m-%d-%H%M%S')}"))

        await asyncio.to_thread(move)
        await self._session.reload()

    # ---- how

    async def _edit(self, change: Callable[[SettingsEditor], None]) -> None:
        await asyncio.to_thread(self._write, change)
        await self._session.reload()

    def _write(self, change: Callable[[SettingsEditor], None]) -> None:
        editor = SettingsEditor(self._session.paths.settings_file)
        change(editor)
        editor.save()

    async def _in_vault(self, call: Callable[[Vault], T]) -> T:
        source = key_source(self._session.settings.vault_key_file)
        return await self._vaulted(lambda: call(Vault(self._session.paths.vault_file, source)))

    async def _vaulted(self, call: Callable[[], T]) -> T:
        return await in_time(call, UNLOCK_SECONDS)


def _content(file: Path) -> bytes | None:
    return file.read_bytes() if file.exists() else None


def _put_back(file: Path, content: bytes | None) -> None:
    target = file.resolve()  # a link stays one
    if content is None:
        target.unlink(missing_ok=True)
    else:
        write_whole(target, content, mode=stat.S_IMODE(target.stat().st_mode))


def free_name(wanted: str, taken: Mapping[str, object]) -> str:
    """Return a name for an account that no other has."""
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name
