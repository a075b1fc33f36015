"""Diagnostics through its widgets: the check runs, facts are told, what is copied holds no secret."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from aicore_tray.gui import diagnosing
from aicore_tray.gui.diagnosing import diagnostics_text
from aicore_tray.gui.pages.diagnostics import DiagnosticsPage
from aicore_tray.gui.snapshots import ProxyState
from aicore_tray.gui.widgets.copy_button import CopyIconButton
from aicore_tray.gui.widgets.facts import FactsCard
from tests.gui.conftest import World, played


def page(world: World) -> DiagnosticsPage:
    world.page("diagnostics")
    found = world.window.page
    assert isinstance(found, DiagnosticsPage)
    return found


async def copied(world: World) -> str:
    QApplication.clipboard().setText("before")
    await world.click("copy-diagnostics")
    await world.until(lambda: QApplication.clipboard().text() != "before", "it is copied")
    return QApplication.clipboard().text()


@played
async def test_the_check_of_an_account_runs_here(world: World) -> None:
    shown = page(world)
    assert not world.is_visible("check-account")
    assert not shown.run.isEnabled()
    await world.add_account()
    await world.add_account("dev")
    await world.until(lambda: world.is_visible("check-account"))
    combo = world.find(QComboBox, "check-account")
    assert [combo.itemText(row) for row in range(combo.count())] == ["prod", "dev"]
    await world.click("run-check")
    await world.until(lambda: shown.panel.stages.get("deployments") is not None and shown.run.isEnabled())
    assert shown.panel.stages["deployments"].state == "ok"
    text = await copied(world)
    assert "Check of prod" in text
    assert "deployments - ok" in text


@played
async def test_one_who_comes_for_a_problem_sees_its_check_at_once(world: World) -> None:
    await world.add_account()
    shown = page(world)
    started: list[str] = []
    shown.check_now = lambda: started.append(shown.account.currentText())  # type: ignore[method-assign]
    await world.add_account("dev")
    views = world.now.accounts
    world.page("dashboard")
    broken = replace(world.now, accounts=(views[0], replace(views[1], state="refused")))
    world.bridge.snapshot = broken
    world.page("diagnostics")
    assert started == ["dev"]


@played
async def test_facts_of_the_proxy_and_of_this_computer(world: World) -> None:
    shown = page(world)
    proxy = world.find(FactsCard, "facts-proxy")
    assert proxy.facts["State"] == "Running"
    assert proxy.facts["Address"] == world.session.engine.url
    assert proxy.facts["Port"] == "held by this AI Core Tray"
    files = world.find(FactsCard, "facts-files")
    await world.until(lambda: files.facts, "they are found out")
    assert files.facts["Settings"] == str(world.session.paths.settings_file)
    assert "KB" in files.facts["Statistics"]
    assert files.facts["Chats"]
    versions = world.find(FactsCard, "facts-versions").facts
    assert {"AI Core Tray", "Python", "Qt", "aiohttp", "OpenSSL", "System", "Tray", "Keyring"} <= versions.keys()
    button = next(each for each in files.findChildren(CopyIconButton) if each.accessibleName() == "Copy Settings")
    button.click()
    assert QApplication.clipboard().text() == str(world.session.paths.settings_file)
    await world.session.stop_proxy()
    await world.until(lambda: proxy.facts.get("State") == "Off" and "Port" in proxy.facts)
    assert proxy.facts["Port"] == "picked when it starts"
    assert shown.isVisible()


@played
async def test_a_folder_is_opened(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    monkeypatch.setattr("aicore_tray.gui.pages.diagnostics.open_folder", opened.append)
    shown = page(world)
    await world.until(lambda: shown.files.facts)
    for row in range(5):
        await world.click(f"open-{row}")
    paths = world.session.paths
    assert opened == [paths.config, paths.data, paths.logs, paths.data, paths.data]


@played
async def test_what_is_copied_holds_no_secret(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await world.add_account()
    key = await world.make_key()
    logs = world.session.paths.logs
    logs.mkdir(parents=True, exist_ok=True)
    (logs / "aicore-tray.log").write_text(f"Authorization: Bearer {key}\nclient {world.key_text()}\nlast line")
    body = {"model": "gpt-5", "messages": [{"role": "user", "content": "a private question"}]}
    assert (await world.ask("/v1/chat/completions", key, body))[0] == 200
    await world.until(lambda: world.now.recent)
    page(world)
    text = await copied(world)
    service = world.session.configuration.accounts[0].key  # type: ignore[union-attr]
    for secret in (
        key, service.client_secret, service.client_id, world.session.chat_key, "private question", str(Path.home()),
    ):  # fmt: skip
        assert secret not in text
    for told in ("last line", "gpt-5 - 200", "prod - ready", "PySide6", "State: Running"):
        assert told in text, told
    assert world.window.findChild(QWidget, "copy-diagnostics").text() == "Copied"  # type: ignore[union-attr]


@played
async def test_it_is_saved_as_a_file(world: World, tmp_path: Path) -> None:
    shown = page(world)
    file = tmp_path / "told.md"
    shown.save_to(file)
    await world.until(file.is_file, "it is written")
    assert file.read_text().startswith("# AI Core Tray diagnostics")
    await world.until(lambda: shown.banner.isVisible())
    shown.save_to(tmp_path)
    await world.until(lambda: "cannot be written" in shown.banner.accessibleName())


@played
async def test_it_works_with_a_proxy_that_cannot_start(world: World) -> None:
    """Another program holds the port; what is copied says which."""
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        await world.session.stop_proxy()
        await world.commands.set("port", port)
        await world.session.start_proxy()
        await world.until(lambda: world.now.proxy.state is ProxyState.FAILED)
        shown = page(world)
        await world.until(lambda: "held by" in shown.proxy.facts.get("Port", ""), "who holds it is found out")
        text = await diagnostics_text(world.bridge)
        assert f"Port {port} is taken" in text
        assert "State: Cannot start" in text
    finally:
        server.close()


@played
async def test_the_loop_is_watched_only_while_somebody_looks(world: World) -> None:
    shown = page(world)
    await world.until(lambda: shown.lag.report().samples >= 3, "it measures")
    await world.until(lambda: "ms" in shown.lag_text.text(), "it is shown")
    world.page("dashboard")
    await asyncio.sleep(0.12)
    before = shown.lag.report().samples
    await asyncio.sleep(0.2)
    assert shown.lag.report().samples == before
    assert not shown._lag_tick.isActive()
    page(world)
    await world.until(lambda: shown.lag.report().samples > before)
    time.sleep(0.15)  # noqa: ASYNC251 - this is what is to be seen
    await world.until(lambda: shown.lag.report().longest > 60)


@played
async def test_nothing_known_is_no_reason_to_fail(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the configuration was read there is neither engine nor settings."""
    from aicore_tray.gui.bridge import Bridge
    from aicore_tray.gui.session import Session

    session = Session(world.session.paths)
    session.paths.settings_file.write_text("port = = 3")
    bridge = Bridge(session)
    text = await diagnostics_text(bridge)
    assert "State: Starting" in text
    await bridge.aclose()


def test_a_card_keeps_its_rows(qtbot: Any) -> None:
    card = FactsCard("Proxy")
    qtbot.addWidget(card)
    card.set_facts({"State": "Running", "Up": "", "Address": "a"})
    card.show()
    rows = dict(card._values)
    assert not rows["Up"].isVisible()
    card.set_facts({"State": "Off", "Up": "3 min", "Address": ""})
    assert card._values == rows
    assert rows["Up"].isVisible()
    assert not rows["Address"].isVisible()
    copy = card.findChildren(CopyIconButton)[0]
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == "State: Off\nUp: 3 min"
    assert diagnosing.tr("Tray") == "Tray"
