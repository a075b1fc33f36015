"""The chat's files, thoughts, edits, parameters, search, costs and commands, through the window."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
)

from aicore_tray.chat.attachment import Kind
from aicore_tray.chat.client import Ended, Event, Reasoning, Text
from aicore_tray.chat.conversation import Conversation, Message, Role, State
from aicore_tray.chat.parameters import Parameters
from aicore_tray.chat.question import Question
from aicore_tray.chat.store import ChatStore
from aicore_tray.gui.chat.attaching import THUMBNAIL, thumbnail_of
from aicore_tray.gui.chat.bubble import Bubble
from aicore_tray.gui.chat.chip import Chip
from aicore_tray.gui.chat.text import TextPiece
from aicore_tray.gui.widgets.banner import Banner
from aicore_tray.usage.costs import Prices
from tests.gui.conftest import World, played
from tests.gui.test_pages_chat import (
    HAIKU,
    SONNET,
    answered,
    asked,
    kept,
    last_answer,
    open_chat,
    pane,
    press,
    said,
    say,
    slow,
    transcript,
    view,
)


def picture(folder: Path, name: str = "chart.png", size: int = 900) -> Path:
    image = QImage(size, size // 2, QImage.Format.Format_RGB32)
    image.fill(0x3355CC)
    file = folder / name
    assert image.save(str(file))
    return file


def drop(world: World, *files: Path) -> None:
    """Drop files on the conversation."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    target = pane(world)
    args = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(20, 20), *args)
    QApplication.sendEvent(target, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(target, QDropEvent(QPointF(20, 20), *args))


def chips(world: World) -> list[Chip]:
    return pane(world).composer.chips.chips


def first_bubble(world: World) -> Bubble:
    turn = transcript(world).turns[0]
    assert isinstance(turn, Bubble)
    return turn


def choose(world: World, *words: str) -> None:
    """Open the menu of the last answer and take an entry of it."""
    press(last_answer(world), "answer-more")
    menu = next(each for each in last_answer(world).findChildren(QMenu, "answer-menu") if each.isVisible())
    action: QAction | None = None
    for word in words:
        action = next(each for each in menu.actions() if each.text() == word)
        below = action.menu()
        if isinstance(below, QMenu):
            menu = below
    assert action is not None
    menus = last_answer(world).findChildren(QMenu, "answer-menu")
    action.trigger()
    for each in menus:
        each.close()


def told(world: World) -> str:
    return world.find(Banner, "banner").accessibleName() if world.is_visible("banner") else ""


# ---- thoughts


async def thoughtful(question: Question) -> AsyncIterator[Event]:
    assert question.model
    yield Reasoning("First this. ")
    yield Reasoning("Then that.\n" + "A long line of thought. " * 200)
    yield Text("So it is.")
    yield Ended(input=3, output=5)


@played
async def test_thoughts_are_folded_and_kept(world: World) -> None:
    await open_chat(world)
    view(world).desk.answers.ask = thoughtful
    await say(world, "Why?")
    answer = await answered(world)
    assert answer.text == "So it is."
    assert answer.thought is not None
    shown = last_answer(world).thinking
    assert shown is not None
    assert shown.button.text().startswith("Thought for ")
    assert shown.findChildren(TextPiece) == [], "folded, it costs nothing"
    before = last_answer(world).height()
    await world.click("chat-thinking-button")
    await world.until(lambda: transcript(world).settled, "it is unfolded")
    whole = "".join(piece.toPlainText() for piece in shown.findChildren(TextPiece))
    assert whole.split() == answer.thinking.split()
    assert len(shown.findChildren(TextPiece)) > 2, "none of them is long"
    assert last_answer(world).height() > before
    await world.click("chat-thinking-button")
    await world.until(lambda: last_answer(world).height() == before, "it is folded again")
    which = answer.conversation
    await world.close()
    await world.open()
    world.page("chat")
    await world.until(lambda: view(world).desk.ready)
    view(world)._open(which)
    await world.until(lambda: bool(said(world)), "it is read")
    assert said(world)[-1].thinking == answer.thinking


@played
async def test_a_model_that_is_told_to_think_shows_its_thoughts(world: World) -> None:
    await open_chat(world)
    await world.click("chat-parameters-button")
    await world.choose("chat-effort", "high")
    await say(world, "Say exactly: thought")
    answer = await answered(world)
    assert answer.text == "thought"
    assert answer.thinking
    assert asked(world)[-1]["thinking"]["type"] in ("enabled", "adaptive")


# ---- files


@played
async def test_files_are_dropped_shown_and_sent(world: World, tmp_path: Path) -> None:
    await open_chat(world)
    script = tmp_path / "job.py"
    script.write_text("print('hello')", encoding="utf-8")
    drop(world, picture(tmp_path), script)
    await world.until(lambda: len(chips(world)) == 2, "they are shown")
    assert "Picture" in chips(world)[0].accessibleName()
    assert chips(world)[0].attachment.thumbnail
    await say(world, "What is it?")
    await answered(world)
    content = asked(world)[-1]["messages"][0]["content"]
    assert [part["type"] for part in content] == ["image", "text", "text"]
    assert "print('hello')" in content[1]["text"]
    assert chips(world) == []
    shown = first_bubble(world).findChildren(Chip)
    assert [chip.attachment.name for chip in shown] == ["chart.png", "job.py"]
    assert all(chip.button is None for chip in shown)
    which = said(world)[0].conversation
    await world.until(lambda: len(kept(world)) == 2, "it is kept")
    await world.close()
    await world.open()
    world.page("chat")
    await world.until(lambda: view(world).desk.ready)
    view(world)._open(which)
    await world.until(lambda: len(transcript(world).turns) == 2, "it is shown")
    assert [each.name for each in said(world)[0].attachments] == ["chart.png", "job.py"]
    await world.until(lambda: not pane(world).composer._reason, "it is ready")
    await say(world, "And now?")
    await answered(world, 4)
    again = asked(world)[-1]["messages"][0]["content"]
    assert [part["type"] for part in again] == ["image", "text", "text"], "they come from the store"


@played
async def test_a_picture_is_pasted_and_taken_away(world: World) -> None:
    await open_chat(world)
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    QApplication.clipboard().setImage(image)
    entry = world.find(QPlainTextEdit, "chat-entry")
    entry.paste()
    await world.until(lambda: len(chips(world)) == 1, "it is shown")
    assert chips(world)[0].attachment.kind is Kind.PICTURE
    assert world.find(QAbstractButton, "chat-send").isEnabled(), "a picture alone can be sent"
    await world.click("remove-attachment")
    assert chips(world) == []
    assert not world.find(QAbstractButton, "chat-send").isEnabled()
    QApplication.clipboard().setText("just text")
    entry.paste()
    assert entry.toPlainText() == "just text"


@played
async def test_what_cannot_be_sent_is_told_in_a_sentence(world: World, tmp_path: Path) -> None:
    await open_chat(world)
    wrong, large = tmp_path / "setup.exe", tmp_path / "all.txt"
    wrong.write_bytes(b"MZ\0\0")
    large.write_bytes(b"x" * 1_100_000)
    drop(world, wrong, large, tmp_path / "gone.txt", tmp_path)
    await world.until(lambda: "setup.exe" in told(world), "it is told")
    assert "all.txt is too large: a text may have 1 MB." in told(world)
    assert "gone.txt cannot be read" in told(world)
    assert "is a folder" in told(world)
    assert chips(world) == []


@played
async def test_a_model_without_eyes_is_told_before_anything_is_sent(world: World, tmp_path: Path) -> None:
    await open_chat(world)
    drop(world, picture(tmp_path))
    await world.until(lambda: len(chips(world)) == 1)
    rows = tuple(
        replace(row, facts=replace(row.facts, vision=False)) if row.model == SONNET else row for row in world.now.models
    )
    world.bridge.snapshot = replace(world.now, models=rows)
    world.bridge.changed.emit(world.bridge.snapshot)
    assert "takes no pictures" in pane(world).composer.hint.text()
    assert not world.find(QAbstractButton, "chat-send").isEnabled()
    await world.choose("chat-model", HAIKU)
    assert "pictures" not in pane(world).composer.hint.text()
    assert world.find(QAbstractButton, "chat-send").isEnabled()


@played
async def test_a_service_key_that_is_dropped_is_added_and_never_sent(world: World, tmp_path: Path) -> None:
    await open_chat(world)
    file = tmp_path / "key.json"
    file.write_text(world.key_text("dev"), encoding="utf-8")
    drop(world, file)
    await world.see("add-key-sheet")
    QTest.keyClick(QApplication.focusWidget() or world.window, Qt.Key.Key_Escape)
    await world.no_sheet()
    world.page("chat")
    assert chips(world) == []
    other = tmp_path / "data.json"
    other.write_text(json.dumps({"a": 1}), encoding="utf-8")
    drop(world, other)
    await world.until(lambda: len(chips(world)) == 1, "other JSON is a text like any")


@played
async def test_files_are_chosen_in_a_dialog(world: World, tmp_path: Path) -> None:
    await open_chat(world)
    await world.click("chat-attach")
    dialog = pane(world).findChild(QFileDialog, "attach-files")
    assert dialog is not None
    dialog.filesSelected.emit([str(picture(tmp_path))])
    dialog.reject()
    await world.until(lambda: len(chips(world)) == 1, "it is shown")
    view(world).new()
    await say(world, "x")
    await answered(world)
    assert len(said(world)[0].attachments) == 1, "an unsaid conversation keeps them"


@pytest.mark.usefixtures("qapp")
def test_a_large_picture_gets_a_small_one_of_itself(tmp_path: Path) -> None:
    small = QImage.fromData(thumbnail_of(picture(tmp_path, size=3000).read_bytes()))
    assert (small.width(), small.height()) == (THUMBNAIL.width(), THUMBNAIL.width() // 2)
    assert thumbnail_of(b"\x89PNG\r\n no picture") == b""


# ---- edits


@played
async def test_a_message_is_edited_and_that_is_taken_back(world: World) -> None:
    await open_chat(world)
    for number, text in enumerate(("Say exactly: one", "Say exactly: two"), start=1):
        await say(world, text)
        await answered(world, 2 * number)
    before = said(world)
    press(first_bubble(world), "edit-message")
    entry = world.find(QPlainTextEdit, "chat-editor-entry")
    assert entry.toPlainText() == "Say exactly: one"
    QTest.keyClick(entry, Qt.Key.Key_Escape)
    assert not world.is_visible("chat-editor")
    press(first_bubble(world), "edit-message")
    world.find(QPlainTextEdit, "chat-editor-entry").setPlainText("Say exactly: three")
    await world.click("chat-editor-send")
    await world.until(lambda: len(said(world)) == 2 and said(world)[-1].state is State.COMPLETE, "it is answered")
    assert said(world)[-1].text == "three"
    assert said(world)[0].edited
    assert "4 messages were replaced" in told(world)
    await world.until(lambda: [text for _, _, text in kept(world)] == ["Say exactly: three", "three"], "it is kept")
    world.find(Banner, "banner").button.click()
    await world.until(lambda: said(world) == before, "all of it is back")
    await world.until(lambda: len(kept(world)) == 4, "in the file, too")
    assert [text for _, _, text in kept(world)] == ["Say exactly: one", "one", "Say exactly: two", "two"]


@played
async def test_nothing_is_edited_while_an_answer_comes(world: World) -> None:
    await open_chat(world)
    slow(world, 0.01)
    await say(world, "Write a story of 900 words")
    await world.until(lambda: len(transcript(world).turns) == 2 and said(world)[-1].text, "it comes")
    assert not first_bubble(world).edit_button.isEnabled()
    pane(world).stop()
    await answered(world)
    assert first_bubble(world).edit_button.isEnabled()


@played
async def test_a_message_is_copied(world: World) -> None:
    await open_chat(world)
    await say(world, "Say exactly: copied")
    await answered(world)
    press(first_bubble(world), "copy-message")
    assert QApplication.clipboard().text() == "Say exactly: copied"


@played
async def test_another_model_answers_and_the_former_answer_comes_back(world: World) -> None:
    await open_chat(world)
    await say(world, "Say exactly: same")
    first = await answered(world)
    choose(world, "Regenerate with", HAIKU)
    await world.until(lambda: said(world)[-1].id != first.id, "it is asked again")
    assert (await answered(world)).model == HAIKU
    choose(world, "Bring back what was here before")
    await world.until(lambda: said(world)[-1].id == first.id, "it is back")
    await world.until(lambda: transcript(world).settled)
    assert last_answer(world).message.model == SONNET


# ---- parameters


@played
async def test_parameters_stay_with_their_conversation_and_are_sent(world: World) -> None:
    await open_chat(world)
    await world.click("chat-parameters-button")
    heat = world.find(QDoubleSpinBox, "chat-temperature")
    assert heat.text() == "Model's own"
    heat.setValue(0.4)
    assert "1" in world.find(QAbstractButton, "chat-parameters-button").text()
    await say(world, "Hello")
    await answered(world)
    assert asked(world)[-1]["temperature"] == 0.4
    which = said(world)[0].conversation
    view(world).new()
    assert heat.text() == "Model's own", "another conversation has its own"
    await say(world, "Hello")
    await answered(world)
    assert "temperature" not in asked(world)[-1]
    view(world)._open(which)
    assert heat.value() == pytest.approx(0.4)
    await world.click("chat-parameters-reset")
    assert heat.text() == "Model's own"
    current = pane(world).current
    assert current is not None
    assert current.parameters == Parameters()
    await world.click("chat-parameters-done")
    assert not world.is_visible("chat-parameters")


@played
async def test_only_parameters_that_the_model_takes_are_offered(world: World) -> None:
    await open_chat(world)
    await world.click("chat-parameters-button")
    assert world.is_visible("chat-temperature")
    rows = tuple(
        replace(row, facts=replace(row.facts, sampling="fixed", thinking="none", efforts=()))
        for row in world.now.models
    )
    world.bridge.snapshot = replace(world.now, models=rows)
    world.bridge.changed.emit(world.bridge.snapshot)
    await world.choose("chat-model", HAIKU)
    assert not world.is_visible("chat-temperature")
    assert not world.is_visible("chat-effort")
    assert world.is_visible("chat-max-tokens")
    assert isinstance(world.window.findChild(QComboBox, "chat-effort"), QWidget)


# ---- search


@played
async def test_a_search_finds_what_was_said(world: World) -> None:
    store = ChatStore(world.session.paths.chats_db)
    store.open()
    for name, text in (("a", "The frobnicator needs oil"), ("b", "Nothing of it")):
        store.keep_conversation(Conversation(id=name, title=f"Title {name}", created=1.0, changed=1.0))
        store.keep_message(Message(id=name, conversation=name, role=Role.USER, text=text))
    store.close()
    await open_chat(world)
    field = world.find(QLineEdit, "filter")
    QTest.keyClicks(field, "frobni")
    rows = view(world).list.rows
    await world.until(lambda: [row.hit for row in rows.rows if row.hit] == ["The frobnicator needs oil"], "it is found")
    assert [row.title for row in rows.rows][1:] == ["Title a"]
    field.clear()
    await world.until(lambda: len(rows.rows) == 3, "all are back")
    assert all(not row.hit for row in rows.rows)


# ---- costs


@played
async def test_an_answer_tells_what_it_cost(world: World) -> None:
    await open_chat(world)
    pricing = world.session.engine._pricing
    pricing.offered = {SONNET: Prices(input=pricing.prices(SONNET).input, output=pricing.prices(SONNET).output)}
    pricing.correct({SONNET: {"input": 0.5, "output": 1.0, "cache_read": 0.1, "cache_write": 0.1}})
    await say(world, "Say exactly: priced")
    await answered(world)
    await world.until(lambda: said(world)[-1].units, "the price is known")
    record = world.session.engine.meter.recent[-1]
    assert said(world)[-1].units == record.units
    await world.until(lambda: "CU" in last_answer(world).foot.figures.text(), "it is shown")
    assert "CU" in view(world).head.counts.text()
    assert "and more" not in view(world).head.counts.text()


@played
async def test_a_cost_that_nobody_knows_is_a_dash(world: World) -> None:
    await open_chat(world)
    world.session.engine._pricing.offered = {}
    world.session.engine._pricing.correct({})
    await say(world, "Say exactly: who knows")
    await answered(world)
    assert "– CU" in last_answer(world).foot.figures.text()
    assert "– CU" in view(world).head.counts.text()


# ---- what leaves the chat


@played
async def test_a_question_is_copied_as_a_command_without_the_key(world: World) -> None:
    await open_chat(world)
    await say(world, "Say exactly: it's me")
    await answered(world)
    QApplication.clipboard().setText("")
    choose(world, "Copy as curl")
    await world.until(lambda: QApplication.clipboard().text().startswith("curl "), "it is copied")
    command = QApplication.clipboard().text()
    assert world.now.proxy.url in command
    assert "$AICORE_TRAY_KEY" in command
    assert world.session.chat_key not in command
    assert "Say exactly: it" in command
    await world.until(lambda: "AICORE_TRAY_KEY" in told(world), "it is told")


@played
async def test_a_conversation_is_saved_as_markdown(world: World, tmp_path: Path) -> None:
    await open_chat(world)
    await say(world, "Say exactly: saved")
    await answered(world)
    await world.click("chat-save")
    dialog = view(world).findChild(QFileDialog, "save-conversation")
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "it.md"))
    dialog.reject()
    await world.until((tmp_path / "it.md").exists, "it is written")
    assert "## You\n\nSay exactly: saved" in (tmp_path / "it.md").read_text(encoding="utf-8")
