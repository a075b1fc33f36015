"""Books that break: set aside and told, at the start and while requests come; nothing is deleted and no row lost."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from aicore_tray.errors import AicoreTrayError
from aicore_tray.system import database
from aicore_tray.usage import store as writing
from aicore_tray.usage.books import DamagedBooksError
from aicore_tray.usage.queries import usage_by
from aicore_tray.usage.store import UsageStore
from tests.usage.test_store import count, record

TEXT = b"this is a text, and quite long enough to be looked at" * 400


class Books:
    """A store with what it told."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.told: list[str] = []
        self.store = UsageStore(file, on_warning=self.told.append)

    def aside(self) -> list[Path]:
        return sorted(self.file.parent.glob("usage.damaged-*"))

    def filled(self, rows: int) -> None:
        """Write so many rows, and let all of them into the file itself."""
        self.store.open()
        for number in range(rows):
            self.store.add(record(number))
        self.store.close()


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    made = Books(tmp_path / "data" / "usage.db")
    made.file.parent.mkdir()
    yield made
    made.store.close()


def head(file: Path) -> None:
    file.write_bytes(TEXT[:100] + file.read_bytes()[100:])


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def middle(file: Path) -> None:
    """Overwrite every page but the first, which holds the tables' names."""
    content = file.read_bytes()
    file.write_bytes(content[:4096] + TEXT * (len(content) // len(TEXT)) + content[-4096:])


def all_of_it(file: Path) -> None:
    file.write_bytes(TEXT)


def nothing_left(file: Path) -> None:
    file.write_bytes(b"")


@pytest.mark.parametrize("damage", [head, all_of_it, nothing_left])
def test_at_the_start(books: Books, damage: Callable[[Path], None]) -> None:
    books.filled(400)
    damage(books.file)
    broken = books.file.read_bytes()
    log = books.file.with_name("usage.db-wal")
    log.write_bytes(b"what was not in the file yet")
    books.store.open()
    books.store.add(record(1))
    assert books.store.flush()
    assert count(books.file) == 1
    (kept,) = [file for file in books.aside() if file.suffix == ".db"]
    assert kept.read_bytes() == broken, "not a byte of it is lost"
    assert kept.with_name(kept.name + "-wal").read_bytes() == b"what was not in the file yet"
    assert books.told == [f"The usage database was damaged: it is kept as {kept}, and a new one was begun"]
    if os.name != "nt":
        assert {path.stat().st_mode & 0o077 for path in books.file.parent.glob("usage.db*")} == {0}


def test_one_after_the_other_keeps_both(books: Books) -> None:
    for number in range(3):
        books.file.write_bytes(TEXT + bytes([number]))
        books.store.open()
        books.store.close()
    assert [file.read_bytes()[-1] for file in books.aside()] == [1, 2, 0], "-2, -3 and the plain name"
    assert len({file.name for file in books.aside()}) == 3


@pytest.mark.parametrize("damage", [head, cut, middle, all_of_it])
def test_while_requests_come(books: Books, damage: Callable[[Path], None]) -> None:
    books.filled(400)
    books.store.open()
    damage(books.file)
    for number in range(50):
        books.store.add(record(1000 + number))
    assert books.store.flush()
    assert count(books.file) == 50, "those that waited are in the new one"
    assert len(books.told) == 1
    assert any(file.suffix == ".db" for file in books.aside())


def test_the_whole_file_is_looked_at_when_asked(books: Books) -> None:
    books.filled(400)
    books.store.open()
    books.store.check()
    assert books.store.flush()
    assert (books.told, count(books.file)) == ([], 400)
    middle(books.file)
    books.store.check()
    assert books.store.flush()
    assert len(books.told) == 1
    assert count(books.file) == 0


def test_a_false_suspicion_changes_nothing(books: Books) -> None:
    books.filled(20)
    books.store.open()
    books.store.suspect()
    books.store.add(record(20))
    assert books.store.flush()
    assert count(books.file) == 21
    assert (books.told, books.aside()) == ([], [])


def test_what_another_process_replaced_is_not_set_aside_again(books: Books) -> None:
    books.filled(400)
    other = Books(books.file)
    books.store.open()
    other.store.open()
    try:
        middle(books.file)
        other.store.suspect()
        assert other.store.flush()
        books.store.suspect()
        books.store.add(record(1))
        assert books.store.flush()
        other.store.add(record(2))
        assert other.store.flush()
    finally:
        other.store.close()
    assert (len(other.told), books.told) == (1, [])
    assert count(books.file) == 2


def test_old_requests_of_a_damaged_file(books: Books) -> None:
    books.filled(400)
    books.store.open()
    middle(books.file)
    with pytest.raises(DamagedBooksError):
        books.store.forget(1)
    assert books.store.flush()
    assert len(books.told) == 1
    assert books.store.forget(1) == 0


def test_one_that_cannot_be_moved(tmp_path: Path) -> None:
    """Its new name is longer than a name may be."""
    file = tmp_path / f"{'u' * 240}.db"
    file.write_bytes(TEXT)
    with pytest.raises(AicoreTrayError, match="cannot be moved"):
        UsageStore(file).open()
    assert file.read_bytes() == TEXT


def test_whoever_only_reads_leaves_it_alone(books: Books) -> None:
    books.file.write_bytes(TEXT)
    with pytest.raises(DamagedBooksError, match="cannot be used") as caught:
        usage_by(books.file, "model")
    assert "--data-dir" in caught.value.hint
    assert (books.file.read_bytes(), books.aside()) == (TEXT, [])


def test_a_lock_is_no_damage(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    monkeypatch.setattr(writing, "_RETRY_SECONDS", 0.05)
    books.filled(20)
    books.store.open()
    with closing(sqlite3.connect(books.file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        books.store.add(record(1))
        books.store.suspect()
        assert not books.store.flush(0.4)
        other.execute("ROLLBACK")
    assert books.store.flush()
    assert (count(books.file), books.told, books.aside()) == (21, [], [])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no file's size")
def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    """No file may grow for a while, as where the disk is full; the process lives on and writes all of it later."""
    code = """
import pathlib, resource, sys
from aicore_tray.usage import store as writing
from aicore_tray.usage.store import UsageStore
from tests.usage.test_store import count, record

writing._RETRY_SECONDS = 0.05
file = pathlib.Path(sys.argv[1])
told = []
store = UsageStore(file, on_warning=told.append)
store.open()
store.add(record(0))
assert store.flush()
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, hard))
for number in range(1, 500):
    store.add(record(number))
assert not store.flush(0.5)
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
assert store.flush()
store.close()
print(count(file), told)
"""
    ended = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "usage.db")], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (0, "500 []\n"), ended.stderr
    assert ended.stderr.count("trying again") == 1
