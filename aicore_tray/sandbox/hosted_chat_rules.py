"""What Mistral's models (behind vLLM) and Perplexity refuse in a Chat Completions request, in their own words."""

from __future__ import annotations

import re
from typing import Any

from aicore_tray.sandbox.model_facts import ModelFacts
from aicore_tray.sandbox.openai_shapes import read_image
from aicore_tray.sandbox.refusals import Refusal

_COMMON = frozenset({"model", "messages", "max_tokens", "temperature", "top_p", "top_k", "presence_penalty",
                     "frequency_penalty", "stop", "stream", "stream_options"})  # fmt: skip
_VLLM = _COMMON | {"n", "seed", "tools", "tool_choice", "parallel_tool_calls", "response_format", "logprobs",
                   "top_logprobs", "logit_bias"}  # fmt: skip
_SONAR = _COMMON | {"search_mode", "search_domain_filter", "search_recency_filter", "return_images",
                    "return_related_questions", "web_search_options", "search_after_date_filter",
                    "search_before_date_filter"}  # fmt: skip
_NOT_SONARS = ("tools", "tool_choice", "parallel_tool_calls", "response_format", "reasoning_effort")
_ID = re.compile(r"[a-zA-Z0-9]{9}")
_FUNCTION_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_AFTER = {
    "system": {"user", "assistant", "system"},
    "user": {"assistant", "system", "user"},
    "assistant": {"assistant", "user", "tool"},
    "tool": {"assistant", "tool"},
}
_MESSAGE_FIELDS = frozenset({"role", "content", "name", "tool_calls", "tool_call_id", "prefix"})


def failure(status: int, text: str) -> dict[str, Any]:
    """vLLM's error body."""
    return {"object": "error", "message": text, "type": "BadRequestError" if status == 400 else "Error",
            "param": None, "code": status}  # fmt: skip


def refuse(message: str) -> Refusal:
    """A 400 as vLLM words it."""
    return Refusal(400, failure(400, message))


def _invalid(kind: str, place: str, message: str) -> Refusal:
    return refuse(f"[{{'type': '{kind}', 'loc': ('body', '{place}'), 'msg': '{message}'}}]")


def check(facts: ModelFacts, body: Any) -> None:
    """Refuse whatever the model would refuse; silence means yes."""
    if not isinstance(body, dict):
        raise _invalid("model_attributes_type", "", "Input should be a valid dictionary")
    sonar = facts.provider == "Perplexity"
    if sonar and (refused := [name for name in _NOT_SONARS if name in body]):
        raise refuse(f"perplexity does not support parameters: {refused}, for model={facts.name}")
    for name in ("model", "messages"):
        if body.get(name) is None:
            raise _invalid("missing", name, "Field required")
    known = _SONAR if sonar else _VLLM | ({"reasoning_effort"} if facts.efforts else set())
    for name in body:
        if name not in known:
            raise _invalid("extra_forbidden", name, "Extra inputs are not permitted")
    if body["model"] != facts.name:
        raise Refusal(404, failure(404, f"The model `{body['model']}` does not exist."))
    if body.get("stream_options") is not None and not body.get("stream"):
        raise _invalid("value_error", "stream_options", "Stream options can only be defined when `stream=True`.")
    effort = body.get("reasoning_effort")
    if effort is not None and effort not in facts.efforts:
        raise _invalid("literal_error", "reasoning_effort", "Input should be none or high")
    limit = body.get("max_tokens")
    if limit is not None and not 1 <= limit <= facts.output:
        raise refuse(f"max_tokens must be at least 1 and at most {facts.output}, got {limit}.")
    _check_tools(body)
    _check_messages(body["messages"])
    if sonar:
        _check_alternation(body["messages"])
    else:
        _check_order(body["messages"])


def check_length(facts: ModelFacts, prompt: int) -> None:
    """Refuse a prompt that does not fit into the context window."""
    if prompt > facts.context:
        raise refuse(
            f"This model's maximum context length is {facts.context} tokens. However, you requested {prompt} tokens in "
            "the messages. Please reduce the length of the messages."
        )


def _check_tools(body: dict[str, Any]) -> None:
    tools = body.get("tools")
    if tools is not None and not tools:
        raise refuse("`tools` must not be an empty array.")
    if body.get("tool_choice") is not None and not tools:
        raise _invalid("value_error", "tool_choice", "When using `tool_choice`, `tools` must be set.")
    names = set()
    for index, tool in enumerate(tools or []):
        if set(tool) != {"type", "function"} or tool["type"] != "function":
            raise _invalid("literal_error", f"tools, {index}", "Input should be function")
        if extra := set(tool["function"]) - {"name", "description", "parameters"}:
            raise _invalid("extra_forbidden", f"tools, {index}, {min(extra)}", "Extra inputs are not permitted")
        _check_function_name(tool["function"].get("name"))
        names.add(tool["function"]["name"])
    choice = body.get("tool_choice")
    if isinstance(choice, dict) and (choice.get("function") or {}).get("name") not in names:
        raise refuse("The tool specified in `tool_choice` does not match any of the specified `tools`")
    if isinstance(choice, str) and choice not in {"auto", "none", "required"}:
        raise _invalid("literal_error", "tool_choice", "Input should be auto, none or required")


def _check_function_name(name: Any) -> None:
    if not isinstance(name, str) or not _FUNCTION_NAME.fullmatch(name):
        raise refuse(f"Function name was {name} but must be a-z, A-Z, 0-9, or contain underscores and dashes, with a "
                     "maximum length of 64.")  # fmt: skip


def _check_messages(messages: Any) -> None:
    if not isinstance(messages, list) or not messages:
        raise _invalid("too_short", "messages", "List should have at least 1 item after validation")
    for index, message in enumerate(messages):
        if message.get("role") not in _AFTER:
            raise _invalid("literal_error", f"messages, {index}, role", "Unexpected role")
        if extra := set(message) - _MESSAGE_FIELDS:
            raise _invalid("extra_forbidden", f"messages, {index}, {min(extra)}", "Extra inputs are not permitted")
        _check_content(message)
        for call in message.get("tool_calls") or []:
            _check_function_name(call["function"]["name"])
            _check_id(call["id"])
        if message["role"] == "tool":
            _check_id(message.get("tool_call_id"))


def _check_id(call_id: Any) -> None:
    if not isinstance(call_id, str) or not _ID.fullmatch(call_id):
        raise refuse(f"Tool call id was {call_id} but must be a-z, A-Z, 0-9, with a length of 9.")


def _check_content(message: dict[str, Any]) -> None:
    content = message.get("content")
    if message["role"] == "assistant" and not content and not message.get("tool_calls"):
        raise refuse("Assistant message must have either content or tool_calls, but not none.")
    if content is None and message["role"] != "assistant":
        raise refuse(f"A message of the role {message['role']} must have content.")
    for part in content if isinstance(content, list) else []:
        if part.get("type") not in {"text", "image_url"} or message["role"] not in {"user", "system"}:
            raise refuse(f"Unknown part type: {part.get('type')}")
        if part["type"] == "image_url":
            read_image(part["image_url"].get("url"), "image_url")


def _check_order(messages: list[dict[str, Any]]) -> None:
    previous, open_calls = "", 0
    for message in messages:
        role = message["role"]
        if previous and role not in _AFTER[previous]:
            raise refuse(f"Unexpected role '{role}' after role '{previous}'")
        if role == "tool":
            open_calls -= 1
        elif open_calls:
            raise refuse("Not the same number of function calls and responses")
        else:
            open_calls = len(message.get("tool_calls") or [])
        if open_calls < 0:
            raise refuse("Not the same number of function calls and responses")
        previous = role
    if open_calls:
        raise refuse("Not the same number of function calls and responses")
    if previous == "assistant" and not messages[-1].get("prefix"):
        raise refuse("Expected last role User or Tool (or Assistant with prefix True) for serving but got assistant")


def _check_alternation(messages: list[dict[str, Any]]) -> None:
    spoken = [message["role"] for message in messages]
    while spoken and spoken[0] == "system":
        spoken.pop(0)
    expected = ["user", "assistant"] * len(spoken)
    if spoken != expected[: len(spoken)]:
        raise refuse("After the (optional) system message(s), user or tool message(s) should alternate with assistant "
                     "message(s).")  # fmt: skip
    if not spoken or spoken[-1] != "user":
        raise refuse("Last message must have role `user` or `tool`.")
