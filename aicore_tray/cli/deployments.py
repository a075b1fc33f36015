"""`aicore-tray deployments`: every deployment of every account, in whichever state."""

from __future__ import annotations

import argparse
import asyncio

from aicore_tray.aicore import inventory
from aicore_tray.aicore.inventory import Inventory
from aicore_tray.cli.direct import Accounts, from_proxy_or_accounts, tell_problems
from aicore_tray.cli.proxy import Proxy
from aicore_tray.cli.terminal import say, say_json, table


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    found = asyncio.run(from_proxy_or_accounts(arguments, _from_proxy, _from_accounts))
    tell_problems(found)
    if arguments.json:
        say_json({"deployments": found.rows, "problems": found.problems})
    elif found.rows:
        cells = [
            (
                row["id"],
                row["model"] or row["scenario"],
                row["version"],
                row["status"],
                row["resource_group"],
                row["account"],
                row["created_at"],
            )
            for row in found.rows
        ]
        table(("ID", "MODEL", "VERSION", "STATUS", "RESOURCE GROUP", "ACCOUNT", "CREATED"), cells)
    elif not found.failed:
        say("There is no deployment.")
    return 1 if found.failed else 0


async def _from_proxy(proxy: Proxy) -> Inventory:
    answer = await proxy.get_json("/admin/deployments")
    rows, problems = tuple(answer["deployments"]), tuple(answer["problems"])
    return Inventory(rows=rows, problems=problems, failed=bool(problems) and not rows)


async def _from_accounts(accounts: Accounts) -> Inventory:
    return await inventory.deployments(accounts.configuration.accounts, accounts.transport, accounts.tokens)
