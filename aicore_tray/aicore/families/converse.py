"""Amazon Nova on Bedrock, by /converse: a conversation fitted to Converse's rules and to what the model takes.

Converse refuses a whole request over a blank text, a schema with one keyword too many or a history of calls without
tools, so all of that is made right here.
"""

from __future__ import annotations

import logging
from dataclasses import replace

from aicore_tray.aicore.catalogue import FamilyFacts, ModelFacts
from aicore_tray.aicore.families.cache_hints import hinted
from aicore_tray.aicore.families.family import (
    NO_WORDS,
    STRUCTURED_TOOL,
    STRUCTURED_TOOL_USE,
    ClientRequest,
    Plan,
    check_media,
    fit_stops,
    nearest_effort,
    schema_instruction,
)
from aicore_tray.dialects import converse
from aicore_tray.dialects.chat_completions_requests import effort_of
from aicore_tray.dialects.conversation import (
    Conversation,
    Document,
    Json,
    Origin,
    Part,
    Role,
    Text,
    Thinking,
    Tool,
    ToolCall,
    ToolChoice,
    ToolMode,
    ToolResult,
    Turn,
)
from aicore_tray.dialects.json_schema import as_object, without_references

_log = logging.getLogger(__name__)

_MOST_CACHE_POINTS = 4
_MOST_STOPS = 4
_LARGEST_TOP_K = 128
# Nova takes nothing else at the top of a tool's schema.
_SCHEMA_KEYS = ("type", "properties", "required")
_NO_TOOLS_NOW = "Do not call a tool now: answer in words."
_FORCED = (ToolMode.ANY, ToolMode.NAMED)


class Converse:
    """Plans requests to Nova deployments."""

    def __init__(self, family: FamilyFacts) -> None:
        self._family = family

    def plan(self, request: ClientRequest, facts: ModelFacts) -> Plan:
        conversation = hinted(_fit_turns(request.conversation_for(Origin.AMAZON), facts), tools=False)
        conversation, structured = _fit_tools(conversation)
        conversation = _fit_sampling(_fit_reasoning(conversation, facts), facts)
        body = converse.write_request(conversation)
        _fit_body(body, facts)
        return Plan(
            path="/converse-stream" if conversation.stream else "/converse",
            body=body,
            dialect=converse,
            structured_tool=STRUCTURED_TOOL if structured else "",
        )


# ---------------------------------------------------------------------------------------------------------------------
# What is said


def _fit_turns(conversation: Conversation, facts: ModelFacts) -> Conversation:
    turns = []
    for turn in conversation.turns:
        parts = [_fit_result(part) if isinstance(part, ToolResult) else part for part in turn.parts if _says(part)]
        check_media(turn, facts)
        if not facts.efforts:  # a model that does not think takes no thoughts back either
            parts = [part for part in parts if not isinstance(part, Thinking)]
        if any(isinstance(part, Document) for part in parts) and not any(isinstance(part, Text) for part in parts):
            parts.append(Text(text="See the document."))  # no document without a text beside it
        turns.append(Turn(turn.role, tuple(parts)))
    spoken = next((turn for turn in turns if turn.role is not Role.SYSTEM and turn.parts), None)
    if spoken is not None and spoken.role is Role.ASSISTANT:
        turns.insert(0, Turn(Role.USER, (Text(text=NO_WORDS),)))
    system = tuple(text for text in conversation.system if _says(text))
    return replace(conversation, system=system, turns=tuple(turns))


def _says(part: Part) -> bool:
    return not isinstance(part, Text) or bool(part.text.strip())


def _fit_result(result: ToolResult) -> ToolResult:
    parts = tuple(part for part in result.parts if _says(part))
    return replace(result, parts=parts or (Text(text="(no output)"),))


# ---------------------------------------------------------------------------------------------------------------------
# Tools and the form of the answer


def _fit_tools(conversation: Conversation) -> tuple[Conversation, bool]:
    """Let tools, choice and output format be what Converse has words for; tell whether a stand-in carries the form."""
    choice = conversation.tool_choice
    offered = () if choice is not None and choice.mode is ToolMode.NONE else conversation.tools
    output = conversation.output
    if output is not None and output.schema is not None and not offered:
        # An answer's form is a promise: a tool that has to be called keeps it.
        stand_in = Tool(name=STRUCTURED_TOOL, description=STRUCTURED_TOOL_USE, schema=output.schema)
        forced = ToolChoice(mode=ToolMode.NAMED, name=STRUCTURED_TOOL)
        return replace(conversation, tools=(stand_in,), tool_choice=forced, output=None), True
    told = [] if output is None else [schema_instruction(output.schema)]
    if not offered and (called := _called(conversation)):
        # Calls in the history want tools beside them, and "none" is no choice of Converse's.
        offered, choice = conversation.tools or called, None
        told.append(_NO_TOOLS_NOW)
    return replace(
        conversation,
        tools=offered,
        tool_choice=choice if offered else None,
        output=None,
        system=(*conversation.system, *(Text(text=text) for text in told)),
    ), False


def _called(conversation: Conversation) -> tuple[Tool, ...]:
    """Return a stand-in for every tool that the history has a call of."""
    calls = [part for turn in conversation.turns for part in turn.parts if isinstance(part, ToolCall)]
    names = {(call.name, call.namespace): Tool(name=call.name, namespace=call.namespace) for call in calls}
    return tuple(names.values())


# ---------------------------------------------------------------------------------------------------------------------
# How it is said


def _fit_reasoning(conversation: Conversation, facts: ModelFacts) -> Conversation:
    reasoning = conversation.reasoning
    forced = conversation.tool_choice is not None and conversation.tool_choice.mode in _FORCED
    if reasoning is None or not reasoning.enabled or not facts.efforts or forced:
        return replace(conversation, reasoning=None)
    effort = nearest_effort(effort_of(reasoning) or "medium", facts.efforts)
    limit = conversation.max_tokens
    if effort == facts.efforts[-1]:
        # At its utmost Nova takes neither sampling nor a limit; a limit that means something weighs more.
        if limit is not None and limit < facts.max_output:
            effort = facts.efforts[-2]
        else:
            conversation = replace(conversation, max_tokens=None, temperature=None, top_p=None, top_k=None)
    return replace(conversation, reasoning=replace(reasoning, effort=effort, budget=None))


def _fit_sampling(conversation: Conversation, facts: ModelFacts) -> Conversation:
    return replace(
        conversation,
        max_tokens=None if conversation.max_tokens is None else min(conversation.max_tokens, facts.max_output),
        # OpenAI's scale ends at 2.
        temperature=None if conversation.temperature is None else min(1.0, conversation.temperature),
        top_k=None if conversation.top_k is None else min(conversation.top_k, _LARGEST_TOP_K),
        stop=fit_stops(conversation.stop, _MOST_STOPS, facts),
    )


def _fit_body(body: Json, facts: ModelFacts) -> None:
    config = body.get("toolConfig")
    if config is not None:
        # Nova caches what stands in system and messages; tools come before both.
        config["tools"] = [tool for tool in config["tools"] if "toolSpec" in tool]
        for tool in config["tools"]:
            schema = as_object(without_references(tool["toolSpec"]["inputSchema"]["json"]))
            tool["toolSpec"]["inputSchema"]["json"] = {key: schema[key] for key in _SCHEMA_KEYS if key in schema}
    lists = [*([body["system"]] if "system" in body else []), *(message["content"] for message in body["messages"])]
    surplus = sum("cachePoint" in block for blocks in lists for block in blocks)
    surplus -= _MOST_CACHE_POINTS if facts.cache_points else 0
    for blocks in lists:
        kept = []
        for block in blocks:
            if "cachePoint" in block:
                surplus -= 1
                if surplus >= 0:  # the last ones hold the most
                    continue
                block = {"cachePoint": {"type": "default"}}
            kept.append(block)
        blocks[:] = kept
