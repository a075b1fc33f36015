"""Settings through the window: applied at once, kept, refused with a sentence, found, taken out and in again."""

from __future__ import annotations

import asyncio
import socket
import tomllib
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QLineEdit, QSpinBox

from aicore_tray.config.settings import declared
from aicore_tray.gui.pages.settings import SettingsPage
from aicore_tray.gui.setting_rows import kind_of
from aicore_tray.gui.widgets.field import Row
from tests.gui.conftest import World, played


def page_of(world: World, group: str = "general") -> SettingsPage:
    world.page("settings")
    page = world.window.page
    assert isinstance(page, SettingsPage)
    page.show_group(group)
    return page


def written(world: World) -> dict[str, Any]:
    return tomllib.loads((world.folder / "settings.toml").read_text())


async def enter(world: World, name: str, text: str) -> None:
    """Type a number as a user does."""
    box = _box(world, name)
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, text)
    QTest.keyClick(box, Qt.Key.Key_Return)


def _box(world: World, name: str) -> QAbstractSpinBox:
    page = world.window.page
    assert isinstance(page, SettingsPage)
    box = page.rows[name].findChild(QAbstractSpinBox)
    assert box is not None
    return box


def _line(world: World, name: str) -> QLineEdit:
    page = world.window.page
    assert isinstance(page, SettingsPage)
    line = page.rows[name].findChild(QLineEdit)
    assert line is not None
    return line


async def type_text(world: World, name: str, text: str) -> None:
    line = _line(world, name)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text) if text else QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClick(line, Qt.Key.Key_Return)


@played
async def test_each_kind_of_editor_applies_at_once_and_stays(world: World) -> None:
    page = page_of(world)
    switch = page.rows["keep_running"].editor.focusProxy()
    assert switch is not None
    await world.until(lambda: 0 < switch.height() < 30, "it is laid out")
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
    await world.until(lambda: world.session.settings.keep_running is False, "switch")
    page.show_group("logging")
    combo = page.rows["log_level"].editor.focusProxy()
    assert combo is not None
    QTest.keyClick(combo, Qt.Key.Key_Down)
    await world.until(lambda: world.session.settings.log_level == "debug", "choice")
    await enter(world, "log_days", "30")
    await world.until(lambda: world.session.settings.log_days == 30, "whole number")
    page.show_group("network")
    await enter(world, "connect_timeout", "20")
    await world.until(lambda: world.session.settings.connect_timeout == 20.0, "seconds")
    page.show_group("server")
    await type_text(world, "allowed_hosts", "host.docker.internal, proxy.lan")
    await world.until(lambda: world.session.settings.allowed_hosts == ("host.docker.internal", "proxy.lan"), "list")
    assert written(world)["log_days"] == 30
    await world.close()
    await world.open()
    page = page_of(world, "logging")
    box = _box(world, "log_days")
    assert isinstance(box, QSpinBox)
    assert box.value() == 30
    assert not world.session.settings.keep_running


@played
async def test_numbers_are_written_as_people_do(world: World) -> None:
    page_of(world, "network")
    box = _box(world, "connect_timeout")
    assert isinstance(box, QDoubleSpinBox)
    assert box.text() == "15 s"
    await enter(world, "connect_timeout", "1.5")
    await world.until(lambda: world.session.settings.connect_timeout == 1.5)
    assert box.text() == "1.5 s"


@played
async def test_a_price_has_decimals(world: World) -> None:
    page_of(world, "logging")
    await enter(world, "unit_price", "1.0625")
    await world.until(lambda: world.session.settings.unit_price == 1.0625)
    await type_text(world, "currency", "EUR")
    await world.until(lambda: world.session.settings.currency == "EUR")
    assert written(world)["unit_price"] == 1.0625


@played
async def test_a_port_that_is_taken_is_refused_and_the_old_one_serves_on(world: World) -> None:
    page = page_of(world, "server")
    before = world.session.engine.url
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        await enter(world, "port", str(taken))
        row = page.rows["port"]
        await world.until(lambda: str(taken) in row.editor.accessibleDescription(), "it says so")
    assert world.session.settings.port == 0
    assert written(world)["port"] == 0
    box = _box(world, "port")
    assert isinstance(box, QSpinBox)
    assert box.value() == 0, "the value in force is shown"
    secret = await world.make_key()
    assert world.session.engine.url == before
    assert (await world.ask("/v1/models", secret))[0] == 200


@played
async def test_another_port_is_listened_on_at_once(world: World) -> None:
    page_of(world, "server")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        free = other.getsockname()[1]
    await enter(world, "port", str(free))
    await world.until(lambda: world.now.proxy.url.endswith(f":{free}"), "it has moved")
    secret = await world.make_key()
    assert (await world.ask("/v1/models", secret))[0] == 200


@played
async def test_a_wrong_address_is_told_in_a_sentence(world: World) -> None:
    page = page_of(world, "server")
    await type_text(world, "host", "not an address")
    row = page.rows["host"]
    await world.until(lambda: row.editor.property("error"), "it is refused")
    text = row.editor.accessibleDescription()
    assert text.endswith((".", "…"))
    assert "settings.toml" not in text
    assert world.session.settings.host == "127.0.0.1"
    await type_text(world, "host", "127.0.0.1")
    await world.until(lambda: not row.editor.property("error"), "the right one is taken")


@played
async def test_settings_are_found_by_their_words(world: World) -> None:
    page = page_of(world)
    await world.write("filter", "log", enter=False)
    shown = {name for name, row in page.rows.items() if row.isVisible()}
    assert {"log_level", "log_days"} <= shown
    assert "port" not in shown
    await world.write("filter", "zzzz", enter=False)
    assert not any(row.isVisible() for row in page.rows.values())
    await world.click("group-server")
    assert page.filter.text() == ""
    assert page.rows["port"].isVisible()
    assert page.rows["log_level"].isHidden() or not page.rows["log_level"].isVisible()


@played
async def test_an_export_has_no_secret_and_comes_in_again(world: World, tmp_path: Path) -> None:
    await world.add_account()
    page = page_of(world, "logging")
    await enter(world, "log_days", "21")
    await world.until(lambda: world.session.settings.log_days == 21)
    file = tmp_path / "mine.toml"
    page.export_to(file)
    await world.until(file.exists, "it is written")
    text = file.read_text()
    assert "s3cret" not in text
    assert tomllib.loads(text)
    await enter(world, "log_days", "7")
    await world.until(lambda: world.session.settings.log_days == 7)
    page.import_from(file)
    await world.until(lambda: world.session.settings.log_days == 21, "it is taken over")
    await world.until(page.banner.isVisible, "it says what has changed")
    page.import_from(file)
    await world.until(lambda: "in force already" in page.banner.accessibleName(), "nothing has changed")
    broken = tmp_path / "broken.toml"
    broken.write_text("port = [")
    page.import_from(broken)
    await world.until(lambda: page.banner._kind == "error", "it says what is wrong")


@played
async def test_the_modes_of_the_proxy(world: World) -> None:
    page_of(world, "network")
    await world.click("choice-none")
    await world.until(lambda: world.session.settings.proxy == "none", "none")
    await world.click("choice-environment")
    await world.until(lambda: world.session.settings.proxy == "environment", "environment")
    await world.click("choice-here")
    await world.see("proxy-address")
    assert world.session.settings.proxy == "environment", "nothing changes before there is an address"
    await world.write("proxy-address", "proxy.corp.example:8080")
    await world.until(lambda: world.session.settings.proxy == "http://proxy.corp.example:8080", "an own one")
    await world.write("proxy-user", "i012345")
    await world.until(lambda: world.session.settings.proxy_user == "i012345", "its user")
    await world.write("proxy-password", "hush")
    await world.until(lambda: world.find(QLineEdit, "proxy-password").text() == "", "its password is kept")
    assert "hush" not in (world.folder / "settings.toml").read_text()
    await world.write("no_proxy", "*.corp.example, localhost")
    await world.until(lambda: world.session.settings.no_proxy == ("*.corp.example", "localhost"), "exceptions")
    await world.click("choice-system")
    await world.until(lambda: world.session.settings.proxy == "system", "the system's")
    assert not world.is_visible("proxy-address")


@played
async def test_the_proxy_is_tested_through_an_account(world: World) -> None:
    page = page_of(world, "network")
    await world.click("test-proxy")
    await world.until(lambda: "service key" in page.proxy.result.text(), "without an account there is no way")
    await world.add_account()
    await world.click("test-proxy")
    await world.until(lambda: "Reached SAP AI Core" in page.proxy.result.text(), "it works")


@played
async def test_a_setting_is_opened_from_elsewhere(world: World) -> None:
    world.page("dashboard")
    world.window.mending.open_setting("proxy")
    assert world.window.page.key == "settings"
    await world.see("proxy-address")


@pytest.mark.parametrize("setting", [each for each in declared() if each.group], ids=lambda each: each.name)
def test_every_setting_with_a_group_has_words_and_an_editor(setting: Any) -> None:
    assert setting.title
    assert setting.help
    assert kind_of(setting)


@played
async def test_every_row_has_a_name_for_screen_readers(world: World) -> None:
    page = page_of(world)
    for name, row in page.rows.items():
        proxy = row.editor.focusProxy()
        assert proxy is not None, name
        assert proxy.accessibleName(), name
    assert {row for row in page.findChildren(Row) if not row.label.text()} == set()


@played
async def test_https_shows_which_file_tools_have_to_trust(world: World) -> None:
    page = page_of(world, "server")
    assert page.authority.isHidden()
    switch = page.rows["tls"].editor.focusProxy()
    assert switch is not None
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
    await world.until(lambda: page.authority.isVisible(), "the card of the authority")
    file = Path(page.authority_file.text)
    assert (await asyncio.to_thread(file.read_text)).startswith("-----BEGIN CERTIFICATE-----")
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
    await world.until(lambda: page.authority.isHidden(), "plain HTTP again")


@played
async def test_a_file_that_is_no_certificate_is_refused(world: World) -> None:
    page = page_of(world, "network")
    wrong = world.folder / "letter.pem"
    wrong.write_text("Dear IT")
    await type_text(world, "ca_file", str(wrong))
    row = page.rows["ca_file"]
    await world.until(lambda: row.editor.property("error"), "it is refused")
    assert world.session.settings.ca_file is None
    assert "ca_file" not in written(world)
