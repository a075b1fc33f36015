"""The books: nothing is lost, days begin at local midnight, others read while one writes."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from aicore_tray.dialects.answer import Usage
from aicore_tray.errors import AicoreTrayError
from aicore_tray.system import database
from aicore_tray.usage import books
from aicore_tray.usage import store as writing
from aicore_tray.usage.queries import GROUPS, Chosen, last_requests, single_requests, usage_by
from aicore_tray.usage.record import RequestRecord
from aicore_tray.usage.store import UsageStore


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "usage.db"


@pytest.fixture
def store(file: Path) -> Iterator[UsageStore]:
    opened = UsageStore(file)
    opened.open()
    yield opened
    opened.close()


def record(number: int = 0, **more: Any) -> RequestRecord:
    usage = Usage(input=10, cache_read=2, cache_write=1, output=5, reasoning=3)
    values: dict[str, Any] = {
        "id": f"r{number}", "started": time.time(), "key": "mine", "client": "test/1", "dialect": "chat",
        "asked": "gpt", "model": "gpt-5", "account": "demo", "deployment": "d1",
        "usage": usage, "first_token": 0.5, "duration": 2.0,
    }  # fmt: skip
    return RequestRecord(**{**values, **more})


def count(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        found: int = connection.execute("SELECT count(*) FROM requests").fetchone()[0]
        return found


def test_sums(store: UsageStore, file: Path) -> None:
    store.add(record(1))
    store.add(record(2, first_token=None, duration=4.0))
    store.add(record(3, status=500))
    store.add(record(4, complete=False, model="", key="other"))
    assert store.flush()
    rows = {row.groups[0]: row for row in usage_by(file, "model")}
    assert list(rows) == ["gpt-5", "gpt"], "the busiest first; what found no model counts under what was asked"
    row = rows["gpt-5"]
    assert (row.requests, row.errors) == (3, 1)
    assert (row.input, row.cache_read, row.cache_write, row.output, row.reasoning) == (30, 6, 3, 15, 9)
    assert row.average_first_token == 0.5
    assert row.average_duration == pytest.approx(8 / 3)
    assert rows["gpt"].errors == 1
    assert [row.groups[0] for row in usage_by(file, "key")] == ["mine", "other"]
    assert [row.groups[0] for row in usage_by(file, "account")] == ["demo"]


def test_what_is_written_is_what_was_known(store: UsageStore, file: Path) -> None:
    one = record(7, stream=True, error="x")
    store.add(one)
    assert store.flush()
    with closing(sqlite3.connect(file)) as connection:
        connection.row_factory = sqlite3.Row
        row = dict(connection.execute("SELECT * FROM requests").fetchone())
    assert row.pop("stream") == row.pop("complete") == 1
    for name in ("input", "cache_read", "cache_write", "output", "reasoning"):
        assert row.pop(name) == getattr(one.usage, name)
    assert row == {name: getattr(one, name) for name in row}


def test_the_last_requests_come_back_as_they_were(store: UsageStore, file: Path) -> None:
    assert last_requests(file.with_name("none.db"), 5) == []
    made = [record(number, retries=number, units=None if number % 2 else 0.5) for number in range(7)]
    for each in made:
        store.add(each)
    assert store.flush()
    assert last_requests(file, 5) == made[:1:-1]
    assert last_requests(file, 50) == made[::-1]


def test_writes_come_in_batches(store: UsageStore, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    batches: list[int] = []
    write = UsageStore._insert

    def counted(self: UsageStore, batch: list[RequestRecord]) -> None:
        if batch:
            batches.append(len(batch))
        write(self, batch)

    monkeypatch.setattr(UsageStore, "_insert", counted)
    for number in range(500):
        store.add(record(number))
    assert store.flush()
    assert count(file) == sum(batches) == 500
    assert len(batches) <= 5


def test_a_lone_request_is_on_disk_soon(store: UsageStore, file: Path) -> None:
    store.add(record())
    end = time.monotonic() + 3
    while count(file) == 0:
        assert time.monotonic() < end
        time.sleep(0.05)


def test_close_writes_what_waits_and_may_be_called_twice(file: Path) -> None:
    opened = UsageStore(file)
    opened.open()
    for number in range(50):
        opened.add(record(number))
    opened.close()
    opened.close()
    assert count(file) == 50
    UsageStore(file).close()


def test_an_absent_database_is_empty(file: Path) -> None:
    assert usage_by(file, "model") == []
    assert not file.exists()


def test_migration_of_an_empty_file(file: Path) -> None:
    file.parent.mkdir()
    file.touch()
    assert usage_by(file, "model") == []
    opened = UsageStore(file)
    opened.open()
    opened.add(record())
    opened.close()
    assert count(file) == 1
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == len(books.MIGRATIONS)
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


def test_migration_to_a_next_version_keeps_the_rows(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = UsageStore(file)
    opened.open()
    opened.add(record())
    opened.close()
    step = "ALTER TABLE requests ADD COLUMN cost REAL;"
    monkeypatch.setattr(books, "MIGRATIONS", (*books.MIGRATIONS, step))
    opened.open()
    opened.add(record(1))
    opened.close()
    assert count(file) == 2


def test_rows_of_the_first_version_stay(file: Path) -> None:
    file.parent.mkdir()
    with closing(database.open_database(file, books.MIGRATIONS[:1])) as connection, connection:
        names = books.COLUMNS[: books.COLUMNS.index("retries")]
        old = books.row_of(record(1, usage=Usage(cache_read=7)))[: len(names)]
        marks = ", ".join("?" * len(names))
        connection.execute(f"INSERT INTO requests ({', '.join(names)}) VALUES ({marks})", old)  # noqa: S608 - our names
    opened = UsageStore(file)
    opened.open()
    opened.add(record(2, units=1.5, saved=-0.5, retries=2, waited=0.25))
    opened.close()
    (row,) = usage_by(file, "model")
    assert (row.requests, row.cache_read, row.units, row.saved, row.without_price) == (2, 9, 1.5, -0.5, 1)
    with closing(sqlite3.connect(file)) as connection:
        rows = list(connection.execute("SELECT retries, route, waited, units, saved FROM requests ORDER BY rowid"))
    assert rows == [(0, "", 0.0, None, None), (2, "", 0.25, 1.5, -0.5)]


def test_a_long_route_keeps_its_ends(store: UsageStore, file: Path) -> None:
    def route(tries: int) -> str:
        hops = [{"account": "demo", "deployment": f"d{number}", "outcome": "überlastet"} for number in range(tries)]
        return json.dumps(hops, ensure_ascii=False)

    for number, text in enumerate((route(3), route(500), "x" * 3_000)):
        store.add(record(number, route=text))
    assert store.flush()
    with closing(sqlite3.connect(file)) as connection:
        found = [row[0] for row in connection.execute("SELECT route FROM requests ORDER BY rowid")]
    assert found[0] == route(3)
    hops = [hop["deployment"] for hop in json.loads(found[1])]
    assert (hops[:2], hops[-2:]) == (["d0", "d1"], ["d498", "d499"])
    assert 1_900 < len(found[1]) <= 2_000
    assert found[2] == "", "what is no JSON is not cut to something that is none either"


def test_groups(store: UsageStore, file: Path) -> None:
    when = datetime(2026, 3, 4, 5, 6).timestamp()  # noqa: DTZ001 - groups are local
    store.add(record(1, started=when, client="claude-cli/2.1", dialect="messages", deployment="d7"))
    store.add(record(2, started=when, client="claude-cli/2.0", dialect="messages", deployment="d7"))
    store.add(record(3, started=when + 3600, client="", key="other", units=2.0))
    assert store.flush()
    found = {group: [(*row.groups, row.requests) for row in usage_by(file, group)] for group in GROUPS}
    assert found == {
        "key": [("mine", 2), ("other", 1)],
        "model": [("gpt-5", 3)],
        "account": [("demo", 3)],
        "deployment": [("d7", 2), ("d1", 1)],
        "client": [("claude-cli", 2), ("", 1)],
        "dialect": [("messages", 2), ("chat", 1)],
        "hour": [("2026-03-04 06:00", 1), ("2026-03-04 05:00", 2)],
        "day": [("2026-03-04", 3)],
        "month": [("2026-03", 3)],
    }
    both = usage_by(file, "day", "key")
    assert [(*row.groups, row.requests, row.units, row.without_price) for row in both] == [
        ("2026-03-04", "mine", 2, None, 2),
        ("2026-03-04", "other", 1, 2.0, 0),
    ]
    assert [row.requests for row in usage_by(file, "key", chosen=Chosen(key="other"))] == [1]
    assert [row.requests for row in usage_by(file, "key", chosen=Chosen(model="gpt-5"))] == [2, 1]
    assert [row.requests for row in usage_by(file, "key", chosen=Chosen(model="gpt"))] == [2, 1], "as it was asked for"
    assert usage_by(file, "key", chosen=Chosen(days=1)) == []


def test_single_requests_come_in_pages(store: UsageStore, file: Path) -> None:
    for number in range(2_500):
        store.add(record(number, key="even" if number % 2 == 0 else "odd"))
    assert store.flush()
    pages = list(single_requests(file))
    assert [len(page) for page in pages] == [1_000, 1_000, 500]
    assert [row["id"] for page in pages for row in page] == [f"r{number}" for number in range(2_500)]
    assert tuple(pages[0][0]) == books.COLUMNS
    some = [row["key"] for page in single_requests(file, Chosen(key="odd", days=1)) for row in page]
    assert some == ["odd"] * 1_250
    assert list(single_requests(file.with_name("none.db"))) == []


def test_several_may_migrate_at_once(file: Path) -> None:
    """The proxy starts while `aicore-tray usage` looks: both find version 0, one of them does the work."""
    file.parent.mkdir()
    errors: list[BaseException] = []
    barrier = threading.Barrier(4)

    def work() -> None:
        barrier.wait()
        try:
            usage_by(file, "model") if file.exists() else UsageStore(file).open()
        except BaseException as error:  # noqa: BLE001 - told below
            errors.append(error)

    file.touch()
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_a_newer_file_is_left_alone(file: Path) -> None:
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = file.read_bytes()
    with pytest.raises(AicoreTrayError, match="newer AI Core Tray"):
        UsageStore(file).open()
    with pytest.raises(AicoreTrayError, match="newer AI Core Tray"):
        usage_by(file, "model")
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == 99
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    assert before[:16] == file.read_bytes()[:16]


def test_two_processes_read_while_one_writes(store: UsageStore, file: Path) -> None:
    code = (
        "import sys, pathlib\n"
        "from aicore_tray.usage.queries import usage_by\n"
        "seen = 0\n"
        "while seen < 300:\n"
        "    rows = usage_by(pathlib.Path(sys.argv[1]), 'model')\n"
        "    now = sum(row.requests for row in rows)\n"
        "    assert now >= seen, (now, seen)\n"
        "    seen = now\n"
    )
    readers = [subprocess.Popen([sys.executable, "-c", code, str(file)], stderr=subprocess.PIPE) for _ in range(2)]
    for number in range(300):
        store.add(record(number))
        if number % 30 == 0:
            time.sleep(0.03)
    for reader in readers:
        _, err = reader.communicate(timeout=20)
        assert (reader.returncode, err) == (0, b"")


def test_a_locked_database_loses_nothing(
    store: UsageStore, file: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    store.close()
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    monkeypatch.setattr(writing, "_RETRY_SECONDS", 0.05)
    store = UsageStore(file)
    store.open()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        for number in range(20):
            store.add(record(number))
        assert not store.flush(0.6), "it cannot be written yet"
        other.execute("ROLLBACK")
    assert store.flush()
    store.close()
    assert count(file) == 20
    assert sum("trying again" in line for line in caplog.messages) == 1, "told once, not with every attempt"


def test_what_is_added_before_the_end_of_a_lock_survives_close(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader holds the file for a moment while the proxy stops."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    monkeypatch.setattr(writing, "_RETRY_SECONDS", 0.1)
    opened = UsageStore(file)
    opened.open()
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    opened.add(record())
    timer = threading.Timer(0.5, lambda: other.execute("ROLLBACK"))
    timer.start()
    opened.close()
    timer.join()
    other.close()
    assert count(file) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no tzset")
@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/Los_Angeles"])
def test_days_begin_at_local_midnight(
    store: UsageStore, file: Path, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        midnight = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        yesterday, before = midnight - timedelta(seconds=1), midnight - timedelta(days=1, seconds=1)
        for moment in (midnight, yesterday, yesterday, before):
            store.add(record(started=moment.timestamp()))
        assert store.flush()
        days = [f"{moment:%Y-%m-%d}" for moment in (midnight, yesterday, before)]
        assert [(row.groups[0], row.requests) for row in usage_by(file, "day")] == list(
            zip(days, (1, 2, 1), strict=True)
        )
        assert [row.requests for row in usage_by(file, "model", chosen=Chosen(days=1))] == [1]
        assert [row.requests for row in usage_by(file, "model", chosen=Chosen(days=2))] == [3]
        assert [row.requests for row in usage_by(file, "model", chosen=Chosen(days=3))] == [4]
    finally:
        monkeypatch.undo()
        time.tzset()


def test_what_cannot_be_written_takes_nothing_with_it(store: UsageStore, file: Path) -> None:
    store.add(record(1))
    store.add(record(2, usage=Usage(input=2**70)))
    store.add(record(3, asked="a" * 100_000, client="caf\udce9"))
    assert store.flush()
    store.add(record(4))
    assert store.flush()
    with closing(sqlite3.connect(file)) as connection:
        rows = list(connection.execute("SELECT id, length(asked), client FROM requests ORDER BY id"))
    assert rows == [("r1", 3, "test/1"), ("r3", 300, "caf?"), ("r4", 3, "test/1")]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_the_user_may_read_the_books(store: UsageStore, file: Path) -> None:
    store.add(record())
    assert store.flush()
    assert {path.stat().st_mode & 0o077 for path in file.parent.iterdir()} == {0}


def test_old_requests_are_forgotten(store: UsageStore, file: Path) -> None:
    for number, days in enumerate((0, 1, 2, 40)):
        store.add(record(number, started=time.time() - days * 86_400))
    assert store.flush()
    assert store.forget(30) == 1
    assert store.forget(30) == 0
    assert store.forget(2) == 1
    assert count(file) == 2
    store.add(record(9))
    assert store.flush()
    assert count(file) == 3


def test_very_many_old_requests_are_forgotten(store: UsageStore, file: Path) -> None:
    for number in range(4_500):
        store.add(record(number, started=time.time() - 40 * 86_400))
    store.add(record(1))
    assert store.flush()
    assert store.forget(30) == 4_500
    assert count(file) == 1
