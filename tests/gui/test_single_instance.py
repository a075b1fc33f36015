"""One app a user and folder: real local sockets, and for the first instance real processes."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from aicore_tray.gui.single_instance import SingleInstance

pytestmark = pytest.mark.usefixtures("qapp")

FIRST = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from aicore_tray.gui.single_instance import SingleInstance
app = QCoreApplication([])
instance = SingleInstance(Path(sys.argv[1]))
instance.asked.connect(lambda: print("asked", flush=True))
assert instance.is_first(background=False)
print("first", flush=True)
if sys.argv[2] == "hangs":
    time.sleep(60)
app.exec()
"""


@contextmanager
def first_one(data: Path, how: str = "lives") -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen([sys.executable, "-c", FIRST, str(data), how], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "first\n"
        try:
            yield process
        finally:
            process.kill()


def test_the_second_asks_the_first_for_its_window(tmp_path: Path) -> None:
    with first_one(tmp_path) as process:
        assert not SingleInstance(tmp_path).is_first(background=True)
        assert not SingleInstance(tmp_path).is_first(background=False)
        assert not SingleInstance(tmp_path).is_first(background=False)
        assert process.stdout is not None
        # The quiet one did not ask.
        assert [process.stdout.readline() for _ in range(2)] == ["asked\n", "asked\n"]
        assert process.poll() is None


def test_another_folder_is_another_app(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with first_one(tmp_path):
        other = SingleInstance(tmp_path / "other")
        assert other.is_first(background=False)
        other.close()


def test_the_same_folder_by_another_name_is_the_same_app(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "data")
    with first_one(tmp_path / "data"):
        assert not SingleInstance(tmp_path / "link").is_first(background=True)


def test_what_a_crash_leaves_is_taken_over(tmp_path: Path) -> None:
    with first_one(tmp_path) as process:
        process.kill()
        process.wait()
    for _ in range(2):
        began = time.monotonic()
        instance = SingleInstance(tmp_path)
        assert instance.is_first(background=False)
        assert time.monotonic() - began < 1
        instance.close()


@pytest.mark.parametrize("background", [False, True])
def test_one_that_hangs_keeps_nobody_waiting(qtbot: QtBot, tmp_path: Path, background: bool) -> None:
    """It may still serve; a second one beside it would be in its way, or its user's only app. It has to be quick."""
    with first_one(tmp_path, "hangs"):
        began = time.monotonic()
        instance = SingleInstance(tmp_path)
        first = instance.is_first(background=background)
        assert time.monotonic() - began < 5
        assert first, "one that hangs must not keep the user from an app that works"
        assert not _again(qtbot, tmp_path), "it has taken the place"
        instance.close()


def _again(qtbot: QtBot, data: Path) -> bool:
    """Ask from another process whether it would be first, while this one answers."""
    code = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication\n"
        "from aicore_tray.gui.single_instance import SingleInstance\n"
        "app = QCoreApplication([]); print(SingleInstance(Path(sys.argv[1])).is_first(background=True))"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(data)], stdout=subprocess.PIPE, text=True) as process:
        qtbot.waitUntil(lambda: process.poll() is not None, timeout=10_000)
        assert process.stdout is not None
        return process.stdout.read() == "True\n"


def test_strangers_words_are_no_wish(qtbot: QtBot, tmp_path: Path) -> None:
    """Another program of this user may knock by mistake, with anything or nothing."""
    instance = SingleInstance(tmp_path)
    asked: list[bool] = []
    instance.asked.connect(lambda: asked.append(True))
    assert instance.is_first(background=False)
    for word in (b"", b"\n", b"GET / HTTP/1.1\r\n\r\n", b"sho", b"x" * 100_000):
        socket = QLocalSocket()
        socket.connectToServer(instance.name)
        assert socket.waitForConnected(1000)
        socket.write(word)
        socket.flush()
        qtbot.wait(20)
        socket.disconnectFromServer()
    qtbot.wait(50)
    assert not asked
    socket = QLocalSocket()
    socket.connectToServer(instance.name)
    assert socket.waitForConnected(1000)
    socket.write(b"sh")
    socket.flush()
    qtbot.wait(20)
    socket.write(b"ow\n")
    socket.flush()
    qtbot.waitUntil(lambda: bool(asked))
    instance.close()
