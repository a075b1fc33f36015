"""The chat's scenes: conversations of several days, an answer that comes, and whatever may go wrong with one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from aicore_tray.chat.attachment import Attachment, Kind
from aicore_tray.chat.client import Cause, ChatError, Ended, Event, Reasoning, Text
from aicore_tray.chat.conversation import Conversation, Message, Role, State
from aicore_tray.chat.parameters import Parameters
from aicore_tray.chat.question import Question
from aicore_tray.chat.store import ChatStore
from aicore_tray.gui.chat.answer import AnswerView
from aicore_tray.gui.chat.attaching import thumbnail_of
from aicore_tray.gui.chat.bubble import Bubble
from aicore_tray.gui.chat.view import ChatView
from aicore_tray.gui.onboarding.hello_step import HelloStep
from aicore_tray.gui.pages.chat import ChatPage
from aicore_tray.gui.snapshots import ProxyState, ProxyView, Snapshot
from aicore_tray.gui.windows.chat_window import ChatWindow
from aicore_tray.gui.windows.main_window import MINIMUM
from tests.gui import staged
from tests.gui.stage import POINTS, Scene, Set, settle

_HOUR, _DAY = 3600.0, 86_400.0
_SONNET = "anthropic--claude-4.6-sonnet"
_QUESTION = "Our nightly job dies on 429. Write a small asyncio retry that honours Retry-After and does not stampede."
_CODE = """Wait as long as the server asks. When it does not say, back off exponentially, and pick a random point in \
that window so that your workers do not all come back at once:

```python
async def get(url: str, tries: int = 4) -> bytes:
    for n in range(tries):
        try:
            return await fetch(url)
        except Throttled as e:
            pause = e.retry_after or min(30, 2 ** n)
            await asyncio.sleep(random.uniform(0, pause))  # full jitter
    raise GaveUp(url)
```

"""
_TAIL = (
    "Two things to watch: Throttled should carry the header as seconds, and only retry calls that are safe to repeat"
)
_THOUGHTS = """The job is throttled, so the service says how long to wait, at least sometimes. A fixed pause would \
let all workers return in the same second, and be throttled again.

Full jitter is enough here: a random point between zero and the exponential bound. Equal jitter would wait longer for \
little. I should say which error carries the header, and that only calls that are safe to repeat may be retried."""
_GREETING = (
    "Hello! I answer questions, explain and write code, and turn long texts into short ones, all through your own "
    "SAP AI Core."
)
_FINISHED = """## Window functions in short

A window function looks at rows *around* the current one and **keeps every row**, where `GROUP BY` folds them.

| Function | What it gives | With `ORDER BY` |
|:---|:---|---:|
| `row_number()` | 1, 2, 3 without ties | needed |
| `rank()` | ties share a number | needed |
| `sum(x) over w` | a running total | optional |

Three things are often forgotten:

1. The default frame ends at the *current row's peers*, not at the current row.
2. A filter on the result needs a subquery, since `WHERE` comes first:
   - so write a CTE,
   - or use `QUALIFY` where your database has it.
3. `PARTITION BY` restarts the numbering.

> Name a window once with `WINDOW w AS (…)`, and use it everywhere.

The [documentation](https://www.postgresql.org/docs/current/tutorial-window.html) has more.
"""


def _conversations() -> tuple[tuple[Conversation, tuple[Message, ...]], ...]:
    rows = (
        ("retry", "Retry with jitter in asyncio", _SONNET, 130.0),
        ("cds", "Explain this CDS view", "gpt-5.5", 3.4 * _HOUR),
        ("errors", "Map these errors to HTTP statuses", _SONNET, 23 * _HOUR),
        ("notes", "Release notes, German", "gemini-3.5-flash", 2 * _DAY),
        ("sql", "SQL window functions", "gpt-5.5", 3 * _DAY),
        ("tests", "Which model for tests?", "anthropic--claude-4.5-haiku", 4 * _DAY),
        ("regex", "A regular expression for German IBANs", "gpt-5.5", 19 * _DAY),
    )
    answers = {"sql": _FINISHED}
    return tuple(
        (
            Conversation(
                id=key, title=title, model=model, created=staged.NOW - ago, changed=staged.NOW - ago,
                system="Answer in one page at most." if key == "sql" else "",
            ),
            (
                Message(id=f"{key}-1", conversation=key, role=Role.USER, text=_asked(key, title)),
                Message(
                    id=f"{key}-2", conversation=key, role=Role.ASSISTANT, text=answers.get(key, "It is so."),
                    model=model, input=1204, output=412, first_token=0.9, duration=5.2, units=0.008,
                ),
            )
            if key != "retry"
            else (),
        )
        for key, title, model, ago in rows
    )  # fmt: skip


def _asked(key: str, title: str) -> str:
    return "Explain SQL window functions on one page, with what people get wrong." if key == "sql" else title


async def _stage(on: Set, *, empty: bool = False, wide: bool = True) -> ChatView:
    """Open the chat on the conversations of some days."""
    store = ChatStore(on.session.paths.chats_db)
    store.open()
    for conversation, messages in () if empty else _conversations():
        store.keep_conversation(conversation)
        for message in messages:
            store.keep_message(message)
    store.close()
    on.window.desk.answers.ask = _coming
    on.window.show_page("chat")
    page = on.window.page
    assert isinstance(page, ChatPage)
    await _until(lambda: on.window.desk.ready)
    await settle(2)
    return page.view


async def _coming(question: Question) -> AsyncIterator[Event]:
    yield Text(_CODE)
    yield Text(_TAIL)
    await asyncio.Event().wait()
    yield Ended()


async def _broken(question: Question) -> AsyncIterator[Event]:
    yield Text(_CODE.partition("```")[0])
    raise ChatError(
        Cause.LIMIT,
        f"{question.model} is at its limit",
        hint="Try again in 12 seconds, or choose another model.",
    )


async def _stream(on: Set, view: ChatView) -> None:
    """Let the answer come, with figures that are the same in each picture."""
    desk = on.window.desk
    view._open("retry")
    await settle(3)
    desk.send("retry", _QUESTION, _SONNET)
    running = on.window.desk.answers.running["retry"]
    await _until(lambda: running.message.text.endswith("repeat"))
    _pin(on, view)
    await _seen(view)


def _pin(on: Set, view: ChatView) -> None:
    running = on.window.desk.answers.running["retry"]
    on.window.desk._know(replace(running.message, first_token=1.1))
    view.pane._show_last()


async def _until(condition: Callable[[], bool]) -> None:
    while not condition():  # noqa: ASYNC110 - a scene waits for the window
        await asyncio.sleep(0.01)


async def _seen(view: ChatView) -> None:
    await _until(lambda: view.pane.transcript.settled)
    await settle()
    for entry in view.findChildren(QPlainTextEdit):
        # A cursor blinks.
        entry.setCursorWidth(0)


async def _chat(on: Set) -> None:
    await _stream(on, await _stage(on))


async def _empty(on: Set) -> None:
    await _seen(await _stage(on, empty=True))


async def _new(on: Set) -> None:
    await _seen(await _stage(on))


async def _finished(on: Set) -> None:
    view = await _stage(on)
    view._open("sql")
    await settle(3)
    await _seen(view)


async def _error(on: Set) -> None:
    view = await _stage(on)
    on.window.desk.answers.ask = _broken
    view._open("retry")
    await settle(3)
    on.window.desk.send("retry", _QUESTION, _SONNET)
    await _until(lambda: not on.window.desk.is_running("retry"))
    _fix(on, "retry", first_token=1.1)
    view.pane._show_last()
    await _seen(view)


def _fix(on: Set, which: str, **values: float) -> None:
    desk = on.window.desk
    *before, last = desk._messages[which]
    desk._messages[which] = (*before, replace(last, **values))  # type: ignore[arg-type]


async def _stopped(on: Set) -> None:
    view = await _stage(on)
    await _stream(on, view)
    on.window.desk.stop("retry")
    await _until(lambda: not on.window.desk.is_running("retry"))
    last = on.window.desk._messages["retry"][-1]
    assert last.state is State.STOPPED
    await _seen(view)


async def _system(on: Set) -> None:
    view = await _stage(on)
    view._open("sql")
    view.head.system.setChecked(True)
    await _seen(view)
    view.pane.composer.entry.setFocus()
    await settle(2)


async def _deleted(on: Set) -> None:
    view = await _stage(on)
    view._open("sql")
    await settle(3)
    view.delete("tests")
    await _seen(view)


async def _rename(on: Set) -> None:
    view = await _stage(on)
    view._open("sql")
    await _seen(view)
    view.rename("sql")
    await settle()


async def _folded(on: Set) -> None:
    view = await _stage(on)
    await _stream(on, view)
    view._unfold_list()
    await settle()


async def _searched(on: Set) -> None:
    view = await _stage(on)
    found = view.findChild(QLineEdit, "filter")
    assert found is not None
    found.setText("iban")
    await _seen(view)


async def _with_hits(on: Set) -> None:
    view = await _stage(on)
    found = view.findChild(QLineEdit, "filter")
    assert found is not None
    found.setText("frame")
    await _until(lambda: bool(on.window.desk.finder.lines("frame")))
    view._open("sql")
    await settle(3)
    await _seen(view)


async def _thinking(on: Set, *, unfolded: bool) -> ChatView:
    view = await _stage(on)
    on.window.desk.answers.ask = _thoughtful
    await _stream(on, view)
    answer = view.pane.transcript.turns[-1]
    assert isinstance(answer, AnswerView)
    assert answer.thinking is not None
    running = on.window.desk.answers.running["retry"]
    on.window.desk._know(replace(running.message, first_token=1.1, thought=3.2))
    view.pane._show_last()
    answer.thinking.button.setChecked(unfolded)
    await _seen(view)
    return view


async def _thoughtful(question: Question) -> AsyncIterator[Event]:
    yield Reasoning(_THOUGHTS)
    async for event in _coming(question):
        yield event


async def _thought_folded(on: Set) -> None:
    await _thinking(on, unfolded=False)


async def _thought_open(on: Set) -> None:
    view = await _thinking(on, unfolded=True)
    view.pane.transcript.verticalScrollBar().setValue(0)
    await settle()


def _files() -> tuple[Attachment, ...]:
    image = QImage(640, 420, QImage.Format.Format_RGB32)
    ground = QLinearGradient(0, 0, 640, 420)
    ground.setColorAt(0, QColor.fromHsl(220, 130, 190))
    ground.setColorAt(1, QColor.fromHsl(30, 150, 190))
    with QPainter(image) as painter:
        painter.fillRect(image.rect(), ground)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs know bytes alone
    data = bytes(buffer.data().data())
    kept = (
        ("error-rate-last-night.png", Kind.PICTURE, "image/png", 412_000),
        ("nightly_job.py", Kind.TEXT, "text/plain", 3_200),
        ("SLA of the service.pdf", Kind.PDF, "application/pdf", 1_460_000),
    )
    return tuple(
        Attachment(
            id=name, name=name, kind=kind, media_type=media_type, size=size, data=data,
            thumbnail=thumbnail_of(data) if kind is Kind.PICTURE else b"",
        )
        for name, kind, media_type, size in kept
    )  # fmt: skip


async def _attached(on: Set) -> None:
    view = await _stage(on)
    view._open("retry")
    await settle(3)
    on.window.desk.attached["retry"] = _files()
    view.pane.composer.set_text("What went wrong here?")
    view.pane._show_way()
    await _seen(view)


async def _sent_files(on: Set) -> None:
    view = await _stage(on)
    view._open("retry")
    await settle(3)
    on.window.desk.send("retry", "What went wrong here?", _SONNET, _files())
    await _until(lambda: on.window.desk.answers.running["retry"].message.text.endswith("repeat"))
    _pin(on, view)
    await _seen(view)


async def _parameters(on: Set) -> None:
    view = await _stage(on)
    view._open("sql")
    await settle(3)
    on.window.desk.set_parameters("sql", Parameters(temperature=0.2, effort="high"))
    view.pane.composer.parameters.setChecked(True)
    await _seen(view)


async def _editing(on: Set) -> None:
    view = await _stage(on)
    view._open("sql")
    await settle(3)
    await _seen(view)
    view.pane.transcript.verticalScrollBar().setValue(0)
    bubble = view.pane.transcript.turns[0]
    assert isinstance(bubble, Bubble)
    bubble.edit_button.click()
    await _seen(view)


async def _edited(on: Set) -> None:
    view = await _stage(on)
    view._open("sql")
    await settle(3)
    asked = on.window.desk.known("sql")[0]
    on.window.desk.answers.ask = _greeted
    on.window.desk.edit("sql", asked.id, "Explain SQL window functions in one sentence.", (), "gpt-5.5")
    await _until(lambda: len(on.window.desk.known("sql")) == 2 and on.window.desk.known("sql")[0].edited)
    view._tell_replaced(2)
    await _until(lambda: not on.window.desk.is_running("sql"))
    _fix(on, "sql", first_token=0.8, duration=1.6)
    view.pane._show_last()
    await _seen(view)


async def _long(on: Set) -> None:
    view = await _stage(on)
    desk = on.window.desk
    view._open("sql")
    await settle(3)
    asked, answered = desk.known("sql")
    desk._messages["sql"] = tuple(
        replace(each, id=f"{each.id}-{number}") for number in range(12) for each in (asked, answered)
    )
    desk.loaded.emit("sql")
    await _seen(view)
    view.pane.transcript.verticalScrollBar().setValue(2400)
    await settle()


async def _window(on: Set) -> None:
    view = await _stage(on)
    await _stream(on, view)
    on.other = window = ChatWindow(on.bridge, on.window.desk)
    window.come_up()
    await settle(3)
    window.view._open("sql")
    await settle(3)
    await _seen(window.view)


async def _hello(on: Set) -> HelloStep:
    on.window.desk.answers.ask = _greeted
    on.session.remembered.note(first_run="hello")
    on.window.begin_first_run()
    await _until(lambda: on.window.desk.ready)
    await settle()
    step = on.window.first_run.hello
    # A cursor blinks.
    step.pane.composer.entry.setCursorWidth(0)
    return step


async def _greeted(question: Question) -> AsyncIterator[Event]:
    yield Text(_GREETING)
    yield Ended(input=24, output=41)


async def _first_hello(on: Set) -> None:
    await _hello(on)


async def _first_hello_answered(on: Set) -> None:
    step = await _hello(on)
    step.pane.composer.button.click()
    await _until(lambda: step.asked)
    current = step.pane.current
    assert current is not None
    _fix(on, current.id, first_token=0.8, duration=1.6)
    step._answered(0.8)
    step.pane._show_last()
    await _until(lambda: step.pane.transcript.settled)
    await settle()


def _blind() -> Snapshot:
    found = staged.day()
    rows = tuple(replace(row, facts=replace(row.facts, vision=False, documents=False)) for row in found.models)
    return replace(found, models=rows)


def _no_model() -> Snapshot:
    return replace(staged.day(), models=())


def _off() -> Snapshot:
    return replace(staged.day(), proxy=ProxyView(state=ProxyState.OFF, url=staged.URL))


def _busy() -> Snapshot:
    found = staged.day()
    return replace(found, proxy=replace(found.proxy, in_flight=1))


SCENES: dict[str, Scene] = {
    "first-run-hello": Scene(_first_hello),
    "first-run-hello-answered": Scene(_first_hello_answered),
    "narrow-first-run-hello": Scene(_first_hello_answered, size=MINIMUM),
    "chat": Scene(_chat, _busy),
    "chat-empty": Scene(_empty),
    "chat-new": Scene(_new),
    "chat-finished": Scene(_finished),
    "chat-error": Scene(_error),
    "chat-stopped": Scene(_stopped),
    "chat-system-prompt": Scene(_system),
    "chat-deleted": Scene(_deleted),
    "chat-rename": Scene(_rename),
    "chat-searched": Scene(_searched),
    "chat-hits": Scene(_with_hits),
    "chat-thought": Scene(_thought_folded, _busy),
    "chat-thought-open": Scene(_thought_open, _busy),
    "chat-attached": Scene(_attached),
    "chat-attached-refused": Scene(_attached, _blind),
    "chat-sent-files": Scene(_sent_files, _busy),
    "chat-parameters": Scene(_parameters),
    "chat-editing": Scene(_editing),
    "chat-edited": Scene(_edited),
    "chat-long": Scene(_long),
    "narrow-chat-parameters": Scene(_parameters, size=MINIMUM),
    "large-font-chat-attached": Scene(_attached, points=POINTS * 1.5),
    "chat-no-model": Scene(_new, _no_model),
    "chat-off": Scene(_finished, _off),
    "narrow-chat": Scene(_chat, _busy, size=MINIMUM),
    "narrow-chat-list": Scene(_folded, _busy, size=MINIMUM),
    "large-font-chat": Scene(_chat, _busy, points=POINTS * 1.5),
    "narrow-large-font-chat": Scene(_chat, _busy, size=MINIMUM, points=POINTS * 1.5),
    "chat-window": Scene(_window, _busy),
    "large-font-chat-window": Scene(_window, _busy, points=POINTS * 1.5),
    "chat-wide": Scene(_chat, _busy, size=QSize(1500, 900)),
}
