"""`POST /v1/responses/compact`: a conversation made short, so that it fits the model again.

Source: OpenAI's API reference: the answer is the next request's input, the user's own words and one `compaction` item
that stands for the rest. What is in that item is a summary which the asked model wrote; it is put back as text, for
every model.
"""

from __future__ import annotations

import base64
import binascii
import time

import msgspec

from aicore_tray.dialects import responses
from aicore_tray.dialects.conversation import (
    Conversation,
    Document,
    Image,
    Json,
    Role,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
    Turn,
)
from aicore_tray.dialects.dialect import new_id
from aicore_tray.dialects.errors import ApiError, ErrorKind, invalid
from aicore_tray.dialects.reading import json_object

_MARK = b"aicore-tray-summary:"
_KINDS = ("compaction", "compaction_summary")
# Of the user's own words so many characters are kept, the newest.
_KEPT = 60_000
_INSTRUCTIONS = (
    "You make a conversation between a user and an assistant short, so that another assistant can go on with it "
    "without having read it. Write down what the user wants and has decided, what was done and found, with every name, "
    "path, number and code line that is still needed, what failed, and what is left to do. No greeting, no remark."
)
_BEFORE = "This conversation was made short. What went before, in an assistant's own words:\n\n"


def expanded(raw: bytes) -> bytes:
    """Return a Responses body with our summaries as text in place of their items."""
    if b'"compaction' not in raw:
        return raw
    try:
        body = json_object(raw)
    except ApiError:
        return raw  # whoever reads it next says what is wrong
    items = body.get("input")
    if not isinstance(items, list):
        return raw
    body["input"] = [_as_text(item) for item in items]
    return msgspec.json.encode(body)


def _as_text(item: object) -> object:
    if not isinstance(item, dict) or item.get("type") not in _KINDS:
        return item
    try:
        packed = base64.b64decode(str(item.get("encrypted_content")), validate=True)
    except (binascii.Error, ValueError):
        return item
    if not packed.startswith(_MARK):
        return item
    text = _BEFORE + packed.removeprefix(_MARK).decode(errors="replace")
    return {"type": "message", "role": "user", "content": [{"type": "input_text", "text": text}]}


def summary_request(raw: bytes) -> tuple[bytes, list[Json]]:
    """Return the Responses body that asks for a summary, and the user's words that are kept.

    Raises:
        ApiError: the body cannot be read, or there is nothing to make short.
    """
    body = json_object(raw)
    conversation = responses.read_request(body)
    if not conversation.turns:
        raise invalid("input: there is nothing to make short", param="input")
    asked = {
        "model": conversation.model,
        "instructions": _INSTRUCTIONS,
        "input": [{"role": "user", "content": [{"type": "input_text", "text": _told(conversation)}]}],
        "store": False,
    }
    return msgspec.json.encode(asked), _user_words(conversation)


def compacted(answer: Json, kept: list[Json]) -> Json:
    """Return the answer to a client, made of the summary's.

    Raises:
        ApiError: the model wrote none.
    """
    texts = [
        part.get("text") or ""
        for item in answer.get("output") or ()
        if item.get("type") == "message"
        for part in item.get("content") or ()
    ]
    summary = "".join(texts).strip()
    if not summary:
        raise ApiError(ErrorKind.UPSTREAM, "The model wrote no summary of the conversation")
    packed = base64.b64encode(_MARK + summary.encode()).decode()
    return {
        "id": new_id("resp_"),
        "object": "response.compaction",
        "created_at": int(time.time()),
        "output": [*kept, {"type": "compaction", "id": new_id("cmp_"), "encrypted_content": packed}],
        "usage": answer.get("usage"),
    }


def _user_words(conversation: Conversation) -> list[Json]:
    """Return the newest messages of the user as items, as many as fit."""
    kept: list[Json] = []
    room = _KEPT
    for turn in reversed(conversation.turns):
        text = "\n\n".join(part.text for part in turn.parts if isinstance(part, Text))
        if turn.role is not Role.USER or not text or text.startswith(_BEFORE):
            continue
        room -= len(text)
        if room < 0:
            break
        content = [{"type": "input_text", "text": text}]
        kept.append(
            {"type": "message", "role": "user", "id": new_id("msg_"), "status": "completed", "content": content}
        )
    return kept[::-1]


def _told(conversation: Conversation) -> str:
    """Return a conversation as one text, which no model takes for its own."""
    lines = [f"[instructions]\n{text.text}" for text in conversation.system]
    lines += [line for turn in conversation.turns for line in _turn(turn)]
    return "\n\n".join(lines)


def _turn(turn: Turn) -> list[str]:
    lines = []
    for part in turn.parts:
        match part:
            case Text():
                lines.append(f"[{turn.role}]\n{part.text}")
            case ToolCall():
                lines.append(f"[{turn.role} calls {part.name}]\n{part.arguments}")
            case ToolResult():
                said = "\n".join(each.text if isinstance(each, Text) else "(a file)" for each in part.parts)
                lines.append(f"[a tool answers]\n{said}")
            case Image() | Document():
                lines.append(f"[{turn.role}]\n(a file)")
            case Thinking():
                pass
    return lines
