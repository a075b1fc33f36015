"""The app is killed in the midst of an answer: what came so far is kept, and told as stopped."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from aicore_tray.chat.conversation import Role, State
from aicore_tray.chat.store import ChatStore
from aicore_tray.system.paths import Paths

_SECONDS = 60.0
_CHILD = """
import asyncio, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from aicore_tray.chat.client import Reasoning, Text
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.chat.desk import ChatDesk
from aicore_tray.gui.loop import EventLoop
from aicore_tray.gui.session import Session
from aicore_tray.system.paths import Paths

async def endless(question):
    yield Reasoning("So I think.")
    while True:
        yield Text("word ")
        await asyncio.sleep(0.01)

async def main():
    desk = ChatDesk(Bridge(Session(Paths.locate(Path(sys.argv[1])))), ask=endless)
    made = desk.new()
    assert desk.send(made.id, "Tell me everything", "some-model")
    await asyncio.Event().wait()

app = QApplication(["child"])
with asyncio.Runner(loop_factory=lambda: EventLoop(app)) as runner:
    runner.run(main())
"""


def _kept(file: Path) -> str:
    """Return what lies in the file of the answer."""
    if not file.exists():
        return ""
    with closing(sqlite3.connect(file)) as connection:
        try:
            found = connection.execute("SELECT text FROM messages WHERE role = 'assistant'").fetchone()
        except sqlite3.OperationalError:
            return ""  # it is being made
    return str(found[0]) if found else ""


def test_a_killed_app_keeps_what_came_of_an_answer(tmp_path: Path) -> None:
    file = Paths.locate(tmp_path).chats_db
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen([sys.executable, "-c", _CHILD, str(tmp_path)], env=env) as child:
        try:
            limit = time.monotonic() + _SECONDS
            while len(before := _kept(file)) < 20:
                assert child.poll() is None, "it ended by itself"
                assert time.monotonic() < limit, "nothing was kept"
                time.sleep(0.05)
        finally:
            child.kill()
    store = ChatStore(file)
    store.open()
    (conversation,) = store.conversations()
    question, answer = store.messages(conversation.id)
    store.close()
    assert (question.role, question.text) == (Role.USER, "Tell me everything")
    assert answer.state is State.STOPPED
    assert answer.text.startswith(before)
    assert answer.thinking == "So I think."
    assert conversation.title == "Tell me everything"
