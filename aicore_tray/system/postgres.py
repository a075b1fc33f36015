"""The PostgreSQL database that several replicas share; its packages are imported where one is configured alone."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

from aicore_tray.errors import AicoreTrayError

if TYPE_CHECKING:
    import psycopg
    import sqlalchemy

_SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")
_NO_ADDRESS = "is no address; use postgresql://user@host:5432/name"
# A server that is gone without a word is noticed after so many seconds.
_CONNECTION = {
    "connect_timeout": "5",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",
    "application_name": "aicore-tray",
}
_CONNECTIONS = 4
_POOL_SECONDS = 5.0
# A transaction that takes longer is given up: a server that hangs says nothing. Whole books take a while to add up.
_PATIENCE_SECONDS = 60.0
HASTE_SECONDS = 5.0
"""How long what has to be known or written soon waits for the server."""
_WATCH_SECONDS = 0.5
# Replicas that start at once take turns; any number will do as long as it stays.
_MIGRATION_LOCK = 7_105_001


class DatabaseError(AicoreTrayError):
    """The database is away, refuses us, or cannot do what it was asked."""


class UnfitError(DatabaseError):
    """The values themselves cannot be stored: another try would end the same way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a database is.

    Attributes:
        url: it without a password, as libpq takes it.
        password: "" where libpq finds it by itself (PGPASSWORD, .pgpass) or none is needed.
    """

    url: str
    password: str = field(default="", repr=False)

    @classmethod
    def read(cls, text: str) -> Address:
        """Return the address that a text tells.

        Raises:
            ValueError: it is none; the text is not repeated, since it may hold a password.
        """
        try:
            parts = urlsplit(text)
            _, _ = parts.hostname, parts.port
            query = parse_qs(parts.query, strict_parsing=True) if parts.query else {}
        except ValueError:
            raise ValueError(_NO_ADDRESS) from None
        name = parts.path.removeprefix("/")
        if parts.scheme not in _SCHEMES or not name or set(name) & set("/@") or "#" in text:
            raise ValueError(_NO_ADDRESS)
        if any("password" in option.lower() for option in query):
            raise ValueError("a password does not belong behind the question mark; give it in PGPASSWORD")
        user, at, host = parts.netloc.rpartition("@")
        url = f"postgresql://{user.partition(':')[0]}{at}{host}/{name}{'?' if parts.query else ''}{parts.query}"
        return cls(url=url, password=unquote(parts.password or ""))

    @property
    def told(self) -> str:
        """The host and the name of the database, for people."""
        parts = urlsplit(self.url)
        return f"{parts.netloc.rpartition('@')[2] or 'localhost'}{parts.path}"


class Transaction:
    """Statements that are done together or not at all."""

    def __init__(self, connection: sqlalchemy.Connection, text: Any) -> None:
        self._connection = connection
        self._text = text

    def run(self, statement: str, values: Mapping[str, object] | None = None) -> Sequence[tuple[Any, ...]]:
        """Run a statement, whose values are named with colons, and return its rows."""
        done = self._connection.execute(self._text(statement), dict(values or {}))
        return [tuple(row) for row in done] if done.returns_rows else ()

    def count(self, statement: str, values: Mapping[str, object]) -> int:
        """Run a statement and return how many rows it changed."""
        return self._connection.execute(self._text(statement), dict(values)).rowcount


class Postgres:
    """One database, by a few connections that any thread may use; all calls block.

    Raises:
        DatabaseError: the packages for it are not installed.
    """

    def __init__(self, address: Address) -> None:
        try:
            import psycopg
            import sqlalchemy
        except ImportError as error:
            raise DatabaseError(
                "The setting database needs packages that are not installed here",
                hint='Install them with: pip install "aicore-tray[postgres]"',
            ) from error
        self._address = address
        self._psycopg, self._sqlalchemy = psycopg, sqlalchemy
        self._engine = sqlalchemy.create_engine(
            "postgresql+psycopg://",
            creator=self._connect,
            pool_size=_CONNECTIONS,
            max_overflow=_CONNECTIONS,
            pool_timeout=_POOL_SECONDS,
        )
        self._watch = _Watch()

    def _connect(self) -> psycopg.Connection[Any]:
        given = parse_qs(urlsplit(self._address.url).query)
        more = {name: value for name, value in _CONNECTION.items() if name not in given}
        if self._address.password:
            more["password"] = self._address.password
        # Prepared statements do not go with the poolers that stand before many servers.
        return self._psycopg.connect(self._address.url, prepare_threshold=None, **more)  # type: ignore[arg-type] # libpq's options are text, for which the stub has no place

    @contextmanager
    def begin(self, seconds: float = _PATIENCE_SECONDS) -> Iterator[Transaction]:
        """Begin a transaction, which ends with the block: well, or as if nothing had been.

        Args:
            seconds: how long it may take.

        Raises:
            DatabaseError: the database is away, refuses us or a statement.
        """
        errors = self._sqlalchemy.exc
        try:
            with self._engine.connect() as connection:
                driver = connection.connection.driver_connection
                with self._watch.cut_after(seconds, driver), connection.begin():
                    yield Transaction(connection, self._sqlalchemy.text)
        except errors.DBAPIError as error:
            raise self._told(error.orig or error, unfit=isinstance(error, errors.DataError)) from None
        except errors.SQLAlchemyError as error:
            raise self._told(error, unfit=False) from None

    def _told(self, error: BaseException, *, unfit: bool) -> DatabaseError:
        """Return what an error of the driver's means, in one line without the password."""
        said = " ".join(line.strip() for line in str(error).splitlines() if line.strip()).rstrip(".?")
        if self._address.password:
            said = said.replace(self._address.password, "…")
        if unfit:
            return UnfitError(f"The PostgreSQL database {self._address.told} cannot store this: {said}")
        return DatabaseError(
            f"The PostgreSQL database {self._address.told} cannot be used: {said}",
            hint="Look at the setting database, and whether its server runs",
        )

    def migrate(self, part: str, steps: Sequence[str]) -> None:
        """Bring the tables of one part into their newest form; several replicas may do so at once.

        Args:
            part: whose tables they are.
            steps: statements, divided by semicolons, that take it from version n to n + 1; none holds a semicolon or
                a colon itself.

        Raises:
            DatabaseError: the database cannot be used, or a newer release wrote it.
        """
        with self.begin() as at:
            at.run("SELECT pg_advisory_xact_lock(:number)", {"number": _MIGRATION_LOCK})
            if at.run("SELECT to_regclass('aicore_tray_versions')")[0][0] is None:
                at.run("CREATE TABLE aicore_tray_versions (part TEXT PRIMARY KEY, version INTEGER NOT NULL)")
            rows = at.run("SELECT version FROM aicore_tray_versions WHERE part = :part", {"part": part})
            done = rows[0][0] if rows else 0
            if done > len(steps):
                raise DatabaseError(
                    f"The PostgreSQL database {self._address.told} was written by a newer AI Core Tray",
                    hint="Update this installation",
                )
            for step in steps[done:]:
                for statement in step.split(";"):
                    if statement.strip():
                        at.run(statement)
            at.run(
                """
                INSERT INTO aicore_tray_versions VALUES (:part, :version)
                ON CONFLICT (part) DO UPDATE SET version = excluded.version
                """,
                {"part": part, "version": len(steps)},
            )

    def close(self) -> None:
        """Let go of all connections."""
        self._watch.close()
        self._engine.dispose()


class _Watch:
    """Cuts connections whose server does not answer: a thread that waits for it cannot be told to stop."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until: dict[Any, float] = {}
        self._thread: threading.Thread | None = None
        self._closed = threading.Event()

    @contextmanager
    def cut_after(self, seconds: float, connection: Any) -> Iterator[None]:
        """Cut a connection that is not done with the block after so many seconds; who waits for it gets an error."""
        with self._lock:
            self._until[connection] = time.monotonic() + seconds
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="database watch", daemon=True)
                self._thread.start()
        try:
            yield
        finally:
            with self._lock:
                self._until.pop(connection, None)

    def close(self) -> None:
        """Stop."""
        self._closed.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._closed.wait(_WATCH_SECONDS):
            with self._lock:
                now = time.monotonic()
                for connection in [each for each, until in self._until.items() if until < now]:
                    del self._until[connection]
                    _cut(connection)


def _cut(connection: Any) -> None:
    # What is closed already has no socket.
    with contextlib.suppress(Exception):
        own = socket.socket(fileno=connection.fileno())
        try:
            own.shutdown(socket.SHUT_RDWR)
        finally:
            own.detach()
