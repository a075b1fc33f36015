"""Words are found in what was said, with SQLite's index and without one, and what is gone is found no more."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from aicore_tray.chat.attachment import recognise
from aicore_tray.chat.conversation import Conversation, Message, Role, State
from aicore_tray.chat.store import _MIGRATIONS, ChatStore
from aicore_tray.system.database import open_database


def opened(file: Path | None, *, index: bool = True) -> ChatStore:
    store = ChatStore(file, index=index)
    store.open()
    return store


def say(store: ChatStore, conversation: str, text: str, name: str = "", **values: object) -> Message:
    store.keep_conversation(Conversation(id=conversation, title=f"Title {conversation}", created=1.0, changed=1.0))
    message = Message(
        id=name or f"{conversation}-{text[:9]}", conversation=conversation, role=Role.ASSISTANT, text=text
    )
    message = replace(message, **values)  # type: ignore[arg-type]
    store.keep_message(message)
    return message


@pytest.mark.parametrize("index", [True, False])
def test_words_are_found_with_their_line(tmp_path: Path, *, index: bool) -> None:
    store = opened(tmp_path / "chats.db", index=index)
    say(store, "a", "Nothing here.\n\n- The **paella** needs saffron, and a wide pan\nThe end.")
    say(store, "b", "Saffron alone")
    assert [(hit.conversation, hit.line) for hit in store.find("Paella saff")] == [
        ("a", "The **paella** needs saffron, and a wide pan")
    ]
    assert {hit.conversation for hit in store.find("saffron")} == {"a", "b"}
    assert store.find("nowhere") == []
    assert store.find('"') == store.find("  ") == []
    store.close()


@pytest.mark.parametrize("index", [True, False])
def test_what_is_replaced_or_deleted_is_found_no_more(tmp_path: Path, *, index: bool) -> None:
    store = opened(tmp_path / "chats.db", index=index)
    old = say(store, "a", "the zebra")
    say(store, "b", "another zebra")
    store.replace_messages([old.id])
    assert [hit.conversation for hit in store.find("zebra")] == ["b"]
    store.bring_back([old.id])
    assert {hit.conversation for hit in store.find("zebra")} == {"a", "b"}
    store.delete("b")
    assert [hit.conversation for hit in store.find("zebra")] == ["a"]
    store.purge()
    assert [hit.conversation for hit in store.find("zebra")] == ["a"]
    store.close()


def test_an_answer_is_found_as_it_ended(tmp_path: Path) -> None:
    store = opened(tmp_path / "chats.db")
    message = say(store, "a", "half a lion", state=State.RUNNING)
    store.keep_message(replace(message, text="half a lion and a tiger", state=State.COMPLETE))
    store.keep_message(replace(message, text="half a lion and a tiger", state=State.COMPLETE, units=1.0))
    assert [hit.line for hit in store.find("tiger")] == ["half a lion and a tiger"]
    store.close()


def test_what_an_older_release_or_a_crash_left_is_found_after_a_while(tmp_path: Path) -> None:
    file = tmp_path / "chats.db"
    with closing(open_database(file, _MIGRATIONS[:1])) as connection, connection:
        connection.execute("INSERT INTO conversations VALUES ('a', 'Old', '', '', 1, 1, NULL)")
        connection.execute(
            "INSERT INTO messages (id, conversation, role, text, model, state, cut, error, hint, created)"
            " VALUES ('m', 'a', 'user', 'an old giraffe', '', 'complete', 0, '', '', 1)"
        )
    store = opened(file)
    assert [each.title for each in store.conversations()] == ["Old"]
    while store.catch_up():
        pass
    assert [hit.line for hit in store.find("giraffe")] == ["an old giraffe"]
    store.close()


def test_no_trace_of_what_was_deleted_stays_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "chats.db"
    store = opened(file)
    say(store, "a", "the unspeakableword of it")
    say(store, "b", "kept")
    store.delete("a")
    store.purge()
    store.close()
    for each in tmp_path.iterdir():
        assert b"unspeakable" not in each.read_bytes(), each.name


def test_files_are_kept_with_their_message_and_go_with_it(tmp_path: Path) -> None:
    file = tmp_path / "chats.db"
    store = opened(file)
    attached = replace(recognise("f", "a.txt", b"some text"), thumbnail=b"small")
    say(store, "a", "with a file", attachments=(attached,), thinking="Hm.", thought=2.0)
    store.close()
    store = opened(file)
    (message,) = store.messages("a")
    assert message.attachments == (replace(attached, data=b""),), "its bytes stay where they are until wanted"
    assert (message.thinking, message.thought) == ("Hm.", 2.0)
    assert store.data("f") == b"some text"
    store.delete("a")
    store.purge()
    assert store.data("f") == b""
    store.close()
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT count(*) FROM attachments").fetchone() == (0,)
