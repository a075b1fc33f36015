"""The neutral conversation in the middle: what a request asks and what an answer holds, in no dialect's words.

A dialect reads its wire format into these shapes and writes them back, so N dialects need N modules, not N x N.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from aicore_tray.dialects.errors import ApiError
from aicore_tray.dialects.json_schema import as_object

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


class FinishReason(StrEnum):
    """Why the model stopped."""

    STOP = "stop"
    STOP_SEQUENCE = "stop_sequence"
    LENGTH = "length"
    TOOL_CALLS = "tool_calls"
    CONTENT_FILTER = "content_filter"
    REFUSAL = "refusal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Token counts as the vendor reported them; the four kinds exclude each other.

    Attributes:
        input: fresh input tokens, without those read from or written to a cache.
        output: output tokens, reasoning included.
        reasoning: how many of the output tokens were reasoning.
    """

    input: int = 0
    cache_read: int = 0
    cache_write: int = 0
    output: int = 0
    reasoning: int = 0

    @property
    def prompt(self) -> int:
        """All input tokens, as OpenAI and Gemini count them."""
        return self.input + self.cache_read + self.cache_write

    @property
    def total(self) -> int:
        return self.prompt + self.output


AnswerPart = Text | Thinking | ToolCall


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A whole answer."""

    id: str = ""
    model: str = ""
    parts: tuple[AnswerPart, ...] = ()
    finish: FinishReason = FinishReason.STOP
    stop_sequence: str = ""
    usage: Usage = field(default_factory=Usage)


# ---------------------------------------------------------------------------------------------------------------------
# The same answer as a stream


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """The vendor accepted the request."""

    id: str = ""
    model: str = ""
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class TextDelta:
    text: str


@dataclass(frozen=True, slots=True)
class ThinkingStarted:
    """Begins a block of thinking whose vendor names it before it shows anything: OpenAI's `rs_...`."""

    id: str


@dataclass(frozen=True, slots=True)
class ThinkingDelta:
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThinkingDone:
    """Ends one block of thinking; without deltas before it, the block has no text that may be shown."""

    signature: str = ""
    origin: Origin | None = None
    redacted: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCallStarted:
    """`index` names the call in the deltas that follow."""

    index: int
    id: str
    name: str
    signature: str = ""


@dataclass(frozen=True, slots=True)
class ToolCallDelta:
    index: int
    arguments: str


@dataclass(frozen=True, slots=True)
class ToolCallDone:
    index: int


@dataclass(frozen=True, slots=True)
class UsageReported:
    """Counts so far; a later report replaces an earlier one."""

    usage: Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """The vendor's terminal marker was seen."""

    reason: FinishReason
    stop_sequence: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """The stream broke or told an error; nothing follows."""

    error: ApiError


Event = (
    Started
    | TextDelta
    | ThinkingStarted
    | ThinkingDelta
    | ThinkingDone
    | ToolCallStarted
    | ToolCallDelta
    | ToolCallDone
    | UsageReported
    | Finished
    | Failed
)

CONTENT_EVENTS = (TextDelta, ThinkingDelta, ThinkingDone, ToolCallStarted, Finished)
"""Events after which an upstream error can no longer be told as an HTTP status."""


def answer_events(answer: Answer) -> Iterable[Event]:
    """Tell a whole answer as the stream that would have made it."""
    yield Started(id=answer.id, model=answer.model, usage=answer.usage)
    for index, part in enumerate(answer.parts):
        if isinstance(part, Text):
            yield TextDelta(part.text)
        elif isinstance(part, Thinking):
            if part.id:
                yield ThinkingStarted(part.id)
            if part.text:
                yield ThinkingDelta(part.text)
            yield ThinkingDone(signature=part.signature, origin=part.origin, redacted=part.redacted, id=part.id)
        else:
            yield ToolCallStarted(index=index, id=part.id, name=part.name, signature=part.signature)
            yield ToolCallDelta(index, part.arguments)
            yield ToolCallDone(index)
    yield UsageReported(answer.usage)
    yield Finished(reason=answer.finish, stop_sequence=answer.stop_sequence)


class AnswerBuilder:
    """Collects a stream's events into the answer that they tell.

    Attributes:
        error: what went wrong, once a Failed was fed.
        finished: whether the terminal marker was seen.
    """

    def __init__(self) -> None:
        self.error: ApiError | None = None
        self.finished = False
        self._answer = Answer()
        self._parts: list[AnswerPart | int] = []
        self._calls: dict[int, ToolCall] = {}
        self._open: list[str] = []
        self._open_kind: type[Text | Thinking] | None = None

    def feed(self, event: Event) -> None:
        match event:
            case Started():
                self._answer = replace(
                    self._answer, id=event.id, model=event.model, usage=event.usage or self._answer.usage
                )
            case TextDelta():
                self._append(Text, event.text)
            case ThinkingDelta():
                self._append(Thinking, event.text)
            case ThinkingDone():
                text = "".join(self._open) if self._open_kind is Thinking else ""
                if self._open_kind is Thinking:
                    self._open, self._open_kind = [], None
                self._close()
                self._parts.append(
                    Thinking(
                        text=text,
                        signature=event.signature,
                        origin=event.origin,
                        redacted=event.redacted,
                        id=event.id,
                    )
                )
            case ToolCallStarted():
                self._close()
                self._calls[event.index] = ToolCall(
                    id=event.id, name=event.name, arguments="", signature=event.signature
                )
                self._parts.append(event.index)
            case ToolCallDelta():
                call = self._calls[event.index]
                self._calls[event.index] = replace(call, arguments=call.arguments + event.arguments)
            case ToolCallDone() | ThinkingStarted():
                pass
            case UsageReported():
                self._answer = replace(self._answer, usage=event.usage)
            case Finished():
                self.finished = True
                self._answer = replace(self._answer, finish=event.reason, stop_sequence=event.stop_sequence)
            case Failed():
                self.error = event.error

    def _append(self, kind: type[Text | Thinking], text: str) -> None:
        if self._open_kind is not kind:
            self._close()
            self._open_kind = kind
        self._open.append(text)

    def _close(self) -> None:
        if self._open_kind is not None:
            self._parts.append(self._open_kind(text="".join(self._open)))
        self._open, self._open_kind = [], None

    def answer(self) -> Answer:
        """Return what has been told so far."""
        self._close()
        parts = (self._calls[part] if isinstance(part, int) else part for part in self._parts)
        return replace(
            self._answer,
            parts=tuple(
                replace(part, arguments=part.arguments or "{}") if isinstance(part, ToolCall) else part
                for part in parts
            ),
        )


# ---------------------------------------------------------------------------------------------------------------------
# Names of tools on wires that know neither namespaces nor long names

MAX_TOOL_NAME = 64
MAX_CALL_ID = 40
_FORBIDDEN_IN_NAMES = re.compile(r"[^a-zA-Z0-9_-]")


def wire_name(name: str, namespace: str = "") -> str:
    """Return the one flat name under which a tool is offered to models.

    Every vendor takes up to 64 letters, digits, `_` and `-` that do not begin with a digit or `-`; a name that has to
    change gets a hash of itself as its tail, so that two tools never become one.
    """
    whole = f"{namespace}__{name}" if namespace else name
    flat = _FORBIDDEN_IN_NAMES.sub("_", whole)
    if not flat or flat[0] in "-0123456789":  # Gemini alone minds
        flat = f"_{flat}"
    if flat == whole and len(flat) <= MAX_TOOL_NAME:
        return flat
    tail = hashlib.sha256(whole.encode()).hexdigest()[:8]
    return f"{flat[: MAX_TOOL_NAME - 9]}_{tail}"


def wire_id(call_id: str) -> str:
    """Return a tool call's id as every vendor takes it: at most 40 letters, digits, `_` and `-`.

    An id of foreign shape becomes a hash of itself, so that a call and its result keep matching.
    """
    if 0 < len(call_id) <= MAX_CALL_ID and not _FORBIDDEN_IN_NAMES.search(call_id):
        return call_id
    return "call_" + hashlib.sha256(call_id.encode()).hexdigest()[:32]


def offered_choice(choice: ToolChoice | None, tools: Iterable[Tool]) -> ToolChoice | None:
    """Return the choice, or a free one where it names a tool that was not offered, or was dropped on the way in."""
    if choice is None or choice.mode is not ToolMode.NAMED:
        return choice
    known = {wire_name(tool.name, tool.namespace) for tool in tools}
    return choice if wire_name(choice.name, choice.namespace) in known else ToolChoice(mode=ToolMode.AUTO)


CUSTOM_INPUT = "input"
"""The one argument of the function that stands in for a free-form tool."""


def custom_arguments(text: str) -> str:
    """Return free-form input as the arguments of the function that stands in for the tool."""
    return json.dumps({CUSTOM_INPUT: text}, ensure_ascii=False)


def custom_text(arguments: str) -> str:
    """Return the free-form input out of the stand-in's arguments; what is no such object is taken as it is."""
    try:
        value = json.loads(arguments)
    except ValueError:
        return arguments
    if isinstance(value, dict) and isinstance(text := value.get(CUSTOM_INPUT), str):
        return text
    return arguments


def function_schema(tool: Tool) -> Json:
    """Return the JSON schema under which a tool is offered as a function; models need an object."""
    if tool.custom:
        note = "The tool's whole input as plain text."
        grammar = tool.grammar or {}
        if isinstance(definition := grammar.get("definition"), str):
            note += f" It must match this {grammar.get('syntax', 'grammar')} grammar:\n{definition}"
        return {
            "type": "object",
            "properties": {CUSTOM_INPUT: {"type": "string", "description": note}},
            "required": [CUSTOM_INPUT],
            "additionalProperties": False,
        }
    return as_object(tool.schema)


def flat_call(part: ToolCall) -> tuple[str, str]:
    """Return a call's flat name and its JSON arguments, for wires that know only functions."""
    arguments = custom_arguments(part.arguments) if part.custom else part.arguments or "{}"
    return wire_name(part.name, part.namespace), arguments


class ToolNames:
    """Finds the tool that the client offered by the flat name that came back in a call."""

    def __init__(self, tools: Iterable[Tool]) -> None:
        self._tools = {wire_name(tool.name, tool.namespace): tool for tool in tools}

    def offered(self, name: str) -> Tool:
        """Return the client's tool; a name that it never offered stays as it is.

        Gemini sometimes puts `default_api:` before a name.
        """
        tool = self._tools.get(name) or self._tools.get(name.rpartition(":")[2])
        return tool or Tool(name=name)


BILLING_HEADER = "x-anthropic-billing-header:"
"""Claude Code's first system block: it changes on every request, so that it would spoil every prompt cache."""


def without_billing_header(system: Iterable[Text]) -> tuple[Text, ...]:
    return tuple(text for text in system if not text.text.startswith(BILLING_HEADER))
