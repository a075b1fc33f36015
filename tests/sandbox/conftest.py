"""A running sandbox and a client that already holds a token."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest

from aicore_tray.sandbox.server import Sandbox


@dataclass(slots=True)
class Answer:
    """What came back: status, headers, raw bytes."""

    status: int
    headers: dict[str, str]
    raw: bytes

    @property
    def text(self) -> str:
        return self.raw.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.raw)

    @property
    def events(self) -> list[Any]:
        """The payloads of `data:` lines; nothing else may stand in the stream."""
        lines = [line for line in self.text.replace("\r\n", "\n").split("\n") if line]
        assert all(line.startswith("data: ") for line in lines), lines
        payloads = [line.removeprefix("data: ") for line in lines]
        return [payload if payload == "[DONE]" else json.loads(payload) for payload in payloads]

    @property
    def message(self) -> str:
        """The error's sentence, wherever the family puts it."""
        body = self.json
        return str(body["error"]["message"] if isinstance(body.get("error"), dict) else body["message"])


@dataclass(slots=True)
class Client:
    """Talks to one tenant of one sandbox."""

    sandbox: Sandbox
    session: aiohttp.ClientSession
    headers: dict[str, str] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)

    async def sign_in(self, tenant: str = "demo", group: str = "default") -> None:
        key = self.sandbox.service_key(tenant)
        form = {
            "grant_type": "client_credentials",
            "client_id": key["clientid"],
            "client_secret": key["clientsecret"],
        }
        granted = await self.send("POST", f"{key['url']}/oauth/token", data=form)
        assert granted.status == 200, granted.text
        self.headers = {"Authorization": f"Bearer {granted.json['access_token']}", "AI-Resource-Group": group}
        listed = await self.send("GET", f"{self.sandbox.url}/v2/lm/deployments", params={"status": "RUNNING"})
        for one in listed.json["resources"]:
            spellings = one["details"]["resources"]
            backend = spellings.get("backendDetails") or spellings.get("backend_details") or {}
            self.urls.setdefault(backend.get("model", {}).get("name", "orchestration"), one["deploymentUrl"])

    async def send(self, method: str, url: str, **more: Any) -> Answer:
        headers = {**self.headers, **more.pop("headers", {})}
        async with self.session.request(method, url, headers=headers, **more) as response:
            lowered = {name.lower(): value for name, value in response.headers.items()}
            return Answer(response.status, lowered, await response.read())

    async def api(self, path: str, method: str = "GET", **more: Any) -> Answer:
        return await self.send(method, self.sandbox.url + path, **more)

    async def post(self, model: str, path: str, body: Any, **more: Any) -> Answer:
        headers = {"Content-Type": "application/json", **more.pop("headers", {})}
        data = io.BytesIO(json.dumps(body).encode())
        return await self.send("POST", f"{self.urls[model]}/{path}", data=data, headers=headers, **more)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as running:
        yield running


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[Client]:
    async with aiohttp.ClientSession() as session:
        made = Client(sandbox, session)
        await made.sign_in()
        yield made
