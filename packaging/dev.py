"""Runs what a developer needs from a bare checkout; `all` is what has to hold before a change goes in.

Needs Python 3.11 and nothing else; what it installs lies in .venv beside it.
"""

# No `from __future__` here, and nothing that an older Python cannot parse: it has to get as far as this message.
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - that is what it is for
    sys.exit("Python 3.11 or newer is needed; this is %d.%d at %s" % (*sys.version_info[:2], sys.executable))  # noqa: UP031

import os
import re
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import build
from proving import prove_serve
from workplace import (
    ROOT,
    SCREEN_PACKAGES,
    StepError,
    debian_packages,
    is_installed,
    make_venv,
    pip_install,
    python_of,
    qt_libraries,
    quietly,
    say,
    set_up,
    show,
)

# The wheel has to run without these: a server has no screen.
_SCREEN_ONLY = re.compile(r"^(?:pyside6|shiboken6|qasync)", re.IGNORECASE)

_PYTEST = ("-m", "pytest", "-n", "auto", "--dist", "worksteal")
_PLAIN = ("-m", "not clients and not desktop and not postgres and not installed")
# A desktop for the app to run on, without a screen: X server, window manager, two kinds of tray host, keyring.
_DESKTOP_PACKAGES = (
    *SCREEN_PACKAGES, "xvfb", "x11-utils", "dbus", "dbus-x11", "openbox", "tint2",
    "xdotool", "wmctrl", "imagemagick", "xfce4-panel", "xfconf", "adwaita-icon-theme", "gnome-keyring",
    "libsecret-tools", "fonts-dejavu-core", "xterm",
)  # fmt: skip
# Without a version: Debian's own. The tests make servers of their own and leave one that runs alone.
_POSTGRES_PACKAGES = ("postgresql",)
# What checks the files for Linux, compiles Windows' installer, and makes a bare system to install in.
_INSTALLED_PACKAGES = (
    *_DESKTOP_PACKAGES,
    "desktop-file-utils",
    "appstream",
    "nsis",
    "mmdebstrap",
    "prometheus",
    "systemd",
)


def demo(arguments: Sequence[str]) -> bool:  # noqa: RET503 - execv does not return
    python = str(set_up(dev=False))
    command = [python, "-m", "aicore_tray", "--demo", *arguments]
    if sys.platform == "win32":
        return subprocess.call(command) == 0
    os.execv(python, command)  # noqa: S606 - so that Ctrl+C and signals reach it, and it alone


def test(arguments: Sequence[str]) -> bool:
    python = set_up(dev=True)
    qt_libraries(python)
    return show([python, *_PYTEST, *_PLAIN, *arguments])


def loop(arguments: Sequence[str]) -> bool:
    """Run the engine's server suite again, on the loop in which the app runs the engine."""
    python = set_up(dev=True)
    qt_libraries(python)
    return show([python, *_PYTEST, "tests/gateway", *arguments], AICORE_TRAY_TEST_LOOP="qt")


def desktop(arguments: Sequence[str]) -> bool:
    """Run the app as its user does, on a virtual desktop with tray hosts and a keyring."""
    python = set_up(dev=True)
    if sys.platform != "linux":
        raise StepError("The virtual desktop is made of Debian's packages; run this on Linux")
    debian_packages("a virtual desktop", [name for name in _DESKTOP_PACKAGES if not is_installed(name)])
    return show([python, "-m", "pytest", "-m", "desktop", "tests/desktop", *arguments])


def postgres(arguments: Sequence[str]) -> bool:
    """Run replicas on a real PostgreSQL server."""
    python = set_up(dev=True)
    if sys.platform != "linux":
        raise StepError("The PostgreSQL server comes from Debian's packages; run this on Linux")
    debian_packages("a PostgreSQL server", [name for name in _POSTGRES_PACKAGES if not is_installed(name)])
    return show([python, "-m", "pytest", "-m", "postgres", "tests/postgres", *arguments])


def lint(_: Sequence[str]) -> bool:
    python = set_up(dev=True)
    checked = show([python, "-m", "ruff", "check"])
    checked = show([python, "-m", "ruff", "format", "--check"]) and checked
    return _workflows(python) and checked


def _workflows(python: Path) -> bool:
    """Check the workflows by their schema and for what makes them unsafe; neither needs a network."""
    files = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
    schema = ["--builtin-schema", "vendor.github-workflows"]
    valid = show([python, "-m", "check_jsonschema", "--quiet", *schema, *files])
    zizmor = python.with_name("zizmor.exe" if sys.platform == "win32" else "zizmor")
    return show([zizmor, "--offline", "--quiet", "--no-progress", "--persona", "regular", *files]) and valid


def types(_: Sequence[str]) -> bool:
    return show([set_up(dev=True), "-m", "mypy"])


def clients(arguments: Sequence[str]) -> bool:
    python = set_up(dev=True)
    return show([python, "-m", "pytest", "-m", "clients", "tests/clients", *arguments])


def wheel(_: Sequence[str]) -> bool:
    """Build the wheel and prove that it serves where no Qt is installed."""
    python = set_up(dev=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        quietly("build the wheel", [python, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, ROOT])
        (built,) = folder.glob("*.whl")
        bare = folder / "bare"
        make_venv(bare)
        inside = python_of(bare)
        install = pip_install(inside)
        quietly(f"install {built.name} without Qt", [*install, "--no-deps", built])
        quietly("install its other requirements", [*install, *_requirements(built)])
        prove_serve(inside, folder)
    return True


def package(arguments: Sequence[str]) -> bool:
    """Build what is downloaded on this system; on Linux also install it in a bare system and run it there."""
    python = set_up(dev=True)
    with tempfile.TemporaryDirectory() as name:
        # Outside the checkout: nothing of it may be found by accident.
        out = Path(name) / "out"
        build.build(out)
        if sys.platform != "linux":
            return True
        debian_packages("a bare system", [each for each in _INSTALLED_PACKAGES if not is_installed(each)])
        command: list[str | Path] = [
            python,
            "-m",
            "pytest",
            "-m",
            "installed",
            "-s",
            "--durations=8",
            "tests/installed",
            *arguments,
        ]
        return show(command, AICORE_TRAY_BUILT=str(out))


def _requirements(built: Path) -> list[str]:
    """Return what the wheel requires, without extras and what only a screen needs."""
    with zipfile.ZipFile(built) as archive:
        (metadata,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        lines = archive.read(metadata).decode("utf-8").partition("\n\n")[0].splitlines()
    found = [line.removeprefix("Requires-Dist:").strip() for line in lines if line.startswith("Requires-Dist:")]
    return [each for each in found if "extra ==" not in each and not _SCREEN_ONLY.match(each)]


def everything(_: Sequence[str]) -> bool:
    """Run all checks, also after one has failed, and say how each went."""
    failed = []
    for name in ("test", "lint", "types", "loop", "wheel", "package", "postgres", "desktop", "clients"):
        print(f"\n=== {name} ===", flush=True)
        began = time.monotonic()
        good = _guarded(COMMANDS[name], [])
        failed += [] if good else [name]
        print(f"=== {name}: {'ok' if good else 'FAILED'} in {time.monotonic() - began:.0f} s ===", flush=True)
    if failed:
        print(f"\nFailed: {', '.join(failed)}")
    return not failed


def _guarded(command: Callable[[Sequence[str]], bool], arguments: Sequence[str]) -> bool:
    try:
        return command(arguments)
    except StepError as error:
        say(f"dev.py: {error}")
        return False


COMMANDS: dict[str, Callable[[Sequence[str]], bool]] = {
    "demo": demo, "test": test, "lint": lint, "types": types, "loop": loop, "clients": clients, "wheel": wheel,
    "postgres": postgres, "desktop": desktop, "package": package, "all": everything,
}  # fmt: skip


def main(argv: Sequence[str]) -> int:
    if not argv or argv[0] not in COMMANDS:
        say(f"Usage: python3 packaging/dev.py {'|'.join(COMMANDS)} [ARGUMENTS]")
        return 0 if argv and argv[0] in ("-h", "--help") else 2
    try:
        return 0 if _guarded(COMMANDS[argv[0]], argv[1:]) else 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
