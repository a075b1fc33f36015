"""The answers that are being given: taken as they come, told a few times a second, stopped when their user wants to."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from aicore_tray.chat.client import Began, Cause, ChatError, Ended, Event, Reasoning, Text
from aicore_tray.chat.conversation import Message, State
from aicore_tray.chat.question import Question
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.turns import TurnTimer

_FLUSH_MS = 40
_KEEP_SECONDS = 1.0
Ask = Callable[[Question], AsyncIterator[Event]]
Spawn = Callable[[Coroutine[Any, Any, None], str], "asyncio.Task[None]"]


@dataclass(slots=True)
class Running:
    """An answer that is being given.

    Attributes:
        request: the id of its request, "" before the proxy answers.
        texts, thoughts: what came since the last time that it was told.
    """

    message: Message
    task: asyncio.Task[None] | None = None
    begun: float = 0.0
    thinks_since: float = 0.0
    request: str = ""
    texts: list[str] = field(default_factory=list)
    thoughts: list[str] = field(default_factory=list)
    started: bool = False
    stopped: bool = False
    kept: float = 0.0


class Answers(QObject):
    """The running answers of all conversations, one each.

    Args:
        spawn: makes a task that is waited for at the end of the app.

    Signals:
        grown: the `Message` has this text more, or another thought.
        part: the `Message` is to be kept as far as it came.
        over: the `Message` has come to its end; with the id of its request.

    Attributes:
        running: by conversation.
        ask: what gives answers.
    """

    grown = Signal(object, str)
    part = Signal(object)
    over = Signal(object, str)

    def __init__(self, spawn: Spawn, ask: Ask, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.running: dict[str, Running] = {}
        self.ask = ask
        self._spawn = spawn
        self._flushing = TurnTimer(self, self._flush, every=_FLUSH_MS, once=True)

    def give(
        self,
        message: Message,
        before: Callable[[], Coroutine[Any, Any, None]],
        question: Callable[[], Awaitable[Question]],
    ) -> None:
        """Have a question answered.

        Args:
            message: the answer, still empty.
            before: keeps what was said; it is done also where the answer is stopped meanwhile.
            question: makes what is asked.
        """
        self.running[message.conversation] = running = Running(message, begun=time.monotonic())
        running.task = self._spawn(self._give(running, before, question), "answer")

    def stop(self, which: str) -> None:
        """Stop the answer of a conversation; what came so far stays."""
        running = self.running.get(which)
        if running is not None and running.task is not None:
            running.stopped = True
            # One that has not begun looks by itself; it would never get to say what became of it.
            if running.started:
                running.task.cancel()

    def end(self) -> None:
        """Stop all of them."""
        for which in tuple(self.running):
            self.stop(which)
        self._flushing.stop()

    async def _give(
        self,
        running: Running,
        before: Callable[[], Coroutine[Any, Any, None]],
        question: Callable[[], Awaitable[Question]],
    ) -> None:
        values: dict[str, Any] = {"state": State.STOPPED}
        keeping = self._spawn(before(), "keep a question")
        running.started = True
        try:
            await asyncio.shield(keeping)
            if not running.stopped:
                values = await self._listen(running, await question())
        except asyncio.CancelledError:
            if not running.stopped:
                raise
        except AicoreTrayError as error:
            values = {"state": State.FAILED, "error": error.user_message, "hint": error.hint}
        await asyncio.wait([keeping])
        self._finish(running, values)

    async def _listen(self, running: Running, question: Question) -> dict[str, Any]:
        """Take the answer as it comes; return what is known at its end."""
        running.kept = running.begun = time.monotonic()
        async with aclosing(self.ask(question)) as events:  # type: ignore[type-var]
            async for event in events:
                match event:
                    case Began():
                        running.request = event.request
                    case Reasoning():
                        self._take_thought(running, event.text)
                    case Text():
                        self._take_text(running, event.text)
                    case Ended():
                        return _ended(event)
        return {"state": State.FAILED, "error": "The answer broke off in the middle"}

    def _take_thought(self, running: Running, text: str) -> None:
        if not running.thinks_since:
            running.thinks_since = time.monotonic()
        running.thoughts.append(text)
        self._came(running)

    def _take_text(self, running: Running, text: str) -> None:
        if running.thinks_since and running.message.thought is None:
            running.message = replace(running.message, thought=time.monotonic() - running.thinks_since)
        running.texts.append(text)
        self._came(running)

    def _came(self, running: Running) -> None:
        now = time.monotonic()
        if running.message.first_token is None:
            running.message = replace(running.message, first_token=now - running.begun)
        if not self._flushing.isActive():
            self._flushing.start()
        if now - running.kept > _KEEP_SECONDS:
            running.kept = now
            self._catch_up(running)
            self.part.emit(running.message)

    def _flush(self) -> None:
        for running in tuple(self.running.values()):
            self._catch_up(running)

    def _catch_up(self, running: Running) -> None:
        """Take over what came since the last time, and tell of it."""
        if not running.texts and not running.thoughts:
            return
        text, running.texts = "".join(running.texts), []
        thought, running.thoughts = "".join(running.thoughts), []
        before = running.message
        running.message = replace(before, text=before.text + text, thinking=before.thinking + thought)
        self.grown.emit(running.message, text)

    def _finish(self, running: Running, values: dict[str, Any]) -> None:
        self._catch_up(running)
        now = time.monotonic()
        thought = running.message.thought
        if running.thinks_since and thought is None:
            thought = now - running.thinks_since
        message = replace(running.message, duration=now - running.begun, thought=thought, **values)
        self.running.pop(message.conversation, None)
        self.over.emit(message, running.request)


def _ended(event: Ended) -> dict[str, Any]:
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
