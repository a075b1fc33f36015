"""The app as a whole: tray, window and session started and ended together, in this process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from aicore_tray.gui import theme
from aicore_tray.gui.app import App, Start
from aicore_tray.gui.loop import EventLoop
from aicore_tray.gui.session import FIRST_RUN_DONE, Session
from aicore_tray.gui.single_instance import SingleInstance
from aicore_tray.gui.snapshots import ProxyState
from aicore_tray.gui.tray import Tray
from aicore_tray.system.paths import Paths
from tests.gui.living import Living, locate, two_tenants, until, with_files, with_keyring


class Running:
    """An app that runs in the test's loop.

    Attributes:
        told: the addresses at which it began to listen, and "ended".
    """

    def __init__(self, qapp: QApplication, paths: Paths, *, background: bool) -> None:
        self.told: list[str] = []
        self.session = Session(paths)
        self.instance = SingleInstance(paths.data)
        start = Start(
            background=background,
            listening=lambda session: self.told.append(session.engine.url),
            ended=lambda: self.told.append("ended"),
        )
        self.app = App(qapp, self.session, self.instance, start)
        self.over = False

    async def run(self) -> None:
        await self.app.run()
        self.over = True

    @property
    def shown(self) -> bool:
        return self.app.window is not None and self.app.window.isVisible()

    def entry(self, name: str) -> QAction:
        return next(each for each in self.app.tray.menu.actions() if each.objectName() == name)

    async def listens(self) -> Living:
        await until(lambda: self.session.snapshot().proxy.state is ProxyState.RUNNING)
        await self.session.look_again()
        living = Living(self.session, self.app.commands)
        living.key = await living.commands.create_key("test")
        return living


@pytest.fixture
def paths(tmp_path: Path, qapp: QApplication) -> Paths:
    theme.install(qapp)
    # As every real run does; else closing a window is the end of the application.
    qapp.setQuitOnLastWindowClosed(False)
    with_keyring()
    return locate(tmp_path)


@pytest.fixture
def tray_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A desktop with a tray, which the platform without a screen lacks."""
    monkeypatch.setattr(Tray, "is_available", staticmethod(lambda: True))
    monkeypatch.setattr(Tray, "show", lambda _: None)


@asynccontextmanager
async def running(
    paths: Paths, *, background: bool = False, text: str = "port = 0\n", accounts: tuple[str, ...] = ("one",)
) -> AsyncIterator[Running]:
    """Run the app with one account; it is ended with the block if it has not ended before."""
    qapp = QApplication.instance()
    assert isinstance(qapp, QApplication)
    async with two_tenants(pace=0.005) as sandbox:
        with_files(paths, sandbox, *accounts, text=text)
        made = Running(qapp, paths, background=background)
        async with asyncio.TaskGroup() as group:
            group.create_task(made.run())
            try:
                await asyncio.sleep(0.05)
                yield made
            finally:
                made.app.quit()
        assert made.over
        made.instance.close()
        qapp.removeEventFilter(made.app)
        made.app.deleteLater()


def play(loop: EventLoop, test: Callable[[], Any]) -> None:
    loop.run_until_complete(asyncio.wait_for(test(), 60))


def test_it_tells_where_it_listens(loop: EventLoop, paths: Paths) -> None:
    async def test() -> None:
        async with running(paths) as run:
            living = await run.listens()
            await until(lambda: run.told == [living.url])
            assert (await living.ask())[0] == 200
            await run.session.stop_proxy()
            await until(lambda: run.told[1:] == ["ended"])

    play(loop, test)


def test_a_logout_ends_it_in_order(loop: EventLoop, paths: Paths) -> None:
    """What Cmd+Q, the Dock and a session's end send: a running answer is finished first."""

    async def test() -> None:
        async with running(paths) as run:
            living = await run.listens()
            async with living.stream() as answer:
                first = await answer.content.readline()
                qapp = QApplication.instance()
                assert qapp is not None
                assert QCoreApplication.sendEvent(qapp, QEvent(QEvent.Type.Quit))
                await until(lambda: run.entry("tray-quit").text() == "Quit now")
                assert not run.shown
                assert run.entry("tray-state").text() == "Ending, 1 request still running"
                text = first + await answer.content.read()
            assert b"message_stop" in text
            await until(lambda: run.over)

    play(loop, test)


def test_quitting_twice_waits_for_nobody(loop: EventLoop, paths: Paths) -> None:
    async def test() -> None:
        async with running(paths) as run:
            living = await run.listens()
            async with living.stream() as answer:
                await answer.content.readline()
                run.entry("tray-quit").trigger()
                await until(lambda: run.entry("tray-quit").text() == "Quit now")
                run.entry("tray-quit").trigger()
                await until(lambda: run.over, 3)

    play(loop, test)


@pytest.mark.usefixtures("tray_there")
def test_closing_the_window_hides_it(loop: EventLoop, paths: Paths) -> None:
    async def test() -> None:
        async with running(paths) as run:
            await run.listens()
            assert run.app.window is not None
            run.app.window.close()
            await asyncio.sleep(0.2)
            assert (run.shown, run.over) == (False, False)
            assert run.session.remembered.memory.told_closing
            run.entry("tray-models").trigger()
            assert run.shown
            assert run.app.window.page.key == "models"
            assert len([each for each in run.told if each != "ended"]) == 1

    play(loop, test)


@pytest.mark.usefixtures("tray_there")
def test_closing_the_window_ends_it_where_its_user_wants_it_so(loop: EventLoop, paths: Paths) -> None:
    async def test() -> None:
        async with running(paths, text="port = 0\nkeep_running = false\n") as run:
            await run.listens()
            assert run.app.window is not None
            run.app.window.close()
            await until(lambda: run.over)

    play(loop, test)


def test_closing_the_window_ends_it_where_no_tray_would_show_it(loop: EventLoop, paths: Paths) -> None:
    async def test() -> None:
        async with running(paths) as run:
            await run.listens()
            assert run.app.window is not None
            run.app.window.close()
            await until(lambda: run.over)

    play(loop, test)


@pytest.mark.usefixtures("tray_there")
@pytest.mark.parametrize(("text", "background"), [("start_hidden = true\n", False), ("", True)])
def test_it_starts_without_a_window(loop: EventLoop, paths: Paths, text: str, background: bool) -> None:
    async def test() -> None:
        async with running(paths, text="port = 0\n" + text, background=background) as run:
            await run.listens()
            assert run.app.window is None
            run.instance.asked.emit()
            await until(lambda: run.shown)

    play(loop, test)


def test_where_no_tray_is_there_it_never_hides(loop: EventLoop, paths: Paths) -> None:
    async def test() -> None:
        async with running(paths, text="port = 0\nstart_hidden = true\n") as run:
            await until(lambda: run.shown)

    play(loop, test)


@pytest.mark.parametrize(("memory", "expected"), [("", True), ("connection", True), (FIRST_RUN_DONE, False)])
def test_first_run_is_shown_until_it_is_over(loop: EventLoop, paths: Paths, memory: str, expected: bool) -> None:
    async def test() -> None:
        Session(paths).remembered.note(first_run=memory)
        async with running(paths, accounts=()) as run:
            await until(lambda: run.shown)
            assert run.app.window is not None
            assert run.app.window.in_first_run is expected

    play(loop, test)


def test_what_a_command_says_appears_in_the_window(loop: EventLoop, paths: Paths) -> None:
    async def test() -> None:
        async with running(paths) as run:
            await run.listens()
            assert run.app.window is not None
            run.app.tray.wants_account.emit("no such account", False)
            run.app.bridge.run(run.app.commands.rename_account("nobody", "somebody"), "rename")
            banner = run.app.window.page.banner
            await until(banner.isVisible)

    play(loop, test)


def test_the_menu_does_what_it_says(loop: EventLoop, paths: Paths) -> None:
    async def test() -> None:
        async with running(paths) as run:
            living = await run.listens()
            run.entry("tray-toggle").trigger()
            await until(lambda: run.session.snapshot().proxy.state is ProxyState.OFF)
            run.entry("tray-toggle").setChecked(False)
            run.entry("tray-toggle").trigger()
            await until(lambda: run.session.snapshot().proxy.state is ProxyState.RUNNING)
            run.app.tray.wants_tier.emit("sonnet", "gpt-4o")
            await until(lambda: run.session.settings.tiers == {"sonnet": "gpt-4o"})
            run.app.tray.wants_account.emit("one", False)
            await until(lambda: [view.state for view in run.session.snapshot().accounts] == ["off"])
            await until(lambda: living.url.endswith(run.entry("tray-state").text().rpartition(":")[2]))
            await until(run.entry("tray-state").isEnabled)
            run.entry("tray-state").trigger()
            assert QApplication.clipboard().text() == living.url

    play(loop, test)
