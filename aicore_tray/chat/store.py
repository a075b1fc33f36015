"""Conversations in SQLite, each written before it is sent or shown; every call blocks: make it in a thread."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

from aicore_tray.chat.attachment import Attachment, Kind
from aicore_tray.chat.conversation import Conversation, Message, Role, State
from aicore_tray.chat.parameters import Parameters
from aicore_tray.chat.search import Hit, Search
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
    """
    ALTER TABLE conversations ADD COLUMN parameters TEXT NOT NULL DEFAULT '';
    ALTER TABLE messages ADD COLUMN thinking TEXT NOT NULL DEFAULT '';
    ALTER TABLE messages ADD COLUMN thought REAL;
    ALTER TABLE messages ADD COLUMN parameters TEXT NOT NULL DEFAULT '';
    ALTER TABLE messages ADD COLUMN units REAL;
    ALTER TABLE messages ADD COLUMN edited INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE messages ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX messages_indexed ON messages (number) WHERE indexed = 0;
    CREATE TABLE attachments (
        id TEXT PRIMARY KEY,
        message TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
        place INTEGER NOT NULL,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        media_type TEXT NOT NULL,
        size INTEGER NOT NULL,
        thumbnail BLOB NOT NULL,
        data BLOB NOT NULL
    );
    CREATE INDEX attachments_message ON attachments (message, place);
    """,
)
_COLUMNS = (
    "id", "conversation", "role", "text", "model", "input", "cached", "output", "first_token", "duration", "state",
    "cut", "error", "hint", "created", "thinking", "thought", "parameters", "units", "edited",
)  # fmt: skip
_KEEP = f"""
    INSERT INTO messages ({", ".join(_COLUMNS)}) VALUES ({", ".join(":" + name for name in _COLUMNS)})
    ON CONFLICT (id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[3:])}
"""  # noqa: S608 - our own column names
_ATTACH = """
    INSERT INTO attachments (id, message, place, name, kind, media_type, size, thumbnail, data)
    VALUES (:id, :message, :place, :name, :kind, :media_type, :size, :thumbnail, :data)
"""
_LIST = """
    SELECT c.id, c.title, c.model, c.system, c.created, c.changed, c.parameters, count(m.number) AS messages,
        coalesce(sum(coalesce(m.input, 0) + coalesce(m.output, 0)), 0) AS tokens, total(m.units) AS units,
        coalesce(sum(m.role = 'assistant' AND m.units IS NULL
            AND (m.state <> 'failed' OR m.text <> '' OR m.output IS NOT NULL)), 0) AS unpriced
    FROM conversations c LEFT JOIN messages m ON m.conversation = c.id AND m.replaced IS NULL
    WHERE c.deleted IS NULL GROUP BY c.id ORDER BY c.changed DESC, c.created DESC
"""
_ATTACHMENTS = """
    SELECT a.message, a.id, a.name, a.kind, a.media_type, a.size, a.thumbnail FROM attachments a
    JOIN messages m ON m.id = a.message WHERE m.conversation = ? AND m.replaced IS NULL ORDER BY a.message, a.place
"""


class ChatStore:
    """Owns chats.db.

    Args:
        file: the database; None keeps everything in memory, for this run alone.
        index: whether to search by SQLite's index where it has one.
    """

    def __init__(self, file: Path | None, *, index: bool = True) -> None:
        self._file = file
        self._index = index
        self._search: Search | None = None
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
        with self._using() as connection:
            self._search = Search(connection, index=self._index)
        self.purge()

    def catch_up(self) -> bool:
        """Make some of what is not searchable yet so; tell whether there is more."""
        with self._using():
            return self._searching.catch_up()

    @property
    def _searching(self) -> Search:
        assert self._search is not None  # noqa: S101 - made when the file was opened
        return self._search

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
            found = [_conversation(row) for row in connection.execute(_LIST)]
        return [each for each in found if all(word in each.title.casefold() for word in wanted)]

    def messages(self, conversation: str) -> tuple[Message, ...]:
        """Return the messages of a conversation, the first first."""
        names = ", ".join(_COLUMNS)
        query = f"SELECT {names} FROM messages WHERE conversation = ? AND replaced IS NULL ORDER BY number"  # noqa: S608 - our own column names
        attached: dict[str, tuple[Attachment, ...]] = {}
        with self._using() as connection:
            for row in connection.execute(_ATTACHMENTS, (conversation,)):
                attached[row["message"]] = (*attached.get(row["message"], ()), _attachment(row))
            rows = connection.execute(query, (conversation,)).fetchall()
        return tuple(_message(row, attached.get(row["id"], ())) for row in rows)

    def data(self, attachment: str) -> bytes:
        """Return the bytes of a file that was sent along; none where it is gone."""
        with self._using() as connection:
            found = connection.execute("SELECT data FROM attachments WHERE id = ?", (attachment,)).fetchone()
        return bytes(found["data"]) if found is not None else b""

    def find(self, words: str) -> list[Hit]:
        """Return the conversations in which a message has all the words."""
        with self._using():
            return self._searching.find(words)

    def keep_conversation(self, conversation: Conversation) -> None:
        """Write a conversation's own facts; a new one begins."""
        with self._using() as connection:
            connection.execute(
                """
                INSERT INTO conversations (id, title, model, system, created, changed, parameters)
                VALUES (:id, :title, :model, :system, :created, :changed, :parameters)
                ON CONFLICT (id) DO UPDATE SET title = excluded.title, model = excluded.model,
                    system = excluded.system, changed = excluded.changed, parameters = excluded.parameters
                """,
                {**_fields(conversation), "parameters": conversation.parameters.to_json()},
            )

    def keep_message(self, message: Message) -> None:
        """Write a message, or what has become of it."""
        values = {**_fields(message), "parameters": message.parameters.to_json()}
        # After a crash nobody would be there to go on with it.
        values["state"] = State.STOPPED if message.state is State.RUNNING else message.state
        with self._using() as connection:
            query = "SELECT number, text, indexed FROM messages WHERE id = ?"
            before = connection.execute(query, (message.id,)).fetchone()
            if before is not None and before["indexed"] and before["text"] != message.text:
                self._searching.drop(before["number"], before["text"])
                connection.execute("UPDATE messages SET indexed = 0 WHERE id = ?", (message.id,))
            connection.execute(_KEEP, values)
            for place, each in enumerate(message.attachments if before is None else ()):
                row = {**_fields(each), "message": message.id, "place": place}
                connection.execute(_ATTACH, row)
            if message.state is not State.RUNNING:
                number, indexed = connection.execute(
                    "SELECT number, indexed FROM messages WHERE id = ?", (message.id,)
                ).fetchone()
                if not indexed:
                    self._searching.add(number)

    def replace_messages(self, messages: Sequence[str]) -> None:
        """Put messages out of sight, because others are made in their place; `bring_back` shows them again."""
        self._mark(messages, time.time())

    def bring_back(self, messages: Sequence[str]) -> None:
        """Show messages again that were replaced."""
        self._mark(messages, None)

    def _mark(self, messages: Sequence[str], replaced: float | None) -> None:
        with self._using() as connection:
            rows = [(replaced, each) for each in messages]
            connection.executemany("UPDATE messages SET replaced = ? WHERE id = ?", rows)

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
            query = """
                SELECT m.number, m.text FROM messages m JOIN conversations c ON c.id = m.conversation
                WHERE c.deleted IS NOT NULL AND m.indexed
            """
            for number, text in connection.execute(query).fetchall():
                self._searching.drop(number, text)
            gone = connection.execute("DELETE FROM conversations WHERE deleted IS NOT NULL").rowcount
            if gone:
                self._searching.forget_deleted()
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


def _fields(item: Any) -> dict[str, Any]:
    """Return a dataclass's own values as they are; `asdict` would copy whole files."""
    return {each.name: getattr(item, each.name) for each in fields(item)}


def _conversation(row: sqlite3.Row) -> Conversation:
    values: dict[str, Any] = dict(row)
    return Conversation(**{**values, "parameters": Parameters.from_json(values["parameters"])})


def _message(row: sqlite3.Row, attachments: tuple[Attachment, ...]) -> Message:
    values: dict[str, Any] = dict(row)
    values |= {"role": Role(values["role"]), "state": State(values["state"]), "cut": bool(values["cut"])}
    values |= {"edited": bool(values["edited"]), "parameters": Parameters.from_json(values["parameters"])}
    return Message(**values, attachments=attachments)


def _attachment(row: sqlite3.Row) -> Attachment:
    names = ("id", "name", "media_type", "size", "thumbnail")
    return Attachment(kind=Kind(row["kind"]), **{name: row[name] for name in names})
