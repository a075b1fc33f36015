"""`aicore-tray models`: what can be asked for."""

from __future__ import annotations

import argparse
import asyncio
from typing import Any

from aicore_tray.cli.direct import Accounts, from_proxy_or_accounts
from aicore_tray.cli.proxy import Proxy
from aicore_tray.cli.terminal import fail, number, say, say_json, table

Rows = list[dict[str, Any]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    rows, failed = asyncio.run(from_proxy_or_accounts(arguments, _from_proxy, _from_accounts))
    if arguments.json:
        say_json(rows)
    elif rows:
        cells = [
            (
                row["id"],
                row["owned_by"],
                number(row.get("context_window")),
                number(row.get("max_output_tokens")),
                row.get("served_by", ""),
            )
            for row in rows
        ]
        table(("MODEL", "OWNER", "CONTEXT", "MAX OUTPUT", "SERVED BY"), cells)
    elif not failed:
        say("No model is served: no running deployment was found.")
    return 1 if failed else 0


async def _from_proxy(proxy: Proxy) -> tuple[Rows, bool]:
    return (await proxy.get_json("/v1/models"))["data"], False


async def _from_accounts(accounts: Accounts) -> tuple[Rows, bool]:
    """Look once, as the proxy does when it starts, and leave its cache alone."""
    from aicore_tray.aicore.catalogue import Catalogue
    from aicore_tray.aicore.discovery import Discovery
    from aicore_tray.aicore.families import FAMILIES
    from aicore_tray.gateway.aliases import name_rules
    from aicore_tray.gateway.listing import openai_list
    from aicore_tray.gateway.routing import Router

    configuration = accounts.configuration
    discovery = Discovery(configuration.accounts, accounts.transport, accounts.tokens)
    try:
        landscape = await discovery.refresh()
    finally:
        await discovery.aclose()
    for name, problem in landscape.problems.items():
        hint = f" {problem.hint}" if problem.hint else ""
        fail(f"account {name}: {problem.message.rstrip('.')}.{hint}")
    catalogue = Catalogue.load(configuration.settings.models)
    router = Router(
        catalogue,
        frozenset(FAMILIES),
        rules=name_rules(configuration),
        orchestration=configuration.settings.orchestration,
    )
    router.update(landscape)
    rows: Rows = openai_list(router.listed())["data"]
    return rows, len(landscape.problems) == len(configuration.accounts)
