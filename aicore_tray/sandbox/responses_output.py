"""What the Responses API says: output items, the response object, and the events of a stream."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from typing import Any

from aicore_tray.sandbox.azure_chat import answer_tokens
from aicore_tray.sandbox.endpoint import Desk
from aicore_tray.sandbox.estimates import tokens_of
from aicore_tray.sandbox.framing import Event
from aicore_tray.sandbox.gist import Answer
from aicore_tray.sandbox.model import pieces
from aicore_tray.sandbox.model_facts import ModelFacts

ENCRYPTED = "reasoning.encrypted_content"
_FRAGMENT = 10
_SAFE = {name: {"filtered": False, "severity": "safe"} for name in ("hate", "self_harm", "sexual", "violence")}
# Fields of the request that the response repeats, with what they are when the request is silent.
_ECHOED: dict[str, Any] = {
    "background": False,
    "frequency_penalty": 0.0,
    "instructions": None,
    "max_output_tokens": None,
    "max_tool_calls": None,
    "metadata": {},
    "parallel_tool_calls": True,
    "presence_penalty": 0.0,
    "previous_response_id": None,
    "prompt_cache_key": None,
    "prompt_cache_retention": None,
    "safety_identifier": None,
    "service_tier": "auto",
    "store": True,
    "temperature": 1.0,
    "tool_choice": "auto",
    "tools": [],
    "top_logprobs": 0,
    "top_p": 1.0,
    "truncation": "disabled",
    "user": None,
}
_IN_STREAM_ERRORS = {429: "too_many_requests", 503: "service_unavailable"}


def item_id(prefix: str) -> str:
    """An item's id; its prefix tells its kind."""
    return f"{prefix}_{secrets.token_hex(25)}"


def output_items(desk: Desk, body: dict[str, Any], answer: Answer, *, reasons: bool) -> list[dict[str, Any]]:
    """The answer as items: reasoning, message, function calls."""
    items: list[dict[str, Any]] = []
    if reasons:
        summary = (body.get("reasoning") or {}).get("summary")
        shown = [{"type": "summary_text", "text": answer.thinking}] if summary and answer.thinking else []
        reasoning: dict[str, Any] = {"id": item_id("rs"), "type": "reasoning", "summary": shown}
        if ENCRYPTED in (body.get("include") or []):
            reasoning["encrypted_content"] = desk.signer.wrap("reasoning", answer.thinking)
        items.append(reasoning)
    status = "incomplete" if answer.stop == "length" else "completed"
    if answer.text or (not answer.calls and answer.stop != "length"):
        part = {"type": "output_text", "annotations": [], "logprobs": [], "text": answer.text}
        items.append(
            {"id": item_id("msg"), "type": "message", "status": status, "content": [part], "role": "assistant"}
        )
    items += [
        {
            "id": item_id("fc"),
            "type": "function_call",
            "status": "completed",
            "arguments": json.dumps(made.arguments, ensure_ascii=False),
            "call_id": desk.new_id("call_"),
            "name": made.name,
        }
        for made in answer.calls
    ]
    return items


def usage(prompt: int, cached: int, answer: Answer) -> dict[str, Any]:
    """Usage in which cached tokens are part of `input_tokens`."""
    reasoning = tokens_of(answer.thinking)
    written = max(answer_tokens(answer) + reasoning, 1)
    return {
        "input_tokens": prompt,
        "input_tokens_details": {"cached_tokens": cached},
        "output_tokens": written,
        "output_tokens_details": {"reasoning_tokens": reasoning},
        "total_tokens": prompt + written,
    }


def response_object(desk: Desk, facts: ModelFacts, body: dict[str, Any], effort: str | None) -> dict[str, Any]:
    """The response as it is before anything was generated."""
    form = (body.get("text") or {}).get("format") or {"type": "text"}
    verbosity = (body.get("text") or {}).get("verbosity") or "medium"
    echoed = {name: body[name] if body.get(name) is not None else default for name, default in _ECHOED.items()}
    unset = {"description": None, "parameters": None, "strict": True}
    echoed["tools"] = [unset | tool if tool["type"] == "function" else tool for tool in echoed["tools"]]
    summary = (body.get("reasoning") or {}).get("summary")
    return {
        "id": f"resp_{secrets.token_hex(25)}",
        "object": "response",
        "created_at": desk.now(),
        "status": "in_progress",
        "completed_at": None,
        "content_filters": None,
        "error": None,
        "incomplete_details": None,
        "model": f"{facts.vendor_name}-dz-std",
        "output": [],
        "reasoning": {"effort": effort, "summary": summary},
        "text": {"format": form, "verbosity": verbosity},
        "usage": None,
        **echoed,
    }


def completed(
    desk: Desk, begun: dict[str, Any], items: list[dict[str, Any]], answer: Answer, used: Any
) -> dict[str, Any]:
    """The response as it is at the end."""
    cut = answer.stop == "length"
    return {
        **begun,
        "status": "incomplete" if cut else "completed",
        "completed_at": None if cut else desk.now(),
        "content_filters": [_filtered("prompt", used["input_tokens"]), _filtered("completion", used["output_tokens"])],
        "incomplete_details": {"reason": "max_output_tokens"} if cut else None,
        "output": items,
        "usage": used,
    }


def _filtered(source: str, tokens: int) -> dict[str, Any]:
    return {
        "blocked": False,
        "content_filter_offsets": {"check_offset": 0, "end_offset": tokens * 4, "start_offset": 0},
        "content_filter_raw": [],
        "content_filter_results": _SAFE,
        "source_type": source,
    }


def stream_events(begun: dict[str, Any], whole: dict[str, Any]) -> list[Event]:
    """The same response as events, numbered; the terminal one tells how it ended."""
    events: list[dict[str, Any]] = [
        {"type": "response.created", "response": begun},
        {"type": "response.in_progress", "response": begun},
    ]
    for index, item in enumerate(whole["output"]):
        opened = _opened(item)
        events.append({"type": "response.output_item.added", "item": opened, "output_index": index})
        place = {"item_id": item["id"], "output_index": index}
        events += [{**event, **place} for event in _INNER[item["type"]](item)]
        events.append({"type": "response.output_item.done", "item": item, "output_index": index})
    events.append({"type": f"response.{whole['status']}", "response": whole})
    return [{**event, "sequence_number": number} for number, event in enumerate(events)]


def _opened(item: dict[str, Any]) -> dict[str, Any]:
    begun: dict[str, dict[str, Any]] = {
        "message": {"content": [], "status": "in_progress"},
        "function_call": {"arguments": "", "status": "in_progress"},
    }
    return {**item, **begun.get(item["type"], {"summary": []})}


def _reasoning_events(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for index, part in enumerate(item["summary"]):
        place = {"summary_index": index}
        yield {"type": "response.reasoning_summary_part.added", "part": {"type": "summary_text", "text": ""}, **place}
        for piece in pieces(part["text"]):
            yield {"type": "response.reasoning_summary_text.delta", "delta": piece, **_padding(), **place}
        yield {"type": "response.reasoning_summary_text.done", "text": part["text"], **place}
        yield {"type": "response.reasoning_summary_part.done", "part": part, **place}


def _message_events(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    part = item["content"][0]
    place = {"content_index": 0}
    yield {"type": "response.content_part.added", "part": {**part, "text": ""}, **place}
    for piece in pieces(part["text"]):
        yield {"type": "response.output_text.delta", "delta": piece, "logprobs": [], **_padding(), **place}
    yield {"type": "response.output_text.done", "logprobs": [], "text": part["text"], **place}
    yield {"type": "response.content_part.done", "part": part, **place}


def _call_events(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    arguments = item["arguments"]
    for at in range(0, len(arguments), _FRAGMENT):
        yield {
            "type": "response.function_call_arguments.delta",
            "delta": arguments[at : at + _FRAGMENT],
            **_padding(),
        }
    yield {"type": "response.function_call_arguments.done", "arguments": arguments}


def _padding() -> dict[str, str]:
    return {"obfuscation": secrets.token_urlsafe(9)}


_INNER = {"reasoning": _reasoning_events, "message": _message_events, "function_call": _call_events}


def stream_failure(status: int) -> list[Event]:
    """A failure inside a 200: a failed response without a reason, then the reason."""
    code = _IN_STREAM_ERRORS.get(status, "server_error")
    error = {"type": code, "code": code, "message": f"The request failed with status {status}.", "param": None}
    return [
        {"type": "response.failed", "response": {"status": "failed", "error": None}},
        {"type": "error", "error": error},
    ]
