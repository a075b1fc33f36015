"""What the app remembers between two starts: whether the proxy was on, how far first run came, where the window stood.

Settings are what a person chooses; this is what the app notes by itself, in `app.json` of the data folder.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from aicore_tray.system.files import write_whole

_log = logging.getLogger(__name__)
FILE = "app.json"


@dataclass(slots=True, kw_only=True)
class Memory:
    """One user's state of the app.

    Attributes:
        proxy_on: whether the proxy was on when the app was last used.
        first_run: the step at which first run stands; "" before it began, `done` once it is over or skipped.
        told_closing: whether the user was told that closing the window keeps the proxy running.
        window: the main window's geometry as Qt writes it, in base64.
        page: the page that was open.
        span: the span of time that the dashboard shows.
        chat_window: the geometry of the chat's own window, in the same form.
        help_window: that of Help.
        chat_model: the model that was asked last in the chat.
        shell: the shell whose snippets are shown; "" for the user's own.
        tool: the tool that was shown last.
        tool_keys: tool id -> the name of the API key that was made for it.
        tool_models: tool id -> the model that was chosen for it.
        columns: of the table of requests, what was chosen beyond what its room decides: name -> whether it is shown.
        requests_filter: what requests are narrowed to, by the names of `Criteria`.
        follow: whether the newest request stays in sight.
        splits: where the table of requests gives way to what stands below (`below`) or beside it (`beside`), in pixels.
        hints: the pages whose hint for first use is seen no more.
        launched: tool id and folder of what was started with the proxy, the last first.
    """

    proxy_on: bool = True
    first_run: str = ""
    told_closing: bool = False
    window: str = ""
    page: str = ""
    span: str = "today"
    chat_window: str = ""
    help_window: str = ""
    chat_model: str = ""
    shell: str = ""
    tool: str = ""
    tool_keys: dict[str, str] = field(default_factory=dict)
    tool_models: dict[str, str] = field(default_factory=dict)
    columns: dict[str, bool] = field(default_factory=dict)
    requests_filter: dict[str, str] = field(default_factory=dict)
    follow: bool = True
    splits: dict[str, int] = field(default_factory=dict)
    hints: list[str] = field(default_factory=list)
    launched: list[tuple[str, str]] = field(default_factory=list)


class Remembered:
    """The memory and its file; a file that cannot be read is no reason not to start."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.memory = self._read()

    def _read(self) -> Memory:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=Memory)
        except FileNotFoundError:
            return Memory()
        except (OSError, msgspec.DecodeError) as error:
            _log.warning("%s cannot be read; starting as for the first time: %s", self._file, error)
            return Memory()

    def note(self, **values: object) -> None:
        """Take over values and write them at once if they are news, so that a crash loses nothing."""
        changed = {name: value for name, value in values.items() if getattr(self.memory, name) != value}
        if not changed:
            return
        for name, value in changed.items():
            setattr(self.memory, name, value)
        self._write()

    def note_tool_key(self, tool: str, name: str) -> None:
        """Remember what the key of a tool is called."""
        self.memory.tool_keys[tool] = name
        self._write()

    def _write(self) -> None:
        try:
            write_whole(self._file, msgspec.json.encode(self.memory))
        except OSError as error:
            _log.warning("%s cannot be written: %s", self._file, error)
