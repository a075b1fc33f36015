"""The Debian package in a bare system: installed, started on a desktop, asked, looked at, removed without a trace."""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desktop.test_desktop import free_port
from tests.desktop.virtual import Desktop, desktop, until
from tests.installed.bare import BareSystem

pytestmark = pytest.mark.installed

STARTS = 5
BAR_SECONDS = 1.5
USER = "65534:65534"


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> BareSystem:
    return BareSystem(tmp_path_factory.mktemp("bare") / "root")


@pytest.fixture(scope="module")
def before(bare: BareSystem) -> set[str]:
    bare.apt("update")
    return bare.files()


@pytest.fixture(scope="module")
def installed(bare: BareSystem, before: set[str], built: Path) -> BareSystem:
    """The system with the package in it, and with what that depends on; nothing else."""
    (package,) = built.glob("*.deb")
    bare.run("sh", "-c", "cat > /tmp/aicore-tray.deb", stdin=package)
    bare.apt("install", "/tmp/aicore-tray.deb")
    return bare


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Desktop]:
    with desktop(tmp_path / "desktop", "xembed") as made:
        yield made


class App:
    """The installed app, started as a user who owns nothing."""

    def __init__(self, system: BareSystem, screen: Desktop, *arguments: str) -> None:
        self.port = free_port()
        home = f"/tmp/home-{self.port}"
        env = {"PATH": "/usr/bin:/bin", "HOME": home, "DISPLAY": screen.env["DISPLAY"], "LANG": "C.UTF-8"}
        words = ("/usr/bin/aicore-tray-app", "--demo", "--port", str(self.port), "--data-dir", home, *arguments)
        self.began = time.monotonic()
        clean = ("/usr/bin/env", "-i", *(f"{name}={value}" for name, value in env.items()))
        self.process = subprocess.Popen(
            system.command(*clean, *words, user=USER),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            data=json.dumps(body).encode() if body else None,
            headers={"x-api-key": "demo", "content-type": "application/json"},
        )
        with direct.open(request, timeout=30) as answer:
            return json.load(answer)

    def serves(self) -> bool:
        try:
            return bool(self.ask("/health"))
        except OSError:
            return False

    def end(self) -> tuple[int, str]:
        """End it as a logout does; returns its exit code and what it said."""
        _signal(self.process.pid, signal.SIGTERM)
        said, _ = self.process.communicate(timeout=20)
        return self.process.returncode, said


def _signal(pid: int, number: signal.Signals) -> None:
    if os.geteuid() == 0:
        os.kill(pid, number)
    else:
        subprocess.run(["sudo", "-n", "kill", f"-{number.value}", str(pid)], check=True)


def test_the_package_brings_all_that_it_needs(installed: BareSystem) -> None:
    told = installed.run("/usr/bin/aicore-tray", "selftest")
    assert told.count("ok ") == 8, told
    assert "frozen" in told
    for program in ("/usr/bin/aicore-tray", "/usr/bin/aicore-tray-app"):
        assert installed.run(program, "--version").startswith("aicore-tray ")
    listed = installed.run("dpkg", "-L", "aicore-tray")
    assert "/usr/share/applications/aicore-tray.desktop" in listed
    owners = installed.run("sh", "-c", "dpkg -L aicore-tray | xargs -d '\\n' stat -c '%U:%G %A'")
    assert {line.split()[0] for line in owners.splitlines()} == {"root:root"}
    assert not [line for line in owners.splitlines() if line[-2] == "w" and not line.endswith("lrwxrwxrwx")]


def test_the_installed_app_serves_and_shows_its_window(installed: BareSystem, screen: Desktop) -> None:
    app = App(installed, screen)
    until(app.serves, "the proxy", 30)
    until(lambda: screen.window("AI Core Tray"), "the window")
    until(screen.tray_place, "the tray icon")
    body = {"model": "gpt-5", "max_tokens": 300, "messages": [{"role": "user", "content": "Say: installed"}]}
    answer = app.ask("/v1/messages", body)
    assert "installed" in json.dumps(answer["content"])
    time.sleep(1.0)  # for the window to show the request
    picture = screen.shot("installed")
    colours = int(screen.run("identify", "-format", "%k", str(picture)))
    assert colours > 200, f"the screen has {colours} colours"
    code, said = app.end()
    assert code == 0, said
    assert "Listening on http://127.0.0.1" in said


def test_how_long_the_start_takes(installed: BareSystem, screen: Desktop) -> None:
    """Printed, not asserted: this computer may be doing anything else."""
    times = []
    for _ in range(STARTS + 1):
        app = App(installed, screen, "--background")
        until(screen.tray_place, "the tray icon", 30)
        times.append(time.monotonic() - app.began)
        until(app.serves, "the proxy", 30)
        assert app.end()[0] == 0
        until(lambda: not screen.tray_place(), "no icon")
    warm = times[1:]
    print(  # noqa: T201 - for who reads the run
        f"\nStart to tray, frozen and warm: median {statistics.median(warm):.2f} s of "
        f"{', '.join(f'{each:.2f}' for each in warm)} (bar: {BAR_SECONDS} s)"
    )
    assert len(warm) == STARTS


def test_the_package_goes_without_a_trace(installed: BareSystem, before: set[str]) -> None:
    installed.apt("purge", "--auto-remove", "aicore-tray")
    left = {path for path in installed.files() - before if "aicore" in path.lower() and not path.startswith("tmp/")}
    assert not left
