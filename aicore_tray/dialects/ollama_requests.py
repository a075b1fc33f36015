"""Ollama's chat and generate requests, read into the neutral conversation.

Source: Ollama's API reference. Its calls and results have no ids with older clients: they are paired by name and order.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any

from aicore_tray.dialects.conversation import (
    NO_ID,
    Conversation,
    Image,
    Json,
    OutputFormat,
    Part,
    Reasoning,
    Role,
    Text,
    Thinking,
    Tool,
    ToolCall,
    ToolResult,
    Turn,
)
from aicore_tray.dialects.errors import invalid
from aicore_tray.dialects.reading import arguments_text, need, number, objects, optional, strings, text_of

# The first bytes of what is sent without a media type.
_MEDIA_TYPES = (
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"RIFF", "image/webp"),
)


def read_chat(body: Json) -> Conversation:
    """Return the neutral form of an `/api/chat` body.

    Raises:
        ApiError: a field has the wrong type.
    """
    system: list[Text] = []
    turns: list[Turn] = []
    open_calls: list[ToolCall] = []
    for path, message in objects(need(body.get("messages"), list, "messages"), "messages"):
        role = text_of(message, "role", path)
        text = optional(message, "content", str, path) or ""
        match role:
            case "system" | "developer":
                if turns:
                    turns.append(Turn(Role.SYSTEM, (Text(text=text),)))
                else:
                    system.append(Text(text=text))
            case "user":
                turns.append(Turn(Role.USER, (Text(text=text), *_read_images(message, path))))
            case "assistant":
                calls = _read_calls(message, path, len(turns))
                open_calls += calls
                thought = optional(message, "thinking", str, path)
                parts: list[Part] = [Thinking(text=thought)] if thought else []
                parts += [Text(text=text)] if text else []
                turns.append(Turn(Role.ASSISTANT, (*parts, *calls)))
            case "tool":
                call_id = _answered(message, open_calls)
                result = ToolResult(call_id=call_id, parts=(Text(text=text), *_read_images(message, path)))
                if turns and turns[-1].role is Role.USER and isinstance(turns[-1].parts[-1], ToolResult):
                    turns[-1] = Turn(Role.USER, (*turns[-1].parts, result))
                else:
                    turns.append(Turn(Role.USER, (result,)))
            case _:
                raise invalid(f"{path}.role: '{role}' is not a role", param=f"{path}.role")
    return _conversation(body, system, turns, tuple(_read_tools(body)))


def read_generate(body: Json) -> Conversation:
    """Return the neutral form of an `/api/generate` body.

    Raises:
        ApiError: a field has the wrong type.
    """
    told = optional(body, "system", str)
    system = [Text(text=told)] if told else []
    prompt = optional(body, "prompt", str) or ""
    if suffix := optional(body, "suffix", str):
        system.append(Text(text=between(suffix)))
    turns = [Turn(Role.USER, (Text(text=prompt), *_read_images(body, "")))]
    return _conversation(body, system, turns, ())


def between(suffix: str) -> str:
    """Return the instruction to write what stands between a prompt and this suffix."""
    return (
        "The user's message is the beginning of a text. Write only what comes between it and the following end, "
        f"with no explanation and no quoting:\n{suffix}"
    )


def _conversation(body: Json, system: list[Text], turns: list[Turn], tools: tuple[Tool, ...]) -> Conversation:
    options = optional(body, "options", dict) or {}
    limit = optional(options, "num_predict", int)
    return Conversation(
        model=text_of(body, "model", ""),
        system=tuple(system),
        turns=tuple(turns),
        tools=tools,
        reasoning=_read_think(body.get("think")),
        output=_read_format(body.get("format")),
        max_tokens=limit if limit is not None and limit > 0 else None,
        temperature=number(options, "temperature"),
        top_p=number(options, "top_p"),
        top_k=optional(options, "top_k", int),
        stop=strings(options.get("stop"), "options.stop"),
        seed=optional(options, "seed", int),
        presence_penalty=number(options, "presence_penalty"),
        frequency_penalty=number(options, "frequency_penalty"),
        stream=body.get("stream") is not False,
        stream_usage=True,
    )


def _read_images(message: Json, path: str) -> list[Image]:
    found = []
    for number_, data in enumerate(strings(message.get("images"), f"{path}.images".lstrip("."))):
        # Some clients send the whole data URI.
        bare = data.partition(",")[2] if data.startswith("data:") else data
        try:
            begins = base64.b64decode(bare[:64], validate=True)
        except (binascii.Error, ValueError):
            begins = b""
        kind = next((kind for magic, kind in _MEDIA_TYPES if begins.startswith(magic)), "")
        if not kind:
            where = f"{path}.images.{number_}".lstrip(".")
            raise invalid(f"{where}: a PNG, JPEG, GIF or WebP picture in base64 is needed", param=where)
        found.append(Image(media_type=kind, data=bare))
    return found


def _read_calls(message: Json, path: str, place: int) -> list[ToolCall]:
    calls = []
    for number_, (where, call) in enumerate(objects(message.get("tool_calls"), f"{path}.tool_calls")):
        function = need(call.get("function"), dict, f"{where}.function")
        call_id = optional(call, "id", str, where) or f"{NO_ID}{place}_{number_}"
        name = text_of(function, "name", f"{where}.function")
        calls.append(ToolCall(id=call_id, name=name, arguments=arguments_text(function.get("arguments"))))
    return calls


def _answered(message: Json, open_calls: list[ToolCall]) -> str:
    """Return the id of the call that a result answers: by its id, else the first open one of its name, else the first.

    One that answers nothing keeps what it says of itself.
    """
    said, name = message.get("tool_call_id"), message.get("tool_name") or message.get("name")
    for fits in (lambda call: call.id == said, lambda call: call.name == name, lambda call: not said and not name):
        for call in open_calls:
            if fits(call):
                open_calls.remove(call)
                return call.id
    return str(said or name or "call_unknown")


def _read_tools(body: Json) -> list[Tool]:
    tools = []
    for path, tool in objects(body.get("tools"), "tools"):
        function = need(tool.get("function"), dict, f"{path}.function")
        tools.append(
            Tool(
                name=text_of(function, "name", f"{path}.function"),
                description=optional(function, "description", str, f"{path}.function") or "",
                schema=optional(function, "parameters", dict, f"{path}.function") or {},
            )
        )
    return tools


def _read_think(think: Any) -> Reasoning | None:
    match think:
        case None:
            return None
        case False:
            return Reasoning(enabled=False)
        case True:
            return Reasoning(effort="medium", summary="auto")
        case str():
            return Reasoning(effort=think, summary="auto")
    raise invalid("think: expected true, false or an effort such as 'high'", param="think")


def _read_format(form: Any) -> OutputFormat | None:
    match form:
        case None | "":
            return None
        case "json":
            return OutputFormat()
        case dict():
            return OutputFormat(schema=form)
    raise invalid("format: expected 'json' or a JSON schema", param="format")
