"""What all views of the chat share: the conversations, the answers that are being given, and what changes them.

An answer goes on whoever looks at it. It is kept before it is asked for, every two seconds while it comes, and when it
ends, however it ends.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from aicore_tray.chat.client import Address, Cause, ChatClient, ChatError, Ended, Event, Question, Text
from aicore_tray.chat.conversation import Conversation, Message, Role, State, new_id, title_of
from aicore_tray.chat.store import ChatStore
from aicore_tray.connect.models import usual
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.snapshots import ModelView
from aicore_tray.tasks import TaskGroup

_FLUSH_MS = 40
_KEEP_SECONDS = 2.0
_END_SECONDS = 5.0
Ask = Callable[[Question], AsyncIterator[Event]]


@dataclass(slots=True)
class _Running:
    """An answer that is being given."""

    message: Message
    task: asyncio.Task[None] | None = None
    begun: float = 0.0
    pieces: list[str] = field(default_factory=list)
    started: bool = False
    stopped: bool = False
    kept: float = 0.0


class ChatDesk(QObject):
    """The conversations of one app.

    Args:
        ask: what gives answers; the proxy of this app unless told.

    Signals:
        listed: conversations came, went or changed their order, title, model or counts.
        loaded: the messages of a conversation (its id) are there, or there are others than before.
        message_added: to a conversation (its id), the `Message`.
        grown: the answer that is being given in a conversation (its id) has this text more.
        ended: the answer in a conversation (its id) is over, the `Message`.
        troubled: an `AicoreTrayError`: conversations are not kept, or one could not be written.
    """

    listed = Signal()
    loaded = Signal(str)
    message_added = Signal(str, object)
    grown = Signal(str, str)
    ended = Signal(str, object)
    troubled = Signal(object)

    def __init__(self, bridge: Bridge, *, ask: Ask | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.trouble: AicoreTrayError | None = None
        self.ready = False
        self.drafts: dict[str, str] = {}
        self._client = ChatClient()
        self._ask: Ask = ask or self._ask_proxy
        self._store = ChatStore(bridge.session.paths.chats_db)
        self._begun = False
        self._over = False
        self._opened = asyncio.Event()
        self._writing = asyncio.Lock()
        self._tasks = TaskGroup("chat")
        self._listed: dict[str, Conversation] = {}
        self._unsaid: dict[str, Conversation] = {}
        self._messages: dict[str, tuple[Message, ...]] = {}
        self._loading: set[str] = set()
        self._running: dict[str, _Running] = {}
        self._deleted: dict[str, Conversation] = {}
        self._models: tuple[tuple[ModelView, ...], tuple[str, ...]] | None = None
        self._flushing = QTimer(self, singleShot=True, interval=_FLUSH_MS)
        self._flushing.timeout.connect(self._flush)

    # ---- life

    def begin(self) -> None:
        """Read the conversations, once; a view calls it when it is first seen."""
        if not self._begun:
            self._begun = True
            self.bridge.run(self._live(), "chat")

    async def _live(self) -> None:
        """Hold the store open for as long as the app runs; then save what is under way and let go of all."""
        try:
            await self._open()
            await asyncio.Event().wait()
        finally:
            for which in tuple(self._running):
                self.stop(which)
            self._over = True
            self._flushing.stop()
            if self._opened.is_set():
                # What was said is written, too, if it was said a moment ago.
                await asyncio.wait([self._tasks.spawn(self._quiet(), name="end")], timeout=_END_SECONDS)
            await self._tasks.aclose()
            await self._client.aclose()
            await asyncio.to_thread(self._end_store)

    async def _open(self) -> None:
        try:
            await asyncio.to_thread(self._store.open)
            found = await asyncio.to_thread(self._store.conversations)
        except AicoreTrayError as error:
            self._store = ChatStore(None)
            await asyncio.to_thread(self._store.open)
            self._tell(error)
            found = []
        self._listed = {each.id: each for each in found}
        self.ready = True
        self._opened.set()
        self.listed.emit()

    async def _quiet(self) -> None:
        """Wait until nothing but this is left to do."""
        while len(self._tasks) > 1:  # noqa: ASYNC110 - writes may come from the answers that end
            await asyncio.sleep(0.005)

    def _end_store(self) -> None:
        try:
            self._store.purge()
        except AicoreTrayError:
            pass  # it is purged when it is opened the next time
        finally:
            self._store.close()

    def _tell(self, error: AicoreTrayError) -> None:
        self.trouble = error
        self.troubled.emit(error)

    @property
    def keeps(self) -> bool:
        """Whether conversations outlive this run."""
        return self._store.keeps

    def _spawn(self, coroutine: Any, name: str) -> asyncio.Task[None] | None:
        self.begin()
        if self._over:
            coroutine.close()
            return None
        task = self._tasks.spawn(coroutine, name=name)
        task.add_done_callback(lambda _: coroutine.close())
        return task

    async def _write(self, function: Callable[..., None], *values: object) -> None:
        """Write in a thread, one after the other; what cannot be written stays here and is told."""
        await self._opened.wait()
        async with self._writing:
            try:
                await asyncio.to_thread(function, *values)
            except AicoreTrayError as error:
                self._tell(error)

    # ---- looking

    def conversations(self, words: str = "") -> tuple[Conversation, ...]:
        """Return the conversations whose title has all the words, the last changed first."""
        wanted = words.casefold().split()
        found = [each for each in self._listed.values() if all(word in each.title.casefold() for word in wanted)]
        return tuple(sorted(found, key=lambda each: (-each.changed, each.id)))

    def conversation(self, which: str) -> Conversation | None:
        """Return a conversation, also one in which nothing was said yet."""
        return self._listed.get(which) or self._unsaid.get(which)

    def messages(self, which: str) -> tuple[Message, ...] | None:
        """Return the messages of a conversation; None while they are read, and `loaded` tells then."""
        found = self._messages.get(which)
        if found is None and which in self._unsaid:
            return ()
        if found is None and which not in self._loading:
            self._loading.add(which)
            self._spawn(self._load(which), "read a conversation")
        return found

    async def _load(self, which: str) -> None:
        await self._opened.wait()
        try:
            found = await asyncio.to_thread(self._store.messages, which)
        except AicoreTrayError as error:
            self._tell(error)
            found = ()
        self._loading.discard(which)
        if found and found[-1].role is Role.USER:
            # The app ended before it was asked.
            missing = Message(
                id=new_id(),
                conversation=which,
                role=Role.ASSISTANT,
                text="",
                model=self._listed[which].model if which in self._listed else "",
                state=State.FAILED,
                error="This was not answered any more",
                hint="The app ended before the model was asked.",
            )
            found = (*found, missing)
        self._messages.setdefault(which, found)
        self.loaded.emit(which)

    def is_running(self, which: str) -> bool:
        """Tell whether an answer is being given in a conversation."""
        return which in self._running

    @property
    def models(self) -> tuple[str, ...]:
        """The models that can hold a conversation."""
        rows = self.bridge.snapshot.models
        # Asked by every view with each snapshot, and they hardly ever are others.
        if self._models is None or self._models[0] is not rows:
            chat = {row.model for row in rows if row.kind == "chat"}
            self._models = rows, tuple(name for name in self.bridge.snapshot.model_names if name in chat)
        return self._models[1]

    def usual_model(self) -> str:
        """Return the model that was asked last, else a Claude Sonnet, else what comes next; "" where there is none."""
        names, last = self.models, self.bridge.session.remembered.memory.chat_model
        if last in names:
            return last
        return usual(names)

    # ---- changing

    def new(self, *, model: str = "", system: str = "") -> Conversation:
        """Begin a conversation; it is listed and kept from its first message on."""
        now = time.time()
        made = Conversation(id=new_id(), model=model, system=system, created=now, changed=now)
        self._unsaid[made.id] = made
        return made

    def _change(self, which: str, **values: Any) -> None:
        if (unsaid := self._unsaid.get(which)) is not None:
            self._unsaid[which] = replace(unsaid, **values)
        elif (known := self._listed.get(which)) is not None and (changed := replace(known, **values)) != known:
            self._listed[which] = changed
            self._spawn(self._write(self._store.keep_conversation, changed), "keep a conversation")
            self.listed.emit()

    def set_model(self, which: str, model: str) -> None:
        """Let another model answer next."""
        self.bridge.session.remembered.note(chat_model=model)
        self._change(which, model=model)

    def set_system(self, which: str, text: str) -> None:
        """Send another system prompt with the next question."""
        self._change(which, system=text.strip())

    def rename(self, which: str, title: str) -> None:
        """Give a conversation another title."""
        if title.strip():
            self._change(which, title=title.strip())

    def delete(self, which: str) -> None:
        """Take a conversation out of the list; an answer in it is stopped. `undo_delete` brings it back."""
        self.stop(which)
        if (gone := self._listed.pop(which, None)) is not None:
            self._deleted[which] = gone
            self._spawn(self._write(self._store.delete, which), "delete")
            self.listed.emit()

    def undo_delete(self, which: str) -> None:
        """Bring a deleted conversation back."""
        if (back := self._deleted.pop(which, None)) is not None:
            self._listed[which] = back
            self._spawn(self._write(self._store.restore, which), "undelete")
            self._count(which)

    # ---- asking

    def send(self, which: str, text: str, model: str) -> bool:
        """Say something and have it answered; False where an answer is under way or there is nothing to say."""
        text = text.strip()
        conversation = self.conversation(which)
        if not text or conversation is None or which in self._running or self.messages(which) is None:
            return False
        now = time.time()
        said = Message(id=new_id(), conversation=which, role=Role.USER, text=text, created=now)
        if which in self._unsaid:
            conversation = replace(self._unsaid.pop(which), title=title_of(text))
        conversation = replace(conversation, model=model, changed=now)
        self._listed[which] = conversation
        self._messages[which] = (*self._messages.get(which, ()), said)
        self.drafts.pop(which, None)
        self._count(which)
        self.message_added.emit(which, said)
        self._answer(which, model, (lambda: self._keep_question(conversation, said)))
        return True

    async def _keep_question(self, conversation: Conversation, said: Message) -> None:
        await self._write(self._store.keep_conversation, conversation)
        await self._write(self._store.keep_message, said)

    def again(self, which: str, model: str) -> bool:
        """Have the last question answered anew; the old answer goes."""
        known = self._messages.get(which)
        if not known or which in self._running:
            return False
        old = known[-1] if known[-1].role is Role.ASSISTANT else None
        if old is not None:
            self._messages[which] = known[:-1]
            self.loaded.emit(which)
        conversation = replace(self._listed[which], model=model, changed=time.time())
        self._listed[which] = conversation

        async def before() -> None:
            await self._write(self._store.keep_conversation, conversation)
            if old is not None:
                await self._write(self._store.replace_message, old.id)

        self._answer(which, model, before)
        return True

    def stop(self, which: str) -> None:
        """Stop the answer of a conversation; what came so far stays."""
        running = self._running.get(which)
        if running is not None and running.task is not None:
            running.stopped = True
            # One that has not begun looks by itself; it would never get to say what became of it.
            if running.started:
                running.task.cancel()

    def _answer(self, which: str, model: str, before: Callable[[], Any]) -> None:
        self.bridge.session.remembered.note(chat_model=model)
        message = Message(
            id=new_id(),
            conversation=which,
            role=Role.ASSISTANT,
            text="",
            model=model,
            state=State.RUNNING,
            created=time.time(),
        )
        conversation, asked = self._listed[which], self._messages[which]
        self._running[which] = running = _Running(message, begun=time.monotonic())
        self._messages[which] = (*asked, message)
        question = Question(model=model, system=conversation.system, messages=asked)
        running.task = self._spawn(self._give(running, question, before), "answer")
        self._count(which)
        self.message_added.emit(which, message)

    async def _give(self, running: _Running, question: Question, before: Callable[[], Any]) -> None:
        values: dict[str, Any] = {"state": State.STOPPED}
        # Kept first, also where the answer is stopped meanwhile.
        keeping = self._tasks.spawn(before(), name="keep a question")
        running.started = True
        try:
            await asyncio.shield(keeping)
            if not running.stopped:
                values = await self._listen(running, question)
        except asyncio.CancelledError:
            if not running.stopped:
                raise
        except AicoreTrayError as error:
            values = {"state": State.FAILED, "error": error.user_message, "hint": error.hint}
        await asyncio.wait([keeping])
        await self._finish(running, values)

    async def _listen(self, running: _Running, question: Question) -> dict[str, Any]:
        """Take the answer as it comes; return what is known at its end."""
        running.kept = running.begun = time.monotonic()
        async with aclosing(self._ask(question)) as events:  # type: ignore[type-var]
            async for event in events:
                if isinstance(event, Text):
                    self._take(running, event.text)
                elif isinstance(event, Ended):
                    if event.filtered:
                        raise ChatError(
                            Cause.REFUSED,
                            "The content filter of SAP AI Core ended the answer",
                            hint="Ask in other words.",
                        )
                    return {
                        "state": State.COMPLETE,
                        "cut": event.cut,
                        "input": event.input,
                        "cached": event.cached,
                        "output": event.output,
                    }
        return {"state": State.FAILED, "error": "The answer broke off in the middle"}

    def _ask_proxy(self, question: Question) -> AsyncIterator[Event]:
        session = self.bridge.session
        engine = session.engine
        theirs = engine.certificate if engine.authority is None else None
        address = Address(url=engine.url, key=session.chat_key, authority=engine.authority, certificate=theirs)
        return self._client.ask(address, question)

    def _take(self, running: _Running, text: str) -> None:
        now = time.monotonic()
        if running.message.first_token is None:
            running.message = replace(running.message, first_token=now - running.begun)
        running.pieces.append(text)
        if not self._flushing.isActive():
            self._flushing.start()
        if now - running.kept > _KEEP_SECONDS:
            running.kept = now
            self._catch_up(running)
            self._spawn(self._write(self._store.keep_message, running.message), "keep a part")

    def _flush(self) -> None:
        for running in tuple(self._running.values()):
            self._catch_up(running)

    def _catch_up(self, running: _Running) -> None:
        """Take over what came since the last time, and tell the views."""
        if not running.pieces:
            return
        added, running.pieces = "".join(running.pieces), []
        self._know(replace(running.message, text=running.message.text + added))
        self.grown.emit(running.message.conversation, added)

    def _know(self, message: Message) -> None:
        running = self._running.get(message.conversation)
        if running is not None:
            running.message = message
        known = self._messages.get(message.conversation, ())
        if known and known[-1].id == message.id:
            self._messages[message.conversation] = (*known[:-1], message)

    async def _finish(self, running: _Running, values: dict[str, Any]) -> None:
        self._catch_up(running)
        which = running.message.conversation
        message = replace(running.message, duration=time.monotonic() - running.begun, **values)
        self._know(message)
        self._running.pop(which, None)
        self._count(which)
        self.ended.emit(which, message)
        await self._write(self._store.keep_message, message)

    def _count(self, which: str) -> None:
        known, conversation = self._messages.get(which), self._listed.get(which)
        if known is not None and conversation is not None:
            tokens = sum((each.input or 0) + (each.output or 0) for each in known)
            self._listed[which] = replace(conversation, messages=len(known), tokens=tokens)
        self.listed.emit()
