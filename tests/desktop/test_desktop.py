"""The app on a real desktop: tray hosts of both kinds, window manager, D-Bus and gnome-keyring."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import tomllib
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.desktop.virtual import Desktop, desktop, until
from tests.real_tools import Tools

pytestmark = pytest.mark.desktop

ROOT = Path(__file__).resolve().parents[2]
TITLE = "AI Core Tray"


class Started:
    """The app, started on a desktop."""

    def __init__(self, on: Desktop, port: int, *arguments: str) -> None:
        self._on = on
        self.port = port
        program = os.environ.get("AICORE_TRAY_PROGRAM", "").split() or [sys.executable, "-m", "aicore_tray"]
        self._command = [*program, "--data-dir", str(on.home / "tray"), "--port", str(port)]
        self._log = on.folder / f"app-{time.monotonic_ns()}.log"
        with self._log.open("w") as log:
            self.process = on.start(*self._command, *arguments, stdout=log, stderr=subprocess.STDOUT)

    def again(self, *arguments: str) -> int:
        """Start it a second time and return how that ended."""
        ended = subprocess.run(
            [*self._command, *arguments], env=self._on.env, timeout=20, check=False, capture_output=True
        )
        return ended.returncode

    @property
    def said(self) -> str:
        return self._log.read_text()

    def health(self) -> dict[str, Any] | None:
        """Return what /health says; None where nobody listens."""
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with direct.open(f"http://127.0.0.1:{self.port}/health", timeout=5) as answer:
                health: dict[str, Any] = json.load(answer)
                return health
        except OSError:
            return None

    def serves(self) -> bool:
        return self.health() is not None

    def ended(self, seconds: float = 15) -> int:
        """Wait until it has ended and return its exit code."""
        return self.process.wait(seconds)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(params=["xembed", "sni"])
def full(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desktop]:
    with desktop(tmp_path / "desktop", request.param) as made:
        made.keyring()
        yield made


@pytest.fixture
def sandbox_key(tmp_path: Path) -> Iterator[Path]:
    """The service key of a tenant that is not the demo's own, served by another process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "aicore_tray.sandbox", "--port", "0"], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdout is not None
    try:
        text, key = "", None
        while key is None:
            text += process.stdout.readline()
            found = text.find("{")
            try:
                key = json.loads(text[found:]) if found >= 0 else None
            except ValueError:
                continue
        file = tmp_path / "prod-eu10.json"
        file.write_text(json.dumps(key))
        yield file
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def toggle(on: Desktop) -> None:
    """Choose `Proxy on` in the tray's menu, the third entry."""
    on.tray_click(3)
    on.shot("menu")
    on.key("Down", "Down", "Down")
    on.shot("menu-toggle")
    on.key("Return")


def accounts(on: Desktop) -> list[str]:
    file = on.home / "tray" / "data" / "demo" / "settings.toml"
    return list(tomllib.loads(file.read_text()).get("accounts", {})) if file.exists() else []


def memory(on: Desktop) -> dict[str, Any]:
    file = on.home / "tray" / "data" / "demo" / "app.json"
    state: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}
    return state


def answers(on: Desktop) -> list[str]:
    """Return what the chat has been answered as a whole."""
    file = on.home / "tray" / "data" / "demo" / "chats.db"
    if not file.exists():
        return []
    with closing(sqlite3.connect(file)) as books:
        try:
            rows = books.execute("SELECT text FROM messages WHERE role = 'assistant' AND state = 'complete'")
            return [text for (text,) in rows]
        except sqlite3.OperationalError:  # it is being made
            return []


def test_a_user_s_first_day(full: Desktop, sandbox_key: Path) -> None:
    """First run with a dropped key, toggle by the tray, second launch, close to tray, restart, quit."""
    port = free_port()
    app = Started(full, port, "--demo")
    window = str(until(lambda: full.window(TITLE), "the window"))
    until(app.serves, "the proxy")
    until(full.tray_place, "the tray icon")
    full.shot("first-run")

    source = full.start(sys.executable, str(Path(__file__).with_name("drag_source.py")), str(sandbox_key))
    until(lambda: full.window("drag source"), "the window to drag from")
    x, y, width, height = full.geometry(window)
    begun = time.monotonic()
    full.drag((60, 40), (x + width // 2, y + height // 3))
    until(lambda: memory(full).get("first_run") == "connection", "the dropped key is read")
    source.terminate()
    time.sleep(3)
    full.shot("checked")
    full.run("xdotool", "windowactivate", "--sync", window)
    full.key("Return")
    until(lambda: accounts(full), "the account is kept")
    assert full.run("secret-tool", "lookup", "service", "AI Core Tray", "username", "vault").strip()
    assert (full.home / "tray/data/demo/vault.bin").exists()
    time.sleep(0.5)
    full.shot("models")
    full.key("Return")
    until(lambda: memory(full).get("first_run") == "address", "the step of the address")
    time.sleep(0.5)
    full.shot("address")
    full.key("Return")
    until(lambda: memory(full).get("first_run") == "tool", "the step of the first tool")
    time.sleep(0.5)
    full.shot("tool")
    full.key("Return")
    until(lambda: memory(full).get("first_run") == "hello", "the last step")
    time.sleep(0.5)
    full.key("Return")  # a question is written already
    until(lambda: any(answers(full)), "the streamed answer in the chat")
    print(f"from the dropped key to the answer: {time.monotonic() - begun:.0f} s")  # noqa: T201 - shown with -s
    time.sleep(0.3)
    full.shot("hello")
    full.key("Return")
    until(lambda: memory(full).get("first_run") == "done", "first run is over")
    health = app.health()
    assert health is not None
    assert health["accounts"]["configured"] == 2

    toggle(full)
    until(lambda: not app.serves(), "the proxy is off")
    toggle(full)
    until(app.serves, "the proxy is on again")

    full.close(TITLE)
    until(lambda: not full.window(TITLE), "the window is closed")
    assert app.process.poll() is None
    assert app.serves(), "closing the window must not stop the proxy"
    assert app.again("--demo") == 0
    until(lambda: full.window(TITLE), "a second start shows the window of the first")
    assert app.process.poll() is None

    toggle(full)
    until(lambda: not app.serves(), "the proxy is off")
    app.process.send_signal(signal.SIGTERM)
    assert app.ended() == 0

    later = Started(full, port, "--demo")
    until(lambda: full.window(TITLE), "the window")
    until(full.tray_place, "the tray icon")
    time.sleep(1.5)
    assert not later.serves(), "it was off, so it stays off"
    assert accounts(full)
    toggle(full)
    until(later.serves, "the proxy")
    health = later.health()
    assert health is not None
    assert health["accounts"]["configured"] == 2
    full.tray_click(3)
    full.key("Up", "Return")
    assert later.ended() == 0
    assert "Traceback" not in app.said + later.said, app.said + later.said


def test_a_setup_pasted_into_a_real_shell(tmp_path: Path, tools: Tools) -> None:
    """Copied from the tray's menu, pasted into a terminal: the real Claude Code completes a turn by it."""
    with desktop(tmp_path / "desktop", "xembed") as made:
        made.env["PATH"] = os.pathsep.join(
            [str(tools.folder / "node_modules" / ".bin"), str(tools.node), made.env["PATH"]]
        )
        made.env["IS_SANDBOX"] = "1"
        app = Started(made, free_port(), "--demo", "--background")

        def ready() -> bool:
            health = app.health()
            return health is not None and health["models"] > 0

        until(ready, "models")
        until(made.tray_place, "the tray icon")
        time.sleep(1.5)
        made.tray_click(3)
        made.key("Down", "Down", "Down", "Down", "Down", "Down", "Right")
        made.shot("copy-setup")
        made.key("Return")

        translations = "#override Ctrl Shift <Key>V: insert-selection(CLIPBOARD)"
        made.start("xterm", "-xrm", f"XTerm*VT100.translations: {translations}", "-title", "a terminal", "-e", "bash")
        terminal = str(until(lambda: made.window("a terminal"), "the terminal"))
        made.run("xdotool", "windowfocus", "--sync", terminal)
        time.sleep(0.5)
        made.key("ctrl+shift+v")
        time.sleep(0.5)
        # Its last word is the program's name, and waits for what its user wants.
        words = "Run the shell command `echo quince-$((6*7))` and tell me what it printed."
        result = made.home / "result"
        typed = f" -p --dangerously-skip-permissions '{words}' > {result}; echo $? > {result}.code"
        made.run("xdotool", "type", "--delay", "8", typed)
        made.key("Return")
        code = result.with_name("result.code")
        until(lambda: code.exists() and code.read_text().strip(), "the turn is over", 90)
        made.shot("claude-code")
        assert (code.read_text().strip(), "quince-42" in result.read_text()) == ("0", True), result.read_text()
        health = app.health()
        assert health is not None
        app.process.send_signal(signal.SIGTERM)
        assert app.ended() == 0
        assert "Traceback" not in app.said, app.said


def test_in_the_background(full: Desktop) -> None:
    """As at login: no window, until the second start."""
    app = Started(full, free_port(), "--demo", "--background")
    until(app.serves, "the proxy")
    until(full.tray_place, "the tray icon")
    time.sleep(1)
    assert not full.window(TITLE)
    assert app.again("--demo", "--background") == 0
    time.sleep(0.5)
    assert not full.window(TITLE)
    assert app.again("--demo") == 0
    until(lambda: full.window(TITLE), "the window")
    app.process.send_signal(signal.SIGTERM)
    assert app.ended() == 0


def test_what_is_asked_while_it_starts(full: Desktop) -> None:
    """The icon is there before the engine: a click on it, a second start and a logout are not lost."""
    for ask in ("a click", "a second start"):
        app = Started(full, free_port(), "--demo", "--background")
        until(full.tray_place, "the tray icon")
        if ask == "a click":
            full.tray_click(1)
        else:
            assert app.again("--demo") == 0
        until(lambda: full.window(TITLE), f"the window after {ask}")
        app.process.send_signal(signal.SIGTERM)
        assert app.ended() == 0
        until(lambda: not full.tray_place(), "no icon")
    app = Started(full, free_port(), "--demo", "--background")
    until(full.tray_place, "the tray icon")
    app.process.send_signal(signal.SIGTERM)
    assert app.ended() == 0
    assert "Traceback" not in app.said, app.said


def test_without_a_tray(tmp_path: Path) -> None:
    """A window, which ends the app when it is closed; a tray that comes later is taken."""
    with desktop(tmp_path / "desktop", "none") as bare:
        app = Started(bare, free_port(), "--demo", "--background")
        until(app.serves, "the proxy")
        assert app.again("--demo") == 0
        until(lambda: bare.window(TITLE), "the window")
        time.sleep(0.5)
        bare.shot("no-tray")
        bare.close(TITLE)
        assert app.ended() == 0, "nothing would show that it still runs"

        app = Started(bare, free_port(), "--demo")
        until(lambda: bare.window(TITLE), "the window")
        bare.add_tray("xembed")
        until(bare.tray_place, "the icon in the tray that came later")
        time.sleep(1.5)
        bare.close(TITLE)
        until(lambda: not bare.window(TITLE), "the window is closed")
        time.sleep(0.5)
        assert app.serves()
        app.process.send_signal(signal.SIGTERM)
        assert app.ended() == 0


def test_a_running_request_is_finished(full: Desktop) -> None:
    """Quitting waits for a stream that runs, whose client gets all of it."""
    app = Started(full, free_port(), "--demo", "--background")
    until(app.serves, "the proxy")
    body = {
        "model": "claude-sonnet-4-5",
        "max_tokens": 400,
        "stream": True,
        "messages": [{"role": "user", "content": "Tell me a long story about a tray that never slept. " * 12}],
    }
    request = urllib.request.Request(
        f"http://127.0.0.1:{app.port}/v1/messages",
        data=json.dumps(body).encode(),
        headers={"x-api-key": "demo", "content-type": "application/json"},
    )
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def ready() -> bool:
        health = app.health()
        return health is not None and health["models"] > 0

    until(ready, "models")
    with direct.open(request, timeout=30) as answer:
        first = answer.readline()
        app.process.send_signal(signal.SIGTERM)
        text = first + answer.read()
    assert b"message_stop" in text
    assert app.ended() == 0


def test_a_locked_keyring(tmp_path: Path, sandbox_key: Path) -> None:
    """The proxy runs without the accounts of a locked keyring, and has them as soon as it is unlocked."""
    with desktop(tmp_path / "desktop", "xembed") as made:
        first = made.keyring("a password")
        command = [sys.executable, "-m", "aicore_tray", "--data-dir", str(made.home / "tray")]
        subprocess.run([*command, "import", str(sandbox_key)], env=made.env, check=True, timeout=30)
        first.terminate()
        first.wait()
        made.keyring(unlock=False)
        app = Started(made, free_port())
        until(lambda: made.window(TITLE), "the window")
        until(app.serves, "the proxy, in spite of the keyring")
        health = app.health()
        assert health is not None
        assert health["accounts"]["configured"] == 0
        time.sleep(1)
        made.shot("keyring-locked")
        # The keyring's own question; the app waits for its answer without holding anything up.
        question = str(until(lambda: made.window("Unlock Login Keyring"), "the keyring's question"))
        made.run("xdotool", "windowfocus", "--sync", question)
        made.run("xdotool", "type", "--delay", "30", "a password")
        made.key("Return")

        def has_it() -> bool:
            now = app.health()
            return now is not None and now["accounts"]["configured"] == 1 and now["status"] == "ok"

        until(has_it, "the account, once the keyring is open")
        app.process.send_signal(signal.SIGTERM)
        assert app.ended() == 0
        assert "Traceback" not in app.said, app.said
