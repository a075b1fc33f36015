"""Pictures and documents by address: fetched over TLS, put into the request in every API, and never from inside."""

from __future__ import annotations

import base64
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiohttp import web

from aicore_tray.config.settings import Settings
from aicore_tray.gateway import media
from tests.gateway.proxy import Proxy, running_proxy

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
FILES = {"/a.png": PNG, "/a.pdf": PDF, "/page.html": b"<html>", "/big.png": PNG + bytes(media.MAX_BYTES)}
SECRET = "signature-of-an-address"


class Web:
    """A web server whose certificate the proxy trusts; the internet of these tests."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.port = 0
        self.to = ""

    @property
    def url(self) -> str:
        return f"https://files.example.test:{self.port}"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path)
        if request.path == "/moved.png":
            raise web.HTTPFound(self.to)
        if request.path not in FILES:
            raise web.HTTPNotFound
        return web.Response(body=FILES[request.path])


@pytest.fixture
async def internet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Web]:
    found = Web()
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("files.example.test", "127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))

    async def resolve(self: object, host: str, port: int = 0, family: int = 0) -> list[dict[str, Any]]:
        address = "127.0.0.1" if host == "files.example.test" else "10.0.0.7"
        return [{"hostname": host, "host": address, "port": port, "family": 2, "proto": 0, "flags": 0}]

    # There is no internet here: this one address stands for it, 10.0.0.7 for what lies inside.
    monkeypatch.setattr("aiohttp.resolver.ThreadedResolver.resolve", resolve)
    monkeypatch.setattr(media, "is_public", lambda address: address == "127.0.0.1")
    app = web.Application()
    app.router.add_get("/{path:.*}", found.handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context)
    await site.start()
    found.port = runner.addresses[0][1]
    yield found
    await runner.cleanup()


@asynccontextmanager
async def trusting(folder: Path) -> AsyncIterator[Proxy]:
    async with running_proxy(folder / "proxy", settings=Settings(ca_file=folder / "ca.pem", proxy="none")) as proxy:
        yield proxy


def chat(url: str) -> dict[str, Any]:
    image = {"type": "image_url", "image_url": {"url": url}}
    return {"messages": [{"role": "user", "content": [{"type": "text", "text": "What is this?"}, image]}]}


def messages(url: str) -> dict[str, Any]:
    kind = "document" if ".pdf" in url else "image"
    block = {"type": kind, "source": {"type": "url", "url": url}}
    return {"max_tokens": 300, "messages": [{"role": "user", "content": [block]}]}


def responses(url: str) -> dict[str, Any]:
    block = {"type": "input_image", "image_url": url}
    if ".pdf" in url:
        block = {"type": "input_file", "file_url": url}
    return {"input": [{"role": "user", "content": [block, {"type": "input_text", "text": "What is this?"}]}]}


def gemini(url: str) -> dict[str, Any]:
    kind = "application/pdf" if ".pdf" in url else "image/png"
    return {"contents": [{"role": "user", "parts": [{"fileData": {"fileUri": url, "mimeType": kind}}]}]}


APIS = {
    "/v1/chat/completions": chat,
    "/v1/messages": messages,
    "/v1/responses": responses,
    "/v1beta/models/{model}:generateContent": gemini,
}


@pytest.mark.parametrize("model", ["anthropic--claude-4.5-sonnet", "gpt-4o", "gpt-5", "gemini-2.5-flash"])
async def test_every_api_may_send_addresses(tmp_path: Path, internet: Web, model: str) -> None:
    async with trusting(tmp_path) as proxy:
        for path, make in APIS.items():
            for name in ("/a.png",) if make is chat else ("/a.png", "/a.pdf"):
                body = {"model": model, **make(f"{internet.url}{name}?sig={SECRET}")}
                status, answer = await proxy.ask(path.format(model=model), body)
                assert status == 200, (path, name, answer)
                sent = json.dumps(proxy.upstream_bodies()[-1])
                assert base64.b64encode(FILES[name]).decode() in sent, (path, name)
                assert "files.example.test" not in sent
    assert set(internet.asked) == {"/a.png", "/a.pdf"}


async def test_an_address_may_lead_on(tmp_path: Path, internet: Web) -> None:
    internet.to = "/a.png"
    async with trusting(tmp_path) as proxy:
        status, _ = await proxy.ask("/v1/chat/completions", {"model": "gpt-4o", **chat(f"{internet.url}/moved.png")})
    assert status == 200
    assert internet.asked == ["/moved.png", "/a.png"]


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://files.example.test/a.png", "no https"),
        ("https://127.0.0.2/a.png", "lies inside"),
        ("https://[::1]/a.png", "lies inside"),
        ("https://2130706433/a.png", "lies inside"),
        ("https://metadata/a.png", "lies inside"),
        ("https://printer.local/a.png", "lies inside"),
        ("https://user:pw@files.example.test/a.png", "no https"),
        ("https://inside.example.test/a.png", "could not be fetched"),
        ("{web}/none.png", "status 404"),
        ("{web}/page.html", "neither"),
        ("{web}/big.png", "larger than 20 MB"),
    ],
)
async def test_what_must_not_be_fetched_is_refused(tmp_path: Path, internet: Web, url: str, why: str) -> None:
    address = f"{url.format(web=internet.url)}?sig={SECRET}"
    async with trusting(tmp_path) as proxy:
        status, answer = await proxy.ask("/v1/chat/completions", {"model": "gpt-4o", **chat(address)})
        assert status == 400
        told = answer["error"]["message"]
        assert why in told
        assert told.startswith("messages.0.content.1.image_url.url")
        assert SECRET not in json.dumps(answer)
        assert proxy.upstream_bodies() == []


async def test_an_address_that_leads_inside_is_not_followed(tmp_path: Path, internet: Web) -> None:
    async with trusting(tmp_path) as proxy:
        body = {"model": "gpt-4o", **chat(f"{internet.url}/moved.png")}
        for to in ("https://10.0.0.7/a.png", "https://inside.example.test/a.png", "http://files.example.test/a.png"):
            internet.to = to
            assert (await proxy.ask("/v1/chat/completions", body))[0] == 400, to
        internet.to = f"{internet.url}/moved.png"
        assert (await proxy.ask("/v1/chat/completions", body))[0] == 400


async def test_what_tools_are_called_with_is_theirs(tmp_path: Path, internet: Web) -> None:
    given = {"type": "image_url", "image_url": {"url": f"{internet.url}/a.png"}}
    body = {
        "model": "anthropic--claude-4.5-sonnet",
        "max_tokens": 300,
        "tools": [{"name": "show", "input_schema": {"type": "object", "properties": {"it": {"type": "object"}}}}],
        "messages": [
            {"role": "user", "content": "Show it."},
            {"role": "assistant", "content": [{"type": "tool_use", "id": "toolu_1", "name": "show", "input": given}]},
            {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "toolu_1", "content": "done"}]},
        ],
    }
    async with trusting(tmp_path) as proxy:
        assert (await proxy.ask("/v1/messages", body))[0] == 200
        assert proxy.upstream_bodies()[-1]["messages"][1]["content"][0]["input"] == given
    assert internet.asked == []


def test_which_addresses_are_public() -> None:
    outside = ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"]
    inside = ["127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.0.1", "::1", "fe80::1%eth0", "::ffff:10.0.0.1", "x"]
    assert [media.is_public(address) for address in outside + inside] == [True] * 2 + [False] * len(inside)
