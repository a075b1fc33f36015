"""One value of a text that is set or taken back: what the formats have in common."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from aicore_tray.errors import AicoreTrayError

Kind = Literal["added", "replaced", "container"]
Path = tuple[str, ...]


class Missing:
    """Stands for a value that is not there, where None means something."""


MISSING: Final = Missing()


class CannotEditError(AicoreTrayError):
    """A file cannot be read, or cannot be changed a value at a time; nothing has happened.

    Attributes:
        file: which one, as people write it; "" while nobody has said so.
    """

    def __init__(self, user_message: str, *, hint: str | None = None, file: str = "") -> None:
        super().__init__(user_message, hint=_mend() if hint is None else hint)
        self.file = file

    def line(self) -> str:
        return f"{self.file}: {super().line()}" if self.file else super().line()

    def of(self, file: object) -> CannotEditError:
        """Return the same of a file."""
        return CannotEditError(self.user_message, hint=self.hint, file=str(file))


def _mend() -> str:
    return "Copy the values into it by hand."


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What was done to one value, so that it can be taken back and nothing else with it.

    Attributes:
        path: the keys that lead to it.
        kind: `added` and `replaced` are values; a `container` was made for values of ours.
        old: how the replaced value was written, word for word.
        new: the fingerprint of our value, which tells later whether it is still there.
        before: what was written in front of an added value, from the end of what stood there.
        after: what was written behind it.
    """

    path: Path
    kind: Kind
    old: str = ""
    new: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A value of ours that was left where it is, as somebody else has changed it since."""

    path: Path


def fingerprint(value: object) -> str:
    """Return what tells a value from others without telling the value."""
    told = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(told.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Editing:
    """A format whose texts are changed a value at a time.

    Attributes:
        read: returns the value at a path, MISSING where there is none. Raises CannotEditError.
        put: sets a value; returns the new text and what was done, nothing where it is there already. Raises
            CannotEditError.
        take_back: undoes one record; returns the new text, and the value if it was left where it is.
        is_empty: tells whether nothing is left in a text.
    """

    read: Callable[[str, Path], object]
    put: Callable[[str, Path, object], tuple[str, tuple[Record, ...]]]
    take_back: Callable[[str, Record], tuple[str, Kept | None]]
    is_empty: Callable[[str], bool]

    def take_back_all(self, text: str, records: Sequence[Record]) -> tuple[str, list[Kept]]:
        """Undo records, the last one first."""
        kept = []
        for record in reversed(records):
            text, left = self.take_back(text, record)
            if left is not None:
                kept.append(left)
        return text, kept
