"""Collects the licences of all that a frozen folder holds: distributions, Python, Qt, libraries of the system.

The spec calls it with what PyInstaller found, so that what is listed is what is there.
"""

from __future__ import annotations

import functools
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT / "packaging" / "licences"
_LICENCE = re.compile(r"(?:^|/)(?:licen[cs]e|copying|notice|authors)[^/]*$", re.IGNORECASE)
_QT = re.compile(r"^(?:pyside6|shiboken6)", re.IGNORECASE)
_QT_WORDS = """\
Qt and Qt for Python (PySide6, shiboken6), {versions}

Used under the GNU Lesser General Public License, version 3, which follows with the GNU General Public License that
it builds on. Copyright (C) The Qt Company Ltd. and other contributors. The sources are those of the unchanged
packages that the Qt Project publishes under these versions. Qt lies in this folder as shared libraries of its own:
you may replace them by others that you have changed. Qt in turn contains code of others, ICU among it, which
doc.qt.io lists under "Licenses Used in Qt".
"""


class MissingLicenceError(Exception):
    """Something would be shipped without its licence."""


def collect(sources: Iterable[str], folder: Path) -> list[Path]:
    """Write a file for each part that the sources belong to; returns them.

    Args:
        sources: the files that are packed, where they were found.

    Raises:
        MissingLicenceError: a part has no text of its licence.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "LICENSE", folder / "AI Core Tray.txt")
    (folder / "Python.txt").write_text(_python(), encoding="utf-8")
    owners, qt = _owners(), []
    found: dict[str, importlib.metadata.Distribution] = {}
    packages: set[str] = set()
    for source in map(os.path.realpath, sources):
        if (owner := owners.get(source)) is not None:
            found[owner.name] = owner
        elif sys.platform == "linux" and _is_system(source):
            packages |= _debian_owner(source)
    for name, owner in sorted(found.items()):
        if _QT.match(name):
            qt.append(f"{name} {owner.version}")
        elif name != "aicore-tray":
            (folder / f"{name} {owner.version}.txt").write_text(_texts(owner), encoding="utf-8")
    for package in sorted(packages):
        text = Path("/usr/share/doc", package, "copyright").read_text(encoding="utf-8", errors="replace")
        (folder / f"{package} (Debian).txt").write_text(text, encoding="utf-8")
    if qt:
        parts = [_QT_WORDS.format(versions=", ".join(qt)), *(_text(name) for name in ("LGPL-3.0", "GPL-3.0"))]
        (folder / "Qt.txt").write_text("\n\n".join(parts), encoding="utf-8")
    return sorted(folder.iterdir())


def _text(name: str) -> str:
    return (TEXTS / f"{name}.txt").read_text(encoding="utf-8")


@functools.cache
def _owners() -> dict[str, importlib.metadata.Distribution]:
    """Return file -> the distribution that installed it."""
    return {
        os.path.realpath(str(file.locate())): distribution
        for distribution in importlib.metadata.distributions()
        for file in distribution.files or ()
    }


def _texts(distribution: importlib.metadata.Distribution) -> str:
    files = [
        file
        for file in distribution.files or ()
        if ".dist-info/" in file.as_posix() and _LICENCE.search(file.as_posix())
    ]
    texts = [Path(str(file.locate())).read_text(encoding="utf-8", errors="replace") for file in sorted(files)]
    if not texts:
        raise MissingLicenceError(f"{distribution.name} {distribution.version} comes without the text of its licence")
    said = next(
        (distribution.metadata[name] for name in ("License-Expression", "License") if name in distribution.metadata), ""
    )
    head = f"{distribution.name} {distribution.version}\n{said.splitlines()[0] if said else ''}".strip()
    return "\n\n".join([head, *texts])


def _python() -> str:
    base, stdlib = Path(sys.base_prefix), Path(sysconfig.get_path("stdlib"))
    for place in (stdlib / "LICENSE.txt", base / "LICENSE.txt", base / "LICENSE"):
        if place.is_file():
            return f"Python {sys.version.split()[0]}\n\n{place.read_text(encoding='utf-8', errors='replace')}"
    raise MissingLicenceError("This Python comes without the text of its licence")


def _is_system(source: str) -> bool:
    return re.search(r"\.so(?:\.|$)", source) is not None and source.startswith(("/lib", "/usr/lib"))


@functools.cache
def _debian_owner(source: str) -> set[str]:
    for place in (source, source.removeprefix("/usr")):
        shown = subprocess.run(["dpkg", "-S", place], capture_output=True, text=True, check=False).stdout
        for line in shown.splitlines():
            if not line.startswith("diversion"):
                return {line.split(":")[0]}
    raise MissingLicenceError(f"{source} is packed, and no package tells its licence")
