"""Other proxies' configuration files: each format, slips of the fingers, wrong types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from aicore_tray.config.formats import read_configuration
from aicore_tray.config.imported import Imported
from aicore_tray.errors import ConfigurationError

SECRET = "s3cret$Value"
KEY: dict[str, Any] = {
    "clientid": "sb-1!b1",
    "clientsecret": SECRET,
    "url": "https://sub.authentication.example",
    "serviceurls": {"AI_API_URL": "https://api.example"},
}
AICORE_PROXY: dict[str, Any] = {
    "sap_client_id": "sb-1!b1",
    "sap_client_secret": SECRET,
    "sap_auth_url": "https://sub.authentication.example/oauth/token",
    "sap_ai_api_url": "https://api.example/v2",
    "sap_deployment_id": "d1, d2,",
    "sap_resource_group": "team",
    "api_keys": ["sk-1", "sk-2"],
    "admin_token": "admin",
    "verbose": False,
    "//": "a comment",
    "//1": {"a": 1},
}
PIN = "https://api.example/v2/inference/deployments/d1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "demo.json").write_text(json.dumps(KEY))
    return tmp_path


def read(folder: Path, content: object) -> Imported:
    path = folder / "config.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    imported = read_configuration(path)
    assert imported is not None
    return imported


def problems(folder: Path, content: object) -> list[str]:
    """Return the problems without the file's path, which every one begins with."""
    with pytest.raises(ConfigurationError) as caught:
        read(folder, content)
    prefix = f"{folder / 'config.json'}: "
    assert all(problem.startswith(prefix) for problem in caught.value.problems)
    assert SECRET not in str(caught.value)
    return [problem.removeprefix(prefix) for problem in caught.value.problems]


def test_sub_accounts(folder: Path) -> None:
    imported = read(
        folder,
        {
            "subAccounts": {
                "one": {
                    "resource_group": "team",
                    "service_key_json": "keys/demo.json",
                    "deployment_models": {"claud": [PIN, "d2"], "gpt-4o": "d3", "none": []},
                },
                "two": {"service_key_json": KEY},
            },
            "secret_authentication_tokens": ["k1", "k2"],
            "port": 0,
            "host": "0.0.0.0",  # noqa: S104
            "hostLocal": "x",
            "something_else": 1,
        },
    )
    one, two = imported.accounts
    assert (one.name, one.resource_groups, one.key.client_secret) == ("one", ("team",), SECRET)
    assert one.pinned == {"claud": (PIN, "d2"), "gpt-4o": ("d3",)}
    assert (two.name, two.resource_groups, two.pinned) == ("two", ("default",), {})
    assert imported.api_keys == ("k1", "k2")
    assert (imported.host, imported.port) == ("0.0.0.0", 0)  # noqa: S104
    assert [warning.rpartition("config.json: ")[2] for warning in imported.warnings] == [
        "something_else: is not known here and is left out",
        "subAccounts.one.deployment_models.none: names no deployment and is left out",
    ]


def test_older_flat_form(folder: Path) -> None:
    imported = read(
        folder,
        {
            "service_key_json": "keys/demo.json",
            "deployment_models": {"gpt-4o": [PIN]},
            "resource_group": "default",
            "secret_authentication_tokens": ["k1"],
            "port": 3001,
            "host": "127.0.0.1",
        },
    )
    assert [account.name for account in imported.accounts] == ["default"]
    assert imported.accounts[0].pinned == {"gpt-4o": (PIN,)}
    assert (imported.host, imported.port) == ("127.0.0.1", 3001)


@pytest.mark.parametrize(
    ("ids", "pools"),
    [
        ("d1, d2,", {"*": ("d1", "d2")}),
        (["d1", " d2 "], {"*": ("d1", "d2")}),
        ({"opus": ["d1"], "Sonnet": "d2,d3", "haiku": ""}, {"opus": ("d1",), "sonnet": ("d2", "d3")}),
        (None, {}),
    ],
)
def test_aicore_proxy(folder: Path, ids: object, pools: dict[str, tuple[str, ...]]) -> None:
    imported = read(folder, {**AICORE_PROXY, "sap_deployment_id": ids})
    (account,) = imported.accounts
    assert (account.key.auth_url, account.key.api_url) == ("https://sub.authentication.example", "https://api.example")
    assert (account.key.client_secret, account.resource_groups, account.pinned) == (SECRET, ("team",), {})
    assert imported.api_keys == ("sk-1", "sk-2")
    assert imported.admin_keys == ("admin",)
    assert imported.pools == pools
    assert imported.warnings == ()


def test_flat_file_of_saps_tools(folder: Path) -> None:
    flat = {
        "AICORE_CLIENT_ID": "sb-1!b1",
        "AICORE_CLIENT_SECRET": SECRET,
        "AICORE_AUTH_URL": "https://sub.authentication.example",
        "AICORE_BASE_URL": "https://api.example/v2",
        "AICORE_RESOURCE_GROUP": "team",
    }
    (account,) = read(folder, flat).accounts
    assert (account.key.api_url, account.resource_groups) == ("https://api.example", ("team",))
    del flat["AICORE_AUTH_URL"]
    assert "incomplete: AICORE_AUTH_URL missing" in problems(folder, flat)[0]


@pytest.mark.parametrize(
    "content",
    [KEY, {"credentials": KEY}, [{"credentials": KEY}], f"\ufeff{json.dumps(KEY)}", f"```\n{json.dumps(KEY)}\n```"],
)
def test_service_key(folder: Path, content: object) -> None:
    (account,) = read(folder, content).accounts
    assert account.key.client_secret == SECRET
    assert account.name == "config"


def test_own_settings_are_read_elsewhere(tmp_path: Path) -> None:
    assert read_configuration(tmp_path / "settings.toml") is None


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"subAcounts": {"a": {"service_key_json": "keys/demo.json"}}, "port": 1},
         ["subAcounts: is not known; did you mean subAccounts?"]),
        ({"service_key": KEY, "secret_authentication_token": ["k"]},
         ["service_key: is not known; did you mean service_key_json?",
          "secret_authentication_token: is not known; did you mean secret_authentication_tokens?"]),
        ({"subAccounts": {"a": {"service_key_json": "keys/demo.json", "deployment_model": {}, "resourceGroup": "x"}}},
         ["subAccounts.a.deployment_model: is not known; did you mean deployment_models?",
          "subAccounts.a.resourceGroup: is not known; did you mean resource_group?"]),
        ({"subAccounts": {}}, ["subAccounts: is empty; name at least one sub-account"]),
        ({"subAccounts": []}, ['subAccounts: must be an object; write {"name": {"service_key_json": "key.json"}}']),
        ({"subAccounts": {"a": 1}}, ['subAccounts.a: must be an object; write {"service_key_json": "key.json"}']),
        ({"subAccounts": {"a": {}}}, ["subAccounts.a.service_key_json: is missing; name the service key's"]),
        ({"service_key_json": 5}, ["service_key_json: must be the name of a file, or the service key itself"]),
        ({"service_key_json": {"clientid": "x"}}, ["service_key_json: The service key is incomplete"]),
        ({"service_key_json": KEY, "port": "3001"}, ["port: must be a number from 0 to 65535; write 3001 without"]),
        ({"service_key_json": KEY, "port": True}, ["port: must be a number from 0 to 65535"]),
        ({"service_key_json": KEY, "port": 70000}, ["port: must be a number from 0 to 65535"]),
        ({"service_key_json": KEY, "host": 1}, ['host: must be a text; write "127.0.0.1"']),
        ({"service_key_json": KEY, "secret_authentication_tokens": ["a", ""]},
         ["secret_authentication_tokens[1]: must be a text that is not empty"]),
        ({"service_key_json": KEY, "secret_authentication_tokens": 5},
         ["secret_authentication_tokens: must be a list of keys"]),
        ({"service_key_json": KEY, "deployment_models": ["d1"]}, ["deployment_models: must be an object"]),
        ({"service_key_json": KEY, "deployment_models": {"a": [1]}},
         ["deployment_models.a: must be a list of deployment URLs or ids"]),
        ({"service_key_json": KEY, "resource_group": 3}, ["resource_group: must be the name of a resource group"]),
        ({**AICORE_PROXY, "sap_client_id": None}, ["sap_client_id: is missing; it is clientid of the service key"]),
        ({**{name: value for name, value in AICORE_PROXY.items() if name != "sap_auth_url"}, "sap_auth_ur": "x"},
         ["sap_auth_ur: is not known; did you mean sap_auth_url?"]),
        ({**AICORE_PROXY, "sap_client_secret": 5}, ["sap_client_secret: must be a text in quotes"]),
        ({**AICORE_PROXY, "sap_auth_url": "http://a"}, ["sap_*: In the service key url does not start with https://"]),
        ({**AICORE_PROXY, "sap_deployment_id": {"opsu": "d1"}},
         ["sap_deployment_id.opsu: is not a known kind of model; "]),
        ({**AICORE_PROXY, "sap_deployment_id": 5}, ["sap_deployment_id: must be a deployment id or a list of them"]),
        ({**AICORE_PROXY, "admin_token": 5}, ["admin_token: must be a text in quotes"]),
        ('{"subAccounts": {\n"a": 1,,}}', ["is not valid JSON: line 2, column 8: "]),
        ('{"clientid": "x"', ["The file ends early, in line 1"]),
        ("", ["The file is empty"]),
        ({}, ["The file is incomplete: clientid"]),
        ({"xsappname": "x", "url": "https://a"}, ["The file is the key of an XSUAA instance"]),
    ],
)  # fmt: skip
def test_problems_are_told_all_at_once(folder: Path, content: object, expected: list[str]) -> None:
    found = problems(folder, content)
    assert len(found) == len(expected)
    for problem, beginning in zip(found, expected, strict=True):
        assert problem.startswith(beginning)


def test_several_problems(folder: Path) -> None:
    found = problems(
        folder,
        {
            "subAccounts": {
                "a": {"service_key_json": "gone.json", "resource_grup": "x"},
                "b": {"service_key_json": "keys/demo.json", "deployment_models": 1},
            },
            "prot": 3001,
            "port": "x",
        },
    )
    assert [problem.split(":")[0] for problem in found] == [
        "subAccounts.a.resource_grup",
        "subAccounts.a.service_key_json",
        "subAccounts.b.deployment_models",
        "port",
    ]
    assert "there is no file gone.json; the path is relative to" in found[1]


def test_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="there is no such file"):
        read_configuration(tmp_path / "gone.json")
    with pytest.raises(ConfigurationError, match="cannot be read"):
        read_configuration(tmp_path)


def test_swapped_letters_of_a_short_key_are_a_typo(tmp_path: Path) -> None:
    file = tmp_path / "config.json"
    file.write_text('{"service_key_json": {}, "prot": 3001}', encoding="utf-8")
    with pytest.raises(ConfigurationError) as told:
        read_configuration(file)
    assert any("prot" in problem and "port" in problem for problem in told.value.problems)
