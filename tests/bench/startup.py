"""How much CPU `serve` needs until it listens: best of five, user and system. Run it: python -m tests.bench.startup"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.processes import cpu_seconds, environment

RUNS = 5
BUDGET = 0.5
_KEY = (
    '{"clientid": "sb-bench", "clientsecret": "none", "url": "http://127.0.0.1:9",'
    ' "serviceurls": {"AI_API_URL": "http://127.0.0.1:9"}}'
)


def measure(folder: Path) -> tuple[float, float]:
    """Return CPU and wall seconds of one start, up to the line that says so."""
    key = folder / "key.json"
    key.write_text(_KEY, encoding="utf-8")
    command = [sys.executable, "-m", "aicore_tray", "serve", "--data-dir", str(folder), "--config", str(key)]
    began = time.monotonic()
    with subprocess.Popen(
        [*command, "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment({"API_KEYS": "k"}),
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        wall = time.monotonic() - began
        cpu = cpu_seconds(process.pid)
        process.kill()
    assert line.startswith(b"Listening on "), line
    return cpu, wall


def main() -> int:
    runs = []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            runs.append(measure(Path(folder)))
    cpu, wall = min(runs)
    sys.stdout.write(f"serve listens after {cpu:.2f} s of CPU, {wall:.2f} s of wall time (best of {RUNS})\n")
    return 0 if cpu < BUDGET else 1


if __name__ == "__main__":
    sys.exit(main())
