"""The real coding tools, and a demo proxy for them to talk to."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.real_tools import Tools, aider, coming_aider, tools

__all__ = ["Tools", "aider", "coming_aider", "tools"]

KEY = "demo"
MODELS = ["claude-sonnet-4-5", "anthropic--claude-4.8-opus", "gpt-5", "gpt-5.5", "gemini-2.5-pro", "gemini-3.5-flash"]


@dataclass(frozen=True, slots=True)
class Demo:
    """A running `aicore-tray serve --demo`."""

    url: str

    def stats(self) -> dict[str, Any]:
        connection = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=10)
        try:
            connection.request("GET", "/stats", headers={"x-api-key": KEY})
            stats: dict[str, Any] = json.load(connection.getresponse())
        finally:
            connection.close()
        return stats


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "aicore_tray", "serve", "--demo", "--port", "0", "--data-dir", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith("Listening on "), line
            yield Demo(line.removeprefix("Listening on ").strip())
        finally:
            process.terminate()
        assert process.wait(20) == 0
