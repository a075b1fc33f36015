"""Claude on Bedrock, by /invoke: an Anthropic body fitted to what Bedrock and the model take.

Bedrock fails the whole request on one field that it does not know, so what clients of Anthropic's own API send beside
the question is taken out here; cache breakpoints, thinking and good beta flags stay.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator

from aicore_tray.aicore.catalogue import FamilyFacts, ModelFacts
from aicore_tray.aicore.families.cache_hints import hinted
from aicore_tray.aicore.families.claude_thinking import fit_thinking
from aicore_tray.aicore.families.family import (
    NO_WORDS,
    STRUCTURED_TOOL,
    STRUCTURED_TOOL_USE,
    ClientRequest,
    Plan,
    schema_instruction,
)
from aicore_tray.dialects import messages
from aicore_tray.dialects.conversation import BILLING_HEADER, Conversation, Json, Origin
from aicore_tray.dialects.json_schema import as_object, closed, is_plain_object
from aicore_tray.dialects.reading import need, number, objects, optional, strings, text_of
from aicore_tray.dialects.signatures import unwrap_thinking
from aicore_tray.dialects.tool_names import wire_id

_log = logging.getLogger(__name__)

BEDROCK_VERSION = "bedrock-2023-05-31"

# What only Anthropic's own API takes.
_DROPPED = (
    "model", "stream", "metadata", "service_tier", "container", "mcp_servers", "context_management", "inference_geo",
    "speed", "betas", "output_format", "safeguards", "anthropic_version", "anthropic_beta", "thread",
)  # fmt: skip
# Tools that run on Anthropic's servers; Bedrock has none of them.
_SERVER_TOOLS = ("web_search_", "web_fetch_", "code_execution_", "tool_search_", "advisor_", "mcp_")
_TOOL_FIELDS = ("name", "description", "input_schema", "cache_control")
# Content blocks and the fields that Bedrock takes of each; others go without a trace of the question.
_BLOCK_FIELDS = {
    "text": ("type", "text", "citations", "cache_control"),
    "image": ("type", "source", "cache_control"),
    "document": ("type", "source", "title", "context", "citations", "cache_control"),
    "search_result": ("type", "source", "title", "content", "citations", "cache_control"),
    "tool_use": ("type", "id", "name", "input", "cache_control"),
    "tool_result": ("type", "tool_use_id", "content", "is_error", "cache_control"),
    "thinking": ("type", "thinking", "signature"),
    "redacted_thinking": ("type", "data"),
}
_SERVER_BLOCKS = ("server_tool_use", "web_search_tool_result", "web_fetch_tool_result", "code_execution_tool_result")


class Claude:
    """Plans requests to Claude deployments."""

    def __init__(self, family: FamilyFacts) -> None:
        self._family = family

    def plan(self, request: ClientRequest, facts: ModelFacts) -> Plan:
        own = request.is_in(messages)
        body = request.body() if own else messages.write_request(_hinted(request))
        stream = body.get("stream") is True
        structured = fit(body, facts)
        if betas := self._betas(request.betas, body, facts):
            body["anthropic_beta"] = betas
        return Plan(
            path="/invoke-with-response-stream" if stream else "/invoke",
            body=body,
            dialect=messages,
            forward=own and not structured,
            structured_tool=STRUCTURED_TOOL if structured else "",
        )

    def _betas(self, asked: tuple[str, ...], body: Json, facts: ModelFacts) -> list[str]:
        renamed = [self._family.renamed_betas.get(flag, flag) for flag in asked]
        kept = [flag for flag in dict.fromkeys(renamed) if flag in self._family.betas]
        for flag in renamed:
            if flag not in self._family.betas:
                _log.debug("Dropped the beta flag %s: Bedrock refuses it", flag)
        if facts.context > 200_000:  # has the long context without asking
            kept = [flag for flag in kept if not flag.startswith("context-1m")]
        return kept


def _hinted(request: ClientRequest) -> Conversation:
    return hinted(request.conversation_for(Origin.ANTHROPIC), tools=True)


def fit(body: Json, facts: ModelFacts) -> bool:
    """Fit a Messages body to Bedrock; return whether a stand-in tool carries the JSON schema."""
    form = _check(body)
    for key in [key for key, value in body.items() if value is None or key in _DROPPED]:
        del body[key]
    body["anthropic_version"] = BEDROCK_VERSION
    asked = body.get("max_tokens")
    body["max_tokens"] = min(asked, facts.max_output) if isinstance(asked, int) else facts.max_output
    _fit_messages(body)
    _fit_tools(body)
    fit_thinking(body, facts)
    _fit_sampling(body, facts)
    return bool(form) and _fit_output(body, form, facts)


def _check(body: Json) -> Json:
    """Refuse what cannot be fitted because it is of the wrong type; return the output format, {} without one."""
    for key, kind in (("messages", list), ("tools", list), ("tool_choice", dict), ("thinking", dict)):
        optional(body, key, kind)
    for key in ("temperature", "top_p", "top_k"):
        number(body, key)
    need(body.get("messages"), list, "messages")
    output = optional(body, "output_config", dict) or {}
    form = output.get("format") or body.get("output_format")
    return form if isinstance(form, dict) and isinstance(form.get("schema"), dict) else {}


def _fit_output(body: Json, form: Json, facts: ModelFacts) -> bool:
    """Give the schema to a model that takes one; let others call a forced tool; else tell the schema in words."""
    config = body.get("output_config")
    if facts.output_config and config and (schema := closed(form["schema"])) is not None:
        config["format"] = {"type": "json_schema", "schema": schema}
        return False
    if config:
        config.pop("format", None)
        if not config:
            del body["output_config"]
    if facts.output_config or "tools" in body:
        body.setdefault("system", []).append({"type": "text", "text": schema_instruction(form.get("schema"))})
        return False
    body.pop("thinking", None)  # it forbids a forced tool, and the form of an answer is a promise
    schema = as_object(form["schema"])
    body["tools"] = [{"name": STRUCTURED_TOOL, "description": STRUCTURED_TOOL_USE, "input_schema": schema}]
    body["tool_choice"] = {"type": "tool", "name": STRUCTURED_TOOL}
    return True


def _fit_messages(body: Json) -> None:
    blocks = _blocks(body.pop("system", None), "system")
    fitted: list[Json] = []
    for path, message in objects(body["messages"], "messages"):
        role = text_of(message, "role", path)
        content = _blocks(message.get("content"), f"{path}.content")
        if role == "system":
            blocks += content
            continue
        kept = [block for raw in content for block in _fit_block(raw)]
        if not kept:
            continue
        if fitted and fitted[-1]["role"] == role:
            fitted[-1]["content"] += kept
        else:
            fitted.append({"role": role, "content": kept})
    for message in fitted:
        if message["role"] == "user":
            message["content"].sort(key=lambda block: block["type"] != "tool_result")
    if fitted and fitted[0]["role"] == "assistant":
        # A greeting of the assistant's: Claude wants a user's word before it.
        fitted.insert(0, {"role": "user", "content": [{"type": "text", "text": NO_WORDS}]})
    body["messages"] = fitted
    told = [
        block for raw in blocks if not str(raw.get("text", "")).startswith(BILLING_HEADER) for block in _fit_block(raw)
    ]
    if told:
        body["system"] = told


def _blocks(content: object, path: str) -> list[Json]:
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    return [block for _, block in objects(content, path)]


def _fit_block(block: Json) -> Iterator[Json]:
    kind = str(block.get("type") or "text")
    if kind in _SERVER_BLOCKS:
        return
    if kind == "tool_reference":
        yield {"type": "text", "text": f"Tool {block.get('tool_name')} is now available."}
        return
    fields = _BLOCK_FIELDS.get(kind)
    kept = dict(block) if fields is None else {key: block[key] for key in fields if block.get(key) is not None}
    kept["type"] = kind
    _fit_cache(kept)
    match kind:
        case "text":
            if not str(block.get("text") or "").strip():
                return
        case "thinking":
            carried = unwrap_thinking(str(block.get("signature") or ""), Origin.ANTHROPIC)
            if carried.origin is not Origin.ANTHROPIC or carried.signature != block.get("signature"):
                return  # another vendor's reasoning, or unsigned: no Claude would take it back
        case "tool_use":
            kept["id"] = wire_id(str(block.get("id") or ""))
        case "tool_result":
            kept["tool_use_id"] = wire_id(str(block.get("tool_use_id") or ""))
            if isinstance(content := block.get("content"), list):
                kept["content"] = [inner for raw in content if isinstance(raw, dict) for inner in _fit_block(raw)]
    yield kept


def _fit_cache(block: Json) -> None:
    if isinstance(control := block.get("cache_control"), dict):
        block["cache_control"] = {key: control[key] for key in ("type", "ttl") if key in control}


def _fit_tools(body: Json) -> None:
    tools = []
    for _, tool in objects(body.pop("tools", None), "tools"):
        kind = str(tool.get("type") or "custom")
        if kind.startswith(_SERVER_TOOLS):
            _log.info("Dropped the tool %s: Bedrock does not offer it", kind)
            continue
        if kind == "custom":
            tool = {key: tool[key] for key in _TOOL_FIELDS if tool.get(key) is not None}
            if isinstance(schema := tool.get("input_schema"), dict) and not is_plain_object(schema):
                tool["input_schema"] = as_object(schema)
        _fit_cache(tool)
        tools.append(tool)
    choice = body.pop("tool_choice", None)
    if not tools:
        return
    body["tools"] = tools
    if isinstance(choice, dict):
        names = {tool.get("name") for tool in tools}
        if choice.get("type") == "tool" and choice.get("name") not in names:
            choice = {key: value for key, value in choice.items() if key != "name"} | {"type": "auto"}
        body["tool_choice"] = choice


def _fit_sampling(body: Json, facts: ModelFacts) -> None:
    thinking = "thinking" in body
    if facts.sampling == "fixed":
        for key in ("temperature", "top_p", "top_k"):
            body.pop(key, None)
    elif thinking:  # thinking sets the temperature itself and takes a narrow top_p alone
        body.pop("temperature", None)
        body.pop("top_k", None)
        if (body.get("top_p") or 0) < 0.95:
            body.pop("top_p", None)
    elif facts.sampling == "one" and body.get("temperature") is not None:
        body.pop("top_p", None)
    if isinstance(temperature := body.get("temperature"), int | float):
        body["temperature"] = min(1, temperature)  # OpenAI's scale ends at 2
    # OpenAI's clients stop at line ends, which Claude refuses.
    if stops := [stop for stop in strings(body.pop("stop_sequences", None), "stop_sequences") if stop.strip()]:
        body["stop_sequences"] = stops
