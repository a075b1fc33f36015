"""An API key for each tool that the app sets up: made once, kept in the vault, so that a snippet can be copied again.

All calls block (the keyring may wait for the user to unlock it): make them in a worker thread.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from aicore_tray.config.key_store import Keys
from aicore_tray.config.vault import Vault

_ENTRY = "tool-keys"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolKey:
    """A tool's key and the name under which its requests are booked."""

    name: str
    key: str


class ToolKeys:
    """The keys of tools in one vault."""

    def __init__(self, keys: Keys, open_vault: Callable[[], Vault]) -> None:
        self._keys = keys
        self._open_vault = open_vault

    def get(self, tool: str, wanted_name: str) -> ToolKey:
        """Return a tool's key; make one where there is none, or where the old one was revoked.

        Args:
            tool: the tool's id.
            wanted_name: what a new key is called, unless that name is taken.

        Raises:
            VaultError: the vault cannot be opened or written; no key was made.
        """
        vault = self._open_vault()
        kept: dict[str, str] = json.loads(vault.get(_ENTRY) or "{}")
        if tool in kept and (known := self._keys.find(kept[tool])) is not None:
            return ToolKey(name=known.name, key=kept[tool])
        name = self._free_name(wanted_name)
        key = self._keys.create(name)
        try:
            vault.set(_ENTRY, json.dumps({**kept, tool: key}))
        except BaseException:
            # A key that nobody knows would only stand in the list.
            self._keys.revoke(name)
            raise
        return ToolKey(name=name, key=key)

    def _free_name(self, wanted: str) -> str:
        taken = {key.name for key in self._keys.list()}
        names = (wanted if number == 1 else f"{wanted} {number}" for number in count(1))
        return next(name for name in names if name not in taken)
