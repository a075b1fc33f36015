"""The requests of the made-up day, and what the journal keeps of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aicore_tray.dialects.answer import Usage
from aicore_tray.dialects.errors import ErrorKind
from aicore_tray.gateway.detail import Step, StepKind, Why
from aicore_tray.gateway.journal import BodyText, RequestDetail
from aicore_tray.gui.snapshots import RunningView
from aicore_tray.usage.record import RequestRecord

SONNET, HAIKU, GPT, FLASH = "anthropic--claude-4.6-sonnet", "anthropic--claude-4.5-haiku", "gpt-5.5", "gemini-3.5-flash"
CLAUDE_CODE, CODEX, CLINE = "claude-cli/2.1.329", "codex_cli_rs/0.169", "cline/3.60"
RETRIED, TOO_LONG, CANCELLED = "req-3", "req-7", "req-6"
_APIS = {CLAUDE_CODE: "messages", CODEX: "responses", CLINE: "chat_completions"}
_PATHS = {CLAUDE_CODE: "/v1/messages", CODEX: "/v1/responses", CLINE: "/v1/chat/completions"}
_KEYS = {CLAUDE_CODE: "Claude Code", CODEX: "Codex", CLINE: "Cline"}
# Seconds ago, client, asked, served, in, cached, out, first token, total, status.
_ROWS: Sequence[tuple[float, str, str, str, int, int, int, float | None, float, int]] = (
    (18, CLINE, FLASH, FLASH, 4406, 0, 640, 0.4, 3.8, 200),
    (20, CODEX, GPT, GPT, 6402, 4864, 954, 0.8, 11.0, 200),
    (21, CLAUDE_CODE, "haiku", HAIKU, 612, 0, 28, 0.3, 0.5, 200),
    (23, CLAUDE_CODE, "sonnet", SONNET, 9318, 7902, 1206, 1.2, 14.6, 200),
    (30, CLAUDE_CODE, "haiku", HAIKU, 640, 0, 31, 0.3, 0.6, 200),
    (58, CODEX, GPT, GPT, 6402, 4864, 954, 0.8, 11.0, 200),
    (72, CODEX, GPT, GPT, 6118, 4864, 77, 0.9, 2.1, 499),
    (157, CLINE, FLASH, FLASH, 0, 0, 0, None, 0.2, 400),
    (231, CLAUDE_CODE, "sonnet", SONNET, 8844, 7480, 702, 1.0, 8.9, 200),
    (260, CLAUDE_CODE, "sonnet", SONNET, 8102, 7116, 318, 0.9, 4.2, 200),
    (279, CODEX, GPT, GPT, 5870, 4608, 421, 0.8, 5.7, 200),
    (305, CLINE, FLASH, FLASH, 0, 0, 0, None, 31.2, 429),
    (340, CLAUDE_CODE, "opus", "anthropic--claude-4.6-opus", 31_940, 30_100, 2204, 1.9, 48.0, 200),
    (402, CODEX, GPT, GPT, 10_810, 9400, 356, 0.9, 8.8, 200),
)


def ended(now: float) -> tuple[RequestRecord, ...]:
    """Return the requests that have ended, the newest first."""
    return tuple(_record(now, number) for number in range(len(_ROWS)))


def _record(now: float, number: int) -> RequestRecord:
    ago, client, asked, served, prompt, cached, output, first, duration, status = _ROWS[number]
    retried = f"req-{number}" == RETRIED
    return RequestRecord(
        id=f"req-{number}",
        started=now - ago,
        key=_KEYS[client],
        client=client,
        dialect=_APIS[client],
        asked=asked,
        model=served,
        account="dev-us10" if retried or client == CLINE else "prod-eu10",
        deployment="d41be07a22c1",
        status=status,
        stream=True,
        complete=status == 200,
        usage=Usage(input=prompt - cached, cache_read=cached, output=output),
        first_token=first,
        duration=duration,
        error={400: ErrorKind.CONTEXT_LENGTH, 429: ErrorKind.RATE_LIMIT, 499: "aborted"}.get(status, ""),
        retries=int(retried),
        units=None if status >= 400 else round(0.0000018 * (prompt + 5 * output) + 0.0000001 * cached, 6) * 1.0,
    )


def running(now: float) -> tuple[RunningView, ...]:
    """Return those under way, the newest first."""
    return (
        RunningView(
            number=216, id="run-216", started=now - 2.1, key="Claude Code", client=CLAUDE_CODE, api="messages",
            asked="sonnet", model=SONNET, account="prod-eu10", first_token=1.1,
        ),
        RunningView(
            number=215, id="run-215", started=now - 5.2, key="Codex", client=CODEX, api="responses", asked=GPT,
            model=GPT, account="prod-eu10",
        ),
    )  # fmt: skip


def detail(request_id: str) -> RequestDetail:
    """Return what the journal keeps."""
    choice = Step(
        kind=StepKind.CHOSEN, at=0.0, account="prod-eu10", group="default", said=Why.CONVERSATION, candidates=2
    )
    first: dict[str, Any] = {"account": "prod-eu10", "group": "default", "deployment": "d7f3a91c5b20"}
    second: dict[str, Any] = {"account": "dev-us10", "group": "team-a", "deployment": "d41be07a22c1"}
    steps: tuple[Step, ...]
    said, finish = "", "end_turn"
    if request_id == RETRIED:
        steps = (
            choice,
            Step(kind=StepKind.FAILED, at=0.212, said="429 rate_limit", seconds=12.0, told=True, **first),
            Step(kind=StepKind.ANSWERED, at=14.6, said="200", **second),
        )
    elif request_id == TOO_LONG:
        steps = (
            Step(kind=StepKind.CHOSEN, at=0.0, said=Why.ONLY, candidates=1, **second),
            Step(kind=StepKind.FAILED, at=0.2, said="400 context_length", **second),
        )
        said, finish = "The input token count (1,214,300) exceeds the maximum number of tokens allowed (1,048,576).", ""
    elif request_id.startswith("run"):
        steps, finish = (choice,), ""
    else:
        steps = (choice, Step(kind=StepKind.ANSWERED, at=8.8, said="200", **first))
    return RequestDetail(
        id=request_id,
        method="POST",
        path=_PATHS[_ROWS[int(request_id[4:])][1]] if request_id.startswith("req") else "/v1/messages",
        headers=(
            ("x-request-id", "req_01k9v3e7"),
            ("authorization", "Bearer act-7Kq9vT…"),
            ("anthropic-version", "2023-06-01"),
            ("anthropic-beta", "context-1m-2026-08-07,fine-grained-tool-streaming"),
            ("user-agent", "claude-cli/2.1.329 (external, cli)"),
            ("content-length", "61904"),
            ("accept", "application/json"),
        ),
        size=61_904,
        steps=steps,
        finish=finish,
        said=said,
        asked_size=61_904,
        answer_size=None,
    )


BODY = BodyText(
    text="""{
  "model": "sonnet",
  "max_tokens": 32000,
  "stream": true,
  "system": [
    {
      "type": "text",
      "text": "You are a careful colleague who writes tests first."
    }
  ],
  "messages": [
    {
      "role": "user",
      "content": "Why does the build fail on Windows alone?"
    }
  ]
}""",
    plain='{"model":"sonnet"}',
)
