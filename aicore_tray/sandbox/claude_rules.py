"""What Claude on Bedrock refuses in a request's own fields, in its own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from aicore_tray.sandbox.claude_messages import check_messages, check_thinking_turn
from aicore_tray.sandbox.claude_shapes import check_cache_control, extras, need, refuse
from aicore_tray.sandbox.model_facts import ModelFacts
from aicore_tray.sandbox.signatures import Signer

VERSION = "bedrock-2023-05-31"
LONG_CONTEXT = 1_000_000
_LONG_CONTEXT_BETA = "context-1m-2025-08-07"
_CONTEXT_BETA = "context-management-2025-06-27"
BETAS = frozenset(
    {
        "claude-code-20250219",
        _LONG_CONTEXT_BETA,
        "interleaved-thinking-2025-05-14",
        _CONTEXT_BETA,
        "effort-2025-11-24",
        "mid-conversation-system-2026-04-07",
        "afk-mode-2026-01-31",
        "fine-grained-tool-streaming-2025-05-14",
        "tool-search-tool-2025-10-19",
    }
)
_FIELDS = frozenset(
    {"anthropic_version", "anthropic_beta", "max_tokens", "messages", "system", "tools", "tool_choice",
     "stop_sequences", "temperature", "top_p", "top_k", "thinking"}
)  # fmt: skip
_TOOL_FIELDS = frozenset({"name", "description", "input_schema", "cache_control", "type"})
_TOOL_TAGS = (
    "'bash_20250124', 'custom', 'memory_20250818', 'text_editor_20250124', 'text_editor_20250429', "
    "'text_editor_20250728'"
)
_CLIENT_TOOLS = frozenset(re.findall(r"'(\w+)'", _TOOL_TAGS)) - {"custom"}
_CHOICE_FIELDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "auto": frozenset({"type", "disable_parallel_tool_use"}),
        "any": frozenset({"type", "disable_parallel_tool_use"}),
        "tool": frozenset({"type", "name", "disable_parallel_tool_use"}),
        "none": frozenset({"type"}),
    }
)
_THINKING_FIELDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "enabled": frozenset({"type", "budget_tokens", "display"}),
        "adaptive": frozenset({"type", "display"}),
        "disabled": frozenset({"type"}),
    }
)
_TOOL_NAME = re.compile(r"[a-zA-Z0-9_-]{1,128}")
_LEAST_BUDGET = 1024
_DOCS = "https://docs.claude.com/en/docs/build-with-claude/extended-thinking"


def check(facts: ModelFacts, body: Any, signer: Signer) -> None:
    """Refuse whatever the model would refuse; silence means yes."""
    if not isinstance(body, dict):
        raise refuse("Malformed input request, please reformat your input and try again.")
    betas = body.get("anthropic_beta") or []
    if not isinstance(betas, list) or any(beta not in BETAS for beta in betas):
        raise refuse("invalid beta flag")
    allowed = set(_FIELDS)
    if facts.structured_output:
        allowed.add("output_config")
    if _CONTEXT_BETA in betas:
        allowed.add("context_management")
    extras(body, allowed, "")
    need(body, "", "anthropic_version", "max_tokens", "messages")
    if body["anthropic_version"] != VERSION:
        raise refuse(f"anthropic_version: Input should be '{VERSION}'")
    _check_limits(facts, body)
    _check_tools(body)
    _check_system(body.get("system"))
    _check_output_config(facts, body.get("output_config"))
    _check_sampling(facts, body)
    _check_thinking(facts, body)
    check_messages(facts, body["messages"], signer)
    check_thinking_turn(body)
    _check_breakpoints(body)


def check_length(facts: ModelFacts, body: dict[str, Any], prompt: int) -> None:
    """Refuse a prompt that does not fit into the context window."""
    wide = facts.long_context and _LONG_CONTEXT_BETA in (body.get("anthropic_beta") or [])
    window = LONG_CONTEXT if wide else facts.context
    if prompt > window:
        raise refuse(f"prompt is too long: {prompt} tokens > {window} maximum")
    if prompt + body["max_tokens"] > window:
        raise refuse(
            f"input length and `max_tokens` exceed context limit: {prompt} + {body['max_tokens']} > {window}, "
            "decrease input length or `max_tokens` and try again"
        )


def _check_limits(facts: ModelFacts, body: dict[str, Any]) -> None:
    limit = body["max_tokens"]
    if not isinstance(limit, int) or isinstance(limit, bool):
        raise refuse("max_tokens: Input should be a valid integer")
    if limit < 1:
        raise refuse("max_tokens: Input should be greater than or equal to 1")
    if limit > facts.output:
        raise refuse(
            f"max_tokens: {limit} > {facts.output}, which is the maximum allowed number of output tokens for "
            f"{facts.vendor_name}"
        )
    for index, stop in enumerate(body.get("stop_sequences") or []):
        if not isinstance(stop, str):
            raise refuse(f"stop_sequences.{index}: Input should be a valid string")
        if not stop.strip():
            raise refuse("stop_sequences: each stop sequence must contain non-whitespace")


def _check_tools(body: dict[str, Any]) -> None:
    tools = body.get("tools") or []
    names: set[str] = set()
    for index, tool in enumerate(tools):
        kind = tool.get("type") or "custom"
        if kind not in _CLIENT_TOOLS and kind != "custom":
            raise refuse(
                f"tools.{index}: Input tag '{kind}' found using 'type' does not match any of the expected tags: "
                f"{_TOOL_TAGS}"
            )
        if kind == "custom":
            _check_custom_tool(tool, f"tools.{index}.custom")
        if tool["name"] in names:
            raise refuse("tools: Tool names must be unique.")
        names.add(tool["name"])
    choice = body.get("tool_choice")
    if choice is None:
        return
    kind = str(choice.get("type")) if isinstance(choice, dict) else ""
    if kind not in _CHOICE_FIELDS:
        raise refuse(
            f"tool_choice: Input tag '{kind}' found using 'type' does not match any of the expected tags: "
            "'auto', 'any', 'tool', 'none'"
        )
    extras(choice, _CHOICE_FIELDS[kind], f"tool_choice.{kind}")
    if not tools:
        raise refuse("tool_choice: `tool_choice` may only be specified while providing `tools`.")
    if kind == "tool" and choice.get("name") not in names:
        raise refuse(f"Tool '{choice.get('name')}' not found in provided tools")


def _check_custom_tool(tool: dict[str, Any], where: str) -> None:
    extras(tool, _TOOL_FIELDS, where)
    need(tool, where, "name", "input_schema")
    if not isinstance(tool["name"], str) or not _TOOL_NAME.fullmatch(tool["name"]):
        raise refuse(f"{where}.name: String should match pattern '^[a-zA-Z0-9_-]{{1,128}}$'")
    schema = tool["input_schema"]
    if not isinstance(schema, dict):
        raise refuse(f"{where}.input_schema: Input should be a valid dictionary")
    if "type" not in schema:
        raise refuse(f"{where}.input_schema.type: Field required")
    if schema["type"] != "object":
        raise refuse(f"{where}.input_schema.type: Input should be 'object'")
    if {"oneOf", "anyOf", "allOf"} & set(schema):
        raise refuse(f"{where}.input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level")
    check_cache_control(tool, where)


def _check_system(system: Any) -> None:
    if system is None or isinstance(system, str):
        return
    for index, block in enumerate(system):
        where = f"system.{index}"
        if block.get("type") != "text":
            raise refuse(f"{where}.type: Input should be 'text'")
        extras(block, {"type", "text", "cache_control", "citations"}, where)
        if not (block.get("text") or "").strip():
            raise refuse("system: text content blocks must contain non-whitespace text")
        check_cache_control(block, where)


def _check_output_config(facts: ModelFacts, config: Any) -> None:
    if config is None:
        return
    extras(config, {"effort", "format"}, "output_config")
    effort = config.get("effort")
    if effort is not None and effort not in facts.efforts:
        known = ", ".join(f"'{value}'" for value in facts.efforts[:-1]) + f" or '{facts.efforts[-1]}'"
        raise refuse(f"output_config.effort: Input should be {known}")
    form = config.get("format")
    if form is None:
        return
    if form.get("type") != "json_schema":
        raise refuse("output_config.format.type: Input should be 'json_schema'")
    extras(form, {"type", "schema"}, "output_config.format")
    need(form, "output_config.format", "schema")
    if any(part.get("additionalProperties") is not False for part in _objects(form["schema"])):
        raise refuse(
            "output_config.format.schema: For 'object' type, 'additionalProperties' must be explicitly set to false"
        )


def _objects(schema: Any) -> Iterable[dict[str, Any]]:
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for value in schema.values():
            yield from _objects(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _objects(value)


def _check_sampling(facts: ModelFacts, body: dict[str, Any]) -> None:
    temperature, top_p = body.get("temperature"), body.get("top_p")
    if facts.sampling == "fixed":
        for name, default in (("temperature", 1), ("top_p", None), ("top_k", None)):
            if body.get(name) not in {None, default}:
                raise refuse(f"`{name}` is deprecated for this model.")
    if temperature is not None and not 0 <= temperature <= 1:
        raise refuse("temperature: range: 0..1")
    if top_p is not None and not 0 <= top_p <= 1:
        raise refuse("top_p: range: 0..1")
    if facts.sampling == "exclusive" and temperature is not None and top_p is not None:
        raise refuse("`temperature` and `top_p` cannot both be specified for this model. Please use only one.")


def _check_thinking(facts: ModelFacts, body: dict[str, Any]) -> None:
    thinking = body.get("thinking")
    if thinking is None:
        return
    kind = thinking.get("type")
    if kind not in _THINKING_FIELDS:
        raise refuse(
            f"thinking: Input tag '{kind}' found using 'type' does not match any of the expected tags: "
            "'adaptive', 'disabled', 'enabled'"
        )
    extras(thinking, _THINKING_FIELDS[kind], f"thinking.{kind}")
    if kind == "disabled":
        return
    if kind not in facts.thinking:
        raise refuse(
            "adaptive thinking is not supported on this model"
            if kind == "adaptive"
            else '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and '
            '"output_config.effort" to control thinking behavior.'
        )
    if kind == "enabled":
        _check_budget(thinking, body)
        _check_sampling_while_thinking(body)
    choice = (body.get("tool_choice") or {}).get("type")
    if choice in {"any", "tool"} and facts.name != "anthropic--claude-4.8-opus":
        raise refuse("Thinking may not be enabled when tool_choice forces tool use.")


def _check_budget(thinking: dict[str, Any], body: dict[str, Any]) -> None:
    need(thinking, "thinking.enabled", "budget_tokens")
    if thinking["budget_tokens"] < _LEAST_BUDGET:
        raise refuse(f"thinking.enabled.budget_tokens: Input should be greater than or equal to {_LEAST_BUDGET}")
    if body["max_tokens"] <= thinking["budget_tokens"]:
        raise refuse(
            "`max_tokens` must be greater than `thinking.budget_tokens`. Please consult our documentation at "
            f"{_DOCS}#max-tokens-and-context-window-size"
        )


def _check_sampling_while_thinking(body: dict[str, Any]) -> None:
    consult = f"Please consult our documentation at {_DOCS}#important-considerations-when-using-extended-thinking"
    if body.get("temperature") not in {None, 1}:
        raise refuse(f"`temperature` may only be set to 1 when thinking is enabled. {consult}")
    if (body.get("top_p") or 1) < 0.95:
        raise refuse(f"`top_p` must be greater than or equal to 0.95 or unset when thinking is enabled. {consult}")
    if body.get("top_k") is not None:
        raise refuse(f"`top_k` must be unset when thinking is enabled. {consult}")


def _check_breakpoints(body: dict[str, Any]) -> None:
    marks = [mark for mark in _marks([body.get("tools"), body.get("system"), body["messages"]]) if mark]
    if len(marks) > 4:
        raise refuse(f"A maximum of 4 blocks with cache_control may be provided. Found {len(marks)}.")
    lifetimes = [mark.get("ttl") or "5m" for mark in marks]
    if "1h" in lifetimes[lifetimes.index("5m") :] if "5m" in lifetimes else False:
        raise refuse(
            "a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. Note that blocks are "
            "processed in the following order: `tools`, `system`, `messages`."
        )


def _marks(value: Any) -> Iterable[Any]:
    if isinstance(value, list):
        for item in value:
            yield from _marks(item)
    elif isinstance(value, dict):
        yield value.get("cache_control")
        if isinstance(value.get("content"), list):
            yield from _marks(value["content"])
