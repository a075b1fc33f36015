"""`aicore-tray usage`: what was used, by key, model, account or day, straight from the books."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from aicore_tray.cli.state import running
from aicore_tray.cli.terminal import number, say, say_json, table
from aicore_tray.errors import ConfigurationError
from aicore_tray.system.paths import Paths
from aicore_tray.usage.store import GROUPS, UsageRow, usage_by

_HEADS = ("REQUESTS", "ERRORS", "INPUT", "CACHE READ", "CACHE WRITE", "OUTPUT", "REASONING", "FIRST TOKEN", "DURATION")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--days", type=int, metavar="N", help="only the last N days, today included")
    parser.add_argument("--by", choices=tuple(GROUPS), default="model", help="what is summed up (model)")
    parser.add_argument("--demo", action="store_true", help="the books of the demo")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    if arguments.days is not None and arguments.days < 1:
        raise ConfigurationError([f"--days {arguments.days}: must be 1 or more"])
    rows = usage_by(_database(arguments), arguments.by, days=arguments.days)
    if arguments.json:
        say_json([asdict(row) for row in rows])
    elif rows:
        table((arguments.by.upper(), *_HEADS), [_cells(row) for row in rows], total=_total(rows))
    else:
        when = "" if arguments.days is None else f" in the last {arguments.days} days"
        say(f"Nothing was used{when}.")
    return 0


def _database(arguments: argparse.Namespace) -> Path:
    """Return the books: the demo's where they are asked for, or where only the demo has ever run and runs now."""
    paths = Paths.locate(arguments.data_dir)
    state = running(paths.state_file)
    only_demo = state is not None and state.demo and not paths.usage_db.is_file()
    return (paths.demo if arguments.demo or only_demo else paths).usage_db


def _cells(row: UsageRow) -> tuple[str, ...]:
    return (
        row.group,
        *_sums((row,)),
        _seconds(row.average_first_token),
        _seconds(row.average_duration),
    )


def _total(rows: Sequence[UsageRow]) -> tuple[str, ...]:
    duration = sum(row.average_duration * row.requests for row in rows) / sum(row.requests for row in rows)
    return ("total", *_sums(rows), "", _seconds(duration))


def _sums(rows: Sequence[UsageRow]) -> tuple[str, ...]:
    names = ("requests", "errors", "input", "cache_read", "cache_write", "output", "reasoning")
    return tuple(number(sum(getattr(row, name) for row in rows)) for name in names)


def _seconds(value: float | None) -> str:
    return "-" if value is None else f"{number(value, 2)} s"
