"""Output items and response objects of OpenAI Responses, as whole answers and the ends of streams hold them.

The AI SDK reads strictly: every item has its id and status, every response created_at, model and usage.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from aicore_tray.dialects.answer import AnswerPart, FinishReason, Usage
from aicore_tray.dialects.conversation import Json, Origin, Text, Thinking, Tool, ToolCall, ToolMode
from aicore_tray.dialects.dialect import Asked, new_id
from aicore_tray.dialects.signatures import wrap
from aicore_tray.dialects.tool_names import custom_text


def answer_item(part: AnswerPart, asked: Asked) -> Iterator[Json]:
    """Yield the output item of one part of an answer; none for a part that shows nothing."""
    match part:
        case Text():
            if part.text:
                yield message_item(new_id("msg_"), part.text)
        case Thinking():
            if item := reasoning_item(part, asked):
                yield item
        case ToolCall():
            yield call_item(asked.tool_names.offered(part.name), part.id, part.arguments)


def text_part(text: str) -> Json:
    return {"type": "output_text", "text": text, "annotations": [], "logprobs": []}


def message_item(item_id: str, text: str, *, status: str = "completed") -> Json:
    content = [text_part(text)] if status == "completed" else []
    return {"type": "message", "id": item_id, "role": "assistant", "status": status, "content": content}


def reasoning_item(part: Thinking, asked: Asked, item_id: str = "") -> Json | None:
    """Return the reasoning item, or None where there is neither a summary to show nor a secret to carry."""
    reasoning = asked.conversation.reasoning
    carried = wrap(part, Origin.OPENAI) if reasoning and reasoning.carry else ""
    if not part.text and not carried:
        return None
    native_id = part.id if part.origin is Origin.OPENAI else ""
    item: Json = {
        "type": "reasoning",
        "id": item_id or native_id or new_id("rs_"),
        "summary": [{"type": "summary_text", "text": part.text}] if part.text else [],
        "status": "completed",
    }
    if carried:
        item["encrypted_content"] = carried
    return item


def call_item(tool: Tool, call_id: str, arguments: str, *, item_id: str = "", status: str = "completed") -> Json:
    """Return the item of a call: to a function, or to a free-form tool, with the namespace that the client gave it."""
    place = {"namespace": tool.namespace} if tool.namespace else {}
    item: Json = {"id": item_id or new_id("ctc_" if tool.custom else "fc_"), "status": status}
    item |= {"call_id": call_id, "name": tool.name, **place}
    if tool.custom:
        return {"type": "custom_tool_call", **item, "input": custom_text(arguments) if arguments else ""}
    return {"type": "function_call", **item, "arguments": arguments}


def write_usage(usage: Usage) -> Json:
    return {
        "input_tokens": usage.prompt,
        "input_tokens_details": {"cached_tokens": usage.cache_read, "cache_write_tokens": usage.cache_write},
        "output_tokens": usage.output,
        "output_tokens_details": {"reasoning_tokens": usage.reasoning},
        "total_tokens": usage.total,
    }


_INCOMPLETE = {FinishReason.LENGTH: "max_output_tokens", FinishReason.CONTENT_FILTER: "content_filter"}


def _offered(tool: Tool) -> Json:
    shown = {"name": tool.name, "description": tool.description or None, "parameters": tool.schema}
    return {"type": "function", **shown, "strict": tool.strict is True}


def response_object(
    asked: Asked,
    response_id: str,
    model: str,
    items: list[Json],
    finish: FinishReason | None = None,
    usage: Usage | None = None,
) -> Json:
    """Return a response object: in progress without `finish`, else completed or incomplete."""
    conversation = asked.conversation
    choice, reasoning = conversation.tool_choice, conversation.reasoning
    incomplete = _INCOMPLETE.get(finish) if finish else None
    status = "in_progress" if finish is None else "incomplete" if incomplete else "completed"
    modes = {ToolMode.AUTO: "auto", ToolMode.NONE: "none", ToolMode.ANY: "required"}
    named: Json | None = {"type": "function", "name": choice.name} if choice and choice.name else None
    return {
        "id": response_id if response_id.startswith("resp_") else new_id("resp_"),
        "object": "response",
        "created_at": asked.created,
        "completed_at": int(time.time()) if status == "completed" else None,
        "status": status,
        "background": False,
        "error": None,
        "incomplete_details": {"reason": incomplete} if incomplete else None,
        "instructions": None,
        "max_output_tokens": conversation.max_tokens,
        "model": model or asked.model,
        "output": items,
        "parallel_tool_calls": conversation.parallel_tools is not False,
        "previous_response_id": None,
        "reasoning": {
            "effort": reasoning.effort or None if reasoning else None,
            "summary": reasoning.summary or None if reasoning else None,
        },
        "store": False,
        "temperature": 1.0 if conversation.temperature is None else conversation.temperature,
        "presence_penalty": conversation.presence_penalty or 0.0,
        "frequency_penalty": conversation.frequency_penalty or 0.0,
        "top_logprobs": 0,
        "max_tool_calls": None,
        "prompt_cache_key": conversation.cache_key or None,
        "safety_identifier": None,
        "service_tier": "default",
        "text": {"format": {"type": "text"}},
        "tool_choice": named or (modes.get(choice.mode, "auto") if choice else "auto"),
        "tools": [_offered(tool) for tool in conversation.tools if not tool.custom],
        "top_p": 1.0 if conversation.top_p is None else conversation.top_p,
        "truncation": "disabled",
        "usage": write_usage(usage) if usage is not None else None,
        "user": conversation.user or None,
        "metadata": {},
    }
