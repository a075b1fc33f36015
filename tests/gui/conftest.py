"""The whole window around a real session, engine and sandbox, on a temporary folder with a keyring in memory."""

from __future__ import annotations

import asyncio
import functools
import json
import time
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
import keyring
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QMainWindow,
    QRadioButton,
    QWidget,
)

from aicore_tray.gui import theme
from aicore_tray.gui.application import Application
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.language import ENGLISH, Language
from aicore_tray.gui.loop import EventLoop
from aicore_tray.gui.session import Session
from aicore_tray.gui.snapshots import ProxyState, Snapshot
from aicore_tray.gui.widgets.sheet import Sheet
from aicore_tray.gui.windows.main_window import MainWindow
from aicore_tray.sandbox.server import Sandbox, Tenant
from aicore_tray.sandbox.tenants import deployment
from aicore_tray.system.paths import Paths
from tests.gui.living import MemoryKeyring, locate, with_keyring

T = TypeVar("T")
W = TypeVar("W", bound=QWidget)
SECONDS = 10.0


class World(QObject):
    """A window that is used through its widgets, and what it is about.

    Attributes:
        folder: where settings, data and logs lie.
        sandbox: SAP AI Core.
        strays: widgets that came up as windows of their own, as one does that is shown before it has a parent.
    """

    def __init__(self, loop: EventLoop, folder: Path) -> None:
        super().__init__()
        self.strays: list[str] = []
        self.loop = loop
        self.folder = folder
        self.sandbox = Sandbox(_tenants())
        self._http: aiohttp.ClientSession | None = None
        self.session: Session
        self.bridge: Bridge
        self.commands: Commands
        self.window: MainWindow

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            popup = bool(watched.windowFlags() & Qt.WindowType.Popup & ~Qt.WindowType.Window)
            if not popup and not isinstance(watched, QMainWindow | QDialog):
                self.strays.append(f"{type(watched).__name__} {watched.objectName()}")
        return False

    def run(self, coroutine: Coroutine[Any, Any, T], seconds: float = 3 * SECONDS) -> T:
        """Run a coroutine in Qt's loop."""
        result: T = self.loop.run_until_complete(asyncio.wait_for(coroutine, seconds))
        return result

    async def begin(self) -> None:
        """Open the sandbox and a first window."""
        await self.sandbox.start()
        self._http = aiohttp.ClientSession()
        await self.open()

    async def open(self, *, first_run: bool = False) -> None:
        """Open a session and its window, as a start of the app does."""
        self.session = Session(Paths.locate(self.folder))
        self.bridge = Bridge(self.session)
        self.commands = Commands(self.session)
        self.window = MainWindow(self.bridge, self.commands)
        if first_run:
            self.window.begin_first_run()
        self.window.come_up()
        await self.session.open()
        await self.until(lambda: self.now.loaded and self.now.proxy.state is not ProxyState.STARTING, "it is open")

    async def close(self) -> None:
        """Close window and session, as the end of the app does."""
        for each in QApplication.topLevelWidgets():  # the guide and the chat have windows of their own
            each.hide()
        await self.bridge.aclose()
        await self.session.aclose(0)
        self.window.deleteLater()
        await asyncio.sleep(0)

    async def end(self) -> None:
        await self.close()
        if self._http is not None:
            await self._http.close()
        await self.sandbox.aclose()

    @property
    def now(self) -> Snapshot:
        """The snapshot that the window shows."""
        return self.bridge.snapshot

    async def until(self, condition: Callable[[], object], what: str = "", seconds: float = SECONDS) -> None:
        """Wait until something is so."""
        limit = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < limit, f"waited in vain until {what or condition}"
            await asyncio.sleep(0.01)

    # ---- the user's hands

    def find(self, kind: type[W], name: str) -> W:
        """Return the one visible widget of a name."""
        found = [each for each in self.window.findChildren(kind, name) if each.isVisible()]
        assert len(found) == 1, f"{len(found)} visible {name}"
        return found[0]

    def is_visible(self, name: str) -> bool:
        return any(each.isVisible() for each in self.window.findChildren(QWidget, name))

    async def see(self, name: str) -> QWidget:
        """Wait until a widget is visible, and return it."""
        await self.until(lambda: self.is_visible(name), f"{name} is visible")
        return self.find(QWidget, name)

    async def click(self, name: str) -> None:
        """Click a widget once it is there and enabled."""
        await self.until(
            lambda: any(
                each.isVisible() and each.isEnabled() and not each.size().isEmpty()
                for each in self.window.findChildren(QAbstractButton, name)
            ),
            f"{name} can be clicked",
        )
        button = self.find(QAbstractButton, name)
        # A check box or a choice is as wide as its row, but takes clicks on its mark and words alone.
        marked = isinstance(button, QCheckBox | QRadioButton)
        place = QPoint(8, button.height() // 2) if marked else button.rect().center()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)

    async def write(self, name: str, text: str, *, enter: bool = True) -> None:
        """Type into a field, in place of what is in it."""
        field = self.find(QLineEdit, name)
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text) if text else QTest.keyClick(field, Qt.Key.Key_Delete)
        if enter:
            QTest.keyClick(field, Qt.Key.Key_Return)

    async def choose(self, name: str, data: object) -> None:
        """Choose an entry of a combo box as its popup does."""
        combo = self.find(QComboBox, name)
        row = combo.findData(data)
        assert row >= 0, f"{name} has no {data}"
        combo.setCurrentIndex(row)
        combo.activated.emit(row)

    def page(self, key: str) -> None:
        self.window.show_page(key)

    def sheet(self) -> Sheet | None:
        return next((each for each in self.window.findChildren(Sheet) if each.isVisible()), None)

    async def no_sheet(self) -> None:
        await self.until(lambda: self.sheet() is None, "no sheet is open")

    # ---- accounts and the proxy

    def key_text(self, tenant: str = "prod") -> str:
        return json.dumps(self.sandbox.service_key(tenant))

    async def add_account(self, tenant: str = "prod") -> None:
        """Add an account without the window, where a test is about something else."""
        imported = await self.commands.read_text(self.key_text(tenant))
        await self.commands.add_account(imported.accounts[0].key, tenant, imported.accounts[0].resource_groups)
        await self.session.look_again()
        await self.until(
            lambda: any(view.name == tenant and view.state == "ready" for view in self.now.accounts), "it is ready"
        )

    async def make_key(self, name: str = "test") -> str:
        """Make an API key, where a test is about something else."""
        key = await self.commands.create_key(name)
        await self.until(lambda: any(view.key.name == name for view in self.now.keys), "it is shown")
        return key

    async def ask(self, path: str, key: str, body: object | None = None) -> tuple[int, Any]:
        """Ask the proxy over HTTP; return status and answer."""
        assert self._http is not None
        method = "GET" if body is None else "POST"
        url = self.session.engine.url + path
        async with self._http.request(method, url, json=body, headers={"x-api-key": key}) as response:
            return response.status, await response.json(content_type=None)

    async def listed(self, key: str) -> set[str]:
        """Return the models that the proxy lists."""
        status, answer = await self.ask("/v1/models", key)
        assert status == 200, answer
        return {model["id"] for model in answer["data"]}


def _tenants() -> tuple[Tenant, ...]:
    models = ("anthropic--claude-4.6-sonnet", "anthropic--claude-4.5-haiku", "gpt-5", "gemini-2.5-flash")
    return (
        Tenant(
            name="prod",
            resource_groups=("default", "team-a", "empty"),
            deployments=(
                *(deployment(model) for model in models),
                deployment("gpt-5.5", resource_group="team-a"),
            ),
        ),
        Tenant(name="dev", deployments=(deployment("gpt-5-mini"),)),
        Tenant(name="bare", deployments=()),
        Tenant(name="orchestrated", deployments=(deployment("gpt-5-mini"), deployment(None))),
    )


def played(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Run a test in Qt's loop, in the world that is one of its fixtures."""

    @functools.wraps(test)
    def run(**fixtures: Any) -> None:
        world: World = fixtures.get("world") or fixtures["bare_world"]

        async def whole() -> None:
            # All in one run: between two, pytest-qt lets Qt's events run without a running loop.
            await world.begin()
            try:
                await test(**fixtures)
                assert world.strays == [], "nothing comes up as a window of its own"
            finally:
                await world.end()

        world.run(whole())

    return run


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What the platform without a screen says of itself is no fault of ours; every other warning of Qt is one."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture
def light_app() -> Iterator[QApplication]:
    """The application in its light scheme, before and after a test that changes it."""
    found = QApplication.instance() or QApplication(["test"])
    assert isinstance(found, QApplication)
    theme.install(found, Qt.ColorScheme.Light)
    yield found
    theme.install(found, Qt.ColorScheme.Light)
    found.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def blank(light_app: QApplication) -> Iterator[QWidget]:
    """A window with nothing on it, for parts of one."""
    result = QWidget()
    result.resize(700, 500)
    result.show()
    yield result
    result.close()
    result.deleteLater()
    light_app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    return Application


@pytest.fixture(scope="session", autouse=True)
def _application(qapp: QApplication) -> Language:
    """Make the app's own one before a test makes another; it speaks English, with its plural forms."""
    language = Language(qapp)
    language.use(ENGLISH)
    return language


@pytest.fixture(autouse=True)
def _no_window_is_left(_application: Language) -> Iterator[None]:
    """A window that a test leaves open takes the mouse of the tests after it."""
    yield
    left = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    for each in left:
        each.hide()
    assert left == []


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[EventLoop]:
    made = EventLoop(qapp)
    yield made
    made.run_until_complete(made.shutdown_asyncgens())
    made.run_until_complete(made.shutdown_default_executor())
    made.close()


@pytest.fixture
def memory_keyring() -> Iterator[MemoryKeyring]:
    before = keyring.get_keyring()
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


@pytest.fixture
def bare_world(loop: EventLoop, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    """A world on a computer without a keyring."""
    theme.install(qapp, Qt.ColorScheme.Light)
    folder = tmp_path / "app"
    folder.mkdir()
    (folder / "settings.toml").write_text("port = 0\n")
    made = World(loop, folder)
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)


@pytest.fixture
def world(memory_keyring: MemoryKeyring, bare_world: World) -> World:
    """A world with a keyring, and no account yet."""
    assert memory_keyring.entries == {}
    return bare_world


@pytest.fixture
def paths(tmp_path: Path, qapp: QApplication) -> Paths:
    """Where an app of its own keeps what it has; the keyring is in memory."""
    theme.install(qapp)
    # As every real run does; else closing a window is the end of the application.
    qapp.setQuitOnLastWindowClosed(False)
    with_keyring()
    return locate(tmp_path)
