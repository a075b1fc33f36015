"""Anthropic Messages: what a request asks, read and written."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

from aicore_tray.dialects.conversation import (
    CacheHint,
    Conversation,
    Document,
    Image,
    Json,
    Origin,
    OutputFormat,
    Part,
    Reasoning,
    Role,
    Text,
    Thinking,
    Tool,
    ToolCall,
    ToolChoice,
    ToolMode,
    ToolResult,
    Turn,
    without_billing_header,
)
from aicore_tray.dialects.errors import invalid
from aicore_tray.dialects.reading import cache_hint, drop_nones, need, number, objects, optional, strings, text_of
from aicore_tray.dialects.signatures import unwrap_thinking
from aicore_tray.dialects.tool_names import (
    arguments_object,
    flat_call,
    function_schema,
    offered_choice,
    wire_id,
    wire_name,
)

_log = logging.getLogger(__name__)


def read_request(body: Json) -> Conversation:
    """Return the neutral form of a `/v1/messages` body.

    Raises:
        ApiError: a field has the wrong type, or a block that only Anthropic's own servers could serve.
    """
    tools = tuple(_read_tools(body))
    choice, parallel = _read_tool_choice(body)
    config = optional(body, "output_config", dict) or {}
    metadata = optional(body, "metadata", dict) or {}
    user = metadata.get("user_id")
    return Conversation(
        model=text_of(body, "model", ""),
        system=without_billing_header(_texts(body.get("system"), "system")),
        turns=tuple(_read_turn(message, path) for path, message in _messages(body)),
        tools=tools,
        tool_choice=offered_choice(choice, tools),
        parallel_tools=parallel,
        reasoning=_read_reasoning(body, config),
        output=_read_output(config.get("format") or body.get("output_format")),
        max_tokens=optional(body, "max_tokens", int),
        temperature=number(body, "temperature"),
        top_p=number(body, "top_p"),
        top_k=optional(body, "top_k", int),
        stop=strings(body.get("stop_sequences"), "stop_sequences"),
        user=user if isinstance(user, str) else "",
        stream=body.get("stream") is True,
        stream_usage=True,
    )


def _messages(body: Json) -> Iterator[tuple[str, Json]]:
    return objects(need(body.get("messages"), list, "messages"), "messages")


def _texts(content: object, path: str) -> tuple[Text, ...]:
    """Read content that may be text alone: a string or text blocks."""
    if content is None:
        return ()
    if isinstance(content, str):
        return (Text(text=content),) if content else ()
    return tuple(
        Text(text=text_of(block, "text", place), cache=cache_hint(block))
        for place, block in objects(content, path)
        if block.get("type", "text") == "text"
    )


def _read_turn(message: Json, path: str) -> Turn:
    role = text_of(message, "role", path)
    content = message.get("content")
    if role == "system":
        return Turn(Role.SYSTEM, _texts(content, f"{path}.content"))
    if role not in ("user", "assistant"):
        raise invalid(f"{path}.role: Input should be 'user', 'assistant' or 'system'", param=f"{path}.role")
    if isinstance(content, str):
        return Turn(Role(role), (Text(text=content),) if content else ())
    parts = (read_block(block, place) for place, block in objects(content, f"{path}.content"))
    return Turn(Role(role), tuple(part for part in parts if part is not None))


def read_block(block: Json, path: str) -> Part | None:
    kind = block.get("type")
    cache = cache_hint(block)
    match kind:
        case "text":
            return Text(text=text_of(block, "text", path), cache=cache)
        case "image" | "document":
            return _read_media(block, path, cache)
        case "thinking":
            carried = str(block.get("signature") or "")
            return unwrap_thinking(carried, Origin.ANTHROPIC, text=str(block.get("thinking") or ""))
        case "redacted_thinking":
            return Thinking(signature=text_of(block, "data", path), origin=Origin.ANTHROPIC, redacted=True)
        case "tool_use":
            return ToolCall(
                id=text_of(block, "id", path),
                name=text_of(block, "name", path),
                arguments=json.dumps(block.get("input") or {}, ensure_ascii=False),
                cache=cache,
            )
        case "tool_result":
            return ToolResult(
                call_id=text_of(block, "tool_use_id", path),
                parts=_read_result(block.get("content"), f"{path}.content"),
                is_error=block.get("is_error") is True,
                cache=cache,
            )
        case "server_tool_use" | "web_search_tool_result" | "web_fetch_tool_result":
            # A search that Anthropic's servers once made: the answer that follows it holds what was found.
            return None
        case "search_result" | "tool_reference":
            return Text(text=_as_text(block), cache=cache)
    raise invalid(f"{path}: content blocks of type '{kind}' are not supported here", param=path)


def _as_text(block: Json) -> str:
    if block.get("type") == "tool_reference":
        return f"Tool {block.get('tool_name')} is now available."
    title = "\n".join(str(block[key]) for key in ("title", "source") if block.get(key))
    inner = "\n".join(text.text for text in _texts(block.get("content"), "content"))
    return f"{title}\n{inner}".strip()


def _read_result(content: object, path: str) -> tuple[Text | Image | Document, ...]:
    if content is None:
        return ()
    if isinstance(content, str):
        return (Text(text=content),)
    parts: list[Text | Image | Document] = []
    for place, block in objects(content, path):
        part = read_block(block, place)
        if isinstance(part, Text | Image | Document):
            parts.append(part)
    return tuple(parts)


def _read_media(block: Json, path: str, cache: CacheHint | None) -> Image | Document | Text:
    source = need(block.get("source"), dict, f"{path}.source")
    kind, data, url = source.get("type"), str(source.get("data") or ""), str(source.get("url") or "")
    media_type = str(source.get("media_type") or "")
    if kind not in ("base64", "url", "text"):
        raise invalid(f"{path}.source.type: '{kind}' is not supported; use base64 or url", param=path)
    if block["type"] == "image":
        return Image(media_type=media_type, data=data, url=url, cache=cache)
    if kind == "text":
        return Text(text=data, cache=cache)
    return Document(
        media_type=media_type or "application/pdf",
        data=data,
        url=url,
        name=str(block.get("title") or ""),
        cache=cache,
    )


def _read_tools(body: Json) -> Iterator[Tool]:
    for path, tool in objects(body.get("tools"), "tools"):
        kind = tool.get("type") or "custom"
        if kind != "custom":
            _log.info("Dropped the tool %s: only Anthropic's own servers offer it", kind)
            continue
        yield Tool(
            name=text_of(tool, "name", path),
            description=str(tool.get("description") or ""),
            schema=need(tool.get("input_schema") or {}, dict, f"{path}.input_schema"),
            strict=tool.get("strict") if isinstance(tool.get("strict"), bool) else None,
            cache=cache_hint(tool),
        )


def _read_tool_choice(body: Json) -> tuple[ToolChoice | None, bool | None]:
    choice = optional(body, "tool_choice", dict)
    if choice is None:
        return None, None
    parallel = False if choice.get("disable_parallel_tool_use") is True else None
    match choice.get("type"):
        case "auto":
            return ToolChoice(mode=ToolMode.AUTO), parallel
        case "any":
            return ToolChoice(mode=ToolMode.ANY), parallel
        case "none":
            return ToolChoice(mode=ToolMode.NONE), parallel
        case "tool":
            name = text_of(choice, "name", "tool_choice")
            return ToolChoice(mode=ToolMode.NAMED, name=name), parallel
    raise invalid("tool_choice.type: use auto, any, tool or none", param="tool_choice")


def _read_reasoning(body: Json, config: Json) -> Reasoning | None:
    thinking = optional(body, "thinking", dict)
    effort = str(config.get("effort") or "")
    if thinking is None:
        return Reasoning(effort=effort) if effort else None
    if thinking.get("type") == "disabled":
        return Reasoning(enabled=False)
    summary = "" if thinking.get("display") == "omitted" else "auto"
    budget = thinking.get("budget_tokens") if thinking.get("type") == "enabled" else None
    return Reasoning(effort=effort, budget=budget if isinstance(budget, int) else None, summary=summary, carry=True)


def _read_output(form: object) -> OutputFormat | None:
    if not isinstance(form, dict) or form.get("type") != "json_schema":
        return None
    schema = need(form.get("schema"), dict, "output_config.format.schema")
    return OutputFormat() if schema == {"type": "object"} else OutputFormat(schema=schema, strict=True)


def write_request(conversation: Conversation) -> Json:
    """Return the body of a Messages request; the model's own limits are the family's affair."""
    system, messages = [_write_text(text) for text in conversation.system if text.text], _Messages()
    for turn in conversation.turns:
        if turn.role is Role.SYSTEM:
            system += [_write_text(part) for part in turn.parts if isinstance(part, Text) and part.text]
        else:
            messages.add(turn)
    return drop_nones(
        {
            "model": conversation.model,
            "max_tokens": conversation.max_tokens,
            "system": system or None,
            "messages": messages.finished(),
            "tools": [_write_tool(tool) for tool in conversation.tools] or None,
            "tool_choice": _write_tool_choice(conversation) if conversation.tools else None,
            "stop_sequences": list(conversation.stop) or None,
            "temperature": conversation.temperature,
            "top_p": conversation.top_p,
            "top_k": conversation.top_k,
            "metadata": {"user_id": conversation.user} if conversation.user else None,
            **_write_reasoning(conversation),
            "stream": conversation.stream or None,
        }
    )


class _Messages:
    """Builds the list of messages: roles alternate, tool results come first in their message."""

    def __init__(self) -> None:
        self._list: list[Json] = []

    def add(self, turn: Turn) -> None:
        blocks = [block for part in turn.parts for block in _write_part(part)]
        if not blocks:
            return
        if self._list and self._list[-1]["role"] == turn.role:
            self._list[-1]["content"] += blocks
        else:
            self._list.append({"role": str(turn.role), "content": blocks})

    def finished(self) -> list[Json]:
        for message in self._list:
            if message["role"] == "user":
                message["content"].sort(key=lambda block: block["type"] != "tool_result")
        return self._list


def _with_cache(block: Json, cache: CacheHint | None) -> Json:
    if cache is not None:
        block["cache_control"] = {"type": "ephemeral", **({"ttl": cache.ttl} if cache.ttl else {})}
    return block


def _write_text(part: Text) -> Json:
    return _with_cache({"type": "text", "text": part.text}, part.cache)


def _write_part(part: Part) -> Iterator[Json]:
    match part:
        case Text():
            if part.text:
                yield _write_text(part)
        case Image() | Document():
            yield _write_media(part)
        case Thinking():
            yield from _write_thinking(part)
        case ToolCall():
            name, arguments = flat_call(part)
            block = {"type": "tool_use", "id": wire_id(part.id), "name": name, "input": arguments_object(arguments)}
            yield _with_cache(block, part.cache)
        case ToolResult():
            yield _with_cache(
                drop_nones(
                    {
                        "type": "tool_result",
                        "tool_use_id": wire_id(part.call_id),
                        "content": [block for inner in part.parts for block in _write_part(inner)] or None,
                        "is_error": True if part.is_error else None,
                    }
                ),
                part.cache,
            )


def _write_media(part: Image | Document) -> Json:
    source = (
        {"type": "base64", "media_type": part.media_type, "data": part.data}
        if part.data
        else {"type": "url", "url": part.url}
    )
    block: Json = {"type": "image" if isinstance(part, Image) else "document", "source": source}
    if isinstance(part, Document) and part.name:
        block["title"] = part.name
    return _with_cache(block, part.cache)


def _write_thinking(part: Thinking) -> Iterator[Json]:
    """Write reasoning; what carries another vendor's signature, or none, a Claude would refuse."""
    if part.origin is not Origin.ANTHROPIC or not part.signature:
        return
    if part.redacted:
        yield {"type": "redacted_thinking", "data": part.signature}
    else:
        yield {"type": "thinking", "thinking": part.text, "signature": part.signature}


def _write_tool(tool: Tool) -> Json:
    return _with_cache(
        drop_nones(
            {
                "name": wire_name(tool.name, tool.namespace),
                "description": tool.description or None,
                "input_schema": function_schema(tool),
                "strict": tool.strict,
            }
        ),
        tool.cache,
    )


def _write_tool_choice(conversation: Conversation) -> Json | None:
    choice, parallel = conversation.tool_choice, conversation.parallel_tools
    if choice is None and parallel is not False:
        return None
    modes = {ToolMode.AUTO: "auto", ToolMode.ANY: "any", ToolMode.NONE: "none", ToolMode.NAMED: "tool"}
    body: Json = {"type": modes[choice.mode] if choice else "auto"}
    if choice and choice.mode is ToolMode.NAMED:
        body["name"] = wire_name(choice.name, choice.namespace)
    if parallel is False and body["type"] != "none":
        body["disable_parallel_tool_use"] = True
    return body


def _write_reasoning(conversation: Conversation) -> Json:
    """Write thinking and output_config in their newest form; the family fits them to older models."""
    written: Json = {}
    config: Json = {}
    reasoning = conversation.reasoning
    if reasoning is not None:
        if not reasoning.enabled:
            written["thinking"] = {"type": "disabled"}
        elif reasoning.budget is not None:
            written["thinking"] = {"type": "enabled", "budget_tokens": reasoning.budget}
        else:
            written["thinking"] = {"type": "adaptive"}
        if reasoning.enabled:
            written["thinking"]["display"] = "summarized" if reasoning.summary else "omitted"
        if reasoning.effort:
            config["effort"] = reasoning.effort
    if conversation.output is not None:
        schema = conversation.output.schema
        config["format"] = {"type": "json_schema", "schema": {"type": "object"} if schema is None else schema}
    return written | ({"output_config": config} if config else {})
