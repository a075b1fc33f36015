"""The computer that tools are looked for on and set up on; tests have one of their own."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Computer:
    """Where things are looked for.

    Attributes:
        home: the user's folder.
        env: the environment.
        platform: as `sys.platform` names it.
    """

    home: Path
    env: Mapping[str, str]
    platform: str

    @classmethod
    def this(cls) -> Computer:
        return cls(Path.home(), os.environ, sys.platform)

    def search_path(self) -> str:
        """Return where programs are looked for: an app that was started by a click has a short PATH."""
        home = self.home
        usual: list[Path] = [home / ".local" / "bin", home / ".claude" / "local", home / "bin"]
        if self.platform == "win32":
            roaming = self.env.get("APPDATA")
            usual += [Path(roaming) / "npm"] if roaming else []
        else:
            usual += [Path("/usr/local/bin"), home / ".npm-global" / "bin", home / ".bun" / "bin"]
            usual += [home / ".volta" / "bin", home / ".cargo" / "bin", home / ".local" / "share" / "pnpm"]
            # Each Node that nvm keeps has its own; the newest is tried first.
            usual += sorted((home / ".nvm" / "versions" / "node").glob("*/bin"), key=_numbers, reverse=True)
        if self.platform == "darwin":
            usual.insert(0, Path("/opt/homebrew/bin"))
        return os.pathsep.join([self.env.get("PATH", ""), *map(str, usual)])

    def folder(self, variable: str, *default: str) -> Path:
        """Return the folder that a variable names, else the one below the user's."""
        named = self.env.get(variable, "").strip()
        return Path(named).expanduser() if named else self.home.joinpath(*default)

    def config(self, *parts: str) -> Path:
        """Return a place below the folder of configurations, which programs of XDG's rules have on every system."""
        return self.folder("XDG_CONFIG_HOME", ".config").joinpath(*parts)

    def data(self, *parts: str) -> Path:
        """Return a place below the folder in which this system's applications keep what is theirs."""
        if self.platform == "win32":
            return self.folder("APPDATA", "AppData", "Roaming").joinpath(*parts)
        if self.platform == "darwin":
            return self.home.joinpath("Library", "Application Support", *parts)
        return self.config(*parts)

    def short(self, file: Path) -> str:
        """Return a file's name as people write it, with ~ for the user's folder."""
        if file.is_relative_to(self.home):
            return "~/" + file.relative_to(self.home).as_posix()
        return str(file)


def _numbers(path: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", path.parent.name)]
