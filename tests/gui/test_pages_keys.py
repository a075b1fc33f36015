"""API keys through the window: made, shown once, used over HTTP, revoked."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget

from aicore_tray.gui.models.api_keys import EXPIRES, MAY_USE
from aicore_tray.gui.widgets.button import Button
from aicore_tray.gui.widgets.copy_field import SecretField
from aicore_tray.gui.widgets.empty import EmptyState
from aicore_tray.gui.widgets.table import Table
from tests.gui.conftest import World, played

SONNET, HAIKU = "anthropic--claude-4.6-sonnet", "anthropic--claude-4.5-haiku"


async def make_key(world: World, name: str) -> str:
    """Make a key through the sheet and return it."""
    world.page("keys")
    await world.click("new-key-button")
    await world.write("key-name", name, enter=False)
    await world.click("create-key")
    await world.see("new-key")
    secret = world.find(SecretField, "new-key").text
    await world.click("key-done")
    await world.no_sheet()
    return secret


@played
async def test_a_key_is_made_shown_once_and_works(world: World) -> None:
    await world.add_account()
    world.page("keys")
    await world.click("new-key-button")
    await world.write("key-name", "Claude Code", enter=False)
    await world.choose("key-expires", 30)
    await world.click("choice-some")
    models = world.find(QListWidget, "key-models")
    names = [models.item(row).text() for row in range(models.count())]
    assert not world.find(Button, "create-key").isEnabled()
    models.item(names.index(SONNET)).setCheckState(Qt.CheckState.Checked)
    await world.click("create-key")
    await world.see("new-key")
    shown = world.find(SecretField, "new-key")
    assert shown.revealed
    secret = shown.text
    shown.button.click()
    assert QApplication.clipboard().text() == secret
    await world.click("key-done")
    await world.no_sheet()
    await world.until(lambda: len(world.now.keys) == 1)
    key = world.now.keys[0].key
    assert key.models == (SONNET,)
    assert key.expires is not None
    assert abs(key.expires - time.time() - 30 * 86_400) < 60
    assert secret not in (world.folder / "data" / "keys.json").read_text()
    table = world.find(Table, "api-keys")
    row = [table.model().index(0, column).data() for column in (MAY_USE, EXPIRES)]
    assert row[0] == SONNET
    assert row[1] != "never"
    assert await world.listed(secret) >= {SONNET}
    assert HAIKU not in await world.listed(secret)


@played
async def test_a_revoked_key_opens_nothing_at_once(world: World) -> None:
    await world.add_account()
    secret = await make_key(world, "Cline")
    assert (await world.ask("/v1/models", secret))[0] == 200
    table = world.find(Table, "api-keys")
    table.selectRow(0)
    await world.click("revoke-key")
    sheet = world.sheet()
    assert sheet is not None
    assert QApplication.focusWidget() is sheet.buttons[0], "the safe button has the focus"
    QTest.keyClick(sheet.buttons[0], Qt.Key.Key_Escape)
    await world.no_sheet()
    assert (await world.ask("/v1/models", secret))[0] == 200
    await world.click("revoke-key")
    await world.click("revoke-confirm")
    await world.until(lambda: not world.now.keys, "the key is gone")
    assert (await world.ask("/v1/models", secret))[0] == 401
    await world.no_sheet()
    assert not world.is_visible("revoke-key")


@played
async def test_the_name_of_another_key_is_refused_with_a_sentence(world: World) -> None:
    await make_key(world, "Codex")
    await world.click("new-key-button")
    await world.write("key-name", "Codex", enter=False)
    await world.click("create-key")
    field = await world.see("key-name")
    await world.until(lambda: "Codex" in field.accessibleDescription(), "it says so")
    assert world.sheet() is not None
    assert len(world.now.keys) == 1


@played
async def test_without_keys_there_is_a_way_to_make_one(world: World) -> None:
    world.page("keys")
    empty = world.find(Table, "api-keys").findChild(EmptyState)
    assert empty is not None
    assert empty.isVisible()
    empty.clicked.emit()
    await world.see("new-key-sheet")
    assert not world.find(Button, "create-key").isEnabled(), "a key needs a name"
