"""Keeps the landscape up to date: every account and resource group side by side, each with its own failures."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from aicore_tray.aicore.account import Account
from aicore_tray.aicore.auth import TokenHostError, TokenSource
from aicore_tray.aicore.deployment import RUNNING, Deployment
from aicore_tray.aicore.discovery_cache import CachedAccount, read_cache, write_cache
from aicore_tray.aicore.landscape import (
    AccountProblem,
    Landscape,
    OfferedModel,
    merge_offered,
    pin_parts,
    resolve_pins,
)
from aicore_tray.aicore.management import AiApi
from aicore_tray.aicore.remedies import remedy_of
from aicore_tray.aicore.transport import Transport
from aicore_tray.errors import AccountError, AuthError
from aicore_tray.tasks import TaskGroup

__all__ = ["AccountProblem", "Discovery", "Landscape", "OfferedModel"]

_SOON_SECONDS = 5.0
# After a failure the next look comes sooner than usual: the VPN may be up in a moment.
_RETRY_SECONDS = 15.0
# The statuses with which SAP answers for a resource group that is not there or not ours.
_GROUP_STATUSES = (400, 403, 404)
# Whoever may not administer a tenant is not told its quotas; older landscapes have none to tell.
_NO_QUOTAS = (401, 403, 404)
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Known:
    """What was last heard of one account.

    Attributes:
        groups: resource group -> its deployments in every status.
    """

    groups: dict[str, tuple[Deployment, ...]] = field(default_factory=dict)
    offered: tuple[OfferedModel, ...] = ()
    quotas: Mapping[str, int] = field(default_factory=dict)
    problem: AccountProblem | None = None


class Discovery:
    """Finds deployments and models of all accounts, at once and then every `interval` seconds.

    Args:
        cache_file: where the last known list is kept for the next start; None keeps none.
        interval: seconds between looks.
        on_problem: told an account's name and its problem when that changes; None when it is over.
    """

    def __init__(
        self,
        accounts: Sequence[Account],
        transport: Transport,
        tokens: TokenSource,
        *,
        cache_file: Path | None = None,
        interval: float = 300.0,
        on_problem: Callable[[str, AccountProblem | None], None] | None = None,
    ) -> None:
        self._accounts = tuple(accounts)
        self._transport = transport
        self._tokens = tokens
        self._cache_file = cache_file
        self._interval = interval
        self._on_problem = on_problem
        self._known = {account.name: _Known() for account in self._accounts}
        self._subscribers: list[Callable[[Landscape], None]] = []
        self._tasks = TaskGroup("discovery")
        self._refreshing: asyncio.Task[Landscape] | None = None
        self._soon: asyncio.Task[None] | None = None
        self._loop: asyncio.Task[None] | None = None
        self._last_look = float("-inf")
        self._landscape = self._compose(None)

    @property
    def landscape(self) -> Landscape:
        return self._landscape

    @property
    def deployments(self) -> tuple[Deployment, ...]:
        """What was last heard of every deployment, in whichever status, of all accounts."""
        return tuple(
            deployment
            for account in self._accounts
            for group in account.resource_groups
            for deployment in self._known[account.name].groups.get(group, ())
        )

    def subscribe(self, callback: Callable[[Landscape], None]) -> Callable[[], None]:
        """Call back with every new landscape; returns what ends that."""
        self._subscribers.append(callback)

        def unsubscribe() -> None:
            if callback in self._subscribers:
                self._subscribers.remove(callback)

        return unsubscribe

    def load_cache(self) -> None:
        """Take the last known list from disk, so that requests are served before SAP has answered."""
        if self._cache_file is None:
            return
        self._take_cached(self._accounts, self._cache_file)
        self._publish(self._compose(self._landscape.refreshed_at))

    def _take_cached(self, accounts: Sequence[Account], file: Path) -> None:
        cached = read_cache(file)
        for account in accounts:
            entry = cached.get(account.key.fingerprint)
            if entry is None:
                continue
            known = self._known[account.name]
            known.offered = entry.offered
            for group in account.resource_groups:
                if group in entry.groups:
                    known.groups[group] = tuple(
                        replace(deployment, account=account.name, resource_group=group)
                        for deployment in entry.groups[group]
                    )

    def apply(self, accounts: Sequence[Account], *, interval: float) -> None:
        """Take other accounts and look at them at once; of those that stay, what is known stays."""
        before = {account.name: account for account in self._accounts}
        self._interval = interval
        new = [account for account in accounts if before.get(account.name) != account]
        if new or len(before) != len(accounts):
            known = {name: _Known(problem=entry.problem) for name, entry in self._known.items()}
            known |= {name: self._known[name] for name in before.keys() - {account.name for account in new}}
            self._known = {account.name: known.get(account.name, _Known()) for account in accounts}
            self._accounts = tuple(accounts)
            if self._cache_file is not None:
                self._take_cached(new, self._cache_file)
            self._publish(self._compose(None))
        self._refreshing = None  # one that runs still looks at the accounts of before
        if self._loop is not None:
            self._loop.cancel()
            self.start()

    async def refresh(self) -> Landscape:
        """Look at every account now; callers at the same time share one look. Failures are in the landscape."""
        if self._refreshing is None:
            self._refreshing = self._tasks.spawn(self._refresh(), name="refresh")
            self._refreshing.add_done_callback(self._refreshed)
        return await asyncio.shield(self._refreshing)

    def _refreshed(self, task: asyncio.Task[Landscape]) -> None:
        if self._refreshing is task:
            self._refreshing = None

    def refresh_soon(self) -> None:
        """Look again in the background, at most every few seconds however often this is called."""
        if self._soon is None or self._soon.done():
            self._soon = self._tasks.spawn(self._refresh_soon(), name="refresh soon")

    async def _refresh_soon(self) -> None:
        wait = self._last_look + _SOON_SECONDS - time.monotonic()
        if wait > 0:
            await asyncio.sleep(wait)
        await self.refresh()

    def start(self) -> None:
        """Look now and then regularly, in the background."""
        self._loop = self._tasks.spawn(self._run(), name="loop")

    async def aclose(self) -> None:
        """End what runs in the background."""
        await self._tasks.aclose()

    async def _run(self) -> None:
        retry = _RETRY_SECONDS
        while True:
            landscape = await self.refresh()
            troubled = any(problem.stage in ("network", "token") for problem in landscape.problems.values())
            await asyncio.sleep(min(retry, self._interval) if troubled else self._interval)
            retry = retry * 2 if troubled else _RETRY_SECONDS

    async def _refresh(self) -> Landscape:
        self._last_look = time.monotonic()
        accounts = self._accounts
        results = await asyncio.gather(*(self._look_and_tell(each) for each in accounts), return_exceptions=True)
        for account, result in zip(accounts, results, strict=True):
            if isinstance(result, Exception):  # a mistake of ours with one account must not cost the others
                _log.error("The account %s could not be looked at", account.name, exc_info=result)
        self._last_look = time.monotonic()
        if accounts is not self._accounts:  # others have taken their place meanwhile, and a look of their own
            return self._landscape
        self._publish(self._compose(time.time()))
        if self._cache_file is not None:
            await asyncio.to_thread(write_cache, self._cache_file, self._cacheable())
        return self._landscape

    async def _look_and_tell(self, account: Account) -> None:
        """Look at one account and publish it at once: a slow or unreachable one must not hold up the others."""
        known = self._known[account.name]
        before = known.problem
        await self._look(account, known)
        if self._known.get(account.name) is not known:
            return
        self._publish(self._compose(self._landscape.refreshed_at))
        if known.problem != before and self._on_problem is not None:
            _tell(self._on_problem, account.name, known.problem)

    def _cacheable(self) -> dict[str, CachedAccount]:
        cached: dict[str, CachedAccount] = {}
        for account in self._accounts:
            known = self._known[account.name]
            other = cached.get(account.key.fingerprint, CachedAccount())  # two accounts may share a key
            cached[account.key.fingerprint] = CachedAccount(
                groups={**other.groups, **known.groups}, offered=known.offered or other.offered
            )
        return cached

    async def _look(self, account: Account, known: _Known) -> None:
        """Bring one account up to date; what fails keeps what was known."""
        api = AiApi(self._transport, self._tokens, account)
        try:
            await self._tokens.token(account.key)  # once, so that one cause makes one problem
        except AuthError as error:
            known.problem = _problem(error, "token")
            return
        offered, problem = await self._models(account, api)
        if offered is not None:
            known.offered = offered
        executables = {model.name: model.executable for model in known.offered}
        problems = await asyncio.gather(
            *(self._group(api, known, group, executables) for group in account.resource_groups)
        )
        lost = await self._pins(account, api, known, executables) if account.pinned else None
        known.problem = next((found for found in (*problems, lost) if found is not None), problem)
        known.quotas = await self._quotas(api, known)

    async def _models(
        self, account: Account, api: AiApi
    ) -> tuple[tuple[OfferedModel, ...] | None, AccountProblem | None]:
        """Return the catalogue: it is the tenant's, so the first resource group that answers will do."""
        problem = None
        for group in account.resource_groups:
            try:
                return await api.models(group), None
            except (AccountError, AuthError) as error:
                problem = _problem(error, "models")
        return None, problem

    async def _quotas(self, api: AiApi, known: _Known) -> Mapping[str, int]:
        """Return the quotas; most keys may not ask for them, which is no problem."""
        try:
            return await api.quotas()
        except AccountError as error:
            return {} if error.status in _NO_QUOTAS else known.quotas
        except AuthError:
            return known.quotas

    async def _group(self, api: AiApi, known: _Known, group: str, executables: dict[str, str]) -> AccountProblem | None:
        try:
            found = await api.deployments(group, executables=executables)
        except (AccountError, AuthError) as error:
            if not isinstance(error, AccountError) or error.status not in _GROUP_STATUSES:
                return _problem(error, "deployments")
            missing = await self._missing_group(api, group)
            if missing is not None:
                known.groups.pop(group, None)
                return missing
            # Where the groups may not be listed, a refusal can only be guessed at.
            return _problem(error, "deployments" if error.status == 400 else "resource group")
        known.groups[group] = found
        # SAP may answer for a group that does not exist as for an empty one.
        return None if found else await self._missing_group(api, group)

    async def _missing_group(self, api: AiApi, group: str) -> AccountProblem | None:
        """Return a problem when the group certainly does not exist."""
        try:
            groups = await api.resource_groups()
        except (AccountError, AuthError):
            return None  # most keys may not list them
        if not groups or group in groups:
            return None
        return AccountProblem(
            message=f"The resource group {group} does not exist",
            hint=f"There are: {', '.join(sorted(groups)[:20])}.",
            stage="resource group",
            remedy="choose_group",
        )

    async def _pins(
        self, account: Account, api: AiApi, known: _Known, executables: dict[str, str]
    ) -> AccountProblem | None:
        """Look up the pinned deployments that the lists did not show, one by one."""
        listed = {deployment.id for found in known.groups.values() for deployment in found}
        wanted = {pin_parts(pin, account.key.api_url)[0] for pins in account.pinned.values() for pin in pins}
        lost = []
        for identity in sorted(wanted - listed):
            for group in account.resource_groups:
                try:
                    found = await api.deployment(group, identity, executables=executables)
                except (AccountError, AuthError) as error:
                    _log.info("The deployment %s was not found in %s: %s", identity, group, error.user_message)
                    continue
                known.groups[group] = (*known.groups.get(group, ()), found)
                break
            else:
                lost.append(identity)
        if not lost:
            return None
        return AccountProblem(
            message=f"The configuration names deployments that were not found: {', '.join(lost)}",
            hint="They are tried all the same. Correct deployment_models (deployments in our own settings), "
            "or leave it out to have them discovered.",
            stage="deployments",
        )

    def _compose(self, refreshed_at: float | None) -> Landscape:
        deployments: list[Deployment] = []
        pinned: dict[str, tuple[Deployment, ...]] = {}
        for account in self._accounts:
            known = self._known[account.name]
            mine = [deployment for group in account.resource_groups for deployment in known.groups.get(group, ())]
            if account.pinned:
                for name, found in resolve_pins(account, {entry.id: entry for entry in mine}).items():
                    pinned[name] = (*pinned.get(name, ()), *found)
            else:
                deployments += [deployment for deployment in mine if deployment.status == RUNNING]
        deployments.sort(key=lambda deployment: deployment.created_at, reverse=True)
        return Landscape(
            deployments=tuple(deployments),
            offered=merge_offered(model for known in self._known.values() for model in known.offered),
            problems={name: known.problem for name, known in self._known.items() if known.problem is not None},
            pinned=pinned,
            quotas={name: known.quotas for name, known in self._known.items() if known.quotas},
            refreshed_at=refreshed_at,
        )

    def _publish(self, landscape: Landscape) -> None:
        self._landscape = landscape
        for callback in tuple(self._subscribers):
            _tell(callback, landscape)


def _tell(callback: Callable[..., None], *news: object) -> None:
    try:
        callback(*news)
    except Exception:  # noqa: BLE001 - a listener's mistake must not end discovery
        _log.exception("A listener to discovery failed")


def _problem(error: AccountError | AuthError, stage: str) -> AccountProblem:
    unreachable = isinstance(error, TokenHostError) or (isinstance(error, AccountError) and error.status is None)
    remedy = "choose_group" if stage == "resource group" else remedy_of(error)
    if remedy == "replace_key" and isinstance(error, TokenHostError):
        remedy = "check_network"
    return AccountProblem(
        message=error.user_message, hint=error.hint, stage="network" if unreachable else stage, remedy=remedy
    )
