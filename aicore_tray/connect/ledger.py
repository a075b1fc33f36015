"""What was written into tools' files, value by value, so that it can be taken back weeks later.

It lies beside the vault and is its user's alone: values that ours took the place of may have been secrets.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from aicore_tray.connect.edits import Record
from aicore_tray.connect.setup import Format
from aicore_tray.errors import AicoreTrayError
from aicore_tray.system.files import write_whole

_KEPT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One file of a tool, as far as it is ours.

    Attributes:
        file: as the tool names it, which may be a link.
        made: there was no such file before.
        folders: folders that were made for it, the outermost first.
        mode: the rights that the file had, 0 for one that was not there.
        time: when it was written last, in seconds since 1970.
        records: what was done, in order.
    """

    file: str
    format: Format
    made: bool = False
    folders: tuple[str, ...] = ()
    mode: int = 0
    time: float = 0.0
    records: tuple[Record, ...] = ()


class _Book(msgspec.Struct):
    tools: dict[str, tuple[Entry, ...]]
    version: int = 1


class Ledger:
    """The entries of all tools, and the files as they were before each write.

    Args:
        file: where the entries lie.
        backups: the folder of the files as they were.
    """

    def __init__(self, file: Path, backups: Path) -> None:
        self._file = file
        self._backups = backups

    def all(self) -> Mapping[str, tuple[Entry, ...]]:
        """Return every tool's entries, by the tool's id.

        Raises:
            AicoreTrayError: they cannot be read.
        """
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=_Book).tools
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.MsgspecError) as error:
            raise AicoreTrayError(
                f"What was written into tools' files cannot be read ({error})",
                hint=f"Look at {self._file}; the files as they were lie in {self._backups}.",
            ) from error

    def of(self, tool: str) -> tuple[Entry, ...]:
        """Return one tool's entries."""
        return self.all().get(tool, ())

    def note(self, tool: str, entries: tuple[Entry, ...]) -> None:
        """Put a tool's entries in place of its old ones; the others' stay."""
        tools = {**self.all(), tool: entries}
        book = _Book(tools={name: each for name, each in tools.items() if each})
        write_whole(self._file, msgspec.json.format(msgspec.json.encode(book), indent=1))

    def back_up(self, tool: str, file: Path, content: bytes) -> Path:
        """Keep a file as it is now, and the last few before it; return where."""
        folder = self._backups / tool
        stamp = time.strftime("%Y%m%d-%H%M%S")
        names = (f"{file.name}.{stamp}{f'-{number}' if number else ''}" for number in range(1000))
        place = next(folder / name for name in names if not (folder / name).exists())
        write_whole(place, content)
        before = sorted(folder.glob(f"{file.name}.*"), key=lambda each: each.stat().st_mtime_ns)
        for each in before[:-_KEPT]:
            with contextlib.suppress(OSError):
                each.unlink()
        return place
