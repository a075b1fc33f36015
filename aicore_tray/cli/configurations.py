"""`aicore-tray configurations`: every configuration of every account."""

from __future__ import annotations

import argparse
import asyncio
from typing import Any

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
        say_json({"configurations": found.rows, "problems": found.problems})
    elif found.rows:
        heads = ("ID", "NAME", "MODEL", "VERSION", "EXECUTABLE", "RESOURCE GROUP", "ACCOUNT", "CREATED")
        table(heads, [_cells(row) for row in found.rows])
    elif not found.failed:
        say("There is no configuration.")
    return 1 if found.failed else 0


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    """Return a row as the table shows it; SAP leaves out what it does not know."""
    bindings = row.get("parameterBindings")
    parameters = {
        binding.get("key"): str(binding.get("value", ""))
        for binding in (bindings if isinstance(bindings, list) else ())
        if isinstance(binding, dict)
    }
    return (
        str(row.get("id", "")),
        str(row.get("name", "")),
        parameters.get("modelName", ""),
        parameters.get("modelVersion", ""),
        str(row.get("executableId", "")),
        row["resource_group"],
        row["account"],
        str(row.get("createdAt", "")),
    )


async def _from_proxy(proxy: Proxy) -> Inventory:
    answer = await proxy.get_json("/admin/configurations")
    rows, problems = tuple(answer["configurations"]), tuple(answer["problems"])
    return Inventory(rows=rows, problems=problems, failed=bool(problems) and not rows)


async def _from_accounts(accounts: Accounts) -> Inventory:
    return await inventory.configurations(accounts.configuration.accounts, accounts.transport, accounts.tokens)
