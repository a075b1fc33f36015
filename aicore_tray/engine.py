"""The composition root: everything the product does, without Qt, on any asyncio loop."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

from aicore_tray import __version__
from aicore_tray.aicore import inventory
from aicore_tray.aicore.account import Account
from aicore_tray.aicore.auth import TokenSource
from aicore_tray.aicore.catalogue import Catalogue
from aicore_tray.aicore.deploying import Deploying
from aicore_tray.aicore.deployment import Deployment
from aicore_tray.aicore.discovery import AccountProblem, Discovery, Landscape
from aicore_tray.aicore.families import FAMILIES
from aicore_tray.aicore.management import AiApi
from aicore_tray.aicore.transport import Transport
from aicore_tray.config.configuration import Configuration
from aicore_tray.config.key_store import LocalKey
from aicore_tray.config.settings import Settings
from aicore_tray.diagnostics.doctor import Stage, check
from aicore_tray.dialects.conversation import Json
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gateway.aliases import name_rules
from aicore_tray.gateway.allowance import Allowances
from aicore_tray.gateway.balancing import Balancer, BalancingRules
from aicore_tray.gateway.bodies import Bodies
from aicore_tray.gateway.dispatch import Dispatcher
from aicore_tray.gateway.journal import Journal
from aicore_tray.gateway.keeping import keeping
from aicore_tray.gateway.key_routes import KeyRoutes
from aicore_tray.gateway.listeners import Listeners, placed_as
from aicore_tray.gateway.media import Media
from aicore_tray.gateway.memories import Memories
from aicore_tray.gateway.metrics import Standing
from aicore_tray.gateway.model_rows import ModelRow, ModelRows
from aicore_tray.gateway.probe import probe
from aicore_tray.gateway.quota import Quotas, QuotaUse
from aicore_tray.gateway.relay import Relay
from aicore_tray.gateway.reports import Reports
from aicore_tray.gateway.routes import Routes
from aicore_tray.gateway.routing import Router
from aicore_tray.gateway.server import PortInUseError
from aicore_tray.gateway.upstream import Upstream
from aicore_tray.system import logs, wake
from aicore_tray.system.network import tls_context
from aicore_tray.system.paths import Paths
from aicore_tray.tasks import TaskGroup
from aicore_tray.usage.costs import Money, Pricing
from aicore_tray.usage.meter import Meter

__all__ = ["Engine", "ModelRow", "PortInUseError", "Stage"]

_log = logging.getLogger(__name__)

DRAIN_SECONDS = 10.0
FIRST_LOOK_SECONDS = 20.0
KEY_USE_SECONDS = 60.0
DAY_SECONDS = 86_400.0
RETIRE_SECONDS = 60.0
"""How long a deployment that is to be stopped waits for the requests under way there."""
ProblemListener = Callable[[str, AccountProblem | None], None]


class Engine:
    """The proxy with all that belongs to it.

    Args:
        on_problem: told an account's name and its problem when that changes; None when it is over.
        on_warning: told a line for each thing that does not work as configured and stops nothing.

    Attributes:
        keys: the local API keys.
        books: reads what was written of all requests.
        meter: live counts.
        journal: details of the last requests.
        discovery: what the accounts offer.
        deploying: changes of deployments.
    """

    def __init__(
        self,
        configuration: Configuration,
        paths: Paths,
        *,
        on_problem: ProblemListener | None = None,
        on_warning: Callable[[str], None] | None = None,
    ) -> None:
        settings = configuration.settings
        self._configuration = configuration
        self._on_warning = on_warning
        self._allowances = Allowances()
        self._quotas = Quotas()
        kept = self._kept = keeping(
            configuration, paths, self._allowances, self._quotas, self._warn, self._warn_from_thread
        )
        self._kept_in = configuration.database
        self.keys, self.books, self._store = kept.keys, kept.books, kept.store
        self._store.token_file = settings.token_usage_file
        self._paths = paths
        self._pricing = Pricing(corrected=settings.prices)
        self.meter = Meter(price=self._pricing.cost)
        self._transport = Transport(configuration.network)
        self._tokens = TokenSource(self._transport)
        self.discovery = Discovery(
            configuration.accounts,
            self._transport,
            self._tokens,
            cache_file=paths.discovery_file,
            interval=settings.discovery_interval,
            on_problem=on_problem,
        )
        catalogue = Catalogue.load(settings.models)
        families = {name: make(catalogue.families[name]) for name, make in FAMILIES.items()}
        self._router = Router(
            catalogue, frozenset(families), rules=name_rules(configuration), orchestration=settings.orchestration
        )
        self.discovery.subscribe(self._router.update)
        self.discovery.subscribe(self._take_prices)
        self._unsubscribe = self.discovery.subscribe(self._tell_doubts)
        self._memories = Memories(paths, keep_reasoning=settings.keep_reasoning)
        self._upstream = Upstream(
            self._transport, self._tokens, {account.name: account for account in configuration.accounts}
        )
        self._families = families
        self._bodies = Bodies(on=settings.log_bodies)
        self.journal = Journal(capture=settings.log_bodies)
        self._balancer = Balancer(spent=self._quotas.spent)
        self._rows = ModelRows(self._router, self._balancer.resting)
        self.deploying = Deploying(
            self.ai_api,
            self.discovery,
            self._probe,
            lambda deployment: self._balancer.retiring(deployment, RETIRE_SECONDS),
        )
        self._dispatcher = Dispatcher(self._balancer, self._quotas, patience=settings.quota_wait)
        self._balance(configuration)
        self.discovery.subscribe(lambda landscape: self._quotas.update(landscape.quotas))
        relay = Relay(
            self._router,
            self._balancer,
            self._dispatcher,
            families,
            self._upstream,
            self._memories.recall,
            self._memories.rectifier,
            self._memories.counting,
            self.meter,
            self._look_again,
            kept.admit,
            self._bodies,
            self.journal,
        )
        reports = Reports(self.meter, kept.books, self._standing, self.money, self._store.suspect)
        routes = Routes(
            self._router,
            relay,
            self._memories.recall,
            Media(self._transport),
            self._memories.counting,
            reports,
            KeyRoutes(self.keys, self._allowances.used),
            self.health,
            {"deployments": self.deployments, "configurations": self.configurations},
        )
        self._tasks = TaskGroup("engine")
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listeners = Listeners(routes, self.keys, settings, paths.data / "tls", self._warn)

    def tell_refused(self, listener: Callable[[str], None]) -> None:
        """Call `listener` with the client (its user agent's first product) whose API key is not known."""
        self._listeners.tell_refused(listener)

    @property
    def url(self) -> str:
        """Where the proxy listens, without a path; "" while it does not."""
        return self._listeners.url

    @property
    def ollama_url(self) -> str:
        """Where tools that know Ollama alone are served, "" while they are not."""
        return self._listeners.ollama_url

    @property
    def certificate(self) -> Path | None:
        """The PEM file of the certificate that the listener shows; None without HTTPS."""
        return self._listeners.certificate

    @property
    def authority(self) -> Path | None:
        """The PEM file that clients have to trust; None where the certificate is not ours."""
        return self._listeners.authority

    @property
    def listening(self) -> bool:
        """Whether clients can connect now."""
        return bool(self._listeners.url)

    async def start(self) -> None:
        """Open and listen.

        Raises:
            PortInUseError: the port is taken.
            AicoreTrayError: the database of the books or the certificate cannot be used.
        """
        await self._open_books()
        try:
            await self.listen()
        except AicoreTrayError:
            await self._kept.close()
            raise
        self._begin()

    async def open(self) -> None:
        """Open the books, take over what was last known of the accounts and look for deployments, without listening.

        Raises:
            AicoreTrayError: the usage database cannot be used.
        """
        await self._open_books()
        self._begin()

    async def _open_books(self) -> None:
        self._loop = asyncio.get_running_loop()
        try:
            await self._kept.open()
        except AicoreTrayError:
            await self._kept.close()
            raise
        logs.set_level(self._configuration.settings.log_level)
        await self._forget_old(self._configuration.settings)
        self.meter.subscribe(self._store.add)
        self.meter.subscribe(self._allowances.book)
        await self._memories.load()
        self.discovery.load_cache()
        self._router.update(self.discovery.landscape)
        self._take_prices(self.discovery.landscape)

    def _begin(self) -> None:
        self.discovery.start()
        self._tasks.spawn(self._note_key_use(), name="key use")
        self._tasks.spawn(self._memories.keep(), name="memories")
        self._tasks.spawn(self._listeners.renew_certificate(), name="certificate")
        self._tasks.spawn(self._keep_house(), name="housekeeping")
        self._tasks.spawn(wake.watch(self.wake), name="wake")
        self._tasks.spawn(self._check_books(), name="check of the books")
        if self._kept.replicas is not None:
            self._tasks.spawn(self._kept.replicas.run(), name="replicas")

    async def listen(self) -> None:
        """Let clients connect, as the configuration says; nothing happens where they can already.

        Where any port will do, the one that was picked before is taken again if it is free: clients know it.

        Raises:
            PortInUseError: the port is taken.
            AicoreTrayError: the address or the certificate cannot be used.
        """
        await self._listeners.start()

    def _warn(self, line: str) -> None:
        _log.warning("%s", line)
        if self._on_warning is not None:
            self._on_warning(line)

    def _warn_from_thread(self, line: str) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._warn, line)

    async def _check_books(self) -> None:
        """Look once whether the books are whole; that takes a while where there are many."""
        try:
            await asyncio.to_thread(self._store.check)
        except AicoreTrayError as error:
            _log.warning("%s", error.line())

    async def stop_listening(self, grace: float = DRAIN_SECONDS) -> None:
        """Let nobody connect any more and running requests finish for up to `grace` seconds; the rest goes on."""
        await self._listeners.stop(grace)

    async def apply(self, configuration: Configuration) -> None:
        """Go on with another configuration; requests under way end as they began.

        Raises:
            ConfigurationError: it cannot be used; nothing has changed.
            AicoreTrayError: the address to listen on cannot be had; the old one serves with all the rest of it. While
                the engine does not listen, the new address is tried by `listen` alone.
        """
        settings, before = configuration.settings, self._configuration.settings
        catalogue = Catalogue.load(settings.models)
        if settings.ca_file != before.ca_file:
            # Refused before anything else is taken over.
            await asyncio.to_thread(tls_context, settings.network)
        self._configuration = replace(configuration, settings=placed_as(before, settings))
        self.keys.apply(configuration.keys)
        self._listeners.limit(settings)
        logs.set_level(settings.log_level)
        self._bodies.on = self.journal.capture = settings.log_bodies
        if configuration.database != self._kept_in:
            self._warn("The setting database holds from the next start on")
        self._pricing.correct(settings.prices)
        self._store.token_file = settings.token_usage_file
        await self._memories.apply(keep_reasoning=settings.keep_reasoning)
        if (settings.usage_days, settings.log_days) != (before.usage_days, before.log_days):
            self._tasks.spawn(self._forget_old(settings), name="forget")
        await self._transport.apply(configuration.network)
        self._tokens.try_again()
        self._upstream.apply({account.name: account for account in configuration.accounts})
        self._balance(configuration)
        self._router.apply(catalogue, name_rules(configuration), self.landscape, orchestration=settings.orchestration)
        self._unsubscribe()
        self.discovery.apply(configuration.accounts, interval=settings.discovery_interval)
        self._unsubscribe = self.discovery.subscribe(self._tell_doubts)
        await self._listeners.move(settings, before)
        self._configuration = configuration

    def _balance(self, configuration: Configuration) -> None:
        """Share requests out over deployments, and hold them to quotas and the budget, as the settings say."""
        settings = configuration.settings
        rules = BalancingRules(strategy=settings.balancing, weights=settings.weights, priorities=settings.priorities)
        self._dispatcher.apply(rules, patience=settings.quota_wait)
        self._quotas.apply({account.name: account.key.tenant for account in configuration.accounts})
        self._allowances.budget = settings.monthly_budget

    async def _keep_house(self) -> None:
        while True:
            await asyncio.sleep(DAY_SECONDS)
            await self._forget_old(self._configuration.settings)

    async def _forget_old(self, settings: Settings) -> None:
        """Delete logs and books that are older than the user wants to keep them."""
        try:
            await asyncio.to_thread(logs.delete_old, self._paths.logs, settings.log_days)
            if settings.usage_days:
                await asyncio.to_thread(self._store.forget, settings.usage_days)
        except (AicoreTrayError, OSError) as error:
            _log.warning("What is old could not be deleted: %s", error)

    async def wake(self) -> None:
        """Go on after the computer slept: connections are dead, tokens may have ended, deployments may have changed."""
        _log.info("The computer was asleep")
        await self._transport.reset()
        self._tokens.forget_old()
        self.discovery.refresh_soon()

    def _take_prices(self, landscape: Landscape) -> None:
        self._pricing.offer({model.name: model.cost for model in landscape.offered})

    def _tell_doubts(self, landscape: Landscape) -> None:
        """Tell once, as soon as all accounts were looked at, which of the user's rules for names lead nowhere."""
        if landscape.refreshed_at is None:
            return
        self._unsubscribe()
        for line in self._router.doubts():
            self._warn(line)

    def hurry(self) -> None:
        """Let `aclose` wait no longer for running requests."""
        self._listeners.hurry()

    async def aclose(self, grace: float = DRAIN_SECONDS) -> None:
        """Stop accepting, let running requests finish for up to `grace` seconds, write the books, let go of all."""
        await self._listeners.aclose(grace)
        await self._tasks.aclose()
        await self._write_key_use()
        await self._memories.write()
        await self.deploying.aclose()
        await self.discovery.aclose()
        await self._tokens.aclose()
        await self._transport.aclose()
        await self._kept.close()

    async def _note_key_use(self) -> None:
        while True:
            await asyncio.sleep(KEY_USE_SECONDS)
            await self._write_key_use()

    async def _write_key_use(self) -> None:
        try:
            await asyncio.to_thread(self.keys.write_use)
        except (AicoreTrayError, OSError) as error:
            _log.warning("When keys were last used could not be written: %s", error)

    async def _look_again(self) -> bool:
        """Look for deployments in the background; return whether more is known than before.

        Only the very first look is waited for, account by account: a request may have overtaken it.
        """
        if self.landscape.refreshed_at is not None:
            self.discovery.refresh_soon()
            return False
        changed = asyncio.Event()
        unsubscribe = self.discovery.subscribe(lambda _: changed.set())
        try:
            async with asyncio.timeout(FIRST_LOOK_SECONDS):
                await changed.wait()
        except TimeoutError:
            return False
        finally:
            unsubscribe()
        return True

    @property
    def landscape(self) -> Landscape:
        return self.discovery.landscape

    def quotas(self) -> tuple[QuotaUse, ...]:
        """Return the quotas that are used now, the fullest first."""
        return self._quotas.use()

    def units_of_month(self) -> float:
        """Return the capacity units that all keys together have used since the month began."""
        return self._allowances.units_of_month()

    def used(self, key: LocalKey) -> dict[str, float]:
        """Return what a key has used of what can be limited by day and month."""
        return self._allowances.used(key)

    def health(self) -> Json:
        """Return what /health says: no secret, no account by name."""
        problems, accounts = self.landscape.problems, self._configuration.accounts
        starting = self.landscape.refreshed_at is None and not problems
        degraded = bool(problems) or not accounts or (self._kept.replicas is not None and self._kept.replicas.away)
        return {
            "status": "starting" if starting and accounts else "degraded" if degraded else "ok",
            "version": __version__,
            "accounts": {"configured": len(accounts), "with_problems": len(problems)},
            "models": len(self._router.models),
            "in_flight": self.meter.in_flight,
        }

    def _standing(self) -> Standing:
        """Return how accounts and deployments are, for /stats and /metrics."""
        return Standing(
            accounts=len(self._configuration.accounts),
            with_problems=len(self.landscape.problems),
            resting=Counter(row.model for row in self.models() if row.resting_until is not None),
            quota=self._quotas.use(),
            replicas=1 if self._kept.replicas is None else self._kept.replicas.alive,
        )

    def money(self) -> Money:
        """Return what a capacity unit costs the user."""
        settings = self._configuration.settings
        return Money(currency=settings.currency, unit_price=settings.unit_price)

    def models(self) -> tuple[ModelRow, ...]:
        """Return every deployment in whichever state, as it was last heard of; nothing is sent."""
        return self._rows.now(self.discovery.deployments, self.landscape)

    async def fresh_models(self) -> tuple[ModelRow, ...]:
        """Return every deployment in whichever state, after a look at all accounts; problems are in `landscape`."""
        await self.discovery.refresh()
        return self.models()

    def token_expires_at(self, account: str) -> float | None:
        """Return when the token of an account ends, in seconds of the wall clock; None without account or token."""
        keys = [each.key for each in self._configuration.accounts if each.name == account]
        return self._tokens.expires_at(keys[0]) if keys else None

    async def resource_groups(self, account: str) -> dict[str, int]:
        """Return the resource groups of an account with the number of running deployments in each.

        Raises:
            AicoreTrayError: there is no such account, or its key may not list its groups.
        """
        return await inventory.resource_groups(self._account(account), self._transport, self._tokens)

    def ai_api(self, account: str) -> AiApi:
        """Return the AI API of an account.

        Raises:
            AicoreTrayError: there is no such account.
        """
        return AiApi(self._transport, self._tokens, self._account(account))

    async def _probe(self, deployment: Deployment) -> None:
        facts = self._router.facts_of(deployment.model, deployment)
        await probe(deployment, facts, self._families, self._upstream)

    def _account(self, name: str) -> Account:
        for each in self._configuration.accounts:
            if each.name == name:
                return each
        raise AicoreTrayError(f"There is no account '{name}'")

    async def check(self, account: str | Account) -> AsyncIterator[Stage]:
        """Check an account stage by stage, see `diagnostics.doctor`; a new one can be checked before it is stored.

        Raises:
            AicoreTrayError: there is no account of this name.
        """
        account = self._account(account) if isinstance(account, str) else account
        through = self._configuration.settings.orchestration
        async for stage in check(account, self._transport, self._tokens, orchestration=through):
            yield stage

    async def deployments(self) -> Json:
        """Return every deployment of every account, in whichever state, and what could not be looked at."""
        found = await inventory.deployments(self._configuration.accounts, self._transport, self._tokens)
        return {"deployments": list(found.rows), "problems": list(found.problems)}

    async def configurations(self) -> Json:
        """Return every configuration of every account, and what could not be looked at."""
        found = await inventory.configurations(self._configuration.accounts, self._transport, self._tokens)
        return {"configurations": list(found.rows), "problems": list(found.problems)}
