"""Processes that benches start, and what Linux tells of them: it is read from /proc."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

SANDBOX = ("aicore_tray.sandbox", "--tidy", "--pace", "0", "--quota", "100000000", "--key-file")
"""A sandbox at its fastest, which refuses nobody for asking much; the key's file follows."""


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return an environment in which Python keeps byte code, as it does for everybody who has installed the product.

    A variable of developers' machines forbids it: every start would compile all of the sources again.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, **(more or {})}


@contextmanager
def started(*arguments: str, env: Mapping[str, str] | None = None) -> Iterator[tuple[int, str]]:
    """Start a module of ours; yields its process id and the last word of the first line that it prints."""
    with subprocess.Popen(
        [sys.executable, "-m", *arguments], stdout=subprocess.PIPE, text=True, env=environment(env)
    ) as process:
        try:
            assert process.stdout is not None
            yield process.pid, process.stdout.readline().split()[-1]
        finally:
            process.kill()


def cpu_seconds(pid: int, *, thread: int | None = None) -> float:
    """Return user and system seconds of a process that still runs, or of one of its threads."""
    place = f"/proc/{pid}/stat" if thread is None else f"/proc/{pid}/task/{thread}/stat"
    fields = Path(place).read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mb(pid: int) -> float:
    """Return the resident memory of a process."""
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
