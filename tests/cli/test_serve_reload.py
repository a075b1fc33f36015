"""SIGHUP, or another proxy's file that is changed: `serve` reads it again and goes on without losing a request."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import sys
from pathlib import Path

import aiohttp
import pytest

from aicore_tray.sandbox.server import Sandbox, Tenant
from tests.cli.configs import aicore_proxy, deployment_id, toml, write
from tests.cli.processes import Serving, serving

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGHUP")
CLAUDE = "anthropic--claude-4.5-sonnet"
ENV = {"API_KEYS": "mine"}
AGAIN = "the configuration was read again"


async def reload(proxy: Serving, *said: str) -> str:
    proxy.process.send_signal(signal.SIGHUP)
    return await proxy.wait_for_error(*said)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


async def stream(proxy: Serving, started: asyncio.Event) -> bytes:
    content = b""
    body = {"model": CLAUDE, "stream": True, "messages": [{"role": "user", "content": "Write 120 words"}]}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{proxy.url}/v1/chat/completions", json=body, headers={"x-api-key": "mine"}) as answer,
    ):
        async for chunk in answer.content.iter_any():
            content += chunk
            started.set()
    return content


async def by_name(proxy: Serving, host: str) -> int:
    headers = {"Host": host, "x-api-key": "mine"}
    async with aiohttp.ClientSession() as session, session.get(f"{proxy.url}/v1/models", headers=headers) as answer:
        return answer.status


async def test_everything_changes_under_a_running_stream(tmp_path: Path) -> None:
    """Its own account goes away, names and hosts change, and it ends whole all the same."""
    async with Sandbox((Tenant(name="demo"), Tenant(name="other")), pace=0.02) as sandbox:
        config = toml(tmp_path, sandbox, "demo")
        async with serving(tmp_path / "home", "--config", config, env=ENV) as proxy, asyncio.TaskGroup() as tasks:
            started = asyncio.Event()
            running = tasks.create_task(stream(proxy, started))
            await started.wait()
            assert await by_name(proxy, "proxy.internal") == 403
            more = 'allowed_hosts = ["proxy.internal"]\nhidden_models = ["gpt-4o"]\naliases = { fast = "gpt-4.1" }'
            toml(tmp_path, sandbox, "other", more=more)
            await reload(proxy, AGAIN)
            assert not running.done()
            assert (await proxy.ask("mine", "fast", "Hi"))[0] == 200
            assert (await proxy.ask("mine", "gpt-4o", "Hi"))[0] == 404
            assert await by_name(proxy, "proxy.internal") == 200
            status, health = await proxy.get("/health")
            assert (status, health["accounts"]["configured"]) == (200, 1)
            content = await running
            assert content.rstrip().endswith(b"data: [DONE]")
            assert b'"error"' not in content
            spent = [request for request in sandbox.requests if "/v2/inference/" in request.path]
            assert len(spent) == 2
            assert await proxy.stop() == 0


async def test_a_wrong_file_changes_nothing(tmp_path: Path, sandbox: Sandbox) -> None:
    config = toml(tmp_path, sandbox, "demo", more='aliases = { fast = "gpt-4.1" }')
    async with serving(tmp_path / "home", "--config", config, env=ENV) as proxy:
        for text, said in (
            ("aliasses = 1\nprot = 2\n", "prot: there is no such setting; did you mean port?"),
            ("[models.x]\nzzz = 1\n" + config.read_text().partition("\n")[2], 'models."x".zzz is not a model fact'),
            ("", "No SAP AI Core account is configured"),
        ):
            config.write_text(text)
            await reload(proxy, said)
            await proxy.wait_for_error("nothing was changed")
            assert (await proxy.ask("mine", "fast"))[0] == 200
        assert AGAIN not in proxy.err
        toml(tmp_path, sandbox, "demo", more='aliases = { fast = "zzz" }')
        await reload(proxy, AGAIN)
        await proxy.wait_for_error("aliases.fast: no running deployment has the model 'zzz'")
        assert (await proxy.ask("mine", "fast"))[0] == 404


async def test_the_address(tmp_path: Path, sandbox: Sandbox) -> None:
    """Another port, a port that is taken, another address at the same port."""
    config = toml(tmp_path, sandbox, "demo", more="port = 0")
    state = tmp_path / "home" / "data" / "running.json"
    async with serving(tmp_path / "home", "--config", config, env=ENV, port=False) as proxy:
        assert proxy.process.stdout is not None
        first, port = proxy.url, free_port()
        toml(tmp_path, sandbox, "demo", more=f"port = {port}")
        await reload(proxy, AGAIN)
        assert (await proxy.process.stdout.readline()).decode() == f"Listening on http://127.0.0.1:{port}\n"
        proxy.url = f"http://127.0.0.1:{port}"
        assert json.loads(state.read_text())["url"] == proxy.url
        assert (await proxy.ask("mine", CLAUDE))[0] == 200
        with pytest.raises(aiohttp.ClientConnectorError):
            await Serving(proxy.process, first, [], proxy.stderr_file).get("/health")
        with socket.create_server(("127.0.0.1", 0)) as taken:
            other = taken.getsockname()[1]
            toml(tmp_path, sandbox, "demo", more=f'port = {other}\naliases = {{ fast = "gpt-4.1" }}')
            await reload(proxy, f"Port {other} is taken by another program")
            assert (await proxy.ask("mine", "fast"))[0] == 200, "the rest counts"
        toml(tmp_path, sandbox, "demo", more=f'port = {port}\nhost = "192.0.2.1"')
        await reload(proxy, "This machine has no address '192.0.2.1'")
        assert (await proxy.ask("mine", CLAUDE))[0] == 200
        toml(tmp_path, sandbox, "demo", more=f'port = {port}\nhost = "127.0.0.2"')
        proxy.process.send_signal(signal.SIGHUP)
        line = await asyncio.wait_for(proxy.process.stdout.readline(), 10)
        assert line.decode() == f"Listening on http://127.0.0.2:{port}\n"
        proxy.url = f"http://127.0.0.2:{port}"
        assert (await proxy.ask("mine", CLAUDE))[0] == 200
        assert await proxy.stop() == 0
    assert not state.exists()


async def test_a_corrected_key_works_at_once(tmp_path: Path, sandbox: Sandbox) -> None:
    config = toml(tmp_path, sandbox, "demo")
    key = tmp_path / "demo.json"
    right = key.read_text()
    key.write_text(json.dumps({**json.loads(right), "clientsecret": "wrong"}))
    async with serving(tmp_path / "home", "--config", config, env=ENV) as proxy:
        await proxy.wait_for_error("account demo: token:")
        key.write_text(right)
        await reload(proxy, "account demo: works again")
        assert (await proxy.ask("mine", CLAUDE))[0] == 200


async def test_another_proxys_keys_count_without_a_signal(tmp_path: Path, sandbox: Sandbox) -> None:
    """As aicore-proxy reads its `api_keys` again by itself; a file that is half written changes nothing."""
    config = aicore_proxy(tmp_path, sandbox, deployment_id(sandbox, CLAUDE))
    content = json.loads(config.read_text())
    async with serving(tmp_path / "home", "--config", config) as proxy:
        assert (await proxy.ask("proxy-key", CLAUDE))[0] == 200
        write(config, {**content, "api_keys": ["another"]})
        await proxy.wait_for_error(AGAIN)
        assert (await proxy.ask("another", CLAUDE))[0] == 200
        assert (await proxy.ask("proxy-key", CLAUDE))[0] == 401
        config.write_text(config.read_text()[:40])
        await proxy.wait_for_error("nothing was changed")
        assert (await proxy.ask("another", CLAUDE))[0] == 200
        beside = write(tmp_path / "next.json", {**content, "api_keys": ["a third"]})
        beside.replace(config)
        async with asyncio.timeout(10):
            while (await proxy.ask("a third", CLAUDE))[0] != 200:  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0.1)
        assert await proxy.stop() == 0
