"""OpenAI's models on Azure: Chat Completions and Responses are two doors to the same deployment.

The client's own door is taken where the model has it; a request that came in another dialect, or that one door would
refuse (gpt-5.x takes tools together with an effort only at Responses), takes the one that loses nothing.
"""

from __future__ import annotations

from dataclasses import replace

from aicore_tray.aicore.catalogue import FamilyFacts, ModelFacts
from aicore_tray.aicore.families.family import ClientRequest, Plan, nearest_effort, schema_instruction
from aicore_tray.dialects import chat_completions, responses
from aicore_tray.dialects.conversation import Conversation, Json, Origin, Text
from aicore_tray.dialects.reading import objects, optional, strings
from aicore_tray.dialects.signatures import is_foreign

# The smallest max_output_tokens that Responses takes.
_MIN_OUTPUT = 16
_SAMPLING = (
    "temperature", "top_p", "presence_penalty", "frequency_penalty", "logprobs", "top_logprobs", "logit_bias",
)  # fmt: skip
# What clients of other vendors, or of OpenAI's own service, send and Azure does not know.
_CHAT_DROPPED = (
    "model",
    "reasoning",
    "thinking",
    "top_k",
    "service_tier",
    "safety_identifier",
    "prompt_cache_retention",
)
_MESSAGE_DROPPED = ("cache_control", "reasoning_content", "reasoning", "reasoning_details", "thinking_blocks")
_RESPONSES_DROPPED = ("client_metadata", "service_tier", "safety_identifier", "prompt_cache_retention")
_ITEM_IDS = {"message": "msg", "function_call": "fc", "reasoning": "rs", "function_call_output": "fc"}
_CHOICES = ("auto", "none", "required")
_CARRY = "reasoning.encrypted_content"


class Azure:
    """Plans requests to Azure OpenAI deployments."""

    def __init__(self, family: FamilyFacts) -> None:
        self._query = {"api-version": family.api_version}

    def plan(self, request: ClientRequest, facts: ModelFacts) -> Plan:
        if request.kind == "embedding":
            return self._embeddings(request)
        if _takes_responses(request, facts):
            return self._responses(request, facts)
        return self._chat(request, facts)

    def _embeddings(self, request: ClientRequest) -> Plan:
        body = request.body()
        body.pop("model", None)
        return Plan(path="/embeddings", query=self._query, body=body, dialect=chat_completions, forward=True)

    def _chat(self, request: ClientRequest, facts: ModelFacts) -> Plan:
        own = request.is_in(chat_completions)
        body = request.body() if own else chat_completions.write_request(_conversation(request))
        # Reasoning models take no stop sequences.
        stops = strings(body.pop("stop", None), "stop") if facts.sampling == "fixed" else ()
        fit_chat(body, facts)
        return Plan(
            path="/chat/completions",
            query=self._query,
            body=body,
            dialect=chat_completions,
            forward=own and not stops,
            stops=stops,
        )

    def _responses(self, request: ClientRequest, facts: ModelFacts) -> Plan:
        own = request.is_in(responses)
        # This API has no stop sequences; neither have its clients.
        stops = () if own else request.conversation.stop
        if own:
            body = request.body()
            renamed = responses.functions_only(body)
        else:
            body, renamed = responses.write_request(_conversation(request)), True
            if facts.efforts:  # so that a later turn can go on thinking where this one stopped
                body["include"] = [_CARRY]
        fit_responses(body, facts)
        return Plan(
            path="/responses", query=self._query, body=body, dialect=responses, forward=own and not renamed, stops=stops
        )


def _conversation(request: ClientRequest) -> Conversation:
    """Return the conversation of a client of another dialect; OpenAI gives plain JSON only where the prompt says so."""
    conversation = request.conversation_for(Origin.OPENAI)
    if conversation.output is None or conversation.output.schema is not None:
        return conversation
    return replace(conversation, system=(*conversation.system, Text(text=schema_instruction(None))))


def _takes_responses(request: ClientRequest, facts: ModelFacts) -> bool:
    if "responses" not in facts.apis:
        return False
    if "chat" not in facts.apis or request.is_in(responses):
        return True
    if request.is_in(chat_completions):
        # A request without tools is not read once more for this.
        body = {} if facts.tools_with_effort or not request.mentions("tools") else request.body()
        return bool(body.get("tools") and (body.get("reasoning_effort") or _nested_effort(body)))
    return bool(facts.efforts)


def _nested_effort(body: Json) -> object:
    """Return the effort where OpenRouter's clients write it."""
    return asked.get("effort") if isinstance(asked := body.get("reasoning"), dict) else None


def _fit_effort(effort: object, facts: ModelFacts) -> str | None:
    return nearest_effort(effort, facts.efforts) or None if isinstance(effort, str) and effort else None


def _fit_tool_choice(body: Json) -> None:
    """A choice among no tools is refused, and so is a word that OpenAI does not have."""
    if not body.get("tools"):
        for key in ("tools", "tool_choice", "parallel_tool_calls"):
            body.pop(key, None)
    choice = body.get("tool_choice")
    if isinstance(choice, str) and choice not in _CHOICES:
        body["tool_choice"] = "auto"


def fit_chat(body: Json, facts: ModelFacts) -> None:
    """Fit a Chat Completions body in place."""
    if nested := _nested_effort(body):
        body.setdefault("reasoning_effort", nested)
    for key in _CHAT_DROPPED:
        body.pop(key, None)
    _fit_tool_choice(body)
    limit = body.pop("max_completion_tokens", None) or body.pop("max_tokens", None)
    body.pop("max_tokens", None)
    if limit is not None:
        key = "max_completion_tokens" if facts.efforts else "max_tokens"
        body[key] = min(limit, facts.max_output) if isinstance(limit, int) else limit
    effort = _fit_effort(body.pop("reasoning_effort", None), facts)
    if effort and (facts.tools_with_effort or "tools" not in body):
        body["reasoning_effort"] = effort
    if facts.sampling == "fixed":
        for key in _SAMPLING:
            body.pop(key, None)
    if not facts.efforts:
        body.pop("verbosity", None)
    for _, message in objects(body.get("messages"), "messages"):
        _fit_message(message)
    for _, tool in objects(body.get("tools"), "tools"):
        tool.pop("cache_control", None)
    if body.get("stream") is True:
        # The real counts are always asked for; the client sees them only if it asked itself.
        body["stream_options"] = {**(optional(body, "stream_options", dict) or {}), "include_usage": True}
    else:
        body.pop("stream_options", None)


def _fit_message(message: Json) -> None:
    for key in _MESSAGE_DROPPED:
        message.pop(key, None)
    content = message.get("content")
    for block in content if isinstance(content, list) else ():
        if isinstance(block, dict):
            block.pop("cache_control", None)


def fit_responses(body: Json, facts: ModelFacts) -> None:
    """Fit a Responses body in place."""
    body["model"] = facts.name
    for key in _RESPONSES_DROPPED:
        body.pop(key, None)
    _fit_tool_choice(body)
    if isinstance(limit := body.get("max_output_tokens"), int):
        body["max_output_tokens"] = max(_MIN_OUTPUT, min(limit, facts.max_output))
    reasoning = body.pop("reasoning", None)
    if facts.efforts and isinstance(reasoning, dict):
        effort = _fit_effort(reasoning.get("effort"), facts)
        kept = {key: value for key, value in reasoning.items() if key != "effort"} | (
            {"effort": effort} if effort else {}
        )
        if kept:
            body["reasoning"] = kept
    if not facts.efforts:
        kept_include = [item for item in optional(body, "include", list) or () if item != _CARRY]
        body.pop("include", None)
        if kept_include:
            body["include"] = kept_include
        if isinstance(text := body.get("text"), dict):
            text.pop("verbosity", None)
    if facts.sampling == "fixed":
        for key in ("temperature", "top_p", "top_logprobs"):
            body.pop(key, None)
    if isinstance(items := body.get("input"), list):
        stored = body.get("store") is not False
        body["input"] = _without_stubs([_fit_item(item) for item in items if not _is_unreadable(item, stored=stored)])


def _without_stubs(items: list[object]) -> list[object]:
    """Leave out reasoning that nothing was said after, as a broken off turn leaves it: it is refused."""
    kept: list[object] = []
    for item in reversed(items):
        after = kept[-1] if kept else None
        said = isinstance(after, dict) and (
            after.get("role") not in ("user", "system", "developer") and not str(after.get("type")).endswith("_output")
        )
        if said or not isinstance(item, dict) or item.get("type") != "reasoning":
            kept.append(item)
    return kept[::-1]


def _is_unreadable(item: object, *, stored: bool) -> bool:
    """Whether an item is reasoning that OpenAI's models cannot read: another vendor's, or an id without a store."""
    if not isinstance(item, dict) or item.get("type") != "reasoning":
        return False
    carried = item.get("encrypted_content")
    if isinstance(carried, str) and carried:
        return is_foreign(carried)
    return not stored or not str(item.get("id")).startswith(_ITEM_IDS["reasoning"])


def _fit_item(item: object) -> object:
    """Ids are optional, but one with another item's prefix is refused."""
    if isinstance(item, dict) and item.get("id") is not None:
        prefix = _ITEM_IDS.get(str(item.get("type") or "message"))
        if prefix and not str(item["id"]).startswith(prefix):
            return {key: value for key, value in item.items() if key != "id"}
    return item
