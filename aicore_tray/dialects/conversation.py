"""The neutral conversation in the middle: what a request asks, in no dialect's words.

A dialect reads its wire format into these shapes and writes them back, so N dialects need N modules, not N x N.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Json = dict[str, Any]


class Role(StrEnum):
    """Who speaks in a turn; SYSTEM stands for system and developer messages in mid-conversation."""

    USER = "user"
    ASSISTANT = "assistant"
    SYSTEM = "system"


class Origin(StrEnum):
    """Whose reasoning a signature belongs to: only that vendor's models can read it again."""

    ANTHROPIC = "anthropic"
    OPENAI = "openai"
    GEMINI = "gemini"
    AMAZON = "amazon"


@dataclass(frozen=True, slots=True)
class CacheHint:
    """A prompt-cache breakpoint after the part that carries it; ttl is "", "5m" or "1h"."""

    ttl: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Plain text."""

    text: str
    cache: CacheHint | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture: base64 `data` with its media type, or a `url`."""

    media_type: str = ""
    data: str = ""
    url: str = ""
    detail: str = ""
    cache: CacheHint | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file, in practice a PDF: base64 `data` with its media type, or a `url`."""

    media_type: str = ""
    data: str = ""
    url: str = ""
    name: str = ""
    cache: CacheHint | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Thinking:
    """Reasoning that a model wrote before its answer.

    Attributes:
        text: what may be shown; "" where the vendor keeps it to itself.
        signature: opaque proof or encrypted reasoning that must be replayed unchanged; "" where there is none.
        origin: whose signature it is; None without a signature.
        redacted: the text was withheld and `signature` holds its encrypted form (Claude's redacted_thinking).
        id: the vendor's item id (OpenAI's `rs_...`).
    """

    text: str = ""
    signature: str = ""
    origin: Origin | None = None
    redacted: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCall:
    """A call that the model asked for.

    Attributes:
        id: pairs it with its result.
        name: the tool's name without its namespace.
        arguments: JSON text of an object; for a custom (free-form) tool the raw input.
        custom: the tool takes free-form text (OpenAI's `custom` tools).
        namespace: OpenAI's tool namespace, "" for none.
        signature: Gemini's thoughtSignature, which must return on the same call.
    """

    id: str
    name: str
    arguments: str = "{}"
    custom: bool = False
    namespace: str = ""
    signature: str = ""
    cache: CacheHint | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolResult:
    """What a tool answered, as text, pictures and documents."""

    call_id: str
    parts: tuple[Text | Image | Document, ...] = ()
    is_error: bool = False
    cache: CacheHint | None = None


NO_ID = "call_unnamed_"
"""How the ids begin that calls get which a client sent without one."""

Part = Text | Image | Document | Thinking | ToolCall | ToolResult


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's turn."""

    role: Role
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A tool that the client offers.

    Attributes:
        schema: JSON schema of the arguments (an object).
        strict: whether the arguments must match the schema; None leaves it to the vendor.
        custom: takes free-form text; `grammar` is then its format object, as OpenAI writes it, or None.
    """

    name: str
    description: str = ""
    schema: Json = field(default_factory=dict)
    strict: bool | None = None
    custom: bool = False
    grammar: Json | None = None
    namespace: str = ""
    cache: CacheHint | None = None


class ToolMode(StrEnum):
    """Whether the model may, must or must not call tools."""

    AUTO = "auto"
    NONE = "none"
    ANY = "any"
    NAMED = "named"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolChoice:
    """`name` and `namespace` are set with NAMED alone."""

    mode: ToolMode
    name: str = ""
    namespace: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasoning:
    """How hard to think.

    Attributes:
        enabled: False asks for no reasoning at all.
        effort: "minimal", "low", "medium", "high", "xhigh", "max" or "" (the model decides).
        budget: tokens to think with, or None.
        summary: how the reasoning is shown: "auto", "concise", "detailed" or "" (not shown).
        carry: the client wants the encrypted reasoning to send it back (`include: reasoning.encrypted_content`).
    """

    enabled: bool = True
    effort: str = ""
    budget: int | None = None
    summary: str = ""
    carry: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputFormat:
    """JSON output: by `schema`, or any object where schema is None."""

    schema: Json | None = None
    name: str = ""
    description: str = ""
    strict: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One request, whatever dialect it came in."""

    model: str
    system: tuple[Text, ...] = ()
    turns: tuple[Turn, ...] = ()
    tools: tuple[Tool, ...] = ()
    tool_choice: ToolChoice | None = None
    parallel_tools: bool | None = None
    reasoning: Reasoning | None = None
    output: OutputFormat | None = None
    max_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    stop: tuple[str, ...] = ()
    seed: int | None = None
    presence_penalty: float | None = None
    frequency_penalty: float | None = None
    verbosity: str = ""
    user: str = ""
    cache_key: str = ""
    stream: bool = False
    stream_usage: bool = False


BILLING_HEADER = "x-anthropic-billing-header:"
"""Claude Code's first system block: it changes on every request, so that it would spoil every prompt cache."""


def without_billing_header(system: Iterable[Text]) -> tuple[Text, ...]:
    return tuple(text for text in system if not text.text.startswith(BILLING_HEADER))
