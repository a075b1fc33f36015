"""SAP's orchestration service: one deployment through which the models of all vendors are reached.

A conversation is fitted to the model as its own family would fit it; the service passes parameters on to the vendor and
refuses those that it does not know of that vendor.
"""

from __future__ import annotations

import logging
from dataclasses import replace

import msgspec

from aicore_tray.aicore.catalogue import FamilyFacts, ModelFacts
from aicore_tray.aicore.families import claude
from aicore_tray.aicore.families.cache_hints import hinted
from aicore_tray.aicore.families.family import (
    STRUCTURED_TOOL,
    STRUCTURED_TOOL_USE,
    ClientRequest,
    Plan,
    nearest_effort,
    schema_instruction,
)
from aicore_tray.dialects import chat_completions, messages
from aicore_tray.dialects.conversation import (
    CacheHint,
    Conversation,
    Json,
    Origin,
    Part,
    Role,
    Text,
    Tool,
    ToolCall,
    ToolChoice,
    ToolMode,
    ToolResult,
    Turn,
)
from aicore_tray.dialects.errors import invalid
from aicore_tray.dialects.orchestration import Orchestration as Dialect
from aicore_tray.dialects.reading import optional
from aicore_tray.dialects.signatures import SKIP_SIGNATURE

_log = logging.getLogger(__name__)

_COMPLETION = "/v2/completion"
_EMBEDDINGS = "/v2/embeddings"
_ENVELOPE = "final_result"
# The longest that the service takes, also for the whole of a stream. Where it takes less the field is learnt to be left
# out, and its own 600 seconds hold.
_TIMEOUT = 1200
# The service's own tries to connect to the vendor: others of ours come on top.
_RETRIES = 1
_VENDORS = {"anthropic": Origin.ANTHROPIC, "openai": Origin.OPENAI, "google": Origin.GEMINI}
_SAMPLING = ("temperature", "top_p", "presence_penalty", "frequency_penalty", "stop")


class Orchestration:
    """Plans requests to orchestration deployments."""

    def __init__(self, family: FamilyFacts) -> None:
        self._params = family.params

    def plan(self, request: ClientRequest, facts: ModelFacts) -> Plan:
        if request.kind == "embedding":
            return _embeddings(request, facts)
        vendor = _VENDORS.get(facts.vendor)
        asked = request.conversation_for(vendor) if vendor else request.conversation
        conversation = replace(asked, model=facts.name, stream_usage=asked.stream)
        if facts.max_output and conversation.max_tokens is not None:
            conversation = replace(conversation, max_tokens=min(conversation.max_tokens, facts.max_output))
        options: Json = {}
        if vendor is Origin.ANTHROPIC:
            conversation, options = _fit_claude(hinted(conversation, tools=False), facts)
        else:
            conversation = _fit_output(conversation, vendor)
        if vendor is not Origin.OPENAI:
            conversation = _system_first(conversation)
        if vendor is Origin.GEMINI and facts.signatures:
            conversation = _signed(conversation)
        structured = conversation.tools[:1] if _is_stand_in(conversation, asked) else ()
        dialect = Dialect(vendor, cached_apart=facts.cached_apart)
        # A cut that was asked for is made here where the model would refuse to be asked.
        stops = () if "stop" in self._known(facts) else conversation.stop
        plan = Plan(
            path=_COMPLETION,
            body=self._body(dialect, conversation, options, facts),
            dialect=dialect,
            structured_tool=structured[0].name if structured else "",
            stops=stops,
        )
        if not conversation.stream:
            return plan
        whole = replace(conversation, stream=False, stream_usage=False)
        return msgspec.structs.replace(
            plan,
            unstreamed=lambda: msgspec.structs.replace(
                plan, body=self._body(dialect, whole, options, facts), whole=True
            ),
        )

    def _body(self, dialect: Dialect, conversation: Conversation, options: Json, facts: ModelFacts) -> Json:
        body = dialect.write_request(conversation)
        model = body["config"]["modules"]["prompt_templating"]["model"]
        model["params"] = self._fit_params(model["params"] | options, conversation, facts)
        model["timeout"] = _TIMEOUT
        model["max_retries"] = _RETRIES
        return body

    def _fit_params(self, params: Json, conversation: Conversation, facts: ModelFacts) -> Json:
        if facts.efforts and facts.vendor == "openai" and "max_tokens" in params:
            params["max_completion_tokens"] = params.pop("max_tokens")
        effort = params.pop("reasoning_effort", None)
        if effort and (fitted := nearest_effort(effort, facts.efforts)):
            params["reasoning_effort"] = fitted
        if conversation.tools:
            params.setdefault("tool_choice", "auto")  # without the word some models do not call
            if not facts.tools_with_effort:
                params.pop("reasoning_effort", None)
        known = self._known(facts)
        for name in params.keys() - known:
            _log.debug("Left out the parameter %s: orchestration refuses it for %s", name, facts.name)
        return {name: value for name, value in params.items() if name in known}

    def _known(self, facts: ModelFacts) -> set[str]:
        """Return the parameters that the service takes for a model."""
        known = set(self._params.get(facts.vendor) or self._params.get("*", ())) - set(facts.orchestration_refuses)
        if facts.sampling == "fixed" and facts.vendor != "anthropic":  # Claude's are fitted by now
            known -= set(_SAMPLING)
        return known


def _embeddings(request: ClientRequest, facts: ModelFacts) -> Plan:
    """Return the plan for OpenAI's embeddings; the answer is theirs again, inside the service's envelope."""
    body = request.body()
    given = body.get("input")
    if not isinstance(given, str | list) or not all(isinstance(text, str) for text in given):
        raise invalid("input: this model takes a text or a list of texts", param="input")
    form, size = optional(body, "encoding_format", str), optional(body, "dimensions", int)
    params = {"encoding_format": form, "dimensions": size}
    model = {"name": facts.name, "params": {name: value for name, value in params.items() if value is not None}}
    sent = {"config": {"modules": {"embeddings": {"model": model}}}, "input": {"text": given}}
    return Plan(path=_EMBEDDINGS, body=sent, dialect=chat_completions, forward=True, envelope=_ENVELOPE)


def _is_stand_in(conversation: Conversation, asked: Conversation) -> bool:
    return not asked.tools and any(tool.name == STRUCTURED_TOOL for tool in conversation.tools)


# ---------------------------------------------------------------------------------------------------------------------
# What vendors need


def _told(conversation: Conversation, schema: Json | None) -> Conversation:
    """Return the conversation with its output's form told in words."""
    return replace(conversation, system=(*conversation.system, Text(text=schema_instruction(schema))))


def _fit_output(conversation: Conversation, vendor: Origin | None) -> Conversation:
    """Gemini takes tools or a schema, not both; plain JSON comes only where the prompt asks for it as well."""
    output = conversation.output
    if output is None:
        return conversation
    if vendor is Origin.GEMINI and conversation.tools:
        return _told(replace(conversation, output=None), output.schema)
    return _told(conversation, None) if output.schema is None else conversation


def _fit_claude(conversation: Conversation, facts: ModelFacts) -> tuple[Conversation, Json]:
    """Return the conversation for a Claude model with its parameters as Claude's own family would fit them."""
    output = conversation.output
    if output is not None and output.schema is None:
        conversation, output = _told(replace(conversation, output=None), None), None
    body = messages.write_request(conversation)
    structured = claude.fit(body, facts)
    conversation = replace(
        _cached_on_texts(conversation), output=None, reasoning=None, temperature=None, top_p=None, top_k=None, stop=()
    )
    options: Json = {
        name: body[name]
        for name in ("max_tokens", "temperature", "top_p", "top_k", "thinking", "output_config")
        if name in body
    }
    if "stop_sequences" in body:
        options["stop"] = body["stop_sequences"]
    if output is None or output.schema is None or "format" in body.get("output_config", {}):
        return conversation, options
    if not structured:
        return _told(conversation, output.schema), options
    tool = Tool(name=STRUCTURED_TOOL, description=STRUCTURED_TOOL_USE, schema=output.schema)
    choice = ToolChoice(mode=ToolMode.NAMED, name=tool.name)
    return replace(conversation, tools=(tool,), tool_choice=choice), options


def _cached_on_texts(conversation: Conversation) -> Conversation:
    """Return the conversation with breakpoints of calls and results on the nearest text before them.

    The service has no place for one there, and agents set theirs on the last result.
    """
    turns: list[Turn] = []
    wanted: CacheHint | None = None
    for turn in reversed(conversation.turns):
        parts: list[Part] = []
        for part in reversed(turn.parts):
            if isinstance(part, ToolCall | ToolResult):
                wanted = wanted or part.cache
            elif isinstance(part, Text) and wanted is not None and part.text.strip():
                part = replace(part, cache=part.cache or wanted)
                wanted = None
            parts.append(part)
        turns.append(Turn(turn.role, tuple(reversed(parts))))
    return replace(conversation, turns=tuple(reversed(turns)))


def _system_first(conversation: Conversation) -> Conversation:
    """Return the conversation with late system messages in the system prompt: only OpenAI's models take them there."""
    late = [turn for turn in conversation.turns if turn.role is Role.SYSTEM]
    texts = tuple(part for turn in late for part in turn.parts if isinstance(part, Text))
    kept = tuple(turn for turn in conversation.turns if turn.role is not Role.SYSTEM)
    return replace(conversation, system=(*conversation.system, *texts), turns=kept)


def _signed(conversation: Conversation) -> Conversation:
    """Return the conversation with a signature on the first call of every step, which the model insists on."""

    def first_signed(turn: Turn) -> Turn:
        calls = [part for part in turn.parts if isinstance(part, ToolCall)]
        if turn.role is not Role.ASSISTANT or not calls or calls[0].signature:
            return turn
        signed = replace(calls[0], signature=SKIP_SIGNATURE)
        return Turn(turn.role, tuple(signed if part is calls[0] else part for part in turn.parts))

    return replace(conversation, turns=tuple(first_signed(turn) for turn in conversation.turns))
