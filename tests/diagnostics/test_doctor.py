"""The doctor names the stage that fails, and says nothing secret."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from aicore_tray.aicore.account import Account
from aicore_tray.aicore.auth import TokenSource
from aicore_tray.aicore.service_key import ServiceKey
from aicore_tray.aicore.transport import Transport
from aicore_tray.diagnostics.doctor import Stage, check
from aicore_tray.system.network import NetworkSettings
from tests.aicore.connect_proxy import ConnectProxy
from tests.aicore.fake_sap import FakeSap, row

STAGES = ["key", "proxy", "dns", "tls", "token", "api", "resource groups", "deployments", "models"]


@pytest.fixture
async def sap() -> AsyncIterator[FakeSap]:
    async with FakeSap() as server:
        server.groups["default"] = [
            row("d1", "anthropic--claude-4.5-sonnet"),
            row("d2", "gpt-5", status="STOPPED"),
            row("d3", scenarioId="orchestration"),
        ]
        server.models = [{"model": "gpt-5"}]
        yield server


@pytest.fixture
async def transport() -> AsyncIterator[Transport]:
    client = Transport(NetworkSettings(proxy="none"))
    yield client
    await client.aclose()


async def outcome(transport: Transport, key: ServiceKey, *groups: str) -> dict[str, Stage]:
    account = Account(name="main", key=key, resource_groups=groups or ("default",))
    tokens = TokenSource(transport)
    stages = [stage async for stage in check(account, transport, tokens)]
    await tokens.aclose()
    ended = [stage for stage in stages if stage.state != "running"]
    assert [stage.name for stage in ended] == STAGES
    assert [stage.name for stage in stages if stage.state == "running"] == [
        stage.name for stage in ended if stage.state != "skipped"
    ]
    secrets = [text for text in (key.client_secret, key.private_key) if text]
    assert not any(secret in repr(stages) for secret in secrets)
    return {stage.name: stage for stage in ended}


def failing(stages: dict[str, Stage]) -> Stage:
    """Return the one stage that failed, after which all are skipped."""
    names = [name for name, stage in stages.items() if stage.state == "failed"]
    assert len(names) == 1
    assert all(stages[name].state == "skipped" for name in STAGES[STAGES.index(names[0]) + 1 :])
    return stages[names[0]]


async def test_healthy_account(sap: FakeSap, transport: Transport) -> None:
    stages = await outcome(transport, sap.key())
    assert {stage.state for stage in stages.values()} == {"ok"}
    assert "anthropic--claude-4.5-sonnet, orchestration; 1 more do not run" in stages["deployments"].detail
    assert stages["tls"].detail == "127.0.0.1 answers without TLS"
    assert stages["models"].detail == "1 models can be deployed, 0 of them deprecated"


async def test_wrong_secret(sap: FakeSap, transport: Transport) -> None:
    stage = failing(await outcome(transport, sap.key("wrong-secret")))
    assert (stage.name, "secret" in stage.detail, stage.remedy) == ("token", True, "replace_key")


async def test_token_is_fetched_anew(sap: FakeSap, transport: Transport) -> None:
    tokens = TokenSource(transport)
    await tokens.token(sap.key())
    sap.token_answers = [(401, "{}")]
    stages = [stage async for stage in check(Account(name="a", key=sap.key()), transport, tokens)]
    assert [stage.name for stage in stages if stage.state == "failed"] == ["token"]


async def test_unknown_host(sap: FakeSap, transport: Transport, monkeypatch: pytest.MonkeyPatch) -> None:
    async def unknown(*_: object, **__: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", unknown)
    stage = failing(await outcome(transport, sap.key(auth_url="https://no-such-host.invalid")))
    assert (stage.name, stage.detail) == ("dns", "The host no-such-host.invalid was not found")
    assert stage.remedy == "check_network"


async def test_closed_port(sap: FakeSap, transport: Transport) -> None:
    stage = failing(await outcome(transport, sap.key(auth_url="http://127.0.0.1:9")))
    assert (stage.name, stage.detail) == ("tls", "127.0.0.1 refused the connection")
    stage = failing(await outcome(transport, sap.key(api_url="http://127.0.0.1:9")))
    assert stage.name == "api"


@pytest.mark.parametrize("admin", [None, ["default"]])
async def test_missing_resource_group(sap: FakeSap, transport: Transport, admin: list[str] | None) -> None:
    sap.admin = admin
    stage = failing(await outcome(transport, sap.key(), "default", "team-a"))
    assert (stage.name, stage.remedy) == ("resource groups", "choose_group")
    assert "team-a" in stage.detail
    assert stage.facts["groups"] == ({"default": 3} if admin else {})


async def test_nothing_runs(sap: FakeSap, transport: Transport) -> None:
    sap.groups["default"] = [row("d2", "gpt-5", status="STOPPED")]
    stage = failing(await outcome(transport, sap.key()))
    assert (stage.name, stage.detail) == ("deployments", "No deployment runs in default; 1 more do not run")
    assert stage.remedy == "deploy"


async def test_catalogue_only_warns(sap: FakeSap, transport: Transport) -> None:
    sap.answers["/v2/lm/scenarios/foundation-models/models"] = [(500, "out of order")]
    stages = await outcome(transport, sap.key())
    assert stages["models"].state == "warning"


@pytest.mark.parametrize(("days", "state"), [(-1, "failed"), (1, "warning"), (30, "ok")])
async def test_certificate_expiry(sap: FakeSap, transport: Transport, days: int, state: str) -> None:
    ends = datetime.now(UTC) + timedelta(days=days)
    issued = trustme.CA().issue_cert("client", not_before=ends - timedelta(days=90), not_after=ends)
    key = sap.key(
        "",
        cert_url=sap.url,
        certificate=issued.cert_chain_pems[0].bytes().decode(),
        private_key=issued.private_key_pem.bytes().decode(),
    )
    stages = await outcome(transport, key)
    assert stages["key"].state == state
    assert f"{ends:%Y-%m-%d}" in stages["key"].detail


async def test_another_key_in_the_environment(sap: FakeSap, transport: Transport, tmp_path: Path) -> None:
    env = {
        "AICORE_CLIENT_ID": "another",
        "AICORE_CLIENT_SECRET": "x",
        "AICORE_AUTH_URL": sap.url,
        "AICORE_BASE_URL": sap.url,
    }
    account = Account(name="main", key=sap.key())
    stages = [stage async for stage in check(account, transport, TokenSource(transport), env=env, home=tmp_path)]
    assert stages[1].state == "warning"
    assert "another service key is in environment" in stages[1].detail


async def test_groups_that_there_are(sap: FakeSap, transport: Transport) -> None:
    sap.admin = ["default", "team-a", "closed"]
    sap.groups["team-a"] = [row("d9", "gpt-5")]
    stages = await outcome(transport, sap.key())
    assert stages["resource groups"].facts["groups"] == {"default": 3, "team-a": 1, "closed": None}


@pytest.mark.parametrize(
    ("organization", "intercepted"), [("Contoso Root Authority", True), ("DigiCert Inc", False), (None, True)]
)
@pytest.mark.parametrize("through_proxy", [False, True])
async def test_who_vouches_for_the_host(
    tmp_path: Path, organization: str | None, intercepted: bool, through_proxy: bool
) -> None:
    authority = trustme.CA(organization_name=organization)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "sap.test").configure_cert(context)
    host = "sap.test" if through_proxy else "localhost"
    async with FakeSap(tls=context, host=host) as sap, ConnectProxy() as proxy:
        sap.groups["default"] = [row("d1", "gpt-5")]
        way = proxy.address if through_proxy else "none"
        client = Transport(NetworkSettings(proxy=way, ca_file=tmp_path / "ca.pem"))
        stages = await outcome(client, sap.key())
        await client.aclose()
    assert stages["tls"].facts["intercepted"] is intercepted
    assert ("is read by" in stages["tls"].detail) is intercepted
    assert (organization or "trustme") in stages["tls"].detail
    assert stages["proxy"].facts["proxy"] == (way if through_proxy else "")


async def test_an_authority_that_is_not_trusted(transport: Transport) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(context)
    async with FakeSap(tls=context, host="localhost") as sap:
        stage = failing(await outcome(transport, sap.key()))
    assert (stage.name, stage.remedy) == ("tls", "add_ca")


@pytest.mark.parametrize("refusal", ["407 No\r\nProxy-Authenticate: Basic realm=x", "403 Forbidden"])
async def test_a_proxy_that_refuses(refusal: str) -> None:
    async with ConnectProxy(refusal=refusal) as proxy, FakeSap() as sap:
        client = Transport(NetworkSettings(proxy=proxy.address))
        stage = failing(await outcome(client, sap.key(auth_url="https://sap.test")))
        await client.aclose()
    assert (stage.name, stage.remedy) == ("proxy", "set_proxy")


async def test_a_proxy_that_is_not_there(sap: FakeSap) -> None:
    client = Transport(NetworkSettings(proxy="http://127.0.0.1:9"))
    stage = failing(await outcome(client, sap.key(auth_url="https://sap.test")))
    await client.aclose()
    assert (stage.name, stage.remedy) == ("proxy", "set_proxy")
