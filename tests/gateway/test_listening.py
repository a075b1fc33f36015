"""The listener is stopped and started again while the engine goes on."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest

from aicore_tray.config.configuration import Configuration
from aicore_tray.config.settings import Settings
from aicore_tray.engine import Engine
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gateway.server import PortInUseError
from aicore_tray.sandbox.faults import Fault
from aicore_tray.system.paths import Paths
from tests.gateway.proxy import Proxy, begun, running_proxy

CLAUDE = "anthropic--claude-4.5-sonnet"
BODY = {"model": CLAUDE, "max_tokens": 100, "messages": [{"role": "user", "content": "Say hello."}]}


async def healthy(url: str) -> bool:
    try:
        async with aiohttp.ClientSession() as session, session.get(f"{url}/health") as response:
            return response.status == 200
    except aiohttp.ClientConnectionError:
        return False


async def test_stopped_and_started_again(proxy: Proxy) -> None:
    """However often, on the port that was picked, and discovery goes on in between."""
    url = proxy.url
    for _ in range(3):
        assert proxy.engine.listening
        await proxy.engine.stop_listening()
        assert (proxy.engine.listening, proxy.engine.url, await healthy(url)) == (False, "", False)
        before = proxy.engine.landscape.refreshed_at
        await proxy.engine.discovery.refresh()
        assert proxy.engine.landscape.refreshed_at != before
        await proxy.engine.listen()
        assert proxy.engine.url == url
        status, _ = await proxy.ask("/v1/messages", BODY)
        assert status == 200
    await proxy.engine.listen()
    assert proxy.engine.url == url


async def test_a_picked_port_that_is_gone(proxy: Proxy) -> None:
    url = proxy.url
    await proxy.engine.stop_listening()
    with socket.create_server(("127.0.0.1", int(url.rpartition(":")[2]))):
        await proxy.engine.listen()
        assert proxy.url != url
        assert await healthy(proxy.url)


async def test_running_requests_finish(proxy: Proxy) -> None:
    proxy.sandbox.faults.add(Fault("slow", model=CLAUDE, delay=0.5))
    asking = asyncio.gather(proxy.ask("/v1/messages", BODY))
    await begun(proxy)
    await proxy.engine.stop_listening()
    assert (await asking)[0][0] == 200


async def test_another_address_while_it_does_not_listen(proxy: Proxy, tmp_path: Path) -> None:
    """Nothing is tried before `listen`, which tells what is wrong and can be called again."""
    engine, configuration = proxy.engine, proxy.engine._configuration
    await engine.stop_listening()
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        await engine.apply(replace(configuration, settings=replace(configuration.settings, port=taken)))
        with pytest.raises(PortInUseError) as caught:
            await engine.listen()
        assert (caught.value.port, caught.value.reason) == (taken, "taken")
        assert not engine.listening
    await engine.listen()
    assert engine.url == f"http://127.0.0.1:{taken}"
    await engine.stop_listening()
    wrong = replace(configuration.settings, tls_certificate=tmp_path / "none.pem")
    await engine.apply(replace(configuration, settings=wrong))
    with pytest.raises(AicoreTrayError):
        await engine.listen()
    await engine.apply(replace(configuration, settings=replace(configuration.settings, tls=True)))
    await engine.listen()
    assert engine.url.startswith("https://")
    assert engine.certificate is not None


async def test_open_without_listening(tmp_path: Path) -> None:
    settings = Settings(host="127.0.0.1", port=0)
    engine = Engine(Configuration(settings=settings, accounts=()), Paths.locate(tmp_path))
    await engine.open()
    assert not engine.listening
    await engine.listen()
    assert await healthy(engine.url)
    await engine.stop_listening()
    await engine.aclose()


async def test_closed_in_every_state(tmp_path: Path) -> None:
    configuration = Configuration(settings=Settings(host="127.0.0.1", port=0), accounts=())
    for number, steps in enumerate([(), ("open",), ("start",), ("open", "listen", "stop_listening")]):
        engine = Engine(configuration, Paths.locate(tmp_path / str(number)))
        for step in steps:
            await getattr(engine, step)()
        url = engine.url
        await engine.aclose()
        assert not engine.listening
        assert not url or not await healthy(url)


async def test_hurry_ends_the_wait(proxy: Proxy) -> None:
    proxy.sandbox.faults.add(Fault("slow", model=CLAUDE, delay=30))
    asking = asyncio.gather(proxy.ask("/v1/messages", BODY), return_exceptions=True)
    await begun(proxy)
    stopping = asyncio.gather(proxy.engine.stop_listening(30))
    await asyncio.sleep(0.05)
    proxy.engine.hurry()
    await asyncio.wait_for(stopping, 5)
    await asking
    await proxy.engine.listen()
    assert await healthy(proxy.url)


async def test_who_opens_it_to_the_network_is_told_loudly(tmp_path: Path) -> None:
    async with running_proxy(tmp_path) as proxy:
        assert proxy.warnings == []
        configuration = proxy.engine._configuration
        open_to_all = replace(configuration.settings, host="0.0.0.0")  # noqa: S104 - what is warned of
        await proxy.engine.apply(replace(configuration, settings=open_to_all))
        (told,) = proxy.warnings
        assert "listens on 0.0.0.0" in told
        assert "Without HTTPS" in told
        assert (await proxy.ask("/v1/messages", BODY))[0] == 200
