"""What clients of every dialect ask of every model is sent in a form that SAP AI Core takes."""

from __future__ import annotations

import base64
import struct
import zlib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from aicore_tray.dialects import chat_completions, gemini, messages, responses
from aicore_tray.dialects.conversation import Conversation, Document, Image, Part, Role, Text, ToolResult, Turn
from aicore_tray.dialects.dialect import SharedDialect
from aicore_tray.dialects.losses import Feature
from aicore_tray.sandbox.model_facts import KNOWN
from tests.dialects.reduction import reduce
from tests.dialects.strategies import QUICK, conversations
from tests.dialects.test_garbage import bodies, check_refusal
from tests.families.planning import facts, plan, refusal_of

CLIENTS: tuple[SharedDialect, ...] = (messages, chat_completions, responses, gemini)
CHAT_MODELS = [name for name in KNOWN if facts(name).kind == "chat" and facts(name).family]
ORCHESTRATED = [name for name, known in KNOWN.items() if not known.dimensions]
every_client = pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.NAME)


def _png() -> str:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    return base64.b64encode(png).decode()


PNG = _png()


def sensible(conversation: Conversation, model: str) -> Conversation:
    """The same conversation as a client would really have it.

    Real pictures for models that see, words in every text, a question last.
    """
    row = facts(model)

    def change(part: Part) -> Part | None:
        match part:
            case Text():
                return replace(part, text=f"json {part.text}")
            case Image() if not row.vision:
                return None
            case Document() if not row.documents:
                return None
            case Image():
                return Image(media_type="image/png", data=PNG, detail=part.detail)
            case Document() if part.url:
                return None
            case ToolResult():
                inner: tuple[Any, ...] = tuple(new for old in part.parts if (new := change(old)) is not None)
                return replace(part, parts=inner)
        return part

    turns = [
        Turn(turn.role, tuple(new for part in turn.parts if (new := change(part)) is not None) or (Text(text="json"),))
        for turn in conversation.turns
    ]
    question = Turn(Role.USER, (Text(text="Answer in JSON."),))
    return reduce(replace(conversation, turns=(*turns, question)), [Feature.CACHE_HINTS])


@every_client
@pytest.mark.parametrize("model", CHAT_MODELS)
@settings(QUICK, max_examples=6)
@given(conversation=conversations())
def test_the_service_takes_it(model: str, client: SharedDialect, conversation: Conversation) -> None:
    body = client.write_request(sensible(conversation, model))
    assert refusal_of(model, plan(model, body, client)) == ""


@every_client
@pytest.mark.parametrize("model", ORCHESTRATED)
@settings(QUICK, max_examples=6)
@given(conversation=conversations())
def test_orchestration_takes_it(model: str, client: SharedDialect, conversation: Conversation) -> None:
    made = plan(model, client.write_request(sensible(conversation, model)), client, through_orchestration=True)
    if made.unstreamed is not None and not KNOWN[model].streams:
        made = made.unstreamed()
    assert refusal_of(model, made) == ""


@every_client
@pytest.mark.parametrize(
    "model",
    ["anthropic--claude-4.5-sonnet", "gpt-4.1", "gpt-5.5", "gemini-3.5-flash", "amazon--nova-pro",
     "cohere--command-a-reasoning"],
)  # fmt: skip
@settings(QUICK, max_examples=25)
@given(body=bodies(messages) | bodies(chat_completions) | bodies(responses) | bodies(gemini))
def test_garbage_is_refused_by_name(model: str, client: SharedDialect, body: dict[str, Any]) -> None:
    """Also where a body is only fitted, not read: a wrong type is the client's error, never ours."""
    check_refusal(lambda: plan(model, body, client))
    check_refusal(lambda: plan(model, body, client, through_orchestration=True))
