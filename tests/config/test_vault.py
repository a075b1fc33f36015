"""The vault: what is stored is found again, and everything that can be wrong with it is told."""

from __future__ import annotations

import base64
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import keyring
import keyring.backends.fail
import keyring.backends.null
import keyring.errors
import pytest
from keyring.backend import KeyringBackend

from aicore_tray.config.vault import (
    FileKey,
    GivenKey,
    KeyringKey,
    Vault,
    VaultError,
    keeps_secrets,
    key_source,
    system_keyring,
)

KEY = base64.b64encode(bytes(range(32))).decode()


class MemoryKey:
    """A key source in memory."""

    def __init__(self) -> None:
        self.key: bytes | None = None
        self.asked = 0

    def load(self) -> bytes | None:
        self.asked += 1
        return self.key

    def save(self, key: bytes) -> None:
        self.key = key


class FakeKeyring(KeyringBackend):
    """A keyring in memory, or one that refuses with `error`."""

    priority = 1

    def __init__(self, error: Exception | None = None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.error = error
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        if self.error:
            raise self.error
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.error:
            raise self.error
        self.entries[service, username] = password


@pytest.fixture
def fake() -> Iterator[FakeKeyring]:
    before = keyring.get_keyring()
    backend = FakeKeyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "vault.bin"


def test_set_get_delete(file: Path) -> None:
    source = MemoryKey()
    vault = Vault(file, source)
    assert vault.get("a") is None
    assert source.asked == 0, "without a file nobody is asked for the key"
    vault.delete("a")
    assert not file.exists()
    vault.set("a", "s3cret-value")
    vault.set("b", "ü" * 5000)
    assert Vault(file, source).get("a") == "s3cret-value"
    assert Vault(file, source).get("b") == "ü" * 5000
    vault.set("a", "other")
    vault.delete("b")
    assert (Vault(file, source).get("a"), Vault(file, source).get("b")) == ("other", None)


def test_the_file_tells_nothing_and_belongs_to_its_user(file: Path) -> None:
    vault = Vault(file, MemoryKey())
    vault.set("name-of-it", "s3cret-value")
    first = file.read_bytes()
    assert b"s3cret" not in first
    assert b"name-of-it" not in first
    vault.set("name-of-it", "s3cret-value")
    assert file.read_bytes() != first, "a nonce is never used twice"
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [entry.name for entry in file.parent.iterdir()] == ["vault.bin"], "nothing temporary stays"


@pytest.mark.parametrize("place", [0, 10, -1])
def test_a_damaged_file(file: Path, place: int) -> None:
    source = MemoryKey()
    Vault(file, source).set("a", "s3cret-value")
    raw = bytearray(file.read_bytes())
    raw[place] ^= 1
    file.write_bytes(raw)
    with pytest.raises(VaultError, match="does not open with its key") as caught:
        Vault(file, source).get("a")
    assert caught.value.reason == "damaged"
    with pytest.raises(VaultError):
        Vault(file, source).set("b", "what is there must not be overwritten")
    assert file.read_bytes() == raw


@pytest.mark.parametrize("content", [b"", b"ACTV1", b"something else altogether, and long enough for a nonce"])
def test_a_file_that_is_no_vault(file: Path, content: bytes) -> None:
    source = MemoryKey()
    source.key = bytes(32)
    file.parent.mkdir()
    file.write_bytes(content)
    with pytest.raises(VaultError):
        Vault(file, source).get("a")


def test_a_lost_key(file: Path) -> None:
    """A new key must never silently take the place of the one that opens what is there."""
    Vault(file, MemoryKey()).set("a", "s3cret-value")
    before = file.read_bytes()
    empty = MemoryKey()
    with pytest.raises(VaultError, match="its key is not") as caught:
        Vault(file, empty).get("a")
    assert "Unlock or restore the keyring" in caught.value.hint
    with pytest.raises(VaultError, match="its key is not"):
        Vault(file, empty).set("a", "x")
    assert empty.key is None
    assert file.read_bytes() == before


def test_the_key_of_another(file: Path) -> None:
    Vault(file, MemoryKey()).set("a", "s3cret-value")
    other = MemoryKey()
    other.key = bytes(32)
    with pytest.raises(VaultError, match="does not open"):
        Vault(file, other).get("a")


def test_key_file(file: Path, tmp_path: Path) -> None:
    place = tmp_path / "keys" / "vault.key"
    Vault(file, FileKey(place)).set("a", "b")
    assert Vault(file, FileKey(place)).get("a") == "b"
    if sys.platform != "win32":
        assert stat.S_IMODE(place.stat().st_mode) == 0o600
    with pytest.raises(VaultError, match="cannot be made"):
        FileKey(place).save(bytes(32))
    place.write_text("no key")
    with pytest.raises(VaultError, match=r"is not right") as caught:
        Vault(file, FileKey(place)).get("a")
    assert "no key" not in str(caught.value)
    place.write_bytes(b"\xff")
    with pytest.raises(VaultError, match="cannot be read"):
        Vault(file, FileKey(place)).get("a")


def test_given_key(file: Path, tmp_path: Path) -> None:
    Vault(file, GivenKey(KEY)).set("a", "b")
    assert Vault(file, key_source(None, {"AICORE_TRAY_VAULT_KEY": KEY})).get("a") == "b"
    with pytest.raises(VaultError, match="given from outside"):
        GivenKey(KEY).save(bytes(32))
    for wrong in ("", "c2hvcnQ=", "not base64 at all"):
        with pytest.raises(VaultError, match="AICORE_TRAY_VAULT_KEY is not right"):
            GivenKey(wrong)


def test_which_source_is_taken(tmp_path: Path) -> None:
    assert isinstance(key_source(None, {}), KeyringKey)
    assert isinstance(key_source(tmp_path / "key", {}), FileKey)
    assert isinstance(key_source(tmp_path / "key", {"AICORE_TRAY_VAULT_KEY": KEY}), GivenKey)


def test_keyring(file: Path, fake: FakeKeyring) -> None:
    vault = Vault(file, KeyringKey())
    vault.set("a", "b")
    vault.set("c", "d" * 5000)
    assert list(fake.entries) == [("AI Core Tray", "vault")]
    assert len(fake.entries["AI Core Tray", "vault"]) < 100, "Windows holds about 1,280 characters"
    assert Vault(file, KeyringKey()).get("a") == "b"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (keyring.errors.KeyringLocked("locked: s3cret"), "locked"),
        (keyring.errors.NoKeyringError("none"), "absent"),
        (keyring.errors.InitError("no bus"), "absent"),
        (keyring.errors.PasswordSetError("denied"), "other"),
    ],
)
def test_a_keyring_that_refuses(file: Path, fake: FakeKeyring, error: Exception, reason: str) -> None:
    fake.error = error
    with pytest.raises(VaultError) as caught:
        Vault(file, KeyringKey()).set("a", "b")
    assert caught.value.user_message == f"The system's keyring cannot be used ({type(error).__name__})"
    assert "vault_key_file" in caught.value.hint
    assert caught.value.reason == reason
    assert not file.exists()


def test_no_keyring_at_all(file: Path) -> None:
    """The backend that the tests run with refuses, as a server's does."""
    with pytest.raises(VaultError, match="no keyring that keeps secrets") as caught:
        Vault(file, KeyringKey()).set("a", "b")
    assert caught.value.reason == "absent"


class PlaintextKeyring(FakeKeyring):
    """As keyrings.alt has one."""


class Chain(FakeKeyring):
    def __init__(self, *backends: KeyringBackend) -> None:
        super().__init__()
        self.backends = backends


Chain.__module__ = "keyring.backends.chainer"
_FAIL: Any = keyring.backends.fail.Keyring


@pytest.mark.parametrize(
    "worthless",
    [keyring.backends.null.Keyring, PlaintextKeyring, Chain, lambda: Chain(_FAIL())],
)
def test_keyrings_that_keep_nothing_or_no_secret(
    file: Path, fake: FakeKeyring, worthless: Callable[[], KeyringBackend]
) -> None:
    keyring.set_keyring(worthless())
    with pytest.raises(VaultError) as caught:
        Vault(file, KeyringKey()).set("a", "b")
    assert caught.value.reason == "absent"
    assert not file.exists()
    keyring.set_keyring(Chain(_FAIL(), fake))
    assert keeps_secrets(keyring.get_keyring())


def test_the_keyring_of_windows_stays_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    from keyring.backends import Windows

    constants = SimpleNamespace(CRED_PERSIST_SESSION=1, CRED_PERSIST_LOCAL_MACHINE=2, CRED_PERSIST_ENTERPRISE=3)
    monkeypatch.setattr(Windows, "win32cred", constants, raising=False)
    monkeypatch.setattr(Windows.WinVaultKeyring, "__init__", lambda _: None)
    backend = system_keyring("win32")
    assert isinstance(backend, Windows.WinVaultKeyring)
    assert int(backend.persist) == constants.CRED_PERSIST_LOCAL_MACHINE


def test_nobody_chose_a_keyring(file: Path, fake: FakeKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's own is asked, whatever else is installed: here there is none."""
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    with pytest.raises(VaultError) as caught:
        Vault(file, KeyringKey()).set("a", "b")
    assert caught.value.reason == "absent"
    assert not fake.entries
