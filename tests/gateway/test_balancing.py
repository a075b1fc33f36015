"""Several deployments of a model: strategies, weights, conversations, accounts that are down, all that rest."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from aicore_tray.aicore.account import Account
from aicore_tray.aicore.deployment import Deployment
from aicore_tray.aicore.service_key import parse_service_key
from aicore_tray.config.settings import Settings
from aicore_tray.gateway.balancing import Balancer, BalancingRules
from aicore_tray.sandbox.faults import Fault
from aicore_tray.sandbox.server import Tenant
from aicore_tray.sandbox.tenants import deployment
from tests.gateway.proxy import Proxy, running_proxy

MODEL = "gpt-4.1"
CHAT = "/v1/chat/completions"


def body(text: str = "Say ok.", **more: Any) -> dict[str, Any]:
    return {"model": MODEL, "messages": [{"role": "user", "content": text}], "max_tokens": 50, **more}


@asynccontextmanager
async def deployed(folder: Path, *ids: str, **settings: Any) -> AsyncIterator[Proxy]:
    """A tenant with deployments of these ids."""
    tenant = Tenant(name="one", deployments=tuple(deployment(MODEL, id=each) for each in ids))
    async with running_proxy(folder, tenants=(tenant,), settings=Settings(**settings)) as proxy:
        yield proxy


def used(proxy: Proxy) -> list[str]:
    return [each.path.split("/")[4] for each in proxy.sandbox.requests if "/v2/inference/" in each.path]


async def ask(proxy: Proxy, text: str = "Say ok.", times: int = 1) -> None:
    for number in range(times):
        status, answer = await proxy.ask(CHAT, body(text if times == 1 else f"{text} {number}"))
        assert status == 200, answer


async def test_round_robin(tmp_path: Path) -> None:
    async with deployed(tmp_path, "da", "db", "dc", balancing="round_robin") as proxy:
        for _ in range(9):
            await ask(proxy)
        assert Counter(used(proxy)) == {"da": 3, "db": 3, "dc": 3}
        assert len(set(used(proxy)[:3])) == 3


async def test_priority(tmp_path: Path) -> None:
    settings: dict[str, Any] = {"balancing": "priority", "priorities": ("dc", "da")}
    async with deployed(tmp_path, "da", "db", "dc", **settings) as proxy:
        await ask(proxy, times=3)
        proxy.sandbox.faults.add(Fault("status", path="/dc/", status=500))
        await ask(proxy, times=3)
        assert used(proxy) == ["dc", "dc", "dc", "dc", "da", "da", "da"]


async def test_weights(tmp_path: Path) -> None:
    async with deployed(tmp_path, "da", "db", balancing="round_robin", weights={"da": 3.0}) as proxy:
        await ask(proxy, times=16)
        assert Counter(used(proxy)) == {"da": 12, "db": 4}


async def test_fewest_in_flight_by_weight(tmp_path: Path) -> None:
    """Without conversations, as with embeddings, whoever has least to do for its weight is the next."""
    model = "text-embedding-3-small"
    tenant = Tenant(name="one", deployments=(deployment(model, id="da"), deployment(model, id="db")))
    async with running_proxy(tmp_path, tenants=(tenant,), settings=Settings(weights={"da": 3.0})) as proxy:
        proxy.sandbox.faults.add(Fault("slow", delay=0.5, times=8))
        texts = [{"model": model, "input": f"boat {number}"} for number in range(8)]
        answers = await asyncio.gather(*(proxy.ask("/v1/embeddings", each) for each in texts))
        assert {status for status, _ in answers} == {200}
        assert Counter(used(proxy)) == {"da": 6, "db": 2}


@pytest.mark.parametrize(
    ("path", "first"),
    [
        (CHAT, {"messages": [{"role": "system", "content": "{}"}, {"role": "user", "content": "What is a {}?"}]}),
        ("/v1/messages", {"max_tokens": 50, "messages": [{"role": "user", "content": "What is a {}?"}]}),
        ("/v1/responses", {"input": "What is a {}?"}),
        (f"/v1beta/models/{MODEL}:generateContent", {"contents": [{"role": "user", "parts": [{"text": "A {}?"}]}]}),
    ],
    ids=["chat", "messages", "responses", "gemini"],
)
async def test_a_conversation_stays_by_its_first_words(tmp_path: Path, path: str, first: dict[str, Any]) -> None:
    """Clients that name no session: what the user said first tells, whatever the system prompt says."""

    def filled(value: Any, system: str, thing: str) -> Any:
        if isinstance(value, str):
            return value.replace("{}", system if value == "{}" else thing)
        if isinstance(value, list):
            return [filled(each, system, thing) for each in value]
        return {k: filled(v, system, thing) for k, v in value.items()} if isinstance(value, dict) else value

    async with deployed(tmp_path, "da", "db", "dc", "dd") as proxy:
        things = ["boat", "cloud", "door", "engine", "fence", "garden", "house", "island"]
        for thing in things:
            for turn in range(3):
                made = filled(first, f"It is {turn} o'clock.", thing)
                status, answer = await proxy.ask(path, made if "v1beta" in path else {"model": MODEL, **made})
                assert status == 200, answer
        chosen = [set(used(proxy)[start : start + 3]) for start in range(0, 3 * len(things), 3)]
        assert all(len(each) == 1 for each in chosen)
        assert len(set.union(*chosen)) > 1, "conversations are spread"


async def test_marks_of_caches_do_not_move_a_conversation(tmp_path: Path) -> None:
    async with deployed(tmp_path, "da", "db", "dc", "dd") as proxy:
        for thing in ("boat", "cloud", "door", "engine"):
            part = {"type": "text", "text": f"What is a {thing}?"}
            for content in (
                [part | {"cache_control": {"type": "ephemeral"}}],
                [part],
                part["text"],
            ):
                request = body() | {"messages": [{"role": "user", "content": content}]}
                assert (await proxy.ask("/v1/messages", request))[0] == 200
        chosen = [set(used(proxy)[start : start + 3]) for start in range(0, 12, 3)]
        assert all(len(each) == 1 for each in chosen)


async def test_a_busy_deployment_lets_a_conversation_go(tmp_path: Path) -> None:
    async with deployed(tmp_path, "da", "db") as proxy:
        proxy.sandbox.faults.add(Fault("slow", delay=0.5, times=10))
        await asyncio.gather(*(ask(proxy, "The same words.") for _ in range(10)))
        assert set(used(proxy)) == {"da", "db"}


async def test_an_account_that_is_down_is_left_at_once(tmp_path: Path) -> None:
    """Its other deployments are not tried first, each with a wait of its own."""
    away = Tenant(name="away", deployments=tuple(deployment(MODEL, id=f"da{number}") for number in range(5)))
    here = Tenant(name="here", deployments=(deployment(MODEL, id="dh"),))
    settings = Settings(balancing="priority", priorities=("away",))
    async with running_proxy(tmp_path, tenants=(away, here), settings=settings) as proxy:
        proxy.sandbox.faults.add(Fault("token", times=100))
        proxy.sandbox.revoke_tokens()
        engine = proxy.engine
        accounts = dict(engine._upstream._accounts)
        nowhere = parse_service_key(proxy.sandbox.service_key("away") | {"url": "http://127.0.0.1:9"})
        engine._upstream.apply(accounts | {"away": Account(name="away", key=nowhere)})
        proxy.sandbox.faults.clear()
        for _ in range(3):
            await ask(proxy)
        assert used(proxy)[-3:] == ["dh"] * 3
        rests = [each for each in engine.models() if each.resting_until is not None]
        assert {each.account for each in rests} == {"away"}


async def test_when_all_rest_the_client_is_told_when_the_first_comes_back(tmp_path: Path) -> None:
    async with deployed(tmp_path, "da", "db", quota_wait=0) as proxy:
        proxy.sandbox.faults.add(Fault("status", path="/da/", status=429, retry_after=40))
        proxy.sandbox.faults.add(Fault("status", path="/db/", status=429, retry_after=20))
        for _ in range(2):
            async with proxy.post(CHAT, body()) as response:
                assert response.status == 429
                assert 19 <= int(response.headers["retry-after"]) <= 20
        assert sorted(used(proxy)) == ["da", "db"], "each was asked once, and left alone then"


async def test_a_deployment_that_breaks_is_tried_when_there_is_no_other(tmp_path: Path) -> None:
    """Errors are no refusals of more: one request's trouble must not become everybody's."""
    async with deployed(tmp_path, "da") as proxy:
        proxy.sandbox.faults.add(Fault("status", status=500, times=3))
        statuses = [(await proxy.ask(CHAT, body()))[0] for _ in range(4)]
        assert statuses == [502, 502, 502, 200]


async def test_the_books_tell_the_route(tmp_path: Path) -> None:
    async with deployed(tmp_path, "da", "db", balancing="priority", priorities=("da",)) as proxy:
        proxy.sandbox.faults.add(Fault("status", path="/da/", status=500))
        await ask(proxy)
        record = proxy.engine.meter.recent[-1]
        assert record.retries == 1
        assert [hop["deployment"] for hop in hops(record.route)] == ["da", "db"]
        assert [hop["outcome"] for hop in hops(record.route)] == ["502 upstream", "200"]


def hops(route: str) -> list[dict[str, Any]]:
    import json

    found: list[dict[str, Any]] = json.loads(route)
    return found


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def some(*ids: str) -> list[Deployment]:
    return [
        Deployment(id=each, url=f"https://sap/{each}", account="a", resource_group="default", model=MODEL)
        for each in ids
    ]


def test_rests_grow_and_differ() -> None:
    clock = Clock()
    (one,) = some("d1")
    for chance in (0.0, 0.5, 1.0):
        balancer = Balancer(clock=clock, chance=lambda chance=chance: chance)  # type: ignore[misc]
        rests = []
        for _ in range(8):
            rests.append(balancer.failed(one, None))
            assert balancer.failed(one, None) == pytest.approx(rests[-1]), "one that was on its way tells nothing new"
            clock.now += rests[-1]
        assert rests == pytest.approx([min(60, 2.0 * 2**number) * (0.5 + chance / 2) for number in range(8)])
        balancer.succeeded(one)
        assert balancer.resting(one) == 0
        assert balancer.failed(one, None) == 2.0 * (0.5 + chance / 2)
        assert balancer.failed(one, 17.0) == 17.0


def test_after_a_rest_one_tries_and_the_others_go_elsewhere() -> None:
    clock = Clock()
    one, two = some("d1", "d2")
    balancer = Balancer(BalancingRules(strategy="priority", priorities=("d1",)), clock=clock)
    balancer.failed(one, 5.0)
    assert balancer.ordered([one, two])[0] is two
    clock.now = 6.0
    assert balancer.ordered([one, two])[0] is one
    with balancer.using(one):
        assert balancer.ordered([one, two])[0] is two
        balancer.begins_to_answer(one)
        assert balancer.ordered([one, two])[0] is one


def test_one_that_is_new_gets_no_more_than_its_share() -> None:
    one, two = some("d1", "d2")
    balancer = Balancer(BalancingRules(strategy="round_robin"))
    for _ in range(1000):
        with balancer.using(one, [one, two]):
            pass
    chosen = []
    for _ in range(10):
        first = balancer.ordered([one, two])[0]
        chosen.append(first.id)
        with balancer.using(first, [one, two]):
            pass
    assert 4 <= chosen.count("d1") <= 6
