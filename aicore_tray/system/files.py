"""Files of ours: written whole or not at all, and readable by their user alone."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

PRIVATE = 0o600


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
        temporary.replace(file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
