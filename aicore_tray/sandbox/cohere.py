"""Cohere's Command at `/v2/chat`: reads the request, lets the model answer, cites the tools that it used."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from aicore_tray.sandbox import cohere_rules
from aicore_tray.sandbox.endpoint import Endpoint, InferenceCall, Reply, Stream, Whole
from aicore_tray.sandbox.estimates import canonical, first_tokens, tokens_of, tokens_of_json
from aicore_tray.sandbox.framing import Event
from aicore_tray.sandbox.gist import Answer, Gist, Said, Tool
from aicore_tray.sandbox.model import pieces

_STOPS = {"end": "COMPLETE", "tool": "TOOL_CALL", "length": "MAX_TOKENS", "stop_sequence": "STOP_SEQUENCE"}
_FRAGMENT = 12  # characters of a call's arguments in one event
_CITED = 40  # characters of an answer that a citation marks
_STREAM_ERRORS = {429: "You have exceeded the rate limit: too many requests.", 504: "The request timed out."}


def _answer(call: InferenceCall) -> Reply:
    body, facts = call.body, call.facts
    cohere_rules.check(facts, body)
    tokens = tokens_of_json(body.get("tools") or "") + sum(tokens_of_json(message) for message in body["messages"])
    cohere_rules.check_length(facts, tokens)
    prompt = canonical([body.get("tools"), body["messages"]])
    cached = min(call.desk.cache.automatic(call.owner, prompt), tokens)
    gist = _gist(call)
    answer = call.desk.model.answer(gist)
    budget = (body.get("thinking") or {}).get("token_budget")
    if budget is not None:
        answer = replace(answer, thinking=first_tokens(answer.thinking, budget))
    message = _message(call, gist, answer)
    head = {"id": str(uuid.uuid4())}
    tail = {"finish_reason": _STOPS[answer.stop], "usage": _usage(tokens, cached, answer)}
    if body.get("stream"):
        return Stream(list(_events(head, message, tail)))
    return Whole({**head, "message": message, **tail})


def _stream_failure(status: int) -> list[Event]:
    return [cohere_rules.failure(status, _STREAM_ERRORS.get(status, "internal server error, please contact support."))]


CHAT = Endpoint(answer=_answer, failure=cohere_rules.failure, stream_failure=_stream_failure)


def _gist(call: InferenceCall) -> Gist:
    body = call.body
    form = body.get("response_format") or {}
    thinking = body.get("thinking") or {"type": "enabled"}
    functions = [tool["function"] for tool in body.get("tools") or []]
    return Gist(
        model=call.facts.title,
        conversation=tuple(_said(body["messages"])),
        tools=tuple(
            Tool(
                name=function["name"], description=function.get("description") or "", schema=function["parameters"]
            )
            for function in functions
        ),
        forced={"REQUIRED": "any", "NONE": "none"}.get(body.get("tool_choice", "")),
        schema=(form.get("json_schema") or {"type": "object"}) if form.get("type") == "json_object" else None,
        thinks=call.facts.budget is not None and thinking["type"] == "enabled",
        budget=min(body.get("max_tokens") or call.facts.output, call.facts.output),
        stops=tuple(body.get("stop_sequences") or ()),
    )  # fmt: skip


def _said(messages: list[dict[str, Any]]) -> Iterator[Said]:
    names: dict[str, str] = {}
    for message in messages:
        for made in message.get("tool_calls") or []:
            names[made["id"]] = made["function"]["name"]
        text = _text(message.get("content"))
        if message["role"] == "tool":
            yield Said(kind="result", text=text, name=names.get(message["tool_call_id"], ""))
        elif message["role"] != "system":
            yield Said(kind=message["role"], text=text)


def _text(content: Any) -> str:
    if content is None or isinstance(content, str):
        return content or ""
    return "\n".join(_block_text(block) for block in content if block["type"] in {"text", "document"})


def _block_text(block: dict[str, Any]) -> str:
    if block["type"] == "text":
        return str(block["text"])
    data = block["document"]["data"]
    return data if isinstance(data, str) else canonical(data)


def _message(call: InferenceCall, gist: Gist, answer: Answer) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant"}
    content = [{"type": "thinking", "thinking": answer.thinking}] if answer.thinking else []
    content += [{"type": "text", "text": answer.text}] if answer.text else []
    if content:
        message["content"] = content
    if answer.calls:
        # A model that does not think plans instead.
        names = " and ".join(dict.fromkeys(made.name for made in answer.calls))
        message |= {} if answer.thinking else {"tool_plan": f"I will use {names}."}
        message["tool_calls"] = [
            {
                "id": call.desk.new_id(f"{made.name}_", 12),
                "type": "function",
                "function": {"name": made.name, "arguments": json.dumps(made.arguments, ensure_ascii=False)},
            }
            for made in answer.calls
        ]
    results = [said for said in gist.conversation if said.kind == "result"]
    if answer.text and gist.conversation[-1].kind == "result" and gist.schema is None:
        source = {"type": "tool", "id": f"{results[-1].name}:0", "tool_output": {"content": results[-1].text}}
        marked = answer.text[:_CITED]
        message["citations"] = [
            {"start": 0, "end": len(marked), "text": marked, "sources": [source], "type": "TEXT_CONTENT"}
        ]
    return message


def _usage(prompt: int, cached: int, answer: Answer) -> dict[str, Any]:
    written = tokens_of(answer.thinking) + tokens_of(answer.text)
    written += sum(tokens_of(made.name) + tokens_of_json(made.arguments) for made in answer.calls)
    written = max(written, 1)
    return {
        "billed_units": {"input_tokens": max(prompt - 7, 1), "output_tokens": written},
        "tokens": {"input_tokens": prompt, "output_tokens": written},
        "cached_tokens": cached,
    }


def _events(head: dict[str, Any], message: dict[str, Any], tail: dict[str, Any]) -> Iterator[Event]:
    begun = {"role": "assistant", "content": [], "tool_plan": "", "tool_calls": [], "citations": []}
    yield {**head, "type": "message-start", "delta": {"message": begun}}
    for index, block in enumerate(message.get("content") or []):
        kind = block["type"]
        yield _event("content-start", {"content": {"type": kind, kind: ""}}, index)
        for piece in pieces(block[kind]):
            yield _event("content-delta", {"content": {kind: piece}}, index)
        if kind == "text":
            for place, citation in enumerate(message.get("citations") or []):
                yield _event("citation-start", {"citations": citation}, place)
                yield {"type": "citation-end", "index": place}
        yield {"type": "content-end", "index": index}
    for piece in pieces(message.get("tool_plan") or ""):
        yield {"type": "tool-plan-delta", "delta": {"message": {"tool_plan": piece}}}
    for index, made in enumerate(message.get("tool_calls") or []):
        function = made["function"]
        yield _event("tool-call-start", {"tool_calls": {**made, "function": {**function, "arguments": ""}}}, index)
        for at in range(0, len(function["arguments"]), _FRAGMENT):
            fragment = {"function": {"arguments": function["arguments"][at : at + _FRAGMENT]}}
            yield _event("tool-call-delta", {"tool_calls": fragment}, index)
        yield {"type": "tool-call-end", "index": index}
    yield {"type": "message-end", "delta": tail}


def _event(kind: str, message: dict[str, Any], index: int) -> Event:
    return {"type": kind, "index": index, "delta": {"message": message}}
