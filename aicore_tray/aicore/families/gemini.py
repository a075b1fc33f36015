"""Gemini on Vertex: a generateContent body fitted to the model's way of thinking and to what SAP's proxy takes."""

from __future__ import annotations

from aicore_tray.aicore.catalogue import FamilyFacts, ModelFacts
from aicore_tray.aicore.families.family import ClientRequest, Plan, nearest_effort, schema_instruction
from aicore_tray.dialects import gemini
from aicore_tray.dialects.conversation import Json, Origin
from aicore_tray.dialects.signatures import SKIP_SIGNATURE, standard_base64

_BUDGETS = {"none": 0, "minimal": 512, "low": 1024, "medium": 8192, "high": 24576, "xhigh": 32768, "max": 32768}
_LEVELS = ((512, "minimal"), (4096, "low"), (12288, "medium"))


class Gemini:
    """Plans requests to Gemini deployments."""

    def __init__(self, family: FamilyFacts) -> None:
        self._family = family

    def plan(self, request: ClientRequest, facts: ModelFacts) -> Plan:
        conversation = request.conversation_for(Origin.GEMINI)
        forward = request.is_in(gemini)
        body = _adapted(request.body()) if forward else gemini.write_request(conversation)
        _fit(body, facts)
        if facts.signatures:
            _sign(body)
        if body.get("tools") and conversation.output is not None:
            _tell_schema(body, conversation.output.schema)
        verb, query = ("streamGenerateContent", {"alt": "sse"}) if conversation.stream else ("generateContent", {})
        return Plan(
            path=f"/models/{facts.name}:{verb}",
            query=query,
            body=body,
            dialect=gemini,
            forward=forward,
        )


def _adapted(body: Json) -> Json:
    """Return a client's own body as it goes to Vertex: without what stands in the path, and with declarations alone."""
    for key in ("model", "stream", "cachedContent", "serviceTier"):
        body.pop(key, None)
    # Google's own tools (search, code execution) are not offered by SAP AI Core; a wish for them is dropped.
    tools = [tool for tool in body.get("tools") or () if isinstance(tool, dict) and "functionDeclarations" in tool]
    if tools:
        body["tools"] = [{"functionDeclarations": tool["functionDeclarations"]} for tool in tools]
    else:
        body.pop("tools", None)
        body.pop("toolConfig", None)
    for content in body.get("contents") or ():
        content.setdefault("role", "user")  # Vertex wants it, the Gemini API does not
        for part in content.get("parts") or ():
            if isinstance(part.get("thoughtSignature"), str):
                part["thoughtSignature"] = standard_base64(part["thoughtSignature"])
            if isinstance(inline := part.get("inlineData"), dict) and isinstance(inline.get("data"), str):
                inline["data"] = standard_base64(inline["data"])
            # Vertex pairs calls and results by name and order.
            for name in ("functionCall", "functionResponse"):
                if isinstance(part.get(name), dict):
                    part[name].pop("id", None)
    return body


def _fit(body: Json, facts: ModelFacts) -> None:
    config = body.get("generationConfig")
    if config is None:
        return
    # No Gemini since 2.5 takes penalties.
    for key in ("presencePenalty", "frequencyPenalty"):
        config.pop(key, None)
    if isinstance(limit := config.get("maxOutputTokens"), int):
        config["maxOutputTokens"] = min(limit, facts.max_output)
    if thinking := _fit_thinking(config.pop("thinkingConfig", None), facts):
        config["thinkingConfig"] = thinking
    if not config:
        del body["generationConfig"]


def _fit_thinking(thinking: Json | None, facts: ModelFacts) -> Json | None:
    """Return the thinkingConfig with the model's own measure: a budget up to 2.5, a level since 3."""
    if thinking is None or facts.thinking == "none":
        return None
    budget, level = thinking.pop("thinkingBudget", None), thinking.pop("thinkingLevel", None)
    if facts.thinking == "budget":
        if level is not None:
            budget = _BUDGETS.get(level, _BUDGETS["medium"])
        if budget is not None:
            smallest, largest = facts.thinking_range
            off = budget <= 0 and facts.thinking_off
            thinking["thinkingBudget"] = 0 if off else max(smallest, min(budget, largest))
    else:
        if budget is not None:
            level = next((name for limit, name in _LEVELS if budget <= limit), "high")
        if level is not None:
            thinking["thinkingLevel"] = nearest_effort(level, facts.efforts)
    return thinking


def _sign(body: Json) -> None:
    """Give every call of the current turn a signature: the first call of each step must show one."""
    for content in body["contents"]:
        if content["role"] != "model":
            continue
        calls = [part for part in content["parts"] if "functionCall" in part]
        if calls and not calls[0].get("thoughtSignature"):
            calls[0]["thoughtSignature"] = SKIP_SIGNATURE


def _tell_schema(body: Json, schema: Json | None) -> None:
    """Gemini takes tools or a response schema, not both: the schema is then told in words."""
    config = body["generationConfig"]
    for key in ("responseMimeType", "responseSchema", "responseJsonSchema"):
        config.pop(key, None)
    if not config:
        del body["generationConfig"]
    system = body.get("systemInstruction") or {}
    body["systemInstruction"] = {
        **system,
        "parts": [*(system.get("parts") or ()), {"text": schema_instruction(schema)}],
    }
