"""TOML that is changed a value at a time: every other byte stays, and what was put in can be taken out again.

Only what stands on lines of its own is changed. A value inside an inline table or an array of tables is left to its
owner, and so is every text whose outcome does not read as expected.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import tomlkit

from aicore_tray.connect.edits import MISSING, CannotEditError, Editing, Kept, Path, Record, fingerprint

_BARE = re.compile(r"[A-Za-z0-9_-]+")
# A string of three quotes may end in five: its own last ones come before the closing three.
_STRINGS = (
    re.compile(r'"""(?:[^\\]|\\.)*?"""+', re.DOTALL),
    re.compile(r"'''.*?'''+", re.DOTALL),
    re.compile(r'"(?:[^"\\\n]|\\.)*"'),
    re.compile(r"'[^'\n]*'"),
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A key with its value, or the head of a table.

    Attributes:
        path: the keys from the top of the file.
        start: where it begins.
        value: where its value begins; -1 for a head.
        end: behind its last character, without a comment.
        many: it is the head of an array of tables, or lies in one.
    """

    path: Path
    start: int
    value: int
    end: int
    many: bool = False

    @property
    def is_head(self) -> bool:
        return self.value < 0


def _lines(text: str) -> list[_Line]:
    """Return every key and head of a text that is TOML.

    Raises:
        CannotEditError: it is not.
    """
    try:
        tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise CannotEditError(f"The file is not valid TOML: {error}") from error
    found = []
    place, many = 0, False
    table: Path = ()
    arrays: set[Path] = set()
    while (place := _skip(text, place)) < len(text):
        start = place
        if text[place] == "[":
            double = text.startswith("[[", place)
            path, place = _key(text, place + 1 + double)
            place = text.index("]", place) + 1 + double
            if double:
                arrays.add(path)
            table, many = path, any(path[:depth] in arrays for depth in range(1, len(path) + 1))
            found.append(_Line(path, start, -1, place, many))
        else:
            path, place = _key(text, place)
            value = _blank(text, text.index("=", place) + 1)
            place = _value_end(text, value)
            found.append(_Line((*table, *path), start, value, place, many))
        place = _comment_end(text, place)
    return found


def _skip(text: str, place: int) -> int:
    """Skip white space, line ends and comments."""
    while place < len(text):
        if text[place] == "#":
            place = _comment_end(text, place)
        elif text[place] in " \t\r\n":
            place += 1
        else:
            break
    return place


def _blank(text: str, place: int) -> int:
    while place < len(text) and text[place] in " \t":
        place += 1
    return place


def _comment_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end


def _string_end(text: str, place: int) -> int:
    for pattern in _STRINGS:
        if found := pattern.match(text, place):
            return found.end()
    return place + 1


def _key(text: str, place: int) -> tuple[Path, int]:
    """Return a dotted key and the place behind it."""
    parts = []
    while True:
        place = _blank(text, place)
        if text[place] in "\"'":
            end = _string_end(text, place)
            parts.append(next(iter(tomllib.loads(f"{text[place:end]}=0"))))
        else:
            bare = _BARE.match(text, place)
            if bare is None:  # tomllib has taken the text
                raise CannotEditError("The file has a key that cannot be read")
            end = bare.end()
            parts.append(bare[0])
        place = _blank(text, end)
        if text[place] != ".":
            return tuple(parts), place
        place += 1


def _value_end(text: str, place: int) -> int:
    """Return the place behind a value, which may go over several lines."""
    depth = 0
    while place < len(text):
        character = text[place]
        if character in "\"'":
            place = _string_end(text, place)
        elif character in "[{":
            depth, place = depth + 1, place + 1
        elif character in "]}":
            depth, place = depth - 1, place + 1
        elif character == "#":
            if not depth:
                break
            place = _comment_end(text, place)
        elif character == "\n" and not depth:
            break
        else:
            place += 1
    return len(text[:place].rstrip(" \t\r\n"))


def _loaded(text: str) -> dict[str, Any]:
    return tomllib.loads(text)


def _at(data: object, path: Path) -> object:
    for key in path:
        if not isinstance(data, dict) or key not in data:
            return MISSING
        data = data[key]
    return data


def read(text: str, path: Path) -> object:
    """Return the value at a path, MISSING where there is none.

    Raises:
        CannotEditError: the text is not TOML.
    """
    _lines(text)
    return _at(_loaded(text), path)


def put(text: str, path: Path, value: object) -> tuple[str, tuple[Record, ...]]:
    """Set a value; its table is made where it is not there.

    Raises:
        CannotEditError: the text is not TOML, or the value's place is not one that can be changed by itself.
    """
    lines = _lines(text)
    before = _loaded(text)
    there = _at(before, path)
    if there is not MISSING and there == value and type(there) is type(value):
        return text, ()
    written = tomlkit.item(value).as_string()
    end_of_line = "\r\n" if "\r\n" in text else "\n"
    if there is not MISSING:
        line = next((each for each in lines if each.path == path and not each.is_head and not each.many), None)
        if line is None or isinstance(value, list):
            raise CannotEditError(f"{'.'.join(path)} is set in the file in a way of its own")
        old = text[line.value : line.end]
        changed = text[: line.value] + written + text[line.end :]
        records: tuple[Record, ...] = (Record(path=path, kind="replaced", old=old, new=fingerprint(value)),)
    else:
        changed, records = _add(text, lines, path, written, fingerprint(value), end_of_line)
    _check(before, changed, path, value)
    return changed, records


def _check(before: dict[str, Any], changed: str, path: Path, value: object) -> None:
    """Refuse a change whose outcome reads otherwise than meant.

    Raises:
        CannotEditError: it does.
    """
    meant: dict[str, Any] = before
    table = meant
    for key in path[:-1]:
        table = table.setdefault(key, {}) if isinstance(table, dict) else {}
    if isinstance(table, dict):
        table[path[-1]] = value
    try:
        outcome = _loaded(changed)
    except tomllib.TOMLDecodeError:
        outcome = {}
    if outcome != meant:
        raise CannotEditError(f"{'.'.join(path)} cannot be set in the file by itself")


def _add(
    text: str, lines: list[_Line], path: Path, written: str, new: str, end_of_line: str
) -> tuple[str, tuple[Record, ...]]:
    entry = f"{_word(path[-1])} = {written}"
    table = path[:-1]
    inside = list(_section(lines, table))
    if inside:
        # Behind the last key of its table, before a comment of that line.
        place = _comment_end(text, inside[-1].end)
        if text[place - 1 : place] == "\r":
            place -= 1
        changed = text[:place] + end_of_line + entry + text[place:]
        return changed, (Record(path=path, kind="added", new=new, before=end_of_line),)
    if not table:
        # At the top, before the first head, whose comments stay with it.
        changed = entry + end_of_line + text
        return changed, (Record(path=path, kind="added", new=new, after=end_of_line),)
    gap = "" if not text else end_of_line if text.endswith("\n") else end_of_line * 2
    head = f"[{'.'.join(map(_word, table))}]"
    changed = f"{text}{gap}{head}{end_of_line}{entry}{end_of_line}"
    return changed, (
        Record(path=table, kind="container", before=gap, after=end_of_line),
        Record(path=path, kind="added", new=new, before=end_of_line),
    )


def _section(lines: list[_Line], table: Path) -> Iterator[_Line]:
    """Give the head of a table and the keys below it; for the top, the keys before the first head."""
    inside = not table
    for line in lines:
        if line.is_head:
            inside = line.path == table and not line.many
        if inside:
            yield line


def _word(key: str) -> str:
    return key if _BARE.fullmatch(key) else tomlkit.item(key).as_string()


def take_back(text: str, record: Record) -> tuple[str, Kept | None]:
    """Undo what `put` did to one value, unless somebody has changed it since."""
    lines = _lines(text)
    if record.kind == "container":
        inside = list(_section(lines, record.path))
        if len(inside) != 1:
            return text, None
        start, end = inside[0].start, inside[0].end
        if text.startswith(record.after, end):
            end += len(record.after)
        # What others put behind it stays on a line of its own.
        if not text[end:].strip() and text[:start].endswith(record.before):
            start -= len(record.before)
        return text[:start] + text[end:], None
    there = _at(_loaded(text), record.path)
    if there is MISSING:
        return text, None
    line = next((each for each in lines if each.path == record.path and not each.is_head and not each.many), None)
    if line is None or fingerprint(there) != record.new:
        return text, Kept(record.path)
    if record.kind == "replaced":
        return text[: line.value] + record.old + text[line.end :], None
    start, end = line.start, line.end
    if record.before and text[:start].endswith(record.before):
        start -= len(record.before)
    elif text.startswith(record.after or "\n", end):
        end += len(record.after or "\n")
    return text[:start] + text[end:], None


def is_empty(text: str) -> bool:
    """Tell whether a text has no value in it; a comment is its owner's and counts."""
    return not text.strip()


TOML = Editing(read=read, put=put, take_back=take_back, is_empty=is_empty)
"""TOML, a value at a time."""
