"""Bedrock Converse: what a request asks, read and written.

Source: AWS's API reference of Converse, and the Nova user guide for what stands in additionalModelRequestFields.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import count

from aicore_tray.dialects.chat_completions_requests import effort_of
from aicore_tray.dialects.conversation import (
    CacheHint,
    Conversation,
    Document,
    Image,
    Json,
    Origin,
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
)
from aicore_tray.dialects.errors import invalid
from aicore_tray.dialects.reading import drop_nones, need, number, objects, optional, strings, text_of
from aicore_tray.dialects.tool_names import arguments_object, flat_call, function_schema, wire_id, wire_name

_IMAGE_FORMATS = ("png", "jpeg", "gif", "webp")
_DOCUMENT_FORMATS = {
    "application/pdf": "pdf",
    "text/csv": "csv",
    "application/msword": "doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "text/html": "html",
    "text/plain": "txt",
    "text/markdown": "md",
}
_DOCUMENT_TYPES = {form: kind for kind, form in _DOCUMENT_FORMATS.items()}
_NOT_IN_NAMES = re.compile(r"[^a-zA-Z0-9()\[\]-]+")
_LONGEST_NAME = 100


# ---------------------------------------------------------------------------------------------------------------------
# Written


def write_request(conversation: Conversation) -> Json:
    """Return the body of a Converse request.

    An output schema and a choice of no tool have no words here: both are the family's to bring about.

    Raises:
        ApiError: a picture or document that Bedrock cannot take.
    """
    system, messages = list(_write_system(conversation.system)), _Messages()
    for turn in conversation.turns:
        if turn.role is Role.SYSTEM:
            system += _write_system(part for part in turn.parts if isinstance(part, Text))
        else:
            messages.add(turn)
    config = {
        "maxTokens": conversation.max_tokens,
        "temperature": conversation.temperature,
        "topP": conversation.top_p,
        "stopSequences": list(conversation.stop) or None,
    }
    return drop_nones(
        {
            "messages": messages.finished(),
            "system": system or None,
            "inferenceConfig": drop_nones(config) or None,
            "toolConfig": _write_tool_config(conversation),
            "additionalModelRequestFields": _write_additional(conversation) or None,
        }
    )


def cache_point(cache: CacheHint | None) -> Iterator[Json]:
    """Yield the breakpoint that follows a block which carries a hint."""
    if cache is not None:
        yield {"cachePoint": {"type": "default"} | ({"ttl": cache.ttl} if cache.ttl else {})}


def _write_system(texts: Iterable[Text]) -> Iterator[Json]:
    for text in texts:
        if text.text:
            yield {"text": text.text}
            yield from cache_point(text.cache)


class _Messages:
    """Builds the list of messages: roles alternate, tool results come first, documents have names of their own."""

    def __init__(self) -> None:
        self._turns: list[tuple[str, list[Part]]] = []
        self._numbers = count(1)

    def add(self, turn: Turn) -> None:
        if self._turns and self._turns[-1][0] == turn.role:
            self._turns[-1][1].extend(turn.parts)
        else:
            self._turns.append((str(turn.role), list(turn.parts)))

    def finished(self) -> list[Json]:
        messages: list[Json] = []
        for role, parts in self._turns:
            ordered = sorted(parts, key=lambda part: role == "user" and not isinstance(part, ToolResult))
            content = [block for part in ordered for block in self._part(part)]
            if content and messages and messages[-1]["role"] == role:
                messages[-1]["content"] += content
            elif content:
                messages.append({"role": role, "content": content})
        return messages

    def _part(self, part: Part) -> Iterator[Json]:
        match part:
            case Text():
                if part.text:
                    yield {"text": part.text}
                    yield from cache_point(part.cache)
            case Image() | Document():
                yield self._media(part)
                yield from cache_point(part.cache)
            case Thinking():
                yield from _write_thinking(part)
            case ToolCall():
                name, arguments = flat_call(part)
                yield {"toolUse": {"toolUseId": wire_id(part.id), "name": name, "input": arguments_object(arguments)}}
                yield from cache_point(part.cache)
            case ToolResult():
                yield {"toolResult": self._result(part)}
                yield from cache_point(part.cache)

    def _result(self, part: ToolResult) -> Json:
        content: list[Json] = []
        for inner in part.parts:
            if not isinstance(inner, Text):
                content.append(self._media(inner))
            elif inner.text:
                content.append({"text": inner.text})
        result: Json = {"toolUseId": wire_id(part.call_id), "content": content}
        return result | ({"status": "error"} if part.is_error else {})

    def _media(self, part: Image | Document) -> Json:
        kind = "pictures" if isinstance(part, Image) else "documents"
        if not part.data:
            told = f"messages: this model takes {kind} themselves, not their addresses"
            raise invalid(told, param="messages")
        if isinstance(part, Image):
            form = part.media_type.removeprefix("image/").replace("jpg", "jpeg")
            if form not in _IMAGE_FORMATS:
                raise invalid(f"messages: pictures of type '{part.media_type}' are not supported", param="messages")
            return {"image": {"format": form, "source": {"bytes": part.data}}}
        form = _DOCUMENT_FORMATS.get(part.media_type, "")
        if not form:
            raise invalid(f"messages: documents of type '{part.media_type}' are not supported", param="messages")
        # Numbered, because no two documents of a request may have one name.
        words = _NOT_IN_NAMES.sub(" ", part.name.rpartition(".")[0] or part.name).strip() or "document"
        name = f"{next(self._numbers)} {words}"[:_LONGEST_NAME].strip()
        return {"document": {"format": form, "name": name, "source": {"bytes": part.data}}}


def _write_thinking(part: Thinking) -> Iterator[Json]:
    """Write reasoning; without a signature of their own Bedrock's models have no use for it."""
    if part.origin is not Origin.AMAZON or not part.signature:
        return
    if part.redacted:
        yield {"reasoningContent": {"redactedContent": part.signature}}
    else:
        yield {"reasoningContent": {"reasoningText": {"text": part.text, "signature": part.signature}}}


def _write_tool_config(conversation: Conversation) -> Json | None:
    if not conversation.tools:
        return None
    tools: list[Json] = []
    for tool in conversation.tools:
        spec = {
            "name": wire_name(tool.name, tool.namespace),
            "description": tool.description or None,
            "inputSchema": {"json": function_schema(tool)},
        }
        tools += [{"toolSpec": drop_nones(spec)}, *cache_point(tool.cache)]
    return drop_nones({"tools": tools, "toolChoice": _write_tool_choice(conversation.tool_choice)})


def _write_tool_choice(choice: ToolChoice | None) -> Json | None:
    match choice:
        case ToolChoice(mode=ToolMode.NAMED):
            return {"tool": {"name": wire_name(choice.name, choice.namespace)}}
        case ToolChoice(mode=ToolMode.ANY):
            return {"any": {}}
        case ToolChoice(mode=ToolMode.AUTO):
            return {"auto": {}}
    return None


def _write_additional(conversation: Conversation) -> Json:
    """Return what Nova takes beside Converse's own fields."""
    fields: Json = {}
    if conversation.top_k is not None:
        fields["inferenceConfig"] = {"topK": conversation.top_k}
    if (reasoning := conversation.reasoning) is not None:
        if reasoning.enabled:
            effort = effort_of(reasoning)
            fields["reasoningConfig"] = {"type": "enabled"} | ({"maxReasoningEffort": effort} if effort else {})
        else:
            fields["reasoningConfig"] = {"type": "disabled"}
    return fields


# ---------------------------------------------------------------------------------------------------------------------
# Read


def read_request(body: Json) -> Conversation:
    """Return the neutral form of a Converse body.

    Raises:
        ApiError: a field has the wrong type.
    """
    config = optional(body, "inferenceConfig", dict) or {}
    additional = optional(body, "additionalModelRequestFields", dict) or {}
    tool_config = optional(body, "toolConfig", dict) or {}
    nova = optional(additional, "inferenceConfig", dict, "additionalModelRequestFields") or {}
    return Conversation(
        model="",
        system=tuple(_read_system(body.get("system"))),
        turns=tuple(_read_messages(need(body.get("messages"), list, "messages"))),
        tools=tuple(_read_tools(tool_config.get("tools"))),
        tool_choice=_read_tool_choice(tool_config.get("toolChoice")),
        reasoning=_read_reasoning(additional.get("reasoningConfig")),
        max_tokens=optional(config, "maxTokens", int, "inferenceConfig"),
        temperature=_number(config, "temperature"),
        top_p=_number(config, "topP"),
        top_k=optional(nova, "topK", int, "additionalModelRequestFields.inferenceConfig"),
        stop=strings(config.get("stopSequences"), "inferenceConfig.stopSequences"),
    )


def _number(config: Json, key: str) -> float | None:
    return number({f"inferenceConfig.{key}": config.get(key)}, f"inferenceConfig.{key}")


def _read_hint(point: object, path: str) -> CacheHint:
    ttl = need(point, dict, path).get("ttl")
    return CacheHint(ttl if ttl in ("5m", "1h") else "")


def _read_system(blocks: object) -> Iterator[Text]:
    held: Text | None = None
    for path, block in objects(blocks, "system"):
        if "cachePoint" in block and held is not None:
            held = Text(text=held.text, cache=_read_hint(block["cachePoint"], path))
            continue
        if held is not None:
            yield held
        held = Text(text=text_of(block, "text", path))
    if held is not None:
        yield held


def _read_messages(messages: object) -> Iterator[Turn]:
    for path, message in objects(messages, "messages"):
        role = text_of(message, "role", path)
        if role not in ("user", "assistant"):
            raise invalid(f"{path}.role: '{role}' is not a role", param=f"{path}.role")
        blocks = list(objects(message.get("content"), f"{path}.content"))
        parts: list[Part] = []
        for place, (at, block) in enumerate(blocks):
            if "cachePoint" in block:
                continue
            following = blocks[place + 1][1] if place + 1 < len(blocks) else {}
            hint = _read_hint(following["cachePoint"], at) if "cachePoint" in following else None
            parts.append(read_block(block, at, hint))
        yield Turn(Role(role), tuple(parts))


def read_block(block: Json, path: str, hint: CacheHint | None = None) -> Part:
    """Return one content block, with the hint of the breakpoint behind it."""
    if "text" in block:
        return Text(text=text_of(block, "text", path), cache=hint)
    if "toolUse" in block:
        use = need(block["toolUse"], dict, f"{path}.toolUse")
        return ToolCall(
            id=text_of(use, "toolUseId", f"{path}.toolUse"),
            name=text_of(use, "name", f"{path}.toolUse"),
            arguments=json.dumps(need(use.get("input") or {}, dict, f"{path}.toolUse.input"), ensure_ascii=False),
            cache=hint,
        )
    if "toolResult" in block:
        return _read_result(need(block["toolResult"], dict, f"{path}.toolResult"), f"{path}.toolResult", hint)
    if "reasoningContent" in block:
        return _read_reasoning_block(need(block["reasoningContent"], dict, f"{path}.reasoningContent"), path)
    return _read_media(block, path, hint)


def _read_media(block: Json, path: str, hint: CacheHint | None) -> Image | Document:
    for key in ("image", "document"):
        if key in block:
            media = need(block[key], dict, f"{path}.{key}")
            form = text_of(media, "format", f"{path}.{key}")
            source = need(media.get("source"), dict, f"{path}.{key}.source")
            data = text_of(source, "bytes", f"{path}.{key}.source")
            if key == "image":
                return Image(media_type=f"image/{form}", data=data, cache=hint)
            return Document(media_type=_DOCUMENT_TYPES.get(form, "application/octet-stream"), data=data, cache=hint)
    raise invalid(f"{path}: blocks with {', '.join(block) or 'nothing in them'} are not supported", param=path)


def _read_result(result: Json, path: str, hint: CacheHint | None) -> ToolResult:
    parts: list[Text | Image | Document] = []
    for at, inner in objects(result.get("content"), f"{path}.content"):
        if "text" in inner:
            parts.append(Text(text=text_of(inner, "text", at)))
        elif "json" in inner:
            parts.append(Text(text=json.dumps(inner["json"], ensure_ascii=False)))
        else:
            parts.append(_read_media(inner, at, None))
    return ToolResult(
        call_id=text_of(result, "toolUseId", path),
        parts=tuple(parts),
        is_error=result.get("status") == "error",
        cache=hint,
    )


def _read_reasoning_block(content: Json, path: str) -> Thinking:
    if isinstance(redacted := content.get("redactedContent"), str) and redacted:
        return Thinking(signature=redacted, origin=Origin.AMAZON, redacted=True)
    shown = need(content.get("reasoningText") or {}, dict, f"{path}.reasoningText")
    signature = str(shown.get("signature") or "")
    return Thinking(text=str(shown.get("text") or ""), signature=signature, origin=Origin.AMAZON if signature else None)


def _read_tools(tools: object) -> Iterator[Tool]:
    listed = list(objects(tools, "toolConfig.tools"))
    for place, (path, entry) in enumerate(listed):
        if "cachePoint" in entry:
            continue
        following = listed[place + 1][1] if place + 1 < len(listed) else {}
        spec = need(entry.get("toolSpec"), dict, f"{path}.toolSpec")
        schema = need(spec.get("inputSchema") or {}, dict, f"{path}.toolSpec.inputSchema")
        yield Tool(
            name=text_of(spec, "name", f"{path}.toolSpec"),
            description=str(spec.get("description") or ""),
            schema=need(schema.get("json") or {}, dict, f"{path}.toolSpec.inputSchema.json"),
            cache=_read_hint(following["cachePoint"], path) if "cachePoint" in following else None,
        )


def _read_tool_choice(choice: object) -> ToolChoice | None:
    if choice is None:
        return None
    asked = need(choice, dict, "toolConfig.toolChoice")
    if "tool" in asked:
        named = need(asked["tool"], dict, "toolConfig.toolChoice.tool")
        return ToolChoice(mode=ToolMode.NAMED, name=text_of(named, "name", "toolConfig.toolChoice.tool"))
    return ToolChoice(mode=ToolMode.ANY if "any" in asked else ToolMode.AUTO)


def _read_reasoning(config: object) -> Reasoning | None:
    if not isinstance(config, dict):
        return None
    if config.get("type") != "enabled":
        return Reasoning(enabled=False)
    return Reasoning(effort=str(config.get("maxReasoningEffort") or ""), summary="auto", carry=True)
