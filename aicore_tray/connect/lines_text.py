"""Lines of ours in somebody's file of lines (YAML, dotenv): one block between two marks, at the end.

A reader of YAML would have to keep every comment and every way of writing; a block at the end needs none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from aicore_tray.connect.edits import CannotEditError, Kept, Record, fingerprint

BEGIN = "# >>> AI Core Tray: put here by Apply, taken away by Undo"
END = "# <<< AI Core Tray"
_BLOCK = re.compile(rf"^{re.escape(BEGIN)}\r?\n(?P<text>.*?)^{re.escape(END)}(?:\r?\n|\Z)", re.MULTILINE | re.DOTALL)


def _found(text: str) -> re.Match[str] | None:
    blocks = list(_BLOCK.finditer(text))
    if len(blocks) > 1 or text.count(BEGIN) != len(blocks) or text.count(END) != len(blocks):
        raise CannotEditError("The marks of our block in the file are damaged", hint="Take our lines out by hand.")
    return blocks[0] if blocks else None


def inside(text: str) -> str | None:
    """Return the lines between our marks, None without any.

    Raises:
        CannotEditError: the marks are damaged.
    """
    block = _found(text)
    return block["text"].replace("\r\n", "\n") if block else None


def set_elsewhere(text: str, keys: Iterable[str]) -> tuple[str, int] | None:
    """Return the first of these names that the file sets outside our block, and the number of its line."""
    block = _found(text)
    outside = text if block is None else text[: block.start()] + "\n" * block[0].count("\n") + text[block.end() :]
    for name in keys:
        pattern = re.compile(rf"""^(?:export[ \t]+)?["']?{re.escape(name)}["']?[ \t]*[:=]""", re.MULTILINE)
        if found := pattern.search(outside):
            return name, outside.count("\n", 0, found.start()) + 1
    return None


def put(text: str, lines: str, keys: Iterable[str], *, yaml: bool) -> tuple[str, tuple[Record, ...]]:
    """Put lines at the end of a file, in place of those that we put there before.

    Args:
        lines: what is put there; it ends in a line end.
        keys: the names that they set.
        yaml: the file is YAML, where lines at the end may mean something else than they say.

    Raises:
        CannotEditError: the file sets one of these names already, or lines at its end would not be understood.
    """
    if other := set_elsewhere(text, keys):
        raise CannotEditError(f"The file sets {other[0]} already, in line {other[1]}")
    block = _found(text)
    if yaml:
        _refuse_other_yaml(text if block is None else text[: block.start()] + text[block.end() :], lines)
    end_of_line = "\r\n" if "\r\n" in text else "\n"
    whole = end_of_line.join((BEGIN, *lines.splitlines(), END, ""))
    new = fingerprint(lines)
    if block is not None:
        if block["text"].replace("\r\n", "\n") == lines:
            return text, ()
        return text[: block.start()] + whole + text[block.end() :], (Record(path=(), kind="replaced", new=new),)
    gap = "" if not text or text.endswith("\n") else end_of_line
    return text + gap + whole, (Record(path=(), kind="added", new=new, before=gap),)


def take_back(text: str, record: Record) -> tuple[str, Kept | None]:
    """Take our block out, unless somebody has changed it since.

    Raises:
        CannotEditError: the marks are damaged.
    """
    block = _found(text)
    if block is None:
        return text, None
    if fingerprint(block["text"].replace("\r\n", "\n")) != record.new:
        return text, Kept(())
    start, end = block.start(), block.end()
    if record.before and end == len(text) and text[:start].endswith(record.before):
        start -= len(record.before)
    return text[:start] + text[end:], None


def _refuse_other_yaml(text: str, lines: str) -> None:
    """Refuse YAML at whose end further keys or items would not be part of the same document."""
    if re.search(r"^(?:\.\.\.|---.*\n(?:.*\n)*?---)", text, re.MULTILINE):
        raise CannotEditError("The file has more than one document")
    first = next((line for line in text.splitlines() if line.strip() and not line.startswith(("#", "---", "%"))), "")
    if not first:
        return
    if first.startswith((" ", "\t", "{", "[", '"{', "&", "!", "*", "|", ">")):
        raise CannotEditError("The file is written in a way to which no lines can be added")
    if first.startswith("- ") != lines.startswith("- "):
        raise CannotEditError("The file is a list at its top, or the other way about")
