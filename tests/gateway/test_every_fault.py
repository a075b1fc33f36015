"""Every fault, through every client API: forwarded and translated, streamed and not.

Many faults meet one proxy each: what starts a proxy for each of them takes longer than all of it.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from aicore_tray.aicore.account import Account
from aicore_tray.aicore.service_key import parse_service_key
from aicore_tray.config.settings import Settings
from aicore_tray.sandbox.faults import Fault
from aicore_tray.sandbox.server import Sandbox
from tests.gateway.every_api import CLAUDE, FORWARDED, GEMINI, GPT, MODELS, RESPONSES, STREAMS, WAYS, WHOLE, Way, tenant
from tests.gateway.proxy import KEY, Proxy, running_proxy
from tests.gateway.raw_upstream import RawUpstream, answer
from tests.gateway.test_life import books

every_way = pytest.mark.parametrize("way", WAYS, ids=lambda way: way.id)
every_stream = pytest.mark.parametrize("way", STREAMS, ids=lambda way: way.id)
# So many events of a family are in content, and not yet at the end.
MIDST = {CLAUDE: 6, GPT: 6, RESPONSES: 9, GEMINI: 3}


@asynccontextmanager
async def proxy_of(folder: Path, *names: str, **settings: Any) -> AsyncIterator[Proxy]:
    """A proxy for tenants that have one deployment of each model; it makes nobody wait unless told so."""
    given = Settings(**{"quota_wait": 0, **settings})
    async with running_proxy(folder, tenants=tuple(map(tenant, names or ("one",))), settings=given) as proxy:
        yield proxy


async def ask(proxy: Proxy, way: Way) -> tuple[int, bytes, dict[str, str]]:
    async with proxy.post(way.path, way.body) as response:
        assert response.headers["x-request-id"]
        return response.status, await response.read(), {name.lower(): value for name, value in response.headers.items()}


def refusal(raw: bytes, way: Way) -> str:
    return way.check_error(json.loads(raw))


# ---------------------------------------------------------------------------------------------------------------------
# Before an answer


# What goes wrong, and the status and Retry-After that a client is told.
REFUSALS = (
    (Fault("status", status=500), 502, ""),
    (Fault("status", status=503), 503, ""),
    (Fault("status", status=504), 504, ""),
    (Fault("status", status=500, body="<html>no</html>"), 502, ""),
    (Fault("no_answer"), 504, ""),
    (Fault("status", status=429, retry_after=7), 429, "7"),
)


@every_way
async def test_a_refusal_is_told_in_the_clients_words(tmp_path: Path, way: Way) -> None:
    async with proxy_of(tmp_path, idle_timeout=0.3) as proxy:
        for fault, told, waits in REFUSALS:
            proxy.sandbox.faults.clear()
            proxy.sandbox.faults.add(fault)
            status, raw, headers = await ask(proxy, way)
            assert status == told, fault
            assert refusal(raw, way)
            assert b"<html>" not in raw
            assert headers.get("retry-after", "") == waits
        rows = await books(proxy, len(REFUSALS))
        assert [(row["status"], row["complete"]) for row in rows] == [(told, 0) for _, told, _ in REFUSALS]
        assert all(row["error"] for row in rows)


async def test_a_refusal_without_a_time_tells_one(tmp_path: Path) -> None:
    for number, way in enumerate(each for each in WAYS if (each.api, each.model) in FORWARDED):
        async with proxy_of(tmp_path / str(number)) as proxy:
            proxy.sandbox.faults.add(Fault("status", status=429))
            status, raw, headers = await ask(proxy, way)
            assert status == 429
            assert refusal(raw, way)
            assert int(headers["retry-after"]) >= 1


async def test_a_short_rest_is_waited_for_by_every_client(tmp_path: Path) -> None:
    """In place of a 429, as the settings have it unless told otherwise."""
    async with proxy_of(tmp_path, quota_wait=Settings().quota_wait) as proxy:
        for way in WAYS:
            proxy.sandbox.faults.add(Fault("status", model=way.model, status=429, retry_after=0.05))
            status, raw, headers = await ask(proxy, way)
            assert status == 200, way.id
            way.check_whole(raw)
            assert float(headers["x-aicore-tray-waited"]) > 0, way.id


@every_stream
async def test_throttling_within_a_stream_is_a_429_before_there_is_content(tmp_path: Path, way: Way) -> None:
    async with proxy_of(tmp_path) as proxy:
        after = 1 if way.model == RESPONSES else 0
        proxy.sandbox.faults.add(Fault("stream_error", after_events=after))
        status, raw, headers = await ask(proxy, way)
        assert status == 429
        assert refusal(raw, way)
        assert int(headers["retry-after"]) >= 1


UNREADABLE: tuple[list[bytes], ...] = (
    [],
    [b'HTTP/1.1 200 x\r\nContent-Length: 500\r\n\r\n{"id": '],
    [b"HTTP/1.1 200 x\r\nContent-Length: 9\r\n\r\nnot JSON!"],
    [b"HTTP/1.1 200 x\r\nContent-Length: 4\r\n\r\n\xff\xfe{}"],
    [b"HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n"],
    [b"HTTP/1.1 200"],
)


@pytest.mark.parametrize("way", WHOLE, ids=lambda way: way.id)
async def test_what_breaks_off_or_is_garbage_is_the_upstreams_fault(tmp_path: Path, way: Way) -> None:
    async with RawUpstream(*UNREADABLE, pause=0, closing=True) as upstream:
        pinned = {way.model: (upstream.deployment_url,)}
        async with running_proxy(tmp_path, pinned=pinned, settings=Settings(quota_wait=0)) as proxy:
            for given in UNREADABLE:
                status, raw, _ = await ask(proxy, way)
                assert status == 502, given
                assert refusal(raw, way)
        assert upstream.requests == len(UNREADABLE)


TRANSLATED = [way for way in WHOLE if (way.api, way.model) not in FORWARDED]


@pytest.mark.parametrize("way", TRANSLATED, ids=lambda way: way.id)
async def test_an_answer_with_wrong_fields_is_no_mistake_of_the_clients(tmp_path: Path, way: Way) -> None:
    wrong = [answer({"choices": 5, "content": 5, "output": 5, "candidates": 5, "data": 5, "embedding": 5})]
    async with RawUpstream(wrong, wrong, closing=True) as upstream:
        pinned = {way.model: (upstream.deployment_url,)}
        async with running_proxy(tmp_path, pinned=pinned, settings=Settings(quota_wait=0)) as proxy:
            status, raw, _ = await ask(proxy, way)
            assert status == 502
            assert refusal(raw, way)


# ---------------------------------------------------------------------------------------------------------------------
# Tokens


async def test_tokens_that_end_under_load_are_renewed_once(tmp_path: Path) -> None:
    """Fifty requests at once through every API, and the sandbox words its 401 in turn as SAP does."""
    async with proxy_of(tmp_path) as proxy:
        await ask(proxy, WAYS[0])
        for _ in range(3):
            proxy.sandbox.requests.clear()
            proxy.sandbox.revoke_tokens()
            ways = [WAYS[number % len(WAYS)] for number in range(50)]
            answers = await asyncio.gather(*(ask(proxy, way) for way in ways))
            for way, (status, raw, _) in zip(ways, answers, strict=True):
                assert status == 200, (way.id, raw)
                way.check_whole(raw)
            tokens = [request for request in proxy.sandbox.requests if request.path == "/oauth/token"]
            assert len(tokens) == 1
        assert {row["status"] for row in await books(proxy, 151)} == {200}


async def test_every_wording_of_a_refused_token(tmp_path: Path) -> None:
    async with proxy_of(tmp_path) as proxy:
        for way in WAYS:
            for _ in range(3):
                proxy.sandbox.revoke_tokens()
                status, raw, _ = await ask(proxy, way)
                assert status == 200, way.id
                way.check_whole(raw)
        refused = [each for each in proxy.sandbox.requests if "/inference/" in each.path and each.status == 401]
        assert len(refused) == 3 * len(WAYS)


# ---------------------------------------------------------------------------------------------------------------------
# In mid-stream


@every_stream
async def test_a_stream_that_breaks_is_never_whole(tmp_path: Path, way: Way) -> None:
    kinds = ("truncate", "reset", "silence", "stream_error")
    async with proxy_of(tmp_path, idle_timeout=0.3) as proxy:
        for kind in kinds:
            proxy.sandbox.faults.add(Fault(kind, after_events=MIDST[way.model], delay=5))
            told, raw, _ = await ask(proxy, way)
            assert told == 200
            assert way.check_broken(raw), kind
            assert way.text(raw), kind
        rows = await books(proxy, len(kinds))
        assert [(row["status"], row["complete"]) for row in rows] == [(200, 0)] * len(kinds)
        assert all(row["error"] for row in rows)


GARBAGE = {
    "no JSON": b"data: not JSON\n\n",
    "half an event": b'data: {"id": "1", "choices": [{"delta"\n\n',
    "no text": b'data: {"a": "\xff\xfe"}\n\n',
    "a list": b"data: [1, 2]\n\n",
    "a number": b"data: 5\n\n",
}
WRONG = {
    CLAUDE: ('"delta": 5', '"delta": {"type": "text_delta", "text": 5}'),
    GPT: ('"choices": 5', '"choices": [{"delta": {"content": 5}}]'),
    RESPONSES: ('"delta": [5]', '"delta": 5'),
    GEMINI: ('"candidates": 5', '"candidates": [{"content": {"parts": [{"text": 5}]}}]'),
}
TYPES = {CLAUDE: "content_block_delta", RESPONSES: "response.output_text.delta"}


@every_stream
@pytest.mark.parametrize("packed", [True, False], ids=["packed", "single"])
async def test_garbage_among_events_ends_a_stream(tmp_path: Path, way: Way, packed: bool) -> None:
    """After the first content the rest comes in one read, where many events are looked at in one go, or one by one."""
    head, events = await recorded(tmp_path / "recorded", way)
    begun = MIDST[way.model]
    middle = (begun + len(events)) // 2
    answers, garbages = [], dict(GARBAGE)
    if (way.api, way.model) not in FORWARDED:
        kind = f'"type": "{TYPES.get(way.model, "")}", "index": 0'
        garbages |= {wrong: f"data: {{{kind}, {wrong}}}\n\n".encode() for wrong in WRONG[way.model]}
    for garbage in (*garbages.values(), b""):
        rest = [*events[begun:middle], garbage, *events[middle:]]
        answers.append([head, b"".join(events[:begun]), *([b"".join(rest)] if packed else rest)])
    async with RawUpstream(*answers, pause=0.01 if packed else 0.0005, closing=True) as upstream:
        pinned = {way.model: (upstream.deployment_url,)}
        async with running_proxy(tmp_path, pinned=pinned, settings=Settings(quota_wait=0)) as proxy:
            for name in garbages:
                status, raw, _ = await ask(proxy, way)
                assert status == 200
                assert way.check_broken(raw), name
                assert way.text(raw), name
            status, raw, _ = await ask(proxy, way)
            assert status == 200
            way.check_whole(raw)
            assert [row["complete"] for row in await books(proxy, len(answers))] == [0] * len(garbages) + [1]


async def recorded(folder: Path, way: Way) -> tuple[bytes, list[bytes]]:
    """Return the head and the events that SAP would answer a request with."""
    async with Sandbox((tenant(),), split=False) as sandbox:
        async with running_proxy(folder, tenants=(tenant(),), behind=sandbox) as proxy:
            await ask(proxy, way)
        sent = next(each for each in reversed(sandbox.requests) if "/inference/" in each.path)
        names = ("authorization", "ai-resource-group", "accept")
        async with (
            aiohttp.ClientSession() as session,
            session.post(
                sandbox.url + sent.path,
                params=sent.query,
                json=sent.body,
                headers={name: sent.headers[name] for name in names},
            ) as response,
        ):
            assert response.status == 200
            head = f"HTTP/1.1 200 x\r\nContent-Type: {response.content_type}\r\nConnection: close\r\n\r\n"
            events = (await response.read()).split(b"\n\n")
    return head.encode(), [event + b"\n\n" for event in events if event]


# ---------------------------------------------------------------------------------------------------------------------
# Others take over


@every_way
async def test_another_account_takes_over(tmp_path: Path, way: Way) -> None:
    async with proxy_of(tmp_path, "one", "two") as proxy:
        for fault in (Fault("status", status=500), Fault("status", status=429, retry_after=60)):
            proxy.sandbox.requests.clear()
            proxy.sandbox.faults.add(fault)
            status, raw, _ = await ask(proxy, way)
            assert status == 200
            way.check_whole(raw)
            used = [each.tenant for each in proxy.sandbox.requests if "/inference/" in each.path]
            assert set(used) == {"one", "two"}
        rows = await books(proxy, 2)
        assert [(row["status"], row["complete"], row["retries"]) for row in rows] == [(200, 1, 1)] * 2


async def test_an_account_whose_host_has_no_address(tmp_path: Path) -> None:
    """Its name is not known to any DNS, and the other account answers in its place."""
    known = tenant()
    async with Sandbox((known,)) as sandbox:
        place = "{}/v2/inference/deployments/{}"
        gone = Account(
            name="gone",
            key=parse_service_key(sandbox.service_key("one")),
            pinned={model: (place.format("http://sap.invalid", "dgone"),) for model in MODELS},
        )
        there = {each.model: (place.format(sandbox.url, each.id),) for each in known.deployments if each.model}
        settings = Settings(quota_wait=0, balancing="priority", priorities=("gone",))
        async with running_proxy(
            tmp_path, tenants=(known,), behind=sandbox, pinned=there, others=(gone,), settings=settings
        ) as proxy:
            tried = 0
            for number, way in enumerate(WAYS, 1):
                status, raw, _ = await ask(proxy, way)
                assert status == 200, way.id
                way.check_whole(raw)
                route = (await books(proxy, number))[-1]["route"]
                tried += "dgone" in route
            assert tried >= 1, "it was the first choice"


# ---------------------------------------------------------------------------------------------------------------------
# Clients that leave


async def left(proxy: Proxy, way: Way, when: Callable[[bytes], bool]) -> None:
    """Ask, and close the connection as soon as what was received so far says so."""
    received = b""
    async with aiohttp.ClientSession() as session:
        response = await session.post(proxy.url + way.path, json=way.body, headers={"x-api-key": KEY})
        while not when(received):
            piece = await response.content.readany()
            assert piece, received
            received += piece
        response.close()


@every_way
async def test_a_client_that_leaves(tmp_path: Path, way: Way) -> None:
    """Before an answer, in its midst, and with its last event, as Codex does after every answer: that is no abort."""
    async with proxy_of(tmp_path) as proxy:
        proxy.sandbox.faults.add(Fault("slow", delay=30))
        async with aiohttp.ClientSession() as session:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.15):
                    await session.post(proxy.url + way.path, json=way.body, headers={"x-api-key": KEY})
        await aborted(proxy)
        expected = [(499, 0, "aborted")]
        if way.stream:
            proxy.sandbox.requests.clear()
            proxy.sandbox.faults.add(Fault("silence", after_events=MIDST[way.model], delay=30))
            await left(proxy, way, bool)
            await aborted(proxy)
            await left(proxy, way, lambda received: received.endswith(b"\n") and whole(way, received))
            expected += [(499, 0, "aborted"), (200, 1, "")]
        rows = await books(proxy, len(expected))
        assert [(row["status"], row["complete"], row["error"]) for row in rows] == expected
        assert (rows[-1]["output"] > 0) is way.stream
        assert proxy.engine.meter.in_flight == 0


def whole(way: Way, received: bytes) -> bool:
    return bool(way.bodies(received)) and way.ended(received)


async def aborted(proxy: Proxy) -> None:
    """Wait until the upstream knows that nobody reads its answer."""
    for _ in range(300):
        if any(each.aborted for each in proxy.sandbox.requests if "/inference/" in each.path):
            return
        await asyncio.sleep(0.01)
    raise AssertionError("the upstream goes on")
