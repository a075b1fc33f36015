"""The session behind the windows: a real engine before a real sandbox, seen as its clients and its windows see it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import keyring
import keyring.backends.fail
import pytest

from aicore_tray.aicore.account import Account
from aicore_tray.config.configuration import vault_name
from aicore_tray.config.imported import Imported
from aicore_tray.config.vault import Vault, VaultError, key_source
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.loop import EventLoop
from aicore_tray.gui.remembered import FILE
from aicore_tray.gui.session import Session
from aicore_tray.gui.snapshots import Kind, ProxyState
from aicore_tray.sandbox.server import Sandbox, Tenant
from aicore_tray.system.paths import Paths
from tests.gui.living import (
    Living,
    key_file,
    key_of,
    locate,
    opened,
    two_tenants,
    until,
    with_files,
    with_keyring,
    write_settings,
)

SONNET = "anthropic--claude-4.5-sonnet"


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return locate(tmp_path)


def wait_for(loop: EventLoop, coroutine: Coroutine[Any, Any, None]) -> None:
    loop.run_until_complete(asyncio.wait_for(coroutine, 60))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def connects(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


# ---- on and off


def test_it_is_on_when_it_is_first_opened_and_off_when_it_was_last_off(loop: EventLoop, paths: Paths) -> None:
    async def main() -> None:
        async with two_tenants() as sandbox:
            with_files(paths, sandbox, "one")
            async with opened(paths) as living:
                proxy = living.session.snapshot().proxy
                assert (proxy.state, proxy.url) == (ProxyState.RUNNING, living.url)
                assert (await living.ask())[0] == 200
                await living.session.stop_proxy()
                assert living.session.snapshot().proxy.state is ProxyState.OFF
            async with opened(paths) as living:
                assert living.session.snapshot().proxy.state is ProxyState.OFF
                assert living.url == ""
                assert living.session.snapshot().models, "it is looked at all the same"
                await living.session.start_proxy()
                assert (await living.ask())[0] == 200
            async with opened(paths) as living:
                assert living.session.snapshot().proxy.state is ProxyState.RUNNING

    wait_for(loop, main())


def test_turned_off_while_a_request_runs(loop: EventLoop, paths: Paths) -> None:
    async def main() -> None:
        async with two_tenants(pace=0.01) as sandbox:
            with_files(paths, sandbox, "one", text=f"port = {free_port()}\n")
            async with opened(paths) as living:
                async with living.stream() as answer:
                    first = await answer.content.readline()
                    address = living.url
                    stopping = asyncio.gather(living.session.stop_proxy())
                    await until(lambda: living.session.snapshot().proxy.state is ProxyState.STOPPING)
                    assert living.session.snapshot().proxy.in_flight == 1
                    text = first + await answer.content.read()
                await stopping
                assert b"message_stop" in text
                assert living.session.snapshot().proxy.state is ProxyState.OFF
                assert not connects(int(address.rpartition(":")[2]))
                await living.session.start_proxy()
                assert living.url == address
                assert (await living.ask())[0] == 200

    wait_for(loop, main())


def test_many_toggles_at_once_end_with_the_last(loop: EventLoop, paths: Paths) -> None:
    async def main() -> None:
        async with two_tenants() as sandbox:
            with_files(paths, sandbox, "one")
            async with opened(paths) as living:
                session = living.session
                turns = [session.stop_proxy, session.start_proxy, session.stop_proxy, session.start_proxy]
                await asyncio.gather(*(turn() for turn in turns))
                assert session.snapshot().proxy.state is ProxyState.RUNNING
                assert (await living.ask())[0] == 200

    wait_for(loop, main())


# ---- the port


LISTEN = """
import socket, time
server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
time.sleep(60)
"""


@contextmanager
def another_program() -> Iterator[tuple[int, int]]:
    with subprocess.Popen([sys.executable, "-c", LISTEN], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline()), process.pid
        finally:
            process.kill()


def test_a_port_that_another_program_holds(loop: EventLoop, paths: Paths) -> None:
    async def main(port: int, pid: int) -> None:
        async with two_tenants() as sandbox:
            with_files(paths, sandbox, "one", text=f"# mine\nport = {port}\n")
            async with opened(paths) as living:
                trouble = living.troubles()[Kind.PORT_TAKEN]
                assert living.session.snapshot().proxy.state is ProxyState.FAILED
                assert "python" in trouble.subject
                assert str(pid) in trouble.subject
                assert trouble.port == port
                assert trouble.other_port > port
                assert not connects(trouble.other_port)
                await living.commands.use_port(trouble.other_port)
                assert living.url.endswith(f":{trouble.other_port}")
                assert Kind.PORT_TAKEN not in living.troubles()
                assert (await living.ask())[0] == 200
                text = paths.settings_file.read_text()
                assert "# mine" in text
                assert tomllib.loads(text)["port"] == trouble.other_port

    with another_program() as (port, pid):
        wait_for(loop, main(port, pid))


def test_a_port_that_becomes_free(loop: EventLoop, paths: Paths) -> None:
    async def main() -> None:
        with another_program() as (port, _):
            write_settings(paths, text=f"port = {port}\n")
            session = Session(paths)
            await session.open()
            assert session.snapshot().proxy.state is ProxyState.FAILED
        await session.start_proxy()
        assert session.snapshot().proxy.state is ProxyState.RUNNING
        assert Kind.PORT_TAKEN not in {trouble.kind for trouble in session.snapshot().troubles}
        await session.aclose(0)

    wait_for(loop, main())


def test_a_port_on_which_our_own_serve_runs(loop: EventLoop, paths: Paths, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "aicore_tray", "serve", "--demo", "--port", "0", "--data-dir", str(tmp_path / "x")]

    async def main(port: int) -> None:
        write_settings(paths, text=f"port = {port}\n")
        async with opened(paths) as living:
            assert living.session.snapshot().troubles[0].kind is Kind.PORT_OURS
            living.session.leave_to_other()
            now = living.session.snapshot()
            assert now.proxy.state is ProxyState.ELSEWHERE
            assert now.proxy.address == f"127.0.0.1:{port}"
            assert Kind.PORT_OURS not in living.troubles()

    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            wait_for(loop, main(int(process.stdout.readline().rpartition(":")[2])))
        finally:
            process.kill()


# ---- the keyring


async def keep_in_vault(paths: Paths, sandbox: Sandbox, *names: str) -> None:
    """Put accounts' keys into the vault, as the windows do."""
    async with opened(paths) as living:
        for name in names:
            await living.commands.add_account(key_of(sandbox, name), name, ("default",))


def test_a_keyring_that_waits_for_its_owner_holds_nobody_up(loop: EventLoop, paths: Paths) -> None:
    ring = with_keyring()

    async def main() -> None:
        async with two_tenants() as sandbox:
            with_files(paths, sandbox, "one")
            await keep_in_vault(paths, sandbox, "two")
            ring.open.clear()
            began = time.monotonic()
            async with opened(paths) as living:
                assert time.monotonic() - began < 5
                states = {view.name: view.state for view in living.session.snapshot().accounts}
                assert states == {"one": "ready", "two": "unreadable"}
                assert Kind.KEYRING_LOCKED in living.troubles()
                assert (await living.ask())[0] == 200
                ring.open.set()
                await until(lambda: Kind.KEYRING_LOCKED not in living.troubles())
                await until(lambda: {view.state for view in living.session.snapshot().accounts} == {"ready"})

    wait_for(loop, main())
    ring.open.set()


def test_it_ends_while_the_keyring_still_waits(loop: EventLoop, paths: Paths) -> None:
    ring = with_keyring()

    async def main() -> None:
        async with two_tenants() as sandbox:
            await keep_in_vault(paths, sandbox, "two")
            ring.open.clear()
            session = Session(paths)
            await session.open()
            began = time.monotonic()
            await session.aclose(0)
            assert time.monotonic() - began < 3

    wait_for(loop, main())
    ring.open.set()


def test_without_a_keyring_keys_can_be_kept_in_a_file(loop: EventLoop, paths: Paths) -> None:
    async def main() -> None:
        async with two_tenants() as sandbox:
            write_settings(paths)
            async with opened(paths) as living:
                with pytest.raises(VaultError) as refused:
                    await living.commands.add_account(key_of(sandbox, "one"), "one", ("default",))
                trouble = living.commands.vault_trouble(refused.value)
                assert trouble is not None
                assert trouble.kind is Kind.KEYRING_ABSENT
                await living.commands.keep_keys_in_file()
                await living.commands.add_account(key_of(sandbox, "one"), "one", ("default",))
                await living.session.look_again()
                assert (await living.ask())[0] == 200
                secret = key_of(sandbox, "one").client_secret
                for file in paths.config.rglob("*"):
                    assert not file.is_file() or secret.encode() not in file.read_bytes(), file
            async with opened(paths) as living:
                assert (await living.ask())[0] == 200

    wait_for(loop, main())


def test_a_keyring_that_is_gone(loop: EventLoop, paths: Paths) -> None:
    with_keyring()

    async def main() -> None:
        async with two_tenants() as sandbox:
            with_files(paths, sandbox, "one")
            await keep_in_vault(paths, sandbox, "two")
            keyring.set_keyring(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]
            async with opened(paths) as living:
                assert Kind.KEYRING_ABSENT in living.troubles()
                assert (await living.ask())[0] == 200

    wait_for(loop, main())


def test_a_vault_that_does_not_open_is_kept_beside_a_new_one(loop: EventLoop, paths: Paths) -> None:
    ring = with_keyring()

    async def main() -> None:
        async with two_tenants() as sandbox:
            write_settings(paths)
            await keep_in_vault(paths, sandbox, "one")
            damaged = b"ACTV1" + os.urandom(300)
            paths.vault_file.write_bytes(damaged)
            async with opened(paths) as living:
                assert Kind.VAULT_DAMAGED in living.troubles()
                with pytest.raises(VaultError) as refused:
                    await living.commands.replace_key("one", key_of(sandbox, "one"))
                trouble = living.commands.vault_trouble(refused.value)
                assert trouble is not None
                assert trouble.kind is Kind.VAULT_DAMAGED
                await living.commands.new_vault()
                (kept,) = paths.vault_file.parent.glob(f"{paths.vault_file.name}.*")
                assert kept.read_bytes() == damaged
                assert Kind.VAULT_DAMAGED not in living.troubles()
                await living.commands.replace_key("one", key_of(sandbox, "one"))
                await living.session.look_again()
                assert (await living.ask())[0] == 200

    wait_for(loop, main())
    assert ring.entries


# ---- accounts in trouble


def test_an_account_that_is_refused_beside_one_that_works(loop: EventLoop, paths: Paths) -> None:
    async def main() -> None:
        async with two_tenants() as sandbox:
            wrong = key_file(paths, "wrong", {**sandbox.service_key("two"), "clientsecret": "rotated-long-ago"})
            write_settings(paths, {"good": key_file(paths, "good", sandbox.service_key("one")), "bad": wrong})
            async with opened(paths) as living:
                trouble = living.troubles()[Kind.KEY_REFUSED]
                assert trouble.subject == "bad"
                assert {view.name: view.state for view in living.session.snapshot().accounts} == {
                    "good": "ready",
                    "bad": "refused",
                }
                assert (await living.ask())[0] == 200
                (paths.config / "wrong.json").write_text(json.dumps(sandbox.service_key("two")), encoding="utf-8")
                await living.session.reload()
                await living.session.look_again()
                assert Kind.KEY_REFUSED not in living.troubles()

    wait_for(loop, main())


def test_an_account_without_deployments(loop: EventLoop, paths: Paths) -> None:
    async def main() -> None:
        async with Sandbox((Tenant(name="one", deployments=()),)) as sandbox:
            with_files(paths, sandbox, "one")
            async with opened(paths) as living:
                trouble = living.troubles()[Kind.NO_DEPLOYMENT]
                assert (trouble.subject, trouble.others) == ("one", ("default",))
                status, answer = await living.ask()
                assert status == 404, answer

    wait_for(loop, main())


def test_offline_is_one_trouble_for_all(loop: EventLoop, paths: Paths) -> None:
    async def main() -> None:
        async with two_tenants() as sandbox:
            gone = f"http://127.0.0.1:{free_port()}"
            files = {
                name: key_file(
                    paths,
                    name,
                    {**sandbox.service_key(name), "url": gone, "serviceurls": {"AI_API_URL": gone}},
                )
                for name in ("one", "two")
            }
            write_settings(paths, files)
            async with opened(paths) as living:
                kinds = [trouble.kind for trouble in living.session.snapshot().troubles]
                assert kinds == [Kind.OFFLINE]
                assert living.troubles()[Kind.OFFLINE].subject == ""
                assert living.session.snapshot().proxy.state is ProxyState.RUNNING

    wait_for(loop, main())


def test_a_key_that_cannot_be_read(loop: EventLoop, paths: Paths) -> None:
    async def main() -> None:
        async with two_tenants() as sandbox:
            with_files(paths, sandbox, "one")
            with paths.settings_file.open("a") as file:
                file.write('\n[accounts.gone]\nservice_key_file = "gone.json"\n')
            async with opened(paths) as living:
                assert living.troubles()[Kind.KEY_UNREADABLE].subject == "gone"
                assert (await living.ask())[0] == 200

    wait_for(loop, main())


# ---- the settings file


def test_a_wrong_value_leaves_the_rest_in_force(loop: EventLoop, paths: Paths) -> None:
    async def main() -> None:
        async with two_tenants() as sandbox:
            with_files(paths, sandbox, "one", text='port = 0\nmax_requests = "many"\nhidden_models = ["gpt-4o"]\n')
            async with opened(paths) as living:
                assert "max_requests" in living.troubles()[Kind.SETTINGS_WRONG].detail
                offered = await living.names()
                assert offered
                assert "gpt-4o" not in offered

    wait_for(loop, main())


@pytest.mark.parametrize("text", ["port = = 3", "\x00\x01", "[accounts\n"])
def test_a_settings_file_that_is_no_toml(loop: EventLoop, paths: Paths, text: str) -> None:
    """Nothing of it can be used, and nothing of it may be lost."""

    async def main() -> None:
        write_settings(paths, text=text)
        session = Session(paths, arguments={"port": free_port()})
        await session.open()
        now = session.snapshot()
        assert Kind.SETTINGS_WRONG in {trouble.kind for trouble in now.troubles}
        assert now.proxy.state is ProxyState.RUNNING
        assert not session.is_first_time(), "there are settings, they are only wrong"
        await session.aclose(0)
        assert paths.settings_file.read_text() == text

    wait_for(loop, main())


# ---- changes, as clients see them


@contextmanager
def in_force(loop: EventLoop, paths: Paths) -> Iterator[Any]:
    """Run a function with a session that has account `one` in a file, a keyring, and the sandbox."""
    with_keyring()

    def run(body: Any) -> None:
        async def main() -> None:
            async with two_tenants() as sandbox:
                with_files(paths, sandbox, "one")
                async with opened(paths) as living:
                    await body(living, sandbox)

        wait_for(loop, main())

    yield run


def test_tiers_models_and_names(loop: EventLoop, paths: Paths) -> None:
    async def body(living: Living, sandbox: Sandbox) -> None:
        async def upstream(model: str) -> str:
            sandbox.requests.clear()
            status, answer = await living.ask(model)
            assert status == 200, answer
            (request,) = [each for each in sandbox.requests if "/v2/inference/" in each.path]
            deployment = request.path.split("/")[4]
            found = {row.id: row.model for row in living.session.snapshot().models}
            return found[deployment]

        await living.commands.set_tier("sonnet", "gpt-4o")
        assert await upstream("my-sonnet") == "gpt-4o"
        await living.commands.set_tier("sonnet", "")
        assert (await living.ask("my-sonnet"))[0] == 404
        assert await upstream("claude-sonnet-4-5") == SONNET

        await living.commands.set_names(SONNET, ("mine", "yours"))
        assert {"mine", "yours"} <= await living.names()
        assert await upstream("mine") == SONNET
        with pytest.raises(AicoreTrayError, match="already stands for"):
            await living.commands.set_names("gpt-4o", ("mine",))
        assert await upstream("mine") == SONNET
        await living.commands.set_names(SONNET, ("yours",))
        assert "mine" not in await living.names()

        await living.commands.set_model_on("gpt-4o", False)
        assert "gpt-4o" not in await living.names()
        (row, *_) = [row for row in living.session.snapshot().models if row.model == "gpt-4o"]
        assert not row.on
        await living.commands.set_model_on("gpt-4o", True)
        assert "gpt-4o" in await living.names()

    with in_force(loop, paths) as run:
        run(body)


def test_accounts_come_rest_are_renamed_and_go(loop: EventLoop, paths: Paths) -> None:
    async def body(living: Living, sandbox: Sandbox) -> None:
        commands, session = living.commands, living.session
        await commands.add_account(key_of(sandbox, "two"), "two", ("default",))
        await session.look_again()
        assert {view.name: view.state for view in session.snapshot().accounts} == {"one": "ready", "two": "ready"}

        await commands.enable_account("one", False)
        await commands.enable_account("two", False)
        assert (await living.ask())[0] != 200
        assert {view.state for view in session.snapshot().accounts} == {"off"}
        await commands.enable_account("two", True)
        await session.look_again()
        assert (await living.ask())[0] == 200

        await commands.rename_account("two", "second")
        await session.look_again()
        assert [view.name for view in session.snapshot().accounts] == ["one", "second"]
        assert (await living.ask())[0] == 200
        with pytest.raises(AicoreTrayError, match="already an account"):
            await commands.rename_account("second", "one")

        await commands.set_groups("second", ("team-b",))
        await session.look_again()
        assert {row.group for row in session.snapshot().models if row.account == "second"} <= {"team-b"}
        await commands.set_groups("second", ("default",))

        undo = await commands.remove_account("second")
        assert [view.name for view in session.snapshot().accounts] == ["one"]
        entries = Vault(paths.vault_file, key_source(None)).entries()
        assert vault_name("second") not in entries
        await undo()
        await session.look_again()
        assert [view.name for view in session.snapshot().accounts] == ["one", "second"]
        assert (await living.ask())[0] == 200

    with in_force(loop, paths) as run:
        run(body)


def test_what_was_removed_comes_back_as_it_was(loop: EventLoop, paths: Paths) -> None:
    """One that rested, and one whose key lies in a file: it must not move into the vault."""

    async def body(living: Living, sandbox: Sandbox) -> None:
        commands, session = living.commands, living.session
        await commands.enable_account("one", False)
        await commands.set_groups("one", ("default", "team-a"))
        before = tomllib.loads(paths.settings_file.read_text())
        undo = await commands.remove_account("one")
        assert session.snapshot().accounts == ()
        await undo()
        assert tomllib.loads(paths.settings_file.read_text()) == before
        assert [(view.name, view.state) for view in session.snapshot().accounts] == [("one", "off")]

        await commands.add_account(key_of(sandbox, "two"), "two", ("default",))
        await commands.enable_account("two", False)
        undo = await commands.remove_account("two")
        await undo()
        await commands.enable_account("two", True)
        await session.look_again()
        assert (await living.ask())[0] == 200

    with in_force(loop, paths) as run:
        run(body)


def test_a_key_is_replaced(loop: EventLoop, paths: Paths) -> None:
    async def body(living: Living, sandbox: Sandbox) -> None:
        await living.commands.add_account(key_of(sandbox, "two", clientsecret="old"), "two", ("default",))
        await living.session.look_again()
        assert living.troubles()[Kind.KEY_REFUSED].subject == "two"
        await living.commands.replace_key("two", key_of(sandbox, "two"))
        await living.session.look_again()
        assert Kind.KEY_REFUSED not in living.troubles()
        other = Account(name="two", key=key_of(sandbox, "two", clientsecret="x"))
        with pytest.raises(AicoreTrayError, match="another service key"):
            await living.commands.bring_in(Imported(accounts=(other,)))

    with in_force(loop, paths) as run:
        run(body)


def test_local_keys(loop: EventLoop, paths: Paths) -> None:
    async def body(living: Living, sandbox: Sandbox) -> None:
        assert sandbox.url
        made = await living.commands.create_key("tool", models=("gpt-4o",))
        assert (await living.ask("gpt-4o", key=made))[0] == 200
        assert (await living.ask(SONNET, key=made))[0] == 403
        assert [view.key.name for view in living.session.snapshot().keys if view.key.name == "tool"] == ["tool"]
        (shown,) = [view for view in living.session.snapshot().keys if view.key.name == "tool"]
        assert shown.requests_today >= 1
        await living.commands.revoke_key("tool")
        assert (await living.ask("gpt-4o", key=made))[0] == 401
        with pytest.raises(AicoreTrayError):
            await living.commands.revoke_key("tool")
        assert (await living.ask("gpt-4o", key="act-made-up"))[0] == 401

    with in_force(loop, paths) as run:
        run(body)


def test_a_change_that_is_refused_changes_nothing(loop: EventLoop, paths: Paths) -> None:
    async def body(living: Living, sandbox: Sandbox) -> None:
        assert sandbox.url
        address, text = living.url, paths.settings_file.read_text()
        with another_program() as (port, _):
            values: tuple[tuple[str, object], ...] = (
                ("port", port),
                ("port", 70_000),
                ("host", "203.0.113.7"),
                ("max_requests", -1),
                ("models", {"gpt-4o": {"smell": "fine"}}),
            )
            for name, value in values:
                with pytest.raises(AicoreTrayError):
                    await living.commands.set(name, value)
                assert paths.settings_file.read_text() == text, name
                assert living.url == address
                assert (await living.ask())[0] == 200

    with in_force(loop, paths) as run:
        run(body)


def test_a_refused_change_leaves_the_command_line_in_force(loop: EventLoop, paths: Paths) -> None:
    async def main() -> None:
        async with two_tenants() as sandbox:
            with_files(paths, sandbox, "one", text="port = 3001\n")
            port = free_port()
            async with opened(paths, arguments={"port": port}) as living:
                with another_program() as (taken, _), pytest.raises(AicoreTrayError):
                    await living.commands.set("port", taken)
                assert living.url.endswith(f":{port}")
                assert tomllib.loads(paths.settings_file.read_text())["port"] == 3001
                await living.commands.set("hidden_models", ("gpt-4o",))
                assert living.url.endswith(f":{port}")
                other = free_port()
                await living.commands.set("port", other)
                assert living.url.endswith(f":{other}"), "what its user says later counts"

    wait_for(loop, main())


def test_settings_are_exported_and_brought_in(loop: EventLoop, paths: Paths, tmp_path: Path) -> None:
    async def body(living: Living, sandbox: Sandbox) -> None:
        assert sandbox.url
        await living.commands.set("hidden_models", ("gpt-4o",))
        file = tmp_path / "mine.toml"
        await living.commands.export_settings(file)
        await living.commands.set("hidden_models", ())
        lines = await living.commands.import_settings(file)
        assert any("hidden_models" in line for line in lines), lines
        assert "gpt-4o" not in await living.names()
        with pytest.raises(AicoreTrayError, match="cannot be read"):
            await living.commands.import_settings(tmp_path / "not there.toml")

    with in_force(loop, paths) as run:
        run(body)


# ---- the books


def test_today_goes_on_after_a_restart_and_begins_anew_at_midnight(loop: EventLoop, paths: Paths) -> None:
    async def main() -> None:
        now = [time.time()]
        async with two_tenants() as sandbox:
            with_files(paths, sandbox, "one")
            async with opened(paths) as living:
                for _ in range(3):
                    assert (await living.ask())[0] == 200
                assert (await living.ask("no-such-model"))[0] == 404
                await until(lambda: living.session.snapshot().today.requests == 4)
                first = living.session.snapshot().today
                assert first.errors == 1
                assert first.output > 0
            async with opened(paths, clock=lambda: now[0]) as living:
                assert living.session.snapshot().today == first
                assert [view.requests_today for view in living.session.snapshot().accounts] == [3]
                await living.ask()
                await until(lambda: living.session.snapshot().today.requests == 5)
                now[0] += 86_400
                after = living.session.snapshot()
                assert after.today.requests == 0
                assert [view.requests_today for view in after.accounts] == [0]
                await living.ask()
                await until(lambda: living.session.snapshot().today.requests == 1)

    wait_for(loop, main())


# ---- what is remembered


def test_what_is_remembered_survives_a_kill(paths: Paths) -> None:
    code = (
        "import os, pathlib, signal, sys\n"
        "from aicore_tray.gui.remembered import Remembered\n"
        "Remembered(pathlib.Path(sys.argv[1])).note(proxy_on=False, first_run='connection', page='models')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(paths.data / FILE)], timeout=30, check=False)
    assert ended.returncode == -signal.SIGKILL
    memory = Session(paths).remembered.memory
    assert (memory.proxy_on, memory.first_run, memory.page) == (False, "connection", "models")


@pytest.mark.parametrize("text", [b"", b"{", b'{"proxy_on": 3}', b"\xff\xfe"])
def test_a_memory_that_cannot_be_read_is_no_reason_not_to_start(paths: Paths, text: bytes) -> None:
    paths.data.mkdir(parents=True)
    (paths.data / FILE).write_bytes(text)
    session = Session(paths)
    assert session.remembered.memory.proxy_on
    session.remembered.note(proxy_on=False)
    assert not Session(paths).remembered.memory.proxy_on


def test_a_memory_of_a_later_version(paths: Paths) -> None:
    paths.data.mkdir(parents=True)
    (paths.data / FILE).write_text('{"proxy_on": false, "something_new": [1]}')
    assert not Session(paths).remembered.memory.proxy_on


# ---- what cannot start


def test_books_that_cannot_be_used_and_then_can(loop: EventLoop, paths: Paths) -> None:
    async def main() -> None:
        async with two_tenants() as sandbox:
            with_files(paths, sandbox, "one")
            paths.usage_db.mkdir(parents=True)
            session = Session(paths)
            await session.open()
            assert session.snapshot().proxy.state is ProxyState.FAILED
            assert Kind.CANNOT_START in {trouble.kind for trouble in session.snapshot().troubles}
            paths.usage_db.rmdir()
            await session.start_proxy()
            assert session.snapshot().proxy.state is ProxyState.RUNNING
            living = Living(session, Commands(session))
            living.key = await living.commands.create_key("late")
            await session.look_again()
            assert (await living.ask())[0] == 200
            await until(lambda: session.snapshot().today.requests == 1)
            await session.aclose(0)

    wait_for(loop, main())


def test_wrong_facts_about_a_model_do_not_keep_the_rest_from_working(loop: EventLoop, paths: Paths) -> None:
    async def main() -> None:
        async with two_tenants() as sandbox:
            with_files(paths, sandbox, "one")
            with paths.settings_file.open("a") as file:
                file.write('\n[models."gpt-4o"]\nsmell = "fine"\n')
            async with opened(paths) as living:
                assert "smell" in living.troubles()[Kind.SETTINGS_WRONG].detail
                assert (await living.ask())[0] == 200
                await living.commands.set("hidden_models", ("gpt-4o",))
                assert "gpt-4o" not in await living.names()
                assert "smell" in paths.settings_file.read_text()
                await living.commands.set("models", {})
                assert Kind.SETTINGS_WRONG not in living.troubles()

    wait_for(loop, main())


def test_what_stops_nothing_is_told_until_it_is_dismissed(loop: EventLoop, paths: Paths) -> None:
    """Damaged books, rules that lead nowhere: nothing stops, and the user has to hear of it once."""

    async def main() -> None:
        async with two_tenants() as sandbox:
            with_files(paths, sandbox, "one", text='default_model = "gpt-99"\n')
            paths.usage_db.parent.mkdir(parents=True, exist_ok=True)
            paths.usage_db.write_bytes(b"no database" * 1000)
            async with opened(paths) as living:
                session = living.session

                def warnings() -> list[str]:
                    return [each.detail for each in session.snapshot().troubles if each.kind is Kind.WARNING]

                await until(lambda: len(warnings()) == 2)
                assert (await living.ask())[0] == 200
                session.dismiss(next(line for line in warnings() if "damaged" in line))
                (left,) = warnings()
                assert "gpt-99" in left
                assert list(paths.usage_db.parent.glob("usage.damaged-*")), "it is kept"

    wait_for(loop, main())
