"""The app's own copy of a local API key, in the vault: our commands call the proxy with it."""

from __future__ import annotations

from pathlib import Path

from aicore_tray.config.vault import OWN_KEY, Vault, key_source
from aicore_tray.config.waiting import in_time
from aicore_tray.system.paths import Paths


async def read_own_key(paths: Paths, key_file: Path | None) -> str | None:
    """Return the key, None where there is none.

    Raises:
        VaultError: the vault does not open, or not in time.
    """
    return await in_time(lambda: Vault(paths.vault_file, key_source(key_file)).get(OWN_KEY))


async def keep_own_key(paths: Paths, key_file: Path | None, key: str) -> None:
    """Store the key.

    Raises:
        VaultError: the vault does not open, or not in time.
    """
    await in_time(lambda: Vault(paths.vault_file, key_source(key_file)).set(OWN_KEY, key))
