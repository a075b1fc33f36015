"""`serve` with an account that fails: one clear line, and the other account is served as if nothing were."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aicore_tray.sandbox.server import Sandbox
from tests.cli.configs import sub_accounts, write
from tests.cli.processes import command, serving

CLAUDE = "anthropic--claude-4.5-sonnet"


@pytest.fixture
def silent() -> Iterator[int]:
    """A port that accepts connections and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(16)
        yield listener.getsockname()[1]


@pytest.fixture
def closed() -> int:
    """A port where nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def broken(key: dict[str, Any], kind: str, closed: int, silent: int) -> dict[str, Any]:
    port = {"closed": closed, "silent": silent}.get(kind)
    if kind == "secret":
        return {**key, "clientsecret": "wrong"}
    if port is None:
        return key
    url = f"http://127.0.0.1:{port}"
    return {**key, "url": url, "serviceurls": {"AI_API_URL": url}}


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("secret", ("token", "client ID or secret of the service key was refused")),
        ("group", ("resource group", "The resource group gone does not exist", "default")),
        ("closed", ("network", "refused the connection")),
        ("silent", ("network", "did not answer in time")),
    ],
)
async def test_one_account_fails(
    tmp_path: Path, sandbox: Sandbox, closed: int, silent: int, kind: str, words: tuple[str, ...]
) -> None:
    config = sub_accounts(tmp_path, sandbox, "demo", "other")
    write(tmp_path / "other.json", broken(sandbox.service_key("other"), kind, closed, silent))
    if kind == "group":
        config.write_text(config.read_text().replace('"default"', '"gone"').replace('"gone"', '"default"', 1))
    began = time.monotonic()
    env = {"AICORE_TRAY_IDLE_TIMEOUT": "2.5"}
    async with serving(tmp_path / "home", "--config", config, env=env) as proxy:
        asked = time.monotonic()
        status, answer = await proxy.ask("seed-key", CLAUDE)
        assert status == 200, answer
        assert time.monotonic() - asked < 2.0, "one account held up the other"
        line = await proxy.wait_for_error("account other", *words)
        assert time.monotonic() - began < 10
        status, health = await proxy.get("/health")
        assert (status, health["status"]) == (200, "degraded")
        assert health["accounts"] == {"configured": 2, "with_problems": 1}
        assert "other" not in str(health)
        assert (await proxy.ask("seed-key", CLAUDE))[0] == 200
        assert await proxy.stop() == 0
        assert proxy.err.splitlines() == [line]


async def test_a_mended_account_says_so(tmp_path: Path, sandbox: Sandbox) -> None:
    """The account comes back by itself, with one more line."""
    from aicore_tray.sandbox.faults import Fault

    sandbox.faults.add(Fault(kind="token", status=503))
    config = sub_accounts(tmp_path, sandbox)
    async with serving(tmp_path / "home", "--config", config, env={"AICORE_TRAY_DISCOVERY_INTERVAL": "0.5"}) as proxy:
        await proxy.wait_for_error("account demo", "out of order")
        await proxy.wait_for_error("account demo: works again")
        assert (await proxy.get("/health"))[1]["status"] == "ok"
        assert (await proxy.ask("seed-key", CLAUDE))[0] == 200


async def test_lists_show_what_the_other_account_has(tmp_path: Path, sandbox: Sandbox) -> None:
    config = sub_accounts(tmp_path, sandbox, "demo", "other")
    write(tmp_path / "other.json", broken(sandbox.service_key("other"), "secret", 0, 0))
    for name in ("models", "deployments", "configurations"):
        ended = await command(name, "--config", config, "--data-dir", tmp_path / "home")
        assert ended.code == 0, ended.err
        assert CLAUDE in ended.out
        assert len(ended.errors) == 1
        assert ended.err.startswith("aicore-tray: account other: ")
    assert not (tmp_path / "home").exists(), "a list leaves nothing behind"
    write(tmp_path / "demo.json", broken(sandbox.service_key("demo"), "secret", 0, 0))
    for name in ("models", "deployments", "configurations"):
        ended = await command(name, "--config", config, "--data-dir", tmp_path / "home")
        assert (ended.code, ended.out) == (1, "")
        assert len(ended.errors) == 2


async def test_running_proxy_lists_what_the_other_account_has(tmp_path: Path, sandbox: Sandbox) -> None:
    config = sub_accounts(tmp_path, sandbox, "demo", "other")
    write(tmp_path / "other.json", broken(sandbox.service_key("other"), "secret", 0, 0))
    home = tmp_path / "home"
    async with serving(home, "--config", config) as proxy:
        key = (await command("keys", "create", "boss", "--admin", "--data-dir", home)).out.strip()
        for name in ("deployments", "configurations"):
            status, answer = await proxy.get(f"/admin/{name}", key)
            assert status == 200
            assert {row["account"] for row in answer[name]} == {"demo"}
            assert [problem["account"] for problem in answer["problems"]] == ["other"]
            ended = await command(name, "--data-dir", home, "--api-key", key)
            assert ended.code == 0
            assert CLAUDE in ended.out
            assert ended.err.startswith("aicore-tray: account other: ")
