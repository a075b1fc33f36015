"""Variables that are set elsewhere and stand in a tool's way: in this environment, in shells' files, in the registry.

They are found and told with their source, never changed: whoever set them had a reason.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from aicore_tray.connect.computer import Computer
from aicore_tray.connect.standing import shown_address
from aicore_tray.connect.tool import Tool

_LARGEST = 1_000_000
# What POSIX shells, fish, csh, PowerShell and systemd's files write to set a variable.
_SET = re.compile(
    r"""^\s*(?:(?:export|declare\s+-\w+|typeset\s+-\w+|set\s+(?:-{1,2}[\w-]+\s+)+|setenv|\$env:)\s*)?
    (?P<name>[A-Za-z_]\w*) (?:\s*=\s*|\s+) (?P<value>"[^"]*"|'[^']*'|[^\s;\#]+)""",
    re.VERBOSE,
)
_WRITES = re.compile(r"^\s*(?:export|declare|typeset|set\s+-|setenv|\$env:|[A-Za-z_]\w*=)")
_TOLD = ("_URL", "_BASE", "_HOST", "_ENDPOINT", "_MODEL", "_REGION")
_POSIX = (
    ".profile", ".bash_profile", ".bash_login", ".bashrc", ".zshenv", ".zprofile", ".zshrc", ".zlogin", ".kshrc",
    ".cshrc", ".tcshrc", ".pam_environment",
)  # fmt: skip
_SYSTEM = ("/etc/environment", "/etc/profile", "/etc/bash.bashrc", "/etc/zshenv", "/etc/zsh/zshenv")
_WINDOWS = ("PowerShell", "WindowsPowerShell")

Registry = Callable[[], Iterable[tuple[str, str, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A variable that decides for a tool, and does not say what we do.

    Attributes:
        variable: its name.
        source: the file, as people write it, or what else sets it.
        line: the line of the file, 0 where there is none.
        value: what it says; "" for one that may be a secret.
    """

    variable: str
    source: str
    line: int = 0
    value: str = ""


ENVIRONMENT = "environment"
"""The source of what is set in the environment of this program."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A variable that is set somewhere."""

    source: str
    line: int
    name: str
    value: str


def assignments(computer: Computer, registry: Registry | None = None) -> tuple[Assignment, ...]:
    """Return every variable that is set, wherever that is. It blocks.

    Args:
        registry: gives name of a place, variable and value of what Windows keeps.
    """
    return tuple(_assignments(computer, registry or windows_registry))


def find_conflicts(tool: Tool, wanted: Mapping[str, str], given: Iterable[Assignment]) -> tuple[Conflict, ...]:
    """Return the variables that stand in a tool's way.

    Args:
        wanted: what the tool is set up with; a variable that says the same is no conflict.
        given: every variable that is set.
    """
    found: dict[tuple[str, str, int], Conflict] = {}
    for each in given:
        name, value = each.name, each.value
        if not _reads(tool, name) or not value or wanted.get(name) == value or _is_reference(value):
            continue
        if name in wanted and not name.endswith(_TOLD):
            continue  # a key of ours that was replaced since is seen by its refusal
        conflict = Conflict(variable=name, source=each.source, line=each.line, value=_told(name, value))
        found.setdefault((name, each.source, each.line), conflict)
    in_files = {(each.variable, each.value) for each in found.values() if each.source != ENVIRONMENT}
    # The environment mostly has it from one of the files, which is where it can be changed.
    return tuple(
        each for each in found.values() if each.source != ENVIRONMENT or (each.variable, each.value) not in in_files
    )


def _reads(tool: Tool, name: str) -> bool:
    return any(name.startswith(read) if read.endswith("_") else name == read for read in tool.reads)


def _is_reference(value: str) -> bool:
    return value.startswith("$") or "${" in value or "$(" in value


def _told(name: str, value: str) -> str:
    if not name.endswith(_TOLD):
        return ""
    return shown_address(value) if "://" in value else value


def _assignments(computer: Computer, registry: Registry) -> Iterator[Assignment]:
    for name, value in computer.env.items():
        yield Assignment(ENVIRONMENT, 0, name, value)
    for file in _files(computer):
        for number, line in enumerate(_lines(file), start=1):
            found = _SET.match(line) if _WRITES.match(line) else None
            if found is not None:
                yield Assignment(computer.short(file), number, found["name"], found["value"].strip("\"'"))
    if computer.platform == "win32":
        for place, name, value in registry():
            yield Assignment(place, 0, name, value)


def _files(computer: Computer) -> Iterator[Path]:
    home = computer.home
    if computer.platform == "win32":
        for folder in _WINDOWS:
            yield from sorted((home / "Documents" / folder).glob("*profile.ps1"))
        return
    yield from (home / name for name in _POSIX)
    fish = computer.config("fish")
    yield from (fish / "config.fish", *sorted((fish / "conf.d").glob("*.fish")))
    yield from sorted(computer.config("environment.d").glob("*.conf"))
    yield from sorted(computer.config("powershell").glob("*profile.ps1"))
    yield from map(Path, _SYSTEM)


def _lines(file: Path) -> list[str]:
    try:
        if file.stat().st_size > _LARGEST:
            return []
        return file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def windows_registry() -> Iterator[tuple[str, str, str]]:
    """Give what Windows sets for this user and for everybody; nothing on other systems."""
    yield from ()
    if sys.platform == "win32":
        import winreg

        places = (
            (winreg.HKEY_CURRENT_USER, "Environment", "HKCU\\Environment"),
            (
                winreg.HKEY_LOCAL_MACHINE,
                "SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment",
                "HKLM\\…\\Environment",
            ),
        )
        for root, path, shown in places:
            try:
                with winreg.OpenKey(root, path) as opened:
                    for index in range(winreg.QueryInfoKey(opened)[1]):
                        name, value, _ = winreg.EnumValue(opened, index)
                        yield shown, name, str(value)
            except OSError:
                continue
