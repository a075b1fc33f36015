"""Gemini on Vertex AI, `:generateContent` and `:streamGenerateContent`: reads the request, lets the model answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from aicore_tray.sandbox import gemini_rules
from aicore_tray.sandbox.endpoint import Endpoint, InferenceCall, Reply, Stream, Whole
from aicore_tray.sandbox.estimates import canonical, tokens_of, tokens_of_json
from aicore_tray.sandbox.framing import Event
from aicore_tray.sandbox.gemini_shapes import camelized, failure
from aicore_tray.sandbox.gist import Answer, Gist, Said, Tool
from aicore_tray.sandbox.images import decode_base64
from aicore_tray.sandbox.model import pieces
from aicore_tray.sandbox.model_facts import ModelFacts

_PREFIXING = "gemini-2.5-flash"
_STOPS = {"end": "STOP", "tool": "STOP", "length": "MAX_TOKENS", "stop_sequence": "STOP"}
_FORCED = {"AUTO": None, "VALIDATED": None, "NONE": "none", "ANY": "any"}
_IMAGE_TOKENS = 258


def endpoint(facts: ModelFacts, path: str) -> Endpoint | None:
    """The endpoint of a sub-path; the model in it has to be the deployed one."""
    allowed = {f"models/{facts.name}:{verb}" for verb in ("generateContent", "streamGenerateContent")}
    return _GENERATE if path in allowed else None


def _answer(call: InferenceCall) -> Reply:
    gemini_rules.check(call.facts, call.body, call.desk.signer)
    body = camelized(call.body)
    prompt = _prompt_tokens(body)
    gemini_rules.check_length(call.facts, prompt)
    prefix = canonical([body.get("tools"), body.get("systemInstruction"), body["contents"]])
    cached = min(call.desk.cache.automatic(call.owner, prefix), prompt)
    gist = _gist(call, body)
    answer = call.desk.model.answer(gist)
    parts = list(_parts(call, body, answer))
    head = {
        "modelVersion": call.facts.vendor_name,
        "createTime": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
        "responseId": call.desk.new_id("", 22),
    }
    if call.path.endswith(":streamGenerateContent"):
        return Stream(_events(parts, head, answer, prompt, cached))
    used = _usage(prompt, cached, tokens_of(answer.thinking), _spoken(answer))
    details = {
        "promptTokensDetails": [{"modality": "TEXT", "tokenCount": prompt}],
        "candidatesTokensDetails": [{"modality": "TEXT", "tokenCount": _spoken(answer)}],
        "trafficType": "ON_DEMAND",
    }
    candidate: dict[str, Any] = {"content": {"role": "model", "parts": parts}, "finishReason": _STOPS[answer.stop]}
    if not parts:
        candidate["content"] = {"role": "model"}
    return Whole({"candidates": [{**candidate, "avgLogprobs": -0.02}], "usageMetadata": {**used, **details}, **head})


def _stream_failure(status: int) -> list[Event]:
    # Vertex wraps an error that comes late into a list of one.
    return [[failure(status, "Resource exhausted. Please try again later.")] if status == 429 else failure(status, "")]


_GENERATE = Endpoint(answer=_answer, failure=failure, stream_failure=_stream_failure)


def _gist(call: InferenceCall, body: dict[str, Any]) -> Gist:
    config = body.get("generationConfig") or {}
    calling = (body.get("toolConfig") or {}).get("functionCallingConfig") or {}
    names = calling.get("allowedFunctionNames") or []
    declared = [f for tool in body.get("tools") or [] for f in tool.get("functionDeclarations") or []]
    json_mode = config.get("responseMimeType") == "application/json"
    return Gist(
        model=call.facts.title,
        conversation=tuple(_said(body["contents"])),
        tools=tuple(
            Tool(
                name=f["name"],
                description=f.get("description") or "",
                schema=f.get("parametersJsonSchema") or f.get("parameters") or {},
            )
            for f in declared
            if not names or f["name"] in names
        ),
        forced=_FORCED[str(calling.get("mode") or "AUTO").upper()],
        schema=config.get("responseJsonSchema")
        or config.get("responseSchema")
        or ({"type": "object"} if json_mode else None),
        thinks=_thinks(call.facts, config.get("thinkingConfig") or {}),
        budget=config.get("maxOutputTokens"),
        stops=tuple(config.get("stopSequences") or ()),
    )


def _thinks(facts: ModelFacts, thinking: dict[str, Any]) -> bool:
    if facts.name == "gemini-2.5-flash-lite":  # the only one that does not think unless asked to
        return bool(thinking.get("thinkingBudget"))
    return facts.reasons and thinking.get("thinkingBudget") != 0


def _said(contents: list[dict[str, Any]]) -> Iterator[Said]:
    for content in contents:
        parts = content.get("parts") or []
        for part in parts:
            if result := part.get("functionResponse"):
                response = result.get("response") or {}
                text = response.get("output", response.get("result", response.get("error")))
                yield Said(
                    kind="result", name=result["name"], text=text if isinstance(text, str) else canonical(response)
                )
        text = "\n".join(part["text"] for part in parts if "text" in part and not part.get("thought"))
        data = [decode_base64(part["inlineData"]["data"]) for part in parts if "inlineData" in part]
        images = tuple(image for image in data if image is not None)
        role = "assistant" if content.get("role") == "model" else "user"
        if text or images or role == "assistant":
            yield Said(kind=role, text=text, images=images)


def _prompt_tokens(body: dict[str, Any]) -> int:
    tokens = tokens_of_json(body.get("tools") or "") + tokens_of_json(body.get("systemInstruction") or "")
    for content in body["contents"]:
        for part in content.get("parts") or []:
            tokens += _IMAGE_TOKENS if "inlineData" in part else tokens_of(part.get("text") or canonical(part))
    return tokens


def _parts(call: InferenceCall, body: dict[str, Any], answer: Answer) -> Iterator[dict[str, Any]]:
    shown = ((body.get("generationConfig") or {}).get("thinkingConfig") or {}).get("includeThoughts")
    if answer.thinking and shown:
        yield {"thought": True, "text": answer.thinking}
    signer = call.desk.signer
    if answer.text:
        text: dict[str, Any] = {"text": answer.text}
        if answer.thinking and call.facts.levels:
            text["thoughtSignature"] = signer.sign("thought", "text")
        yield text
    for index, made in enumerate(answer.calls):
        # This one has the habit of naming later parallel calls by their Python module.
        prefix = "default_api:" if index and call.facts.name == _PREFIXING else ""
        part: dict[str, Any] = {"functionCall": {"name": prefix + made.name, "args": made.arguments}}
        if index == 0 and (answer.thinking or call.facts.levels):
            part["thoughtSignature"] = signer.sign("thought", f"call {made.name}")
        yield part


def _spoken(answer: Answer) -> int:
    return tokens_of(answer.text) + sum(tokens_of(c.name) + tokens_of_json(c.arguments) for c in answer.calls)


def _usage(prompt: int, cached: int, thoughts: int, spoken: int) -> dict[str, Any]:
    used: dict[str, Any] = {"promptTokenCount": prompt}
    if spoken:
        used["candidatesTokenCount"] = spoken
    used["totalTokenCount"] = prompt + thoughts + spoken
    if thoughts:
        used["thoughtsTokenCount"] = thoughts
    if cached:
        used["cachedContentTokenCount"] = cached
    return used


def _events(parts: list[dict[str, Any]], head: dict[str, Any], answer: Answer, prompt: int, cached: int) -> list[Event]:
    small = [piece for part in parts for piece in _small(part)] or [{"text": ""}]
    thoughts, spoken = tokens_of(answer.thinking), ""
    events: list[Event] = []
    for index, part in enumerate(small):
        last = index == len(small) - 1
        if not part.get("thought"):
            spoken += part.get("text") or canonical(part.get("functionCall", ""))
        candidate: dict[str, Any] = {"content": {"role": "model", "parts": [part]}}
        if last:
            candidate["finishReason"] = _STOPS[answer.stop]
        used = _usage(prompt, cached, thoughts, _spoken(answer) if last else min(tokens_of(spoken), _spoken(answer)))
        events.append({"candidates": [candidate], "usageMetadata": {**used, "trafficType": "ON_DEMAND"}, **head})
    return events


def _small(part: dict[str, Any]) -> list[dict[str, Any]]:
    if "text" not in part:
        return [part]
    words = pieces(part["text"])
    size = 3  # Gemini speaks in larger gulps than the others
    joined = ["".join(words[at : at + size]) for at in range(0, len(words), size)] or [""]
    bare = {key: value for key, value in part.items() if key not in {"text", "thoughtSignature"}}
    made = [{**bare, "text": text} for text in joined]
    if "thoughtSignature" in part:
        # The signature may ride on an empty last text.
        made.append({**bare, "text": "", "thoughtSignature": part["thoughtSignature"]})
    return made
