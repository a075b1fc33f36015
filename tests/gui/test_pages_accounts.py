"""Accounts through the window: added by drop, replaced, renamed, removed and brought back, switched off, tested."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton

from aicore_tray.gui.pages.accounts import AccountsPage
from aicore_tray.gui.sheets.add_key import AddKeySheet
from aicore_tray.gui.snapshots import Kind
from tests.gui.conftest import World, played


def page_of(world: World) -> AccountsPage:
    world.page("accounts")
    page = world.window.page
    assert isinstance(page, AccountsPage)
    return page


def drop(world: World, data: QMimeData) -> None:
    """Let go of something over the window."""
    event = QDropEvent(
        QPointF(400, 300), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    world.window.dropEvent(event)


def names(world: World) -> list[str]:
    return [view.name for view in world.now.accounts]


@played
async def test_a_file_dropped_on_the_window_becomes_an_account(world: World, tmp_path: Path) -> None:
    file = tmp_path / "aicore-dev.json"
    file.write_text(world.key_text("dev"))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    drop(world, data)
    await world.see("add-key-sheet")
    assert world.window.page.key == "accounts"
    await world.write("account-name", "team", enter=False)
    sheet = world.sheet()
    assert isinstance(sheet, AddKeySheet)
    await world.until(lambda: sheet.check.steps.state("deployments") == "ok", "it is checked")
    await world.click("keep-key")
    await world.no_sheet()
    await world.until(lambda: names(world) == ["team"] and world.now.accounts[0].deployments == 1)
    assert page_of(world).current is not None


@played
async def test_text_dropped_on_the_window_is_read_as_well(world: World) -> None:
    data = QMimeData()
    data.setText(world.key_text("dev"))
    drop(world, data)
    await world.see("add-key-sheet")
    QTest.keyClick(world.window, Qt.Key.Key_Escape)
    sheet = world.sheet()
    assert sheet is not None
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    await world.no_sheet()
    assert names(world) == []


@played
async def test_a_wrong_file_is_told_in_a_sentence(world: World, tmp_path: Path) -> None:
    page = page_of(world)
    file = tmp_path / "notes.json"
    file.write_text(json.dumps({"clientid": "a", "verificationkey": "b", "xsappname": "c", "url": "d"}))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    drop(world, data)
    await world.until(lambda: page._empty_zone.state == "refused", "it is refused")
    assert "XSUAA" in page._empty_zone.accessibleName()
    await world.add_account()
    drop(world, data)
    await world.until(lambda: "XSUAA" in page.banner.accessibleName() and page.banner.isVisible())


@played
async def test_a_refused_key_is_replaced(world: World) -> None:
    page = page_of(world)
    wrong = json.dumps({**world.sandbox.service_key("prod"), "clientsecret": "rotated"})
    imported = await world.commands.read_text(wrong)
    await world.commands.add_account(imported.accounts[0].key, "prod", ("default",))
    await world.until(lambda: world.now.accounts and world.now.accounts[0].state == "refused", "it is refused")
    assert "prod" in page.banner.accessibleName()
    assert page.banner.button.text() == "Replace key…"
    world.window.mending.bring_text(world.key_text(), "prod")
    await world.see("add-key-sheet")
    assert world.find(QPushButton, "keep-key").text() == "Replace key"
    await world.click("keep-key")
    await world.no_sheet()
    await world.until(lambda: world.now.accounts[0].state == "ready", "the new key works")
    assert names(world) == ["prod"]
    await world.until(page.banner.isHidden, "nothing is wrong any more")


@played
async def test_renamed_removed_and_brought_back(world: World) -> None:
    await world.add_account("prod")
    await world.add_account("dev")
    page = page_of(world)
    page.show_account("dev")
    await world.click("rename-account")
    await world.write("new-account-name", "prod")
    field = world.find(QLineEdit, "new-account-name")
    await world.until(lambda: bool(field.accessibleDescription()), "the name is taken")
    await world.write("new-account-name", "team")
    await world.no_sheet()
    await world.until(lambda: names(world) == ["prod", "team"] or set(names(world)) == {"prod", "team"})
    assert page.current is not None
    assert page.current.name == "team"
    await world.click("remove-account")
    await world.see("remove-account-sheet")
    await world.click("remove-confirm")
    await world.no_sheet()
    await world.until(lambda: names(world) == ["prod"], "it is gone")
    await world.until(page.banner.isVisible)
    assert page.banner.button.text() == "Undo"
    page.banner.clicked.emit()
    await world.until(lambda: set(names(world)) == {"prod", "team"}, "it is back")
    await world.until(lambda: all(view.state == "ready" for view in world.now.accounts), "its key too")


@played
async def test_switched_off_it_serves_nothing(world: World) -> None:
    await world.add_account("prod")
    await world.add_account("dev")
    secret = await world.make_key()
    assert {"gpt-5", "gpt-5-mini"} <= await world.listed(secret)
    page = page_of(world)
    page.show_account("dev")
    await world.click("account-enabled")
    await world.until(lambda: any(view.state == "off" for view in world.now.accounts), "it is off")
    assert "gpt-5-mini" not in await world.listed(secret)
    assert not page.test.isEnabled()
    assert page.test.toolTip()
    await world.click("account-enabled")
    await world.until(lambda: all(view.state == "ready" for view in world.now.accounts), "it is on again")
    assert "gpt-5-mini" in await world.listed(secret)


@played
async def test_resource_groups_are_chosen(world: World) -> None:
    await world.add_account("prod")
    page = page_of(world)
    await world.see("group-team-a")
    assert world.find(QCheckBox, "group-default").isChecked()
    await world.click("group-team-a")
    await world.until(lambda: world.now.accounts[0].groups == ("default", "team-a"), "both are used")
    await world.until(lambda: "gpt-5.5" in {row.model for row in world.now.models}, "its deployment is served")
    await world.click("group-default")
    await world.until(lambda: world.now.accounts[0].groups == ("team-a",), "only one is used")
    await world.click("group-team-a")
    await world.until(page.banner.isVisible, "the last one stays")
    assert world.now.accounts[0].groups == ("team-a",)
    boxes = page.detail.findChildren
    await world.until(lambda: all(box.isChecked() for box in boxes(QCheckBox, "group-team-a")), "it is shown so")


@played
async def test_a_test_shows_its_stages_and_when_it_was(world: World) -> None:
    await world.add_account("prod")
    page = page_of(world)
    assert page.check.steps.isHidden()
    await world.click("test-account")
    await world.until(lambda: page.check.steps.isVisible() and page.check.steps.state("deployments") == "ok")
    await world.until(lambda: "all good" in page.check.caption.text(), "it says when")
    await world.add_account("dev")
    page.show_account("dev")
    assert page.check.steps.isHidden(), "another account was not tested"


@played
async def test_an_account_without_deployments_says_so(world: World) -> None:
    imported = await world.commands.read_text(world.key_text("bare"))
    await world.commands.add_account(imported.accounts[0].key, "bare", ("default",))
    await world.until(lambda: any(each.kind is Kind.NO_DEPLOYMENT for each in world.now.troubles), "it says so")
    page = page_of(world)
    assert page.banner.isVisible()
    assert "default" in page.banner.accessibleName()
    assert QApplication.instance() is not None
