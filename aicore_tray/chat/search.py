"""Finds words in what was said: by SQLite's own index where it has one, else by looking at everything.

The index holds no text of its own. A message enters it once it has come to its end; what has not yet (after a crash,
or from an older release) enters it when the file is opened.
"""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

_MOST = 300
_BEFORE, _AFTER = 60, 300
_LINE, _SEEN = 90, 18
_WORD = re.compile(r"\w+")
_TOGETHER = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """A conversation in which something was found.

    Attributes:
        line: the line of the newest message that has the words, around the first of them.
    """

    conversation: str
    line: str


class Search:
    """Keeps the index of one database; every call is made within the store's own turn.

    Attributes:
        indexed: whether there is an index.
    """

    def __init__(self, connection: sqlite3.Connection, *, index: bool = True) -> None:
        self._connection = connection
        self.indexed = index and self._make()

    def _make(self) -> bool:
        try:
            self._connection.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS said USING fts5"
                "(text, content='messages', content_rowid='number', tokenize='unicode61 remove_diacritics 2')"
            )
            self._connection.execute("SELECT rowid FROM said LIMIT 1").fetchall()
        except sqlite3.OperationalError:
            return False  # this SQLite was built without it
        return True

    def catch_up(self) -> bool:
        """Take in some of what is not in the index; tell whether there is more."""
        if not self.indexed:
            return False
        query = "SELECT number FROM messages WHERE indexed = 0 LIMIT ?"
        numbers = [row[0] for row in self._connection.execute(query, (_TOGETHER,))]
        for number in numbers:
            self.add(number)
        return len(numbers) == _TOGETHER

    def add(self, number: int) -> None:
        """Take in the message of a number, which has come to its end."""
        if self.indexed:
            self._connection.execute(
                "INSERT INTO said (rowid, text) SELECT number, text FROM messages WHERE number = ?", (number,)
            )
            self._connection.execute("UPDATE messages SET indexed = 1 WHERE number = ?", (number,))

    def drop(self, number: int, text: str) -> None:
        """Take out the message of a number, with the text that it had."""
        if self.indexed:
            self._connection.execute("INSERT INTO said (said, rowid, text) VALUES ('delete', ?, ?)", (number, text))

    def forget_deleted(self) -> None:
        """Leave no trace of what was taken out."""
        if self.indexed:
            self._connection.execute("INSERT INTO said (said) VALUES ('optimize')")

    def find(self, words: str) -> list[Hit]:
        """Return where a message has all the words, the newest message first, each conversation once."""
        wanted = _WORD.findall(words.casefold())
        if not wanted:
            return []
        found: dict[str, Hit] = {}
        for conversation, piece in self._by_index(wanted) if self.indexed else self._by_looking(wanted):
            found.setdefault(conversation, Hit(conversation, _line(piece, wanted)))
        return list(found.values())

    def _by_index(self, wanted: list[str]) -> list[tuple[str, str]]:
        query = f"""
            SELECT m.conversation, {_piece()} FROM said JOIN messages m ON m.number = said.rowid
            JOIN conversations c ON c.id = m.conversation
            WHERE said MATCH :match AND m.replaced IS NULL AND c.deleted IS NULL ORDER BY m.number DESC LIMIT {_MOST}
        """  # noqa: S608 - our own words
        match = " ".join(f'"{word}"*' for word in wanted)
        return self._connection.execute(query, {"match": match, "first": wanted[0]}).fetchall()

    def _by_looking(self, wanted: list[str]) -> list[tuple[str, str]]:
        every = " AND ".join(f"m.text LIKE :word{at} ESCAPE '!'" for at in range(len(wanted)))
        query = f"""
            SELECT m.conversation, {_piece()} FROM messages m JOIN conversations c ON c.id = m.conversation
            WHERE {every} AND m.replaced IS NULL AND c.deleted IS NULL ORDER BY m.number DESC LIMIT {_MOST}
        """  # noqa: S608 - our own words
        values = {f"word{at}": f"%{word.replace('_', '!_')}%" for at, word in enumerate(wanted)}
        return self._connection.execute(query, {**values, "first": wanted[0]}).fetchall()


def _piece() -> str:
    """Return what reads of a long text what stands around the first word."""
    return f"substr(m.text, max(1, instr(lower(m.text), :first) - {_BEFORE}), {_BEFORE + _AFTER})"


def _line(piece: str, wanted: list[str]) -> str:
    """Return the line with the first word, without Markdown's marks at its beginning, as long as it is shown."""
    lines = [" ".join(line.split()) for line in piece.splitlines() if line.strip()]
    line = next((each for each in lines if wanted[0] in each.casefold()), lines[0] if lines else "")
    line = line.lstrip("#>*-| ")
    at = line.casefold().find(wanted[0])
    if at > _SEEN:
        # It is shown in a narrow list.
        begin = line.rfind(" ", 0, at - _SEEN // 2) + 1
        line = f"…{line[begin:]}"
    return line[:_LINE]
