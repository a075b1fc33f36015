"""The configured accounts without a proxy: what list commands fall back on."""

from __future__ import annotations

import argparse
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

from aicore_tray.aicore.auth import TokenSource
from aicore_tray.aicore.inventory import Inventory
from aicore_tray.aicore.transport import Transport
from aicore_tray.cli.proxy import NoKeyError, NoProxyError, Proxy, RefusedError, connect
from aicore_tray.cli.terminal import fail
from aicore_tray.config.configuration import NO_ACCOUNT, Configuration, load_configuration
from aicore_tray.errors import AicoreTrayError, ConfigurationError
from aicore_tray.system.paths import Paths

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Accounts:
    """A configuration and the way to its accounts."""

    configuration: Configuration
    transport: Transport
    tokens: TokenSource


@asynccontextmanager
async def open_accounts(configuration: Configuration) -> AsyncIterator[Accounts]:
    """Open the way to the accounts of a configuration for the length of a block."""
    transport = Transport(configuration.network)
    tokens = TokenSource(transport)
    try:
        yield Accounts(configuration, transport, tokens)
    finally:
        await tokens.aclose()
        await transport.aclose()


def configured(arguments: argparse.Namespace) -> Configuration:
    """Return the configuration that the arguments name, which has at least one account.

    Raises:
        ConfigurationError: it cannot be used.
    """
    configuration = load_configuration(Paths.locate(arguments.data_dir), file=arguments.config)
    if not configuration.accounts:
        raise ConfigurationError([NO_ACCOUNT])
    return configuration


async def from_proxy_or_accounts(
    arguments: argparse.Namespace,
    from_proxy: Callable[[Proxy], Awaitable[T]],
    from_accounts: Callable[[Accounts], Awaitable[T]],
) -> T:
    """Ask the running proxy; with --config, or where it cannot be asked, the configured accounts."""
    unasked: AicoreTrayError | None = None
    if arguments.config is None or arguments.url:
        try:
            async with connect(arguments) as proxy:
                return await from_proxy(proxy)
        except (NoProxyError, NoKeyError, RefusedError) as error:
            if arguments.url or (isinstance(error, RefusedError) and error.status not in (401, 403)):
                raise
            unasked = error
    try:
        configuration = configured(arguments)
    except ConfigurationError as error:
        if unasked is not None and error.problems == (NO_ACCOUNT,):
            raise _neither(unasked) from error
        raise
    async with open_accounts(configuration) as accounts:
        return await from_accounts(accounts)


def _neither(unasked: AicoreTrayError) -> AicoreTrayError:
    if isinstance(unasked, NoProxyError):
        return NoProxyError(f"{unasked.user_message}, and no account is configured", hint=unasked.hint)
    return unasked


def tell_problems(found: Inventory) -> None:
    """Print a line for each account or resource group that could not be looked at."""
    for problem in found.problems:
        hint = f" {problem['hint']}" if problem["hint"] else ""
        fail(f"account {problem['account']}: {problem['message'].rstrip('.')}.{hint}")
