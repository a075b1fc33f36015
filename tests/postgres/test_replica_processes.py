"""Replicas as they are run: `serve` processes of one database, from an empty one on, and commands beside them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from aicore_tray.sandbox.server import Sandbox
from tests.cli.configs import sub_accounts, toml, write
from tests.cli.processes import command, serving
from tests.postgres.server import PASSWORD, Database
from tests.postgres.waiting import until

pytestmark = pytest.mark.postgres

CLAUDE = "anthropic--claude-4.5-sonnet"


def env(database: Database, **more: str) -> dict[str, str]:
    return {"AICORE_TRAY_DATABASE": database.url, **more}


async def answered(ask: Callable[..., Awaitable[tuple[int, Any]]], *arguments: str) -> bool:
    """Whether a key is known by now."""
    status, _ = await ask(*arguments)
    assert status in (200, 401)
    return status == 200


def files_below(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


async def test_both_start_at_once_on_an_empty_database(tmp_path: Path, sandbox: Sandbox, database: Database) -> None:
    """One of them makes the first key, which both know; commands see what both did; the password is told nowhere."""
    config = toml(tmp_path, sandbox)
    async with AsyncExitStack() as stack:
        one, two = await asyncio.gather(
            *(
                stack.enter_async_context(serving(tmp_path / name, "--config", config, "--debug", env=env(database)))
                for name in ("one", "two")
            )
        )
        told = f"{one.err}\n{two.err}"
        key = next(line for line in told.splitlines() if line.startswith("API key: ")).removeprefix("API key: ")
        assert told.count("API key: ") == 1
        for proxy in (one, two):
            await until(partial(answered, proxy.ask, key, CLAUDE))
        made = await command("keys", "create", "boss", "--admin", "--data-dir", tmp_path / "x", env=env(database))
        assert made.code == 0, made.err
        boss = made.out.strip()
        for proxy in (one, two):
            await until(partial(answered, proxy.get, "/stats", boss))
        listed = await command("keys", "list", "--json", "--data-dir", tmp_path / "x", env=env(database))
        assert [row["name"] for row in json.loads(listed.out)] == ["default", "boss"]
        health = (await one.get("/health"))[1]
        assert await one.stop() == 0
        assert await two.stop() == 0
        told = "\n".join((one.err, two.err, *one.out, *two.out, made.err, listed.out, json.dumps(health)))
    used = await command("usage", "--json", "--data-dir", tmp_path / "x", env=env(database))
    assert [(row["group"], row["requests"]) for row in json.loads(used.out)] == [(CLAUDE, 2)]
    exported = await command("usage", "--jsonl", "-", "--data-dir", tmp_path / "x", env=env(database))
    assert len(exported.out.splitlines()) == 2
    assert PASSWORD not in told
    assert "w0rd-of" not in told
    left = {file.name: file.read_bytes() for file in files_below(tmp_path)}
    assert not {"usage.db", "keys.json"} & left.keys()
    assert [name for name, content in left.items() if b"w0rd-of" in content] == []
    assert database.ask("SELECT count(*) FROM aicore_tray_replicas") == [(0,)], "who leaves says so"


async def test_one_that_is_killed(tmp_path: Path, sandbox: Sandbox, database: Database) -> None:
    """What it wrote counts, what ended a quarter of a second before is written, and the other has all of the quota."""
    config = sub_accounts(tmp_path, sandbox)
    missing = []
    async with serving(tmp_path / "one", "--config", config, env=env(database)) as one:
        made = await command("keys", "create", "boss", "--admin", "--data-dir", tmp_path / "x", env=env(database))
        for number in range(3):
            database.ask("TRUNCATE aicore_tray_requests")
            async with serving(tmp_path / f"two{number}", "--config", config, env=env(database)) as two:
                for _ in range(5):
                    assert (await two.ask("seed-key", CLAUDE))[0] == 200
                await asyncio.sleep(0.25)
                two.process.kill()
                await two.process.wait()
            (row,) = database.ask("SELECT count(*) FROM aicore_tray_requests")
            missing.append(5 - int(str(row[0])))
            if missing[-1] == 0:
                break
        assert missing[-1] == 0, missing
        assert (await one.ask("seed-key", CLAUDE))[0] == 200

        async def alone() -> bool:
            return bool((await one.get("/stats", made.out.strip()))[1]["replicas"] == 1)

        await until(alone)
        assert await one.stop() == 0


@pytest.mark.parametrize("password", ["wrong-w0rd", ""])
async def test_a_wrong_password(tmp_path: Path, sandbox: Sandbox, database: Database, password: str) -> None:
    url = database.server.url(database.name, password)
    config = sub_accounts(tmp_path, sandbox)
    more = {"AICORE_TRAY_DATABASE": url}
    for words in (("serve", "--port", "0", "--config", config, "--debug"), ("keys", "list"), ("usage",)):
        ended = await command(*words, "--data-dir", tmp_path / "home", env=more)
        assert (ended.code, ended.out) == (1, "")
        line = ended.errors[-1]
        assert f"PostgreSQL database 127.0.0.1:{database.server.port}/{database.name} cannot be used" in line
        assert "password" in line
        assert "Traceback" not in ended.err
        assert "wrong-w0rd" not in ended.err


async def test_a_newer_release_has_written_it(tmp_path: Path, sandbox: Sandbox, database: Database) -> None:
    assert (await command("keys", "list", "--data-dir", tmp_path, env=env(database))).code == 0
    database.ask("UPDATE aicore_tray_versions SET version = 99")
    config = sub_accounts(tmp_path, sandbox)
    for words in (("serve", "--port", "0", "--config", config), ("keys", "create", "mine")):
        ended = await command(*words, "--data-dir", tmp_path / "home", env=env(database))
        assert (ended.code, ended.out) == (1, "")
        assert "was written by a newer AI Core Tray. Update this installation" in ended.errors[-1]


async def test_the_settings_file_names_it(tmp_path: Path, sandbox: Sandbox, database: Database) -> None:
    """Without the password, which is in a variable; one in the file is refused, and no other place is taken for it."""
    plain = database.server.url(database.name, "")
    write(tmp_path / "home" / "settings.toml", f'database = "{plain}"\n')
    made = await command("keys", "create", "mine", "--data-dir", tmp_path / "home", env={"PGPASSWORD": PASSWORD})
    assert made.code == 0, made.err
    assert database.ask("SELECT name FROM aicore_tray_keys") == [("mine",)]
    write(tmp_path / "home" / "settings.toml", f'database = "{database.url}"\n')
    config = sub_accounts(tmp_path, sandbox)
    for words in (("serve", "--config", config), ("keys", "create", "other"), ("usage",), ("import", config)):
        ended = await command(*words, "--data-dir", tmp_path / "home")
        assert (ended.code, ended.out) == (2, "")
        assert "database: a password does not belong in a settings file" in ended.err
        assert "w0rd-of" not in ended.err
    assert not (tmp_path / "home" / "data" / "keys.json").exists()


async def test_keys_of_another_proxy_are_brought_in(tmp_path: Path, sandbox: Sandbox, database: Database) -> None:
    config = sub_accounts(tmp_path, sandbox)
    more = env(database, AICORE_TRAY_VAULT_KEY_FILE=str(tmp_path / "vault.key"))
    ended = await command("import", config, "--data-dir", tmp_path / "home", env=more)
    assert ended.code == 0, ended.err
    assert database.ask("SELECT name FROM aicore_tray_keys") == [("imported 1",)]
