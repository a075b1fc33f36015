"""The whole app for benches: tray, windows and engine in this process, watched, without a screen."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from aicore_tray.aicore.service_key import parse_service_key
from aicore_tray.gui import theme
from aicore_tray.gui.app import App
from aicore_tray.gui.application import Application
from aicore_tray.gui.loop import EventLoop
from aicore_tray.gui.session import FIRST_RUN_DONE, Session
from aicore_tray.gui.single_instance import SingleInstance
from aicore_tray.gui.snapshots import ProxyState
from aicore_tray.gui.starting import SWITCH_SECONDS, Start
from aicore_tray.system.paths import Paths
from tests.bench.slices import NamingApplication, WatchedApplication


def run_watched(measure: Callable[[WatchedApplication], Coroutine[Any, Any, bool]], *, names: bool = False) -> bool:
    """Run a measurement on the app's own loop; return what it returns: whether the bars were kept.

    Args:
        names: of the events that take longest, which makes all of them longer.
    """
    app = (NamingApplication if names else WatchedApplication)(["bench"])
    with _running(app) as (runner, loop):
        app.watch(loop)
        return runner.run(measure(app))


def run_alone(measure: Callable[[Application], Coroutine[Any, Any, bool]]) -> bool:
    """Run a measurement as `run_watched` does, with nothing between Qt and its events: as users have it."""
    app = Application(["bench"])
    with _running(app) as (runner, _):
        return runner.run(measure(app))


@contextmanager
def _running(app: Application) -> Iterator[tuple[asyncio.Runner, EventLoop]]:
    app.setQuitOnLastWindowClosed(False)
    theme.install(app)
    sys.setswitchinterval(SWITCH_SECONDS)
    loop = EventLoop(app)
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        yield runner, loop


@asynccontextmanager
async def whole_app(
    app: QApplication, folder: Path, *, service_key: str = "", page: str = ""
) -> AsyncIterator[tuple[App, Session]]:
    """Run the app in a folder of its own, its proxy listening; it has quit when the context ends.

    Args:
        app: of the process.
        folder: for settings and books, which may hold some already.
        service_key: of the sandbox, as JSON, for an account; without it the app has none.
        page: the one to open with; without it, that of every first start.
    """
    paths = Paths.locate(folder)
    session = Session(paths, arguments={"port": 0})
    session.remembered.note(first_run=FIRST_RUN_DONE, page=page)
    paths.data.mkdir(parents=True, exist_ok=True)
    instance = SingleInstance(paths.data)
    assert instance.is_first(background=False)
    whole = App(app, session, instance, Start(True, lambda _: None, lambda: None))
    running = asyncio.get_running_loop().create_task(whole.run())
    while session.snapshot().proxy.state is not ProxyState.RUNNING:  # noqa: ASYNC110 - it tells many things
        await asyncio.sleep(0.05)
    if service_key:
        await whole.commands.keep_keys_in_file()
        await whole.commands.add_account(parse_service_key(json.loads(service_key)), "bench", ("default",))
        await session.look_again()
    yield whole, session
    whole.quit()
    await running
    instance.close()
