"""`serve` with the environment variables that containers and the proxies before it are given."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aicore_tray.sandbox.server import Sandbox
from tests.cli.processes import command, serving
from tests.desktop.test_desktop import free_port

MODEL = "claude-sonnet-4-5"


def variables(sandbox: Sandbox) -> dict[str, str]:
    key = sandbox.service_key("demo")
    return {
        "SAP_CLIENT_ID": key["clientid"],
        "SAP_CLIENT_SECRET": key["clientsecret"],
        "SAP_AUTH_URL": key["url"],
        "SAP_AI_API_URL": key["serviceurls"]["AI_API_URL"],
        "API_KEYS": "sk-one,sk-two",
    }


async def test_the_variables_of_aicore_proxy_are_enough(tmp_path: Path, sandbox: Sandbox) -> None:
    async with serving(tmp_path, env={**variables(sandbox), "SAP_RESOURCE_GROUP": "default"}) as proxy:
        for key in ("sk-one", "sk-two"):
            status, answer = await proxy.ask(key, MODEL)
            assert status == 200, answer
        status, _ = await proxy.ask("sk-three", MODEL)
        assert status == 401


async def test_the_environment_wins_over_the_file(tmp_path: Path, sandbox: Sandbox) -> None:
    config = tmp_path / "config.json"
    wrong = {"sap_client_id": "x", "sap_client_secret": "y", "sap_auth_url": "http://127.0.0.1:9"}
    config.write_text(json.dumps({**wrong, "sap_ai_api_url": "http://127.0.0.1:9", "sap_deployment_id": "d1"}))
    env = {**variables(sandbox), "AICORE_TRAY_CONTAINER": "1", "CONFIG_PATH": str(config)}
    async with serving(tmp_path, env=env) as proxy:
        status, answer = await proxy.ask("sk-one", MODEL)
        assert status == 200, answer


@pytest.mark.parametrize("container", [True, False])
async def test_the_port_counts_in_a_container_alone(tmp_path: Path, sandbox: Sandbox, container: bool) -> None:
    port, other = free_port(), free_port()
    env = {**variables(sandbox), "PORT": str(port), "HOST": "127.0.0.1", "DEBUG": "1"}
    env |= {"AICORE_TRAY_CONTAINER": "1"} if container else {}
    (tmp_path / "settings.toml").write_text(f"port = {other}\n")
    async with serving(tmp_path, port=False, env=env) as proxy:
        assert proxy.url.endswith(f":{port if container else other}")


async def test_a_variable_that_is_missing_is_named(tmp_path: Path, sandbox: Sandbox) -> None:
    env = {**variables(sandbox), "AICORE_TRAY_HOME": str(tmp_path)}
    del env["SAP_CLIENT_SECRET"]
    ended = await command("serve", "--port", "0", env=env)
    assert ended.code == 2
    assert ended.errors == ["aicore-tray: SAP_CLIENT_SECRET is missing beside the other SAP_* variables"]


async def test_what_does_nothing_is_told(tmp_path: Path, sandbox: Sandbox) -> None:
    missing = tmp_path / "nothing.json"
    env = {**variables(sandbox), "AICORE_TRAY_CONTAINER": "1", "ENABLE_STATS": "false", "CONFIG_PATH": str(missing)}
    async with serving(tmp_path, env=env) as proxy:
        assert await proxy.stop() == 0
        assert any("ENABLE_STATS" in line for line in proxy.err.splitlines())
        assert any(str(missing) in line for line in proxy.err.splitlines())


async def test_health_asks_the_proxy_that_runs(tmp_path: Path, sandbox: Sandbox) -> None:
    home = {"AICORE_TRAY_HOME": str(tmp_path)}
    assert (await command("health", env=home)).code == 1
    async with serving(tmp_path, env=variables(sandbox)):
        ended = await command("health", env=home)
        assert (ended.code, ended.out) == (0, "ok\n")
    assert (await command("health", env=home)).code == 1
