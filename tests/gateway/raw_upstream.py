"""An inference server below HTTP: which bytes come when, and when a connection ends, is up to the test."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Self

CHAT_ANSWER: dict[str, Any] = {
    "id": "chatcmpl-1",
    "object": "chat.completion",
    "created": 1,
    "model": "gpt-4o",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "Hello."}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5},
}


def answer(body: object, status: int = 200) -> bytes:
    content = json.dumps(body).encode()
    head = f"HTTP/1.1 {status} x\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    return head.encode() + content


class RawUpstream:
    """Serves on loopback; use it with `async with`.

    Attributes:
        answers: for each request the pieces that are written, one after the other; none at all closes the connection.
        connections: how many were made.
        requests: how many requests came.

    Args:
        pause: seconds after each piece.
        closing: a connection is closed after its first answer.
    """

    def __init__(self, *answers: list[bytes], pause: float = 0.02, closing: bool = False) -> None:
        self.answers = list(answers)
        self._pause, self._closing = pause, closing
        self.connections = 0
        self.requests = 0
        self._silent: set[int] = set()

    def go_silent(self) -> None:
        """Answer nothing any more over the connections that there are, without closing them."""
        self._silent.update(range(1, self.connections + 1))

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    @property
    def deployment_url(self) -> str:
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/v2/inference/deployments/draw"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        number = self.connections
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
                await reader.readexactly(int(head.partition("content-length:")[2].split()[0]))
                self.requests += 1
                if number in self._silent:
                    continue
                pieces = self.answers.pop(0)
                if not pieces:
                    return
                for piece in pieces:
                    writer.write(piece)
                    await writer.drain()
                    await asyncio.sleep(self._pause)
                if self._closing:
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()
