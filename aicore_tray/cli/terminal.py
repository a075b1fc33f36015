"""What the commands print: lines, tables and errors."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def say(line: str = "") -> None:
    """Print a line on stdout at once: others may wait for it."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def tell(line: str) -> None:
    """Print a line on stderr, where it does not disturb what is read from stdout."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def fail(line: str) -> None:
    """Print an error line."""
    tell(f"aicore-tray: {line}")


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under heads, each column as wide as it needs; columns of numbers stand to the right."""
    columns = [[head, *(row[index] for row in rows)] for index, head in enumerate(heads)]
    widths = [max(len(cell) for cell in column) for column in columns]
    numeric = [bool(rows) and all(_is_number(row[index]) for row in rows) for index in range(len(heads))]
    for row in (heads, *rows):
        cells = [
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, numeric, strict=True)
        ]
        say("  ".join(cells).rstrip())


def _is_number(cell: str) -> bool:
    return cell.replace(",", "").replace(".", "").replace(" s", "").replace("-", "").isdigit() or cell in ("", "-")
