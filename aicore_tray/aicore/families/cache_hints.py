"""Prompt-cache breakpoints for clients that set none: OpenAI's and Google's caches need no marks, Bedrock's do.

Source: Anthropic's and Amazon's documentation of prompt caching: at most four marks; a prefix is read again up to the
last of them that was written before. So one stands after the tools, one after the system prompt, and two at the last
user turns: the next request finds this one's end.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from aicore_tray.dialects.conversation import CacheHint, Conversation, Part, Role, Text, Thinking, Turn

_TURNS = 2


def hinted(conversation: Conversation, *, tools: bool) -> Conversation:
    """Return a conversation with breakpoints, the same one where it has its own.

    Args:
        tools: the model takes a breakpoint after its tools.
    """
    parts = chain.from_iterable(turn.parts for turn in conversation.turns)
    own = chain(conversation.system, conversation.tools, (part for part in parts if not isinstance(part, Thinking)))
    if any(each.cache is not None for each in own):
        return conversation
    system, offered = conversation.system, conversation.tools
    if system:
        system = (*system[:-1], replace(system[-1], cache=CacheHint()))
    if tools and offered:
        offered = (*offered[:-1], replace(offered[-1], cache=CacheHint()))
    users = [number for number, turn in enumerate(conversation.turns) if turn.role is Role.USER and turn.parts]
    turns = tuple(
        Turn(turn.role, _marked(turn.parts)) if number in users[-_TURNS:] else turn
        for number, turn in enumerate(conversation.turns)
    )
    return replace(conversation, system=system, tools=offered, turns=turns)


def _marked(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    for place in range(len(parts) - 1, -1, -1):
        part = parts[place]
        # Reasoning takes no mark, and a blank text does not go along.
        if isinstance(part, Thinking) or (isinstance(part, Text) and not part.text.strip()):
            continue
        return (*parts[:place], replace(part, cache=CacheHint()), *parts[place + 1 :])
    return parts
