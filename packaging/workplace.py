"""What the developer's and the builder's commands stand on: the virtual environment, Debian's packages, programs run.

Needs Python 3.11 and nothing else; what it installs lies in .venv beside it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "dev-setup.json"
# Versions and hashes for every system, without a registry's address; CONTRIBUTING says how they are made.
LOCKS = {
    False: ROOT / "packaging" / "requirements.lock",
    True: ROOT / "packaging" / "requirements-dev.lock",
}
_QUIET = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
# What Qt's widgets need of a Debian system, also without a screen.
QT_PACKAGES = ("libgl1", "libegl1", "libfontconfig1", "libdbus-1-3", "libxkbcommon0", "libglib2.0-0")


# What its plug-ins for screens load: the built folder carries them, an installed Qt expects them.
SCREEN_PACKAGES = (
    *QT_PACKAGES, "libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-image0",
    "libxcb-render-util0", "libxcb-shape0", "libxcb-xkb1", "libwayland-cursor0", "libwayland-egl1",
)  # fmt: skip


class StepError(Exception):
    """A step failed; its output has been shown."""


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def quietly(step: str, command: Sequence[str | Path], *, env: dict[str, str] | None = None) -> None:
    """Run a command with one line that says what is done; its output is shown only if it fails."""
    say(f"- {step}")
    words = [str(word) for word in command]
    try:
        ended = subprocess.run(
            words, cwd=ROOT, env={**os.environ, **_QUIET, **(env or {})}, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False,
        )  # fmt: skip
    except OSError as error:
        raise StepError(f"{step}: {error}") from error
    if ended.returncode != 0:
        say(ended.stdout)
        raise StepError(f"{step}: failed with exit code {ended.returncode}")


def show(command: Sequence[str | Path], **env: str) -> bool:
    """Run a command before the developer's eyes; tells whether it ended well."""
    sys.stdout.flush()
    return subprocess.call([str(word) for word in command], cwd=ROOT, env={**os.environ, **env}) == 0


# ----------------------------------------------------------------------------------------------------------------------
# The virtual environment


def python_of(venv: Path) -> Path:
    return venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def _works(python: Path) -> bool:
    try:
        return subprocess.run([str(python), "-c", ""], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def make_venv(venv: Path) -> None:
    """Make a virtual environment with pip in it, by whichever way this Python offers."""
    try:
        import ensurepip  # noqa: F401 - Debian keeps it in a package of its own
        import venv as standard  # noqa: F401

        quietly(f"make {venv.name}", [sys.executable, "-m", "venv", "--clear", venv])
    except (ImportError, StepError):
        _make_by_virtualenv(venv)


def _make_by_virtualenv(venv: Path) -> None:
    shutil.rmtree(venv, ignore_errors=True)
    tool = shutil.which("uv")
    if tool:
        quietly(f"make {venv.name} with uv", [tool, "venv", "--seed", "--python", sys.executable, venv])
        return
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", folder, "virtualenv"]
        try:
            quietly("fetch virtualenv, as this Python has no venv", pip)
        except StepError as error:
            raise StepError(
                "This Python has neither venv nor pip: install them (Debian: apt install python3-venv)"
            ) from error
        quietly(
            f"make {venv.name} with virtualenv",
            [sys.executable, "-m", "virtualenv", "--quiet", venv],
            env={"PYTHONPATH": folder},
        )


def set_up(*, dev: bool) -> Path:
    """Return the Python of .venv, with the project installed as pyproject.toml has it now."""
    python = python_of(VENV)
    if not _works(python):
        make_venv(VENV)
    lock = LOCKS[dev]
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + lock.read_bytes()).hexdigest()
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        stamp = {}
    if stamp.get(lock.name) != wanted:
        _install(python, lock, ".[dev]" if dev else ".")
        STAMP.write_text(json.dumps({**stamp, lock.name: wanted}), encoding="utf-8")
    return python


def _install(python: Path, lock: Path, what: str) -> None:
    """Install the locked versions, whose hashes are checked; where a registry has others, the newest that fit."""
    install = pip_install(python)
    try:
        quietly(f"install {lock.name} into .venv", [*install, "--require-hashes", "-r", lock])
    except StepError:
        say("- the locked versions are not to be had here; taking the newest that fit")
        quietly(f"install {what} into .venv", [*install, "--editable", what])
    else:
        quietly("install the project itself", [*install, "--no-deps", "--editable", "."])


def pip_install(python: Path) -> list[str]:
    has_pip = subprocess.run([str(python), "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0
    tool = shutil.which("uv")
    if tool and not has_pip:
        return [tool, "pip", "install", "--python", str(python)]
    return [str(python), "-m", "pip", "install", "--quiet"]


# ----------------------------------------------------------------------------------------------------------------------
# Debian's packages


def is_installed(package: str) -> bool:
    try:
        shown = subprocess.run(
            ["dpkg-query", "-W", "-f", "${Status}", package], capture_output=True, text=True, check=False
        )
    except OSError:
        return False
    return shown.stdout.endswith(" installed")


def qt_libraries(python: Path) -> None:
    """Install the system libraries that Qt loads, on Debian and its relatives, where they are missing."""
    if sys.platform != "linux" or imports_qt(python):
        return
    debian_packages("Qt's system libraries", QT_PACKAGES)
    if not imports_qt(python):
        raise StepError("Qt does not load although its system libraries are installed")


def debian_packages(what: str, packages: Sequence[str]) -> None:
    """Install Debian packages as root or by passwordless sudo.

    Raises:
        StepError: that is not possible here; the message has the line to type.
    """
    if not packages:
        return
    line = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    root = os.geteuid() == 0
    may = root or (shutil.which("sudo") and subprocess.call(["sudo", "-n", "true"], stderr=subprocess.DEVNULL) == 0)
    if not shutil.which("apt-get") or not may:
        raise StepError(f"Missing: {what}. Install them and try again: sudo {line}")
    prefix = [] if root else ["sudo", "-n"]
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    quietly("look for Debian packages", [*prefix, "apt-get", "update"], env=quiet)
    quietly(f"install {what}", [*prefix, *line.split()], env=quiet)


def imports_qt(python: Path) -> bool:
    return (
        subprocess.run([str(python), "-c", "import PySide6.QtWidgets"], capture_output=True, check=False).returncode
        == 0
    )
