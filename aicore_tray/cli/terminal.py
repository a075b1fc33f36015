"""What the commands print and read: lines, tables, errors, colours where a person looks on."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?(?: s)?")
_COLOURS = {"green": "32", "yellow": "33", "red": "31", "dim": "2", "bold": "1"}


def prepare() -> None:
    """Let a terminal that lacks a sign show another one in its place instead of ending the command.

    Where standard streams are closed, nothing else may get their numbers: it would receive what we print.
    """
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number, this one
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - until the process ends
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def say(line: str = "") -> None:
    """Print a line on stdout at once: others may wait for it."""
    write(line + "\n")


def announce(line: str) -> None:
    """Print a line that others may wait for; that nobody reads it is no reason to stop."""
    try:
        say(line)
    except BrokenPipeError:
        # What is buffered must go somewhere when the process ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write(text: str) -> None:
    """Print a piece of text on stdout at once, without a line end."""
    sys.stdout.write(text)
    sys.stdout.flush()


def say_json(value: Any, *, indent: int | None = 2) -> None:
    """Print a value as JSON on stdout."""
    say(json.dumps(value, ensure_ascii=False, indent=indent))


def tell(line: str) -> None:
    """Print a line on stderr, where it does not disturb what is read from stdout."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def fail(line: str) -> None:
    """Print an error line."""
    tell(f"aicore-tray: {line}")


def is_terminal() -> bool:
    """Tell whether a person sees stdout."""
    return sys.stdout.isatty()


def is_typed() -> bool:
    """Tell whether a person types what stdin holds."""
    return sys.stdin is not None and sys.stdin.isatty()


def coloured(text: str, colour: str) -> str:
    """Return the text in a colour, or as it is where nobody sees it or NO_COLOR is set."""
    if not is_terminal() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return text
    return f"\x1b[{_COLOURS[colour]}m{text}\x1b[0m"


def read_line(prompt: str) -> str | None:
    """Return the next line of stdin, None at its end; the prompt and line editing are for people alone."""
    if sys.stdin is None:
        return None
    if not is_typed():
        line = sys.stdin.readline()
        return line.rstrip("\r\n") if line else None
    with contextlib.suppress(ImportError):  # Windows has none, and edits lines by itself
        import readline  # noqa: F401 - it changes input()
    try:
        return input(prompt)
    except EOFError:
        say()
        return None


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, total: Sequence[str] | None = None) -> None:
    """Print rows under heads, each column as wide as it needs; columns of numbers stand to the right."""
    every = [*rows, total] if total is not None else list(rows)
    columns = [[head, *(row[index] for row in every)] for index, head in enumerate(heads)]
    widths = [max(len(cell) for cell in column) for column in columns]
    numeric = [bool(every) and all(_is_number(cell) for cell in column[1:]) for column in columns]
    for line in (heads, *rows):
        say(_row(line, widths, numeric))
    if total is not None:
        say("  ".join("-" * width for width in widths))
        say(_row(total, widths, numeric))


def _row(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    placed = (
        cell.rjust(width) if right else cell.ljust(width)
        for cell, width, right in zip(cells, widths, numeric, strict=True)
    )
    return "  ".join(placed).rstrip()


def _is_number(cell: str) -> bool:
    return cell in ("", "-") or _NUMBER.fullmatch(cell) is not None


def number(value: float | None, digits: int = 0) -> str:
    """Return a number with thousands separators, "-" for none."""
    return "-" if value is None else f"{value:,.{digits}f}"
