"""What Azure OpenAI refuses in a Chat Completions request, in its own words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from aicore_tray.sandbox.model_facts import ModelFacts
from aicore_tray.sandbox.openai_shapes import (
    check_function_schema,
    check_name,
    check_output_schema,
    listed,
    missing_parameters,
    one_of,
    read_image,
    refuse,
    unknown_parameters,
)

_FIELDS = frozenset(
    {"messages", "model", "frequency_penalty", "function_call", "functions", "logit_bias", "logprobs", "top_logprobs",
     "max_completion_tokens", "max_tokens", "metadata", "modalities", "n", "parallel_tool_calls", "prediction",
     "presence_penalty", "prompt_cache_key", "reasoning_effort", "response_format", "safety_identifier", "seed",
     "service_tier", "stop", "store", "stream", "stream_options", "temperature", "tool_choice", "tools", "top_p",
     "user", "verbosity", "audio", "data_sources"}
)  # fmt: skip
_FIXED = ("top_p", "presence_penalty", "frequency_penalty", "logprobs", "top_logprobs", "logit_bias", "stop")
_ONLY_REASONING = ("reasoning_effort", "verbosity")
_MESSAGE_FIELDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "system": frozenset({"role", "content", "name"}),
        "developer": frozenset({"role", "content", "name"}),
        "user": frozenset({"role", "content", "name"}),
        "assistant": frozenset(
            {"role", "content", "name", "tool_calls", "refusal", "audio", "function_call", "annotations"}
        ),
        "tool": frozenset({"role", "content", "tool_call_id"}),
        "function": frozenset({"role", "content", "name"}),
    }
)
_PART_FIELDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "text": frozenset({"type", "text"}),
        "image_url": frozenset({"type", "image_url"}),
        "input_audio": frozenset({"type", "input_audio"}),
        "file": frozenset({"type", "file"}),
        "refusal": frozenset({"type", "refusal"}),
    }
)
_PARTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "user": ("text", "image_url", "input_audio", "file"),
        "assistant": ("text", "refusal"),
    }
)
_FORMATS = ("json_object", "json_schema", "text")


def check(facts: ModelFacts, body: Any) -> None:
    """Refuse whatever the model would refuse; silence means yes."""
    if not isinstance(body, dict):
        raise refuse("We could not parse the JSON body of your request.")
    for name in body:
        if name not in _FIELDS:
            raise refuse(f"Unrecognized request argument supplied: {name}")
    missing_parameters(body, "", "messages")
    _check_parameters(facts, body)
    _check_tools(facts, body)
    _check_format(body)
    _check_messages(body["messages"])


def check_length(facts: ModelFacts, body: dict[str, Any], prompt: int) -> None:
    """Refuse a prompt that does not fit into the context window."""
    if prompt > facts.context:
        raise refuse(
            f"This model's maximum context length is {facts.context} tokens. However, your messages resulted in "
            f"{prompt} tokens. Please reduce the length of the messages.", "messages", "context_length_exceeded",
        )  # fmt: skip
    for name in ("max_tokens", "max_completion_tokens"):
        if (body.get(name) or 0) > facts.output:
            raise refuse(
                f"{name} is too large: {body[name]}. This model supports at most {facts.output} completion tokens, "
                f"whereas you provided {body[name]}.", name, "invalid_value",
            )  # fmt: skip


def _check_parameters(facts: ModelFacts, body: dict[str, Any]) -> None:
    if body.get("stream_options") is not None and not body.get("stream"):
        raise refuse("The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options")
    for name in ("max_tokens", "max_completion_tokens"):
        if body.get(name) is not None and body[name] < 1:
            raise refuse(
                f"Invalid '{name}': integer below minimum value. Expected a value >= 1, but got {body[name]} instead.",
                name, "integer_below_min_value",
            )  # fmt: skip
    if facts.sampling != "fixed":
        for name in _ONLY_REASONING:
            if body.get(name) is not None:
                raise refuse(f"Unrecognized request argument supplied: {name}")
        if not 0 <= (body.get("temperature") or 0) <= 2:
            raise refuse(
                f"Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got "
                f"{body['temperature']} instead.", "temperature", "decimal_above_max_value",
            )  # fmt: skip
        return
    if body.get("max_tokens") is not None:
        raise refuse(
            "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' "
            "instead.",
            "max_tokens", "unsupported_parameter",
        )  # fmt: skip
    if body.get("temperature") not in {None, 1}:
        raise refuse(
            f"Unsupported value: 'temperature' does not support {body['temperature']} with this model. Only the "
            "default "
            "(1) value is supported.", "temperature", "unsupported_value",
        )  # fmt: skip
    for name in _FIXED:
        if body.get(name) is not None:
            raise refuse(
                f"Unsupported parameter: '{name}' is not supported with this model.", name, "unsupported_parameter"
            )
    effort = body.get("reasoning_effort")
    if effort is not None and effort not in facts.efforts:
        raise refuse(
            f"Unsupported value: 'reasoning_effort' does not support '{effort}' with this model. Supported values are: "
            f"{listed(facts.efforts)}.", "reasoning_effort", "unsupported_value",
        )  # fmt: skip
    if body.get("tools") and effort not in {None, "none"} and not facts.effort_with_tools:
        raise refuse(
            f"Function tools with reasoning_effort are not supported for {facts.name} in /v1/chat/completions. "
            "Please use /v1/responses instead.", "reasoning_effort",
        )  # fmt: skip


def _check_tools(facts: ModelFacts, body: dict[str, Any]) -> None:
    tools = body.get("tools")
    if tools is not None and not tools:
        raise refuse(
            "Invalid 'tools': empty array. Expected an array with minimum length 1, but got an empty array instead.",
            "tools", "empty_array",
        )  # fmt: skip
    for name in ("tool_choice", "parallel_tool_calls"):
        if not tools and body.get(name) is not None:
            raise refuse(f"Invalid value for '{name}': '{name}' is only allowed when 'tools' are specified.", name)
    for index, tool in enumerate(tools or []):
        where = f"tools[{index}]"
        one_of(tool.get("type"), ("function",), f"{where}.type")
        unknown_parameters(tool, {"type", "function"}, where)
        missing_parameters(tool, where, "function")
        function = tool["function"]
        unknown_parameters(function, {"name", "description", "parameters", "strict"}, f"{where}.function")
        missing_parameters(function, f"{where}.function", "name")
        check_name(function["name"], f"{where}.function.name")
        check_function_schema(
            function["name"],
            function.get("parameters"),
            f"{where}.function.parameters",
            strict=bool(function.get("strict")),
        )
    choice = body.get("tool_choice")
    if isinstance(choice, str):
        one_of(choice, ("none", "auto", "required"), "tool_choice")
    elif choice is not None:
        named = (choice.get("function") or {}).get("name")
        if choice.get("type") != "function" or named not in {tool["function"]["name"] for tool in tools or []}:
            raise refuse(f"Tool choice '{named}' not found in 'tools' parameter.", "tool_choice", "invalid_value")


def _check_format(body: dict[str, Any]) -> None:
    form = body.get("response_format")
    if form is None:
        return
    one_of(form.get("type"), _FORMATS, "response_format.type")
    if form["type"] == "json_object" and "json" not in str(body["messages"]).lower():
        raise refuse(
            "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
            "messages",
        )  # fmt: skip
    if form["type"] == "json_schema":
        missing_parameters(form, "response_format", "json_schema")
        inner = form["json_schema"]
        unknown_parameters(inner, {"name", "description", "schema", "strict"}, "response_format.json_schema")
        missing_parameters(inner, "response_format.json_schema", "name")
        check_name(inner["name"], "response_format.json_schema.name")
        check_output_schema(
            inner["name"], inner.get("schema") or {}, "response_format", strict=bool(inner.get("strict"))
        )


def _check_messages(messages: Any) -> None:
    if not isinstance(messages, list) or not messages:
        raise refuse(
            "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
            "messages", "empty_array",
        )  # fmt: skip
    unanswered: list[str] = []
    for index, message in enumerate(messages):
        where = f"messages[{index}]"
        one_of(message.get("role"), tuple(_MESSAGE_FIELDS), f"{where}.role")
        role = message["role"]
        unknown_parameters(message, _MESSAGE_FIELDS[role], where)
        _check_content(message, where)
        if role == "tool":
            missing_parameters(message, where, "tool_call_id")
            if message["tool_call_id"] not in unanswered:
                raise refuse(
                    "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with "
                    "'tool_calls'.", f"messages.[{index}].role",
                )  # fmt: skip
            unanswered.remove(message["tool_call_id"])
            continue
        _check_answered(unanswered, index)
        unanswered = [_tool_call_id(call, f"{where}.tool_calls[{at}]")
                      for at, call in enumerate(message.get("tool_calls") or [])]  # fmt: skip
    _check_answered(unanswered, len(messages))


def _check_answered(unanswered: list[str], index: int) -> None:
    if unanswered:
        raise refuse(
            "An assistant message with 'tool_calls' must be followed by tool messages responding to each "
            f"'tool_call_id'. The following tool_call_ids did not have response messages: {', '.join(unanswered)}",
            f"messages.[{index}].role",
        )  # fmt: skip


def _tool_call_id(call: dict[str, Any], where: str) -> str:
    unknown_parameters(call, {"id", "type", "function"}, where)
    missing_parameters(call, where, "id", "type", "function")
    unknown_parameters(call["function"], {"name", "arguments"}, f"{where}.function")
    missing_parameters(call["function"], f"{where}.function", "name", "arguments")
    check_name(call["function"]["name"], f"{where}.function.name")
    if not isinstance(call["function"]["arguments"], str):
        name = f"{where}.function.arguments"
        raise refuse(f"Invalid type for '{name}': expected a string, but got an object instead.", name, "invalid_type")
    return str(call["id"])


def _check_content(message: dict[str, Any], where: str) -> None:
    content, role = message.get("content"), message["role"]
    if content is None:
        if role == "assistant" and (
            message.get("tool_calls") or message.get("function_call") or message.get("refusal")
        ):
            return
        raise refuse("Invalid value for 'content': expected a string, got null.", f"{where}.content")
    if isinstance(content, str):
        return
    for index, part in enumerate(content):
        at = f"{where}.content[{index}]"
        one_of(part.get("type"), _PARTS.get(role, ("text",)), f"{at}.type")
        unknown_parameters(part, _PART_FIELDS[part["type"]], at)
        missing_parameters(part, at, part["type"])
        if part["type"] == "image_url":
            unknown_parameters(part["image_url"], {"url", "detail"}, f"{at}.image_url")
            read_image(part["image_url"].get("url"), f"{at}.image_url.url")
