"""Runs what a developer needs from a bare checkout; `all` is what has to hold before a change goes in.

Needs Python 3.11 and nothing else; what it installs lies in .venv beside it.
"""

# No `from __future__` here, and nothing that an older Python cannot parse: it has to get as far as this message.
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - that is what it is for
    sys.exit("Python 3.11 or newer is needed; this is %d.%d at %s" % (*sys.version_info[:2], sys.executable))  # noqa: UP031

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
import zipfile
from collections.abc import Callable, Sequence
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
# The wheel has to run without these: a server has no screen.
_SCREEN_ONLY = re.compile(r"^(?:pyside6|shiboken6|qasync)", re.IGNORECASE)

_PYTEST = ("-m", "pytest", "-n", "auto", "--dist", "worksteal")
_PLAIN = ("-m", "not clients and not desktop and not postgres")
# What Qt's widgets need of a Debian system, also without a screen.
_QT_PACKAGES = ("libgl1", "libegl1", "libfontconfig1", "libdbus-1-3", "libxkbcommon0", "libglib2.0-0")


# What its plug-ins for screens load: the built folder carries them, an installed Qt expects them.
_SCREEN_PACKAGES = (
    *_QT_PACKAGES, "libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-image0",
    "libxcb-render-util0", "libxcb-shape0", "libxcb-xkb1", "libwayland-cursor0", "libwayland-egl1",
)  # fmt: skip
# A desktop for the app to run on, without a screen: X server, window manager, two kinds of tray host, keyring.
_DESKTOP_PACKAGES = (
    *_SCREEN_PACKAGES, "xvfb", "x11-utils", "dbus", "dbus-x11", "openbox", "tint2",
    "xdotool", "wmctrl", "imagemagick", "xfce4-panel", "xfconf", "adwaita-icon-theme", "gnome-keyring",
    "libsecret-tools", "fonts-dejavu-core", "xterm",
)  # fmt: skip
# Without a version: Debian's own. The tests make servers of their own and leave one that runs alone.
_POSTGRES_PACKAGES = ("postgresql",)


class StepError(Exception):
    """A step failed; its output has been shown."""


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _quietly(step: str, command: Sequence[str | Path], *, env: dict[str, str] | None = None) -> None:
    """Run a command with one line that says what is done; its output is shown only if it fails."""
    _say(f"- {step}")
    words = [str(word) for word in command]
    try:
        ended = subprocess.run(
            words, cwd=ROOT, env={**os.environ, **_QUIET, **(env or {})}, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False,
        )  # fmt: skip
    except OSError as error:
        raise StepError(f"{step}: {error}") from error
    if ended.returncode != 0:
        _say(ended.stdout)
        raise StepError(f"{step}: failed with exit code {ended.returncode}")


def _show(command: Sequence[str | Path], **env: str) -> bool:
    """Run a command before the developer's eyes; tells whether it ended well."""
    sys.stdout.flush()
    return subprocess.call([str(word) for word in command], cwd=ROOT, env={**os.environ, **env}) == 0


# ----------------------------------------------------------------------------------------------------------------------
# The virtual environment


def _python_of(venv: Path) -> Path:
    return venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def _works(python: Path) -> bool:
    try:
        return subprocess.run([str(python), "-c", ""], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _make_venv(venv: Path) -> None:
    """Make a virtual environment with pip in it, by whichever way this Python offers."""
    try:
        import ensurepip  # noqa: F401 - Debian keeps it in a package of its own
        import venv as standard  # noqa: F401

        _quietly(f"make {venv.name}", [sys.executable, "-m", "venv", "--clear", venv])
    except (ImportError, StepError):
        _make_by_virtualenv(venv)


def _make_by_virtualenv(venv: Path) -> None:
    shutil.rmtree(venv, ignore_errors=True)
    tool = shutil.which("uv")
    if tool:
        _quietly(f"make {venv.name} with uv", [tool, "venv", "--seed", "--python", sys.executable, venv])
        return
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", folder, "virtualenv"]
        try:
            _quietly("fetch virtualenv, as this Python has no venv", pip)
        except StepError as error:
            raise StepError(
                "This Python has neither venv nor pip: install them (Debian: apt install python3-venv)"
            ) from error
        _quietly(
            f"make {venv.name} with virtualenv",
            [sys.executable, "-m", "virtualenv", "--quiet", venv],
            env={"PYTHONPATH": folder},
        )


def _set_up(*, dev: bool) -> Path:
    """Return the Python of .venv, with the project installed as pyproject.toml has it now."""
    python = _python_of(VENV)
    if not _works(python):
        _make_venv(VENV)
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
    install = _pip_install(python)
    try:
        _quietly(f"install {lock.name} into .venv", [*install, "--require-hashes", "-r", lock])
    except StepError:
        _say("- the locked versions are not to be had here; taking the newest that fit")
        _quietly(f"install {what} into .venv", [*install, "--editable", what])
    else:
        _quietly("install the project itself", [*install, "--no-deps", "--editable", "."])


def _pip_install(python: Path) -> list[str]:
    has_pip = subprocess.run([str(python), "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0
    tool = shutil.which("uv")
    if tool and not has_pip:
        return [tool, "pip", "install", "--python", str(python)]
    return [str(python), "-m", "pip", "install", "--quiet"]


# ----------------------------------------------------------------------------------------------------------------------
# Commands


def demo(arguments: Sequence[str]) -> bool:  # noqa: RET503 - execv does not return
    python = str(_set_up(dev=False))
    command = [python, "-m", "aicore_tray", "--demo", *arguments]
    if sys.platform == "win32":
        return subprocess.call(command) == 0
    os.execv(python, command)  # noqa: S606 - so that Ctrl+C and signals reach it, and it alone


def test(arguments: Sequence[str]) -> bool:
    python = _set_up(dev=True)
    _qt_libraries(python)
    return _show([python, *_PYTEST, *_PLAIN, *arguments])


def loop(arguments: Sequence[str]) -> bool:
    """Run the engine's server suite again, on the loop in which the app runs the engine."""
    python = _set_up(dev=True)
    _qt_libraries(python)
    return _show([python, *_PYTEST, "tests/gateway", *arguments], AICORE_TRAY_TEST_LOOP="qt")


def desktop(arguments: Sequence[str]) -> bool:
    """Run the app as its user does, on a virtual desktop with tray hosts and a keyring."""
    python = _set_up(dev=True)
    if sys.platform != "linux":
        raise StepError("The virtual desktop is made of Debian's packages; run this on Linux")
    _debian_packages("a virtual desktop", [name for name in _DESKTOP_PACKAGES if not _is_installed(name)])
    return _show([python, "-m", "pytest", "-m", "desktop", "tests/desktop", *arguments])


def postgres(arguments: Sequence[str]) -> bool:
    """Run replicas on a real PostgreSQL server."""
    python = _set_up(dev=True)
    if sys.platform != "linux":
        raise StepError("The PostgreSQL server comes from Debian's packages; run this on Linux")
    _debian_packages("a PostgreSQL server", [name for name in _POSTGRES_PACKAGES if not _is_installed(name)])
    return _show([python, "-m", "pytest", "-m", "postgres", "tests/postgres", *arguments])


def _is_installed(package: str) -> bool:
    try:
        shown = subprocess.run(
            ["dpkg-query", "-W", "-f", "${Status}", package], capture_output=True, text=True, check=False
        )
    except OSError:
        return False
    return shown.stdout.endswith(" installed")


def _qt_libraries(python: Path) -> None:
    """Install the system libraries that Qt loads, on Debian and its relatives, where they are missing."""
    if sys.platform != "linux" or _imports_qt(python):
        return
    _debian_packages("Qt's system libraries", _QT_PACKAGES)
    if not _imports_qt(python):
        raise StepError("Qt does not load although its system libraries are installed")


def _debian_packages(what: str, packages: Sequence[str]) -> None:
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
    _quietly("look for Debian packages", [*prefix, "apt-get", "update"], env=quiet)
    _quietly(f"install {what}", [*prefix, *line.split()], env=quiet)


def _imports_qt(python: Path) -> bool:
    return (
        subprocess.run([str(python), "-c", "import PySide6.QtWidgets"], capture_output=True, check=False).returncode
        == 0
    )


def lint(_: Sequence[str]) -> bool:
    python = _set_up(dev=True)
    checked = _show([python, "-m", "ruff", "check"])
    return _show([python, "-m", "ruff", "format", "--check"]) and checked


def types(_: Sequence[str]) -> bool:
    return _show([_set_up(dev=True), "-m", "mypy"])


def clients(arguments: Sequence[str]) -> bool:
    python = _set_up(dev=True)
    return _show([python, "-m", "pytest", "-m", "clients", "tests/clients", *arguments])


def wheel(_: Sequence[str]) -> bool:
    """Build the wheel and prove that it serves where no Qt is installed."""
    python = _set_up(dev=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _quietly("build the wheel", [python, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, ROOT])
        (built,) = folder.glob("*.whl")
        bare = folder / "bare"
        _make_venv(bare)
        inside = _python_of(bare)
        install = _pip_install(inside)
        _quietly(f"install {built.name} without Qt", [*install, "--no-deps", built])
        _quietly("install its other requirements", [*install, *_requirements(built)])
        _prove(inside, folder)
    return True


def package(_: Sequence[str]) -> bool:
    """Build the folder that the installers will hold, and let it test itself."""
    python = _set_up(dev=True)
    if sys.platform == "linux" and not shutil.which("objdump"):
        _debian_packages("the tools that read libraries", ["binutils"])
    if shutil.which("dpkg-query"):
        _debian_packages(
            "the libraries that the folder carries", [name for name in _SCREEN_PACKAGES if not _is_installed(name)]
        )
    if sys.platform == "linux" and not _has_python_library(python):
        _debian_packages("Python's shared library", [f"libpython{sys.version_info[0]}.{sys.version_info[1]}"])
    with tempfile.TemporaryDirectory() as name:
        # Outside the checkout: nothing of it may be found by accident.
        folders = ["--distpath", f"{name}/dist", "--workpath", f"{name}/build"]
        spec = ROOT / "packaging" / "aicore-tray.spec"
        _quietly("build with PyInstaller", [python, "-m", "PyInstaller", "--noconfirm", *folders, spec])
        suffix = ".exe" if sys.platform == "win32" else ""
        built = Path(name) / "dist" / "aicore-tray"
        size = sum(file.stat().st_size for file in built.rglob("*") if file.is_file() and not file.is_symlink())
        _say(f"- the folder has {size / 1e6:.0f} MB")
        if sys.platform == "linux":
            _has_its_libraries(built)
        if subprocess.call([str(built / f"aicore-tray{suffix}"), "selftest"], cwd=name) != 0:
            return False
        _prove_app(built / f"aicore-tray-app{suffix}", Path(name))
    return True


def _has_its_libraries(built: Path) -> None:
    """See that what was left out of the folder is not wanted by what is in it."""
    inside = str(built / "_internal")
    places = f"{inside}:{inside}/PySide6/Qt/lib:{inside}/PySide6:{inside}/shiboken6"
    names = {file.name for file in built.rglob("*.so*")}
    wanted: dict[str, str] = {}
    for file in built.rglob("*.so*"):
        shown = subprocess.run(
            ["ldd", str(file)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "LD_LIBRARY_PATH": places},
        ).stdout
        for line in shown.splitlines():
            library = line.split()[0] if line.split() else ""
            # What the system has to have by itself stays outside, such as the driver's GL.
            if "not found" in line and library not in names:
                wanted[library] = file.name
    if wanted:
        told = ", ".join(f"{library} (by {file})" for library, file in sorted(wanted.items()))
        raise StepError(f"The folder lacks libraries: {told}")


def _prove_app(program: Path, folder: Path) -> None:
    """Start the windowed program without a screen, ask its demo once, and end it.

    It has no standard streams on Windows, so the address is read where our other commands find it.
    """
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "AICORE_"))}
    env |= {"AICORE_TRAY_HOME": str(folder / "home"), "QT_QPA_PLATFORM": "offscreen"}
    state = folder / "home" / "data" / "running.json"
    _say("- serve the demo from the app")
    process = subprocess.Popen([str(program), "--demo", "--port", "0"], cwd=folder, env=env, stdout=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 30
        while not state.exists() and process.poll() is None and time.monotonic() < end:
            time.sleep(0.1)
        _ask(json.loads(state.read_text(encoding="utf-8"))["url"])
        process.send_signal(signal.SIGTERM)
        code = process.wait(20)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise StepError(f"The app does not answer or does not end: {error}") from error
    finally:
        process.kill()
        process.wait()
    if sys.platform != "win32" and (code != 0 or state.exists()):
        raise StepError(f"The app ended with {code} after SIGTERM; state file left: {state.exists()}")


def _has_python_library(python: Path) -> bool:
    """Whether PyInstaller finds the interpreter as a library; Debian keeps it in a package of its own."""
    code = "from PyInstaller.depend.bindepend import get_python_library_path as find; find()"
    return subprocess.run([str(python), "-c", code], capture_output=True, check=False).returncode == 0


def _requirements(built: Path) -> list[str]:
    """Return what the wheel requires, without extras and what only a screen needs."""
    with zipfile.ZipFile(built) as archive:
        (metadata,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        lines = archive.read(metadata).decode("utf-8").partition("\n\n")[0].splitlines()
    found = [line.removeprefix("Requires-Dist:").strip() for line in lines if line.startswith("Requires-Dist:")]
    return [each for each in found if "extra ==" not in each and not _SCREEN_ONLY.match(each)]


def _prove(python: Path, folder: Path) -> None:
    """Serve the demo from the installed wheel, ask it once, and stop it."""
    code = (
        "import importlib.util, sys, pathlib; from aicore_tray.system.paths import resources\n"
        "assert importlib.util.find_spec('PySide6') is None, 'PySide6 is installed'\n"
        "assert pathlib.Path(sys.prefix).resolve() in resources().resolve().parents, resources()\n"
    )
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "AICORE_"))}
    env["AICORE_TRAY_HOME"] = str(folder / "home")
    _say("- serve the demo from the wheel")
    if subprocess.call([str(python), "-c", code], cwd=folder, env=env) != 0:
        raise StepError("The wheel is not complete, or Qt came along")
    script = python.with_name("aicore-tray.exe" if sys.platform == "win32" else "aicore-tray")
    process = subprocess.Popen(
        [str(script), "serve", "--demo", "--port", "0"], cwd=folder, env=env, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None  # noqa: S101 - it was asked for
    try:
        line = process.stdout.readline().strip()
        if not line.startswith("Listening on http"):
            raise StepError(f"serve printed {line!r} in place of its address")
        _ask(line.removeprefix("Listening on "))
        process.send_signal(signal.SIGTERM)
        code_at_end = process.wait(20)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise StepError(f"The demo does not answer or does not end: {error}") from error
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    if code_at_end != 0 and sys.platform != "win32":
        raise StepError(f"serve ended with {code_at_end} after SIGTERM")


def _ask(url: str) -> None:
    body = {"model": "claude-sonnet-4-5", "messages": [{"role": "user", "content": "Hello"}]}
    request = urllib.request.Request(  # noqa: S310 - our own address
        f"{url}/v1/chat/completions",
        data=json.dumps(body).encode(),
        headers={"Authorization": "Bearer demo", "Content-Type": "application/json"},
    )
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(request, timeout=30) as answer:
        said = json.loads(answer.read())["choices"][0]["message"]["content"]
    if not said:
        raise StepError("The demo answered with nothing")


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
        _say(f"dev.py: {error}")
        return False


COMMANDS: dict[str, Callable[[Sequence[str]], bool]] = {
    "demo": demo, "test": test, "lint": lint, "types": types, "loop": loop, "clients": clients, "wheel": wheel,
    "postgres": postgres, "desktop": desktop, "package": package, "all": everything,
}  # fmt: skip


def main(argv: Sequence[str]) -> int:
    if not argv or argv[0] not in COMMANDS:
        _say(f"Usage: python3 packaging/dev.py {'|'.join(COMMANDS)} [ARGUMENTS]")
        return 0 if argv and argv[0] in ("-h", "--help") else 2
    try:
        return 0 if _guarded(COMMANDS[argv[0]], argv[1:]) else 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
