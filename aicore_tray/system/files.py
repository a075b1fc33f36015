"""Files of ours: written whole or not at all, and readable by their user alone."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

PRIVATE = 0o600
# For how long a file that somebody reads is waited for, where reading it forbids renaming.
_PAUSES = (0.01, 0.05, 0.1, 0.2, 0.4) if os.name == "nt" else ()


def write_whole(file: Path, content: bytes, *, mode: int = PRIVATE) -> None:
    """Put `content` in place of a file at once: who reads it sees the old or the new, also after a power cut.

    Raises:
        OSError: it could not be written; the old file is as it was.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")  # made with mode 0600
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        if mode != PRIVATE:
            temporary.chmod(mode)
        _put_in_place(temporary, file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _put_in_place(temporary: Path, file: Path) -> None:
    """Rename a file over another; on Windows that has to wait while somebody reads the old one."""
    for pause in _PAUSES:
        try:
            temporary.replace(file)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    temporary.replace(file)
