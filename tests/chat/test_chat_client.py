"""What is asked over HTTP comes out as events, and whatever goes wrong as a sentence with a way on."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from aicore_tray.chat.client import Address, Cause, ChatClient, ChatError, Ended, Event, Reasoning, Text
from aicore_tray.chat.conversation import Message, Role
from aicore_tray.chat.question import Question
from aicore_tray.config.settings import Settings
from tests.gateway.proxy import KEY, running_proxy

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def question(*texts: str) -> Question:
    roles = (Role.USER, Role.ASSISTANT)
    messages = tuple(
        Message(id=str(number), conversation="a", role=roles[number % 2], text=text)
        for number, text in enumerate(texts or ("Hello",))
    )
    return Question(model="gpt-5", system="Be brief.", messages=messages)


@asynccontextmanager
async def served(handler: Handler) -> AsyncIterator[Address]:
    app = web.Application()
    app.router.add_post("/v1/chat/completions", handler)
    runner = web.AppRunner(app, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield Address(url=f"http://127.0.0.1:{runner.addresses[0][1]}", key="act-test")
    finally:
        await runner.cleanup()


async def ask(address: Address, asked: Question | None = None) -> list[Event]:
    client = ChatClient()
    try:
        return [event async for event in client.ask(address, asked or question())]
    finally:
        await client.aclose()


def chunk(text: str = "", **choice: Any) -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": {"content": text}, **choice}]}


def streaming(*events: Any, end: bool = True, size: int = 7) -> Handler:
    async def handler(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        lines = [f"data: {json.dumps(event, ensure_ascii=False)}\r\n\r\n" for event in events]
        whole = (": a comment\n\n" + "".join(lines) + ("data: [DONE]\n\n" if end else "")).encode()
        for at in range(0, len(whole), size):
            await response.write(whole[at : at + size])
        return response

    return handler


async def test_an_answer_comes_in_pieces_with_its_figures() -> None:
    seen: list[Any] = []
    usage = {"prompt_tokens": 12, "completion_tokens": 5, "prompt_tokens_details": {"cached_tokens": 8}}
    answer = streaming(
        {"choices": [{"delta": {"role": "assistant", "reasoning_content": "Hm."}}]},
        chunk("Grüße "),
        chunk("漢字"),
        chunk(finish_reason="stop"),
        {"choices": [], "usage": usage},
    )

    async def handler(request: web.Request) -> web.StreamResponse:
        seen.append((request.headers["Authorization"], await request.json()))
        return await answer(request)

    async with served(handler) as address:
        events = await ask(address, question("One", "", "Two"))
    assert events == [
        Reasoning("Hm."), Text("Grüße "), Text("漢字"), Ended(input=12, cached=8, output=5),
    ]  # fmt: skip
    key, body = seen[0]
    assert key == "Bearer act-test"
    assert [turn["role"] for turn in body["messages"]] == ["system", "user", "user"], "an empty answer was not said"
    assert body["stream"]
    assert body["stream_options"] == {"include_usage": True}


async def test_an_answer_that_is_cut_at_the_limit_says_so() -> None:
    async with served(streaming(chunk("a"), chunk(finish_reason="length"))) as address:
        assert (await ask(address))[-1] == Ended(cut=True)


def refusing(status: int, code: str = "", message: str = "It is so.", **headers: str) -> Handler:
    async def handler(_: web.Request) -> web.StreamResponse:
        body = {"error": {"message": message, "code": code}}
        return web.json_response(body, status=status, headers=headers)

    return handler


@pytest.mark.parametrize(
    ("handler", "cause", "words"),
    [
        (refusing(401), Cause.KEY, "It is so"),
        (refusing(404), Cause.MODEL, "gpt-5 is not served any more"),
        (refusing(429, **{"Retry-After": "12"}), Cause.LIMIT, "Try again in 12 seconds"),
        (refusing(429), Cause.LIMIT, "Try again in a moment"),
        (refusing(400, "context_length_exceeded"), Cause.TOO_LONG, "Start a new conversation"),
        (refusing(413), Cause.TOO_LONG, "Start a new conversation"),
        (refusing(400), Cause.REFUSED, "It is so"),
        (refusing(502), Cause.SERVER, "choose another model"),
        (refusing(503, message=""), Cause.SERVER, "HTTP 503"),
    ],
)
async def test_each_refusal_has_a_sentence_and_a_way_on(handler: Handler, cause: Cause, words: str) -> None:
    async with served(handler) as address:
        with pytest.raises(ChatError) as caught:
            await ask(address)
    assert caught.value.cause is cause
    assert words in caught.value.line()


async def test_a_proxy_that_is_off_or_gone_is_told() -> None:
    for url in ("", "http://127.0.0.1:9"):
        with pytest.raises(ChatError) as caught:
            await ask(Address(url=url, key="k"))
        assert caught.value.cause is Cause.OFF
        assert "Start the proxy" in caught.value.hint


@pytest.mark.parametrize(
    ("handler", "cause"),
    [
        (streaming(chunk("half"), end=False), Cause.BROKEN),
        (streaming(chunk("half"), {"error": {"message": "The upstream is gone.", "code": "502"}}), Cause.BROKEN),
        (streaming(chunk("half"), {"error": {"message": "Slow down.", "code": "rate_limit_exceeded"}}), Cause.LIMIT),
    ],
)
async def test_a_stream_that_breaks_off_keeps_what_came(handler: Handler, cause: Cause) -> None:
    got: list[Event] = []
    client = ChatClient()
    async with served(handler) as address:
        with pytest.raises(ChatError) as caught:  # noqa: PT012 - what came before counts
            async for event in client.ask(address, question()):
                got.append(event)
    await client.aclose()
    assert got == [Text("half")]
    assert caught.value.cause is cause
    assert "broke off" in caught.value.user_message


async def test_a_connection_that_is_torn_down_is_told() -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b'data: {"choices": [{"delta": {"content": "a"}}]}\n\n')
        await asyncio.sleep(0.02)
        assert request.transport is not None
        request.transport.abort()
        return response

    async with served(handler) as address:
        with pytest.raises(ChatError) as caught:
            await ask(address)
    assert caught.value.cause is Cause.BROKEN


async def test_leaving_early_ends_the_work_of_the_server() -> None:
    ended = asyncio.Event()

    async def handler(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            while True:
                await response.write(b'data: {"choices": [{"delta": {"content": "a"}}]}\n\n')
                await asyncio.sleep(0.005)
        finally:
            ended.set()

    client = ChatClient()
    async with served(handler) as address:
        events = client.ask(address, question())
        assert await anext(events) == Text("a")
        await events.aclose()  # type: ignore[attr-defined]
        await asyncio.wait_for(ended.wait(), 2)
    await client.aclose()


async def test_our_own_certificate_is_trusted_and_no_other(tmp_path: Path) -> None:
    """The proxy's HTTPS: by its authority where that is ours, by the very certificate where it is somebody's own."""
    async with running_proxy(tmp_path / "ours", settings=replace(Settings(), tls=True)) as ours:
        address = Address(url=ours.url, key=KEY, authority=ours.engine.authority)
        assert address.url.startswith("https://")
        assert address.authority is not None
        assert isinstance((await ask(address))[-1], Ended)
        shown = Address(url=ours.url, key=KEY, certificate=ours.engine.certificate)
        assert isinstance((await ask(shown))[-1], Ended)
        with pytest.raises(ChatError):
            await ask(Address(url=ours.url, key=KEY))
        async with running_proxy(tmp_path / "other", settings=replace(Settings(), tls=True)) as other:
            for wrong in (
                Address(url=ours.url, key=KEY, authority=other.engine.authority),
                Address(url=ours.url, key=KEY, certificate=other.engine.certificate),
            ):
                with pytest.raises(ChatError):
                    await ask(wrong)
