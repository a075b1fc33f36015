"""The chat through the window: asked, answered, stopped, kept, and never in the way of the window."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QScrollBar, QWidget

from aicore_tray.chat.conversation import Conversation, Message, Role, State
from aicore_tray.chat.store import ChatStore
from aicore_tray.gui import theme
from aicore_tray.gui.chat.answer import AnswerView
from aicore_tray.gui.chat.code import CodeCard
from aicore_tray.gui.chat.desk import ChatDesk
from aicore_tray.gui.chat.pane import ChatPane
from aicore_tray.gui.chat.text import TextPiece, open_link
from aicore_tray.gui.chat.transcript import Transcript
from aicore_tray.gui.chat.view import ChatView
from aicore_tray.gui.snapshots import ProxyState
from aicore_tray.gui.widgets.banner import Banner
from aicore_tray.gui.windows.chat_window import ChatWindow
from aicore_tray.sandbox.faults import Fault
from tests.gui.conftest import World, played

SONNET, HAIKU = "anthropic--claude-4.6-sonnet", "anthropic--claude-4.5-haiku"


def view(world: World) -> ChatView:
    return world.find(ChatView, "chat-view")


def pane(world: World) -> ChatPane:
    return view(world).pane


def transcript(world: World) -> Transcript:
    return world.find(Transcript, "transcript")


def scroll_bar(world: World) -> QScrollBar:
    """Return the transcript's; to be asked for each time, as PySide may end the Python side of one that is kept."""
    return transcript(world).verticalScrollBar()


async def open_chat(world: World) -> None:
    await world.add_account()
    world.page("chat")
    await world.until(lambda: view(world).desk.ready, "the conversations are read")


async def say(world: World, text: str) -> None:
    """Type and send; the text is put in whole where it is long."""
    entry = world.find(QPlainTextEdit, "chat-entry")
    entry.setFocus()
    if len(text) < 60 and "\n" not in text:
        QTest.keyClicks(entry, text)
    else:
        entry.setPlainText(text)
    QTest.keyClick(entry, Qt.Key.Key_Return)


def said(world: World) -> tuple[Message, ...]:
    current = pane(world).current
    assert current is not None
    return view(world).desk.messages(current.id) or ()


async def answered(world: World, count: int = 2) -> Message:
    await world.until(lambda: len(said(world)) >= count and not pane(world).running, "it is answered")
    await world.until(lambda: transcript(world).settled, "it is shown")
    return said(world)[-1]


def kept(world: World) -> list[tuple[str, str, str]]:
    """Return what lies in the file: role, state and text of each message that counts."""
    with closing(sqlite3.connect(world.session.paths.chats_db)) as connection:
        query = "SELECT role, state, text FROM messages WHERE replaced IS NULL ORDER BY number"
        return connection.execute(query).fetchall()


def slow(world: World, pace: float) -> None:
    """Let the sandbox take its time between two pieces of an answer."""
    world.sandbox._inference._pace = pace


def last_answer(world: World) -> AnswerView:
    turn = transcript(world).turns[-1]
    assert isinstance(turn, AnswerView)
    return turn


def press(inside: QWidget, name: str) -> None:
    button = next(each for each in inside.findChildren(QAbstractButton, name) if each.isVisible())
    button.click()


def asked(world: World) -> list[Any]:
    """Return the bodies of the questions that reached the sandbox."""
    return [each.body for each in world.sandbox.requests if "/inference/" in each.path]


@played
async def test_a_first_question_is_answered_and_kept(world: World) -> None:
    await open_chat(world)
    await world.see("chat-empty")
    await say(world, "Say exactly: **bold** words")
    answer = await answered(world)
    assert answer.state is State.COMPLETE
    assert answer.text == "**bold** words"
    assert answer.model == SONNET
    assert answer.input
    assert answer.output
    assert answer.first_token is not None
    shown = last_answer(world).findChild(TextPiece)
    assert shown is not None
    assert shown.toPlainText() == "bold words", "it is Markdown"
    assert world.find(QPlainTextEdit, "chat-entry").toPlainText() == ""
    await world.until(lambda: len(kept(world)) == 2 and kept(world)[1][1] == "complete", "it is kept")
    assert kept(world) == [
        ("user", "complete", "Say exactly: **bold** words"),
        ("assistant", "complete", "**bold** words"),
    ]
    assert [each.key for each in world.session.engine.meter.recent] == ["Chat"], "it is booked as the chat's"
    assert "2 messages" in view(world).head.counts.text()


@played
async def test_the_next_question_tells_what_was_said_and_the_system_prompt(world: World) -> None:
    await open_chat(world)
    await world.click("system-prompt-button")
    prompt = world.find(QPlainTextEdit, "system-prompt-entry")
    prompt.setPlainText("You are a pirate.")
    await world.click("system-prompt-done")
    assert not world.is_visible("system-prompt-entry")
    assert "set" in view(world).head.system.accessibleName()
    await say(world, "Hello")
    await answered(world)
    await say(world, "Say exactly: again")
    await answered(world, 4)
    body = asked(world)[-1]
    assert "You are a pirate." in str(body["system"])
    assert [turn["role"] for turn in body["messages"]] == ["user", "assistant", "user"]
    await world.close()
    await world.open()
    world.page("chat")
    await world.until(lambda: view(world).list.rows.rows, "it is listed")
    conversation = view(world).list.rows.rows[1].conversation
    assert conversation is not None
    assert conversation.system == "You are a pirate."


@played
async def test_escape_stops_an_answer_and_what_came_stays(world: World) -> None:
    await open_chat(world)
    slow(world, 0.01)
    await say(world, "Write a story of 900 words")
    await world.until(lambda: len(said(world)) == 2 and len(said(world)[-1].text) > 40, "it comes")
    assert "Stop" in world.find(QAbstractButton, "chat-send").text()
    assert last_answer(world).foot.pill.text() == "Streaming"
    QTest.keyClick(world.find(QPlainTextEdit, "chat-entry"), Qt.Key.Key_Escape)
    answer = await answered(world)
    assert answer.state is State.STOPPED
    assert len(answer.text) > 40
    await world.until(lambda: kept(world)[1:] == [("assistant", "stopped", answer.text)], "the part is kept")
    assert last_answer(world).foot.pill.text() == "Stopped"
    await world.until(lambda: any(each.aborted for each in world.sandbox.requests), "nothing goes on upstream")
    await world.until(lambda: world.now.proxy.in_flight == 0, "nor here")


@played
async def test_an_answer_is_given_anew_by_another_model(world: World) -> None:
    await open_chat(world)
    await say(world, "Hello")
    first = await answered(world)
    await world.choose("chat-model", HAIKU)
    press(last_answer(world), "regenerate")
    await world.until(lambda: said(world)[-1].id != first.id, "it is asked again")
    answer = await answered(world)
    assert answer.model == HAIKU
    assert len(said(world)) == 2
    assert len(transcript(world).turns) == 2
    await world.until(lambda: len(kept(world)) == 2, "the old one is out of sight")
    assert world.session.remembered.memory.chat_model == HAIKU


@played
async def test_code_has_a_card_and_is_copied(world: World) -> None:
    await open_chat(world)
    code = "```python\nfor n in range(3):\n    print(n)\n```"
    await say(world, f"Repeat the following text exactly:\n{code}\nDone.")
    answer = await answered(world)
    assert code in answer.text
    await world.click("copy-code")
    assert QApplication.clipboard().text() == "for n in range(3):\n    print(n)"
    button = world.find(QAbstractButton, "copy-code")
    assert button.text() == "Copied"
    await world.until(lambda: button.text() == "Copy", "it offers itself again", 4)
    await world.click("copy-answer")
    assert QApplication.clipboard().text() == answer.text


@played
async def test_a_proxy_that_is_off_is_told_and_nothing_typed_is_lost(world: World) -> None:
    await open_chat(world)
    await world.session.stop_proxy()
    await world.until(lambda: world.is_visible("chat-way-out"), "it says how to go on")
    await say(world, "Say exactly: still here")
    assert said(world) == ()
    assert world.find(QPlainTextEdit, "chat-entry").toPlainText() == "Say exactly: still here"
    await world.click("chat-way-out")
    await world.until(lambda: world.now.proxy.state is ProxyState.RUNNING, "it is on")
    await world.click("chat-send")
    assert (await answered(world)).text == "still here"


@played
async def test_an_error_stands_under_the_answer_with_a_way_on(world: World) -> None:
    await open_chat(world)
    world.sandbox.faults.add(Fault(kind="status", status=400, times=1, path="inference"))
    await say(world, "Say exactly: good")
    answer = await answered(world)
    assert answer.state is State.FAILED
    assert answer.error
    line = await world.see("chat-error")
    assert answer.error.rstrip(".") in line.accessibleName()
    await world.until(lambda: len(kept(world)) == 2 and kept(world)[1][1] == "failed", "it is kept")
    await world.click("chat-retry")
    await world.until(lambda: said(world)[-1].state is State.COMPLETE, "it works now")
    await answered(world)
    assert said(world)[-1].text == "good"
    assert not world.is_visible("chat-error")


@played
async def test_a_stream_that_breaks_off_keeps_its_part(world: World) -> None:
    await open_chat(world)
    world.sandbox.faults.add(Fault(kind="truncate", after_events=12, path="inference"))
    await say(world, "Write a text of 60 words")
    answer = await answered(world)
    assert answer.state is State.FAILED
    assert answer.text
    assert last_answer(world).foot.pill.text() == "Broke off"
    assert world.is_visible("chat-error")


@played
async def test_a_conversation_is_there_at_the_next_start(world: World) -> None:
    await open_chat(world)
    await say(world, "Say exactly: remember me")
    await answered(world)
    await world.close()
    await world.open()
    world.page("chat")
    await world.until(lambda: view(world).list.rows.rows, "it is listed")
    assert [row.title for row in view(world).list.rows.rows] == ["Today", "Say exactly: remember me"]
    conversations = view(world).list.view
    place = conversations.visualRect(view(world).list.rows.index(1)).center()
    QTest.mouseClick(conversations.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    await world.until(lambda: len(transcript(world).turns) == 2, "it is shown")
    assert (await answered(world)).text == "remember me"


@played
async def test_an_end_of_the_app_in_the_midst_of_an_answer_keeps_the_part(world: World) -> None:
    await open_chat(world)
    slow(world, 0.01)
    await say(world, "Write a story of 900 words")
    await world.until(lambda: len(said(world)) == 2 and len(said(world)[-1].text) > 40, "it comes")
    await world.close()
    rows = kept(world)
    assert [(role, state) for role, state, _ in rows] == [("user", "complete"), ("assistant", "stopped")]
    assert len(rows[1][2]) > 40
    await world.open()


@played
async def test_a_question_that_was_not_answered_can_be_asked_again(world: World) -> None:
    store = ChatStore(world.session.paths.chats_db)
    store.open()
    store.keep_conversation(Conversation(id="c", title="Left alone", model=HAIKU, created=1.0, changed=1.0))
    store.keep_message(Message(id="q", conversation="c", role=Role.USER, text="Say exactly: at last"))
    store.close()
    await open_chat(world)
    view(world)._open("c")
    await world.see("chat-error")
    await world.click("chat-retry")
    await world.until(lambda: said(world)[-1].state is State.COMPLETE, "it is answered")
    assert (await answered(world)).text == "at last"


@played
async def test_a_deletion_is_taken_back(world: World) -> None:
    await open_chat(world)
    await say(world, "Say exactly: keep me")
    await answered(world)
    which = said(world)[0].conversation
    view(world).list.view.setFocus()
    QTest.keyClick(view(world).list.view, Qt.Key.Key_Delete)
    assert view(world).desk.conversations() == ()
    await world.see("chat-empty")
    banner = world.find(Banner, "banner")
    assert "deleted" in banner.accessibleName()
    banner.button.click()
    await world.until(lambda: len(view(world).desk.conversations()) == 1, "it is back")
    assert said(world)[0].conversation == which
    assert not banner.isVisible()
    view(world).delete(which)
    await world.close()
    assert kept(world) == [], "at the end it is gone for good"
    await world.open()


@played
async def test_a_conversation_is_renamed_and_found(world: World) -> None:
    await open_chat(world)
    for text in ("Say exactly: one", "Say exactly: two"):
        view(world).new()
        await say(world, text)
        await answered(world)
    which = said(world)[0].conversation
    view(world).rename(which)
    await world.see("rename-conversation-sheet")
    await world.write("conversation-title", "Paella for six", enter=False)
    await world.click("conversation-rename")
    await world.no_sheet()
    QTest.keyClick(world.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = world.find(QLineEdit, "filter")
    QTest.keyClicks(field, "paella")
    assert [row.title for row in view(world).list.rows.rows] == ["Today", "Paella for six"]
    QTest.keyClicks(field, "x")
    assert view(world).list.rows.rows == []


@played
async def test_drafts_stay_with_their_conversation(world: World) -> None:
    await open_chat(world)
    await say(world, "Hello")
    await answered(world)
    which = said(world)[0].conversation
    entry = world.find(QPlainTextEdit, "chat-entry")
    QTest.keyClicks(entry, "half a thought")
    QTest.keyClick(entry, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(entry, "more")
    QTest.keyClick(entry, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert entry.toPlainText() == ""
    world.page("models")
    world.page("chat")
    view(world)._open(which)
    assert entry.toPlainText() == "half a thought\nmore"


@played
async def test_several_conversations_are_answered_at_once_and_unseen(world: World) -> None:
    await open_chat(world)
    slow(world, 0.002)
    desk = view(world).desk
    ids = []
    for _ in range(3):
        view(world).new()
        await say(world, "Write a text of 120 words")
        ids.append(said(world)[0].conversation)
    assert all(desk.is_running(which) for which in ids)
    world.page("models")
    await world.until(lambda: not any(desk.is_running(which) for which in ids), "all are answered")
    for which in ids:
        answer = (desk.messages(which) or ())[-1]
        assert answer.state is State.COMPLETE
        assert len(answer.text.split()) == 120
    world.page("chat")
    await world.until(lambda: transcript(world).settled, "what came meanwhile is shown")
    shown = "".join(piece.toPlainText() for piece in last_answer(world).findChildren(TextPiece))
    assert len(shown.split()) == 120


@played
async def test_what_cannot_hold_a_conversation_is_not_offered(world: World) -> None:
    await open_chat(world)
    rows = world.now.models
    embedding = replace(rows[0], model="text-embedding-3-small", kind="embedding")
    world.bridge.snapshot = replace(world.now, models=(embedding, *rows))
    world.bridge.changed.emit(world.bridge.snapshot)
    combo = world.find(QComboBox, "chat-model")
    offered = [combo.itemData(row) for row in range(combo.count())]
    assert SONNET in offered
    assert embedding.model in world.now.model_names
    assert embedding.model not in offered


@played
async def test_without_a_model_the_reason_is_told(world: World) -> None:
    world.page("chat")
    await world.until(lambda: "Nothing is deployed" in view(world).pane.composer.hint.text(), "it says why")
    await say(world, "Hello")
    assert said(world) == ()
    assert not world.find(QAbstractButton, "chat-send").isEnabled()
    await world.click("chat-way-out")
    assert world.window.page.key == "models"


@played
async def test_a_long_conversation_opens_at_its_end_in_slices(world: World) -> None:
    store = ChatStore(world.session.paths.chats_db)
    store.open()
    store.keep_conversation(Conversation(id="long", title="Long", created=1.0, changed=1.0))
    for number in range(60):
        role = Role.ASSISTANT if number % 2 else Role.USER
        text = f"Message {number}. " + "Words of it. " * (300 if number % 2 else 4)
        store.keep_message(Message(id=f"m{number}", conversation="long", role=role, text=text, model="gpt-5"))
    store.close()
    await open_chat(world)
    view(world)._open("long")
    await world.until(lambda: transcript(world).turns, "it begins")
    assert not transcript(world).settled, "not all at once"
    await world.until(lambda: transcript(world).settled, "it is shown")
    assert scroll_bar(world).value() == scroll_bar(world).maximum()
    shown = len(transcript(world).turns)
    assert shown < 60
    scroll_bar(world).setValue(0)
    await world.see("chat-to-end")
    await world.click("chat-earlier")
    await world.until(lambda: transcript(world).settled, "more is shown")
    assert len(transcript(world).turns) > shown
    assert scroll_bar(world).value() > 0, "what was looked at stays where it was"
    await world.click("chat-to-end")
    assert scroll_bar(world).value() == scroll_bar(world).maximum()


@played
async def test_an_answer_that_grows_does_not_pull_a_reader_away(world: World) -> None:
    await open_chat(world)
    await say(world, "Write a text of 900 words")
    await answered(world)
    slow(world, 0.002)
    await say(world, "Write a text of 400 words")
    await world.until(lambda: len(said(world)) == 4 and said(world)[-1].text, "it comes")
    scroll_bar(world).setValue(10)
    await answered(world, 4)
    assert scroll_bar(world).value() == 10
    assert world.is_visible("chat-to-end")


@played
async def test_a_narrow_window_folds_the_list_behind_a_button(world: World) -> None:
    await open_chat(world)
    await say(world, "Say exactly: narrow")
    await answered(world)
    which = said(world)[0].conversation
    assert world.is_visible("conversations")
    world.window.resize(760, 520)
    await world.until(lambda: not world.is_visible("conversations"), "it is folded away")
    await world.click("new-conversation-here")
    await world.click("show-conversations")
    conversations = view(world).list.view
    conversations.setCurrentIndex(view(world).list.rows.index_of(which))
    QTest.keyClick(conversations, Qt.Key.Key_Return)
    assert not world.is_visible("conversations")
    assert said(world)[0].conversation == which
    world.window.resize(1100, 720)
    await world.until(lambda: world.is_visible("conversations"), "there is room again")


@played
async def test_what_is_shown_follows_the_colours_of_the_system(world: World) -> None:
    await open_chat(world)
    await say(world, "Repeat the following text exactly:\nA [link](https://example.com) and `code`.")
    await answered(world)
    piece = last_answer(world).findChild(TextPiece)
    assert piece is not None
    assert piece.toPlainText() == "A link and code."
    light, dark = (QColor(theme._TABLE["accent"][number]).name() for number in (0, 1))
    assert light in piece.document().toHtml()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.install(app, Qt.ColorScheme.Dark)
    try:
        await world.until(lambda: dark in piece.document().toHtml(), "links have the dark accent")
    finally:
        theme.install(app, Qt.ColorScheme.Light)


@played
async def test_the_chat_window_shares_what_the_page_has(world: World) -> None:
    await open_chat(world)
    slow(world, 0.002)
    window = ChatWindow(world.bridge, world.window.desk)
    window.come_up()
    await say(world, "Write a text of 80 words")
    which = said(world)[0].conversation
    await world.until(lambda: window.view.list.rows.rows, "it is listed there, too")
    window.view._open(which)
    await answered(world)
    await world.until(lambda: window.view.pane.transcript.settled)
    there = window.view.pane.transcript.turns[-1]
    assert isinstance(there, AnswerView)
    assert "".join(piece.toPlainText() for piece in there.findChildren(TextPiece)) == said(world)[-1].text
    window.resize(700, 600)
    QTest.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert not window.isVisible()
    assert world.session.remembered.memory.chat_window
    window.deleteLater()


@played
async def test_a_file_that_cannot_be_opened_costs_only_the_keeping(world: World) -> None:
    world.session.paths.chats_db.write_bytes(b"not a database, but long enough for one" * 50)
    await open_chat(world)
    await world.until(lambda: world.find(Banner, "banner").isVisible(), "it is told")
    assert "not kept" in world.find(Banner, "banner").accessibleName()
    await say(world, "Say exactly: all the same")
    assert (await answered(world)).text == "all the same"


@played
async def test_the_pane_stands_alone(world: World) -> None:
    await world.add_account()
    desk = ChatDesk(world.bridge)
    alone = ChatPane(world.bridge, desk, prompt="Say exactly: hello", model=HAIKU, examples=False)
    alone.resize(600, 400)
    alone.setParent(world.window)
    alone.show()
    told: list[float] = []
    alone.answered.connect(lambda seconds: told.append(seconds))
    await world.until(lambda: desk.ready)
    assert alone.composer.text == "Say exactly: hello"
    alone.composer.button.click()
    await world.until(lambda: told, "it is answered")
    assert told[0] > 0
    assert (desk.messages(alone._current) or ())[-1].model == HAIKU
    await asyncio.sleep(0)


# ---- what is never loaded or opened


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        ("https://example.com/x", True),
        ("mailto:a@example.com", True),
        ("file:///etc/passwd", False),
        ("javascript:alert(1)", False),
        ("relative.html", False),
        ("data:text/html,x", False),
        ("smb://host/share", False),
    ],
)
def test_links_lead_to_the_web_alone(monkeypatch: pytest.MonkeyPatch, url: str, opened: bool) -> None:
    asked_for: list[str] = []

    def note(link: QUrl) -> bool:
        asked_for.append(link.toString())
        return True

    monkeypatch.setattr("aicore_tray.gui.chat.text.QDesktopServices.openUrl", note)
    assert open_link(QUrl(url)) is opened
    assert bool(asked_for) is opened


def _shades(card: CodeCard) -> set[str]:
    block = card._lines.document().begin()
    found: set[str] = set()
    while block.isValid():
        found |= {part.format.foreground().color().name() for part in block.layout().formats()}
        block = block.next()
    return found


def test_code_is_coloured_by_role_and_anew_in_other_colours(qapp: QApplication) -> None:
    theme.install(qapp, Qt.ColorScheme.Light)
    parent = QWidget()
    parent.resize(600, 400)
    card = CodeCard(parent, "py")
    card.append("".join(f'if x == {number}: return "text"  # why\n' for number in range(100)))
    card.resize(600, card.height_for(600))
    parent.show()
    qapp.processEvents()
    roles = ("accent", "warn", "ok", "text_3")
    assert _shades(card) == {QColor(theme._TABLE[role][0]).name() for role in roles}
    theme.install(qapp, Qt.ColorScheme.Dark)
    try:
        for _ in range(20):
            qapp.processEvents()
        assert _shades(card) == {QColor(theme._TABLE[role][1]).name() for role in roles}
        assert card._lines.toPlainText() == card.text
        card.append("last = 1\n")
        assert card._lines.toPlainText() == card.text
    finally:
        theme.install(qapp, Qt.ColorScheme.Light)
    plain = CodeCard(parent, "unheard-of")
    plain.append("if x\n")
    assert _shades(plain) == set()
    parent.hide()


@pytest.mark.usefixtures("qapp")
def test_images_become_links_and_html_stays_text(tmp_path: Any) -> None:
    picture = tmp_path / "x.png"
    picture.write_bytes(b"x")
    parent = QWidget()
    piece = TextPiece(parent)
    piece.set_markdown(f"![a dog](https://example.com/dog.png) ![here]({picture.as_uri()}) <b>no</b> <img src='x'>")
    piece.height_for(400)
    assert piece.toPlainText() == "a dog here <b>no</b> <img src='x'>"
    assert piece.document().loadResource(QTextDocument.ResourceType.ImageResource.value, picture.as_uri()) is None
    assert "https://example.com/dog.png" in piece.document().toHtml()
    assert picture.as_uri() not in piece.document().toHtml()
