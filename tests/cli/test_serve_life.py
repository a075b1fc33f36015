"""`serve` from its first line to its exit code: listening, signals, ports, keys, the state file."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import sys
import time
from pathlib import Path

import aiohttp
import pytest

from aicore_tray.sandbox.faults import Fault
from aicore_tray.sandbox.server import Sandbox
from aicore_tray.usage.queries import usage_by
from tests.cli.configs import sub_accounts, toml, write
from tests.cli.processes import Serving, command, environment, serving

CLAUDE = "anthropic--claude-4.5-sonnet"


async def test_listening_line_state_file_and_exit(tmp_path: Path, sandbox: Sandbox) -> None:
    state = tmp_path / "home" / "data" / "running.json"
    async with serving(tmp_path / "home", "--config", sub_accounts(tmp_path, sandbox)) as proxy:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", proxy.url)
        told = json.loads(state.read_text())
        assert (told["url"], told["pid"], told["demo"]) == (proxy.url, proxy.process.pid, False)
        assert (await proxy.ask("seed-key", CLAUDE))[0] == 200
        status, health = await proxy.get("/health")
        assert (status, health["status"]) == (200, "ok")
        assert await proxy.stop() == 0
        assert proxy.out == [f"Listening on {proxy.url}"]
        assert proxy.err == ""
    assert not state.exists()


async def test_home_variable_moves_everything(tmp_path: Path, sandbox: Sandbox) -> None:
    config = sub_accounts(tmp_path, sandbox)
    async with serving(tmp_path / "argument", "--config", config, env={"AICORE_TRAY_HOME": str(tmp_path / "variable")}):
        assert (tmp_path / "argument" / "data" / "running.json").exists()
        assert not (tmp_path / "variable").exists()
    ended = await command("keys", "create", "mine", env={"AICORE_TRAY_HOME": str(tmp_path / "variable")})
    assert ended.code == 0
    assert (tmp_path / "variable" / "data" / "keys.json").exists()


async def stream(proxy: Serving, started: asyncio.Event) -> bytes:
    """Read a stream to its end and say when its first byte is there."""
    content = b""
    body = {"model": CLAUDE, "stream": True, "messages": [{"role": "user", "content": "Write 120 words"}]}
    async with (
        aiohttp.ClientSession() as session,
        session.post(
            f"{proxy.url}/v1/chat/completions", json=body, headers={"Authorization": "Bearer seed-key"}
        ) as answer,
    ):
        async for chunk in answer.content.iter_any():
            content += chunk
            started.set()
    return content


async def test_signals_let_running_streams_finish(tmp_path: Path) -> None:
    """SIGTERM and SIGINT wait for them, but not for ever; the three processes run side by side to save time."""
    async with asyncio.TaskGroup() as tasks:
        # The slow one takes longer than what aiohttp itself grants when a server is closed.
        tasks.create_task(finishes(tmp_path / "term", signal.SIGTERM, pace=0.03))
        tasks.create_task(finishes(tmp_path / "int", signal.SIGINT, pace=0.01))
        tasks.create_task(is_cut_after_ten_seconds(tmp_path / "cut"))


async def finishes(folder: Path, number: signal.Signals, *, pace: float) -> None:
    async with Sandbox(pace=pace) as sandbox:
        config = sub_accounts(folder, sandbox)
        async with serving(folder / "home", "--config", config) as proxy:
            started = asyncio.Event()
            async with asyncio.TaskGroup() as tasks:
                reading = tasks.create_task(stream(proxy, started))
                await started.wait()
                began = time.monotonic()
                code = await proxy.stop(number)
            assert code == 0
            assert reading.result().endswith(b"data: [DONE]\n\n")
            assert 0.2 < time.monotonic() - began < 10
            with pytest.raises(aiohttp.ClientConnectorError):
                await proxy.get("/health")
    rows = usage_by(folder / "home" / "data" / "usage.db", "model")
    assert [(*row.groups, row.requests, row.errors) for row in rows] == [(CLAUDE, 1, 0)]
    assert rows[0].output > 100


async def is_cut_after_ten_seconds(folder: Path) -> None:
    async with Sandbox() as sandbox:
        sandbox.faults.add(Fault(kind="silence", after_events=3, delay=60))
        async with serving(folder / "home", "--config", sub_accounts(folder, sandbox)) as proxy:
            started = asyncio.Event()
            async with asyncio.TaskGroup() as tasks:
                reading = tasks.create_task(_broken(stream(proxy, started)))
                await started.wait()
                began = time.monotonic()
                assert await proxy.stop(seconds=20) == 0
            assert 9 < time.monotonic() - began < 14
            assert not reading.result().endswith(b"[DONE]\n\n")
    rows = usage_by(folder / "home" / "data" / "usage.db", "model")
    assert [(row.requests, row.errors) for row in rows] == [(1, 1)]


async def _broken(reading: object) -> bytes:
    try:
        content: bytes = await reading  # type: ignore[misc]
    except aiohttp.ClientError:
        return b""
    return content


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
async def test_a_process_that_is_killed_loses_nothing_that_ended_before(tmp_path: Path, sandbox: Sandbox) -> None:
    """A quarter of a second is enough; a machine that had other things to do in it gets another chance."""
    config = sub_accounts(tmp_path, sandbox)
    missing = []
    for number in range(3):
        home = tmp_path / f"home{number}"
        async with serving(home, "--config", config) as proxy:
            for _ in range(5):
                assert (await proxy.ask("seed-key", CLAUDE))[0] == 200
            await asyncio.sleep(0.25)
            proxy.process.kill()
            await proxy.process.wait()
        missing.append(5 - sum(row.requests for row in usage_by(home / "data" / "usage.db", "model")))
        if missing[-1] == 0:
            break
    assert missing[-1] == 0, missing


async def test_the_token_log_of_another_proxy(tmp_path: Path, sandbox: Sandbox) -> None:
    file = tmp_path / "token_usage.jsonl"
    env = {"AICORE_TRAY_TOKEN_USAGE_FILE": str(file)}
    async with serving(tmp_path / "home", "--config", sub_accounts(tmp_path, sandbox), env=env) as proxy:
        assert (await proxy.ask("seed-key", CLAUDE))[0] == 200
        assert await proxy.stop() == 0
    (line,) = map(json.loads, file.read_text().splitlines())
    assert (line["model"], line["subaccount"], line["status"]) == (CLAUDE, "demo", "success")
    assert line["tokens"]["total"] == line["tokens"]["prompt"] + line["tokens"]["completion"] > 0
    assert "seed-key" not in file.read_text()


async def test_port_taken_is_exit_3(tmp_path: Path, sandbox: Sandbox) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        config = sub_accounts(tmp_path, sandbox)
        ended = await command("serve", "--data-dir", tmp_path / "home", "--config", config, "--port", port)
    assert ended.code == 3
    assert ended.out == ""
    assert ended.errors == [
        f"aicore-tray: Port {port} is taken by another program. Stop it, or choose another port with --port"
    ]
    assert not (tmp_path / "home" / "data" / "running.json").exists()


async def test_first_key_is_printed_once_and_works(tmp_path: Path, sandbox: Sandbox) -> None:
    config = toml(tmp_path, sandbox)
    async with serving(tmp_path / "home", "--config", config) as proxy:
        line = await proxy.wait_for_error("API key: ")
        key = line.removeprefix("API key: ")
        assert re.fullmatch(r"act-[\w-]{40,}", key)
        assert proxy.err.count(key) == 1
        assert (await proxy.ask(key, CLAUDE))[0] == 200
        assert (await proxy.ask("", CLAUDE))[0] == (await proxy.ask("act-wrong", CLAUDE))[0] == 401
        assert (await proxy.get("/stats", key))[0] == 403
        assert await proxy.stop() == 0
    assert key not in (tmp_path / "home" / "data" / "keys.json").read_text()
    async with serving(tmp_path / "home", "--config", config) as proxy:
        assert (await proxy.ask(key, CLAUDE))[0] == 200
        assert await proxy.stop() == 0
        assert proxy.err == ""


async def test_own_copy_of_the_first_key_serves_our_commands(tmp_path: Path, sandbox: Sandbox) -> None:
    """Where the vault's key lies in a file, nothing has to be typed."""
    write(tmp_path / "home" / "demo.json", sandbox.service_key("demo"))
    write(
        tmp_path / "home" / "settings.toml",
        'vault_key_file = "vault.key"\n[accounts.demo]\nservice_key_file = "demo.json"\n',
    )
    async with serving(tmp_path / "home") as proxy:
        await proxy.wait_for_error("API key: ")
        for _ in range(50):
            if (tmp_path / "home" / "data" / "vault.bin").exists():
                break
            await asyncio.sleep(0.05)
        ended = await command("request", "hello", "--data-dir", tmp_path / "home")
        assert ended.code == 0, ended.err
        # Without an admin key the list comes straight from the account.
        ended = await command("deployments", "--data-dir", tmp_path / "home")
        assert ended.code == 0, ended.err
        assert CLAUDE in ended.out
        assert await proxy.stop() == 0


async def test_api_keys_of_the_environment(tmp_path: Path, sandbox: Sandbox) -> None:
    async with serving(
        tmp_path / "home", "--config", toml(tmp_path, sandbox), env={"API_KEYS": "first-key, second-key"}
    ) as proxy:
        assert (await proxy.ask("first-key", CLAUDE))[0] == 200
        assert (await proxy.ask("second-key", CLAUDE))[0] == 200
        assert (await proxy.ask("third-key", CLAUDE))[0] == 401
        assert "API key:" not in proxy.err


async def test_a_created_key_works_at_once_and_a_revoked_one_no_more(tmp_path: Path, sandbox: Sandbox) -> None:
    home = tmp_path / "home"
    async with serving(home, "--config", sub_accounts(tmp_path, sandbox)) as proxy:
        made = await command("keys", "create", "boss", "--admin", "--data-dir", home)
        key = made.out.strip()
        assert made.code == 0
        assert made.out == f"{key}\n"
        assert "shown only now" in made.err
        assert (await proxy.get("/stats", key))[0] == 200
        assert (await proxy.get("/admin/deployments", key))[1]["problems"] == []
        listed = json.loads((await command("keys", "list", "--json", "--data-dir", home)).out)
        assert [(row["name"], row["admin"]) for row in listed] == [("boss", True)]
        assert key not in json.dumps(listed)
        assert (await command("keys", "revoke", "boss", "--data-dir", home)).code == 0
        assert (await proxy.get("/stats", key))[0] == 401
        again = await command("keys", "revoke", "boss", "--data-dir", home)
        assert again.code == 1
        assert "There is no stored key called 'boss'" in again.err


async def test_secrets_are_never_told(tmp_path: Path, sandbox: Sandbox) -> None:
    """With --debug on, neither client secret nor tokens nor local keys are in the log, also when things go wrong."""
    secret = sandbox.service_key("demo")["clientsecret"]
    broken = {**sandbox.service_key("other"), "clientsecret": "wrong-s3cret-Value+/="}
    config = sub_accounts(tmp_path, sandbox, "demo", "other")
    write(tmp_path / "other.json", broken)
    async with serving(tmp_path / "home", "--config", config, "--debug") as proxy:
        await proxy.wait_for_error("account other")
        assert (await proxy.ask("seed-key", CLAUDE))[0] == 200
        sandbox.revoke_tokens()
        assert (await proxy.ask("seed-key", CLAUDE))[0] == 200
        sandbox.faults.add(Fault(kind="status", status=500))
        await proxy.ask("seed-key", CLAUDE)
        assert (await proxy.ask("wrong-local-key", CLAUDE))[0] == 401
        assert await proxy.stop() == 0
        told = proxy.err + "\n".join(proxy.out)
    tokens = {
        request.headers["authorization"].removeprefix("Bearer ")
        for request in sandbox.requests
        if request.headers.get("authorization", "").startswith("Bearer ")
    }
    assert len(tokens) >= 2
    for hidden in (secret, "wrong-s3cret", "seed-key", "wrong-local-key", *tokens):
        assert hidden not in told
        for file in (tmp_path / "home").rglob("*"):
            assert not file.is_file() or hidden.encode() not in file.read_bytes(), file


async def test_a_second_signal_ends_at_once(tmp_path: Path) -> None:
    async with Sandbox() as sandbox:
        sandbox.faults.add(Fault(kind="silence", after_events=3, delay=60))
        async with serving(tmp_path / "home", "--config", sub_accounts(tmp_path, sandbox)) as proxy:
            started = asyncio.Event()
            async with asyncio.TaskGroup() as tasks:
                reading = tasks.create_task(_broken(stream(proxy, started)))
                await started.wait()
                proxy.process.send_signal(signal.SIGTERM)
                await asyncio.sleep(0.5)
                assert proxy.process.returncode is None
                assert await proxy.stop(seconds=5) == 0
            assert not reading.result().endswith(b"[DONE]\n\n")
    rows = usage_by(tmp_path / "home" / "data" / "usage.db", "model")
    assert [(row.requests, row.errors) for row in rows] == [(1, 1)]


@pytest.mark.skipif(sys.platform == "win32", reason="descriptors are closed otherwise there")
@pytest.mark.parametrize("closed", [">&-", ">&- 2>&- <&-", "| true"])
async def test_serves_where_nobody_reads_what_it_prints(tmp_path: Path, closed: str) -> None:
    command_line = f"exec {sys.executable} -m aicore_tray serve --demo --port 0 --data-dir '{tmp_path}'"
    process = await asyncio.create_subprocess_shell(
        f"({command_line}) {closed}", stderr=asyncio.subprocess.DEVNULL, env=environment()
    )
    state = tmp_path / "data" / "running.json"
    for _ in range(200):
        if state.exists():
            break
        await asyncio.sleep(0.1)
    running = json.loads(state.read_text())
    await asyncio.sleep(0.2)
    async with aiohttp.ClientSession() as session, session.get(running["url"] + "/health") as answer:
        assert answer.status == 200
    os.kill(running["pid"], signal.SIGTERM)
    await asyncio.wait_for(process.wait(), 15)
    for _ in range(100):
        if not state.exists():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it did not end in order")
