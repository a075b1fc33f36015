"""How a tool stands: set up for us, for somewhere else, or not at all, as its own files say it. It blocks."""

from __future__ import annotations

import json
import re
import urllib.parse
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from aicore_tray.connect import lines_text
from aicore_tray.connect.edits import MISSING, CannotEditError, Editing, fingerprint
from aicore_tray.connect.json_text import JSON
from aicore_tray.connect.ledger import Entry
from aicore_tray.connect.setup import Change, Setup
from aicore_tray.connect.toml_text import TOML

_EDITING: dict[str, Editing] = {"json": JSON, "toml": TOML}
_URL = re.compile(r"https?://[^\s\"',}]+")


class Standing(StrEnum):
    """What a tool's files say of where it goes."""

    NONE = "none"
    OURS = "ours"
    STALE = "stale"
    """Set up by us, but not as it would be now: another port, another model."""
    ELSEWHERE = "elsewhere"
    CLOSED = "closed"
    """A file of it cannot be read or changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How a tool stands.

    Attributes:
        address: where it goes, without a user's name in it; "" where it does not say.
        written: something of ours is in its files, so that there is something to undo.
        since: when it was written last, in seconds since 1970; 0 where nothing was.
        why: what is wrong with its files, None where nothing is.
    """

    standing: Standing
    address: str = ""
    written: bool = False
    since: float = 0.0
    why: CannotEditError | None = None


def status_of(setup: Setup, entries: tuple[Entry, ...], key: str) -> Status:
    """Return how a tool stands.

    Args:
        setup: what Apply would write.
        entries: what the ledger says of the tool.
        key: what stands for the API key in `setup`; whatever the files have in its place is right.
    """
    written = bool(entries)
    since = max((entry.time for entry in entries), default=0.0)
    known = {entry.file: entry for entry in entries}
    standings: list[Standing] = []
    address = ""
    for change in setup.changes:
        try:
            found, place = _standing(change, known.get(str(change.file)), key)
        except CannotEditError as error:
            return Status(standing=Standing.CLOSED, written=written, since=since, why=error.of(change.file))
        standings.append(found)
        address = place or address
    return Status(standing=_together(standings), address=shown_address(address), written=written, since=since)


def _together(standings: list[Standing]) -> Standing:
    """Return the standing of a tool whose files have these."""
    if all(each is Standing.OURS for each in standings):
        return Standing.OURS
    for each in (Standing.ELSEWHERE, Standing.STALE):
        if each in standings:
            return each
    return Standing.STALE if Standing.OURS in standings else Standing.NONE


def _standing(change: Change, entry: Entry | None, key: str) -> tuple[Standing, str]:
    text = _text(change.file)
    if change.format in _EDITING:
        return _of_values(change, text, entry, key)
    if change.format == "whole":
        mine = entry is not None and bool(entry.records) and fingerprint(text) == entry.records[0].new
        return _of_text(change, text or None, key, mine=mine)
    if other := lines_text.set_elsewhere(text, change.keys):
        line = text.splitlines()[other[1] - 1]
        return Standing.ELSEWHERE, next(iter(_URL.findall(line)), "")
    return _of_text(change, lines_text.inside(text), key, mine=True)


def _of_values(change: Change, text: str, entry: Entry | None, key: str) -> tuple[Standing, str]:
    editing = _EDITING[change.format]
    records = {record.path: record.new for record in entry.records} if entry is not None else {}
    right, ours, somewhere, address = True, False, False, ""
    for value in change.values:
        there = editing.read(text, value.path)
        like = there == value.value or (value.secret and there is not MISSING) or _is_key(value.value, key, there)
        right &= like
        mine = there is not MISSING and records.get(value.path) == fingerprint(there)
        ours |= mine
        if value.address:
            # Some tools keep it inside a list of theirs.
            address = next(iter(_URL.findall(json.dumps(there))), "") if there is not MISSING else ""
            somewhere = there is not MISSING and not like and not mine
    if somewhere:
        return Standing.ELSEWHERE, address
    if right and change.values:
        return Standing.OURS, address
    return (Standing.STALE if ours else Standing.NONE), address


def _is_key(wanted: object, key: str, there: object) -> bool:
    return bool(key) and isinstance(wanted, str) and key in wanted and isinstance(there, str)


def _of_text(change: Change, there: str | None, key: str, *, mine: bool) -> tuple[Standing, str]:
    if there is None:
        return Standing.NONE, ""
    pattern = re.escape(change.text).replace(re.escape(key), r"[^\n]*?") if key else re.escape(change.text)
    if re.fullmatch(pattern, there):
        return Standing.OURS, change.address
    address = next(iter(_URL.findall(there)), "")
    return (Standing.STALE if mine else Standing.ELSEWHERE), address


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise CannotEditError(f"The file cannot be read ({type(error).__name__})") from error


def shown_address(address: str) -> str:
    """Return an address without the user's name and password that it may have, and without a query."""
    parts = urllib.parse.urlsplit(address)
    if not parts.scheme:
        return address
    return urllib.parse.urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
