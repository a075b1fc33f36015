"""`import` in processes of its own: what it writes serves afterwards, what it refuses leaves everything as it was."""

from __future__ import annotations

import base64
import json
import stat
import sys
import tomllib
from pathlib import Path

import pytest

from aicore_tray.sandbox.server import Sandbox
from tests.cli.configs import aicore_proxy, deployment_id, sub_accounts, write
from tests.cli.processes import Ended, command, serving

CLAUDE = "anthropic--claude-4.5-sonnet"
VAULT = {"AICORE_TRAY_VAULT_KEY": base64.b64encode(bytes(32)).decode()}


async def bring_in(folder: Path, *arguments: object, typed: str | None = None) -> Ended:
    return await command("import", "--data-dir", folder, *arguments, env=VAULT, typed=typed)


def state(folder: Path) -> dict[str, bytes]:
    """Everything that lies in a data folder, the log aside."""
    files = [file for file in folder.rglob("*") if file.is_file() and file.suffix != ".lock"]
    return {str(file.relative_to(folder)): file.read_bytes() for file in files if "logs" not in file.parts}


async def test_a_service_key_serves_afterwards(tmp_path: Path, sandbox: Sandbox) -> None:
    home = tmp_path / "home"
    key = sandbox.service_key("demo")
    file = write(tmp_path / "key.json", key)
    ended = await bring_in(home, file, "--name", "work")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == "account work: added; resource groups default\n"
    file.unlink()
    assert not [name for name, content in state(home).items() if str(key["clientsecret"]).encode() in content]
    async with serving(home, env={**VAULT, "API_KEYS": "mine"}) as proxy:
        assert (await proxy.ask("mine", CLAUDE))[0] == 200


async def test_what_is_pasted(tmp_path: Path, sandbox: Sandbox) -> None:
    text = json.dumps(sandbox.service_key("demo"))
    ended = await bring_in(tmp_path, "-", "--name", "pasted", typed=text)
    assert (ended.code, ended.out) == (0, "account pasted: added; resource groups default\n")
    ended = await bring_in(tmp_path, "-", typed='{"clientid": "a"}')
    assert ended.code == 2
    assert ended.errors[0].startswith("aicore-tray: stdin: The file is incomplete")


async def test_another_proxys_configuration(tmp_path: Path, sandbox: Sandbox) -> None:
    """Accounts, pinned names, keys and port; a second time changes nothing and says so."""
    home = tmp_path / "home"
    pins = {"claud": [deployment_id(sandbox, CLAUDE)]}
    file = sub_accounts(tmp_path, sandbox, "demo", "other", port=0)
    content = json.loads(file.read_text())
    content["subAccounts"]["demo"]["deployment_models"] = pins
    write(file, content)
    ended = await bring_in(home, file)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines() == [
        "account demo: added; resource groups default; deployments pinned for claud",
        "account other: added; resource groups default",
        "port: 0",
        "API key 'imported 1': stored",
    ]
    assert "seed-key" not in "".join(content.decode(errors="replace") for content in state(home).values())
    before = state(home)
    again = await bring_in(home, file)
    assert again.code == 0
    assert again.out.splitlines()[-1] == "Nothing has changed."
    assert state(home) == before
    async with serving(home, env=VAULT, port=False) as proxy:
        for model in ("claud", "gpt-4.1"):
            assert (await proxy.ask("seed-key", model))[0] == 200


async def test_pools_and_the_admin_token(tmp_path: Path, sandbox: Sandbox) -> None:
    home = tmp_path / "home"
    file = aicore_proxy(tmp_path, sandbox, {"sonnet": deployment_id(sandbox, CLAUDE)})
    assert (await bring_in(home, file)).code == 0
    async with serving(home, env=VAULT) as proxy:
        assert (await proxy.ask("proxy-key", "claude-sonnet-99"))[0] == 200
        assert (await proxy.get("/stats", "admin-token"))[0] == 200
        assert (await proxy.get("/stats", "proxy-key"))[0] == 403


async def test_the_settings_stay_the_users(tmp_path: Path, sandbox: Sandbox) -> None:
    """Comments, order, mode and a link stay; the state before is kept beside it."""
    home = tmp_path / "home"
    text = '# mine\nport = 4000  # a good one\n\n[models."gpt-9"]\ncontext = 5 # guess\n\n[accounts.lab] # the lab\n'
    text += 'service_key_file = "lab.json"\n'
    real = write(tmp_path / "dotfiles" / "s.toml", text)
    real.chmod(0o640)
    home.mkdir()
    (home / "settings.toml").symlink_to(real)
    write(home / "lab.json", sandbox.service_key("other"))
    file = sub_accounts(tmp_path, sandbox, "demo", host="127.0.0.1", port=5000)
    ended = await bring_in(home, file)
    assert (ended.code, ended.err) == (0, "")
    now = (home / "settings.toml").read_text()
    assert (home / "settings.toml").is_symlink()
    assert 'host = "127.0.0.1"' in now
    assert all(line in now.splitlines() for line in text.splitlines())
    assert real.with_name("s.toml.bak").read_text() == text
    if sys.platform != "win32":
        assert stat.S_IMODE(real.stat().st_mode) == 0o640
    ended = await bring_in(home, "--remove", "demo")
    assert (ended.code, ended.out) == (0, "account demo: removed\n")
    assert tomllib.loads(real.read_text()) == tomllib.loads(text) | {"host": "127.0.0.1"}


async def test_another_key_under_the_same_name(tmp_path: Path, sandbox: Sandbox) -> None:
    home = tmp_path / "home"
    mine = write(tmp_path / "a.json", sandbox.service_key("demo"))
    others = write(tmp_path / "b.json", sandbox.service_key("other"))
    groups = '[accounts.work]\nresource_groups = ["default", "team-a"]\nservice_key_file = "../a.json"\n'
    settings = write(home / "settings.toml", groups)
    same = await bring_in(home, mine, "--name", "work")
    assert same.out.splitlines() == ["account work: is there already", "Nothing has changed."]
    before = state(home)
    refused = await bring_in(home, others, "--name", "work")
    assert (refused.code, refused.out) == (2, "")
    assert "account work: is there already with another service key; give --replace" in refused.err
    assert state(home) == before
    done = await bring_in(home, others, "--name", "work", "--replace")
    assert (done.code, done.out) == (0, "account work: replaced\n")
    assert settings.read_text() == '[accounts.work]\nresource_groups = ["default", "team-a"]\n'
    assert (await bring_in(home, others, "--name", "work")).out.splitlines()[-1] == "Nothing has changed."


async def test_without_a_keyring_nothing_is_half_written(tmp_path: Path, sandbox: Sandbox) -> None:
    home = tmp_path / "home"
    file = sub_accounts(tmp_path, sandbox)
    ended = await command("import", "--data-dir", home, file)
    assert (ended.code, ended.out) == (1, "")
    assert len(ended.errors) == 1
    assert "vault_key_file" in ended.err
    assert state(home) == {}
    write(home / "settings.toml", 'vault_key_file = "vault.key"\n')
    assert (await command("import", "--data-dir", home, file)).code == 0
    async with serving(home) as proxy:
        assert (await proxy.ask("seed-key", CLAUDE))[0] == 200
    removed = await command("import", "--data-dir", home, "--remove", "demo")
    assert removed.code == 0
    assert (home / "settings.toml").read_text().strip() == 'vault_key_file = "vault.key"'
    again = await command("import", "--data-dir", home, "--remove", "demo")
    assert (again.code, again.errors) == (
        1,
        [f"aicore-tray: There is no account called 'demo' in {home / 'settings.toml'}. The settings name no account"],
    )


async def test_a_configuration_in_yaml_is_served(tmp_path: Path, sandbox: Sandbox) -> None:
    """aicore-router's: its account, key, address and aliases; nothing changes at the source."""
    home = tmp_path / "home"
    key = sandbox.service_key("demo")
    text = f"""
bind: "127.0.0.1:0"
api_keys: [{{key: router-key, requests_per_minute: 9}}]
providers:
  - name: demo
    uaa_token_url: {key["url"]}
    uaa_client_id: {key["clientid"]}
    uaa_client_secret: "{key["clientsecret"]}"
    genai_api_url: {key["serviceurls"]["AI_API_URL"]}
models:
  - name: work
    aicore_model_name: {CLAUDE}
"""
    file = tmp_path / "config.yaml"
    file.write_text(text)
    write(home / "settings.toml", 'vault_key_file = "vault.key"\n')
    ended = await command("import", "--data-dir", home, file)
    assert ended.code == 0, ended.err
    assert "account demo: added" in ended.out
    assert "aliases: 1 added" in ended.out
    assert "the limits of 1 are left out" in ended.err
    assert file.read_text() == text
    assert key["clientsecret"] not in (home / "settings.toml").read_text() + ended.out + ended.err
    async with serving(home) as proxy:
        assert (await proxy.ask("router-key", "work"))[0] == 200


async def test_what_lies_here_is_told_and_not_touched(tmp_path: Path, sandbox: Sandbox) -> None:
    user = tmp_path / "user"
    file = write(user / ".aicore" / "config.json", sandbox.service_key("demo"))
    env = {"HOME": str(user), "USERPROFILE": str(user), "SAP_CLIENT_ID": "a"}
    ended = await command("import", "--data-dir", tmp_path / "home", env=env)
    assert ended.code == 0
    assert ended.out.splitlines() == [f"aicore-tray import {file}", "aicore-tray import --environment"]
    assert state(tmp_path / "home") == {}
    half = await command("import", "--environment", "--data-dir", tmp_path / "home", env=env)
    assert (half.code, "sap_client_secret: is missing" in half.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "give a FILE, or -"),
        (("missing.json",), "there is no such file"),
        (("own.toml",), "is a settings file of ours already"),
        (("a.json", "--remove", "b"), "either a FILE"),
        (("two.json", "--name", "x"), "the file has 2 accounts"),
        (("a.json", "--name", " "), "--name: is empty"),
        (("a.json", "--config", "b.json"), "must be a settings file in TOML"),
    ],
)
async def test_wrong_arguments(tmp_path: Path, sandbox: Sandbox, arguments: tuple[str, ...], said: str) -> None:
    write(tmp_path / "own.toml", "")
    write(tmp_path / "a.json", sandbox.service_key("demo"))
    sub_accounts(tmp_path, sandbox, "demo", "other").rename(tmp_path / "two.json")
    given = [tmp_path / word if word.endswith((".json", ".toml")) else word for word in arguments]
    ended = await bring_in(tmp_path / "home", *given)
    assert ended.code == 2
    assert said in ended.err
    assert len(ended.errors) == 1
