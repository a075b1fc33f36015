"""SAP's orchestration service, `/v2/completion` and `/v2/embeddings`: one deployment in front of every vendor."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from aicore_tray.sandbox import (
    azure_chat,
    azure_chat_rules,
    claude,
    claude_answers,
    claude_rules,
    embeddings,
    gemini_rules,
)
from aicore_tray.sandbox.endpoint import Desk, Endpoint, InferenceCall, Reply, Stream, Whole
from aicore_tray.sandbox.estimates import canonical, tokens_of_json
from aicore_tray.sandbox.framing import Event
from aicore_tray.sandbox.gist import Answer
from aicore_tray.sandbox.model import pieces
from aicore_tray.sandbox.model_facts import KNOWN, ModelFacts
from aicore_tray.sandbox.orchestration_errors import BODY, LLM, error, failure, refuse
from aicore_tray.sandbox.orchestration_shapes import check_completion, check_embeddings
from aicore_tray.sandbox.orchestration_templates import filled
from aicore_tray.sandbox.orchestration_vendors import SIGNATURE, Harmonised
from aicore_tray.sandbox.refusals import Refusal

Json = dict[str, Any]
SERVICE = ModelFacts(
    name="orchestration", executable="orchestration", vendor_name="", version="", provider="SAP", title="orchestration"
)
_STOPS = {"end": "stop", "tool": "tool_calls", "length": "length", "stop_sequence": "stop"}
_CHUNK = 100
_FRAGMENT = 10
_PROMPT_OVERHEAD = 3


def asked_model(body: Any) -> str | None:
    """The model that a request names, as far as one can tell without reading it properly."""
    for path in (("prompt_templating", "model", "name"), ("embeddings", "model", "name")):
        found: Any = body
        for step in ("config", "modules", *path):
            found = found[0] if isinstance(found, list) and found else found
            found = found.get(step) if isinstance(found, dict) else None
        if isinstance(found, str):
            return found
    return None


def _answer(call: InferenceCall) -> Reply:
    check_completion(call.body)
    modules = call.body["config"]["modules"]
    failures: list[Json] = []
    chain = modules if isinstance(modules, list) else [modules]
    for one in chain:
        try:
            reply = _Completion(call, one["prompt_templating"]).reply()
        except Refusal as refusal:
            if not isinstance(modules, list) or not isinstance(refusal.body, dict):
                raise
            failures.append(refusal.body["error"])
            continue
        if failures and isinstance(reply, Whole):
            return Whole({**reply.body, "intermediate_failures": failures})
        return reply
    raise Refusal(failures[-1]["code"], {"error": failures})


def _stream_failure(status: int) -> list[Event]:
    messages = {429: "Too many requests."}
    return [{"error": error(LLM, messages.get(status, "Internal Server Error"), status)}]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What the model said, in the service's words."""

    message: Json
    finish: str
    usage: Json


def check(body: Any, desk: Desk) -> None:
    """Refuse whatever the service or the model behind it would refuse; silence means yes."""
    _answer(InferenceCall(method="POST", owner="", facts=SERVICE, path="", query={}, body=body, desk=desk))


class _Completion:
    """One request to one model."""

    def __init__(self, call: InferenceCall, templating: Json) -> None:
        self._call = call
        self._desk: Desk = call.desk
        self._stream: Json = call.body["config"].get("stream") or {}
        prompt, model = templating["prompt"], templating["model"]
        self._facts = _facts(model)
        template = filled(
            prompt.get("template") or [], call.body.get("placeholder_values") or {}, prompt.get("defaults") or {}
        )
        self._messages = [*(call.body.get("messages_history") or []), *template]
        self._asked = Harmonised(self._facts, self._messages, prompt, model.get("params") or {})
        self._id = str(uuid.uuid4())

    def reply(self) -> Reply:
        if self._stream.get("enabled") and not self._facts.streams:
            raise self._asked.refuse("Streaming is not supported for this model")
        self._asked.check()
        said = self._said()
        head = {
            "id": self._desk.new_id("chatcmpl-", 29),
            "object": "chat.completion",
            "created": self._desk.now(),
            "model": self._facts.vendor_name,
        }
        if self._stream.get("enabled"):
            return Stream([*self._events(head, said), "[DONE]"])
        choice = {"index": 0, "message": said.message, "finish_reason": said.finish}
        result = {**head, "choices": [choice], "usage": said.usage}
        results = {"templating": self._messages, "llm": result}
        return Whole({"request_id": self._id, "intermediate_results": results, "final_result": result})

    def _said(self) -> _Said:
        speak = {"Anthropic": self._claude, "Google": self._gemini}.get(self._facts.provider, self._openai)
        try:
            answer, used = speak()
        except Refusal as refusal:
            raise self._in_our_words(refusal) from refusal
        return _Said(message=self._message(answer), finish=_STOPS[answer.stop], usage=used)

    def _in_our_words(self, refusal: Refusal) -> Refusal:
        """A vendor's refusal as the service passes it on."""
        body = refusal.body if isinstance(refusal.body, dict) else {}
        told: Json = body["error"] if isinstance(body.get("error"), dict) else body
        if "location" in told:
            return refusal
        return self._asked.refuse(str(told.get("message")), refusal.status)

    # ---- the vendors

    def _claude(self) -> tuple[Answer, Json]:
        body = self._asked.as_claude()
        claude_rules.check(self._facts, body, self._desk.signer)
        blocks = list(claude.cache_blocks(body))
        prompt = sum(tokens_of_json(block.content) for block in blocks)
        claude_rules.check_length(self._facts, body, prompt)
        cache = self._desk.cache.explicit(self._owner, blocks, self._facts.cache_minimum)
        answer = self._think_and_answer(thinks=self._thinks_now(body))
        native = claude_answers.usage(prompt, cache, answer)
        read, created = native["cache_read_input_tokens"], native["cache_creation_input_tokens"]
        details = {
            "cached_tokens": read,
            "cache_creation_tokens": created,
            "cache_creation_token_details": native["cache_creation"],
        }
        # What is cached counts beside the prompt here.
        fresh, written = native["input_tokens"], native["output_tokens"]
        return answer, {
            "completion_tokens": written,
            "prompt_tokens": fresh,
            "total_tokens": fresh + written,
            "prompt_tokens_details": details,
        }

    def _thinks_now(self, body: Json) -> bool:
        """Without interleaving Claude thinks once, before the turn's first call."""
        last = body["messages"][-1]["content"]
        in_loop = any(block["type"] == "tool_result" for block in last)
        return "thinking" in body and (body["thinking"]["type"] == "adaptive" or not in_loop)

    def _gemini(self) -> tuple[Answer, Json]:
        body = self._asked.as_gemini()
        gemini_rules.check(self._facts, body, self._desk.signer)
        tokens = self._prompt_tokens()
        gemini_rules.check_length(self._facts, tokens)
        answer = self._think_and_answer(thinks=self._asked.thinks or bool(self._facts.levels))
        return answer, azure_chat.usage(tokens, self._cached(tokens), answer)

    def _openai(self) -> tuple[Answer, Json]:
        body = self._asked.as_openai()
        azure_chat_rules.check(self._facts, body)
        tokens = self._prompt_tokens()
        azure_chat_rules.check_length(self._facts, body, tokens)
        answer = self._desk.model.answer(azure_chat.gist_of(self._facts, body))
        return answer, azure_chat.usage(tokens, self._cached(tokens), answer)

    def _think_and_answer(self, *, thinks: bool) -> Answer:
        gist = azure_chat.gist_of(self._facts, self._asked.as_openai())
        return self._desk.model.answer(replace(gist, thinks=thinks, budget=self._asked.limit))

    @property
    def _owner(self) -> str:
        return f"{self._call.owner} {self._facts.name}"

    def _prompt_tokens(self) -> int:
        body = self._asked.as_openai()
        tools = tokens_of_json(body.get("tools") or "")
        return tools + _PROMPT_OVERHEAD + sum(azure_chat.message_tokens(message) for message in body["messages"])

    def _cached(self, tokens: int) -> int:
        body = self._asked.as_openai()
        prompt = canonical([body.get("tools"), body["messages"]])
        return min(self._desk.cache.automatic(self._owner, prompt), tokens)

    # ---- the answer

    def _message(self, answer: Answer) -> Json:
        message: Json = {"role": "assistant", "content": answer.text}
        if answer.calls:
            message["tool_calls"] = [
                {
                    "id": self._call_id(made.name, first=index == 0),
                    "type": "function",
                    "function": {"name": made.name, "arguments": json.dumps(made.arguments, ensure_ascii=False)},
                }
                for index, made in enumerate(answer.calls)
            ]
        if answer.thinking and self._facts.provider != "OpenAI":
            claude_ = self._facts.provider == "Anthropic"
            seal = self._desk.signer.sign("thinking", answer.thinking) if claude_ else ""
            message["reasoning_content"] = [{"content": answer.thinking, "signature": seal}]
        return message

    def _call_id(self, name: str, *, first: bool) -> str:
        match self._facts.provider:
            case "Anthropic":
                return self._desk.new_id("toolu_bdrk_01", 22)
            case "Google":
                seal = self._desk.signer.sign("thought", f"call {name}")
                return f"vertex_tool_{uuid.uuid4()}" + (f"{SIGNATURE}{seal}" if first else "")
        return self._desk.new_id("call_")

    def _events(self, head: Json, said: _Said) -> Iterator[Event]:
        empty = {"index": 0, "delta": {"role": "", "content": ""}, "finish_reason": ""}
        nothing = {"id": "", "object": "", "created": 0, "model": "", "system_fingerprint": "", "choices": [empty]}
        yield {
            "request_id": self._id,
            "intermediate_results": {"templating": self._messages},
            "final_result": nothing,
        }
        head = {**head, "object": "chat.completion.chunk"}
        deltas = list(self._deltas(said.message))
        if not said.message.get("content"):
            deltas.append(({"content": ""}, ""))
        for index, (delta, finish) in enumerate(deltas):
            last = index == len(deltas) - 1
            choice = {
                "index": 0,
                "delta": {"role": "assistant", "content": "", **delta},
                "finish_reason": said.finish if last else finish,
            }
            chunk = {**head, "choices": [choice]}
            if last:
                chunk["usage"] = _streamed_usage(said.usage)
            yield {"request_id": self._id, "intermediate_results": {"llm": chunk}, "final_result": chunk}

    def _deltas(self, message: Json) -> Iterator[tuple[Json, str]]:
        """Each delta with the finish_reason beside it, "" for all but one odd habit."""
        for thought in message.get("reasoning_content") or []:
            for piece in pieces(thought["content"]):
                yield {"reasoning_content": [{"content": piece, "signature": ""}]}, ""
            if thought["signature"]:
                # Adaptive thinking ends like an answer that was cut, and goes on.
                odd = "length" if "adaptive" in self._facts.thinking else ""
                yield {"reasoning_content": [{"content": "", "signature": thought["signature"]}]}, odd
        for index, made in enumerate(message.get("tool_calls") or []):
            function = {"name": made["function"]["name"], "arguments": ""}
            yield {"tool_calls": [{**made, "index": index, "function": function}]}, ""
            arguments = made["function"]["arguments"]
            step = len(arguments) if self._facts.provider == "Google" else _FRAGMENT
            for at in range(0, len(arguments), step):
                part = {"arguments": arguments[at : at + step]}
                yield {"tool_calls": [{"index": index, "function": part}]}, ""
        for text in self._collected(message["content"]):
            yield {"content": text}, ""

    def _collected(self, text: str) -> Iterator[str]:
        """The text in chunks of at least the asked size."""
        size, held = self._stream.get("chunk_size", _CHUNK), ""
        for piece in pieces(text):
            held += piece
            if len(held) >= size:
                yield held
                held = ""
        if held:
            yield held


def _streamed_usage(used: Json) -> Json:
    """What was written to a cache is not told in streams."""
    details = {key: value for key, value in used["prompt_tokens_details"].items() if not key.startswith("cache_")}
    return {**used, "prompt_tokens_details": details}


def _facts(model: Json) -> ModelFacts:
    facts = KNOWN.get(model["name"])
    if facts is None or facts.dimensions:
        raise refuse(BODY, f"Model {model['name']} not supported.")
    version = model.get("version", "latest")
    if version not in facts.versions:
        raise refuse(LLM, f"Model {facts.name} in version {version} not found.")
    return facts


COMPLETION = Endpoint(answer=_answer, failure=failure, stream_failure=_stream_failure)


def _embed(call: InferenceCall) -> Reply:
    check_embeddings(call.body)
    model = call.body["config"]["modules"]["embeddings"]["model"]
    facts = KNOWN.get(model["name"])
    if facts is None or not facts.dimensions:
        known = sorted(name for name, row in KNOWN.items() if row.dimensions)
        raise refuse("Embedding Module", f"Model {model['name']} not supported. Allowed models: {known}")
    params = {key: value for key, value in (model.get("params") or {}).items() if key != "normalize"}
    body = {"input": call.body["input"]["text"], **params}
    try:
        reply = embeddings.EMBED.answer(replace(call, facts=facts, body=body))
    except Refusal as refusal:
        told = refusal.body["error"]["message"] if isinstance(refusal.body, dict) else ""
        raise refuse("Embedding Module", told, refusal.status) from refusal
    result = reply.body if isinstance(reply, Whole) else {}
    return Whole({"request_id": str(uuid.uuid4()), "final_result": result})


EMBEDDINGS = Endpoint(answer=_embed, failure=failure, stream_failure=lambda _status: [])
