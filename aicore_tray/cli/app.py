"""`aicore-tray` without a command: the app with tray and window; headless where there is no screen or no Qt."""

from __future__ import annotations

import argparse
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING

from aicore_tray.cli.listening import add_listening, check_demo
from aicore_tray.cli.screen import no_screen
from aicore_tray.cli.state import RunningProxy, forget, remember
from aicore_tray.cli.terminal import announce, tell
from aicore_tray.errors import ConfigurationError
from aicore_tray.system import logs
from aicore_tray.system.limits import raise_file_limit
from aicore_tray.system.paths import Paths

if TYPE_CHECKING:
    from aicore_tray.gui.session import Session


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_listening(parser)
    parser.add_argument("--background", action="store_true", help="start without showing a window, as at login")


def run(arguments: argparse.Namespace) -> int:
    if arguments.config is not None:
        raise ConfigurationError(["--config: the app keeps its own settings; `aicore-tray serve` takes another file"])
    reason = no_screen()
    if reason:
        tell(f"{reason}: the proxy runs here without a window, Ctrl+C ends it.")
        from aicore_tray.cli import serve

        return serve.run(arguments)
    paths = Paths.locate(arguments.data_dir)
    logs.configure(debug=arguments.debug, folder=paths.logs)
    raise_file_limit()
    if arguments.demo:
        check_demo(arguments.host)
    # The engine is read when the icon is there.
    from aicore_tray.gui import starting

    own = Paths(config=paths.demo.data, data=paths.demo.data, logs=paths.logs, common=paths.data)
    told = _Told(paths, demo=arguments.demo)
    start = starting.Start(background=arguments.background, listening=told.listening, ended=told.ended)
    try:
        if arguments.demo:
            return starting.run(lambda: _demo(arguments, own), start, paths=own, argv=sys.argv[1:])
        return starting.run(lambda: _own(arguments, paths), start, paths=paths, argv=sys.argv[1:])
    finally:
        told.ended()


def _own(arguments: argparse.Namespace, paths: Paths) -> Callable[[], AbstractAsyncContextManager[Session]]:
    from aicore_tray.gui.session import Session

    @asynccontextmanager
    async def opened() -> AsyncIterator[Session]:
        yield Session(paths, arguments={"host": arguments.host, "port": arguments.port})

    return opened


def _demo(arguments: argparse.Namespace, paths: Paths) -> Callable[[], AbstractAsyncContextManager[Session]]:
    """The sandbox lives as long as the app; what is set up in the demo is kept apart from the real settings."""
    from aicore_tray.cli.demo import as_demo, demo_sandbox
    from aicore_tray.gui.session import Session

    listen = {"host": arguments.host, "port": arguments.port}

    @asynccontextmanager
    async def opened() -> AsyncIterator[Session]:
        async with demo_sandbox() as sandbox:
            yield Session(
                paths, arguments=listen, dress=lambda configuration: as_demo(configuration, sandbox), demo=True
            )

    return opened


class _Told:
    """Says where the proxy listens: on stdout, and in the file by which the other commands find it."""

    def __init__(self, paths: Paths, *, demo: bool) -> None:
        self._place = paths.state_file
        self._demo = demo
        self._state: RunningProxy | None = None

    def listening(self, session: Session) -> None:
        self.ended()
        engine = session.engine
        self._state = RunningProxy.of(engine.url, demo=self._demo, certificate=engine.certificate)
        remember(self._place, self._state)
        if sys.stdout is not None:
            announce(f"Listening on {engine.url}")

    def ended(self) -> None:
        if self._state is not None:
            forget(self._place, self._state)
            self._state = None
