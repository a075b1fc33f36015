"""The journal of the last requests: their ways and heads, no secret ever, and bodies only while they are captured."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from aicore_tray.config.settings import Settings
from aicore_tray.gateway import journal as journals
from aicore_tray.gateway.detail import LONGEST_BODY, Detail, StepKind, Why
from aicore_tray.gateway.journal import HIDDEN, Journal, RequestDetail, finish_in
from aicore_tray.sandbox.faults import Fault
from aicore_tray.sandbox.server import Tenant
from aicore_tray.sandbox.tenants import deployment
from tests.gateway.proxy import Proxy, running_proxy
from tests.gateway.test_life import PATHS, body

CLAUDE = "anthropic--claude-4.5-sonnet"
TWO = tuple(Tenant(name=name, deployments=(deployment(CLAUDE),)) for name in ("one", "two"))
HELLO = "Reply with: gooseberry"


@pytest.fixture
async def pair(tmp_path: Path) -> AsyncIterator[Proxy]:
    """A proxy with two accounts that have the same deployments."""
    async with running_proxy(tmp_path, tenants=TWO, settings=Settings(quota_wait=0)) as running:
        yield running


@pytest.fixture
async def capturing(tmp_path: Path) -> AsyncIterator[Proxy]:
    async with running_proxy(tmp_path, settings=Settings(quota_wait=0, log_bodies=True)) as running:
        yield running


async def look(proxy: Proxy, request: dict[str, Any], *, api: str = "messages", **headers: str) -> RequestDetail:
    """Ask, and return what the journal keeps of it once it has ended."""
    shown = {name.replace("_", "-"): value for name, value in headers.items()}
    async with proxy.post(PATHS[api], request, headers=shown) as response:
        await response.read()
        found = response.headers["x-request-id"]
    async with asyncio.timeout(10):
        while proxy.engine.meter.in_flight:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.005)
    detail = proxy.engine.journal.look(found)
    assert detail is not None
    return detail


async def test_what_a_request_was(proxy: Proxy) -> None:
    detail = await look(proxy, body("messages", CLAUDE, HELLO), User_Agent="claude-cli/2.1", anthropic_version="1")
    assert (detail.method, detail.path, detail.finish, detail.said) == ("POST", PATHS["messages"], "end_turn", "")
    headers = {name.lower(): value for name, value in detail.headers}
    assert headers["user-agent"] == "claude-cli/2.1"
    assert headers["anthropic-version"] == "1"
    assert headers["x-api-key"] == HIDDEN
    assert detail.size > 0
    assert [step.kind for step in detail.steps] == [StepKind.CHOSEN, StepKind.ANSWERED]
    chosen, answered = detail.steps
    # Its own deployment goes before the orchestration service, which has the model as well.
    assert (chosen.said, chosen.candidates, answered.said, answered.account) == (Why.OWN, 2, "200", "demo")
    assert answered.group == "default"
    assert chosen.at <= answered.at


@pytest.mark.parametrize("api", list(PATHS))
@pytest.mark.parametrize("model", [CLAUDE, "gpt-5", "gemini-2.5-flash"])
@pytest.mark.parametrize("stream", [False, True])
async def test_why_an_answer_ended(proxy: Proxy, api: str, model: str, stream: bool) -> None:
    detail = await look(proxy, {**body(api, model, HELLO), "stream": stream}, api=api)
    assert detail.finish in ("end_turn", "stop", "completed")


async def test_a_way_over_two_deployments(pair: Proxy) -> None:
    pair.sandbox.faults.add(Fault("status", model=CLAUDE, status=429, retry_after=7))
    detail = await look(pair, body("messages", CLAUDE, HELLO))
    chosen, failed, answered = detail.steps
    assert chosen.candidates == 2
    assert chosen.said in (Why.CONVERSATION, Why.TURN)
    assert (failed.kind, failed.said, failed.told) == (StepKind.FAILED, "429 rate_limit", True)
    assert 6 < failed.seconds <= 7
    assert (answered.kind, answered.said) == (StepKind.ANSWERED, "200")
    assert failed.account == chosen.account != answered.account
    again = await look(pair, body("messages", CLAUDE, HELLO))
    first, resting, last = again.steps
    assert (first.said, first.account) == (Why.OTHERS_REST, answered.account)
    assert (resting.kind, resting.account) == (StepKind.RESTING, failed.account)
    assert 0 < resting.seconds <= 7
    assert last.kind is StepKind.ANSWERED


async def test_what_a_client_was_told_without_what_it_asked(proxy: Proxy) -> None:
    said = {"error": {"message": f"there is something wrong with {HELLO}", "code": "400"}}
    proxy.sandbox.faults.add(Fault("status", model=CLAUDE, status=400, body=said))
    detail = await look(proxy, body("messages", CLAUDE, HELLO))
    assert detail.said
    assert "gooseberry" not in detail.said
    assert detail.steps[-1].kind is StepKind.FAILED


async def test_a_client_that_hangs_up_on_the_last_event_was_answered(proxy: Proxy) -> None:
    request = {**body("messages", CLAUDE, HELLO), "stream": True}
    async with proxy.post(PATHS["messages"], request) as response:
        async for line in response.content:
            if b"message_stop" in line:
                break
        response.close()
        found = response.headers["x-request-id"]
    async with asyncio.timeout(10):
        while proxy.engine.meter.in_flight:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.005)
    detail, booked = proxy.engine.journal.look(found), proxy.engine.meter.recent[-1]
    assert detail is not None
    assert [step.kind for step in detail.steps] == [StepKind.CHOSEN, StepKind.ANSWERED]
    assert booked.status == 200
    assert booked.route.count('"outcome":"200"') == 1


async def test_no_secret_is_in_it(proxy: Proxy) -> None:
    """Whatever a header or the query holds: only what is known to hold no secret is kept."""
    secrets = {
        "Cookie": "a=rowanberry", "X-Custom": "lingonberry", "Proxy-Authorization": "Basic cloudberry",
        "Authorization": "Bearer act-test-key", "X-Goog-Api-Key": "act-medlarberry", "X-Amz-Token": "quinceberry",
    }  # fmt: skip
    path = f"{PATHS['messages']}?key=bullaceberry&beta=true"
    async with proxy.post(path, body("messages", CLAUDE, HELLO), headers=secrets) as response:
        await response.read()
        found = response.headers["x-request-id"]
    detail = proxy.engine.journal._details[found]
    kept = repr([getattr(detail, name) for name in Detail.__slots__])
    for secret in ("berry", "act-test-key", "gooseberry"):
        assert secret not in kept
    assert detail.path.endswith("?beta=true")
    told = proxy.engine.journal.look(found)
    assert told is not None
    assert ("Authorization", f"Bearer {HIDDEN}") in told.headers
    assert told.asked_size is None
    assert proxy.engine.journal.body(found) is None


def test_of_a_key_its_known_beginning_is_shown() -> None:
    journal = Journal()
    headers = [("Authorization", "Bearer act-7Kq9vTxyz"), ("x-api-key", "act-7Kq9vTxyz"), ("api-key", "other-secret")]
    detail = journal.begin("r", "POST", "/", {}, headers, "act-7Kq9vT", b"")
    assert [value for _, value in detail.headers] == ["Bearer act-7Kq9vT…", "act-7Kq9vT…", "…"]
    whole = journal.begin("s", "POST", "/", {}, [("x-api-key", "short")], "short", b"")
    assert whole.headers == (("x-api-key", HIDDEN),), "a key that is no longer than what is shown of it"


async def test_bodies_while_they_are_captured(capturing: Proxy) -> None:
    asked = {**body("messages", CLAUDE, HELLO), "stream": True}
    detail = await look(capturing, asked)
    journal = capturing.engine.journal
    assert detail.asked_size == detail.size
    found, answer = journal.body(detail.id), journal.body(detail.id, answer=True)
    assert found is not None
    assert answer is not None
    assert "gooseberry" in found.text
    assert found.text.count("\n") > 5, "it is indented"
    assert found.plain.count("\n") == 0
    assert "message_stop" in answer.text
    configuration = capturing.engine._configuration
    settings = replace(configuration.settings, log_bodies=False)
    await capturing.engine.apply(replace(configuration, settings=settings))
    assert journal.body(detail.id) is None, "what was captured is forgotten"
    later = await look(capturing, asked)
    assert later.asked_size is None


def test_bodies_have_limited_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journals, "ROOM", 2 * LONGEST_BODY)
    monkeypatch.setattr(journals, "MOST", 3)
    journal = Journal(capture=True)
    first = journal.begin("0", "POST", "/", {}, (), "", b"x" * (LONGEST_BODY + 5))
    told = journal.body("0")
    assert told is not None
    assert (len(told.text), told.cut) == (LONGEST_BODY, 5)
    for number in range(1, 3):
        journal.begin(str(number), "POST", "/", {}, (), "", b"y" * LONGEST_BODY)
    assert journal.body("0") is None, "the oldest gave way"
    look = journal.look("0")
    assert look is not None
    assert look.asked_size is None
    journal.answered(first, b"z" * 10)
    assert journal._held <= journals.ROOM
    for number in range(3, 9):
        journal.begin(str(number), "POST", "/", {}, (), "", b"")
    assert journal.look("5") is None
    assert journal.look("8") is not None


@pytest.mark.parametrize(
    ("data", "finish"),
    [
        (b'{"delta":{"stop_reason":"max_tokens"}}', "max_tokens"),
        (b'{"choices":[{"finish_reason":"stop"}]}\n{"choices":[{"finish_reason":null}]}', "stop"),
        (b'{"candidates":[{"finishReason" : "MAX_TOKENS"}]}', "MAX_TOKENS"),
        (b'event: response.incomplete\ndata: {"type":"response.incomplete"}', "incomplete"),
        (b'{"text":"\\"stop_reason\\":\\"end_turn\\""}', ""),
        (b"", ""),
    ],
)
def test_the_word_for_an_end(data: bytes, finish: str) -> None:
    assert finish_in(data) == finish
