"""`aicore-tray connect`: what a tool needs to talk to the running proxy: shown, written, taken back, tried, or started.

What is to be pasted, and what is to be written, goes to stdout, what is said of it to stderr.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from aicore_tray.cli import applying
from aicore_tray.cli.proxy import Proxy, connect
from aicore_tray.cli.state import running
from aicore_tray.cli.terminal import say, table, tell
from aicore_tray.config.configuration import DEMO_KEY, database_address
from aicore_tray.config.settings import Settings
from aicore_tray.config.settings_file import load_settings
from aicore_tray.config.shared_keys import opened_keys
from aicore_tray.config.tool_keys import ToolKeys
from aicore_tray.config.vault import Vault, key_source
from aicore_tray.config.waiting import in_time
from aicore_tray.connect.computer import Computer
from aicore_tray.connect.detection import find_all, find_program
from aicore_tray.connect.ledger import Ledger
from aicore_tray.connect.models import Offer
from aicore_tray.connect.registry import TOOLS
from aicore_tray.connect.shells import SHELLS, own_shell
from aicore_tray.connect.surroundings import goes_by_proxy, loopback_hosts
from aicore_tray.connect.tool import Target, Tool
from aicore_tray.errors import AicoreTrayError, ConfigurationError
from aicore_tray.gateway.names import familiar_name, find
from aicore_tray.system.paths import Paths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "tool", nargs="?", metavar="TOOL", help=f"one of {', '.join(TOOLS)}; all are listed without one"
    )
    parser.add_argument("--shell", choices=tuple(SHELLS), help="the shell to write for; yours unless given")
    parser.add_argument("--model", metavar="M", help="the model for the tool; the one that suits it best unless given")
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--launch", action="store_true", help="start the tool here with the proxy in its environment")
    way.add_argument(
        "--apply", action="store_true", help="show what is to be written into the tool's files, and write it"
    )
    way.add_argument("--undo", action="store_true", help="take out what --apply wrote; of every tool without TOOL")
    way.add_argument("--test", action="store_true", help="ask the proxy once, as the tool would")
    parser.add_argument("--yes", action="store_true", help="write without asking, once it has been shown")


def run(arguments: argparse.Namespace) -> int:
    paths = Paths.locate(arguments.data_dir)
    ledger = Ledger(paths.connected_file, paths.backups)
    if arguments.rest and not arguments.launch:
        raise ConfigurationError(["What stands behind -- is for a tool that is started with --launch"])
    if arguments.tool is None:
        if arguments.undo:
            return applying.undo(sorted(ledger.all()), ledger, sure=arguments.yes)
        _list(ledger)
        return 0
    tool = TOOLS.get(arguments.tool)
    if tool is None:
        raise ConfigurationError([f"There is no tool {arguments.tool}; there are {', '.join(TOOLS)}"])
    if arguments.undo:
        return applying.undo([tool.id], ledger, sure=arguments.yes)
    target = asyncio.run(_target(arguments, tool))
    if arguments.launch:
        return _launch(tool, target, arguments.rest)
    if arguments.apply:
        shell = SHELLS[arguments.shell] if arguments.shell else own_shell()
        return applying.apply(tool, target, ledger, shell, sure=arguments.yes)
    if arguments.test:
        return applying.test(tool, target, ledger)
    if tool.warning:
        tell(tool.warning)
    shell = SHELLS[arguments.shell] if arguments.shell else own_shell()
    for number, recipe in enumerate(tool.recipes(target, shell)):
        tell(f"{'' if number == 0 else chr(10)}{recipe.title}: {' '.join(recipe.steps)}")
        for snippet in recipe.snippets:
            tell(f"--- {snippet.title}{f', {snippet.file}' if snippet.file else ''}")
            say(snippet.text.rstrip("\n"))
        for entry in recipe.entries:
            say(f"{entry.label}: {entry.value}")
    return 0


def _list(ledger: Ledger) -> None:
    found = find_all(TOOLS.values(), Computer.this())
    written = ledger.all()

    def here(tool: Tool) -> str:
        if tool.id not in found:
            return "" if tool.kind == "code" else "not found"
        return found[tool.id].version or found[tool.id].place or "found"

    def applied(tool: Tool) -> str:
        times = [entry.time for entry in written.get(tool.id, ())]
        return time.strftime("%Y-%m-%d", time.localtime(max(times))) if times else ""

    table(
        ("TOOL", "NAME", "HERE", "APPLIED"),
        [(tool.id, tool.name, here(tool), applied(tool)) for tool in TOOLS.values()],
    )


async def _target(arguments: argparse.Namespace, tool: Tool) -> Target:
    paths = Paths.locate(arguments.data_dir)
    state = running(paths.state_file)
    async with connect(arguments) as proxy:
        offers = await _offers(proxy)
        demo = state is not None and state.demo and state.url == proxy.url
        settings = load_settings(paths.settings_file)
        key = proxy.key if arguments.api_key else DEMO_KEY if demo else await _tool_key(tool, paths, settings)
        return Target(
            origin=proxy.url,
            key=key,
            model=_model(arguments.model, tool, offers),
            offers=offers,
            tiers=settings.tiers,
            around_proxy=goes_by_proxy(settings.proxy),
            authority=state.certificate if state is not None and state.url == proxy.url else "",
        )


async def _offers(proxy: Proxy) -> tuple[Offer, ...]:
    """Return the chat models; the list that Codex reads has no others."""
    rows = (await proxy.get_json("/v1/models?client_version=0"))["models"]
    listed = (await proxy.get_json("/v1/models"))["data"]
    through = {row["id"] for row in listed if row.get("served_by") == "orchestration"}
    served = {row["slug"]: row["context_window"] for row in rows}
    known = {familiar for name in served if (familiar := familiar_name(name))}
    return tuple(
        Offer(name=name, familiar=familiar_name(name), context=context, deployed=name not in through)
        for name, context in served.items()
        if name not in known
    )


def _model(wanted: str | None, tool: Tool, offers: tuple[Offer, ...]) -> str:
    if wanted is None:
        model = tool.suggest(offers)
        if not model:
            raise AicoreTrayError("No model is served yet", hint="`aicore-tray doctor` checks the accounts")
        return model
    ids = {offer.name: offer.id for offer in offers} | {offer.id: offer.id for offer in offers}
    name = find(wanted, ids)
    if name is None:
        raise AicoreTrayError(f"There is no model {wanted}", hint="`aicore-tray models` lists them")
    return ids[name]


async def _tool_key(tool: Tool, paths: Paths, settings: Settings) -> str:
    def get() -> str:
        with opened_keys(paths.keys_file, database_address(settings)) as keys:
            vault = lambda: Vault(paths.vault_file, key_source(settings.vault_key_file))  # noqa: E731 - opened when it is needed
            return ToolKeys(keys, vault).get(tool.id, tool.name).key

    return await in_time(get)


def _launch(tool: Tool, target: Target, rest: Sequence[str]) -> int:
    if tool.command is None:
        raise AicoreTrayError(f"{tool.name} cannot be started from here", hint="Leave out --launch to see its setup")
    command = tool.command(target)
    program = find_program(tool.programs, Computer.this())
    if program is None:
        raise AicoreTrayError(f"{tool.name} was not found on this computer", hint=f"Install it with: {tool.install}")
    variables = dict(command.variables)
    if target.around_proxy:
        variables |= loopback_hosts(os.environ)
    env = {name: value for name, value in os.environ.items() if name not in command.without} | variables
    return _become(program, (*command.arguments, *rest), env)


def _become(program: Path, arguments: tuple[str, ...], env: Mapping[str, str]) -> int:  # noqa: RET503 - execve does not return
    words = [str(program), *arguments[1:]]
    if sys.platform == "win32":
        return subprocess.call(words, env=dict(env))
    # It takes the place of this process, so that Ctrl+C and the terminal's size are its own.
    os.execve(program, words, env)
