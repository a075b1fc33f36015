"""`serve --config` with each format: its accounts, names, pools and keys."""

from __future__ import annotations

from pathlib import Path

from aicore_tray.sandbox.server import Sandbox
from tests.cli.configs import aicore_proxy, deployment_id, sdk, sub_accounts, toml, write
from tests.cli.processes import Serving, serving

CLAUDE = "anthropic--claude-4.5-sonnet"


async def first_key(proxy: Serving) -> str:
    return (await proxy.wait_for_error("API key: ")).removeprefix("API key: ")


async def names(proxy: Serving, key: str) -> set[str]:
    """Return the listed names, once the first look is over."""
    assert (await proxy.ask(key, "no-such-model"))[0] == 404
    return {row["id"] for row in (await proxy.get("/v1/models", key))[1]["data"]}


def asked_deployments(sandbox: Sandbox) -> list[str]:
    return [request.path.split("/")[4] for request in sandbox.requests if "/inference/deployments/" in request.path]


async def test_own_settings(tmp_path: Path, sandbox: Sandbox) -> None:
    async with serving(tmp_path / "home", "--config", toml(tmp_path, sandbox)) as proxy:
        key = await first_key(proxy)
        assert {CLAUDE, "claude-sonnet-4-5", "gpt-5"} <= await names(proxy, key)
        assert (await proxy.ask(key, "gpt-5"))[0] == 200


async def test_own_settings_in_the_data_folder_need_no_argument(tmp_path: Path, sandbox: Sandbox) -> None:
    home = tmp_path / "home"
    toml(home, sandbox).rename(home / "settings.toml")
    async with serving(home) as proxy:
        assert (await proxy.ask(await first_key(proxy), "gpt-5"))[0] == 200


async def test_seed_with_several_sub_accounts(tmp_path: Path, sandbox: Sandbox) -> None:
    """Names are served word for word, misspelt or short; a model may run in two accounts."""
    claude = deployment_id(sandbox, CLAUDE)
    gpt, other = deployment_id(sandbox, "gpt-5"), deployment_id(sandbox, "gpt-5", "other")
    base = f"{sandbox.url}/v2/inference/deployments"
    write(tmp_path / "keys" / "demo.json", sandbox.service_key("demo"))
    write(tmp_path / "keys" / "other.json", sandbox.service_key("other"))
    config = {
        "subAccounts": {
            "one": {
                "resource_group": "default",
                "service_key_json": "keys/demo.json",
                "deployment_models": {
                    "claud": [f"{base}/{claude}"],
                    "4.5-sonnet": [f"{base}/{claude}"],
                    "gpt-5": [f"{base}/{gpt}"],
                },
            },
            "two": {
                "resource_group": "default",
                "service_key_json": "keys/other.json",
                "deployment_models": {"gpt-5": [f"{base}/{other}"]},
            },
        },
        "secret_authentication_tokens": ["seed-1", "seed-2"],
    }
    file = write(tmp_path / "config.json", config)
    async with serving(tmp_path / "home", "--config", file) as proxy:
        assert await names(proxy, "seed-1") == {"claud", "4.5-sonnet", "gpt-5"}
        for name in ("claud", "4.5-sonnet"):
            status, answer = await proxy.ask("seed-2", name)
            assert status == 200
            assert "sandbox" in answer["choices"][0]["message"]["content"]
        assert asked_deployments(sandbox) == [claude, claude]
        for turn in range(6):
            assert (await proxy.ask("seed-1", "gpt-5", f"turn {turn}"))[0] == 200
        assert set(asked_deployments(sandbox)[2:]) <= {gpt, other}
        assert "API key:" not in proxy.err


async def test_seed_flat_form_with_host_and_port(tmp_path: Path, sandbox: Sandbox) -> None:
    write(tmp_path / "key.json", sandbox.service_key("demo"))
    config = {
        "service_key_json": "key.json",
        "deployment_models": {"claud": [deployment_id(sandbox, CLAUDE)]},
        "secret_authentication_tokens": ["seed-key"],
        "resource_group": "default",
        "host": "127.0.0.1",
        "port": 0,
    }
    file = write(tmp_path / "config.json", config)
    async with serving(tmp_path / "home", "--config", file, port=False) as proxy:
        assert not proxy.url.endswith(":3001")
        assert (await proxy.ask("seed-key", "claud"))[0] == 200


async def test_seed_without_deployment_models_discovers(tmp_path: Path, sandbox: Sandbox) -> None:
    async with serving(tmp_path / "home", "--config", sub_accounts(tmp_path, sandbox)) as proxy:
        assert {CLAUDE, "gpt-5"} <= await names(proxy, "seed-key")


async def test_aicore_proxy_with_pools(tmp_path: Path, sandbox: Sandbox) -> None:
    sonnet, haiku = deployment_id(sandbox, CLAUDE), deployment_id(sandbox, "anthropic--claude-4.5-haiku")
    config = aicore_proxy(tmp_path, sandbox, {"sonnet": [sonnet], "haiku": [haiku]})
    async with serving(tmp_path / "home", "--config", config) as proxy:
        for name in ("claude-3-7-sonnet-20250219", "my-own-Sonnet"):
            assert (await proxy.ask("proxy-key", name))[0] == 200
        assert (await proxy.ask("proxy-key", "claude-3-5-haiku-latest"))[0] == 200
        assert asked_deployments(sandbox) == [sonnet, sonnet, haiku]
        assert (await proxy.get("/stats", "proxy-key"))[0] == 403
        assert (await proxy.get("/stats", "admin-token"))[0] == 200


async def test_aicore_proxy_with_one_pool_for_all(tmp_path: Path, sandbox: Sandbox) -> None:
    gpt = deployment_id(sandbox, "gpt-5")
    async with serving(tmp_path / "home", "--config", aicore_proxy(tmp_path, sandbox, f"{gpt}")) as proxy:
        assert (await proxy.ask("proxy-key", "whatever"))[0] == 200
        assert asked_deployments(sandbox) == [gpt]


async def test_sdk_file(tmp_path: Path, sandbox: Sandbox, home: Path) -> None:
    """Named with --config, and found in the home folder where nothing else names an account."""
    async with serving(tmp_path / "one", "--config", sdk(tmp_path, sandbox)) as proxy:
        assert (await proxy.ask(await first_key(proxy), CLAUDE))[0] == 200
    sdk(home / ".aicore", sandbox)
    async with serving(tmp_path / "two") as proxy:
        assert (await proxy.ask(await first_key(proxy), CLAUDE))[0] == 200


async def test_service_key(tmp_path: Path, sandbox: Sandbox) -> None:
    file = write(tmp_path / "downloaded key.json", sandbox.service_key("demo"))
    async with serving(tmp_path / "home", "--config", file) as proxy:
        assert (await proxy.ask(await first_key(proxy), CLAUDE))[0] == 200
