"""`aicore-tray serve`: the proxy without a window, until SIGTERM or SIGINT."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from aicore_tray.aicore.discovery import AccountProblem
from aicore_tray.cli.state import RunningProxy, forget, remember
from aicore_tray.cli.terminal import fail, say, tell
from aicore_tray.config.configuration import Configuration, load_configuration, with_fixed_key
from aicore_tray.config.settings import load_settings
from aicore_tray.config.vault import OWN_KEY, Vault, VaultError, key_source
from aicore_tray.engine import Engine
from aicore_tray.errors import ConfigurationError
from aicore_tray.gateway.server import PortInUseError
from aicore_tray.system import logs
from aicore_tray.system.network import is_loopback
from aicore_tray.system.paths import Paths

EXIT_PORT_TAKEN = 3
DEMO_KEY = "demo"
FIRST_KEY = "default"
_DEMO_PACE = 0.02
_VAULT_SECONDS = 5.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", help="the address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, help="the port to listen on; 0 picks a free one (3001)")
    parser.add_argument("--demo", action="store_true", help="serve the built-in sandbox: no account, key 'demo'")
    parser.add_argument("--debug", action="store_true", help="log in detail on stderr")


def run(arguments: argparse.Namespace) -> int:
    logs.configure(debug=arguments.debug)
    paths = Paths.locate(arguments.data_dir)
    if arguments.demo:
        if arguments.host and not is_loopback(arguments.host):
            raise ConfigurationError(
                [f"--host {arguments.host}: the demo has a well-known key and serves loopback only"]
            )
        return run_loop(lambda: serve_demo(arguments, paths))
    listen = {"host": arguments.host, "port": arguments.port}
    configuration = load_configuration(paths, file=arguments.config, arguments=listen)
    if not configuration.accounts:
        raise ConfigurationError(
            ["No SAP AI Core account is configured. Give a service key with --config FILE, or try --demo"]
        )
    return run_loop(lambda: serve(configuration, paths))


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
    from aicore_tray.aicore.account import Account
    from aicore_tray.aicore.service_key import parse_service_key
    from aicore_tray.sandbox.server import Sandbox

    settings = load_settings(
        paths.settings_file, arguments={"host": arguments.host or "127.0.0.1", "port": arguments.port}
    )
    sandbox = Sandbox(pace=_DEMO_PACE)
    await sandbox.start()
    try:
        account = Account(name="sandbox", key=parse_service_key(sandbox.service_key("demo")))
        configuration = Configuration(settings=settings, accounts=(account,), source="the built-in sandbox")
        configuration = with_fixed_key(configuration, DEMO_KEY, name="demo")
        demo_paths = Paths(config=paths.config, data=paths.data / "demo", logs=paths.logs)
        return await serve(configuration, demo_paths, state_file=paths.state_file, demo=True)
    finally:
        await sandbox.aclose()


async def serve(
    configuration: Configuration, paths: Paths, *, state_file: Path | None = None, demo: bool = False
) -> int:
    """Serve until a signal comes; returns the exit code."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:  # Windows' loops know no signal handlers
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
    for warning in configuration.warnings:
        tell(f"aicore-tray: {warning}")
    engine = Engine(configuration, paths, on_problem=_tell_problem)
    new_key = _first_key(engine)
    try:
        await engine.start()
    except PortInUseError as error:
        fail(error.line())
        return EXIT_PORT_TAKEN
    place = state_file or paths.state_file
    state = RunningProxy.of(engine.url, demo=demo)
    try:
        remember(place, state)
        say(f"Listening on {engine.url}")
        if demo:
            tell("Demo: the built-in sandbox, no account needed. The API key is `demo`.")
        if new_key:
            tell(f"API key: {new_key}")
            await _keep_own_copy(configuration, paths, new_key)
        await stop.wait()
    finally:
        forget(place, state)
        await engine.aclose()
    return 0


def _first_key(engine: Engine) -> str | None:
    """Without any key nobody could call: make the first one. It is shown once, and only its hash is stored."""
    return None if engine.keys.list() else engine.keys.create(FIRST_KEY)


async def _keep_own_copy(configuration: Configuration, paths: Paths, key: str) -> None:
    """Put the app's own copy into the vault, so that our other commands find it; a server may have no keyring."""

    def keep() -> None:
        Vault(paths.vault_file, key_source(configuration.settings.vault_key_file)).set(OWN_KEY, key)

    try:
        await asyncio.wait_for(asyncio.to_thread(keep), _VAULT_SECONDS)
    except (VaultError, TimeoutError):
        tell("aicore-tray: No keyring holds a copy of this key; note it down, it is not shown again")


def _tell_problem(account: str, problem: AccountProblem | None) -> None:
    if problem is None:
        tell(f"aicore-tray: account {account}: works again")
    else:
        hint = f" {problem.hint}" if problem.hint else ""
        tell(f"aicore-tray: account {account}: {problem.stage}: {problem.message.rstrip('.')}.{hint}")
