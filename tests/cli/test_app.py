"""`aicore-tray` without a command, as a double-click or the login starts it."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import pytest

from tests.cli.processes import COMMAND, environment


@pytest.mark.parametrize("background", [False, True])
async def test_without_a_window_the_proxy_runs_all_the_same(tmp_path: Path, background: bool) -> None:
    given = ["--demo", "--port", "0", "--data-dir", str(tmp_path), *(["--background"] if background else [])]
    process = await asyncio.create_subprocess_exec(
        *COMMAND, *given, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, env=environment()
    )
    assert process.stdout is not None
    line = await asyncio.wait_for(process.stdout.readline(), 30)
    assert line.startswith(b"Listening on http://127.0.0.1:")
    process.send_signal(signal.SIGTERM)
    _, told = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 0
    assert (b"no window" in told) is not background
