"""Token counts where no upstream gives any: an estimate of the text, and the vendors' rules for pictures and PDFs.

Sources: Anthropic's, OpenAI's and Google's documentation of vision and of PDFs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import msgspec

from aicore_tray.dialects.conversation import (
    Conversation,
    Document,
    Image,
    Part,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
    Turn,
)
from aicore_tray.dialects.pictures import pages_of, size_of

# English prose has about four characters a token; code and JSON fewer. Too high a count is the safer side: clients
# compact their conversation a little early instead of running into the limit.
_CHARACTERS = 3.6
_PER_TURN = 4
_PER_TOOL = 12
_PER_REQUEST = 8
_BASE64_PER_PDF_PAGE = 60_000


@dataclass(slots=True)
class TextSize:
    """How much text there is, in tokens by our estimate.

    Attributes:
        narrow: of scripts with spaces, code and JSON.
        wide: of scripts without, which have about a token a character.
        tools: whether tools are offered.
    """

    narrow: float = 0.0
    wide: float = 0.0
    tools: bool = False

    @property
    def tokens(self) -> float:
        return self.narrow + self.wide

    def add(self, text: str) -> None:
        wide = sum(character > "\u2e80" for character in text) if not text.isascii() else 0
        self.narrow += (len(text) - wide) / _CHARACTERS
        self.wide += wide


@dataclass(frozen=True, slots=True)
class Rules:
    """How a vendor counts what is no text.

    Attributes:
        picture: width, height and detail -> tokens.
        unknown_picture: tokens of one whose size cannot be read.
        page: tokens of a PDF's page.
    """

    picture: Callable[[int, int, str], float]
    unknown_picture: int
    page: int


def _claude(width: int, height: int, _: str) -> float:
    # Larger ones are made smaller first: 1568 pixels at the longer side, about 1600 tokens.
    scale = min(1.0, 1568 / max(width, height))
    return min(1600.0, width * height * scale * scale / 750)


def _openai(width: int, height: int, detail: str) -> float:
    if detail == "low":
        return 85
    scale = min(1.0, 2048 / max(width, height))
    scale *= min(1.0, 768 / (min(width, height) * scale))
    return 85 + 170 * math.ceil(width * scale / 512) * math.ceil(height * scale / 512)


def _gemini(width: int, height: int, _: str) -> float:
    if width <= 384 and height <= 384:
        return 258
    return 258 * math.ceil(width / 768) * math.ceil(height / 768)


_RULES = {
    "claude": Rules(_claude, 1600, 1900),
    "azure": Rules(_openai, 765, 1300),
    "gemini": Rules(_gemini, 1032, 258),
}
_OTHERS = _RULES["claude"]


def estimate_tokens(conversation: Conversation, family: str = "") -> int:
    """Return roughly how many input tokens a conversation has.

    Args:
        family: whose rules hold for pictures and PDFs; the dearest ones unless given.
    """
    return math.ceil(text_size(conversation).tokens + file_tokens(conversation, family))


def text_size(conversation: Conversation) -> TextSize:
    """Return how much text a conversation has."""
    size = TextSize(narrow=_PER_REQUEST, tools=bool(conversation.tools))
    for text in conversation.system:
        size.add(text.text)
    for turn in conversation.turns:
        size.narrow += _PER_TURN
        for part in _inner(turn):
            match part:
                case Text() | Thinking():
                    size.add(part.text)
                case ToolCall():
                    size.narrow += _PER_TURN
                    size.add(part.name + part.arguments)
                case ToolResult():
                    size.narrow += _PER_TURN
    for tool in conversation.tools:
        size.narrow += _PER_TOOL
        size.add(tool.name + tool.description)
        size.add(msgspec.json.encode(tool.schema).decode())
    return size


def file_tokens(conversation: Conversation, family: str = "") -> float:
    """Return the tokens of a conversation's pictures and PDFs, by a family's rules."""
    rules = _RULES.get(family, _OTHERS)
    return sum(_file(part, rules) for turn in conversation.turns for part in _inner(turn))


def _inner(turn: Turn) -> Iterator[Part]:
    """Yield the parts of a turn, and after each result what it is made of."""
    for part in turn.parts:
        yield part
        if isinstance(part, ToolResult):
            yield from part.parts


def _file(part: Part, rules: Rules) -> float:
    match part:
        case Image():
            size = size_of(part.data) if part.data else None
            return rules.unknown_picture if size is None or 0 in size else rules.picture(*size, part.detail)
        case Document():
            pages = pages_of(part.data) if part.data else 1
            return rules.page * (pages or max(1.0, len(part.data) / _BASE64_PER_PDF_PAGE))
    return 0
