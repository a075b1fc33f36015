"""Makes what people download on Windows of the frozen folder: an installer for one user, and a .zip.

NSIS compiles on every system, so the script is compiled on Linux, too, with that system's folder in place of Windows';
signing, the .zip and the installer itself were never run where they were written.
"""

from __future__ import annotations

import os
import re
import shutil
import zipfile
from pathlib import Path

from workplace import ROOT, StepError, python_of, quietly, say
from workplace import VENV as _VENV

HERE = ROOT / "packaging" / "windows"
APP = "AI Core Tray"
PUBLISHER = "The AI Core Tray contributors"
COPYRIGHT = "Copyright (c) the AI Core Tray contributors, MIT licence"
# A certificate as a .pfx file and its password, put there by the workflow; without them nothing is signed.
CERTIFICATE, CERTIFICATE_PASSWORD = "WINDOWS_CERTIFICATE_FILE", "WINDOWS_CERTIFICATE_PASSWORD"
_TIMESTAMPS = "http://timestamp.digicert.com"


def make(folder: Path, version: str, out: Path) -> list[Path]:
    """Make all of it in `out`; returns what is downloaded."""
    for program in sorted(folder.glob("*.exe")):
        _sign(program)
    installer = compile_installer(folder, version, out)
    _sign(installer)
    return [installer, _archive(folder, version, out)]


def compile_installer(folder: Path, version: str, out: Path, *, small: bool = True) -> Path:
    """Compile the installer of a folder; every warning is an error.

    Args:
        small: pack it as small as can be, which takes its time.
    """
    compiler = shutil.which("makensis") or shutil.which("makensis", path=_usual_places())
    if compiler is None:
        raise StepError("There is no makensis here: install NSIS")
    icon = out / "work" / "installer.ico"
    icon.parent.mkdir(parents=True, exist_ok=True)
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'packaging')!r}); from pathlib import Path; import icons; "
        f"icons.write_ico(Path({str(ROOT / 'resources/icons/app-icon.svg')!r}), Path({str(icon)!r}))"
    )
    quietly("draw the installer's icon", [python_of(_VENV), "-c", code])
    installer = out / f"aicore-tray-{version}-windows-x86_64-setup.exe"
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) // 1024
    suffix = ".exe" if (folder / "aicore-tray.exe").exists() else ""
    numbers = ".".join(map(str, four_numbers(version)))
    values = {
        "VERSION": version, "NUMBERS": numbers, "FOLDER": str(folder), "OUTPUT": str(installer), "ICON": str(icon),
        "SIZE": str(size), "SUFFIX": suffix, "PUBLISHER": PUBLISHER, "COPYRIGHT": COPYRIGHT,
        "LICENCE": str(ROOT / "LICENSE"), "PACKING": "lzma" if small else "zlib",
    }  # fmt: skip
    given = [f"-D{name}={value}" for name, value in values.items()]
    quietly("compile the installer", [compiler, "-WX", "-V2", "-INPUTCHARSET", "UTF8", *given, HERE / "installer.nsi"])
    return installer


def four_numbers(version: str) -> tuple[int, int, int, int]:
    """Return a version as Windows wants it."""
    found = [*map(int, re.findall(r"\d+", version)), 0, 0, 0]
    return found[0], found[1], found[2], 0


def _archive(folder: Path, version: str, out: Path) -> Path:
    """Pack the folder for those who distribute software by other means."""
    archive = out / f"aicore-tray-{version}-windows-x86_64.zip"
    say("- pack the .zip")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                packed.write(file, Path(f"aicore-tray-{version}") / file.relative_to(folder))
    return archive


def _sign(file: Path) -> None:
    certificate = os.environ.get(CERTIFICATE, "")
    if not certificate:
        say(f"- {file.name} is NOT signed: {CERTIFICATE} names no certificate")
        return
    tool = shutil.which("signtool")
    if tool is None:
        raise StepError("There is a certificate, and no signtool")
    command = [tool, "sign", "/f", certificate, "/p", os.environ.get(CERTIFICATE_PASSWORD, "")]
    quietly(f"sign {file.name}", [*command, "/fd", "sha256", "/tr", _TIMESTAMPS, "/td", "sha256", file])


def _usual_places() -> str:
    return os.pathsep.join(
        str(Path(os.environ[name]) / "NSIS") for name in ("ProgramFiles(x86)", "ProgramFiles") if os.environ.get(name)
    )
