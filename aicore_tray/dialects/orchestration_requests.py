"""The orchestration service: what a request asks, written and read.

The service takes `{{?name}}` in the template for a placeholder, and refuses what looks like one and is none. So the
conversation stands in the history, which it never looks into; the template is appended to that and must hold a
message, the last one, whose text goes in as a placeholder's value wherever it has braces that could be taken for more.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

from aicore_tray.dialects import chat_completions
from aicore_tray.dialects.conversation import (
    CacheHint,
    Conversation,
    Document,
    Image,
    Json,
    Origin,
    Part,
    Role,
    Text,
    Thinking,
    Tool,
    ToolCall,
    ToolResult,
    Turn,
)
from aicore_tray.dialects.errors import invalid
from aicore_tray.dialects.reading import drop_nones, need, optional
from aicore_tray.dialects.tool_names import arguments_object, flat_call, wire_id

# Characters that the service collects before it sends them on: few, so that answers come as the model writes them.
CHUNK_SIZE = 10
_BRACES = ("{{", "{%", "{#")
_SIGNATURE = "__sig_"


def signature_of(call_id: str) -> str:
    """Return the thought signature that the id of a Gemini call carries here, "" for none."""
    return call_id.partition(_SIGNATURE)[2]


class Requests:
    """Requests to the models of one vendor; see `orchestration.Orchestration`."""

    def __init__(self, vendor: Origin | None) -> None:
        self._vendor = vendor

    def write(self, conversation: Conversation) -> Json:
        messages = _Messages(conversation, self._vendor).list
        if not messages:
            raise invalid("messages: there is nothing to answer", param="messages")
        values: dict[str, str] = {}
        template = [_shielded(messages[-1], values)]
        plain = chat_completions.write_request(replace(conversation, system=(), turns=()))
        prompt = {
            "template": template,
            "tools": self._tools(plain.get("tools"), conversation.tools),
            "response_format": plain.get("response_format"),
        }
        model = {"name": conversation.model, "params": _params(conversation, plain)}
        config: Json = {"modules": {"prompt_templating": {"prompt": drop_nones(prompt), "model": model}}}
        if conversation.stream:
            config["stream"] = {"enabled": True, "chunk_size": CHUNK_SIZE}
        return drop_nones(
            {"config": config, "placeholder_values": values or None, "messages_history": messages[:-1] or None}
        )

    def _tools(self, written: list[Json] | None, tools: tuple[Tool, ...]) -> list[Json] | None:
        if written is None or self._vendor is not Origin.ANTHROPIC:
            return written
        return [_cached(entry, tool.cache) for entry, tool in zip(written, tools, strict=True)]

    def read(self, body: Json) -> Conversation:
        config = need(body.get("config"), dict, "config")
        modules = need(config.get("modules"), dict, "config.modules")
        templating = need(modules.get("prompt_templating"), dict, "config.modules.prompt_templating")
        prompt = need(templating.get("prompt"), dict, "config.modules.prompt_templating.prompt")
        model = need(templating.get("model"), dict, "config.modules.prompt_templating.model")
        values = optional(body, "placeholder_values", dict) or {}
        template = [_unshielded(message, values) for message in optional(prompt, "template", list) or ()]
        plain = {
            **(optional(model, "params", dict) or {}),
            **{key: prompt[key] for key in ("tools", "response_format") if key in prompt},
            "model": model.get("name"),
            "messages": [*(optional(body, "messages_history", list) or ()), *template],
            "stream": (optional(config, "stream", dict) or {}).get("enabled") is True,
        }
        conversation = chat_completions.read_request(plain)
        turns = tuple(Turn(turn.role, tuple(self._read(part) for part in turn.parts)) for turn in conversation.turns)
        return replace(conversation, turns=turns)

    def _read(self, part: Part) -> Part:
        if isinstance(part, Thinking):
            return self.owned(part)
        if isinstance(part, ToolCall) and self._vendor is Origin.GEMINI:
            return replace(part, signature=signature_of(part.id))
        return part

    def owned(self, part: Thinking) -> Thinking:
        """Return reasoning whose proof, if it has one, is the vendor's."""
        known = bool(part.signature) and self._vendor is not None
        return replace(part, signature=part.signature if known else "", origin=self._vendor if known else None)


def _params(conversation: Conversation, plain: Json) -> Json:
    params = {
        "max_tokens": plain.get("max_completion_tokens"),
        "top_k": conversation.top_k,
    } | {
        key: plain.get(key)
        for key in (
            "temperature", "top_p", "stop", "seed", "presence_penalty", "frequency_penalty", "tool_choice",
            "parallel_tool_calls", "reasoning_effort", "stream_options",
        )
    }  # fmt: skip
    return drop_nones(params)


def _cached(item: Json, hint: CacheHint | None) -> Json:
    if hint is None:
        return item
    return item | {"cache_control": {"type": "ephemeral"} | ({"ttl": hint.ttl} if hint.ttl else {})}


class _Messages:
    """All messages of a conversation in their order, as the history takes them."""

    def __init__(self, conversation: Conversation, vendor: Origin | None) -> None:
        self._vendor = vendor
        calls = [part for turn in conversation.turns for part in turn.parts if isinstance(part, ToolCall)]
        self._ids = {call.id: self._id(call) for call in calls}
        self.list: list[Json] = []
        self._add("system", conversation.system)
        for turn in conversation.turns:
            match turn.role:
                case Role.SYSTEM:
                    self._add("system", turn.parts)
                case Role.ASSISTANT:
                    self._add_assistant(turn.parts)
                case Role.USER:
                    self._add_user(turn.parts)

    def _id(self, call: ToolCall) -> str:
        """Return a call's id: Gemini's carries its signature and returns whole, others get a shape that all take."""
        if self._vendor is not Origin.GEMINI:
            return wire_id(call.id)
        if not call.signature or _SIGNATURE in call.id:
            return call.id
        return f"vertex_tool_{hashlib.sha256(call.id.encode()).hexdigest()[:32]}{_SIGNATURE}{call.signature}"

    def _add(self, role: str, parts: Iterable[Part], more: Json | None = None) -> None:
        items = [self._content(part) for part in parts if not isinstance(part, Text) or part.text.strip()]
        if items or more:
            only = items[0] if len(items) == 1 else {}
            plain = only["text"] if set(only) == {"type", "text"} else items
            self.list.append({"role": role, "content": plain or ""} | (more or {}))

    def _content(self, part: Part) -> Json:
        match part:
            case Text():
                item: Json = {"type": "text", "text": part.text}
            case Image():
                url = f"data:{part.media_type};base64,{part.data}" if part.data else part.url
                item = {"type": "image_url", "image_url": {"url": url}}
            case Document():
                if not part.data:
                    told = "messages: this model takes documents themselves, not their addresses"
                    raise invalid(told, param="messages")
                name = {"filename": part.name} if part.name else {}
                item = {"type": "file", "file": name | {"file_data": f"data:{part.media_type};base64,{part.data}"}}
            case _:
                raise invalid(f"messages: {type(part).__name__} stands at a wrong place", param="messages")
        return _cached(item, part.cache) if self._vendor is Origin.ANTHROPIC else item

    def _add_user(self, parts: tuple[Part, ...]) -> None:
        shown: list[Part] = []
        for part in parts:
            if isinstance(part, ToolResult):
                text = "\n".join(inner.text for inner in part.parts if isinstance(inner, Text))
                call_id = self._ids.get(part.call_id) or part.call_id
                self.list.append({"role": "tool", "tool_call_id": call_id, "content": text})
                # A tool message holds text alone: what it showed follows as a user message.
                shown += [inner for inner in part.parts if not isinstance(inner, Text)]
            else:
                shown.append(part)
        self._add("user", shown)

    def _add_assistant(self, parts: tuple[Part, ...]) -> None:
        more: Json = {}
        if calls := [self._call(part) for part in parts if isinstance(part, ToolCall)]:
            more["tool_calls"] = calls
        said = [part for part in parts if isinstance(part, Text) and part.text.strip()]
        # Reasoning by itself is no message.
        if (said or calls) and (thoughts := list(self._thoughts(parts))):
            more["reasoning_content"] = thoughts
        self._add("assistant", said, more)

    def _thoughts(self, parts: Iterable[Part]) -> Iterator[Json]:
        for part in parts:
            if (
                isinstance(part, Thinking)
                and part.origin is Origin.ANTHROPIC is self._vendor
                and part.signature
                and not part.redacted  # for which there is no place here
            ):
                yield {"content": part.text, "signature": part.signature}

    def _call(self, call: ToolCall) -> Json:
        name, arguments = flat_call(call)
        function = {"name": name, "arguments": _valid(arguments)}
        return {"id": self._ids[call.id], "type": "function", "function": function}


def _valid(arguments: str) -> str:
    """Return arguments as the JSON text that the service insists on, unchanged where they are that already."""
    try:
        valid = isinstance(json.loads(arguments), dict)
    except ValueError:
        valid = False
    return arguments if valid else json.dumps(arguments_object(arguments), ensure_ascii=False)


# ---------------------------------------------------------------------------------------------------------------------
# The template's message


def _shielded(message: Json, values: dict[str, str]) -> Json:
    """Return a message for the template; texts with suspicious braces move into `values`."""

    def shield(text: str) -> str:
        if not any(braces in text for braces in _BRACES):
            return text
        name = f"text{len(values) + 1}"
        values[name] = text
        return f"{{{{?{name}}}}}"

    content = message["content"]
    if isinstance(content, str):
        content = shield(content)
    else:
        content = [
            item | {"text": shield(item["text"])} if item["type"] == "text" else _without_braces(item)
            for item in content
        ]
    shielded = message | {"content": content}
    if "reasoning_content" in message:  # signed as it is
        shielded["reasoning_content"] = [
            thought | {"content": shield(thought["content"])} for thought in message["reasoning_content"]
        ]
    if "tool_calls" in message:
        shielded["tool_calls"] = [_escaped(call) for call in message["tool_calls"]]
    return shielded


def _without_braces(item: Json) -> Json:
    """Return an item whose file name or address holds no such braces: there they mean nothing."""
    if "file" in item and "filename" in item["file"]:
        return item | {"file": item["file"] | {"filename": item["file"]["filename"].replace("{", "(")}}
    if "image_url" in item:
        return item | {"image_url": {"url": item["image_url"]["url"].replace("{", "%7B")}}
    return item


def _escaped(call: Json) -> Json:
    """Return a call whose arguments are the same JSON without such braces: in JSON they stand in strings alone."""
    arguments: str = call["function"]["arguments"]
    for braces in _BRACES:
        arguments = arguments.replace(braces, f"{braces[0]}\\u{ord(braces[1]):04x}")
    return call | {"function": call["function"] | {"arguments": arguments}}


def _unshielded(message: object, values: Json) -> object:
    if not isinstance(message, dict):
        return message
    texts = {f"{{{{?{name}}}}}": text for name, text in values.items()}
    content = message.get("content")
    if isinstance(content, str):
        return message | {"content": texts.get(content, content)}
    if not isinstance(content, list):
        return message
    items = [
        item | {"text": texts.get(item["text"], item["text"])}
        if isinstance(item, dict) and isinstance(item.get("text"), str)
        else item
        for item in content
    ]
    return message | {"content": items}
