"""The local API keys that clients show: hashed at rest, looked up by hash.

A key is 32 random bytes, so a plain SHA-256 keeps it safe; slow hashes protect guessable passwords.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

import msgspec

from aicore_tray.config.key_terms import KeyLimits
from aicore_tray.errors import AicoreTrayError
from aicore_tray.system.files import write_whole

PREFIX = "act-"
_SHOWN = 10
_IMPORTED = "imported"
# Under load the file is not looked at with every single request.
_FRESH_SECONDS = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalKey:
    """A key as the store knows it.

    Attributes:
        name: what the user calls it; unique.
        sha256: hex digest of the key.
        shown: its first characters, to tell keys apart; "" for keys that the configuration names.
        admin: opens /stats and /admin as well.
        created: Unix seconds.
        expires: Unix seconds from which on it opens nothing; None for never.
        models: patterns (`*`) of the models that it may use; () for all.
        limits: how much it may use.
        last_used: Unix seconds, 0 for never.
    """

    name: str
    sha256: str
    shown: str = ""
    admin: bool = False
    created: float = 0.0
    expires: float | None = None
    models: tuple[str, ...] = ()
    limits: KeyLimits = field(default_factory=KeyLimits)
    last_used: float = 0.0


def digest(key: str) -> str:
    # A header's bytes that are no UTF-8 arrive as lone surrogates.
    return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()


def new_key() -> str:
    """Return a key that nobody has yet."""
    return PREFIX + secrets.token_urlsafe(32)


class Keys(ABC):
    """Local keys: stored ones, wherever they are, and fixed ones from configuration or environment."""

    def __init__(self, fixed: Iterable[LocalKey] = ()) -> None:
        self._fixed = {key.sha256: key for key in fixed}
        self._stored: dict[str, LocalKey] = {}
        self._used: dict[str, float] = {}

    @abstractmethod
    def _refresh(self, fresh: float = 0.0) -> None:
        """Take over what others have stored; nothing need be looked at that was `fresh` seconds ago."""

    @abstractmethod
    def _changing(self) -> AbstractContextManager[dict[str, LocalKey]]:
        """Yield the stored keys by digest, for changes that are stored with the end of the block; others wait."""

    @abstractmethod
    def write_use(self) -> None:
        """Put down when keys were last used; blocks, and may be called from another thread than the rest.

        Raises:
            AicoreTrayError: the store cannot be used.
            OSError: it cannot be written.
        """

    def apply(self, fixed: Iterable[LocalKey]) -> None:
        """Take other fixed keys in place of the earlier ones."""
        self._fixed = {key.sha256: key for key in fixed}

    def find(self, key: str) -> LocalKey | None:
        """Return the local key that a client showed; sees keys that another process created or revoked."""
        self._refresh()
        return self.find_digest(digest(key))

    def find_digest(self, sha256: str) -> LocalKey | None:
        """Return the local key of this digest; see `find`."""
        self._refresh(_FRESH_SECONDS)
        return self._fixed.get(sha256) or self._stored.get(sha256) or self._found_now(sha256)

    def _found_now(self, sha256: str) -> LocalKey | None:
        self._refresh()
        return self._stored.get(sha256)

    def named(self, name: str) -> LocalKey | None:
        """Return the key of this name, None where there is none."""
        return next((key for key in self.list() if key.name == name), None)

    def list(self) -> tuple[LocalKey, ...]:
        """Return all keys, the oldest first, fixed ones before stored ones."""
        self._refresh()
        every = (*self._fixed.values(), *sorted(self._stored.values(), key=lambda key: key.created))
        return tuple(self._with_use(key) for key in every)

    def used(self, key: LocalKey) -> None:
        """Remember that a key was shown just now; `write_use` puts it down."""
        self._used[key.sha256] = time.time()

    def _with_use(self, key: LocalKey) -> LocalKey:
        return replace(key, last_used=max(key.last_used, self._used.get(key.sha256, 0.0)))

    def create(
        self,
        name: str,
        *,
        admin: bool = False,
        expires: float | None = None,
        models: tuple[str, ...] = (),
        limits: KeyLimits | None = None,
    ) -> str:
        """Make a key, store its hash and return the key itself, which nobody can read from here again.

        Args:
            expires: Unix seconds.
            models: patterns of the models that it may use; () for all.
            limits: how much it may use; None for any amount.

        Raises:
            AicoreTrayError: the name is taken.
        """
        key = new_key()
        with self._changing() as stored:
            if name in self._names(stored):
                raise AicoreTrayError(
                    f"There is already a key called '{name}'", hint="Choose another name or revoke it"
                )
            entry = _entry(key, name, admin=admin, expires=expires, models=models, limits=limits or KeyLimits())
            stored[entry.sha256] = entry
        return key

    def create_first(self, name: str) -> str | None:
        """Make a key where there is none at all, and return it; None where there is one."""
        key = new_key()
        with self._changing() as stored:
            if self._fixed or stored:
                return None
            entry = _entry(key, name)
            stored[entry.sha256] = entry
        return key

    def change(self, name: str, **terms: Any) -> LocalKey:
        """Give a stored key other terms, from its next request on; return it as it is now.

        Args:
            terms: `expires`, `models` or `limits`, as `create` takes them.

        Raises:
            AicoreTrayError: no stored key has this name.
        """
        with self._changing() as stored:
            changed = replace(self._stored_as(name, stored), **terms)
            stored[changed.sha256] = changed
        return changed

    def bring_in(self, keys: Iterable[tuple[str, bool]]) -> tuple[tuple[str, bool], ...]:
        """Store keys that clients have already, each with whether it opens the administration.

        They are called `imported 1` and so on. Nobody knows how they were made: of a short one nothing is shown.

        Returns:
            For each key its name, and whether it is new here.
        """
        told: list[tuple[str, bool]] = []
        with self._changing() as stored:
            names = self._names(stored)
            for key, admin in keys:
                sha256 = digest(key)
                if (known := self._fixed.get(sha256) or stored.get(sha256)) is not None:
                    told.append((known.name, False))
                    continue
                name = next(name for number in count(1) if (name := f"{_IMPORTED} {number}") not in names)
                names.add(name)
                shown = key[: min(_SHOWN, len(key) // 4)]
                stored[sha256] = LocalKey(name=name, sha256=sha256, shown=shown, admin=admin, created=time.time())
                told.append((name, True))
        return tuple(told)

    def revoke(self, name: str) -> None:
        """Delete a key; whoever shows it from now on is refused.

        Raises:
            AicoreTrayError: no stored key has this name.
        """
        with self._changing() as stored:
            del stored[self._stored_as(name, stored).sha256]

    def _names(self, stored: Mapping[str, LocalKey]) -> set[str]:
        return {key.name for key in (*self._fixed.values(), *stored.values())}

    def _stored_as(self, name: str, stored: Mapping[str, LocalKey]) -> LocalKey:
        """Return the stored key of this name.

        Raises:
            AicoreTrayError: there is none.
        """
        for key in stored.values():
            if key.name == name:
                return key
        fixed = any(key.name == name for key in self._fixed.values())
        hint = "It comes from the configuration; change it there" if fixed else "`aicore-tray keys list` shows all"
        raise AicoreTrayError(f"There is no stored key called '{name}'", hint=hint)


def _entry(key: str, name: str, **terms: Any) -> LocalKey:
    return LocalKey(name=name, sha256=digest(key), shown=key[:_SHOWN], created=time.time(), **terms)


class KeyStore(Keys):
    """Local keys whose stored ones lie in the data folder's keys.json."""

    def __init__(self, file: Path, fixed: Iterable[LocalKey] = ()) -> None:
        super().__init__(fixed)
        self._file = file
        self._read_at: tuple[int, ...] | None = None
        self._looked_at = 0.0

    def write_use(self) -> None:
        news = dict(self._used)
        if not news or not self._file.exists():
            return
        with self._alone():
            rows = self._load()
            late = {
                sha256: replace(rows[sha256], last_used=at)
                for sha256, at in news.items()
                if sha256 in rows and rows[sha256].last_used < at
            }
            if late:
                self._write(rows | late)

    @contextmanager
    def _changing(self) -> Iterator[dict[str, LocalKey]]:
        with self._alone():
            self._refresh()
            stored = dict(self._stored)
            yield stored
            if stored != self._stored:
                self._write(stored)
                self._stored, self._read_at = stored, None

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

    def _refresh(self, fresh: float = 0.0) -> None:
        now = time.monotonic()
        if now - self._looked_at < fresh:
            return
        self._looked_at = now
        try:
            state = os.stat(self._file)  # noqa: PTH116 - asked with every request
        except FileNotFoundError:
            self._stored, self._read_at = {}, None
            return
        stamp = (state.st_mtime_ns, state.st_size, state.st_ino)
        if stamp == self._read_at:
            return
        self._stored = self._load()
        self._read_at = stamp

    def _load(self) -> dict[str, LocalKey]:
        try:
            rows = json.loads(self._file.read_text(encoding="utf-8"))["keys"]
            return {key.sha256: key for key in msgspec.convert(rows, list[LocalKey])}
        except (ValueError, KeyError, TypeError, msgspec.ValidationError) as error:
            raise AicoreTrayError(
                f"The key file {self._file} cannot be read", hint="Move it away and create new keys"
            ) from error

    def _write(self, keys: Mapping[str, LocalKey]) -> None:
        rows = [asdict(key) for key in sorted(keys.values(), key=lambda key: key.created)]
        write_whole(self._file, json.dumps({"keys": rows}, indent=1).encode())


def fixed_keys(keys: Iterable[str], *, source: str, admin: bool = False) -> tuple[LocalKey, ...]:
    """Return keys that a configuration or the environment names, called after their source and place."""
    listed = [key for key in keys if key]
    return tuple(
        LocalKey(name=source if len(listed) == 1 else f"{source} {number}", sha256=digest(key), admin=admin)
        for number, key in enumerate(listed, start=1)
    )
