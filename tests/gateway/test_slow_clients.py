"""Clients that take their time: heads and bodies that do not come, answers that nobody reads, connections too many."""

from __future__ import annotations

import asyncio
import json
import socket
from pathlib import Path

import pytest

from aicore_tray.config.settings import Settings
from aicore_tray.gateway import flow, routes, server
from tests.gateway.proxy import KEY, Proxy, running_proxy
from tests.gateway.test_life import CLAUDE, body, books

HEAD = f"POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nx-api-key: {KEY}\r\n"


async def connected(proxy: Proxy) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", int(proxy.url.rpartition(":")[2]))


async def test_a_head_that_never_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_HEAD_SECONDS", 0.5)
    async with running_proxy(tmp_path) as proxy:
        reader, writer = await connected(proxy)
        writer.write(b"GET / HTTP/1.1\r\n")
        for number in range(3):
            writer.write(f"X-Slow-{number}: a\r\n".encode())
            await asyncio.sleep(0.1)
        async with asyncio.timeout(10):
            assert await reader.read() == b""
        writer.close()


@pytest.mark.parametrize("pieces", [1, 100], ids=["stops", "trickles"])
async def test_a_body_that_does_not_come(proxy: Proxy, monkeypatch: pytest.MonkeyPatch, pieces: int) -> None:
    monkeypatch.setattr(routes, "PIECE_SECONDS", 0.3)
    monkeypatch.setattr(routes, "BODY_SECONDS", 1.0)
    reader, writer = await connected(proxy)
    writer.write(HEAD.encode() + b"Content-Length: 1000\r\n\r\n")

    async def send() -> None:
        for _ in range(pieces):
            writer.write(b"{")
            await asyncio.sleep(0.1)

    async with asyncio.timeout(10):
        sending = asyncio.gather(send())
        answer = await reader.readuntil(b"\r\n")
    assert b" 408 " in answer
    sending.cancel()
    writer.close()


async def test_a_body_of_many_pieces_that_comes(proxy: Proxy) -> None:
    whole = b'{"model": "gpt-4o", "max_tokens": 50, "messages": [{"role": "user", "content": "Say ok."}]}'
    reader, writer = await connected(proxy)
    writer.write(HEAD.encode() + f"Content-Length: {len(whole)}\r\n\r\n".encode())
    for place in range(0, len(whole), 10):
        writer.write(whole[place : place + 10])
        await asyncio.sleep(0.01)
    assert b" 200 " in await reader.readuntil(b"\r\n")
    writer.close()


async def test_who_waits_for_leave_to_send_gets_it(proxy: Proxy) -> None:
    whole = b'{"model": "gpt-4o", "max_tokens": 50, "messages": [{"role": "user", "content": "Say ok."}]}'
    reader, writer = await connected(proxy)
    writer.write(HEAD.encode() + f"Expect: 100-continue\r\nContent-Length: {len(whole)}\r\n\r\n".encode())
    async with asyncio.timeout(10):
        assert b" 100 " in await reader.readuntil(b"\r\n\r\n")
        writer.write(whole)
        assert b" 200 " in await reader.readuntil(b"\r\n")
    writer.close()


async def test_a_client_that_reads_nothing_is_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow, "SLOW_CLIENT_SECONDS", 0.5)
    async with running_proxy(tmp_path) as proxy:
        request = json.dumps(
            body("messages", CLAUDE, "Write a long text of 60000 words.", stream=True) | {"max_tokens": 60_000}
        ).encode()
        with socket.socket() as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.setblocking(False)
            loop = asyncio.get_running_loop()
            await loop.sock_connect(client, ("127.0.0.1", int(proxy.url.rpartition(":")[2])))
            head = f"{HEAD}Content-Length: {len(request)}\r\n\r\n"
            await loop.sock_sendall(client, head.encode() + request)
            # Its buffers are full in a moment; the model must not write for nobody.
            for _ in range(1000):
                if proxy.engine.meter.recent:
                    break
                await asyncio.sleep(0.02)
            (row,) = await books(proxy)
            assert (row["status"], row["complete"], row["error"]) == (499, 0, "aborted")
            for _ in range(200):
                if proxy.sandbox.requests[-1].aborted:
                    break
                await asyncio.sleep(0.02)
            assert proxy.sandbox.requests[-1].aborted


async def test_a_reader_that_is_only_slow_gets_all(proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow, "SLOW_CLIENT_SECONDS", 1.0)
    request = body("messages", CLAUDE, "Write a long text of 3000 words.", stream=True, max_tokens=60_000)
    read = b""
    async with proxy.post("/v1/messages", request) as response:
        while piece := await response.content.read(40_000):
            read += piece
            await asyncio.sleep(0.05)
    assert read.rstrip().endswith(b'data: {"type":"message_stop"}')


async def test_connections_too_many_are_told_so(tmp_path: Path) -> None:
    async with running_proxy(tmp_path, settings=Settings(max_connections=8)) as proxy:
        held = [await connected(proxy) for _ in range(8)]
        await asyncio.sleep(0.1)
        reader, writer = await connected(proxy)
        async with asyncio.timeout(10):
            assert b" 503 " in await reader.readuntil(b"\r\n")
        writer.close()
        for _, other in held:
            other.close()
        await asyncio.sleep(0.1)
        async with proxy.get("/v1/models") as response:
            assert response.status == 200


async def test_five_hundred_at_one_moment(proxy: Proxy) -> None:
    """More than a listener's usual queue."""
    opened = await asyncio.gather(*(connected(proxy) for _ in range(500)))
    for reader, writer in opened:
        writer.write(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert b" 200 " in await reader.readuntil(b"\r\n")
        writer.close()
