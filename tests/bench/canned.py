"""An upstream that answers with what was recorded, at next to no cost: python -m tests.bench.canned KEY_FILE.

What it says comes from the sandbox, asked once at the start. POST /pace changes how it says it.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import aiohttp

from aicore_tray.cli.serve import run_loop
from aicore_tray.sandbox.server import Sandbox, Tenant
from aicore_tray.sandbox.tenants import deployment
from aicore_tray.tasks import TaskGroup

CLAUDE, GPT = "anthropic--claude-4.5-sonnet", "gpt-4o"
IDS = {CLAUDE: "dclaude", GPT: "dgpt"}
TEXT = "Write a long text of 600 words."
# Where a deployment is asked, with what, and whether the answer is a stream.
_RECORDED: tuple[tuple[str, str, dict[str, Any], bool], ...] = (
    (GPT, "/chat/completions", {"messages": [{"role": "user", "content": "Say ok."}]}, False),
    (GPT, "/chat/completions", {"messages": [{"role": "user", "content": TEXT}], "stream": True}, True),
    (
        CLAUDE,
        "/invoke",
        {
            "anthropic_version": "bedrock-2023-05-31",
            "max_tokens": 50,
            "messages": [{"role": "user", "content": "Say ok."}],
        },
        False,
    ),
    (
        CLAUDE,
        "/invoke-with-response-stream",
        {
            "anthropic_version": "bedrock-2023-05-31",
            "max_tokens": 4000,
            "messages": [{"role": "user", "content": TEXT}],
        },
        True,
    ),
)


@dataclass(slots=True)
class Pace:
    """How streams are told.

    Attributes:
        delay: seconds before an answer begins.
        step: seconds between two pieces.
        packed: pieces are of so many bytes; 0 for an event each.
    """

    delay: float = 0.0
    step: float = 0.0
    packed: int = 0


class Recording:
    """What is answered: (method, path, stream) -> body."""

    def __init__(self) -> None:
        self.answers: dict[tuple[str, str, bool], bytes] = {}
        self.pace = Pace()
        self.tasks = TaskGroup("canned")

    async def record(self, key_file: Path) -> None:
        tenant = Tenant(name="bench", deployments=tuple(deployment(model, id=each) for model, each in IDS.items()))
        async with Sandbox((tenant,), split=False) as sandbox, aiohttp.ClientSession() as session:
            key = sandbox.service_key("bench")
            form = {
                "grant_type": "client_credentials",
                "client_id": key["clientid"],
                "client_secret": key["clientsecret"],
            }
            async with session.post(f"{sandbox.url}/oauth/token", data=form) as response:
                token = await response.read()
            self.answers["POST", "/oauth/token", False] = token
            headers = {
                "Authorization": f"Bearer {json.loads(token)['access_token']}",
                "AI-Resource-Group": "default",
                "Accept": "*/*",
            }
            for path in (
                "/v2/lm/deployments",
                "/v2/lm/scenarios/foundation-models/models",
                "/v2/admin/resourceGroups",
            ):
                async with session.get(sandbox.url + path, headers=headers) as response:
                    self.answers["GET", path, False] = await response.read()
            for model, path, body, stream in _RECORDED:
                place = f"/v2/inference/deployments/{IDS[model]}{path}"
                asked = {**body, "stream_options": {"include_usage": True}} if model == GPT and stream else body
                async with session.post(
                    f"{sandbox.url}{place}", params={"api-version": "2024-12-01-preview"}, json=asked, headers=headers
                ) as response:
                    content = await response.read()
                    assert response.status == 200, content
                    self.answers["POST", place, stream] = content
            self._old = sandbox.url
        self._key, self._key_file = json.dumps(key), key_file

    def moved(self, url: str) -> None:
        """Put our own address in place of the sandbox's."""
        old, new = self._old.encode(), url.encode()
        self.answers = {place: body.replace(old, new) for place, body in self.answers.items()}
        self._key_file.write_text(self._key.replace(self._old, url), encoding="utf-8")

    def pieces(self, body: bytes) -> Iterator[bytes]:
        if self.pace.packed:
            for start in range(0, len(body), self.pace.packed):
                yield body[start : start + self.pace.packed]
            return
        for each in body.split(b"\n\n"):
            if each:
                yield each + b"\n\n"


class Connection(asyncio.Protocol):
    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._buffer = b""
        self._writer: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._writer = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._writer = None

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end]
            lower = head.lower()
            place = lower.find(b"content-length:")
            length = int(lower[place + 15 :].split(b"\r\n", 1)[0]) if place >= 0 else 0
            if len(self._buffer) < end + 4 + length:
                return
            body = self._buffer[end + 4 : end + 4 + length]
            self._buffer = self._buffer[end + 4 + length :]
            method, target, _ = head.split(b"\r\n", 1)[0].decode().split(" ")
            self._answer(method, target.partition("?")[0], body)

    def _answer(self, method: str, path: str, body: bytes) -> None:
        recording = self._recording
        if path == "/pace":
            recording.pace = Pace(**json.loads(body))
            self._write(200, b"{}")
            return
        stream = path.endswith("-stream") or (b'"stream":true' in body or b'"stream": true' in body)
        answer = recording.answers.get((method, path, stream))
        if answer is None:
            self._write(404, b"{}")
        elif not stream and not recording.pace.delay:
            self._write(200, answer)
        else:
            recording.tasks.spawn(self._tell(answer, stream=stream), name="answer")

    async def _tell(self, answer: bytes, *, stream: bool) -> None:
        pace = self._recording.pace
        if pace.delay:
            await asyncio.sleep(pace.delay)
        if not stream:
            self._write(200, answer)
            return
        if self._writer is None:
            return
        self._writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        for piece in (*self._recording.pieces(answer), b""):
            if (out := self._writer) is not None:
                out.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                await asyncio.sleep(pace.step)

    def _write(self, status: int, body: bytes) -> None:
        if self._writer is not None:
            self._writer.write(
                b"HTTP/1.1 %d x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                % (status, len(body), body)
            )


async def serve(key_file: Path) -> None:
    recording = Recording()
    await recording.record(key_file)
    server = await asyncio.get_running_loop().create_server(lambda: Connection(recording), "127.0.0.1", 0, backlog=2048)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    recording.moved(url)
    sys.stdout.write(f"Listening on {url}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    run_loop(lambda: serve(Path(sys.argv[1])))
