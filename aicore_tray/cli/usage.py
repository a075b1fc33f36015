"""`aicore-tray usage`: what was used and what it cost, summed up or request by request, straight from the books."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from aicore_tray.cli.kept import opened_books, settings_of
from aicore_tray.cli.terminal import number, say, say_json, table, tell
from aicore_tray.config.configuration import database_address
from aicore_tray.errors import AicoreTrayError, ConfigurationError
from aicore_tray.system.paths import Paths
from aicore_tray.usage.costs import Money
from aicore_tray.usage.export import Format, written
from aicore_tray.usage.queries import GROUPS, Chosen, UsageRow

_HEADS = ("REQUESTS", "ERRORS", "INPUT", "CACHE READ", "CACHE WRITE", "OUTPUT", "REASONING", "FIRST TOKEN", "DURATION")
_STDOUT = "-"
# Costs of single requests are small.
_DIGITS = 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--days", type=int, metavar="N", help="only the last N days, today included")
    parser.add_argument("--key", metavar="NAME", help="only requests with this API key")
    parser.add_argument("--model", metavar="NAME", help="only requests for this model")
    parser.add_argument("--by", choices=tuple(GROUPS), default="model", help="what is summed up (model)")
    parser.add_argument("--demo", action="store_true", help="the books of the demo")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print the sums as JSON")
    form.add_argument("--csv", metavar="FILE", help="write every single request as CSV; - for stdout")
    form.add_argument("--jsonl", metavar="FILE", help="write every single request as a line of JSON; - for stdout")


def run(arguments: argparse.Namespace) -> int:
    if arguments.days is not None and arguments.days < 1:
        raise ConfigurationError([f"--days {arguments.days}: must be 1 or more"])
    paths = Paths.locate(arguments.data_dir)
    settings = settings_of(arguments, paths)
    money = Money(currency=settings.currency, unit_price=settings.unit_price)
    chosen = Chosen(days=arguments.days, key=arguments.key, model=arguments.model)
    with opened_books(arguments, paths, database_address(settings)) as books:
        for form, place in ((Format.CSV, arguments.csv), (Format.JSONL, arguments.jsonl)):
            if place is not None:
                _export(written(books.single_requests(chosen), form, money), place)
                return 0
        rows = books.usage_by(arguments.by, chosen=chosen)
    if arguments.json:
        say_json([_as_json(row, money) for row in rows])
    elif rows:
        _print(rows, arguments.by, money)
    else:
        when = "" if arguments.days is None else f" in the last {arguments.days} days"
        say(f"Nothing was used{when}.")
    return 0


def _export(pieces: Iterator[bytes], place: str) -> None:
    """Write an export into a file, or on stdout.

    Raises:
        AicoreTrayError: the file cannot be written.
    """
    if place == _STDOUT:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return
    file, lines = Path(place), 0
    try:
        with file.open("wb") as out:
            for piece in pieces:
                out.write(piece)
                lines += piece.count(b"\n")
    except OSError as error:
        raise AicoreTrayError(f"{file} cannot be written: {error.strerror or error}") from error
    tell(f"{lines:,} lines are in {file}.")


def _as_json(row: UsageRow, money: Money) -> dict[str, object]:
    values = asdict(row)
    (group,) = values.pop("groups")
    cost = {"cost": money.of(row.units), "currency": money.currency} if money.told else {}
    return {"group": group, **values, **cost}


def _print(rows: Sequence[UsageRow], by: str, money: Money) -> None:
    costs = ("UNITS", *((money.currency.upper(),) if money.told else ()), "SAVED")
    table((by.upper(), *_HEADS, *costs), [_cells(row, money) for row in rows], total=_total(rows, money))
    without = sum(row.without_price for row in rows)
    if without:
        say(f"Units are SAP's capacity units, plus {number(without)} {'request' if without == 1 else 'requests'} "
            "without a price.")  # fmt: skip


def _cells(row: UsageRow, money: Money) -> tuple[str, ...]:
    return (
        *row.groups,
        *_sums((row,)),
        _seconds(row.average_first_token),
        _seconds(row.average_duration),
        *_costs((row,), money),
    )


def _total(rows: Sequence[UsageRow], money: Money) -> tuple[str, ...]:
    duration = sum(row.average_duration * row.requests for row in rows) / sum(row.requests for row in rows)
    return ("total", *_sums(rows), "", _seconds(duration), *_costs(rows, money))


def _sums(rows: Sequence[UsageRow]) -> tuple[str, ...]:
    names = ("requests", "errors", "input", "cache_read", "cache_write", "output", "reasoning")
    return tuple(number(sum(getattr(row, name) for row in rows)) for name in names)


def _costs(rows: Sequence[UsageRow], money: Money) -> tuple[str, ...]:
    """Return capacity units, what they cost, and what caches saved; "-" where no price is known."""
    units, saved = _known([row.units for row in rows]), _known([row.saved for row in rows])
    cost = (number(money.of(units), _DIGITS),) if money.told else ()
    return (number(units, _DIGITS), *cost, number(saved, _DIGITS))


def _known(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _seconds(value: float | None) -> str:
    return "-" if value is None else f"{number(value, 2)} s"
