"""`aicore-tray` without a command: the proxy for this session.

The window is not part of this release yet, so the proxy runs in the terminal, and one line says so.
"""

from __future__ import annotations

import argparse

from aicore_tray.cli import serve
from aicore_tray.cli.terminal import tell


def add_arguments(parser: argparse.ArgumentParser) -> None:
    serve.add_arguments(parser)
    parser.add_argument("--background", action="store_true", help="start without showing a window, as at login")


def run(arguments: argparse.Namespace) -> int:
    if not arguments.background:
        tell("There is no window in this release yet: the proxy runs here, Ctrl+C ends it.")
    return serve.run(arguments)
