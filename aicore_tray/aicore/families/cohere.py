"""Cohere's Command, by /v2/chat: a conversation fitted to Cohere's order of speakers, names, schemas and ranges.

Cohere's models think unless told otherwise, and what they think counts against the limit of the answer.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import replace

from aicore_tray.aicore.catalogue import FamilyFacts, ModelFacts
from aicore_tray.aicore.families.cohere_schemas import fitted_schema
from aicore_tray.aicore.families.family import (
    GO_ON,
    NO_WORDS,
    RESULTS_READ,
    ClientRequest,
    Plan,
    check_media,
    fit_stops,
    schema_instruction,
)
from aicore_tray.dialects.cohere import Cohere as Dialect
from aicore_tray.dialects.cohere_requests import budget_of
from aicore_tray.dialects.conversation import (
    Conversation,
    Json,
    OutputFormat,
    Part,
    Reasoning,
    Role,
    Text,
    Thinking,
    ToolMode,
    ToolResult,
    Turn,
)

_log = logging.getLogger(__name__)

_MOST_STOPS = 5
_LARGEST_K = 500
_LEAST_P, _MOST_P = 0.01, 0.99
_LONGEST_NAME = 64
# What an answer needs beside the thinking; Cohere's own advice is about a thousand tokens.
_ROOM = 1024


class Cohere:
    """Plans requests to Cohere's deployments."""

    def __init__(self, family: FamilyFacts) -> None:
        self._family = family

    def plan(self, request: ClientRequest, facts: ModelFacts) -> Plan:
        conversation = _fit_output(_fit_turns(request.conversation, facts))
        conversation = _fit_sampling(_fit_reasoning(conversation, facts), facts)
        body = Dialect().write_request(replace(conversation, model=facts.name))
        body["messages"] = _in_order(body["messages"])
        return Plan(path="/v2/chat", body=body, dialect=Dialect(_fit_names(body)))


# ---------------------------------------------------------------------------------------------------------------------
# What is said


def _fit_turns(conversation: Conversation, facts: ModelFacts) -> Conversation:
    system, turns = [*conversation.system], []
    for turn in conversation.turns:
        check_media(turn, facts)
        if turn.role is Role.SYSTEM:  # none in mid-conversation
            system += [part for part in turn.parts if isinstance(part, Text)]
        else:
            parts = (_fit_result(part) if isinstance(part, ToolResult) else part for part in turn.parts if _says(part))
            turns.append(Turn(turn.role, tuple(parts)))
    told = "\n\n".join(text.text for text in system if _says(text))
    return replace(conversation, system=(Text(text=told),) if told else (), turns=tuple(turns))


def _says(part: Part) -> bool:
    return not isinstance(part, Text | Thinking) or bool(part.text.strip())


def _fit_result(result: ToolResult) -> ToolResult:
    parts = tuple(part for part in result.parts if _says(part))
    texts = any(isinstance(part, Text) for part in parts)
    return replace(result, parts=parts if texts else (Text(text="(no output)"), *parts))


def _in_order(messages: list[Json]) -> list[Json]:
    """Let a person begin and end the conversation, and say nothing between a tool's result and the model's answer."""
    ordered: list[Json] = []
    for message in messages:
        before = ordered[-1]["role"] if ordered else "system"
        if message["role"] == "assistant" and before == "system":
            ordered.append({"role": "user", "content": NO_WORDS})
        if message["role"] == "user" and before == "tool":
            ordered.append({"role": "assistant", "content": RESULTS_READ})
        ordered.append(message)
    if not ordered or ordered[-1]["role"] not in ("user", "tool"):
        ordered.append({"role": "user", "content": GO_ON})
    return ordered


def _fit_names(body: Json) -> Mapping[str, str]:
    """Give tools names without `-`, which Cohere refuses; return what they were called before."""
    functions = [tool["function"] for tool in body.get("tools") or ()]
    functions += [call["function"] for message in body["messages"] for call in message.get("tool_calls") or ()]
    taken = {function["name"] for function in functions}
    names: dict[str, str] = {}
    for name in sorted(name for name in taken if "-" in name):
        fitted = name.replace("-", "_")
        if fitted in taken or fitted in names:
            fitted = f"{fitted[: _LONGEST_NAME - 9]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"
        names[fitted] = name
    wire = {name: fitted for fitted, name in names.items()}
    for function in functions:
        function["name"] = wire.get(function["name"], function["name"])
    return names


# ---------------------------------------------------------------------------------------------------------------------
# The form of the answer, and how it is made


def _fit_output(conversation: Conversation) -> Conversation:
    output = conversation.output
    if output is None:
        return conversation
    schema = None if output.schema is None else fitted_schema(output.schema)
    words = Text(text=schema_instruction(output.schema))
    if conversation.tools and not _may_not_call(conversation):
        form = None  # Cohere takes tools or a form, not both
    elif output.schema is None or schema is None:
        form = OutputFormat()  # any object, which has to be asked for in words as well
    else:
        return replace(conversation, output=OutputFormat(schema=schema), tools=(), tool_choice=None)
    tools = () if form else conversation.tools
    return replace(
        conversation,
        output=form,
        tools=tools,
        tool_choice=conversation.tool_choice if tools else None,
        system=(Text(text="\n\n".join((*(text.text for text in conversation.system), words.text))),),
    )


def _may_not_call(conversation: Conversation) -> bool:
    return conversation.tool_choice is not None and conversation.tool_choice.mode is ToolMode.NONE


def _fit_reasoning(conversation: Conversation, facts: ModelFacts) -> Conversation:
    """Leave the answer room beside the thinking, which is on unless it is turned off."""
    reasoning, limit = conversation.reasoning, conversation.max_tokens
    if facts.thinking != "budget":
        return replace(conversation, reasoning=None)
    if reasoning is not None and not reasoning.enabled:
        return conversation
    smallest, largest = facts.thinking_range
    wanted = None if reasoning is None else budget_of(reasoning)
    most = largest if limit is None else min(largest, limit - _ROOM)
    if most < smallest:
        fitted: Reasoning | None = Reasoning(enabled=False)
    elif wanted is None and most == largest:
        fitted = None if reasoning is None else Reasoning()
    else:
        fitted = Reasoning(budget=most if wanted is None else max(smallest, min(wanted, most)))
    return replace(conversation, reasoning=fitted)


def _fit_sampling(conversation: Conversation, facts: ModelFacts) -> Conversation:
    frequency = _within(conversation.frequency_penalty, 0.0, 1.0)
    presence = _within(conversation.presence_penalty, 0.0, 1.0)
    return replace(
        conversation,
        max_tokens=None if conversation.max_tokens is None else min(conversation.max_tokens, facts.max_output),
        temperature=_within(conversation.temperature, 0.0, 1.0),
        top_p=_within(conversation.top_p, _LEAST_P, _MOST_P),
        top_k=None if conversation.top_k is None else max(0, min(conversation.top_k, _LARGEST_K)),
        stop=fit_stops(conversation.stop, _MOST_STOPS, facts),
        # One of the two at most.
        frequency_penalty=frequency or None,
        presence_penalty=None if frequency else presence or None,
    )


def _within(value: float | None, least: float, most: float) -> float | None:
    return None if value is None else max(least, min(value, most))
