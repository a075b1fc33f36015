"""`serve` with a wrong configuration: one clear line for each problem, exit 2, nothing on stdout."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.configs import write
from tests.cli.processes import Ended, command

KEY: dict[str, Any] = {
    "clientid": "sb-1!b1",
    "clientsecret": "s3cret$Value",
    "url": "https://sub.authentication.example",
    "serviceurls": {"AI_API_URL": "https://api.example"},
}


async def problems(folder: Path, name: str, content: object, *more: str) -> list[str]:
    """Return the problems without the file's name, which every line begins with."""
    file = write(folder / name, content)
    ended = await serve(folder, "--config", str(file), *more)
    prefix = f"aicore-tray: {file}: "
    assert all(line.startswith(prefix) for line in ended.errors), ended.err
    return [line.removeprefix(prefix) for line in ended.errors]


async def serve(folder: Path, *arguments: str) -> Ended:
    ended = await command("serve", "--data-dir", folder / "home", "--port", "0", *arguments)
    assert ended.code == 2, ended
    assert ended.out == ""
    assert "s3cret" not in ended.err
    assert "Traceback" not in ended.err
    return ended


async def test_own_settings_tell_all_problems_at_once(tmp_path: Path) -> None:
    write(tmp_path / "key.json", "{")
    found = await problems(
        tmp_path,
        "own.toml",
        'prot = 3001\nconnect_timeout = "fast"\nallowed_hosts = 3\n[accounts.a]\nservice_key_file = "key.json"\n',
    )
    assert found == [
        "prot: there is no such setting; did you mean port?",
        "allowed_hosts: Expected `array`, got `int`",
        "connect_timeout: Expected `float`, got `str`",
    ]


async def test_broken_toml(tmp_path: Path) -> None:
    found = await problems(tmp_path, "own.toml", "port = \n")
    assert len(found) == 1
    assert found[0].startswith("is not valid TOML: ")
    assert "line 1" in found[0]


async def test_accounts_of_own_settings(tmp_path: Path) -> None:
    write(tmp_path / "half.json", {"clientid": "sb-1!b1", "url": "https://sub.authentication.example"})
    found = await problems(
        tmp_path,
        "own.toml",
        '[accounts.a]\nservice_key_file = "gone.json"\n[accounts.b]\nservice_key_file = "half.json"\n[accounts.c]\n',
    )
    assert len(found) == 3
    assert found[0] == "accounts.a.service_key_file: cannot be read (No such file or directory)"
    assert found[1].startswith("accounts.b: ")
    assert found[2] == "accounts.c: the vault has no service key of this name; set service_key_file"


async def test_seed_configuration(tmp_path: Path) -> None:
    found = await problems(
        tmp_path,
        "config.json",
        {
            "subAccounts": {"a": {"service_key_json": "gone.json", "deployment_model": {}}},
            "secret_authentication_token": ["k"],
            "port": "3001",
        },
    )
    assert found == [
        "secret_authentication_token: is not known; did you mean secret_authentication_tokens?",
        "subAccounts.a.deployment_model: is not known; did you mean deployment_models?",
        f"subAccounts.a.service_key_json: there is no file gone.json; the path is relative to {tmp_path}",
        "port: must be a number from 0 to 65535; write 3001 without quotes",
    ]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("config.json", '{"subAccounts": {', "is not valid JSON: line 1, column 18"),
        ("key.json", json.dumps({**KEY, "clientsecret": ""}), "clientsecret"),
        ("key.json", '{"clientid": "sb-1!b1"', ""),
        ("key.json", "[]", ""),
        ("own.toml", "port = 70000", "port: 70000 is no port; use 0 to 65535"),
        ("own.toml", 'port = "3001x"', "port: "),
    ],
)
async def test_one_line_for_one_problem(tmp_path: Path, name: str, content: str, expected: str) -> None:
    found = await problems_without_port(tmp_path, name, content)
    assert len(found) == 1
    assert expected in found[0]


async def problems_without_port(folder: Path, name: str, content: object) -> list[str]:
    file = write(folder / name, content)
    ended = await command("serve", "--data-dir", folder / "home", "--config", file)
    assert (ended.code, ended.out) == (2, "")
    assert "s3cret" not in ended.err
    assert "Traceback" not in ended.err
    return ended.errors


async def test_missing_file(tmp_path: Path) -> None:
    for name in ("gone.toml", "gone.json"):
        ended = await serve(tmp_path, "--config", str(tmp_path / name))
        assert ended.errors == [f"aicore-tray: {tmp_path / name}: there is no such file"]


async def test_no_account(tmp_path: Path) -> None:
    ended = await serve(tmp_path)
    assert len(ended.errors) == 1
    assert "No SAP AI Core account is configured" in ended.err
    assert "--config FILE" in ended.err
    assert "--demo" in ended.err


async def test_environment(tmp_path: Path) -> None:
    ended = await command("serve", "--data-dir", tmp_path, env={"AICORE_TRAY_PORT": "many"})
    assert ended.code == 2
    assert len(ended.errors) == 1
    assert "AICORE_TRAY_PORT" in ended.err
    ended = await command("serve", "--data-dir", tmp_path, env={"AICORE_SERVICE_KEY": '{"clientid": 1}'})
    assert ended.code == 2
    assert "AICORE_SERVICE_KEY" in ended.err


async def test_port_argument(tmp_path: Path) -> None:
    ended = await command("serve", "--data-dir", tmp_path, "--port", "70000", "--demo")
    assert ended.code == 2
    assert ended.errors == ["aicore-tray: --port: 70000 is no port; use 0 to 65535"]


async def test_demo_stays_on_this_machine(tmp_path: Path) -> None:
    ended = await serve(tmp_path, "--demo", "--host", "0.0.0.0")  # noqa: S104 - that is what is refused
    assert len(ended.errors) == 1
    assert "loopback only" in ended.err


@pytest.mark.parametrize("words", [("serve", "--demo", "--port", "0"), ("keys", "create", "mine"), ("keys", "list")])
async def test_a_data_folder_that_cannot_be_used(tmp_path: Path, words: tuple[str, ...]) -> None:
    file = write(tmp_path / "file", "not a folder")
    ended = await command(*words, "--data-dir", file)
    assert (ended.code, ended.out) == (1, "")
    assert len(ended.errors) == 1
    assert f"{file}" in ended.err
    assert "--data-dir" in ended.err
