"""Renders every window in light and dark at 1x and 2x: `python -m tests.screenshots DIR [NAME…]`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SCALES = (1, 2)


def main(arguments: list[str]) -> int:
    """Start one process a scale, since Qt takes its scale from the environment once."""
    if not arguments:
        print("Usage: python -m tests.screenshots DIR [NAME…]", file=sys.stderr)  # noqa: T201
        return 2
    failed = 0
    for scale in SCALES:
        env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale)}
        code = [sys.executable, "-m", "tests.gui.studio", *arguments]
        failed |= subprocess.run(code, env=env, check=False).returncode
    return failed


if __name__ == "__main__":
    Path(sys.argv[1] if len(sys.argv) > 1 else ".").mkdir(parents=True, exist_ok=True)
    sys.exit(main(sys.argv[1:]))
