"""`aicore-tray health`: whether the running proxy answers; for containers and supervisors, it needs no key."""

from __future__ import annotations

import argparse
import asyncio

from aicore_tray.cli.proxy import health
from aicore_tray.cli.terminal import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser  # what every command takes is enough


def run(arguments: argparse.Namespace) -> int:
    say(asyncio.run(health(arguments)))
    return 0
