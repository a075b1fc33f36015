"""What an engine runs with, put together from every source."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from aicore_tray.config.configuration import load_configuration, vault_name, with_fixed_key
from aicore_tray.config.key_store import digest
from aicore_tray.config.vault import FileKey, Vault
from aicore_tray.errors import ConfigurationError
from aicore_tray.system.paths import Paths

KEY: dict[str, Any] = {
    "clientid": "sb-1!b1",
    "clientsecret": "s3cret$Value",
    "url": "https://sub.authentication.example",
    "serviceurls": {"AI_API_URL": "https://api.example"},
    "identityzone": "sub",
}


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths.locate(tmp_path / "app")


def settings(paths: Paths, text: str) -> Path:
    paths.config.mkdir(parents=True, exist_ok=True)
    paths.settings_file.write_text(text)
    return paths.settings_file


def test_nothing_at_all(paths: Paths, home: Path) -> None:
    found = load_configuration(paths, env={}, home=home)
    assert not found.accounts
    assert not found.keys
    assert not found.warnings
    assert found.settings.port == 3001


def test_service_key_file_beside_the_settings(paths: Paths, home: Path) -> None:
    file = settings(paths, 'port = 7\n[accounts.one]\nservice_key_file = "keys/k.json"\nresource_groups = ["a", "b"]\n')
    (paths.config / "keys").mkdir()
    (paths.config / "keys" / "k.json").write_text(json.dumps(KEY), encoding="utf-8-sig")
    found = load_configuration(paths, env={"AICORE_SERVICE_KEY": "not looked at"}, home=home)
    assert [(account.name, account.resource_groups) for account in found.accounts] == [("one", ("a", "b"))]
    assert found.accounts[0].key.client_id == "sb-1!b1"
    assert (found.settings.port, found.source) == (7, str(file))


def test_service_key_in_the_vault(paths: Paths, home: Path) -> None:
    settings(paths, 'vault_key_file = "vault.key"\n[accounts.one]\n')
    Vault(paths.vault_file, FileKey(paths.config / "vault.key")).set(vault_name("one"), json.dumps(KEY))
    assert load_configuration(paths, env={}, home=home).accounts[0].key.client_secret == "s3cret$Value"


def test_every_account_that_is_wrong_is_told(paths: Paths, home: Path) -> None:
    settings(
        paths,
        'vault_key_file = "k"\n[accounts.a]\n[accounts.b]\nservice_key_file = "gone"\n'
        '[accounts.c]\nservice_key_file = "c"\n',
    )
    (paths.config / "c").write_text('{"clientid": "x", "clientsecret": "s3cret"}')
    with pytest.raises(ConfigurationError) as caught:
        load_configuration(paths, env={}, home=home)
    prefix = f"{paths.settings_file}: accounts."
    assert [line.removeprefix(prefix)[0] for line in caught.value.problems] == ["a", "b", "c"]
    assert "s3cret" not in str(caught.value)


def test_a_vault_that_does_not_open_is_told(paths: Paths, home: Path) -> None:
    settings(paths, 'vault_key_file = "k"\n[accounts.a]\n')
    paths.data.mkdir(parents=True)
    paths.vault_file.write_bytes(b"ACTV1" + bytes(40))
    with pytest.raises(ConfigurationError, match=r"accounts\.a: The vault .* is there, but its key is not"):
        load_configuration(paths, env={}, home=home)


def test_environment_where_the_settings_name_no_account(paths: Paths, home: Path) -> None:
    env = {"AICORE_SERVICE_KEY": json.dumps(KEY), "AICORE_RESOURCE_GROUP": "team", "API_KEYS": "one, two"}
    found = load_configuration(paths, env=env, home=home)
    assert [(account.name, account.resource_groups) for account in found.accounts] == [("sub", ("team",))]
    assert found.source == "AICORE_SERVICE_KEY"
    assert [key.sha256 for key in found.keys] == [digest("one"), digest("two")]
    assert not any(key.admin for key in found.keys)


def test_another_proxy_with_its_port_and_keys(paths: Paths, home: Path, tmp_path: Path) -> None:
    """The file's port counts before our settings and after an argument."""
    settings(paths, 'port = 5\nproxy = "none"\n')
    file = tmp_path / "config.json"
    content = {
        "sap_client_id": "sb", "sap_client_secret": "s3cret", "sap_auth_url": KEY["url"],
        "sap_ai_api_url": "https://api.example/v2", "sap_deployment_id": {"sonnet": ["d1"]}, "api_keys": ["user"],
        "admin_token": "admin", "port": 8, "surprise": 1,
    }  # fmt: skip
    file.write_text(json.dumps(content))
    found = load_configuration(paths, file=file, env={"API_KEYS": "env"}, home=home, arguments={"port": None})
    assert (found.settings.port, found.settings.proxy) == (8, "none")
    assert found.pools == {"sonnet": ("d1",)}
    assert [(key.sha256, key.admin) for key in found.keys] == [
        (digest("env"), False), (digest("user"), False), (digest("admin"), True),
    ]  # fmt: skip
    assert len(found.warnings) == 1
    assert "surprise" in found.warnings[0]
    assert load_configuration(paths, file=file, env={}, home=home, arguments={"port": 0}).settings.port == 0


def test_the_environment_beats_another_proxys_file(paths: Paths, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "config.json"
    (tmp_path / "k.json").write_text(json.dumps(KEY))
    file.write_text(json.dumps({"subAccounts": {"a": {"service_key_json": "k.json"}}, "port": 8}))
    assert load_configuration(paths, file=file, env={"AICORE_TRAY_PORT": "9"}, home=home).settings.port == 9


def test_files_that_are_named_must_exist(paths: Paths, home: Path, tmp_path: Path) -> None:
    for name in ("gone.toml", "gone.json"):
        with pytest.raises(ConfigurationError, match="there is no such file"):
            load_configuration(paths, file=tmp_path / name, env={}, home=home)


def test_fixed_key_of_the_demo(paths: Paths, home: Path) -> None:
    found = with_fixed_key(load_configuration(paths, env={}, home=home), "demo", name="demo")
    assert [(key.name, key.sha256, key.admin) for key in found.keys] == [("demo", digest("demo"), True)]
