"""`aicore-tray doctor`: checks accounts stage by stage and says what is wrong."""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from aicore_tray import __version__
from aicore_tray.aicore.account import Account
from aicore_tray.cli.direct import Accounts, configured, open_accounts
from aicore_tray.cli.terminal import coloured, is_terminal, say, say_json, write
from aicore_tray.config.configuration import Configuration
from aicore_tray.diagnostics.doctor import (
    STATE_FAILED,
    STATE_OK,
    STATE_RUNNING,
    STATE_SKIPPED,
    STATE_WARNING,
    Stage,
    check,
)
from aicore_tray.errors import ConfigurationError
from aicore_tray.gateway.rectifier import read_refused
from aicore_tray.system.paths import Paths
from aicore_tray.updates import Updates

_LOOKS = {
    STATE_OK: ("✓", "green"),
    STATE_WARNING: ("!", "yellow"),
    STATE_FAILED: ("✗", "red"),
    STATE_SKIPPED: ("-", "dim"),
}
_NAME_WIDTH = 16
_STATE_WIDTH = 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("account", nargs="?", metavar="ACCOUNT", help="one account; all of them unless given")
    parser.add_argument("--demo", action="store_true", help="check the built-in sandbox")
    parser.add_argument("--json", action="store_true", help="print a line of JSON for each stage")


def run(arguments: argparse.Namespace) -> int:
    failed = asyncio.run(_check_sandbox(arguments) if arguments.demo else _check_own(arguments))
    return 1 if failed else 0


async def _check_own(arguments: argparse.Namespace) -> bool:
    configuration = configured(arguments)
    failed = await _check(arguments, configuration)
    updates = Updates(Paths.locate(arguments.data_dir).updates_file, lambda: configuration)
    await updates.look()
    if updates.release is None:
        return failed
    if arguments.json:
        say_json({"version": __version__, "newer": updates.release.version}, indent=None)
    else:
        say(f"\nVersion {updates.release.version} is available, this is {__version__}: {updates.release.page}")
    return failed


async def _check_sandbox(arguments: argparse.Namespace) -> bool:
    from aicore_tray.cli.demo import demo_configuration, demo_sandbox

    async with demo_sandbox() as sandbox:
        return await _check(arguments, demo_configuration(sandbox, arguments))


async def _check(arguments: argparse.Namespace, configuration: Configuration) -> bool:
    """Check the chosen accounts one after the other; tells whether a stage failed."""
    chosen = [each for each in configuration.accounts if arguments.account in (None, each.name)]
    if not chosen:
        names = ", ".join(each.name for each in configuration.accounts)
        raise ConfigurationError([f"There is no account '{arguments.account}'; there are: {names}"])
    # The sandbox's key is nobody's; whether another one lies in the environment does not matter there.
    env = None if arguments.demo else os.environ
    failed = False
    async with open_accounts(configuration) as accounts:
        for number, account in enumerate(chosen):
            if not arguments.json:
                say("" if number else coloured(f"From {configuration.source}", "dim"))
                say(coloured(account.name, "bold"))
            failed |= await _check_account(accounts, account, env, as_json=arguments.json)
    _tell_refused(arguments)
    return failed


def _tell_refused(arguments: argparse.Namespace) -> None:
    """Say what the proxy leaves out of requests, since SAP refused it."""
    paths = Paths.locate(arguments.data_dir)
    told = read_refused((paths.demo if arguments.demo else paths).refused_file)
    learned = {url.rpartition("/")[2]: sorted(map(str, fields)) for url, fields in told.items() if fields}
    if not learned:
        return
    if arguments.json:
        say_json({"refused": learned}, indent=None)
        return
    say("")
    say(coloured("Left out of requests for a week, since SAP refused it", "bold"))
    for deployment, fields in learned.items():
        say(f"  {deployment}  {', '.join(fields)}")


async def _check_account(accounts: Accounts, account: Account, env: Mapping[str, str] | None, *, as_json: bool) -> bool:
    failed = False
    async for stage in check(
        account,
        accounts.transport,
        accounts.tokens,
        env=env,
        home=Path.home(),
        orchestration=accounts.configuration.settings.orchestration,
    ):
        failed |= stage.state == STATE_FAILED
        if as_json:
            if stage.state != STATE_RUNNING:
                say_json({"account": account.name, **asdict(stage)}, indent=None)
        elif stage.state == STATE_RUNNING:
            if is_terminal():
                write(f"  … {stage.name}")
        else:
            _draw(stage)
    return failed


def _draw(stage: Stage) -> None:
    symbol, colour = _LOOKS[stage.state]
    if is_terminal():
        write("\r\x1b[K")
    took = "" if stage.state == STATE_SKIPPED else f"{stage.seconds:.2f} s"
    head = f"  {symbol} {stage.name:<{_NAME_WIDTH}} {stage.state:<{_STATE_WIDTH}}"
    say(f"{coloured(head, colour)} {took:>7}  {stage.detail}".rstrip())
    if stage.hint:
        say(f"    → {stage.hint}")
