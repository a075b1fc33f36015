"""Gemini's generateContent: what a request asks, read and written."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator

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
)
from aicore_tray.dialects.dialect import new_id
from aicore_tray.dialects.errors import invalid
from aicore_tray.dialects.json_schema import from_openapi, to_openapi
from aicore_tray.dialects.reading import drop_nones, need, number, objects, optional, strings, text_of
from aicore_tray.dialects.signatures import is_foreign, standard_base64, unwrap_bytes, unwrap_thinking
from aicore_tray.dialects.tool_names import arguments_object, flat_call, function_schema, wire_name

_log = logging.getLogger(__name__)


def write_request(conversation: Conversation) -> Json:
    """Return the body of a generateContent request; thinkingLevel or thinkingBudget is the family's to choose."""
    system = [{"text": text.text} for text in conversation.system if text.text]
    contents = _Contents(conversation)
    for turn in conversation.turns:
        if turn.role is Role.SYSTEM:
            system += [{"text": part.text} for part in turn.parts if isinstance(part, Text) and part.text]
        else:
            contents.add(turn)
    return drop_nones(
        {
            "systemInstruction": {"parts": system} if system else None,
            "contents": contents.list,
            "tools": _write_tools(conversation.tools),
            "toolConfig": _write_tool_config(conversation.tool_choice) if conversation.tools else None,
            "generationConfig": _write_config(conversation) or None,
        }
    )


class _Contents:
    """Builds the contents: consecutive turns of one role are one, a result finds its function's name by its call."""

    def __init__(self, conversation: Conversation) -> None:
        self.list: list[Json] = []
        self._names = {
            part.id: wire_name(part.name, part.namespace)
            for turn in conversation.turns
            for part in turn.parts
            if isinstance(part, ToolCall)
        }
        self._order = {call_id: place for place, call_id in enumerate(self._names)}

    def add(self, turn: Turn) -> None:
        # Results of calls to one function are told apart by their order alone.
        answered = sorted(
            (part for part in turn.parts if isinstance(part, ToolResult)),
            key=lambda part: self._order.get(part.call_id, 0),
        )
        results = [self._result(part) for part in answered]
        shown = [_write_media(inner) for part in answered for inner in part.parts if not isinstance(inner, Text)]
        parts = results + shown + [written for part in turn.parts for written in self._part(part)]
        role = "model" if turn.role is Role.ASSISTANT else "user"
        if not parts:
            return
        if self.list and self.list[-1]["role"] == role:
            self.list[-1]["parts"] += parts
        else:
            self.list.append({"role": role, "parts": parts})

    def _result(self, part: ToolResult) -> Json:
        name = self._names.get(part.call_id)
        if name is None:
            told = f"messages: the tool result for '{part.call_id}' answers no call of this conversation"
            raise invalid(told, param="messages")
        text = "\n".join(inner.text for inner in part.parts if isinstance(inner, Text))
        return {"functionResponse": {"name": name, "response": {"error" if part.is_error else "output": text}}}

    def _part(self, part: Part) -> Iterator[Json]:
        match part:
            case Text():
                if part.text:
                    yield {"text": part.text}
            case Image() | Document():
                yield _write_media(part)
            case ToolCall():
                name, arguments = flat_call(part)
                call: Json = {"functionCall": {"name": name, "args": arguments_object(arguments)}}
                yield call | ({"thoughtSignature": part.signature} if part.signature else {})


def _write_media(part: Image | Document) -> Json:
    if part.data:
        return {"inlineData": {"mimeType": part.media_type, "data": part.data}}
    kind = part.media_type or ("application/pdf" if isinstance(part, Document) else _guess_type(part.url))
    return {"fileData": {"mimeType": kind, "fileUri": part.url}}


def _guess_type(url: str) -> str:
    suffix = url.partition("?")[0].rpartition(".")[2].lower()
    return {"png": "image/png", "webp": "image/webp", "gif": "image/gif"}.get(suffix, "image/jpeg")


def _write_tools(tools: tuple[Tool, ...]) -> list[Json] | None:
    declarations = [
        {
            "name": wire_name(tool.name, tool.namespace),
            "description": tool.description or tool.name,
            "parametersJsonSchema": function_schema(tool),
        }
        for tool in tools
    ]
    return [{"functionDeclarations": declarations}] if declarations else None


def _write_tool_config(choice: ToolChoice | None) -> Json | None:
    if choice is None:
        return None
    modes = {ToolMode.AUTO: "AUTO", ToolMode.NONE: "NONE", ToolMode.ANY: "ANY", ToolMode.NAMED: "ANY"}
    config: Json = {"mode": modes[choice.mode]}
    if choice.mode is ToolMode.NAMED:
        config["allowedFunctionNames"] = [wire_name(choice.name, choice.namespace)]
    return {"functionCallingConfig": config}


def _write_config(conversation: Conversation) -> Json:
    output = conversation.output
    schema = output.schema if output is not None else None
    return drop_nones(
        {
            "maxOutputTokens": conversation.max_tokens,
            "temperature": conversation.temperature,
            "topP": conversation.top_p,
            "topK": conversation.top_k,
            "stopSequences": list(conversation.stop) or None,
            "seed": conversation.seed,
            "presencePenalty": conversation.presence_penalty,
            "frequencyPenalty": conversation.frequency_penalty,
            "responseMimeType": "application/json" if output is not None else None,
            "responseSchema": to_openapi(schema) if schema is not None else None,
            "thinkingConfig": _write_thinking(conversation.reasoning),
        }
    )


def _write_thinking(reasoning: Reasoning | None) -> Json | None:
    if reasoning is None:
        return None
    if not reasoning.enabled:
        return {"thinkingBudget": 0}
    config: Json = {"includeThoughts": bool(reasoning.summary)}
    if reasoning.budget is not None:
        config["thinkingBudget"] = reasoning.budget
    elif reasoning.effort:
        config["thinkingLevel"] = reasoning.effort
    return config


def read_request(body: Json) -> Conversation:
    """Return the neutral form of a generateContent body; ids of calls are made, since Gemini pairs them by order."""
    config = optional(body, "generationConfig", dict) or {}
    turns = tuple(_read_contents(need(body.get("contents"), list, "contents")))
    system = need(body.get("systemInstruction") or {}, dict, "systemInstruction")
    return Conversation(
        model=str(body.get("model") or ""),
        system=tuple(
            Text(text=text_of(part, "text", path))
            for path, part in objects(system.get("parts"), "systemInstruction.parts")
        ),
        turns=turns,
        tools=tuple(_read_tools(body)),
        tool_choice=_read_tool_config(optional(body, "toolConfig", dict) or {}),
        reasoning=_read_thinking(config.get("thinkingConfig")),
        output=_read_output(config) if config.get("responseMimeType") == "application/json" else None,
        max_tokens=optional(config, "maxOutputTokens", int),
        temperature=number(config, "temperature"),
        top_p=number(config, "topP"),
        top_k=optional(config, "topK", int),
        stop=strings(config.get("stopSequences"), "generationConfig.stopSequences"),
        seed=optional(config, "seed", int),
        presence_penalty=number(config, "presencePenalty"),
        frequency_penalty=number(config, "frequencyPenalty"),
        # Both stand in the path; whoever read that has put them here.
        stream=body.get("stream") is True,
        stream_usage=body.get("stream") is True,
    )


def _read_output(config: Json) -> OutputFormat:
    if (schema := config.get("responseJsonSchema")) is not None:
        return OutputFormat(schema=need(schema, dict, "generationConfig.responseJsonSchema"))
    if (schema := config.get("responseSchema")) is not None:
        return OutputFormat(schema=from_openapi(need(schema, dict, "generationConfig.responseSchema")))
    return OutputFormat()


def _read_contents(contents: object) -> Iterator[Turn]:
    waiting: list[tuple[str, str]] = []  # (name, id) of calls without a result so far
    for path, content in objects(contents, "contents"):
        role = Role.ASSISTANT if content.get("role") == "model" else Role.USER
        parts: list[Part] = []
        for place, part in objects(content.get("parts"), f"{path}.parts"):
            if "functionResponse" in part:
                response = need(part["functionResponse"], dict, f"{place}.functionResponse")
                parts.append(_read_result(response, waiting, place))
                continue
            read = read_part(part, f"{place}")
            if isinstance(read, ToolCall):
                waiting.append((read.name, read.id))
            parts.append(read)
        yield Turn(role, tuple(parts))


def _read_result(response: Json, waiting: list[tuple[str, str]], path: str) -> ToolResult:
    name = text_of(response, "name", f"{path}.functionResponse")
    told = str(response.get("id") or "")
    found = next((call for call in waiting if told and call[1] == told), None)
    found = found or next((call for call in waiting if call[0] == name), None)
    if found is None:
        raise invalid(f"{path}: the response of '{name}' answers no call before it", param=path)
    waiting.remove(found)
    value = need(response.get("response") or {}, dict, f"{path}.functionResponse.response")
    key = next((key for key in ("output", "error") if list(value) == [key]), "")
    said = value[key] if key else value
    text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
    return ToolResult(call_id=found[1], parts=(Text(text=text),) if text else (), is_error=key == "error")


_FREE = frozenset({"args", "response", "parametersJsonSchema", "responseJsonSchema", "default", "example", "enum"})
_SNAKE = re.compile(r"_([a-z0-9])")


def camelized(value: object) -> object:
    """Return a body with Google's names as JSON writes them; its SDKs mix them with snake_case, which it takes, too.

    What belongs to the user (arguments, results, the names of properties) stays.
    """
    if isinstance(value, list):
        return [camelized(item) for item in value]
    if not isinstance(value, dict):
        return value
    result: Json = {}
    for key, inner in value.items():
        name = _SNAKE.sub(lambda found: found[1].upper(), key)
        if name in _FREE:
            result[name] = inner
        elif name == "properties" and isinstance(inner, dict):
            result[name] = {each: camelized(part) for each, part in inner.items()}
        else:
            result[name] = camelized(inner)
    return result


def read_part(part: Json, path: str) -> Text | Image | Document | Thinking | ToolCall:
    signature = standard_base64(str(part.get("thoughtSignature") or ""))
    if "functionCall" in part:
        call = need(part["functionCall"], dict, f"{path}.functionCall")
        return ToolCall(
            id=str(call.get("id") or new_id("call_")),
            name=text_of(call, "name", f"{path}.functionCall").rpartition(":")[2],
            arguments=json.dumps(call.get("args") or {}, ensure_ascii=False),
            signature=signature,
        )
    if "text" in part:
        text = text_of(part, "text", path)
        if part.get("thought") is not True:
            return Text(text=text)
        # Google's own signatures stand on calls; what is packed on a thought is another vendor's.
        carried = unwrap_bytes(signature)
        return unwrap_thinking(carried, Origin.GEMINI, text=text) if is_foreign(carried) else Thinking(text=text)
    for key, address in (("inlineData", "data"), ("fileData", "fileUri")):
        if key in part:
            media = need(part[key], dict, f"{path}.{key}")
            kind, value = str(media.get("mimeType") or ""), text_of(media, address, f"{path}.{key}")
            make = Image if kind.startswith("image/") else Document
            if key == "fileData":
                return make(media_type=kind, url=value)
            # Google's SDKs write bytes in the alphabet for addresses.
            return make(media_type=kind, data=standard_base64(value))
    raise invalid(f"{path}: parts with {', '.join(part) or 'nothing in them'} are not supported", param=path)


def _read_tools(body: Json) -> Iterator[Tool]:
    for path, group in objects(body.get("tools"), "tools"):
        if "functionDeclarations" not in group:
            _log.info("Dropped the tool %s: no model on SAP AI Core offers it", ", ".join(group))
        for place, tool in objects(group.get("functionDeclarations"), f"{path}.functionDeclarations"):
            schema: Json = need(tool.get("parametersJsonSchema") or {}, dict, f"{place}.parametersJsonSchema")
            if not schema:
                schema = from_openapi(need(tool.get("parameters") or {}, dict, f"{place}.parameters"))
            yield Tool(name=text_of(tool, "name", place), description=str(tool.get("description") or ""), schema=schema)


def _read_tool_config(config: Json) -> ToolChoice | None:
    path = "toolConfig.functionCallingConfig"
    calling = need(config.get("functionCallingConfig") or {}, dict, path)
    names = strings(calling.get("allowedFunctionNames"), f"{path}.allowedFunctionNames")
    if calling.get("mode") == "ANY" and len(names) == 1:
        return ToolChoice(mode=ToolMode.NAMED, name=names[0])
    modes = {"AUTO": ToolMode.AUTO, "ANY": ToolMode.ANY, "VALIDATED": ToolMode.AUTO, "NONE": ToolMode.NONE}
    mode = modes.get(str(calling.get("mode")))
    return ToolChoice(mode=mode) if mode else None


def _read_thinking(config: object) -> Reasoning | None:
    path = "generationConfig.thinkingConfig"
    if config is None:
        return None
    asked = need(config, dict, path)
    budget, level = optional(asked, "thinkingBudget", int, path), optional(asked, "thinkingLevel", str, path)
    if budget == 0:
        return Reasoning(enabled=False)
    return Reasoning(
        effort=(level or "").lower(),
        budget=budget if budget is not None and budget > 0 else None,
        summary="auto" if asked.get("includeThoughts") is True else "",
    )
