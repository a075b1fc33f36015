# ruff: noqa: N999 - a command's module bears its name, and nobody imports it by a statement
"""`aicore-tray import`: a service key or another proxy's configuration becomes part of our own settings."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from dataclasses import replace
from pathlib import Path

from aicore_tray.cli.terminal import is_typed, say, tell
from aicore_tray.config.formats import places, read_configuration, read_environment, read_pasted
from aicore_tray.config.imported import Imported
from aicore_tray.config.importing import Importer
from aicore_tray.errors import ConfigurationError
from aicore_tray.system.paths import Paths

_STDIN = "-"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", metavar="FILE", help="the file to bring in; - reads what is pasted")
    parser.add_argument(
        "--environment",
        action="store_true",
        help="bring in what aicore-proxy's variables say: SAP_CLIENT_ID and others",
    )
    parser.add_argument("--name", help="what to call the account")
    parser.add_argument("--replace", action="store_true", help="replace an account that is there already")
    parser.add_argument("--remove", metavar="NAME", help="remove an account and its service key")


def run(arguments: argparse.Namespace) -> int:
    paths = Paths.locate(arguments.data_dir)
    settings = _settings_file(arguments.config, paths)
    if arguments.remove is not None:
        if arguments.file is not None:
            raise ConfigurationError(["Give either a FILE to bring in or --remove NAME"])
        Importer(paths, settings).remove(arguments.remove)
        say(f"account {arguments.remove}: removed")
        return 0
    if arguments.environment:
        imported = read_environment(os.environ)
        if imported is None:
            raise ConfigurationError(["--environment: none of SAP_CLIENT_ID and its like is set"])
    elif arguments.file is None:
        return _tell_places()
    else:
        imported = _read(arguments.file)
    imported = _named(imported, arguments.name)
    for warning in imported.warnings:
        tell(f"aicore-tray: {warning}")
    changed, lines = Importer(paths, settings).bring_in(imported, replace=arguments.replace)
    for line in lines:
        say(line)
    if not changed:
        say("Nothing has changed.")
    return 0


def _tell_places() -> int:
    """Tell what lies on this computer that could be brought in."""
    found = places(os.environ, Path.home())
    for file in found:
        say(f"aicore-tray import {shlex.quote(str(file))}")
    try:
        named = read_environment(os.environ) is not None
    except ConfigurationError:
        named = True
    if named:
        say("aicore-tray import --environment")
    if not found and not named:
        raise ConfigurationError(["Nothing was found on this computer; give a FILE, or - to read what is pasted"])
    tell("Nothing was brought in. Each of these lines brings in what lies there, and changes nothing there.")
    return 0


def _settings_file(config: Path | None, paths: Paths) -> Path:
    if config is None:
        return paths.settings_file
    if config.suffix.lower() != ".toml":
        raise ConfigurationError([f"--config {config}: must be a settings file in TOML here; it is what is changed"])
    return config


def _read(file: str) -> Imported:
    if file == _STDIN:
        if is_typed():
            tell("Paste the service key, then end it with Ctrl+D (Ctrl+Z and Enter on Windows):")
        try:
            return read_pasted(sys.stdin.buffer.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise ConfigurationError(["stdin: is no text"]) from None
    imported = read_configuration(Path(file))
    if imported is None:
        raise ConfigurationError([f"{file}: is a settings file of ours already; serve it with --config {file}"])
    return imported


def _named(imported: Imported, name: str | None) -> Imported:
    """Return what was read with its only account called as the user wants it."""
    if name is None:
        return imported
    if not name.strip():
        raise ConfigurationError(["--name: is empty"])
    if len(imported.accounts) != 1:
        raise ConfigurationError(
            [f"--name {name}: the file has {len(imported.accounts)} accounts with names of their own"]
        )
    return replace(imported, accounts=(replace(imported.accounts[0], name=name.strip()),))
