"""Which tools are on this computer: programs, extensions of editors, applications. It blocks: call it in a thread."""

from __future__ import annotations

import contextlib
import plistlib
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from aicore_tray.connect.computer import Computer
from aicore_tray.connect.tool import Tool

_VERSION = re.compile(r"\d+\.\d+(?:\.\d+)?")
_VERSION_SECONDS = 5.0
_EDITORS = {
    ".vscode": "VS Code",
    ".vscode-insiders": "VS Code Insiders",
    ".vscode-server": "VS Code Server",
    ".vscode-oss": "VSCodium",
    ".cursor": "Cursor",
    ".windsurf": "Windsurf",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A tool as it is on this computer.

    Attributes:
        program: its program, None where only an extension or an application is there.
        version: as it writes it; "" where it does not tell.
        place: the editor that its extension is in, "" otherwise.
    """

    program: Path | None = None
    version: str = ""
    place: str = ""


def find_program(names: Iterable[str], computer: Computer) -> Path | None:
    """Return the first of these programs that is there."""
    path = computer.search_path()
    for name in names:
        if found := shutil.which(name, path=path):
            return Path(found)
    return None


def find(tool: Tool, computer: Computer) -> Found | None:
    """Return how a tool is on this computer, None where it is not; SDKs are not looked for."""
    if tool.kind == "code" and not tool.programs:
        return None
    program = find_program(tool.programs, computer)
    if program is not None:
        return Found(program=program, version="" if tool.windowed else _asked(program, computer))
    for place, version in _extensions(tool, computer.home):
        return Found(version=version, place=place)
    for application in _applications(tool, computer):
        return Found(version=_bundle_version(application))
    return None


def find_all(tools: Iterable[Tool], computer: Computer) -> dict[str, Found]:
    """Return what is found of these tools, by tool id."""
    return {tool.id: found for tool in tools if (found := find(tool, computer)) is not None}


def _asked(program: Path, computer: Computer) -> str:
    """Return the version that a program tells."""
    env = {**computer.env, "PATH": computer.search_path()}
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        told = subprocess.run(
            [str(program), "--version"],
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_VERSION_SECONDS,
            check=False,
            creationflags=hidden,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    found = _VERSION.search(told.stdout)
    return found[0] if found else ""


def _extensions(tool: Tool, home: Path) -> Iterator[tuple[str, str]]:
    for folder, editor in _EDITORS.items():
        for extension in tool.extensions:
            # Their folders are called publisher.name-1.2.3, with the platform behind some.
            found = sorted((home / folder / "extensions").glob(f"{extension}-[0-9]*"), key=_version_of, reverse=True)
            for each in found:
                version = _VERSION.search(each.name[len(extension) :])
                yield editor, version[0] if version else ""


def _version_of(path: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", path.name)]


def _applications(tool: Tool, computer: Computer) -> Iterator[Path]:
    for name in tool.apps:
        if computer.platform == "darwin":
            places = [Path("/Applications") / f"{name}.app", computer.home / "Applications" / f"{name}.app"]
        elif computer.platform == "win32":
            local, programs = computer.env.get("LOCALAPPDATA", ""), computer.env.get("PROGRAMFILES", "")
            places = [Path(local) / "Programs" / name, Path(programs) / name] if local else []
        else:
            folders = (computer.home / "Applications", computer.home / "Downloads", computer.home / ".local" / "bin")
            pattern = f"{name.replace(' ', '*')}*.AppImage"
            places = [each for folder in folders for each in sorted(folder.glob(pattern))]
        yield from (place for place in places if place.exists())


def _bundle_version(application: Path) -> str:
    with contextlib.suppress(OSError, ValueError, plistlib.InvalidFileException):
        facts = plistlib.loads((application / "Contents" / "Info.plist").read_bytes())
        return str(facts.get("CFBundleShortVersionString", ""))
    found = _VERSION.search(application.name)
    return found[0] if found else ""
