"""What a conversation is: its own facts, and the messages in it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from enum import StrEnum

from aicore_tray.chat.attachment import Attachment
from aicore_tray.chat.parameters import Parameters

_TITLE = 60


class Role(StrEnum):
    """Who says a message."""

    USER = "user"
    ASSISTANT = "assistant"


class State(StrEnum):
    """How an answer came to its end; `RUNNING` is never stored."""

    RUNNING = "running"
    COMPLETE = "complete"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A conversation.

    Attributes:
        model: the model that answers next.
        system: the system prompt, "" for none.
        created: Unix seconds.
        changed: Unix seconds of the last message.
        messages: how many there are.
        tokens: input and output of all its answers.
        parameters: how its next questions are to be answered.
        units: SAP capacity units of all its answers whose price is known.
        unpriced: answers that cost something that nobody knows.
    """

    id: str
    title: str = ""
    model: str = ""
    system: str = ""
    created: float = 0.0
    changed: float = 0.0
    messages: int = 0
    tokens: int = 0
    parameters: Parameters = field(default_factory=Parameters)
    units: float = 0.0
    unpriced: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message.

    Attributes:
        model: who answered; "" for the user's own.
        input: tokens of the question with all that was sent along; None for unknown.
        cached: how many of them came from the upstream's cache.
        output: tokens of the answer.
        first_token: seconds until the first text.
        duration: seconds until the end.
        cut: the answer was cut at the model's limit.
        error: what went wrong, a sentence; with a hint after it in `hint`.
        attachments: pictures and files that the user sent along.
        thinking: what the model thought before it answered, as far as it tells.
        thought: seconds from the first thought to the first text; None while it thinks.
        parameters: how the answer was asked for.
        units: SAP capacity units that the answer cost; None where nobody knows.
        edited: the user has put it in place of another message.
    """

    id: str
    conversation: str
    role: Role
    text: str
    model: str = ""
    input: int | None = None
    cached: int | None = None
    output: int | None = None
    first_token: float | None = None
    duration: float | None = None
    state: State = State.COMPLETE
    cut: bool = False
    error: str = ""
    hint: str = ""
    created: float = 0.0
    attachments: tuple[Attachment, ...] = ()
    thinking: str = ""
    thought: float | None = None
    parameters: Parameters = field(default_factory=Parameters)
    units: float | None = None
    edited: bool = False

    @property
    def unpriced(self) -> bool:
        """Whether it cost something that nobody knows; what was never answered cost nothing."""
        told = self.state is not State.FAILED or bool(self.text) or self.output is not None
        return self.role is Role.ASSISTANT and self.state is not State.RUNNING and self.units is None and told


def summed(conversation: Conversation, messages: tuple[Message, ...]) -> Conversation:
    """Return a conversation with the sums of its messages."""
    return replace(
        conversation,
        messages=len(messages),
        tokens=sum((each.input or 0) + (each.output or 0) for each in messages),
        units=sum(each.units or 0.0 for each in messages),
        unpriced=sum(each.unpriced for each in messages),
    )


def new_id() -> str:
    """Return an id that no conversation or message has yet."""
    return uuid.uuid4().hex


def title_of(text: str) -> str:
    """Return a title for a conversation that begins with a text: its first words, on one line."""
    line = next((" ".join(each.split()) for each in text.splitlines() if each.strip()), "")
    if len(line) <= _TITLE:
        return line
    head = line[:_TITLE].rpartition(" ")[0] or line[:_TITLE]
    return f"{head.rstrip(',;:.')}…"


def as_markdown(conversation: Conversation, messages: tuple[Message, ...], *, you: str, system: str) -> str:
    """Return a conversation as a Markdown text.

    Args:
        you: the heading above what the user said.
        system: the heading above the system prompt.
    """
    parts = [f"# {conversation.title}"]
    if conversation.system:
        parts += [f"## {system}", conversation.system]
    for message in messages:
        files = [f"- {each.name}" for each in message.attachments]
        parts += [f"## {message.model or you}", *(["\n".join(files)] if files else [])]
        if message.text.strip() or not files:
            parts.append(message.text.strip() or f"({message.error})")
    return "\n\n".join(parts) + "\n"
