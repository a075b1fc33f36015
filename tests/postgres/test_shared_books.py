"""The books in PostgreSQL answer as those in SQLite do, whatever is asked of them."""

from __future__ import annotations

import json
import logging
import random
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from aicore_tray.dialects.answer import Usage
from aicore_tray.system.postgres import Address, DatabaseError, Postgres
from aicore_tray.usage.costs import Money
from aicore_tray.usage.export import Format, written
from aicore_tray.usage.queries import GROUPS, Chosen
from aicore_tray.usage.reader import LocalUsage
from aicore_tray.usage.record import RequestRecord
from aicore_tray.usage.shared_books import STEPS, spent_by_others
from aicore_tray.usage.shared_queries import SharedUsage
from aicore_tray.usage.shared_store import SharedUsageStore
from aicore_tray.usage.store import UsageStore
from tests.postgres.server import Database, Server

pytestmark = pytest.mark.postgres

NOW = time.time()


@pytest.fixture
def postgres(database: Database) -> Iterator[Postgres]:
    opened = Postgres(Address.read(database.url))
    yield opened
    opened.close()


def store_at(postgres: Postgres, folder: Path, replica: str = "one") -> SharedUsageStore:
    return SharedUsageStore(postgres, replica, folder / f"{replica}.db")


def record(number: int, **values: object) -> RequestRecord:
    made = RequestRecord(id=str(number), started=NOW, key="k", client="c/1", dialect="messages", asked="m")
    return replace(made, **values)


def many() -> list[RequestRecord]:
    """Requests of two years, so that the clocks were changed among them, with all that a row can hold."""
    chance = random.Random(7)  # noqa: S311 - the same data with each run
    return [
        record(
            number,
            started=NOW - number / 1_000 - chance.choice((0, 30, 3_000, 90_000, 5e6, 3e7, 6e7)) * chance.random(),
            key=chance.choice(("Ä", "a", "B", "")),
            client=chance.choice(("claude-cli/2.1", "claude-cli/2.2", "curl", "")),
            asked="asked",
            model=chance.choice(("gpt-5", "")),
            account=chance.choice(("one", "two")),
            status=chance.choice((200, 429, 499)),
            stream=chance.random() < 0.5,
            complete=chance.random() < 0.8,
            usage=Usage(input=chance.randrange(10**6), cache_read=5, cache_write=6, output=7, reasoning=1),
            first_token=chance.choice((None, 0.25)),
            duration=chance.choice((0.5, 70.0)),
            units=chance.choice((None, 0.125)),
            saved=chance.choice((None, -0.5)),
        )
        for number in range(300)
    ]


@pytest.fixture
def both(postgres: Postgres, tmp_path: Path) -> tuple[LocalUsage, SharedUsage]:
    stores = (UsageStore(tmp_path / "usage.db"), store_at(postgres, tmp_path))
    for store in stores:
        store.open()
        for each in many():
            store.add(each)
        store.close()
    return LocalUsage(tmp_path / "usage.db"), SharedUsage(postgres)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/St_Johns", "UTC"])
def test_sums_are_those_of_sqlite(
    both: tuple[LocalUsage, SharedUsage], zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        local, shared = both
        spans = (Chosen(days=days) for days in (1, 100, 900_000))
        every = (Chosen(), *spans, Chosen(key="Ä"), Chosen(model="gpt-5"))
        for groups in (*((name,) for name in GROUPS), ("day", "key")):
            for chosen in every:
                assert shared.usage_by(*groups, chosen=chosen) == local.usage_by(*groups, chosen=chosen)
        assert shared.read_books(NOW) == local.read_books(NOW)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_single_requests_and_last_answers_are_those_of_sqlite(both: tuple[LocalUsage, SharedUsage]) -> None:
    local, shared = both
    for chosen in (Chosen(), Chosen(days=30), Chosen(key="B", model="asked")):
        ours = [row for page in shared.single_requests(chosen) for row in page]
        assert ours == [row for page in local.single_requests(chosen) for row in page]
        assert ours
    for form in Format:
        shown = [b"".join(written(books.single_requests(), form, Money())) for books in both]
        assert shown[0] == shown[1]
    assert shared.last_answers() == local.last_answers()
    assert shared.last_answers()


def test_pages(postgres: Postgres, tmp_path: Path) -> None:
    store = store_at(postgres, tmp_path)
    store.open()
    for number in range(2_345):
        store.add(record(number))
    store.close()
    pages = list(SharedUsage(postgres).single_requests())
    assert [len(page) for page in pages] == [1_000, 1_000, 345]
    assert sorted(int(str(row["id"])) for page in pages for row in page) == list(range(2_345))


def test_what_cannot_be_written_takes_nothing_with_it(
    postgres: Postgres, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = store_at(postgres, tmp_path)
    store.open()
    store.add(record(1, asked="a\0b\udcff" + "x" * 1_000))
    store.add(record(2, usage=Usage(input=2**70)))
    store.add(record(3))
    store.close()
    rows = {row["id"]: row for page in SharedUsage(postgres).single_requests() for row in page}
    assert set(rows) == {"1", "3"}
    assert str(rows["1"]["asked"]).startswith("a�b?xxx")
    assert "The request 2 is missing in the books" in caplog.text


def test_old_requests_are_forgotten(postgres: Postgres, tmp_path: Path) -> None:
    store = store_at(postgres, tmp_path)
    store.open()
    for number, days in enumerate((0, 1, 40)):
        store.add(record(number, started=NOW - days * 86_400))
    assert store.flush()
    assert store.forget(3) == 1
    assert store.forget(10**6) == 0
    store.close()
    assert sum(row.requests for row in SharedUsage(postgres).usage_by("key")) == 2


def test_what_others_have_used(postgres: Postgres, tmp_path: Path) -> None:
    """Sums are kept by the day on which a request ended, and those of this replica are left out."""
    noon = time.mktime((2026, 3, 30, 12, 0, 0, 0, 0, -1))
    for replica in ("one", "two", "three"):
        store = store_at(postgres, tmp_path, replica)
        store.open()
        store.add(record(1, started=noon, usage=Usage(input=1, cache_read=2, cache_write=3, output=4), units=0.5))
        store.add(record(2, started=noon - 13 * 3_600, duration=7_200.0, usage=Usage(input=100)))
        store.add(record(3, started=noon - 86_400, usage=Usage(input=1_000)))
        store.add(record(4, started=noon - 40 * 86_400, usage=Usage(input=10_000)))
        store.close()
    with postgres.begin() as at:
        spent = spent_by_others(at, "one", noon)["k"]
    assert (spent.tokens_per_day, spent.tokens_per_month) == (220, 2_220)
    assert (spent.units_per_day, spent.units_per_month) == (1.0, 1.0)


def test_rows_wait_on_disk_while_the_database_is_away(
    postgres: Postgres, database: Database, server: Server, tmp_path: Path
) -> None:
    told: list[str] = []
    store = SharedUsageStore(postgres, "one", tmp_path / "waiting.db", on_warning=told.append)
    store.open()
    store.add(record(1, usage=Usage(input=5)))
    assert store.flush()
    server.stop()
    for number in range(2, 1_402):
        store.add(record(number, usage=Usage(input=5)))
    assert store.flush()
    with sqlite3.connect(tmp_path / "waiting.db") as kept:
        assert kept.execute("SELECT count(*) FROM waiting").fetchone() == (1_400,)
    kept.close()
    assert (tmp_path / "waiting.db").stat().st_mode & 0o777 == 0o600
    # One that is killed now has them still: another run of the same folder writes them.
    store.close()
    server.start()
    again = SharedUsageStore(postgres, "two", tmp_path / "waiting.db")
    again.open()
    end = time.monotonic() + 20
    while time.monotonic() < end and database.ask("SELECT count(*) FROM aicore_tray_requests") != [(1_401,)]:
        time.sleep(0.05)
    again.close()
    assert database.ask("SELECT count(*), count(DISTINCT id) FROM aicore_tray_requests") == [(1_401, 1_401)]
    assert database.ask("SELECT replica, sum(tokens)::int FROM aicore_tray_spent GROUP BY 1") == [("one", 7_005)]
    assert len(told) == 1
    assert "Usage is kept on this computer until it is back" in told[0]
    with sqlite3.connect(tmp_path / "waiting.db") as kept:
        assert kept.execute("SELECT count(*) FROM waiting").fetchone() == (0,)
    kept.close()


def test_a_row_that_is_written_twice_counts_once(postgres: Postgres, database: Database, tmp_path: Path) -> None:
    """As when the process ends between the database's yes and the disk's."""
    store = store_at(postgres, tmp_path)
    store.open()
    store.add(record(1, usage=Usage(input=5)))
    store.close()
    found = database.ask(
        "SELECT row_to_json(r) FROM (SELECT entry, replica, day, requests.* FROM aicore_tray_requests AS requests) AS r"
    )
    with sqlite3.connect(tmp_path / "one.db") as kept:
        kept.execute("CREATE TABLE waiting (entry TEXT PRIMARY KEY, row TEXT NOT NULL)")
        kept.execute("PRAGMA user_version = 1")
        row = found[0][0]
        assert isinstance(row, dict)
        kept.execute("INSERT INTO waiting VALUES (?, ?)", (row["entry"], json.dumps(row)))
    kept.close()
    again = store_at(postgres, tmp_path)
    again.open()
    assert again.flush()
    again.close()
    assert database.ask("SELECT count(*) FROM aicore_tray_requests") == [(1,)]
    assert database.ask("SELECT sum(tokens)::int FROM aicore_tray_spent") == [(5,)]
    with sqlite3.connect(tmp_path / "one.db") as kept:
        assert kept.execute("SELECT count(*) FROM waiting").fetchone() == (0,)
    kept.close()


def test_replicas_that_start_at_once_make_the_tables_once(database: Database) -> None:
    failed: list[DatabaseError] = []
    # All of them come while the first is at it.
    steps = ("CREATE TABLE once (number INTEGER); SELECT pg_sleep(0.5)", "INSERT INTO once VALUES (1)")
    together = threading.Barrier(6)

    def start() -> None:
        postgres = Postgres(Address.read(database.url))
        try:
            together.wait()
            postgres.migrate("usage", steps)
        except DatabaseError as error:
            failed.append(error)
        finally:
            postgres.close()

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert database.ask("SELECT part, version FROM aicore_tray_versions") == [("usage", 2)]
    assert database.ask("SELECT number FROM once") == [(1,)]


def test_a_newer_release_has_written_it(postgres: Postgres, database: Database) -> None:
    postgres.migrate("usage", STEPS)
    database.ask("UPDATE aicore_tray_versions SET version = 99")
    with pytest.raises(DatabaseError, match="written by a newer AI Core Tray"):
        postgres.migrate("usage", STEPS)


@pytest.mark.parametrize("password", ["wrong-w0rd", ""])
def test_a_wrong_password(
    server: Server, password: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PGPASSWORD", raising=False)
    postgres = Postgres(Address.read(server.url("postgres", password)))
    with caplog.at_level(logging.DEBUG), pytest.raises(DatabaseError) as told:
        postgres.migrate("usage", STEPS)
    postgres.close()
    assert "password" in told.value.user_message
    assert "wrong-w0rd" not in told.value.line() + caplog.text + repr(postgres._address)


def test_a_password_of_the_environment(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "w0rd-of-Tray/+=")
    postgres = Postgres(Address.read(server.url("postgres", "")))
    with postgres.begin() as at:
        assert at.run("SELECT 1") == [(1,)]
    postgres.close()
