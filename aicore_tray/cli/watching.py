"""Tells when a configuration file was changed, so that another proxy's users need neither a signal nor a restart."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

_EVERY_SECONDS = 1.0
_KINDS = (".json", ".yaml", ".yml")
_Stamp = tuple[int, int, int]


def watched(source: str) -> Path | None:
    """Return the file to watch, by where the configuration came from; None for our own settings and the environment.

    Whoever edits our own settings says with SIGHUP when they are whole.
    """
    file = Path(source)
    return file if file.suffix.lower() in _KINDS and file.is_file() else None


async def watch(file: Path, changed: Callable[[], None]) -> None:
    """Call `changed` whenever the file is another one and has stayed so for a moment; runs until it is cancelled."""
    known = seen = await asyncio.to_thread(_stamp, file)
    while True:
        await asyncio.sleep(_EVERY_SECONDS)
        now = await asyncio.to_thread(_stamp, file)
        if now is not None and now == seen != known:
            known = now
            changed()
        seen = now


def _stamp(file: Path) -> _Stamp | None:
    """What differs when a file is written or exchanged, behind a link as well; None while there is none."""
    try:
        state = file.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size, state.st_ino
