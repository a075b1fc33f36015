"""What the Responses API refuses in a request's own fields, in its own words."""

from __future__ import annotations

from typing import Any

from aicore_tray.sandbox.model_facts import ModelFacts
from aicore_tray.sandbox.openai_shapes import (
    check_function_schema,
    check_name,
    check_output_schema,
    listed,
    missing_parameters,
    one_of,
    refuse,
    unknown_parameters,
)
from aicore_tray.sandbox.refusals import gateway_refusal

_FIELDS = frozenset(
    {"background", "include", "input", "instructions", "max_output_tokens", "max_tool_calls", "metadata", "model",
     "parallel_tool_calls", "previous_response_id", "prompt", "prompt_cache_key", "prompt_cache_retention", "reasoning",
     "safety_identifier", "service_tier", "store", "stream", "stream_options", "temperature", "text", "tool_choice",
     "tools", "top_logprobs", "top_p", "truncation", "user"}
)  # fmt: skip
_INCLUDES = (
    "code_interpreter_call.outputs",
    "computer_call_output.output.image_url",
    "file_search_call.results",
    "message.input_image.image_url",
    "message.output_text.logprobs",
    "reasoning.encrypted_content",
)
_LEAST_OUTPUT = 16
_TOOL_FIELDS = frozenset({"type", "name", "description", "parameters", "strict"})


def check(facts: ModelFacts, body: Any) -> None:
    """Refuse whatever the model would refuse in anything but its input."""
    if not isinstance(body, dict):
        raise refuse("We could not parse the JSON body of your request.")
    unknown_parameters(body, _FIELDS, "")
    if body.get("input") is None and body.get("previous_response_id") is None and body.get("prompt") is None:
        raise refuse(
            'One of "input" or "previous_response_id" or \'prompt\' or \'conversation_id\' must be provided.',
            None, "missing_required_parameter",
        )  # fmt: skip
    if body.get("model") not in {None, facts.name}:
        raise refuse(f"The requested model '{body['model']}' does not exist.", "model", "model_not_found")
    _check_limits(facts, body)
    _check_reasoning(facts, body)
    _check_tools(facts, body)
    _check_text(body)


def check_length(facts: ModelFacts, prompt: int) -> None:
    """Refuse a prompt that does not fit into the context window."""
    if prompt > facts.context:
        raise refuse(
            "Your input exceeds the context window of this model. Please adjust your input and try again.",
            "input", "context_length_exceeded",
        )  # fmt: skip


def _check_limits(facts: ModelFacts, body: dict[str, Any]) -> None:
    limit = body.get("max_output_tokens")
    if limit is not None and limit < _LEAST_OUTPUT:
        raise refuse(
            f"Invalid 'max_output_tokens': integer below minimum value. Expected a value >= {_LEAST_OUTPUT}, but got "
            f"{limit} instead.", "max_output_tokens", "integer_below_min_value",
        )  # fmt: skip
    if (limit or 0) > facts.output:
        raise refuse(
            f"Invalid 'max_output_tokens': integer above maximum value. Expected a value <= {facts.output}, but got "
            f"{limit} instead.", "max_output_tokens", "integer_above_max_value",
        )  # fmt: skip
    if facts.sampling == "fixed":
        for name in ("temperature", "top_p", "top_logprobs"):
            if body.get(name) is not None:
                raise refuse(f"Unsupported parameter: '{name}' is not supported with this model.", name)
    for index, name in enumerate(body.get("include") or []):
        one_of(name, _INCLUDES, f"include[{index}]")
    if body.get("truncation") is not None:
        one_of(body["truncation"], ("auto", "disabled"), "truncation")
    if body.get("stream_options") is not None:
        unknown_parameters(body["stream_options"], {"include_obfuscation"}, "stream_options")
        if not body.get("stream"):
            raise refuse("The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options")


def _check_reasoning(facts: ModelFacts, body: dict[str, Any]) -> None:
    if not facts.efforts and "reasoning.encrypted_content" in (body.get("include") or []):
        raise refuse("Encrypted content is not supported with this model.", "include")
    reasoning = body.get("reasoning")
    if reasoning is None:
        return
    unknown_parameters(reasoning, {"effort", "summary", "generate_summary"}, "reasoning")
    for name in ("effort", "summary"):
        if reasoning.get(name) is not None and not facts.efforts:
            where = f"reasoning.{name}"
            raise refuse(
                f"Unsupported parameter: '{where}' is not supported with this model.", where, "unsupported_parameter"
            )
    effort = reasoning.get("effort")
    if effort is not None and effort not in facts.efforts:
        raise refuse(
            f"Unsupported value: '{effort}' is not supported with the '{facts.vendor_name}' model. Supported "
            "values are: "
            f"{listed(facts.efforts)}.", "reasoning.effort", "unsupported_value",
        )  # fmt: skip
    if reasoning.get("summary") is not None:
        one_of(reasoning["summary"], ("concise", "detailed", "auto"), "reasoning.summary")


def _check_tools(facts: ModelFacts, body: dict[str, Any]) -> None:
    tools = body.get("tools") or []
    if foreign := list(dict.fromkeys(str(tool.get("type")) for tool in tools if tool.get("type") != "function")):
        named = " and ".join([", ".join(foreign[:-1]), foreign[-1]]) if len(foreign) > 1 else foreign[0]
        plural = "tools are" if len(foreign) > 1 else "tool is"
        raise gateway_refusal(f"The following {plural} not allowed for model '{facts.name}': {named}.")
    names: set[str] = set()
    for index, tool in enumerate(tools):
        where = f"tools[{index}]"
        missing_parameters(tool, where, "name")
        unknown_parameters(tool, _TOOL_FIELDS, where)
        check_name(tool["name"], f"{where}.name")
        check_function_schema(
            tool["name"], tool.get("parameters"), f"{where}.parameters", strict=bool(tool.get("strict"))
        )
        names.add(tool["name"])
    _check_choice(body.get("tool_choice"), names)


def _check_choice(choice: Any, names: set[str]) -> None:
    if isinstance(choice, dict):
        one_of(choice.get("type"), ("function", "allowed_tools"), "tool_choice.type")
        wanted = [choice] if choice["type"] == "function" else choice.get("tools") or []
        for tool in wanted:
            if tool.get("name") not in names:
                raise refuse(f"Tool choice '{tool.get('name')}' not found in 'tools' parameter.", "tool_choice")
    elif choice is not None:
        one_of(choice, ("none", "auto", "required"), "tool_choice")
        if choice == "required" and not names:
            raise refuse("Tool choice 'required' must be specified with 'tools' parameter.", "tool_choice")


def _check_text(body: dict[str, Any]) -> None:
    text = body.get("text")
    if text is None:
        return
    unknown_parameters(text, {"format", "verbosity"}, "text")
    if text.get("verbosity") is not None:
        one_of(text["verbosity"], ("low", "medium", "high"), "text.verbosity")
    form = text.get("format")
    if form is None:
        return
    one_of(form.get("type"), ("json_object", "json_schema", "text"), "text.format.type")
    if form["type"] == "json_schema":
        unknown_parameters(form, {"type", "name", "description", "schema", "strict"}, "text.format")
        missing_parameters(form, "text.format", "name", "schema")
        check_name(form["name"], "text.format.name")
        check_output_schema(form["name"], form["schema"], "text.format.schema", strict=bool(form.get("strict")))
