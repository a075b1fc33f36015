"""What aicore-router, LiteLLM, Cline and aicore-proxy's environment say: what is taken, what is not, and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from aicore_tray.aicore.service_key import ServiceKey
from aicore_tray.config.formats import places, read_configuration, read_environment
from aicore_tray.config.imported import Imported
from aicore_tray.config.importers import read_yaml
from aicore_tray.errors import ConfigurationError

SECRET = "s3cret$Value"
ROUTER = f"""
log_level: info
bind: "127.0.0.1:8900"
api_keys:
  - plain-key
  - key: limited-key
    daily_token_limit: 500000
quotas: {{enabled: true, daily_token_limit: 1000000}}
load_balancing: fallback
providers:
  - name: primary
    uaa_token_url: https://one.authentication.example
    uaa_client_id: "sb-1!b1|xsuaa_std!b1"
    uaa_client_secret: "{SECRET}"
    genai_api_url: https://api.one.example
    resource_group: team
    weight: 3
  - name: second
    uaa_token_url: https://two.authentication.example/oauth/token
    uaa_client_id: sb-2!b1
    uaa_client_secret: {SECRET}
    genai_api_url: https://api.two.example/v2
  - name: off
    uaa_token_url: https://x.authentication.example
    uaa_client_id: sb-3!b1
    uaa_client_secret: x
    genai_api_url: https://x.example
    enabled: false
models:
  - name: gpt-5-mini
    pricing: {{input: 0.25}}
  - name: claude-sonnet-4-6
    aicore_model_name: anthropic--claude-4.6-sonnet
    aliases: ["claude-sonnet-4-6-*", "claude-4.6-sonnet-*"]
fallback_models: {{claude: claude-sonnet-4-6}}
refresh_interval_secs: 300
"""
KEY: dict[str, Any] = {
    "clientid": "sb-1!b1",
    "clientsecret": SECRET,
    "url": "https://sub.authentication.example",
    "identityzone": "sub",
    "serviceurls": {"AI_API_URL": "https://api.example"},
}
LITELLM = """
model_list:
  - model_name: sonnet
    litellm_params: {model: sap/anthropic--claude-4.5-sonnet}
  - model_name: gpt-5
    litellm_params: {model: sap/gpt-5, temperature: 0}
  - model_name: other
    litellm_params: {model: openai/gpt-4o, api_key: os.environ/OPENAI_API_KEY}
general_settings:
  master_key: os.environ/MASTER
  database_url: postgresql://x
litellm_settings: {drop_params: true}
"""


def warned(imported: Imported) -> str:
    return "\n".join(imported.warnings)


def problems(text: str, env: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        read_yaml(text, Path("config.yaml"), "config", env or {})
    assert SECRET not in str(caught.value)
    return [problem.removeprefix("config.yaml: ") for problem in caught.value.problems]


def client(key: ServiceKey) -> tuple[str, str, str]:
    return key.client_id, key.client_secret, key.api_url


def test_aicore_router(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(ROUTER)
    imported = read_configuration(file)
    assert imported is not None
    assert [(each.name, each.resource_groups) for each in imported.accounts] == [
        ("primary", ("team",)),
        ("second", ("default",)),
    ]
    assert client(imported.accounts[0].key)[:2] == ("sb-1!b1|xsuaa_std!b1", SECRET)
    assert {each.key.token_url for each in imported.accounts} == {
        "https://one.authentication.example/oauth/token",
        "https://two.authentication.example/oauth/token",
    }
    assert imported.api_keys == ("plain-key", "limited-key")
    assert (imported.host, imported.port, imported.strategy) == ("127.0.0.1", 8900, "priority")
    assert imported.aliases == {
        "claude-sonnet-4-6": "anthropic--claude-4.6-sonnet",
        "claude-sonnet-4-6-*": "anthropic--claude-4.6-sonnet",
        "claude-4.6-sonnet-*": "anthropic--claude-4.6-sonnet",
    }
    for words in (
        "providers[2]: is switched off",
        "providers[0].weight",
        "the limits of 1 are left",
        "quotas",
        "fallback",
    ):
        assert words in warned(imported)
    assert SECRET not in warned(imported)
    assert file.read_text() == ROUTER


@pytest.mark.parametrize(
    ("bind", "host", "port"),
    [
        ("10.0.0.1", "10.0.0.1", None),
        ("'[::1]:9000'", "::1", 9000),
        ("'::1'", "::1", None),
        ("'127.0.0.1:1'", "127.0.0.1", 1),
    ],
)
def test_aicore_routers_addresses(bind: str, host: str, port: int | None) -> None:
    imported = read_yaml(ROUTER.replace('"127.0.0.1:8900"', bind), Path("c.yaml"), "c", {})
    assert (imported.host, imported.port) == (host, port)


def test_aicore_routers_older_form() -> None:
    text = "uaa_token_url: https://one.authentication.example\nuaa_client_id: a\nuaa_client_secret: b\n"
    imported = read_yaml(text + "genai_api_url: https://api.example\n", Path("c.yaml"), "c", {})
    assert client(imported.accounts[0].key)[:2] == ("a", "b")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: [", "is not valid YAML: line 1"),
        ("a: 1", "is no configuration that is known here"),
        ("- 1", "is no configuration that is known here"),
        ("providers: []", "providers: must be a list"),
        ("providers: [1]", "providers[0]: must be an object"),
        ("providers: [{name: x}]", "providers[0].uaa_client_id: is missing"),
        (ROUTER.replace('"127.0.0.1:8900"', "here"), "bind: must be an address"),
        (ROUTER.replace("- plain-key", "- ''"), "api_keys[0]: must be a text"),
        ("model_list: []", "model_list: must be a list"),
        ("model_list: [{litellm_params: {model: openai/x}}]", "model_list: has no model that begins with sap/"),
        (LITELLM, "AICORE_SERVICE_KEY: is set neither under"),
    ],
)
def test_what_is_wrong_in_yaml(text: str, problem: str, tmp_path: Path) -> None:
    assert any(each.startswith(problem) for each in problems(text, {"HOME": str(tmp_path)})), problem


def test_yaml_makes_no_objects(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError):
        read_yaml(f"!!python/object/apply:os.mkdir ['{tmp_path / 'made'}']", Path("c.yaml"), "c", {})
    assert list(tmp_path.iterdir()) == []


def test_litellm(tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path), "MASTER": "sk-master", "AICORE_SERVICE_KEY": json.dumps(KEY)}
    imported = read_yaml(LITELLM, Path("config.yaml"), "config", {**env, "AICORE_RESOURCE_GROUP": "team"})
    (account,) = imported.accounts
    assert (account.name, account.resource_groups, account.key.client_secret) == ("sub", ("team",), SECRET)
    assert imported.aliases == {"sonnet": "anthropic--claude-4.5-sonnet"}
    assert imported.admin_keys == ("sk-master",)
    for words in (
        "model_list[2]: openai/gpt-4o is not of SAP",
        "litellm_settings: is left out",
        "all but the master key",
    ):
        assert words in warned(imported)


def test_litellms_variables_in_the_file(tmp_path: Path) -> None:
    variables = (
        f"environment_variables:\n  AICORE_SERVICE_KEY: '{json.dumps(KEY)}'\n  AICORE_RESOURCE_GROUP: os.environ/G\n"
    )
    imported = read_yaml(LITELLM + variables, Path("c.yaml"), "c", {"HOME": str(tmp_path), "G": "team-b"})
    assert imported.accounts[0].resource_groups == ("team-b",)
    assert "MASTER is not set here" in warned(imported)
    assert imported.admin_keys == ()


CLINE_SECRETS = {"sapAiCoreClientId": "sb-1!b1", "sapAiCoreClientSecret": SECRET, "apiKey": "sk-ant"}
CLINE_STATE = {
    "sapAiCoreTokenUrl": "https://sub.authentication.example",
    "sapAiCoreBaseUrl": "https://api.example",
    "sapAiResourceGroup": "team",
    "taskHistory": [],
}


@pytest.mark.parametrize("given", ["secrets.json", "globalState.json"])
def test_clines_extension_in_two_files(tmp_path: Path, given: str) -> None:
    (tmp_path / "secrets.json").write_text(json.dumps(CLINE_SECRETS))
    (tmp_path / "globalState.json").write_text(json.dumps(CLINE_STATE))
    imported = read_configuration(tmp_path / given)
    assert imported is not None
    (account,) = imported.accounts
    assert (account.name, account.resource_groups, client(account.key)[:2]) == ("cline", ("team",), ("sb-1!b1", SECRET))


def test_half_of_cline_is_told(tmp_path: Path) -> None:
    (tmp_path / "secrets.json").write_text(json.dumps(CLINE_SECRETS))
    with pytest.raises(ConfigurationError) as caught:
        read_configuration(tmp_path / "secrets.json")
    assert "sapAiCoreTokenUrl: is missing" in str(caught.value)
    assert SECRET not in str(caught.value)


def test_clines_program(tmp_path: Path) -> None:
    sap = {"clientId": "a", "clientSecret": SECRET, "tokenUrl": "https://sub.authentication.example"}
    settings = {"provider": "sapaicore", "baseUrl": "https://api.example", "sap": sap}
    file = tmp_path / "providers.json"
    file.write_text(json.dumps({"providers": {"sapaicore": {"settings": settings}, "anthropic": {"settings": {}}}}))
    imported = read_configuration(file)
    assert imported is not None
    assert imported.accounts[0].key.client_secret == SECRET
    assert imported.accounts[0].resource_groups == ("default",)


def test_aicore_proxys_environment() -> None:
    env = {
        "SAP_CLIENT_ID": "a", "SAP_CLIENT_SECRET": SECRET, "SAP_AUTH_URL": "https://sub.authentication.example",
        "SAP_AI_API_URL": "https://api.example", "SAP_RESOURCE_GROUP": "team", "API_KEYS": "one, two,", "PORT": "3100",
        "SAP_DEPLOYMENT_ID": "d1,d2", "ADMIN_TOKEN": "root",
    }  # fmt: skip
    imported = read_environment(env)
    assert imported is not None
    assert (imported.port, imported.api_keys, imported.admin_keys) == (3100, ("one", "two"), ("root",))
    assert imported.accounts[0].resource_groups == ("team",)
    assert read_environment({"API_KEYS": "one", "PORT": "1"}) is None
    with pytest.raises(ConfigurationError, match="sap_client_secret"):
        read_environment({"SAP_CLIENT_ID": "a"})


def test_places(tmp_path: Path) -> None:
    assert places({}, tmp_path) == ()
    files = {
        ".aicore/config.json": "{}",
        ".aicore/config.yaml": ROUTER,
        ".cline/data/secrets.json": json.dumps(CLINE_SECRETS),
        ".cline/data/settings/providers.json": '{"providers": {}}',
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    found = [file.relative_to(tmp_path).as_posix() for file in places({}, tmp_path)]
    assert found == [".aicore/config.json", ".aicore/config.yaml", ".cline/data/secrets.json"]
