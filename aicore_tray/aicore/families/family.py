"""What a family offers to the gateway: a plan for one request to one of its deployments."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain
from typing import Protocol

import msgspec

from aicore_tray.aicore.catalogue import FamilyFacts, ModelFacts
from aicore_tray.dialects.conversation import (
    Conversation,
    Document,
    Image,
    Json,
    Origin,
    Thinking,
    ToolCall,
    ToolResult,
    Turn,
)
from aicore_tray.dialects.dialect import ClientDialect, UpstreamDialect
from aicore_tray.dialects.errors import invalid

_log = logging.getLogger(__name__)

STRUCTURED_TOOL = "answer_in_json"
STRUCTURED_TOOL_USE = "Give the answer in this form."
"""Stands in for a JSON schema where a model follows none by itself."""
NO_WORDS = "(The conversation begins with your own words.)"
"""What a person says before an assistant who speaks first, where a model wants a person's word before."""
RESULTS_READ, GO_ON = "I have the results.", "Go on."
"""What stands between a tool's result and a person's word, and behind the model's own last one, likewise."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """How a request goes to a deployment.

    Attributes:
        path: below the deployment's URL, without a trailing slash.
        query: the URL's query.
        body: the upstream's body.
        dialect: what the upstream's answer is read with.
        forward: the answer can go to the client as it is.
        structured_tool: a tool that stands in for a JSON schema; its call is the answer's text.
        stops: where the answer is to be cut, for a model that takes no stop sequences.
        others: bodies of further calls to the same path, where a model takes one text a call.
        join: makes one answer of those to `body` and to `others`, in this order.
        mend: makes what mends each chunk of an answer, or the whole of it, before it is forwarded.
        envelope: the field in which an answer that is forwarded lies, "" where it is the body itself.
        unstreamed: makes the plan that asks for the same in one piece, where a model may turn out not to stream.
        whole: the answer comes in one piece, whatever the client asked.
    """

    path: str
    body: Json
    dialect: UpstreamDialect
    query: Mapping[str, str] = msgspec.field(default_factory=dict)
    forward: bool = False
    structured_tool: str = ""
    stops: tuple[str, ...] = ()
    others: tuple[Json, ...] = ()
    join: Callable[[Sequence[Json]], Json] | None = None
    mend: Callable[[], Callable[[Json], Json]] | None = None
    envelope: str = ""
    unstreamed: Callable[[], Plan] | None = None
    whole: bool = False


class ClientRequest:
    """A client's request, read only as far as somebody asks.

    Attributes:
        dialect: what the client speaks and is answered in.
        kind: "chat", or "embedding" for the one request that is no conversation.
        betas: Anthropic's beta flags from the request's header.
        forgetful: reasoning of earlier turns is left out.
    """

    def __init__(
        self,
        dialect: ClientDialect,
        raw: bytes,
        *,
        kind: str = "chat",
        betas: tuple[str, ...] = (),
        recall: Callable[[Conversation, Origin], Conversation] | None = None,
        read_as: ClientDialect | None = None,
        forgetful: bool = False,
    ) -> None:
        self.dialect = dialect
        self.kind = kind
        self.betas = betas
        self._raw = raw
        self._recall = recall
        self._read_as = read_as or dialect
        self.forgetful = forgetful

    def repeats(self, text: str) -> bool:
        """Whether a text is in the body, as it is or as JSON writes it."""
        return text.encode(errors="replace") in self._raw or json.dumps(text)[1:-1].encode() in self._raw

    def mentions(self, name: str) -> bool:
        """Whether the body may have a field of this name; a text in it may have it, too."""
        return b'"%s"' % name.encode() in self._raw

    @property
    def raw(self) -> bytes:
        """The body as it came."""
        return self._raw

    @property
    def size(self) -> int:
        """Bytes of the body."""
        return len(self._raw)

    def is_in(self, dialect: UpstreamDialect) -> bool:
        """Whether the body is of `dialect` and the answer too: then both pass with little change.

        Cursor sends Responses bodies and wants to be answered in Chat Completions.
        """
        return self.dialect.NAME == dialect.NAME == self._read_as.NAME and not self.forgetful

    def body(self) -> Json:
        """Return the body parsed afresh: a family may change it in place.

        Raises:
            ApiError: it is no JSON after all.
        """
        try:
            body: Json = msgspec.json.decode(self._raw)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise invalid(f"The request body is not valid JSON: {error}") from error
        except RecursionError as error:
            raise invalid("The request body is nested too deeply") from error
        return body

    @cached_property
    def conversation(self) -> Conversation:
        """The request in neutral form.

        Raises:
            ApiError: a field is wrong.
        """
        conversation = self._read_as.read_request(self.body())
        return _forgetful(conversation) if self.forgetful else conversation

    def conversation_for(self, origin: Origin) -> Conversation:
        """Return the neutral form with the reasoning that `origin`'s models need back and the client could not keep."""
        return self._recall(self.conversation, origin) if self._recall else self.conversation

    def without_reasoning(self) -> ClientRequest:
        """Return the same request without what models thought in earlier turns: an upstream does not take it back."""
        return ClientRequest(
            self.dialect, self._raw, kind=self.kind, betas=self.betas, read_as=self._read_as, forgetful=True
        )


def _forgetful(conversation: Conversation) -> Conversation:
    turns = []
    for turn in conversation.turns:
        parts = tuple(
            replace(part, signature="") if isinstance(part, ToolCall) else part
            for part in turn.parts
            if not isinstance(part, Thinking)
        )
        if parts:
            turns.append(Turn(turn.role, parts))
    return replace(conversation, turns=tuple(turns))


class Family(Protocol):
    """One family of models; the modules of this package make its instances."""

    def plan(self, request: ClientRequest, facts: ModelFacts) -> Plan:
        """Return how `request` goes to a deployment of the model.

        Raises:
            ApiError: the request cannot be told to this model.
        """
        ...


FamilyMaker = Callable[[FamilyFacts], Family]


def nearest_effort(effort: str, accepted: tuple[str, ...]) -> str:
    """Return the accepted effort nearest to the one that was asked; "" where the model takes none."""
    scale = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
    if not accepted or effort in accepted:
        return effort if accepted else ""
    if effort not in scale:
        return "medium" if "medium" in accepted else accepted[-1]
    place = scale.index(effort)
    return min(accepted, key=lambda known: (abs(scale.index(known) - place), scale.index(known)))


def check_media(turn: Turn, facts: ModelFacts) -> None:
    """Refuse pictures and documents that a model takes none of, those in tools' results too.

    Raises:
        ApiError: there is one.
    """
    for part in chain(turn.parts, *(part.parts for part in turn.parts if isinstance(part, ToolResult))):
        if isinstance(part, Image) and not facts.vision:
            raise invalid(f"messages: '{facts.name}' takes no pictures", param="messages")
        if isinstance(part, Document) and not facts.documents:
            raise invalid(f"messages: '{facts.name}' takes no documents", param="messages")


def fit_stops(stops: tuple[str, ...], most: int, facts: ModelFacts) -> tuple[str, ...]:
    """Return as many stop sequences as a model takes; blank ones are none."""
    said = tuple(stop for stop in stops if stop.strip())
    if len(said) > most:
        _log.info("Left out %d stop sequences: %s takes %d", len(said) - most, facts.name, most)
    return said[:most]


def schema_instruction(schema: Json | None) -> str:
    """Return the sentence that asks for JSON where a model takes no schema by itself."""
    if schema is None:
        return "Answer with one JSON object and nothing else."
    told = msgspec.json.encode(schema).decode()
    return f"Answer with one JSON object and nothing else; it must match this JSON schema:\n{told}"
