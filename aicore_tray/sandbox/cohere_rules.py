"""What Cohere's Chat API refuses in a request, in its own words.

Sources: Cohere's API reference, its list of error messages and its guide to structured outputs.
"""

from __future__ import annotations

import re
from typing import Any

from aicore_tray.sandbox.model_facts import ModelFacts
from aicore_tray.sandbox.refusals import Refusal

_FIELDS = frozenset({"model", "messages", "tools", "strict_tools", "documents", "citation_options", "response_format",
                     "safety_mode", "max_tokens", "stop_sequences", "temperature", "seed", "frequency_penalty",
                     "presence_penalty", "k", "p", "logprobs", "tool_choice", "thinking", "stream",
                     "priority"})  # fmt: skip
_BY_ROLE = {
    "system": {"role", "content"},
    "user": {"role", "content"},
    "assistant": {"role", "content", "tool_calls", "tool_plan", "citations"},
    "tool": {"role", "content", "tool_call_id"},
}
_BLOCKS = {
    "system": {"text"},
    "user": {"text", "image_url"},
    "assistant": {"text", "thinking"},
    "tool": {"text", "document"},
}
_RANGES: dict[str, tuple[float, float, str]] = {
    "temperature": (0, 1, "1.0"),
    "frequency_penalty": (0, 1, "1"),
    "presence_penalty": (0, 1, "1"),
    "p": (0.01, 0.99, "0.99"),
    "k": (0, 500, "500"),
}
_MOST_STOPS = 5
_TOOL_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SCHEMA_KEYS = frozenset({"type", "description", "properties", "required", "items", "enum", "const", "anyOf", "format",
                          "pattern", "$ref", "$defs"})  # fmt: skip


def failure(status: int, text: str) -> dict[str, Any]:
    """Cohere's error body."""
    return {"id": f"00000000-0000-4000-8000-000000000{status}", "message": text}


def refuse(message: str) -> Refusal:
    """A 400 as Cohere words it."""
    return Refusal(400, failure(400, f"invalid request: {message}"))


def check(facts: ModelFacts, body: Any) -> None:
    """Refuse whatever the model would refuse; silence means yes."""
    if not isinstance(body, dict):
        raise Refusal(400, failure(400, "invalid json syntax: an object is needed"))
    if body.get("model") is None:
        raise refuse("model is required")
    if body["model"] != facts.name:
        raise Refusal(404, failure(404, f"model '{body['model']}' not found, make sure the correct model ID was used."))
    for name in body:
        if name not in _FIELDS:
            raise refuse(f"unknown field: {name}")
    _check_ranges(body)
    _check_thinking(facts, body.get("thinking"))
    _check_tools(body)
    _check_form(body)
    _check_messages(facts, body.get("messages"))


def check_length(facts: ModelFacts, prompt: int) -> None:
    """Refuse a prompt that does not fit into the context window."""
    if prompt > facts.context:
        text = (
            f"too many tokens: total number of tokens in the prompt cannot exceed {facts.context} - received {prompt}. "
            "Try using a shorter prompt, or enabling prompt truncating."
        )
        raise Refusal(400, failure(400, text))


def _check_ranges(body: dict[str, Any]) -> None:
    for name, (least, most, told) in _RANGES.items():
        value = body.get(name)
        if value is not None and (isinstance(value, bool) or not least <= value <= most):
            raise refuse(f"{name} must be between {least} and {told} inclusive.")
    if body.get("frequency_penalty") and body.get("presence_penalty"):
        raise refuse("cannot specify both frequency_penalty and presence_penalty.")
    limit = body.get("max_tokens")
    if limit is not None and (not isinstance(limit, int) or limit < 1):
        raise refuse("max_tokens must be greater than or equal to 1")
    stops = body.get("stop_sequences") or []
    if len(stops) > _MOST_STOPS:
        raise refuse(f"stop_sequences must have at most {_MOST_STOPS} elements - received {len(stops)}")
    if any(not isinstance(stop, str) or not stop for stop in stops):
        raise refuse("all elements in stop_sequences must be at least 1 character long")


def _check_thinking(facts: ModelFacts, thinking: Any) -> None:
    if thinking is None:
        return
    if facts.budget is None:
        raise refuse("thinking is not supported for this model")
    if thinking.get("type") not in {"enabled", "disabled"} or set(thinking) - {"type", "token_budget"}:
        raise refuse("thinking.type must be one of: enabled, disabled")
    budget = thinking.get("token_budget")
    if budget is not None and (isinstance(budget, bool) or not isinstance(budget, int) or budget < 1):
        raise refuse("thinking.token_budget must be a positive integer")


def _check_tools(body: dict[str, Any]) -> None:
    tools = body.get("tools")
    choice = body.get("tool_choice")
    if choice is not None and choice not in {"REQUIRED", "NONE"}:
        raise refuse("tool_choice must be one of: REQUIRED, NONE")
    if choice is not None and not tools:
        raise refuse("tool_choice can only be specified with tools")
    names: set[str] = set()
    for tool in tools or []:
        if set(tool) - {"type", "function"} or tool.get("type") != "function":
            raise refuse("all elements in tools must have the type 'function'")
        function = tool["function"]
        if extra := set(function) - {"name", "description", "parameters"}:
            raise refuse(f"unknown field: tools.function.{min(extra)}")
        _check_name(function.get("name"))
        if function["name"] in names:
            raise refuse("all tool names must be unique")
        names.add(function["name"])
        parameters = function.get("parameters")
        if not isinstance(parameters, dict) or parameters.get("type") != "object":
            raise refuse("tool parameters must be a JSON schema of the type object")


def _check_name(name: Any) -> None:
    if not isinstance(name, str) or not _TOOL_NAME.fullmatch(name):
        raise refuse("tool names can only contain certain characters (A-Za-z0-9_) and can't begin with a digit")


def _check_form(body: dict[str, Any]) -> None:
    form = body.get("response_format")
    if form is None:
        return
    if form.get("type") not in {"text", "json_object"} or set(form) - {"type", "json_schema"}:
        raise refuse("response_format.type must be one of: text, json_object")
    if form["type"] == "text":
        return
    if body.get("tools") or body.get("documents"):
        raise refuse("cannot specify response_format with tools or documents")
    schema = form.get("json_schema")
    if schema is None:
        if "json" not in str(body.get("messages")).lower():
            raise refuse("a message must instruct the model to generate JSON when response_format is json_object")
        return
    if schema.get("type") != "object":
        raise refuse("json_schema must have the type object at its top")
    _check_schema(schema)


def _check_schema(schema: Any) -> None:
    if unknown := set(schema) - _SCHEMA_KEYS:
        raise refuse(f"json_schema: '{min(unknown)}' is not supported")
    if isinstance(schema.get("type"), list):
        raise refuse("json_schema: type must be a string")
    if schema.get("type") == "object" and not schema.get("required"):
        raise refuse("json_schema: every object must have at least one required field")
    for name in schema.get("required") or []:
        if name not in schema.get("properties", {}):
            raise refuse(f"json_schema: required field '{name}' is no property")
    inner = [*(schema.get("properties") or {}).values(), *(schema.get("anyOf") or [])]
    for part in [*inner, *([schema["items"]] if "items" in schema else [])]:
        _check_schema(part)


def _check_messages(facts: ModelFacts, messages: Any) -> None:
    if not isinstance(messages, list) or not messages:
        raise refuse("list of messages must not be empty")
    waiting: set[str] = set()
    previous = ""
    for index, message in enumerate(messages):
        role = message.get("role")
        if role not in _BY_ROLE:
            raise refuse(f"Invalid role in messages at index {index}. Role must be one of the following: "
                         "user, assistant, system, tool")  # fmt: skip
        if extra := set(message) - _BY_ROLE[role]:
            raise refuse(f"unknown field: messages.{min(extra)}")
        if role == "system" and previous not in {"", "system"}:
            raise refuse("system messages must come before all others")
        if role == "assistant" and previous in {"", "system"}:
            raise refuse("the first message after those of the system must be the user's")
        if role == "user" and previous == "tool":
            raise refuse("cannot specify both message and tool_results in multistep mode")
        _check_content(facts, message, role)
        if role == "tool":
            if message.get("tool_call_id") not in waiting:
                raise refuse(f"tool_call_id '{message.get('tool_call_id')}' at index {index} belongs to no tool call")
            waiting.discard(message["tool_call_id"])
        elif waiting:
            raise refuse("all tool calls must have a corresponding tool result")
        if role == "assistant":
            waiting = _called(message)
        previous = role
    if previous not in {"user", "tool"} or waiting:
        raise refuse("message must be at least 1 token long or tool results must be specified.")


def _called(message: dict[str, Any]) -> set[str]:
    ids = set()
    for call in message.get("tool_calls") or []:
        if set(call) - {"id", "type", "function"} or call.get("type") != "function" or not call.get("id"):
            raise refuse("all elements in tool_calls must have an id and the type 'function'")
        _check_name(call["function"].get("name"))
        if not isinstance(call["function"].get("arguments"), str):
            raise refuse("tool call arguments must be a string")
        ids.add(call["id"])
    return ids


def _check_content(facts: ModelFacts, message: dict[str, Any], role: str) -> None:
    content = message.get("content")
    blocks = [{"type": "text", "text": content}] if isinstance(content, str) else content or []
    for block in blocks:
        if block.get("type") not in _BLOCKS[role]:
            raise refuse(f"content of the type '{block.get('type')}' is not allowed in a message of the role {role}")
        if block["type"] == "image_url" and not facts.images:
            raise refuse("image content is not supported for this model")
        if block["type"] in {"text", "thinking"} and not str(block.get(block["type"]) or "").strip():
            if role == "tool":
                raise refuse("all elements in tool_results must have the 'outputs' property specified.")
            raise refuse("all elements in history must have a message.")
    says = any(block["type"] != "thinking" for block in blocks)
    if role == "tool" and not says:
        raise refuse("all elements in tool_results must have the 'outputs' property specified.")
    if not says and not message.get("tool_calls"):
        raise refuse("all elements in history must have a message.")
    if message.get("tool_plan") is not None and not message.get("tool_calls"):
        raise refuse("tool_plan can only be specified with tool_calls")
