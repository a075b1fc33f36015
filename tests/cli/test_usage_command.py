"""`aicore-tray usage` as a process over books that were written before."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from aicore_tray.system.paths import Paths
from aicore_tray.usage.store import UsageStore
from tests.cli.processes import command
from tests.usage.test_store import record


@pytest.fixture
def home(tmp_path: Path) -> Path:
    store = UsageStore(Paths.locate(tmp_path).usage_db)
    store.open()
    store.add(record(1, units=1.25, saved=0.5, client="claude-cli/2.1", dialect="messages"))
    store.add(record(2, units=0.75, saved=-0.25, key="other"))
    store.add(record(3, key="other", model="gpt-6", status=500))
    store.close()
    return tmp_path


def cells(line: str) -> list[str]:
    return re.split(r" {2,}", line)


async def test_costs_in_units(home: Path) -> None:
    ended = await command("usage", "--data-dir", home)
    assert (ended.code, ended.err) == (0, "")
    head, first, second, _, total, foot = ended.out.splitlines()
    assert cells(head)[-2:] == ["UNITS", "SAVED"]
    assert (cells(first)[0], cells(first)[-2:]) == ("gpt-5", ["2.0000", "0.2500"])
    assert (cells(second)[0], cells(second)[-2:]) == ("gpt-6", ["-", "-"]), "unknown is not nothing"
    assert cells(total)[-2:] == ["2.0000", "0.2500"]
    assert foot == "Units are SAP's capacity units, plus 1 request without a price."
    ended = await command("usage", "--data-dir", home, "--model", "gpt-5")
    assert "without a price" not in ended.out


async def test_costs_in_a_currency(home: Path) -> None:
    settings = Paths.locate(home).settings_file
    settings.parent.mkdir(exist_ok=True)
    settings.write_text('currency = "eur"\nunit_price = 1.5\nport = "wrong"\n')
    ended = await command("usage", "--data-dir", home, "--by", "key")
    assert (ended.code, ended.err) == (0, "")
    head, *rows = ended.out.splitlines()
    assert cells(head)[-3:] == ["UNITS", "EUR", "SAVED"]
    assert cells(rows[0])[-3:] == ["0.7500", "1.1250", "-0.2500"]
    (row,) = json.loads((await command("usage", "--data-dir", home, "--json", "--by", "key", "--key", "mine")).out)
    assert (row["group"], row["units"], row["cost"], row["currency"]) == ("mine", 1.25, 1.875, "eur")


@pytest.mark.parametrize(
    ("by", "groups"),
    [("client", ["test", "claude-cli"]), ("dialect", ["chat", "messages"]), ("deployment", ["d1"])],
)
async def test_further_groups(home: Path, by: str, groups: list[str]) -> None:
    rows = json.loads((await command("usage", "--data-dir", home, "--json", "--by", by)).out)
    assert [row["group"] for row in rows] == groups


async def test_export(home: Path, tmp_path: Path) -> None:
    place = tmp_path / "out.csv"
    ended = await command("usage", "--data-dir", home, "--csv", place)
    assert (ended.code, ended.out, ended.err) == (0, "", f"4 lines are in {place}.\n")
    rows = list(csv.DictReader(io.StringIO(place.read_text(encoding="utf-8-sig"))))
    assert [row["id"] for row in rows] == ["r1", "r2", "r3"]
    ended = await command("usage", "--data-dir", home, "--csv", "-", "--key", "mine")
    assert ended.out.startswith("\ufefftime,id,started,key,")
    assert len(ended.out.splitlines()) == 2
    ended = await command("usage", "--data-dir", home, "--jsonl", "-", "--days", "1")
    assert [json.loads(line)["id"] for line in ended.out.splitlines()] == ["r1", "r2", "r3"]


async def test_export_that_cannot_be_written(home: Path) -> None:
    ended = await command("usage", "--data-dir", home, "--csv", home / "no" / "folder.csv")
    assert ended.code == 1
    assert len(ended.errors) == 1
    assert "cannot be written" in ended.err
    assert (await command("usage", "--data-dir", home, "--csv", "-", "--json")).code == 2
