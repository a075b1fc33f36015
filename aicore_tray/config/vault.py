"""The vault: every secret of ours in one encrypted file, whose key the operating system's keyring holds.

One keyring entry means one prompt on macOS, and Windows' limit of about 1,280 characters an entry does not matter.
All calls block (the keyring may wait for the user to unlock it): make them in a worker thread.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import secrets
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar

from aicore_tray.errors import AicoreTrayError
from aicore_tray.system.files import write_whole

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")
KEY_VARIABLE = "AICORE_TRAY_VAULT_KEY"
OWN_KEY = "local-key:app"
"""The vault's entry for the app's own copy of a local API key, which the key store holds only as a hash."""

_SERVICE = "AI Core Tray"
_USER = "vault"
_KEY_BYTES = 32
_NONCE_BYTES = 12
_MAGIC = b"ACTV1"


Reason = Literal["locked", "absent", "damaged", "other"]


class VaultError(AicoreTrayError):
    """The vault cannot be opened or written.

    Attributes:
        reason: `locked` (its owner has to unlock the keyring), `absent` (this machine has no keyring that keeps
            secrets), `damaged` (the vault or its key is not right), or `other`.
    """

    def __init__(self, user_message: str, *, hint: str = "", reason: Reason = "other") -> None:
        super().__init__(user_message, hint=hint)
        self.reason: Reason = reason


class KeySource(Protocol):
    """Where the vault's key is kept."""

    def load(self) -> bytes | None:
        """Return the key, None where none has been made yet.

        Raises:
            VaultError: the place cannot be reached.
        """
        ...

    def save(self, key: bytes) -> None: ...


class KeyringKey:
    """The operating system's keyring: Keychain, Credential Manager, Secret Service or KWallet."""

    def load(self) -> bytes | None:
        text = self._ask(lambda backend: backend.get_password(_SERVICE, _USER))
        return None if text is None else _decoded(text, "the keyring")

    def save(self, key: bytes) -> None:
        text = base64.b64encode(key).decode()
        self._ask(lambda backend: backend.set_password(_SERVICE, _USER, text))

    def _ask(self, question: Callable[[KeyringBackend], T]) -> T:
        import keyring.errors  # takes a tenth of a second, and most commands never open the vault

        try:
            return question(_backend())
        except keyring.errors.KeyringError as error:
            raise _no_keyring(error) from error


# What keeps nothing, or keeps it for everybody to read.
_WORTHLESS = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt.file")
_CHAINER = "keyring.backends.chainer"


def _backend() -> KeyringBackend:
    """Return the keyring that a person chose by variable or file, else this system's own.

    Left alone the keyring package chooses by priorities, in which other programs' plug-ins take part.

    Raises:
        VaultError: there is none that keeps secrets.
    """
    import keyring
    import keyring.core

    named = os.environ.get("PYTHON_KEYRING_BACKEND") or keyring.core.load_config() is not None
    backend = keyring.get_keyring() if named else system_keyring()
    if backend is None or not keeps_secrets(backend):
        raise VaultError(
            "This computer has no keyring that keeps secrets",
            hint=f"Set vault_key_file in the settings, or give the key in {KEY_VARIABLE}",
            reason="absent",
        )
    return backend


def system_keyring(platform: str = sys.platform) -> KeyringBackend | None:
    """Return the keyring of an operating system, None where it has none."""
    if platform == "darwin":
        from keyring.backends import macOS

        return macOS.Keyring()  # type: ignore[no-untyped-call,unused-ignore]
    if platform == "win32":
        from keyring.backends import Windows

        vault: Any = Windows.WinVaultKeyring()  # type: ignore[no-untyped-call,unused-ignore]
        vault.persist = "local machine"  # "enterprise", the default, roams with the profile
        return vault  # type: ignore[no-any-return]
    from keyring.backends import SecretService, kwallet

    kinds: tuple[Any, ...] = (SecretService.Keyring, kwallet.DBusKeyring)
    there = [kind for kind in kinds if kind.viable]
    return max(there, key=lambda kind: float(kind.priority))() if there else None


def keeps_secrets(backend: KeyringBackend) -> bool:
    """Tell whether a backend keeps secrets, and keeps them secret."""
    kind = type(backend)
    if kind.__module__ == _CHAINER:
        return any(keeps_secrets(inner) for inner in backend.backends)  # type: ignore[attr-defined]
    return kind.__module__ not in _WORTHLESS and "Plaintext" not in kind.__name__


def _no_keyring(error: Exception) -> VaultError:
    import keyring.errors

    reason: Reason = "other"
    if isinstance(error, keyring.errors.KeyringLocked):
        reason = "locked"
    elif isinstance(error, keyring.errors.NoKeyringError | keyring.errors.InitError):
        reason = "absent"
    return VaultError(
        f"The system's keyring cannot be used ({type(error).__name__})",
        hint=f"Unlock it, or set vault_key_file in the settings, or give the key in {KEY_VARIABLE}",
        reason=reason,
    )


class FileKey:
    """A key file with mode 0600, for machines without a keyring: it protects from a casual look, not from this user."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def load(self) -> bytes | None:
        try:
            return _decoded(self._file.read_text(encoding="ascii"), str(self._file))
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise VaultError(f"The vault's key file {self._file} cannot be read ({type(error).__name__})") from error

    def save(self, key: bytes) -> None:
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            descriptor = os.open(self._file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except OSError as error:
            raise VaultError(f"The vault's key file {self._file} cannot be made ({type(error).__name__})") from error
        with os.fdopen(descriptor, "wb") as file:
            file.write(base64.b64encode(key))


class GivenKey:
    """A key that somebody else keeps, such as the environment of a container."""

    def __init__(self, text: str, source: str = KEY_VARIABLE) -> None:
        self._key = _decoded(text, source)

    def load(self) -> bytes | None:
        return self._key

    def save(self, key: bytes) -> None:
        raise VaultError("The vault's key was given from outside and is not ours to change")


def _decoded(text: str, source: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != _KEY_BYTES:
        raise VaultError(
            f"The vault's key in {source} is not right", hint="It is 32 bytes, written in base64", reason="damaged"
        )
    return key


def key_source(key_file: Path | None, env: Mapping[str, str] = os.environ) -> KeySource:
    """Return where the vault's key is: the environment, the file that the settings name, else the keyring."""
    if text := env.get(KEY_VARIABLE):
        return GivenKey(text)
    return FileKey(key_file) if key_file is not None else KeyringKey()


class Vault:
    """Named secrets; read and written as a whole, since there are few of them."""

    def __init__(self, file: Path, source: KeySource) -> None:
        self._file = file
        self._source = source
        self._key: bytes | None = None

    def get(self, name: str) -> str | None:
        """Return a secret, None where there is none of this name.

        Raises:
            VaultError: the keyring or the file cannot be used.
        """
        return self._read().get(name)

    def entries(self) -> Mapping[str, str]:
        """Return every secret by its name, with one question to the keyring.

        Raises:
            VaultError: the keyring or the file cannot be used.
        """
        return self._read()

    def set(self, name: str, value: str) -> None:
        """Store a secret in place of an earlier one of this name."""
        self.update({name: value})

    def update(self, entries: Mapping[str, str]) -> None:
        """Store several secrets with one write: all of them or none."""
        self._write({**self._read(), **entries})

    def delete(self, name: str) -> None:
        """Forget a secret; one that is not there is no error."""
        entries = self._read()
        if entries.pop(name, None) is not None:
            self._write(entries)

    def _read(self) -> dict[str, str]:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            raw = self._file.read_bytes()
        except FileNotFoundError:
            return {}
        key = self._load_key()
        if key is None:
            raise VaultError(
                f"The vault {self._file} is there, but its key is not",
                hint="Unlock or restore the keyring it was made with, or move the vault away to start a new one",
                reason="damaged",
            )
        nonce, sealed = raw[len(_MAGIC) : len(_MAGIC) + _NONCE_BYTES], raw[len(_MAGIC) + _NONCE_BYTES :]
        try:
            if not raw.startswith(_MAGIC):
                raise ValueError("not a vault")
            entries: dict[str, str] = json.loads(AESGCM(key).decrypt(nonce, sealed, _MAGIC))
        except (InvalidTag, ValueError) as error:
            raise VaultError(
                f"The vault {self._file} does not open with its key",
                hint="It was damaged or belongs to another keyring; move it away to start a new one",
                reason="damaged",
            ) from error
        return entries

    def _write(self, entries: dict[str, str]) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        key = self._load_key()
        if key is None:
            key = secrets.token_bytes(_KEY_BYTES)
            self._source.save(key)
            self._key = key
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = AESGCM(key).encrypt(nonce, json.dumps(entries).encode(), _MAGIC)
        write_whole(self._file, _MAGIC + nonce + sealed)

    def _load_key(self) -> bytes | None:
        if self._key is None:
            self._key = self._source.load()
        return self._key
