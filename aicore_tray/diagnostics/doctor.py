"""The staged check of one account: from the key to the model catalogue, and the first stage that fails is named."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from aicore_tray.aicore.account import Account
from aicore_tray.aicore.auth import TokenSource
from aicore_tray.aicore.deployment import RUNNING, Deployment
from aicore_tray.aicore.management import AiApi
from aicore_tray.aicore.remedies import Remedy, network_remedy, remedy_of
from aicore_tray.aicore.service_key import service_key_from_environment
from aicore_tray.aicore.transport import Transport, explain, refused_by_proxy
from aicore_tray.diagnostics.issuer import is_public, issuer_of
from aicore_tray.errors import AccountError, AicoreTrayError, ConfigurationError, ServiceKeyError

STATE_RUNNING = "running"
STATE_OK = "ok"
STATE_WARNING = "warning"
STATE_FAILED = "failed"
STATE_SKIPPED = "skipped"
_PROBE_SECONDS = 20.0
_EXPIRY_WARNING = timedelta(days=3)
_SHOWN = 12
_COUNTED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One step of the check; each is yielded as `running` first and then with its outcome, skipped ones once.

    Attributes:
        name: `key`, `proxy`, `dns`, `tls`, `token`, `api`, `resource groups`, `deployments` or `models`.
        state: `running`, `ok`, `warning`, `failed` or `skipped`.
        detail: what was found, a line without secrets.
        hint: how to mend it, or "".
        seconds: how long it took.
        remedy: what mends a failure, see `aicore.remedies`; "" where nobody can tell.
        facts: what was found, for programs. `proxy`: its address or "". `tls`: `issuer`, and if it is `intercepted`.
            `resource groups`: `groups`, name -> number of deployments, None where it is not known.
    """

    name: str
    state: str
    detail: str = ""
    hint: str = ""
    seconds: float = 0.0
    remedy: Remedy = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Outcome:
    detail: str
    hint: str = ""
    state: str = STATE_OK
    remedy: Remedy = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


async def check(
    account: Account,
    transport: Transport,
    tokens: TokenSource,
    *,
    env: Mapping[str, str] | None = None,
    home: Path | None = None,
    orchestration: bool = True,
) -> AsyncIterator[Stage]:
    """Check an account stage by stage; after the first failure the rest is skipped.

    Args:
        env: environment variables, to warn of an AICORE_* key in them that is another one; None leaves that out.
        home: where `.aicore` is looked for with `env`.
        orchestration: whether models are served through a running orchestration deployment.
    """
    checkup = _Checkup(account, transport, tokens, env, home, orchestration)
    failed = False
    for name, step in checkup.steps():
        if failed:
            yield Stage(name=name, state=STATE_SKIPPED)
            continue
        yield Stage(name=name, state=STATE_RUNNING)
        started = time.monotonic()
        try:
            outcome = await step()
        except AicoreTrayError as error:
            outcome = _Outcome(error.user_message, error.hint, STATE_FAILED, remedy_of(error))
        failed = outcome.state == STATE_FAILED
        yield Stage(
            name=name,
            state=outcome.state,
            detail=outcome.detail,
            hint=outcome.hint,
            seconds=time.monotonic() - started,
            remedy=outcome.remedy if failed else "",
            facts=outcome.facts,
        )


class _Checkup:
    """The steps, and what the later ones need of the earlier ones."""

    def __init__(
        self,
        account: Account,
        transport: Transport,
        tokens: TokenSource,
        env: Mapping[str, str] | None,
        home: Path | None,
        orchestration: bool,
    ) -> None:
        self._account = account
        self._transport = transport
        self._tokens = tokens
        self._env = env
        self._home = home
        self._orchestration = orchestration
        self._api = AiApi(transport, tokens, account)
        self._found: dict[str, tuple[Deployment, ...]] = {}

    def steps(self) -> tuple[tuple[str, Callable[[], Awaitable[_Outcome]]], ...]:
        return (
            ("key", self._key),
            ("proxy", self._proxy),
            ("dns", self._dns),
            ("tls", self._connection),
            ("token", self._token),
            ("api", self._reach_api),
            ("resource groups", self._groups),
            ("deployments", self._deployments),
            ("models", self._models),
        )

    async def _key(self) -> _Outcome:
        key = self._account.key
        detail = "Complete, with a client secret"
        expiry = key.certificate_expiry()
        if key.certificate:
            if expiry is None:
                return _Outcome(
                    "The certificate of the service key cannot be read",
                    "Copy the key anew.",
                    STATE_FAILED,
                    "replace_key",
                )
            left = expiry - datetime.now(UTC)
            hint = "Create a new service key in the BTP cockpit and use that one in place of this."
            if left <= timedelta():
                return _Outcome(f"The certificate expired on {expiry:%Y-%m-%d}", hint, STATE_FAILED, "replace_key")
            detail = f"Complete, with an X.509 certificate that ends on {expiry:%Y-%m-%d %H:%M} UTC"
            if left < _EXPIRY_WARNING:
                return _Outcome(detail, hint, STATE_WARNING)
        return self._other_key(detail) or _Outcome(detail)

    def _other_key(self, detail: str) -> _Outcome | None:
        if self._env is None:
            return None
        try:
            other = service_key_from_environment(self._env, home=self._home)
        except ServiceKeyError:
            return None
        if other is None or other[0].fingerprint == self._account.key.fingerprint:
            return None
        return _Outcome(
            f"{detail}; another service key is in {other[2]}",
            "This account uses its own; SAP's SDKs would take the other one.",
            STATE_WARNING,
        )

    def _urls(self) -> tuple[str, str]:
        return self._account.key.token_url, self._account.key.api_url

    async def _proxy(self) -> _Outcome:
        """Only what the proxy itself says counts here: what lies behind it is the next stages' business."""
        found = {self._transport.proxy(url) for url in self._urls()} - {None}
        if not found:
            return _Outcome("The connection is direct, without a proxy", facts={"proxy": ""})
        named = ", ".join(sorted(urlsplit(proxy).netloc for proxy in found if proxy))
        facts = {"proxy": named}
        for url in self._urls():
            if self._transport.proxy(url) is None:
                continue
            try:
                async with self._transport.request("GET", url, headers={}, read_timeout=_PROBE_SECONDS) as response:
                    if response.status != 407:
                        continue
                    error: Exception = refused_by_proxy(response)
            except (aiohttp.ClientHttpProxyError, aiohttp.ClientProxyConnectionError) as refused:
                error = refused
            except (aiohttp.ClientError, OSError, ConfigurationError):
                continue
            message, hint = explain(error, url)
            return _Outcome(message, hint, STATE_FAILED, "set_proxy", facts)
        return _Outcome(f"The proxy {named} lets us through", facts=facts)

    async def _dns(self) -> _Outcome:
        found = []
        for url in dict.fromkeys(self._transport.proxy(url) or url for url in self._urls()):
            host = urlsplit(url).hostname or ""
            try:
                async with asyncio.timeout(self._transport.network.connect_timeout):
                    answers = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
            except OSError:  # a TimeoutError, too
                return _Outcome(
                    f"The host {host} was not found",
                    "Check the address, the network and the VPN; in some networks only the proxy finds outside names.",
                    STATE_FAILED,
                    "check_network",
                )
            address = answers[0][4][0]
            found.append(
                f"{host} has the address {address}"
                if url in self._urls()
                else f"The proxy {host} has the address {address}"
            )
        return _Outcome("; ".join(dict.fromkeys(found)))

    async def _connection(self) -> _Outcome:
        url = self._account.key.token_url
        outcome = await self._reach(url)
        if outcome.state == STATE_FAILED:
            return outcome
        issuer = issuer_of(await self._transport.peer_certificate(url))
        if not issuer:
            return outcome
        intercepted = not is_public(issuer)
        said = f"it is read by {issuer}, and your computer trusts it" if intercepted else f"{issuer} vouches for it"
        return _Outcome(
            f"{outcome.detail}; {said}",
            outcome.hint,
            outcome.state,
            facts={"issuer": issuer, "intercepted": intercepted},
        )

    async def _reach_api(self) -> _Outcome:
        return await self._reach(f"{self._account.key.api_url}/v2/lm/meta")

    async def _reach(self, url: str) -> _Outcome:
        """Any HTTP answer will do: what counts is that name, proxy, TLS and port are right."""
        key = self._account.key if url == self._account.key.token_url else None
        try:
            async with self._transport.request(
                "GET", url, headers={"Accept": "application/json"}, key=key, read_timeout=_PROBE_SECONDS
            ) as response:
                status = response.status
        except (aiohttp.ClientError, OSError, ConfigurationError) as error:
            message, hint = explain(error, url)
            return _Outcome(message, hint, STATE_FAILED, network_remedy(error))
        proxy = self._transport.proxy(url)
        parts = urlsplit(url)
        way = urlsplit(proxy).netloc if proxy else ""
        if status >= 500:
            detail = f"{parts.hostname} answers with HTTP {status}"
            if way:
                detail = f"{parts.hostname} answers with HTTP {status} through the proxy {way}"
            return _Outcome(detail, "SAP may be out of order.", STATE_WARNING)
        secure = "over TLS" if parts.scheme == "https" else "without TLS"
        if way:
            return _Outcome(f"{parts.hostname} answers {secure} through the proxy {way}")
        return _Outcome(f"{parts.hostname} answers {secure}")

    async def _token(self) -> _Outcome:
        await self._tokens.renew(self._account.key)  # a kept one would prove nothing
        return _Outcome("The token service accepts the key")

    async def _groups(self) -> _Outcome:
        mine = self._account.resource_groups
        try:
            existing: tuple[str, ...] | None = await self._api.resource_groups()
        except AccountError as error:
            if error.status is None:
                raise
            existing = None  # most keys may not list them; the deployments tell, too
        if existing and (missing := [group for group in mine if group not in existing]):
            return _Outcome(
                f"There is no resource group {', '.join(missing)}",
                f"There are: {', '.join(sorted(existing)[:_SHOWN])}.",
                STATE_FAILED,
                "choose_group",
                {"groups": await self._counts(existing)},
            )
        for group in mine:
            try:
                self._found[group] = await self._api.deployments(group)
            except AccountError as error:
                if error.status in (403, 404):
                    message = f"The resource group {group} cannot be used: {error.user_message}"
                    facts = {"groups": await self._counts(existing or ())}
                    return _Outcome(message, error.hint, STATE_FAILED, "choose_group", facts)
                raise
        return _Outcome(", ".join(mine), facts={"groups": await self._counts(existing or mine)})

    async def _counts(self, groups: Iterable[str]) -> Mapping[str, int | None]:
        """Return how many deployments each group has, of the first ones at least."""

        async def count(group: str) -> int | None:
            if group in self._found:
                return len(self._found[group])
            try:
                return len(await self._api.deployments(group))
            except AicoreTrayError:
                return None

        names = sorted(groups)
        counted = names[:_COUNTED]
        counts = await asyncio.gather(*(count(group) for group in counted))
        return {**dict.fromkeys(names), **dict(zip(counted, counts, strict=True))}

    async def _deployments(self) -> _Outcome:
        running = [deployment for found in self._found.values() for deployment in found if deployment.status == RUNNING]
        others = sum(len(found) for found in self._found.values()) - len(running)
        rest = [f"{others} more do not run"] if others else []
        if not running:
            nothing = f"No deployment runs in {', '.join(self._account.resource_groups)}"
            return _Outcome(
                "; ".join((nothing, *rest)),
                "Deploy a model in SAP AI Launchpad, or choose another resource group.",
                STATE_FAILED,
                "deploy",
            )
        names = sorted({deployment.model or deployment.scenario for deployment in running})
        shown, more = ", ".join(names[:_SHOWN]), len(names) - _SHOWN
        some = f"{len(running)} running: {shown}"
        if more > 0:
            some = f"{len(running)} running: {shown} and {more} more models"
        return _Outcome("; ".join((some, *rest)))

    async def _models(self) -> _Outcome:
        try:
            offered = await self._api.models(self._account.resource_groups[0])
        except AccountError as error:
            return _Outcome(error.user_message, "The proxy works without the catalogue.", STATE_WARNING)
        deprecated = sum(model.deprecated for model in offered)
        running = [deployment for found in self._found.values() for deployment in found if deployment.status == RUNNING]
        own = {deployment.model for deployment in running}
        through = sum(model.orchestration and bool(model.kind) and model.name not in own for model in offered)
        told = [f"{len(offered)} models can be deployed, {deprecated} of them deprecated"]
        if through and not self._account.pinned and any(deployment.through_orchestration for deployment in running):
            told.append(
                f"{through} without a deployment are served through orchestration"
                if self._orchestration
                else f"{through} without a deployment are not served: the setting 'orchestration' is off"
            )
        return _Outcome("; ".join(told))
