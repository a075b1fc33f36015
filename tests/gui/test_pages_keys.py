"""API keys through the window: made, shown once, used over HTTP, revoked."""

from __future__ import annotations

import asyncio
import time

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QListWidget, QSpinBox, QWidget

from aicore_tray.config.key_terms import KeyLimits
from aicore_tray.gui.models.api_keys import EXPIRES, LIMIT, MAY_USE, STATUS
from aicore_tray.gui.sheets.new_key import NewKeySheet
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


def cell(world: World, column: int) -> str:
    table = world.find(Table, "api-keys")
    return str(table.model().index(0, column).data())


@played
async def test_limits_are_set_shown_and_hold_over_http(world: World) -> None:
    await world.add_account()
    world.page("keys")
    await world.click("new-key-button")
    await world.write("key-name", "Cline", enter=False)
    sheet = world.sheet()
    assert isinstance(sheet, NewKeySheet)
    assert not world.is_visible("limit-tokens_per_day"), "limits are folded away"
    sheet.terms.folded.set_open(True)
    await world.see("limit-tokens_per_day")
    world.find(QSpinBox, "limit-tokens_per_day").setValue(5)
    await world.click("create-key")
    await world.see("new-key")
    secret = world.find(SecretField, "new-key").text
    await world.click("key-done")
    await world.no_sheet()
    await world.until(lambda: len(world.now.keys) == 1, "it is listed")
    assert cell(world, LIMIT) == "0 / 5 tokens a day"
    body = {"model": HAIKU, "messages": [{"role": "user", "content": "hello"}], "max_tokens": 20}
    assert (await world.ask("/v1/chat/completions", secret, body))[0] == 200
    await world.until(lambda: cell(world, STATUS) == "Stopped", "it has used all that it may")
    status, answer = await world.ask("/v1/chat/completions", secret, body)
    assert status == 429
    assert "may use 5 tokens a day" in answer["error"]["message"]
    # A raised limit lets it go on with the same key.
    table = world.find(Table, "api-keys")
    table.selectRow(0)
    await world.click("change-key")
    spin = world.find(QSpinBox, "limit-tokens_per_day")
    assert spin.value() == 5
    assert world.find(QDoubleSpinBox, "limit-units_per_day").text() == "no limit"
    spin.setValue(2_000_000)
    world.find(QDoubleSpinBox, "limit-units_per_month").setValue(12.5)
    await world.click("save-key")
    await world.no_sheet()
    await world.until(lambda: cell(world, STATUS) == "Active", "it is let on")
    [view] = world.now.keys
    assert (view.key.limits.tokens_per_day, view.key.limits.units_per_month) == (2_000_000, 12.5)
    await asyncio.sleep(0.01)  # the key file is looked at again some milliseconds later
    assert (await world.ask("/v1/chat/completions", secret, body))[0] == 200


@played
async def test_terms_that_nobody_touches_stay(world: World) -> None:
    expires = time.time() + 45 * 86_400
    limits = KeyLimits(units_per_month=1.2345, requests_per_minute=7)
    await world.commands.create_key("exact", expires=expires, models=(SONNET, "gone-*"), limits=limits)
    world.page("keys")
    await world.until(lambda: len(world.now.keys) == 1, "it is listed")
    world.find(Table, "api-keys").selectRow(0)
    await world.click("change-key")
    await world.click("save-key")
    await world.no_sheet()
    [view] = world.now.keys
    assert (view.key.expires, view.key.limits, set(view.key.models)) == (expires, limits, {SONNET, "gone-*"})


@played
async def test_a_budget_warns_before_and_stops_after(world: World) -> None:
    await world.add_account()
    secret = await world.make_key()
    body = {"model": HAIKU, "messages": [{"role": "user", "content": "hello"}], "max_tokens": 20}
    assert (await world.ask("/v1/chat/completions", secret, body))[0] == 200
    await world.until(lambda: world.now.units_of_month > 0, "it is counted")
    used = world.now.units_of_month
    await world.commands.set("monthly_budget", used / 0.85)
    world.page("dashboard")
    banner = world.window.page.banner
    await world.until(lambda: "85 % of this month's budget are used." in banner.accessibleName(), "it warns")
    assert (await world.ask("/v1/chat/completions", secret, body))[0] == 200
    await world.until(lambda: "This month's budget is used up." in banner.accessibleName(), "it says that it is over")
    status, answer = await world.ask("/v1/chat/completions", secret, body)
    assert status == 429
    assert "monthly budget" in answer["error"]["message"]
    banner.clicked.emit()
    assert world.window.page.key == "settings"
    box = world.find(QWidget, "monthly_budget").focusProxy()
    assert isinstance(box, QDoubleSpinBox)
    await world.until(box.hasFocus, "the setting is in hand")
