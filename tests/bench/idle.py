"""What the app costs while nobody asks anything of it, and how fast it is there: python -m tests.bench.idle.

The real app with its demo, without a screen, in a process of its own; once in the background and once with its window.
Linux only: it reads /proc.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from aicore_tray.cli.terminal import say
from tests.bench.processes import cpu_seconds, environment, memory_mb

MEMORY_MB, CPU_PERCENT, START_SECONDS = 150, 0.5, 1.0


def measure(folder: Path, program: list[str], given: list[str], settling: float, seconds: float) -> bool:
    """Print start, memory and CPU of one run; tells whether all bars were kept."""
    command = [*program, "--demo", "--port", "0", "--data-dir", str(folder), *given]
    began = time.monotonic()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment({"QT_QPA_PLATFORM": "offscreen"})
    ) as process:
        try:
            assert process.stdout is not None
            # The tray's icon is shown before the proxy listens.
            assert process.stdout.readline().startswith(b"Listening on ")
            start = time.monotonic() - began
            time.sleep(settling)
            before = cpu_seconds(process.pid)
            time.sleep(seconds)
            percent = (cpu_seconds(process.pid) - before) / seconds * 100
            memory = memory_mb(process.pid)
        finally:
            process.terminate()
    name = " ".join(given) or "with its window"
    say(f"{name:16} listens after {start:.2f} s, {memory:.0f} MB, {percent:.2f} % CPU over {seconds:.0f} s")
    return start < START_SECONDS and memory < MEMORY_MB and percent < CPU_PERCENT


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--settling", type=float, default=10.0)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--program", help="a built program in place of this source")
    arguments = parser.parse_args()
    program = [arguments.program] if arguments.program else [sys.executable, "-m", "aicore_tray"]
    good = True
    for given in (["--background"], []):
        with tempfile.TemporaryDirectory() as folder:
            good &= measure(Path(folder), program, given, arguments.settling, arguments.seconds)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
