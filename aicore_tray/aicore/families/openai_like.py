"""Mistral, Perplexity and open models: Chat Completions, each with fewer fields and stricter rules than OpenAI's.

What a model lacks is data (resources/models.toml). Requests are written anew from the neutral form, since nearly every
field needs a look; answers of clients of the same dialect pass as they are, with their extra fields.
"""

from __future__ import annotations

import hashlib
import logging
import re
from dataclasses import replace

from aicore_tray.aicore.catalogue import FamilyFacts, ModelFacts
from aicore_tray.aicore.families.family import (
    GO_ON,
    NO_WORDS,
    RESULTS_READ,
    ClientRequest,
    Plan,
    check_media,
    nearest_effort,
    schema_instruction,
)
from aicore_tray.dialects import chat_completions
from aicore_tray.dialects.conversation import (
    Conversation,
    Json,
    Part,
    Role,
    Text,
    ToolCall,
    ToolResult,
    Turn,
)
from aicore_tray.dialects.hosted_chat import HostedChat, Mender
from aicore_tray.dialects.tool_names import flat_call, wire_name

_log = logging.getLogger(__name__)

# What only OpenAI's own models take, or what has another name here.
_DROPPED = ("max_completion_tokens", "verbosity", "user", "prompt_cache_key", "reasoning_effort")
# What a client of the same dialect may say beside the conversation.
_PASSED = ("n", "logprobs", "top_logprobs", "logit_bias")
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_OF_ALPHABET = re.compile(r"[0-9A-Za-z]+")


class OpenAiLike:
    """Plans requests to deployments of models with OpenAI's wire format."""

    def __init__(self, family: FamilyFacts) -> None:
        self._family = family

    def plan(self, request: ClientRequest, facts: ModelFacts) -> Plan:
        own = request.is_in(chat_completions)
        given = request.body() if own else {}
        asked = replace(_read(given), stream=given.get("stream") is True) if own else request.conversation
        conversation = _fit(asked, facts)
        body = chat_completions.write_request(conversation)
        _fit_body(body, conversation, facts)
        body |= {key: given[key] for key in (*_PASSED, *facts.extra_fields) if given.get(key) is not None}
        for key in facts.dropped_fields:
            body.pop(key, None)
        return Plan(
            path="/chat/completions",
            body=body,
            dialect=HostedChat(shows_sources=asked.output is None),
            forward=own and not _renames(conversation),
            mend=Mender,
        )


def _read(body: Json) -> Conversation:
    """Return the conversation of a client of the same dialect, which may ask for several choices."""
    return chat_completions.read_request({key: value for key, value in body.items() if key != "n"})


def _renames(conversation: Conversation) -> bool:
    """Whether the client's tools have other names or forms here, so that calls have to be translated back."""
    return any(tool.custom or wire_name(tool.name, tool.namespace) != tool.name for tool in conversation.tools)


# ---------------------------------------------------------------------------------------------------------------------
# What is said


def _fit(conversation: Conversation, facts: ModelFacts) -> Conversation:
    system = [*conversation.system]
    turns = []
    for turn in conversation.turns:
        check_media(turn, facts)
        if turn.role is Role.SYSTEM:  # none of these models takes one in mid-conversation
            system += [part for part in turn.parts if isinstance(part, Text)]
        else:
            turns.append(turn)
    output = conversation.output
    if output is not None and (not facts.json_output or output.schema is None):
        system.append(Text(text=schema_instruction(output.schema)))
        output = output if facts.json_output else None
    if not facts.tools:
        if conversation.tools:
            _log.info("Left out %d tools: %s takes none", len(conversation.tools), facts.name)
        turns = _told_calls(turns)
        conversation = replace(conversation, tools=(), tool_choice=None, parallel_tools=None)
    told = "\n\n".join(text.text for text in system if text.text.strip())
    return replace(
        conversation,
        system=(Text(text=told),) if told else (),
        turns=tuple(turns),
        tools=tuple(replace(tool, strict=None) for tool in conversation.tools),
        output=output,
    )


def _told_calls(turns: list[Turn]) -> list[Turn]:
    """Tell the calls of the history in words, for a model that knows no tools."""
    names: dict[str, str] = {}
    told = []
    for turn in turns:
        parts: list[Part] = []
        for part in turn.parts:
            if isinstance(part, ToolCall):
                names[part.id], arguments = flat_call(part)
                parts.append(Text(text=f"[Called {names[part.id]} with {arguments}]"))
            elif isinstance(part, ToolResult):
                parts.append(Text(text=f"[{names.get(part.call_id, 'The tool')} returned:]"))
                parts += part.parts
            else:
                parts.append(part)
        told.append(Turn(turn.role, tuple(parts)))
    return told


# ---------------------------------------------------------------------------------------------------------------------
# How it is written


def _fit_body(body: Json, conversation: Conversation, facts: ModelFacts) -> None:
    limit, effort = body.get("max_completion_tokens"), body.get("reasoning_effort")
    for key in _DROPPED:
        body.pop(key, None)
    body["model"] = facts.name
    if limit is not None:
        body["max_tokens"] = min(limit, facts.max_output) if facts.max_output else limit
    if conversation.top_k is not None:
        body["top_k"] = conversation.top_k
    if effort and facts.efforts:
        # Who asks for a little is given it, also where the next less is none.
        some = tuple(known for known in facts.efforts if known != "none")
        body["reasoning_effort"] = nearest_effort(effort, facts.efforts if effort == "none" else some)
    if body.get("stream"):
        # The real counts are always asked for; the client sees them only if it asked itself.
        body["stream_options"] = {"include_usage": True}
    messages = [message for message in body["messages"] if _says(message)]
    if facts.call_id_length:
        _shorten_ids(messages, facts.call_id_length)
    body["messages"] = _in_turns(messages, facts.turns)


def _says(message: Json) -> bool:
    content = message.get("content")
    silent = isinstance(content, str) and not content.strip()
    if message["role"] == "tool":
        message["content"] = "(no output)" if silent else content
        return True
    if silent and message.get("tool_calls"):
        message["content"] = None
    return bool(message.get("tool_calls")) or not (content is None or silent)


def _shorten_ids(messages: list[Json], length: int) -> None:
    """Give calls and their results ids of the only shape that the model takes, the same for the same id."""
    for message in messages:
        if "tool_call_id" in message:
            message["tool_call_id"] = short_id(message["tool_call_id"], length)
        for call in message.get("tool_calls") or ():
            call["id"] = short_id(call["id"], length)


def short_id(call_id: str, length: int) -> str:
    """Return an id of so many letters and digits; one that is so already stays."""
    if len(call_id) == length and _OF_ALPHABET.fullmatch(call_id):
        return call_id
    number = int.from_bytes(hashlib.sha256(call_id.encode()).digest(), "big")
    digits = []
    for _ in range(length):
        number, place = divmod(number, len(_ALPHABET))
        digits.append(_ALPHABET[place])
    return "".join(digits)


def _in_turns(messages: list[Json], rule: str) -> list[Json]:
    """Let the order of speakers be what the model insists on."""
    if rule == "any":
        return messages
    ordered: list[Json] = []
    for message in messages:
        last = ordered[-1] if ordered else None
        if last is not None and last["role"] == "tool" and message["role"] == "user":
            ordered.append({"role": "assistant", "content": RESULTS_READ})
        if rule == "alternate" and message["role"] == "assistant" and (last is None or last["role"] == "system"):
            ordered.append({"role": "user", "content": NO_WORDS})
        if rule == "alternate" and last is not None and last["role"] == message["role"]:
            last["content"] = _joined(last["content"], message["content"])
        else:
            ordered.append(message)
    if ordered and ordered[-1]["role"] == "assistant":
        ordered.append({"role": "user", "content": GO_ON})
    return ordered


def _joined(first: str | list[Json], second: str | list[Json]) -> str | list[Json]:
    if isinstance(first, str) and isinstance(second, str):
        return f"{first}\n\n{second}"
    blocks = [
        content if isinstance(content, list) else [{"type": "text", "text": content}] for content in (first, second)
    ]
    return [*blocks[0], *blocks[1]]
