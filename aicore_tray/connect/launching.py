"""Starts a tool in a terminal of its own with an environment that points it at the proxy; none of its files changes.

The API key must not be seen in the list of processes, so it never stands on a command line. Terminals of POSIX systems
often run in one process that was started long ago with another environment; they get a script, which only its user can
read and which deletes itself as it starts.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path

from aicore_tray.connect.computer import Computer
from aicore_tray.connect.detection import find_program
from aicore_tray.connect.shells import posix_script
from aicore_tray.connect.surroundings import loopback_hosts
from aicore_tray.connect.tool import Target, Tool
from aicore_tray.errors import AicoreTrayError

# A terminal and what stands before the command that it is to run, the desktop's own choice first.
_TERMINALS: Mapping[str, tuple[str, ...]] = {
    "x-terminal-emulator": ("-e",),
    "gnome-terminal": ("--",),
    "ptyxis": ("--",),
    "konsole": ("-e",),
    "xfce4-terminal": ("-x",),
    "mate-terminal": ("-x",),
    "tilix": ("-e",),
    "ghostty": ("-e",),
    "kitty": (),
    "alacritty": ("-e",),
    "wezterm": ("start", "--"),
    "foot": (),
    "xterm": ("-e",),
}


def launch(tool: Tool, target: Target, folder: Path, computer: Computer | None = None) -> None:
    """Open a terminal in a folder and start a tool in it. It blocks for a moment: call it in a thread.

    Raises:
        AicoreTrayError: the tool is not on this computer, the folder is gone, or there is no terminal.
    """
    computer = computer or Computer.this()
    if tool.command is None:
        raise AicoreTrayError(f"{tool.name} cannot be started from here", hint="Copy its setup instead.")
    program = find_program(tool.programs, computer)
    if program is None:
        raise AicoreTrayError(f"{tool.name} was not found on this computer", hint=f"Install it with: {tool.install}")
    if not folder.is_dir():
        raise AicoreTrayError(f"The folder {folder} is gone", hint="Choose another one.")
    command = tool.command(target)
    arguments = (str(program), *command.arguments[1:])
    variables = dict(command.variables)
    # The program may be a script that needs another one beside it.
    variables["PATH"] = os.pathsep.join([str(program.parent), computer.env.get("PATH", "")])
    if target.around_proxy:
        variables |= loopback_hosts(computer.env)
    if computer.platform == "win32":
        _start_on_windows(arguments, variables, command.without, folder, computer)
        return
    # In a terminal the user's own start-up files put PATH together; what stands in front of it there stays behind ours.
    variables.pop("PATH")
    script = _script(folder, arguments, variables, command.without, program.parent)
    if computer.platform == "darwin":
        subprocess.run(["/usr/bin/open", "-a", "Terminal", str(script)], check=True, timeout=20)
        return
    _start_terminal(script, computer)


def _script(
    folder: Path, arguments: tuple[str, ...], variables: Mapping[str, str], without: tuple[str, ...], beside: Path
) -> Path:
    place = Path(tempfile.mkdtemp(prefix="aicore-tray-"))  # 0700
    script = place / "start.command"
    body = posix_script(str(folder), arguments, variables, without)
    head = f'#!/bin/sh\nrm -rf -- "{place}"\nPATH="{beside}:$PATH"\nexport PATH\n'
    with os.fdopen(os.open(script, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o700), "w", encoding="utf-8") as file:
        file.write(head + body)
    return script


def _start_terminal(script: Path, computer: Computer) -> None:
    chosen = computer.env.get("TERMINAL", "")
    names = [chosen, *_TERMINALS] if chosen else list(_TERMINALS)
    for name in names:
        terminal = shutil.which(name, path=computer.env.get("PATH"))
        if terminal is None:
            continue
        before = _TERMINALS.get(Path(name).name, ("-e",))
        process = subprocess.Popen(
            [terminal, *before, str(script)],
            env=dict(computer.env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # it outlives the app
        )
        try:
            # One that hands over to a running terminal ends at once and well; one that cannot start ends badly.
            if process.wait(0.5) == 0:
                return
        except subprocess.TimeoutExpired:
            _leave_alone(process)
            return
    shutil.rmtree(script.parent, ignore_errors=True)
    raise AicoreTrayError("No terminal was found on this computer", hint="Copy the setup and paste it into yours.")


def _leave_alone(process: subprocess.Popen[bytes]) -> None:
    """Let a program go on by itself; it is waited for only so that its end leaves nothing behind."""
    threading.Thread(target=process.wait, name="terminal", daemon=True).start()


def _start_on_windows(
    arguments: tuple[str, ...],
    variables: Mapping[str, str],
    without: tuple[str, ...],
    folder: Path,
    computer: Computer,
) -> None:
    env = {name: value for name, value in computer.env.items() if name not in without} | dict(variables)
    # A console of its own, which stays open when the tool ends; npm's programs are scripts of cmd.
    flags = getattr(subprocess, "CREATE_NEW_CONSOLE", 0)
    # With /s the outermost quotes alone are taken off, whatever stands in the arguments.
    line = f'cmd /s /k "{subprocess.list2cmdline(arguments)}"'
    process = subprocess.Popen(line, env=env, cwd=folder, creationflags=flags)
    _leave_alone(process)
