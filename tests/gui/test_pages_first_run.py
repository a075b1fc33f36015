"""First run through the window: from a pasted key to a made API key, Back, resumed, refused, without a keyring."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from aicore_tray.gui.onboarding.first_run import ADDRESS, CONNECTION, HELLO, KEY, MODELS, TOOL
from aicore_tray.gui.widgets.banner import Banner
from aicore_tray.gui.widgets.copy_field import CopyField, SecretField
from aicore_tray.gui.widgets.drop_zone import DropZone
from aicore_tray.gui.widgets.pill import Pill
from tests.gui.conftest import World, played


async def begin(world: World) -> None:
    """Show first run, as the first start does."""
    assert world.session.is_first_time()
    world.window.begin_first_run()
    await world.see("drop-zone")


async def paste(world: World, text: str) -> None:
    QApplication.clipboard().setText(text)
    await world.click("paste")


async def go_to(world: World, step: str) -> None:
    await world.click("continue")
    await world.until(lambda: world.window.first_run.step == step, step)


@played
async def test_from_a_pasted_key_to_an_api_key_that_works(world: World) -> None:
    first_run = world.window.first_run
    await begin(world)
    assert not world.find(QPushButton, "continue").isEnabled()
    await paste(world, world.key_text())
    await world.until(lambda: world.find(QPushButton, "continue").isEnabled(), "the check is over")
    assert first_run.step == CONNECTION
    assert all(first_run.bring.check.steps.state(name) == "ok" for name in ("proxy", "dns", "tls", "token", "api"))
    await go_to(world, MODELS)
    await world.until(lambda: len(world.now.models) == 4, "the deployments are known")
    assert len(world.session.settings.accounts) == 1
    await world.click("back")
    assert first_run.step == CONNECTION
    await world.until(lambda: world.find(QPushButton, "continue").isEnabled())
    await go_to(world, MODELS)
    await go_to(world, ADDRESS)
    assert world.find(CopyField, "address").text == world.session.engine.url
    await world.click("make-key")
    await world.see("first-key")
    secret = world.find(SecretField, "first-key")
    assert secret.revealed
    assert "gpt-5" in await world.listed(secret.text)
    await go_to(world, TOOL)
    await go_to(world, HELLO)
    await world.click("continue")
    await world.until(lambda: not world.window.in_first_run, "the pages are there")
    assert not world.session.is_first_time()
    for file in world.folder.rglob("*"):
        if file.is_file():
            assert b"s3cret" not in file.read_bytes(), "the service key lies in the vault alone"


@played
async def test_a_crash_goes_on_at_the_same_step(world: World) -> None:
    await begin(world)
    await paste(world, world.key_text())
    await go_to(world, MODELS)
    await go_to(world, ADDRESS)
    await world.close()
    await world.open(first_run=True)
    assert world.window.first_run.step == ADDRESS
    await world.until(lambda: world.window.first_run.address.address.text == world.session.engine.url)
    await world.click("make-key")
    await world.see("first-key")


@played
async def test_a_crash_before_the_key_was_kept_begins_anew(world: World) -> None:
    await begin(world)
    await paste(world, world.key_text())
    await world.until(lambda: world.window.first_run.step == CONNECTION)
    await world.close()
    await world.open(first_run=True)
    assert world.window.first_run.step == KEY
    await world.see("drop-zone")


@played
async def test_what_is_no_service_key_is_refused_with_a_sentence(world: World, tmp_path: Path) -> None:
    await begin(world)
    zone = world.find(DropZone, "drop-zone")
    await paste(world, "")
    assert zone.state == "refused"
    for name, text, said in (
        ("xsuaa.json", json.dumps({"clientid": "a", "verificationkey": "b", "xsappname": "c", "url": "d"}), "XSUAA"),
        ("photo.json", "not json at all", "no JSON"),
        ("cut.json", world.key_text()[:80], "only a part"),
    ):
        zone.reset()
        file = tmp_path / name
        file.write_text(text)
        world.window.first_run.brought_file(file)
        await world.until(lambda: zone.state == "refused", f"{name} is refused")
        assert said in zone.accessibleName(), name
        assert "stdin" not in zone.accessibleName()
        assert str(tmp_path) not in zone.accessibleName()
    assert world.window.first_run.step == KEY
    await paste(world, world.key_text())
    await world.until(lambda: world.window.first_run.step == CONNECTION, "the right one is taken")


@played
async def test_a_wrong_secret_shows_the_step_and_another_key_mends_it(world: World) -> None:
    wrong = {**world.sandbox.service_key("prod"), "clientsecret": "changed"}
    await begin(world)
    await paste(world, json.dumps(wrong))
    await world.see("remedy-key")
    first_run = world.window.first_run
    assert first_run.bring.check.steps.state("token") == "failed"
    assert not world.find(QPushButton, "continue").isEnabled()
    assert world.find(QPushButton, "without-checking").isVisible()
    await world.click("remedy-key")
    await paste(world, world.key_text())
    await world.until(lambda: world.find(QPushButton, "continue").isEnabled(), "all is well")


@played
async def test_a_resource_group_without_deployments_offers_another(world: World) -> None:
    text = {**world.sandbox.service_key("prod"), "resourcegroup": "empty"}
    await begin(world)
    await paste(world, json.dumps(text))
    first_run = world.window.first_run
    await world.until(lambda: first_run.bring.imported is not None)
    first_run.bring._use_group("empty")
    await world.until(lambda: world.is_visible("remedy-group"), "others are offered")
    names = {button.text() for button in world.window.findChildren(QPushButton, "remedy-group") if button.isVisible()}
    assert names == {"Use default", "Use team-a"}
    team = next(
        button
        for button in world.window.findChildren(QPushButton, "remedy-group")
        if button.isVisible() and button.text() == "Use team-a"
    )
    team.click()
    await world.until(lambda: world.find(QPushButton, "continue").isEnabled(), "it is well there")
    await go_to(world, MODELS)
    await world.until(lambda: [row.model for row in world.now.models] == ["gpt-5.5"])


@played
async def test_without_a_keyring_the_keys_go_into_a_file(bare_world: World) -> None:
    world = bare_world
    await begin(world)
    await paste(world, world.key_text())
    await world.click("continue")
    banner = world.window.first_run.findChild(Banner, "first-run-banner")
    assert banner is not None
    await world.until(banner.isVisible, "it says that there is no keyring")
    assert "keyring" in banner.accessibleName()
    banner.clicked.emit()
    await world.until(lambda: world.session.settings.vault_key_file is not None, "the file is chosen")
    await go_to(world, MODELS)
    await world.until(lambda: len(world.now.models) == 4, "the deployments are known")
    await world.close()
    await world.open()
    await world.until(lambda: bool(world.now.accounts) and world.now.accounts[0].state == "ready", "it reads them")


@played
async def test_a_key_that_lies_here_is_found_and_used(world: World, home: Path) -> None:
    folder = home / ".aicore"
    folder.mkdir()
    (folder / "config.json").write_text(world.key_text())
    await begin(world)
    await world.click("use-found")
    await world.until(lambda: world.find(QPushButton, "continue").isEnabled(), "its check is over")


@played
async def test_skipped_it_does_not_come_again(world: World) -> None:
    await begin(world)
    await world.click("skip")
    assert not world.window.in_first_run
    assert not world.session.is_first_time()


@played
async def test_by_keyboard_alone(world: World) -> None:
    await begin(world)
    world.window.activateWindow()
    QApplication.clipboard().setText(world.key_text())
    zone = world.find(DropZone, "drop-zone")
    zone.setFocus()
    QTest.keyClick(zone, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    await world.until(lambda: world.find(QPushButton, "continue").isEnabled(), "the check is over")
    QTest.keyClick(world.find(QPushButton, "continue"), Qt.Key.Key_Return)
    await world.until(lambda: world.window.first_run.step == MODELS)


@played
async def test_the_last_two_steps(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tool is copied, waited for and seen to call; then a first question is answered."""
    monkeypatch.setenv("PATH", "")  # whatever this computer has
    await begin(world)
    await paste(world, world.key_text())
    for step in (MODELS, ADDRESS, TOOL):
        await go_to(world, step)
    first_run = world.window.first_run
    await world.until(lambda: first_run.tool.panel.model.isVisible(), "there are models")
    first_run.tool.panel.show_way("terminal")
    await world.click("copy-snippet-0")
    await world.until(lambda: first_run.tool.grid.cards["claude-code"].state == ("busy", "Waiting for it"))
    assert world.find(QLabel, "tool-news").text() == "Waiting for the first request from Claude Code…"
    copied = QApplication.clipboard().text()
    key = copied.partition("ANTHROPIC_AUTH_TOKEN='")[2].partition("'")[0]
    body = {"model": "claude-sonnet-4-6", "max_tokens": 50, "messages": [{"role": "user", "content": "hello"}]}
    status, _ = await world.ask("/v1/messages", key, body)
    assert status == 200
    await world.until(lambda: first_run.tool.grid.cards["claude-code"].state[0] == "ok", "the light is green")
    said = world.find(QLabel, "tool-news").text()
    assert said.startswith("Claude Code was answered after "), said
    assert said.endswith(" by anthropic--claude-4.6-sonnet."), said

    await go_to(world, HELLO)
    hello = first_run.hello
    assert "sonnet" in hello.model.currentText()
    await world.until(lambda: hello.pane.composer.button.isEnabled(), "it can be asked")
    QTest.keyClick(hello.pane.composer.entry, Qt.Key.Key_Return)
    await world.until(lambda: hello.asked, "the answer came")
    assert world.find(Pill, "hello-light").kind == "ok"
    await world.until(
        lambda: any(record.key == "Chat" and record.status == 200 for record in world.now.recent), "by our address"
    )
    await world.click("continue")
    await world.until(lambda: not world.window.in_first_run, "the pages are there")
