"""What Apply writes for a tool: which files, which values in them, and what is left for the user to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Format = Literal["json", "toml", "lines", "whole"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value of a tool's configuration.

    Attributes:
        path: the keys that lead to it, from the top of the file.
        value: what JSON can say.
        secret: it holds the API key.
        address: it says where the tool sends its requests.
    """

    path: tuple[str, ...]
    value: object
    secret: bool = False
    address: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What becomes of one file; all that is not named here stays as it is, byte by byte.

    Attributes:
        file: where it lies; it is made if it is not there.
        format: `json` and `toml` take `values`, one by one; `lines` (YAML, dotenv) takes `text` between two marks at
            its end; `whole` is a file of the tool's that is ours alone, with `text` in it.
        values: what is set, in order.
        text: what is written; the API key in it makes it secret.
        keys: the names that `text` sets; a file of lines that sets one of them elsewhere is left alone.
        address: the address in `text`, as it stands there.
    """

    file: Path
    format: Format
    values: tuple[Value, ...] = ()
    text: str = ""
    keys: tuple[str, ...] = ()
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What Apply does for a tool.

    Attributes:
        changes: the files that it changes.
        variables: what has to be set where the user's shell sets its variables, as no file is to hold it.
        start: how the tool is started from then on; empty where it is started as ever.
        steps: sentences on what is left to do, such as starting a program again.
    """

    changes: tuple[Change, ...]
    variables: Mapping[str, str] = field(default_factory=dict)
    start: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()

    @property
    def says(self) -> Mapping[str, str]:
        """What the tool is told by it, by the name of a variable or of the last key."""
        values = {value.path[-1]: value.value for change in self.changes for value in change.values}
        return {name: value for name, value in values.items() if isinstance(value, str)} | dict(self.variables)
