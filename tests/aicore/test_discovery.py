"""Discovery against untidy answers, failing accounts, pinned deployments, and its memory on disk."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from aicore_tray.aicore.account import Account
from aicore_tray.aicore.auth import TokenSource
from aicore_tray.aicore.discovery import AccountProblem, Discovery, Landscape
from aicore_tray.aicore.landscape import executable_from_name, pin_parts, read_deployment, read_offered
from aicore_tray.aicore.management import AiApi, error_message
from aicore_tray.aicore.transport import Transport
from aicore_tray.errors import AccountError
from tests.aicore.fake_sap import FakeSap, row

MakeDiscovery = Callable[..., Discovery]
CLAUDE = "anthropic--claude-4.5-sonnet"


@pytest.fixture
async def sap() -> AsyncIterator[FakeSap]:
    async with FakeSap() as server:
        yield server


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


@pytest.fixture
async def discovery_of(transport: Transport, tokens: TokenSource) -> AsyncIterator[MakeDiscovery]:
    made: list[Discovery] = []

    def make(*accounts: Account, **options: Any) -> Discovery:
        made.append(Discovery(accounts, transport, tokens, **options))
        return made[-1]

    yield make
    for discovery in made:
        await discovery.aclose()


def account(
    sap: FakeSap, *groups: str, name: str = "main", pinned: Mapping[str, tuple[str, ...]] | None = None
) -> Account:
    return Account(name=name, key=sap.key(), resource_groups=groups or ("default",), pinned=pinned or {})


async def test_untidy_lists(sap: FakeSap, discovery_of: MakeDiscovery) -> None:
    snake = {"resources": {"backend_details": {"model": {"name": "gpt-4o", "version": "latest"}}, "backendDetails": {}}}
    sap.models = [
        {"model": "house-model", "executableId": "aicore-house", "surprise": [1]},
        {"model": CLAUDE, "versions": "none"},
        "nonsense",
        {"model": 7},
    ]
    sap.groups["default"] = [
        row("d1", CLAUDE, createdAt="2026-01-01T00:00:00Z"),
        row("d2", CLAUDE, createdAt="2026-03-01T00:00:00Z", executableId="aws-bedrock", unknown={"a": 1}),
        row("d3", details=snake, createdAt="2026-02-01T00:00:00Z", deploymentUrl="xxxx"),
        row("d4", "house-model"),
        row("d5", "gpt-5", status="STOPPED"),
        row("d6", status="PENDING", details={}, deploymentUrl=""),
        row("d7", scenarioId="llm-orchestration", executableId=None, details=None),
        row("d8", scenarioId="my-training", executableId="train"),
        row("d9", "gpt-5", scenarioId=None),
        "nonsense",
        None,
        {"id": 5, "status": []},
        {"id": "d10", "status": "RUNNING", "details": {"resources": [1]}, "scenarioId": "foundation-models"},
    ]  # fmt: skip
    landscape = await discovery_of(account(sap)).refresh()
    found = {deployment.id: deployment for deployment in landscape.deployments}
    assert sorted(found) == ["d1", "d10", "d2", "d3", "d4", "d7", "d9"]
    assert [entry.id for entry in landscape.deployments if entry.model == CLAUDE] == ["d2", "d1"]
    assert found["d1"].executable == "aws-bedrock"  # from the name
    assert found["d3"].executable == "azure-openai"
    assert found["d3"].url == f"{sap.url}/v2/inference/deployments/d3"
    assert found["d4"].executable == "aicore-house"  # from the catalogue
    assert (found["d7"].scenario, found["d7"].executable, found["d7"].model) == ("orchestration", "orchestration", "")
    assert found["d9"].scenario == "foundation-models"
    assert (found["d2"].account, found["d2"].resource_group, found["d2"].version) == ("main", "default", "latest")
    assert [model.name for model in landscape.offered] == [CLAUDE, "house-model"]
    assert not landscape.problems
    assert landscape.refreshed_at is not None


def test_model_catalogue_row() -> None:
    offered = read_offered(
        {
            "model": CLAUDE,
            "executableId": "aws-bedrock",
            "displayName": "Claude Sonnet 4.5",
            "provider": "Anthropic",
            "allowedScenarios": [{"scenarioId": "foundation-models"}, {"scenarioId": "orchestration"}, "x"],
            "versions": [
                {"name": "1", "isLatest": True, "contextLength": 200000, "deprecated": True,
                 "retirementDate": "2027-01", "capabilities": ["text-generation", 5],
                 "cost": [{"inputCost": "0.001"}, {"outputCost": 0.002}, "x"]},
                {"name": "0", "contextLength": 1},
            ],
        }
    )  # fmt: skip
    assert offered is not None
    assert offered.context_length == 200000
    assert [version.name for version in offered.versions] == ["1", "0"]
    assert (offered.deprecated, offered.retirement_date, offered.orchestration) == (True, "2027-01", True)
    assert offered.cost == {"inputCost": "0.001", "outputCost": "0.002"}
    assert offered.capabilities == ("text-generation",)


async def test_paging(sap: FakeSap, transport: Transport, tokens: TokenSource) -> None:
    sap.groups["default"] = [row(f"d{index}", "gpt-4o") for index in range(2345)]
    found = await AiApi(transport, tokens, account(sap)).deployments("default")
    assert len({deployment.id for deployment in found}) == 2345
    assert sap.pages == [(1000, 0), (1000, 1000), (1000, 2000)]


async def test_smaller_pages_after_413(sap: FakeSap, transport: Transport, tokens: TokenSource) -> None:
    sap.groups["default"] = [row(f"d{index}", "gpt-4o") for index in range(250)]
    sap.page_limit = 100
    api = AiApi(transport, tokens, account(sap))
    assert len(await api.deployments("default")) == 250
    assert sap.pages == [(1000, 0), (100, 0), (100, 100), (100, 200)]
    sap.page_limit = 5
    with pytest.raises(AccountError, match="exceeds the maximum of 5 rows") as caught:
        await api.deployments("default")
    assert caught.value.status == 413


@pytest.mark.parametrize("body", ["Jwt is expired", "", '{"error":{"code":"x","message":"no"}}', "<html>", "[1]"])
async def test_401_renews_the_token_once(sap: FakeSap, transport: Transport, tokens: TokenSource, body: str) -> None:
    sap.groups["default"] = [row("d1", "gpt-4o")]
    api = AiApi(transport, tokens, account(sap))
    sap.answers["/v2/lm/deployments"] = [(401, body)]
    assert len(await api.deployments("default")) == 1
    assert sap.tokens_given == 2
    sap.answers["/v2/lm/deployments"] = [(401, body)] * 2
    with pytest.raises(AccountError) as caught:
        await api.deployments("default")
    assert caught.value.status == 401
    assert sap.tokens_given == 3


async def test_what_is_no_list(sap: FakeSap, transport: Transport, tokens: TokenSource) -> None:
    api = AiApi(transport, tokens, account(sap))
    sap.answers["/v2/lm/deployments"] = [(200, "<html>sign in"), (200, "[]")]
    with pytest.raises(AccountError, match="something else than JSON"):
        await api.deployments("default")
    with pytest.raises(AccountError, match="without a list"):
        await api.deployments("default")


async def test_failing_account_beside_a_good_one(sap: FakeSap, discovery_of: MakeDiscovery) -> None:
    sap.groups["default"] = [row("d1", CLAUDE)]
    told: list[tuple[str, AccountProblem | None]] = []
    bad = Account(name="bad", key=sap.key("wrong"))
    gone = Account(name="gone", key=sap.key(auth_url="http://127.0.0.1:9"))
    far = Account(name="far", key=sap.key(api_url="http://127.0.0.1:9"))
    discovery = discovery_of(bad, gone, far, account(sap), on_problem=lambda *news: told.append(news))
    landscape = await discovery.refresh()
    assert [deployment.id for deployment in landscape.deployments] == ["d1"]
    assert {name: problem.stage for name, problem in landscape.problems.items()} == {
        "bad": "token",
        "gone": "network",
        "far": "network",
    }
    assert "secret" in landscape.problems["bad"].message
    assert {name for name, _ in told} == {"bad", "gone", "far"}
    await discovery.refresh()
    assert len(told) == 3  # told once, not with every look


async def test_slow_account_does_not_hold_up_the_others(sap: FakeSap, discovery_of: MakeDiscovery) -> None:
    sap.groups["default"] = [row("d1", CLAUDE)]
    silent = socket.create_server(("127.0.0.1", 0))  # connections wait in its backlog for ever
    port = silent.getsockname()[1]
    slow = Account(name="slow", key=sap.key(auth_url=f"http://127.0.0.1:{port}"))
    discovery = discovery_of(slow, account(sap))
    looked = asyncio.Event()
    discovery.subscribe(lambda landscape: looked.set() if landscape.deployments else None)
    discovery.start()
    try:
        await asyncio.wait_for(looked.wait(), 5)
        assert discovery.landscape.refreshed_at is None
    finally:
        await discovery.aclose()
        silent.close()


async def test_account_that_fails_keeps_what_is_known(sap: FakeSap, discovery_of: MakeDiscovery) -> None:
    sap.groups["default"] = [row("d1", CLAUDE)]
    told: list[AccountProblem | None] = []
    discovery = discovery_of(account(sap), on_problem=lambda _, problem: told.append(problem))
    await discovery.refresh()
    sap.answers["*"] = [(503, "upstream connect error")] * 2
    landscape = await discovery.refresh()
    assert [deployment.id for deployment in landscape.deployments] == ["d1"]
    assert landscape.problems["main"].stage == "deployments"
    assert "upstream connect error" in landscape.problems["main"].message
    landscape = await discovery.refresh()
    assert not landscape.problems
    assert [problem is None for problem in told] == [False, True]


async def test_catalogue_that_fails_is_a_problem_of_its_own(sap: FakeSap, discovery_of: MakeDiscovery) -> None:
    sap.groups["default"] = [row("d1", CLAUDE)]
    sap.answers["/v2/lm/scenarios/foundation-models/models"] = [(500, "")]
    landscape = await discovery_of(account(sap)).refresh()
    assert len(landscape.deployments) == 1
    assert landscape.problems["main"].stage == "models"


@pytest.mark.parametrize("admin", [None, ["default", "team-b"]])
async def test_missing_resource_group(sap: FakeSap, discovery_of: MakeDiscovery, admin: list[str] | None) -> None:
    sap.groups["default"] = [row("d1", CLAUDE)]
    sap.admin = admin
    landscape = await discovery_of(account(sap, "team-a", "default")).refresh()
    assert [deployment.id for deployment in landscape.deployments] == ["d1"]
    problem = landscape.problems["main"]
    assert problem.stage == "resource group"
    assert "team-a" in problem.message + problem.hint
    assert ("team-b" in problem.hint) is (admin is not None)


async def test_missing_resource_group_that_looks_empty(sap: FakeSap, discovery_of: MakeDiscovery) -> None:
    sap.groups = {"team-a": [], "default": []}
    sap.admin = ["default"]
    assert (await discovery_of(account(sap, "team-a")).refresh()).problems["main"].stage == "resource group"
    assert not (await discovery_of(account(sap)).refresh()).problems


async def test_pinned_deployments(sap: FakeSap, discovery_of: MakeDiscovery) -> None:
    sap.groups = {"default": [row("d1", CLAUDE), row("d2", "gpt-4o")], "other": [row("d3", CLAUDE, status="STOPPED")]}
    pinned = {
        "claud": (f"{sap.url}/v2/inference/deployments/d3/", "d1"),
        "4.5-sonnet": ("https://elsewhere.example/v2/inference/deployments/d9/invoke?x=1",),
        "mine": ("d2",),
    }
    discovery = discovery_of(account(sap, "default", "other", pinned=pinned), account(sap, name="second"))
    guess = discovery.landscape.pinned["claud"][0]
    assert (guess.id, guess.model, guess.executable) == ("d3", "claud", "aws-bedrock")  # before the first look

    landscape = await discovery.refresh()
    assert [entry.account for entry in landscape.deployments] == ["second", "second"]
    running, stopped = landscape.pinned["claud"]
    assert (running.id, running.model, running.resource_group) == ("d1", CLAUDE, "default")
    assert (stopped.id, stopped.status, stopped.resource_group) == ("d3", "STOPPED", "other")
    lost = landscape.pinned["4.5-sonnet"][0]
    assert lost.url == "https://elsewhere.example/v2/inference/deployments/d9"
    assert (lost.model, lost.executable, lost.status) == ("4.5-sonnet", "aws-bedrock", "RUNNING")
    assert landscape.pinned["mine"][0].url == f"{sap.url}/v2/inference/deployments/d2"
    assert landscape.problems["main"].stage == "deployments"
    assert "not found: d9" in landscape.problems["main"].message


async def test_pinned_deployment_that_the_list_leaves_out(sap: FakeSap, discovery_of: MakeDiscovery) -> None:
    sap.groups["default"] = [row("d1", CLAUDE)]
    sap.answers["/v2/lm/deployments"] = [(200, '{"count":0,"resources":[]}')]
    landscape = await discovery_of(account(sap, pinned={"claud": ("d1",)})).refresh()
    assert landscape.pinned["claud"][0].model == CLAUDE
    assert "GET /v2/lm/deployments/d1" in sap.requests


async def test_refreshes_are_shared(sap: FakeSap, discovery_of: MakeDiscovery) -> None:
    sap.groups["default"] = [row("d1", CLAUDE)]
    discovery = discovery_of(account(sap))
    seen: list[Landscape] = []
    unsubscribe = discovery.subscribe(seen.append)
    landscapes = await asyncio.gather(*(discovery.refresh() for _ in range(5)))
    assert len({id(landscape) for landscape in landscapes}) == 1
    assert sap.requests.count("GET /v2/lm/deployments") == 1
    # Each account is told as soon as it has answered, and the whole look at its end.
    assert [landscape.refreshed_at is not None for landscape in seen] == [False, True]
    assert seen[-1] is discovery.landscape
    unsubscribe()
    await discovery.refresh()
    assert len(seen) == 2


async def test_refresh_soon_is_rate_limited(
    sap: FakeSap, discovery_of: MakeDiscovery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aicore_tray.aicore.discovery._SOON_SECONDS", 0.1)
    discovery = discovery_of(account(sap))
    await discovery.refresh()
    for _ in range(20):
        discovery.refresh_soon()
    await asyncio.sleep(0.03)
    assert sap.requests.count("GET /v2/lm/deployments") == 1
    await asyncio.sleep(0.15)
    assert sap.requests.count("GET /v2/lm/deployments") == 2


async def test_background_loop(sap: FakeSap, discovery_of: MakeDiscovery) -> None:
    sap.groups["default"] = [row("d1", CLAUDE)]
    discovery = discovery_of(account(sap), interval=0.02)
    enough = asyncio.Event()
    discovery.subscribe(lambda _: enough.set() if sap.requests.count("GET /v2/lm/deployments") > 2 else None)
    discovery.start()
    await asyncio.wait_for(enough.wait(), 5)


async def test_listener_that_fails_ends_nothing(
    sap: FakeSap, discovery_of: MakeDiscovery, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("listener")

    discovery = discovery_of(account(sap), Account(name="bad", key=sap.key("wrong")), on_problem=fail)
    discovery.subscribe(fail)
    assert (await discovery.refresh()).refreshed_at is not None
    assert "A listener to discovery failed" in caplog.text


async def test_memory_on_disk(sap: FakeSap, discovery_of: MakeDiscovery, tmp_path: Path) -> None:
    cache = tmp_path / "data" / "deployments.json"
    sap.groups["default"] = [row("d1", CLAUDE)]
    sap.models = [{"model": CLAUDE}]
    before = await discovery_of(account(sap), cache_file=cache).refresh()
    content = cache.read_text()
    assert [path.name for path in cache.parent.iterdir()] == ["deployments.json"]
    assert "right$+=" not in content
    assert "token-" not in content
    assert list(json.loads(content)) == [sap.key().fingerprint]

    renamed = account(sap, name="renamed")
    discovery = discovery_of(renamed, Account(name="other", key=sap.key(client_id="another")), cache_file=cache)
    discovery.load_cache()
    assert [(entry.id, entry.account) for entry in discovery.landscape.deployments] == [("d1", "renamed")]
    assert discovery.landscape.offered == before.offered
    assert discovery.landscape.refreshed_at is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"x":{"groups":5}}', b'{"x":null}'])
async def test_worthless_memory(sap: FakeSap, discovery_of: MakeDiscovery, tmp_path: Path, content: bytes) -> None:
    cache = tmp_path / "deployments.json"
    cache.write_bytes(content)
    discovery = discovery_of(account(sap), cache_file=cache)
    discovery.load_cache()
    assert discovery.landscape.deployments == ()
    cache.unlink()
    cache.mkdir()  # nor does a place that cannot be written end anything
    await discovery.refresh()


@pytest.mark.parametrize(
    ("name", "executable"),
    [
        (CLAUDE, "aws-bedrock"), ("claud", "aws-bedrock"), ("4.5-sonnet", "aws-bedrock"), ("Opus", "aws-bedrock"),
        ("amazon--nova-pro", "aws-bedrock"), ("gpt-5.4", "azure-openai"), ("o3", "azure-openai"),
        ("o4-mini", "azure-openai"), ("text-embedding-3-large", "azure-openai"), ("gemini-2.5-pro", "gcp-vertexai"),
        ("my-gemini", "gcp-vertexai"), ("mistralai--mistral-small", "aicore-mistralai"), ("sonar-pro", "perplexity-ai"),
        ("cohere--command-a-reasoning", "aicore-cohere"),
        ("sap-rpt-1-large", "aicore-sap"), ("qwen3-max", ""), ("", ""),
    ],
)  # fmt: skip
def test_executable_from_name(name: str, executable: str) -> None:
    assert executable_from_name(name) == executable


def test_pin_parts() -> None:
    base = "https://h/v2/inference/deployments/d1"
    assert pin_parts(" d1 ", "https://h") == ("d1", base)
    for ending in ("", "/", "/invoke", "?x=1", "/chat/completions?api-version=1"):
        assert pin_parts(base + ending, "https://other") == ("d1", base)
    assert pin_parts("https://gateway/claude/", "https://h") == ("claude", "https://gateway/claude")


def test_pending_deployment_has_no_url() -> None:
    found = read_deployment(
        row("d1", "gpt-4o", status="PENDING", deploymentUrl=""),
        account="a", resource_group="g", api_url="https://h", executables={},
    )  # fmt: skip
    assert found is not None
    assert found.url == ""


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('{"error":{"code":"01510003","message":"Invalid Request."}}', "Invalid Request"),
        ('{"error":[{"message":"first"},{"message":"last"}]}', "last"),
        ('{"error":"BadRequest","message":"Subpath"}', "Subpath"),
        ('{"Message":"upper"}', "upper"),
        ('{"error":"invalid_client","error_description":"Bad credentials"}', "Bad credentials"),
        ('{"detail":[{"msg":"a"},{"msg":"b"}]}', "a; b"),
        ('{"detail":"plain"}', "plain"),
        ('{"error":"label"}', "label"),
        ("Missing Tenant Id", "Missing Tenant Id"),
        ("<html>a page</html>", ""),
        ("x" * 600, "x" * 500),
        ("", ""),
        ("[]", ""),
        ("null", ""),
    ],
)
def test_error_message(body: str, message: str) -> None:
    assert error_message(body.encode()) == message
