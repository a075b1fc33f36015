"""Single requests for other programs: CSV that opens in a spreadsheet, JSON lines, and the columns of both."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Any

from aicore_tray.errors import AicoreTrayError
from aicore_tray.usage.books import COLUMNS, row_of
from aicore_tray.usage.costs import Money
from aicore_tray.usage.record import RequestRecord

_PAGE = 1_000
# `time` is `started` for people.
_HEAD = ("time", *COLUMNS, "cost", "currency")
_FLAGS = ("stream", "complete")
# Without it spreadsheets take UTF-8 for their country's own characters.
_MARK = "\ufeff"
# A cell that begins so is a formula to a spreadsheet, and what clients send may be made to be one.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Format(StrEnum):
    """The forms of an export; the value is the file's ending."""

    CSV = "csv"
    JSONL = "jsonl"

    @property
    def content_type(self) -> str:
        return "text/csv; charset=utf-8" if self is Format.CSV else "application/x-ndjson"


def written(pages: Iterable[list[dict[str, Any]]], form: Format, money: Money) -> Iterator[bytes]:
    """Yield an export piece by piece.

    Args:
        pages: rows of the books, as `single_requests` yields them.
    """
    return _as_csv(pages, money) if form is Format.CSV else _as_lines(pages, money)


def pages_of(records: Iterable[RequestRecord]) -> Iterator[list[dict[str, Any]]]:
    """Yield requests as rows of the books, some at a time."""
    rows = (dict(zip(COLUMNS, row_of(record), strict=True)) for record in records)
    while page := list(islice(rows, _PAGE)):
        yield page


def save(file: Path, pages: Iterable[list[dict[str, Any]]], form: Format, money: Money) -> None:
    """Write an export into a file, all of it or nothing. It blocks.

    Raises:
        AicoreTrayError: the file cannot be written.
    """
    part = file.with_name(f".{file.name}.part")
    try:
        with part.open("wb") as opened:
            for piece in written(pages, form, money):
                opened.write(piece)
        part.replace(file)
    except OSError as error:
        raise AicoreTrayError(
            f"{file.name} cannot be written: {error.strerror or error}", hint="Choose another folder."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _as_csv(pages: Iterable[list[dict[str, Any]]], money: Money) -> Iterator[bytes]:
    yield _MARK.encode() + _csv([list(_HEAD)])
    for rows in pages:
        entries = (_entry(row, money) for row in rows)
        yield _csv([[_cell(entry[name]) for name in _HEAD] for entry in entries])


def _csv(rows: Iterable[list[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _as_lines(pages: Iterable[list[dict[str, Any]]], money: Money) -> Iterator[bytes]:
    for rows in pages:
        entries = ({**entry, "route": _hops(entry["route"])} for row in rows for entry in [_entry(row, money)])
        yield "".join(f"{json.dumps(entry, ensure_ascii=False)}\n" for entry in entries).encode()


def _entry(row: Mapping[str, Any], money: Money) -> dict[str, Any]:
    """Return a row as it leaves the house, in the order of the columns."""
    cost = money.of(row["units"])
    return {
        "time": datetime.fromtimestamp(row["started"]).astimezone().isoformat(timespec="milliseconds"),
        **{name: bool(row[name]) if name in _FLAGS else row[name] for name in COLUMNS},
        "cost": cost,
        "currency": "" if cost is None else money.currency,
    }


def _cell(value: object) -> object:
    """Return a value as a spreadsheet shows it: texts stay texts."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA):
        return f"'{value}"
    return value


def _hops(route: str) -> object:
    try:
        return json.loads(route) if route else []
    except ValueError:
        return route
