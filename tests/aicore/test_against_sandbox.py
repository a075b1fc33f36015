"""Keys, tokens, discovery and the doctor against the sandbox, which was written independently of them."""

from __future__ import annotations

import itertools
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import trustme

from aicore_tray.aicore.account import Account
from aicore_tray.aicore.auth import TokenSource
from aicore_tray.aicore.deployment import ORCHESTRATION
from aicore_tray.aicore.discovery import Discovery
from aicore_tray.aicore.management import AiApi
from aicore_tray.aicore.service_key import parse_service_key
from aicore_tray.aicore.transport import Transport
from aicore_tray.diagnostics.doctor import check
from aicore_tray.sandbox.faults import Fault
from aicore_tray.sandbox.server import Sandbox, Tenant
from aicore_tray.system.network import NetworkSettings


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    server = Sandbox(tenants=(Tenant(name="demo"), Tenant(name="plain", admin=False)))
    await server.start()
    yield server
    await server.aclose()


@pytest.fixture
async def transport() -> AsyncIterator[Transport]:
    client = Transport()
    yield client
    await client.aclose()


@pytest.fixture
async def tokens(transport: Transport) -> AsyncIterator[TokenSource]:
    source = TokenSource(transport)
    yield source
    await source.aclose()


def account(sandbox: Sandbox, *groups: str, tenant: str = "demo") -> Account:
    key = parse_service_key(sandbox.service_key(tenant))
    return Account(name=tenant, key=key, resource_groups=groups or ("default",))


def token_requests(sandbox: Sandbox) -> int:
    return sum(request.path == "/oauth/token" for request in sandbox.requests)


async def test_discovery(sandbox: Sandbox, transport: Transport, tokens: TokenSource) -> None:
    discovery = Discovery((account(sandbox), account(sandbox, tenant="plain")), transport, tokens)
    landscape = await discovery.refresh()
    assert not landscape.problems
    assert {deployment.account for deployment in landscape.deployments} == {"demo", "plain"}
    assert all(deployment.executable and deployment.url for deployment in landscape.deployments)
    assert any(deployment.scenario == ORCHESTRATION for deployment in landscape.deployments)
    assert any(deployment.model.startswith("anthropic--") for deployment in landscape.deployments)
    assert {entry.model for entry in landscape.deployments if entry.model} <= {row.name for row in landscape.offered}
    assert token_requests(sandbox) == 2


@pytest.mark.parametrize("tenant", ["demo", "plain"])
async def test_missing_resource_group(sandbox: Sandbox, transport: Transport, tokens: TokenSource, tenant: str) -> None:
    discovery = Discovery((account(sandbox, "nowhere", "default", tenant=tenant),), transport, tokens)
    landscape = await discovery.refresh()
    assert landscape.deployments
    problem = landscape.problems[tenant]
    assert problem.stage == "resource group"
    assert "nowhere" in problem.message + problem.hint


async def test_revoked_tokens(sandbox: Sandbox, transport: Transport, tokens: TokenSource) -> None:
    api = AiApi(transport, tokens, account(sandbox))
    before = await api.deployments("default")
    for _ in range(3):  # the bodies of its 401 alternate
        sandbox.revoke_tokens()
        assert await api.deployments("default") == before
    assert token_requests(sandbox) == 4


async def test_single_deployment_and_the_rest(sandbox: Sandbox, transport: Transport, tokens: TokenSource) -> None:
    api = AiApi(transport, tokens, account(sandbox))
    deployments = await api.deployments("default")
    assert (await api.deployment("default", deployments[0].id)).id == deployments[0].id
    assert await api.resource_groups() == ("default",)
    configurations = {str(configuration["id"]) for configuration in await api.configurations("default")}
    assert {deployment.configuration_id for deployment in deployments} <= configurations


async def test_faults(sandbox: Sandbox, transport: Transport) -> None:
    times = itertools.count(1_800_000_000.0, 2.0)  # a failure is remembered for a second
    discovery = Discovery((account(sandbox),), transport, TokenSource(transport, clock=lambda: next(times)))
    sandbox.faults.add(Fault(kind="token", status=503))
    assert (await discovery.refresh()).problems["demo"].stage == "token"
    sandbox.faults.add(Fault(kind="api", status=500, path="deployments"))
    assert (await discovery.refresh()).problems["demo"].stage == "deployments"
    assert not (await discovery.refresh()).problems


async def test_mutual_tls(tmp_path: Path, tokens: TokenSource) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    tls, mutual = (ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) for _ in range(2))
    for context in (tls, mutual):
        authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.configure_trust(mutual)
    mutual.verify_mode = ssl.CERT_REQUIRED
    client = authority.issue_cert("client@example")
    async with Sandbox(tls=tls, mutual_tls=mutual) as sandbox:
        key = parse_service_key(
            sandbox.x509_service_key(
                "demo",
                client.cert_chain_pems[0].bytes().decode().replace("\n", "\\n"),
                client.private_key_pem.bytes().decode(),
            )
        )
        transport = Transport(NetworkSettings(ca_file=tmp_path / "ca.pem"))
        source = TokenSource(transport)
        stages = [stage async for stage in check(Account(name="demo", key=key), transport, source)]
        assert {stage.state for stage in stages} == {"running", "ok"}
        await source.aclose()
        await transport.aclose()


async def test_doctor(sandbox: Sandbox, transport: Transport, tokens: TokenSource) -> None:
    stages = [stage async for stage in check(account(sandbox), transport, tokens)]
    assert {stage.state for stage in stages} == {"running", "ok"}
    stages = [stage async for stage in check(account(sandbox, "nowhere"), transport, tokens)]
    assert [stage.name for stage in stages if stage.state == "failed"] == ["resource groups"]
