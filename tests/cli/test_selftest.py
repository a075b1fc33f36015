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
    assert ended.stdout.count("\nok ") == 8
    assert "FAILED" not in ended.stdout


def test_a_qt_that_does_not_start_is_told(tmp_path: Path) -> None:
    """It is asked in a process of its own: Qt aborts the one that it runs in."""
    (tmp_path / "PySide6").mkdir()
    (tmp_path / "PySide6" / "__init__.py").write_text("import os; os.abort()", encoding="utf-8")
    ended = selftest("import sys", f"sys.path.insert(0, {str(tmp_path)!r})")
    assert ended.returncode == 1
    assert "FAILED  window: RuntimeError: ended with -" in ended.stdout
    assert "ok      requests" in ended.stdout


def test_without_qt_nothing_is_missing() -> None:
    ended = selftest("import sys", "sys.modules['PySide6'] = None")
    assert ended.returncode == 0, ended.stdout
    assert "ok      window: Qt is not installed" in ended.stdout


@pytest.mark.parametrize("module", ["truststore", "aicore_tray.cli.doctor"])
def test_a_missing_module_is_named(module: str, tmp_path: Path) -> None:
    ended = selftest("import sys", f"sys.modules['{module}'] = None")
    assert ended.returncode == 1
    assert "FAILED  modules" in ended.stdout
    assert module in ended.stdout
    assert "ok      requests" in ended.stdout
