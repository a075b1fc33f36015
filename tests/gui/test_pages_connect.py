"""Connect through the window: what is copied works, the light follows the tool, and what stands in the way is said."""

from __future__ import annotations

import json
import socket
from functools import partial
from pathlib import Path

import aiohttp
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from aicore_tray.connect.registry import TOOLS
from aicore_tray.connect.tool import HIDDEN
from aicore_tray.gui.pages.connect import ConnectPage
from aicore_tray.gui.widgets.banner import Banner
from aicore_tray.gui.widgets.button import Button
from aicore_tray.gui.widgets.difference_view import DifferenceView
from aicore_tray.gui.widgets.pill import Pill
from aicore_tray.gui.widgets.segments import Segments
from aicore_tray.gui.widgets.snippet import SnippetBox
from aicore_tray.gui.widgets.tool_card import ToolCard
from tests.gui.conftest import World, played


@pytest.fixture(autouse=True)
def bare_computer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A computer on which nothing is installed, with a folder on its path."""
    place = tmp_path / "bin"
    place.mkdir()
    monkeypatch.setenv("PATH", str(place))
    monkeypatch.setenv("SHELL", "/bin/bash")
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    return place


async def opened(world: World, tool: str = "claude-code", way: str = "terminal") -> ConnectPage:
    await world.add_account()
    world.page("connect")
    page = world.window.page
    assert isinstance(page, ConnectPage)
    await choose(world, tool)
    page.panel.show_way(way)
    await world.until(lambda: world.commands.connecting.looked, "it has looked around")
    return page


async def choose(world: World, tool: str) -> None:
    page = world.window.page
    assert isinstance(page, ConnectPage)
    if not world.is_visible(f"tool-{tool}"):
        page.show_kind(TOOLS[tool].kind)
    card = world.find(ToolCard, f"tool-{tool}")
    await world.until(lambda: not card.size().isEmpty(), "it is laid out")
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    await world.until(lambda: card.selected, f"{tool} is chosen")


async def copied(world: World, button: str = "copy-snippet-0") -> str:
    QApplication.clipboard().setText("nothing yet")
    await world.click(button)
    await world.until(lambda: QApplication.clipboard().text() != "nothing yet", "it is copied")
    return QApplication.clipboard().text()


def key_in(text: str, variable: str = "ANTHROPIC_AUTH_TOKEN") -> str:
    return text.partition(f"{variable}='")[2].partition("'")[0]


OWN = '{\n  "theme": "dark",\n  "env": {\n    "MINE": "1"\n  }\n}\n'


def shown(page: ConnectPage) -> str:
    return " ".join(label.text() for label in page.panel.findChildren(QLabel) if label.isVisible())


def banner_of(widget: QWidget) -> str:
    return " ".join(each.accessibleName() for each in widget.findChildren(Banner) if each.isVisible())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def has_light(world: World, kind: str) -> bool:
    return card(world, "claude-code")[0] == kind


def card(world: World, tool: str) -> tuple[str, str]:
    return world.find(ToolCard, f"tool-{tool}").state


@played
async def test_a_copied_snippet_and_the_light(world: World) -> None:
    page = await opened(world)
    assert card(world, "claude-code") == ("off", "Not found")
    box = world.find(SnippetBox, "snippet-0")
    assert f"ANTHROPIC_BASE_URL='{world.session.engine.url}'" in box.text
    assert "act-••••" in box.text, "nothing secret is shown"
    text = await copied(world)
    key = key_in(text)
    assert key.startswith("act-")
    assert "•" not in text
    assert key not in box.text
    assert [view.key.name for view in world.now.keys] == ["Claude Code"]
    await world.until(lambda: card(world, "claude-code") == ("busy", "Waiting for it"))
    body = {"model": "claude-sonnet-4-6", "max_tokens": 50, "messages": [{"role": "user", "content": "hello"}]}
    assert (await world.ask("/v1/messages", key, {**body, "model": "no-such-model"}))[0] == 404
    await world.until(lambda: card(world, "claude-code") == ("warn", "Got an error"))
    assert "a model that is not served" in world.find(QLabel, "tool-news").text()
    assert (await world.ask("/v1/messages", key, body))[0] == 200
    await world.until(lambda: card(world, "claude-code") == ("ok", "Answered now"))
    assert page.subtitle.text() == f"1 of {len(TOOLS)} tools talk to the proxy"
    again = await copied(world)
    assert key_in(again) == key, "the same key for the same tool"

    await world.close()
    await world.open()
    world.page("connect")
    await world.until(lambda: card(world, "claude-code")[0] == "ok", "the books know it")
    world.window.connect_page.panel.show_way("terminal")
    assert key_in(await copied(world)) == key, "and the vault knows the key"
    assert not any(key.encode() in file.read_bytes() for file in world.folder.rglob("*") if file.is_file())


@played
async def test_a_revoked_key_is_replaced(world: World) -> None:
    await opened(world)
    first = key_in(await copied(world))
    await world.commands.revoke_key("Claude Code")
    await world.until(lambda: world.now.keys == (), "it is gone")
    assert "is made when you copy" in world.find(QLabel, "tool-news").text() or card(world, "claude-code")[0] == "busy"
    second = key_in(await copied(world))
    assert second != first
    assert (await world.ask("/v1/models", first))[0] == 401
    assert (await world.ask("/v1/models", second))[0] == 200


@played
async def test_a_tool_with_an_old_key_is_not_waited_for_in_vain(world: World) -> None:
    await opened(world)
    key = key_in(await copied(world))
    body = {"model": "claude-sonnet-4-6", "max_tokens": 50, "messages": [{"role": "user", "content": "hello"}]}
    agent = {"User-Agent": "claude-cli/2.1.329 (external, cli)"}
    async with aiohttp.ClientSession(headers=agent) as client:
        for shown, status, light in (("act-old", 401, "warn"), (key, 200, "ok"), ("act-old", 401, "warn")):
            async with client.post(
                f"{world.session.engine.url}/v1/messages", json=body, headers={"x-api-key": shown}
            ) as answer:
                assert answer.status == status
            await world.until(partial(has_light, world, light), light)
    assert "Its API key is not known here" in world.find(QLabel, "tool-news").text()


@played
async def test_every_shell_and_every_way(world: World) -> None:
    page = await opened(world)
    begins = {
        "bash": "unset ANTHROPIC_API_KEY\nexport ANTHROPIC_BASE_URL='",
        "zsh": "unset ANTHROPIC_API_KEY\nexport ANTHROPIC_BASE_URL='",
        "fish": "set -e ANTHROPIC_API_KEY\nset -gx ANTHROPIC_BASE_URL '",
        "powershell": "Remove-Item Env:ANTHROPIC_API_KEY -ErrorAction SilentlyContinue\n$env:ANTHROPIC_BASE_URL = '",
        "cmd": 'set "ANTHROPIC_API_KEY="\nset "ANTHROPIC_BASE_URL=',
    }
    for shell, begin in begins.items():
        await world.choose("shell", shell)
        assert (await copied(world)).startswith(begin + world.session.engine.url), shell
    for tool in TOOLS:
        await choose(world, tool)
        ways = [""]
        if world.is_visible("tool-ways"):
            ways = list(world.find(Segments, "tool-ways")._segments)
        for way in ways:
            page.panel.show_way(way)
            for name in ("copy-snippet-0", "copy-entry-0"):
                if world.is_visible(name):
                    assert await copied(world, name), (tool, way)


@played
async def test_the_shell_and_the_model_are_remembered(world: World) -> None:
    await opened(world, "codex")
    await world.choose("shell", "fish")
    await world.choose("tool-model", "claude-haiku-4-5")
    assert "-m claude-haiku-4-5" in await copied(world)
    await world.close()
    await world.open()
    world.page("connect")
    page = world.window.page
    assert isinstance(page, ConnectPage)
    await world.until(lambda: world.now.model_names, "the models are known")
    assert page.panel.tool.id == "codex"
    page.panel.show_way("terminal")
    text = await copied(world)
    assert "-m claude-haiku-4-5" in text
    assert text.startswith("set -gx")


@played
async def test_cursor_is_told_the_truth(world: World) -> None:
    page = await opened(world, "cursor", "instead")
    banner = page.panel.findChild(Banner, "tool-banner")
    assert banner is not None
    assert banner.isVisible()
    assert "Cursor's own servers make the call" in banner.accessibleName()
    shown = " ".join(label.text() for label in page.panel.findChildren(QLabel) if label.isVisible())
    assert world.session.engine.url not in shown, "what cannot work is not offered"
    assert "Cline" in shown


@played
async def test_no_proxy_is_added_where_a_proxy_is_set(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await opened(world)
    assert "NO_PROXY" not in await copied(world)
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.corp.example:8080")
    assert 'export NO_PROXY="127.0.0.1,localhost' in await copied(world)
    monkeypatch.delenv("HTTPS_PROXY")
    await world.commands.set("proxy", "http://proxy.corp.example:8080")
    await world.until(lambda: world.now.settings.proxy.startswith("http"))
    assert 'export NO_PROXY="127.0.0.1,localhost' in await copied(world)


@played
async def test_a_locked_keyring_is_told_and_costs_no_key(bare_world: World) -> None:
    world = bare_world
    await world.commands.set("port", 0)
    world.page("connect")
    page = world.window.page
    assert isinstance(page, ConnectPage)
    page.panel.show_way("terminal")
    await world.click("copy-snippet-0")
    banner = page.panel.findChild(Banner, "tool-banner")
    assert banner is not None
    await world.until(lambda: "No model is served yet" in banner.accessibleName(), "without a model there is nothing")
    await world.commands.keep_keys_in_file()
    await world.add_account()
    await world.until(lambda: world.now.model_names)
    (world.session.paths.data / "vault.key").write_bytes(b"x")
    await world.click("copy-snippet-0")
    await world.until(lambda: banner.isVisible() and banner.button.isVisible(), "the way out is offered")
    assert world.now.keys == ()


@played
async def test_launching(world: World, bare_computer: Path, tmp_path: Path) -> None:
    page = await opened(world, "codex", "launch")
    await world.see("copy-install")
    assert await copied(world, "copy-install") == "npm install -g @openai/codex"
    seen = tmp_path / "seen"
    for name, text in (
        ("codex", f'[ "$1" = --version ] && echo codex-cli 0.169.0 && exit; echo "$AICORE_TRAY_KEY" > {seen}'),
        ("xterm", 'shift; PATH="$PATH:/usr/bin:/bin" SHELL=/bin/true "$@"'),
    ):
        file = bare_computer / name
        file.write_text(f"#!/bin/sh\nPATH=$PATH:/usr/bin:/bin\n{text}\n")
        file.chmod(0o755)
    await world.commands.connecting.look()
    page.show_snapshot(world.now)
    assert world.find(ToolCard, "tool-codex").accessibleDescription().startswith("0.169.0")
    folder = tmp_path / "shop"
    folder.mkdir()
    page.panel._use_folder(str(folder))
    await world.click("launch")
    await world.until(lambda: seen.exists() and seen.read_text().strip(), "codex was started")
    assert (await world.ask("/v1/models", seen.read_text().strip()))[0] == 200
    await world.until(lambda: card(world, "codex") == ("busy", "Waiting for it"))
    folder.rmdir()
    await world.click("launch")
    banner = page.panel.findChild(Banner, "tool-banner")
    assert banner is not None
    await world.until(lambda: "is gone" in banner.accessibleName(), "it says why not")


@played
async def test_by_keyboard(world: World) -> None:
    page = await opened(world)
    world.window.activateWindow()
    first = world.find(ToolCard, "tool-claude-code")
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    second = world.find(ToolCard, "tool-codex")
    assert second.hasFocus()
    QTest.keyClick(second, Qt.Key.Key_Return)
    assert page.panel.tool.id == "codex"
    assert second.accessibleName() == "Codex"


# ---- Apply, Undo, Test


@pytest.fixture
def own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    home = tmp_path / "user"
    (home / ".claude").mkdir(parents=True)
    (home / ".claude" / "settings.json").write_text(OWN)
    (home / ".bashrc").write_text("export ANTHROPIC_API_KEY=sk-ant-theirs\n")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    return home


def standing(world: World) -> str:
    return world.find(Pill, "apply-standing").text()


async def apply(world: World) -> None:
    await world.click("apply-setup")
    await world.see("write-setup")
    await world.click("write-setup")
    await world.no_sheet()


@played
async def test_a_setup_is_seen_written_tried_and_undone(own_home: Path, world: World) -> None:
    file = own_home / ".claude" / "settings.json"
    page = await opened(world, way="apply")
    await world.until(
        lambda: "ANTHROPIC_API_KEY is set in ~/.bashrc, line 1" in shown(page), "what is in the way is told"
    )
    assert "sk-ant-theirs" not in shown(page)
    await world.click("apply-setup")
    await world.see("write-setup")
    assert file.read_text() == OWN, "it is only shown"
    view = world.find(DifferenceView, "difference-0")
    assert f'+     "ANTHROPIC_BASE_URL": "{world.session.engine.url}",' in view.text
    assert HIDDEN in view.text
    await world.click("write-setup")
    await world.no_sheet()
    await world.until(lambda: standing(world) == "Set up", "it says so")
    settings = json.loads(file.read_text())
    assert settings["theme"] == "dark"
    key = settings["env"]["ANTHROPIC_AUTH_TOKEN"]
    assert key not in view.text
    assert (await world.ask("/v1/models", key))[0] == 200
    assert card(world, "claude-code") == ("busy", "Waiting for it")
    await world.click("test-tool")
    await world.until(lambda: "claude-sonnet-4-6 answered after" in banner_of(page), "it is tried")
    await world.click("undo-setup")
    await world.see("write-setup")
    assert "−" in world.find(DifferenceView, "difference-0").text
    await world.click("write-setup")
    await world.no_sheet()
    await world.until(lambda: standing(world) == "Not set up", "it is undone")
    assert file.read_text() == OWN
    assert not world.is_visible("undo-setup")


@played
async def test_what_is_left_to_set_keeps_clear_of_a_companys_proxy(
    own_home: Path, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.corp.example:8080")
    await opened(world, "codex", "apply")
    await apply(world)
    await world.see("apply-variables")
    assert "NO_PROXY" in world.find(SnippetBox, "apply-variables").text
    text = await copied(world, "copy-variables")
    assert "export AICORE_TRAY_KEY='act-" in text
    assert 'export NO_PROXY="127.0.0.1,localhost' in text


@played
async def test_a_file_that_changed_while_it_was_shown_is_not_written(own_home: Path, world: World) -> None:
    file = own_home / ".claude" / "settings.json"
    await opened(world, way="apply")
    await world.click("apply-setup")
    await world.see("write-setup")
    file.write_text('{"theirs": 1}')
    await world.click("write-setup")
    sheet = world.sheet()
    assert sheet is not None
    await world.until(lambda: "was changed in the meantime" in banner_of(sheet), "it says why not")
    assert not world.find(Button, "write-setup").isEnabled()
    assert file.read_text() == '{"theirs": 1}'


@played
async def test_a_file_with_comments_is_told_and_left(own_home: Path, world: World) -> None:
    file = own_home / ".claude" / "settings.json"
    file.write_text("{\n  // mine\n}\n")
    page = await opened(world, way="apply")
    await world.until(lambda: standing(world) == "Cannot be written")
    await world.click("apply-setup")
    await world.until(lambda: "settings.json: The file is not plain JSON" in banner_of(page), "it says why not")
    assert world.sheet() is None
    assert file.read_text() == "{\n  // mine\n}\n"


@played
async def test_another_address_brings_every_tool_up_to_date_at_once(own_home: Path, world: World) -> None:
    await opened(world, way="apply")
    await apply(world)
    await choose(world, "codex")
    page = world.window.page
    assert isinstance(page, ConnectPage)
    page.panel.show_way("apply")
    await apply(world)
    await world.see("apply-variables")
    assert await copied(world, "copy-start") == "codex --profile aicore"
    assert "export AICORE_TRAY_KEY='act-" in await copied(world, "copy-variables")
    assert not world.is_visible("update-tools")
    before = world.session.engine.url
    await world.commands.set("port", free_port())
    await world.until(lambda: world.now.proxy.url not in ("", before), "it moved")
    await world.until(lambda: world.is_visible("update-tools"), "it is told")
    assert world.find(Button, "update-tools").text() == "Update 2 tools…"
    await world.click("update-tools")
    await world.see("write-setup")
    await world.click("write-setup")
    await world.no_sheet()
    await world.until(lambda: not world.is_visible("update-tools"), "all are up to date")
    url = world.session.engine.url
    assert url in (own_home / ".claude" / "settings.json").read_text()
    assert url in (own_home / ".codex" / "aicore.config.toml").read_text()


@played
async def test_tools_by_kind(world: World) -> None:
    page = await opened(world)
    for kind in ("terminal", "editor", "app", "code"):
        page.show_kind(kind)
        visible = {key for key, each in page.grid.cards.items() if each.isVisible()}
        assert visible == {tool.id for tool in TOOLS.values() if tool.kind == kind}
    page.show_tool("claude-code")
    assert page.grid.cards["claude-code"].isVisible()


@played
async def test_a_test_that_fails_says_why(world: World) -> None:
    page = await opened(world)
    await world.click("proxy-switch") if world.is_visible("proxy-switch") else await world.session.stop_proxy()
    await world.until(lambda: not world.session.engine.listening, "it is off")
    await world.click("test-tool")
    await world.until(lambda: "does not answer" in banner_of(page) or "no address" in banner_of(page))
    assert world.find(Button, "test-tool").isEnabled()
