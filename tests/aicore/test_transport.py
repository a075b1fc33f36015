"""TLS with the user's authorities and client certificates, proxies, and what failures are called."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import aiohttp
import pytest
import trustme
from multidict import CIMultiDict

from aicore_tray.aicore.auth import TokenHostError, TokenSource
from aicore_tray.aicore.transport import Transport, explain
from aicore_tray.errors import AuthError, ConfigurationError
from aicore_tray.system.network import NetworkSettings, is_loopback, proxy_for, tls_context
from tests.aicore.connect_proxy import ConnectProxy
from tests.aicore.fake_sap import FakeSap

MakeTransport = Callable[[NetworkSettings], Transport]


@pytest.fixture
async def transport_with() -> AsyncIterator[MakeTransport]:
    made: list[Transport] = []

    def make(settings: NetworkSettings) -> Transport:
        made.append(Transport(settings))
        return made[-1]

    yield make
    for transport in made:
        await transport.aclose()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "company.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


def server_tls(authority: trustme.CA, *names: str, clients: bool = False) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    if clients:
        authority.configure_trust(context)
        context.verify_mode = ssl.CERT_REQUIRED
    return context


async def failure_of(call: Awaitable[object]) -> AuthError:
    with pytest.raises(AuthError) as caught:
        await call
    return caught.value


async def test_authority_of_the_company(authority: trustme.CA, ca_file: Path, transport_with: MakeTransport) -> None:
    async with FakeSap(tls=server_tls(authority, "localhost"), host="localhost") as sap:
        without = transport_with(NetworkSettings())
        error = await failure_of(TokenSource(without).token(sap.key()))
        assert isinstance(error, TokenHostError)
        assert "localhost was issued by an authority that this computer does not trust" in error.user_message
        assert "ca_file" in error.hint

        trusting = transport_with(NetworkSettings(ca_file=ca_file))
        assert await TokenSource(trusting).token(sap.key()) == "token-1"


async def test_certificate_of_another_host(authority: trustme.CA, ca_file: Path, transport_with: MakeTransport) -> None:
    async with FakeSap(tls=server_tls(authority, "other.example"), host="localhost") as sap:
        transport = transport_with(NetworkSettings(ca_file=ca_file))
        error = await failure_of(TokenSource(transport).token(sap.key()))
        assert "localhost belongs to another host" in error.user_message


async def test_mutual_tls_for_tokens(authority: trustme.CA, ca_file: Path, transport_with: MakeTransport) -> None:
    issued = authority.issue_cert("client@example", common_name="sb-1!b1")
    async with FakeSap(tls=server_tls(authority, "localhost", clients=True), host="localhost") as sap:
        transport = transport_with(NetworkSettings(ca_file=ca_file))
        key = sap.key(
            "",
            cert_url=sap.url,
            certificate=issued.cert_chain_pems[0].bytes().decode(),
            private_key=issued.private_key_pem.bytes().decode(),
        )
        assert await TokenSource(transport).token(key) == "token-1"
        assert ((("commonName", "sb-1!b1"),),)[0] in sap.peer_certificates[0]["subject"]
        assert "client_secret" not in sap.forms[0]
        error = await failure_of(TokenSource(transport).token(sap.key()))
        assert isinstance(error, TokenHostError)  # refused without a certificate


async def test_client_certificate_leaves_no_file_behind(
    authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    issued = authority.issue_cert("client@example")
    chain, private = issued.cert_chain_pems[0].bytes().decode(), issued.private_key_pem.bytes().decode()
    tls_context(NetworkSettings(), certificate=chain, private_key=private, env={})
    with pytest.raises(ConfigurationError, match="private key cannot be used"):
        tls_context(NetworkSettings(), certificate=chain, private_key="nonsense", env={})
    assert os.listdir(tmp_path) == []  # noqa: PTH208


def test_unusable_authorities(tmp_path: Path, ca_file: Path) -> None:
    with pytest.raises(ConfigurationError, match="no usable PEM file"):
        tls_context(NetworkSettings(ca_file=tmp_path / "missing.pem"), env={})
    (tmp_path / "text.pem").write_text("hello")
    with pytest.raises(ConfigurationError, match="no usable PEM file"):
        tls_context(NetworkSettings(ca_file=tmp_path / "text.pem"), env={})
    # What the environment names is welcome, but no reason to fail.
    context = tls_context(NetworkSettings(), env={"REQUESTS_CA_BUNDLE": str(ca_file), "SSL_CERT_FILE": "/no/file"})
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


async def test_https_through_a_proxy(authority: trustme.CA, ca_file: Path, transport_with: MakeTransport) -> None:
    async with ConnectProxy() as proxy, FakeSap(tls=server_tls(authority, "sap.test"), host="sap.test") as sap:
        settings = NetworkSettings(proxy=f"http://me:pa%40ss@{proxy.address}", ca_file=ca_file)
        transport = transport_with(settings)
        assert await TokenSource(transport).token(sap.key()) == "token-1"
        assert proxy.requests[0].startswith(f"CONNECT sap.test:{sap.port} ")
        assert "Proxy-Authorization: Basic bWU6cGFAc3M=" in proxy.requests[0]
        assert transport.proxy(sap.url) == f"http://{proxy.address}"

        without = transport_with(NetworkSettings(proxy=f"http://{proxy.address}"))
        error = await failure_of(TokenSource(without).token(sap.key()))
        assert "sap.test was issued by an authority that this computer does not trust" in error.user_message


async def test_loopback_is_never_proxied(transport_with: MakeTransport) -> None:
    async with ConnectProxy() as proxy, FakeSap() as sap:
        transport = transport_with(NetworkSettings(proxy=f"http://{proxy.address}"))
        assert await TokenSource(transport).token(sap.key()) == "token-1"
        assert proxy.requests == []


@pytest.mark.parametrize(
    ("refusal", "sentence", "hint"),
    [
        (
            "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=x",
            "wants a user name and password",
            "network settings",
        ),
        ("407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate", "a Windows sign-in", "Px or cntlm"),
        (
            "407 Proxy Authentication Required\r\nProxy-Authenticate: NTLM\r\nProxy-Authenticate: Basic realm=x",
            "wants a user name and password",
            "network settings",
        ),
        ("403 Forbidden", "The proxy refused to connect to sap.test (HTTP 403)", "administrators"),
    ],
)
async def test_proxy_that_refuses(refusal: str, sentence: str, hint: str, transport_with: MakeTransport) -> None:
    async with ConnectProxy(refusal=refusal) as proxy, FakeSap() as sap:
        transport = transport_with(NetworkSettings(proxy=proxy.address))
        key = sap.key(auth_url="https://sap.test")
        error = await failure_of(TokenSource(transport).token(key))
        assert sentence in error.user_message
        assert hint in error.hint


async def test_proxy_that_is_not_there(transport_with: MakeTransport) -> None:
    transport = transport_with(NetworkSettings(proxy="http://127.0.0.1:9"))
    async with FakeSap() as sap:
        error = await failure_of(TokenSource(transport).token(sap.key(auth_url="https://sap.test")))
    assert error.user_message == "The proxy 127.0.0.1:9 cannot be reached"


@pytest.mark.parametrize(
    ("setting", "url", "env", "proxy"),
    [
        ("system", "https://a.example/x", {"HTTPS_PROXY": "http://p:1"}, "http://p:1"),
        ("system", "https://a.example", {"https_proxy": "http://lower:1", "HTTPS_PROXY": "http://upper:1"},
         "http://lower:1"),
        ("system", "https://a.example", {"HTTP_PROXY": "http://p:1"}, None),
        ("system", "http://a.example", {"HTTP_PROXY": "p:1/"}, "http://p:1"),
        ("system", "https://a.example", {"ALL_PROXY": "http://p:1"}, "http://p:1"),
        ("system", "https://a.example", {"ALL_PROXY": "socks5://p:1"}, None),
        ("system", "https://a.example", {"https_proxy": "http://p:1", "NO_PROXY": "b.example, .example"}, None),
        ("system", "https://a.example", {"https_proxy": "http://p:1", "no_proxy": "*"}, None),
        ("system", "https://a.example", {"https_proxy": "http://p:1", "no_proxy": "b.example"}, "http://p:1"),
        ("system", "https://localhost:8", {"https_proxy": "http://p:1"}, None),
        ("system", "https://127.9.9.9", {"https_proxy": "http://p:1"}, None),
        ("none", "https://a.example", {"https_proxy": "http://p:1"}, None),
        ("http://mine:2", "https://a.example", {"https_proxy": "http://p:1", "no_proxy": "*"}, "http://mine:2"),
        ("mine:2", "https://a.example", {}, "http://mine:2"),
        ("http://mine:2", "http://[::1]:5/x", {}, None),
    ],
)  # fmt: skip
def test_proxy_for(setting: str, url: str, env: dict[str, str], proxy: str | None) -> None:
    assert proxy_for(NetworkSettings(proxy=setting), url, env) == proxy


def test_is_loopback() -> None:
    assert all(map(is_loopback, ["localhost", "LOCALHOST.", "x.localhost", "127.0.0.1", "127.1.2.3", "::1", "[::1]"]))
    assert not any(map(is_loopback, ["localhost.example", "10.0.0.1", "sap.test", "0.0.0.0", ""]))  # noqa: S104


async def test_silence_ends(transport_with: MakeTransport) -> None:
    async def never(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()  # until the client has had enough
        writer.close()

    server = await asyncio.start_server(never, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    transport = transport_with(NetworkSettings(idle_timeout=0.05))
    with pytest.raises(TimeoutError) as caught:
        async with transport.request("GET", url, headers={}):
            pass
    assert explain(caught.value, url)[0] == "127.0.0.1 did not answer in time"
    await transport.aclose()
    await asyncio.sleep(0.01)
    server.close()


async def test_name_that_does_not_exist(transport_with: MakeTransport, monkeypatch: pytest.MonkeyPatch) -> None:
    async def unknown(*_: object, **__: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", unknown)
    transport = transport_with(NetworkSettings(proxy="none"))
    with pytest.raises(aiohttp.ClientError) as caught:
        async with transport.request("GET", "https://sap.test/x", headers={}):
            pass
    assert explain(caught.value, "https://sap.test/x?secret=1")[0] == "The host sap.test was not found"


async def test_reset_spares_what_is_under_way(transport_with: MakeTransport) -> None:
    transport = transport_with(NetworkSettings())
    async with FakeSap() as sap:
        sap.token_delay = 0.1
        tokens = TokenSource(transport)
        async with asyncio.TaskGroup() as group:
            running = group.create_task(tokens.token(sap.key()))
            await asyncio.sleep(0.03)
            await transport.reset()
        assert running.result() == "token-1"
        assert await tokens.renew(sap.key()) == "token-2"
        await transport.reset()
        assert await tokens.renew(sap.key()) == "token-3"


async def test_large_bodies_and_redirects(transport_with: MakeTransport) -> None:
    transport = transport_with(NetworkSettings())
    async with FakeSap() as sap:
        sap.token_answers = [(302, "")]
        async with transport.request("POST", f"{sap.url}/oauth/token", headers={}, data=b"a=1") as answer:
            assert answer.status == 302
        async with transport.request("POST", f"{sap.url}/oauth/token", headers={}, data=b"x" * 1_500_000) as answer:
            assert answer.status == 200
        assert sap.sizes == [3, 1_500_000]


@pytest.mark.parametrize(
    ("settings", "env", "proxied"),
    [
        (NetworkSettings(proxy="environment"), {"HTTPS_PROXY": "http://env:1"}, "http://env:1"),
        (NetworkSettings(proxy="environment"), {}, None),
        (NetworkSettings(proxy="http://p:1", no_proxy=("sap.test",)), {}, None),
        (NetworkSettings(proxy="http://p:1", no_proxy=(".test",)), {}, None),
        (NetworkSettings(proxy="http://p:1", no_proxy=("*.sap.*", "api.*.test")), {}, None),
        (NetworkSettings(proxy="http://p:1", no_proxy=("ap.test", "")), {}, "http://p:1"),
        (NetworkSettings(no_proxy=("SAP.TEST",)), {"HTTPS_PROXY": "http://env:1"}, None),
    ],
)
def test_modes_and_exceptions(settings: NetworkSettings, env: dict[str, str], proxied: str | None) -> None:
    assert proxy_for(settings, "https://api.sap.test/v2", env) == proxied


async def test_the_password_of_the_vault(authority: trustme.CA, ca_file: Path, transport_with: MakeTransport) -> None:
    async with ConnectProxy() as proxy, FakeSap(tls=server_tls(authority, "sap.test"), host="sap.test") as sap:
        network = NetworkSettings(proxy=proxy.address, proxy_user="me", proxy_password="pa@ss", ca_file=ca_file)
        transport = transport_with(network)
        assert await TokenSource(transport).token(sap.key()) == "token-1"
        assert "Proxy-Authorization: Basic bWU6cGFAc3M=" in proxy.requests[0]
        assert "pa@ss" not in repr(network)
        assert "pa@ss" not in str(transport.proxy(sap.url))


async def test_a_password_that_is_refused(transport_with: MakeTransport) -> None:
    refusal = "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=x"
    async with ConnectProxy(refusal=refusal) as proxy, FakeSap() as sap:
        transport = transport_with(NetworkSettings(proxy=proxy.address, proxy_user="me", proxy_password="s3cret"))
        error = await failure_of(TokenSource(transport).token(sap.key(auth_url="https://sap.test")))
    assert "refused the user name or the password" in error.user_message
    assert "s3cret" not in error.line()


async def test_when_a_token_ends(transport_with: MakeTransport) -> None:
    now = 1000.0
    async with FakeSap() as sap:
        tokens = TokenSource(transport_with(NetworkSettings()), clock=lambda: now)
        assert tokens.expires_at(sap.key()) is None
        await tokens.token(sap.key())
        assert tokens.expires_at(sap.key()) == 1000 + 43199
        tokens.forget_old()
        assert tokens.expires_at(sap.key()) is not None
        now += 43_100
        tokens.forget_old()
        assert tokens.expires_at(sap.key()) is None


async def test_headers_go_out_as_they_were_told(transport_with: MakeTransport) -> None:
    """Each once, and Host behind them: `aiohttp.ClientRequest.update_headers` is still what makes a request's head."""
    heads: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(2):
            heads.append(await reader.readuntil(b"\r\n\r\n"))
            await reader.readexactly(2)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    transport = transport_with(NetworkSettings())
    told = CIMultiDict({"Authorization": "Bearer t", "Accept": "*/*", "Accept-Encoding": "identity"})
    for _ in range(2):
        call = transport.request("POST", f"http://{address}/a b", headers=told, data=b"{}", params={"q": "ä&"})
        async with call as response:
            assert response.status == 200
    server.close()
    lines = heads[0].decode().split("\r\n")
    assert lines[0] == "POST /a%20b?q=%C3%A4%26 HTTP/1.1"
    assert lines[1:5] == ["Authorization: Bearer t", "Accept: */*", "Accept-Encoding: identity", f"Host: {address}"]
    names = [line.partition(":")[0].lower() for line in lines[1:-2]]
    assert sorted(names[4:]) == ["content-length", "content-type", "user-agent"]
    assert heads[0] == heads[1]
    assert list(told) == ["Authorization", "Accept", "Accept-Encoding"], "what is kept for others is changed by nobody"


@pytest.fixture
def read_slowly(monkeypatch: pytest.MonkeyPatch) -> list[NetworkSettings]:
    """Return the settings by which a trust store was read, each of which takes its time."""
    read: list[NetworkSettings] = []

    def slowly(settings: NetworkSettings, **_: str) -> ssl.SSLContext:
        read.append(settings)
        time.sleep(0.3)
        return ssl.create_default_context()

    monkeypatch.setattr("aicore_tray.aicore.transport.tls_context", slowly)
    return read


async def test_a_trust_store_is_read_once_and_holds_up_nothing(
    transport_with: MakeTransport, read_slowly: list[NetworkSettings]
) -> None:
    transport = transport_with(NetworkSettings())
    both = asyncio.gather(transport.trust(None), transport.trust(None))
    turns = 0
    while not both.done():
        turns += 1
        await asyncio.sleep(0.01)
    first, second = both.result()
    assert first is second is await transport.trust(None)
    assert len(read_slowly) == 1
    assert turns > 3


async def test_a_trust_store_that_is_replaced_while_it_is_read_is_read_again(
    transport_with: MakeTransport, read_slowly: list[NetworkSettings]
) -> None:
    transport, other = transport_with(NetworkSettings()), NetworkSettings(connect_timeout=3.0)

    async def changed() -> None:
        await asyncio.sleep(0.03)
        assert read_slowly
        await transport.apply(other)

    await asyncio.gather(transport.trust(None), changed())
    assert read_slowly[-1] is other
