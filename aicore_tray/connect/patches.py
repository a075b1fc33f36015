"""Plans what Apply and Undo write into a tool's files, and writes it: seen before, whole or not at all, and ours alone.

A plan is read from the files and changes nothing. It is refused when a file is no longer as it was read. All of it
blocks: call it in a thread.
"""

from __future__ import annotations

import contextlib
import stat
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from aicore_tray.connect import lines_text
from aicore_tray.connect.edits import CannotEditError, Kept, Record, fingerprint
from aicore_tray.connect.ledger import Entry, Ledger
from aicore_tray.connect.setup import Change, Setup
from aicore_tray.connect.texts import EDITING
from aicore_tray.errors import AicoreTrayError
from aicore_tray.system.files import PRIVATE, write_whole

_YAML = (".yml", ".yaml")


class ChangedSinceError(AicoreTrayError):
    """A file was changed by somebody else between the plan and its writing; nothing was written to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePlan:
    """One file that is to be written.

    Attributes:
        file: as the tool names it.
        target: the file itself, where `file` is a link.
        before: its bytes as they were read, None where there is no file.
        after: its bytes as they will be, None where it goes away.
        mode: its rights from then on.
    """

    file: Path
    target: Path
    before: bytes | None
    after: bytes | None
    mode: int = PRIVATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A value of ours that stays, as somebody has changed it since.

    Attributes:
        name: the keys that lead to it, with points between them; "" for a whole file or block.
    """

    file: Path
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be written for a tool.

    Attributes:
        tool: the tool's id.
        undo: it takes back what was written before.
        files: what is written, in order; none where everything is as it should be.
        entries: what the ledger says of the tool afterwards.
        left: what is not taken back.
        problems: files that nothing can be taken out of; they stay in the ledger.
        folders: folders of ours that go away if nothing is left in them, the innermost first.
    """

    tool: str
    undo: bool = False
    files: tuple[FilePlan, ...] = ()
    entries: tuple[Entry, ...] = ()
    left: tuple[Left, ...] = ()
    problems: tuple[CannotEditError, ...] = ()
    folders: tuple[Path, ...] = ()


# ---- Apply


def plan_apply(tool: str, setup: Setup, ledger: Ledger) -> Plan:
    """Return what Apply would write for a tool.

    Raises:
        CannotEditError: a file cannot be read or changed; nothing would be written at all.
        AicoreTrayError: the ledger cannot be read.
    """
    known = {entry.file: entry for entry in ledger.of(tool)}
    files, entries = [], []
    for change in setup.changes:
        found, entry = _plan_change(change, known.pop(str(change.file), None))
        files += found
        entries += [entry] if entry.records else []
    # What an earlier setup wrote elsewhere stays known, so that it can still be taken back.
    return Plan(tool=tool, files=tuple(files), entries=(*known.values(), *entries))


def _plan_change(change: Change, entry: Entry | None) -> tuple[list[FilePlan], Entry]:
    target = change.file.resolve()
    before = _read(change.file)
    text = _text(change.file, before)
    if entry is None or before is None:
        made = before is None
        entry = Entry(
            file=str(change.file),
            format=change.format,
            made=made,
            folders=tuple(str(each) for each in _missing_folders(target)),
            mode=0 if made else stat.S_IMODE(target.stat().st_mode),
        )
    try:
        after, records = _put(change, text, entry.records)
    except CannotEditError as error:
        raise error.of(change.file) from error
    entry = replace(entry, records=records, time=time.time())
    if after == text and before is not None:
        return [], entry
    return [FilePlan(file=change.file, target=target, before=before, after=after.encode())], entry


def _put(change: Change, text: str, records: tuple[Record, ...]) -> tuple[str, tuple[Record, ...]]:
    if change.format == "whole":
        return change.text, _put_whole(change, text, records)
    if change.format == "lines":
        yaml = change.file.suffix in _YAML
        text, done = lines_text.put(text, change.text, change.keys, yaml=yaml)
        if records and done:
            return text, (replace(records[0], new=done[0].new),)
        return text, done or records
    return _put_values(change, text, records)


def _put_whole(change: Change, text: str, records: tuple[Record, ...]) -> tuple[Record, ...]:
    new = fingerprint(change.text)
    if records and fingerprint(text) == records[0].new:
        return (replace(records[0], new=new),)
    if text == change.text:
        return ()
    return (Record(path=(), kind="replaced" if text else "added", old=text, new=new),)


def _put_values(change: Change, text: str, records: tuple[Record, ...]) -> tuple[str, tuple[Record, ...]]:
    editing = EDITING[change.format]
    wanted = {value.path for value in change.values}
    # What an earlier setup set and this one does not.
    for record in reversed(records):
        if record.kind != "container" and record.path not in wanted:
            text, _ = editing.take_back(text, record)
    kept = [each for each in records if each.kind == "container" or each.path in wanted]
    for value in change.values:
        mine = next((each for each in kept if each.path == value.path and each.kind != "container"), None)
        untouched = mine is not None and fingerprint(editing.read(text, value.path)) == mine.new
        text, done = editing.put(text, value.path, value.value)
        if mine is not None and untouched:
            kept[kept.index(mine)] = replace(mine, new=fingerprint(value.value))
            continue
        if mine is not None:
            kept.remove(mine)
        kept += done
    return text, tuple(kept)


# ---- Undo


def plan_undo(tool: str, ledger: Ledger) -> Plan:
    """Return what Undo would write for a tool: its files without what is ours in them.

    Raises:
        AicoreTrayError: nothing is known of what was written.
    """
    files: list[FilePlan] = []
    left: list[Left] = []
    problems: list[CannotEditError] = []
    stay: list[Entry] = []
    folders: list[Path] = []
    for entry in ledger.of(tool):
        file = Path(entry.file)
        try:
            found, kept = _plan_back(entry, file)
        except CannotEditError as error:
            problems.append(error)
            stay.append(entry)
            continue
        files += found
        left += [Left(file=file, name=".".join(each.path)) for each in kept]
        if any(each.after is None for each in found):
            folders += [Path(each) for each in reversed(entry.folders)]
    return Plan(
        tool=tool,
        undo=True,
        files=tuple(files),
        entries=tuple(stay),
        left=tuple(left),
        problems=tuple(problems),
        folders=tuple(folders),
    )


def _plan_back(entry: Entry, file: Path) -> tuple[list[FilePlan], list[Kept]]:
    before = _read(file)
    if before is None:
        return [], []
    text = _text(file, before)
    kept: list[Kept] = []
    empty = False
    try:
        if entry.format == "whole":
            record = entry.records[0]
            if fingerprint(text) != record.new:
                return [], [Kept(())]
            after, empty = record.old, record.kind == "added"
        elif entry.format == "lines":
            after, one = lines_text.take_back(text, entry.records[0])
            kept, empty = [one] if one else [], not after.strip()
        else:
            editing = EDITING[entry.format]
            after, kept = editing.take_back_all(text, entry.records)
            empty = editing.is_empty(after)
    except CannotEditError as error:
        raise error.of(file) from error
    gone = entry.made and empty
    if after == text and not gone:
        return [], kept
    found = FilePlan(
        file=file,
        target=file.resolve(),
        before=before,
        after=None if gone else after.encode(),
        mode=entry.mode or PRIVATE,
    )
    return [found], kept


# ---- writing


def write(plan: Plan, ledger: Ledger) -> tuple[Path, ...]:
    """Write a plan; return where the files as they were are kept.

    Raises:
        ChangedSinceError: a file is no longer as it was planned for; that one is untouched.
        AicoreTrayError: a file could not be written; it is as it was.
    """
    for each in plan.files:
        _same_as_planned(each)
    if not plan.undo:
        # First, so that a crash between the two leaves nothing that nobody knows of.
        ledger.note(plan.tool, plan.entries)
    backups = [_write_file(plan.tool, each, ledger) for each in plan.files]
    if plan.undo:
        ledger.note(plan.tool, plan.entries)
    for folder in plan.folders:
        with contextlib.suppress(OSError):  # somebody else has something in it
            folder.rmdir()
    return tuple(each for each in backups if each is not None)


def _write_file(tool: str, plan: FilePlan, ledger: Ledger) -> Path | None:
    try:
        backup = None if plan.before is None else ledger.back_up(tool, plan.target, plan.before)
        _same_as_planned(plan)
        if plan.after is None:
            plan.target.unlink()
        else:
            write_whole(plan.target, plan.after, mode=plan.mode)
    except OSError as error:
        raise AicoreTrayError(
            f"{plan.file} could not be written ({error.strerror or error})", hint="It is as it was."
        ) from error
    return backup


def _same_as_planned(plan: FilePlan) -> None:
    if _read(plan.file) != plan.before or plan.file.resolve() != plan.target:
        raise ChangedSinceError(f"{plan.file} was changed in the meantime", hint="Look at the change again.")


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CannotEditError(
            f"The file cannot be read ({error.strerror or error})", hint="", file=str(file)
        ) from error


def _text(file: Path, content: bytes | None) -> str:
    try:
        text = (content or b"").decode()
    except UnicodeDecodeError as error:
        raise CannotEditError("The file is not in UTF-8", file=str(file)) from error
    if text.startswith("\ufeff"):
        raise CannotEditError("The file begins with a byte order mark, which not every reader takes", file=str(file))
    return text


def _missing_folders(file: Path) -> Iterable[Path]:
    return reversed([folder for folder in file.parents if not folder.exists()])
