"""The keys of tools: made once, found again, made anew where they were revoked, never half."""

from __future__ import annotations

from pathlib import Path

import pytest

from aicore_tray.config.key_store import KeyStore
from aicore_tray.config.tool_keys import ToolKeys
from aicore_tray.config.vault import FileKey, Vault, VaultError


@pytest.fixture
def store(tmp_path: Path) -> KeyStore:
    return KeyStore(tmp_path / "keys.json")


@pytest.fixture
def keys(store: KeyStore, tmp_path: Path) -> ToolKeys:
    return ToolKeys(store, lambda: Vault(tmp_path / "vault.bin", FileKey(tmp_path / "vault.key")))


def test_a_key_is_made_once(keys: ToolKeys, store: KeyStore, tmp_path: Path) -> None:
    made = keys.get("codex", "Codex")
    assert made.name == "Codex"
    assert keys.get("codex", "Codex") == made
    assert keys.get("cline", "Cline").key != made.key
    assert [key.name for key in store.list()] == ["Codex", "Cline"]
    found = store.find(made.key)
    assert found is not None
    assert not found.admin
    for file in tmp_path.iterdir():
        assert made.key.encode() not in file.read_bytes(), file.name


def test_a_name_that_is_taken(keys: ToolKeys, store: KeyStore) -> None:
    store.create("Codex")
    assert keys.get("codex", "Codex").name == "Codex 2"


def test_one_that_was_revoked_is_made_anew(keys: ToolKeys, store: KeyStore) -> None:
    made = keys.get("codex", "Codex")
    store.revoke("Codex")
    again = keys.get("codex", "Codex")
    assert again.key != made.key
    assert again.name == "Codex"


def test_without_a_vault_no_key_is_left_behind(store: KeyStore, tmp_path: Path) -> None:
    def locked() -> Vault:
        raise VaultError("locked", reason="locked")

    with pytest.raises(VaultError):
        ToolKeys(store, locked).get("codex", "Codex")

    class Full(Vault):
        def set(self, name: str, value: str) -> None:
            raise VaultError("The disk is full")

    with pytest.raises(VaultError):
        ToolKeys(store, lambda: Full(tmp_path / "v", FileKey(tmp_path / "k"))).get("codex", "Codex")
    assert store.list() == ()
