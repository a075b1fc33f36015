"""Mistral and Perplexity, `/chat/completions`: reads the request, lets the model answer, with each vendor's extras."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from aicore_tray.sandbox import hosted_chat_rules
from aicore_tray.sandbox.azure_chat import answer_tokens, gist_of
from aicore_tray.sandbox.endpoint import Endpoint, InferenceCall, Reply, Stream, Whole
from aicore_tray.sandbox.estimates import tokens_of, tokens_of_json
from aicore_tray.sandbox.framing import Event
from aicore_tray.sandbox.gist import Answer, Gist
from aicore_tray.sandbox.model import pieces

# Mistral says "stop" beside its calls as well.
_STOPS = {"end": "stop", "tool": "stop", "length": "length", "stop_sequence": "stop"}
_WORDS = re.compile(r"\w+")
_IMAGE_TOKENS = 256


def _answer(call: InferenceCall) -> Reply:
    body, facts = call.body, call.facts
    hosted_chat_rules.check(facts, body)
    prompt = sum(_message_tokens(message) for message in body["messages"]) + tokens_of_json(body.get("tools") or "")
    hosted_chat_rules.check_length(facts, prompt)
    gist = gist_of(call.facts, body, thinking=body.get("reasoning_effort") == "high")
    answer = call.desk.model.answer(gist)
    head: dict[str, Any] = {
        "id": call.desk.new_id("chatcmpl-", 32),
        "object": "chat.completion",
        "created": call.desk.now(),
        "model": facts.vendor_name,
    }
    extras = _sources(gist) if facts.provider == "Perplexity" else {"prompt_logprobs": None}
    used = _usage(facts.provider, prompt, answer)
    message = _message(call, answer)
    if body.get("stream"):
        counted = bool((body.get("stream_options") or {}).get("include_usage"))
        return Stream(list(_events(head, message, answer, extras, used if counted else None)))
    choice = {
        "index": 0,
        "message": message,
        "logprobs": None,
        "finish_reason": _STOPS[answer.stop],
        "stop_reason": None,
    }
    return Whole({**head, "choices": [choice], "usage": used, **extras})


def _stream_failure(status: int) -> list[Event]:
    words = {429: "Rate limit exceeded, too many requests."}
    return [{"error": hosted_chat_rules.failure(status, words.get(status, "The server had an error."))}]


CHAT = Endpoint(answer=_answer, failure=hosted_chat_rules.failure, stream_failure=_stream_failure)


def _message_tokens(message: dict[str, Any]) -> int:
    content = message.get("content")
    if not isinstance(content, list):
        return tokens_of(content or "") + tokens_of_json(message.get("tool_calls") or "") + 3
    # A picture costs its tiles, not its base64 text.
    return sum(tokens_of(part["text"]) if part["type"] == "text" else _IMAGE_TOKENS for part in content) + 3


def _message(call: InferenceCall, answer: Answer) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": answer.text or (None if answer.calls else "")}
    if call.facts.provider == "Perplexity":
        return message
    calls = [
        {
            "id": call.desk.new_id("", 9),
            "type": "function",
            "function": {"name": made.name, "arguments": json.dumps(made.arguments, ensure_ascii=False)},
        }
        for made in answer.calls
    ]
    return {**message, "reasoning_content": answer.thinking or None, "tool_calls": calls}


def _sources(gist: Gist) -> dict[str, Any]:
    """The pages that a search for the question's words would find."""
    words = [word.lower() for word in _WORDS.findall(gist.conversation[-1].text)][:4] or ["nothing"]
    results = [
        {
            "title": f"About {word}",
            "url": f"https://{host}.example/{word}",
            "date": "2026-02-02",
            "last_updated": "2026-02-02",
        }
        for host, word in zip(("encyclopedia", "news"), words, strict=False)
    ]
    return {"citations": [result["url"] for result in results], "search_results": results}


def _usage(provider: str, prompt: int, answer: Answer) -> dict[str, Any]:
    written = max(answer_tokens(answer) + tokens_of(answer.thinking), 1)
    used = {"prompt_tokens": prompt, "total_tokens": prompt + written, "completion_tokens": written}
    if provider == "Perplexity":
        return {**used, "search_context_size": "low", "cost": {"request_cost": 0.006, "total_cost": 0.007}}
    return {**used, "prompt_tokens_details": None}


def _events(
    head: dict[str, Any],
    message: dict[str, Any],
    answer: Answer,
    extras: dict[str, Any],
    used: dict[str, Any] | None,
) -> Iterator[Event]:
    head = {**head, "object": "chat.completion.chunk"}
    sources = {key: value for key, value in extras.items() if value}

    def chunk(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return {**head, "choices": [choice], **(sources if finish else {})}

    yield chunk({"role": "assistant", "content": ""})
    for piece in pieces(answer.thinking):
        yield chunk({"reasoning_content": piece})
    for piece in pieces(answer.text):
        yield chunk({"content": piece})
    # Mistral tells each call in one piece.
    for index, made in enumerate(message.get("tool_calls") or []):
        yield chunk({"tool_calls": [{**made, "index": index}]})
    yield chunk({"content": ""}, _STOPS[answer.stop])
    if used is not None:
        yield {**head, "choices": [], "usage": used}
    yield "[DONE]"
