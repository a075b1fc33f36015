"""The demo: the built-in sandbox as the only account, under a well-known key."""

from __future__ import annotations

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from aicore_tray.aicore.account import Account
from aicore_tray.aicore.service_key import parse_service_key
from aicore_tray.config.configuration import DEMO_KEY, Configuration, with_fixed_key
from aicore_tray.config.settings_file import load_settings
from aicore_tray.sandbox.server import Sandbox
from aicore_tray.system.network import PROXY_NONE
from aicore_tray.system.paths import Paths

_PACE = 0.02
_TENANT = "demo"
DEMO_ACCOUNT = "sandbox"


@asynccontextmanager
async def demo_sandbox() -> AsyncIterator[Sandbox]:
    """Run the sandbox for the length of a block, at the pace of a real model."""
    async with Sandbox(pace=_PACE) as sandbox:
        yield sandbox


def demo_configuration(sandbox: Sandbox, arguments: argparse.Namespace) -> Configuration:
    """Return the configuration of the demo; of the settings host and port count, arguments come first.

    Raises:
        ConfigurationError: the settings are wrong.
    """
    listen = {"host": getattr(arguments, "host", None) or "127.0.0.1", "port": getattr(arguments, "port", None)}
    settings = load_settings(Paths.locate(arguments.data_dir).settings_file, arguments=listen)
    return as_demo(Configuration(settings=settings, accounts=()), sandbox)


def as_demo(configuration: Configuration, sandbox: Sandbox) -> Configuration:
    """Return a configuration with the sandbox as one more account, reached directly, and with the demo's key."""
    account = Account(name=DEMO_ACCOUNT, key=parse_service_key(sandbox.service_key(_TENANT)))
    others = tuple(other for other in configuration.accounts if other.name != DEMO_ACCOUNT)
    with_sandbox = replace(
        configuration,
        settings=replace(configuration.settings, proxy=PROXY_NONE),
        accounts=(account, *others),
        source="the built-in sandbox",
        database=None,
    )
    return with_fixed_key(with_sandbox, DEMO_KEY, name="demo")
