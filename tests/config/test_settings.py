"""Settings: which source wins, and that every mistake is told with its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aicore_tray.config.settings import AccountSettings, Settings, declared, help_of
from aicore_tray.config.settings_file import WrongSetting, load_settings
from aicore_tray.errors import ConfigurationError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def problems(file: Path, text: str | None, env: dict[str, str] | None = None, **arguments: Any) -> list[str]:
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load_settings(file, env=env or {}, arguments=arguments)
    return [problem.replace(str(file), "FILE") for problem in caught.value.problems]


def test_defaults_without_a_file(file: Path) -> None:
    assert load_settings(file, env={}) == Settings()
    assert (Settings().host, Settings().port) == ("127.0.0.1", 3001)


def test_precedence(file: Path) -> None:
    """Argument, environment, file, default: each alone, and each over the next."""
    file.write_text('port = 1\nhost = "file"\nproxy = "none"\n')
    env = {"AICORE_TRAY_PORT": "2", "AICORE_TRAY_HOST": "environment"}
    found = load_settings(file, env=env, arguments={"port": 3, "host": None})
    assert (found.port, found.host, found.proxy) == (3, "environment", "none")
    assert found.connect_timeout == Settings().connect_timeout
    assert load_settings(file, env={"AICORE_TRAY_HOST": ""}).host == "file", "an empty variable says nothing"


def test_types_from_the_environment(file: Path) -> None:
    env = {
        "AICORE_TRAY_PORT": "0",
        "AICORE_TRAY_IDLE_TIMEOUT": "2.5",
        "AICORE_TRAY_ALLOWED_HOSTS": "one, two",
        "AICORE_TRAY_CA_FILE": "/etc/ca.pem",
        "AICORE_TRAY_ACCOUNTS": "no table comes from the environment",
    }
    found = load_settings(file, env=env)
    assert (found.port, found.idle_timeout, found.allowed_hosts) == (0, 2.5, ("one", "two"))
    assert found.ca_file == Path("/etc/ca.pem")
    assert found.accounts == {}


def test_tables_of_the_file(file: Path) -> None:
    file.write_text(
        'ca_file = "ca.pem"\n[accounts.a]\nservice_key_file = "a.json"\nresource_groups = ["x", "y"]\n[accounts.b]\n'
        '[models."gpt-9"]\ncontext = 5\n'
    )
    found = load_settings(file, env={})
    assert found.accounts == {
        "a": AccountSettings(service_key_file=Path("a.json"), resource_groups=("x", "y")),
        "b": AccountSettings(),
    }
    assert found.models == {"gpt-9": {"context": 5}}
    assert found.ca_file == file.parent / "ca.pem", "paths are relative to the file"
    assert found.network.ca_file == found.ca_file


def test_slips_of_the_fingers(file: Path) -> None:
    assert problems(file, "prot = 1\nzzz = 2\n") == [
        "FILE: prot: there is no such setting; did you mean port?",
        "FILE: zzz: there is no such setting",
    ]


def test_slips_inside_an_account(file: Path) -> None:
    found = problems(file, '[accounts.a]\nresource_group = "x"\n')
    assert len(found) == 1
    assert found[0].startswith(
        "FILE: accounts.a.resource_group: there is no such setting; did you mean resource_groups?"
    )


def test_wrong_types_of_every_source_are_told_at_once(file: Path) -> None:
    text = 'connect_timeout = "fast"\nhost = 5\n[accounts.a]\nresource_groups = "default"\n'
    found = problems(file, text, {"AICORE_TRAY_IDLE_TIMEOUT": "slow"}, port=70000)
    assert len(found) == 5
    assert any(line.startswith("FILE: host: ") for line in found)
    assert any(line.startswith("FILE: connect_timeout: ") for line in found)
    assert any(line.startswith("FILE: accounts") for line in found)
    assert any(line.startswith("AICORE_TRAY_IDLE_TIMEOUT: ") for line in found)
    assert "--port: 70000 is no port; use 0 to 65535" in found


@pytest.mark.parametrize("port", ["-1", "65536", "true", "3001.5"])
def test_ports_that_are_none(file: Path, port: str) -> None:
    found = problems(file, f"port = {port}\n")
    assert len(found) == 1
    assert found[0].startswith("FILE: port: ")


def test_files_that_cannot_be_read(file: Path) -> None:
    with pytest.raises(ConfigurationError, match="there is no such file"):
        load_settings(file, env={}, must_exist=True)
    assert problems(file, "port = ")[0].startswith("FILE: is not valid TOML: ")
    file.write_bytes(b"host = '\xff'")
    assert problems(file, None)[0].startswith("FILE: cannot be read")
    file.unlink()
    file.mkdir()
    assert problems(file, None)[0].startswith("FILE: cannot be read")


def test_a_byte_order_mark_is_forgiven(file: Path) -> None:
    """Windows' Notepad writes one."""
    file.write_text("port = 5\n", encoding="utf-8-sig")
    assert load_settings(file, env={}).port == 5


def test_every_setting_has_its_help() -> None:
    assert all(len(text) > 10 for text in help_of().values())
    assert set(help_of()) == set(Settings.__dataclass_fields__)


def test_names_for_models(file: Path) -> None:
    file.write_text('hidden_models = ["a-*"]\n[aliases]\n"b-*" = "c"\n[tiers]\nopus = "d"\n[pools]\n"*" = ["d1"]\n')
    found = load_settings(file, env={"AICORE_TRAY_HIDDEN_MODELS": "x, y"})
    assert (found.aliases, found.tiers, found.pools) == ({"b-*": "c"}, {"opus": "d"}, {"*": ("d1",)})
    assert found.hidden_models == ("x", "y")
    assert problems(file, '[tiers]\nsonet = "a"\nhaiku = ""\n[aliases]\na = 1\n[pools]\ngpt = ["d1"]\n') == [
        "FILE: aliases: Expected `str`, got `int` - at `$[...]`",
        "FILE: tiers.sonet: there is no such setting; did you mean sonnet? (opus, sonnet, haiku, gpt)",
        "FILE: pools.gpt: there is no such setting (opus, sonnet, haiku, *)",
        "FILE: tiers.haiku: names no model",
    ]


def test_every_setting_is_declared_for_a_window() -> None:
    found = declared()
    assert [each.name for each in found] == list(Settings.__dataclass_fields__)
    own_pages = {"accounts", "models", "aliases", "tiers", "hidden_models", "pools", "weights", "prices"}
    assert {each.name for each in found if not each.group} == own_pages
    for each in found:
        assert each.title[:1].isupper()
        assert each.default == getattr(Settings(), each.name)
        assert each.help == help_of()[each.name]
        assert not each.choices or each.default in each.choices
    port = next(each for each in found if each.name == "port")
    assert (port.type, port.kind, port.group, port.minimum, port.maximum) == (int, "port", "server", 0, 65535)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('log_level = "loud"', "none of warning, info, debug"),
        ("log_days = 0", "too little; the least is 1"),
        ("max_body_mb = 5000", "too much; the most is 2048"),
        ("connect_timeout = nan", "too little"),
        ('proxy = "http://me:s3cret@proxy:1"', "proxy_user"),
        ('proxy = "me:s3cret@proxy:1"', "proxy_user"),
        ('proxy = "socks5://proxy:1"', "is no address"),
        ('proxy = "http://proxy:port"', "is no address"),
    ],
)
def test_values_that_are_wrong(file: Path, text: str, said: str) -> None:
    [line] = problems(file, text)
    assert line.startswith(f"FILE: {text.partition(' ')[0]}: ")
    assert said in line
    assert "s3cret" not in line


@pytest.mark.parametrize("proxy", ["system", "environment", "none", "proxy:3128", "http://[::1]:3128/"])
def test_ways_out(file: Path, proxy: str) -> None:
    assert load_settings(file, env={"AICORE_TRAY_PROXY": proxy}).network.proxy == proxy


def test_own_prices(file: Path) -> None:
    file.write_text('currency = "EUR"\nunit_price = 1\n[prices."gpt-5.4"]\ninput = 0.002\ncache_read = 0\n')
    found = load_settings(file, env={"AICORE_TRAY_UNIT_PRICE": "1.25"})
    assert (found.currency, found.unit_price) == ("EUR", 1.25)
    assert found.prices == {"gpt-5.4": {"input": 0.002, "cache_read": 0.0}}
    assert problems(file, "unit_price = -1\n[prices.a]\ninputt = 1.0\n[prices.b]\noutput = -0.5\n") == [
        "FILE: unit_price: -1.0 is too little; the least is 0",
        "FILE: prices.a.inputt: there is no such setting; did you mean input? (input, output, cache_read, cache_write)",
        "FILE: prices.b.output: -0.5 is no price; use 0 or more",
    ]
    wrong: list[WrongSetting] = []
    file.write_text("[prices.a]\ninput = -1.0\n[prices.b]\ninput = 1.0\n")
    assert load_settings(file, env={}, wrong=wrong).prices == {"b": {"input": 1.0}}
    assert [each.entry for each in wrong] == ["a"]


def test_the_token_log_lies_beside_the_settings(file: Path) -> None:
    file.write_text('token_usage_file = "token_usage.jsonl"\n')
    assert load_settings(file, env={}).token_usage_file == file.parent / "token_usage.jsonl"
