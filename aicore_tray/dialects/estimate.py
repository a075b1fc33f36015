"""Token counts where no upstream gives any: an estimate, and said to be one."""

from __future__ import annotations

import math

import msgspec

from aicore_tray.dialects.conversation import Conversation, Document, Image, Part, Text, Thinking, ToolCall, ToolResult

# English prose has about four characters a token; code and JSON fewer. Too high a count is the safer side: clients
# compact their conversation a little early instead of running into the limit.
_CHARACTERS = 3.6
_PER_TURN = 4
_PER_TOOL = 12
_PER_IMAGE = 1600
_PER_REQUEST = 8
_BASE64_PER_PDF_PAGE = 60_000
_PER_PDF_PAGE = 1900


def estimate_tokens(conversation: Conversation) -> int:
    """Return roughly how many input tokens a conversation has."""
    count = float(_PER_REQUEST) + sum(_text(text.text) for text in conversation.system)
    for turn in conversation.turns:
        count += _PER_TURN + sum(_part(part) for part in turn.parts)
    for tool in conversation.tools:
        count += _PER_TOOL + _text(tool.name + tool.description) + len(msgspec.json.encode(tool.schema)) / _CHARACTERS
    return math.ceil(count)


def _text(text: str) -> float:
    # Scripts without spaces have about a token a character.
    wide = sum(character > "\u2e80" for character in text) if not text.isascii() else 0
    return (len(text) - wide) / _CHARACTERS + wide


def _part(part: Part) -> float:
    match part:
        case Text() | Thinking():
            return _text(part.text)
        case Image():
            return _PER_IMAGE
        case Document():
            return _PER_PDF_PAGE * max(1, len(part.data) / _BASE64_PER_PDF_PAGE)
        case ToolCall():
            return _PER_TURN + _text(part.name + part.arguments)
        case ToolResult():
            return _PER_TURN + sum(_part(inner) for inner in part.parts)
