"""What all views of the chat share: the conversations, the answers that are being given, and what changes them.

An answer goes on whoever looks at it. It is kept before it is asked for, every two seconds while it comes, and when it
ends, however it ends.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from aicore_tray.chat.ability import Ability
from aicore_tray.chat.attachment import Attachment
from aicore_tray.chat.client import Address, ChatClient, Event
from aicore_tray.chat.conversation import Conversation, Message, Role, State, new_id, summed, title_of
from aicore_tray.chat.parameters import Parameters
from aicore_tray.chat.question import Question
from aicore_tray.connect.models import usual
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.chat.abilities import ability_of
from aicore_tray.gui.chat.answers import Answers, Ask
from aicore_tray.gui.chat.finder import Finder
from aicore_tray.gui.chat.receipts import Receipts
from aicore_tray.gui.chat.shelf import Shelf
from aicore_tray.gui.snapshots import ModelView


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
        priced: it is known what the answer in a conversation (its id) cost, the `Message`.
        troubled: an `AicoreTrayError`: conversations are not kept, or one could not be written.

    Attributes:
        drafts, attached: what is written and put beside it in the composer, by conversation.
        answers: what is being given.
        finder: searches what was said.
    """

    listed = Signal()
    loaded = Signal(str)
    message_added = Signal(str, object)
    grown = Signal(str, str)
    ended = Signal(str, object)
    priced = Signal(str, object)
    troubled = Signal(object)

    def __init__(self, bridge: Bridge, *, ask: Ask | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.trouble: AicoreTrayError | None = None
        self.ready = False
        self.drafts: dict[str, str] = {}
        self.attached: dict[str, tuple[Attachment, ...]] = {}
        self._client = ChatClient()
        self._shelf = Shelf(bridge.session.paths.chats_db, begin=self.begin, tell=self._tell)
        self.finder = Finder(self._shelf, parent=self)
        self._receipts = Receipts(bridge.session)
        self.answers = Answers(self._shelf.insist, ask or self._ask_proxy, parent=self)
        self.answers.grown.connect(self._grown)
        self.answers.part.connect(lambda message: self._keep(message))
        self.answers.over.connect(self._over_with)
        self._begun = False
        self._listed: dict[str, Conversation] = {}
        self._unsaid: dict[str, Conversation] = {}
        self._messages: dict[str, tuple[Message, ...]] = {}
        self._loading: set[str] = set()
        self._before: dict[str, tuple[Message, ...]] = {}
        self._abilities: dict[str, Ability] = {}
        self._deleted: dict[str, Conversation] = {}
        self._models: tuple[tuple[ModelView, ...], tuple[str, ...]] | None = None

    # ---- life

    def begin(self) -> None:
        """Read the conversations, once; a view calls it when it is first seen."""
        if not self._begun:
            self._begun = True
            self.bridge.run(self._live(), "chat")

    async def _live(self) -> None:
        """Hold the store open for as long as the app runs; then save what is under way and let go of all."""
        try:
            kept = await self._shelf.open()
            # Who is quick has asked something before the others were read.
            self._listed = {**{each.id: each for each in kept}, **self._listed}
            self.ready = True
            self.listed.emit()
            await asyncio.Event().wait()
        finally:
            self.answers.end()
            await self._shelf.aclose()
            await self._client.aclose()
            await self._shelf.end_store()

    def _tell(self, error: AicoreTrayError) -> None:
        self.trouble = error
        self.troubled.emit(error)

    @property
    def keeps(self) -> bool:
        """Whether conversations outlive this run."""
        return self._shelf.store.keeps

    def _write(self, name: str, *writes: tuple[Callable[..., None], object]) -> None:
        """Write something soon, one after the other."""
        _ = self._shelf.insist(self._writes(*writes), name)

    async def _writes(self, *writes: tuple[Callable[..., None], object]) -> None:
        for write, value in writes:
            await self._shelf.write(write, value)

    # ---- looking

    def conversations(self, words: str = "") -> tuple[Conversation, ...]:
        """Return the conversations that have all the words, the last changed first.

        Those with the words in their title are known at once; those with the words in a message once the
        `finder` has found them.
        """
        wanted = words.casefold().split()
        hits = self.finder.lines(words)
        found = [
            each
            for each in self._listed.values()
            if each.id in hits or all(word in each.title.casefold() for word in wanted)
        ]
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
            self._shelf.spawn(self._load(which), "read a conversation")
        return found

    def known(self, which: str) -> tuple[Message, ...]:
        """Return the messages of a conversation as far as they were read."""
        return self._messages.get(which, ())

    async def _load(self, which: str) -> None:
        found = tuple(await self._shelf.read(lambda: self._shelf.store.messages(which)))
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
        return which in self.answers.running

    @property
    def models(self) -> tuple[str, ...]:
        """The models that can hold a conversation."""
        rows = self.bridge.snapshot.models
        # Asked by every view with each snapshot, and they hardly ever are others.
        if self._models is None or self._models[0] is not rows:
            chat = {row.model for row in rows if row.kind == "chat"}
            self._models = rows, tuple(name for name in self.bridge.snapshot.model_names if name in chat)
            self._abilities = {}
        return self._models[1]

    def ability(self, model: str) -> Ability:
        """Return what a model takes."""
        if model not in self.models:
            return Ability()
        if model not in self._abilities:
            self._abilities[model] = ability_of(model, self.bridge.snapshot.models)
        return self._abilities[model]

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
            self._write("keep a conversation", (self._shelf.store.keep_conversation, changed))
            self.listed.emit()

    def set_model(self, which: str, model: str) -> None:
        """Let another model answer next."""
        self.bridge.session.remembered.note(chat_model=model)
        self._change(which, model=model)

    def set_system(self, which: str, text: str) -> None:
        """Send another system prompt with the next question."""
        self._change(which, system=text.strip())

    def set_parameters(self, which: str, parameters: Parameters) -> None:
        """Have the next questions answered in another way."""
        self._change(which, parameters=parameters)

    def rename(self, which: str, title: str) -> None:
        """Give a conversation another title."""
        if title.strip():
            self._change(which, title=title.strip())

    def delete(self, which: str) -> None:
        """Take a conversation out of the list; an answer in it is stopped. `undo_delete` brings it back."""
        self.stop(which)
        if (gone := self._listed.pop(which, None)) is not None:
            self._deleted[which] = gone
            self._write("delete", (self._shelf.store.delete, which))
            self.listed.emit()

    def undo_delete(self, which: str) -> None:
        """Bring a deleted conversation back."""
        if (back := self._deleted.pop(which, None)) is not None:
            self._listed[which] = back
            self._write("undelete", (self._shelf.store.restore, which))
            self._count(which)

    # ---- asking

    def send(self, which: str, text: str, model: str, attachments: Sequence[Attachment] = ()) -> bool:
        """Say something and have it answered; False where an answer is under way or there is nothing to say."""
        text = text.strip()
        conversation = self.conversation(which)
        if not (text or attachments) or conversation is None or self.is_running(which) or self._shelf.over:
            return False
        if self.messages(which) is None:
            return False
        said = self._said(which, text, attachments)
        if which in self._unsaid:
            title = title_of(text) or attachments[0].name
            conversation = replace(self._unsaid.pop(which), title=title)
        self._before.pop(which, None)
        self._say(replace(conversation, model=model, changed=said.created), said)
        self.drafts.pop(which, None)
        self.attached.pop(which, None)
        return True

    def _said(self, which: str, text: str, attachments: Sequence[Attachment]) -> Message:
        return Message(
            id=new_id(),
            conversation=which,
            role=Role.USER,
            text=text,
            attachments=tuple(attachments),
            created=time.time(),
        )

    def _say(self, conversation: Conversation, said: Message, replaced: Sequence[str] = ()) -> None:
        which = conversation.id
        self._listed[which] = conversation
        self._messages[which] = (*self._messages.get(which, ()), said)
        self._count(which)
        self.message_added.emit(which, said)

        store = self._shelf.store
        self._answer(
            which,
            conversation.model,
            lambda: self._writes(
                (store.keep_conversation, conversation),
                (store.replace_messages, replaced),
                (store.keep_message, said),
            ),
        )

    def again(self, which: str, model: str) -> bool:
        """Have the last question answered anew; the old answer goes, and `undo_change` brings it back."""
        known = self._messages.get(which)
        if not known or self.is_running(which) or self._shelf.over:
            return False
        old = known[-1] if known[-1].role is Role.ASSISTANT else None
        if old is not None:
            self._before[which] = known
            self._messages[which] = known[:-1]
            self.loaded.emit(which)
        conversation = replace(self._listed[which], model=model, changed=time.time())
        self._listed[which] = conversation

        store, gone = self._shelf.store, () if old is None else (old.id,)
        self._answer(
            which,
            model,
            lambda: self._writes((store.keep_conversation, conversation), (store.replace_messages, gone)),
        )
        return True

    def edit(self, which: str, message: str, text: str, attachments: Sequence[Attachment], model: str) -> bool:
        """Say something in place of what the user said before; all that came after it goes.

        `undo_change` brings it back. False where an answer is under way, or there is nothing to say.
        """
        known, text = self._messages.get(which, ()), text.strip()
        at = next((at for at, each in enumerate(known) if each.id == message), -1)
        if at < 0 or not (text or attachments) or self.is_running(which) or self._shelf.over:
            return False
        # A file belongs to one message: what is sent again is another one.
        fresh = tuple(replace(each, id=new_id()) for each in attachments)
        self._shelf.spawn(
            self._edit(which, known, at, replace(self._said(which, text, fresh), edited=True), attachments, model),
            "edit",
        )
        return True

    async def _edit(
        self,
        which: str,
        known: tuple[Message, ...],
        at: int,
        said: Message,
        old: Sequence[Attachment],
        model: str,
    ) -> None:
        files = [replace(new, data=await self._data(each)) for new, each in zip(said.attachments, old, strict=True)]
        if self._messages.get(which) is not known or self.is_running(which) or self._shelf.over:
            return
        self._before[which] = known
        self._messages[which] = known[:at]
        self.loaded.emit(which)
        conversation = replace(self._listed[which], model=model, changed=said.created)
        self._say(conversation, replace(said, attachments=tuple(files)), tuple(each.id for each in known[at:]))

    def can_undo(self, which: str) -> bool:
        """Tell whether what was said before the last edit or new answer can come back."""
        return which in self._before

    def undo_change(self, which: str) -> None:
        """Bring back what was there before the last edit or new answer; what came in its place goes."""
        before, now = self._before.pop(which, None), self._messages.get(which, ())
        if before is None:
            return
        self.stop(which)
        kept = {each.id for each in before}
        gone = tuple(each.id for each in now if each.id not in kept)
        back = tuple(each.id for each in before if each not in now)
        self._messages[which] = before
        self._count(which)
        self.loaded.emit(which)

        store = self._shelf.store
        self._write("undo", (store.bring_back, back), (store.replace_messages, gone))

    def stop(self, which: str) -> None:
        """Stop the answer of a conversation; what came so far stays."""
        self.answers.stop(which)

    def _answer(self, which: str, model: str, before: Callable[[], Any]) -> None:
        self.bridge.session.remembered.note(chat_model=model)
        conversation, asked = self._listed[which], self._messages[which]
        message = Message(
            id=new_id(),
            conversation=which,
            role=Role.ASSISTANT,
            text="",
            model=model,
            state=State.RUNNING,
            created=time.time(),
            parameters=self.ability(model).fitted(conversation.parameters),
        )
        self._messages[which] = (*asked, message)

        async def question() -> Question:
            return await self._question(conversation, asked, message)

        self.answers.give(message, before, question)
        self._count(which)
        self.message_added.emit(which, message)

    async def question(self, which: str, answer: str) -> Question | None:
        """Return what was asked for an answer of a conversation, with all that was sent along."""
        known, conversation = self._messages.get(which, ()), self.conversation(which)
        at = next((at for at, each in enumerate(known) if each.id == answer), -1)
        if at < 0 or conversation is None:
            return None
        return await self._question(conversation, known[:at], known[at])

    async def _question(self, conversation: Conversation, asked: tuple[Message, ...], answer: Message) -> Question:
        whole = []
        for message in asked:
            files = [replace(each, data=await self._data(each)) for each in message.attachments]
            whole.append(replace(message, attachments=tuple(files)) if files else message)
        return Question(
            model=answer.model, system=conversation.system, messages=tuple(whole), parameters=answer.parameters
        )

    async def _data(self, attachment: Attachment) -> bytes:
        """Return the bytes of a file, which may lie in the store alone.

        Raises:
            AicoreTrayError: they are gone.
        """
        data = attachment.data or await asyncio.to_thread(self._shelf.store.data, attachment.id)
        if not data and attachment.size:
            raise AicoreTrayError(f"{attachment.name} is not kept any more", hint="Send it again.")
        return data

    def _ask_proxy(self, question: Question) -> AsyncIterator[Event]:
        session = self.bridge.session
        engine = session.engine
        theirs = engine.certificate if engine.authority is None else None
        address = Address(url=engine.url, key=session.chat_key, authority=engine.authority, certificate=theirs)
        return self._client.ask(address, question)

    def _grown(self, message: Message, added: str) -> None:
        self._know(message)
        self.grown.emit(message.conversation, added)

    def _know(self, message: Message) -> None:
        """Take over what has become of a message."""
        known = self._messages.get(message.conversation, ())
        # It is the last one, nearly always.
        for at in range(len(known) - 1, -1, -1):
            if known[at].id == message.id:
                self._messages[message.conversation] = (*known[:at], message, *known[at + 1 :])
                break

    def _keep(self, message: Message) -> None:
        self._write("keep an answer", (self._shelf.store.keep_message, message))

    def _over_with(self, message: Message, request: str) -> None:
        self._know(message)
        self._count(message.conversation)
        self.ended.emit(message.conversation, message)
        self._keep(message)
        if request:
            self._shelf.spawn(self._price(message, request), "price an answer")

    async def _price(self, message: Message, request: str) -> None:
        record = await self._receipts.of(request)
        if record is None:
            return
        usage, told = record.usage, message.output is not None
        message = replace(
            message,
            units=record.units,
            # What the books know of an answer that was stopped.
            input=message.input if told or not usage.total else usage.input + usage.cache_read + usage.cache_write,
            output=message.output if told or not usage.total else usage.output,
        )
        self._know(message)
        self._count(message.conversation)
        self.priced.emit(message.conversation, message)
        await self._shelf.write(self._shelf.store.keep_message, message)

    def _count(self, which: str) -> None:
        known, conversation = self._messages.get(which), self._listed.get(which)
        if known is not None and conversation is not None:
            self._listed[which] = summed(conversation, known)
        self.listed.emit()
