"""Writes what Windows shows of a program in its properties, as PyInstaller reads it."""

from __future__ import annotations

from pathlib import Path

from windows_installer import APP, COPYRIGHT, PUBLISHER, four_numbers

_TITLES = {"aicore-tray": f"{APP} (command line)", "aicore-tray-app": APP}
_ENGLISH, _UNICODE = 0x0409, 1200


def write_version_info(file: Path, program: str, version: str) -> Path:
    """Write it for one of the programs; returns the file."""
    numbers = four_numbers(version)
    texts = {
        "CompanyName": PUBLISHER,
        "FileDescription": _TITLES[program],
        "FileVersion": version,
        "InternalName": program,
        "LegalCopyright": COPYRIGHT,
        "OriginalFilename": f"{program}.exe",
        "ProductName": APP,
        "ProductVersion": version,
    }
    strings = ", ".join(f"StringStruct({name!r}, {value!r})" for name, value in texts.items())
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0, OS=0x40004, "
        f"fileType=1, subtype=0, date=(0, 0)), kids=[StringFileInfo([StringTable('{_ENGLISH:04X}{_UNICODE:04X}', "
        f"[{strings}])]), VarFileInfo([VarStruct('Translation', [{_ENGLISH}, {_UNICODE}])])])\n",
        encoding="utf-8",
    )
    return file
