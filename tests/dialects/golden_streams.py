"""The golden streams: an upstream's bytes beside the events and the clients' bytes that they must become.

`python -m tests.dialects.golden_streams` writes the expectations anew; read the difference before you believe it.
"""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from aicore_tray.dialects import chat_completions, converse, dialect, gemini, messages, responses, responses_items
from aicore_tray.dialects.answer import Event, Failed
from aicore_tray.dialects.cohere import Cohere
from aicore_tray.dialects.conversation import Conversation, Json, Origin, Reasoning, Tool
from aicore_tray.dialects.dialect import Asked, SharedDialect, UpstreamDialect
from aicore_tray.dialects.orchestration import Orchestration
from aicore_tray.dialects.sse import SseParser

FOLDER = Path(__file__).parent / "golden"
CLIENTS: tuple[SharedDialect, ...] = (messages, chat_completions, responses, gemini)
COHERE = Cohere()
CREATED = 1_700_000_000


@dataclass(frozen=True, slots=True)
class Golden:
    """One stream.

    Attributes:
        terminal: how many payloads there are up to the terminal marker.
    """

    name: str
    upstream: UpstreamDialect
    terminal: int

    @property
    def wire(self) -> bytes:
        """The upstream's bytes; `␍` at the end of a line stands for a carriage return, which Git would not keep."""
        return (FOLDER / f"{self.name}.upstream.txt").read_text(encoding="utf-8").replace("␍\n", "\r\n").encode()

    def expected(self, client: str) -> str:
        return (FOLDER / f"{self.name}.{client}.txt").read_text(encoding="utf-8")


GOLDEN = (
    Golden("claude_thinks_and_calls", messages, 19),
    Golden("claude_redacted_stop_sequence", messages, 9),
    Golden("azure_chat_text", chat_completions, 6),
    Golden("azure_chat_mixed_calls", chat_completions, 8),
    Golden("azure_responses_reasoning", responses, 21),
    Golden("azure_responses_cut_short", responses, 9),
    Golden("gemini_thoughts_and_calls", gemini, 4),
    Golden("converse_thinks_and_calls", converse, 16),
    Golden("converse_json_cut_short", converse, 7),
    Golden("cohere_thinks_and_calls", COHERE, 14),
    Golden("cohere_cites_cut_short", COHERE, 8),
    Golden("orchestration_claude_thinks_and_calls", Orchestration(Origin.ANTHROPIC, cached_apart=True), 11),
    Golden("orchestration_gpt_text", Orchestration(Origin.OPENAI), 4),
    Golden("orchestration_gemini_calls", Orchestration(Origin.GEMINI), 5),
)

_TOOLS = (
    Tool(name="wetter", schema={"type": "object", "properties": {"stadt": {"type": "string"}}}),
    Tool(name="now"),
)


def asked() -> Asked:
    """The request that all golden streams answer: it sees reasoning and counts, and offers two tools."""
    conversation = Conversation(model="asked", tools=_TOOLS, reasoning=Reasoning(summary="auto", carry=True))
    made = Asked(model="asked", conversation=lambda: conversation, stream_usage=True)
    made.created = CREATED
    return made


def freeze(patch: pytest.MonkeyPatch) -> None:
    """Let made ids count up and the clock stand still."""
    numbers = itertools.count(1)
    patch.setattr(dialect, "uuid", SimpleNamespace(uuid4=lambda: SimpleNamespace(hex=f"{next(numbers):04}")))
    patch.setattr(responses_items, "time", SimpleNamespace(time=lambda: CREATED + 1))


def read(golden: Golden, pieces: list[bytes]) -> list[Event]:
    """Read the upstream's bytes in these pieces."""
    parser, reader = SseParser(), golden.upstream.stream_reader()
    payloads = [payload for piece in pieces for payload in parser.feed(piece)]
    payloads += parser.end()
    return [event for payload in payloads for event in reader.feed(payload)] + reader.end()


def write(client: SharedDialect, events: list[Event]) -> bytes:
    writer = client.stream_writer(asked())
    return b"".join([writer.feed(event) for event in events])


def forward(client: SharedDialect, pieces: list[bytes]) -> bytes:
    parser, forwarder = SseParser(), client.forwarder(asked())
    out = [forwarder.feed(payload) for piece in pieces for payload in parser.feed(piece)]
    out += [forwarder.feed(payload) for payload in parser.end()]
    return b"".join([*out, forwarder.end()])


def told(events: list[Event]) -> str:
    """One line an event."""
    return "".join(f"{type(event).__name__} {_fields(event)}\n" for event in events)


def _fields(event: Event) -> str:
    fields: Json = {"kind": event.error.kind} if isinstance(event, Failed) else msgspec.to_builtins(event)
    return json.dumps({key: value for key, value in fields.items() if value not in ("", None)}, ensure_ascii=False)


def _write_all() -> None:
    for golden in GOLDEN:
        with pytest.MonkeyPatch.context() as patch:
            for client in CLIENTS:
                freeze(patch)
                text = write(client, read(golden, [golden.wire])).decode()
                (FOLDER / f"{golden.name}.{client.NAME}.txt").write_text(text, encoding="utf-8")
            freeze(patch)
            (FOLDER / f"{golden.name}.events.txt").write_text(told(read(golden, [golden.wire])), encoding="utf-8")
            for client in CLIENTS:
                if client.NAME == golden.upstream.NAME:
                    freeze(patch)
                    text = forward(client, [golden.wire]).decode()
                    (FOLDER / f"{golden.name}.forwarded.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    _write_all()
