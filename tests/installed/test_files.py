"""What is downloaded, before it is installed: sizes, checksums, and what the validators of each system say of it."""

from __future__ import annotations

import plistlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.installed

ROOT = Path(__file__).resolve().parents[2]
MOST_BYTES = 45_000_000
PACKAGING = ROOT / "packaging"


def _run(*words: str | Path, folder: Path = ROOT) -> str:
    done = subprocess.run(
        [str(word) for word in words], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
    return done.stdout


def _app_dir(built: Path) -> Path:
    (found,) = built.glob("*.AppDir")
    return found


def test_each_download_is_small_and_in_the_checksums(built: Path) -> None:
    downloads = sorted([*built.glob("*.deb"), *built.glob("*.tar.xz")])
    assert len(downloads) == 2
    for file in downloads:
        print(f"{file.name}: {file.stat().st_size / 1e6:.1f} MB")  # noqa: T201 - for who reads the run
        assert file.stat().st_size < MOST_BYTES
    told = _run("sha256sum", "--check", "SHA256SUMS", folder=built)
    assert [line.partition(":")[0] for line in told.splitlines()] == [file.name for file in downloads]


def test_the_app_dir_is_what_an_app_image_is_made_of(built: Path) -> None:
    folder = _app_dir(built)
    entry = folder / "usr/share/applications/aicore-tray.desktop"
    _run("desktop-file-validate", entry)
    _run("appstreamcli", "validate", "--no-net", folder / "usr/share/metainfo/io.github.aicore-tray.metainfo.xml")
    assert (folder / "aicore-tray.desktop").read_bytes() == entry.read_bytes()
    assert (folder / "aicore-tray.png").read_bytes()[:4] == b"\x89PNG"
    assert (folder / ".DirIcon").resolve() == (folder / "aicore-tray.png").resolve()
    icons = folder / "usr/share/icons/hicolor"
    assert {file.parts[-3] for file in icons.rglob("aicore-tray.*")} >= {"16x16", "48x48", "256x256", "scalable"}


def test_app_run_starts_the_command_line(built: Path) -> None:
    assert re.match(r"aicore-tray \d", _run(_app_dir(built) / "AppRun", "--version", folder=built))


def test_desktops_know_the_window_by_its_desktop_file(built: Path) -> None:
    source = (ROOT / "aicore_tray" / "gui" / "starting.py").read_text(encoding="utf-8")
    (name,) = re.findall(r'setDesktopFileName\("([^"]+)"\)', source)
    assert (_app_dir(built) / "usr/share/applications" / f"{name}.desktop").is_file()


def test_every_part_comes_with_its_licence(built: Path) -> None:
    folder = built / "aicore-tray" / "_internal" / "licenses"
    names = {file.name.split()[0].removesuffix(".txt") for file in folder.iterdir()}
    assert {"Python", "Qt", "AI", "aiohttp", "cryptography", "keyring", "libssl3", "pyinstaller"} <= names
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (folder / "Qt.txt").read_text(encoding="utf-8")
    assert all(file.stat().st_size > 200 for file in folder.iterdir())


def test_the_windows_installer_compiles_without_a_warning(built: Path, tmp_path: Path) -> None:
    # With the folder for Linux in place of Windows', and packed in a hurry.
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path; import windows_installer as windows; "
        "print(windows.compile_installer(Path(sys.argv[2]), '1.2.3', Path(sys.argv[3]), small=False))"
    )
    told = _run(sys.executable, "-c", code, PACKAGING, built / "aicore-tray", tmp_path)
    installer = Path(told.splitlines()[-1] if told else "")
    content = installer.read_bytes()
    assert content[:2] == b"MZ"
    assert b"NullsoftInst" in content
    assert "1.2.3".encode("utf-16-le") in content


def test_windows_programs_say_what_they_are(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path; import version_info; "
        "version_info.write_version_info(Path(sys.argv[2]), 'aicore-tray-app', '1.2.3')"
    )
    file = tmp_path / "facts"
    _run(sys.executable, "-c", code, PACKAGING, file)
    # Read as PyInstaller reads it on Windows; its module for that does not load elsewhere.
    calls = ("VSVersionInfo", "FixedFileInfo", "StringFileInfo", "StringTable", "StringStruct", "VarFileInfo")
    known = {name: lambda *given, name=name, **named: (name, given, named) for name in (*calls, "VarStruct")}
    read = eval(file.read_text(encoding="utf-8"), {"__builtins__": {}}, known)  # noqa: S307 - our own file
    assert read[2]["ffi"][2]["filevers"] == (1, 2, 3, 0)
    texts = {name: value for _, (name, value), _ in read[2]["kids"][0][1][0][0][1][1]}
    assert texts["ProductName"] == "AI Core Tray"
    assert texts["OriginalFilename"] == "aicore-tray-app.exe"


def test_the_entitlements_are_a_property_list() -> None:
    values = plistlib.loads((PACKAGING / "macos" / "entitlements.plist").read_bytes())
    assert values == {"com.apple.security.cs.allow-unsigned-executable-memory": True}
