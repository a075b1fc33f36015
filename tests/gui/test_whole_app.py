"""The app as a whole: tray, window and session started and ended together, in this process."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from aicore_tray.chat.conversation import State
from aicore_tray.gui.app import App
from aicore_tray.gui.loop import EventLoop
from aicore_tray.gui.session import FIRST_RUN_DONE, Session
from aicore_tray.gui.single_instance import SingleInstance
from aicore_tray.gui.snapshots import ProxyState
from aicore_tray.gui.starting import Start
from aicore_tray.gui.tray import Tray
from aicore_tray.system.paths import Paths
from tests.gui.living import Living, two_tenants, until, with_files


def every_action(menu: QMenu) -> Iterator[QAction]:
    for action in menu.actions():
        yield action
        if isinstance(below := action.menu(), QMenu):
            yield from every_action(below)


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
        return next(each for each in every_action(self.app.tray.menu) if each.objectName() == name)

    async def listens(self) -> Living:
        await until(lambda: self.session.snapshot().proxy.state is ProxyState.RUNNING)
        await self.session.look_again()
        living = Living(self.session, self.app.commands)
        living.key = await living.commands.create_key("test")
        return living


@pytest.fixture
def tray_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A desktop with a tray, which the platform without a screen lacks."""
    monkeypatch.setattr(Tray, "is_available", staticmethod(lambda: True))
    monkeypatch.setattr(Tray, "show", lambda _: None)


@asynccontextmanager
async def running(
    paths: Paths,
    *,
    background: bool = False,
    text: str = "port = 0\n",
    accounts: tuple[str, ...] = ("one",),
    pace: float = 0.005,
) -> AsyncIterator[Running]:
    """Run the app with one account; it is ended with the block if it has not ended before."""
    qapp = QApplication.instance()
    assert isinstance(qapp, QApplication)
    async with two_tenants(pace=pace) as sandbox:
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
            run.entry("tray-settings").trigger()
            assert run.shown
            assert run.app.window.page.key == "settings"
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


def test_a_setup_is_copied_from_the_tray(loop: EventLoop, paths: Paths) -> None:
    """With a key that works, in the shell of one's choice; the tool is waited for."""

    async def test() -> None:
        async with running(paths) as run:
            living = await run.listens()
            await until(lambda: run.entry("tray-copy-setup").isEnabled())
            run.entry("tray-shell-fish").trigger()
            run.entry("tray-copy-claude-code").trigger()
            clipboard = QGuiApplication.clipboard()
            await until(lambda: "ANTHROPIC_AUTH_TOKEN" in clipboard.text())
            text = clipboard.text()
            assert f"set -gx ANTHROPIC_BASE_URL '{living.url}'" in text
            key = text.partition("ANTHROPIC_AUTH_TOKEN '")[2].partition("'")[0]
            assert (await living.ask(key=key))[0] == 200
            lights = {view.id: view for view in run.session.snapshot().tools}
            assert lights["claude-code"].answered is not None
            assert not lights["claude-code"].waiting
            run.entry("tray-copy-cursor").trigger()
            await until(lambda: run.shown)
            assert run.app.window is not None
            assert run.app.window.page.key == "connect"
            assert run.app.window.connect_page.panel.tool.id == "cursor"

    play(loop, test)


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of POSIX systems")
def test_a_tool_is_launched_again_from_the_tray(
    loop: EventLoop, paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proxy is started for it if it is off."""
    seen = tmp_path / "seen"
    for name, text in (
        ("codex", f'echo "$AICORE_TRAY_KEY" > {seen}.new; pwd >> {seen}.new; mv {seen}.new {seen}'),
        ("xterm", 'shift; "$@" & sleep 1'),
    ):
        file = tmp_path / "bin" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"#!/bin/sh\n{text}\n")
        file.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.setenv("SHELL", "/bin/true")
    monkeypatch.setenv("TERMINAL", "xterm")
    folder = tmp_path / "shop"
    folder.mkdir()

    async def test() -> None:
        async with running(paths) as run:
            living = await run.listens()
            run.session.remembered.note(launched=[("codex", str(folder))])
            await run.session.stop_proxy()
            run.app._note_tools()
            await until(lambda: run.entry("tray-launch").isEnabled())
            assert run.entry("tray-launch-recent-0").text() == "Codex in shop"
            run.entry("tray-launch-recent-0").trigger()
            await until(seen.exists)
            key, place = seen.read_text().splitlines()
            assert place == str(folder)
            assert run.session.engine.listening
            assert (await living.ask(key=key))[0] == 200

    play(loop, test)


def test_the_chat_has_a_window_of_its_own(loop: EventLoop, paths: Paths) -> None:
    async def test() -> None:
        async with running(paths) as run:
            await run.listens()
            run.entry("tray-chat").trigger()
            chat = run.app.chat
            assert chat is not None
            assert chat.isVisible()
            await until(lambda: chat.view.pane.composer.button.isEnabled() or chat.view.pane.model)
            chat.view.pane.ask("Say hello.")
            await until(lambda: not chat.view.pane.running and bool(run.session.snapshot().recent))
            record = run.session.snapshot().recent[0]
            assert (record.key, record.status) == ("Chat", 200)
            chat.close()
            run.entry("tray-chat").trigger()
            assert run.app.chat is chat
            assert not run.over, "closing it ends nothing"

    play(loop, test)


def test_diagnostics_are_copied_from_the_tray(loop: EventLoop, paths: Paths) -> None:
    async def test() -> None:
        async with running(paths) as run:
            living = await run.listens()
            run.entry("tray-copy-diagnostics").trigger()
            clipboard = QGuiApplication.clipboard()
            await until(lambda: "AI Core Tray" in clipboard.text())
            assert living.key not in clipboard.text()
            assert run.session.chat_key not in clipboard.text()

    play(loop, test)


@pytest.mark.usefixtures("tray_there")
def test_another_language_is_spoken_at_once_and_answers_go_on(loop: EventLoop, paths: Paths) -> None:
    """Window, tray and chat are made anew where they were, and nothing that runs is stopped."""

    async def test() -> None:
        async with running(paths, pace=0.02) as run:
            living = await run.listens()
            run.app.show_page("requests")
            run.entry("tray-chat").trigger()
            await until(lambda: run.app.chat is not None and bool(run.app.chat.view.pane.model))
            assert run.app.window is not None
            assert run.app.chat is not None
            pane = run.app.chat.view.pane
            pane.ask("Write a text of 300 words.")
            await until(lambda: pane.running)
            conversation = pane.current
            assert conversation is not None
            await until(lambda: len((run.app.desk.messages(conversation.id) or ())[-1].text) > 20)
            english = run.app.window

            await living.commands.set("language", "de")
            await until(lambda: run.app.window is not english and run.app.window is not None)
            window, chat = run.app.window, run.app.chat
            assert window is not None
            assert chat is not None
            assert (window.page.key, window.page.title.text(), run.shown) == ("requests", "Anfragen", True)
            assert run.entry("tray-quit").text().startswith("AI Core Tray beenden")
            assert chat.isVisible()
            assert chat.view.pane.current is not None
            assert chat.view.pane.current.id == conversation.id
            assert chat.view.pane.composer.entry.placeholderText().startswith("Nachricht schreiben")
            assert run.app.desk.is_running(conversation.id), "the answer goes on"

            await until(lambda: not run.app.desk.is_running(conversation.id))
            answer = (run.app.desk.messages(conversation.id) or ())[-1]
            assert answer.state is State.COMPLETE
            assert len(answer.text.split()) > 250, "nothing of it is lost"

            await living.commands.set("language", "en")
            await until(lambda: run.app.window is not None and run.app.window.page.title.text() == "Requests")
            assert run.entry("tray-quit").text().startswith("Quit AI Core Tray")
            assert run.shown

    play(loop, test)
