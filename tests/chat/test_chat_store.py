"""Conversations are kept: in order, over a crash, by their user alone; and a file that is no use is told."""

from __future__ import annotations

import sqlite3
import stat
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from aicore_tray.chat.conversation import Conversation, Message, Role, State, as_markdown, title_of
from aicore_tray.chat.store import ChatStore
from aicore_tray.errors import AicoreTrayError


def opened(file: Path) -> ChatStore:
    store = ChatStore(file)
    store.open()
    return store


def conversation(name: str = "a", changed: float = 1.0, title: str = "Retry with jitter") -> Conversation:
    return Conversation(id=name, title=title, model="gpt-5", system="Be brief.", created=1.0, changed=changed)


def message(name: str, role: Role = Role.USER, **values: object) -> Message:
    made = Message(id=name, conversation="a", role=role, text=f"text of {name}", created=2.0)
    return replace(made, **values)  # type: ignore[arg-type]


def test_what_is_kept_is_there_at_the_next_start(tmp_path: Path) -> None:
    file = tmp_path / "data" / "chats.db"
    store = opened(file)
    store.keep_conversation(conversation())
    answer = message(
        "2", Role.ASSISTANT, model="gpt-5", input=12, cached=4, output=7, first_token=0.5, duration=1.5, cut=True
    )
    store.keep_message(message("1"))
    store.keep_message(answer)
    store.close()
    again = opened(file)
    assert again.messages("a") == (message("1"), answer)
    assert again.conversations() == [replace(conversation(), messages=2, tokens=19, unpriced=1)]
    again.close()
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_part_of_an_answer_outlives_a_crash_as_stopped(tmp_path: Path) -> None:
    store = opened(tmp_path / "chats.db")
    store.keep_conversation(conversation())
    running = message("2", Role.ASSISTANT, text="half", state=State.RUNNING)
    store.keep_message(message("1"))
    store.keep_message(running)
    store.keep_message(replace(running, text="half an answer"))
    # No close: the process is gone.
    again = opened(tmp_path / "chats.db")
    assert again.messages("a")[1] == replace(running, text="half an answer", state=State.STOPPED)
    again.close()
    store.close()


def test_the_last_changed_comes_first_and_titles_are_searched(tmp_path: Path) -> None:
    store = opened(tmp_path / "chats.db")
    for name, changed, title in (("a", 1.0, "Straße nach Rom"), ("b", 3.0, "A view in SQL"), ("c", 2.0, "SQL by hand")):
        store.keep_conversation(conversation(name, changed, title))
    assert [each.id for each in store.conversations()] == ["b", "c", "a"]
    assert [each.id for each in store.conversations("sql")] == ["b", "c"]
    assert [each.id for each in store.conversations("hand SQL")] == ["c"]
    assert [each.id for each in store.conversations("STRASSE")] == ["a"]
    store.keep_conversation(conversation("a", 9.0, "Renamed"))
    assert store.conversations()[0].title == "Renamed"
    store.close()


def test_what_is_deleted_comes_back_until_it_is_purged(tmp_path: Path) -> None:
    file = tmp_path / "chats.db"
    store = opened(file)
    store.keep_conversation(conversation())
    store.keep_message(message("1", text="a secret of the user"))
    store.delete("a")
    assert store.conversations() == []
    store.restore("a")
    assert [each.id for each in store.conversations()] == ["a"]
    store.delete("a")
    store.close()
    store = opened(file)
    assert store.messages("a") == ()
    store.close()
    assert b"a secret of the user" not in file.read_bytes()


def test_an_answer_that_is_given_anew_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    store = opened(tmp_path / "chats.db")
    store.keep_conversation(conversation())
    for each in (message("1"), message("2", Role.ASSISTANT)):
        store.keep_message(each)
    store.replace_messages(["2"])
    store.keep_message(message("3", Role.ASSISTANT))
    assert [each.id for each in store.messages("a")] == ["1", "3"]
    assert store.conversations()[0].messages == 2
    store.close()


@pytest.mark.parametrize("what", ["garbage", "newer", "folder"])
def test_a_file_that_cannot_be_used_is_told_with_a_way_out(tmp_path: Path, what: str) -> None:
    file = tmp_path / "chats.db"
    if what == "garbage":
        file.write_bytes(b"no database at all, and long enough to be read as one" * 40)
    elif what == "newer":
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA user_version = 99")
    else:
        file.mkdir()
    store = ChatStore(file)
    with pytest.raises(AicoreTrayError) as caught:
        store.open()
    assert str(file) in caught.value.user_message
    assert caught.value.hint


def test_without_a_file_everything_works_for_this_run(tmp_path: Path) -> None:
    store = ChatStore(None)
    store.open()
    assert not store.keeps
    store.keep_conversation(conversation())
    store.keep_message(message("1"))
    assert store.messages("a") == (message("1"),)
    store.close()
    with pytest.raises(AicoreTrayError):
        store.conversations()
    assert list(tmp_path.iterdir()) == []


def test_titles_and_the_whole_as_markdown() -> None:
    assert title_of("\n  Why is\tthe sky blue?\nMore") == "Why is the sky blue?"
    assert title_of("word " * 40) == ("word " * 12).strip() + "…"
    assert len(title_of("x" * 200)) <= 61
    text = as_markdown(
        conversation(), (message("1"), message("2", Role.ASSISTANT, model="gpt-5")), you="You", system="System prompt"
    )
    assert text.startswith(
        "# Retry with jitter\n\n## System prompt\n\nBe brief.\n\n## You\n\ntext of 1\n\n## gpt-5\n\n"
    )
