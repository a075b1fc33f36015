"""Remembers the reasoning that belongs to tool calls, for clients whose dialect has no place to carry it.

Claude wants its signed thinking back before the call that followed it, Gemini its thoughtSignature on the call, GPT
goes on better with its encrypted reasoning; a Chat Completions client can send none of them. The call's id is the key,
and for clients that drop ids, as Ollama's do, what it calls with which arguments.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace

from aicore_tray.dialects.answer import Answer
from aicore_tray.dialects.conversation import NO_ID, Conversation, Origin, Part, Role, Thinking, ToolCall, Turn
from aicore_tray.gateway.recall_store import Remembered

MAX_CALLS = 20_000
MAX_BYTES = 32 * 1024 * 1024


class Recall:
    """A bounded memory: the oldest calls are forgotten first."""

    def __init__(self, *, max_calls: int = MAX_CALLS, max_bytes: int = MAX_BYTES) -> None:
        self._calls: OrderedDict[str, Remembered] = OrderedDict()
        self._unwritten: dict[str, Remembered] = {}
        self._max_calls = max_calls
        self._max_bytes = max_bytes
        self._bytes = 0

    def remember(self, answer: Answer) -> None:
        """Keep the signed reasoning of an answer with the calls that followed it."""
        thinking = tuple(part for part in answer.parts if isinstance(part, Thinking) and part.signature)
        for part in answer.parts:
            if isinstance(part, ToolCall) and (thinking or part.signature):
                known = Remembered(thinking, part.signature)
                for key in (part.id, _content(part)):
                    self._unwritten[key] = known
                    self._keep(key, known)

    def load(self, calls: Iterable[tuple[str, Remembered]]) -> None:
        """Take over what an earlier run has put down, the oldest first."""
        for call_id, known in calls:
            self._keep(call_id, known)

    def unwritten(self) -> list[tuple[str, Remembered]]:
        """Return what has come since this was last asked, to be put down."""
        taken, self._unwritten = self._unwritten, {}
        return list(taken.items())

    def _keep(self, call_id: str, known: Remembered) -> None:
        self._forget(call_id)
        self._calls[call_id] = known
        self._bytes += known.size
        while len(self._calls) > self._max_calls or (self._bytes > self._max_bytes and self._calls):
            self._forget(next(iter(self._calls)))

    def _forget(self, call_id: str) -> None:
        if (known := self._calls.pop(call_id, None)) is not None:
            self._bytes -= known.size

    def _known(self, call: ToolCall) -> Remembered | None:
        found = self._calls.get(call.id)
        return self._calls.get(_content(call)) if found is None and call.id.startswith(NO_ID) else found

    def complete(self, conversation: Conversation, origin: Origin) -> Conversation:
        """Return the conversation with the reasoning of `origin` put back where the client could not send it."""
        if not self._calls:
            return conversation
        turns = tuple(
            self._complete_turn(turn, origin) if turn.role is Role.ASSISTANT else turn for turn in conversation.turns
        )
        return replace(conversation, turns=turns)

    def _complete_turn(self, turn: Turn, origin: Origin) -> Turn:
        signed = any(isinstance(part, Thinking) and part.origin is origin and part.signature for part in turn.parts)
        parts: list[Part] = []
        for part in turn.parts:
            known = self._known(part) if isinstance(part, ToolCall) else None
            if isinstance(part, ToolCall) and known is not None:
                mine = [item for item in known.thinking if item.origin is origin]
                if mine and not signed:
                    # What the client shows of this reasoning is the same text without its proof.
                    parts = [item for item in parts if not isinstance(item, Thinking)]
                    parts[:0] = mine
                    signed = True
                if origin is Origin.GEMINI and not part.signature:
                    part = replace(part, signature=known.signature)
            parts.append(part)
        return Turn(turn.role, tuple(parts))


def _content(call: ToolCall) -> str:
    """Return a key of what a call says, however its arguments are spaced and ordered."""
    try:
        arguments = json.dumps(json.loads(call.arguments), sort_keys=True)
    except ValueError:
        arguments = call.arguments
    said = f"{call.namespace}\0{call.name}\0{arguments}"
    return "content:" + hashlib.blake2b(said.encode(errors="surrogatepass"), digest_size=16).hexdigest()
