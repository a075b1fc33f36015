"""What is there before the app is: an icon that says so, and keeps what is asked of it until then."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from aicore_tray.gui.app import App
from aicore_tray.gui.language import ENGLISH, GERMAN
from aicore_tray.gui.loop import EventLoop
from aicore_tray.gui.session import FIRST_RUN_DONE, Session
from aicore_tray.gui.single_instance import SingleInstance
from aicore_tray.gui.starting import Start, Starting
from aicore_tray.gui.tray import Tray
from aicore_tray.system.paths import Paths
from tests.gui.living import until

CLICK = QSystemTrayIcon.ActivationReason.Trigger
Asking = Callable[[Starting], None]


@pytest.fixture
def instance(paths: Paths) -> Iterator[SingleInstance]:
    made = SingleInstance(paths.data)
    assert made.is_first(background=True)
    yield made
    made.close()


@pytest.fixture
def starting(qapp: QApplication, instance: SingleInstance) -> Iterator[Starting]:
    made = Starting(qapp, instance)
    yield made
    made.language.use(ENGLISH)
    made.menu.hide()
    made.deleteLater()


def texts(starting: Starting) -> list[str]:
    return [action.text() for action in starting.menu.actions() if not action.isSeparator()]


def test_the_menu_says_that_it_starts_in_its_user_s_language(starting: Starting) -> None:
    starting.speak(ENGLISH)
    assert texts(starting) == ["◐ Starting", "Quit AI Core Tray"]
    starting.speak(GERMAN)
    assert texts(starting) == ["◐ Startet", "AI Core Tray beenden"]
    assert [action.isEnabled() for action in starting.menu.actions() if not action.isSeparator()] == [False, True]


@pytest.mark.qt_log_ignore("systemTrayWindowChanged")  # the platform without a screen says it
def test_it_can_be_ended_from_the_menu(starting: Starting) -> None:
    starting.speak(ENGLISH)
    starting.icon.show()
    starting.menu.actions()[-1].trigger()
    assert starting.wants_end
    assert not starting.icon.isVisible()


def a_click(starting: Starting) -> None:
    starting.icon.activated.emit(CLICK)


def a_second_start(starting: Starting) -> None:
    socket = QLocalSocket()
    socket.connectToServer(starting._instance.name)
    assert socket.waitForConnected(1000)
    socket.write(b"show\n")
    socket.flush()
    QApplication.processEvents()
    socket.disconnectFromServer()


@pytest.mark.skipif(sys.platform == "darwin", reason="a click opens the menu there")
@pytest.mark.parametrize("ask", [a_click, a_second_start])
def test_a_window_that_was_asked_for_comes_when_it_can(
    qapp: QApplication, loop: EventLoop, paths: Paths, instance: SingleInstance, starting: Starting, ask: Asking
) -> None:
    async def test() -> None:
        session = Session(paths)
        session.remembered.note(first_run=FIRST_RUN_DONE)
        ask(starting)
        await until(lambda: starting.wants_window)
        app = App(qapp, session, instance, Start(True, lambda _: None, lambda: None), starting)
        async with asyncio.TaskGroup() as group:
            group.create_task(app.run())
            await until(lambda: app.window is not None and app.window.isVisible())
            starting.wants_window = False
            # From here on the app alone is asked.
            instance.asked.emit()
            app.tray.icon.activated.emit(CLICK)
            assert not starting.wants_window
            app.quit()
        app.deleteLater()

    loop.run_until_complete(asyncio.wait_for(test(), 60))


def test_the_tray_takes_the_icon_and_its_menu_over(starting: Starting) -> None:
    starting.speak(ENGLISH)
    icon, menu = starting.icon, starting.menu
    tray = Tray(None, starting.hand_over())
    assert tray.icon is icon
    assert tray.menu is menu is icon.contextMenu()
    assert icon.parent() is tray
    names = [action.objectName() for action in menu.actions() if not action.isSeparator()]
    assert names.count("tray-state") == 1
    assert names[0] == "tray-state"
    assert names[-1] == "tray-quit"
    assert "tray-dashboard" in names
    assert not menu.isVisible()
    tray.deleteLater()


def test_a_menu_that_is_open_then_stays_open(starting: Starting) -> None:
    starting.speak(ENGLISH)
    starting.menu.popup(QPoint(20, 30))
    before = starting.menu.height()
    tray = Tray(None, starting.hand_over())
    assert tray.menu.isVisible()
    assert tray.menu.height() > 2 * before
    screen = QApplication.primaryScreen().geometry()
    assert screen.contains(tray.menu.geometry())
    tray.menu.hide()
    tray.deleteLater()


def test_the_icon_waits_for_nothing_of_the_engine() -> None:
    """Each of these would keep the icon waiting for a tenth of a second or more."""
    heavy = ["aiohttp", "aicore_tray.engine", "aicore_tray.gateway", "aicore_tray.gui.app", "aicore_tray.connect"]
    code = f"import sys, aicore_tray.cli.app, aicore_tray.gui.starting; print(*{set(heavy)!r} & sys.modules.keys())"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not ended.stdout.strip()
