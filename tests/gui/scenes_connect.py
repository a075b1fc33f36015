"""The scenes of Connect: every tool, every way, every state."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from aicore_tray.connect.registry import TOOLS
from aicore_tray.gui.pages.connect import ConnectPage
from aicore_tray.gui.snapshots import ProxyState, ProxyView, Snapshot, ToolView
from aicore_tray.gui.windows.main_window import MINIMUM
from tests.gui import staged
from tests.gui.stage import POINTS, Play, Scene, Set, settle

_MOVED = "http://127.0.0.1:3002"


def _page(on: Set) -> ConnectPage:
    on.session.remembered.note(shell="zsh", tool_keys={"claude-code": "Claude Code", "codex": "Codex"})
    on.session.lights._key_names = on.session.remembered.memory.tool_keys
    on.window.show_page("connect")
    page = on.window.page
    assert isinstance(page, ConnectPage)
    return page


async def _looked(page: ConnectPage) -> None:
    """Wait until the page has looked for tools and into their files, however busy the computer is, and is laid out."""
    async with asyncio.timeout(10):
        while not page._connecting.looked or not page._applying._seen.statuses:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.01)
    await settle(12)


def tool(name: str, way: str = "", shell: str = "zsh") -> Play:
    """Return a scene that shows a tool, and one way to set it up."""

    async def play(on: Set) -> None:
        page = _page(on)
        await settle()
        row = page.shell.findData(shell)
        page.shell.setCurrentIndex(row)
        page.shell.activated.emit(row)
        page.show_tool(name)
        if way:
            page.panel.show_way(way)
        await _looked(page)

    return play


async def _not_installed(on: Set) -> None:
    page = _page(on)
    await settle()
    page._connecting.found = {}
    page.show_tool("codex")
    page.show_snapshot(on.bridge.snapshot)
    await settle()


async def _copied(on: Set) -> None:
    page = _page(on)
    await settle()
    page.show_tool("claude-code")
    page.panel.show_way("terminal")
    await settle()
    on.click("copy-snippet-0")
    await settle()


async def _first_tool(on: Set) -> None:
    on.session.remembered.note(first_run="tool", shell="zsh")
    on.window.begin_first_run()
    await settle()
    on.window.first_run.tool.panel.show_way("terminal")
    await settle()


_OWN = """{
  "model": "opus",
  "permissions": {
    "allow": ["Bash(npm test)"]
  },
  "env": {
    "ANTHROPIC_BASE_URL": "https://llm-gateway.corp/anthropic"
  }
}
"""


def apply(
    name: str = "claude-code", *, own: str = "", shell_file: str = "", applied: bool = False, moved: bool = False
) -> Play:
    """Return a scene of Apply on a computer with these files."""

    async def play(on: Set) -> None:
        home = on.commands.applying.computer.home
        for file, text in ((home / ".claude" / "settings.json", own), (home / ".zshrc", shell_file)):
            if text:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text)
        if applied:
            on.session.remembered.note(shell="zsh")
            ready = await on.commands.applying.plan(TOOLS[name], on.bridge.snapshot)
            await on.commands.applying.write([ready.plan], on.bridge.snapshot)
        if moved:
            on.session.staged = replace(on.session.staged, proxy=replace(on.session.staged.proxy, url=_MOVED))
            on.session.tell()
        page = _page(on)
        page.show_tool(name)
        page.panel.show_way("apply")
        await _looked(page)

    return play


def sheet(name: str = "claude-code", button: str = "apply-setup", *, own: str = "", applied: bool = False) -> Play:
    """Return a scene of the sheet that shows what is written or taken out."""
    before = apply(name, own=own, applied=applied)

    async def play(on: Set) -> None:
        await before(on)
        on.click(button)
        await settle(12)

    return play


def _fresh() -> Snapshot:
    return replace(staged.day(), tools=staged.fresh_tools())


def _fresh_waiting() -> Snapshot:
    tools = tuple(replace(view, waiting=True) if view.id == "claude-code" else view for view in staged.fresh_tools())
    return replace(staged.day(), tools=tools)


def _fresh_answered() -> Snapshot:
    answered = ToolView(
        id="claude-code", answered=staged.NOW - 3, model="anthropic--claude-4.6-sonnet", first_token=0.8
    )
    return replace(staged.day(), tools=(answered, *staged.fresh_tools()[1:]))


def _waiting() -> Snapshot:
    return replace(staged.day(), tools=staged.tools(claude_code=ToolView(id="claude-code", waiting=True)))


def _failed() -> Snapshot:
    return replace(staged.day(), tools=staged.tools(codex=ToolView(id="codex", failed="not_found")))


def _no_model() -> Snapshot:
    return replace(staged.day(), models=(), tools=staged.fresh_tools())


def _off() -> Snapshot:
    return replace(staged.day(), proxy=ProxyView(state=ProxyState.OFF, url=staged.URL))


SCENES: dict[str, Scene] = {
    "first-run-tool": Scene(_first_tool, _fresh),
    "first-run-tool-waiting": Scene(_first_tool, _fresh_waiting),
    "first-run-tool-answered": Scene(_first_tool, _fresh_answered),
    "narrow-first-run-tool": Scene(_first_tool, _fresh, size=MINIMUM),
    "connect": Scene(tool("claude-code", "terminal")),
    "connect-launch": Scene(tool("claude-code", "launch")),
    "connect-settings": Scene(tool("claude-code", "settings")),
    "connect-codex": Scene(tool("codex", "profile", "fish")),
    "connect-cline": Scene(tool("cline")),
    "connect-cursor": Scene(tool("cursor")),
    "connect-cherry": Scene(tool("cherry-studio")),
    "connect-sdk": Scene(tool("openai-sdk", shell="powershell")),
    "connect-curl": Scene(tool("curl", shell="cmd")),
    "connect-apply": Scene(apply(own=_OWN, shell_file="export ANTHROPIC_API_KEY=sk-ant-x\n"), _fresh),
    "connect-apply-new": Scene(apply(), _fresh),
    "connect-apply-closed": Scene(apply(own="{\n  // mine\n}\n"), _fresh),
    "connect-applied": Scene(apply("codex", applied=True), _fresh),
    "connect-apply-stale": Scene(apply(applied=True, moved=True), _fresh),
    "connect-apply-sheet": Scene(sheet(own=_OWN), _fresh),
    "connect-undo-sheet": Scene(sheet(own=_OWN, button="undo-setup", applied=True), _fresh),
    "narrow-connect-apply-sheet": Scene(sheet(own=_OWN), _fresh, size=MINIMUM),
    "connect-waiting": Scene(_copied, _waiting),
    "connect-failed": Scene(tool("codex", "terminal"), _failed),
    "connect-no-model": Scene(tool("codex", "terminal"), _no_model),
    "connect-not-installed": Scene(_not_installed),
    "connect-off": Scene(tool("claude-code", "terminal"), _off),
    "narrow-connect": Scene(tool("claude-code", "terminal"), size=MINIMUM),
    "large-font-connect": Scene(tool("claude-code", "terminal"), points=POINTS * 1.5),
}
