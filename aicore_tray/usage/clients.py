"""Who was answered last: for each local key and client the newest request that went well."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from aicore_tray.usage.books import reading

_DAYS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class LastAnswer:
    """The newest answer to one client under one key.

    Attributes:
        started: Unix seconds.
        first_token: seconds from the request's arrival to the first content, None if there was none.
    """

    key: str
    client: str
    started: float
    model: str
    first_token: float | None


def last_answers(file: Path) -> tuple[LastAnswer, ...]:
    """Return the last answer to each client under each key in the last months, the oldest first. It blocks.

    Raises:
        AicoreTrayError: the database cannot be used.
    """
    if not file.is_file():
        return ()
    # With max() SQLite takes the other columns from the row that has it.
    query = """
        SELECT key, client, max(started) AS started, model, first_token FROM requests
        WHERE started >= CAST(strftime('%s', 'now', :back) AS REAL) AND status < 400
        GROUP BY key, client ORDER BY started
        """
    with reading(file) as connection:
        return tuple(LastAnswer(**dict(row)) for row in connection.execute(query, {"back": f"-{_DAYS} days"}))
