"""Gemini's generateContent as Vertex serves it: requests, answers and the stream that an upstream sends.

Source: Google's API reference; which fields SAP's proxy refuses is the family's affair.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import msgspec

from aicore_tray.dialects.conversation import (
    Answer,
    AnswerPart,
    Conversation,
    Document,
    Event,
    Failed,
    Finished,
    FinishReason,
    Image,
    Json,
    OutputFormat,
    Part,
    Reasoning,
    Role,
    Started,
    Text,
    TextDelta,
    Thinking,
    ThinkingDelta,
    ThinkingDone,
    Tool,
    ToolCall,
    ToolCallDelta,
    ToolCallDone,
    ToolCallStarted,
    ToolChoice,
    ToolMode,
    ToolResult,
    Turn,
    Usage,
    UsageReported,
    flat_call,
    function_schema,
    wire_name,
)
from aicore_tray.dialects.dialect import new_id
from aicore_tray.dialects.errors import ApiError, ErrorKind, invalid, truncated, upstream_error
from aicore_tray.dialects.json_schema import to_openapi
from aicore_tray.dialects.reading import counted, drop_nones, need, number, objects, optional, strings, text_of

NAME = "gemini"
_log = logging.getLogger(__name__)

FINISH_REASONS = {
    "STOP": FinishReason.STOP,
    "MAX_TOKENS": FinishReason.LENGTH,
    "SAFETY": FinishReason.CONTENT_FILTER,
    "RECITATION": FinishReason.CONTENT_FILTER,
    "LANGUAGE": FinishReason.CONTENT_FILTER,
    "BLOCKLIST": FinishReason.CONTENT_FILTER,
    "PROHIBITED_CONTENT": FinishReason.CONTENT_FILTER,
    "SPII": FinishReason.CONTENT_FILTER,
    "IMAGE_SAFETY": FinishReason.CONTENT_FILTER,
}
_MALFORMED = "MALFORMED_FUNCTION_CALL"


# ----------------------------------------------------------------------------------------------------------------------
# Requests


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
                call: Json = {"functionCall": {"name": name, "args": _object(arguments)}}
                yield call | ({"thoughtSignature": part.signature} if part.signature else {})


def _object(arguments: str) -> Json:
    try:
        value = json.loads(arguments)
    except ValueError:
        value = None
    return value if isinstance(value, dict) else {"arguments": arguments}


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
    )


def _read_output(config: Json) -> OutputFormat:
    for key in ("responseJsonSchema", "responseSchema"):
        if config.get(key) is not None:
            return OutputFormat(schema=need(config[key], dict, f"generationConfig.{key}"))
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
            read = _read_part(part, f"{place}")
            if isinstance(read, ToolCall):
                waiting.append((read.name, read.id))
            parts.append(read)
        yield Turn(role, tuple(parts))


def _read_result(response: Json, waiting: list[tuple[str, str]], path: str) -> ToolResult:
    name = text_of(response, "name", f"{path}.functionResponse")
    found = next((call for call in waiting if call[0] == name), None)
    if found is None:
        raise invalid(f"{path}: the response of '{name}' answers no call before it", param=path)
    waiting.remove(found)
    value = need(response.get("response") or {}, dict, f"{path}.functionResponse.response")
    key = next((key for key in ("output", "error") if list(value) == [key]), "")
    told = value[key] if key else value
    text = told if isinstance(told, str) else json.dumps(told, ensure_ascii=False)
    return ToolResult(call_id=found[1], parts=(Text(text=text),) if text else (), is_error=key == "error")


def _read_part(part: Json, path: str) -> Text | Image | Document | Thinking | ToolCall:
    signature = str(part.get("thoughtSignature") or "")
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
        return Thinking(text=text) if part.get("thought") is True else Text(text=text)
    for key, address in (("inlineData", "data"), ("fileData", "fileUri")):
        if key in part:
            media = need(part[key], dict, f"{path}.{key}")
            kind, value = str(media.get("mimeType") or ""), text_of(media, address, f"{path}.{key}")
            make = Image if kind.startswith("image/") else Document
            return make(media_type=kind, data=value) if key == "inlineData" else make(media_type=kind, url=value)
    raise invalid(f"{path}: parts with {', '.join(part) or 'nothing in them'} are not supported", param=path)


def _read_tools(body: Json) -> Iterator[Tool]:
    for path, group in objects(body.get("tools"), "tools"):
        if "functionDeclarations" not in group:
            _log.info("Dropped the tool %s: no model on SAP AI Core offers it", ", ".join(group))
        for place, tool in objects(group.get("functionDeclarations"), f"{path}.functionDeclarations"):
            yield Tool(
                name=text_of(tool, "name", place),
                description=str(tool.get("description") or ""),
                schema=need(
                    tool.get("parametersJsonSchema") or tool.get("parameters") or {}, dict, f"{place}.parameters"
                ),
            )


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
    if not isinstance(config, dict):
        return None
    if config.get("thinkingBudget") == 0:
        return Reasoning(enabled=False)
    budget = config.get("thinkingBudget")
    return Reasoning(
        effort=str(config.get("thinkingLevel") or "").lower(),
        budget=budget if isinstance(budget, int) and budget > 0 else None,
        summary="auto" if config.get("includeThoughts") is True else "",
    )


# ----------------------------------------------------------------------------------------------------------------------
# Answers


def read_usage(usage: object) -> Usage:
    """Return Google's counts: promptTokenCount includes the cached, candidatesTokenCount excludes the thoughts."""
    cached, thoughts = counted(usage, "cachedContentTokenCount"), counted(usage, "thoughtsTokenCount")
    return Usage(
        input=max(0, counted(usage, "promptTokenCount") - cached),
        cache_read=cached,
        output=counted(usage, "candidatesTokenCount") + thoughts,
        reasoning=thoughts,
    )


def _finish(reason: str, *, called: bool) -> FinishReason:
    """Return the neutral reason; STOP stays STOP upstream even for calls.

    Raises:
        ApiError: the model wrote a call that nobody can read.
    """
    if reason in (_MALFORMED, "UNEXPECTED_TOOL_CALL"):
        raise ApiError(ErrorKind.UPSTREAM, f"The model wrote a tool call that cannot be read ({reason})")
    finish = FINISH_REASONS.get(reason, FinishReason.STOP)
    return FinishReason.TOOL_CALLS if called and finish is FinishReason.STOP else finish


def _blocked(body: Json) -> ApiError | None:
    feedback = body.get("promptFeedback") or {}
    if reason := feedback.get("blockReason"):
        return ApiError(ErrorKind.CONTENT_FILTER, f"The prompt was blocked by Google's filters ({reason})")
    return None


def read_answer(body: Json) -> Answer:
    """Return the neutral form of a GenerateContentResponse.

    Raises:
        ApiError: the prompt was blocked, or the model's call cannot be read.
    """
    if error := _blocked(body):
        raise error
    candidate = next((found for _, found in objects(body.get("candidates"), "candidates")), {})
    content = candidate.get("content") or {}
    parts: list[AnswerPart] = []
    for path, part in objects(content.get("parts"), "content.parts"):
        read = _read_part(part, path)
        if isinstance(read, Text | Thinking | ToolCall) and (isinstance(read, ToolCall) or read.text):
            parts.append(read)
    called = any(isinstance(part, ToolCall) for part in parts)
    return Answer(
        id=str(body.get("responseId") or ""),
        model=str(body.get("modelVersion") or ""),
        parts=tuple(parts),
        finish=_finish(str(candidate.get("finishReason") or ""), called=called),
        usage=read_usage(body.get("usageMetadata")),
    )


class Reader:
    """Reads the stream of answers; its end is a finishReason followed by the connection's end."""

    def __init__(self) -> None:
        self._started = False
        self._ended = False
        self._thinking = False
        self._calls = 0
        self._reason = ""

    def feed(self, payload: bytes) -> list[Event]:
        if self._ended:
            return []
        data = msgspec.json.decode(payload)
        if isinstance(data, list):
            data = data[0] if data else {}
        if "error" in data:
            self._ended = True
            return [Failed(upstream_error(200, data))]
        if error := _blocked(data):
            self._ended = True
            return [Failed(error)]
        events: list[Event] = []
        if not self._started:
            self._started = True
            events.append(Started(id=data.get("responseId") or "", model=data.get("modelVersion") or ""))
        for candidate in data.get("candidates") or ():
            for part in (candidate.get("content") or {}).get("parts") or ():
                self._read_part(part, events)
            self._reason = candidate.get("finishReason") or self._reason
        if data.get("usageMetadata"):
            events.append(UsageReported(read_usage(data["usageMetadata"])))
        return events

    def _read_part(self, part: Json, events: list[Event]) -> None:
        if part.get("thought") is True and part.get("text"):
            self._thinking = True
            events.append(ThinkingDelta(part["text"]))
            return
        if "functionCall" not in part and not part.get("text"):
            return
        if self._thinking:
            self._thinking = False
            events.append(ThinkingDone())
        if "functionCall" not in part:
            events.append(TextDelta(part["text"]))
            return
        call = _read_part(part, "functionCall")
        if isinstance(call, ToolCall):
            index, self._calls = self._calls, self._calls + 1
            events.append(ToolCallStarted(index=index, id=call.id, name=call.name, signature=call.signature))
            events += [ToolCallDelta(index, call.arguments), ToolCallDone(index)]

    def end(self) -> list[Event]:
        if self._ended:
            return []
        self._ended = True
        if not self._reason:
            return [Failed(truncated())]
        events: list[Event] = [ThinkingDone()] if self._thinking else []
        try:
            return [*events, Finished(reason=_finish(self._reason, called=self._calls > 0))]
        except ApiError as error:
            return [Failed(error)]


def stream_reader() -> Reader:
    return Reader()
