"""Builds what people download, on the system it is for: the frozen folder, proved, its installers, their checksums.

python3 packaging/build.py [--out DIR] [--bare]    `--bare` leaves it at the folder
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import linux_files
import macos_image
import windows_installer
from proving import has_its_libraries, prove_app
from workplace import ROOT, SCREEN_PACKAGES, StepError, debian_packages, is_installed, quietly, say, set_up

FOLDER = "aicore-tray"
CHECKSUMS = "SHA256SUMS"
# What each system's people download, made of the frozen folder.
MAKERS: Mapping[str, Callable[[Path, str, Path], list[Path]]] = {
    "linux": linux_files.make,
    "win32": windows_installer.make,
    "darwin": macos_image.make,
}


def version() -> str:
    """Return the version as the package has it."""
    text = (ROOT / "aicore_tray" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"$', text, re.MULTILINE)
    if found is None:
        raise StepError("aicore_tray/__init__.py names no version")
    return found[1]


def freeze(out: Path) -> Path:
    """Freeze the app with PyInstaller and let it prove itself; returns the folder, in `out`."""
    python = set_up(dev=True)
    if sys.platform == "linux" and not shutil.which("objdump"):
        debian_packages("the tools that read libraries", ["binutils"])
    if shutil.which("dpkg-query"):
        debian_packages(
            "the libraries that the folder carries", [name for name in SCREEN_PACKAGES if not is_installed(name)]
        )
    if sys.platform == "linux" and not _has_python_library(python):
        debian_packages("Python's shared library", [f"libpython{sys.version_info[0]}.{sys.version_info[1]}"])
    work = out / "work"
    spec = ROOT / "packaging" / "aicore-tray.spec"
    folders: list[str | Path] = ["--distpath", out, "--workpath", work]
    quietly("build with PyInstaller", [python, "-m", "PyInstaller", "--noconfirm", *folders, spec])
    built = out / FOLDER
    if sys.platform == "linux":
        (built / "aicore-tray-app").symlink_to("aicore-tray")
    size = sum(file.stat().st_size for file in built.rglob("*") if file.is_file() and not file.is_symlink())
    say(f"- the folder has {size / 1e6:.0f} MB")
    if sys.platform == "linux":
        has_its_libraries(built)
    suffix = ".exe" if sys.platform == "win32" else ""
    if subprocess.call([str(built / f"aicore-tray{suffix}"), "selftest"], cwd=work) != 0:
        raise StepError("The frozen program is not whole")
    prove_app(built / f"aicore-tray-app{suffix}", work)
    return built


def build(out: Path, *, bare: bool = False) -> list[Path]:
    """Build all that is downloaded on this system; returns the files."""
    out = out.absolute()
    out.mkdir(parents=True, exist_ok=True)
    folder = freeze(out)
    if bare:
        return []
    files = MAKERS[sys.platform](folder, version(), out)
    write_checksums(out, files)
    for file in files:
        say(f"- {file.name}: {file.stat().st_size / 1e6:.1f} MB")
    return files


def write_checksums(out: Path, files: Sequence[Path]) -> Path:
    """Write what `sha256sum --check` reads."""
    lines = []
    for file in sorted(files):
        with file.open("rb") as opened:
            lines.append(f"{hashlib.file_digest(opened, 'sha256').hexdigest()}  {file.name}\n")
    sums = out / CHECKSUMS
    sums.write_bytes("".join(lines).encode())
    return sums


def _has_python_library(python: Path) -> bool:
    """Whether PyInstaller finds the interpreter as a library; Debian keeps it in a package of its own."""
    code = "from PyInstaller.depend.bindepend import get_python_library_path as find; find()"
    return subprocess.run([str(python), "-c", code], capture_output=True, check=False).returncode == 0


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="build.py", description="Build what people download, for this system.")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="where it goes (dist)")
    parser.add_argument("--bare", action="store_true", help="the folder alone, without installers")
    arguments = parser.parse_args(argv)
    try:
        build(arguments.out, bare=arguments.bare)
    except StepError as error:
        say(f"build.py: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
