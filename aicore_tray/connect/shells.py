"""How variables are set and words are quoted in the shells that people use."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath


@dataclass(frozen=True, slots=True)
class Shell:
    """One shell's way to write things.

    Attributes:
        id: how settings and the command line name it.
        name: how people write it.
        quote: makes one literal word of a text.
        set_one: writes the line that sets a variable to a quoted text.
        unset_one: writes the line that takes a variable away, also where it is not set.
        around: writes the line that puts hosts in front of a list of hosts in a variable.
    """

    id: str
    name: str
    quote: Callable[[str], str]
    set_one: Callable[[str, str], str]
    unset_one: Callable[[str], str]
    around: Callable[[str, str], str]

    def lines(self, variables: Mapping[str, str], *, without: Sequence[str] = (), no_proxy: str = "") -> list[str]:
        """Return the lines that set and take away variables, for this terminal alone.

        Args:
            without: variables to take away.
            no_proxy: hosts that are reached without a proxy, beside those that are named already.
        """
        found = [self.unset_one(name) for name in without]
        found += [self.set_one(name, self.quote(value)) for name, value in variables.items()]
        if no_proxy:
            # Programs differ in which of the two they read.
            names = ("NO_PROXY",) if self.id in ("powershell", "cmd") else ("NO_PROXY", "no_proxy")
            found += [self.around(name, no_proxy) for name in names]
        return found

    def command(self, words: Sequence[str]) -> str:
        """Return the line that starts a program."""
        return " ".join(self._word(word) for word in words)

    def _word(self, word: str) -> str:
        plain = word and all(character.isalnum() or character in "-_./:=" for character in word)
        if plain:
            return word
        # Double quotes mean the same in all of these shells as long as nothing in them is special.
        if not set(word) & set('"$`\\!%'):
            return f'"{word}"'
        return self.quote(word)


def _fish_quote(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _powershell_quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _posix_around(name: str, hosts: str) -> str:
    return f'export {name}="{hosts}${{{name}:+,${name}}}"'


def _posix(shell_id: str, name: str) -> Shell:
    return Shell(
        id=shell_id,
        name=name,
        quote=lambda text: "'" + text.replace("'", "'\"'\"'") + "'",
        set_one=lambda variable, value: f"export {variable}={value}",
        unset_one=lambda variable: f"unset {variable}",
        around=_posix_around,
    )


BASH = _posix("bash", "bash")
ZSH = _posix("zsh", "zsh")
FISH = Shell(
    id="fish",
    name="fish",
    quote=_fish_quote,
    set_one=lambda variable, value: f"set -gx {variable} {value}",
    unset_one=lambda variable: f"set -e {variable}",
    around=lambda variable, hosts: f"set -gx {variable} (string join , {hosts.replace(',', ' ')} ${variable})",
)
POWERSHELL = Shell(
    id="powershell",
    name="PowerShell",
    quote=_powershell_quote,
    set_one=lambda variable, value: f"$env:{variable} = {value}",
    unset_one=lambda variable: f"Remove-Item Env:{variable} -ErrorAction SilentlyContinue",
    around=lambda variable, hosts: f'$env:{variable} = (@("{hosts}", $env:{variable}) -ne $null) -join ","',
)
CMD = Shell(
    id="cmd",
    name="cmd",
    quote=lambda text: text,  # the quotes stand around name and value together
    set_one=lambda variable, value: f'set "{variable}={value}"',
    unset_one=lambda variable: f'set "{variable}="',
    around=lambda variable, hosts: (
        f'if defined {variable} (set "{variable}={hosts},%{variable}%") else (set "{variable}={hosts}")'
    ),
)
SHELLS = {shell.id: shell for shell in (BASH, ZSH, FISH, POWERSHELL, CMD)}
"""Every shell, by its id."""


def own_shell(env: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Shell:
    """Return the shell that this user most probably has."""
    if platform == "win32":
        return POWERSHELL
    named = PurePath(env.get("SHELL", "")).name
    return SHELLS.get(named, ZSH if platform == "darwin" else BASH)


def posix_script(folder: str, command: Sequence[str], variables: Mapping[str, str], without: Sequence[str]) -> str:
    """Return a script for /bin/sh that starts a program in a folder and leaves a shell behind it."""
    lines = [f"unset {name}" for name in without]
    lines += [f"export {name}={shlex.quote(value)}" for name, value in variables.items()]
    lines.append(f"cd -- {shlex.quote(folder)} || exit")
    lines.append(shlex.join(command))
    lines.append('exec "${SHELL:-/bin/sh}"')
    return "\n".join(lines) + "\n"
