"""Single requests for other programs: nothing is lost on the way, and no cell becomes a formula."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from aicore_tray.usage.books import COLUMNS
from aicore_tray.usage.costs import Money
from aicore_tray.usage.export import Format, written
from aicore_tray.usage.queries import single_requests
from aicore_tray.usage.record import RequestRecord
from aicore_tray.usage.store import UsageStore
from tests.usage.test_store import record

EURO = Money(currency="EUR", unit_price=2.0)
ROUTE = [{"account": "demo", "deployment": "d1", "outcome": "429", "seconds": 0.1}]


def books(folder: Path, *records: RequestRecord) -> Path:
    store = UsageStore(folder / "usage.db")
    store.open()
    for each in records:
        store.add(each)
    store.close()
    return folder / "usage.db"


def exported(file: Path, form: Format, money: Money = EURO) -> bytes:
    return b"".join(written(single_requests(file), form, money))


def table(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbftime,id,")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_csv_holds_all_that_is_kept(tmp_path: Path) -> None:
    one = record(1, units=0.5, saved=-0.25, route=json.dumps(ROUTE), retries=1, waited=1.5, stream=True)
    rows = table(exported(books(tmp_path, one, record(2, first_token=None)), Format.CSV))
    assert tuple(rows[0]) == ("time", *COLUMNS, "cost", "currency")
    assert datetime.fromisoformat(rows[0]["time"]).timestamp() == pytest.approx(one.started, abs=0.001)
    assert (rows[0]["units"], rows[0]["saved"], rows[0]["cost"], rows[0]["currency"]) == ("0.5", "-0.25", "1.0", "EUR")
    assert (rows[0]["stream"], rows[0]["retries"], rows[0]["waited"]) == ("true", "1", "1.5")
    assert json.loads(rows[0]["route"]) == ROUTE
    assert (rows[1]["units"], rows[1]["cost"], rows[1]["currency"], rows[1]["first_token"]) == ("", "", "", "")


def test_lines_hold_all_that_is_kept(tmp_path: Path) -> None:
    one = record(1, units=0.5, saved=0.0, route=json.dumps(ROUTE), asked="größer\n")
    lines = exported(books(tmp_path, one, record(2)), Format.JSONL).decode().splitlines()
    first, second = map(json.loads, lines)
    assert list(first) == ["time", *COLUMNS, "cost", "currency"]
    assert (first["asked"], first["route"], first["complete"], first["cost"]) == ("größer\n", ROUTE, True, 1.0)
    assert (first["started"], first["input"], first["id"]) == (one.started, 10, "r1")
    assert (second["route"], second["units"], second["cost"], second["currency"]) == ([], None, None, "")


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "-gpt\n=2"]
)
def test_no_cell_is_a_formula(tmp_path: Path, text: str) -> None:
    file = books(tmp_path, record(1, asked=text, client=text, key=text, model=text, error=text))
    (row,) = table(exported(file, Format.CSV))
    for name in ("asked", "client", "key", "model", "error"):
        assert row[name] == f"'{text}"
    (line,) = exported(file, Format.JSONL).decode().splitlines()
    assert json.loads(line)["asked"] == text, "programs get what was sent"


@pytest.mark.parametrize("text", ['a "b", c', "a\nb", "a;b,c", "gpt-5", "claude-cli/2.1 (x=1)"])
def test_other_texts_stay_as_they_are(tmp_path: Path, text: str) -> None:
    (row,) = table(exported(books(tmp_path, record(1, asked=text)), Format.CSV))
    assert row["asked"] == text


def test_an_export_of_nothing(tmp_path: Path) -> None:
    assert table(exported(tmp_path / "none.db", Format.CSV)) == []
    assert exported(tmp_path / "none.db", Format.JSONL) == b""


@pytest.mark.parametrize("form", list(Format))
def test_an_export_does_not_hold_all_of_it(tmp_path: Path, form: Format) -> None:
    file = books(tmp_path, *(record(number, asked="a" * 300) for number in range(20_000)))

    def most(pieces: Any) -> tuple[int, int]:
        tracemalloc.start()
        length = sum(len(piece) for piece in pieces)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return length, peak

    length, peak = most(written(single_requests(file), form, EURO))
    assert length > 8_000_000
    assert peak < length / 2
