"""One token request however many wait, renewal by the wall clock, and errors that say what is at fault."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator

import pytest

from aicore_tray.aicore.auth import TokenHostError, TokenSource
from aicore_tray.aicore.service_key import ServiceKey
from aicore_tray.aicore.transport import Transport
from aicore_tray.errors import AuthError
from tests.aicore.fake_sap import FakeSap


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


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
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def tokens(transport: Transport, clock: Clock) -> AsyncIterator[TokenSource]:
    source = TokenSource(transport, clock=clock)
    yield source
    await source.aclose()


async def test_fifty_waiters_make_one_request(sap: FakeSap, tokens: TokenSource) -> None:
    sap.token_delay = 0.05
    found = await asyncio.gather(*(tokens.token(sap.key()) for _ in range(50)))
    assert set(found) == {"token-1"}
    assert len(sap.requests) == 1
    # The secret holds characters that would be lost without encoding.
    assert sap.forms[0] == {
        "grant_type": "client_credentials",
        "client_id": "sb-1!b1",
        "client_secret": "right$+=",
    }


async def test_waiter_that_gives_up_does_not_take_the_token_from_the_others(sap: FakeSap, tokens: TokenSource) -> None:
    sap.token_delay = 0.05
    key = sap.key()
    async with asyncio.TaskGroup() as group:
        first = group.create_task(tokens.token(key))
        second = group.create_task(tokens.token(key))
        await asyncio.sleep(0.01)
        first.cancel()
    assert first.cancelled()
    assert second.result() == "token-1"
    assert len(sap.requests) == 1


async def test_renewed_ahead_by_the_wall_clock(sap: FakeSap, tokens: TokenSource, clock: Clock) -> None:
    sap.lifetime = 7200
    key = sap.key()
    assert await tokens.token(key) == "token-1"
    clock.now += 7200 - 301
    assert await tokens.token(key) == "token-1"
    assert len(sap.requests) == 1
    clock.now += 2  # within the last 300 s: the old one still serves while a new one is fetched
    assert await tokens.token(key) == "token-1"
    assert await tokens.renew(key) == "token-2"  # joins the renewal under way
    assert await tokens.token(key) == "token-2"
    assert len(sap.requests) == 2
    clock.now += 12 * 3600  # the lid was closed overnight
    assert await tokens.token(key) == "token-3"


async def test_short_lives_are_renewed_a_tenth_ahead(sap: FakeSap, tokens: TokenSource, clock: Clock) -> None:
    sap.lifetime = "100"
    key = sap.key()
    assert await tokens.token(key) == "token-1"
    clock.now += 89
    await tokens.token(key)
    assert len(sap.requests) == 1
    clock.now += 2
    await tokens.token(key)
    assert await tokens.renew(key) == "token-2"


async def test_token_outlives_a_token_service_that_is_down(sap: FakeSap, tokens: TokenSource, clock: Clock) -> None:
    sap.lifetime = 1000
    key = sap.key()
    assert await tokens.token(key) == "token-1"
    clock.now += 950
    sap.token_answers = [(503, "down")]
    with pytest.raises(AuthError, match="out of order"):
        await tokens.renew(key)
    assert await tokens.token(key) == "token-1"
    clock.now += 60
    assert await tokens.token(key) == "token-2"


async def test_invalidate_spares_the_successor(sap: FakeSap, tokens: TokenSource) -> None:
    key = sap.key()
    first = await tokens.token(key)
    tokens.invalidate(key, first)
    second = await tokens.token(key)
    assert second == "token-2"
    tokens.invalidate(key, first)
    assert await tokens.token(key) == second


async def test_corrected_secret_does_not_meet_the_old_one(sap: FakeSap, tokens: TokenSource) -> None:
    assert await tokens.token(sap.key()) == "token-1"
    with pytest.raises(AuthError):
        await tokens.token(sap.key("wrong"))


async def test_failure_is_remembered_for_a_moment_only(sap: FakeSap, tokens: TokenSource, clock: Clock) -> None:
    sap.token_answers = [(500, "")]
    for _ in range(3):
        with pytest.raises(AuthError, match="out of order"):
            await tokens.token(sap.key())
    assert len(sap.requests) == 1
    clock.now += 1.1
    assert await tokens.token(sap.key()) == "token-1"


@pytest.mark.parametrize(
    ("status", "body", "sentence"),
    [
        (
            401,
            '{"error":"invalid_client","error_description":"Bad credentials"}',
            r"secret .*refused \(Bad credentials",
        ),
        (401, "<html>", "client ID or secret of the service key was refused$"),
        (404, "unknown", "no token service at 127.0.0.1: its subdomain 127 is not known"),
        (429, "", "too many tokens"),
        (302, "", "HTTP 302"),
        (200, "<html>sign in</html>", "answered without a token"),
        (200, '{"access_token":""}', "answered without a token"),
        (200, '{"access_token":"a","expires_in":"soon"}', "answered without a token"),
    ],
)
async def test_refusals_say_what_is_at_fault(
    sap: FakeSap, tokens: TokenSource, status: int, body: str, sentence: str
) -> None:
    sap.token_answers = [(status, body)]
    with pytest.raises(AuthError) as caught:
        await tokens.token(sap.key())
    assert re.search(sentence, caught.value.user_message)
    assert caught.value.hint


async def test_secret_is_never_repeated(sap: FakeSap, tokens: TokenSource) -> None:
    with pytest.raises(AuthError) as caught:
        await tokens.token(sap.key("secret-of-mine"))  # the fake server echoes it
    assert "secret-of-mine" not in caught.value.line()


async def test_unreachable_host(sap: FakeSap, tokens: TokenSource) -> None:
    key = ServiceKey(client_id="a", client_secret="b", auth_url="http://127.0.0.1:9", api_url=sap.url)
    with pytest.raises(TokenHostError, match=r"127\.0\.0\.1 refused the connection"):
        await tokens.token(key)


async def test_answer_without_a_lifetime(sap: FakeSap, tokens: TokenSource, clock: Clock) -> None:
    sap.lifetime = None
    assert await tokens.token(sap.key()) == "token-1"
    clock.now += 500
    assert await tokens.token(sap.key()) == "token-1"
    clock.now += 101
    assert await tokens.token(sap.key()) == "token-2"
