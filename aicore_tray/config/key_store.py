"""The local API keys that clients show: hashed at rest, looked up by hash.

A key is 32 random bytes, so a plain SHA-256 keeps it safe; slow hashes protect guessable passwords.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from aicore_tray.errors import AicoreTrayError

PREFIX = "act-"
_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalKey:
    """A key as the store knows it.

    Attributes:
        name: what the user calls it; unique.
        sha256: hex digest of the key.
        shown: its first characters, to tell keys apart; "" for keys that the configuration names.
        admin: opens /stats and /admin as well.
        created: Unix seconds.
    """

    name: str
    sha256: str
    shown: str = ""
    admin: bool = False
    created: float = 0.0


def digest(key: str) -> str:
    # A header's bytes that are no UTF-8 arrive as lone surrogates.
    return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()


class KeyStore:
    """Local keys: those in the data folder's keys.json, and fixed ones from configuration or environment."""

    def __init__(self, file: Path, fixed: Iterable[LocalKey] = ()) -> None:
        self._file = file
        self._fixed = {key.sha256: key for key in fixed}
        self._stored: dict[str, LocalKey] = {}
        self._read_at: tuple[int, ...] | None = None

    def find(self, key: str) -> LocalKey | None:
        """Return the local key that a client showed; sees keys that another process created or revoked."""
        self._refresh()
        sha256 = digest(key)
        return self._fixed.get(sha256) or self._stored.get(sha256)

    def list(self) -> tuple[LocalKey, ...]:
        """Return all keys, the oldest first, fixed ones before stored ones."""
        self._refresh()
        return (*self._fixed.values(), *sorted(self._stored.values(), key=lambda key: key.created))

    def create(self, name: str, *, admin: bool = False) -> str:
        """Make a key, store its hash and return the key itself, which nobody can read from here again.

        Raises:
            AicoreTrayError: the name is taken.
        """
        with self._alone():
            self._refresh()
            if any(key.name == name for key in self.list()):
                raise AicoreTrayError(
                    f"There is already a key called '{name}'", hint="Choose another name or revoke it"
                )
            key = PREFIX + secrets.token_urlsafe(32)
            entry = LocalKey(name=name, sha256=digest(key), shown=key[:_SHOWN], admin=admin, created=time.time())
            self._stored[entry.sha256] = entry
            self._save()
            return key

    def revoke(self, name: str) -> None:
        """Delete a key; whoever shows it from now on is refused.

        Raises:
            AicoreTrayError: no stored key has this name.
        """
        with self._alone():
            self._refresh()
            found = [key for key in self._stored.values() if key.name == name]
            if not found:
                fixed = any(key.name == name for key in self._fixed.values())
                hint = (
                    "It comes from the configuration; remove it there" if fixed else "`aicore-tray keys list` shows all"
                )
                raise AicoreTrayError(f"There is no stored key called '{name}'", hint=hint)
            del self._stored[found[0].sha256]
            self._save()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other processes from changing the file: the last one to write would take back what the others did."""
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._file.with_suffix(".lock").open("a") as lock:
            if sys.platform == "win32":
                import msvcrt

                lock.seek(0)
                msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
            else:
                import fcntl

                fcntl.flock(lock, fcntl.LOCK_EX)
            yield  # closing the file unlocks it

    def _refresh(self) -> None:
        try:
            state = self._file.stat()
        except FileNotFoundError:
            self._stored, self._read_at = {}, None
            return
        stamp = (state.st_mtime_ns, state.st_size, state.st_ino)
        if stamp == self._read_at:
            return
        try:
            rows = json.loads(self._file.read_text(encoding="utf-8"))["keys"]
            self._stored = {row["sha256"]: LocalKey(**row) for row in rows}
        except (ValueError, KeyError, TypeError) as error:
            raise AicoreTrayError(
                f"The key file {self._file} cannot be read", hint="Move it away and create new keys"
            ) from error
        self._read_at = stamp

    def _save(self) -> None:
        rows = [asdict(key) for key in sorted(self._stored.values(), key=lambda key: key.created)]
        descriptor, temporary = tempfile.mkstemp(dir=self._file.parent, prefix=".keys-")  # made with mode 0600
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump({"keys": rows}, file, indent=1)
        Path(temporary).replace(self._file)
        self._read_at = None


def fixed_keys(keys: Iterable[str], *, source: str, admin: bool = False) -> tuple[LocalKey, ...]:
    """Return keys that a configuration or the environment names, called after their source and place."""
    listed = [key for key in keys if key]
    return tuple(
        LocalKey(name=source if len(listed) == 1 else f"{source} {number}", sha256=digest(key), admin=admin)
        for number, key in enumerate(listed, start=1)
    )
