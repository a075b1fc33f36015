"""OpenAI Responses: what a request asks, read and written."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from aicore_tray.dialects.chat_completions_requests import (
    effort_of,
    read_json_schema,
    read_tool_choice,
    takes_strict,
    write_json_schema,
)
from aicore_tray.dialects.conversation import (
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
from aicore_tray.dialects.reading import arguments_text, data_uri, drop_nones, need, number, objects, optional, text_of
from aicore_tray.dialects.signatures import unwrap_thinking
from aicore_tray.dialects.tool_names import flat_call, function_schema, offered_choice, wire_id, wire_name

_log = logging.getLogger(__name__)

# What other servers did for the model in earlier turns; its results live on in the answers that followed.
_SERVER_ITEMS = frozenset(
    {
        "web_search_call",
        "file_search_call",
        "code_interpreter_call",
        "image_generation_call",
        "tool_search_call",
        "tool_search_output",
        "computer_call",
        "mcp_list_tools",
        "mcp_call",
    }
)
_TOOL_SEARCH_ITEMS = frozenset({"additional_tools", "tool_search_call", "tool_search_output"})


def read_request(body: Json) -> Conversation:
    """Return the neutral form of a `/v1/responses` body.

    Raises:
        ApiError: a field has the wrong type, or the request leans on what an earlier one stored
            (`previous_response_id`, `item_reference`), which only OpenAI's own models can resolve.
    """
    if body.get("previous_response_id"):
        raise invalid(
            "previous_response_id: this model keeps no responses; send the whole conversation as input",
            param="previous_response_id",
        )
    text = optional(body, "text", dict) or {}
    reader = _InputReader()
    reader.read(body.get("input"))
    tools = (*read_tools(body.get("tools"), "tools"), *reader.tools)
    system = list(reader.system)
    if instructions := optional(body, "instructions", str):
        system.insert(0, Text(text=instructions))
    return Conversation(
        model=text_of(body, "model", ""),
        system=without_billing_header(system),
        turns=tuple(reader.turns),
        tools=tools,
        tool_choice=offered_choice(read_tool_choice(body.get("tool_choice")), tools),
        parallel_tools=optional(body, "parallel_tool_calls", bool),
        reasoning=_read_reasoning(body),
        output=_read_output(text),
        max_tokens=optional(body, "max_output_tokens", int),
        temperature=number(body, "temperature"),
        top_p=number(body, "top_p"),
        verbosity=str(text.get("verbosity") or ""),
        user=optional(body, "user", str) or "",
        cache_key=optional(body, "prompt_cache_key", str) or "",
        stream=body.get("stream") is True,
        stream_usage=True,
    )


class _InputReader:
    """Reads input items, of which several make up one turn."""

    def __init__(self) -> None:
        self.system: list[Text] = []
        self.turns: list[Turn] = []
        self.tools: list[Tool] = []

    def read(self, value: object) -> None:
        if isinstance(value, str):
            self._add(Role.USER, (Text(text=value),))
            return
        for path, item in objects(need(value, list, "input"), "input"):
            self._read_item(item, path)

    def _add(self, role: Role, parts: tuple[Part, ...], *, join: bool = False) -> None:
        if join and self.turns and self.turns[-1].role is role:
            parts = (*self.turns.pop().parts, *parts)
        self.turns.append(Turn(role, parts))

    def _read_item(self, item: Json, path: str) -> None:
        kind = item.get("type") or ("message" if "role" in item else None)
        match kind:
            case "message":
                self._read_message(item, path)
            case "function_call" | "custom_tool_call":
                self._add(Role.ASSISTANT, (read_call(item, path, custom=kind == "custom_tool_call"),), join=True)
            case "function_call_output" | "custom_tool_call_output":
                parts = tuple(read_content(item.get("output"), f"{path}.output"))
                result = ToolResult(call_id=text_of(item, "call_id", path), parts=parts)
                results = bool(self.turns) and all(isinstance(part, ToolResult) for part in self.turns[-1].parts)
                self._add(Role.USER, (result,), join=results)
            case "reasoning":
                self._add(Role.ASSISTANT, (read_reasoning_item(item, path),), join=True)
            case "additional_tools":
                self.tools += read_tools(item.get("tools"), f"{path}.tools")
            case "item_reference":
                raise invalid(f"{path}: this model keeps no items; send the item itself", param=path)
            case str() if kind in _SERVER_ITEMS:
                _log.info("Dropped an input item of type %s: it belongs to another server", kind)
            case _:
                raise invalid(f"{path}.type: input items of type '{kind}' are not supported by this model", param=path)

    def _read_message(self, item: Json, path: str) -> None:
        role = text_of(item, "role", path)
        parts = tuple(read_content(item.get("content"), f"{path}.content"))
        match role:
            case "system" | "developer":
                texts = tuple(part for part in parts if isinstance(part, Text))
                if self.turns:
                    self._add(Role.SYSTEM, texts)
                else:
                    self.system += texts
            case "user":
                self._add(Role.USER, parts)
            case "assistant":
                self._add(Role.ASSISTANT, parts, join=True)
            case _:
                raise invalid(f"{path}.role: '{role}' is not a role", param=f"{path}.role")


def read_call(item: Json, path: str, *, custom: bool) -> ToolCall:
    arguments = optional(item, "input", str, path) or "" if custom else arguments_text(item.get("arguments"))
    return ToolCall(
        id=text_of(item, "call_id", path),
        name=text_of(item, "name", path),
        arguments=arguments,
        custom=custom,
        namespace=str(item.get("namespace") or ""),
    )


def read_reasoning_item(item: Json, path: str) -> Thinking:
    shown = [
        str(part.get("text") or "")
        for key in ("summary", "content")
        for _, part in objects(item.get(key), f"{path}.{key}")
    ]
    carried, item_id = str(item.get("encrypted_content") or ""), str(item.get("id") or "")
    return unwrap_thinking(carried, Origin.OPENAI, text="\n\n".join(shown), id=item_id)


def read_content(content: object, path: str) -> Iterator[Text | Image | Document]:
    if content is None:
        return
    if isinstance(content, str):
        if content:
            yield Text(text=content)
        return
    for place, block in objects(content, path):
        match block.get("type"):
            case "input_text" | "output_text" | "text":
                yield Text(text=text_of(block, "text", place))
            case "refusal":
                yield Text(text=text_of(block, "refusal", place))
            case "input_image":
                yield _read_image(block, place)
            case "input_file":
                yield _read_file(block, place)
            case kind:
                raise invalid(f"{place}.type: content of type '{kind}' is not supported by this model", param=place)


def _read_image(block: Json, path: str) -> Image:
    url = block.get("image_url")
    if not isinstance(url, str):
        raise invalid(f"{path}: send the image itself as image_url; stored files are not reachable here", param=path)
    detail = str(block.get("detail") or "")
    if inline := data_uri(url, f"{path}.image_url"):
        return Image(media_type=inline[0], data=inline[1], detail=detail)
    return Image(url=url, detail=detail)


def _read_file(block: Json, path: str) -> Document:
    name = str(block.get("filename") or "")
    if isinstance(data := block.get("file_data"), str):
        media_type, encoded = data_uri(data, f"{path}.file_data") or ("application/pdf", data)
        return Document(media_type=media_type, data=encoded, name=name)
    if isinstance(url := block.get("file_url"), str):
        return Document(media_type="application/pdf", url=url, name=name)
    raise invalid(f"{path}: send the file itself as file_data; stored files are not reachable here", param=path)


def read_tools(value: object, path: str, namespace: str = "") -> Iterator[Tool]:
    """Yield the tools of a list; those of a namespace lie one level deeper.

    Server tools are dropped with a log line: no model on SAP AI Core offers them.
    """
    for place, tool in objects(value, path):
        match tool.get("type"):
            case "function":
                yield Tool(
                    name=text_of(tool, "name", place),
                    description=str(tool.get("description") or ""),
                    schema=need(tool.get("parameters") or {}, dict, f"{place}.parameters"),
                    strict=tool.get("strict") if isinstance(tool.get("strict"), bool) else None,
                    namespace=namespace,
                )
            case "custom":
                form = tool.get("format")
                yield Tool(
                    name=text_of(tool, "name", place),
                    description=str(tool.get("description") or ""),
                    custom=True,
                    grammar=form if isinstance(form, dict) and form.get("type") == "grammar" else None,
                    namespace=namespace,
                )
            case "namespace":
                yield from read_tools(tool.get("tools"), f"{place}.tools", text_of(tool, "name", place))
            case kind:
                _log.info("Dropped the tool %s: no model on SAP AI Core offers it", kind)


def _read_reasoning(body: Json) -> Reasoning | None:
    reasoning = optional(body, "reasoning", dict)
    carry = "reasoning.encrypted_content" in (optional(body, "include", list) or ())
    if reasoning is None:
        return Reasoning(carry=True) if carry else None
    effort, summary = reasoning.get("effort"), reasoning.get("summary") or reasoning.get("generate_summary")
    return Reasoning(
        enabled=effort != "none",
        effort="" if effort in (None, "none") else str(effort),
        summary=str(summary or ""),
        carry=carry,
    )


def _read_output(text: Json) -> OutputFormat | None:
    form = text.get("format")
    match form.get("type") if isinstance(form, dict) else None:
        case "json_object":
            return OutputFormat()
        case "json_schema":
            return read_json_schema(need(form, dict, "text.format"))
    return None


def write_request(conversation: Conversation) -> Json:
    """Return the body of a Responses request that leaves nothing stored at the vendor."""
    items = [item for turn in conversation.turns for item in _write_turn(turn)]
    reasoning = conversation.reasoning
    return drop_nones(
        {
            "model": conversation.model,
            "instructions": "\n\n".join(text.text for text in conversation.system if text.text) or None,
            "input": items,
            "tools": [_write_tool(tool) for tool in conversation.tools] or None,
            "tool_choice": _write_tool_choice(conversation.tool_choice) if conversation.tools else None,
            "parallel_tool_calls": conversation.parallel_tools if conversation.tools else None,
            "reasoning": _write_reasoning(reasoning),
            "text": _write_text(conversation) or None,
            "max_output_tokens": conversation.max_tokens,
            "temperature": conversation.temperature,
            "top_p": conversation.top_p,
            "user": conversation.user or None,
            "prompt_cache_key": conversation.cache_key or None,
            "include": ["reasoning.encrypted_content"] if reasoning and reasoning.carry else None,
            "store": False,
            "stream": conversation.stream or None,
        }
    )


def _write_turn(turn: Turn) -> Iterator[Json]:
    texts: list[Json] = []

    def message() -> Iterator[Json]:
        if texts:
            role = "developer" if turn.role is Role.SYSTEM else str(turn.role)
            yield {"type": "message", "role": role, "content": list(texts)}
            texts.clear()

    for part in turn.parts:
        match part:
            case Text():
                kind = "output_text" if turn.role is Role.ASSISTANT else "input_text"
                texts += [{"type": kind, "text": part.text}] if part.text else []
            case Image() | Document():
                texts.append(_write_media(part))
            case _:
                yield from message()
                yield from _write_item(part)
    yield from message()


def _write_item(part: Thinking | ToolCall | ToolResult) -> Iterator[Json]:
    match part:
        case Thinking():
            # Only OpenAI's own encrypted reasoning can be read again; a summary alone is no input.
            if part.origin is Origin.OPENAI and part.signature:
                summary = [{"type": "summary_text", "text": part.text}] if part.text else []
                identity = {"id": part.id} if part.id else {}
                yield {"type": "reasoning", **identity, "summary": summary, "encrypted_content": part.signature}
        case ToolCall():
            name, arguments = flat_call(part)
            yield {"type": "function_call", "call_id": wire_id(part.id), "name": name, "arguments": arguments}
        case ToolResult():
            yield {
                "type": "function_call_output",
                "call_id": wire_id(part.call_id),
                "output": _write_output_parts(part),
            }


def _write_output_parts(part: ToolResult) -> str | list[Json]:
    texts = [inner.text for inner in part.parts if isinstance(inner, Text)]
    if len(texts) == len(part.parts) <= 1:
        return "".join(texts)
    return [
        {"type": "input_text", "text": inner.text} if isinstance(inner, Text) else _write_media(inner)
        for inner in part.parts
    ]


def _write_media(part: Image | Document) -> Json:
    uri = f"data:{part.media_type};base64,{part.data}" if part.data else ""
    if isinstance(part, Image):
        return {"type": "input_image", "image_url": uri or part.url, "detail": part.detail or "auto"}
    if uri:
        return {"type": "input_file", "filename": part.name or "document.pdf", "file_data": uri}
    return {"type": "input_file", "file_url": part.url} | ({"filename": part.name} if part.name else {})


def _write_tool(tool: Tool) -> Json:
    return {
        "type": "function",
        "name": wire_name(tool.name, tool.namespace),
        "description": tool.description,
        "parameters": function_schema(tool),
        "strict": takes_strict(tool.strict, tool.schema) is True,  # left out, it would mean true
    }


def _write_tool_choice(choice: ToolChoice | None) -> object:
    match choice:
        case None:
            return None
        case ToolChoice(mode=ToolMode.NAMED):
            return {"type": "function", "name": wire_name(choice.name, choice.namespace)}
        case _:
            return {ToolMode.AUTO: "auto", ToolMode.NONE: "none", ToolMode.ANY: "required"}[choice.mode]


def _write_reasoning(reasoning: Reasoning | None) -> Json | None:
    if reasoning is None:
        return None
    if not reasoning.enabled:
        return {"effort": "none"}
    return drop_nones({"effort": effort_of(reasoning) or None, "summary": reasoning.summary or None}) or None


def _write_text(conversation: Conversation) -> Json:
    text: Json = {"verbosity": conversation.verbosity} if conversation.verbosity else {}
    if (output := conversation.output) is not None:
        text["format"] = (
            {"type": "json_object"}
            if output.schema is None
            else {"type": "json_schema", "name": output.name or "answer"} | write_json_schema(output)
        )
    return text


def functions_only(body: Json) -> bool:
    """Make a body's tools fit a vendor that takes functions alone; return whether answers must be turned back.

    Free-form tools become functions with one string argument, namespaces become parts of the names, server tools go.
    """
    inputs = body.get("input")
    items = [item for item in inputs if isinstance(item, dict)] if isinstance(inputs, list) else []
    extra = [item for item in items if item.get("type") == "additional_tools"]
    tools = list(read_tools(body.get("tools"), "tools"))
    for item in extra:
        tools += read_tools(item.get("tools"), "input.tools")
    if isinstance(inputs, list):
        body["input"] = [
            _function_item(item)
            for item in inputs
            if not isinstance(item, dict) or str(item.get("type")) not in _TOOL_SEARCH_ITEMS
        ]
    changed = bool(extra) or any(tool.custom or tool.namespace for tool in tools)
    offered = body.get("tools") or []
    if changed or len(offered) != len(tools):
        body["tools"] = (
            [_write_tool(tool) for tool in tools]
            if changed
            else [tool for tool in offered if isinstance(tool, dict) and tool.get("type") == "function"]
        )
    choice = body.get("tool_choice")
    known = {wire_name(tool.name, tool.namespace) for tool in tools}
    if isinstance(choice, dict) and choice.get("type") == "allowed_tools":
        body["tool_choice"] = _fit_allowed(choice, known)
    elif isinstance(choice, dict):
        body["tool_choice"] = _write_tool_choice(offered_choice(read_tool_choice(choice), tools))
    return changed


def _fit_allowed(choice: Json, known: set[str]) -> object:
    """Return the choice among some tools with their flat names; a choice among all where none of them is left."""
    flat = [
        wire_name(text_of(tool, "name", place), str(tool.get("namespace") or ""))
        for place, tool in objects(choice.get("tools"), "tool_choice.tools")
        if tool.get("type") in ("function", "custom")
    ]
    allowed = [{"type": "function", "name": name} for name in flat if name in known]
    return choice | {"tools": allowed} if allowed else choice.get("mode") or "auto"


def _function_item(item: Json) -> Json:
    kind = item.get("type") if isinstance(item, dict) else None
    if kind == "custom_tool_call_output":
        return {"type": "function_call_output", "call_id": item.get("call_id"), "output": item.get("output")}
    if kind == "custom_tool_call" or (kind == "function_call" and item.get("namespace")):
        name, arguments = flat_call(read_call(item, "input", custom=kind == "custom_tool_call"))
        return {"type": "function_call", "call_id": item["call_id"], "name": name, "arguments": arguments}
    return item
