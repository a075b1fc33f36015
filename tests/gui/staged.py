"""A made-up day at 14:32: accounts, deployments, keys and requests for pictures and for tests of the pages."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aicore_tray.aicore.account import Account
from aicore_tray.aicore.catalogue import Catalogue
from aicore_tray.aicore.service_key import ServiceKey
from aicore_tray.config.key_store import LocalKey
from aicore_tray.config.key_terms import KeyLimits
from aicore_tray.config.settings import AccountSettings, Settings
from aicore_tray.connect.computer import Computer
from aicore_tray.connect.detection import Found
from aicore_tray.connect.registry import TOOLS
from aicore_tray.connect.tool import Tool
from aicore_tray.diagnostics.doctor import STATE_FAILED, STATE_OK, STATE_RUNNING, STATE_SKIPPED, Stage
from aicore_tray.dialects.answer import Usage
from aicore_tray.gateway.journal import BodyText, RequestDetail
from aicore_tray.gui.applying import Applying
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.connecting import Connecting
from aicore_tray.gui.session import Session
from aicore_tray.gui.snapshots import (
    AccountView,
    KeyView,
    Kind,
    ModelView,
    ProxyState,
    ProxyView,
    Snapshot,
    ToolView,
    Trouble,
)
from aicore_tray.system.paths import Paths
from aicore_tray.usage.record import RequestRecord
from tests.gui import staged_requests
from tests.gui.staged_usage import running, usage

__all__ = ["running"]

NOW = datetime(2026, 11, 21, 14, 32, 10, tzinfo=UTC).timestamp()
URL = "http://127.0.0.1:3001"
CERTIFICATE_ENDS = datetime(2027, 2, 3, 12, tzinfo=UTC)
_HOUR, _DAY = 3600.0, 86_400.0


class StagedSession(Session):
    """A session that was never opened and says what a scene wants to be so."""

    def __init__(self, folder: Path, snapshot: Snapshot) -> None:
        self.staged = snapshot
        super().__init__(Paths.locate(folder))

    def snapshot(self) -> Snapshot:
        return self.staged

    @property
    def settings(self) -> Settings:
        return self.staged.settings

    def detail(self, request_id: str) -> RequestDetail | None:
        return staged_requests.detail(request_id)

    async def body(self, request_id: str, *, answer: bool = False) -> BodyText | None:
        return None if answer else staged_requests.BODY

    async def earlier_requests(self) -> list[RequestRecord]:
        return []


class StagedConnecting(Connecting):
    """Tools as they lie on a colleague's computer; nothing is looked for and nothing is started."""

    async def look(self) -> Mapping[str, Found]:
        self.found = {
            "claude-code": Found(program=Path("/usr/local/bin/claude"), version="2.1.329"),
            "codex": Found(program=Path("/usr/local/bin/codex"), version="0.169.0"),
            "cline": Found(version="3.60.0", place="VS Code"),
            "cursor": Found(version="1.9.2"),
            "curl": Found(program=Path("/usr/bin/curl"), version="8.5.0"),
        }
        self.looked = True
        return self.found

    async def launch(self, tool: Tool, folder: Path, snapshot: Snapshot) -> None:
        assert tool.command is not None

    async def _key(self, tool: Tool) -> str:
        return f"act-{tool.id}"


class StagedCommands(Commands):
    """Commands that ask nobody: checks go as the scene says, groups are as it says.

    Attributes:
        stages: what a check tells; a last one that runs goes on running.
    """

    def __init__(self, session: Session, stages: Sequence[Stage] = ()) -> None:
        super().__init__(session)
        self.stages = tuple(stages)
        self.connecting = StagedConnecting(session)
        home = session.paths.data / "home"
        self.applying = Applying(session, self.connecting, Computer(home, {}, "linux"))

    async def check(self, account: Account) -> AsyncIterator[Stage]:
        assert account.name
        for stage in self.stages:
            yield stage
        if self.stages and self.stages[-1].state == STATE_RUNNING:
            await asyncio.Event().wait()

    def account(self, name: str) -> Account | None:
        return Account(name=name, key=service_key(name))

    async def groups(self, name: str) -> dict[str, int]:
        return {"default": 9, "team-a": 3, "experiments": 0} if name == "prod-eu10" else {"team-a": 4}

    async def create_key(
        self, name: str, *, expires: float | None = None, models: tuple[str, ...] = (), limits: KeyLimits | None = None
    ) -> str:
        assert name
        return "act-Vh2nR8sYkLw5cJqT0pXe7DbM4uZfQ1aG"


def service_key(name: str, *, certificate: str = "", private_key: str = "") -> ServiceKey:
    """Return a key of the account, with a secret unless there is a certificate."""
    region = name.rpartition("-")[2]
    host = f"authentication.{'cert.' if certificate else ''}{region}.hana.ondemand.com"
    url = f"https://{'data-platform-eu' if region == 'eu10' else 'team-a'}.{host}"
    return ServiceKey(
        client_id=f"sb-{name}!b4711|aicore!b540",
        client_secret="" if certificate else "not-a-secret",
        certificate=certificate,
        private_key=private_key,
        cert_url=url if certificate else "",
        auth_url=url,
        api_url=f"https://api.ai.prod.{'eu-central-1' if region == 'eu10' else 'us-east-1'}.aws.ml.hana.ondemand.com",
        identity_zone="data-platform-eu" if region == "eu10" else "team-a",
    )


def accounts() -> tuple[AccountView, ...]:
    """Return the two accounts."""
    return (
        AccountView(
            name="prod-eu10",
            state="ready",
            groups=("default",),
            sign_in="certificate",
            certificate_ends=CERTIFICATE_ENDS,
            subaccount="data-platform-eu",
            region="eu10",
            api_host="api.ai.prod.eu-central-1.aws.ml.hana.ondemand.com",
            token_until=NOW + 11.7 * _HOUR,
            deployments=8,
            requests_today=186,
        ),
        AccountView(
            name="dev-us10",
            state="ready",
            groups=("team-a",),
            sign_in="secret",
            subaccount="team-a",
            region="us10",
            api_host="api.ai.prod.us-east-1.aws.ml.hana.ondemand.com",
            token_until=NOW + 3.2 * _HOUR,
            deployments=4,
            requests_today=28,
        ),
    )


def models() -> tuple[ModelView, ...]:
    """Return the deployments of both accounts."""
    prod, dev = "prod-eu10", "dev-us10"
    rows = (
        ("anthropic--claude-4.6-opus", prod, ("claude-opus-4-6",), 1_000_000, "5.1", "25.4", ""),
        ("anthropic--claude-4.6-sonnet", prod, ("claude-sonnet-4-6",), 1_000_000, "3.1", "15.3", ""),
        ("anthropic--claude-4.6-sonnet", dev, ("claude-sonnet-4-6",), 1_000_000, "3.1", "15.3", ""),
        ("anthropic--claude-4.5-haiku", prod, ("claude-haiku-4-5",), 200_000, "1.0", "5.1", ""),
        ("anthropic--claude-4.5-sonnet", prod, ("claude-sonnet-4-5",), 200_000, "3.1", "15.3", "2027-01-12"),
        ("gpt-5.5", prod, (), 400_000, "2.6", "10.2", ""),
        ("gpt-5.5-mini", prod, (), 400_000, "0.5", "2.1", ""),
        ("gemini-3.5-flash", dev, ("fast",), 1_048_576, "0.3", "2.6", ""),
        ("mistralai--mistral-medium", dev, (), 128_000, "0.4", "2.0", ""),
        ("amazon--nova-pro", dev, (), 300_000, "0.8", "3.3", ""),
        ("sonar-pro", prod, (), 200_000, "3.1", "15.3", ""),
        ("text-embedding-3-large", prod, (), 8_191, "0.1", "", ""),
    )
    catalogue = Catalogue.load()
    found = [
        ModelView(
            model=model,
            account=account,
            group="default" if account == prod else "team-a",
            id=f"d{number:02}a1f6c93e7b2045",
            version="1",
            names=names,
            context=context,
            price_in=price_in,
            price_out=price_out,
            retires=retires,
            deprecated=bool(retires),
            facts=catalogue.facts(model),
        )
        for number, (model, account, names, context, price_in, price_out, retires) in enumerate(rows)
    ]
    found[2] = replace(found[2], resting=12.0)
    found[4] = replace(found[4], on=False)
    found[6] = replace(found[6], status="PENDING")
    found[9] = replace(found[9], on=False, status="STOPPED")
    found[10] = replace(found[10], on=False, status="DEAD", detail="The quota of the resource group is used up.")
    return tuple(found)


def keys() -> tuple[KeyView, ...]:
    """Return the local API keys."""
    rows: tuple[tuple[str, str, float | None, tuple[str, ...], float, int], ...] = (
        ("Claude Code", "act-7Kq9vT", None, (), 20.0, 120),
        ("Codex", "act-Tz31bW", None, ("gpt-5.5",), 40.0, 58),
        ("Cline", "act-b0Wm4x", 40 * _DAY, ("gpt-5.5", "gpt-5.5-mini", "gemini-3.5-flash"), 70.0, 32),
        ("Cherry Studio", "act-Vh2nR8", 9 * _DAY, (), 5 * _HOUR, 4),
        ("Nightly tests", "act-m4Yd2K", 130 * _DAY, ("anthropic--claude-4.5-haiku",), 2 * _DAY, 0),
        ("Old laptop", "act-x9Pq1L", -3 * _DAY, (), 9 * _DAY, 0),
    )
    limits = {
        "Claude Code": KeyLimits(units_per_day=10, requests_per_minute=60),
        "Cline": KeyLimits(units_per_day=0.5),
        "Nightly tests": KeyLimits(tokens_per_month=20_000_000),
    }
    used = {
        "Claude Code": (("units_per_day", 2.6),),
        "Cline": (("units_per_day", 0.5),),
        "Nightly tests": (("tokens_per_month", 17_400_000.0),),
    }
    return tuple(
        KeyView(
            key=LocalKey(
                name=name,
                sha256=f"{number:064x}",
                shown=shown,
                created=NOW - (30 - number) * _DAY,
                expires=NOW + expires if expires is not None else None,
                models=models,
                last_used=NOW - ago,
                limits=limits.get(name, KeyLimits()),
            ),
            requests_today=count,
            used=used.get(name, ()),
        )
        for number, (name, shown, expires, models, ago, count) in enumerate(rows)
    )


def recent() -> tuple[RequestRecord, ...]:
    """Return the last requests."""
    sonnet, haiku = "anthropic--claude-4.6-sonnet", "anthropic--claude-4.5-haiku"
    rows: tuple[tuple[float, str, str, str, int, int, int, float | None, float, int], ...] = (
        (2, "Claude Code", "claude-cli/2.1.80", sonnet, 1204, 7010, 412, 1.1, 6.4, 200),
        (5, "Codex", "codex_cli_rs/0.169", "gpt-5.5", 870, 6000, 188, 0.9, 9.2, 200),
        (18, "Cline", "cline/3.60", "gemini-3.5-flash", 4406, 0, 640, 0.4, 3.8, 200),
        (64, "Claude Code", "claude-cli/2.1.80", haiku, 310, 0, 22, 0.3, 0.6, 200),
        (66, "Claude Code", "claude-cli/2.1.80", sonnet, 980, 18_200, 1310, 1.3, 21.7, 499),
        (140, "Cherry Studio", "CherryStudio/1.7", "gpt-5.5", 2140, 0, 530, 0.8, 7.9, 200),
        (204, "Codex", "codex_cli_rs/0.169", "gpt-5.5", 0, 0, 0, None, 0.4, 429),
        (260, "Claude Code", "claude-cli/2.1.80", sonnet, 2210, 14_800, 980, 1.0, 14.6, 200),
        (301, "Cline", "cline/3.60", "gemini-3.5-flash", 3980, 0, 712, 0.5, 4.4, 200),
        (355, "Claude Code", "claude-cli/2.1.80", "anthropic--claude-4.6-opus", 1840, 30_100, 2204, 1.9, 48.0, 200),
        (420, "Codex", "codex_cli_rs/0.169", "gpt-5.5", 1410, 9400, 356, 0.9, 8.8, 200),
        (502, "Claude Code", "claude-cli/2.1.80", haiku, 288, 0, 19, 0.3, 0.5, 200),
    )
    return tuple(
        RequestRecord(
            id=f"req-{number}",
            started=NOW - ago,
            key=key,
            client=client,
            dialect="messages",
            asked=model,
            model=model,
            account="prod-eu10",
            status=status,
            complete=status == 200,
            usage=Usage(input=fresh, cache_read=cached, output=output),
            first_token=first,
            duration=duration,
        )
        for number, (ago, key, client, model, fresh, cached, output, first, duration, status) in enumerate(rows)
    )


def fresh_tools() -> tuple[ToolView, ...]:
    """Return the tools of somebody who has connected none yet."""
    return tuple(ToolView(id=tool) for tool in TOOLS)


def tools(**changed: ToolView) -> tuple[ToolView, ...]:
    """Return the tools and when they called; `changed` replaces some of them, by id with underscores."""
    sonnet = "anthropic--claude-4.6-sonnet"
    views = {tool: ToolView(id=tool) for tool in TOOLS}
    views["claude-code"] = ToolView(id="claude-code", answered=NOW - 90, model=sonnet, first_token=1.1)
    views["codex"] = ToolView(id="codex", answered=NOW - 300, model="gpt-5.5", first_token=0.9)
    views["cherry-studio"] = ToolView(id="cherry-studio", waiting=True)
    views |= {view.id: view for view in changed.values()}
    return tuple(views.values())


def settings() -> Settings:
    """Return the settings that belong to all that."""
    return Settings(
        accounts={
            "prod-eu10": AccountSettings(resource_groups=("default",)),
            "dev-us10": AccountSettings(resource_groups=("team-a",)),
        },
        tiers={"opus": "anthropic--claude-4.6-opus", "gpt": "gpt-5.5"},
        aliases={"fast": "gemini-3.5-flash"},
        hidden_models=("anthropic--claude-4.5-sonnet", "amazon--nova-pro", "sonar-pro"),
    )


def day() -> Snapshot:
    """Return the whole picture on a good day."""
    return Snapshot(
        proxy=ProxyView(state=ProxyState.RUNNING, url=URL, in_flight=0, since=NOW - 5.2 * _HOUR),
        accounts=accounts(),
        models=models(),
        keys=keys(),
        settings=settings(),
        today=usage(NOW).today.total,
        statistics=usage(NOW),
        recent=recent(),
        units_of_month=48.6,
        tools=tools(),
        loaded=True,
        looked_at=NOW - 140,
    )


def fresh() -> Snapshot:
    """Return the picture of the first start."""
    return Snapshot(
        proxy=ProxyView(state=ProxyState.RUNNING, url=URL, since=NOW - 5),
        tools=fresh_tools(),
        loaded=True,
        looked_at=NOW - 4,
    )


def with_trouble(snapshot: Snapshot, *troubles: Trouble, failed: bool = False) -> Snapshot:
    """Return the picture with something in the way.

    Args:
        failed: the proxy could not start.
    """
    proxy = replace(snapshot.proxy, state=ProxyState.FAILED, since=None) if failed else snapshot.proxy
    return replace(snapshot, troubles=troubles, proxy=proxy)


def with_account(snapshot: Snapshot, name: str, state: str, trouble: Trouble, **other: Any) -> Snapshot:
    """Return the picture with one account in a state, and its trouble told."""
    changed = tuple(
        replace(view, state=state, trouble=trouble, **other) if view.name == name else view
        for view in snapshot.accounts
    )
    return replace(snapshot, accounts=changed, troubles=(trouble,))


_FACTS: Mapping[str, tuple[str, float]] = {
    "key": ("Complete, with an X.509 certificate that ends on 2027-02-03 12:00 UTC", 0.001),
    "proxy": ("The proxy proxy.corp.example:8080 lets us through", 0.002),
    "dns": ("The proxy proxy.corp.example has the address 10.20.0.8", 0.011),
    "tls": (
        "The token service answers over TLS; it is read by Zscaler Intermediate Root CA, and your computer trusts it",
        0.064,
    ),
    "token": ("The token service accepts the key", 0.182),
    "api": ("api.ai.prod.eu-central-1.aws.ml.hana.ondemand.com answers over TLS", 0.231),
    "resource groups": ("default", 0.118),
    "deployments": ("6 running: anthropic--claude-4.6-opus, gpt-5.5 and 4 more models; 2 more do not run", 0.305),
    "models": ("61 models can be deployed, 4 of them deprecated", 0.2),
}
_FOUND: Mapping[str, Mapping[str, object]] = {
    "proxy": {"proxy": "proxy.corp.example:8080"},
    "tls": {"issuer": "Zscaler Intermediate Root CA", "intercepted": True},
    "resource groups": {"groups": {"default": 8, "team-a": 3, "experiments": 0}},
}


def stages(until: str = "", outcome: Stage | None = None) -> tuple[Stage, ...]:
    """Return how a check goes: well up to `until`, which runs or has this outcome."""
    told: list[Stage] = []
    over = False
    for name, (detail, seconds) in _FACTS.items():
        if over:
            told.append(Stage(name=name, state=STATE_SKIPPED))
        elif name == until and outcome is None:
            return (*told, Stage(name=name, state=STATE_RUNNING))
        elif name == until and outcome is not None:
            told.append(outcome)
            over = outcome.state == STATE_FAILED
        else:
            facts = _FOUND.get(name, {})
            told.append(Stage(name=name, state=STATE_OK, detail=detail, seconds=seconds, facts=facts))
    return tuple(told)


UNTRUSTED = Stage(
    name="tls",
    state=STATE_FAILED,
    detail="The certificate of data-platform-eu.authentication.cert.eu10.hana.ondemand.com was issued by an authority "
    "that this computer does not trust (self-signed certificate in certificate chain)",
    hint="A company proxy probably intercepts it: name its root certificate, a PEM file, as ca_file in the settings.",
    seconds=0.064,
    remedy="add_ca",
)


def trouble(kind: Kind, **values: Any) -> Trouble:
    """Return a trouble with values of its own."""
    return replace(Trouble(kind=kind), **values)


def fixed_time() -> float:
    return NOW


def fix_the_clock() -> None:
    """Let the day stand still at 14:32."""
    time.time = fixed_time
