"""Everything that all accounts have, for lists that people read: one account that fails costs only its own rows."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from aicore_tray.aicore.account import Account
from aicore_tray.aicore.auth import TokenSource
from aicore_tray.aicore.deployment import RUNNING
from aicore_tray.aicore.management import AiApi
from aicore_tray.aicore.transport import Transport
from aicore_tray.errors import AccountError, AuthError

Row = dict[str, Any]
# Tenants with hundreds of them exist; nobody picks from so many by hand.
_GROUPS = 40


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """Rows of all accounts.

    Attributes:
        rows: in the order of accounts and their resource groups.
        problems: `account`, `resource_group`, `message` and `hint` of what could not be looked at.
        failed: every account failed, of one or more.
    """

    rows: tuple[Row, ...]
    problems: tuple[Row, ...]
    failed: bool


async def deployments(accounts: Sequence[Account], transport: Transport, tokens: TokenSource) -> Inventory:
    """Return every deployment of every account, in whichever state."""

    async def look(api: AiApi, account: Account, group: str) -> list[Row]:
        return [dataclasses.asdict(deployment) for deployment in await api.deployments(group)]

    return await _gather(accounts, transport, tokens, look)


async def configurations(accounts: Sequence[Account], transport: Transport, tokens: TokenSource) -> Inventory:
    """Return every configuration of every account, as SAP writes it, with `account` and `resource_group`."""

    async def look(api: AiApi, account: Account, group: str) -> list[Row]:
        found = await api.configurations(group)
        return [{**row, "account": account.name, "resource_group": group} for row in found]

    return await _gather(accounts, transport, tokens, look)


async def resource_groups(account: Account, transport: Transport, tokens: TokenSource) -> dict[str, int]:
    """Return each resource group of an account with the number of its running deployments.

    Raises:
        AccountError: the key may not list the groups.
        AuthError: there is no token.
    """
    api = AiApi(transport, tokens, account)

    async def running(group: str) -> int:
        try:
            return sum(deployment.status == RUNNING for deployment in await api.deployments(group))
        except AccountError:
            return 0

    groups = sorted(await api.resource_groups())[:_GROUPS]
    return dict(zip(groups, await asyncio.gather(*(running(group) for group in groups)), strict=True))


async def _gather(
    accounts: Sequence[Account],
    transport: Transport,
    tokens: TokenSource,
    look: Callable[[AiApi, Account, str], Awaitable[list[Row]]],
) -> Inventory:
    async def one(account: Account, group: str) -> list[Row] | Row:
        try:
            return await look(AiApi(transport, tokens, account), account, group)
        except (AccountError, AuthError) as error:
            return {
                "account": account.name,
                "resource_group": group,
                "message": error.user_message,
                "hint": error.hint,
            }

    places = [(account, group) for account in accounts for group in account.resource_groups]
    results = await asyncio.gather(*(one(account, group) for account, group in places))
    problems: dict[tuple[str, str], Row] = {}
    rows: list[Row] = []
    answered: set[str] = set()
    for (account, _), result in zip(places, results, strict=True):
        if isinstance(result, list):
            rows += result
            answered.add(account.name)
        else:  # the groups of an account mostly share one cause
            problems.setdefault((account.name, result["message"]), result)
    return Inventory(rows=tuple(rows), problems=tuple(problems.values()), failed=bool(accounts) and not answered)
