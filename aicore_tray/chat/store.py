"""Conversations in SQLite, each written before it is sent or shown; every call blocks: make it in a thread."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from aicore_tray.chat.conversation import Conversation, Message, Role, State
from aicore_tray.errors import AicoreTrayError
from aicore_tray.system.database import NewerDatabaseError, open_database

# Each step takes the database from version n to n + 1; steps are only ever added. No statement holds a semicolon.
_MIGRATIONS = (
    """
    CREATE TABLE conversations (
        id TEXT PRIMARY KEY,
        title TEXT NOT NULL,
        model TEXT NOT NULL,
        system TEXT NOT NULL,
        created REAL NOT NULL,
        changed REAL NOT NULL,
        deleted REAL
    );
    CREATE TABLE messages (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        role TEXT NOT NULL,
        text TEXT NOT NULL,
        model TEXT NOT NULL,
        input INTEGER,
        cached INTEGER,
        output INTEGER,
        first_token REAL,
        duration REAL,
        state TEXT NOT NULL,
        cut INTEGER NOT NULL,
        error TEXT NOT NULL,
        hint TEXT NOT NULL,
        created REAL NOT NULL,
        replaced REAL
    );
    CREATE INDEX messages_conversation ON messages (conversation, number);
    """,
)
_COLUMNS = (
    "id", "conversation", "role", "text", "model", "input", "cached", "output", "first_token", "duration", "state",
    "cut", "error", "hint", "created",
)  # fmt: skip
_KEEP = f"""
    INSERT INTO messages ({", ".join(_COLUMNS)}) VALUES ({", ".join(":" + name for name in _COLUMNS)})
    ON CONFLICT (id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[3:])}
"""  # noqa: S608 - our own column names
_LIST = """
    SELECT c.id, c.title, c.model, c.system, c.created, c.changed, count(m.number) AS messages,
        coalesce(sum(coalesce(m.input, 0) + coalesce(m.output, 0)), 0) AS tokens
    FROM conversations c LEFT JOIN messages m ON m.conversation = c.id AND m.replaced IS NULL
    WHERE c.deleted IS NULL GROUP BY c.id ORDER BY c.changed DESC, c.created DESC
"""


class ChatStore:
    """Owns chats.db.

    Args:
        file: the database; None keeps everything in memory, for this run alone.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    @property
    def keeps(self) -> bool:
        """Whether conversations outlive this run."""
        return self._file is not None

    def open(self) -> None:
        """Create or migrate the database, and let go of what was deleted before.

        Raises:
            AicoreTrayError: the file cannot be used, or a newer release wrote it.
        """
        with self._lock:
            self._connection = _connect(self._file)
        self.purge()

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def conversations(self, words: str = "") -> list[Conversation]:
        """Return the conversations, the last changed first.

        Args:
            words: only those whose title contains all of them.
        """
        wanted = words.casefold().split()
        with self._using() as connection:
            found = [Conversation(**dict(row)) for row in connection.execute(_LIST)]
        return [each for each in found if all(word in each.title.casefold() for word in wanted)]

    def messages(self, conversation: str) -> tuple[Message, ...]:
        """Return the messages of a conversation, the first first."""
        names = ", ".join(_COLUMNS)
        query = f"SELECT {names} FROM messages WHERE conversation = ? AND replaced IS NULL ORDER BY number"  # noqa: S608 - our own column names
        with self._using() as connection:
            return tuple(_message(row) for row in connection.execute(query, (conversation,)))

    def keep_conversation(self, conversation: Conversation) -> None:
        """Write a conversation's own facts; a new one begins."""
        with self._using() as connection:
            connection.execute(
                """
                INSERT INTO conversations (id, title, model, system, created, changed)
                VALUES (:id, :title, :model, :system, :created, :changed)
                ON CONFLICT (id) DO UPDATE SET title = excluded.title, model = excluded.model,
                    system = excluded.system, changed = excluded.changed
                """,
                asdict(conversation),
            )

    def keep_message(self, message: Message) -> None:
        """Write a message, or what has become of it."""
        values = asdict(message)
        # After a crash nobody would be there to go on with it.
        values["state"] = State.STOPPED if message.state is State.RUNNING else message.state
        with self._using() as connection:
            connection.execute(_KEEP, values)

    def replace_message(self, message: str) -> None:
        """Put a message out of sight, because another is made in its place; its text stays in the file."""
        with self._using() as connection:
            connection.execute("UPDATE messages SET replaced = ? WHERE id = ?", (time.time(), message))

    def delete(self, conversation: str) -> None:
        """Take a conversation out of the list; `restore` brings it back until `purge`."""
        with self._using() as connection:
            connection.execute("UPDATE conversations SET deleted = ? WHERE id = ?", (time.time(), conversation))

    def restore(self, conversation: str) -> None:
        """Bring a deleted conversation back."""
        with self._using() as connection:
            connection.execute("UPDATE conversations SET deleted = NULL WHERE id = ?", (conversation,))

    def purge(self) -> None:
        """Erase what was deleted."""
        with self._using() as connection:
            gone = connection.execute("DELETE FROM conversations WHERE deleted IS NOT NULL").rowcount
        if gone and self._file is not None:
            with self._using() as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        """Lend the connection, in a transaction of its own.

        Raises:
            AicoreTrayError: the database could not be read or written.
        """
        with self._lock:
            if self._connection is None:
                raise AicoreTrayError("The conversations are closed already")
            try:
                with self._connection:
                    yield self._connection
            except sqlite3.Error as error:
                raise AicoreTrayError(
                    f"Conversations cannot be kept in {self._file or 'memory'}: {error}",
                    hint="Look whether the disk is full and the folder can be written to.",
                ) from error


def _connect(file: Path | None) -> sqlite3.Connection:
    try:
        if file is not None:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file.touch(mode=0o600)  # what people ask is nobody else's business
            file.chmod(0o600)
        # Calls come from whichever thread is free, one at a time.
        connection = open_database(file or ":memory:", _MIGRATIONS, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON").fetchall()
    except (sqlite3.Error, OSError) as error:
        raise AicoreTrayError(
            f"The conversations in {file} cannot be opened: {error}",
            hint="Move the file away to begin a new one.",
        ) from error
    except NewerDatabaseError as error:
        raise AicoreTrayError(
            f"The conversations in {file} were written by a newer AI Core Tray", hint="Update this installation."
        ) from error
    return connection


def _message(row: sqlite3.Row) -> Message:
    values: dict[str, Any] = dict(row)
    values |= {"role": Role(values["role"]), "state": State(values["state"]), "cut": bool(values["cut"])}
    return Message(**values)
