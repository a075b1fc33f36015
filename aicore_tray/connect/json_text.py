"""JSON that is changed a value at a time: every other byte stays, and what was put in can be taken out again.

Comments, a byte order mark, a key twice and all else that the standard does not know is refused: whoever wrote it has
a reader of their own, whose rules are not known here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn

from aicore_tray.connect.edits import MISSING, CannotEditError, Editing, Kept, Kind, Path, Record, fingerprint

_SPACE = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*"')
_OTHER = re.compile(r"[^\s,\]}:]+")
_INDENT = re.compile(r"\n([ \t]+)\S")
_DEEPEST = 200


@dataclass(slots=True)
class _Node:
    """A value, from its first character to behind its last; an object has members."""

    start: int
    end: int = 0
    members: list[_Member] | None = None

    def member(self, key: str) -> _Member | None:
        return next((each for each in self.members or () if each.key == key), None)


@dataclass(slots=True)
class _Member:
    key: str
    start: int
    node: _Node = field(default_factory=lambda: _Node(0))


def _nothing(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _parsed(text: str) -> _Node:
    """Find every object of a text.

    Raises:
        CannotEditError: it is not JSON, or not an object, or an object has a key twice.
    """
    try:
        json.loads(text, parse_constant=_nothing)
    except json.JSONDecodeError as error:
        raise CannotEditError(f"The file is not plain JSON: line {error.lineno} has a comment or an error") from error
    except ValueError as error:
        raise CannotEditError("The file is not plain JSON: it has a number that JSON does not know") from error
    except RecursionError as error:
        raise _too_deep() from error
    root = _value(text, _skip(text, 0), 0)
    if root.members is None:
        raise CannotEditError("The file is not plain JSON with names and values at its top")
    return root


def _too_deep() -> CannotEditError:
    return CannotEditError("The file is not plain JSON: it is nested too deeply")


def _skip(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return found.end() if found else place


def _value(text: str, place: int, depth: int) -> _Node:
    """Return the value that begins at a place; the text is known to be JSON."""
    if depth > _DEEPEST:
        raise _too_deep()
    node = _Node(place)
    if text[place] == "{":
        node.members = []
        node.end = _object(text, node, depth)
    elif text[place] == "[":
        node.end = _array(text, place, depth)
    else:
        found = _STRING.match(text, place) or _OTHER.match(text, place)
        node.end = found.end() if found else place
    return node


def _object(text: str, node: _Node, depth: int) -> int:
    members = node.members = []
    place = _skip(text, node.start + 1)
    while text[place] != "}":
        if text[place] == ",":
            place = _skip(text, place + 1)
        key = _STRING.match(text, place)
        if key is None:  # the standard's own reader has taken the text
            raise CannotEditError("The file is not plain JSON: a name is missing")
        member = _Member(json.loads(key[0]), place)
        if node.member(member.key) is not None:
            raise CannotEditError(f"The file is not plain JSON: {member.key} is in it twice")
        member.node = _value(text, _skip(text, _skip(text, key.end()) + 1), depth + 1)
        members.append(member)
        place = _skip(text, member.node.end)
    return place + 1


def _array(text: str, start: int, depth: int) -> int:
    place = _skip(text, start + 1)
    while text[place] != "]":
        place = _skip(text, place + 1) if text[place] == "," else _skip(text, _value(text, place, depth + 1).end)
    return place + 1


def _find(root: _Node, path: Path) -> Iterator[_Member | None]:
    """Give the member of each key of a path, None from the first that is not there."""
    node: _Node | None = root
    for key in path:
        member = node.member(key) if node is not None else None
        yield member
        node = member.node if member is not None else None


def read(text: str, path: Path) -> object:
    """Return the value at a path, MISSING where there is none.

    Raises:
        CannotEditError: the text is not plain JSON.
    """
    if not text.strip():
        return MISSING
    *_, member = _find(_parsed(text), path)
    return json.loads(text[member.node.start : member.node.end]) if member is not None else MISSING


def put(text: str, path: Path, value: object) -> tuple[str, tuple[Record, ...]]:
    """Set a value; objects on the way to it are made where they are not there.

    Raises:
        CannotEditError: the text is not plain JSON, or something on the way is no object.
    """
    records: list[Record] = []
    if not text.strip():
        # A file that is not there, or has nothing in it yet.
        before, text = text, "{}\n" if "\r\n" not in text else "{}\r\n"
        records.append(Record(path=(), kind="container", old=before))
    for depth in range(1, len(path)):
        root = _parsed(text)
        *_, member = _find(root, path[:depth])
        if member is None:
            text, record = _add(text, root, path[:depth], {})
            records.append(record)
        elif member.node.members is None:
            names = ".".join(path[:depth])
            raise CannotEditError(f"{names} in the file has no names and values of its own")
    root = _parsed(text)
    *_, member = _find(root, path)
    if member is None:
        text, record = _add(text, root, path, value)
        return text, (*records, record)
    old = text[member.node.start : member.node.end]
    if json.loads(old) == value and type(json.loads(old)) is type(value):
        return text, tuple(records)
    if isinstance(value, list):
        raise CannotEditError(f"{'.'.join(path)} is set in the file already")
    new = _written(text, value, _indent_of(text, member.start))
    text = text[: member.node.start] + new + text[member.node.end :]
    return text, (*records, Record(path=path, kind="replaced", old=old, new=fingerprint(value)))


def take_back(text: str, record: Record) -> tuple[str, Kept | None]:
    """Undo what `put` did to one value, unless somebody has changed it since."""
    if not text.strip():
        return text, None
    root = _parsed(text)
    if not record.path:
        return (record.old, None) if is_empty(text) else (text, None)
    *way, member = _find(root, record.path)
    if member is None:
        return text, None
    raw = text[member.node.start : member.node.end]
    if record.kind == "container":
        return (text if member.node.members else _remove(text, way[-1].node if way and way[-1] else root, record)), None
    if fingerprint(json.loads(raw)) != record.new:
        return text, Kept(record.path)
    if record.kind == "replaced":
        return text[: member.node.start] + record.old + text[member.node.end :], None
    return _remove(text, way[-1].node if way and way[-1] else root, record), None


def is_empty(text: str) -> bool:
    """Tell whether a text has no value in it."""
    return not text.strip() or not _parsed(text).members


def _add(text: str, root: _Node, path: Path, value: object) -> tuple[str, Record]:
    """Add a member at the end of the object that is to hold it."""
    *way, _ = _find(root, path)
    node = way[-1].node if way and way[-1] is not None else root
    line_end = "\r\n" if "\r\n" in text else "\n"
    outer = _indent_of(text, node.start)
    after = ""
    if node.members:
        last = node.members[-1]
        place = last.node.end
        # As the one before it is set off from what stands before that.
        if len(node.members) > 1:
            space = text[node.members[-2].node.end : last.start].partition(",")[2]
        else:
            space = text[node.start + 1 : last.start]
            if not space and ": " in text[node.start : node.end]:
                space = " "
        before = "," + space
        indent = space.rpartition("\n")[2] if "\n" in space else outer
        flat = "\n" not in space
    else:
        place = node.start + 1
        inside = text[place : node.end - 1]
        indent = outer + _unit(text)
        before = line_end + indent
        after = "" if "\n" in inside else line_end + outer
        flat = False
    written = json.dumps(value, ensure_ascii=False) if flat else _written(text, value, indent)
    key = json.dumps(path[-1], ensure_ascii=False)
    text = f"{text[:place]}{before}{key}: {written}{after}{text[place:]}"
    kind: Kind = "container" if value == {} else "added"
    return text, Record(path=path, kind=kind, new=fingerprint(value), before=before, after=after)


def _remove(text: str, parent: _Node, record: Record) -> str:
    """Take a member out, with what was put around it, or, where that is gone, with its comma."""
    members = parent.members or []
    index = next(number for number, each in enumerate(members) if each.key == record.path[-1])
    member = members[index]
    start, end = member.start, member.node.end
    if index == len(members) - 1:
        if index:
            return text[: members[index - 1].node.end] + text[end:]
        if text[:start].endswith(record.before.lstrip(",")):
            start -= len(record.before.lstrip(","))
        if record.after and text.startswith(record.after, end):
            end += len(record.after)
        return text[:start] + text[end:]
    # Others came behind it since: their white space goes with the comma that is no longer needed.
    return text[:start] + text[members[index + 1].start :]


def _indent_of(text: str, place: int) -> str:
    """Return the white space at the beginning of the line that a place is on."""
    line = text[text.rfind("\n", 0, place) + 1 : place]
    return line[: len(line) - len(line.lstrip(" \t"))]


def _unit(text: str) -> str:
    found = _INDENT.search(text)
    return found[1] if found else "  "


def _written(text: str, value: object, indent: str) -> str:
    unit = _unit(text)
    written = json.dumps(value, ensure_ascii=False, indent="\t" if "\t" in unit else len(unit))
    line_end = "\r\n" if "\r\n" in text else "\n"
    return written.replace("\n", line_end + indent)


JSON = Editing(read=read, put=put, take_back=take_back, is_empty=is_empty)
"""JSON, a value at a time."""
