"""What the scripted model sees of a request and what it says, in no family's words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

# Context that coding tools wrap around a person's words; it is no request.
_WRAPPERS = re.compile(
    r"<(system[-_]reminder|environment_context|environment_details|user_instructions|INSTRUCTIONS|"
    r"permissions[ _-]instructions|collaboration_mode|local-command-[a-z]+|command-[a-z]+|ide_[a-z_]+|"
    r"additional_context|session_context)\b[^>]*>.*?</\1\s*>",
    re.DOTALL | re.IGNORECASE,
)
_AGENTS_FILE = re.compile(r"^# AGENTS\.md instructions for .*$", re.MULTILINE)
# Other tags with a compound name are context too, as long as something is said beside them.
_FURTHER = re.compile(r"<([a-z]+(?:[_-][a-z]+)+)\b[^>]*>.*?</\1\s*>", re.DOTALL)
_ENVELOPES = re.compile(r"</?(task|user_message|user_query|feedback|prompt|session)\b[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A tool that the model may call."""

    name: str
    description: str = ""
    schema: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing in the conversation: `kind` is `user`, `assistant` or `result` (of the tool `name`)."""

    kind: str
    text: str = ""
    images: tuple[bytes, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gist:
    """A request as the scripted model reads it.

    Attributes:
        conversation: everything that was said, oldest first.
        forced: None (its own choice), `none`, `any`, or the name of the tool it has to call.
        schema: the JSON schema that the answer has to follow.
        thinks: whether it thinks before it speaks.
        budget: most tokens that it may emit, thinking included.
    """

    model: str
    conversation: tuple[Said, ...]
    tools: tuple[Tool, ...] = ()
    forced: str | None = None
    schema: dict[str, Any] | None = None
    thinks: bool = False
    budget: int | None = None
    stops: tuple[str, ...] = ()
    parallel: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A tool call that the model makes."""

    name: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the model says; `stop` is `end`, `tool`, `length` or `stop_sequence`."""

    thinking: str = ""
    text: str = ""
    calls: tuple[Call, ...] = ()
    stop: str = "end"
    stop_sequence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The running turn: the person's last words, the results since then, the images in both."""

    words: str
    results: tuple[Said, ...]
    images: tuple[bytes, ...]


def own_words(text: str) -> str:
    """Return a user text without what tools put around it."""
    said = _ENVELOPES.sub("", _AGENTS_FILE.sub("", _WRAPPERS.sub("", text))).strip()
    return _FURTHER.sub("", said).strip() or said


def running_turn(conversation: Sequence[Said]) -> Turn:
    """Walk back to the last user words; tool results on the way belong to the turn."""
    results: list[Said] = []
    images: list[bytes] = []
    words = ""
    for said in reversed(conversation):
        if said.kind == "assistant":
            continue
        images[:0] = said.images
        if said.kind == "result":
            results.insert(0, said)
        elif words := own_words(said.text):
            break
    return Turn(words=words, results=tuple(results), images=tuple(images))
