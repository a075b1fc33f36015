"""Makes what people download on Linux of the frozen folder: a .deb, a .tar.xz, and the AppDir of an AppImage.

The AppImage itself is the release workflow's: the runtime that stands before its file system comes from no package.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from workplace import ROOT, StepError, python_of, quietly
from workplace import VENV as _VENV

HERE = ROOT / "packaging" / "linux"
NAME = "aicore-tray"
COMPONENT = "io.github.aicore-tray"
PROGRAMS = ("aicore-tray", "aicore-tray-app")
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
# Loaded by name while it runs: nothing in the folder says that it needs them.
_BY_NAME = ("ca-certificates",)
_XZ = {"XZ_OPT": "-9 -T1"}


def make(folder: Path, version: str, out: Path) -> list[Path]:
    """Make all of it in `out`; returns what is downloaded."""
    make_app_dir(folder, version, out)
    # Each packs on one core: cut into parts for several, it would be larger.
    with ThreadPoolExecutor() as both:
        return [
            task.result() for task in [both.submit(step, folder, version, out) for step in (make_deb, make_archive)]
        ]


def make_archive(folder: Path, version: str, out: Path) -> Path:
    """Pack the folder, with what a desktop needs to show it, as .tar.xz."""
    top = f"{NAME}-{version}"
    stage = out / "work" / "archive" / top
    _fresh(stage.parent)
    shutil.copytree(folder, stage, symlinks=True)
    _desktop_files(stage / "share", version)
    archive = out / f"{top}-linux-{os.uname().machine}.tar.xz"
    command: list[str | Path] = [
        "tar",
        "-cJf",
        archive,
        "--owner=0",
        "--group=0",
        "--sort=name",
        "-C",
        stage.parent,
        top,
    ]
    quietly("pack the .tar.xz", command, env=_XZ)
    return archive


def make_deb(folder: Path, version: str, out: Path) -> Path:
    """Make the Debian package."""
    architecture = _ARCHITECTURES[os.uname().machine]
    root = _fresh(out / "work" / "deb")
    inside = root / "usr" / "lib" / NAME
    shutil.copytree(folder, inside, symlinks=True)
    links = root / "usr" / "bin"
    links.mkdir()
    for program in PROGRAMS:
        (links / program).symlink_to(f"../lib/{NAME}/{program}")
    _desktop_files(root / "usr" / "share", version)
    documents = root / "usr" / "share" / "doc" / NAME
    documents.mkdir(parents=True)
    shutil.copy(ROOT / "LICENSE", documents / "copyright")
    shutil.copy(ROOT / "CHANGELOG.md", documents / "CHANGELOG.md")
    size = sum(file.lstat().st_size for file in root.rglob("*") if not file.is_dir()) // 1024
    control = (HERE / "control").read_text(encoding="utf-8")
    for name, value in {
        "VERSION": version, "ARCHITECTURE": architecture, "SIZE": str(size), "DEPENDS": ", ".join(depends(folder)),
    }.items():  # fmt: skip
        control = control.replace(f"@{name}@", value)
    (root / "DEBIAN").mkdir()
    (root / "DEBIAN" / "control").write_text(control, encoding="utf-8")
    for each in root.rglob("*"):
        if not each.is_symlink():
            each.chmod(0o755 if each.is_dir() or os.access(each, os.X_OK) else 0o644)
    package = out / f"{NAME}_{version}_{architecture}.deb"
    quietly("build the .deb", ["dpkg-deb", "--root-owner-group", "-Zxz", "-z9", "--build", root, package])
    return package


def make_app_dir(folder: Path, version: str, out: Path) -> Path:
    """Lay out the folder from which an AppImage is made."""
    app_dir = _fresh(out / "AI_Core_Tray.AppDir")
    shutil.copytree(folder, app_dir / "usr" / "lib" / NAME, symlinks=True)
    _desktop_files(app_dir / "usr" / "share", version)
    shutil.copy(HERE / "AppRun", app_dir / "AppRun")
    (app_dir / "AppRun").chmod(0o755)
    shutil.copy(HERE / f"{NAME}.desktop", app_dir)
    icon = app_dir / "usr/share/icons/hicolor/256x256/apps" / f"{NAME}.png"
    shutil.copy(icon, app_dir / f"{NAME}.png")
    (app_dir / ".DirIcon").symlink_to(f"{NAME}.png")
    # Tools for AppImages look for the metadata under this name alone.
    metadata = app_dir / "usr/share/metainfo"
    (metadata / f"{COMPONENT}.appdata.xml").symlink_to(f"{COMPONENT}.metainfo.xml")
    return app_dir


def _desktop_files(share: Path, version: str) -> None:
    """Put desktop file, metadata and icons where a desktop looks for them."""
    applications, metadata = share / "applications", share / "metainfo"
    applications.mkdir(parents=True)
    metadata.mkdir(parents=True)
    shutil.copy(HERE / f"{NAME}.desktop", applications)
    text = (HERE / f"{COMPONENT}.metainfo.xml").read_text(encoding="utf-8")
    release = f'<release version="{version}" date="{released(version)}"/>'
    (metadata / f"{COMPONENT}.metainfo.xml").write_text(text.replace("@RELEASE@", release), encoding="utf-8")
    script = ROOT / "packaging" / "icons.py"
    svg = ROOT / "resources" / "icons" / "app-icon.svg"
    quietly("draw the icons", [python_of(_VENV), script, svg, share / "icons" / "hicolor", NAME])


def released(version: str) -> str:
    """Return the day of a version in the changelog; of one that is not released yet, that of the last change."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    found = re.search(rf"^## \[?{re.escape(version)}\]?[^\n]*?(\d{{4}}-\d\d-\d\d)", text, re.MULTILINE)
    if found:
        return found[1]
    shown = subprocess.run(
        ["git", "log", "-1", "--format=%cs"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    return shown or "1970-01-01"


def depends(folder: Path) -> list[str]:
    """Return the Debian packages whose libraries the folder needs and does not carry, found in its own programs."""
    files = [file for file in folder.rglob("*") if file.is_file() and not file.is_symlink() and _is_elf(file)]
    carried = {file.name for file in folder.rglob("*")}
    needed: set[str] = set()
    glibc = (0, 0)
    for file in files:
        shown = subprocess.run(["objdump", "-p", str(file)], capture_output=True, text=True, check=True).stdout
        needed |= set(re.findall(r"^\s+NEEDED\s+(\S+)", shown, re.MULTILINE))
        versions = [(int(major), int(minor)) for major, minor in re.findall(r"GLIBC_(\d+)\.(\d+)", shown)]
        glibc = max([glibc, *versions])
    packages = {package for library in needed - carried for package in _owner(library)}
    return sorted({f"libc6 (>= {glibc[0]}.{glibc[1]})" if each == "libc6" else each for each in {*packages, *_BY_NAME}})


def _is_elf(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(4) == b"\x7fELF"


@functools.cache
def _known_libraries() -> dict[str, str]:
    shown = subprocess.run(
        [shutil.which("ldconfig") or "/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True
    ).stdout
    return dict(re.findall(r"^\s+(\S+) \([^)]*\) => (\S+)$", shown, re.MULTILINE))


def _owner(library: str) -> Iterable[str]:
    """Return the package that has a library; the place that the linker names may be a link to where dpkg put it."""
    place = _known_libraries().get(library)
    if place is None:
        raise StepError(f"No library {library} is installed here, and the folder needs it")
    for each in (place, os.path.realpath(place), place.removeprefix("/usr"), f"/usr{place}"):
        shown = subprocess.run(["dpkg", "-S", each], capture_output=True, text=True, check=False).stdout
        for line in shown.splitlines():
            if not line.startswith("diversion"):
                return [line.split(":")[0]]
    raise StepError(f"No package has {place}")


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
