"""Where commands find keys and books: in the database that the settings name, else in files of the data folder."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aicore_tray.cli.state import running
from aicore_tray.config.configuration import database_address
from aicore_tray.config.settings import Settings
from aicore_tray.config.settings_file import WrongSetting, load_settings
from aicore_tray.errors import ConfigurationError
from aicore_tray.system.paths import Paths
from aicore_tray.system.postgres import Address, Postgres
from aicore_tray.usage.reader import LocalUsage, UsageReader
from aicore_tray.usage.shared_books import STEPS
from aicore_tray.usage.shared_queries import SharedUsage


def settings_of(arguments: argparse.Namespace, paths: Paths) -> Settings:
    """Return the settings of a command; what is wrong elsewhere in them is no reason to tell nothing.

    Raises:
        ConfigurationError: nobody knows which database is meant.
    """
    given: Path | None = arguments.config
    file = given if given is not None and given.suffix.lower() == ".toml" else paths.settings_file
    wrong: list[WrongSetting] = []
    settings = load_settings(file, wrong=wrong)
    # Another place than the one that is meant must not be taken for it.
    if lines := [each.line for each in wrong if each.name == "database" or (not each.name and file.is_file())]:
        raise ConfigurationError(lines)
    return settings


def database_of(arguments: argparse.Namespace, paths: Paths) -> Address | None:
    """Return the database whose keys a command means; the demo has none.

    Raises:
        ConfigurationError: nobody knows which database is meant.
    """
    return None if arguments.demo else database_address(settings_of(arguments, paths))


@contextmanager
def opened_books(arguments: argparse.Namespace, paths: Paths, database: Address | None) -> Iterator[UsageReader]:
    """Open the books: the demo's where they are asked for, or where only the demo has ever run and runs now.

    Raises:
        DatabaseError: the database cannot be used.
    """
    if database is None or arguments.demo:
        state = running(paths.state_file)
        only_demo = state is not None and state.demo and not paths.usage_db.is_file()
        yield LocalUsage((paths.demo if arguments.demo or only_demo else paths).usage_db)
        return
    postgres = Postgres(database)
    try:
        postgres.migrate("usage", STEPS)
        yield SharedUsage(postgres)
    finally:
        postgres.close()
