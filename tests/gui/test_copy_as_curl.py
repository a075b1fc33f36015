"""Copy as curl, wherever a request is shown or can be made: live address, chosen shell, no key in it, and it works."""

from __future__ import annotations

import asyncio
import shlex

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QTableView

from aicore_tray.connect.shells import BASH, CMD, POWERSHELL
from aicore_tray.gui.pages.api_keys import ApiKeysPage
from aicore_tray.gui.pages.dashboard import DashboardPage
from aicore_tray.gui.pages.models import ModelsPage
from aicore_tray.gui.requests.curl import command
from aicore_tray.gui.requests.curl_maker import CurlMaker
from aicore_tray.gui.snapshots import ModelView, ProxyState
from tests.gui.conftest import World, played

BODY = {"model": "gpt-5", "messages": [{"role": "user", "content": "Say it's me."}]}


async def ready(world: World) -> str:
    await world.add_account()
    key = await world.make_key()
    world.commands.connecting.use_shell("bash")
    QApplication.clipboard().setText("")
    return key


async def copied(world: World) -> str:
    await world.until(lambda: QApplication.clipboard().text().startswith("curl"), "it is copied")
    text = QApplication.clipboard().text()
    assert f"{world.now.proxy.url}/" in text, "the address is the live one"
    assert "$AICORE_TRAY_KEY" in text
    return text


async def answer_of(text: str, key: str) -> str:
    """Run a command as its user does: pasted into a shell that has the key in its variable."""
    shell = await asyncio.create_subprocess_exec(
        "sh", "-c", f"{text} -sS --noproxy 127.0.0.1", env={"AICORE_TRAY_KEY": key, "PATH": "/usr/bin:/bin"},
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    told, _ = await shell.communicate()
    assert shell.returncode == 0
    return told.decode()


async def choose(world: World, table: QTableView, text: str) -> None:
    """Open the menu of the first row and click an entry."""
    place = table.visualRect(table.model().index(0, 0)).center()
    table.customContextMenuRequested.emit(place)
    menu = table.findChild(QMenu) or world.window.page.findChild(QMenu)
    assert menu is not None
    entry = next(each for each in menu.actions() if each.text() == text)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(entry).center())


@played
async def test_a_last_request_of_the_dashboard(world: World) -> None:
    key = await ready(world)
    await world.commands.set("log_bodies", True)
    status, _ = await world.ask("/v1/chat/completions", key, BODY)
    assert status == 200
    world.page("dashboard")
    page = world.window.page
    assert isinstance(page, DashboardPage)
    await world.until(lambda: page.recent.rowCount() == 1 and page.settled, "it is shown")
    await choose(world, page.table, "Copy as curl")
    text = await copied(world)
    assert "Say it" in text, "with its body, since that was recorded"
    assert key not in text
    assert '"choices"' in await answer_of(text, key)
    await world.until(lambda: page.findChild(QMenu, "recent-menu") is None, "the menu is gone")
    await choose(world, page.table, "Show details")
    assert world.window.page.key == "requests"


@played
async def test_a_model_by_its_menu_and_its_sheet(world: World) -> None:
    key = await ready(world)
    world.page("models")
    page = world.window.page
    assert isinstance(page, ModelsPage)
    page.table.selectRow(0)
    assert page.current is not None
    await choose(world, page.table, "Copy as curl")
    text = await copied(world)
    assert page.current.model in text
    assert '"choices"' in await answer_of(text, key)
    QApplication.clipboard().setText("")
    await world.click("model-names")
    await world.click("copy-model-as-curl")
    assert await copied(world) == text


@played
async def test_the_models_of_a_key_by_its_menu_and_when_it_is_made(world: World) -> None:
    key = await ready(world)
    world.page("keys")
    page = world.window.page
    assert isinstance(page, ApiKeysPage)
    await choose(world, page.table, "Copy as curl")
    text = await copied(world)
    assert "/v1/models" in text
    assert "-d" not in shlex.split(text), "nothing is sent"
    assert "gpt-5" in await answer_of(text, key)
    QApplication.clipboard().setText("")
    await world.click("new-key-button")
    await world.write("key-name", "mine", enter=False)
    await world.click("create-key")
    await world.click("copy-key-as-curl")
    assert await copied(world) == text


@played
async def test_the_address_is_told_while_the_proxy_is_off(world: World) -> None:
    await ready(world)
    url = world.now.proxy.url
    await world.commands.set("port", int(url.rpartition(":")[2]))
    await world.session.stop_proxy()
    await world.until(lambda: world.now.proxy.state is ProxyState.OFF, "it is off")
    assert CurlMaker(world.bridge).models().startswith(f"curl '{url}/v1/models'")


@played
async def test_the_chosen_shell_is_minded_everywhere(world: World) -> None:
    await ready(world)
    world.commands.connecting.use_shell("powershell")
    maker = CurlMaker(world.bridge)
    assert maker.models().startswith("curl.exe")
    assert "$env:AICORE_TRAY_KEY" in maker.model(world.now.models[0])


@played
async def test_an_embedding_model_is_asked_for_a_vector(world: World) -> None:
    await ready(world)
    text = CurlMaker(world.bridge).model(ModelView(model="text-embedding-3-small", account="prod", kind="embedding"))
    assert "/v1/embeddings" in text
    assert "messages" not in text


@pytest.mark.parametrize(
    ("shell", "begins", "key"),
    [
        (BASH, "curl 'https://x/a'", '"x-api-key: $AICORE_TRAY_KEY"'),
        (POWERSHELL, "curl.exe 'https://x/a'", '"x-api-key: $env:AICORE_TRAY_KEY"'),
        (CMD, 'curl "https://x/a"', '"x-api-key: %AICORE_TRAY_KEY%"'),
    ],
    ids=lambda value: getattr(value, "id", ""),
)
def test_a_command_in_each_shell(shell: object, begins: str, key: str) -> None:
    text = command("https://x/a", shell, data='{"a": "b"}', authority="/my ca.pem")  # type: ignore[arg-type]
    assert text.startswith(begins)
    assert key in text
    assert "--cacert" in text
    assert "/my ca.pem" in text
    assert "content-type: application/json" in text
