"""`aicore-tray serve`: the proxy without a window, until SIGTERM or SIGINT."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from aicore_tray.aicore.discovery import AccountProblem
from aicore_tray.cli.listening import add_listening, check_demo
from aicore_tray.cli.own_key import keep_own_key
from aicore_tray.cli.state import RunningProxy, forget, remember
from aicore_tray.cli.terminal import announce, fail, tell
from aicore_tray.cli.watching import watch, watched
from aicore_tray.config.configuration import NO_ACCOUNT, Configuration, load_configuration
from aicore_tray.config.seed_environment import read_container
from aicore_tray.config.vault import VaultError
from aicore_tray.config.waiting import in_time
from aicore_tray.engine import Engine
from aicore_tray.errors import AicoreTrayError, ConfigurationError
from aicore_tray.gateway.server import PortInUseError
from aicore_tray.system import garbage, logs
from aicore_tray.system.limits import raise_file_limit
from aicore_tray.system.paths import Paths
from aicore_tray.system.signals import on_end
from aicore_tray.tasks import TaskGroup

EXIT_PORT_TAKEN = 3
FIRST_KEY = "default"
# Somebody may have to unlock the keyring first.
READ_SECONDS = 60.0
# Double quotes alone, so that it can be pasted into every shell, cmd.exe included.
_DEMO_REQUEST = (
    'curl {url}/v1/messages -H "x-api-key: demo" -H "content-type: application/json" '
    '-d "{{\\"model\\": \\"claude-sonnet-4-5\\", \\"max_tokens\\": 200, '
    '\\"messages\\": [{{\\"role\\": \\"user\\", \\"content\\": \\"Hello\\"}}]}}"'
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_listening(parser)


def run(arguments: argparse.Namespace) -> int:
    paths = Paths.locate(arguments.data_dir)
    given = read_container(os.environ)
    logs.configure(debug=arguments.debug or given.debug, folder=paths.logs)
    raise_file_limit()
    if arguments.demo:
        check_demo(arguments.host)
        return run_loop(lambda: serve_demo(arguments, paths))
    listen = {"host": arguments.host, "port": arguments.port}

    def read() -> Configuration:
        file = arguments.config or given.file
        configuration = load_configuration(paths, file=file, env=given.env, arguments=listen)
        if not configuration.accounts:
            raise ConfigurationError([NO_ACCOUNT])
        return replace(configuration, warnings=(*configuration.warnings, *given.warnings))

    configuration = read()
    return run_loop(lambda: serve(configuration, paths, read))


def run_loop(main: Callable[[], object]) -> int:
    """Run a coroutine on uvloop where there is one, else on asyncio's own loop."""
    factory = None
    if sys.platform != "win32":
        import uvloop

        factory = uvloop.new_event_loop
    with asyncio.Runner(loop_factory=factory) as runner:
        return runner.run(main())  # type: ignore[arg-type]


async def serve_demo(arguments: argparse.Namespace, paths: Paths) -> int:
    """Serve the sandbox under the fixed key `demo`; its books are kept apart from the real ones."""
    from aicore_tray.cli.demo import demo_configuration, demo_sandbox

    async with demo_sandbox() as sandbox:

        def read() -> Configuration:
            return demo_configuration(sandbox, arguments)

        return await serve(read(), paths.demo, read, state_file=paths.state_file, demo=True)


async def serve(
    configuration: Configuration,
    paths: Paths,
    read: Callable[[], Configuration],
    *,
    state_file: Path | None = None,
    demo: bool = False,
) -> int:
    """Serve until a signal comes, a second one ends the requests that still run; returns the exit code.

    Args:
        read: reads the configuration again, as SIGHUP asks for, or another proxy's file that was changed.
    """
    for warning in configuration.warnings:
        tell(f"aicore-tray: {warning}")
    engine = Engine(
        configuration, paths, on_problem=_tell_problem, on_warning=lambda line: tell(f"aicore-tray: {line}")
    )
    stop, reload = asyncio.Event(), asyncio.Event()
    on_end(lambda: engine.hurry() if stop.is_set() else stop.set())
    _on_hangup(reload.set, stop.set)
    try:
        await engine.start()
    except PortInUseError as error:
        fail(error.line())
        return EXIT_PORT_TAKEN
    place = state_file or paths.state_file
    state = RunningProxy.of(engine.url, demo=demo, certificate=engine.certificate)
    tasks, watching = TaskGroup("serve"), TaskGroup("serve")
    file = watched(configuration.source)
    try:
        if file is not None:
            watching.spawn(watch(file, reload.set), name="watch")
        new_key = await asyncio.to_thread(_first_key, engine)
        remember(place, state)
        garbage.settle()
        _announce(engine)
        if demo:
            tell("Demo: the built-in sandbox, no account needed. The API key is `demo`. Try:")
            tell(_DEMO_REQUEST.format(url=engine.url))
        if new_key:
            tell(f"API key: {new_key}")
            await _keep_own_copy(configuration, paths, new_key)
        while True:
            waits = [tasks.spawn(event.wait(), name="signal") for event in (stop, reload)]
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            await tasks.aclose()
            if stop.is_set():
                break
            reload.clear()
            applying = tasks.spawn(_apply(engine, read), name="apply")
            stopping = tasks.spawn(stop.wait(), name="signal")
            await asyncio.wait([applying, stopping], return_when=asyncio.FIRST_COMPLETED)
            await tasks.aclose()
            if (engine.url, str(engine.certificate or "")) != (state.url, state.certificate):
                state = RunningProxy.of(engine.url, demo=demo, certificate=engine.certificate)
                remember(place, state)
                _announce(engine)
    finally:
        await watching.aclose()
        await tasks.aclose()
        forget(place, state)
        await engine.aclose()
    return 0


def _announce(engine: Engine) -> None:
    announce(f"Listening on {engine.url}")
    if engine.authority is not None:
        tell(f"aicore-tray: Clients have to trust the authority in {engine.authority}")


async def _apply(engine: Engine, read: Callable[[], Configuration]) -> None:
    """Read the configuration again and go on with it; one that is wrong changes nothing."""
    try:
        configuration = await in_time(read, READ_SECONDS)
        for warning in configuration.warnings:
            tell(f"aicore-tray: {warning}")
        await engine.apply(configuration)
    except ConfigurationError as error:
        for problem in error.problems:
            fail(problem)
        fail("nothing was changed")
    except AicoreTrayError as error:
        fail(error.line())
    else:
        tell("aicore-tray: the configuration was read again")


def _on_hangup(reload: Callable[[], None], stop: Callable[[], None]) -> None:
    """Read the configuration again on SIGHUP, which Windows has not; a terminal that was closed sends it, too."""
    if sys.platform == "win32":
        return
    in_terminal = _has_terminal()
    asyncio.get_running_loop().add_signal_handler(
        signal.SIGHUP, lambda: stop() if in_terminal and not _has_terminal() else reload()
    )


def _has_terminal() -> bool:
    try:
        os.close(os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY))
    except OSError:
        return False
    return True


def _first_key(engine: Engine) -> str | None:
    """Without any key nobody could call: make the first one. It is shown once, and only its hash is stored."""
    return None if engine.keys.list() else engine.keys.create_first(FIRST_KEY)


async def _keep_own_copy(configuration: Configuration, paths: Paths, key: str) -> None:
    """Put the app's own copy into the vault, so that our other commands find it; a server may have no keyring."""
    try:
        await keep_own_key(paths, configuration.settings.vault_key_file, key)
    except VaultError:
        tell("aicore-tray: No keyring holds a copy of this key; note it down, it is not shown again")


def _tell_problem(account: str, problem: AccountProblem | None) -> None:
    if problem is None:
        tell(f"aicore-tray: account {account}: works again")
    else:
        hint = f" {problem.hint}" if problem.hint else ""
        tell(f"aicore-tray: account {account}: {problem.stage}: {problem.message.rstrip('.')}.{hint}")
