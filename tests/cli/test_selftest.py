"""`selftest` through the real process: it tells what works, and fails when something is missing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def selftest(*prelude: str) -> subprocess.CompletedProcess[str]:
    code = "; ".join([*prelude, "import sys", "from aicore_tray.cli.main import main", "sys.exit(main(['selftest']))"])
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)


def test_a_whole_installation_passes() -> None:
    ended = selftest()
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stdout.count("\nok ") == 4
    assert "FAILED" not in ended.stdout


@pytest.mark.parametrize("module", ["truststore", "aicore_tray.cli.doctor"])
def test_a_missing_module_is_named(module: str, tmp_path: Path) -> None:
    ended = selftest("import sys", f"sys.modules['{module}'] = None")
    assert ended.returncode == 1
    assert "FAILED  modules" in ended.stdout
    assert module in ended.stdout
    assert "ok      requests" in ended.stdout
